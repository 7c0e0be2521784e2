//! What clients ask about containers.

use serde_json::{Value, json};

use super::Client;
use crate::simulation::container::Phase;
use crate::simulation::{ContainerCreated, ContainerRefusal, Done, Fault, ListContainers, Moment};
use crate::wire::request::{ContainerCreate, Filters};

impl Client<'_> {
    /// `POST /containers/create`: makes a container; without a name it gets one that follows from the seed.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    ///
    /// ```
    /// use docknet::simulation::{SimulatedHost, World};
    /// use docknet::wire::request::ContainerCreate;
    /// let (mut world, at) = World::of(SimulatedHost::linux());
    /// let mut client = world.client(at);
    /// let made = client.create_container(Some("cache"), &ContainerCreate::new("redis:7"))?;
    /// client.start_container("cache")?;
    /// let there = client.inspect_container(&made.id[..12], false)?;
    /// assert_eq!(there["State"]["Status"], "running");
    /// assert_eq!(there["NetworkSettings"]["IPAddress"], "172.17.0.2");
    /// # Ok::<(), docknet::simulation::Fault>(())
    /// ```
    pub fn create_container(
        &mut self,
        name: Option<&str>,
        body: &ContainerCreate,
    ) -> Result<ContainerCreated, Fault> {
        self.create_container_for(name, "", body)
    }

    /// As [`create_container`](Self::create_container), of an image of that platform: `linux/amd64`; empty for any.
    ///
    /// # Errors
    /// As [`create_container`](Self::create_container).
    pub fn create_container_for(
        &mut self,
        name: Option<&str>,
        platform: &str,
        body: &ContainerCreate,
    ) -> Result<ContainerCreated, Fault> {
        self.host_mut().make_container(name.unwrap_or_default(), platform, body)
    }

    /// `POST /containers/{key}/start`.
    ///
    /// # Errors
    /// [`Fault::Refused`] in the engine's words; [`Fault::Never`] where HNS would hang.
    pub fn start_container(&mut self, key: &str) -> Result<Done, Fault> {
        self.host_mut().start_by(key)
    }

    /// `POST /containers/{key}/stop`: asks it, and kills it when it has not listened for so many seconds; none asks the
    /// container's own setting, which is ten if it has none; less than none waits for ever.
    ///
    /// [`Done::At`] says when the engine will answer, if the container does not listen.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn stop_container(&mut self, key: &str, seconds: Option<i64>) -> Result<Done, Fault> {
        self.host_mut().stop_by(key, seconds)
    }

    /// `POST /containers/{key}/restart`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn restart_container(&mut self, key: &str, seconds: Option<i64>) -> Result<Done, Fault> {
        self.host_mut().restart_by(key, seconds)
    }

    /// `POST /containers/{key}/kill`; an empty signal is `KILL`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn kill_container(&mut self, key: &str, signal: &str) -> Result<(), Fault> {
        self.host_mut().kill_by(key, signal)
    }

    /// `POST /containers/{key}/pause`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn pause_container(&mut self, key: &str) -> Result<(), Fault> {
        self.host_mut().pause_by(key)
    }

    /// `POST /containers/{key}/unpause`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn unpause_container(&mut self, key: &str) -> Result<(), Fault> {
        self.host_mut().unpause_by(key)
    }

    /// `POST /containers/{key}/rename`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn rename_container(&mut self, key: &str, new: &str) -> Result<(), Fault> {
        self.host_mut().rename_by(key, new)
    }

    /// `POST /containers/{key}/update`, as far as restart policies go.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn update_container(&mut self, key: &str, body: &Value) -> Result<Value, Fault> {
        self.host_mut().update_by(key, &body["RestartPolicy"])?;
        Ok(json!({ "Warnings": null }))
    }

    /// `DELETE /containers/{key}`; with `volumes` also those nobody named, with `link` only a link.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn remove_container(
        &mut self,
        key: &str,
        force: bool,
        volumes: bool,
        link: bool,
    ) -> Result<Done, Fault> {
        self.host_mut().remove_by(key, force, volumes, link)
    }

    /// `GET /containers/{key}/json`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn inspect_container(&self, key: &str, size: bool) -> Result<Value, Fault> {
        let host = self.host();
        Ok(host.container_value(host.container_by(key)?, size))
    }

    /// `GET /containers/json`, the newest first.
    ///
    /// # Errors
    /// [`Fault`] for filters there are not.
    pub fn list_containers(&self, asked: &ListContainers) -> Result<Vec<Value>, Fault> {
        self.host().list_by(asked)
    }

    /// `GET /containers/{key}/top`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn top_container(&mut self, key: &str) -> Result<Value, Fault> {
        self.host_mut().top_by(key)
    }

    /// `POST /containers/prune`: the identities of what was removed.
    ///
    /// # Errors
    /// [`Fault`] for filters there are not.
    pub fn prune_containers(&mut self, filters: &Filters) -> Result<Vec<String>, Fault> {
        self.host_mut().prune_containers_by(filters)
    }

    /// What `POST /containers/{key}/wait` waits for with the condition `not-running`: the code it ended with; none while
    /// it runs. One that never ran has ended with 0.
    ///
    /// The other conditions follow from it: `next-exit` is the code at [`runs`](Self::runs) of a greater number,
    /// `removed` the code before the container is missing.
    ///
    /// # Errors
    /// [`ContainerRefusal::Missing`].
    pub fn exit_status(&self, key: &str) -> Result<Option<i64>, Fault> {
        let container = self.host().container_by(key)?;
        Ok(match container.state.phase {
            Phase::Created => Some(0),
            Phase::Exited => Some(container.state.exit_code),
            Phase::Paused | Phase::Restarting | Phase::Running => None,
        })
    }

    /// How often a container has been started or has ended: changes with each.
    ///
    /// # Errors
    /// [`ContainerRefusal::Missing`].
    pub fn runs(&self, key: &str) -> Result<u64, Fault> {
        Ok(self.host().container_by(key)?.run)
    }

    /// The identity a key means.
    ///
    /// # Errors
    /// [`ContainerRefusal::Missing`] or [`ContainerRefusal::Ambiguous`].
    pub fn container_id(&self, key: &str) -> Result<String, ContainerRefusal> {
        Ok(self.host().container_by(key)?.id.to_string())
    }

    /// When something will happen by itself next on this host.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        self.host().books.when_due()
    }
}
