//! Containers, their addresses and ports, and the engine itself.

use docknet::engine::{
    AddressFamily, ContainerFault, DaemonFault, FilterFault, IpamFault, Limit, Meaning, OptionFault,
    PortHolder, RequestFault,
};
use docknet::model::Protocol;

use super::Sentence;

fn outside(address: &str) -> Meaning {
    Meaning::AddressOutside { address: address.parse().ok() }
}

fn connected(container: &str, network: &str) -> Meaning {
    Meaning::AlreadyConnected { container: container.into(), network: network.into() }
}

fn in_use(network: &str, id: Option<&str>, endpoints: &[&str]) -> Meaning {
    let endpoints = endpoints.iter().map(ToString::to_string).collect();
    Meaning::NetworkInUse { network: network.into(), endpoints, id: id.map(Into::into), user: None }
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

pub(super) fn connections() -> Vec<Sentence> {
    let container = Meaning::Container;
    let missing = |name: &str| Meaning::ContainerNotFound { container: name.into() };
    let not_connected = || Meaning::NotConnected { network: "n".into() };
    vec![
        (404, "20.10.24", "No such container: /ad0", missing("ad0")),
        (
            500,
            "28.0.0",
            "joining network namespace of container: No such container: nosuch",
            missing("nosuch"),
        ),
        (403, "20.10.24", "endpoint with name c already exists in network n", connected("c", "n")),
        (409, "20.10.24", "c is already attached to network n", connected("c", "n")),
        (
            400,
            "20.10.24",
            "container cannot be disconnected from host network or connected to host network",
            container(ContainerFault::HostNetwork),
        ),
        (
            400,
            "28.1.0",
            "cannot connect container to host network - container must be created in host network mode",
            container(ContainerFault::HostNetwork),
        ),
        (
            400,
            "28.1.0",
            "cannot disconnect container from host network - container was created in host network mode",
            container(ContainerFault::HostNetwork),
        ),
        (
            400,
            "20.10.24",
            "container cannot be connected to multiple networks with one of the networks in private (none) mode",
            container(ContainerFault::PrivateMode),
        ),
        (
            400,
            "20.10.24",
            "container sharing network namespace with another container or host cannot be connected to any other network",
            container(ContainerFault::SharedNamespace),
        ),
        (
            500,
            "20.10.24",
            "Container 3b is marked for removal and cannot be connected or disconnected to the network",
            container(ContainerFault::BeingRemoved { container: "3b".into() }),
        ),
        (500, "20.10.24", "container 3b is not connected to the network n", not_connected()),
        (500, "20.10.24", "container 3b is not connected to network n", not_connected()),
        (
            404,
            "20.10.24",
            "endpoint c not found",
            container(ContainerFault::EndpointNotFound { endpoint: "c".into() }),
        ),
        (
            500,
            "20.10.24",
            "failed to create endpoint c on network bridge: network 4f does not exist",
            Meaning::Option(OptionFault::DefaultBridgeLost),
        ),
        (
            500,
            "25.0.0",
            "failed to create endpoint c on network bridge: network 4f does not exist",
            Meaning::NetworkNotFound { network: "4f".into() },
        ),
        (
            403,
            "20.10.24",
            "error while removing network: network a b id 4f has active endpoints",
            in_use("a b", Some("4f"), &[]),
        ),
        (
            403,
            "28.1.0",
            "error while removing network: network n has active endpoints (name:\"c1\" id:\"ab\", name:\"c2\" id:\"cd\")",
            in_use("n", None, &["c1", "c2"]),
        ),
        (500, "1.13.1", "network n has active endpoints", in_use("n", None, &[])),
        (409, "20.10.24", "a prune operation is already running", Meaning::PruneRunning),
    ]
}

pub(super) fn containers() -> Vec<Sentence> {
    let container = Meaning::Container;
    let conflict = |what: &str| container(ContainerFault::ModeConflict { what: what.into() });
    let stopped = |name: &str, state: Option<&str>| {
        container(ContainerFault::DonorStopped { container: name.into(), state: state.map(Into::into) })
    };
    let several = || container(ContainerFault::SeveralNetworks { networks: vec!["a".into(), "b".into()] });
    let null = || container(ContainerFault::NoSettings { network: Some("n".into()) });
    vec![
        (
            409,
            "20.10.24",
            "Conflict. The container name \"/c\" is already in use by container \"3b\". You have to remove (or rename) that container to be able to reuse that name.",
            Meaning::ContainerExists { name: "c".into(), id: "3b".into() },
        ),
        (
            400,
            "20.10.24",
            "Invalid network mode: invalid container format container:<name|id>",
            container(ContainerFault::ModeEmpty),
        ),
        (
            400,
            "28.0.0",
            "invalid network mode: invalid container format container:<name|id>",
            container(ContainerFault::ModeEmpty),
        ),
        (400, "20.10.24", "conflicting options: hostname and the network mode", conflict("hostname")),
        (
            400,
            "20.10.24",
            "conflicting options: port publishing and the container type network mode",
            conflict("port publishing"),
        ),
        (
            400,
            "20.10.24",
            "conflicting options: port exposing and the container type network mode",
            conflict("port exposing"),
        ),
        (400, "20.10.24", "conflicting options: mac-address and the network mode", conflict("mac-address")),
        (
            400,
            "20.10.24",
            "conflicting options: container type network can't be used with links. This would result in undefined behavior",
            conflict("links"),
        ),
        (409, "20.10.24", "cannot join network of a non running container: 3b", stopped("3b", None)),
        (
            409,
            "28.0.0",
            "cannot join network namespace of a non running container: container c is exited",
            stopped("c", Some("exited")),
        ),
        (
            201,
            "20.10.24",
            "Published ports are discarded when using host network mode",
            container(ContainerFault::PublishedDiscarded),
        ),
        (400, "20.10.24", "Container cannot be connected to network endpoints: a, b", several()),
        (400, "25.0.0", "Container cannot be created with multiple network endpoints: a, b", several()),
        (400, "20.10.24", "no EndpointSettings for n", null()),
        (400, "25.0.0", "invalid config for network n: EndpointsConfig is nil", null()),
        (
            400,
            "20.10.24",
            "invalid port specification: \"99999\"",
            container(ContainerFault::BadPort { given: "99999".into() }),
        ),
        (500, "20.10.24", "all ports are allocated", container(ContainerFault::AllPortsAllocated)),
    ]
}

pub(super) fn ports() -> Vec<Sentence> {
    let taken = |port: u16,
                 address: &str,
                 protocol: Option<Protocol>,
                 container: Option<&str>,
                 holder: PortHolder| Meaning::PortInUse {
        port: Some(port),
        address: address.parse().ok(),
        protocol,
        container: container.map(Into::into),
        holder: Some(holder),
    };
    let (tcp, udp) = (Some(Protocol::Tcp), Some(Protocol::Udp));
    let missing = |address: &str| {
        Meaning::Container(ContainerFault::HostAddressMissing {
            address: address.parse().ok(),
            port: "80".parse().ok(),
        })
    };
    vec![
        (
            500,
            "20.10.24",
            "driver failed programming external connectivity on endpoint c (8f): Bind for 0.0.0.0:18080 failed: port is already allocated",
            taken(18080, "0.0.0.0", None, Some("c"), PortHolder::Container),
        ),
        (
            500,
            "28.1.0",
            "failed to set up container networking: driver failed programming external connectivity on endpoint c (8f): Bind for :::80 failed: port is already allocated",
            taken(80, "::", None, Some("c"), PortHolder::Container),
        ),
        (
            500,
            "20.10.24",
            "Bind for 0.0.0.0:60000 failed: port is already allocated",
            taken(60000, "0.0.0.0", None, None, PortHolder::Container),
        ),
        (
            500,
            "20.10.24",
            "driver failed programming external connectivity on endpoint c (8f): Error starting userland proxy: listen tcp4 0.0.0.0:18099: bind: address already in use",
            taken(18099, "0.0.0.0", tcp, Some("c"), PortHolder::Process),
        ),
        (
            500,
            "20.10.24",
            "driver failed programming external connectivity on endpoint c (8f): Error starting userland proxy: listen udp6 [::]:53: bind: address already in use",
            taken(53, "::", udp, Some("c"), PortHolder::Process),
        ),
        (
            500,
            "28.0.0",
            "driver failed programming external connectivity on endpoint c (8f): failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use",
            taken(8080, "0.0.0.0", tcp, Some("c"), PortHolder::Process),
        ),
        (
            500,
            "28.0.0",
            "failed to bind host port for [::]:8080:[fd00::2]:80/udp: address already in use",
            taken(8080, "::", udp, None, PortHolder::Process),
        ),
        (
            500,
            "29.0.0",
            "failed to bind host port 0.0.0.0:8080/tcp: address already in use",
            taken(8080, "0.0.0.0", tcp, None, PortHolder::Process),
        ),
        (
            500,
            "20.10.24",
            "driver failed programming external connectivity on endpoint c (8f): Error starting userland proxy: listen tcp4 10.9.9.9:80: bind: cannot assign requested address",
            missing("10.9.9.9"),
        ),
        (
            500,
            "29.0.0",
            "failed to bind host port 10.9.9.9:80/tcp: cannot assign requested address",
            missing("10.9.9.9"),
        ),
    ]
}

pub(super) fn windows() -> Vec<Sentence> {
    let limit = |what| Meaning::Unsupported { what };
    let daemon = |build| Meaning::Daemon(DaemonFault::WindowsTooOld { build });
    let hns = |code| Meaning::Hns { code };
    let port =
        || Meaning::PortInUse { port: None, address: None, protocol: None, container: None, holder: None };
    vec![
        (500, "20.10.24", "This request is not supported by null ipam driver", limit(Limit::NullIpam)),
        (
            500,
            "27.0.0",
            "invalid pool request: this request is not supported by the 'windows' ipam driver",
            limit(Limit::NullIpam),
        ),
        (403, "20.10.24", "windowsshim driver doesn't support v6 subnets", limit(Limit::WindowsIpv6)),
        (400, "28.0.0", "IPv4 cannot be disabled on Windows", limit(Limit::Ipv4Off)),
        (
            403,
            "28.0.0",
            "network n requires ipv4 configuration",
            limit(Limit::RequiresIpv4 { network: "n".into() }),
        ),
        (
            500,
            "20.10.24",
            "failed to create endpoint c on network nat: Windows does not support more than one host port in NAT settings",
            limit(Limit::NatPortRange),
        ),
        (
            500,
            "20.10.24",
            "Windows does not support host IP addresses in NAT settings",
            limit(Limit::NatHostAddress),
        ),
        (
            500,
            "1.12.6",
            "Windows does not support connecting a running container",
            limit(Limit::ConnectRunning),
        ),
        (500, "20.10.24", "Windows does not support checkpoints", limit(Limit::WindowsOther)),
        (500, "20.10.24", "invalid protocol sctp", limit(Limit::Protocol { protocol: "sctp".into() })),
        (
            500,
            "20.10.24",
            "Invalid network option. OutboundNat is not supported on this OS version",
            limit(Limit::OutboundNat),
        ),
        (
            400,
            "25.0.0",
            "Invalid mac pool. You must specify both a start range and an end range",
            Meaning::Option(OptionFault::MacPool),
        ),
        (500, "20.10.24", "Invalid endpoint configuration", limit(Limit::EndpointConfiguration)),
        (
            500,
            "20.10.24",
            "insufficient vnis(0) passed to overlay. Windows driver requires VNIs to be prepopulated",
            limit(Limit::TooFewVnis { given: 0 }),
        ),
        (
            501,
            "18.09.0",
            "default gateway functionality is not implemented in windows",
            limit(Limit::GatewayOnWindows),
        ),
        (
            400,
            "20.10.24",
            "Using the network stack of another container is not supported while using Hyper-V Containers",
            limit(Limit::HypervNetworkShared),
        ),
        (
            400,
            "28.0.0",
            "invalid network-mode: using the network stack of another container is not supported while using Hyper-V Containers",
            limit(Limit::HypervNetworkShared),
        ),
        (
            500,
            "20.10.24",
            "sharing of hyperv containers network is not supported",
            limit(Limit::HypervNetworkShared),
        ),
        (500, "28.0.0", "unsupported platform request", limit(Limit::PlatformRequest)),
        (
            0,
            "20.10.24",
            "The docker daemon requires build 14393 or later of Windows Server 2016 or Windows 10",
            daemon(14393),
        ),
        (
            0,
            "23.0.0",
            "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)",
            daemon(17763),
        ),
        (500, "18.09.0", "HNS failed with error : The parameter is incorrect. ", hns(None)),
        (500, "19.03.0", "hns failed with error : The object already exists. ", hns(None)),
        (
            500,
            "18.09.0",
            "Error creating default network: hnsCall failed in Win32: Element not found. (0x490)",
            hns(Some(0x490)),
        ),
        (
            500,
            "28.1.0",
            "failed to set up container networking: failed to create endpoint c on network nat: failed during hnsCallRawResponse: hnsCall failed in Win32: Der Netzwerkname existiert bereits. (0x803b0010)",
            hns(Some(0x803b_0010)),
        ),
        (
            500,
            "23.0.0",
            "error creating default network: failed during hnsCallRawResponse: Catastrophic failure (0x8000ffff)",
            hns(Some(0x8000_ffff)),
        ),
        (
            500,
            "20.10.24",
            "hcnCreateLoadBalancer failed in Win32: The specified port already exists. (0x803b0013)",
            port(),
        ),
        (
            500,
            "20.10.24",
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The process cannot access the file because it is being used by another process. (0x20)",
            port(),
        ),
        (
            500,
            "20.10.24",
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The IP address is invalid or reserved. (0x803b002f)",
            Meaning::AddressInUse,
        ),
    ]
}

pub(super) fn daemons() -> Vec<Sentence> {
    let daemon = Meaning::Daemon;
    let base = |given: &str| daemon(DaemonFault::BasePool { given: given.into() });
    let size = |size: &str| daemon(DaemonFault::PoolSize { size: size.into() });
    vec![
        (500, "20.10.24", "invalid base pool foo: invalid CIDR address: foo", base("foo")),
        (0, "20.10.24", "invalid base pool \"X\": invalid CIDR address: X", base("X")),
        (0, "20.10.24", "invalid pools size: 0", size("0")),
        (
            0,
            "27.0.0",
            "could not construct local address space: network at index 2 (10.0.0.1/8) is not in canonical form",
            daemon(DaemonFault::Canonical { index: 2, given: "10.0.0.1/8".into() }),
        ),
        (
            0,
            "27.0.0",
            "could not construct local address space: network at index 0 (10.0.0.0/24) has a smaller prefix (/24) than the target size of that pool (/16)",
            daemon(DaemonFault::PoolSmaller { base: 24, size: 16 }),
        ),
        (
            0,
            "27.0.0",
            "invalid field 'x' must be a key=value pair",
            daemon(DaemonFault::NotKeyValue { field: "x".into() }),
        ),
        (
            0,
            "27.0.0",
            "unexpected key 'k' in 'k=v'",
            daemon(DaemonFault::UnknownKey { key: "k".into(), field: "k=v".into() }),
        ),
        (0, "27.0.0", "invalid size value: strconv.Atoi: parsing \"x\": invalid syntax", size("x")),
        (0, "27.0.0", "invalid base prefix \"x\": netip.ParsePrefix(\"x\"): no '/'", base("x")),
        (
            0,
            "20.10.24",
            "You specified -b & --bip, mutually exclusive options. Please specify only one",
            daemon(DaemonFault::BipAndBridge),
        ),
        (
            0,
            "20.10.24",
            "IPv6 is enabled for the default bridge, but no subnet is configured. Specify an IPv6 subnet using --fixed-cidr-v6",
            daemon(DaemonFault::FixedCidrV6Needed),
        ),
        (
            0,
            "20.10.24",
            "the following directives don't match any configuration option: default-address-pools",
            daemon(DaemonFault::UnknownDirective { keys: vec!["default-address-pools".into()] }),
        ),
    ]
}

pub(super) fn requests() -> Vec<Sentence> {
    let request = Meaning::Request;
    let filter = Meaning::Filter;
    let malformed = |at| request(RequestFault::Malformed { at });
    let content = || {
        request(RequestFault::ContentType { given: "text/plain".into(), wanted: "application/json".into() })
    };
    let unknown = |values: Option<&str>| {
        filter(FilterFault::Unknown { key: "foo".into(), values: values.map(Into::into) })
    };
    let several = |key: &str| filter(FilterFault::SeveralValues { key: key.into() });
    vec![
        (400, "20.10.24", "got EOF while reading request body", request(RequestFault::EmptyBody)),
        (400, "24.0.0", "invalid JSON: got EOF while reading request body", request(RequestFault::EmptyBody)),
        (400, "20.10.24", "invalid character 'g' looking for beginning of value", malformed(Some('g'))),
        (400, "20.10.24", "invalid character '}' after object key", malformed(Some('}'))),
        (
            400,
            "24.0.0",
            "invalid JSON: invalid character 'g' looking for beginning of value",
            malformed(Some('g')),
        ),
        (400, "24.0.0", "invalid JSON: json: cannot unmarshal number into Go struct field", malformed(None)),
        (400, "20.10.24", "json: cannot unmarshal number into Go struct field", malformed(None)),
        (400, "20.10.24", "unexpected EOF", malformed(None)),
        (400, "24.0.0", "unexpected content after JSON", request(RequestFault::TrailingContent)),
        (400, "20.10.24", "Content-Type specified (text/plain) must be 'application/json'", content()),
        (
            400,
            "24.0.0",
            "unsupported Content-Type header (text/plain): must be 'application/json'",
            content(),
        ),
        (
            400,
            "20.10.24",
            "client version 1.99 is too new. Maximum supported API version is 1.41",
            request(RequestFault::ApiTooNew {
                asked: "1.99".parse().unwrap(),
                maximum: "1.41".parse().unwrap(),
            }),
        ),
        (
            400,
            "20.10.24",
            "client version 1.10 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version\n",
            request(RequestFault::ApiTooOld {
                asked: "1.10".parse().unwrap(),
                minimum: "1.12".parse().unwrap(),
            }),
        ),
        (
            400,
            "20.10.24",
            "invalid value for verbose: foo: strconv.ParseBool: parsing \"foo\": invalid syntax",
            request(RequestFault::VerboseNotBool { given: "foo".into() }),
        ),
        (
            400,
            "20.10.24",
            "invalid name or ID supplied: \"\"",
            request(RequestFault::EmptyKey { given: String::new() }),
        ),
        (404, "20.10.24", "page not found", request(RequestFault::NoRoute)),
        (400, "20.10.24", "Invalid filter 'foo'", unknown(None)),
        (400, "23.0.0", "invalid filter 'foo'", unknown(None)),
        (400, "23.0.0", "invalid filter 'foo=[v]'", unknown(Some("v"))),
        (
            500,
            "20.10.24",
            "invalid filter: 'type'='foo'",
            filter(FilterFault::BadValue { key: "type".into(), value: Some("foo".into()) }),
        ),
        (
            400,
            "20.10.24",
            "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \"0\")",
            filter(FilterFault::BadValue { key: "dangling".into(), value: None }),
        ),
        (400, "20.10.24", "got more than one value for filter key \"dangling\"", several("dangling")),
        (400, "20.10.24", "more than one until filter specified", several("until")),
        (
            500,
            "20.10.24",
            "failed to parse value as time or duration: \"foo\"",
            filter(FilterFault::BadTime { given: "foo".into() }),
        ),
    ]
}
