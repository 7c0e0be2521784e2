//! `/services`.

use serde_json::Value;

use super::Client;
use super::nodes::{all, any, has_label, known};
use super::swarm::number;
use crate::simulation::{Fault, SwarmRefusal};
use crate::wire::request::{Filters, NetworkTarget, ServiceCreate};

/// A service that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceCreated {
    /// Its identity.
    pub id: String,
    /// What the engine has to say about it.
    pub warnings: Vec<String>,
}

impl Client<'_> {
    /// `POST /services/create`. Its tasks run a second or two later.
    ///
    /// # Errors
    /// [`Fault`] in the words and order of engine and manager.
    pub fn create_service(&mut self, asked: &ServiceCreate) -> Result<ServiceCreated, Fault> {
        let (index, _) = self.manager(false)?;
        let targets = self.resolved(index, asked.targets())?;
        let id = self.world.swarm_and_ground(index).0.create_service(asked.clone(), targets)?;
        Ok(ServiceCreated { id, warnings: Vec::new() })
    }

    /// `POST /services/{id}/update`; `rollback` is empty or `previous`. The warnings.
    ///
    /// # Errors
    /// [`Fault`] in the words and order of engine and manager.
    pub fn update_service(
        &mut self,
        key: &str,
        version: &str,
        asked: &ServiceCreate,
        rollback: &str,
    ) -> Result<Vec<String>, Fault> {
        let version = number("service", version)?;
        let (index, _) = self.manager(false)?;
        let targets = self.resolved(index, asked.targets())?;
        let (swarm, _) = self.world.swarm_and_ground(index);
        let id = swarm.find_service(key)?;
        let back = match rollback {
            "" | "none" => false,
            "previous" => true,
            given => return Err(SwarmRefusal::Rollback { given: given.to_owned() }.into()),
        };
        swarm.update_service(&id, version, asked.clone(), targets, back)?;
        Ok(Vec::new())
    }

    /// `GET /services/{id}`, by identity, name or the beginning of an identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, [`SwarmRefusal::Missing`].
    pub fn inspect_service(&mut self, key: &str, insert_defaults: bool) -> Result<Value, Fault> {
        let (index, _) = self.manager(true)?;
        let swarm = &self.world.swarms[index];
        let id = swarm.find_service(key)?;
        Ok(swarm.show_service(&id, insert_defaults, false).unwrap_or_default())
    }

    /// `GET /services`, ordered by identity; with how many tasks run, if that is asked for.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, filters nobody knows.
    pub fn list_services(&mut self, filters: &Filters, status: bool) -> Result<Vec<Value>, Fault> {
        let (index, _) = self.manager(true)?;
        known(filters, &["id", "name", "label", "mode", "runtime"])?;
        let swarm = &self.world.swarms[index];
        let services =
            swarm.service_ids().into_iter().filter_map(|id| swarm.show_service(&id, false, status));
        let text = |service: &Value, path: &str| {
            service.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let mode = |service: &Value, word: &str| {
            let key = match word {
                "global" => "Global",
                "replicated" => "Replicated",
                _ => return false,
            };
            service.pointer("/Spec/Mode").is_some_and(|mode| mode.get(key).is_some())
        };
        Ok(services
            .filter(|service| {
                let labels = service.pointer("/Spec/Labels").cloned().unwrap_or_default();
                any(filters, "id", |id| text(service, "/ID").starts_with(id))
                    && any(filters, "name", |name| text(service, "/Spec/Name").starts_with(name))
                    && all(filters, "label", |label| has_label(&labels, label))
                    && any(filters, "mode", |word| mode(service, word))
                    && any(filters, "runtime", |word| word == "container")
            })
            .collect())
    }

    /// `DELETE /services/{id}`. Its containers end some seconds later.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, [`SwarmRefusal::Missing`].
    pub fn remove_service(&mut self, key: &str) -> Result<(), Fault> {
        let (index, _) = self.manager(false)?;
        let (swarm, _) = self.world.swarm_and_ground(index);
        let id = swarm.find_service(key)?;
        swarm.remove_service(&id);
        Ok(())
    }

    /// The networks a service names, by identity.
    fn resolved(&self, index: usize, targets: &[NetworkTarget]) -> Result<Vec<NetworkTarget>, Fault> {
        let mut resolved = Vec::with_capacity(targets.len());
        for target in targets {
            let local =
                |name: &str| self.host().networks().iter().any(|network| network.name().as_str() == name);
            let id = self.world.swarms[index].find_target(&target.target, local)?;
            resolved.push(NetworkTarget { target: id, ..target.clone() });
        }
        Ok(resolved)
    }
}
