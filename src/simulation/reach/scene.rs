//! Who has which address, who listens where, and what is published.

use std::net::IpAddr;

use crate::host::{Capability, Support};
use crate::model::{ContainerName, Driver, Protocol};
use crate::simulation::network::SimulatedNetwork;
use crate::simulation::{Container, HostId, SimulatedHost, World};

/// A port of a container on its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mapping {
    /// The one address it is on; `None` for all.
    pub(super) address: Option<IpAddr>,
    pub(super) published: u16,
    pub(super) target: u16,
}

/// Whose network stack a container uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stack {
    Own,
    Of(ContainerName),
    Host,
    None,
}

impl World {
    /// The address of a host on the LAN: the one it was given, else one of 192.0.2.0/24 by its place in the world (a
    /// choice of the simulation: that prefix is kept for examples).
    #[must_use]
    pub fn address(&self, host: HostId) -> IpAddr {
        let told = self.host(host).lan_addresses().into_iter().find(|address| !address.is_loopback());
        let place = self.hosts().position(|(there, _)| there == host).unwrap_or(0);
        told.unwrap_or_else(|| IpAddr::from([192, 0, 2, u8::try_from(10 + place).unwrap_or(u8::MAX)]))
    }

    /// The host that has an address on the LAN.
    pub(super) fn host_at(&self, address: IpAddr) -> Option<HostId> {
        let has = |host: &HostId| self.has_address(*host, address);
        let ids: Vec<_> = self.hosts().map(|(host, _)| host).collect();
        ids.into_iter().find(has)
    }

    pub(super) fn has_address(&self, host: HostId, address: IpAddr) -> bool {
        self.address(host) == address || self.host(host).lan_addresses().contains(&address)
    }

    /// A container on a network of the LAN that other machines can see.
    pub(super) fn on_lan(&self, address: IpAddr) -> Option<(HostId, ContainerName, &SimulatedNetwork)> {
        self.hosts().find_map(|(at, host)| {
            let (network, name) = host.holder(address)?;
            (is_layer2(&network.driver) && !network.internal).then_some((at, name, network))
        })
    }
}

impl SimulatedHost {
    /// Says which addresses the host has on its LAN.
    #[must_use]
    pub fn with_lan_addresses(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        self.reach.addresses = addresses.into_iter().collect();
        self
    }

    /// Has a program in a container listen on a TCP port beside those it publishes or exposes, which it is taken to
    /// listen on.
    pub fn listen(&mut self, container: &ContainerName, port: u16) {
        self.reach.listeners.entry(container.clone()).or_default().insert(port);
    }

    pub(super) fn lan_addresses(&self) -> Vec<IpAddr> {
        self.reach.addresses.clone()
    }

    /// Whose network stack a container uses.
    pub(super) fn stack_of(&self, container: &Container) -> Stack {
        match container.network_mode() {
            "host" => Stack::Host,
            "none" => Stack::None,
            mode => match mode.strip_prefix("container:") {
                Some(donor) => self.container_name(donor).map_or(Stack::None, Stack::Of),
                None => Stack::Own,
            },
        }
    }

    /// Whether a program in a container listens on a TCP port: one it publishes, or was said to listen on; so does every
    /// container with the same network stack.
    pub(super) fn listens(&self, name: &ContainerName, port: u16) -> Option<ContainerName> {
        let own = |name: &ContainerName| {
            let Some(container) = self.containers.get(name).filter(|container| container.is_running()) else {
                return false;
            };
            let publishes = container
                .ports
                .iter()
                .any(|there| there.target.number() == port && there.protocol == Protocol::Tcp);
            publishes || self.reach.listeners.get(name).is_some_and(|ports| ports.contains(&port))
        };
        if own(name) {
            return Some(name.clone());
        }
        let shares = |(_, container): &(&ContainerName, &Container)| {
            container.network_mode().starts_with("container:")
                && self.stack_of(container) == Stack::Of(name.clone())
        };
        self.containers.iter().filter(shares).map(|(name, _)| name).find(|name| own(name)).cloned()
    }

    /// The network and the container that have an address.
    pub(super) fn holder(&self, address: IpAddr) -> Option<(&SimulatedNetwork, ContainerName)> {
        self.networks.iter().find_map(|network| {
            let covers = network.pools.iter().any(|pool| {
                pool.subnet.is_some_and(|subnet| subnet.contains(address))
            });
            let has = |place: Option<crate::model::EndpointAddress>| {
                place.is_some_and(|place| place.address() == address)
            };
            let record = covers.then(|| {
                network.endpoints.values().find(|there| has(there.place.ipv4) || has(there.place.ipv6))
            })??;
            Some((network, ContainerName::new(&record.name).ok()?))
        })
    }

    /// The network whose gateway has an address: it is one of the host's own.
    pub(super) fn with_gateway(&self, address: IpAddr) -> Option<&SimulatedNetwork> {
        self.networks.iter().find(|network| {
            let pools = network.pools.iter().any(|pool| pool.gateway == Some(address));
            let hns = network.hns_id.as_ref().and_then(|id| self.hns.get(id));
            !is_layer2(&network.driver)
                && network.driver != Driver::Overlay
                && (pools || hns.and_then(|hns| hns.gateway) == Some(address))
        })
    }

    /// The running container that publishes a TCP port, and how.
    pub(super) fn publisher(&self, port: u16) -> Vec<(&Container, &ContainerName, Mapping)> {
        let running = self.containers.iter().filter(|(_, container)| container.is_running());
        let all = running.flat_map(|(name, container)| {
            self.mappings(container).into_iter().map(move |mapping| (container, name, mapping))
        });
        all.filter(|(_, _, mapping)| mapping.published == port).collect()
    }

    /// The TCP ports of the host that lead to a container.
    fn mappings(&self, container: &Container) -> Vec<Mapping> {
        let tcp = container.ports.iter().filter(|port| port.protocol == Protocol::Tcp);
        tcp.filter_map(|port| {
            let address = port.address.filter(|address| !address.is_unspecified());
            let (published, target) = (port.published?.number(), port.target.number());
            Some(Mapping { address, published, target })
        })
        .collect()
    }

    /// The driver of a network because of which nothing a container publishes answers.
    pub(super) fn publishes_nothing(&self, container: &Container) -> Option<Driver> {
        let mut drivers = self.joined(container).map(|(network, _)| network).peekable();
        let first = drivers.peek()?.driver.clone();
        let silent = |network: &SimulatedNetwork| match self.host.windows_build() {
            Some(_) => {
                matches!(network.driver, Driver::Transparent | Driver::Internal | Driver::Private)
            }
            None => network.internal || is_layer2(&network.driver),
        };
        drivers.all(silent).then_some(first)
    }

    /// What a capability comes to: works, does not, nobody knows.
    pub(super) fn works(&self, capability: Capability) -> Result<(), super::Reached> {
        let why = super::Why::Cannot(capability);
        match self.host.can(capability).support {
            Support::Supported | Support::Degraded => Ok(()),
            Support::Unsupported => Err(super::Reached::Unreachable { why }),
            Support::Unknown => Err(super::Reached::Unknown { why }),
        }
    }
}

/// Whether containers of that driver are on the host's LAN.
pub(super) fn is_layer2(driver: &Driver) -> bool {
    matches!(driver, Driver::Macvlan | Driver::Ipvlan | Driver::Transparent | Driver::L2Bridge)
}
