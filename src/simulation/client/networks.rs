//! Networks: `/networks` and what is below it.

use serde_json::Value;

use super::Client;
use crate::model::{Driver, NetworkKey, NetworkName, NetworkSpec};
use crate::simulation::{Fault, Refusal};
use crate::wire::request::{Filters, NetworkCreate};

/// A network that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkCreated {
    /// Its identity.
    pub id: String,
    /// What the engine has to say about it.
    pub warning: String,
}

impl Client<'_> {
    /// `POST /networks/create`.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn create_network(&mut self, asked: &NetworkCreate) -> Result<NetworkCreated, Fault> {
        self.answers()?;
        let taken = || Refusal::NetworkExists { network: asked.name.clone() };
        if self.swarm_has_network(&asked.name) {
            return Err(taken().into());
        }
        let warning = String::new();
        if asked.driver == "overlay" || asked.scope == "swarm" {
            return Ok(NetworkCreated { id: self.create_swarm_network(asked)?, warning });
        }
        let name = NetworkName::new(&asked.name).ok();
        let name = name.ok_or_else(|| Refusal::NetworkMissing { network: asked.name.clone() })?;
        let driver = if asked.driver.is_empty() { Driver::Bridge } else { Driver::from(asked.driver.as_str()) };
        let id = self.host_mut().create_network(&NetworkSpec::new(name, driver))?;
        Ok(NetworkCreated { id: id.to_string(), warning })
    }

    /// `GET /networks/{id}`.
    ///
    /// # Errors
    /// [`Refusal::NetworkMissing`] or [`Refusal::Ambiguous`].
    pub fn inspect_network(&self, key: &str, verbose: &str, _scope: Option<&str>) -> Result<Value, Fault> {
        self.answers()?;
        let missing = || Refusal::NetworkMissing { network: key.to_owned() };
        let id = self.find_swarm_network(key).map_err(|matches| match matches {
            0 => missing(),
            matches => Refusal::Ambiguous { network: key.to_owned(), matches },
        })?;
        let verbose = matches!(verbose, "1" | "true");
        Ok(self.inspect_swarm_network(&id, verbose).ok_or_else(missing)?)
    }

    /// `GET /networks`.
    ///
    /// # Errors
    /// [`Fault::Never`] where the engine answers nobody.
    pub fn list_networks(&self, _filters: &Filters) -> Result<Vec<Value>, Fault> {
        self.answers()?;
        Ok(self.list_swarm_networks().into_iter().map(|(_, shown)| shown).collect())
    }

    /// `DELETE /networks/{id}`.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words.
    pub fn remove_network(&mut self, key: &str) -> Result<(), Fault> {
        self.answers()?;
        if let (true, Ok(id)) = (self.is_manager(), self.find_swarm_network(key)) {
            return self.remove_swarm_network(&id);
        }
        let name = NetworkName::new(key).ok();
        let name = name.ok_or_else(|| Refusal::NetworkMissing { network: key.to_owned() })?;
        self.host_mut().remove_network(NetworkKey::Name(&name))
    }
}
