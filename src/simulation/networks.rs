//! Networks of a host: made, looked at, joined, left, removed.

use super::container::Place;
use super::network::SimulatedNetwork;
use super::{Fault, Refusal, SimulatedHost, bridge, windows};
use crate::host::Platform;
use crate::model::{
    ContainerName, Driver, Endpoint, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec,
};
use crate::plan::Holder;
use crate::wire::request::EndpointSettings;

impl SimulatedHost {
    /// All networks with their endpoints, ordered by name.
    #[must_use]
    pub fn networks(&self) -> Vec<Network> {
        let mut networks: Vec<_> = self.networks.values().map(|network| self.shown(network)).collect();
        networks.sort_by(|a, b| (a.name(), &a.id).cmp(&(b.name(), &b.id)));
        networks
    }

    /// One network with its endpoints.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`] or [`Refusal::Ambiguous`].
    pub fn network(&self, key: NetworkKey<'_>) -> Result<Network, Fault> {
        Ok(self.shown(self.found(key)?))
    }

    /// Makes a network.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn create_network(&mut self, spec: &NetworkSpec) -> Result<NetworkId, Fault> {
        let network = spec.name().to_string();
        if self.is_predefined(spec.name()) {
            return Err(Refusal::PredefinedCreate { network }.into());
        }
        if self.networks.values().any(|there| there.network.name() == spec.name()) {
            return Err(Refusal::NetworkExists { network }.into());
        }
        let id = self.fresh_id::<NetworkId>();
        let made = match self.host.platform {
            Platform::Windows(build) => windows::create(self, build, &id, spec)?,
            Platform::Linux(_) => bridge::create(self, &id, spec)?,
        };
        self.networks.insert(id.clone(), made);
        Ok(id)
    }

    /// Makes a NAT network whose prefix HNS picks, as a Compose project without a word about networks does on Windows.
    ///
    /// # Errors
    /// [`Fault`], as [`create_network`](Self::create_network); a name that is blank is missing.
    pub fn create_nat_network(&mut self, name: &str) -> Result<NetworkName, Fault> {
        let missing = || Refusal::NetworkMissing { network: name.to_owned() };
        let name = NetworkName::new(name).ok().ok_or_else(missing)?;
        self.create_network(&NetworkSpec::new(name.clone(), Driver::Nat))?;
        Ok(name)
    }

    /// Removes a network nobody runs in.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`], [`Refusal::PredefinedRemove`] or [`Refusal::InUse`].
    pub fn remove_network(&mut self, key: NetworkKey<'_>) -> Result<(), Fault> {
        let found = self.found(key)?;
        let (id, name) = (found.network.id.clone(), found.network.name().clone());
        if self.is_predefined(&name) {
            return Err(Refusal::PredefinedRemove { network: name.to_string() }.into());
        }
        let endpoints = self.shown(found).endpoints;
        if !endpoints.is_empty() {
            let named = |there: Endpoint| (there.name, there.id.map(|id| id.to_string()).unwrap_or_default());
            let endpoints = endpoints.into_iter().map(named).collect();
            return Err(Refusal::InUse { network: name.to_string(), id: id.to_string(), endpoints }.into());
        }
        if let Some(hns_id) = self.networks.remove(&id).and_then(|network| network.hns_id) {
            self.hns.remove(&hns_id);
        }
        Ok(())
    }

    /// Removes every network nobody runs in but the engine's own, and says which, ordered by name.
    pub fn prune_networks(&mut self) -> Vec<NetworkName> {
        let names: Vec<_> = self.networks().iter().map(|network| network.name().clone()).collect();
        names.into_iter().filter(|name| self.remove_network(name.into()).is_ok()).collect()
    }

    /// Joins a container to a network. One that is stopped joins when it starts, whatever it is told now.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn connect(&mut self, key: NetworkKey<'_>, wish: &EndpointSpec) -> Result<(), Fault> {
        let container = self.known(wish.container())?;
        let (running, connected) =
            (container.is_running(), |name: &NetworkName| container.place(name.as_str()).is_some());
        let name = match self.found(key) {
            Ok(found) => {
                let name = found.network.name().clone();
                if connected(&name) {
                    let (container, network) = (wish.container().to_string(), name.to_string());
                    return Err(Refusal::AlreadyConnected { container, network }.into());
                }
                name
            }
            // The name is kept, and starting it fails later.
            Err(fault) => match key {
                NetworkKey::Name(name) if !running => name.clone(),
                NetworkKey::Name(_) | NetworkKey::Id(_) => return Err(fault),
            },
        };
        let place = if running { Some(self.place(&name, wish)?) } else { None };
        if let Some(container) = self.containers.get_mut(wish.container()) {
            let asked = EndpointSettings::from(wish);
            let there = container.attachments.entry(name.to_string()).or_default();
            if there.network.is_none() || place.is_some() {
                there.asked = asked;
            }
            there.place = place;
        }
        self.remember_identities(wish.container());
        Ok(())
    }

    /// Networks a container runs in are remembered by identity, the engine's own by name (read on a 20.10 engine).
    pub(super) fn remember_identities(&mut self, container: &ContainerName) {
        let Some(known) = self.containers.get(container) else { return };
        let identity = |name: &NetworkName| {
            let found = self.found(name.into()).ok().filter(|_| !self.is_predefined(name))?;
            Some((name.clone(), found.network.id.clone()))
        };
        let names = known.places().filter_map(|(name, _)| NetworkName::new(name).ok());
        let identities: Vec<_> = names.filter_map(|name| identity(&name)).collect();
        let Some(known) = self.containers.get_mut(container) else { return };
        for (name, id) in identities {
            if let Some(there) = known.attachments.get_mut(name.as_str()) {
                there.network = Some(id);
            }
        }
    }

    /// Takes a container out of a network.
    ///
    /// # Errors
    /// [`Refusal::ContainerMissing`], [`Refusal::NetworkMissing`] or [`Refusal::NotConnected`].
    pub fn disconnect(&mut self, key: NetworkKey<'_>, container: &ContainerName) -> Result<(), Fault> {
        let name = self.found(key)?.network.name().clone();
        let known = self.known(container)?;
        let (running, id) = (known.is_running(), known.id.to_string());
        let Some(known) = self.containers.get_mut(container) else { return Ok(()) };
        let Some(there) = known.attachments.remove(name.as_str()) else {
            return Err(Refusal::NotConnected { container: id, network: name.to_string(), running }.into());
        };
        if let Some(place) = there.place {
            self.give_back(container, &[(name.to_string(), place)]);
        }
        Ok(())
    }

    /// The one network of that name or identity.
    pub(super) fn found(&self, key: NetworkKey<'_>) -> Result<&SimulatedNetwork, Fault> {
        let network = key.to_string();
        match key {
            NetworkKey::Id(id) => self.networks.get(id).ok_or(Refusal::NetworkMissing { network }.into()),
            NetworkKey::Name(name) => {
                let named: Vec<_> =
                    self.networks.values().filter(|there| there.network.name() == name).collect();
                match named.as_slice() {
                    [only] => Ok(only),
                    [] => Err(Refusal::NetworkMissing { network }.into()),
                    several => Err(Refusal::Ambiguous { network, matches: several.len() }.into()),
                }
            }
        }
    }

    /// A place for a container that is about to be in a network.
    pub(super) fn place(&mut self, name: &NetworkName, wish: &EndpointSpec) -> Result<Place, Fault> {
        let id = self.found(name.into())?.network.id.clone();
        match self.host.platform {
            Platform::Windows(_) => windows::place(self, &id, wish),
            Platform::Linux(_) => bridge::place(self, &id, wish),
        }
    }

    /// Lets go of the addresses a container had.
    pub(super) fn give_back(&mut self, container: &ContainerName, places: &[(String, Place)]) {
        let holder = Holder::new(container);
        for (name, place) in places {
            let named = self.networks.values_mut().filter(|there| there.network.name().as_str() == name);
            for addresses in named.flat_map(|network| &mut network.addresses) {
                for address in place.ipv4.into_iter().chain(place.ipv6) {
                    if addresses.holder(address.address()) == Some(&holder) {
                        addresses.release(address.address());
                    }
                }
            }
        }
    }

    fn is_predefined(&self, name: &NetworkName) -> bool {
        let predefined: &[&str] = match self.host.platform {
            Platform::Windows(_) => &["nat", "none", "default"],
            Platform::Linux(_) => &["bridge", "host", "none", "default"],
        };
        predefined.contains(&name.as_str())
    }

    /// The network as the engine shows it: with the endpoints of running containers.
    fn shown(&self, network: &SimulatedNetwork) -> Network {
        let mut shown = network.network.clone();
        let name = network.network.name();
        for (container_name, container) in &self.containers {
            if let Some(place) = container.place(name.as_str()) {
                let mut endpoint = Endpoint::new(container.id.clone(), container_name.as_str());
                endpoint.id = Some(place.endpoint.clone());
                endpoint.mac = place.mac;
                endpoint.ipv4 = place.ipv4;
                endpoint.ipv6 = place.ipv6;
                endpoint.assignment = place.assignment;
                shown.endpoints.push(endpoint);
            }
        }
        shown
    }
}
