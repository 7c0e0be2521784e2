//! The nodes of a swarm.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::cluster::Cluster;
use crate::host::Platform;
use crate::simulation::{HostId, Moment, SimulatedHost};

/// A node as the managers have it.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) host: HostId,
    pub(super) hostname: String,
    pub(super) platform: Platform,
    pub(super) engine: String,
    pub(super) created: Moment,
    pub(super) updated: Moment,
    pub(super) version: u64,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) availability: Availability,
    pub(super) state: NodeState,
    pub(super) message: &'static str,
    /// The address it told the others.
    pub(super) address: String,
    pub(super) manager: bool,
    /// How it is called among those who gossip.
    pub(super) gossip_name: String,
    /// Whether it hears a manager.
    pub(super) heard: bool,
    /// How often it was lost or found; what was entered on the agenda before is void.
    pub(super) turn: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Availability {
    Active,
    Pause,
    Drain,
}

impl Availability {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "active" => Self::Active,
            "pause" => Self::Pause,
            "drain" => Self::Drain,
            _ => return None,
        })
    }

    fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pause => "pause",
            Self::Drain => "drain",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeState {
    Unknown,
    Down,
    Ready,
}

impl NodeState {
    fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Down => "down",
            Self::Ready => "ready",
        }
    }
}

/// What 20.10 engines have built in, as nodes tell it.
const PLUGINS: &[(&str, &[&str])] = &[
    (
        "Log",
        &[
            "awslogs",
            "fluentd",
            "gcplogs",
            "gelf",
            "journald",
            "json-file",
            "local",
            "logentries",
            "splunk",
            "syslog",
        ],
    ),
    ("Network", &["bridge", "host", "ipvlan", "macvlan", "null", "overlay"]),
    ("Volume", &["local"]),
];
const WINDOWS_PLUGINS: &[(&str, &[&str])] = &[
    (
        "Log",
        &[
            "awslogs",
            "etwlogs",
            "fluentd",
            "gcplogs",
            "gelf",
            "json-file",
            "local",
            "logentries",
            "splunk",
            "syslog",
        ],
    ),
    (
        "Network",
        &["ics", "internal", "l2bridge", "l2tunnel", "nat", "null", "overlay", "private", "transparent"],
    ),
    ("Volume", &["local"]),
];

/// What every simulated host has, in billionths of a processor and in bytes.
pub(super) const PROCESSORS: i64 = 2_000_000_000;
pub(super) const MEMORY: i64 = 8_589_934_592;

impl Node {
    pub(super) fn new(host: HostId, on: &SimulatedHost, now: Moment) -> Self {
        Self {
            host,
            hostname: on.name().to_owned(),
            platform: on.host().platform,
            engine: on.engine_version().to_string(),
            created: now,
            updated: now,
            version: 0,
            labels: BTreeMap::new(),
            availability: Availability::Active,
            state: NodeState::Ready,
            message: "",
            address: String::new(),
            manager: false,
            gossip_name: String::new(),
            heard: true,
            turn: 0,
        }
    }

    pub(super) fn operating_system(&self) -> &'static str {
        match self.platform {
            Platform::Linux(_) => "linux",
            Platform::Windows(_) => "windows",
        }
    }

    fn plugins(&self) -> &'static [(&'static str, &'static [&'static str])] {
        match self.platform {
            Platform::Linux(_) => PLUGINS,
            Platform::Windows(_) => WINDOWS_PLUGINS,
        }
    }

    pub(super) fn has_plugin(&self, kind: &str, name: &str) -> bool {
        self.plugins().iter().any(|(there, names)| *there == kind && names.contains(&name))
    }

    /// Whether the scheduler may give it tasks.
    pub(super) fn takes_tasks(&self) -> bool {
        self.state == NodeState::Ready && self.availability == Availability::Active
    }

    pub(super) fn shown(&self, id: &str, leader: Option<&str>, reachable: bool, cluster: &Cluster) -> Value {
        let plugins: Vec<_> = self
            .plugins()
            .iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| json!({ "Type": kind, "Name": name })))
            .collect();
        let mut status = Map::new();
        status.insert("State".into(), self.state.word().into());
        if !self.message.is_empty() {
            status.insert("Message".into(), self.message.into());
        }
        status.insert("Addr".into(), self.address.as_str().into());
        let mut shown = json!({
            "ID": id,
            "Version": { "Index": self.version },
            "CreatedAt": self.created.to_string(),
            "UpdatedAt": self.updated.to_string(),
            "Spec": {
                "Labels": self.labels,
                "Role": if self.manager { "manager" } else { "worker" },
                "Availability": self.availability.word(),
            },
            "Description": {
                "Hostname": self.hostname,
                "Platform": { "Architecture": "x86_64", "OS": self.operating_system() },
                "Resources": { "NanoCPUs": PROCESSORS, "MemoryBytes": MEMORY },
                "Engine": { "EngineVersion": self.engine, "Plugins": plugins },
                "TLSInfo": cluster.tls(),
            },
            "Status": status,
        });
        if self.manager {
            let mut manager = Map::new();
            if leader == Some(id) {
                manager.insert("Leader".into(), true.into());
            }
            let word = if reachable { "reachable" } else { "unreachable" };
            manager.insert("Reachability".into(), word.into());
            manager.insert("Addr".into(), self.manager_address().into());
            shown["ManagerStatus"] = manager.into();
        }
        shown
    }

    /// Where managers are spoken to.
    pub(super) fn manager_address(&self) -> String {
        format!("{}:2377", self.address)
    }
}
