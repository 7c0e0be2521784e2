//! Networks: `/networks` and what is below it.

use serde_json::Value;

use super::Client;
use crate::simulation::network::{Asker, truth};
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
        self.host_mut().make_network(asked)
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
        let host = self.host();
        Ok(host.filtered(filters)?.into_iter().map(|network| host.network_value(network, false)).collect())
    }

    /// `DELETE /networks/{id}`.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`], [`Refusal::PredefinedRemove`], [`Refusal::InUse`] and others, in the engine's words.
    pub fn remove_network(&mut self, key: &str) -> Result<(), Fault> {
        self.host_mut().drop_network(key)
    }

    /// `POST /networks/prune`: the names of what was removed. Where that is nothing, engines write `null`.
    ///
    /// # Errors
    /// [`LookRefusal`] for filters that are none.
    pub fn prune_networks(&mut self, filters: &Filters) -> Result<Vec<String>, Fault> {
        self.host_mut().prune(filters)
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
        self.host_mut().connect_container(network, container, asked.unwrap_or(&nothing))
    }

    /// `POST /networks/{id}/disconnect`.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn disconnect(&mut self, network: &str, container: &str, force: bool) -> Result<(), Fault> {
        self.host_mut().disconnect_container(network, container, force)
    }
}
