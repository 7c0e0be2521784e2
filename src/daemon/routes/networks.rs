//! `/networks`.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::daemon::call::Call;
use crate::daemon::problem::Decoder;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Delete, Get, Post};
use crate::wire::request::{NetworkConnect, NetworkCreate, NetworkDisconnect};

pub(super) const ROUTES: &[Route] = &[
    Route::new(Get, "/networks", 21, list),
    Route::new(Get, "/networks/", 21, list),
    Route::new(Get, "/networks/{id:.+}", 21, inspect),
    Route::new(Post, "/networks/create", 21, create),
    Route::new(Post, "/networks/{id:.+}/connect", 21, connect),
    Route::new(Post, "/networks/{id:.+}/disconnect", 21, disconnect),
    Route::new(Post, "/networks/prune", 25, prune),
    Route::new(Delete, "/networks/{id:.+}", 21, remove),
];

fn list(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    let networks = call.ask(|client| client.list_networks(&filters))?;
    Ok(Reply::ok(&Value::Array(networks)))
}

fn inspect(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let verbose = query.text("verbose");
    let network = call.ask(|client| client.inspect_network(&call.thing, verbose, query.some("scope")))?;
    Ok(Reply::ok(&network))
}

fn create(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let asked = call.json(Decoder::Plain, NetworkCreate::from_value)?;
    let created = call.ask(|client| client.create_network(&asked))?;
    Ok(Reply::created(&json!({ "Id": created.id, "Warning": created.warning })))
}

fn connect(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let asked = call.json(Decoder::Plain, NetworkConnect::from_value)?;
    call.ask(|client| client.connect(&call.thing, &asked.container, asked.endpoint.as_ref()))?;
    Ok(Reply::empty(StatusCode::OK))
}

fn disconnect(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let asked = call.json(Decoder::Plain, NetworkDisconnect::from_value)?;
    call.ask(|client| client.disconnect(&call.thing, &asked.container, asked.force))?;
    Ok(Reply::empty(StatusCode::OK))
}

fn prune(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    let pruned = call.ask(|client| client.prune_networks(&filters))?;
    // Nothing is null, not an empty list.
    let names = if pruned.is_empty() { Value::Null } else { json!(pruned) };
    Ok(Reply::ok(&json!({ "NetworksDeleted": names })))
}

fn remove(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    call.ask(|client| client.remove_network(&call.thing))?;
    Ok(Reply::done())
}
