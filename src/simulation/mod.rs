//! A world in memory: hosts that keep networks, enforce the rules of the engine they play, and break the way real
//! ones break.
//!
//! Nothing here does I/O, reads a clock or draws randomness of its own: the same seed and the same calls give the same
//! world. A call that a real host would never answer comes back as [`Fault::Never`]; whoever puts an engine in front of
//! the world turns that into silence. Refusals carry the status and the sentence of the engine version played.

mod client;
mod clock;
mod container;
mod hns;
mod host;
mod ipam;
mod journal;
mod linux;
mod network;
mod pattern;
mod random;
mod refusal;
mod surroundings;
mod until;
mod windows;
mod world;

pub use client::Client;
pub use clock::Moment;
pub use container::{Container, ContainerSpec};
pub use hns::HnsNetwork;
pub use host::SimulatedHost;
pub use ipam::IpamRefusal;
pub use journal::Event;
pub use network::NetworkCreated;
pub use refusal::{
    AddressProblem, BridgeClash, ConfigProblem, CreateRefusal, EndpointRefusal, Fault, Ipv4Needed,
    LookRefusal, OptionProblem, ParentProblem, Refusal,
};
pub use world::{HostId, World};
