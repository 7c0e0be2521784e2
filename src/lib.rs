//! docknet says what a container network will do before you create it, on Windows NAT (HNS) and on Linux bridges and
//! swarm overlays; plans its addresses; makes it so on a real engine; and gives your tests an engine that behaves
//! like one.
//!
//! ```text
//!   read  ->  check  ->  plan  ->  apply  ->  observe
//! ```
//!
//! Data goes one way. Every step takes values and returns values; only engines do I/O, and `Project::read`, which opens
//! the file it is named.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! use docknet::engine::Engine;
//! use docknet::host::{Capability, Host, WindowsBuild};
//! use docknet::lease::Leases;
//! use docknet::model::{Driver, EndpointSpec, IpamPool, NetworkSpec};
//! use docknet::plan::{Changes, Desired, SubnetPlanner};
//! use docknet::simulation::SimulatedHost;
//! use docknet::workload::RedisHa;
//!
//! // May it run like that, here? Who says so?
//! let host = Host::windows(WindowsBuild::SERVER_2022);
//! println!("{}", host.can(Capability::SeveralPublishedNatNetworks));
//!
//! // A prefix clear of what the company routes, and addresses in it.
//! let engine = SimulatedHost::linux().engine();
//! let plan = SubnetPlanner::new("10.10.0.0/16".parse()?)
//!     .avoid("10.10.0.0/18".parse()?, "office VPN")
//!     .host("here", engine.observe().await?)
//!     .plan()?;
//! let pool = IpamPool::new(plan.prefix());
//! let placed = RedisHa::new().replicas(2).sentinels(3).place(&mut Leases::new(pool.clone()))?;
//! println!("{placed}");
//!
//! // Make it so: the same on a simulated and on a real engine.
//! let back = NetworkSpec::new("redis".parse()?, Driver::Bridge).with_pool(pool)?;
//! let changes = Changes::between(&Desired::new().with_network(back), &engine.observe().await?);
//! println!("{changes}");
//! changes.apply(&engine).await?;
//! # Ok::<(), Box<dyn std::error::Error>>(()) })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Floors
//!
//! A floor names only floors below it; `tests/floors.rs` holds that line. From the ground up:
//!
//! - [`model`]: values that cannot be wrong on their own. Knows no JSON, no I/O, no time.
//! - [`wire`]: the JSON of Docker, HNS v1 and HCN v2, lossless both ways, into and out of `model`. Knows no client library.
//! - [`host`]: what a host is and what it can do, as a table in which every line has its evidence. Asks no engine.
//! - `compose`: the networking slice of Compose files, every value with its place. Nobody else names a YAML library.
//! - [`plan`]: decisions: subnets, addresses, what to change on a host, the ordered changes. No clock, no randomness.
//! - [`lease`]: who holds which address.
//! - [`workload`]: groups that need fixed addresses; Redis HA first. Knows no engine.
//! - [`check`](mod@check): judges projects and services against hosts; all findings, never an error.
//! - [`simulation`]: a world in memory, seeded. Knows no HTTP and no engine trait.
//! - [`engine`]: traits for container engines, the Docker implementation, the simulated one, one conformance suite.
//! - `daemon`: the simulation behind Docker's own HTTP API, for any client there is.
//!
//! # Features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `docker` (default) | real engines, through bollard |
//! | `compose` (default) | reading Compose files, and the rules of `check` that judge them |
//! | `daemon` (default) | the simulation behind Docker's own HTTP API, on a Unix socket, a named pipe or TCP |
//!
//! Features only add. Without them the crate is the pure floors and the simulation.

pub mod check;
#[cfg(feature = "compose")]
pub mod compose;
#[cfg(feature = "daemon")]
pub mod daemon;
pub mod engine;
pub mod host;
pub mod lease;
pub mod model;
pub mod plan;
pub mod simulation;
pub mod wire;
pub mod workload;

#[cfg(feature = "compose")]
pub use check::check;

/// The README's cookbook, so that its examples run.
#[cfg(all(doctest, feature = "compose", feature = "docker"))]
#[doc = include_str!("../README.md")]
struct Readme;
