//! Containers of nobody's service that ask for a place in a network of the swarm.

use std::net::IpAddr;

use super::agenda::Due;
use super::gossip::Told;
use super::task::{Attached, Task};
use super::{Ground, State, Swarm};
use crate::model::{Assignment, ContainerId, Driver, EndpointAddress, EndpointId, NetworkId, Subnet};
use crate::simulation::client::Applicant;
use crate::simulation::container::Place;
use crate::simulation::network::SimulatedNetwork;
use crate::simulation::{HostId, SimulatedHost, World};
use crate::wire::request::{NetworkTarget, TaskTemplate};

/// A place a container was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulation) struct Placed {
    pub(in crate::simulation) network: String,
    pub(in crate::simulation) address: IpAddr,
    pub(in crate::simulation) length: u8,
    pub(in crate::simulation) endpoint: String,
}

/// Who asks for which place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) node: &'a str,
    pub(super) network: &'a str,
    pub(super) container: &'a str,
    pub(super) name: &'a str,
    pub(super) address: Option<IpAddr>,
    pub(super) aliases: &'a [String],
}

impl Swarm {
    /// Records that a container asks for a place; the manager gives it one if it can. The task's identity.
    pub(super) fn ask_for_place(&mut self, wish: Wish<'_>) -> String {
        let target = NetworkTarget::new(wish.network);
        let mut task = Task::new(self.now, TaskTemplate::default(), vec![target]);
        (task.attachment, task.node) = (Some(wish.container.to_owned()), Some(wish.node.to_owned()));
        let (id, version) = (self.fresh_id(), self.bump());
        task.version = version;
        let given = self.networks.get_mut(wish.network).and_then(|network| match wish.address {
            Some(address) => network.take(address).then_some(address),
            None => network.next(),
        });
        if let Some(address) = given {
            let (network, aliases) = (wish.network.to_owned(), wish.aliases.to_vec());
            task.networks = vec![Attached { network, addresses: vec![address], aliases }];
        }
        self.tasks.insert(id.clone(), task);
        if given.is_some() {
            self.balance(wish.node, wish.network);
            self.become_state(&id, State::Running);
        }
        id
    }

    /// The container runs: its place becomes known.
    pub(super) fn take_place(
        &mut self,
        ground: &Ground<'_>,
        wish: Wish<'_>,
        address: IpAddr,
        task: Option<&str>,
    ) -> Placed {
        let endpoint = self.random.hex(64);
        let length = self.networks.get(wish.network).map_or(32, |network| network.length(address));
        let told = Told {
            node: wish.node.to_owned(),
            network: wish.network.to_owned(),
            container: wish.container.to_owned(),
            name: wish.name.to_owned(),
            address,
            endpoint: endpoint.clone(),
            service: None,
            aliases: wish.aliases.to_vec(),
            ports: Vec::new(),
            task: task.map(str::to_owned),
            gone: false,
        };
        self.tell(ground, &place_key(wish.container, wish.network), told);
        Placed { network: wish.network.to_owned(), address, length, endpoint }
    }

    /// The address a place was given; nothing if it was not.
    pub(super) fn given_to(&self, task: &str) -> Option<IpAddr> {
        self.tasks.get(task)?.networks.first()?.addresses.first().copied()
    }

    /// A container leaves its place.
    pub(super) fn leave_place(&mut self, ground: &Ground<'_>, container: &str, network: &str) {
        self.untell(ground, &place_key(container, network));
        let of = self.tasks.iter().find(|(_, task)| {
            task.attachment.as_deref() == Some(container)
                && task.targets.first().is_some_and(|target| target.target == network)
        });
        if let Some(id) = of.map(|(id, _)| id.clone()) {
            self.give_up_place(&id);
        }
    }

    pub(super) fn give_up_place(&mut self, task: &str) {
        let Some(gone) = self.tasks.remove(task) else { return };
        self.bump();
        for (network, address) in super::orchestrate::task_addresses(&gone) {
            if let Some(network) = self.networks.get_mut(&network) {
                network.release(address);
            }
        }
    }

