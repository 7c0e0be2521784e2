//! What engines do that has nothing to do with networks: refused with its name.

use crate::daemon::call::Call;
use crate::daemon::refused::Refused;
use crate::daemon::reply::Reply;
use crate::daemon::route::Route;
use crate::daemon::route::Verb::{Delete, Get, Head, Post, Put};

pub(super) const ROUTES: &[Route] = &[
    Route::missing(Post, "/auth", 12, "logins at registries"),
    Route::missing(Post, "/build", 12, "building of images"),
    Route::missing(Post, "/build/cancel", 39, "building of images"),
    Route::missing(Post, "/build/prune", 31, "building of images"),
    Route::missing(Post, "/commit", 12, "making of images out of containers"),
    Route::missing(Head, "/containers/{name:.*}/archive", 20, "files in containers"),
    Route::missing(Get, "/containers/{name:.*}/archive", 20, "files in containers"),
    Route::missing(Put, "/containers/{name:.*}/archive", 20, "files in containers"),
    Route::missing(Get, "/containers/{name:.*}/attach/ws", 12, "attaching through WebSockets"),
    Route::missing(Get, "/containers/{name:.*}/changes", 12, "files in containers"),
    Route::missing(Get, "/containers/{name:.*}/export", 12, "files in containers"),
    Route::missing(Get, "/containers/{name:.*}/checkpoints", 25, "checkpoints of containers"),
    Route::missing(Post, "/containers/{name:.*}/checkpoints", 25, "checkpoints of containers"),
    Route::missing(Get, "/containers/{name:.*}/stats", 17, "what containers use"),
    Route::missing(Post, "/session", 31, "sessions of builders"),
    Route::missing(Post, "/grpc", 39, "sessions of builders"),
    Route::new(Get, "/plugins", 25, no_plugins),
    Route::missing(Get, "/plugins/privileges", 25, "plugins"),
    Route::missing(Get, "/plugins/{name:.*}/json", 25, "plugins"),
    Route::missing(Post, "/plugins/pull", 25, "plugins"),
    Route::missing(Post, "/plugins/create", 25, "plugins"),
    Route::missing(Post, "/plugins/{name:.*}/enable", 25, "plugins"),
    Route::missing(Post, "/plugins/{name:.*}/disable", 25, "plugins"),
    Route::missing(Post, "/plugins/{name:.*}/push", 25, "plugins"),
    Route::missing(Post, "/plugins/{name:.*}/set", 25, "plugins"),
    Route::missing(Post, "/plugins/{name:.*}/upgrade", 26, "plugins"),
    Route::missing(Delete, "/plugins/{name:.*}", 25, "plugins"),
];

#[expect(clippy::unnecessary_wraps, reason = "every route can be refused")]
fn no_plugins(_: &Call) -> Result<Reply, Refused> {
    Ok(Reply::ok(&serde_json::json!([])))
}
