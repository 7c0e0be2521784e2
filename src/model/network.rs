//! Networks, wished for and observed.

use std::collections::BTreeMap;
#[cfg(feature = "compose")]
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{
    ContainerName, Driver, Endpoint, EndpointAddress, IpamPool, NetworkId, NetworkName, Scope, Subnet,
};

/// A wish: a network of that name, driver and address pools.
///
/// - no two pools overlap
///
/// ```
/// use docknet::model::{Driver, IpamPool, NetworkSpec};
///
/// let spec = NetworkSpec::new("back".parse()?, Driver::Bridge)
///     .with_pool(IpamPool::new("10.20.0.0/24".parse()?))?
///     .with_label("owner", "redis");
/// assert_eq!(spec.subnets().count(), 1);
/// assert!(spec.with_pool(IpamPool::new("10.20.0.0/16".parse()?)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct NetworkSpec {
    name: NetworkName,
    driver: Driver,
    pools: Vec<IpamPool>,
    ipv6: bool,
    internal: bool,
    attachable: bool,
    options: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
}

/// Why the parts of a network do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkSpecError {
    /// Two pools of one network share addresses.
    #[error("network {network} has two pools that overlap: {first} and {second}")]
    PoolsOverlap {
        /// The network.
        network: NetworkName,
        /// The pool that was there first.
        first: Subnet,
        /// The one that overlaps it.
        second: Subnet,
    },
}

impl NetworkSpec {
    /// A network whose addresses the engine picks.
    #[must_use]
    pub fn new(name: NetworkName, driver: Driver) -> Self {
        Self {
            name,
            driver,
            pools: Vec::new(),
            ipv6: false,
            internal: false,
            attachable: false,
            options: BTreeMap::new(),
            labels: BTreeMap::new(),
        }
    }

    /// Adds an address pool. An IPv6 pool switches IPv6 on.
    ///
    /// # Errors
    /// [`NetworkSpecError::PoolsOverlap`] when it overlaps one that is there.
    pub fn with_pool(mut self, pool: IpamPool) -> Result<Self, NetworkSpecError> {
        let clash = self.subnets().find(|there| there.overlaps(pool.subnet()));
        if let Some(first) = clash {
            return Err(NetworkSpecError::PoolsOverlap { network: self.name, first, second: pool.subnet() });
        }
        self.ipv6 |= !pool.subnet().is_ipv4();
        self.pools.push(pool);
        Ok(self)
    }

    /// Adds many pools; those that overlap one before them stay out.
    #[cfg(feature = "compose")]
    pub(crate) fn with_pools_apart<'p>(mut self, pools: impl IntoIterator<Item = &'p IpamPool>) -> Self {
        // Of two subnets that share addresses one holds the other, so it is enough to look at the one before and at those
        // inside.
        let mut there: BTreeMap<IpAddr, Subnet> =
            self.subnets().map(|subnet| (subnet.address(), subnet)).collect();
        for pool in pools {
            let subnet = pool.subnet();
            let before = there.range(..=subnet.address()).next_back();
            let inside = there.range(subnet.address()..=subnet.last()).next();
            if inside.is_some() || before.is_some_and(|(_, before)| before.overlaps(subnet)) {
                continue;
            }
            there.insert(subnet.address(), subnet);
            self.ipv6 |= !subnet.is_ipv4();
            self.pools.push(pool.clone());
        }
        self
    }

    /// Switches IPv6 on or off; a network can list an IPv6 pool and leave it unused.
    #[must_use]
    pub fn with_ipv6(self, ipv6: bool) -> Self {
        Self { ipv6, ..self }
    }

    /// No way out of the network.
    #[must_use]
    pub fn with_internal(self, internal: bool) -> Self {
        Self { internal, ..self }
    }

    /// Standalone containers may join a swarm network.
    #[must_use]
    pub fn with_attachable(self, attachable: bool) -> Self {
        Self { attachable, ..self }
    }

    /// Sets a driver option.
    #[must_use]
    pub fn with_option(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.insert(key.into(), value.into());
        self
    }

    /// Sets a label.
    #[must_use]
    pub fn with_label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.insert(key.into(), value.into());
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &NetworkName {
        &self.name
    }

    /// The driver.
    #[must_use]
    pub fn driver(&self) -> &Driver {
        &self.driver
    }

    /// The address pools, in order.
    #[must_use]
    pub fn pools(&self) -> &[IpamPool] {
        &self.pools
    }

    /// The subnets of the pools, in order.
    pub fn subnets(&self) -> impl Iterator<Item = Subnet> {
        self.pools.iter().map(IpamPool::subnet)
    }

    /// Whether endpoints get IPv6 addresses.
    #[must_use]
    pub fn ipv6(&self) -> bool {
        self.ipv6
    }

    /// Whether there is no way out.
    #[must_use]
    pub fn internal(&self) -> bool {
        self.internal
    }

    /// Whether standalone containers may join, if it is a swarm network.
    #[must_use]
    pub fn attachable(&self) -> bool {
        self.attachable
    }

    /// The driver options.
    #[must_use]
    pub fn options(&self) -> &BTreeMap<String, String> {
        &self.options
    }

    /// The labels.
    #[must_use]
    pub fn labels(&self) -> &BTreeMap<String, String> {
        &self.labels
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    name: NetworkName,
    driver: Driver,
    #[serde(default)]
    pools: Vec<IpamPool>,
    #[serde(default)]
    ipv6: bool,
    #[serde(default)]
    internal: bool,
    #[serde(default)]
    attachable: bool,
    #[serde(default)]
    options: BTreeMap<String, String>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

impl TryFrom<Fields> for NetworkSpec {
    type Error = NetworkSpecError;

    fn try_from(fields: Fields) -> Result<Self, NetworkSpecError> {
        let Fields { name, driver, pools, ipv6, internal, attachable, options, labels } = fields;
        let spec = Self { internal, attachable, options, labels, ..Self::new(name, driver) };
        let spec = pools.into_iter().try_fold(spec, Self::with_pool)?;
        Ok(spec.with_ipv6(ipv6))
    }
}

impl From<NetworkSpec> for Fields {
    fn from(spec: NetworkSpec) -> Self {
        let NetworkSpec { name, driver, pools, ipv6, internal, attachable, options, labels } = spec;
        Self { name, driver, pools, ipv6, internal, attachable, options, labels }
    }
}

/// A network as an engine reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Network {
    /// Its identity.
    pub id: NetworkId,
    /// How far it reaches.
    pub scope: Scope,
    /// What it is.
    pub spec: NetworkSpec,
    /// Who is in it, on this host, ordered by name.
    pub endpoints: Vec<Endpoint>,
}

impl Network {
    /// A local network nobody is in.
    #[must_use]
    pub fn new(id: NetworkId, spec: NetworkSpec) -> Self {
        let scope = if *spec.driver() == Driver::Overlay { Scope::Swarm } else { Scope::Local };
        Self { id, scope, spec, endpoints: Vec::new() }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &NetworkName {
        self.spec.name()
    }

    /// The endpoint of a container, if it is in the network.
    #[must_use]
    pub fn endpoint(&self, container: &ContainerName) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == container.as_str())
    }

    /// Every address in use, of both families.
    pub fn addresses(&self) -> impl Iterator<Item = EndpointAddress> {
        self.endpoints.iter().flat_map(|endpoint| endpoint.ipv4.into_iter().chain(endpoint.ipv6))
    }
}
