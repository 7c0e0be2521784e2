//! Hosts lose power, engines stand still, packets get lost: and all of it ends again.

use super::{Block, BlockId, Ground, Power, Swarm, Traffic};
use crate::simulation::{HostId, World};

impl World {
    /// A host was started again: what ran on it does not, and it is heard again.
    fn ground_changed(&mut self) {
        for index in 0..self.swarms.len() {
            let (swarm, ground) = self.swarm_and_ground(index);
            swarm.gossip_changed(&ground);
            swarm.control_changed(&ground);
        }
    }

    /// Puts something in the way of packets between hosts.
    pub fn block(&mut self, block: Block) -> BlockId {
        let id = self.cables.block(block);
        self.ground_changed();
        id
    }

    /// Takes it away again. Says whether it was there.
    pub fn unblock(&mut self, id: BlockId) -> bool {
        let there = self.cables.unblock(id);
        self.ground_changed();
        there
    }

    /// Whether packets of that kind get from one host to another: both have power, and nothing is in the way.
    #[must_use]
    pub fn carries(&self, from: HostId, to: HostId, traffic: Traffic) -> bool {
        self.power(from) != Power::Off && self.power(to) != Power::Off && self.cables.carry(from, to, traffic)
    }

    /// Whether a host runs.
    #[must_use]
    pub fn power(&self, host: HostId) -> Power {
        self.power.get(&host).copied().unwrap_or_default()
    }

    /// Takes the power from a host: everything on it is gone at once.
    pub fn kill(&mut self, host: HostId) {
        self.power.insert(host, Power::Off);
        self.hosts[host.0].stop_engine();
        self.ground_changed();
    }

    /// Lets an engine stand still: its socket takes calls and answers none, its containers go on.
    pub fn freeze(&mut self, host: HostId) {
        self.power.insert(host, Power::Frozen);
        self.ground_changed();
    }

    /// Gives a host its power back, or lets its engine go on.
    pub fn revive(&mut self, host: HostId) {
        let was = self.power.insert(host, Power::On).unwrap_or_default();
        if was == Power::Off {
            self.hosts[host.0].start_engine();
            self.boot_node(host);
        }
        self.ground_changed();
    }

    fn boot_node(&mut self, host: HostId) {
        let Some(member) = self.members.get_mut(&host) else { return };
        let (index, node) = (member.swarm, member.node.clone());
        let (swarm, ground) = self.swarm_and_ground(index);
        let locks = swarm.cluster.spec.autolock && swarm.nodes.get(&node).is_some_and(|node| node.manager);
        swarm.forget_places_of(&ground, &node);
        if let Some(member) = self.members.get_mut(&host) {
            member.locked = locks;
        }
    }

    /// Lets the agendas of all swarms run until a moment; hosts have the time of what happens.
    pub(in crate::simulation) fn run_agendas(&mut self, until: crate::simulation::Moment) {
        loop {
            let next = self
                .swarms
                .iter()
                .enumerate()
                .filter_map(|(index, swarm)| Some((swarm.agenda.next()?, index)));
            let Some((moment, index)) = next.min().filter(|(moment, _)| *moment <= until) else { return };
            self.advance(moment);
            let (swarm, mut ground) = self.swarm_and_ground(index);
            if let Some((_, due)) = swarm.agenda.take(moment) {
                swarm.happen(&mut ground, due);
            }
        }
    }
}

impl Swarm {
    /// What was in networks on a node whose power was gone is no more.
    fn forget_places_of(&mut self, ground: &Ground<'_>, node: &str) {
        let places = self.gossip.told.iter().filter(|(_, told)| told.node == node && !told.gone);
        let places: Vec<_> = places.map(|(id, told)| (id.clone(), told.task.clone(), told.clone())).collect();
        for (id, task, told) in places {
            self.untell(ground, &id);
            let own = task
                .as_ref()
                .and_then(|task| self.tasks.get(task))
                .is_some_and(|task| task.attachment.is_some());
            if own {
                self.leave_place(ground, &told.container, &told.network);
            }
        }
    }
}
