//! How containers join and leave networks when they start and end.

use std::collections::BTreeMap;

use super::{Attachment, Container, Place};
use crate::model::{ContainerName, Driver, EndpointAddress, EndpointSpec, NetworkName, Subnet};
use crate::simulation::{ContainerRefusal, Fault, Refusal, SimulatedHost, windows};
use crate::wire::request::EndpointSettings;

impl SimulatedHost {
    /// Gives a container a place in every network it is to be in: the platform's own network first, then by name.
    pub(super) fn join_all(&mut self, name: &ContainerName) -> Result<(), Fault> {
        let container = self.container_by(name.as_str())?;
        // A network that was made again under the same name is another one.
        let gone =
            |there: &&Attachment| there.network.as_ref().is_some_and(|id| !self.networks.contains_key(id));
        if let Some(id) = container.attachments.values().find(gone).and_then(|there| there.network.as_ref()) {
            return Err(Refusal::NetworkMissing { network: id.to_string() }.into());
        }
        let first = self.default_network();
        let mut wishes: Vec<_> =
            container.attachments.iter().map(|(name, there)| (name.clone(), there.asked.clone())).collect();
        wishes.sort_by_key(|(name, _)| name != first);
        for (network, asked) in wishes {
            let place = self.place_raw(&network, name, &asked);
            match place {
                Ok(place) => {
                    if let Some(there) = self.container_mut(name.as_str())?.attachments.get_mut(&network) {
                        there.place = Some(place);
                    }
                }
                Err(fault) => {
                    self.leave_all(name);
                    return Err(fault);
                }
            }
            self.tell_network("connect", &network, name);
        }
        self.remember_identities(name);
        Ok(())
    }

    /// Takes back every place and every port a container has.
    pub(super) fn leave_all(&mut self, name: &ContainerName) {
        let Some(container) = self.containers.get_mut(name) else { return };
        let (id, bound) = (container.id.to_string(), std::mem::take(&mut container.bound));
        let mut places = Vec::new();
        for (network, there) in &mut container.attachments {
            places.extend(there.place.take().map(|place| (network.clone(), place)));
        }
        self.books.ports.give_back(&id, &bound);
        self.give_back(name, &places);
        for (network, _) in &places {
            self.tell_network("disconnect", network, name);
        }
        if self.host.windows_build().is_some() {
            let busy = windows::published_networks(self);
            self.hns.container_stopped(&self.host, busy);
        }
    }

    fn place_raw(
        &mut self,
        network: &str,
        container: &ContainerName,
        asked: &EndpointSettings,
    ) -> Result<Place, Fault> {
        let missing = || Refusal::NetworkMissing { network: network.to_owned() };
        let name = NetworkName::new(network).ok().ok_or_else(missing)?;
        let mut wish = EndpointSpec::new(container.clone());
        for text in [asked.ipv4(), asked.ipv6()].into_iter().filter(|text| !text.is_empty()) {
            let pools = self.found((&name).into())?.pools().to_vec();
            let address = text.parse().ok();
            let inside =
                address.and_then(|address| pools.iter().find_map(|pool| pool.endpoint(address).ok()));
            let alone = || {
                let length = if text.contains(':') { 128 } else { 32 };
                EndpointAddress::new(address?, Subnet::around(address?, length).ok()?).ok()
            };
            if let Some(address) = inside.or_else(alone) {
                wish = wish.with_address(address);
            }
        }
        if !asked.aliases().is_empty() && !self.is_users(network) {
            return Err(ContainerRefusal::AliasOnPredefined.into());
        }
        self.place(&name, &wish)
    }

    /// The name a network is known by: its own if it is called by its identity.
    pub(super) fn known_as(&self, key: &str) -> String {
        let id = crate::model::NetworkId::new(key).ok();
        let found = id.and_then(|id| self.networks.get(&id)).map(|there| there.network.name().to_string());
        found.unwrap_or_else(|| key.to_owned())
    }

    /// Whether users made a network of that name.
    pub(super) fn is_users(&self, network: &str) -> bool {
        super::create::is_user_defined(network, self.host.platform)
    }

    /// The address of the place through which ports are published, and the identity of its endpoint.
    pub(super) fn publishing_place(&self, container: &Container) -> Option<(String, String)> {
        let publishes = |(network, _): &(&str, &Place)| {
            let found = NetworkName::new(network).ok().and_then(|name| {
                let found = self.found((&name).into()).ok()?;
                let spec = &found.network.spec;
                Some(!spec.internal() && !matches!(spec.driver(), Driver::Host | Driver::Null))
            });
            found.unwrap_or_default()
        };
        let (_, place) = container.places().find(publishes)?;
        let inside = place.ipv4.map(|address| address.address().to_string()).unwrap_or_default();
        Some((inside, place.endpoint.to_string()))
    }

    /// The identity of a network, its kind and its gateways of IPv4 and IPv6, as containers see them.
    pub(super) fn network_facts(&self, network: &str) -> Option<NetworkFacts> {
        let name = NetworkName::new(network).ok()?;
        let found = self.found((&name).into()).ok()?;
        let spec = &found.network.spec;
        let gateway = |ipv4: bool| {
            let booked = found.addresses.iter().filter(|book| book.pool().subnet().is_ipv4() == ipv4);
            let mut held = booked.flat_map(|book| {
                let chosen = book.pool().gateway();
                let held =
                    book.held().find(|(_, holder)| holder.as_str() == crate::simulation::network::GATEWAY);
                chosen.or(held.map(|(address, _)| address))
            });
            let shown = || {
                spec.pools()
                    .iter()
                    .filter(|pool| pool.subnet().is_ipv4() == ipv4)
                    .find_map(|pool| pool.gateway())
            };
            let gateway = held.next().or_else(shown).filter(|_| !spec.internal());
            gateway.map(|gateway| gateway.to_string()).unwrap_or_default()
        };
        Some(NetworkFacts {
            id: found.network.id.to_string(),
            driver: spec.driver().to_string(),
            gateway: gateway(true),
            gateway6: gateway(false),
        })
    }

    pub(super) fn tell_network(&mut self, action: &str, network: &str, container: &ContainerName) {
        let Some(facts) = self.network_facts(network) else { return };
        let Some(id) = self.containers.get(container).map(|there| there.id.to_string()) else { return };
        let pairs = [("container", id), ("name", network.to_owned()), ("type", facts.driver)];
        let attributes: BTreeMap<_, _> =
            pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.tell("network", action, &facts.id, attributes);
    }
}

/// What containers show of a network they are in.
#[derive(Debug, Clone)]
pub(super) struct NetworkFacts {
    pub(super) id: String,
    pub(super) driver: String,
    pub(super) gateway: String,
    pub(super) gateway6: String,
}
