//! Tasks go their way, step by step.

use super::agenda::Step;
use super::{Ground, State, Swarm, pace};

impl Swarm {
    /// A task goes one step on.
    pub(super) fn step_task(&mut self, ground: &mut Ground<'_>, id: &str, turn: u64, step: Step) {
        let Some(task) = self.tasks.get(id).filter(|task| task.turn == turn) else { return };
        let (desired, node) = (task.desired, task.node.clone());
        let works =
            node.as_ref().and_then(|node| self.nodes.get(node)).is_some_and(|node| ground.alive(node.host));
        match step {
            Step::Place => self.place_task(id),
            Step::Ended | Step::Stop | Step::Withdraw if !works => self.mark_untold(id),
            _ if !works => {}
            Step::Prepare => {
                self.become_state(id, State::Preparing);
                let missing = self.missing_image(ground, id);
                let new = self.makes_network(ground, id);
                if let Some(task) = self.tasks.get_mut(id) {
                    task.made_network = new;
                }
                if missing {
                    self.enter_task(id, pace::REJECT, Step::Reject);
                } else if desired < State::Running {
                    self.enter_task(id, pace::READY, Step::Ready);
                } else {
                    let after = if new { pace::START_IN_NEW_NETWORK } else { pace::START };
                    self.enter_task(id, after, Step::Start);
                }
            }
            Step::Reject => {
                let image = self.tasks.get(id).map(|task| task.template.image.clone()).unwrap_or_default();
                self.fail(id, State::Rejected, format!("No such image: {image}"));
                self.task_ended(id, true);
            }
            Step::Ready => {
                self.become_state(id, State::Ready);
                if desired == State::Running {
                    self.enter_task(id, pace::RELEASE, Step::Start);
                } else {
                    self.release_if_free(id);
                }
            }
            Step::Release => {
                if let Some(task) = self.tasks.get_mut(id) {
                    task.delayed = false;
                }
                self.release_if_free(id);
            }
            Step::Start => {
                self.become_state(id, State::Starting);
                let new = self.tasks.get(id).is_some_and(|task| task.made_network);
                self.enter_task(id, if new { pace::RUN_IN_NEW_NETWORK } else { pace::RUN }, Step::Run);
            }
            Step::Run => self.run_task(ground, id),
            Step::Withdraw => {
                self.withdraw(ground, id);
                self.enter_task(id, pace::CONVERGE, Step::Stop);
            }
            Step::Stop => {
                let after = self.stop_container(ground, id);
                self.enter_task(id, after, Step::Ended);
            }
            Step::Ended => {
                self.finish_container(ground, id);
                self.become_state(id, State::Shutdown);
                self.task_ended(id, false);
            }
        }
    }

    pub(super) fn mark_untold(&mut self, id: &str) {
        if let Some(task) = self.tasks.get_mut(id) {
            task.untold = true;
        }
    }

    pub(super) fn place_task(&mut self, id: &str) {
        let Some(task) = self.tasks.get(id).filter(|task| task.state == State::Pending) else { return };
        if self.leader.is_none() {
            return;
        }
        match self.find_node(task) {
            Err(error) => {
                let version = self.bump();
                if let Some(task) = self.tasks.get_mut(id) {
                    (task.error, task.version) = (Some(error), version);
                }
            }
            Ok(node) => {
                self.become_state(id, State::Assigned);
                let Some(task) = self.tasks.get_mut(id) else { return };
                task.node = Some(node.clone());
                let networks: Vec<_> = task.networks.iter().map(|there| there.network.clone()).collect();
                for network in networks {
                    self.balance(&node, &network);
                }
                self.enter_task(id, pace::PREPARE, Step::Prepare);
            }
        }
    }

    /// What waits for a node is looked at again.
    pub(super) fn place_waiting(&mut self) {
        let waiting = self.tasks.iter().filter(|(_, task)| task.state == State::Pending && task.is_live());
        let waiting: Vec<_> =
            waiting.filter(|(_, task)| task.error.is_some()).map(|(id, _)| id.clone()).collect();
        for id in waiting {
            self.enter_task(&id, pace::ASSIGN, Step::Place);
        }
    }

    /// What stood still while nobody led goes on.
    pub(super) fn go_on(&mut self) {
        let live = self.tasks.iter().filter(|(_, task)| task.is_live());
        let live: Vec<_> = live.map(|(id, task)| (id.clone(), task.state)).collect();
        for (id, state) in live {
            if state == State::Pending {
                self.enter_task(&id, pace::ASSIGN, Step::Place);
            }
            self.release_if_free(&id);
        }
    }

    /// Gives the word to start, if nothing is in the way.
    pub(super) fn release_if_free(&mut self, id: &str) {
        let Some(task) = self.tasks.get(id).filter(|task| task.desired == State::Ready) else { return };
        let behind = task.follows.as_ref().and_then(|before| self.tasks.get(before));
        if task.delayed || behind.is_some_and(|before| !before.state.ended()) || self.leader.is_none() {
            return;
        }
        let (ready, version) = (task.state == State::Ready, self.bump());
        if let Some(task) = self.tasks.get_mut(id) {
            (task.desired, task.version, task.follows) = (State::Running, version, None);
        }
        if ready {
            self.enter_task(id, pace::RELEASE, Step::Start);
        }
    }
}
