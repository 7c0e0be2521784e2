//! What can go wrong with an engine.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::Meaning;
use crate::host::EngineVersion;
use crate::model::{ContainerName, NetworkKey, NetworkName};
use crate::wire::WireError;

/// A call to an engine that did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The engine answered that it will not.
    #[error("cannot {}: {}", .0.operation, .0.meaning)]
    Refused(Box<Refusal>),
    /// The engine did not answer in time. The work may or may not be done.
    #[error(
        "cannot {operation}: no answer within {after:?}; it may still happen, so look before you repeat it"
    )]
    TimedOut {
        /// What was asked.
        operation: Operation,
        /// The deadline.
        after: Duration,
    },
    /// The engine answered something that cannot be understood.
    #[error("cannot {operation}: the answer cannot be understood: {source}")]
    Undecodable {
        /// What was asked.
        operation: Operation,
        /// What is wrong with the answer.
        source: Box<WireError>,
    },
    /// The engine could not be asked.
    #[error("cannot {operation}: the engine cannot be reached: {source}")]
    Unreachable {
        /// What was asked.
        operation: Operation,
        /// What the transport says.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// An engine's refusal: what it means, and the very words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// What was asked.
    pub operation: Operation,
    /// What the answer means.
    pub meaning: Meaning,
    /// The answer itself.
    pub answer: Answer,
}

/// What an engine said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The sentence, whole.
    pub sentence: String,
    /// The engine that said it, when it is known.
    pub engine: Option<EngineVersion>,
}

impl Answer {
    /// An answer of an engine whose version is not known.
    #[must_use]
    pub fn new(status: u16, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), engine: None }
    }

    /// Says which engine answered.
    #[must_use]
    pub fn with_engine(self, engine: Option<EngineVersion>) -> Self {
        Self { engine, ..self }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.sentence)
    }
}

/// What an engine was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// Join a container to a network.
    Connect {
        /// The network, by name or identity.
        network: String,
        /// The container.
        container: ContainerName,
    },
    /// Make a network.
    CreateNetwork(NetworkName),
    /// Make a service.
    CreateService(String),
    /// Take a container out of a network.
    Disconnect {
        /// The network, by name or identity.
        network: String,
        /// The container.
        container: ContainerName,
    },
    /// Say what host it is.
    Host,
    /// Show one network.
    InspectNetwork(String),
    /// List networks.
    ListNetworks,
    /// List the nodes of the swarm.
    ListNodes,
    /// List services.
    ListServices,
    /// List tasks of a service.
    ListTasks(String),
    /// Say everything there is.
    Observe,
    /// Take away every unused network.
    PruneNetworks,
    /// Take away a network.
    RemoveNetwork(String),
    /// Take away a service.
    RemoveService(String),
    /// Start a container.
    StartContainer(ContainerName),
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { network, container } => write!(f, "connect {container} to network {network}"),
            Self::CreateNetwork(network) => write!(f, "create network {network}"),
            Self::CreateService(service) => write!(f, "create service {service}"),
            Self::Disconnect { network, container } => {
                write!(f, "disconnect {container} from network {network}")
            }
            Self::Host => f.write_str("ask what host this is"),
            Self::InspectNetwork(network) => write!(f, "inspect network {network}"),
            Self::ListNetworks => f.write_str("list networks"),
            Self::ListNodes => f.write_str("list nodes"),
            Self::ListServices => f.write_str("list services"),
            Self::ListTasks(service) => write!(f, "list tasks of service {service}"),
            Self::Observe => f.write_str("observe the engine"),
            Self::PruneNetworks => f.write_str("prune networks"),
            Self::RemoveNetwork(network) => write!(f, "remove network {network}"),
            Self::RemoveService(service) => write!(f, "remove service {service}"),
            Self::StartContainer(container) => write!(f, "start container {container}"),
        }
    }
}

impl Operation {
    /// Joining a container to a network.
    #[must_use]
    pub fn connect(network: NetworkKey<'_>, container: &ContainerName) -> Self {
        Self::Connect { network: network.to_string(), container: container.clone() }
    }

    /// Taking a container out of a network.
    #[must_use]
    pub fn disconnect(network: NetworkKey<'_>, container: &ContainerName) -> Self {
        Self::Disconnect { network: network.to_string(), container: container.clone() }
    }
}

impl EngineError {
    /// A refusal whose meaning is read from the answer.
    #[must_use]
    pub fn refused(operation: Operation, answer: Answer) -> Self {
        let meaning = super::meaning(&answer);
        Self::Refused(Box::new(Refusal { operation, meaning, answer }))
    }

    /// What was asked.
    #[must_use]
    pub fn operation(&self) -> &Operation {
        match self {
            Self::Refused(refusal) => &refusal.operation,
            Self::TimedOut { operation, .. }
            | Self::Undecodable { operation, .. }
            | Self::Unreachable { operation, .. } => operation,
        }
    }

    /// What the engine's refusal means, if it refused.
    #[must_use]
    pub fn meaning(&self) -> Option<&Meaning> {
        match self {
            Self::Refused(refusal) => Some(&refusal.meaning),
            Self::TimedOut { .. } | Self::Undecodable { .. } | Self::Unreachable { .. } => None,
        }
    }

    /// What the engine said, if it refused.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Refused(refusal) => Some(&refusal.answer),
            Self::TimedOut { .. } | Self::Undecodable { .. } | Self::Unreachable { .. } => None,
        }
    }

    /// Whether a network, container or the like is not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self.meaning(), Some(Meaning::NetworkNotFound { .. } | Meaning::ContainerNotFound { .. }))
    }

    /// Whether what was asked for is there already.
    #[must_use]
    pub fn is_already_there(&self) -> bool {
        matches!(self.meaning(), Some(Meaning::NetworkExists { .. } | Meaning::AlreadyConnected { .. }))
    }

    /// Whether no answer came in time.
    #[must_use]
    pub fn is_timed_out(&self) -> bool {
        matches!(self, Self::TimedOut { .. })
    }
}
