//! Services become tasks, and tasks go their way.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::agenda::{Due, Step};
use super::schedule::meets_constraints;
use super::task::{Attached, Task};
use super::{State, Swarm, pace};
use crate::wire::request::{NetworkTarget, ServiceMode};

impl Swarm {
    /// Makes the tasks a service lacks, and ends those it has too many of.
    pub(super) fn reconcile(&mut self, id: &str) {
        let Some(service) = self.services.get(id) else { return };
        if self.leader.is_none() {
            return;
        }
        let (mode, done) = (service.mode(), service.done.clone());
        let mut live = BTreeMap::<String, Vec<String>>::new();
        for (task, there) in &self.tasks {
            if there.service.as_deref() == Some(id) && there.is_live() {
                live.entry(place_of(there)).or_default().push(task.clone());
            }
        }
        match mode {
            ServiceMode::Replicated(count) => self.replicate(id, count.unwrap_or(1), &live, &done),
            ServiceMode::Global => self.spread(id, &live, &done),
            ServiceMode::GlobalJob | ServiceMode::ReplicatedJob { .. } => {}
        }
    }

    fn replicate(
        &mut self,
        id: &str,
        wanted: u64,
        live: &BTreeMap<String, Vec<String>>,
        done: &BTreeSet<String>,
    ) {
        let have =
            u64::try_from(live.len()).unwrap_or(u64::MAX) + u64::try_from(done.len()).unwrap_or(u64::MAX);
        let mut slot = 0;
        for _ in have..wanted {
            slot += 1;
            while live.contains_key(&place(slot)) || done.contains(&place(slot)) {
                slot += 1;
            }
            self.add_task(id, slot, None);
        }
        if have > wanted {
            // Slots that do not run go first, then those of crowded nodes, then the youngest.
            let node_of = |tasks: &[String]| tasks.iter().find_map(|task| self.tasks.get(task)?.node.clone());
            let mut crowd = BTreeMap::<Option<String>, u64>::new();
            let mut slots: Vec<_> = live.iter().map(|(slot, tasks)| (slot, tasks, node_of(tasks))).collect();
            slots.sort_by_key(|(slot, ..)| slot.parse::<u64>().unwrap_or_default());
            let runs = |tasks: &[String]| {
                tasks.iter().any(|task| self.tasks.get(task).is_some_and(|task| task.state == State::Running))
            };
            let mut ranked: Vec<_> = slots
                .into_iter()
                .map(|(_, tasks, node)| {
                    let rank = crowd.entry(node).or_default();
                    *rank += 1;
                    ((!runs(tasks), *rank), tasks.clone())
                })
                .collect();
            ranked.sort_by_key(|(rank, _)| *rank);
            let keep = usize::try_from(wanted).unwrap_or(usize::MAX);
            for task in ranked.into_iter().skip(keep).flat_map(|(_, tasks)| tasks) {
                self.end_task(&task, State::Remove);
            }
        }
    }

    fn spread(&mut self, id: &str, live: &BTreeMap<String, Vec<String>>, done: &BTreeSet<String>) {
        use super::node::Availability;
        let Some(service) = self.services.get(id) else { return };
        let probe = Task::new(self.now, service.asked.template.clone(), Vec::new());
        let nodes: Vec<_> = self
            .nodes
            .iter()
            .map(|(node, there)| {
                let drained =
                    there.availability == Availability::Drain || !meets_constraints(node, there, &probe);
                (node.clone(), drained, there.state == super::node::NodeState::Ready)
            })
            .collect();
        for (node, drained, ready) in nodes {
            match live.get(&node) {
                Some(tasks) if drained => tasks.iter().for_each(|task| self.end_task(task, State::Shutdown)),
                None if !drained && ready && !done.contains(&node) => self.add_task(id, 0, Some(node)),
                Some(_) | None => {}
            }
        }
    }

    fn add_task(&mut self, service: &str, slot: u64, node: Option<String>) {
        if let Some(id) = self.new_task(service, slot, node) {
            self.enter_task(&id, pace::ASSIGN, Step::Place);
        }
    }

    /// A new task in a place of a service, with its addresses if they can be given.
    pub(super) fn new_task(&mut self, service: &str, slot: u64, node: Option<String>) -> Option<String> {
        let there = self.services.get(service)?;
        let mut task = Task::new(self.now, there.asked.template.clone(), there.targets.clone());
        task.service = Some(service.to_owned());
        task.service_name.clone_from(&there.asked.name);
        (task.slot, task.node, task.spec_version) = (slot, node, there.spec_version);
        let (id, version) = (self.fresh_id(), self.bump());
        task.version = version;
        self.tasks.insert(id.clone(), task);
        self.allocate_task(&id);
        self.forget_history(service, slot);
        Some(id)
    }

