//! How containers end: stopped, killed, by themselves, and what the engine makes of it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::books::{Due, What};
use super::program::OnStop;
use super::{Container, Done, Phase, signal};
use crate::host::EngineVersion;
use crate::model::ContainerName;
use crate::simulation::{ContainerRefusal, Fault, SimulatedHost};

/// What an engine waits between asking and killing (moby's default).
const PATIENCE: Duration = Duration::from_secs(10);
/// What an engine waits before it starts a container again the first time; each further wait is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// A container that ran so long begins with the first wait again.
const RAN_WELL: Duration = Duration::from_secs(10);

impl SimulatedHost {
    /// Stops a container: asks it, and kills it when it has not listened for so many seconds; none asks the container's
    /// own setting, less than none waits for ever.
    pub(in crate::simulation) fn stop_by(&mut self, key: &str, seconds: Option<i64>) -> Result<Done, Fault> {
        let container = self.container_by(key)?;
        let name = container.name.clone();
        match container.state.phase {
            Phase::Created | Phase::Exited => return Ok(Done::Already),
            Phase::Restarting => {
                let container = self.container_mut(key)?;
                container.state.phase = Phase::Exited;
                container.state.stopped_by_hand = true;
                container.run += 1;
                return Ok(Done::Now);
            }
            Phase::Running | Phase::Paused => {}
        }
        self.end_politely(&name, seconds, false)
    }

    /// Stops a container and starts it again.
    pub(in crate::simulation) fn restart_by(
        &mut self,
        key: &str,
        seconds: Option<i64>,
    ) -> Result<Done, Fault> {
        let container = self.container_by(key)?;
        let name = container.name.clone();
        if container.state.is_running() {
            return self.end_politely(&name, seconds, true);
        }
        self.run(&name)?;
        self.tell_restarted(&name);
        Ok(Done::Now)
    }

    fn end_politely(
        &mut self,
        name: &ContainerName,
        seconds: Option<i64>,
        restart: bool,
    ) -> Result<Done, Fault> {
        let container = self.container_by(name.as_str())?.clone();
        let asked = container.stop_signal();
        let own = container.config.value("StopTimeout").as_i64();
        let time = match seconds.or(own) {
            None => Some(PATIENCE),
            Some(seconds) => u64::try_from(seconds).ok().map(Duration::from_secs),
        };
        self.tell_container(&container, "kill", &[("signal", asked.to_string())]);
        let code = match self.program_of(&container).on_stop {
            OnStop::Ends(code) => Some(code),
            OnStop::Terminated => Some(128 + i64::from(asked)),
            OnStop::Ignores => None,
        };
        match (code, time) {
            (Some(code), _) => self.ended_by_hand(name, code, restart)?,
            (None, Some(time)) if time.is_zero() => self.killed(name, restart)?,
            (None, time) => {
                let due = Due { run: container.run, what: What::Killed { restart } };
                let Some(until) = time.map(|time| self.now.after(time)) else { return Err(Fault::Never) };
                self.books.put_off(until, container.id.as_str(), due);
                return Ok(Done::At(until));
            }
        }
        Ok(Done::Now)
    }

    fn killed(&mut self, name: &ContainerName, restart: bool) -> Result<(), Fault> {
        let container = self.container_by(name.as_str())?.clone();
        self.tell_container(&container, "kill", &[("signal", signal::KILL.to_string())]);
        self.ended_by_hand(name, 128 + i64::from(signal::KILL), restart)
    }

    fn ended_by_hand(&mut self, name: &ContainerName, code: i64, restart: bool) -> Result<(), Fault> {
        self.container_mut(name.as_str())?.state.stopped_by_hand = true;
        self.end(name, code)?;
        if let Some(container) = self.containers.get(name).cloned() {
            self.tell_container(&container, "stop", &[]);
        }
        if restart {
            self.run(name)?;
            self.tell_restarted(name);
        } else {
            self.remove_if_told(name)?;
        }
        Ok(())
    }

    fn tell_restarted(&mut self, name: &ContainerName) {
        if let Some(container) = self.containers.get(name).cloned() {
            self.tell_container(&container, "restart", &[]);
        }
    }

