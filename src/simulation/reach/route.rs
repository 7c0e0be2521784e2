//! Where an address leads, whatever port is meant.

use std::net::IpAddr;

use super::scene::{Stack, is_layer2};
use super::{Reached, Why};
use crate::model::{ContainerName, Driver};
use crate::simulation::{Container, HostId, SimulatedHost, Vantage, VantageError, World};

/// Whose network stack packets come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lands {
    /// A container's, at its own address.
    Container(HostId, ContainerName),
    /// The asker's own, in a container.
    Own(HostId, ContainerName),
    /// A host's.
    Host(HostId, Seen),
    /// One of the tasks of a service, by its virtual address.
    Tasks(Vec<(HostId, ContainerName)>),
}

/// From where a host is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// By `localhost` on the host itself.
    Localhost,
    /// By an address of its own on the host itself.
    OwnAddress,
    /// From one of its containers.
    FromContainer,
    /// From another machine.
    FromOutside,
}

pub(super) type Route = Result<Lands, Reached>;

impl World {
    /// Where an address leads.
    pub(super) fn route(&self, from: &Vantage, address: IpAddr) -> Result<Route, VantageError> {
        Ok(match from {
            Vantage::Container { host, name } => {
                let at = self.host(*host);
                let asker = at.asker(name)?;
                match at.stack_of(asker) {
                    Stack::Own => self.seen_by_container(*host, asker, name, address),
                    Stack::Host => self.seen_by_host(*host, address),
                    Stack::None if address.is_loopback() => Ok(Lands::Own(*host, name.clone())),
                    Stack::None => Err(Reached::Unreachable { why: Why::NoNetwork }),
                    Stack::Of(donor) => {
                        let asker = at.asker(&donor)?;
                        self.seen_by_container(*host, asker, &donor, address)
                    }
                }
            }
            Vantage::Host(host) => self.seen_by_host(*host, address),
            Vantage::Outside => self.seen_by_outside(address),
        })
    }

    fn seen_by_container(
        &self,
        at: HostId,
        asker: &Container,
        name: &ContainerName,
        address: IpAddr,
    ) -> Route {
        let host = self.host(at);
        let mut own = host.joined(asker).filter_map(|(_, there)| there.place.as_ref());
        let is_own = |place: &crate::simulation::container::Place| {
            place.ipv4.into_iter().chain(place.ipv6).any(|own| own.address() == address)
        };
        if address.is_loopback() || own.any(is_own) {
            return Ok(Lands::Own(at, name.clone()));
        }
        if host.joined(asker).next().is_none() {
            return Err(Reached::Unreachable { why: Why::NoNetwork });
        }
        if let Some(route) = self.through_overlay(at, asker, address) {
            return route;
        }
        if let Some((network, holder)) = host.holder(address) {
            let shared = host.joined(asker).any(|(own, _)| own.id == network.id);
            let name = || network.name.clone();
            if shared {
                let apart = network.options.get("com.docker.network.bridge.enable_icc");
                let apart = apart.is_some_and(|icc| icc == "false") && network.driver == Driver::Bridge;
                return if apart {
                    Err(Reached::TimedOut { why: Why::IccOff { network: name() } })
                } else {
                    Ok(Lands::Container(at, holder))
                };
            }
            let why = Why::Isolated { network: name() };
            return Err(match host.host.windows_build() {
                // No source says whether HNS keeps its networks apart.
                Some(_) => Reached::Unknown { why },
                None if is_layer2(&network.driver) => {
                    Reached::Unreachable { why: Why::LanHidesHost { driver: network.driver.clone() } }
                }
                None => Reached::TimedOut { why },
            });
        }
        let is_inside = host.joined(asker).any(|(network, _)| {
            let covers = |subnet: crate::model::Subnet| subnet.contains(address);
            network.pools.iter().any(|pool| pool.subnet.is_some_and(covers))
        });
        let to_host = host.with_gateway(address).is_some() || self.has_address(at, address);
        if to_host {
            Self::leaves(host, asker)?;
            let on_lan = host.joined(asker).all(|(network, _)| is_layer2(&network.driver));
            if let Some((network, _)) = host.joined(asker).next().filter(|_| on_lan) {
                let why = Why::LanHidesHost { driver: network.driver.clone() };
                return Err(match host.host.windows_build() {
                    Some(_) => Reached::Unknown { why },
                    None => Reached::Unreachable { why },
                });
            }
            return Ok(Lands::Host(at, Seen::FromContainer));
        }
        if is_inside {
            return Err(Reached::Unreachable { why: Why::NobodyHas(address) });
        }
        Self::leaves(host, asker)?;
        self.seen_by_outside(address)
    }

    /// Whether packets of a container leave its networks at all.
    fn leaves(host: &SimulatedHost, asker: &Container) -> Result<(), Reached> {
        let inside = host.joined(asker).all(|(network, _)| network.internal);
        match host.joined(asker).next() {
            Some((network, _)) if inside && host.host.windows_build().is_none() => {
                Err(Reached::Unreachable { why: Why::Internal { network: network.name.clone() } })
            }
            _ => Ok(()),
        }
    }

    fn seen_by_host(&self, at: HostId, address: IpAddr) -> Route {
        let host = self.host(at);
        if address.is_loopback() {
            return Ok(Lands::Host(at, Seen::Localhost));
        }
        if self.has_address(at, address) || host.with_gateway(address).is_some() {
            return Ok(Lands::Host(at, Seen::OwnAddress));
        }
        let Some((network, holder)) = host.holder(address) else { return self.seen_by_outside(address) };
        let driver = || network.driver.clone();
        match (&network.driver, host.host.windows_build().is_some()) {
            (Driver::Bridge, false) | (Driver::Nat, true) => Ok(Lands::Container(at, holder)),
            (Driver::Overlay, false) => {
                Err(Reached::Unreachable { why: Why::OverlayHidesHost { network: network.name.clone() } })
            }
            (_, false) if is_layer2(&network.driver) => {
                Err(Reached::Unreachable { why: Why::LanHidesHost { driver: driver() } })
            }
            _ => Err(Reached::Unknown { why: Why::NotWrittenDown { driver: driver() } }),
        }
    }

    fn seen_by_outside(&self, address: IpAddr) -> Route {
        if let Some(host) = self.host_at(address) {
            return Ok(Lands::Host(host, Seen::FromOutside));
        }
        if let Some((host, name, _)) = self.on_lan(address) {
            return Ok(Lands::Container(host, name));
        }
        let inside = self.hosts().find(|(_, host)| host.holder(address).is_some());
        Err(Reached::TimedOut {
            why: inside.map_or(Why::NobodyHas(address), |(host, _)| Why::OnlyOnHost(host)),
        })
    }
}
