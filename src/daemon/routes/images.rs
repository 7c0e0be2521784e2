//! `/images` and `/distribution`.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::daemon::call::Call;
use crate::daemon::refused::Refused;
use crate::daemon::reply::{JSON, Reply, line};
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Delete, Get, Post};

pub(super) const ROUTES: &[Route] = &[
    Route::new(Get, "/images/json", 12, list),
    Route::missing(Get, "/images/search", 12, "searches at registries"),
    Route::missing(Get, "/images/get", 12, "files of images"),
    Route::missing(Get, "/images/{name:.*}/get", 12, "files of images"),
    Route::new(Get, "/images/{name:.*}/history", 12, history),
    Route::new(Get, "/images/{name:.*}/json", 12, inspect),
    Route::missing(Post, "/images/load", 12, "files of images"),
    Route::new(Post, "/images/create", 12, pull),
    Route::missing(Post, "/images/{name:.*}/push", 12, "pushes to registries"),
    Route::new(Post, "/images/{name:.*}/tag", 12, tag),
    Route::new(Post, "/images/prune", 25, prune),
    Route::new(Delete, "/images/{name:.*}", 12, remove),
    Route::new(Get, "/distribution/{name:.*}/json", 30, distribution),
];

fn list(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    Ok(Reply::ok(&Value::Array(call.ask(|client| client.list_images(&filters))?)))
}

fn history(call: &Call) -> Result<Reply, Refused> {
    Ok(Reply::ok(&call.ask(|client| client.image_history(&call.thing))?))
}

fn inspect(call: &Call) -> Result<Reply, Refused> {
    Ok(Reply::ok(&call.ask(|client| client.inspect_image(&call.thing))?))
}

/// Lines of JSON that say how far it is: here it is there at once.
fn pull(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let Some(image) = query.some("fromImage") else {
        return Err(Refused::Missing("the import of images"));
    };
    let lines = call.ask(|client| client.pull_image(image, query.text("tag")))?;
    Ok(Reply::bytes(StatusCode::OK, JSON, lines.iter().flat_map(line).collect::<Vec<_>>()))
}

fn tag(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let (repository, tag) = (query.text("repo"), query.text("tag"));
    call.ask(|client| client.tag_image(&call.thing, repository, tag))?;
    Ok(Reply::empty(StatusCode::CREATED))
}

fn prune(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    Ok(Reply::ok(&call.ask(|client| client.prune_images(&filters))?))
}

fn remove(call: &Call) -> Result<Reply, Refused> {
    let force = call.query()?.flag("force");
    let removed = call.ask(|client| client.remove_image(&call.thing, force))?;
    Ok(Reply::ok(&json!(removed)))
}

fn distribution(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    Ok(Reply::ok(&call.ask(|client| client.distribution(&call.thing))?))
}
