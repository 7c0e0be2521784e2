//! Meanings as a person reads them.

use std::fmt;

use super::{Meaning, NetworkUser};

fn joined<T: fmt::Display>(all: &[T], between: &str) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(between)
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
            Self::Attach(fault) => fault.fmt(f),
            Self::Container(fault) => fault.fmt(f),
            Self::ContainerExists { name, id } => write!(f, "container {name} exists already: {id}"),
            Self::Daemon(fault) => fault.fmt(f),
            Self::DeadlineExceeded => f.write_str("something behind the engine did not answer in time"),
            Self::Filter(fault) => fault.fmt(f),
            Self::Ipam(fault) => fault.fmt(f),
            Self::Name(fault) => fault.fmt(f),
            Self::NoSuitableNode { reasons } if reasons.is_empty() => f.write_str("no node takes the task"),
            Self::NoSuitableNode { reasons } => {
                write!(f, "no node takes the task ({})", joined(reasons, "; "))
            }
            Self::Option(fault) => fault.fmt(f),
            Self::PruneRunning => f.write_str("another clean-up is running"),
            Self::Request(fault) => fault.fmt(f),
            Self::Scope(fault) => fault.fmt(f),
            Self::Several(all) => f.write_str(&joined(all, "; ")),
            Self::Service(fault) => fault.fmt(f),
            Self::Swarm(fault) => fault.fmt(f),
            Self::Task(fault) => fault.fmt(f),
            Self::ContainerNotFound { container } => write!(f, "there is no container {container}"),
            Self::DriverNotFound { driver } => write!(f, "the engine has no network driver {driver}"),
            Self::GatewayUnusable { gateway: Some(gateway), fault } => {
                write!(f, "the gateway {gateway} cannot be had: {fault}")
            }
            Self::GatewayUnusable { gateway: None, fault } => {
                write!(f, "the gateway cannot be had: {fault}")
            }
            Self::Hns { code: Some(code) } => match code.fact() {
                Some(fact) => {
                    write!(f, "HNS refused with code {code}, {}: {}", fact.name, fact.meaning)
                }
                None => write!(f, "HNS refused with code {code}"),
            },
            Self::Hns { code: None } => f.write_str("HNS refused"),
            Self::InvalidRequest => f.write_str("something in the request does not hold"),
            Self::NetworkExists { network } => write!(f, "network {network} exists already"),
            Self::NetworkInUse { network, user: Some(NetworkUser::Service(id)), .. } => {
                write!(f, "network {network} is used by service {id}")
            }
            Self::NetworkInUse { network, user: Some(NetworkUser::Task(id)), .. } => {
                write!(f, "network {network} is used by task {id}")
            }
            Self::NetworkInUse { network, endpoints, .. } if endpoints.is_empty() => {
                write!(f, "somebody is in network {network}")
            }
            Self::NetworkInUse { network, endpoints, .. } => {
                write!(f, "network {network} is used by {}", endpoints.join(", "))
            }
            Self::NetworkNotFound { network } => write!(f, "there is no network {network}"),
            Self::NoAddressLeft { .. } => f.write_str("the network has no address left"),
            Self::NotConnected { network } => write!(f, "the container is not in network {network}"),
            Self::NotSwarmManager { standing: Some(standing) } => {
                write!(f, "the node is no manager of a swarm: {standing}")
            }
            Self::NotSwarmManager { standing: None } => f.write_str("the node is no manager of a swarm"),
            Self::PoolsExhausted { .. } => {
                f.write_str("the engine's default address pools are used up: name a subnet")
            }
            Self::PortInUse { port: Some(port), .. } => write!(f, "host port {port} is taken"),
            Self::PortInUse { port: None, .. } => f.write_str("a host port is taken or excluded"),
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
            Self::SubnetOverlap { with: Some(with), .. } => {
                write!(f, "the subnet overlaps that of network {with}")
            }
            Self::SubnetOverlap { with: None, .. } => {
                f.write_str("the subnet overlaps that of another network")
            }
            Self::Unrecognised => f.write_str("the engine refused in words docknet does not know"),
            Self::Unsupported { what } => what.fmt(f),
        }
    }
}
