//! Tasks: one container each, or one place in a network that a container of its own asked for.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::Swarm;
use crate::simulation::Moment;
use crate::wire::request::{NetworkTarget, PortRequest, TaskTemplate};

/// What a task is, or should be. The order is swarmkit's: a task never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulation) enum State {
    New,
    Pending,
    Assigned,
    Preparing,
    Ready,
    Starting,
    Running,
    Complete,
    Shutdown,
    Failed,
    Rejected,
    Remove,
}

impl State {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Pending => "pending",
            Self::Assigned => "assigned",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Complete => "complete",
            Self::Shutdown => "shutdown",
            Self::Failed => "failed",
            Self::Rejected => "rejected",
            Self::Remove => "remove",
        }
    }

    /// Whether nothing of it runs any more.
    pub(super) fn ended(self) -> bool {
        self > Self::Running
    }

    /// What goes with it in `Status.Message`; failed tasks keep what they had.
    fn message(self) -> Option<&'static str> {
        Some(match self {
            Self::New => "created",
            Self::Pending => "pending task scheduling",
            Self::Assigned => "scheduler assigned task to node",
            Self::Preparing => "preparing",
            Self::Ready => "prepared",
            Self::Starting => "starting",
            Self::Running => "started",
            Self::Complete => "finished",
            Self::Shutdown => "shutdown",
            Self::Failed | Self::Rejected | Self::Remove => return None,
        })
    }
}

/// A place in a network.
#[derive(Debug, Clone)]
pub(super) struct Attached {
    pub(super) network: String,
    pub(super) addresses: Vec<IpAddr>,
    pub(super) aliases: Vec<String>,
}

/// A task as the managers have it.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) created: Moment,
    pub(super) updated: Moment,
    pub(super) version: u64,
    /// The service; none for a container's own place.
    pub(super) service: Option<String>,
    pub(super) service_name: String,
    /// Which of the service's places it fills; 0 where there are none.
    pub(super) slot: u64,
    pub(super) node: Option<String>,
    pub(super) state: State,
    pub(super) desired: State,
    pub(super) message: &'static str,
    pub(super) error: Option<String>,
    pub(super) at: Moment,
    pub(super) container: Option<String>,
    pub(super) process: u64,
    pub(super) exit: i64,
    pub(super) networks: Vec<Attached>,
    pub(super) ports: Vec<PortRequest>,
    pub(super) template: TaskTemplate,
    pub(super) targets: Vec<NetworkTarget>,
    /// The version of the service it was made from.
    pub(super) spec_version: u64,
    /// The container that asked for the place itself.
    pub(super) attachment: Option<String>,
    /// How often it went another way; what was entered on the agenda before is void.
    pub(super) turn: u64,
    /// The task that must end first.
    pub(super) follows: Option<String>,
    /// Whether it waits for the delay between restarts.
    pub(super) delayed: bool,
    /// Whether its node had to make a network for it.
    pub(super) made_network: bool,
    /// Whether its node has yet to be told that it should end.
    pub(super) untold: bool,
}

impl Task {
    pub(super) fn new(now: Moment, template: TaskTemplate, targets: Vec<NetworkTarget>) -> Self {
        Self {
            created: now,
            updated: now,
            version: 0,
            service: None,
            service_name: String::new(),
            slot: 0,
            node: None,
            state: State::New,
            desired: State::Running,
            message: "created",
            error: None,
            at: now,
            container: None,
            process: 0,
            exit: 0,
            networks: Vec::new(),
            ports: Vec::new(),
            template,
            targets,
            spec_version: 0,
            attachment: None,
            turn: 0,
            follows: None,
            delayed: false,
            made_network: false,
            untold: false,
        }
    }

    /// Whether it runs or is meant to.
    pub(super) fn is_live(&self) -> bool {
        self.desired <= State::Running
    }

    /// Its container's name: service, slot or node, and its own identity.
    pub(super) fn container_name(&self, id: &str) -> String {
        let node = self.node.as_deref().unwrap_or_default();
        let place = if self.slot == 0 { node.to_owned() } else { self.slot.to_string() };
        format!("{}.{place}.{id}", self.service_name)
    }

