//! Why a network is not made.

use crate::host::EngineVersion;
use crate::model::Subnet;
use crate::simulation::ipam::IpamRefusal;

use super::problem::{ConfigProblem, joined};

/// Why an engine does not make a network, beside what concerns other calls too.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the network is refused: {self:?}")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the engine's sentence names")]
pub enum CreateRefusal {
    /// An auxiliary address outside its subnet.
    AuxiliaryOutside { key: String, text: String, pool: Subnet },
    /// An auxiliary address that cannot be had.
    AuxiliaryTaken { key: String, text: String, why: IpamRefusal },
    /// An auxiliary address that is none.
    AuxiliaryText { key: String, text: String, network: String },
    /// A name of nothing but blanks.
    BlankName { name: String },
    /// A bridge that clashes with another.
    BridgeConflict { id: String, bridge: String, other_id: String, other_bridge: String, why: BridgeClash },
    /// A bridge name longer than 15 characters.
    BridgeName,
    /// Settings of a network's operator on a configuration network.
    ConfigOnlyFields,
    /// No configuration network of that name.
    ConfigFromMissing { network: String },
    /// Driver options beside a configuration network.
    ConfigFromOptions,
    /// Settings beside a configuration network.
    ConfigFromSettings,
    /// A configuration network out of another.
    ConfigOnConfig,
    /// A scope that is narrower than the driver's.
    Downgrade { driver: String },
    /// A gateway that cannot be had.
    GatewayTaken { text: String, why: IpamRefusal },
    /// A gateway that is no address.
    GatewayText { text: String },
    /// `Ingress` on a driver of one host.
    IngressScope,
    /// `EnableIPv4: false` where that cannot be.
    Ipv4Needed { on: Ipv4Needed },
    /// No IPv6 pool among the defaults.
    Ipv6PoolsMissing,
    /// Pools that do not fit together, all problems at once (engines from 25.0 on).
    InvalidConfig { problems: Vec<ConfigProblem> },
    /// A number of bytes below zero.
    Mtu { value: i64 },
    /// A pool that asks the `null` driver for a subnet.
    NullIpamPool,
    /// A second network of the kinds there is one of.
    OnlyOne { driver: String },
    /// A driver option that cannot be read.
    OptionValue { key: String, value: String, why: OptionProblem },
    /// `com.docker.network.enable_ipv…` that is no truth value.
    OptionFlag { key: String },
    /// What macvlan and ipvlan refuse of their `parent` and mode.
    Parent(ParentProblem),
    /// No such network or IPAM driver.
    PluginMissing { name: String },
    /// A network without IPv4 addresses, from an IPAM driver that gives none.
    PoolEmpty { driver: String },
    /// A range that cannot be booked.
    Range(IpamRefusal),
    /// `Scope: swarm` without a swarm.
    SwarmInactive,
    /// A subnet that is none (engines up to 24).
    SubnetText { text: String },
    /// A pool of typed fields that JSON does not hold (engines from 29.0 on).
    Typed { problem: String },
    /// A worker is asked for a network of the swarm.
    Worker,
}

/// Where IPv4 cannot be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the words are the meaning")]
pub enum Ipv4Needed {
    WithoutIpv6,
    Swarm,
    Windows,
}

/// What two bridges may not share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the words are the meaning")]
pub enum BridgeClash {
    Name,
    Ipv4,
    Ipv6,
}

/// Why an option cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the words are the meaning")]
pub enum OptionProblem {
    NotABool,
    NotAnInteger,
    NotAnUnsigned,
    IntegerRange,
    NotAnAddress,
    MacPool,
}

