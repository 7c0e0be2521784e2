//! Containers come into networks and leave them.

use super::{Asker, EndpointRecord, SimulatedNetwork};
use crate::host::Platform;
use crate::model::{ContainerName, Driver, NetworkId};
use crate::simulation::container::{Attachment, Place};
use crate::simulation::{EndpointRefusal, Fault, Refusal, SimulatedHost, linux, windows};
use crate::wire::request::EndpointSettings;

impl SimulatedHost {
    /// What `connect` does: one that runs gets its place now, one that is stopped when it starts.
    pub(in crate::simulation) fn connect_container(
        &mut self,
        term: &str,
        key: &str,
        asked: &EndpointSettings,
    ) -> Result<(), Fault> {
        let name = self.container_name(key)?;
        let running = self.known(&name)?.is_running();
        let found = self.networks.find(term, Asker::Join).map(|network| network.id.clone());
        if running && self.known(&name)?.network_mode().starts_with("container:") {
            return Err(EndpointRefusal::SharedMode.into());
        }
        let id = match found {
            Ok(id) => id,
            Err(refusal) if running => return Err(refusal.into()),
            // Whatever is wrong with the name of a network, a stopped container keeps it, and starting it fails later.
            Err(_) => {
                let attachment = Attachment::new(asked.clone());
                self.attachments(&name).insert(term.to_owned(), attachment);
                return Ok(());
            }
        };
        let network = self.network_by(&id)?;
        self.settings_fit(&network.name, Some(network), asked)?;
        self.may_attach(&name, network)?;
        let network_name = network.name.clone();
        let attachment = || Attachment::new(asked.clone());
        self.attachments(&name).entry(network_name.clone()).or_insert_with(attachment);
        if !running {
            return Ok(());
        }
        // From here on the container lists the network, also when it gets no place there.
        let place = self.join(&name, &id, asked)?;
        let identity = self.identity(&id);
        if let Some(there) = self.attachments(&name).get_mut(&network_name) {
            *there = Attachment { asked: asked.clone(), network: identity, place: Some(place) };
        }
        Ok(())
    }

    /// What `disconnect` does; by force also where the container is gone and its endpoint is not.
    pub(in crate::simulation) fn disconnect_container(
        &mut self,
        term: &str,
        key: &str,
        force: bool,
    ) -> Result<(), Fault> {
        let found = self.networks.find(term, Asker::Join).map(|network| network.id.clone());
        let name = match self.container_name(key) {
            Ok(name) => name,
            Err(_) if force => return self.drop_endpoint(&found?, key),
            Err(refusal) => return Err(refusal.into()),
        };
        let container = self.known(&name)?;
        let (running, container_id) = (container.is_running(), container.id.clone());
        let network_name = match &found {
            Ok(id) => self.network_by(id)?.name.clone(),
            Err(_) if !running || force => term.to_owned(),
            Err(refusal) => return Err(refusal.clone().into()),
        };
        let host_mode = container.network_mode() == "host";
        let to_host = found.as_ref().ok().and_then(|id| self.networks.get(id));
        if running && host_mode && to_host.is_some_and(|network| network.driver == Driver::Host) {
            return Err(EndpointRefusal::HostMode { connect: false }.into());
        }
        let not_connected = Refusal::NotConnected {
            container: container_id.to_string(),
            network: network_name.clone(),
            // What is not found is only struck off the container's list, running or not.
            running: running && found.is_ok(),
        };
        let there = self.attachments(&name).get(&network_name).cloned().ok_or(not_connected.clone())?;
        if running && found.is_ok() && there.place.is_none() {
            return Err(not_connected.into());
        }
        self.attachments(&name).remove(&network_name);
        if let Ok(id) = found {
            if there.place.is_some() {
                self.leave(&name, &id);
            }
            // Engines tell it once more where the container ran (asked of a 20.10.24 engine).
            if let Some(told) = self.networks.get(&id).map(SimulatedNetwork::told) {
                self.tell_network(told, "disconnect", Some(container_id.as_str()));
            }
        }
        Ok(())
    }

    /// A container starts: it gets a place in every network it is attached to, or in none.
    pub(in crate::simulation) fn join_networks(&mut self, name: &ContainerName) -> Result<(), Fault> {
        let wanted: Vec<_> =
            self.attachments(name).iter().map(|(network, there)| (network.clone(), there.clone())).collect();
        for (network, there) in wanted {
            if let Err(fault) = self.join_as_attached(name, &network, &there) {
                self.leave_networks(name);
                return Err(fault);
            }
        }
        Ok(())
    }

    fn join_as_attached(
        &mut self,
        name: &ContainerName,
        network: &str,
        there: &Attachment,
    ) -> Result<(), Fault> {
        // A network that was made again under the same name is another one.
        let term = there.network.as_ref().map_or(network, NetworkId::as_str);
        let found = self.networks.find(term, Asker::Join)?;
        let (id, network_name) = (found.id.clone(), found.name.clone());
        self.settings_fit(&network_name, Some(found), &there.asked)?;
        let place = self.join(name, &id, &there.asked)?;
        let identity = self.identity(&id);
        let asked = there.asked.clone();
        let attachments = self.attachments(name);
        attachments.remove(network);
        attachments.insert(network_name, Attachment { asked, network: identity, place: Some(place) });
        Ok(())
    }

