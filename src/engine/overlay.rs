//! What a swarm manager adds.

use std::net::IpAddr;

use async_trait::async_trait;

use super::{Engine, EngineError};
use crate::model::{ServiceName, ServiceSpec, Subnet};

/// The identity of a service: 25 base-36 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(Box<str>);

impl ServiceId {
    /// Takes what an engine said.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The whole identity.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A manager of a swarm.
///
/// # Contract
///
/// - It exists only for a node that is an active manager. A node that is demoted meanwhile answers with
///   [`Meaning::NotSwarmManager`](super::Meaning::NotSwarmManager).
/// - [`create_service`](Self::create_service) answers when the service is recorded, not when its tasks run. A network
///   that cannot be allocated or a port that cannot be placed shows only in its tasks.
/// - Static addresses are not offered: swarm accepts and ignores them on services.
#[async_trait]
pub trait OverlayEngine: Engine {
    /// The nodes, ordered by host name.
    async fn nodes(&self) -> Result<Vec<NodeSummary>, EngineError>;

    /// The services, ordered by name.
    async fn services(&self) -> Result<Vec<ServiceSummary>, EngineError>;

    /// The tasks of one service that should be running, ordered by slot and node.
    async fn tasks(&self, service: &ServiceName) -> Result<Vec<TaskSummary>, EngineError>;

    /// Records a service and says its identity. Networks are named as engines know them.
    async fn create_service(&self, spec: &ServiceSpec) -> Result<ServiceId, EngineError>;

    /// Takes a service away; its tasks end some seconds later.
    async fn remove_service(&self, service: &ServiceName) -> Result<(), EngineError>;
}

/// A node of a swarm.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeSummary {
    /// Its identity.
    pub id: String,
    /// Its host name.
    pub hostname: String,
    /// `ready`, `down` and the like, as the manager sees it.
    pub state: String,
    /// Whether it is a manager.
    pub manager: bool,
    /// The address the manager knows it by.
    pub address: Option<IpAddr>,
}

impl NodeSummary {
    /// A worker without an address.
    #[must_use]
    pub fn new(id: impl Into<String>, hostname: impl Into<String>, state: impl Into<String>) -> Self {
        Self { id: id.into(), hostname: hostname.into(), state: state.into(), manager: false, address: None }
    }
}

/// A service as the swarm has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceSummary {
    /// Its identity.
    pub id: ServiceId,
    /// What was asked for.
    pub spec: ServiceSpec,
    /// Its virtual addresses, each with the prefix of its network.
    pub virtual_addresses: Vec<(IpAddr, Subnet)>,
}

impl ServiceSummary {
    /// A service without virtual addresses.
    #[must_use]
    pub fn new(id: ServiceId, spec: ServiceSpec) -> Self {
        Self { id, spec, virtual_addresses: Vec::new() }
    }
}

/// A task of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TaskSummary {
    /// Its identity.
    pub id: String,
    /// The node it is on, once it is placed.
    pub node: Option<String>,
    /// `new`, `pending`, `running` and the like.
    pub state: String,
    /// Why it does not run, when the scheduler says so.
    pub error: Option<String>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

impl TaskSummary {
    /// A task that is nowhere yet.
    #[must_use]
    pub fn new(id: impl Into<String>, state: impl Into<String>) -> Self {
        Self { id: id.into(), node: None, state: state.into(), error: None, addresses: Vec::new() }
    }
}
