//! Endpoints: a container's place in a network, wished for and observed.

use serde::{Deserialize, Serialize};

use super::{Alias, ContainerId, ContainerName, EndpointAddress, EndpointId, MacAddress};

/// How an endpoint came by its address, as far as the engine tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Assignment {
    /// The engine or HNS picked it.
    Dynamic,
    /// Somebody asked for this very address.
    Static,
    /// The engine does not say.
    Unknown,
}

/// A wish: this container in that network, with or without an address of its own.
///
/// ```
/// use docknet::model::{ContainerName, EndpointSpec};
/// let master = EndpointSpec::new("redisha_master_1".parse()?).with_address("10.10.10.10/20".parse()?);
/// assert_eq!(master.ipv4().map(|a| a.to_string()).as_deref(), Some("10.10.10.10/20"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EndpointSpec {
    container: ContainerName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ipv4: Option<EndpointAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ipv6: Option<EndpointAddress>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<Alias>,
}

impl EndpointSpec {
    /// A place for a container with whatever address the engine picks.
    #[must_use]
    pub fn new(container: ContainerName) -> Self {
        Self { container, ipv4: None, ipv6: None, aliases: Vec::new() }
    }

    /// Asks for an address; one of each family can be asked for.
    #[must_use]
    pub fn with_address(mut self, address: EndpointAddress) -> Self {
        if address.address().is_ipv4() {
            self.ipv4 = Some(address);
        } else {
            self.ipv6 = Some(address);
        }
        self
    }

    /// Adds a name the container answers to in this network.
    #[must_use]
    pub fn with_alias(mut self, alias: Alias) -> Self {
        self.aliases.push(alias);
        self
    }

    /// The container.
    #[must_use]
    pub fn container(&self) -> &ContainerName {
        &self.container
    }

    /// The IPv4 address asked for.
    #[must_use]
    pub fn ipv4(&self) -> Option<EndpointAddress> {
        self.ipv4
    }

    /// The IPv6 address asked for.
    #[must_use]
    pub fn ipv6(&self) -> Option<EndpointAddress> {
        self.ipv6
    }

    /// Whether an endpoint is where this asks it to be. Names it should answer to cannot be seen from outside, so they
    /// are not compared.
    #[must_use]
    pub fn fits(&self, there: &Endpoint) -> bool {
        let same = |asked: Option<EndpointAddress>, is: Option<EndpointAddress>| {
            asked.is_none_or(|asked| is.is_some_and(|is| is.address() == asked.address()))
        };
        same(self.ipv4, there.ipv4) && same(self.ipv6, there.ipv6)
    }

    /// The further names asked for.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }
}

/// A container's place in a network, as an engine reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// The container it belongs to, or the engine's key for one without a container.
    pub container: ContainerId,
    /// The name it is listed under, which for a container is the container's name.
    pub name: String,
    /// Its own identity, when the engine says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EndpointId>,
    /// Its hardware address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<MacAddress>,
    /// Its IPv4 address, with the prefix of the network's subnet whatever the engine printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv4: Option<EndpointAddress>,
    /// Its IPv6 address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<EndpointAddress>,
    /// How it came by its IPv4 address.
    pub assignment: Assignment,
}

impl Endpoint {
    /// An endpoint of which nothing but the container and the name is known.
    #[must_use]
    pub fn new(container: ContainerId, name: impl Into<String>) -> Self {
        let (id, mac, ipv4, ipv6) = (None, None, None, None);
        Self { container, name: name.into(), id, mac, ipv4, ipv6, assignment: Assignment::Unknown }
    }
}