    /// What its node hears is at that address already.
    pub(super) fn known_at(&self, node: &str, network: &str, address: IpAddr) -> bool {
        let known = self.gossip.knows.get(node).into_iter().flatten();
        known
            .filter_map(|id| self.gossip.told.get(id))
            .any(|told| told.network == network && told.address == address)
    }

    /// What stands on the agenda and has come.
    pub(super) fn happen(&mut self, ground: &mut Ground<'_>, due: Due) {
        match due {
            Due::Task { task, turn, step } => self.step_task(ground, &task, turn, step),
            Due::Update { service, run } => self.step_run(&service, run),
            Due::Down { node, turn } => self.node_down(&node, turn),
            Due::Up { node, turn } => self.node_up(ground, &node, turn),
            Due::Elect => self.elect(ground),
            Due::Lose { node, peer } => self.lose(ground, &node, &peer),
            Due::Rejoin { node, peer } => self.rejoin(ground, &node, &peer),
            Due::Tell { node, endpoint } => self.hear(ground, &node, &endpoint),
        }
    }
}

fn place_key(container: &str, network: &str) -> String {
    format!("{container}@{network}")
}

/// What the hosts' engines ask of the swarm for their containers.
impl Swarm {
    pub(in crate::simulation) fn has_network(&self, name: &str) -> bool {
        self.networks.values().any(|network| network.name() == name)
    }

    /// A network by name or identity: its identity, its name, and whether containers may join it.
    pub(in crate::simulation) fn joinable(&self, key: &str) -> Option<(String, String, bool)> {
        let found = super::identity::find(&self.networks, |network| network.name(), key).ok()?;
        let network = self.networks.get(found).filter(|network| network.predefined.is_none())?;
        Some((found.to_owned(), network.name().to_owned(), network.asked.attachable))
    }

    /// Whether a node's engine gets an answer of a manager.
    pub(in crate::simulation) fn is_served(&self, ground: &Ground<'_>, node: &str) -> bool {
        let majority = self.majority(ground);
        self.leader.is_some() && self.is_heard(ground, node, &majority)
    }

    pub(in crate::simulation) fn ask(&mut self, node: &str, network: &str, who: Applicant<'_>) -> String {
        self.ask_for_place(wish(node, network, who))
    }

    pub(in crate::simulation) fn given(&self, task: &str) -> Option<IpAddr> {
        self.given_to(task)
    }

    pub(in crate::simulation) fn give_up(&mut self, task: &str) {
        self.give_up_place(task);
    }

    pub(in crate::simulation) fn settle(
        &mut self,
        ground: &Ground<'_>,
        node: &str,
        network: &str,
        who: Applicant<'_>,
        address: IpAddr,
        task: Option<&str>,
    ) -> Placed {
        self.take_place(ground, wish(node, network, who), address, task)
    }

    /// Whether an address belongs to a network.
    pub(in crate::simulation) fn holds(&self, network: &str, address: IpAddr) -> bool {
        let pools = self.networks.get(network).and_then(|network| network.allocated.as_ref());
        pools.is_some_and(|there| there.pools.iter().any(|pool| pool.prefix().contains(address)))
    }

    pub(in crate::simulation) fn is_known_at(&self, node: &str, network: &str, address: IpAddr) -> bool {
        self.known_at(node, network, address)
    }
}

impl World {
    /// A container is to have a place that managers gave it: its engine keeps the place, and the network.
    pub(in crate::simulation) fn reserve(
        &mut self,
        at: HostId,
        container: &ContainerId,
        placed: &Placed,
        asked: bool,
    ) {
        let Some(member) = self.member(at).cloned() else { return };
        let (swarm, ground) = self.swarm_and_ground(member.swarm);
        swarm.keep_network(&mut ground.hosts[at.0], &placed.network);
        let assignment = if asked { Assignment::Static } else { Assignment::Dynamic };
        if let Some((network, place)) = placed.place(assignment) {
            ground.hosts[at.0].overlay_places.insert((container.clone(), network), place);
        }
    }

