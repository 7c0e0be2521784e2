//! `/configs`.

use serde_json::Value;

use super::Client;
use super::nodes::{all, any, has_label, known};
use super::swarm::number;
use crate::simulation::Fault;
use crate::simulation::swarm::Kind;
use crate::wire::request::Filters;

impl Client<'_> {
    /// `POST /configs/create`: its identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, names and data that are none, a name that is taken.
    pub fn create_config(&mut self, spec: &Value) -> Result<String, Fault> {
        let (index, _) = self.manager(false)?;
        Ok(self.world.swarm_and_ground(index).0.create_datum(Kind::Config, spec)?)
    }

    /// `GET /configs`, ordered by identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, filters nobody knows.
    pub fn list_configs(&mut self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        let (index, _) = self.manager(true)?;
        known(filters, &["id", "name", "names", "label"])?;
        let swarm = &self.world.swarms[index];
        let data = swarm.data(Kind::Config).into_iter().filter(|(shown, name)| {
            let labels = shown.pointer("/Spec/Labels").cloned().unwrap_or_default();
            let id = shown["ID"].as_str().unwrap_or_default();
            any(filters, "id", |asked| id.starts_with(asked))
                && any(filters, "name", |asked| name.starts_with(asked))
                && any(filters, "names", |asked| *name == asked)
                && all(filters, "label", |label| has_label(&labels, label))
        });
        Ok(data.map(|(shown, _)| shown).collect())
    }

    /// `GET /configs/{id}`, by identity, name or the beginning of an identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, nothing there.
    pub fn inspect_config(&mut self, key: &str) -> Result<Value, Fault> {
        let (index, _) = self.manager(true)?;
        Ok(self.world.swarms[index].datum(Kind::Config, key)?.1)
    }

    /// `POST /configs/{id}/update`: only labels may change.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, nothing there, another version, something else changed.
    pub fn update_config(&mut self, key: &str, version: &str, spec: &Value) -> Result<(), Fault> {
        let version = number("config", version)?;
        let (index, _) = self.manager(false)?;
        Ok(self.world.swarm_and_ground(index).0.update_datum(Kind::Config, key, version, spec)?)
    }

    /// `DELETE /configs/{id}`.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, nothing there, a service uses it.
    pub fn remove_config(&mut self, key: &str) -> Result<(), Fault> {
        let (index, _) = self.manager(false)?;
        Ok(self.world.swarm_and_ground(index).0.remove_datum(Kind::Config, key)?)
    }
}
