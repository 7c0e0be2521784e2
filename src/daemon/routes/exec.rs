//! `/containers/{name}/exec` and `/exec`.

use std::time::Duration;

use hyper::StatusCode;
use serde_json::json;

use super::containers::stream_kind;
use crate::daemon::call::Call;
use crate::daemon::exits::{Condition, Waiting};
use crate::daemon::problem::Decoder;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Get, Post};
use crate::daemon::talk::{Output, framed};
use crate::simulation::{ExecCreate, Ran};
use crate::wire::request::{ExecRequest, ExecStart};

pub(super) const ROUTES: &[Route] = &[
    Route::new(Get, "/exec/{name:.*}/json", 15, inspect),
    Route::new(Post, "/containers/{name:.*}/exec", 15, create),
    Route::new(Post, "/exec/{name:.*}/start", 15, start),
    Route::new(Post, "/exec/{name:.*}/resize", 15, resize),
];

/// How long a program takes before it says something.
///
/// Real ones take longer, and clients count on it: docker-py reads the head of the answer through a buffer and loses what
/// comes along with it.
const STARTING: Duration = Duration::from_millis(50);

fn inspect(call: &Call) -> Result<Reply, Refused> {
    Ok(Reply::ok(&call.ask(|client| client.inspect_exec(&call.thing))?))
}

fn create(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let asked = call.json(Decoder::Plain, ExecRequest::from_value)?;
    let mut exec = ExecCreate::new(asked.command);
    (exec.stdin, exec.stdout, exec.stderr) = (asked.stdin, asked.stdout, asked.stderr);
    (exec.tty, exec.privileged, exec.detach_keys) = (asked.tty, asked.privileged, asked.detach_keys);
    let id = call.ask(|client| client.create_exec(&call.thing, &exec))?;
    Ok(Reply::created(&json!({ "Id": id })))
}

fn resize(call: &Call) -> Result<Reply, Refused> {
    call.number("h")?;
    call.number("w")?;
    call.ask(|client| client.inspect_exec(&call.thing))?;
    Ok(Reply::empty(StatusCode::OK))
}

/// Runs it; unless it is to go by itself, what it says comes over the connection, which then ends.
fn start(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    let asked = call.json(Decoder::Plain, ExecStart::from_value)?;
    let exec = call.ask(|client| client.inspect_exec(&call.thing))?;
    let container = exec["ContainerID"].as_str().unwrap_or_default();
    let wanted = |key: &str| exec[key] == true;
    let (input, stdout, stderr) = (wanted("OpenStdin"), wanted("OpenStdout"), wanted("OpenStderr"));
    // A program that stays runs as long as its container: what ends that is not missed from here on.
    let waiting = Waiting::begin(&call.engine, container, Condition::NextExit).ok();
    let ran = call.ask(|client| client.start_exec(&call.thing, asked.detach))?;
    if asked.detach {
        return Ok(Reply::empty(StatusCode::OK));
    }
    let said = match &ran {
        Ran::Ended(output) => {
            let stdout = if stdout { output.stdout.as_str() } else { "" };
            let stderr = if stderr { output.stderr.as_str() } else { "" };
            if asked.tty {
                format!("{stdout}{stderr}").replace('\n', "\r\n").into_bytes()
            } else {
                [framed(Output::Stdout, stdout.as_bytes()), framed(Output::Stderr, stderr.as_bytes())]
                    .concat()
            }
        }
        Ran::NotFound(sentence) if asked.tty => sentence.clone().into_bytes(),
        Ran::NotFound(sentence) => framed(Output::Stdout, sentence.as_bytes()),
        Ran::Runs => Vec::new(),
    };
    let stays = matches!(ran, Ran::Runs);
    Ok(Reply::talk(stream_kind(call, asked.tty), move |mut talk| async move {
        tokio::time::sleep(STARTING).await;
        let there = talk.write(&said).await;
        if let (true, true, Some(waiting)) = (there, stays, waiting) {
            tokio::select! {
                _code = waiting.over() => {}
                () = talk.gone(input) => {}
            }
        }
        talk.end().await;
    }))
}
