//! Who has which address, who listens where, and what is published.

use std::net::IpAddr;

use crate::host::{Capability, Support};
use crate::model::{ContainerName, Driver, Protocol};
use crate::simulation::network::SimulatedNetwork;
use crate::simulation::ports::{Bound, exposed};
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
    /// The host that has an address on the LAN.
    pub(super) fn host_at(&self, address: IpAddr) -> Option<HostId> {
        let has = |host: &HostId| self.has_address(*host, address);
        let ids: Vec<_> = self.hosts().map(|(host, _)| host).collect();
        ids.into_iter().find(has)
    }

    pub(super) fn has_address(&self, host: HostId, address: IpAddr) -> bool {
        let told = self.host(host).books.ports.addresses.iter().flatten();
        self.address(host) == address || told.into_iter().any(|own| *own == address && !own.is_loopback())
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
    /// Has programs listen on a TCP port in a container of that name, or in those of that image, beside the ports that
    /// are published or exposed: on these every container is taken to listen.
    pub fn listen(&mut self, container_or_image: &str, port: u16) {
        self.reach.listeners.entry(container_or_image.to_owned()).or_default().insert(port);
    }

    /// Whose network stack a container uses.
    pub(super) fn stack_of(&self, container: &Container) -> Stack {
        match container.network_mode() {
            "host" => Stack::Host,
            "none" => Stack::None,
            mode => match mode.strip_prefix("container:") {
                Some(donor) => {
                    self.container_by(donor).map_or(Stack::None, |donor| Stack::Of(donor.name.clone()))
                }
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
            let said = |key: &str| self.reach.listeners.get(key).is_some_and(|ports| ports.contains(&port));
            let published = container.ports.iter().map(|there| (there.target.number(), there.protocol));
            let exposed = exposed(container).into_iter().map(|(_, port, protocol)| (port, protocol));
            published.chain(exposed).any(|there| there == (port, Protocol::Tcp))
                || said(name.as_str())
                || said(container.config.text("Image"))
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
            let covers =
                network.pools.iter().any(|pool| pool.subnet.is_some_and(|subnet| subnet.contains(address)));
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
            Self::mappings(container).into_iter().map(move |mapping| (container, name, mapping))
        });
        all.filter(|(_, _, mapping)| mapping.published == port).collect()
    }

    /// The TCP ports of the host that lead to a container.
    fn mappings(container: &Container) -> Vec<Mapping> {
        let tcp = container.bound.iter().filter(|bound| bound.protocol == Protocol::Tcp);
        let mapping = |bound: &Bound| Mapping {
            address: Some(bound.address).filter(|address| !address.is_unspecified()),
            published: bound.port,
            target: bound.target,
        };
        tcp.map(mapping).collect()
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
