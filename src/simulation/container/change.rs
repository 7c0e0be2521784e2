//! Renaming, pausing, removing and pruning containers.

use std::collections::BTreeMap;

use super::name::valid;
use super::{Container, Done, Phase, check};
use crate::host::EngineVersion;
use crate::model::ContainerName;
use crate::simulation::filter::Checked as _;
use crate::simulation::{ContainerRefusal, Fault, SimulatedHost};
use crate::wire::request::Filters;

impl SimulatedHost {
    pub(in crate::simulation) fn rename_by(&mut self, key: &str, new: &str) -> Result<(), Fault> {
        if key.is_empty() || new.is_empty() {
            return Err(ContainerRefusal::RenameEmpty.into());
        }
        let container = self.container_by(key)?;
        let old = container.name.clone();
        if new.strip_prefix('/').unwrap_or(new) == old.as_str() {
            return Err(ContainerRefusal::RenameSame.into());
        }
        let name = valid(new, true)?;
        if let Some(there) = self.containers.get(&name) {
            let (name, id) = (name.to_string(), there.id.to_string());
            return Err(ContainerRefusal::RenameTaken { name, id }.into());
        }
        let Some(mut container) = self.containers.remove(&old) else { return Ok(()) };
        container.name = name.clone();
        self.books.enter(container.id.as_str(), &name);
        self.rename_links(&old, &name);
        self.rename_endpoints(&container);
        let told = container.clone();
        self.containers.insert(name, container);
        self.tell_container(&told, "rename", &[("oldName", format!("/{old}"))]);
        Ok(())
    }

