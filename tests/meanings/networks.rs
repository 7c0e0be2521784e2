//! Names, subnets, scopes and options of networks.

use docknet::engine::Limit;
use docknet::engine::{
    AddressFamily, Bridges, GatewayFault, IpamFault, Meaning, NameFault, OptionFault, ScopeFault, Standing,
};

use super::Sentence;

fn exists(network: &str) -> Meaning {
    Meaning::NetworkExists { network: network.into() }
}

fn predefined(network: &str) -> Meaning {
    Meaning::PredefinedNetwork { network: Some(network.into()) }
}

fn ambiguous(network: &str, matches: usize) -> Meaning {
    Meaning::AmbiguousNetwork { network: network.into(), matches }
}

fn gateway(address: &str, fault: GatewayFault) -> Meaning {
    Meaning::GatewayUnusable { gateway: address.parse().ok(), fault }
}

fn outside(subnet: &str) -> GatewayFault {
    GatewayFault::Outside { subnet: subnet.parse().ok() }
}

fn driver(driver: &str) -> Meaning {
    Meaning::DriverNotFound { driver: driver.into() }
}

fn subnet(given: &str) -> Meaning {
    Meaning::Ipam(IpamFault::NotSubnet { given: given.into() })
}

fn unparsable(key: &str, value: &str) -> Meaning {
    Meaning::Option(OptionFault::Unparsable { key: key.into(), value: value.into() })
}

pub(super) fn names() -> Vec<Sentence> {
    let blank = |given: Option<&str>| Meaning::Name(NameFault::Blank { given: given.map(Into::into) });
    vec![
        (500, "20.10.24", "invalid name:   ", blank(Some("  "))),
        (400, "25.0.0", "invalid name: ", blank(Some(""))),
        (400, "28.0.0", "invalid name: name is empty", blank(None)),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = name must be valid as a DNS name component",
            Meaning::Name(NameFault::NotDns),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = name must be 63 characters or fewer",
            Meaning::Name(NameFault::TooLong { limit: 63 }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = meta: name must be provided",
            Meaning::Name(NameFault::Unsaid),
        ),
        (500, "17.05.0", "network with name back already exists", exists("back")),
        (403, "17.09.0", "network with name a b already exists", exists("a b")),
        (409, "20.10.24", "network with name \"back\" already exists", exists("\"back\"")),
        (201, "20.10.24", "Network with name back (id : 4f0ec1) already exists", exists("back")),
        (
            409,
            "20.10.24",
            "rpc error: code = AlreadyExists desc = name conflicts with an existing object: network ov already exists",
            exists("ov"),
        ),
        (
            409,
            "18.09.0",
            "rpc error: code = AlreadyExists desc = name conflicts with an existing object: ov",
            exists("ov"),
        ),
        (
            409,
            "20.10.24",
            "rpc error: code = AlreadyExists desc = name conflicts with an existing object: service sg already exists",
            Meaning::ServiceExists { service: Some("sg".into()) },
        ),
        (403, "20.10.24", "operation is not permitted on predefined bridge network ", predefined("bridge")),
        (403, "20.10.24", "operation is not permitted on predefined host network", predefined("host")),
        (403, "17.12.0", "bridge is a pre-defined network and cannot be created", predefined("bridge")),
        (403, "20.10.24", "none is a pre-defined network and cannot be removed", predefined("none")),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = network x9 (host) is a swarm predefined network and cannot be removed",
            predefined("host"),
        ),
        (400, "20.10.24", "2 matches found based on name: network back is ambiguous", ambiguous("back", 2)),
        (400, "20.10.24", "3 matches found based on ID prefix: network 4f is ambiguous", ambiguous("4f", 3)),
        (400, "20.10.24", "network back is ambiguous (2 matches found based on name)", ambiguous("back", 2)),
        (400, "20.10.24", "network back is ambiguous (2 matches found on name)", ambiguous("back", 2)),
        (
            400,
            "20.10.24",
            "network 4f is ambiguous (12 matches found based on ID prefix)",
            ambiguous("4f", 12),
        ),
        (400, "20.10.24", "network 4f is ambiguous (2 matches found)", ambiguous("4f", 2)),
        (404, "20.10.24", "network create not found", Meaning::NetworkNotFound { network: "create".into() }),
        (404, "20.10.24", "plugin \"nosuch\" not found", driver("nosuch")),
        (
            404,
            "28.2.2",
            "could not find plugin nosuch in v1 plugin registry: plugin not found",
            driver("nosuch"),
        ),
    ]
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

