//! What nodes do for the swarm: containers of tasks, and their places in networks.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::gossip::Told;
use super::orchestrate::task_addresses;
use super::{Ground, State, Swarm, pace};
use crate::host::{Capability, Platform, Support};
use crate::model::{Assignment, ContainerId};
use crate::simulation::container::Attachment;
use crate::simulation::random::Random;
use crate::simulation::{Done, Fault, SimulatedHost};
use crate::wire::request::{ContainerCreate, EndpointIpam, EndpointSettings, PortRequest};

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
        let (service, service_name) = (task.service.clone().unwrap_or_default(), task.service_name.clone());
        let labels = [
            ("com.docker.swarm.node.id", node_id.as_str()),
            ("com.docker.swarm.service.id", service.as_str()),
            ("com.docker.swarm.service.name", service_name.as_str()),
            ("com.docker.swarm.task", ""),
            ("com.docker.swarm.task.id", id),
            ("com.docker.swarm.task.name", name.as_str()),
        ];
        let refused =
            overlay && ground.host(host).host().can(Capability::Overlay).support == Support::Unsupported;
        let started = match ground.host(host).host().platform {
            Platform::Linux(_) if refused => Err(no_overlay(&mut self.random)),
            Platform::Linux(_) | Platform::Windows(_) => self.start_task(ground, id, &labels),
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
        let Some(host) = self.nodes.get(node).map(|node| node.host) else { return };
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
                    endpoint: endpoint_of(ground, host, &container, &place.network),
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
        pace::END + ground.host(node.host).ask_to_end(&name, grace.unwrap_or(pace::GRACE))
    }

    /// A task's container ends; it goes with the task if the task goes.
    pub(super) fn finish_container(&mut self, ground: &mut Ground<'_>, id: &str) {
        self.withdraw(ground, id);
        let Some(task) = self.tasks.get(id) else { return };
        let (name, remove) = (task.container_name(id), task.desired == State::Remove);
        let Some(node) = task.node.as_ref().and_then(|node| self.nodes.get(node)) else { return };
        let exit = ground.host(node.host).finish_task(&name, remove);
        if let (Some(task), Some(exit)) = (self.tasks.get_mut(id), exit) {
            task.exit = exit;
        }
    }

    /// Containers that ended without the swarm's doing: their tasks have failed, or are complete.
    pub(super) fn notice_ended(&mut self, ground: &mut Ground<'_>, host: crate::simulation::HostId) {
        let Some((node, there)) = self.nodes.iter().find(|(_, node)| node.host == host) else { return };
        let (node, heard) = (node.clone(), there.heard);
        if !heard || self.leader.is_none() {
            return;
        }
        self.litter.retain(|(on, name)| {
            if *on == host {
                let _gone = ground.hosts[host.0].remove_by(name, true, true, false);
            }
            *on != host
        });
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

/// The identity a container's place has on its host.
fn endpoint_of(
    ground: &Ground<'_>,
    host: crate::simulation::HostId,
    container: &str,
    network: &str,
) -> String {
    let there = crate::model::NetworkId::new(network).ok().zip(ContainerId::new(container).ok());
    let place = there.and_then(|(network, container)| {
        ground.hosts[host.0]
            .networks
            .get(&network)?
            .endpoints
            .get(&container)
            .map(|there| there.place.endpoint.to_string())
    });
    place.unwrap_or_default()
}

/// What a task's container is made from.
fn body(task: &super::Task, labels: &[(&str, &str)]) -> Option<ContainerCreate> {
    let spec = task.template.container.as_ref()?;
    let mut all = spec.get("Labels").and_then(Value::as_object).cloned().unwrap_or_default();
    all.extend(labels.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))));
    let ports = task.ports.iter().filter(|port| port.on_host());
    let key = |port: &PortRequest| format!("{}/{}", port.target, port.protocol());
    let exposed: Map<_, _> = ports.clone().map(|port| (key(port), json!({}))).collect();
    let bound: Map<_, _> =
        ports.map(|port| (key(port), json!([{ "HostPort": port.published.to_string() }]))).collect();
    let mut body = json!({
        "Image": task.template.image,
        "Labels": all,
        "ExposedPorts": exposed,
        "HostConfig": { "NetworkMode": "default", "PortBindings": bound },
    });
    for (from, to) in [
        ("Command", "Entrypoint"),
        ("Args", "Cmd"),
        ("Env", "Env"),
        ("Hostname", "Hostname"),
        ("User", "User"),
        ("Dir", "WorkingDir"),
        ("TTY", "Tty"),
        ("OpenStdin", "OpenStdin"),
        ("StopSignal", "StopSignal"),
    ] {
        if let Some(value) = spec.get(from) {
            body[to] = value.clone();
        }
    }
    ContainerCreate::from_value(&body).ok()
}

