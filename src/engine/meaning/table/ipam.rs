//! Subnets, ranges, gateways, auxiliary addresses, overlaps, exhausted pools.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{
    AddressFamily, Bridges, GatewayFault, IpamFault, Meaning, OptionFault, RequestFault,
};

pub(super) const ROWS: &[Wording] = &[
    row("Invalid subnet {*} : invalid CIDR address: {}", |p| fault(IpamFault::NotSubnet { given: p.text(1) })).before(25, 0),
    row("invalid subnet {}: invalid CIDR block notation", |p| fault(IpamFault::NotSubnet { given: p.text(0) })).since(25, 0),
    row("invalid subnet {}: it should be {}", |p| {
        fault(IpamFault::HostBits { given: p.text(0), subnet: p.parse(1)? })
    })
    .since(25, 0),
    row("ipam configuration: cannot be empty", |_| fault(IpamFault::ConfigurationEmpty)),
    row("ipam configuration: invalid subnet {}", |p| fault(IpamFault::NotSubnet { given: p.text(0) })),
    row("ipam configuration: invalid range {}", |p| fault(IpamFault::RangeNotSubnet { given: p.text(0) })),
    row("ipam configuration: subnet {} does not contain range {}", |p| {
        fault(IpamFault::RangeOutside { range: p.text(1), subnet: p.parse(0) })
    }),
    row("ipam configuration: invalid gateway {}", |p| gateway(p, GatewayFault::NotAddress { given: p.text(0) })),
    row("ipam configuration: subnet {} does not contain gateway {}", |p| {
        let fault = GatewayFault::Outside { subnet: p.parse(0) };
        Some(Meaning::GatewayUnusable { gateway: p.parse(1), fault })
    }),
    row("invalid ip-range {}: invalid CIDR block notation", |p| fault(IpamFault::RangeNotSubnet { given: p.text(0) })).since(25, 0),
    row("invalid ip-range {}: parent subnet is an {} block", |p| fault(IpamFault::RangeFamily { range: p.text(0) })).since(25, 0),
    row("invalid ip-range {}: CIDR block is bigger than its parent subnet {}", |p| {
        fault(IpamFault::RangeTooBig { range: p.parse(0)?, subnet: p.parse(1)? })
    })
    .since(25, 0),
    row("invalid ip-range {}: it should be {}", |p| {
        fault(IpamFault::RangeHostBits { given: p.text(0), range: p.parse(1)? })
    })
    .since(25, 0),
    row("invalid ip-range {}: parent subnet {} doesn't contain ip-range", |p| {
        fault(IpamFault::RangeOutside { range: p.text(0), subnet: p.parse(1) })
    })
    .since(25, 0),
    row("failed to parse pool request for address space \"{}\" pool \"{}\" subpool \"{}\": Invalid Address SubPool", |p| {
        fault(IpamFault::InvalidAddressSubPool { range: Some(p.text(2)), subnet: p.parse(1) })
    })
    .before(25, 0),
    row("invalid gateway {}: invalid address", |p| gateway(p, GatewayFault::NotAddress { given: p.text(0) })).since(25, 0),
    row("invalid gateway {}: parent subnet is an {} block", |p| gateway(p, GatewayFault::Family)).since(25, 0),
    row("invalid gateway {}: parent subnet {} doesn't contain this address", |p| {
        gateway(p, GatewayFault::Outside { subnet: p.parse(1) })
    })
    .since(25, 0),
    row("invalid gateway address {} in Ipam configuration", |p| {
        gateway(p, GatewayFault::NotAddress { given: p.text(0) })
    })
    .before(25, 0),
    row("failed to allocate gateway ({}): Requested address is out of range", |p| {
        gateway(p, GatewayFault::Outside { subnet: None })
    })
    .before(25, 0),
    row("failed to allocate gateway ({}): requested address is out of range", |p| {
        gateway(p, GatewayFault::Outside { subnet: None })
    })
    .since(25, 0),
    row("failed to allocate gateway ({}): Address already in use", |p| gateway(p, GatewayFault::Taken)),
    row("failed to allocate gateway ({}): No available addresses on this pool", |p| {
        gateway(p, GatewayFault::NoAddress)
    })
    .before(25, 0),
    row("failed to allocate gateway ({}): no available addresses on this pool", |p| {
        gateway(p, GatewayFault::NoAddress)
    })
    .since(25, 0),
    row("invalid auxiliary address {}: invalid address", |p| {
        fault(IpamFault::AuxiliaryNotAddress { name: p.text(0), given: None })
    })
    .since(25, 0),
    row("invalid auxiliary address {}: parent subnet is an {} block", |p| {
        fault(IpamFault::AuxiliaryFamily { name: p.text(0) })
    })
    .since(25, 0),
    row("invalid auxiliary address {}: parent subnet {} doesn't contain this address", |p| {
        fault(IpamFault::AuxiliaryOutside { name: p.text(0), address: None, subnet: p.parse(1) })
    })
    .since(25, 0),
    row("non parsable secondary ip address ({}:{}) passed for network {}", |p| {
        fault(IpamFault::AuxiliaryNotAddress { name: p.text(0), given: Some(p.text(1)) })
    }),
    row("auxiliary address: ({}:{}) must belong to the master pool: {}", |p| {
        fault(IpamFault::AuxiliaryOutside { name: p.text(0), address: p.parse(1), subnet: p.parse(2) })
    }),
    row("failed to allocate secondary ip address ({}:{}): Address already in use", |p| {
        fault(IpamFault::AuxiliaryTaken { name: p.text(0), address: p.parse(1) })
    }),
    row("failed to allocate secondary ip address ({}:{}): {}", |p| {
        fault(IpamFault::SecondaryNotAllocated { name: p.text(0), address: p.parse(1) })
    }),
    row("ipv4 pool is empty", |_| fault(IpamFault::PoolEmpty { family: AddressFamily::V4 })),
    row("ipv6 pool is empty", |_| fault(IpamFault::PoolEmpty { family: AddressFamily::V6 })),
    row("IPv4 or IPv6 must be enabled", |_| fault(IpamFault::NoFamily)).since(28, 0),
    row("Pool overlaps with other one on this address space", |_| {
        Some(Meaning::SubnetOverlap { with: None, bridges: None })
    }),
    row("cannot create network {} ({}): conflicts with network {} ({}): networks have overlapping {}", bridges),
    row("cannot create network {} ({}): conflicts with network {} ({}): networks have same bridge name", |p| {
        Some(Meaning::Option(OptionFault::BridgeNameTaken {
            network: p.text(0),
            bridge: p.text(1),
            other: p.text(2),
            other_bridge: p.text(3),
        }))
    }),
    row("could not find an available, non-overlapping {} address pool among the defaults to assign to the network", |p| {
        Some(Meaning::PoolsExhausted { family: Some(AddressFamily::named(p.at(0))?) })
    })
    .before(27, 0),
    row("all predefined address pools have been fully subnetted", |_| Some(Meaning::PoolsExhausted { family: None })).since(27, 0),
    row("invalid JSON: netip.ParsePrefix(\"{}\"): {}", |p| fault(IpamFault::NotSubnet { given: p.text(0) })).since(29, 0),
    row("invalid JSON: ParseAddr(\"{}\"): {}", |p| {
        Some(Meaning::Request(RequestFault::Undecodable { given: p.text(0), problem: p.text(1) }))
    })
    .since(29, 0),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: IpamFault) -> Option<Meaning> {
    Some(Meaning::Ipam(fault))
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn gateway(p: &Parts<'_>, fault: GatewayFault) -> Option<Meaning> {
    Some(Meaning::GatewayUnusable { gateway: p.parse(0), fault })
}

fn bridges(p: &Parts<'_>) -> Option<Meaning> {
    let family = AddressFamily::named(p.at(4))?;
    let bridges = Bridges { network: p.text(0), bridge: p.text(1), other: p.text(3), family };
    Some(Meaning::SubnetOverlap { with: Some(p.text(2)), bridges: Some(bridges) })
}
