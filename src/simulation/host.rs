//! One host: its engine, its containers, and what happens to hosts.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use super::container::Books;
use super::hns::Hns;
use super::image::ImageShelf;
use super::ipam::{AddressSpace, Predefined};
use super::journal::Journal;
use super::network::Networks;
use super::random::Random;
use super::surroundings::Surroundings;
use super::volume::Volume;
use super::{Container, Event, Fault, Moment, linux, windows};
use crate::host::{EngineVersion, Host, KernelVersion, Platform, WindowsBuild};
use crate::model::{ContainerId, ContainerName, NetworkId, Port, PortRange, Protocol, Subnet};
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
    /// Where automatic subnets come from; on Windows HNS picks them.
    pub(super) predefined: Option<Predefined>,
    pub(super) surroundings: Surroundings,
    /// Whether the default bridge's interface is there, with its addresses.
    pub(super) docker0: bool,
    /// What the engine's own IPv6 prefix is made of.
    pub(super) ula_seed: u64,
    pub(super) containers: BTreeMap<ContainerName, Container>,
    /// What the engine keeps beside its containers.
    pub(super) books: Books,
    pub(super) images: ImageShelf,
    pub(super) volumes: BTreeMap<String, Volume>,
    pub(super) engine_id: String,
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
        let mut fresh = Self {
            name: name.into(),
            now: Moment::START,
            journal: Journal::default(),
            host: host.with_engine(engine.clone()),
            engine: engine.clone(),
            random: Random::new(seed),
            networks: Networks::default(),
            space: AddressSpace::new(&engine),
            predefined: None,
            surroundings,
            docker0: false,
            ula_seed: Random::new(!seed).next(),
            containers: BTreeMap::new(),
            books: Books::default(),
            images: ImageShelf::default(),
            volumes: BTreeMap::new(),
            engine_id: engine_id(seed),
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

    /// The same host in a network of its own as well: automatic subnets of a Linux engine stay away from it.
    #[must_use]
    pub fn with_lan(mut self, prefix: Subnet) -> Self {
        self.surroundings.links.push(prefix);
        self
    }

    /// The same host with a route to a network behind a gateway: engines before 20.10.15 stay away from it.
    #[must_use]
    pub fn with_route(mut self, prefix: Subnet) -> Self {
        self.surroundings.routes.push(prefix);
        self
    }

    /// The same host with a name server: automatic subnets stay away from it.
    #[must_use]
    pub fn with_nameserver(mut self, address: IpAddr) -> Self {
        self.surroundings.nameservers.push(address);
        self
    }

    /// The same host with one more network interface (`eth1`, `Ethernet 2`), which networks can be bound to.
    #[must_use]
    pub fn with_interface(mut self, name: impl Into<String>) -> Self {
        self.surroundings.interfaces.push(name.into());
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
        self.catch_up(self.now.after(time));
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
        self.end_all();
    }

    /// Starts the engine: its networks first, then the containers that restart.
    ///
    /// A container whose network is gone, or whose address a stranger has taken meanwhile, stays stopped, as it would.
    pub fn start_engine(&mut self) {
        match self.host.platform {
            Platform::Windows(_) => windows::start(self),
            Platform::Linux(_) => linux::start(self),
        }
        self.start_again();
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

    /// Says which addresses this host has: ports published at others are refused. Until then every address is its own.
    pub fn own_addresses(&mut self, addresses: impl IntoIterator<Item = IpAddr>) {
        self.books.ports.addresses = Some(addresses.into_iter().collect());
    }

    /// Has a process of the host listen on a port, at every address.
    pub fn occupy_port(&mut self, port: Port, protocol: Protocol) {
        self.books.ports.enter(protocol, port.number(), Ipv4Addr::UNSPECIFIED.into(), "");
    }

    /// Has Windows keep back a range of ports, as `netsh int ipv4 show excludedportrange` shows them: HNS maps none of them.
    pub fn exclude_ports(&mut self, range: PortRange, protocol: Protocol) {
        self.books.ports.excluded.push((protocol, range));
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

/// An identity as engines before 25.0 have them: twelve times four letters or digits.
fn engine_id(seed: u64) -> String {
    let digits = Random::new(seed ^ 0x1d).hex(48).to_ascii_uppercase();
    let parts: Vec<_> = (0..12).filter_map(|part| digits.get(part * 4..part * 4 + 4)).collect();
    parts.join(":")
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
