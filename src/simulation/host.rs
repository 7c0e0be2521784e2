//! One host: its engine, its containers, and what happens to hosts.

use std::collections::BTreeMap;
use std::time::Duration;

use super::container::Attachment;
use super::hns::Hns;
use super::ipam::{AddressSpace, Predefined};
use super::journal::Journal;
use super::network::Networks;
use super::random::Random;
use super::surroundings::Surroundings;
use super::{Container, ContainerSpec, EndpointRefusal, Event, Fault, Moment, Refusal, linux, windows};
use crate::host::{DefaultPools, EngineVersion, Host, KernelVersion, Platform, WindowsBuild};
use crate::model::{ContainerId, ContainerName, NetworkId, Subnet};
use crate::plan::{HostChange, HostStep};
use crate::wire::DaemonDocument;

/// A host in memory, with an engine on it.
///
/// ```
/// use docknet::host::WindowsBuild;
/// use docknet::simulation::{ContainerSpec, Fault, SimulatedHost};
///
/// // Three projects, each with a NAT network of its own and a published port: the third start never answers.
/// let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2004);
/// for (project, port) in [("a", "8080:80"), ("b", "8081:80"), ("c", "9090:80")] {
///     let network = host.create_nat_network(&format!("{project}_default"))?;
///     let web = ContainerSpec::new(format!("{project}_web_1").parse()?, network).with_port(port.parse()?);
///     let name = host.create_container(web)?;
///     let started = host.start_container(&name);
///     assert_eq!(started, if project == "c" { Err(Fault::Never) } else { Ok(()) });
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SimulatedHost {
    pub(super) name: String,
    pub(super) now: Moment,
    pub(super) journal: Journal,
    pub(super) host: Host,
    pub(super) engine: EngineVersion,
    pub(super) random: Random,
    pub(super) networks: Networks,
    /// Local addresses that are booked; on Windows HNS keeps the books.
    pub(super) space: AddressSpace,
    pub(super) predefined: Predefined,
    pub(super) surroundings: Surroundings,
    /// Whether the default bridge's interface is there, with its addresses.
    pub(super) docker0: bool,
    /// What the engine's own IPv6 prefix is made of.
    pub(super) ula_seed: u64,
    pub(super) containers: BTreeMap<ContainerName, Container>,
    pub(super) daemon: DaemonDocument,
    pub(super) hns: Hns,
}

impl SimulatedHost {
    /// A Linux host with a 20.10 engine.
    #[must_use]
    pub fn linux() -> Self {
        Self::new(Host::linux_kernel(KernelVersion::new(5, 15)), 0)
    }

    /// A Windows host with an engine of that build's time.
    #[must_use]
    pub fn windows(build: WindowsBuild) -> Self {
        Self::new(Host::windows(build), 0)
    }

    /// A host as described, fresh from its installation, its engine started. The seed decides what HNS picks.
    ///
    /// Without an engine version it plays one of the platform's time: 20.10 on Linux.
    #[must_use]
    pub fn new(host: Host, seed: u64) -> Self {
        let engine = host.engine.clone().unwrap_or_else(|| engine_of_the_time(host.platform));
        let name = if host.windows_build().is_some() { "windows" } else { "linux" };
        let surroundings = match host.platform {
            Platform::Windows(_) => Surroundings::windows(),
            Platform::Linux(_) => Surroundings::linux(),
        };
        let built_in = DefaultPools::of(&Host::linux(), None).expect("every Linux host has pools");
        let mut fresh = Self {
            name: name.into(),
            now: Moment::START,
            journal: Journal::default(),
            host: host.with_engine(engine.clone()),
            engine: engine.clone(),
            random: Random::new(seed),
            networks: Networks::default(),
            space: AddressSpace::new(&engine),
            predefined: Predefined::new(built_in, None),
            surroundings,
            docker0: false,
            ula_seed: Random::new(!seed).next(),
            containers: BTreeMap::new(),
            daemon: DaemonDocument::default(),
            hns: Hns::default(),
        };
        fresh.start_engine();
        fresh
    }

