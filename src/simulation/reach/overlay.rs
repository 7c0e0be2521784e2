//! Ways through a swarm: between hosts of an overlay, to virtual addresses, through the routing mesh.

use std::net::IpAddr;

use super::route::{Lands, Route};
use super::{Peer, Reached, Way, Why};
use crate::host::Capability;
use crate::model::{ContainerName, Driver};
use crate::simulation::{Container, HostId, Traffic, Vantage, World};

impl World {
    /// Where an address in an overlay the asker is in leads; `None` if it is in none of them.
    pub(super) fn through_overlay(&self, at: HostId, asker: &Container, address: IpAddr) -> Option<Route> {
        let host = self.host(at);
        let overlays: Vec<_> = host
            .joined(asker)
            .map(|(network, _)| network)
            .filter(|network| network.driver == Driver::Overlay && !network.ingress)
            .map(|network| network.id.as_str())
            .collect();
        if overlays.is_empty() {
            return None;
        }
        let mut known = self.overlay(at);
        known.retain(|there| overlays.contains(&there.network.as_str()));
        if let Some(there) = known.iter().find(|there| there.address == address) {
            let name = ContainerName::new(&there.name).ok()?;
            return Some(self.carries_overlay(at, there.host).map(|()| Lands::Container(there.host, name)));
        }
        let tasks: Vec<_> = known
            .iter()
            .filter(|there| there.virtual_address == Some(address))
            .filter_map(|there| Some((there.host, ContainerName::new(&there.name).ok()?)))
            .collect();
        if tasks.is_empty() {
            return None;
        }
        let needed = host.host.windows_build().map(|_| host.works(Capability::EndpointModeVip));
        Some(match needed {
            Some(Err(fails)) => Err(fails),
            _ => Ok(Lands::Tasks(tasks)),
        })
    }

    /// Whether packets of containers get from one host to another. Lost ones are not missed by anybody but the caller.
    pub(super) fn carries_overlay(&self, from: HostId, to: HostId) -> Result<(), Reached> {
        if from == to || self.carries(from, to, Traffic::VXLAN) {
            Ok(())
        } else {
            Err(Reached::TimedOut { why: Why::VxlanBlocked { from, to } })
        }
    }

    /// A port of the routing mesh on a node, which a task on any node answers in turn; `None` if the mesh does not have
    /// the port.
    pub(super) fn through_mesh(&self, at: HostId, port: u16, turn: usize) -> Option<Reached> {
        let known = self.overlay(at);
        let meant = |ports: &[(u64, u64)]| {
            ports.iter().find(|(published, _)| *published == u64::from(port)).map(|(_, target)| *target)
        };
        let tasks: Vec<_> =
            known.iter().filter_map(|there| Some((there, meant(&there.mesh_ports)?))).collect();
        let (there, target) = tasks.get(turn % tasks.len().max(1))?;
        let host = self.host(at);
        if host.host.windows_build().is_some() {
            if let Err(fails) = host.works(Capability::RoutingMesh) {
                return Some(fails);
            }
        }
        if let Err(lost) = self.carries_overlay(at, there.host) {
            return Some(lost);
        }
        let (name, target) = (ContainerName::new(&there.name).ok()?, u16::try_from(*target).ok()?);
        let to = Peer { host: there.host, container: Some(name), port: target };
        Some(Reached::Connected { to, by: Way::Mesh })
    }

    /// Counts a connection of somebody: balancers hand them round.
    pub(super) fn next_turn(&mut self, from: &Vantage) -> usize {
        let first = self.hosts().next().map(|(host, _)| host);
        let Some(host) = from.host().or(first) else { return 0 };
        let reach = &mut self.host_mut(host).reach;
        reach.turn = reach.turn.wrapping_add(1);
        reach.turn
    }
}