    /// A container stops: its places are free for anybody.
    pub(in crate::simulation) fn leave_networks(&mut self, name: &ContainerName) {
        let leave = |(network, there): (&String, &mut Attachment)| {
            there.place.take().map(|_place| (network.clone(), there.network.clone()))
        };
        let left: Vec<_> = self.attachments(name).iter_mut().filter_map(leave).collect();
        for (network, id) in left {
            let id = id.or_else(|| self.networks.named(&network).next().map(|network| network.id.clone()));
            if let Some(id) = id {
                self.leave(name, &id);
            }
        }
    }

    /// Makes the endpoint and lists it.
    fn join(
        &mut self,
        name: &ContainerName,
        id: &NetworkId,
        asked: &EndpointSettings,
    ) -> Result<Place, Fault> {
        self.texts_fit(asked)?;
        let container = self.known(name)?;
        let (container_id, publishes) = (container.id.clone(), !container.ports.is_empty());
        let network = self.network_by(id)?;
        let network_name = network.name.clone();
        if network.endpoints.contains_key(&container_id) {
            return Err(
                Refusal::AlreadyConnected { container: name.to_string(), network: network_name }.into()
            );
        }
        if network.config_only {
            return Err(EndpointRefusal::ConfigOnly.into());
        }
        if network.stale {
            return Err(EndpointRefusal::Stale { endpoint: name.to_string(), network: network_name }.into());
        }
        let reserved = self.overlay_places.remove(&(container_id.clone(), id.clone()));
        let place = match (reserved, self.host.platform) {
            (Some(place), _) => place,
            (None, Platform::Windows(_)) => windows::place(self, id, name, asked)?,
            (None, Platform::Linux(_)) => linux::place(self, id, asked)?,
        };
        let record =
            EndpointRecord { name: name.to_string(), place: place.clone(), since: self.now(), publishes };
        if let Some(network) = self.networks.get_mut(id) {
            network.endpoints.insert(container_id.clone(), record);
            network.publishing += usize::from(publishes);
            let told = network.told();
            self.tell_network(told, "connect", Some(container_id.as_str()));
        }
        self.count_publishing(id);
        Ok(place)
    }

    /// Takes the endpoint out of the list and gives its addresses back.
    fn leave(&mut self, name: &ContainerName, id: &NetworkId) {
        let Some(container) = self.containers.get(name).map(|container| container.id.clone()) else { return };
        let Some(network) = self.networks.get_mut(id) else { return };
        let Some(endpoint) = network.endpoints.remove(&container) else { return };
        network.publishing -= usize::from(endpoint.publishes);
        let told = network.told();
        self.give_back(id, &endpoint.place);
        self.count_publishing(id);
        self.tell_network(told, "disconnect", Some(container.as_str()));
    }

    fn give_back(&mut self, id: &NetworkId, place: &Place) {
        let Some(network) = self.networks.get(id) else { return };
        for given in place.ipv4.into_iter().chain(place.ipv6) {
            let keys = network.pools.iter().filter_map(|pool| pool.key.as_ref());
            if let Some(key) = keys.into_iter().find(|key| key.subnet.contains(given.address())) {
                self.space.give(key, given.address());
            }
            if let Some(hns) = &network.hns_id {
                self.hns.give(hns, given.address());
            }
        }
    }

    /// An endpoint whose container is gone.
    fn drop_endpoint(&mut self, id: &NetworkId, key: &str) -> Result<(), Fault> {
        let missing = EndpointRefusal::EndpointMissing { name: key.to_owned() };
        let network = self.network_by(id)?;
        let ghost = network.endpoints.iter().find(|(_, endpoint)| endpoint.name == key);
        let (container, place) = ghost.map(|(id, there)| (id.clone(), there.place.clone())).ok_or(missing)?;
        self.give_back(id, &place);
        if let Some(network) = self.networks.get_mut(id) {
            if let Some(endpoint) = network.endpoints.remove(&container) {
                network.publishing -= usize::from(endpoint.publishes);
            }
        }
        self.count_publishing(id);
        Ok(())
    }

    /// Whether a container may list a network beside those it lists (moby `updateNetworkSettings`).
    fn may_attach(&self, name: &ContainerName, network: &SimulatedNetwork) -> Result<(), Refusal> {
        let container = self.known(name)?;
        let mode = container.network_mode();
        if mode != "host" && network.driver == Driver::Host {
            return Err(EndpointRefusal::HostMode { connect: true }.into());
        }
        if container.attachments.contains_key(&network.name) {
            return Ok(());
        }
        // The two that stand alone are listed by name, so that a container in many networks is not looked through.
        let listed = |name: &str| container.attachments.contains_key(name) && self.is_predefined(name);
        if listed("host") || network.driver == Driver::Host {
            return Err(EndpointRefusal::SharedMode.into());
        }
        if listed("none") || (network.name == "none" && !container.attachments.is_empty()) {
            return Err(EndpointRefusal::PrivateMode.into());
        }
        Ok(())
    }

    /// What a container remembers a network by: its identity, unless it is one of the engine's own.
    fn identity(&self, id: &NetworkId) -> Option<NetworkId> {
        let network = self.networks.get(id)?;
        (!self.is_predefined(&network.name)).then(|| id.clone())
    }

    fn network_by(&self, id: &NetworkId) -> Result<&SimulatedNetwork, Refusal> {
        self.networks.get(id).ok_or_else(|| Refusal::NetworkMissing { network: id.to_string() })
    }

    /// Keeps the count of NAT networks with published ports, which is what HNS hangs over.
    fn count_publishing(&mut self, id: &NetworkId) {
        let busy = self
            .networks
            .get(id)
            .is_some_and(|network| network.publishing > 0 && network.driver == Driver::Nat);
        self.hns.publishes(id, busy);
    }
}
