//! `/_ping`, `/version`, `/info`, `/events`, `/system/df`.

use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_LENGTH, PRAGMA};

use crate::daemon::call::Call;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Get, Head};

pub(super) const ROUTES: &[Route] =
    &[Route::new(Get, "/_ping", 12, ping), Route::new(Head, "/_ping", 40, ping_head)];

fn ping(_: &Call) -> Result<Reply, Refused> {
    Ok(uncached(Reply::text(StatusCode::OK, "OK")))
}

fn ping_head(_: &Call) -> Result<Reply, Refused> {
    Ok(uncached(Reply::text(StatusCode::OK, "").with(CONTENT_LENGTH, "0")))
}

fn uncached(reply: Reply) -> Reply {
    reply.with(CACHE_CONTROL, "no-cache, no-store, must-revalidate").with(PRAGMA, "no-cache")
}
