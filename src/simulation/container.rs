//! Containers as records: nothing runs in them.

use std::collections::BTreeMap;

use crate::model::{
    Assignment, ContainerId, ContainerName, EndpointAddress, EndpointId, EndpointSpec, MacAddress, NetworkId,
    NetworkName, PublishedPort,
};

/// How a container is made.
///
/// ```
/// use docknet::simulation::ContainerSpec;
/// let spec = ContainerSpec::new("redisha_master_1".parse()?, "nat".parse()?)
///     .with_address("10.10.10.10/20".parse()?)
///     .with_port("6379:6379".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerSpec {
    pub(super) endpoint: EndpointSpec,
    pub(super) network: Option<NetworkName>,
    pub(super) ports: Vec<PublishedPort>,
    pub(super) restarts: bool,
}

impl ContainerSpec {
    /// A container in one network.
    #[must_use]
    pub fn new(name: ContainerName, network: NetworkName) -> Self {
        Self { network: Some(network), ..Self::detached(name) }
    }

    /// A container in no network yet.
    #[must_use]
    pub fn detached(name: ContainerName) -> Self {
        Self { endpoint: EndpointSpec::new(name), network: None, ports: Vec::new(), restarts: true }
    }

    /// Asks for an address in its network.
    #[must_use]
    pub fn with_address(self, address: EndpointAddress) -> Self {
        Self { endpoint: self.endpoint.with_address(address), ..self }
    }

    /// Publishes a port.
    #[must_use]
    pub fn with_port(mut self, port: PublishedPort) -> Self {
        self.ports.push(port);
        self
    }

    /// Whether it starts again with the engine, if it ran before; it does unless this says otherwise.
    #[must_use]
    pub fn with_restart(self, restarts: bool) -> Self {
        Self { restarts, ..self }
    }
}

/// A container.
#[derive(Debug, Clone)]
pub struct Container {
    pub(super) id: ContainerId,
    pub(super) running: bool,
    /// Whether it ran when the engine stopped, or runs.
    pub(super) was_started: bool,
    pub(super) restarts: bool,
    pub(super) ports: Vec<PublishedPort>,
    /// What it asked for, by network as it was named.
    pub(super) wishes: BTreeMap<NetworkName, EndpointSpec>,
    /// Networks it has run in, as the engine remembers them from then on; not the engine's own.
    pub(super) identities: BTreeMap<NetworkName, NetworkId>,
    /// What it has while it runs.
    pub(super) places: BTreeMap<NetworkName, Place>,
}

/// A running container's place in a network.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) endpoint: EndpointId,
    pub(super) mac: MacAddress,
    pub(super) ipv4: Option<EndpointAddress>,
    pub(super) ipv6: Option<EndpointAddress>,
    pub(super) assignment: Assignment,
}

impl Container {
    pub(super) fn new(id: ContainerId, spec: ContainerSpec) -> Self {
        let ContainerSpec { endpoint, network, ports, restarts } = spec;
        let wishes = network.into_iter().map(|network| (network, endpoint.clone())).collect();
        let (identities, places) = (BTreeMap::new(), BTreeMap::new());
        Self { id, running: false, was_started: false, restarts, ports, wishes, identities, places }
    }

    /// Its identity.
    #[must_use]
    pub fn id(&self) -> &ContainerId {
        &self.id
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// Its IPv4 address in a network, while it runs.
    #[must_use]
    pub fn address(&self, network: &NetworkName) -> Option<EndpointAddress> {
        self.places.get(network)?.ipv4
    }
}
