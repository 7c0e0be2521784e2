//! Starting containers: their networks, their ports, their programs.

use super::books::{Due, What};
use super::{Container, Done, Phase, Reached, mount};
use crate::host::{EngineVersion, Platform};
use crate::model::{ContainerName, Protocol};
use crate::simulation::ports::{self, Bound, Denied, WINDOWS_EPHEMERAL, Wanted};
use crate::simulation::{ContainerRefusal, Fault, HostPort, Refusal, SimulatedHost, windows};

impl SimulatedHost {
    /// Starts a container.
    pub(in crate::simulation) fn start_by(&mut self, key: &str) -> Result<Done, Fault> {
        let container = self.container_by(key)?;
        match container.state.phase {
            Phase::Running | Phase::Restarting => return Ok(Done::Already),
            Phase::Paused => return Err(ContainerRefusal::StartPaused.into()),
            Phase::Created | Phase::Exited => {}
        }
        let name = container.name.clone();
        self.run(&name)?;
        Ok(Done::Now)
    }

    /// Gives a container what it runs with and has it run. All or nothing: a refusal is written into its state, as is
    /// that it has ended with 128, or 127 when there is no such program.
    pub(super) fn run(&mut self, name: &ContainerName) -> Result<(), Fault> {
        match self.set_up(name) {
            Ok(()) => Ok(()),
            Err(Fault::Never) => Err(Fault::Never),
            Err(Fault::Refused(refusal)) => {
                self.note_failure(name, &refusal)?;
                Err(refusal.into())
            }
        }
    }

    fn note_failure(&mut self, name: &ContainerName, refusal: &Refusal) -> Result<(), Fault> {
        let engine = self.engine.clone();
        let no_program = matches!(refusal, Refusal::Container(ContainerRefusal::NoProgram { .. }));
        let container = self.container_mut(name.as_str())?;
        container.state.error = refusal.sentence(&engine);
        if container.state.exit_code == 0 {
            container.state.exit_code = if no_program { 127 } else { 128 };
        }
        if container.state.phase == Phase::Restarting {
            container.state.phase = Phase::Exited;
        }
        if container.host.flag("AutoRemove") {
            self.discard(name, true)?;
        }
        Ok(())
    }

    fn set_up(&mut self, name: &ContainerName) -> Result<(), Fault> {
        if self.host.windows_build().is_none() {
            let host = &mut self.container_mut(name.as_str())?.host;
            if host.text("Runtime").is_empty() {
                host.set("Runtime", "runc");
            }
        }
        let container = self.container_by(name.as_str())?.clone();
        self.may_join_donor(&container)?;
        if matches!(self.host.platform, Platform::Windows(_)) {
            self.windows_ports(&container)?;
        }
        self.join_networks(name)?;
        let program = self.program_of(&container);
        let outcome = self.publish(name).and_then(|()| self.check_links(&container)).and_then(|()| {
            let words = container.command();
            let program_name = words.first().cloned().unwrap_or_default();
            let missing = ContainerRefusal::NoProgram { program: program_name, exec: false };
            if program.missing { Err(missing.into()) } else { Ok(()) }
        });
        if let Err(fault) = outcome {
            self.leave_all(name);
            let sandbox = self.random.hex(64);
            let at_the_end = program.missing;
            let container = self.container_mut(name.as_str())?;
            container.reached =
                container.reached.max(if at_the_end { Reached::Everything } else { Reached::Networks });
            if container.has_sandbox() {
                container.sandbox = Some(sandbox);
            }
            return Err(fault);
        }
        let (now, pid, sandbox) = (self.now, self.books.fresh_pid(), self.random.hex(64));
        let donor_hostname = container
            .borrowed_from()
            .and_then(|donor| Some(self.container_by(donor).ok()?.config.text("Hostname").to_owned()));
        let container = self.container_mut(name.as_str())?;
        container.run += 1;
        container.reached = Reached::Everything;
        container.state.phase = Phase::Running;
        container.state.error.clear();
        container.state.exit_code = 0;
        container.state.started = Some(now);
        container.state.pid = pid;
        container.state.stopped_by_hand = false;
        if container.has_sandbox() {
            container.sandbox = Some(sandbox);
        }
        if let Some(hostname) = donor_hostname {
            container.config.set("Hostname", hostname);
        }
        let container = container.clone();
        for there in container.mounts.iter().filter(|mount| mount.kind == "volume") {
            let attributes = mount::told(there, container.id.as_str());
            self.tell("volume", "mount", &there.name, attributes);
        }
        self.tell_container(&container, "start", &[]);
        if let Some((after, code)) = program.ends {
            let due = Due { run: container.run, what: What::Ends(code) };
            self.books.put_off(now.after(after), container.id.as_str(), due);
        }
        Ok(())
    }

    /// The container whose network is to be shared has to run.
    fn may_join_donor(&self, container: &Container) -> Result<(), Fault> {
        let Some(donor) = container.borrowed_from() else { return Ok(()) };
        let donor = self.container_by(donor)?;
        if donor.state.is_running() {
            return Ok(());
        }
        let (id, name) = (donor.id.to_string(), donor.name.to_string());
        Err(ContainerRefusal::DonorStopped { id, name, state: donor.state.word() }.into())
    }

