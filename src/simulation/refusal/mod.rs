//! Refusals in the words of the engine version that is played.

mod container;
mod other;

use std::net::IpAddr;
mod create;
mod endpoint;
mod look;
mod problem;

pub use create::{BridgeClash, CreateRefusal, Ipv4Needed, OptionProblem, ParentProblem};
pub use endpoint::EndpointRefusal;
pub use look::LookRefusal;
pub use problem::{AddressProblem, ConfigProblem};

use crate::host::EngineVersion;
use crate::model::Driver;

pub use container::{BindProblem, ContainerRefusal, HostPort, ModeConflict, RestartProblem};
pub use other::{ExecRefusal, FilterRefusal, ImageRefusal, ReferenceProblem, VolumeRefusal};

/// A call that did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "a call is refused or never answered, nothing else")]
pub enum Fault {
    /// The real host would never answer.
    #[error("the host never answers")]
    Never,
    /// The engine refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Why an engine refuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum Refusal {
    /// An address that is held or kept.
    #[error("the address is in use")]
    AddressInUse,
    /// An address in none of the network's subnets.
    #[error("{address} is outside")]
    AddressOutside { address: String },
    /// A container that is in the network.
    #[error("{container} is in {network} already")]
    AlreadyConnected { container: String, network: String },
    /// A name two networks share.
    #[error("{matches} networks are called {network}")]
    Ambiguous { network: String, matches: usize },
    /// What is asked about a container.
    #[error(transparent)]
    Container(#[from] ContainerRefusal),
    /// A container name that is taken.
    #[error("container {name} exists")]
    ContainerExists { name: String, id: String },
    /// No such container.
    #[error("no container {name}")]
    ContainerMissing { name: String },
    /// A network that is not made.
    #[error(transparent)]
    Create(#[from] CreateRefusal),
    /// No such driver.
    #[error("no driver {driver}")]
    DriverMissing { driver: Driver },
    /// What is asked about a program in a container.
    #[error(transparent)]
    Exec(#[from] ExecRefusal),
    /// What a list is to be filtered by.
    #[error(transparent)]
    Filter(#[from] FilterRefusal),
    /// A place in a network that is not given.
    #[error(transparent)]
    Endpoint(#[from] EndpointRefusal),
    /// No address for a gateway.
    #[error("no gateway")]
    GatewayMissing,
    /// HNS refuses, with a Win32 or HCN code and its sentence.
    #[error("HNS: {text} ({code:#x})")]
    Hns { code: u32, text: &'static str },
    /// What is asked about an image.
    #[error(transparent)]
    Image(#[from] ImageRefusal),
    /// A question that is not answered.
    #[error(transparent)]
    Look(#[from] LookRefusal),
    /// A network somebody is in.
    #[error("{network} is in use")]
    InUse { network: String, id: String, endpoints: Vec<(String, String)> },
    /// A name that is taken.
    #[error("network {network} exists")]
    NetworkExists { network: String },
    /// No such network.
    #[error("no network {network}")]
    NetworkMissing { network: String },
    /// No address left.
    #[error("{network} is full")]
    NoAddressLeft { network: String, id: String },
    /// A container that is not in the network.
    #[error("{container} is not in {network}")]
    NotConnected { container: String, network: String, running: bool },
    /// A node in no swarm, told to leave it.
    #[error("in no swarm")]
    NotInSwarm,
    /// A node that manages no swarm, asked about one.
    #[error("no manager")]
    NotManager,
    /// A node without a swarm, asked for a network of one.
    #[error("not a swarm manager")]
    NotSwarmManager,
    /// No default pool left.
    #[error("the default pools are used up")]
    PoolsExhausted,
    /// A host port another container has.
    #[error("port {port} is taken")]
    PortAllocated { address: IpAddr, port: u16, endpoint: String, id: String },
    /// A network of the engine's own, to be made.
    #[error("{network} is predefined")]
    PredefinedCreate { network: String },
    /// A network of the engine's own, to be removed.
    #[error("{network} is predefined")]
    PredefinedRemove { network: String },
    /// More than one IPv4 pool on a bridge.
    #[error("a bridge has one IPv4 pool")]
    SeveralSubnets,
    /// A static address in a network whose subnet was not chosen.
    #[error("the subnet was not chosen")]
    StaticNeedsSubnet,
    /// A static address in a predefined network.
    #[error("no static addresses there")]
    StaticOnPredefined,
    /// A subnet that overlaps another network's.
    #[error("the subnet overlaps")]
    SubnetOverlap,
    /// What is asked about a volume.
    #[error(transparent)]
    Volume(#[from] VolumeRefusal),
    /// A published port with a host address, on Windows.
    #[error("no host addresses in NAT settings")]
    WindowsHostAddress,
    /// An IPv6 pool, on Windows.
    #[error("no IPv6 on Windows")]
    WindowsIpv6,
    /// A protocol that is neither tcp nor udp, on Windows.
    #[error("no {protocol} on Windows")]
    WindowsProtocol { protocol: String },
    /// Several host ports for one port of a container, on Windows.
    #[error("one host port a port on Windows")]
    WindowsPortRange,
    /// A dynamic range, on Windows.
    #[error("no ranges on Windows")]
    WindowsRange,
}

impl From<CreateRefusal> for Fault {
    fn from(refusal: CreateRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<EndpointRefusal> for Fault {
    fn from(refusal: EndpointRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<LookRefusal> for Fault {
    fn from(refusal: LookRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl Refusal {
    /// The HTTP status, as that engine answers.
    ///
    /// Statuses: moby's sources by version; those of Linux for 20.10 from a real engine.
    #[must_use]
    pub fn status(&self, engine: &EngineVersion) -> u16 {
        let from = |major, minor, patch| *engine >= EngineVersion::new(major, minor, patch);
        match self {
            Self::Container(refusal) => refusal.status(engine),
            Self::Exec(refusal) => refusal.status(),
            Self::Filter(refusal) => refusal.status(),
            Self::Image(refusal) => refusal.status(),
            Self::Volume(refusal) => refusal.status(),
            Self::Create(refusal) => refusal.status(engine),
            Self::Endpoint(refusal) => refusal.status(engine),
            Self::Look(refusal) => refusal.status(engine),
            Self::StaticNeedsSubnet | Self::StaticOnPredefined | Self::Ambiguous { .. } => 400,
            Self::AddressOutside { .. } if from(25, 0, 0) => 400,
            Self::PoolsExhausted if from(27, 0, 0) => 400,
            Self::AddressInUse
            | Self::AlreadyConnected { .. }
            | Self::InUse { .. }
            | Self::PredefinedCreate { .. }
            | Self::PredefinedRemove { .. }
            | Self::SeveralSubnets
            | Self::SubnetOverlap
            | Self::WindowsIpv6 => 403,
            Self::NotSwarmManager if from(24, 0, 5) => 403,
            Self::ContainerMissing { .. }
            | Self::DriverMissing { .. }
            | Self::NetworkMissing { .. }
            | Self::PoolsExhausted => 404,
            Self::ContainerExists { .. } | Self::NetworkExists { .. } => 409,
            Self::NotInSwarm | Self::NotManager => 503,
            Self::AddressOutside { .. }
            | Self::GatewayMissing
            | Self::Hns { .. }
            | Self::NoAddressLeft { .. }
            | Self::NotConnected { .. }
            | Self::NotSwarmManager
            | Self::PortAllocated { .. }
            | Self::WindowsHostAddress
            | Self::WindowsPortRange
            | Self::WindowsProtocol { .. }
            | Self::WindowsRange => 500,
        }
    }

    /// The sentence, as that engine words it.
    ///
    /// Wordings: moby's sources by version; those of Linux for 20.10 from a real engine.
    #[must_use]
    pub fn sentence(&self, engine: &EngineVersion) -> String {
        let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
        match self {
            Self::Container(refusal) => refusal.sentence(engine),
            Self::Exec(refusal) => refusal.sentence(),
            Self::Filter(refusal) => refusal.sentence(engine),
            Self::Image(refusal) => refusal.sentence(engine),
            Self::Volume(refusal) => refusal.sentence(),
            Self::Create(refusal) => refusal.sentence(engine),
            Self::Endpoint(refusal) => refusal.sentence(engine),
            Self::Look(refusal) => refusal.sentence(engine),
            Self::AddressInUse => "Address already in use".into(),
            Self::AddressOutside { address } if from(29, 1) => {
                format!("invalid endpoint settings:\nno configured subnet contains IP address {address}")
            }
            Self::AddressOutside { address } if from(25, 0) => {
                let what = "no configured subnet or ip-range contain the IP address";
                format!("invalid endpoint settings:\n{what} {address}")
            }
            Self::AddressOutside { address } => {
                format!("Invalid address {address}: It does not belong to any of this network's subnets")
            }
            Self::AlreadyConnected { container, network } => {
                format!("endpoint with name {container} already exists in network {network}")
            }
            Self::Ambiguous { network, matches } => {
                format!("network {network} is ambiguous ({matches} matches found based on name)")
            }
            Self::ContainerExists { name, id } => format!(
                "Conflict. The container name \"/{name}\" is already in use by container \"{id}\". You have to \
                 remove (or rename) that container to be able to reuse that name."
            ),
            Self::ContainerMissing { name } => format!("No such container: {name}"),
            Self::DriverMissing { driver } => format!("plugin \"{driver}\" not found"),
            Self::GatewayMissing => {
                let no = if from(25, 0) { "no" } else { "No" };
                format!("failed to allocate gateway (): {no} available addresses on this pool")
            }
            Self::Hns { code, text } => {
                let around = if from(19, 3) { "failed during hnsCallRawResponse: " } else { "" };
                format!("{around}hnsCall failed in Win32: {text} (0x{code:x})")
            }
            Self::InUse { network, endpoints, .. } if from(28, 1) => {
                let named = |(name, id): &(String, String)| {
                    format!("name:\"{name}\" id:\"{}\"", id.get(..12).unwrap_or(id))
                };
                let list = endpoints.iter().map(named).collect::<Vec<_>>().join(", ");
                format!("error while removing network: network {network} has active endpoints ({list})")
            }
            Self::InUse { network, id, .. } => {
                format!("error while removing network: network {network} id {id} has active endpoints")
            }
            Self::NetworkExists { network } => format!("network with name {network} already exists"),
            Self::NetworkMissing { network } => format!("network {network} not found"),
            Self::NoAddressLeft { network, id } => {
                format!("no available IPv4 addresses on this network's address pools: {network} ({id})")
            }
            Self::NotConnected { container, network, running } => {
                let the = if *running { "" } else { "the " };
                format!("container {container} is not connected to {the}network {network}")
            }
            Self::PortAllocated { address, port, endpoint, id } => {
                let binding = match address {
                    IpAddr::V4(address) => format!("{address}:{port}"),
                    IpAddr::V6(address) => format!("[{address}]:{port}"),
                };
                programming(
                    engine,
                    endpoint,
                    id,
                    &format!("Bind for {binding} failed: port is already allocated"),
                )
            }
            Self::PredefinedCreate { network } => {
                format!("operation is not permitted on predefined {network} network ")
            }
            Self::PredefinedRemove { network } => {
                format!("{network} is a pre-defined network and cannot be removed")
            }
            Self::WindowsProtocol { protocol } => format!("invalid protocol {protocol}"),
            Self::StaticNeedsSubnet | Self::StaticOnPredefined if from(25, 0) => {
                format!("invalid endpoint settings:\n{}", self.fixed_sentence(engine))
            }
            Self::NotInSwarm
            | Self::NotManager
            | Self::NotSwarmManager
            | Self::PoolsExhausted
            | Self::SeveralSubnets
            | Self::StaticNeedsSubnet
            | Self::StaticOnPredefined
            | Self::SubnetOverlap
            | Self::WindowsHostAddress
            | Self::WindowsIpv6
            | Self::WindowsPortRange
            | Self::WindowsRange => self.fixed_sentence(engine).into(),
        }
    }

    /// Sentences without data in them.
    fn fixed_sentence(&self, engine: &EngineVersion) -> &'static str {
        let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
        match self {
            Self::NotInSwarm => "This node is not part of a swarm",
            Self::NotManager | Self::NotSwarmManager => {
                "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect \
                 this node to swarm and try again."
            }
            Self::PoolsExhausted if from(27, 0) => "all predefined address pools have been fully subnetted",
            Self::PoolsExhausted => {
                "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the \
                 network"
            }
            Self::SeveralSubnets => "bridge driver doesn't support multiple subnets",
            Self::StaticNeedsSubnet => {
                "user specified IP address is supported only when connecting to networks with user configured subnets"
            }
            Self::StaticOnPredefined if from(29, 2) => {
                "user-specified IP address is supported on user-defined networks only"
            }
            Self::StaticOnPredefined => {
                "user specified IP address is supported on user defined networks only"
            }
            Self::SubnetOverlap if from(27, 0) => {
                "invalid pool request: Pool overlaps with other one on this address space"
            }
            Self::SubnetOverlap => "Pool overlaps with other one on this address space",
            Self::WindowsHostAddress => "Windows does not support host IP addresses in NAT settings",
            Self::WindowsIpv6 => "windowsshim driver doesn't support v6 subnets",
            Self::WindowsPortRange => "Windows does not support more than one host port in NAT settings",
            Self::WindowsRange if from(27, 0) => "this request is not supported by the 'windows' ipam driver",
            Self::WindowsRange => "This request is not supported by null ipam driver",
            Self::AddressInUse
            | Self::AddressOutside { .. }
            | Self::AlreadyConnected { .. }
            | Self::Ambiguous { .. }
            | Self::Container(_)
            | Self::ContainerExists { .. }
            | Self::ContainerMissing { .. }
            | Self::Create(_)
            | Self::DriverMissing { .. }
            | Self::Exec(_)
            | Self::Filter(_)
            | Self::Endpoint(_)
            | Self::GatewayMissing
            | Self::Hns { .. }
            | Self::Image(_)
            | Self::InUse { .. }
            | Self::Look(_)
            | Self::NetworkExists { .. }
            | Self::NetworkMissing { .. }
            | Self::NoAddressLeft { .. }
            | Self::NotConnected { .. }
            | Self::PortAllocated { .. }
            | Self::PredefinedCreate { .. }
            | Self::PredefinedRemove { .. }
            | Self::Volume(_)
            | Self::WindowsProtocol { .. } => "",
        }
    }
}

/// What the bridge driver could not do for an endpoint.
fn programming(_engine: &EngineVersion, endpoint: &str, id: &str, text: &str) -> String {
    format!("driver failed programming external connectivity on endpoint {endpoint} ({id}): {text}")
}

macro_rules! families {
    ($($family:ty),+) => {$(
        impl From<$family> for Fault {
            fn from(refusal: $family) -> Self {
                Self::Refused(refusal.into())
            }
        }
    )+};
}

families!(ContainerRefusal, ExecRefusal, FilterRefusal, ImageRefusal, VolumeRefusal);
