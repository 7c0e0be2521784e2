//! The statuses and sentences of refusals about swarms.

use std::fmt;

use super::refusal::{NameFault, SwarmRefusal};
use crate::host::EngineVersion;

/// What 20.10 says on a node that manages no swarm.
const NO_SWARM: &str = "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.";
const WORKER: &str = "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.";
const LOCKED: &str = "Swarm is encrypted and needs to be unlocked before it can be used. Please use \"docker swarm unlock\" to unlock it.";
const NO_LEADER: &str = "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

/// The words of a manager's own errors, which keep the code of the call between managers.
fn rpc(code: &str, text: impl fmt::Display) -> String {
    format!("rpc error: code = {code} desc = {text}")
}

impl SwarmRefusal {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        answer(self).0
    }

    /// The sentence, as that engine words it.
    #[must_use]
    pub fn sentence(&self, engine: &EngineVersion) -> String {
        if let (Self::Filter { key }, true) = (self, *engine >= EngineVersion::new(23, 0, 0)) {
            return format!("invalid filter '{key}'");
        }
        answer(self).1
    }
}

/// Status and sentence belong together: a code between managers decides both.
#[expect(clippy::too_many_lines, reason = "one arm a refusal")]
pub(super) fn answer(refusal: &SwarmRefusal) -> (u16, String) {
    let invalid = |text: &dyn fmt::Display| (400, rpc("InvalidArgument", text));
    let failed = |text: &dyn fmt::Display| (400, rpc("FailedPrecondition", text));
    let unimplemented = |text: &dyn fmt::Display| (501, rpc("Unimplemented", text));
    let unknown = |text: &dyn fmt::Display| (500, rpc("Unknown", text));
    match refusal {
            SwarmRefusal::AdvertiseAddress => (
                400,
                "advertise address must be a non-zero IP address or network interface (with optional port number)"
                    .into(),
            ),
            SwarmRefusal::AlreadyAttached { container, network } => {
                (409, format!("{container} is already attached to network {network}"))
            }
            SwarmRefusal::AlreadyMember => (
                503,
                "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one."
                    .into(),
            ),
            SwarmRefusal::Ambiguous { kind, key, matches } => {
                (400, format!("{kind} {key} is ambiguous ({matches} matches found)"))
            }
            SwarmRefusal::AttachTimeout { reached: Some(network) } => {
                (500, format!("Could not attach to network {network}: context deadline exceeded"))
            }
            SwarmRefusal::AttachTimeout { reached: None } => (
                500,
                "attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded"
                    .into(),
            ),
            SwarmRefusal::Availability { given, starting } => {
                (if *starting { 500 } else { 400 }, format!("invalid Availability: \"{given}\""))
            }
            SwarmRefusal::CertificateExpiry => invalid(&"minimum certificate expiry time is: 1h0m0s"),
            SwarmRefusal::DataSize { kind, limit } => {
                invalid(&format!("{kind} data must be larger than 0 and less than {limit} bytes"))
            }
            SwarmRefusal::DataPathAddress => (
                400,
                "data path address must be a non-zero IP address or network interface (without a port number)".into(),
            ),
            SwarmRefusal::DataPathPort { port } => {
                (500, format!("Datapath port number is not in valid range (1024-49151) : {port}"))
            }
            SwarmRefusal::DataName => invalid(
                &"invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]",
            ),
            SwarmRefusal::DnsrrIngress => {
                invalid(&"EndpointSpec: port published with ingress mode can't be used with dnsrr mode")
            }
            SwarmRefusal::DuplicatePorts => invalid(&"EndpointSpec: duplicate published ports provided"),
            SwarmRefusal::DriverLookup { driver } => invalid(&format!("error during lookup of plugin {driver}")),
            SwarmRefusal::Encoding { position } => (400, format!("illegal base64 data at input byte {position}")),
            SwarmRefusal::FilterValue { key, given } => (500, format!("Invalid {key} filter: '{given}'")),
            SwarmRefusal::Filter { key } => (400, format!("Invalid filter '{key}'")),
            SwarmRefusal::Heartbeat => invalid(&"heartbeat time period cannot be a negative duration"),
            SwarmRefusal::Image { given } if given.is_empty() => {
                invalid(&"ContainerSpec: image reference must be provided")
            }
            SwarmRefusal::Image { given } => {
                invalid(&format!("ContainerSpec: \"{given}\" is not a valid repository/tag"))
            }
            SwarmRefusal::IngressPresent { id } => {
                (409, rpc("AlreadyExists", format_args!("ingress network ({id}) is already present")))
            }
            SwarmRefusal::IngressAttachable => invalid(&"ingress network cannot be attachable"),
            SwarmRefusal::IngressDriver => {
                unimplemented(&"only overlay driver is currently supported for ingress network")
            }
            SwarmRefusal::IngressExplicit { network } => {
                invalid(&format!("Service cannot be explicitly attached to the ingress network \"{network}\""))
            }
            SwarmRefusal::IngressMissing => {
                failed(&"service needs ingress network, but no ingress network is present")
            }
            SwarmRefusal::IngressNeeded { service } => failed(&format!(
                "ingress network cannot be removed because service {service} depends on it"
            )),
            SwarmRefusal::Ipam { fault } => invalid(&format!("ipam configuration: {fault}")),
            SwarmRefusal::JoinToken { stale: false } => (500, "invalid join token".into()),
            SwarmRefusal::JoinToken { stale: true } => invalid(
                &"A valid join token is necessary to join this cluster",
            ),
            SwarmRefusal::JoinTimeout => (
                503,
                "Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the \"docker info\" command to see the current swarm status of your node."
                    .into(),
            ),
            SwarmRefusal::JoinRefused { address } => (
                503,
                rpc(
                    "Unavailable",
                    format_args!(
                        "connection error: desc = \"transport: Error while dialing dial tcp {address}: connect: connection refused\""
                    ),
                ),
            ),
            SwarmRefusal::JoinNobody => (400, "at least 1 RemoteAddr is required to join".into()),
            SwarmRefusal::LastManagerDemoted => failed(&"attempting to demote the last manager of the swarm"),
            SwarmRefusal::LastManagerLeaves { last: true, .. } => (
                503,
                "You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message. "
                    .into(),
            ),
            SwarmRefusal::LastManagerLeaves { last: false, managers, reachable } => (
                503,
                format!(
                    "You are attempting to leave the swarm on a node that is participating as a manager. Removing this node leaves {managers} managers out of {reachable}. Without a Raft quorum your swarm will be inaccessible. The only way to restore a swarm that has lost consensus is to reinitialize it with `--force-new-cluster`. Use `--force` to suppress this message."
                ),
            ),
            SwarmRefusal::ListenAddress { empty: true } => {
                (400, "invalid ListenAddr \"\": invalid empty address".into())
            }
            SwarmRefusal::ListenAddress { empty: false } => (
                400,
                "listen address must be an IP address or network interface (with optional port number)".into(),
            ),
            SwarmRefusal::LocalNetwork { network } => (
                403,
                format!(
                    "The network {network} cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver."
                ),
            ),
            SwarmRefusal::Locked => (503, LOCKED.into()),
            SwarmRefusal::ManagerRemoved { node } => failed(&format!(
                "node {node} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal"
            )),
            SwarmRefusal::ModeChange => unimplemented(&"service mode change is not allowed"),
            SwarmRefusal::Modes => (400, "must specify only one service mode".into()),
            SwarmRefusal::Missing { kind, key } => (404, format!("{kind} {key} not found")),
            SwarmRefusal::NetworkMissing { network } => (500, format!("network {network} not found")),
            SwarmRefusal::NetworkUsed { network, by, id } => {
                failed(&format!("network {network} is in use by {by} {id}"))
            }
            SwarmRefusal::NetworkPredefined { id, name } => failed(&format!(
                "network {id} ({name}) is a swarm predefined network and cannot be removed"
            )),
            SwarmRefusal::NetworksOnSpec => {
                unimplemented(&"networks must be migrated to TaskSpec before being changed")
            }
            SwarmRefusal::NameTaken { kind: "service", name } => (
                409,
                rpc(
                    "AlreadyExists",
                    format_args!("name conflicts with an existing object: service {name} already exists"),
                ),
            ),
            SwarmRefusal::NameTaken { kind, name } => {
                (409, rpc("AlreadyExists", format_args!("{kind} {name} already exists")))
            }
            SwarmRefusal::Name { fault: NameFault::Charset } => {
                invalid(&"name must be valid as a DNS name component")
            }
            SwarmRefusal::Name { fault: NameFault::Long } => invalid(&"name must be 63 characters or fewer"),
            SwarmRefusal::Name { fault: NameFault::Missing { network: true } } => {
                invalid(&"meta: name must be provided")
            }
            SwarmRefusal::Name { fault: NameFault::Missing { network: false } } => invalid(&"name must be provided"),
            SwarmRefusal::Negative { what } => invalid(&format!("TaskSpec: {what} cannot be negative")),
            SwarmRefusal::NodeNotDown { node } => failed(&format!("node {node} is not down and can't be removed")),
            SwarmRefusal::NotAttachable { network } => (
                500,
                format!(
                    "Could not attach to network {network}: {}",
                    rpc("PermissionDenied", format_args!("network {network} not manually attachable"))
                ),
            ),
            SwarmRefusal::NotLocked => (409, "swarm is not locked".into()),
            SwarmRefusal::NotManager { worker } => (503, if *worker { WORKER } else { NO_SWARM }.into()),
            SwarmRefusal::NotMember => (503, "This node is not part of a swarm".into()),
            SwarmRefusal::NoLeader { waited: true } => (500, "context deadline exceeded".into()),
            SwarmRefusal::NoLeader { waited: false } => (500, NO_LEADER.into()),
            SwarmRefusal::OnlyLabels => invalid(&"only updates to Labels are allowed"),
            SwarmRefusal::Constraint => unknown(&"constraint expected one operator from ==, !="),
            SwarmRefusal::PortUsed { port, service, id, host } => {
                let kind = if *host { "a host-published" } else { "an ingress" };
                invalid(&format!("port '{port}' is already in use by service '{service}' ({id}) as {kind} port"))
            }
            SwarmRefusal::Predefined { network } => (
                404,
                format!("could not find the corresponding predefined swarm network: network {network} not found"),
            ),
            SwarmRefusal::PredefinedLabel => (
                403,
                rpc(
                    "PermissionDenied",
                    "label com.docker.swarm.predefined is for internally created predefined networks and cannot be applied by users",
                ),
            ),
            SwarmRefusal::Pool { given } => (500, format!("invalid base pool {given}: invalid CIDR address: {given}")),
            SwarmRefusal::PoolTooSmall { pool, size } => {
                (500, format!("invalid CIDR: \"{pool}\". Subnet size is too small for pool: {size}"))
            }
            SwarmRefusal::QuorumLoss => {
                failed(&"can't remove member from the raft: this would result in a loss of quorum")
            }
            SwarmRefusal::Rename => unimplemented(&"renaming services is not supported"),
            SwarmRefusal::RestartCondition { given } => (400, format!("invalid RestartCondition: \"{given}\"")),
            SwarmRefusal::ResolutionMode { given } => (400, format!("invalid resolution mode: \"{given}\"")),
            SwarmRefusal::Role { given } => (400, format!("invalid Role: \"{given}\"")),
            SwarmRefusal::Rollback { given } => (500, format!("unrecognized rollback option {given}")),
            SwarmRefusal::SpecMismatch => (400, "mismatched Runtime and *Spec fields".into()),
            SwarmRefusal::SpecName => (400, "swarm spec must be named \"default\"".into()),
            SwarmRefusal::SubnetSize { size } => (500, format!("subnet size is out of range: {size}")),
            SwarmRefusal::Runtime => (400, "unsupported runtime".into()),
            SwarmRefusal::InUse { kind, name, services } => {
                let (some, services) = match services.as_slice() {
                    [only] => ("service", only.clone()),
                    several => ("services", several.join(", ")),
                };
                invalid(&format!("{kind} '{name}' is in use by the following {some}: {services}"))
            }
            SwarmRefusal::OutOfSequence => unknown(&"update out of sequence"),
            SwarmRefusal::UnlockKey => (400, "swarm could not be unlocked: invalid key provided".into()),
            SwarmRefusal::UpdateWord { what, given } => (400, format!("unrecognized update {what} {given}")),
            SwarmRefusal::Version { kind: kind @ ("secret" | "config"), .. } => (400, format!("invalid {kind} version")),
            SwarmRefusal::Version { kind, given } => (
                400,
                format!("invalid {kind} version '{given}': strconv.ParseUint: parsing \"{given}\": invalid syntax"),
            ),
            SwarmRefusal::Reference { kind, name } => invalid(&format!("{kind} not found: {name}")),
            SwarmRefusal::ReferenceUnplaced { kind } => {
                invalid(&format!("malformed {kind} reference, no target provided"))
            }
            SwarmRefusal::NotSimulated { what } => (501, format!("{what} is not simulated")),
        }
}
