//! What a swarm refuses, and in which words.

use std::fmt;

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
    /// A reference to a secret or config that goes nowhere.
    ReferenceUnplaced { kind: &'static str },
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

/// The sentence, as a 20.10 engine words it; later ones say the same.
impl fmt::Display for SwarmRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::words::answer(self).1)
    }
}

impl std::error::Error for SwarmRefusal {}