    /// Gives a task its addresses: first for the routing mesh, then for its networks.
    fn allocate_task(&mut self, id: &str) {
        let Some(task) = self.tasks.get(id) else { return };
        let Some(service) = task.service.as_ref().and_then(|service| self.services.get(service)) else {
            return;
        };
        let Some(endpoint) = &service.endpoint else { return };
        let (ports, asks_ingress) = (endpoint.ports.clone(), service.asks_ingress());
        let ingress = asks_ingress.then(|| self.ingress().map(|(id, _)| NetworkTarget::new(id))).flatten();
        let targets: Vec<_> = ingress.into_iter().chain(service.targets.clone()).collect();
        let mut networks = Vec::new();
        for target in targets {
            let Some(network) = self.networks.get_mut(&target.target) else { continue };
            let addresses = if network.has_addresses() {
                let Some(address) = network.next() else { return };
                vec![address]
            } else {
                Vec::new()
            };
            networks.push(Attached { network: target.target, addresses, aliases: target.aliases });
        }
        if let Some(task) = self.tasks.get_mut(id) {
            (task.networks, task.ports) = (networks, ports);
        }
        self.become_state(id, State::Pending);
    }

    pub(super) fn enter_task(&mut self, id: &str, after: Duration, step: Step) {
        let Some(task) = self.tasks.get(id) else { return };
        let due = Due::Task { task: id.to_owned(), turn: task.turn, step };
        self.agenda.enter(self.now, after, due);
    }

    /// Whatever was entered for a task is void.
    fn turn(&mut self, id: &str) {
        if let Some(task) = self.tasks.get_mut(id) {
            task.turn += 1;
        }
    }

    /// A task should end: be kept as history, or go with its service.
    pub(super) fn end_task(&mut self, id: &str, desired: State) {
        let Some(task) = self.tasks.get(id) else { return };
        if task.desired >= desired {
            return;
        }
        let (state, told) = (task.state, task.desired > State::Running);
        let version = self.bump();
        let node = task_node(self, id);
        if let Some(task) = self.tasks.get_mut(id) {
            (task.desired, task.version) = (desired, version);
        }
        if state.ended() || node.is_none() || state <= State::Pending {
            if !state.ended() {
                self.turn(id);
                self.become_state(id, State::Shutdown);
            }
            if desired == State::Remove {
                self.forget_task(id);
            }
            return;
        }
        if told {
            return;
        }
        self.turn(id);
        let heard = node.and_then(|node| self.nodes.get(&node)).is_some_and(|node| node.heard);
        if heard {
            self.tell_to_end(id);
        } else {
            self.mark_untold(id);
        }
    }

    /// Its node begins to end a task.
    pub(super) fn tell_to_end(&mut self, id: &str) {
        self.turn(id);
        let Some(task) = self.tasks.get_mut(id) else { return };
        task.untold = false;
        let (after, step) = if task.state == State::Running {
            (pace::WITHDRAW, Step::Withdraw)
        } else {
            (pace::END, Step::Ended)
        };
        self.enter_task(id, after, step);
    }

    /// What follows on the end of a task, whoever ended it.
    pub(super) fn task_ended(&mut self, id: &str, failed: bool) {
        let Some(task) = self.tasks.get(id) else { return };
        let live = task.is_live();
        for (_, address) in task_addresses(task) {
            self.networks.values_mut().for_each(|network| {
                if network.balancers.values().all(|there| *there != address) {
                    network.release(address);
                }
            });
        }
        let waiting = self.tasks.iter().filter(|(_, other)| other.follows.as_deref() == Some(id));
        let waiting: Vec<_> = waiting.map(|(id, _)| id.clone()).collect();
        for follower in waiting {
            self.release_if_free(&follower);
        }
        if self.tasks.get(id).is_some_and(|task| task.desired == State::Remove) {
            self.forget_task(id);
        } else if live {
            self.restart(id, failed);
        }
        self.place_waiting();
    }

