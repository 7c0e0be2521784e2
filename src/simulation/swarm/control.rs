//! Who leads, who is heard, and what follows when that changes.

use std::collections::BTreeSet;

use super::agenda::Due;
use super::node::NodeState;
use super::refusal::SwarmRefusal;
use super::{Ground, Power, State, Swarm, Traffic, pace};

/// What a manager says when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum Control {
    /// What is so.
    Current,
    /// What was so when it was last heard of.
    Stale,
    /// Nothing, after a while.
    Leaderless,
}

impl Swarm {
    /// The managers that hear each other and are more than half of all.
    pub(super) fn majority(&self, ground: &Ground<'_>) -> BTreeSet<String> {
        let managers: Vec<_> = self.nodes.iter().filter(|(_, node)| node.manager).collect();
        for (start, node) in &managers {
            if !ground.alive(node.host) {
                continue;
            }
            let mut group = BTreeSet::from([(*start).clone()]);
            let mut front = vec![node.host];
            while let Some(at) = front.pop() {
                for (id, other) in &managers {
                    if !group.contains(*id) && ground.hear(at, other.host, Traffic::MANAGEMENT) {
                        group.insert((*id).clone());
                        front.push(other.host);
                    }
                }
            }
            if group.len() * 2 > managers.len() {
                return group;
            }
        }
        BTreeSet::new()
    }

    /// Whether a node hears a manager that has a say.
    pub(super) fn is_heard(&self, ground: &Ground<'_>, node: &str, majority: &BTreeSet<String>) -> bool {
        let Some(node) = self.nodes.get(node) else { return false };
        ground.alive(node.host)
            && majority.iter().filter_map(|manager| self.nodes.get(manager)).any(|manager| {
                manager.host == node.host || ground.hear(node.host, manager.host, Traffic::MANAGEMENT)
            })
    }

    /// Something lies between nodes now, or no longer, or one of them stands still: managers will notice.
    pub(super) fn control_changed(&mut self, ground: &Ground<'_>) {
        let majority = self.majority(ground);
        if self.leader.as_ref().is_some_and(|leader| !majority.contains(leader)) {
            self.led = self.leader.take().map(|leader| (leader, self.now));
            if !majority.is_empty() {
                self.agenda.enter(self.now, pace::ELECTION, Due::Elect);
            }
        } else if self.leader.is_none() && !majority.is_empty() {
            let alone = self.nodes.values().filter(|node| node.manager).count() == 1;
            let after = if alone { pace::LEAD_AFTER_BOOT } else { pace::ELECTION };
            self.agenda.enter(self.now, after, Due::Elect);
        }
        if self.leader.is_some() {
            self.look_for_nodes(ground, &majority);
        }
    }

    fn look_for_nodes(&mut self, ground: &Ground<'_>, majority: &BTreeSet<String>) {
        let nodes: Vec<_> = self.nodes.keys().cloned().collect();
        for id in nodes {
            let heard = self.is_heard(ground, &id, majority);
            let Some(node) = self.nodes.get_mut(&id).filter(|node| node.heard != heard) else { continue };
            node.heard = heard;
            node.turn += 1;
            let turn = node.turn;
            let after = match (heard, ground.power(node.host)) {
                (true, _) if node.state == NodeState::Ready => std::time::Duration::ZERO,
                (true, _) => pace::READY_AGAIN,
                (false, Power::On) => pace::DOWN_CUT,
                (false, Power::Off) => pace::DOWN_OFF,
                (false, Power::Frozen) => pace::DOWN_FROZEN,
            };
            let due = if heard { Due::Up { node: id, turn } } else { Due::Down { node: id, turn } };
            self.agenda.enter(self.now, after, due);
        }
    }

    /// The managers choose who leads: of those that can, the first by identity.
    pub(super) fn elect(&mut self, ground: &Ground<'_>) {
        let majority = self.majority(ground);
        if self.leader.is_some() {
            return;
        }
        let Some(leader) = majority.iter().next().cloned() else { return };
        self.leader = Some(leader);
        let took_over = self.led.take().is_some_and(|(before, _)| self.leader.as_ref() != Some(&before));
        self.look_for_nodes(ground, &majority);
        if took_over {
            // A new leader knows of nobody until they report, which those that live do at once.
            let silent: Vec<_> =
                self.nodes.iter().filter(|(_, node)| !node.heard).map(|(id, _)| id.clone()).collect();
            for id in silent {
                let version = self.bump();
                if let Some(node) = self.nodes.get_mut(&id).filter(|node| node.state == NodeState::Ready) {
                    (node.state, node.version) = (NodeState::Unknown, version);
                    node.message = "Node moved to \"unknown\" state due to leadership change in cluster";
                }
            }
        }
        self.reconcile_all();
        self.tell_untold();
    }

