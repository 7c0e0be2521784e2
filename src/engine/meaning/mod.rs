//! What an engine's refusal means.

mod table;

use std::fmt;
use std::net::IpAddr;

pub use table::meaning;

/// What an engine's refusal means, with the data in it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// No such container.
    ContainerNotFound {
        /// The container asked for.
        container: String,
    },
    /// No such network driver.
    DriverNotFound {
        /// The driver asked for.
        driver: String,
    },
    /// The gateway is taken, kept by the subnet, or outside it.
    GatewayUnusable {
        /// The gateway.
        gateway: Option<IpAddr>,
    },
    /// HNS or HCN refused, in its own words.
    Hns {
        /// The Win32 or HCN code, where the sentence has one.
        code: Option<u32>,
    },
    /// Something in the request does not hold.
    InvalidRequest,
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
    NotSwarmManager,
    /// The network has no address left.
    NoAddressLeft,
    /// The engine's default pools are used up.
    PoolsExhausted,
    /// A host port is taken.
    PortInUse {
        /// The port, where the sentence has it.
        port: Option<u16>,
    },
    /// The network belongs to the engine: it can be neither made nor removed.
    PredefinedNetwork {
        /// The network, where the sentence names it.
        network: Option<String>,
    },
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
    },
    /// A sentence nobody has put into the table; the answer has it whole.
    Unrecognised,
    /// The platform has no such thing.
    Unsupported,
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AddressInUse => f.write_str("the address is taken, or kept by the network"),
            Self::AddressOutside { address: Some(address) } => {
                write!(f, "{address} is in none of the network's subnets")
            }
            Self::AddressOutside { address: None } => {
                f.write_str("the address is in none of the network's subnets")
            }
            Self::AlreadyConnected { container, network } => {
                write!(f, "{container} is in network {network} already")
            }
            Self::AmbiguousNetwork { network, matches } => {
                write!(f, "{matches} networks answer to {network}: name one by its identity")
            }
            Self::ContainerNotFound { container } => write!(f, "there is no container {container}"),
            Self::DriverNotFound { driver } => write!(f, "the engine has no network driver {driver}"),
            Self::GatewayUnusable { gateway: Some(gateway) } => {
                write!(f, "the gateway {gateway} is taken, kept by the subnet, or outside it")
            }
            Self::GatewayUnusable { gateway: None } => f.write_str("the subnet has no address for a gateway"),
            Self::Hns { code: Some(code) } => write!(f, "HNS refused with code {code:#x}"),
            Self::Hns { code: None } => f.write_str("HNS refused"),
            Self::InvalidRequest => f.write_str("something in the request does not hold"),
            Self::NetworkExists { network } => write!(f, "network {network} exists already"),
            Self::NetworkInUse { network, endpoints } if endpoints.is_empty() => {
                write!(f, "somebody is in network {network}")
            }
            Self::NetworkInUse { network, endpoints } => {
                write!(f, "network {network} is used by {}", endpoints.join(", "))
            }
            Self::NetworkNotFound { network } => write!(f, "there is no network {network}"),
            Self::NoAddressLeft => f.write_str("the network has no address left"),
            Self::NotConnected { network } => write!(f, "the container is not in network {network}"),
            Self::NotSwarmManager => f.write_str("the node is no manager of a swarm"),
            Self::PoolsExhausted => {
                f.write_str("the engine's default address pools are used up: name a subnet")
            }
            Self::PortInUse { port: Some(port) } => write!(f, "host port {port} is taken"),
            Self::PortInUse { port: None } => f.write_str("a host port is taken or excluded"),
            Self::PredefinedNetwork { network: Some(network) } => {
                write!(f, "network {network} belongs to the engine")
            }
            Self::PredefinedNetwork { network: None } => f.write_str("the network belongs to the engine"),
            Self::ServiceExists { service: Some(service) } => write!(f, "service {service} exists already"),
            Self::ServiceExists { service: None } => f.write_str("a service of that name exists already"),
            Self::ServiceNotFound { service } => write!(f, "there is no service {service}"),
            Self::StaticAddressNeedsSubnet => {
                f.write_str("static addresses need a network whose subnet was chosen")
            }
            Self::StaticAddressOnPredefined => {
                f.write_str("this engine gives no static addresses in predefined networks")
            }
            Self::SubnetOverlap { with: Some(with) } => {
                write!(f, "the subnet overlaps that of network {with}")
            }
            Self::SubnetOverlap { with: None } => f.write_str("the subnet overlaps that of another network"),
            Self::Unrecognised => f.write_str("the engine refused in words docknet does not know"),
            Self::Unsupported => f.write_str("the platform has no such thing"),
        }
    }
}
