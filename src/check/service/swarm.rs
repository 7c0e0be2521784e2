//! The swarm a service is meant for, as far as it is known.

use std::collections::BTreeMap;

use super::ImagePlatform;
use crate::host::{Host, Platform};
use crate::model::{Driver, Network, NetworkSpec, Protocol, Scope, ServiceName, ServicePort};
use crate::wire::{DynamicPorts, ExcludedPorts};

/// What a node is in its swarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "swarm has exactly two roles")]
pub enum NodeRole {
    /// It decides, and runs tasks as well.
    Manager,
    /// It runs tasks.
    Worker,
}

/// A host with its name and its part in the swarm.
#[derive(Debug, Clone)]
pub struct SwarmNode {
    pub(super) name: String,
    pub(super) host: Host,
    pub(super) role: NodeRole,
    pub(super) excluded: BTreeMap<Protocol, ExcludedPorts>,
    pub(super) dynamic: BTreeMap<Protocol, DynamicPorts>,
}

impl SwarmNode {
    fn new(name: impl Into<String>, host: Host, role: NodeRole) -> Self {
        Self { name: name.into(), host, role, excluded: BTreeMap::new(), dynamic: BTreeMap::new() }
    }

    /// A node that decides.
    #[must_use]
    pub fn manager(name: impl Into<String>, host: Host) -> Self {
        Self::new(name, host, NodeRole::Manager)
    }

    /// A node that runs tasks.
    #[must_use]
    pub fn worker(name: impl Into<String>, host: Host) -> Self {
        Self::new(name, host, NodeRole::Worker)
    }

    /// Says which ports of a protocol its Windows keeps.
    #[must_use]
    pub fn with_excluded(mut self, protocol: Protocol, ports: ExcludedPorts) -> Self {
        self.excluded.insert(protocol, ports);
        self
    }

    /// Says which ports of a protocol its Windows picks from.
    #[must_use]
    pub fn with_dynamic(mut self, protocol: Protocol, ports: DynamicPorts) -> Self {
        self.dynamic.insert(protocol, ports);
        self
    }

    pub(super) fn platform(&self) -> ImagePlatform {
        match self.host.platform {
            Platform::Linux(_) => ImagePlatform::Linux,
            Platform::Windows(_) => ImagePlatform::Windows,
        }
    }

    pub(super) fn is_windows(&self) -> bool {
        self.platform() == ImagePlatform::Windows
    }
}

/// A network with how far it reaches.
#[derive(Debug, Clone)]
pub(super) struct KnownNetwork {
    pub(super) scope: Scope,
    pub(super) spec: NetworkSpec,
    /// How many addresses are known to be in use.
    pub(super) used: usize,
}

/// The nodes, networks and published ports of a swarm.
///
/// What is not said is not judged: without networks, none is found missing.
///
/// ```
/// use docknet::check::service::{SwarmHosts, SwarmNode};
/// use docknet::host::{Host, WindowsBuild};
/// use docknet::model::{Driver, NetworkSpec};
/// let swarm = SwarmHosts::new()
///     .node(SwarmNode::manager("lin1", Host::linux()))
///     .node(SwarmNode::worker("win1", Host::windows(WindowsBuild::SERVER_2022)))
///     .planned(NetworkSpec::new("back".parse()?, Driver::Overlay));
/// assert_eq!(swarm.nodes().count(), 2);
/// # Ok::<(), docknet::model::NameError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct SwarmHosts {
    pub(super) nodes: Vec<SwarmNode>,
    pub(super) networks: Option<Vec<KnownNetwork>>,
    pub(super) taken: Vec<(ServiceName, ServicePort)>,
}

impl SwarmHosts {
    /// A swarm of which nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a node.
    #[must_use]
    pub fn node(mut self, node: SwarmNode) -> Self {
        self.nodes.push(node);
        self
    }

    /// Adds networks a manager listed. From then on a network that is not among those given is unknown.
    #[must_use]
    pub fn observed(mut self, networks: impl IntoIterator<Item = Network>) -> Self {
        let known = networks.into_iter().map(|network| KnownNetwork {
            used: network.endpoints.len(),
            scope: network.scope,
            spec: network.spec,
        });
        self.networks.get_or_insert_default().extend(known);
        self
    }

    /// Adds a network that is to be made: an overlay for the swarm, any other for one node.
    #[must_use]
    pub fn planned(mut self, spec: NetworkSpec) -> Self {
        let scope = if *spec.driver() == Driver::Overlay { Scope::Swarm } else { Scope::Local };
        self.networks.get_or_insert_default().push(KnownNetwork { scope, spec, used: 0 });
        self
    }

    /// Adds the ports another service of the swarm publishes.
    #[must_use]
    pub fn published(mut self, service: &ServiceName, ports: impl IntoIterator<Item = ServicePort>) -> Self {
        self.taken.extend(ports.into_iter().map(|port| (service.clone(), port)));
        self
    }

    /// The names of the nodes, in the order they were given, with their hosts and roles.
    pub fn nodes(&self) -> impl Iterator<Item = (&str, &Host, NodeRole)> {
        self.nodes.iter().map(|node| (node.name.as_str(), &node.host, node.role))
    }
}
