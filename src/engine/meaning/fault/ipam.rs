//! Subnets, ranges, gateways and addresses that do not go together.

use std::fmt;
use std::net::IpAddr;

use serde::Serialize;

use super::faults;
use crate::model::Subnet;

/// IPv4 or IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum AddressFamily {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl AddressFamily {
    /// The family that engines call `IPv4` or `IPv6`.
    pub(in crate::engine::meaning) fn named(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "ipv4" => Some(Self::V4),
            "ipv6" => Some(Self::V6),
            _ => None,
        }
    }
}

impl fmt::Display for AddressFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        })
    }
}

faults! {
    /// Why a gateway cannot be had.
    GatewayFault {
        Family:
            "it is not of the subnet's family",
            "An IPv6 gateway was given for an IPv4 subnet, or the other way round.",
            "Give every subnet a gateway of its own family.";
        NoAddress:
            "the subnet has no address for one",
            "The subnet is too small: before engine 23 a /31 or /32 has nothing left once both ends are kept.",
            "Take a larger subnet, /29 or shorter.";
        NotAddress { given: String }:
            "{given:?} is no address",
            "The text is not an IP address, or has a prefix length behind it.",
            "Write the address alone, such as 10.0.0.1.";
        Outside { subnet: Option<Subnet> }:
            "it lies outside the subnet",
            "The gateway belongs to another subnet, often after one of the two was edited.",
            "Take an address inside the subnet, usually its first.";
        Taken:
            "the address is taken or kept",
            "It is the network or broadcast address of the subnet, or was given away already.",
            "Take another address, usually the first after the network address.";
    }
}

faults! {
    /// What is wrong with the subnets, ranges and addresses of a network.
    IpamFault {
        AuxiliaryFamily { name: String }:
            "the auxiliary address {name} is not of the subnet's family",
            "An IPv6 address was kept back in an IPv4 subnet, or the other way round.",
            "Put it with the subnet it belongs to.";
        AuxiliaryNotAddress { name: String, given: Option<String> }:
            "the auxiliary address {name} is no address",
            "The text is not an IP address. Before engine 25 the failed attempt keeps the subnet held until the engine restarts.",
            "Write an address; if the same subnet is now said to overlap, restart the engine.";
        AuxiliaryOutside { name: String, address: Option<IpAddr>, subnet: Option<Subnet> }:
            "the auxiliary address {name} lies outside the subnet",
            "Only addresses of the subnet can be kept back. Before engine 25 the failed attempt keeps the subnet held.",
            "Take an address inside the subnet; if the same subnet is now said to overlap, restart the engine.";
        AuxiliaryTaken { name: String, address: Option<IpAddr> }:
            "the auxiliary address {name} is taken already",
            "It is the gateway, which is taken first, or was given twice.",
            "Name the gateway yourself, or keep back another address.";
        ConfigurationEmpty:
            "an address configuration is empty",
            "A swarm wants a subnet in every address configuration.",
            "Give it a subnet, or leave the configuration out.";
        HostBits { given: String, subnet: Subnet }:
            "{given} is an address in {subnet}, not a subnet",
            "Bits behind the prefix length are set; engines before 25 took the subnet around it.",
            "Write the subnet itself.";
        InvalidAddressPool:
            "the address pool is invalid",
            "The allocator was asked for a pool that it cannot read.",
            "Check the subnet.";
        InvalidAddressSpace:
            "the address space is invalid",
            "The allocator does not know the space it was asked for; an IPAM plugin may be at fault.",
            "Check the IPAM driver and its options.";
        InvalidAddressSubPool { range: Option<String>, subnet: Option<Subnet> }:
            "the range of dynamic addresses is no range of the subnet",
            "The text of the range is no subnet.",
            "Write the range as a prefix, such as 10.0.0.128/25.";
        NoAddressReturned:
            "the allocator returned no address",
            "The IPAM driver answered without an address, which is its mistake.",
            "Check the IPAM driver.";
        NoFamily:
            "the network has neither IPv4 nor IPv6",
            "IPv4 was turned off and IPv6 not turned on.",
            "Turn on one of the two.";
        NotSubnet { given: String }:
            "{given:?} is no subnet",
            "The text is not an address with a prefix length, or the entry has a gateway or range and no subnet.",
            "Write a subnet such as 10.0.0.0/24.";
        OutOfRange:
            "the address asked for lies outside the pool",
            "The address belongs to another subnet.",
            "Take an address inside the subnet.";
        PoolEmpty { family: AddressFamily }:
            "there is no {family} pool",
            "The driver needs addresses and the IPAM driver gives none, as null does.",
            "Leave the IPAM driver at default, or give a subnet.";
        PoolUnknown:
            "the allocator does not know the pool",
            "The pool was released, or the engine's record of it was lost.",
            "Remove the network and make it again.";
        RangeFamily { range: String }:
            "the range {range} is not of the subnet's family",
            "An IPv6 range was given for an IPv4 subnet, or the other way round.",
            "Give every subnet a range of its own family.";
        RangeHostBits { given: String, range: Subnet }:
            "{given} is an address in {range}, not a range",
            "Bits behind the prefix length are set.",
            "Write the range itself.";
        RangeNotSubnet { given: String }:
            "{given:?} is no range",
            "Ranges are written as prefixes, not as first and last address.",
            "Write a prefix such as 10.0.0.128/25.";
        RangeOutside { range: String, subnet: Option<Subnet> }:
            "the range {range} lies outside the subnet",
            "The range belongs to another subnet; engines before 25 used its host part all the same.",
            "Take a range inside the subnet.";
        RangeTooBig { range: Subnet, subnet: Subnet }:
            "the range {range} is bigger than its subnet {subnet}",
            "The two prefix lengths were exchanged, or one was edited alone.",
            "Take a range inside the subnet.";
        SecondaryNotAllocated { name: String, address: Option<IpAddr> }:
            "the auxiliary address {name} cannot be kept back",
            "The allocator refused it.",
            "Take another address inside the subnet.";
    }
}
