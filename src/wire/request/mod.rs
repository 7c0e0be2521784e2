//! Bodies that clients send to an engine, as the engine reads them: with the texts as they were typed.
//!
//! Decoding follows Go's `encoding/json`, which engines use: what is absent or null has its default, keys match in any
//! case, keys nobody knows are passed over, and the first value of a wrong type is what the caller is told about.

mod container;
mod container_shapes;
mod endpoint;
mod exec;
mod filters;
mod go;
mod network;
mod service;
mod service_shown;
mod shape;
mod swarm;
mod volume;

pub use container::ContainerCreate;
pub use endpoint::{EndpointIpam, EndpointSettings, NetworkConnect, NetworkDisconnect};
pub use exec::{ExecRequest, ExecStart};
pub use filters::{Filters, FiltersError};
pub use go::RequestError;
pub use network::{IpamConfigRequest, IpamRequest, NetworkCreate};
pub use service::{
    DataReference, EndpointRequest, NetworkTarget, PlacementRequest, PortRequest, RestartRequest,
    ServiceCreate, ServiceMode, TaskTemplate, UpdateRequest,
};
pub use shape::Structure;
pub use swarm::{NodeSpec, SwarmInit, SwarmJoin, SwarmSpec};
pub use volume::VolumeRequest;
