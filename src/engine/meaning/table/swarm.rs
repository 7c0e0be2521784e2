//! The swarm's state, its pools and its nodes.

use crate::engine::meaning::wording::{Wording, row};
use crate::engine::meaning::{DaemonFault, Meaning, Standing, SwarmFault};

pub(super) const ROWS: &[Wording] = &[
    row(
        "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.",
        |_| manager(Standing::NoSwarm),
    ),
    row(
        "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.",
        |_| manager(Standing::Starting),
    ),
    row(
        "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. {}",
        |_| manager(Standing::Worker),
    ),
    row("This node is not a swarm manager.{}", |_| Some(Meaning::NotSwarmManager { standing: None })),
    row("Swarm is encrypted and needs to be unlocked before it can be used. {}", |_| {
        manager(Standing::Locked)
    }),
    row("Swarm certificates have expired. {}", |_| manager(Standing::CertificatesExpired)),
    row("This node is already part of a swarm. {}", |_| fault(SwarmFault::AlreadyMember)),
    row("You are attempting to leave the swarm on a node that is participating as a manager. {}", |_| {
        fault(SwarmFault::LastManagerLeaves)
    }),
    row("Timeout was reached before node joined. {}", |_| fault(SwarmFault::JoinTimeout)),
    row("invalid ListenAddr \"{*}\": {}", |p| fault(SwarmFault::ListenAddress { given: Some(p.text(0)) })),
    row("listen address must be an IP address or network interface (with optional port number)", |_| {
        fault(SwarmFault::ListenAddress { given: None })
    }),
    row(
        "advertise address must be a non-zero IP address or network interface (with optional port number)",
        |_| fault(SwarmFault::AdvertiseAddress),
    ),
    row(
        "data path address must be a non-zero IP address or network interface (without a port number)",
        |_| fault(SwarmFault::DataPathAddress),
    ),
    row("swarm spec must be named \"default\"", |_| fault(SwarmFault::SpecName)),
    row("could not find the system's IP address{}", |_| fault(SwarmFault::NoSystemAddress)),
    row(
        "must specify a listening address because the address to advertise is not recognized as a system address, and a system's IP address to use could not be uniquely identified",
        |_| fault(SwarmFault::SeveralSystemAddresses),
    ),
    row("attempting to demote the last manager of the swarm", |_| fault(SwarmFault::LastManagerDemoted)),
    row("can't remove member from the raft: this would result in a loss of quorum", |_| {
        fault(SwarmFault::QuorumLoss)
    }),
    row(
        "node {} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal",
        |p| fault(SwarmFault::ManagerRemoved { node: p.text(0) }),
    ),
    row("node {} is not down and can't be removed", |p| fault(SwarmFault::NodeNotDown { node: p.text(0) })),
    row("node {} not found", |p| fault(SwarmFault::NodeNotFound { node: p.text(0) })),
    row("invalid Availability: \"{}\"", |p| {
        fault(SwarmFault::BadWord { field: "availability".into(), given: p.text(0) })
    }),
    row("invalid Role: \"{}\"", |p| fault(SwarmFault::BadWord { field: "role".into(), given: p.text(0) })),
    row("subnet size is out of range: {}", |p| fault(SwarmFault::SubnetSize { size: p.parse(0)? })),
    row("invalid CIDR: \"{}\". Subnet size is too small for pool: {}", |p| {
        fault(SwarmFault::PoolTooSmall { pool: p.parse(0)?, size: p.parse(1)? })
    }),
    row("Datapath port number is not in valid range (1024-49151) : {}", |p| {
        fault(SwarmFault::DataPathPort { port: p.parse(0)? })
    }),
    row("invalid base pool {}: invalid CIDR address: {}", |p| {
        // The engine's own pools are said in quotes.
        let own = p.at(0).starts_with('"');
        (!own).then(|| Meaning::Daemon(DaemonFault::BasePool { given: p.text(1) }))
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn manager(standing: Standing) -> Option<Meaning> {
    Some(Meaning::NotSwarmManager { standing: Some(standing) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: SwarmFault) -> Option<Meaning> {
    Some(Meaning::Swarm(fault))
}
