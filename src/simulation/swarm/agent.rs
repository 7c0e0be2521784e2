//! What nodes do for the swarm: containers of tasks, and their places in networks.

use std::time::Duration;

use super::gossip::Told;
use super::orchestrate::task_addresses;
use super::{Ground, State, Swarm, pace};
use crate::host::{Capability, Platform, Support};
use crate::simulation::container::ContainerSpec;
use crate::simulation::random::Random;

/// What a kernel without what overlays need says when a task starts (field report of 2016, kernel 3.13).
fn no_overlay(random: &mut Random) -> String {
    let (bridge, interface) = (super::identity::digits(random, 5), random.hex(7));
    format!(
        "starting container failed: could not add veth pair inside the network sandbox: could not find an appropriate \
         master \"ov-000101-{bridge}\" for \"veth{interface}\""
    )
}

impl Swarm {
    /// Whether a task's node has no such image.
    pub(super) fn missing_image(&self, ground: &mut Ground<'_>, id: &str) -> bool {
        let Some(task) = self.tasks.get(id) else { return false };
        let Some(node) = task.node.as_ref().and_then(|node| self.nodes.get(node)) else { return false };
        let image = task.template.image.clone();
        ground.host(node.host).lacks_image(&image)
    }

    /// Whether a task's node has to make one of its networks.
    pub(super) fn makes_network(&self, ground: &mut Ground<'_>, id: &str) -> bool {
        let Some(task) = self.tasks.get(id) else { return false };
        let Some(node) = &task.node else { return false };
        let _ = ground;
        task.networks.iter().any(|there| {
            let overlay = self.networks.get(&there.network).is_some_and(super::SwarmNetwork::has_addresses);
            overlay && !self.takes_part(node, &there.network)
        })
    }

    /// Whether a node has something in a network. All have their load balancer in the routing mesh's.
    pub(super) fn takes_part(&self, node: &str, network: &str) -> bool {
        let ingress = self.networks.get(network).is_some_and(|there| there.asked.ingress);
        let here = |told: &Told| told.node == node && told.network == network && !told.gone;
        ingress || self.gossip.told.values().any(here)
    }

    /// A task's container is made and started on its node.
    pub(super) fn run_task(&mut self, ground: &mut Ground<'_>, id: &str) {
        let Some(task) = self.tasks.get(id) else { return };
        let Some((node_id, node)) = task.node.as_ref().and_then(|node| self.nodes.get_key_value(node)) else {
            return;
        };
        let (node_id, host, name) = (node_id.clone(), node.host, task.container_name(id));
        let overlay = task_addresses(task)
            .iter()
            .any(|(network, _)| self.networks.get(network).is_some_and(super::SwarmNetwork::has_addresses));
        let labels = [
            ("com.docker.swarm.node.id", node_id.as_str()),
            ("com.docker.swarm.service.id", task.service.as_deref().unwrap_or_default()),
            ("com.docker.swarm.service.name", task.service_name.as_str()),
            ("com.docker.swarm.task", ""),
            ("com.docker.swarm.task.id", id),
            ("com.docker.swarm.task.name", name.as_str()),
        ];
        let refused =
            overlay && ground.host(host).host().can(Capability::Overlay).support == Support::Unsupported;
        let started = match ground.host(host).host().platform {
            Platform::Linux(_) if refused => Err(no_overlay(&mut self.random)),
            Platform::Linux(_) | Platform::Windows(_) => ground.host(host).start_task(&name, task, &labels),
        };
        match started {
            Ok(container) => {
                let process = 2000 + u64::try_from(self.random.below(30_000)).unwrap_or_default();
                if let Some(task) = self.tasks.get_mut(id) {
                    (task.container, task.process) = (Some(container), process);
                }
                self.become_state(id, State::Running);
                self.tell_task(ground, id, &node_id);
                self.run_goes_on(id);
            }
            Err(error) => {
                self.fail(id, State::Failed, error);
                self.task_ended(id, true);
            }
        }
    }

    /// The places of a task that runs become known.
    fn tell_task(&mut self, ground: &Ground<'_>, id: &str, node: &str) {
        let Some(task) = self.tasks.get(id) else { return };
        let service = task.service.as_ref().and_then(|service| self.services.get(service));
        let endpoint = service.and_then(|service| service.endpoint.clone()).unwrap_or_default();
        let (name, service_name) = (task.container_name(id), task.service_name.clone());
        let container = task.container.clone().unwrap_or_default();
        let places: Vec<_> = task.networks.clone();
        for (index, place) in places.into_iter().enumerate() {
            let virtual_address = endpoint
                .addresses
                .iter()
                .find(|(network, _)| *network == place.network)
                .and_then(|(_, it)| *it);
            let ingress = self.networks.get(&place.network).is_some_and(|network| network.asked.ingress);
            for address in &place.addresses {
                let told = Told {
                    node: node.to_owned(),
                    network: place.network.clone(),
                    container: container.clone(),
                    name: name.clone(),
                    address: *address,
                    endpoint: self.random.hex(64),
                    service: Some((service_name.clone(), virtual_address)),
                    aliases: place.aliases.clone(),
                    ports: if ingress { endpoint.ports.clone() } else { Vec::new() },
                    task: Some(id.to_owned()),
                    gone: false,
                };
                self.tell(ground, &format!("{id}.{index}"), told);
            }
        }
    }