impl Swarm {
    /// Makes and starts a task's container with the places it was given: its identity, or why not.
    fn start_task(
        &mut self,
        ground: &mut Ground<'_>,
        id: &str,
        labels: &[(&str, &str)],
    ) -> Result<String, String> {
        let Some(task) = self.tasks.get(id).cloned() else { return Err(String::new()) };
        let Some(node) = task.node.as_ref().and_then(|node| self.nodes.get(node)) else {
            return Err(String::new());
        };
        let (name, host) = (task.container_name(id), ground.host(node.host));
        let engine = host.engine_version().clone();
        let why = |fault: Fault| match fault {
            Fault::Refused(refusal) => refusal.sentence(&engine),
            Fault::Never => fault.to_string(),
        };
        let body = body(&task, labels).ok_or_else(String::new)?;
        let made = host.make_container(&name, "", &body).map_err(&why)?;
        let (Ok(key), Ok(container)) = (name.parse(), ContainerId::new(&made.id)) else { return Ok(made.id) };
        let mut attachments = Vec::new();
        for there in &task.networks {
            let Some(network) = self.networks.get(&there.network) else { continue };
            let mut asked = EndpointSettings::default();
            if let Some(address) = there.addresses.first() {
                let ipam = EndpointIpam { ipv4: address.to_string(), ..EndpointIpam::default() };
                asked.ipam = Some(ipam);
                self.keep_network(host, &there.network);
                let endpoint = self.random.hex(64);
                let length = network.length(*address);
                let placed =
                    super::Placed { network: there.network.clone(), address: *address, length, endpoint };
                if let Some((network, place)) = placed.place(Assignment::Static) {
                    host.overlay_places.insert((container.clone(), network), place);
                }
            }
            attachments.push((network.name().to_owned(), Attachment::new(asked)));
        }
        if !attachments.is_empty() {
            let own = host.attachments(&key);
            own.clear();
            own.extend(attachments);
        }
        host.start_by(&name)
            .map(|_| made.id)
            .map_err(|fault| format!("starting container failed: {}", why(fault)))
    }
}

/// The host's side.
impl SimulatedHost {
    fn lacks_image(&mut self, image: &str) -> bool {
        self.find_image(image).is_err()
    }

    /// Asks a task's program to end: when it will have.
    fn ask_to_end(&mut self, name: &str, grace: Duration) -> Duration {
        let seconds = i64::try_from(grace.as_secs()).ok();
        match self.stop_by(name, seconds) {
            Ok(Done::At(moment)) => moment.since(self.now()),
            Ok(Done::Already | Done::Now) | Err(_) => Duration::ZERO,
        }
    }

    /// Takes a task's container away, or leaves it as history: what it ended with.
    fn finish_task(&mut self, name: &str, remove: bool) -> Option<i64> {
        // It was asked before; where its node could not be told, it is made to end now.
        let _ended = self.kill_by(name, "KILL");
        let code = self.container_by(name).ok().map(|container| container.state.exit_code);
        if remove {
            let _gone = self.remove_by(name, true, true, false);
        }
        code
    }

    /// How a task's container ended; nothing while it runs.
    fn ended(&self, name: &str) -> Option<i64> {
        match self.container_by(name) {
            Ok(container) if container.state.is_running() => None,
            Ok(container) => Some(container.state.exit_code),
            Err(_) => Some(137),
        }
    }
}