    /// Sends a signal; an empty one kills.
    pub(in crate::simulation) fn kill_by(&mut self, key: &str, signal: &str) -> Result<(), Fault> {
        let windows = self.host.windows_build().is_some();
        let number = if signal.is_empty() { signal::KILL } else { signal::number(signal, windows)? };
        let wrap = |because: ContainerRefusal| {
            Fault::from(ContainerRefusal::Kill { key: key.to_owned(), because: Box::new(because) })
        };
        let container = self.container_by(key).map_err(wrap)?.clone();
        let name = container.name.clone();
        if !container.state.is_running() {
            return Err(wrap(ContainerRefusal::NotRunning { id: container.id.to_string() }));
        }
        if number > 64 {
            let signal = number.to_string();
            return Err(wrap(ContainerRefusal::SignalUnknown { signal }));
        }
        self.tell_container(&container, "kill", &[("signal", number.to_string())]);
        let stops = number == container.stop_signal() || number == signal::TERM;
        let code = match self.program_of(&container).on_stop {
            _ if number == signal::KILL => Some(128 + i64::from(number)),
            OnStop::Ends(code) if stops => Some(code),
            OnStop::Terminated if stops => Some(128 + i64::from(number)),
            OnStop::Ends(_) | OnStop::Terminated | OnStop::Ignores => None,
        };
        let Some(code) = code else { return Ok(()) };
        self.container_mut(name.as_str())?.state.stopped_by_hand = true;
        self.end(&name, code)?;
        self.remove_if_told(&name)
    }

