//! What a swarm's state, its pools and its nodes do not allow.

use super::faults;
use crate::model::Subnet;

faults! {
    /// How a node stands to the swarm, when it is asked what only managers answer.
    Standing {
        CertificatesExpired:
            "the node's certificates have expired",
            "The node was off, or its clock wrong, for longer than certificates live.",
            "Set the clock; otherwise leave the swarm and join it again.";
        Locked:
            "the node is locked",
            "The swarm has autolock, and the engine was restarted.",
            "Run `docker swarm unlock` with the key.";
        NoSwarm:
            "the node is in no swarm",
            "Overlays, services and nodes exist only in a swarm.",
            "Run `docker swarm init` or `docker swarm join`.";
        Starting:
            "the manager is not ready",
            "It is starting, or cannot reach a majority of the managers.",
            "Wait; if it stays, look whether most managers can be reached at 2377/tcp.";
        Worker:
            "the node is a worker",
            "Workers neither see nor change the swarm.",
            "Ask a manager, or promote this node.";
    }
}

faults! {
    /// What a swarm does not take about itself and its nodes.
    SwarmFault {
        AdvertiseAddress:
            "the address to advertise is none",
            "It must be an address or an interface, and not 0.0.0.0.",
            "Name the address that the other nodes reach, with or without port.";
        AlreadyMember:
            "the node is in a swarm already",
            "A node is in one swarm at a time.",
            "Run `docker swarm leave` first, if you mean it.";
        BadWord { field: String, given: String }:
            "{given:?} is no {field}",
            "The availability is active, pause or drain; the role worker or manager.",
            "Use one of these words.";
        DataPathAddress:
            "the data path address is none",
            "It must be an address or an interface, without port and not 0.0.0.0.",
            "Name the address that carries the containers' traffic.";
        DataPathPort { port: u32 }:
            "{port} cannot be the data path port",
            "It must lie between 1024 and 49151.",
            "Leave it at 4789 unless something else holds that port.";
        JoinTimeout:
            "the node has not joined yet, and goes on trying",
            "The manager does not answer, most often because 2377/tcp is closed.",
            "Look at `docker info`, and let 2377/tcp through.";
        LastManagerDemoted:
            "the last manager cannot be demoted",
            "The swarm would have nobody to lead it.",
            "Promote another node first.";
        LastManagerLeaves:
            "the last manager would leave, and the swarm with it",
            "All services, networks and secrets are kept by the managers.",
            "Leave with --force if you mean it.";
        ListenAddress { given: Option<String> }:
            "the address to listen on is none",
            "It must be an address or an interface, with or without port.",
            "Write 0.0.0.0:2377 or leave it out.";
        ManagerRemoved { node: String }:
            "node {node} is a manager and cannot be removed",
            "It takes part in the managers' votes.",
            "Demote it first.";
        NoSystemAddress:
            "the engine finds no address of its own to advertise",
            "The host has none that is up, or only local ones.",
            "Name it with --advertise-addr.";
        NodeNotDown { node: String }:
            "node {node} is not down and cannot be removed",
            "It is still connected.",
            "Let it leave the swarm, or use force.";
        NodeNotFound { node: String }:
            "there is no node {node}",
            "It left, or the name is ambiguous or wrong.",
            "Run `docker node ls`.";
        PoolTooSmall { pool: Subnet, size: u32 }:
            "the pool {pool} cannot give /{size} subnets",
            "The subnets would be larger than the pool.",
            "Make the pool larger or the subnets smaller.";
        QuorumLoss:
            "without that manager the rest would have no majority",
            "Too many managers are down already.",
            "Bring them back, or remove those that are down first.";
        SeveralSystemAddresses:
            "the engine has several addresses and cannot tell which to advertise",
            "The host has several interfaces.",
            "Name the address with --advertise-addr or --listen-addr.";
        SpecName:
            "the swarm's specification must be called default",
            "Its name is fixed.",
            "Leave the name as it is.";
        SubnetSize { size: u32 }:
            "{size} cannot be the size of the swarm's subnets",
            "It is a prefix length of at most 29, so that eight addresses are left.",
            "Leave it at 24 unless the pool is small.";
    }
}
