//! A host projects are meant for, with everything known about it.

use std::collections::BTreeMap;

use crate::host::Host;
use crate::model::{Port, Protocol, PublishedPort, Subnet};
use crate::plan::Observed;
use crate::wire::{DaemonDocument, DynamicPorts, ExcludedPorts};

/// A host by a name of your choice, and what is known about it. What is not said is not judged.
///
/// ```
/// use docknet::check::{Situation, Target};
/// use docknet::compose::{Environment, Project};
/// use docknet::host::Host;
///
/// let text = "services: {web: {image: x}}\nnetworks: {default: {ipam: {config: [{subnet: 10.20.0.0/24}]}}}";
/// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
/// let target = Target::new("one", Host::linux()).avoiding("10.20.0.0/16".parse()?, "office VPN");
/// let report = Situation::new().target(target).project(&project).check();
/// println!("{report}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Target {
    pub(super) name: String,
    pub(super) host: Host,
    pub(super) observed: Option<Observed>,
    pub(super) routes: Vec<(Subnet, String)>,
    pub(super) avoided: Vec<(Subnet, String)>,
    pub(super) published: Vec<(String, PublishedPort)>,
    pub(super) excluded: BTreeMap<Protocol, ExcludedPorts>,
    pub(super) dynamic: BTreeMap<Protocol, DynamicPorts>,
    pub(super) daemon: Option<DaemonDocument>,
}

impl Target {
    /// A host of which nothing more is known.
    #[must_use]
    pub fn new(name: impl Into<String>, host: Host) -> Self {
        Self {
            name: name.into(),
            host,
            observed: None,
            routes: Vec::new(),
            avoided: Vec::new(),
            published: Vec::new(),
            excluded: BTreeMap::new(),
            dynamic: BTreeMap::new(),
            daemon: None,
        }
    }

    /// Says which networks are on it. From then on one that is not among them is missing. Every engine has some, so
    /// an empty list says nothing.
    #[must_use]
    pub fn observing(self, observed: Observed) -> Self {
        Self { observed: (!observed.networks.is_empty()).then_some(observed), ..self }
    }

    /// Adds a route of the host: what it reaches, and through what, such as `eth0`.
    #[must_use]
    pub fn routing(mut self, subnet: Subnet, through: impl Into<String>) -> Self {
        self.routes.push((subnet, through.into()));
        self
    }

    /// Adds a range that no container network may take, with whose it is.
    #[must_use]
    pub fn avoiding(mut self, subnet: Subnet, whose: impl Into<String>) -> Self {
        self.avoided.push((subnet, whose.into()));
        self
    }

    /// Adds a port that is published on it now, with the container that holds it.
    #[must_use]
    pub fn publishing(mut self, container: impl Into<String>, port: PublishedPort) -> Self {
        self.published.push((container.into(), port));
        self
    }

    /// Says which ports of a protocol Windows keeps (`netsh interface ipv4 show excludedportrange`).
    #[must_use]
    pub fn excluding(mut self, protocol: Protocol, ports: ExcludedPorts) -> Self {
        self.excluded.insert(protocol, ports);
        self
    }

    /// Says which ports of a protocol Windows picks from (`netsh interface ipv4 show dynamicport`).
    #[must_use]
    pub fn picking(mut self, protocol: Protocol, ports: DynamicPorts) -> Self {
        self.dynamic.insert(protocol, ports);
        self
    }

    /// Says how its engine is set up (`daemon.json`).
    #[must_use]
    pub fn configured(self, daemon: DaemonDocument) -> Self {
        Self { daemon: Some(daemon), ..self }
    }

    /// The name it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The ports of a protocol that cannot be had, as far as they are single ones.
    pub(super) fn held(&self, protocol: Protocol) -> impl Iterator<Item = Port> {
        let there = self.published.iter().map(|(_, port)| port).filter(move |port| port.protocol == protocol);
        there.filter_map(|port| port.published)
    }
}