    fn shown(&self, id: &str, swarm: &Swarm) -> Value {
        let mut spec = match self.template.shown(&self.targets, false) {
            Value::Object(spec) => spec,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Map::new()
            }
        };
        if let Some(container) = &self.attachment {
            spec.shift_insert(0, "NetworkAttachmentSpec".into(), json!({ "ContainerID": container }));
            spec.insert("Runtime".into(), "attachment".into());
        }
        let mut shown = Map::new();
        shown.insert("ID".into(), id.into());
        shown.insert("Version".into(), json!({ "Index": self.version }));
        shown.insert("CreatedAt".into(), self.created.to_string().into());
        shown.insert("UpdatedAt".into(), self.updated.to_string().into());
        shown.insert("Labels".into(), json!({}));
        shown.insert("Spec".into(), spec.into());
        shown.extend(self.service.as_deref().map(|service| ("ServiceID".to_owned(), service.into())));
        if self.slot > 0 {
            shown.insert("Slot".into(), self.slot.into());
        }
        shown.extend(self.node.as_deref().map(|node| ("NodeID".to_owned(), node.into())));
        shown.insert("Status".into(), self.status());
        shown.insert("DesiredState".into(), self.desired.word().into());
        let networks: Vec<_> = self.networks.iter().filter_map(|there| there.shown(swarm)).collect();
        if !networks.is_empty() {
            shown.insert("NetworksAttachments".into(), networks.into());
        }
        shown.into()
    }

    fn status(&self) -> Value {
        let mut status = Map::new();
        status.insert("Timestamp".into(), self.at.to_string().into());
        status.insert("State".into(), self.state.word().into());
        status.insert("Message".into(), self.message.into());
        status.extend(self.error.as_deref().map(|error| ("Err".to_owned(), error.into())));
        if self.attachment.is_none() && (self.container.is_some() || self.state == State::Rejected) {
            let container = self.container.as_deref().unwrap_or_default();
            let process = if self.state.ended() { 0 } else { self.process };
            status.insert(
                "ContainerStatus".into(),
                json!({ "ContainerID": container, "PID": process, "ExitCode": self.exit }),
            );
        }
        let mut ports = Map::new();
        if self.state == State::Running {
            // Engines list what is bound, on IPv4 and on IPv6.
            let bound =
                self.ports.iter().filter(|port| port.on_host()).flat_map(|port| [port.shown(), port.shown()]);
            let bound: Vec<_> = bound.collect();
            if !bound.is_empty() {
                ports.insert("Ports".into(), bound.into());
            }
        }
        status.insert("PortStatus".into(), ports.into());
        status.into()
    }
}

impl Attached {
    fn shown(&self, swarm: &Swarm) -> Option<Value> {
        let network = swarm.networks.get(&self.network)?;
        let mut shown = Map::new();
        shown.insert("Network".into(), network.shown_in_task(&self.network));
        if !self.addresses.is_empty() {
            let text = |address: &IpAddr| format!("{address}/{}", network.length(*address));
            shown.insert("Addresses".into(), self.addresses.iter().map(text).collect());
        }
        Some(shown.into())
    }
}

impl Swarm {
    pub(in crate::simulation) fn show_task(&self, id: &str) -> Option<Value> {
        Some(self.tasks.get(id)?.shown(id, self))
    }

    /// A task becomes something else, and the managers know.
    pub(super) fn become_state(&mut self, id: &str, state: State) {
        let (now, version) = (self.now, self.bump());
        let Some(task) = self.tasks.get_mut(id) else { return };
        (task.state, task.at, task.updated, task.version) = (state, now, now, version);
        if let Some(message) = state.message() {
            task.message = message;
        }
        if !matches!(state, State::Failed | State::Rejected) {
            task.error = None;
        }
    }

    /// A task fails or is rejected, and the managers know why.
    pub(super) fn fail(&mut self, id: &str, state: State, error: String) {
        self.become_state(id, state);
        if let Some(task) = self.tasks.get_mut(id) {
            task.error = Some(error);
        }
    }
}
