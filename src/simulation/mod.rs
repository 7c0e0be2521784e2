//! A world in memory: hosts that keep networks, enforce the rules of the engine they play, and break the way real
//! ones break.
//!
//! Nothing here does I/O, reads a clock or draws randomness of its own: the same seed and the same calls give the same
//! world. A call that a real host would never answer comes back as [`Fault::Never`]; whoever puts an engine in front of
//! the world turns that into silence. Refusals carry the status and the sentence of the engine version played.

mod client;
mod clock;
mod container;
mod exec;
mod filter;
mod hns;
mod host;
mod image;
mod ipam;
mod journal;
mod linux;
mod network;
mod pattern;
mod ports;
mod random;
mod refusal;
mod surroundings;
mod system;
mod until;
mod volume;
mod windows;
mod world;

pub use client::Client;
pub use clock::Moment;
pub use container::{Container, ContainerCreated, ContainerSpec, Done, ListContainers, Program};
pub use exec::{ExecCreate, Output, Ran};
pub use hns::HnsNetwork;
pub use host::SimulatedHost;
pub use image::{ImageSpec, Images};
pub use ipam::{FamilyClash, IpamRefusal};
pub use journal::Event;
pub use network::NetworkCreated;
pub use refusal::{
    AddressProblem, BindProblem, BridgeClash, ConfigProblem, ContainerRefusal, CreateRefusal,
    EndpointRefusal, ExecRefusal, Fault, FilterRefusal, HostPort, ImageRefusal, Ipv4Needed, LookRefusal,
    ModeConflict, OptionProblem, ParentProblem, ReferenceProblem, Refusal, RestartProblem, VolumeRefusal,
};
pub use system::EventFilter;
pub use volume::VolumeCreate;
pub use world::{HostId, World};