    /// A task's name is no longer answered.
    pub(super) fn withdraw(&mut self, ground: &Ground<'_>, id: &str) {
        let of = self.gossip.told.iter().filter(|(_, told)| told.task.as_deref() == Some(id));
        let of: Vec<_> = of.map(|(id, _)| id.clone()).collect();
        for told in of {
            self.untell(ground, &told);
        }
    }

    /// A task's program is asked to end; how long that takes.
    pub(super) fn stop_container(&mut self, ground: &mut Ground<'_>, id: &str) -> Duration {
        let Some(task) = self.tasks.get(id) else { return pace::END };
        let grace = task.template.grace.and_then(|nanos| u64::try_from(nanos).ok()).map(Duration::from_nanos);
        let Some(node) = task.node.as_ref().and_then(|node| self.nodes.get(node)) else { return pace::END };
        let name = task.container_name(id);
        let heeds = ground.host(node.host).heeds_signals(&name);
        if heeds { pace::END } else { pace::END + grace.unwrap_or(pace::GRACE) }
    }

    /// A task's container ends; it goes with the task if the task goes.
    pub(super) fn finish_container(&mut self, ground: &mut Ground<'_>, id: &str) {
        self.withdraw(ground, id);
        let Some(task) = self.tasks.get(id) else { return };
        let (name, remove) = (task.container_name(id), task.desired == State::Remove);
        let Some(node) = task.node.as_ref().and_then(|node| self.nodes.get(node)) else { return };
        let exit = ground.host(node.host).stop_task(&name, remove);
        if let (Some(task), Some(exit)) = (self.tasks.get_mut(id), exit) {
            task.exit = exit;
        }
    }

    /// Containers that ended without the swarm's doing: their tasks have failed, or are complete.
    pub(super) fn notice_ended(&mut self, ground: &mut Ground<'_>, host: crate::simulation::HostId) {
        let Some((node, there)) = self.nodes.iter().find(|(_, node)| node.host == host) else { return };
        let (node, heard) = (node.clone(), there.heard);
        if !heard {
            return;
        }
        let on = self.tasks.iter().filter(|(_, task)| {
            task.node.as_ref() == Some(&node) && task.state == State::Running && task.attachment.is_none()
        });
        let on: Vec<_> = on.map(|(id, task)| (id.clone(), task.container_name(id), task.is_live())).collect();
        for (id, name, live) in on {
            let Some(exit) = ground.host(host).ended(&name) else { continue };
            if !live {
                continue;
            }
            self.withdraw(ground, &id);
            if let Some(task) = self.tasks.get_mut(&id) {
                task.exit = exit;
            }
            if exit == 0 {
                self.become_state(&id, State::Complete);
                self.task_ended(&id, false);
            } else {
                self.fail(&id, State::Failed, format!("task: non-zero exit ({exit})"));
                self.task_ended(&id, true);
            }
        }
    }
}

/// The host's side, as far as records of containers go.
impl crate::simulation::SimulatedHost {
    fn lacks_image(&self, image: &str) -> bool {
        let _ = image;
        false
    }

    fn start_task(
        &mut self,
        name: &str,
        task: &super::Task,
        labels: &[(&str, &str)],
    ) -> Result<String, String> {
        let _ = (task, labels);
        let name: crate::model::ContainerName = name.parse().map_err(|_| "invalid name".to_owned())?;
        let engine = self.engine.clone();
        let sentence = |fault: crate::simulation::Fault| match fault {
            crate::simulation::Fault::Refused(refusal) => refusal.sentence(&engine),
            other @ crate::simulation::Fault::Never => other.to_string(),
        };
        let spec = ContainerSpec::detached(name.clone()).with_restart(false);
        self.create_container(spec).map_err(&sentence)?;
        self.start_container(&name).map_err(sentence)?;
        Ok(self.container(&name).map(|container| container.id().to_string()).unwrap_or_default())
    }

    fn stop_task(&mut self, name: &str, remove: bool) -> Option<i64> {
        let name: crate::model::ContainerName = name.parse().ok()?;
        let done = if remove { self.remove_container(&name) } else { self.stop_container(&name) };
        done.ok().map(|()| 0)
    }

    fn heeds_signals(&self, name: &str) -> bool {
        let _ = name;
        true
    }

    /// How a container ended; nothing while it runs.
    fn ended(&self, name: &str) -> Option<i64> {
        let name: crate::model::ContainerName = name.parse().ok()?;
        match self.container(&name) {
            Some(container) if container.is_running() => None,
            Some(_) | None => Some(137),
        }
    }
}
