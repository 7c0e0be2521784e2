//! `/_ping`, `/version`, `/info`, `/system/df`.

use hyper::StatusCode;
use hyper::header::{CONTENT_LENGTH, HeaderName};

use crate::daemon::call::Call;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Get, Head};

pub(super) const ROUTES: &[Route] = &[
    Route::new(Get, "/_ping", 12, ping),
    Route::new(Head, "/_ping", 40, ping_head),
    Route::new(Get, "/info", 12, info),
    Route::new(Get, "/version", 12, version),
    Route::new(Get, "/system/df", 25, disk_usage),
];

fn ping(call: &Call) -> Result<Reply, Refused> {
    pong(call, Reply::text(StatusCode::OK, "OK"))
}

fn ping_head(call: &Call) -> Result<Reply, Refused> {
    pong(call, Reply::text(StatusCode::OK, "").with(CONTENT_LENGTH, "0"))
}

fn pong(call: &Call, reply: Reply) -> Result<Reply, Refused> {
    let headers = call.ask(|client| Ok(client.ping()))?;
    let named =
        headers.into_iter().filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value)));
    Ok(named.fold(reply, |reply, (name, value)| reply.with(name, value)))
}

fn info(call: &Call) -> Result<Reply, Refused> {
    Ok(Reply::ok(&call.ask(|client| Ok(client.info()))?))
}

fn version(call: &Call) -> Result<Reply, Refused> {
    Ok(Reply::ok(&call.ask(|client| Ok(client.version()))?))
}

fn disk_usage(call: &Call) -> Result<Reply, Refused> {
    let _readable = call.query()?;
    Ok(Reply::ok(&call.ask(|client| client.disk_usage())?))
}
