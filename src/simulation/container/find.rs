//! Which container is meant.

use super::Container;
use crate::model::ContainerName;
use crate::simulation::{ContainerRefusal, Fault, SimulatedHost};

impl SimulatedHost {
    /// The name of the container a key means: a whole identity before a whole name, with or without the slash engines put
    /// before it, before the beginning of an identity.
    pub(in crate::simulation) fn container_name(&self, key: &str) -> Result<ContainerName, ContainerRefusal> {
        if key.is_empty() {
            return Err(ContainerRefusal::NoName);
        }
        if let Some(name) = self.books.name(key) {
            return Ok(name.clone());
        }
        let bare = key.strip_prefix('/').unwrap_or(key);
        if let Some(name) = ContainerName::new(bare).ok().filter(|name| self.containers.contains_key(name)) {
            return Ok(name);
        }
        let linked = self.books.links.get(&format!("/{bare}")).and_then(|id| self.books.name(id));
        if let Some(name) = linked {
            return Ok(name.clone());
        }
        let missing = || ContainerRefusal::Missing { key: key.to_owned() };
        self.books.begins(key)?.cloned().ok_or_else(missing)
    }

    /// The container a key means.
    ///
    /// # Errors
    /// [`ContainerRefusal`]: none, or several.
    pub(in crate::simulation) fn container_by(&self, key: &str) -> Result<&Container, ContainerRefusal> {
        let name = self.container_name(key)?;
        let missing = || ContainerRefusal::Missing { key: key.to_owned() };
        self.containers.get(&name).ok_or_else(missing)
    }

    /// As [`container_by`](Self::container_by), for those who will change it.
    pub(super) fn container_mut(&mut self, key: &str) -> Result<&mut Container, Fault> {
        let name = self.container_name(key)?;
        let missing = || ContainerRefusal::Missing { key: key.to_owned() };
        Ok(self.containers.get_mut(&name).ok_or_else(missing)?)
    }
}
