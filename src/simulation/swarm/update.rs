//! How the tasks of a service follow each other when it changes.

use std::time::Duration;

use serde_json::{Map, Value};

use super::agenda::{Due, Step};
use super::orchestrate::place_of;
use super::{State, Swarm, pace};
use crate::simulation::Moment;
use crate::wire::request::UpdateRequest;

/// One change of a service on its way through the tasks.
#[derive(Debug, Clone)]
pub(super) struct Run {
    phase: Phase,
    back: bool,
    started: Moment,
    completed: Option<Moment>,
    message: String,
    /// Before which no other task is changed.
    rest_until: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Going,
    Watching,
    Paused,
    Done,
}

impl Run {
    pub(super) fn shown(&self) -> Value {
        let state = match (self.phase, self.back) {
            (Phase::Going | Phase::Watching, false) => "updating",
            (Phase::Going | Phase::Watching, true) => "rollback_started",
            (Phase::Paused, false) => "paused",
            (Phase::Paused, true) => "rollback_paused",
            (Phase::Done, false) => "completed",
            (Phase::Done, true) => "rollback_completed",
        };
        let mut shown = Map::new();
        shown.insert("State".into(), state.into());
        shown.insert("StartedAt".into(), self.started.to_string().into());
        shown.extend(self.completed.map(|moment| ("CompletedAt".to_owned(), moment.to_string().into())));
        shown.insert("Message".into(), self.message.as_str().into());
        shown.into()
    }

    fn is_going(&self) -> bool {
        matches!(self.phase, Phase::Going | Phase::Watching)
    }
}

fn nanos(nanos: i64) -> Duration {
    Duration::from_nanos(u64::try_from(nanos).unwrap_or_default())
}

impl Swarm {
    /// A service changed: its tasks follow if there is something in it for them.
    pub(super) fn begin_run(&mut self, id: &str, dirty: bool, back: bool) {
        let now = self.now;
        let Some(service) = self.services.get_mut(id) else { return };
        if !dirty {
            service.run = None;
            return;
        }
        service.runs += 1;
        let message = if back { "manually requested rollback" } else { "update in progress" };
        let rest_until = now;
        let run = Run {
            phase: Phase::Going,
            back,
            started: now,
            completed: None,
            message: message.into(),
            rest_until,
        };
        service.run = Some(run);
        self.enter_run(id, Duration::ZERO);
    }

    fn enter_run(&mut self, id: &str, after: Duration) {
        let Some(service) = self.services.get(id) else { return };
        self.agenda.enter(self.now, after, Due::Update { service: id.to_owned(), run: service.runs });
    }

    fn config(&self, id: &str) -> UpdateRequest {
        let service = self.services.get(id);
        let back = service.and_then(|service| service.run.as_ref()).is_some_and(|run| run.back);
        let asked = service.map(|service| &service.asked);
        let config = asked.and_then(|asked| if back { asked.rollback.clone() } else { asked.update.clone() });
        // One after another is what managers do where nothing is said; all at once is asked for with a zero.
        config.unwrap_or(UpdateRequest { parallelism: 1, ..UpdateRequest::default() })
    }

