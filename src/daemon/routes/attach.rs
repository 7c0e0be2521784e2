//! `/containers/{name}/attach`: the connection is the client's until the container ends.

use super::containers::{RAW, stream_kind};
use crate::daemon::call::Call;
use crate::daemon::exits::{Condition, Waiting};
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::Post;

pub(super) const ROUTES: &[Route] = &[Route::new(Post, "/containers/{name:.*}/attach", 12, attach)];

/// Containers here say nothing, so that whoever is attached hears nothing until they end.
fn attach(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let container = match call.ask(|client| client.inspect_container(&call.thing, false)) {
        Ok(container) => container,
        // The connection was taken over before the container is looked for: errors come in no form of the API.
        Err(Refused::Engine(refusal)) => {
            let (status, sentence) = Refused::Engine(refusal).answer(&call.version);
            return Ok(Reply::bytes(status, RAW, format!("{sentence}\r\n")).closing());
        }
        Err(other) => return Err(other),
    };
    let kind = stream_kind(call, container["Config"]["Tty"] == true);
    // Whoever attaches to what was only created waits for it to start.
    let condition = match container["State"]["Status"].as_str() {
        Some("created") => Condition::NextExit,
        _ => Condition::NotRunning,
    };
    let (goes_on, input_attached) = (query.flag("stream"), query.flag("stdin"));
    let waiting = Waiting::begin(&call.engine, &call.thing, condition)?;
    Ok(Reply::talk(kind, move |mut talk| async move {
        if goes_on {
            tokio::select! {
                _code = waiting.over() => {}
                () = talk.gone(input_attached) => {}
            }
        }
        talk.end().await;
    }))
}
