//! What a swarm refuses, and in which words.

use std::fmt;

use crate::host::EngineVersion;

/// Why a manager, or an engine that is none, refuses what is asked about a swarm.
///
/// Statuses and sentences: those of a 20.10.24 engine that was asked; moby's sources for the others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum SwarmRefusal {
    /// An address to listen on or to advertise that is none, or a specification that says too little.
    AdvertiseAddress,
    /// A container that has a place in the network.
    AlreadyAttached { container: String, network: String },
    /// A node that is in a swarm already.
    AlreadyMember,
    /// Several things that begin with what was asked for.
    Ambiguous { kind: &'static str, key: String, matches: usize },
    /// A container that could not be given its place in a network before the engine gave up.
    AttachTimeout { reached: Option<String> },
    /// A word that is none of those an engine knows; at a start it is the engine that fails.
    Availability { given: String, starting: bool },
    /// A certificate that would end too soon.
    CertificateExpiry,
    /// Data of a secret or config that is empty or too long.
    DataSize { kind: &'static str, limit: usize },
    /// A data path address that is none.
    DataPathAddress,
    /// A port for the containers' traffic that swarm does not take.
    DataPathPort { port: u64 },
    /// A name of a secret or config that is not one.
    DataName,
    /// A service behind a name that changes, with a port of the routing mesh.
    DnsrrIngress,
    /// A port that is published twice in one service.
    DuplicatePorts,
    /// A driver nobody has.
    DriverLookup { driver: String },
    /// Data of a secret or config that is not base64.
    Encoding { position: usize },
    /// A filter whose value is no word for it.
    FilterValue { key: String, given: String },
    /// A filter that is none.
    Filter { key: String },
    /// A number that says how often nodes say they live, below zero.
    Heartbeat,
    /// An image that is none.
    Image { given: String },
    /// A network for the routing mesh where there is one.
    IngressPresent { id: String },
    /// A network for the routing mesh that containers could join.
    IngressAttachable,
    /// A network for the routing mesh with another driver.
    IngressDriver,
    /// A service that asks for the routing mesh's network by name.
    IngressExplicit { network: String },
    /// A service that needs the routing mesh where there is none.
    IngressMissing,
    /// A routing mesh a service needs.
    IngressNeeded { service: String },
    /// A pool or a part of it that is not one.
    Ipam { fault: IpamFault },
    /// A token that is none, or no longer one.
    JoinToken { stale: bool },
    /// A manager that cannot be reached in time.
    JoinTimeout,
    /// A manager's address where nobody listens.
    JoinRefused { address: String },
    /// Nobody was named to join.
    JoinNobody,
    /// The last manager made a worker.
    LastManagerDemoted,
    /// The last manager leaves.
    LastManagerLeaves { last: bool, managers: usize, reachable: usize },
    /// An address to listen on that is none.
    ListenAddress { empty: bool },
    /// A network that is no network of the swarm.
    LocalNetwork { network: String },
    /// A swarm whose managers are locked.
    Locked,
    /// A manager that is still a member.
    ManagerRemoved { node: String },
    /// A mode of a service that cannot become another.
    ModeChange,
    /// More than one mode in one service.
    Modes,
    /// Something that is not there.
    Missing { kind: &'static str, key: String },
    /// A network a service names and nobody knows.
    NetworkMissing { network: String },
    /// A network something uses.
    NetworkUsed { network: String, by: &'static str, id: String },
    /// A network of every node.
    NetworkPredefined { id: String, name: String },
    /// Networks said in two places.
    NetworksOnSpec,
    /// A name that is taken.
    NameTaken { kind: &'static str, name: String },
    /// A name that is none.
    Name { fault: NameFault },
    /// A number below zero.
    Negative { what: &'static str },
    /// A node that is up.
    NodeNotDown { node: String },
    /// A container in a network for services only.
    NotAttachable { network: String },
    /// A swarm that needs no key.
    NotLocked,
    /// A node that is no manager.
    NotManager { worker: bool },
    /// A node that is in no swarm.
    NotMember,
    /// Managers without a majority.
    NoLeader { waited: bool },
    /// Only labels may change.
    OnlyLabels,
    /// A constraint that is none.
    Constraint,
    /// A port another service has.
    PortUsed { port: u64, service: String, id: String, host: bool },
    /// A network that swarm keeps for every node.
    Predefined { network: String },
    /// A label that is swarm's own.
    PredefinedLabel,
    /// A pool that is none, or too small.
    Pool { given: String },
    /// A pool of which no subnet of that length can be cut.
    PoolTooSmall { pool: String, size: u64 },
    /// A manager that cannot go without the majority going with it.
    QuorumLoss,
    /// A service that gets another name.
    Rename,
    /// A word for when to start again that is none.
    RestartCondition { given: String },
    /// A mode of answering that is none.
    ResolutionMode { given: String },
    /// A word that is no role.
    Role { given: String },
    /// What a rollback should do.
    Rollback { given: String },
    /// A service without a description of its containers.
    SpecMismatch,
    /// A swarm called otherwise.
    SpecName,
    /// A length of subnets out of range.
    SubnetSize { size: u64 },
    /// A kind of task that services do not run.
    Runtime,
    /// What is kept by somebody.
    InUse { kind: &'static str, name: String, services: Vec<String> },
    /// Something changed meanwhile.
    OutOfSequence,
    /// A key that does not open.
    UnlockKey,
    /// A word in an update that is none.
    UpdateWord { what: &'static str, given: String },
    /// A version that is none.
    Version { kind: &'static str, given: String },
    /// A reference to a secret or config that is not there.
    Reference { kind: &'static str, name: String },
    /// What is not simulated.
    NotSimulated { what: &'static str },
}

/// What is wrong with a pool of a swarm network.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the texts as they were sent")]
pub enum IpamFault {
    /// A gateway that is no address.
    Gateway { gateway: String },
    /// A gateway in another subnet.
    GatewayOutside { subnet: String, gateway: String },
    /// A range that is none.
    Range { range: String },
    /// A range in another subnet.
    RangeOutside { subnet: String, range: String },
    /// A subnet that is none.
    Subnet { subnet: String },
}

impl fmt::Display for IpamFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gateway { gateway } => write!(f, "invalid gateway {gateway}"),
            Self::GatewayOutside { subnet, gateway } => {
                write!(f, "subnet {subnet} does not contain gateway {gateway}")
            }
            Self::Range { range } => write!(f, "invalid range {range}"),
            Self::RangeOutside { subnet, range } => {
                write!(f, "subnet {subnet} does not contain range {range}")
            }
            Self::Subnet { subnet } => write!(f, "invalid subnet {subnet}"),
        }
    }
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameFault {
    /// Letters swarm does not take.
    Charset,
    /// More than 63 of them.
    Long,
    /// None at all.
    Missing {
        /// Whether it is a network's.
        network: bool,
    },
}

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
        self.answer().0
    }

    /// The sentence, as that engine words it.
    #[must_use]
    pub fn sentence(&self, engine: &EngineVersion) -> String {
        match self {
            Self::Filter { key } if *engine >= EngineVersion::new(23, 0, 0) => {
                format!("invalid filter '{key}'")
            }
            other => other.answer().1,
        }
    }

    /// Status and sentence belong together: a code between managers decides both.
    fn answer(&self) -> (u16, String) {
        let invalid = |text: &dyn fmt::Display| (400, rpc("InvalidArgument", text));
        let failed = |text: &dyn fmt::Display| (400, rpc("FailedPrecondition", text));
        let unimplemented = |text: &dyn fmt::Display| (501, rpc("Unimplemented", text));
        let unknown = |text: &dyn fmt::Display| (500, rpc("Unknown", text));
        match self {
            Self::AdvertiseAddress => (
                400,
                "advertise address must be a non-zero IP address or network interface (with optional port number)"
                    .into(),
            ),
            Self::AlreadyAttached { container, network } => {
                (409, format!("{container} is already attached to network {network}"))
            }
            Self::AlreadyMember => (
                503,
                "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join another one."
                    .into(),
            ),
            Self::Ambiguous { kind, key, matches } => {
                (400, format!("{kind} {key} is ambiguous ({matches} matches found)"))
            }
            Self::AttachTimeout { reached: Some(network) } => {
                (500, format!("Could not attach to network {network}: context deadline exceeded"))
            }
            Self::AttachTimeout { reached: None } => (
                500,
                "attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded"
                    .into(),
            ),
            Self::Availability { given, starting } => {
                (if *starting { 500 } else { 400 }, format!("invalid Availability: \"{given}\""))
            }
            Self::CertificateExpiry => invalid(&"minimum certificate expiry time is: 1h0m0s"),
            Self::DataSize { kind, limit } => {
                invalid(&format!("{kind} data must be larger than 0 and less than {limit} bytes"))
            }
            Self::DataPathAddress => (
                400,
                "data path address must be a non-zero IP address or network interface (without a port number)".into(),
            ),
            Self::DataPathPort { port } => {
                (500, format!("Datapath port number is not in valid range (1024-49151) : {port}"))
            }
            Self::DataName => invalid(
                &"invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]",
            ),
            Self::DnsrrIngress => {
                invalid(&"EndpointSpec: port published with ingress mode can't be used with dnsrr mode")
            }
            Self::DuplicatePorts => invalid(&"EndpointSpec: duplicate published ports provided"),
            Self::DriverLookup { driver } => invalid(&format!("error during lookup of plugin {driver}")),
            Self::Encoding { position } => (400, format!("illegal base64 data at input byte {position}")),
            Self::FilterValue { key, given } => (500, format!("Invalid {key} filter: '{given}'")),
            Self::Filter { key } => (400, format!("Invalid filter '{key}'")),
            Self::Heartbeat => invalid(&"heartbeat time period cannot be a negative duration"),
            Self::Image { given } if given.is_empty() => {
                invalid(&"ContainerSpec: image reference must be provided")
            }
            Self::Image { given } => {
                invalid(&format!("ContainerSpec: \"{given}\" is not a valid repository/tag"))
            }
            Self::IngressPresent { id } => {
                (409, rpc("AlreadyExists", format_args!("ingress network ({id}) is already present")))
            }
            Self::IngressAttachable => invalid(&"ingress network cannot be attachable"),
            Self::IngressDriver => {
                unimplemented(&"only overlay driver is currently supported for ingress network")
            }
            Self::IngressExplicit { network } => {
                invalid(&format!("Service cannot be explicitly attached to the ingress network \"{network}\""))
            }
            Self::IngressMissing => {
                failed(&"service needs ingress network, but no ingress network is present")
            }
            Self::IngressNeeded { service } => failed(&format!(
                "ingress network cannot be removed because service {service} depends on it"
            )),
            Self::Ipam { fault } => invalid(&format!("ipam configuration: {fault}")),
            Self::JoinToken { stale: false } => (500, "invalid join token".into()),
            Self::JoinToken { stale: true } => invalid(
                &"A valid join token is necessary to join this cluster",
            ),
            Self::JoinTimeout => (
                503,
                "Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the \"docker info\" command to see the current swarm status of your node."
                    .into(),
            ),
            Self::JoinRefused { address } => (
                503,
                rpc(
                    "Unavailable",
                    format_args!(
                        "connection error: desc = \"transport: Error while dialing dial tcp {address}: connect: connection refused\""
                    ),
                ),
            ),
            Self::JoinNobody => (400, "at least 1 RemoteAddr is required to join".into()),
            Self::LastManagerDemoted => failed(&"attempting to demote the last manager of the swarm"),
            Self::LastManagerLeaves { last: true, .. } => (
                503,
                "You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message. "
                    .into(),
            ),
            Self::LastManagerLeaves { last: false, managers, reachable } => (
                503,
                format!(
                    "You are attempting to leave the swarm on a node that is participating as a manager. Removing this node leaves {managers} managers out of {reachable}. Without a Raft quorum your swarm will be inaccessible. The only way to restore a swarm that has lost consensus is to reinitialize it with `--force-new-cluster`. Use `--force` to suppress this message."
                ),
            ),
            Self::ListenAddress { empty: true } => {
                (400, "invalid ListenAddr \"\": invalid empty address".into())
            }
            Self::ListenAddress { empty: false } => (
                400,
                "listen address must be an IP address or network interface (with optional port number)".into(),
            ),
            Self::LocalNetwork { network } => (
                403,
                format!(
                    "The network {network} cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver."
                ),
            ),
            Self::Locked => (503, LOCKED.into()),
            Self::ManagerRemoved { node } => failed(&format!(
                "node {node} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal"
            )),
            Self::ModeChange => unimplemented(&"service mode change is not allowed"),
            Self::Modes => (400, "must specify only one service mode".into()),
            Self::Missing { kind, key } => (404, format!("{kind} {key} not found")),
            Self::NetworkMissing { network } => (500, format!("network {network} not found")),
            Self::NetworkUsed { network, by, id } => {
                failed(&format!("network {network} is in use by {by} {id}"))
            }
            Self::NetworkPredefined { id, name } => failed(&format!(
                "network {id} ({name}) is a swarm predefined network and cannot be removed"
            )),
            Self::NetworksOnSpec => {
                unimplemented(&"networks must be migrated to TaskSpec before being changed")
            }
            Self::NameTaken { kind: "service", name } => (
                409,
                rpc(
                    "AlreadyExists",
                    format_args!("name conflicts with an existing object: service {name} already exists"),
                ),
            ),
            Self::NameTaken { kind, name } => {
                (409, rpc("AlreadyExists", format_args!("{kind} {name} already exists")))
            }
            Self::Name { fault: NameFault::Charset } => {
                invalid(&"name must be valid as a DNS name component")
            }
            Self::Name { fault: NameFault::Long } => invalid(&"name must be 63 characters or fewer"),
            Self::Name { fault: NameFault::Missing { network: true } } => {
                invalid(&"meta: name must be provided")
            }
            Self::Name { fault: NameFault::Missing { network: false } } => invalid(&"name must be provided"),
            Self::Negative { what } => invalid(&format!("TaskSpec: {what} cannot be negative")),
            Self::NodeNotDown { node } => failed(&format!("node {node} is not down and can't be removed")),
            Self::NotAttachable { network } => (
                500,
                format!(
                    "Could not attach to network {network}: {}",
                    rpc("PermissionDenied", format_args!("network {network} not manually attachable"))
                ),
            ),
            Self::NotLocked => (409, "swarm is not locked".into()),
            Self::NotManager { worker } => (503, if *worker { WORKER } else { NO_SWARM }.into()),
            Self::NotMember => (503, "This node is not part of a swarm".into()),
            Self::NoLeader { waited: true } => (500, "context deadline exceeded".into()),
            Self::NoLeader { waited: false } => (500, NO_LEADER.into()),
            Self::OnlyLabels => invalid(&"only updates to Labels are allowed"),
            Self::Constraint => unknown(&"constraint expected one operator from ==, !="),
            Self::PortUsed { port, service, id, host } => {
                let kind = if *host { "a host-published" } else { "an ingress" };
                invalid(&format!("port '{port}' is already in use by service '{service}' ({id}) as {kind} port"))
            }
            Self::Predefined { network } => (
                404,
                format!("could not find the corresponding predefined swarm network: network {network} not found"),
            ),
            Self::PredefinedLabel => (
                403,
                rpc(
                    "PermissionDenied",
                    "label com.docker.swarm.predefined is for internally created predefined networks and cannot be applied by users",
                ),
            ),
            Self::Pool { given } => (500, format!("invalid base pool {given}: invalid CIDR address: {given}")),
            Self::PoolTooSmall { pool, size } => {
                (500, format!("invalid CIDR: \"{pool}\". Subnet size is too small for pool: {size}"))
            }
            Self::QuorumLoss => {
                failed(&"can't remove member from the raft: this would result in a loss of quorum")
            }
            Self::Rename => unimplemented(&"renaming services is not supported"),
            Self::RestartCondition { given } => (400, format!("invalid RestartCondition: \"{given}\"")),
            Self::ResolutionMode { given } => (400, format!("invalid resolution mode: \"{given}\"")),
            Self::Role { given } => (400, format!("invalid Role: \"{given}\"")),
            Self::Rollback { given } => (500, format!("unrecognized rollback option {given}")),
            Self::SpecMismatch => (400, "mismatched Runtime and *Spec fields".into()),
            Self::SpecName => (400, "swarm spec must be named \"default\"".into()),
            Self::SubnetSize { size } => (500, format!("subnet size is out of range: {size}")),
            Self::Runtime => (400, "unsupported runtime".into()),
            Self::InUse { kind, name, services } => {
                let (some, services) = match services.as_slice() {
                    [only] => ("service", only.clone()),
                    several => ("services", several.join(", ")),
                };
                invalid(&format!("{kind} '{name}' is in use by the following {some}: {services}"))
            }
            Self::OutOfSequence => unknown(&"update out of sequence"),
            Self::UnlockKey => (400, "swarm could not be unlocked: invalid key provided".into()),
            Self::UpdateWord { what, given } => (400, format!("unrecognized update {what} {given}")),
            Self::Version { kind: kind @ ("secret" | "config"), .. } => (400, format!("invalid {kind} version")),
            Self::Version { kind, given } => (
                400,
                format!("invalid {kind} version '{given}': strconv.ParseUint: parsing \"{given}\": invalid syntax"),
            ),
            Self::Reference { kind, name } => invalid(&format!("{kind} not found: {name}")),
            Self::NotSimulated { what } => (501, format!("{what} is not simulated")),
        }
    }
}

/// The sentence, as a 20.10 engine words it; later ones say the same.
impl fmt::Display for SwarmRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.answer().1)
    }
}

impl std::error::Error for SwarmRefusal {}
