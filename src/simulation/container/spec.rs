//! How a container is made, in the model's own words.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::model::{ContainerName, EndpointAddress, EndpointSpec, NetworkName, PublishedPort};
use crate::wire::request::{ContainerCreate, EndpointSettings};

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

impl ContainerSpec {
    /// The request a client would send for it. Nobody has images in mind who writes this, so it names one that is always
    /// there.
    pub(super) fn body(self, default_network: &str) -> ContainerCreate {
        let mut body = ContainerCreate::new(IMAGE);
        let exposed: Map<String, Value> =
            self.ports.iter().map(|port| (format!("{}/{}", port.target, port.protocol), json!({}))).collect();
        let mut bindings: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for port in &self.ports {
            let address = port.address.map(|address| address.to_string()).unwrap_or_default();
            let published = port.published.map(|port| port.to_string()).unwrap_or_default();
            let binding = json!({ "HostIp": address, "HostPort": published });
            bindings.entry(format!("{}/{}", port.target, port.protocol)).or_default().push(binding);
        }
        if let Some(config) = &mut body.config {
            config.set("ExposedPorts", exposed);
        }
        body.host.set("PortBindings", json!(bindings));
        let policy = if self.restarts { "unless-stopped" } else { "no" };
        body.host.set("RestartPolicy", json!({ "Name": policy, "MaximumRetryCount": 0 }));
        let network = self.network.as_ref().map_or(default_network, NetworkName::as_str);
        body.host.set("NetworkMode", network);
        body.endpoints = BTreeMap::from([(network.to_owned(), Some(EndpointSettings::from(&self.endpoint)))]);
        body
    }
}

/// The image of containers for which nobody named one.
const IMAGE: &str = "simulated";
