//! A small world of addresses, in which everything can be tried.

use std::net::IpAddr;

use docknet::model::Subnet;

/// A subnet of a small world: 4096 addresses of one family.
pub(crate) fn world(ipv6: bool, offset: u16, length: u8) -> Subnet {
    let offset = u32::from(offset) % 4096;
    let (address, longer) = if ipv6 {
        (IpAddr::V6((0xfd << 120 | u128::from(offset)).into()), 96)
    } else {
        (IpAddr::V4((10 << 24 | offset).into()), 0)
    };
    Subnet::around(address, length + longer).expect("the length fits the family")
}
