//! The part of a service a finding is about.

use serde::Serialize;

use crate::model::NetworkName;

/// The part of a [`ServiceDraft`](super::ServiceDraft) a finding is about, so that a tool can show it there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Part {
    /// One of its placement constraints, by its index.
    Constraint(usize),
    /// How it answers.
    EndpointMode,
    /// The image its tasks run.
    Image,
    /// One of its networks.
    Network(NetworkName),
    /// One of its published ports, by its index.
    Port(usize),
    /// How many tasks it has.
    Replicas,
    /// The service as a whole.
    #[default]
    Service,
    /// One of the addresses somebody wants it to have, by its index.
    StaticAddress(usize),
    /// The nodes, whichever service runs on them.
    Swarm,
}
