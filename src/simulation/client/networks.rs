//! Networks: `/networks` and what is below it.

use serde_json::Value;

use super::Client;
use crate::model::{Driver, NetworkId};
use crate::simulation::network::{Asker, Made, SimulatedNetwork, truth};
use crate::simulation::{Fault, LookRefusal, NetworkCreated, Refusal};
use crate::wire::request::{EndpointSettings, Filters, NetworkCreate};

impl Client<'_> {
    /// `POST /networks/create`.
    ///
    /// ```
    /// use docknet::host::{Host, WindowsBuild};
    /// use docknet::simulation::{Fault, SimulatedHost, World};
    /// use docknet::wire::request::NetworkCreate;
    ///
    /// let (mut world, at) = World::of(SimulatedHost::new(Host::linux().with_engine("20.10.24".parse()?), 0));
    /// let body = serde_json::json!({ "Name": "back", "IPAM": { "Config": [{ "Subnet": "10.20.3.77/24" }] } });
    /// let made = world.client(at).create_network(&NetworkCreate::from_value(&body)?)?;
    /// let shown = world.client(at).inspect_network("back", "", None)?;
    /// assert_eq!((shown["Id"].as_str(), made.warning.as_str()), (Some(made.id.as_str()), ""));
    /// assert_eq!(shown["IPAM"]["Config"][0], serde_json::json!({ "Subnet": "10.20.3.77/24" }), "as it was typed");
    /// let Err(Fault::Refused(refusal)) = world.client(at).create_network(&NetworkCreate::new(" ")) else { panic!() };
    /// let engine = world.host(at).engine_version();
    /// assert_eq!((refusal.status(engine), refusal.sentence(engine)), (500, "invalid name:  ".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn create_network(&mut self, asked: &NetworkCreate) -> Result<NetworkCreated, Fault> {
        self.answers()?;
        if self.swarm_has_network(&asked.name) {
            return Err(Refusal::NetworkExists { network: asked.name.clone() }.into());
        }
        match self.host_mut().make_network(asked)? {
            Made::Here(made) => Ok(made),
            Made::BySwarm(warning) => {
                let id = self.create_swarm_network(asked)?;
                Ok(NetworkCreated { id, warning })
            }
        }
    }

    /// `GET /networks/{id}`: the network of that identity, name, or beginning of an identity. `verbose` is the text of
    /// the query, empty where it is absent.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`] or [`LookRefusal`].
    pub fn inspect_network(&self, key: &str, verbose: &str, scope: Option<&str>) -> Result<Value, Fault> {
        if !verbose.is_empty() && truth(verbose).is_none() {
            return Err(LookRefusal::Verbose { text: verbose.to_owned() }.into());
        }
        self.answers()?;
        let scoped = scope.filter(|scope| !scope.is_empty());
        let of_swarm =
            self.find_swarm_network(key).ok().filter(|_| scoped.is_none_or(|scope| scope == "swarm"));
        if let Some(shown) =
            of_swarm.and_then(|id| self.inspect_swarm_network(&id, truth(verbose) == Some(true)))
        {
            return Ok(shown);
        }
        let found = self.host().networks.find(key, Asker::Inspect)?;
        if scope.is_some_and(|scope| !scope.is_empty() && scope != found.scope) {
            return Err(Refusal::NetworkMissing { network: key.to_owned() }.into());
        }
        Ok(self.host().network_value(found, true))
    }

    /// `GET /networks`: those that pass, by name. Who is in them is left out, as engines do from API 1.28 on.
    ///
    /// # Errors
    /// [`LookRefusal`] for filters that are none.
    pub fn list_networks(&self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        self.answers()?;
        let host = self.host();
        let shown: std::collections::BTreeMap<_, _> = self.list_swarm_networks().into_iter().collect();
        let records: Vec<_> = shown.iter().map(|(id, shown)| of_swarm(id, shown, host.now())).collect();
        let value = |network: &SimulatedNetwork| match shown.get(network.id.as_str()) {
            Some(shown) => shown.clone(),
            None => host.network_value(network, false),
        };
        Ok(host.filtered(filters, &records)?.into_iter().map(value).collect())
    }

    /// `DELETE /networks/{id}`.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`], [`Refusal::PredefinedRemove`], [`Refusal::InUse`] and others, in the engine's words.
    pub fn remove_network(&mut self, key: &str) -> Result<(), Fault> {
        self.answers()?;
        if let (true, Ok(id)) = (self.is_manager(), self.find_swarm_network(key)) {
            return self.remove_swarm_network(&id);
        }
        self.host_mut().drop_network(key)
    }

    /// `POST /networks/prune`: the names of what was removed. Where that is nothing, engines write `null`.
    ///
    /// # Errors
    /// [`LookRefusal`] for filters that are none.
    pub fn prune_networks(&mut self, filters: &Filters) -> Result<Vec<String>, Fault> {
        self.answers()?;
        let mut gone = self.prune_swarm_networks(filters);
        gone.extend(self.host_mut().prune(filters)?);
        Ok(gone)
    }

    /// `POST /networks/{id}/connect`.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn connect(
        &mut self,
        network: &str,
        container: &str,
        asked: Option<&EndpointSettings>,
    ) -> Result<(), Fault> {
        let nothing = EndpointSettings::default();
        let asked = asked.unwrap_or(&nothing);
        self.answers()?;
        self.apply_to_connect(network, container, asked)?;
        let done = self.host_mut().connect_container(network, container, asked);
        self.containers_changed();
        done
    }

    /// `POST /networks/{id}/disconnect`.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn disconnect(&mut self, network: &str, container: &str, force: bool) -> Result<(), Fault> {
        self.answers()?;
        let done = self.host_mut().disconnect_container(network, container, force);
        self.containers_changed();
        done
    }
}

/// What filters look at of a network of the swarm.
fn of_swarm(id: &str, shown: &Value, now: crate::simulation::Moment) -> SimulatedNetwork {
    let id = NetworkId::new(id).expect("digits of base 36 are an identity");
    let text = |key: &str| shown[key].as_str().unwrap_or_default();
    let mut record = SimulatedNetwork::new(id, text("Name"), Driver::from(text("Driver")), now);
    record.scope = "swarm".into();
    let labels = shown["Labels"].as_object().into_iter().flatten();
    let label =
        |(key, value): (&String, &Value)| (key.clone(), value.as_str().unwrap_or_default().to_owned());
    record.labels = labels.map(label).collect();
    record
}