    /// Lets another task follow one that ended by itself, if its service wants that.
    pub(super) fn restart(&mut self, id: &str, failed: bool) {
        let Some(task) = self.tasks.get(id) else { return };
        let Some(service) = task.service.clone() else { return };
        let (slot, node, policy) =
            (task.slot, task.node.clone(), task.template.restart.clone().unwrap_or_default());
        let failed_run = failed.then(|| id.to_owned());
        let place = place_of(task);
        let version = self.bump();
        if let Some(task) = self.tasks.get_mut(id) {
            (task.desired, task.version) = (State::Shutdown, version);
        }
        let ended = self.tasks.values().filter(|other| {
            other.service.as_ref() == Some(&service) && place_of(other) == place && other.state.ended()
        });
        let attempts = u64::try_from(ended.count()).unwrap_or(u64::MAX);
        let again = match policy.condition.as_str() {
            "none" => false,
            "on-failure" => failed,
            _ => true,
        };
        if !again || (policy.attempts > 0 && attempts > policy.attempts) {
            if let Some(service) = self.services.get_mut(&service) {
                service.done.insert(place);
            }
        } else if let Some(new) = self.new_task(&service, slot, (slot == 0).then_some(node).flatten()) {
            let delay = policy.delay.and_then(|nanos| u64::try_from(nanos).ok()).map(Duration::from_nanos);
            if let Some(task) = self.tasks.get_mut(&new) {
                (task.desired, task.delayed) = (State::Ready, true);
            }
            self.enter_task(&new, pace::ASSIGN, Step::Place);
            self.enter_task(&new, delay.unwrap_or(pace::RESTART_DELAY), Step::Release);
        }
        if let Some(task) = failed_run {
            self.run_failed(&service, &task);
        }
    }

    pub(super) fn forget_task(&mut self, id: &str) {
        self.bump();
        let Some(task) = self.tasks.remove(id) else { return };
        let node = task.node.as_ref().and_then(|node| self.nodes.get(node));
        if let (Some(node), true) = (node, task.container.is_some()) {
            self.litter.push((node.host, task.container_name(id)));
        }
    }

    /// Forgets the oldest ended tasks of a place.
    fn forget_history(&mut self, service: &str, slot: u64) {
        let kept = self.cluster.history();
        if slot == 0 {
            return;
        }
        let of = self
            .tasks
            .iter()
            .filter(|(_, task)| task.service.as_deref() == Some(service) && task.slot == slot);
        let mut of: Vec<_> =
            of.map(|(id, task)| (task.created, id.clone(), task.state.ended() && !task.is_live())).collect();
        of.sort();
        let surplus = of.len().saturating_sub(kept.max(1));
        let old: Vec<_> = of.into_iter().filter(|(.., ended)| *ended).take(surplus).collect();
        for (_, id, _) in old {
            self.forget_task(&id);
        }
    }

    /// Every service is looked at again: nodes came, went or changed.
    pub(super) fn reconcile_all(&mut self) {
        let services: Vec<_> = self.services.keys().cloned().collect();
        for service in services {
            self.reconcile(&service);
        }
        self.place_waiting();
    }

    /// The tasks of a node that takes none any more go elsewhere.
    pub(super) fn leave_node(&mut self, node: &str) {
        let on = self.tasks.iter().filter(|(_, task)| task.node.as_deref() == Some(node) && task.is_live());
        let on: Vec<_> = on.filter(|(_, task)| task.service.is_some()).map(|(id, _)| id.clone()).collect();
        for id in on {
            let global = self.tasks.get(&id).is_some_and(|task| task.slot == 0);
            if !global {
                self.restart(&id, true);
                // It was not the task that ended, so it has yet to.
                let state = self.tasks.get(&id).map_or(State::Shutdown, |task| task.state);
                let heard = self.nodes.get(node).is_some_and(|node| node.heard);
                if !state.ended() {
                    self.turn(&id);
                    if heard { self.tell_to_end(&id) } else { self.mark_untold(&id) }
                }
            }
        }
    }
}

fn place(slot: u64) -> String {
    slot.to_string()
}

/// Which place of its service a task fills: a slot, or a node.
pub(super) fn place_of(task: &Task) -> String {
    if task.slot == 0 { task.node.clone().unwrap_or_default() } else { place(task.slot) }
}

fn task_node(swarm: &Swarm, id: &str) -> Option<String> {
    swarm.tasks.get(id)?.node.clone()
}

pub(super) fn task_addresses(task: &Task) -> Vec<(String, std::net::IpAddr)> {
    let of = |there: &Attached| {
        there.addresses.iter().map(|address| (there.network.clone(), *address)).collect::<Vec<_>>()
    };
    task.networks.iter().flat_map(of).collect()
}
