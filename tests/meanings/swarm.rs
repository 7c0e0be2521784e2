//! Swarms and their nodes.

use docknet::engine::{Meaning, Standing, SwarmFault};

use super::Sentence;

fn standing(standing: Standing) -> Meaning {
    Meaning::NotSwarmManager { standing: Some(standing) }
}

pub(super) fn states() -> Vec<Sentence> {
    let swarm = Meaning::Swarm;
    let word = |field: &str| swarm(SwarmFault::BadWord { field: field.into(), given: "bogus".into() });
    vec![
        (
            503,
            "20.10.24",
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.",
            standing(Standing::NoSwarm),
        ),
        (
            500,
            "20.10.24",
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.",
            standing(Standing::NoSwarm),
        ),
        (
            503,
            "20.10.24",
            "This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.",
            standing(Standing::Starting),
        ),
        (
            503,
            "20.10.24",
            "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
            standing(Standing::Worker),
        ),
        (406, "1.12.6", "This node is not a swarm manager.", Meaning::NotSwarmManager { standing: None }),
        (
            503,
            "20.10.24",
            "Swarm is encrypted and needs to be unlocked before it can be used. Please use \"docker swarm unlock\" to unlock it.",
            standing(Standing::Locked),
        ),
        (
            503,
            "20.10.24",
            "Swarm certificates have expired. To replace them, leave the swarm and join again.",
            standing(Standing::CertificatesExpired),
        ),
        (
            503,
            "20.10.24",
            "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one.",
            swarm(SwarmFault::AlreadyMember),
        ),
        (
            503,
            "20.10.24",
            "You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message. ",
            swarm(SwarmFault::LastManagerLeaves),
        ),
        (
            503,
            "20.10.24",
            "Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the \"docker info\" command to see the current swarm status of your node.",
            swarm(SwarmFault::JoinTimeout),
        ),
        (
            400,
            "20.10.24",
            "invalid ListenAddr \"\": invalid empty address",
            swarm(SwarmFault::ListenAddress { given: Some(String::new()) }),
        ),
        (
            400,
            "20.10.24",
            "listen address must be an IP address or network interface (with optional port number)",
            swarm(SwarmFault::ListenAddress { given: None }),
        ),
        (
            400,
            "20.10.24",
            "advertise address must be a non-zero IP address or network interface (with optional port number)",
            swarm(SwarmFault::AdvertiseAddress),
        ),
        (
            400,
            "20.10.24",
            "data path address must be a non-zero IP address or network interface (without a port number)",
            swarm(SwarmFault::DataPathAddress),
        ),
        (400, "20.10.24", "swarm spec must be named \"default\"", swarm(SwarmFault::SpecName)),
        (400, "20.10.24", "could not find the system's IP address", swarm(SwarmFault::NoSystemAddress)),
        (
            400,
            "20.10.24",
            "must specify a listening address because the address to advertise is not recognized as a system address, and a system's IP address to use could not be uniquely identified",
            swarm(SwarmFault::SeveralSystemAddresses),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = attempting to demote the last manager of the swarm",
            swarm(SwarmFault::LastManagerDemoted),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = can't remove member from the raft: this would result in a loss of quorum",
            swarm(SwarmFault::QuorumLoss),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = node n1 is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal",
            swarm(SwarmFault::ManagerRemoved { node: "n1".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = node n1 is not down and can't be removed",
            swarm(SwarmFault::NodeNotDown { node: "n1".into() }),
        ),
        (404, "20.10.24", "node nosuch not found", swarm(SwarmFault::NodeNotFound { node: "nosuch".into() })),
        (400, "20.10.24", "invalid Availability: \"bogus\"", word("availability")),
        (400, "20.10.24", "invalid Role: \"bogus\"", word("role")),
        (500, "20.10.24", "subnet size is out of range: 30", swarm(SwarmFault::SubnetSize { size: 30 })),
        (
            500,
            "20.10.24",
            "invalid CIDR: \"10.20.0.0/16\". Subnet size is too small for pool: 8",
            swarm(SwarmFault::PoolTooSmall { pool: "10.20.0.0/16".parse().unwrap(), size: 8 }),
        ),
        (
            500,
            "20.10.24",
            "Datapath port number is not in valid range (1024-49151) : 80",
            swarm(SwarmFault::DataPathPort { port: 80 }),
        ),
    ]
}