pub(super) fn scopes() -> Vec<Sentence> {
    let scope = Meaning::Scope;
    vec![
        (
            403,
            "20.10.24",
            "Cannot create a multi-host network from a worker node. Please create the network from a manager node.",
            Meaning::NotSwarmManager { standing: Some(Standing::Worker) },
        ),
        (
            403,
            "20.10.24",
            "cannot create a swarm scoped network when swarm is not active",
            scope(ScopeFault::SwarmInactive),
        ),
        (
            403,
            "20.10.24",
            "cannot downgrade network scope for overlay networks",
            scope(ScopeFault::Downgrade),
        ),
        (
            403,
            "20.10.24",
            "Ingress network can only be global scope network",
            scope(ScopeFault::IngressLocal),
        ),
        (
            409,
            "20.10.24",
            "rpc error: code = AlreadyExists desc = ingress network (x9) is already present",
            scope(ScopeFault::IngressExists { id: "x9".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = ingress network cannot be attachable",
            scope(ScopeFault::IngressAttachable),
        ),
        (
            501,
            "20.10.24",
            "rpc error: code = Unimplemented desc = only overlay driver is currently supported for ingress network",
            scope(ScopeFault::IngressDriver),
        ),
        (
            403,
            "20.10.24",
            "configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.",
            scope(ScopeFault::ConfigOperator),
        ),
        (
            404,
            "20.10.24",
            "configuration network \"X\" does not exist",
            scope(ScopeFault::ConfigMissing { network: "X".into() }),
        ),
        (
            403,
            "20.10.24",
            "user specified configurations are not supported if the network depends on a configuration network",
            scope(ScopeFault::ConfigWithSettings),
        ),
        (
            403,
            "20.10.24",
            "network driver options are not supported if the network depends on a configuration network",
            scope(ScopeFault::ConfigWithOptions),
        ),
        (
            403,
            "20.10.24",
            "a configuration network cannot depend on another configuration network",
            scope(ScopeFault::ConfigChain),
        ),
        (
            403,
            "20.10.24",
            "cannot create endpoint on configuration-only network",
            scope(ScopeFault::ConfigEndpoint),
        ),
        (
            403,
            "20.10.24",
            "error while removing network: configuration network \"X\" is in use",
            scope(ScopeFault::ConfigInUse { network: "X".into() }),
        ),
        (
            403,
            "20.10.24",
            "only one instance of \"null\" network is allowed",
            scope(ScopeFault::OneInstance { driver: "null".into() }),
        ),
        (400, "28.0.0", "IPv4 cannot be disabled in a Swarm scoped network", scope(ScopeFault::Ipv4Needed)),
        (
            403,
            "20.10.24",
            "rpc error: code = PermissionDenied desc = label com.docker.swarm.predefined is for internally created predefined networks and cannot be applied by users",
            scope(ScopeFault::PredefinedLabel),
        ),
        (
            403,
            "20.10.24",
            "bridge driver doesn't support multiple subnets",
            Meaning::Unsupported { what: Limit::BridgeSeveralSubnets },
        ),
    ]
}

pub(super) fn options() -> Vec<Sentence> {
    let option = Meaning::Option;
    let mode = |driver: &str, default: &str| {
        option(OptionFault::BadMode { driver: driver.into(), mode: "bogus".into(), default: default.into() })
    };
    let number = || option(OptionFault::NotNumber { given: "x".into() });
    vec![
        (
            500,
            "20.10.24",
            "failed to parse com.docker.network.driver.mtu value: foo (strconv.Atoi: parsing \"foo\": invalid syntax)",
            unparsable("com.docker.network.driver.mtu", "foo"),
        ),
        (
            400,
            "25.0.0",
            "failed to parse com.docker.network.bridge.host_binding_ipv4 value: zz (nil ip)",
            unparsable("com.docker.network.bridge.host_binding_ipv4", "zz"),
        ),
        (
            400,
            "28.0.0",
            "driver-opt \"com.docker.network.enable_ipv6\" is not a valid bool",
            option(OptionFault::NotBool { key: "com.docker.network.enable_ipv6".into() }),
        ),
        (
            500,
            "20.10.24",
            "failed to check bridge interface existence: numerical result out of range",
            option(OptionFault::BridgeNameTooLong),
        ),
        (
            500,
            "20.10.24",
            "invalid subinterface vlan name nosuch0, example formatting is eth0.10",
            option(OptionFault::ParentNotVlan { parent: "nosuch0".into() }),
        ),
        (
            500,
            "20.10.24",
            "-o parent interface does was not found on the host: nosuch0",
            option(OptionFault::ParentMissing { parent: "nosuch0".into() }),
        ),
        (
            500,
            "20.10.24",
            "-o parent interface was not found on the host: nosuch0",
            option(OptionFault::ParentMissing { parent: "nosuch0".into() }),
        ),
        (
            500,
            "20.10.24",
            "requested macvlan mode 'bogus' is not valid, 'bridge' mode is the macvlan driver default",
            mode("macvlan", "bridge"),
        ),
        (
            500,
            "20.10.24",
            "requested ipvlan mode 'bogus' is not valid, 'l2' mode is the ipvlan driver default",
            mode("ipvlan", "l2"),
        ),
        (500, "20.10.24", "strconv.ParseUint: parsing \"x\": invalid syntax", number()),
        (500, "20.10.24", "strconv.ParseBool: parsing \"x\": invalid syntax", number()),
        (500, "20.10.24", "strconv.Atoi: parsing \"x\": invalid syntax", number()),
    ]
}
