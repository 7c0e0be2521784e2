//! How often a service runs and how swarm answers for it.

use super::cursor::Cursor;
use super::{ComposeError, Placed, ValueError};
use crate::model::EndpointMode;

/// What `deploy` says about a service, as far as its network is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Deploy {
    /// One task on every node, or a number of tasks.
    pub mode: Option<Placed<DeployMode>>,
    /// How many tasks.
    pub replicas: Option<Placed<u64>>,
    /// How the service's name is answered.
    pub endpoint_mode: Option<Placed<EndpointMode>>,
}

/// How swarm spreads the tasks of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DeployMode {
    /// One on every node.
    Global,
    /// A number of them, anywhere.
    Replicated,
}

/// Reads `deploy`.
pub(super) fn read(deploy: &Cursor<'_>) -> Result<Deploy, ComposeError> {
    let mode = deploy.get("mode")?.map(|mode| {
        mode.parse_with(|word| match word {
            "global" => Ok(DeployMode::Global),
            "replicated" => Ok(DeployMode::Replicated),
            _ => Err(ValueError::Word { expected: "replicated or global" }),
        })
    });
    let replicas = deploy.get("replicas")?.map(|replicas| replicas.number());
    let endpoint_mode = deploy.get("endpoint_mode")?.map(|mode| mode.parse());
    Ok(Deploy {
        mode: mode.transpose()?,
        replicas: replicas.transpose()?,
        endpoint_mode: endpoint_mode.transpose()?,
    })
}