/// What is wrong with the interface a macvlan or ipvlan network sits on, or with its mode.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the engine's sentence names")]
pub enum ParentProblem {
    Loopback { driver: String },
    Mode { driver: String, mode: String, usual: &'static str },
    Missing { driver: String, parent: String },
    Name { parent: String },
    Taken { network: String, parent: String },
    VlanNumber { number: i64 },
    VlanText { text: String },
}

impl CreateRefusal {
    pub(super) fn status(&self, engine: &EngineVersion) -> u16 {
        let from25 = *engine >= EngineVersion::new(25, 0, 0);
        match self {
            Self::InvalidConfig { .. }
            | Self::Ipv4Needed { .. }
            | Self::OptionFlag { .. }
            | Self::Typed { .. } => 400,
            Self::BlankName { .. }
            | Self::PoolEmpty { .. }
            | Self::Mtu { .. }
            | Self::OptionValue { .. }
            | Self::GatewayText { .. }
            | Self::AuxiliaryText { .. }
                if from25 =>
            {
                400
            }
            Self::AuxiliaryOutside { .. }
            | Self::BridgeConflict { .. }
            | Self::ConfigOnlyFields
            | Self::ConfigFromOptions
            | Self::ConfigFromSettings
            | Self::ConfigOnConfig
            | Self::Downgrade { .. }
            | Self::IngressScope
            | Self::OnlyOne { .. }
            | Self::SwarmInactive
            | Self::Worker => 403,
            Self::ConfigFromMissing { .. } | Self::Ipv6PoolsMissing | Self::PluginMissing { .. } => 404,
            Self::AuxiliaryTaken { .. }
            | Self::AuxiliaryText { .. }
            | Self::BlankName { .. }
            | Self::BridgeName
            | Self::GatewayTaken { .. }
            | Self::GatewayText { .. }
            | Self::Mtu { .. }
            | Self::NullIpamPool
            | Self::OptionValue { .. }
            | Self::Parent(_)
            | Self::PoolEmpty { .. }
            | Self::Range(_)
            | Self::SubnetText { .. } => 500,
        }
    }

    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        match self {
            Self::AuxiliaryOutside { key, text, pool } => {
                format!("auxiliary address: ({key}:{text}) must belong to the master pool: {pool}")
            }
            Self::AuxiliaryTaken { key, text, why } => {
                let why = why.sentence(engine);
                format!("failed to allocate secondary ip address ({key}:{text}): {why}")
            }
            Self::AuxiliaryText { key, text, network } => {
                format!("non parsable secondary ip address ({key}:{text}) passed for network {network}")
            }
            Self::BlankName { .. } if *engine >= EngineVersion::new(28, 0, 0) => {
                "invalid name: name is empty".into()
            }
            Self::BlankName { name } => format!("invalid name: {name}"),
            Self::BridgeConflict { id, bridge, other_id, other_bridge, why } => {
                let why = match why {
                    BridgeClash::Name => "networks have same bridge name",
                    BridgeClash::Ipv4 => "networks have overlapping IPv4",
                    BridgeClash::Ipv6 => "networks have overlapping IPv6",
                };
                format!(
                    "cannot create network {id} ({bridge}): conflicts with network {other_id} ({other_bridge}): {why}"
                )
            }
            Self::ConfigFromMissing { network } => {
                format!("configuration network {} does not exist", quoted(network))
            }
            Self::Downgrade { driver } => format!("cannot downgrade network scope for {driver} networks"),
            Self::GatewayTaken { text, why } => {
                format!("failed to allocate gateway ({text}): {}", why.sentence(engine))
            }
            Self::GatewayText { text } => format!("invalid gateway address {text} in Ipam configuration"),
            Self::InvalidConfig { problems } => {
                let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
                format!("invalid network config:\n{}", joined(&problems))
            }
            Self::Mtu { value } => format!("invalid MTU number: {value}"),
            Self::OnlyOne { driver } => format!("only one instance of {} network is allowed", quoted(driver)),
            Self::OptionFlag { key } => format!("driver-opt {} is not a valid bool", quoted(key)),
            Self::OptionValue { key, value, why } => option(engine, key, value, *why),
            Self::Parent(problem) => problem.sentence(),
            Self::PluginMissing { name } => format!("plugin {} not found", quoted(name)),
            Self::Range(why) => why.sentence(engine),
            Self::SubnetText { text } => format!("Invalid subnet {text} : invalid CIDR address: {text}"),
            Self::Typed { problem } => format!("invalid JSON: {problem}"),
            Self::BridgeName
            | Self::ConfigFromOptions
            | Self::ConfigFromSettings
            | Self::ConfigOnConfig
            | Self::ConfigOnlyFields
            | Self::IngressScope
            | Self::Ipv4Needed { .. }
            | Self::Ipv6PoolsMissing
            | Self::NullIpamPool
            | Self::PoolEmpty { .. }
            | Self::SwarmInactive
            | Self::Worker => self.fixed().into(),
        }
    }

    /// Sentences without data in them.
    fn fixed(&self) -> &'static str {
        match self {
            Self::BridgeName => "failed to check bridge interface existence: numerical result out of range",
            Self::ConfigFromOptions => {
                "network driver options are not supported if the network depends on a configuration network"
            }
            Self::ConfigFromSettings => {
                "user specified configurations are not supported if the network depends on a configuration network"
            }
            Self::ConfigOnConfig => "a configuration network cannot depend on another configuration network",
            Self::ConfigOnlyFields => {
                "configuration network can only contain network specific fields. Network operator fields like [ \
                 ingress | internal | attachable | scope ] are not supported."
            }
            Self::IngressScope => "Ingress network can only be global scope network",
            Self::Ipv4Needed { on: Ipv4Needed::WithoutIpv6 } => "IPv4 or IPv6 must be enabled",
            Self::Ipv4Needed { on: Ipv4Needed::Swarm } => "IPv4 cannot be disabled in a Swarm scoped network",
            Self::Ipv4Needed { on: Ipv4Needed::Windows } => "IPv4 cannot be disabled on Windows",
            Self::Ipv6PoolsMissing => {
                "could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the \
                 network"
            }
            Self::NullIpamPool => "null ipam driver does not handle specific address pool requests",
            Self::SwarmInactive => "cannot create a swarm scoped network when swarm is not active",
            Self::Worker => {
                "Cannot create a multi-host network from a worker node. Please create the network from a manager node."
            }
            Self::PoolEmpty { .. } => "ipv4 pool is empty",
            Self::AuxiliaryOutside { .. }
            | Self::AuxiliaryTaken { .. }
            | Self::AuxiliaryText { .. }
            | Self::BlankName { .. }
            | Self::BridgeConflict { .. }
            | Self::ConfigFromMissing { .. }
            | Self::Downgrade { .. }
            | Self::GatewayTaken { .. }
            | Self::GatewayText { .. }
            | Self::InvalidConfig { .. }
            | Self::Mtu { .. }
            | Self::OnlyOne { .. }
            | Self::OptionFlag { .. }
            | Self::OptionValue { .. }
            | Self::Parent(_)
            | Self::PluginMissing { .. }
            | Self::Range(_)
            | Self::SubnetText { .. }
            | Self::Typed { .. } => "",
        }
    }
}

