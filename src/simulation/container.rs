//! Containers as records: nothing runs in them.

use std::collections::BTreeMap;

use crate::model::{
    Assignment, ContainerId, ContainerName, EndpointAddress, EndpointId, EndpointSpec, MacAddress, NetworkId,
    NetworkName, PublishedPort,
};
use crate::wire::request::EndpointSettings;

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
    /// `HostConfig.NetworkMode`.
    pub(super) mode: String,
    /// Networks it is to be in, by name as the engine keeps it.
    pub(super) attachments: BTreeMap<String, Attachment>,
}

/// A container's part in a network.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    /// What it asked for, as it was typed.
    pub(super) asked: EndpointSettings,
    /// The network it has run in, as the engine remembers it from then on; not one of the engine's own.
    pub(super) network: Option<NetworkId>,
    /// What it has while it runs.
    pub(super) place: Option<Place>,
}

/// A running container's place in a network.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) endpoint: EndpointId,
    /// None in networks without hardware of their own.
    pub(super) mac: Option<MacAddress>,
    pub(super) ipv4: Option<EndpointAddress>,
    pub(super) ipv6: Option<EndpointAddress>,
    /// The prefix length the engine shows with the IPv4 address, where it is another than the network's.
    pub(super) shown_length: Option<u8>,
    pub(super) assignment: Assignment,
}

impl Place {
    /// The IPv4 address as the engine writes it; nothing where there is none.
    pub(super) fn ipv4_text(&self) -> String {
        let text = |address: EndpointAddress| {
            let length = self.shown_length.unwrap_or_else(|| address.subnet().length());
            format!("{}/{length}", address.address())
        };
        self.ipv4.map(text).unwrap_or_default()
    }
}

impl Attachment {
    pub(super) fn new(asked: EndpointSettings) -> Self {
        Self { asked, ..Self::default() }
    }
}

impl Container {
    pub(super) fn new(id: ContainerId, spec: ContainerSpec) -> Self {
        let ContainerSpec { endpoint, network, ports, restarts } = spec;
        let attached = |network: NetworkName| (network.to_string(), Attachment::new((&endpoint).into()));
        let mode = network.as_ref().map_or("default", NetworkName::as_str).to_owned();
        let attachments = network.into_iter().map(attached).collect();
        Self { id, running: false, was_started: false, restarts, ports, mode, attachments }
    }

    /// `HostConfig.NetworkMode`.
    pub(super) fn network_mode(&self) -> &str {
        &self.mode
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
        self.attachments.get(network.as_str())?.place.as_ref()?.ipv4
    }
}
