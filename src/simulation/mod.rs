//! A world in memory: hosts that keep networks, enforce the rules of the engine they play, and break the way real
//! ones break.
//!
//! Nothing here does I/O, reads a clock or draws randomness of its own: the same seed and the same calls give the same
//! world. A call that a real host would never answer comes back as [`Fault::Never`]; whoever puts an engine in front of
//! the world turns that into silence. Refusals carry the status and the sentence of the engine version played.

mod bridge;
mod client;
mod clock;
mod container;
mod hns;
mod host;
mod journal;
mod network;
mod networks;
mod random;
mod refusal;
mod swarm;
mod windows;
mod world;

pub use client::{Client, NetworkCreated, Rotation, ServiceCreated};
pub use clock::Moment;
pub use container::{Container, ContainerSpec};
pub use hns::HnsNetwork;
pub use host::SimulatedHost;
pub use journal::Event;
pub use refusal::{Fault, Refusal};
pub use swarm::{Block, BlockId, Cables, IpamFault, KnownEndpoint, NameFault, Power, SwarmRefusal, Traffic};
pub use world::{HostId, World};
