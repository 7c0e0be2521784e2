//! Subnets, ranges, gateways and auxiliary addresses.

use docknet::engine::{AddressFamily, Bridges, GatewayFault, IpamFault, Meaning, OptionFault};

use super::Sentence;

fn gateway(address: &str, fault: GatewayFault) -> Meaning {
    Meaning::GatewayUnusable { gateway: address.parse().ok(), fault }
}

fn outside(subnet: &str) -> GatewayFault {
    GatewayFault::Outside { subnet: subnet.parse().ok() }
}

fn subnet(given: &str) -> Meaning {
    Meaning::Ipam(IpamFault::NotSubnet { given: given.into() })
}

pub(super) fn subnets() -> Vec<Sentence> {
    let ipam = Meaning::Ipam;
    let several = "invalid network config:\n* invalid subnet foo: invalid CIDR block notation\n* invalid gateway 10.9.0.1: parent subnet 10.0.0.0/24 doesn't contain this address\n* invalid auxiliary address k: invalid address";
    let pool = || "10.99.6.0/24".parse().ok();
    vec![
        (500, "20.10.24", "Invalid subnet  : invalid CIDR address: ", subnet("")),
        (500, "20.10.24", "Invalid subnet 10.99.0.0 : invalid CIDR address: 10.99.0.0", subnet("10.99.0.0")),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid subnet foo: invalid CIDR block notation",
            subnet("foo"),
        ),
        (400, "29.0.0", "invalid JSON: netip.ParsePrefix(\"foo\"): no '/'", subnet("foo")),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid subnet 10.0.0.5/24: it should be 10.0.0.0/24",
            ipam(IpamFault::HostBits { given: "10.0.0.5/24".into(), subnet: "10.0.0.0/24".parse().unwrap() }),
        ),
        (
            400,
            "28.0.0",
            several,
            Meaning::Several(vec![
                subnet("foo"),
                gateway("10.9.0.1", outside("10.0.0.0/24")),
                ipam(IpamFault::AuxiliaryNotAddress { name: "k".into(), given: None }),
            ]),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ipam configuration: cannot be empty",
            ipam(IpamFault::ConfigurationEmpty),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ipam configuration: invalid subnet x",
            subnet("x"),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ipam configuration: invalid range x",
            ipam(IpamFault::RangeNotSubnet { given: "x".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ipam configuration: subnet 10.0.0.0/24 does not contain range 10.1.0.0/25",
            ipam(IpamFault::RangeOutside { range: "10.1.0.0/25".into(), subnet: "10.0.0.0/24".parse().ok() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ipam configuration: invalid gateway x",
            gateway("x", GatewayFault::NotAddress { given: "x".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ipam configuration: subnet 10.0.0.0/24 does not contain gateway 10.1.0.1",
            gateway("10.1.0.1", outside("10.0.0.0/24")),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid ip-range foo: invalid CIDR block notation",
            ipam(IpamFault::RangeNotSubnet { given: "foo".into() }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid ip-range fd00::/80: parent subnet is an IPv4 block",
            ipam(IpamFault::RangeFamily { range: "fd00::/80".into() }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid ip-range 10.0.0.0/16: CIDR block is bigger than its parent subnet 10.0.0.0/24",
            ipam(IpamFault::RangeTooBig {
                range: "10.0.0.0/16".parse().unwrap(),
                subnet: "10.0.0.0/24".parse().unwrap(),
            }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid ip-range 10.0.0.5/25: it should be 10.0.0.0/25",
            ipam(IpamFault::RangeHostBits {
                given: "10.0.0.5/25".into(),
                range: "10.0.0.0/25".parse().unwrap(),
            }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid ip-range 10.1.0.0/25: parent subnet 10.0.0.0/24 doesn't contain ip-range",
            ipam(IpamFault::RangeOutside { range: "10.1.0.0/25".into(), subnet: "10.0.0.0/24".parse().ok() }),
        ),
        (
            500,
            "20.10.24",
            "failed to parse pool request for address space \"LocalDefault\" pool \"10.99.6.0/24\" subpool \"foo\": Invalid Address SubPool",
            ipam(IpamFault::InvalidAddressSubPool { range: Some("foo".into()), subnet: pool() }),
        ),
        (
            500,
            "20.10.24",
            "invalid gateway address foo in Ipam configuration",
            gateway("foo", GatewayFault::NotAddress { given: "foo".into() }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid gateway foo: invalid address",
            gateway("foo", GatewayFault::NotAddress { given: "foo".into() }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid gateway fd00::1: parent subnet is an IPv4 block",
            gateway("fd00::1", GatewayFault::Family),
        ),
        (
            400,
            "28.0.0",
            "invalid network config:\ninvalid gateway 10.9.0.1: parent subnet 10.0.0.0/24 doesn't contain this address",
            gateway("10.9.0.1", outside("10.0.0.0/24")),
        ),
        (
            500,
            "20.10.24",
            "failed to allocate gateway (10.98.0.1): Requested address is out of range",
            gateway("10.98.0.1", outside("")),
        ),
        (
            400,
            "25.0.0",
            "failed to allocate gateway (10.98.0.1): requested address is out of range",
            gateway("10.98.0.1", outside("")),
        ),
        (
            500,
            "20.10.24",
            "failed to allocate gateway (10.99.1.0): Address already in use",
            gateway("10.99.1.0", GatewayFault::Taken),
        ),
        (
            500,
            "20.10.24",
            "failed to allocate gateway (): No available addresses on this pool",
            gateway("", GatewayFault::NoAddress),
        ),
        (
            500,
            "25.0.0",
            "failed to allocate gateway (): no available addresses on this pool",
            gateway("", GatewayFault::NoAddress),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid auxiliary address k: parent subnet is an IPv4 block",
            ipam(IpamFault::AuxiliaryFamily { name: "k".into() }),
        ),
        (
            400,
            "25.0.0",
            "invalid network config:\ninvalid auxiliary address k: parent subnet 10.0.0.0/24 doesn't contain this address",
            ipam(IpamFault::AuxiliaryOutside {
                name: "k".into(),
                address: None,
                subnet: "10.0.0.0/24".parse().ok(),
            }),
        ),
        (
            500,
            "20.10.24",
            "non parsable secondary ip address (a:foo) passed for network n",
            ipam(IpamFault::AuxiliaryNotAddress { name: "a".into(), given: Some("foo".into()) }),
        ),
        (
            403,
            "20.10.24",
            "auxiliary address: (a:10.99.9.9) must belong to the master pool: 10.99.6.0/24",
            ipam(IpamFault::AuxiliaryOutside {
                name: "a".into(),
                address: "10.99.9.9".parse().ok(),
                subnet: pool(),
            }),
        ),
        (
            500,
            "20.10.24",
            "failed to allocate secondary ip address (a:10.99.40.1): Address already in use",
            ipam(IpamFault::AuxiliaryTaken { name: "a".into(), address: "10.99.40.1".parse().ok() }),
        ),
        (
            500,
            "20.10.24",
            "failed to allocate secondary ip address (a:10.99.40.1): No available addresses on this pool",
            ipam(IpamFault::SecondaryNotAllocated { name: "a".into(), address: "10.99.40.1".parse().ok() }),
        ),
        (500, "20.10.24", "ipv4 pool is empty", ipam(IpamFault::PoolEmpty { family: AddressFamily::V4 })),
        (400, "28.0.0", "ipv6 pool is empty", ipam(IpamFault::PoolEmpty { family: AddressFamily::V6 })),
        (400, "28.0.0", "IPv4 or IPv6 must be enabled", ipam(IpamFault::NoFamily)),
        (
            403,
            "20.10.24",
            "Pool overlaps with other one on this address space",
            Meaning::SubnetOverlap { with: None, bridges: None },
        ),
        (
            403,
            "27.0.0",
            "invalid pool request: Pool overlaps with other one on this address space",
            Meaning::SubnetOverlap { with: None, bridges: None },
        ),
        (
            403,
            "20.10.24",
            "cannot create network 1f (br-1f): conflicts with network 2e (br-2e): networks have overlapping IPv6",
            Meaning::SubnetOverlap {
                with: Some("2e".into()),
                bridges: Some(Bridges {
                    network: "1f".into(),
                    bridge: "br-1f".into(),
                    other: "br-2e".into(),
                    family: AddressFamily::V6,
                }),
            },
        ),
        (
            403,
            "25.0.0",
            "cannot create network 1f (docker0): conflicts with network 2e (docker0): networks have same bridge name",
            Meaning::Option(OptionFault::BridgeNameTaken {
                network: "1f".into(),
                bridge: "docker0".into(),
                other: "2e".into(),
                other_bridge: "docker0".into(),
            }),
        ),
        (
            404,
            "20.10.24",
            "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
            Meaning::PoolsExhausted { family: Some(AddressFamily::V4) },
        ),
        (
            404,
            "26.0.0",
            "could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network",
            Meaning::PoolsExhausted { family: Some(AddressFamily::V6) },
        ),
        (
            400,
            "27.0.0",
            "all predefined address pools have been fully subnetted",
            Meaning::PoolsExhausted { family: None },
        ),
    ]
}
