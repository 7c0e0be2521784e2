//! Swarms of several hosts: nodes, networks, services, tasks, and what each node knows of the others.
//!
//! A swarm is kept as its managers keep it; what a host does for it (containers, endpoints) happens on the hosts of the
//! world. Everything that takes time stands on the agenda and happens while time passes.

mod agenda;
mod agent;
mod answers;
mod attach;
mod cables;
mod cluster;
mod control;
mod datum;
mod gossip;
mod ground;
mod identity;
mod ingress;
mod membership;
mod network;
mod node;
mod orchestrate;
mod pace;
mod pool;
mod refusal;
mod schedule;
mod service;
mod task;
mod update;
mod view;

use std::collections::BTreeMap;

use agenda::Agenda;
pub(super) use attach::Placed;
pub use cables::{Block, BlockId, Cables, Traffic};
use cluster::Cluster;
pub(super) use cluster::Rotate;
pub(super) use control::Control;
pub(super) use datum::{Datum, Kind};
use gossip::Gossip;
use ground::Ground;
pub use ground::Power;
pub(super) use membership::Membership;
use network::SwarmNetwork;
use node::Node;
use pool::Subnets;
pub use refusal::{IpamFault, NameFault, SwarmRefusal};
use service::Service;
use task::State;
use task::Task;
pub use view::KnownEndpoint;

use super::random::Random;
use crate::simulation::Moment;

/// How long an engine waits for managers without a leader, or for a place in a network.
pub(super) const WAIT: std::time::Duration = pace::DEADLINE;

/// What the managers of one swarm keep, and what its nodes tell each other.
#[derive(Debug, Clone)]
pub(super) struct Swarm {
    random: Random,
    /// The number of the last change.
    index: u64,
    now: Moment,
    cluster: Cluster,
    nodes: BTreeMap<String, Node>,
    networks: BTreeMap<String, SwarmNetwork>,
    services: BTreeMap<String, Service>,
    tasks: BTreeMap<String, Task>,
    data: BTreeMap<Kind, BTreeMap<String, Datum>>,
    subnets: Subnets,
    /// The identity of the next overlay on the wire (VXLAN).
    vni: u32,
    /// Where the search for a free port of the routing mesh goes on.
    next_port: u64,
    /// Which manager leads.
    leader: Option<String>,
    /// Which one led last, and when it was lost.
    led: Option<(String, Moment)>,
    agenda: Agenda,
    gossip: Gossip,
}

impl Swarm {
    fn bump(&mut self) -> u64 {
        self.index += 1;
        self.index
    }

    fn fresh_id(&mut self) -> String {
        identity::fresh(&mut self.random)
    }
}