    /// The same installation with another seed: made anew, so what was in it is gone.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self::new(self.host, seed)
    }

    /// The same installation on which HNS picked that prefix for the default network. On Linux nothing changes.
    #[must_use]
    pub fn with_default_nat(mut self, prefix: Subnet) -> Self {
        if self.host.windows_build().is_some() {
            self.stop_engine();
            self.hns.remove_nat_networks();
            windows::adopt_picked(&mut self, prefix);
            self.start_engine();
        }
        self
    }

    /// What it is called among hosts.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What time it is there.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        self.now = self.now.after(time);
    }

    /// What the engine told those who listen, from a number on, and the number of what comes next.
    pub fn events(&self, from: u64) -> (impl Iterator<Item = &Event>, u64) {
        self.journal.from(from)
    }

    /// What it says it is.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// The engine version whose rules and words it plays.
    #[must_use]
    pub fn engine_version(&self) -> &EngineVersion {
        &self.engine
    }

    /// Its daemon.json.
    #[must_use]
    pub fn daemon(&self) -> &DaemonDocument {
        &self.daemon
    }

    /// Replaces its daemon.json. The engine reads it when it starts.
    pub fn write_daemon(&mut self, daemon: DaemonDocument) {
        self.daemon = daemon;
    }

    /// Stops the engine and starts it again. HNS does not notice.
    pub fn restart_engine(&mut self) {
        self.stop_engine();
        self.start_engine();
    }

    /// Stops the engine, and with it every container. What had a restart policy comes back with the engine.
    pub fn stop_engine(&mut self) {
        let names: Vec<_> = self.containers.keys().cloned().collect();
        for name in names {
            self.leave_networks(&name);
            if let Some(container) = self.containers.get_mut(&name) {
                container.running = false;
            }
        }
    }

    /// Starts the engine: its networks first, then the containers that restart.
    ///
    /// A container whose network is gone, or whose address a stranger has taken meanwhile, stays stopped, as it would.
    pub fn start_engine(&mut self) {
        match self.host.platform {
            Platform::Windows(_) => windows::start(self),
            Platform::Linux(_) => linux::start(self),
        }
        let again = |(name, container): (&ContainerName, &Container)| {
            let comes_back = container.restarts && container.was_started && !container.running;
            comes_back.then(|| name.clone())
        };
        let names: Vec<_> = self.containers.iter().filter_map(again).collect();
        for name in names {
            // Nobody asked, so nobody is told: a refusal here is a line in the engine's log.
            let _told_nobody = self.start_container(&name);
        }
    }

    /// Restarts the whole host. From build 17763 on, HNS comes back without its NAT networks.
    pub fn reboot(&mut self) {
        self.stop_engine();
        self.hns.reboot(&self.host);
        self.docker0 = false;
        self.start_engine();
    }

    /// Does one step of a change to this host, as its administrator would.
    ///
    /// # Errors
    /// [`Fault`] when a network cannot be removed.
    pub fn carry_out(&mut self, change: &HostChange, step: &HostStep) -> Result<(), Fault> {
        match step {
            HostStep::Reboot => self.reboot(),
            HostStep::RemoveHnsNatNetworks => self.hns.remove_nat_networks(),
            HostStep::RemoveNetwork(name) => self.remove_network(name.into())?,
            HostStep::StartEngine => self.start_engine(),
            HostStep::StopEngine => self.stop_engine(),
            HostStep::WriteDaemonJson => self.write_daemon(change.daemon().clone()),
        }
        Ok(())
    }

    /// A container by name.
    #[must_use]
    pub fn container(&self, name: &ContainerName) -> Option<&Container> {
        self.containers.get(name)
    }

    /// Records a container. Its network need not be there until it starts.
    ///
    /// # Errors
    /// [`Refusal::ContainerExists`].
    pub fn create_container(&mut self, spec: ContainerSpec) -> Result<ContainerName, Fault> {
        let name = spec.endpoint.container().clone();
        if let Some(there) = self.containers.get(&name) {
            let (name, id) = (name.to_string(), there.id.to_string());
            return Err(Refusal::ContainerExists { name, id }.into());
        }
        let id = self.fresh_id();
        self.containers.insert(name.clone(), Container::new(id, spec));
        Ok(name)
    }

    /// Starts a container: every network it is in gives it an address. All or nothing.
    ///
    /// # Errors
    /// [`Fault::Refused`] in the engine's words; [`Fault::Never`] where HNS would hang.
    pub fn start_container(&mut self, name: &ContainerName) -> Result<(), Fault> {
        let container = self.known(name)?;
        if container.running {
            return Ok(());
        }
        let ports = container.ports.clone();
        if let Platform::Windows(_) = self.host.platform {
            windows::may_start(self, name, &ports)?;
        } else {
            linux::may_start(self, name, &ports)?;
        }
        self.join_networks(name)?;
        if let Some(container) = self.containers.get_mut(name) {
            container.running = true;
            container.was_started = true;
        }
        Ok(())
    }

    /// Stops a container. Its addresses are free for anybody, also those it asked for.
    ///
    /// # Errors
    /// [`Refusal::ContainerMissing`].
    pub fn stop_container(&mut self, name: &ContainerName) -> Result<(), Fault> {
        self.known(name)?;
        self.leave_networks(name);
        if let Some(container) = self.containers.get_mut(name) {
            container.running = false;
            container.was_started = false;
        }
        self.hns.container_stopped(&self.host);
        Ok(())
    }

    /// Removes a container, stopping it first.
    ///
    /// # Errors
    /// [`Refusal::ContainerMissing`].
    pub fn remove_container(&mut self, name: &ContainerName) -> Result<(), Fault> {
        self.stop_container(name)?;
        self.containers.remove(name);
        Ok(())
    }

    pub(super) fn known(&self, name: &ContainerName) -> Result<&Container, Refusal> {
        let missing = || Refusal::ContainerMissing { name: name.to_string() };
        self.containers.get(name).ok_or_else(missing)
    }

    /// The name of the container a key means: a whole name, or the beginning of an identity.
    pub(super) fn container_name(&self, key: &str) -> Result<ContainerName, Refusal> {
        if key.is_empty() {
            return Err(EndpointRefusal::ContainerNameEmpty.into());
        }
        let bare = key.strip_prefix('/').unwrap_or(key);
        if let Some(name) = ContainerName::new(bare).ok().filter(|name| self.containers.contains_key(name)) {
            return Ok(name);
        }
        let begins = |(_, container): &(&ContainerName, &Container)| container.id.as_str().starts_with(key);
        let missing = || Refusal::ContainerMissing { name: key.to_owned() };
        self.containers.iter().find(begins).map(|(name, _)| name.clone()).ok_or_else(missing)
    }

    /// The networks a container that was looked up is to be in.
    pub(super) fn attachments(&mut self, name: &ContainerName) -> &mut BTreeMap<String, Attachment> {
        &mut self.containers.get_mut(name).expect("callers looked it up").attachments
    }

    pub(super) fn fresh_id<I: FromHex>(&mut self) -> I {
        I::from_hex(&self.random.hex(64))
    }
}

/// An engine somebody could have had on that platform: a choice of the simulation, not a fact about it.
fn engine_of_the_time(platform: Platform) -> EngineVersion {
    match platform {
        Platform::Linux(_) => EngineVersion::new(20, 10, 24),
        Platform::Windows(build) => match build.number() {
            ..17763 => EngineVersion::new(17, 6, 2),
            17763..20348 => EngineVersion::new(19, 3, 12),
            20348..26100 => EngineVersion::new(20, 10, 24),
            26100.. => EngineVersion::new(27, 4, 0),
        },
    }
}

/// Identities are made of hexadecimal digits, which are always one.
pub(super) trait FromHex {
    fn from_hex(digits: &str) -> Self;
}

macro_rules! from_hex {
    ($($id:ty),+) => {$(
        impl FromHex for $id {
            fn from_hex(digits: &str) -> Self {
                Self::new(digits).expect("hexadecimal digits are an identity")
            }
        }
    )+};
}

from_hex!(ContainerId, NetworkId, crate::model::EndpointId);
