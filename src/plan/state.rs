//! What is there, and what should be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{EndpointSpec, Network, NetworkName, NetworkSpec, Subnet};

/// Everything an engine has, seen at one time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Observed {
    /// The networks with their endpoints, ordered by name and then by identity.
    pub networks: Vec<Network>,
}

impl Observed {
    /// Takes networks in any order.
    #[must_use]
    pub fn new(mut networks: Vec<Network>) -> Self {
        networks.sort_by(|a, b| (a.name(), &a.id).cmp(&(b.name(), &b.id)));
        Self { networks }
    }

    /// The networks of that name: none, one, or on engines before 25.0 several.
    pub fn named<'a>(&'a self, name: &'a NetworkName) -> impl Iterator<Item = &'a Network> {
        self.networks.iter().filter(move |network| network.name() == name)
    }

    /// Every subnet in use, with the network that uses it.
    pub fn subnets(&self) -> impl Iterator<Item = (Subnet, &NetworkName)> {
        self.networks
            .iter()
            .flat_map(|network| network.spec.subnets().map(move |subnet| (subnet, network.name())))
    }
}

/// What should be: networks, and who is in them.
///
/// ```
/// use docknet::model::{Driver, EndpointSpec, NetworkSpec};
/// use docknet::plan::Desired;
///
/// let back = NetworkSpec::new("back".parse()?, Driver::Bridge);
/// let desired = Desired::new().with_network(back).with_endpoint("back".parse()?, EndpointSpec::new("redis".parse()?));
/// assert_eq!(desired.networks().count(), 1);
/// # Ok::<(), docknet::model::NameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Desired {
    networks: BTreeMap<NetworkName, DesiredNetwork>,
}

/// One network that should be, and who should be in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct DesiredNetwork {
    /// How it should be made; `None` when it is somebody else's and must be there already.
    pub spec: Option<NetworkSpec>,
    /// Who should be in it, in order.
    pub endpoints: Vec<EndpointSpec>,
}

impl Desired {
    /// Nothing at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// This network should be. Saying it again replaces how it should be made.
    #[must_use]
    pub fn with_network(mut self, spec: NetworkSpec) -> Self {
        let name = spec.name().clone();
        self.networks.entry(name).or_default().spec = Some(spec);
        self
    }

    /// This container should be in that network. A network that is only named here is expected to be there.
    #[must_use]
    pub fn with_endpoint(mut self, network: NetworkName, endpoint: EndpointSpec) -> Self {
        self.networks.entry(network).or_default().endpoints.push(endpoint);
        self
    }

    /// The networks, ordered by name.
    pub fn networks(&self) -> impl Iterator<Item = (&NetworkName, &DesiredNetwork)> {
        self.networks.iter()
    }
}
