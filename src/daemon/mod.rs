//! The simulation behind Docker's own HTTP API, so that any Docker client can talk to it: the `docker` command,
//! docker-compose, the SDKs of every language.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use docknet::simulation::SimulatedHost;
//!
//! let daemon = SimulatedHost::linux().serve().await?;
//! println!("export DOCKER_HOST={}", daemon.docker_host());
//! // … whatever is to be tested against an engine …
//! daemon.stop().await;
//! # Ok::<(), docknet::daemon::DaemonError>(()) })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What clients see
//!
//! Paths with and without a version; versions, headers, errors and texts of the engine version that is played; every
//! route of such an engine. What is not simulated is answered 501 with its name. A call the real host would never answer is not
//! answered: the client waits until it loses patience, as it would.
//!
//! # Where
//!
//! A Unix socket, a Windows named pipe or TCP, on loopback unless told otherwise: there is no authentication, so
//! whoever reaches a daemon can do everything to its world. A process can have as many daemons as it likes.

mod call;
mod content;
mod dress;
mod error;
mod exchange;
mod exits;
mod handle;
mod limits;
mod listen;
mod pattern;
mod peer;
mod problem;
mod query;
mod refused;
mod reply;
mod route;
mod routes;
mod run;
mod service;
mod serving;
mod syntax;
mod talk;
mod told;
mod version;

pub use error::DaemonError;
pub use exchange::{Exchange, Outcome};
pub use handle::Daemon;
pub use limits::Limits;
pub use listen::Listen;
pub use serving::Serving;
