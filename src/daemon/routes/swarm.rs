//! `/swarm`, `/nodes`, `/services`, `/tasks`, `/secrets`, `/configs`.

use crate::daemon::call::Call;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Delete, Get, Post};

pub(super) const ROUTES: &[Route] = &[
    Route::missing(Post, "/swarm/init", 24, "the making of swarms"),
    Route::missing(Post, "/swarm/join", 24, "the joining of swarms"),
    Route::new(Post, "/swarm/leave", 24, leave),
    Route::new(Get, "/swarm", 24, managers_only),
    Route::new(Get, "/swarm/unlockkey", 24, managers_only),
    Route::new(Post, "/swarm/update", 24, managers_only),
    Route::new(Post, "/swarm/unlock", 24, managers_only),
    Route::new(Get, "/services", 24, managers_only),
    Route::new(Get, "/services/{id}", 24, managers_only),
    Route::new(Post, "/services/create", 24, managers_only),
    Route::new(Post, "/services/{id}/update", 24, managers_only),
    Route::new(Delete, "/services/{id}", 24, managers_only),
    Route::new(Get, "/services/{id}/logs", 29, managers_only),
    Route::new(Get, "/nodes", 24, managers_only),
    Route::new(Get, "/nodes/{id}", 24, managers_only),
    Route::new(Delete, "/nodes/{id}", 24, managers_only),
    Route::new(Post, "/nodes/{id}/update", 24, managers_only),
    Route::new(Get, "/tasks", 24, managers_only),
    Route::new(Get, "/tasks/{id}", 24, managers_only),
    Route::new(Get, "/tasks/{id}/logs", 29, managers_only),
    Route::new(Get, "/secrets", 25, managers_only),
    Route::new(Post, "/secrets/create", 25, managers_only),
    Route::new(Delete, "/secrets/{id}", 25, managers_only),
    Route::new(Get, "/secrets/{id}", 25, managers_only),
    Route::new(Post, "/secrets/{id}/update", 25, managers_only),
    Route::new(Get, "/configs", 30, managers_only),
    Route::new(Post, "/configs/create", 30, managers_only),
    Route::new(Delete, "/configs/{id}", 30, managers_only),
    Route::new(Get, "/configs/{id}", 30, managers_only),
    Route::new(Post, "/configs/{id}/update", 30, managers_only),
];

fn leave(call: &Call) -> Result<Reply, Refused> {
    let force = call.query()?.flag("force");
    call.ask(|client| client.leave_swarm(force))?;
    Ok(Reply::empty(hyper::StatusCode::OK))
}

/// What every engine says that manages no swarm.
fn managers_only(call: &Call) -> Result<Reply, Refused> {
    call.ask(|client| {
        client.must_manage_swarm()?;
        Ok(())
    })?;
    Err(Refused::Missing("what managers of swarms do"))
}