/// An option that cannot be read: the drivers of Linux say which, those of Windows let Go speak alone.
fn option(engine: &EngineVersion, key: &str, value: &str, why: OptionProblem) -> String {
    let parsing = |function: &str, problem: &str| {
        let number = format!("strconv.{function}: parsing {}: {problem}", quoted(value));
        if key.starts_with("com.docker.network.windowsshim.") {
            number
        } else {
            format!("failed to parse {key} value: {value} ({number})")
        }
    };
    match why {
        OptionProblem::NotABool => parsing("ParseBool", "invalid syntax"),
        OptionProblem::NotAnInteger => parsing("Atoi", "invalid syntax"),
        OptionProblem::IntegerRange => parsing("Atoi", "value out of range"),
        OptionProblem::NotAnUnsigned => parsing("ParseUint", "invalid syntax"),
        OptionProblem::NotAnAddress => format!("failed to parse {key} value: {value} (nil ip)"),
        OptionProblem::MacPool => {
            let invalid = if *engine >= EngineVersion::new(28, 0, 0) { "invalid" } else { "Invalid" };
            format!("{invalid} mac pool. You must specify both a start range and an end range")
        }
    }
}

impl ParentProblem {
    fn sentence(&self) -> String {
        match self {
            Self::Loopback { driver } => format!("loopback interface is not a valid {driver} parent link"),
            Self::Mode { driver, mode, usual } => format!(
                "requested {driver} mode '{mode}' is not valid, '{usual}' mode is the {driver} driver default"
            ),
            Self::Missing { driver, parent } => {
                let does = if driver == "macvlan" { "does " } else { "" };
                format!("-o parent interface {does}was not found on the host: {parent}")
            }
            Self::Name { parent } => {
                format!("invalid subinterface vlan name {parent}, example formatting is eth0.10")
            }
            Self::Taken { network, parent } => {
                format!("network {network} is already using parent interface {parent}")
            }
            Self::VlanNumber { number } => format!("vlan id must be between 1-4094, received: {number}"),
            Self::VlanText { text } => {
                format!("unable to parse a valid vlan id from: {text} (ex. eth0.10 for vlan 10)")
            }
        }
    }
}

impl IpamRefusal {
    /// The library's own sentence.
    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        let lower = *engine >= EngineVersion::new(25, 0, 0);
        let failed = |pool: &str, range: &str, why: String| {
            let parse = "failed to parse pool request for address space";
            format!("{parse} \"LocalDefault\" pool {} subpool {}: {why}", quoted(pool), quoted(range))
        };
        match self {
            Self::AddressInUse => "Address already in use".into(),
            Self::AddressOutOfRange if lower => "requested address is out of range".into(),
            Self::AddressOutOfRange => "Requested address is out of range".into(),
            Self::NoAvailableAddress if lower => "no available addresses on this pool".into(),
            Self::NoAvailableAddress => "No available addresses on this pool".into(),
            Self::PoolOverlap => "Pool overlaps with other one on this address space".into(),
            Self::RangeText { pool, range } => failed(
                pool,
                range,
                if lower { "invalid Address SubPool" } else { "Invalid Address SubPool" }.into(),
            ),
            Self::RangeFamily(clash) => {
                let why = format!(
                    "failed to compute range's lowest ip address: cannot compute host portion ip address because ip \
                     and mask are not compatible: (net.IP{{{}}}, net.IPMask{{{}}})",
                    bytes(&octets(clash.range.address())),
                    bytes(&mask(clash.pool)),
                );
                failed(&clash.pool.to_string(), &clash.text, why)
            }
        }
    }
}

fn octets(address: std::net::IpAddr) -> Vec<u8> {
    match address {
        std::net::IpAddr::V4(address) => address.octets().to_vec(),
        std::net::IpAddr::V6(address) => address.octets().to_vec(),
    }
}

fn mask(subnet: Subnet) -> Vec<u8> {
    let bytes: u8 = if subnet.is_ipv4() { 4 } else { 16 };
    let ones = |byte: u8| u32::from(subnet.length().saturating_sub(byte * 8).min(8));
    (0..bytes).map(|byte| 0xff_u8.checked_shl(8 - ones(byte)).unwrap_or(0)).collect()
}

/// Bytes as Go prints them.
fn bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:#x}")).collect::<Vec<_>>().join(", ")
}

/// A text as Go's `%q` writes it, as far as names and options need it.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}
