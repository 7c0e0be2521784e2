//! What an engine's refusal means.

mod display;
mod explanation;
mod fault;
mod reading;
mod table;
mod wording;

use std::net::IpAddr;

use serde::Serialize;

use crate::model::Protocol;
use crate::wire::HnsCode;

pub use explanation::Explanation;
pub use fault::{
    AddressFamily, AttachFault, ContainerFault, DaemonFault, FilterFault, GatewayFault, IpamFault, Limit,
    NameFault, OptionFault, RequestFault, ScopeFault, ServiceFault, Standing, SwarmFault, TaskFault,
    Unsuitable, UnsuitableReason,
};
pub use reading::{Around, GrpcCode, Reading, meaning};
pub use table::wordings;
pub use wording::Wording;

/// What an engine's refusal means, with the data in it.
///
/// What every engine says about networks, containers and services has a variant of its own; what is wrong in one
/// subject alone is in that subject's fault. [`explanation`](Self::explanation) says why and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Meaning {
    /// The address is another endpoint's, the gateway, or one the subnet keeps.
    AddressInUse,
    /// The address is in none of the network's subnets.
    AddressOutside {
        /// The address.
        address: Option<IpAddr>,
    },
    /// The container is in the network already.
    AlreadyConnected {
        /// The container.
        container: String,
        /// The network.
        network: String,
    },
    /// Several networks answer to the name.
    AmbiguousNetwork {
        /// The name.
        network: String,
        /// How many do.
        matches: usize,
    },
    /// A container cannot join, leave or have the network that was asked for.
    Attach(AttachFault),
    /// Settings of a container do not hold.
    Container(ContainerFault),
    /// A container of that name exists.
    ContainerExists {
        /// The name.
        name: String,
        /// The identity of the container that has it.
        id: String,
    },
    /// No such container.
    ContainerNotFound {
        /// The container asked for.
        container: String,
    },
    /// The engine does not start with its settings.
    Daemon(DaemonFault),
    /// Something behind the engine did not answer in time.
    DeadlineExceeded,
    /// No such network driver.
    DriverNotFound {
        /// The driver asked for.
        driver: String,
    },
    /// A list was asked for with a filter that there is not.
    Filter(FilterFault),
    /// The gateway is taken, kept by the subnet, or outside it.
    GatewayUnusable {
        /// The gateway.
        gateway: Option<IpAddr>,
        /// What is wrong with it.
        fault: GatewayFault,
    },
    /// HNS or HCN refused, in its own words.
    Hns {
        /// The Win32 or HCN code, where the sentence has one or is known for one; [`HnsCode::fact`] is what is known
        /// of it.
        code: Option<HnsCode>,
    },
    /// Something in the request does not hold.
    InvalidRequest,
    /// Subnets, ranges and addresses do not go together.
    Ipam(IpamFault),
    /// The name is none.
    Name(NameFault),
    /// A network of that name exists.
    NetworkExists {
        /// The name.
        network: String,
    },
    /// Somebody is in the network.
    NetworkInUse {
        /// The network.
        network: String,
        /// The endpoints in it, where the engine names them.
        endpoints: Vec<String>,
        /// The network's identity, where the engine says it beside the name.
        id: Option<String>,
        /// The service or task that uses it, for a network of the swarm.
        user: Option<NetworkUser>,
    },
    /// No such network.
    NetworkNotFound {
        /// The network asked for.
        network: String,
    },
    /// The container is not in the network.
    NotConnected {
        /// The network.
        network: String,
    },
    /// The node is no manager of a swarm.
    NotSwarmManager {
        /// What it is instead, where the sentence says it.
        standing: Option<Standing>,
    },
    /// The network has no address left.
    NoAddressLeft {
        /// Of which family, where the sentence says it.
        family: Option<AddressFamily>,
        /// The network, where the sentence names it.
        network: Option<String>,
        /// The network's identity, where the sentence has it.
        id: Option<String>,
    },
    /// No node takes the task: the reasons, most nodes first.
    NoSuitableNode {
        /// Why nodes were passed over; empty where the scheduler does not say.
        reasons: Vec<Unsuitable>,
    },
    /// A driver option is not what the driver takes.
    Option(OptionFault),
    /// The engine's default pools are used up.
    PoolsExhausted {
        /// Of which family, where the sentence says it.
        family: Option<AddressFamily>,
    },
    /// A host port is taken.
    PortInUse {
        /// The port, where the sentence has it.
        port: Option<u16>,
        /// The host address, where the sentence has it.
        address: Option<IpAddr>,
        /// The protocol, where the sentence has it.
        protocol: Option<Protocol>,
        /// The container that wanted it, where the sentence has it.
        container: Option<String>,
        /// Who has it, where the sentence tells.
        holder: Option<PortHolder>,
    },
    /// The network belongs to the engine: it can be neither made nor removed.
    PredefinedNetwork {
        /// The network, where the sentence names it.
        network: Option<String>,
    },
    /// Another clean-up is running.
    PruneRunning,
    /// The request cannot be read.
    Request(RequestFault),
    /// The scope or kind of the network does not hold.
    Scope(ScopeFault),
    /// Several things at once, in the order in which the engine says them.
    Several(Vec<Meaning>),
    /// The swarm does not take the service so.
    Service(ServiceFault),
    /// A service of that name exists.
    ServiceExists {
        /// The name, where the sentence has it.
        service: Option<String>,
    },
    /// No such service.
    ServiceNotFound {
        /// The service asked for.
        service: String,
    },
    /// This engine lets a static address be asked for only where the subnet was chosen by the user.
    StaticAddressNeedsSubnet,
    /// This engine gives no static addresses in predefined networks.
    StaticAddressOnPredefined,
    /// The subnet overlaps that of another network.
    SubnetOverlap {
        /// The identity of the other network, where the sentence has it.
        with: Option<String>,
        /// The two bridges, where the bridge driver noticed.
        bridges: Option<Bridges>,
    },
    /// The swarm does not take that about itself or its nodes.
    Swarm(SwarmFault),
    /// A task did not come to run.
    Task(TaskFault),
    /// A sentence nobody has put into the table; the answer has it whole.
    Unrecognised,
    /// The platform or driver has no such thing.
    Unsupported {
        /// What there is not.
        what: Limit,
    },
}

/// The two bridges whose subnets overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "that is all the driver says")]
pub struct Bridges {
    /// The identity of the network that was to be made.
    pub network: String,
    /// The interface it would have.
    pub bridge: String,
    /// The interface of the network that is there.
    pub other: String,
    /// Where they overlap.
    pub family: AddressFamily,
}

/// Who uses a network of the swarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NetworkUser {
    /// A service, by identity.
    Service(String),
    /// A task or a container that was attached, by the task's identity.
    Task(String),
}

/// Who has a host port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PortHolder {
    /// Another container of the engine.
    Container,
    /// A process of the host.
    Process,
    /// A service of the swarm.
    Service {
        /// Its name.
        name: String,
        /// Its identity.
        id: String,
        /// Whether the port is one of the node alone; `None` where the engine does not say.
        on_host: Option<bool>,
    },
}
