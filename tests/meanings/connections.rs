//! Connecting, disconnecting, removing; making containers; their ports.

use docknet::engine::{ContainerFault, Meaning, OptionFault, PortHolder};
use docknet::model::Protocol;

use super::Sentence;

fn connected(container: &str, network: &str) -> Meaning {
    Meaning::AlreadyConnected { container: container.into(), network: network.into() }
}

fn in_use(network: &str, id: Option<&str>, endpoints: &[&str]) -> Meaning {
    let endpoints = endpoints.iter().map(ToString::to_string).collect();
    Meaning::NetworkInUse { network: network.into(), endpoints, id: id.map(Into::into), user: None }
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