    /// What ended on a host, or left networks there, without the swarm's doing.
    pub(in crate::simulation) fn notice(&mut self, at: HostId) {
        let Some(member) = self.member(at).cloned() else { return };
        let (swarm, mut ground) = self.swarm_and_ground(member.swarm);
        if !ground.alive(at) {
            return;
        }
        swarm.notice_left(&mut ground, at, &member.node);
        swarm.notice_ended(&mut ground, at);
        swarm.forget_networks(&mut ground, at, &member.node);
        let there = &self.hosts[at.0];
        let known = |id: &str| there.containers.values().any(|container| container.id().as_str() == id);
        self.stale_attachments.retain(|(host, container, _)| *host != at || known(container));
    }
}

impl Placed {
    /// The place as an engine keeps it.
    pub(super) fn place(&self, assignment: Assignment) -> Option<(NetworkId, Place)> {
        let subnet = Subnet::around(self.address, self.length).ok()?;
        let place = Place {
            endpoint: EndpointId::new(&self.endpoint).ok()?,
            mac: super::view::mac(self.address).parse().ok(),
            ipv4: EndpointAddress::new(self.address, subnet).ok().filter(|_| self.address.is_ipv4()),
            ipv6: EndpointAddress::new(self.address, subnet).ok().filter(|_| self.address.is_ipv6()),
            shown_length: None,
            assignment,
        };
        Some((NetworkId::new(&self.network).ok()?, place))
    }
}

impl Swarm {
    /// A node's engine keeps a network something of which is there.
    pub(super) fn keep_network(&self, host: &mut SimulatedHost, id: &str) {
        let (Some(there), Ok(own)) = (self.networks.get(id), NetworkId::new(id)) else { return };
        if host.networks.get(&own).is_some() {
            return;
        }
        let mut record = SimulatedNetwork::new(own, there.name(), Driver::Overlay, self.now);
        record.scope = "swarm".into();
        (record.internal, record.attachable) = (there.asked.internal, there.asked.attachable);
        record.ingress = there.asked.ingress;
        record.labels = there.asked.labels.clone().unwrap_or_default();
        host.networks.insert(record);
    }

    /// Containers of nobody's service that are no longer where they had a place.
    fn notice_left(&mut self, ground: &mut Ground<'_>, at: HostId, node: &str) {
        let own = self
            .gossip
            .told
            .values()
            .filter(|told| told.node == node && told.service.is_none() && !told.gone);
        let own: Vec<_> = own.map(|told| (told.container.clone(), told.network.clone())).collect();
        for (container, network) in own {
            let host = ground.host(at);
            let keys = ContainerId::new(&container).ok().zip(NetworkId::new(&network).ok());
            let Some((id, there)) = keys else { continue };
            let listed = host.networks.get(&there).is_some_and(|there| there.endpoints.contains_key(&id));
            let reserved = host.overlay_places.remove(&(id, there)).is_some();
            if !listed || reserved {
                self.leave_place(ground, &container, &network);
            }
        }
    }

    /// An engine forgets networks nothing of which is there any more.
    fn forget_networks(&self, ground: &mut Ground<'_>, at: HostId, node: &str) {
        let host = ground.host(at);
        let kept =
            host.networks.iter().filter(|network| network.scope == "swarm" && network.endpoints.is_empty());
        let gone: Vec<_> = kept
            .filter(|network| !self.takes_part(node, network.id.as_str()))
            .map(|n| n.id.clone())
            .collect();
        for id in gone {
            host.networks.remove(&id);
        }
    }
}

fn wish<'a>(node: &'a str, network: &'a str, who: Applicant<'a>) -> Wish<'a> {
    Wish { node, network, container: who.id, name: who.name, address: who.address, aliases: who.aliases }
}
