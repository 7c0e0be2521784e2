//! What containers have to do with networks when they start and end.

use std::collections::BTreeMap;

use super::{Attachment, Container, Place};
use crate::model::{ContainerName, Driver};
use crate::simulation::SimulatedHost;
use crate::simulation::network::{Asker, SimulatedNetwork};

impl SimulatedHost {
    /// The networks a container that was looked up is to be in.
    pub(in crate::simulation) fn attachments(
        &mut self,
        name: &ContainerName,
    ) -> &mut BTreeMap<String, Attachment> {
        &mut self.containers.get_mut(name).expect("callers looked it up").attachments
    }

    /// Takes back every place and every port a container has.
    pub(super) fn leave_all(&mut self, name: &ContainerName) {
        let Some(container) = self.containers.get_mut(name) else { return };
        let (id, bound) = (container.id.to_string(), std::mem::take(&mut container.bound));
        self.books.ports.give_back(&id, &bound);
        self.leave_networks(name);
        self.hns.container_stopped(&self.host);
    }

    /// The name a network is known by: its own if it is called by its identity.
    pub(super) fn known_as(&self, key: &str) -> String {
        self.networks.find(key, Asker::Join).map_or_else(|_none| key.to_owned(), |there| there.name.clone())
    }

    /// Whether users made a network of that name.
    pub(super) fn is_users(&self, network: &str) -> bool {
        super::create::is_user_defined(network, self.host.platform)
    }

    /// The address of the place through which ports are published, and the identity of its endpoint.
    pub(super) fn publishing_place(&self, container: &Container) -> Option<(String, String)> {
        let publishes = |(network, _): &(&str, &Place)| {
            let found = self.network_of(container, network);
            found.is_some_and(|found| !found.internal && !matches!(found.driver, Driver::Host | Driver::Null))
        };
        let (_, place) = container.places().find(publishes)?;
        let inside = place.ipv4.map(|address| address.address().to_string()).unwrap_or_default();
        Some((inside, place.endpoint.to_string()))
    }

    /// A network a container is in or was in.
    pub(super) fn network_of(&self, container: &Container, network: &str) -> Option<&SimulatedNetwork> {
        let known = container.attachments.get(network).and_then(|there| there.network.as_ref());
        match known {
            Some(id) => self.networks.get(id),
            None => self.networks.named(network).next(),
        }
    }

    /// A container has another name: networks list it under that.
    pub(super) fn rename_endpoints(&mut self, container: &Container) {
        let places = container.places().map(|(network, _)| network.to_owned()).collect::<Vec<_>>();
        for network in places {
            let Some(id) = self.network_of(container, &network).map(|there| there.id.clone()) else {
                continue;
            };
            let Some(there) = self.networks.get_mut(&id) else { continue };
            if let Some(endpoint) = there.endpoints.get_mut(&container.id) {
                endpoint.name = container.name.to_string();
            }
        }
    }
}