    fn rename_links(&mut self, old: &ContainerName, new: &ContainerName) {
        let start = format!("/{old}/");
        let own = self.books.links.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start));
        let own: Vec<_> = own.map(|(path, _)| path.clone()).collect();
        for path in own {
            if let Some(child) = self.books.links.remove(&path) {
                self.books.links.insert(format!("/{new}/{}", &path[start.len()..]), child);
            }
        }
    }

    pub(in crate::simulation) fn pause_by(&mut self, key: &str) -> Result<(), Fault> {
        let container = self.container_mut(key)?;
        let id = container.id.to_string();
        match container.state.phase {
            Phase::Paused => return Err(ContainerRefusal::AlreadyPaused { id }.into()),
            Phase::Running => container.state.phase = Phase::Paused,
            Phase::Created | Phase::Exited | Phase::Restarting => {
                return Err(ContainerRefusal::NotRunning { id }.into());
            }
        }
        let told = container.clone();
        self.tell_container(&told, "pause", &[]);
        Ok(())
    }

    pub(in crate::simulation) fn unpause_by(&mut self, key: &str) -> Result<(), Fault> {
        let container = self.container_mut(key)?;
        if container.state.phase != Phase::Paused {
            return Err(ContainerRefusal::NotPaused { id: container.id.to_string() }.into());
        }
        container.state.phase = Phase::Running;
        let told = container.clone();
        self.tell_container(&told, "unpause", &[]);
        Ok(())
    }

    /// Changes the restart policy of a container; limits are kept as they are given.
    pub(in crate::simulation) fn update_by(
        &mut self,
        key: &str,
        policy: &serde_json::Value,
    ) -> Result<(), Fault> {
        let name = policy["Name"].as_str().unwrap_or_default().to_owned();
        check::restart(&name, policy["MaximumRetryCount"].as_i64().unwrap_or_default())?;
        let container = self.container_mut(key)?;
        if !name.is_empty() {
            let count = policy["MaximumRetryCount"].as_i64().unwrap_or_default();
            container
                .host
                .set("RestartPolicy", serde_json::json!({ "Name": name, "MaximumRetryCount": count }));
        }
        let told = container.clone();
        self.tell_container(&told, "update", &[]);
        Ok(())
    }

    /// What runs in it: one process, as far as anybody can tell.
    pub(in crate::simulation) fn top_by(&mut self, key: &str) -> Result<serde_json::Value, Fault> {
        let container = self.container_by(key)?.clone();
        match container.state.phase {
            Phase::Running | Phase::Paused => {}
            Phase::Created | Phase::Exited | Phase::Restarting => {
                return Err(ContainerRefusal::NotRunning { id: container.id.to_string() }.into());
            }
        }
        self.tell_container(&container, "top", &[]);
        let (pid, command) = (container.state.pid.to_string(), container.command().join(" "));
        if self.host.windows_build().is_some() {
            let titles = ["Name", "PID", "CPU", "Private Working Set"];
            return Ok(
                serde_json::json!({ "Processes": [[command, pid, "00:00:00.000", "1MB"]], "Titles": titles }),
            );
        }
        let started = container.state.started.map(|started| started.to_string()).unwrap_or_default();
        let time = started.get(11..16).unwrap_or_default().to_owned();
        let line = ["root".into(), pid, "1".into(), "0".into(), time, "?".into(), "00:00:00".into(), command];
        let titles = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"];
        Ok(serde_json::json!({ "Processes": [line], "Titles": titles }))
    }

    pub(in crate::simulation) fn remove_by(
        &mut self,
        key: &str,
        force: bool,
        volumes: bool,
        link: bool,
    ) -> Result<Done, Fault> {
        let container = self.container_by(key)?;
        let (name, id) = (container.name.clone(), container.id.to_string());
        if link {
            let path = format!("/{}", key.strip_prefix('/').unwrap_or(key));
            let removed = self.books.links.remove(&path);
            return removed.map(|_| Done::Now).ok_or(ContainerRefusal::RemoveLink.into());
        }
        let shown = name.to_string();
        match container.state.phase {
            Phase::Paused if !force => return Err(ContainerRefusal::RemovePaused { id, name: shown }.into()),
            Phase::Running | Phase::Restarting if !force => {
                let restarting = container.state.phase == Phase::Restarting;
                return Err(ContainerRefusal::RemoveRunning { id, name: shown, restarting }.into());
            }
            Phase::Running | Phase::Paused => self.kill_by(key, "")?,
            Phase::Created | Phase::Exited | Phase::Restarting => {}
        }
        self.discard(&name, volumes)?;
        Ok(Done::Now)
    }

    /// Takes a container that does not run out of the books, and the volumes nobody named, if that is asked for.
    pub(super) fn discard(&mut self, name: &ContainerName, volumes: bool) -> Result<(), Fault> {
        let Some(container) = self.containers.remove(name) else { return Ok(()) };
        let id = container.id.to_string();
        self.books.strike(&id);
        for exec in &container.execs {
            self.books.execs.remove(exec);
        }
        for there in container.mounts.iter().filter(|mount| mount.kind == "volume") {
            let Some(volume) = self.volumes.get_mut(&there.name) else { continue };
            volume.holders.remove(&id);
            if volumes && volume.anonymous && volume.holders.is_empty() {
                self.drop_volume(&there.name, true)?;
            }
        }
        self.tell_container(&container, "destroy", &[]);
        Ok(())
    }

    /// Removes every container that does not run.
    pub(in crate::simulation) fn prune_containers_by(
        &mut self,
        filters: &Filters,
    ) -> Result<Vec<String>, Fault> {
        filters.check(&["label", "label!", "until"])?;
        let until = filters.until(self.now)?;
        let goes = |container: &&Container| {
            let labels = container.labels();
            matches!(container.state.phase, Phase::Created | Phase::Exited)
                && until.is_none_or(|until| container.created < until)
                && filters.labels("label", &labels)
                && (!filters.has("label!") || !filters.labels("label!", &labels))
        };
        let names: Vec<_> = self.containers.values().filter(goes).map(|there| there.name.clone()).collect();
        let mut removed = Vec::new();
        for name in names {
            removed.extend(self.containers.get(&name).map(|there| there.id.to_string()));
            self.discard(&name, false)?;
        }
        if self.engine >= EngineVersion::new(20, 10, 0) {
            let attributes = BTreeMap::from([("reclaimed".to_owned(), "0".to_owned())]);
            self.tell("container", "prune", "", attributes);
        }
        Ok(removed)
    }
}
