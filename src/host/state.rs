//! What else is known of an engine: isolation, its part in a swarm.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How Windows containers are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "the two kinds Windows has")]
pub enum Isolation {
    /// Each in a utility machine of its own.
    Hyperv,
    /// Processes of the host.
    Process,
}

impl fmt::Display for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Hyperv => "hyperv",
            Self::Process => "process",
        })
    }
}

/// An engine's part in a swarm.
///
/// The engine says `LocalNodeState` and, apart from it, `ControlAvailable`; an active node is a worker or a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SwarmState {
    /// Something is wrong with its membership.
    Error,
    /// In no swarm.
    Inactive,
    /// Its keys are locked: `docker swarm unlock`.
    Locked,
    /// A manager.
    Manager,
    /// On its way into a swarm.
    Pending,
    /// A worker.
    Worker,
}

impl SwarmState {
    /// From the two fields an engine has for it; `None` for a word that is none of its.
    ///
    /// ```
    /// use docknet::host::SwarmState;
    /// assert_eq!(SwarmState::read("active", true), Some(SwarmState::Manager));
    /// assert_eq!(SwarmState::read("active", false), Some(SwarmState::Worker));
    /// ```
    #[must_use]
    pub fn read(local_node_state: &str, control_available: bool) -> Option<Self> {
        match local_node_state {
            "active" if control_available => Some(Self::Manager),
            "active" => Some(Self::Worker),
            "error" => Some(Self::Error),
            // Engines that have never been in a swarm leave it empty.
            "inactive" | "" => Some(Self::Inactive),
            "locked" => Some(Self::Locked),
            "pending" => Some(Self::Pending),
            _ => None,
        }
    }
}

impl fmt::Display for SwarmState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "swarm error",
            Self::Inactive => "no swarm",
            Self::Locked => "swarm locked",
            Self::Manager => "swarm manager",
            Self::Pending => "swarm pending",
            Self::Worker => "swarm worker",
        })
    }
}
