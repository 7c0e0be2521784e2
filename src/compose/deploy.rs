//! How a service runs in a swarm: how often, where, how it is answered for and replaced.

use super::cursor::Cursor;
use super::{Placed, ValueError};
use crate::model::EndpointMode;

/// What `deploy` says about a service, as far as its network and its nodes are concerned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Deploy {
    /// One task on every node, or a number of tasks.
    pub mode: Option<Placed<DeployMode>>,
    /// How many tasks.
    pub replicas: Option<Placed<u64>>,
    /// How the service's name is answered.
    pub endpoint_mode: Option<Placed<EndpointMode>>,
    /// What a node must be (`placement.constraints`), such as `node.platform.os==windows`.
    pub constraints: Vec<Placed<String>>,
    /// How many of its tasks one node may have at most (`placement.max_replicas_per_node`).
    pub max_replicas_per_node: Option<Placed<u64>>,
    /// Which comes first when a task is replaced (`update_config.order`).
    pub update_order: Option<Placed<UpdateOrder>>,
    /// How many tasks are replaced at a time (`update_config.parallelism`); 0 means all.
    pub update_parallelism: Option<Placed<u64>>,
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

/// What comes first when swarm replaces a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UpdateOrder {
    /// The new one starts before the old one stops, so that for a while there is one more.
    StartFirst,
    /// The old one stops before the new one starts: what swarm does when nothing is said.
    StopFirst,
}

/// Reads `deploy`.
pub(super) fn read(deploy: &Cursor<'_>) -> Deploy {
    let (placement, update) = (section(deploy, "placement"), section(deploy, "update_config"));
    let mode = deploy.read("mode", |mode| {
        mode.parse_with(|word| match word {
            "global" => Ok(DeployMode::Global),
            "replicated" => Ok(DeployMode::Replicated),
            _ => Err(ValueError::Word { expected: "replicated or global" }),
        })
    });
    let order = |order: &Cursor<'_>| {
        order.parse_with(|word| match word {
            "start-first" => Ok(UpdateOrder::StartFirst),
            "stop-first" => Ok(UpdateOrder::StopFirst),
            _ => Err(ValueError::Word { expected: "start-first or stop-first" }),
        })
    };
    let constraints = placement.as_ref().and_then(|placement| placement.get("constraints"));
    Deploy {
        mode,
        replicas: deploy.read("replicas", Cursor::number),
        endpoint_mode: deploy.read("endpoint_mode", Cursor::parse),
        constraints: constraints.map(|list| list.all(Cursor::text)).unwrap_or_default(),
        max_replicas_per_node: placement
            .and_then(|placement| placement.read("max_replicas_per_node", Cursor::number)),
        update_order: update.as_ref().and_then(|update| update.read("order", order)),
        update_parallelism: update.and_then(|update| update.read("parallelism", Cursor::number)),
    }
}

fn section<'a>(deploy: &Cursor<'a>, key: &'static str) -> Option<Cursor<'a>> {
    deploy.get(key).and_then(Cursor::mapping)
}
