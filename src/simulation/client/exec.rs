//! What clients run in containers.

use serde_json::Value;

use super::Client;
use crate::simulation::{ExecCreate, Fault, Ran};

impl Client<'_> {
    /// `POST /containers/{key}/exec`: the identity of what is to be run.
    ///
    /// # Errors
    /// [`Fault`]: no such container, or one that does not run.
    ///
    /// ```
    /// use docknet::simulation::{ContainerSpec, ExecCreate, Ran, SimulatedHost, World};
    /// let mut host = SimulatedHost::linux();
    /// let web = host.create_container(ContainerSpec::detached("web".parse()?))?;
    /// host.start_container(&web)?;
    /// let (mut world, at) = World::of(host);
    /// let mut client = world.client(at);
    /// let id = client.create_exec("web", &ExecCreate::new(["hostname"]))?;
    /// let Ran::Ended(said) = client.start_exec(&id, false)? else { panic!("it ends") };
    /// assert_eq!(said.stdout.trim(), client.container_id("web")?.get(..12).unwrap_or_default());
    /// assert_eq!(client.inspect_exec(&id)?["ExitCode"], 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_exec(&mut self, key: &str, asked: &ExecCreate) -> Result<String, Fault> {
        self.host_mut().make_exec(key, asked)
    }

    /// `POST /exec/{id}/start`. One that stays reads in [`Ran`] what it would read from the connection; one that goes
    /// (`Detach`) is refused what cannot be run.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn start_exec(&mut self, id: &str, detached: bool) -> Result<Ran, Fault> {
        self.host_mut().start_exec_by(id, detached)
    }

    /// `GET /exec/{id}/json`.
    ///
    /// # Errors
    /// [`ExecRefusal::Missing`](crate::simulation::ExecRefusal::Missing).
    pub fn inspect_exec(&self, id: &str) -> Result<Value, Fault> {
        self.host().exec_value(id)
    }
}