    /// Has a container's program end with a code, as if by itself.
    ///
    /// # Errors
    /// [`ContainerRefusal::Missing`] or [`ContainerRefusal::NotRunning`].
    ///
    /// ```
    /// use docknet::simulation::{ContainerSpec, SimulatedHost};
    /// let mut host = SimulatedHost::linux();
    /// let web = host.create_container(ContainerSpec::detached("web".parse()?).with_restart(false))?;
    /// host.start_container(&web)?;
    /// host.exit_container(&web, 3)?;
    /// assert_eq!(host.container(&web).and_then(|web| web.exit_code()), Some(3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn exit_container(&mut self, name: &ContainerName, code: i64) -> Result<(), Fault> {
        let container = self.container_by(name.as_str())?;
        if !container.state.is_running() {
            return Err(ContainerRefusal::NotRunning { id: container.id.to_string() }.into());
        }
        self.ended_by_itself(name, code)
    }

    fn ended_by_itself(&mut self, name: &ContainerName, code: i64) -> Result<(), Fault> {
        self.end(name, code)?;
        let container = self.container_by(name.as_str())?;
        let Some(wait) = restart_wait(container) else { return self.remove_if_told(name) };
        let (until, id) = (self.now.after(wait), container.id.to_string());
        let container = self.container_mut(name.as_str())?;
        container.state.phase = Phase::Restarting;
        let due = Due { run: container.run, what: What::Restarts };
        self.books.put_off(until, &id, due);
        Ok(())
    }

    fn remove_if_told(&mut self, name: &ContainerName) -> Result<(), Fault> {
        let told = self.containers.get(name).is_some_and(|container| container.host.flag("AutoRemove"));
        if told { self.discard(name, true) } else { Ok(()) }
    }

    /// The end itself: nothing runs in it any more, and its places and ports are free.
    fn end(&mut self, name: &ContainerName, code: i64) -> Result<(), Fault> {
        let now = self.now;
        let before = self.container_by(name.as_str())?.clone();
        self.end_execs(&before, 128 + i64::from(signal::KILL));
        let container = self.container_mut(name.as_str())?;
        container.state.phase = Phase::Exited;
        container.state.exit_code = code;
        container.state.finished = Some(now);
        container.state.pid = 0;
        container.run += 1;
        let container = container.clone();
        let mut told = vec![("exitCode", code.to_string())];
        if self.engine >= EngineVersion::new(23, 0, 0) {
            let ran = container.state.started.map_or(0, |started| now.since(started).as_secs());
            told.insert(0, ("execDuration", ran.to_string()));
        }
        self.tell_container(&container, "die", &told);
        self.leave_all(name);
        for there in container.mounts.iter().filter(|mount| mount.kind == "volume") {
            self.tell_volume("unmount", &there.name, [("container", container.id.to_string())]);
        }
        Ok(())
    }

    /// The whole engine goes down, and with it every container; nobody is told.
    pub(in crate::simulation) fn end_all(&mut self) {
        let now = self.now;
        let names: Vec<_> = self.containers.keys().cloned().collect();
        for name in &names {
            let Some(container) = self.containers.get_mut(name) else { continue };
            if container.state.is_running() || container.state.phase == Phase::Restarting {
                let ran = container.state.is_running();
                container.state.phase = Phase::Exited;
                container.state.finished = Some(now);
                container.state.pid = 0;
                container.run += 1;
                container.comes_back = true;
                if ran {
                    container.state.exit_code = 128 + i64::from(signal::TERM);
                }
            }
            let (id, bound) = (container.id.to_string(), std::mem::take(&mut container.bound));
            self.books.ports.give_back(&id, &bound);
            self.leave_networks(name);
        }
        self.books.execs.clear();
    }

    /// The containers the engine starts when it starts, by name.
    pub(in crate::simulation) fn start_again(&mut self) {
        let again = |container: &&Container| {
            let policy = container.restart_policy();
            let comes = container.comes_back && !container.state.stopped_by_hand;
            match policy {
                "always" => comes || container.state.stopped_by_hand,
                "unless-stopped" | "on-failure" => comes,
                _ => false,
            }
        };
        let names: Vec<_> = self.containers.values().filter(again).map(|there| there.name.clone()).collect();
        let ends = |there: &&Container| there.comes_back && there.host.flag("AutoRemove");
        let gone: Vec<_> = self.containers.values().filter(ends).map(|there| there.name.clone()).collect();
        for container in self.containers.values_mut() {
            container.comes_back = false;
        }
        for name in gone {
            let _told_nobody = self.discard(&name, true);
        }
        for name in names {
            // Nobody asked, so nobody is told: a refusal here is a line in the engine's log.
            let _told_nobody = self.run(&name);
        }
    }

    /// Does what is due until then.
    pub(in crate::simulation) fn catch_up(&mut self, until: crate::simulation::Moment) {
        while let Some((when, id, due)) = self.books.next_due(until) {
            let Some(name) = self.books.name(&id).cloned() else { continue };
            if self.containers.get(&name).is_none_or(|container| container.run != due.run) {
                continue;
            }
            self.now = self.now.max(when);
            // Nobody waits for an answer to what happens by itself.
            let _told_nobody = match due.what {
                What::Ends(code) => self.ended_by_itself(&name, code),
                What::Killed { restart } => self.killed(&name, restart),
                What::Restarts => {
                    if let Some(container) = self.containers.get_mut(&name) {
                        container.state.restarts += 1;
                    }
                    self.run(&name)
                }
            };
        }
        self.now = self.now.max(until);
    }

    pub(in crate::simulation) fn tell_container(
        &mut self,
        container: &Container,
        action: &str,
        further: &[(&str, String)],
    ) {
        let mut attributes: BTreeMap<String, String> = container
            .config
            .entries("Labels")
            .map(|(key, value)| (key.to_owned(), value.as_str().unwrap_or_default().to_owned()))
            .collect();
        attributes.insert("image".into(), container.config.text("Image").to_owned());
        attributes.insert("name".into(), container.name.to_string());
        attributes.extend(further.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        self.tell("container", action, container.id.as_str(), attributes);
    }
}

impl Container {
    pub(super) fn restart_policy(&self) -> &str {
        self.host.value("RestartPolicy")["Name"].as_str().unwrap_or_default()
    }

    /// The signal that asks it to stop.
    fn stop_signal(&self) -> u8 {
        let own = self.config.text("StopSignal");
        signal::number(own, false).unwrap_or(signal::TERM)
    }
}

/// How long the engine waits before it starts a container again that has ended by itself; none if it does not
/// (moby's `restartmanager`).
fn restart_wait(container: &Container) -> Option<Duration> {
    let state = &container.state;
    let most = container.host.value("RestartPolicy")["MaximumRetryCount"].as_u64().unwrap_or_default();
    let again = match container.restart_policy() {
        "always" => true,
        "unless-stopped" => !state.stopped_by_hand,
        "on-failure" => state.exit_code != 0 && (most == 0 || u64::from(state.restarts) < most),
        _ => false,
    };
    let ran = state.finished?.since(state.started?);
    let doublings = if ran > RAN_WELL { 0 } else { state.restarts.min(16) };
    again.then(|| FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT))
}
