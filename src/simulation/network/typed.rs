//! Networks of a host as values: made, looked at, joined, left, removed.

use super::{Asker, SimulatedNetwork};
use crate::model::{
    ContainerName, Driver, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec,
};
use crate::simulation::{Fault, Refusal, SimulatedHost};
use crate::wire::NetworkDocument;
use crate::wire::request::{Filters, NetworkCreate};

impl SimulatedHost {
    /// All networks with their endpoints, ordered by name.
    #[must_use]
    pub fn networks(&self) -> Vec<Network> {
        self.networks.iter().filter_map(|network| self.shown(network)).collect()
    }

    /// One network with its endpoints.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`] or [`LookRefusal`](crate::simulation::LookRefusal).
    pub fn network(&self, key: NetworkKey<'_>) -> Result<Network, Fault> {
        self.meant(key)?;
        let found = self.networks.find(key.as_str(), Asker::Inspect)?;
        let missing = || Refusal::NetworkMissing { network: key.to_string() };
        Ok(self.shown(found).ok_or_else(missing)?)
    }

    /// Makes a network.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn create_network(&mut self, spec: &NetworkSpec) -> Result<NetworkId, Fault> {
        self.make_network(&NetworkCreate::from(spec)).map(|made| made.id)
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
        self.meant(key)?;
        self.drop_network(key.as_str())
    }

    /// Removes every network nobody runs in but the engine's own, and says which, ordered by name.
    pub fn prune_networks(&mut self) -> Vec<NetworkName> {
        let names = self.prune(&Filters::new()).unwrap_or_default();
        names.into_iter().filter_map(|name| NetworkName::new(name).ok()).collect()
    }

    /// Joins a container to a network. One that is stopped joins when it starts, whatever it is told now.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn connect(&mut self, key: NetworkKey<'_>, wish: &EndpointSpec) -> Result<(), Fault> {
        self.meant(key)?;
        self.connect_container(key.as_str(), wish.container().as_str(), &wish.into())
    }

    /// Takes a container out of a network.
    ///
    /// # Errors
    /// [`Refusal::ContainerMissing`], [`Refusal::NetworkMissing`] or [`Refusal::NotConnected`].
    pub fn disconnect(&mut self, key: NetworkKey<'_>, container: &ContainerName) -> Result<(), Fault> {
        self.meant(key)?;
        self.disconnect_container(key.as_str(), container.as_str(), false)
    }

    /// A name is no part of an identity here, as it is to an engine.
    fn meant(&self, key: NetworkKey<'_>) -> Result<(), Refusal> {
        let NetworkKey::Name(name) = key else { return Ok(()) };
        match self.networks.find(name.as_str(), Asker::Inspect) {
            Ok(found) if found.name != name.as_str() => {
                Err(Refusal::NetworkMissing { network: name.to_string() })
            }
            _ => Ok(()),
        }
    }

    /// The network as a client of the engine reads it; how an address came about is known here and kept.
    fn shown(&self, network: &SimulatedNetwork) -> Option<Network> {
        let document = NetworkDocument::from_value(self.network_value(network, true)).ok()?;
        let mut shown = document.observed().ok()?;
        for endpoint in &mut shown.endpoints {
            if let Some(there) = network.endpoints.get(&endpoint.container) {
                endpoint.assignment = there.place.assignment;
            }
        }
        Some(shown)
    }
}