    /// Changes as many tasks as may be changed now.
    pub(super) fn step_run(&mut self, id: &str, number: u64) {
        let (config, now) = (self.config(id), self.now);
        let Some(service) = self.services.get(id).filter(|service| service.runs == number) else { return };
        let Some(run) = service.run.as_ref().filter(|run| run.is_going()) else { return };
        let (current, watching, rest_until) =
            (service.spec_version, run.phase == Phase::Watching, run.rest_until);
        let live =
            || self.tasks.iter().filter(|(_, task)| task.service.as_deref() == Some(id) && task.is_live());
        let old: Vec<_> =
            live().filter(|(_, task)| task.spec_version < current).map(|(id, _)| id.clone()).collect();
        let changing =
            live().filter(|(_, task)| task.spec_version == current && task.state < State::Running).count();
        if old.is_empty() && changing == 0 {
            let monitor = if config.monitor == 0 { pace::MONITOR } else { nanos(config.monitor) };
            if watching && rest_until <= now {
                self.finish_run(id);
            } else if !watching {
                self.set_run(id, |run| (run.phase, run.rest_until) = (Phase::Watching, now.after(monitor)));
                self.enter_run(id, monitor);
            }
            return;
        }
        let parallel = usize::try_from(config.parallelism).unwrap_or(usize::MAX);
        let room = if parallel == 0 { usize::MAX } else { parallel.saturating_sub(changing) };
        if now < rest_until {
            return;
        }
        for task in old.into_iter().take(room) {
            self.replace_task(id, &task, config.order == "start-first");
        }
    }

    fn set_run(&mut self, id: &str, set: impl FnOnce(&mut Run)) {
        if let Some(run) = self.services.get_mut(id).and_then(|service| service.run.as_mut()) {
            set(run);
        }
    }

    fn finish_run(&mut self, id: &str) {
        let now = self.now;
        self.set_run(id, |run| {
            (run.phase, run.completed) = (Phase::Done, Some(now));
            run.message = if run.back { "rollback completed" } else { "update completed" }.into();
        });
    }

    fn replace_task(&mut self, service: &str, old: &str, start_first: bool) {
        let Some(task) = self.tasks.get(old) else { return };
        let (slot, node) = (task.slot, task.node.clone());
        let Some(new) = self.new_task(service, slot, (slot == 0).then_some(node).flatten()) else { return };
        if let Some(task) = self.tasks.get_mut(&new) {
            if start_first {
                task.follows = None;
            } else {
                (task.desired, task.follows) = (State::Ready, Some(old.to_owned()));
            }
        }
        self.enter_task(&new, pace::ASSIGN, Step::Place);
        if !start_first {
            self.end_task(old, State::Shutdown);
        }
    }

    /// A task runs: the next may be changed after the delay, and what it replaces may go.
    pub(super) fn run_goes_on(&mut self, task: &str) {
        let Some(there) = self.tasks.get(task) else { return };
        let (Some(service), place, version) = (there.service.clone(), place_of(there), there.spec_version)
        else {
            return;
        };
        let older = self.tasks.iter().filter(|(id, other)| {
            let same = other.service.as_ref() == Some(&service) && place_of(other) == place;
            id.as_str() != task && same && other.is_live() && other.spec_version < version
        });
        let older: Vec<_> = older.map(|(id, _)| id.clone()).collect();
        for old in older {
            self.end_task(&old, State::Shutdown);
        }
        let (delay, now) = (nanos(self.config(&service).delay), self.now);
        self.set_run(&service, |run| {
            if run.phase == Phase::Going {
                run.rest_until = now.after(delay);
            }
        });
        self.enter_run(&service, delay);
    }

    /// A task of a service failed: a change that is on its way stops, goes back, or does not mind.
    pub(super) fn run_failed(&mut self, service: &str, task: &str) {
        let config = self.config(service);
        let Some(there) = self.services.get(service) else { return };
        let Some(run) = there.run.as_ref().filter(|run| run.is_going()) else { return };
        let new = self.tasks.get(task).is_some_and(|task| task.spec_version == there.spec_version);
        if !new || config.failure == "continue" {
            return;
        }
        let back = config.failure == "rollback" && !run.back;
        let reason = |what: &str| format!("{what} due to failure or early termination of task {task}");
        if let Some((asked, targets)) = there.previous.clone().filter(|_| back) {
            self.change_service(service, asked, targets, true);
            let message = reason("update rolled back");
            self.set_run(service, |run| run.message = message);
        } else {
            let message = reason("update paused");
            self.set_run(service, |run| (run.phase, run.message) = (Phase::Paused, message));
        }
    }
}
