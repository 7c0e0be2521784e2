//! `/containers`.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::daemon::call::Call;
use crate::daemon::exits::{Condition, Waiting};
use crate::daemon::problem::{Decoder, Problem};
use crate::daemon::refused::Refused;
use crate::daemon::reply::{JSON, Reply, line};
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Delete, Get, Post};
use crate::simulation::ListContainers;
use crate::wire::request::ContainerCreate;

pub(super) const ROUTES: &[Route] = &[
    Route::new(Get, "/containers/json", 12, list),
    Route::new(Get, "/containers/{name:.*}/json", 12, inspect),
    Route::new(Get, "/containers/{name:.*}/top", 12, top),
    Route::new(Get, "/containers/{name:.*}/logs", 12, logs),
    Route::new(Post, "/containers/create", 12, create),
    Route::new(Post, "/containers/{name:.*}/kill", 12, kill),
    Route::new(Post, "/containers/{name:.*}/pause", 12, pause),
    Route::new(Post, "/containers/{name:.*}/unpause", 12, unpause),
    Route::new(Post, "/containers/{name:.*}/restart", 12, restart),
    Route::new(Post, "/containers/{name:.*}/start", 12, start),
    Route::new(Post, "/containers/{name:.*}/stop", 12, stop),
    Route::new(Post, "/containers/{name:.*}/wait", 12, wait),
    Route::new(Post, "/containers/{name:.*}/resize", 12, resize),
    Route::new(Post, "/containers/{name:.*}/rename", 17, rename),
    Route::new(Post, "/containers/{name:.*}/update", 22, update),
    Route::new(Post, "/containers/prune", 25, prune),
    Route::new(Delete, "/containers/{name:.*}", 12, remove),
];

fn list(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let filters = call.filters()?;
    let (all, size) = (query.flag("all"), query.flag("size"));
    let limit = call.number("limit")?.unwrap_or(0);
    let mut asked = ListContainers::default().with_filters(filters).with_limit(limit);
    (asked.all, asked.size) = (all, size);
    let containers = call.ask(|client| client.list_containers(&asked))?;
    Ok(Reply::ok(&Value::Array(containers)))
}

fn inspect(call: &Call) -> Result<Reply, Refused> {
    let size = call.query()?.flag("size");
    Ok(Reply::ok(&call.ask(|client| client.inspect_container(&call.thing, size))?))
}

fn top(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    Ok(Reply::ok(&call.ask(|client| client.top_container(&call.thing))?))
}

fn create(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let (name, platform) = (query.some("name"), query.text("platform"));
    let asked = call.json(Decoder::Config, ContainerCreate::from_value)?;
    let created = call.ask(|client| client.create_container_for(name, platform, &asked))?;
    Ok(Reply::created(&json!({ "Id": created.id, "Warnings": created.warnings })))
}

fn start(call: &Call) -> Result<Reply, Refused> {
    // A body of a few bytes was sent by clients before API 1.24 and is passed over.
    if call.length.is_none_or(|length| length > 7) {
        return Err(Problem::StartWithBody.into());
    }
    let _readable = call.query()?;
    let done = call.ask(|client| client.start_container(&call.thing))?;
    Ok(call.when_done(done))
}

fn stop(call: &Call) -> Result<Reply, Refused> {
    let timeout = call.number("t")?;
    let done = call.ask(|client| client.stop_container(&call.thing, timeout))?;
    Ok(call.when_done(done))
}

fn restart(call: &Call) -> Result<Reply, Refused> {
    let timeout = call.number("t")?;
    let done = call.ask(|client| client.restart_container(&call.thing, timeout))?;
    Ok(call.when_done(done))
}

fn kill(call: &Call) -> Result<Reply, Refused> {
    let signal = call.query()?.text("signal");
    call.ask(|client| client.kill_container(&call.thing, signal))?;
    Ok(Reply::done())
}

fn pause(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    call.ask(|client| client.pause_container(&call.thing))?;
    Ok(Reply::done())
}

fn unpause(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    call.ask(|client| client.unpause_container(&call.thing))?;
    Ok(Reply::done())
}

fn update(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let asked = call.json(Decoder::Plain, |body| Ok(body.clone()))?;
    Ok(Reply::ok(&call.ask(|client| client.update_container(&call.thing, &asked))?))
}

fn rename(call: &Call) -> Result<Reply, Refused> {
    let name = call.query()?.text("name");
    call.ask(|client| client.rename_container(&call.thing, name))?;
    Ok(Reply::done())
}

fn remove(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let (force, volumes, link) = (query.flag("force"), query.flag("v"), query.flag("link"));
    let done = call.ask(|client| client.remove_container(&call.thing, force, volumes, link))?;
    Ok(call.when_done(done))
}

fn prune(call: &Call) -> Result<Reply, Refused> {
    let filters = call.filters()?;
    let pruned = call.ask(|client| client.prune_containers(&filters))?;
    let ids = if pruned.is_empty() { Value::Null } else { json!(pruned) };
    Ok(Reply::ok(&json!({ "ContainersDeleted": ids, "SpaceReclaimed": 0 })))
}

/// Nobody sees the terminal: its size is taken note of by nobody.
fn resize(call: &Call) -> Result<Reply, Refused> {
    call.number("h")?;
    call.number("w")?;
    call.ask(|client| client.inspect_container(&call.thing, false))?;
    Ok(Reply::empty(StatusCode::OK))
}

/// Says nothing until the container has ended; since API 1.30 the head of the answer is there at once.
fn wait(call: &Call) -> Result<Reply, Refused> {
    let condition = if call.api_from(30) {
        match call.query()?.text("condition") {
            "" | "not-running" => Condition::NotRunning,
            "next-exit" => Condition::NextExit,
            "removed" => Condition::Removed,
            // Until 23.0 a word nobody knows is none.
            _ if call.version.major() < 23 => Condition::NotRunning,
            given => return Err(Problem::Condition { given: given.to_owned() }.into()),
        }
    } else {
        Condition::NotRunning
    };
    let waiting = Waiting::begin(&call.engine, &call.thing, condition)?;
    Ok(Reply::stream(JSON, move |sink| async move {
        let code = waiting.over().await;
        // Clients of 20.10 and before look for the key without a value.
        sink.write(line(&json!({ "StatusCode": code, "Error": null }))).await;
    }))
}

/// Containers here say nothing: whoever follows them hears nothing until they end.
fn logs(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    if !query.flag("stdout") && !query.flag("stderr") {
        return Err(Problem::NoStream.into());
    }
    let follow = query.flag("follow");
    let container = call.ask(|client| client.inspect_container(&call.thing, false))?;
    let kind = stream_kind(call, container["Config"]["Tty"] == true);
    let waiting =
        if follow { Some(Waiting::begin(&call.engine, &call.thing, Condition::NotRunning)?) } else { None };
    Ok(Reply::stream(kind, move |_sink| async move {
        if let Some(waiting) = waiting {
            waiting.over().await;
        }
    }))
}

/// What a stream of a container is called: since API 1.42 one that says which stream is which has a name of its own.
pub(super) fn stream_kind(call: &Call, terminal: bool) -> &'static str {
    if !terminal && call.api_from(42) { MULTIPLEXED } else { RAW }
}

pub(super) const RAW: &str = "application/vnd.docker.raw-stream";
const MULTIPLEXED: &str = "application/vnd.docker.multiplexed-stream";
