//! Addresses of containers.

use docknet::engine::{AddressFamily, ContainerFault, IpamFault, Meaning, RequestFault};

use super::Sentence;

fn outside(address: &str) -> Meaning {
    Meaning::AddressOutside { address: address.parse().ok() }
}

pub(super) fn addresses() -> Vec<Sentence> {
    let container = Meaning::Container;
    let ipam = Meaning::Ipam;
    let given = |given: &str| container(ContainerFault::BadAddress { given: given.into() });
    let local = |given: &str| container(ContainerFault::BadLinkLocal { given: given.into() });
    let mac = || container(ContainerFault::BadMac { given: "foo".into() });
    let full = |family| Meaning::NoAddressLeft {
        family: Some(family),
        network: Some("n".into()),
        id: Some("4f".into()),
    };
    let sub_pool = || ipam(IpamFault::InvalidAddressSubPool { range: None, subnet: None });
    let none = || Meaning::NoAddressLeft { family: None, network: None, id: None };
    vec![
        (403, "20.10.24", "Address already in use", Meaning::AddressInUse),
        (500, "20.10.24", "The IP address is invalid or reserved.", Meaning::AddressInUse),
        (
            500,
            "20.10.24",
            "Invalid address 10.9.9.9: It does not belong to any of this network's subnets",
            outside("10.9.9.9"),
        ),
        (
            400,
            "25.0.0",
            "invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 10.9.9.9",
            outside("10.9.9.9"),
        ),
        (
            400,
            "28.0.0",
            "invalid config for network n: invalid endpoint settings:\nno configured subnet or ip-range contain the IP address fd00::9",
            outside("fd00::9"),
        ),
        (
            400,
            "29.1.0",
            "invalid endpoint settings:\nno configured subnet contains IP address 10.9.9.9",
            outside("10.9.9.9"),
        ),
        (
            400,
            "20.10.24",
            "user specified IP address is supported only when connecting to networks with user configured subnets",
            Meaning::StaticAddressNeedsSubnet,
        ),
        (
            400,
            "20.10.24",
            "user specified IP address is supported on user defined networks only",
            Meaning::StaticAddressOnPredefined,
        ),
        (
            400,
            "29.2.0",
            "invalid endpoint settings:\nuser-specified IP address is supported on user-defined networks only",
            Meaning::StaticAddressOnPredefined,
        ),
        (
            400,
            "25.0.0",
            "invalid endpoint settings:\n* invalid IPv4 address: foo\n* invalid IPv6 address: bar\n* invalid link-local IP address: baz",
            Meaning::Several(vec![given("foo"), given("bar"), local("baz")]),
        ),
        (400, "20.10.24", "invalid IPv4 address: foo", given("foo")),
        (500, "20.10.24", "Invalid IPv4 address: foo)", given("foo")),
        (500, "20.10.24", "Invalid IPv6 address: foo)", given("foo")),
        (500, "20.10.24", "invalid link local IP address: 1.2.3.4", local("1.2.3.4")),
        (500, "20.10.24", "Invalid link-local IP address: [foo]", local("foo")),
        (500, "20.10.24", "Invalid link-local IP address: foo", local("foo")),
        (
            400,
            "20.10.24",
            "network-scoped alias is supported only for containers in user defined networks",
            container(ContainerFault::AliasOnPredefined),
        ),
        (
            400,
            "29.0.0",
            "network-scoped aliases are only supported for user-defined networks",
            container(ContainerFault::AliasOnPredefined),
        ),
        (500, "20.10.24", "address foo: invalid MAC address", mac()),
        (400, "25.0.0", "invalid endpoint settings:\ninvalid MAC address foo", mac()),
        (
            500,
            "20.10.24",
            "no available IPv4 addresses on this network's address pools: n (4f)",
            full(AddressFamily::V4),
        ),
        (
            500,
            "20.10.24",
            "no available IPv6 addresses on this network's address pools: n (4f)",
            full(AddressFamily::V6),
        ),
        (500, "20.10.24", "No available addresses on this pool", none()),
        (500, "25.0.0", "no available addresses on this pool", none()),
        (500, "20.10.24", "Invalid Address Space", ipam(IpamFault::InvalidAddressSpace)),
        (400, "25.0.0", "invalid address space", ipam(IpamFault::InvalidAddressSpace)),
        (500, "20.10.24", "Invalid Address Pool", ipam(IpamFault::InvalidAddressPool)),
        (400, "25.0.0", "invalid address pool", ipam(IpamFault::InvalidAddressPool)),
        (500, "20.10.24", "Invalid Address SubPool", sub_pool()),
        (400, "25.0.0", "invalid address subpool", sub_pool()),
        (
            500,
            "20.10.24",
            "Address space does not contain specified address pool",
            ipam(IpamFault::PoolUnknown),
        ),
        (
            400,
            "25.0.0",
            "address space does not contain specified address pool",
            ipam(IpamFault::PoolUnknown),
        ),
        (500, "20.10.24", "Requested address is out of range", ipam(IpamFault::OutOfRange)),
        (400, "25.0.0", "requested address is out of range", ipam(IpamFault::OutOfRange)),
        (500, "20.10.24", "No address returned", ipam(IpamFault::NoAddressReturned)),
        (500, "25.0.0", "no address returned", ipam(IpamFault::NoAddressReturned)),
        (
            400,
            "29.0.0",
            "invalid JSON: ParseAddr(\"foo\"): unable to parse IP",
            Meaning::Request(RequestFault::Undecodable {
                given: "foo".into(),
                problem: "unable to parse IP".into(),
            }),
        ),
    ]
}
