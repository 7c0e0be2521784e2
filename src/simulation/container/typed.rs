//! Containers as tests and examples ask for them, through the same code as clients.

use super::{Container, ContainerSpec};
use crate::model::ContainerName;
use crate::simulation::{Fault, Refusal, SimulatedHost};

impl SimulatedHost {
    /// A container by name.
    #[must_use]
    pub fn container(&self, name: &ContainerName) -> Option<&Container> {
        self.containers.get(name)
    }

    /// Every container, by name.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.containers.values()
    }

    /// Records a container. Its network need not be there until it starts.
    ///
    /// # Errors
    /// [`Refusal::ContainerExists`].
    pub fn create_container(&mut self, spec: ContainerSpec) -> Result<ContainerName, Fault> {
        let name = spec.endpoint.container().clone();
        let detached = spec.network.is_none();
        let made = self.make_container(name.as_str(), "", &spec.body(self.default_network()))?;
        if detached {
            if let Some(container) = self.containers.get_mut(&name) {
                container.attachments.clear();
            }
        }
        debug_assert_eq!(self.books.name(&made.id), Some(&name));
        Ok(name)
    }

    /// Starts a container: every network it is in gives it an address. All or nothing.
    ///
    /// # Errors
    /// [`Fault::Refused`] in the engine's words; [`Fault::Never`] where HNS would hang.
    pub fn start_container(&mut self, name: &ContainerName) -> Result<(), Fault> {
        self.start_by(name.as_str()).map(|_done| ())
    }

    /// Stops a container. Its addresses are free for anybody, also those it asked for.
    ///
    /// # Errors
    /// [`ContainerRefusal::Missing`](crate::simulation::ContainerRefusal::Missing).
    pub fn stop_container(&mut self, name: &ContainerName) -> Result<(), Fault> {
        self.stop_by(name.as_str(), Some(0)).map(|_done| ())
    }

    /// Removes a container, stopping it first.
    ///
    /// # Errors
    /// [`ContainerRefusal::Missing`](crate::simulation::ContainerRefusal::Missing).
    pub fn remove_container(&mut self, name: &ContainerName) -> Result<(), Fault> {
        self.remove_by(name.as_str(), true, false, false).map(|_done| ())
    }

    pub(in crate::simulation) fn known(&self, name: &ContainerName) -> Result<&Container, Refusal> {
        let missing = || Refusal::ContainerMissing { name: name.to_string() };
        self.containers.get(name).ok_or_else(missing)
    }
}
