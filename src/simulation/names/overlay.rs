//! Names in the overlays of a swarm: services, their tasks, containers.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Because;
use super::server::Served;
use crate::host::WindowsBuild;
use crate::model::Driver;
use crate::simulation::network::SimulatedNetwork;
use crate::simulation::{Container, HostId, KnownEndpoint, Moment, World};

impl World {
    /// What the resolver of a node says for a name in the overlays the asker is in, as far as the node knows of it; these
    /// are asked before local networks. Nothing is registered on the network of the routing mesh.
    pub(super) fn serve_overlay_name(&self, at: HostId, asker: &Container, name: &str) -> Option<Served> {
        let host = self.host(at);
        let overlays =
            |(network, _): &(&SimulatedNetwork, _)| network.driver == Driver::Overlay && !network.ingress;
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let mut known = None;
        host.joined(asker).filter(overlays).find_map(|(network, _)| {
            let known = known.get_or_insert_with(|| self.overlay(at));
            let bare = name.strip_suffix(&format!(".{}", network.name.to_ascii_lowercase())).unwrap_or(&name);
            let there = known.iter().filter(|there| there.network == network.id.as_str());
            let addresses: BTreeSet<_> = there.filter_map(|there| called(there, bare)).collect();
            let (network_name, changed) = (network.name.clone(), Moment::START);
            if addresses.is_empty() {
                return None;
            }
            if host.host.windows_build() == Some(WindowsBuild::SERVER_2016) {
                let because = Because::SwarmSilent { network: network_name };
                return Some(Served { addresses: Vec::new(), because, changed });
            }
            let server = host.resolver_of(network).unwrap_or(IpAddr::from([127, 0, 0, 11]));
            let because = Because::Resolver { server, network: network_name };
            Some(Served { addresses: addresses.into_iter().collect(), because, changed })
        })
    }
}

/// The address a name means here: a service's virtual one if it has one, its tasks' own otherwise and by `tasks.`.
fn called(there: &KnownEndpoint, name: &str) -> Option<IpAddr> {
    let is = |own: &str| own.eq_ignore_ascii_case(name);
    if let Some(service) = name.strip_prefix("tasks.") {
        let alias = there.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(service));
        let own = there.service.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(service));
        return (own || there.service.is_some() && alias).then_some(there.address);
    }
    if is(&there.name) || there.container.get(..12).is_some_and(is) {
        return Some(there.address);
    }
    let service = there.service.as_deref().is_some_and(is) || there.aliases.iter().any(|alias| is(alias));
    service.then(|| there.virtual_address.unwrap_or(there.address))
}