    fn check_links(&self, container: &Container) -> Result<(), Fault> {
        for (path, child) in self.links_of(container) {
            if !child.state.is_running() {
                let (child, alias) = (child.name.to_string(), path.to_owned());
                return Err(ContainerRefusal::LinkStopped { child, alias }.into());
            }
        }
        Ok(())
    }

    /// What links of a container lead to, by path.
    pub(super) fn links_of<'a>(
        &'a self,
        container: &Container,
    ) -> impl Iterator<Item = (&'a str, &'a Container)> {
        let start = format!("/{}/", container.name);
        let own =
            self.books.links.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start));
        own.filter_map(|(path, id)| Some((path.as_str(), self.containers.get(self.books.name(id)?)?)))
    }

    /// Publishes the ports of a container that has its places.
    fn publish(&mut self, name: &ContainerName) -> Result<(), Fault> {
        let container = self.container_by(name.as_str())?;
        let Some((inside, endpoint)) = self.publishing_place(container) else { return Ok(()) };
        let (id, wanted) = (container.id.to_string(), ports::wanted(container));
        let bound = match self.host.platform {
            Platform::Windows(_) => self.windows_bind(&id, &wanted),
            Platform::Linux(_) => {
                let dual_stack = self.engine >= EngineVersion::new(20, 10, 2);
                let bound = self.books.ports.bind(&id, &wanted, dual_stack);
                bound.map_err(|denied| refusal(denied, name, &endpoint, &inside, &wanted))?
            }
        };
        self.container_mut(name.as_str())?.bound = bound;
        Ok(())
    }

    /// What Windows engines refuse about ports before HNS is asked, what HNS refuses, and whether it would answer at all.
    fn windows_ports(&mut self, container: &Container) -> Result<(), Fault> {
        windows::may_start(self, &container.name)?;
        for wanted in ports::wanted(container) {
            if !matches!(wanted.address.as_str(), "" | "0.0.0.0") {
                return Err(Refusal::WindowsHostAddress.into());
            }
            if wanted.protocol == Protocol::Sctp {
                return Err(Refusal::WindowsProtocol { protocol: wanted.protocol.to_string() }.into());
            }
            let Some(among) = wanted.among else { continue };
            if among.ports() > 1 {
                return Err(Refusal::WindowsPortRange.into());
            }
            let port = among.first().number();
            if self.books.ports.is_hosts(wanted.protocol, port) {
                let text = "The process cannot access the file because it is being used by another process.";
                return Err(Refusal::Hns { code: 0x20, text }.into());
            }
            if self.books.ports.is_taken(wanted.protocol, port) {
                // Build 14393 says that the object exists (moby#35023); later ones that the port does (moby#41094).
                let first = self.host.windows_build().is_some_and(|build| build.number() <= 14393);
                return Err(if first {
                    Refusal::Hns { code: 0x1392, text: "The object already exists." }.into()
                } else {
                    Refusal::Hns { code: 0x803b_0013, text: "The specified port already exists." }.into()
                });
            }
        }
        Ok(())
    }

    fn windows_bind(&mut self, id: &str, wanted: &[Wanted]) -> Vec<Bound> {
        let (first, last) = WINDOWS_EPHEMERAL;
        let size = u128::from(last - first) + 1;
        let address = std::net::Ipv4Addr::UNSPECIFIED.into();
        let mut bound = Vec::new();
        for wanted in wanted {
            let (target, protocol) = (wanted.target, wanted.protocol);
            let start = self.random.below(size);
            let picks = (0..size).filter_map(|step| u16::try_from((start + step) % size).ok());
            let book = &self.books.ports;
            let free = |port: &u16| !book.is_taken(protocol, *port) && !book.is_excluded(protocol, *port);
            let picked = || picks.map(|offset| first + offset).find(free);
            let Some(port) = wanted.among.map(|among| among.first().number()).or_else(picked) else {
                continue;
            };
            self.books.ports.enter(protocol, port, address, id);
            bound.push(Bound { target, protocol, address, port });
        }
        bound
    }
}

fn refusal(denied: Denied, name: &ContainerName, id: &str, inside: &str, wanted: &[Wanted]) -> Refusal {
    let (endpoint, id) = (name.to_string(), id.to_owned());
    let of = |port: u16| {
        let same = |one: &&Wanted| one.among.is_some_and(|among| among.first().number() == port);
        wanted.iter().find(same).map_or((0, Protocol::Tcp), |one| (one.target, one.protocol))
    };
    match denied {
        Denied::Allocated { address, port } => Refusal::PortAllocated { address, port, endpoint, id },
        Denied::Exhausted => ContainerRefusal::PortsExhausted { endpoint, id }.into(),
        Denied::NoAddress { address, port } => {
            let ((target, protocol), inside) = (of(port), inside.to_owned());
            let protocol = protocol.to_string();
            let there = HostPort { address, port, target, protocol, endpoint, id, inside };
            ContainerRefusal::HostAddressMissing(Box::new(there)).into()
        }
        Denied::Listening { address, port } => {
            let ((target, protocol), address) = (of(port), address.to_string());
            let (protocol, inside) = (protocol.to_string(), inside.to_owned());
            let there = HostPort { address, port, target, protocol, endpoint, id, inside };
            ContainerRefusal::HostPortTaken(Box::new(there)).into()
        }
    }
}
