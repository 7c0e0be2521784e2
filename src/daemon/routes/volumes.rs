//! `/volumes`.

use serde_json::Value;

use crate::daemon::call::Call;
use crate::daemon::problem::Decoder;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Delete, Get, Post};
use crate::simulation::VolumeCreate;
use crate::wire::request::VolumeRequest;

pub(super) const ROUTES: &[Route] = &[
    Route::new(Get, "/volumes", 21, list),
    Route::new(Get, "/volumes/{name:.*}", 21, inspect),
    Route::new(Post, "/volumes/create", 21, create),
    Route::new(Post, "/volumes/prune", 25, prune),
    Route::new(Delete, "/volumes/{name:.*}", 21, remove),
];

fn list(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    Ok(Reply::ok(&call.ask(|client| client.list_volumes(&filters))?))
}

fn inspect(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    Ok(Reply::ok(&call.ask(|client| client.inspect_volume(&call.thing))?))
}

fn create(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let VolumeRequest { name, driver, options, labels } =
        call.json(Decoder::Plain, VolumeRequest::from_value)?;
    let mut asked = VolumeCreate::new(name);
    (asked.driver, asked.options, asked.labels) = (driver, options, labels);
    Ok(Reply::created(&call.ask(|client| client.create_volume(&asked))?))
}

fn prune(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    let mut pruned = call.ask(|client| client.prune_volumes(&filters))?;
    // Nothing is null, not an empty list, as with everything that is pruned.
    if pruned["VolumesDeleted"].as_array().is_some_and(Vec::is_empty) {
        pruned["VolumesDeleted"] = Value::Null;
    }
    Ok(Reply::ok(&pruned))
}

fn remove(call: &Call) -> Result<Reply, Refused> {
    let force = call.query()?.flag("force");
    call.ask(|client| client.remove_volume(&call.thing, force))?;
    Ok(Reply::done())
}
