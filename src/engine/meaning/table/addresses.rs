//! Addresses of containers: static, dynamic, and what the allocator says.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{AddressFamily, ContainerFault, IpamFault, Meaning};

pub(super) const ROWS: &[Wording] = &[
    row("Address already in use", |_| Some(Meaning::AddressInUse)),
    row("The IP address is invalid or reserved.{}", |_| Some(Meaning::AddressInUse)),
    row("Invalid address {}: It does not belong to any of this network's subnets", outside).before(25, 0),
    row("no configured subnet or ip-range contain the IP address {}", outside).since(25, 0).before(29, 1),
    row("no configured subnet contains IP address {}", outside).since(29, 1),
    row("user specified IP address is supported only when connecting to networks with user configured subnets", |_| {
        Some(Meaning::StaticAddressNeedsSubnet)
    })
    .before(29, 1),
    row("user specified IP address is supported on user defined networks only", |_| {
        Some(Meaning::StaticAddressOnPredefined)
    })
    .before(29, 2),
    row("user-specified IP address is supported on user-defined networks only", |_| {
        Some(Meaning::StaticAddressOnPredefined)
    })
    .since(29, 2),
    row("invalid IPv4 address: {}", address),
    row("invalid IPv6 address: {}", address),
    // The parenthesis is the engine's.
    row("Invalid IPv4 address: {})", address).before(25, 0),
    row("Invalid IPv6 address: {})", address).before(25, 0),
    row("invalid link local IP address: {}", link_local).before(25, 0),
    row("Invalid link-local IP address: [{}]", link_local).before(25, 0),
    row("Invalid link-local IP address: {}", link_local).before(25, 0),
    row("invalid link-local IP address: {}", link_local).since(25, 0),
    row("network-scoped alias is supported only for containers in user defined networks", |_| {
        fault(ContainerFault::AliasOnPredefined)
    })
    .before(29, 0),
    row("network-scoped aliases are only supported for user-defined networks", |_| {
        fault(ContainerFault::AliasOnPredefined)
    })
    .since(29, 0),
    row("address {}: invalid MAC address", |p| fault(ContainerFault::BadMac { given: p.text(0) })).before(25, 0),
    row("invalid MAC address {}", |p| fault(ContainerFault::BadMac { given: p.text(0) })).since(25, 0),
    row("no available IPv4 addresses on this network's address pools: {*} ({})", |p| {
        full(AddressFamily::V4, p)
    }),
    row("no available IPv6 addresses on this network's address pools: {*} ({})", |p| {
        full(AddressFamily::V6, p)
    }),
    row("No available addresses on this pool", |_| no_address()).before(25, 0),
    row("no available addresses on this pool", |_| no_address()).since(25, 0),
    row("Invalid Address Space", |_| ipam(IpamFault::InvalidAddressSpace)).before(25, 0),
    row("invalid address space", |_| ipam(IpamFault::InvalidAddressSpace)).since(25, 0),
    row("Invalid Address Pool", |_| ipam(IpamFault::InvalidAddressPool)).before(25, 0),
    row("invalid address pool", |_| ipam(IpamFault::InvalidAddressPool)).since(25, 0),
    row("Invalid Address SubPool", |_| sub_pool()).before(25, 0),
    row("invalid address subpool", |_| sub_pool()).since(25, 0),
    row("Address space does not contain specified address pool", |_| ipam(IpamFault::PoolUnknown)).before(25, 0),
    row("address space does not contain specified address pool", |_| ipam(IpamFault::PoolUnknown)).since(25, 0),
    row("Requested address is out of range", |_| ipam(IpamFault::OutOfRange)).before(25, 0),
    row("requested address is out of range", |_| ipam(IpamFault::OutOfRange)).since(25, 0),
    row("No address returned", |_| ipam(IpamFault::NoAddressReturned)).before(25, 0),
    row("no address returned", |_| ipam(IpamFault::NoAddressReturned)).since(25, 0),
];

fn outside(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::AddressOutside { address: Some(p.parse(0)?) })
}

fn address(p: &Parts<'_>) -> Option<Meaning> {
    fault(ContainerFault::BadAddress { given: p.text(0) })
}

fn link_local(p: &Parts<'_>) -> Option<Meaning> {
    fault(ContainerFault::BadLinkLocal { given: p.text(0) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn full(family: AddressFamily, p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::NoAddressLeft { family: Some(family), network: Some(p.text(0)), id: Some(p.text(1)) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn no_address() -> Option<Meaning> {
    Some(Meaning::NoAddressLeft { family: None, network: None, id: None })
}

fn sub_pool() -> Option<Meaning> {
    ipam(IpamFault::InvalidAddressSubPool { range: None, subnet: None })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn ipam(fault: IpamFault) -> Option<Meaning> {
    Some(Meaning::Ipam(fault))
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: ContainerFault) -> Option<Meaning> {
    Some(Meaning::Container(fault))
}
