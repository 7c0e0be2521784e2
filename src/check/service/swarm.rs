//! The swarm a service is meant for, as far as it is known.

use std::collections::{BTreeMap, BTreeSet};

use super::{ImagePlatform, KernelFeature};
use crate::host::{Host, Platform};
use crate::model::{
    Driver, Network, NetworkName, NetworkSpec, Port, Protocol, Scope, ServiceName, ServicePort,
};
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
    pub(in crate::check) name: String,
    pub(in crate::check) host: Host,
    pub(super) role: NodeRole,
    pub(super) excluded: BTreeMap<Protocol, ExcludedPorts>,
    pub(super) dynamic: BTreeMap<Protocol, DynamicPorts>,
    pub(in crate::check) lacking: BTreeSet<KernelFeature>,
}

impl SwarmNode {
    fn new(name: impl Into<String>, host: Host, role: NodeRole) -> Self {
        let (excluded, dynamic, lacking) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { name: name.into(), host, role, excluded, dynamic, lacking }
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

    /// Says what its Linux kernel is known to lack. What is not said is taken to be there.
    ///
    /// ```
    /// use docknet::check::Rule;
    /// use docknet::check::service::{self, KernelFeature, ServiceDraft, SwarmHosts, SwarmNode};
    /// use docknet::host::Host;
    ///
    /// let mut draft = ServiceDraft::new("web".parse()?, "nginx");
    /// draft.networks.push("back".parse()?);
    /// let node = SwarmNode::manager("node1", Host::linux()).lacking(KernelFeature::Ipvs);
    /// let report = service::check(&draft, &SwarmHosts::new().node(node));
    /// assert_eq!(report.findings()[0].rule, Rule::VipWithoutIpvs);
    /// # Ok::<(), docknet::model::NameError>(())
    /// ```
    #[must_use]
    pub fn lacking(mut self, feature: KernelFeature) -> Self {
        self.lacking.insert(feature);
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
pub(in crate::check) struct KnownNetwork {
    pub(in crate::check) scope: Scope,
    pub(in crate::check) spec: NetworkSpec,
    /// Whose addresses are known to be in use: names of containers, those of tasks begin with their service's.
    pub(in crate::check) endpoints: Vec<String>,
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
    pub(in crate::check) nodes: Vec<SwarmNode>,
    pub(in crate::check) networks: BTreeMap<NetworkName, Vec<KnownNetwork>>,
    /// Whether a network that is not among them is missing.
    pub(in crate::check) complete: bool,
    pub(super) taken: BTreeMap<(Port, Protocol), Vec<(ServiceName, ServicePort)>>,
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
        self.complete = true;
        for Network { scope, spec, endpoints, .. } in networks {
            let endpoints = endpoints.into_iter().map(|endpoint| endpoint.name).collect();
            self.know(KnownNetwork { scope, spec, endpoints });
        }
        self
    }

    /// Adds a network that is to be made: an overlay for the swarm, any other for one node.
    #[must_use]
    pub fn planned(mut self, spec: NetworkSpec) -> Self {
        self.complete = true;
        self.assume(spec);
        self
    }

    /// Adds the ports another service of the swarm publishes.
    #[must_use]
    pub fn published(mut self, service: &ServiceName, ports: impl IntoIterator<Item = ServicePort>) -> Self {
        for port in ports {
            if let Some(number) = port.port.published {
                let holders = self.taken.entry((number, port.port.protocol)).or_default();
                holders.push((service.clone(), port));
            }
        }
        self
    }

    /// Adds a network that is to be made, which says nothing of others.
    pub(in crate::check) fn assume(&mut self, spec: NetworkSpec) {
        // A plugin's networks may reach as far as they like.
        let scope = if *spec.driver() == Driver::Overlay {
            Scope::Swarm
        } else if matches!(spec.driver(), Driver::Other(_)) {
            Scope::Global
        } else {
            Scope::Local
        };
        self.know(KnownNetwork { scope, spec, endpoints: Vec::new() });
    }

    fn know(&mut self, network: KnownNetwork) {
        self.networks.entry(network.spec.name().clone()).or_default().push(network);
    }

    #[cfg(feature = "compose")]
    pub(in crate::check) fn members(&self) -> impl Iterator<Item = &SwarmNode> {
        self.nodes.iter()
    }

    /// The names of the nodes, in the order they were given, with their hosts and roles.
    pub fn nodes(&self) -> impl Iterator<Item = (&str, &Host, NodeRole)> {
        self.nodes.iter().map(|node| (node.name.as_str(), &node.host, node.role))
    }
}