    pub(super) fn node_down(&mut self, id: &str, turn: u64) {
        let (now, version) = (self.now, self.index + 1);
        let leads = self.leader.is_some();
        let Some(node) = self.nodes.get_mut(id).filter(|node| node.turn == turn && leads) else { return };
        node.message = if node.state == NodeState::Unknown {
            "heartbeat failure for node in \"unknown\" state"
        } else {
            "heartbeat failure"
        };
        (node.state, node.updated, node.version) = (NodeState::Down, now, version);
        self.index = version;
        self.leave_node(id);
        self.reconcile_all();
    }

    pub(super) fn node_up(&mut self, ground: &mut Ground<'_>, id: &str, turn: u64) {
        let (now, version) = (self.now, self.index + 1);
        let Some(node) = self.nodes.get_mut(id).filter(|node| node.turn == turn) else { return };
        (node.state, node.updated, node.version, node.message) = (NodeState::Ready, now, version, "");
        self.index = version;
        let host = node.host;
        self.notice_ended(ground, host);
        self.tell_untold();
        self.reconcile_all();
    }

    /// Nodes that are heard again are told what should end.
    pub(super) fn tell_untold(&mut self) {
        let nodes = &self.nodes;
        let heard = |node: &String| nodes.get(node).is_some_and(|node| node.heard);
        let untold: Vec<_> = self
            .tasks
            .iter()
            .filter(|(_, task)| task.untold && task.node.as_ref().is_some_and(heard))
            .map(|(id, task)| (id.clone(), task.state.ended()))
            .collect();
        // What stood still on its way goes on.
        let stalled: Vec<_> = self
            .tasks
            .iter()
            .filter(|(_, task)| {
                task.is_live()
                    && (State::Assigned..State::Running).contains(&task.state)
                    && task.state != State::Ready
                    && task.node.as_ref().is_some_and(heard)
            })
            .map(|(id, _)| id.clone())
            .collect();
        for (id, ended) in untold {
            if ended {
                if let Some(task) = self.tasks.get_mut(&id) {
                    task.untold = false;
                }
            } else {
                self.tell_to_end(&id);
            }
        }
        for id in stalled {
            if let Some(task) = self.tasks.get_mut(&id) {
                task.turn += 1;
            }
            self.enter_task(&id, pace::PREPARE, super::agenda::Step::Prepare);
        }
    }

    /// What a manager says when it is asked, and why it says nothing.
    pub(in crate::simulation) fn control(&self, ground: &Ground<'_>, node: &str) -> Control {
        match (&self.leader, &self.led) {
            (Some(_), _) if self.majority(ground).contains(node) => Control::Current,
            (None, Some((led, since))) if led == node && self.now < since.after(pace::STALE_LEAD) => {
                Control::Stale
            }
            (Some(_) | None, _) => Control::Leaderless,
        }
    }

    /// Whether a manager has a say now, or stands alone.
    pub(super) fn has_say(&self, ground: &Ground<'_>, node: &str) -> bool {
        self.leader.is_some() && self.majority(ground).contains(node)
    }

    /// A worker becomes a manager, or a manager a worker.
    ///
    /// # Errors
    /// [`SwarmRefusal::LastManagerDemoted`], [`SwarmRefusal::QuorumLoss`].
    pub(super) fn set_role(
        &mut self,
        ground: &Ground<'_>,
        id: &str,
        manager: bool,
    ) -> Result<(), SwarmRefusal> {
        let Some(node) = self.nodes.get(id).filter(|node| node.manager != manager) else { return Ok(()) };
        if !manager {
            let managers = self.nodes.values().filter(|node| node.manager).count();
            if managers == 1 {
                return Err(SwarmRefusal::LastManagerDemoted);
            }
            let reachable = self.majority(ground).len() - usize::from(ground.alive(node.host));
            if reachable * 2 <= managers - 1 {
                return Err(SwarmRefusal::QuorumLoss);
            }
        }
        if let Some(node) = self.nodes.get_mut(id) {
            node.manager = manager;
        }
        if !manager && self.leader.as_deref() == Some(id) {
            self.leader = self.majority(ground).iter().next().cloned();
        }
        self.control_changed(ground);
        Ok(())
    }
}
