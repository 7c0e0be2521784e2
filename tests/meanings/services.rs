//! Services, tasks and the containers that are attached.

use docknet::engine::{
    AttachFault, Limit, Meaning, NetworkUser, PortHolder, ServiceFault, TaskFault, Unsuitable,
    UnsuitableReason,
};

use super::Sentence;

fn used(user: NetworkUser) -> Meaning {
    Meaning::NetworkInUse { network: "n7".into(), endpoints: Vec::new(), id: None, user: Some(user) }
}

fn port(port: u16, name: &str, on_host: Option<bool>) -> Meaning {
    let holder = Some(PortHolder::Service { name: name.into(), id: "x9".into(), on_host });
    Meaning::PortInUse { port: Some(port), address: None, protocol: None, container: None, holder }
}

pub(super) fn services() -> Vec<Sentence> {
    let service = Meaning::Service;
    vec![
        (
            400,
            "20.10.24",
            "service X is ambiguous (2 matches found)",
            service(ServiceFault::Ambiguous { service: "X".into(), matches: 2 }),
        ),
        (404, "20.10.24", "service nosuch not found", Meaning::ServiceNotFound { service: "nosuch".into() }),
        (500, "20.10.24", "network nosuch not found", Meaning::NetworkNotFound { network: "nosuch".into() }),
        (
            400,
            "20.10.24",
            "published ports of services have no host address: 127.0.0.1:80:80",
            Meaning::Unsupported { what: Limit::ServiceHostAddress },
        ),
        (
            400,
            "20.10.24",
            "invalid resolution mode: \"bogus\"",
            service(ServiceFault::ResolutionMode { given: "bogus".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = EndpointSpec: port published with ingress mode can't be used with dnsrr mode",
            service(ServiceFault::DnsrrIngress),
        ),
        (
            500,
            "1.12.6",
            "rpc error: code = 3 desc = EndpointSpec: ports can't be used with dnsrr mode",
            service(ServiceFault::DnsrrPorts),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = EndpointSpec: duplicate published ports provided",
            service(ServiceFault::DuplicatePorts),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = port '9090' is already in use by service 's3' (x9) as an ingress port",
            port(9090, "s3", Some(false)),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = port '8080' is already in use by service 's1' (x9) as a host-published port",
            port(8080, "s1", Some(true)),
        ),
        (
            500,
            "1.12.6",
            "rpc error: code = 3 desc = port '9090' is already in use by service 's3' (x9)",
            port(9090, "s3", None),
        ),
        (400, "20.10.24", "mismatched Runtime and *Spec fields", service(ServiceFault::SpecMismatch)),
        (
            403,
            "20.10.24",
            "The network lbr cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver.",
            service(ServiceFault::LocalNetwork { network: "lbr".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = Service cannot be explicitly attached to the ingress network \"ingress\"",
            service(ServiceFault::ExplicitIngress { network: "ingress".into() }),
        ),
        (
            404,
            "20.10.24",
            "could not find the corresponding predefined swarm network: network none not found",
            service(ServiceFault::NoPredefined { network: "none".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = service needs ingress network, but no ingress network is present",
            service(ServiceFault::NoIngress),
        ),
        (
            501,
            "20.10.24",
            "rpc error: code = Unimplemented desc = renaming services is not supported",
            service(ServiceFault::RenameUnsupported),
        ),
        (
            501,
            "20.10.24",
            "rpc error: code = Unimplemented desc = service mode change is not allowed",
            service(ServiceFault::ModeChange),
        ),
        (
            501,
            "20.10.24",
            "rpc error: code = Unimplemented desc = networks must be migrated to TaskSpec before being changed",
            service(ServiceFault::NetworksOnSpec),
        ),
        (
            500,
            "20.10.24",
            "rpc error: code = Unknown desc = update out of sequence",
            service(ServiceFault::OutOfSequence),
        ),
        (
            400,
            "20.10.24",
            "invalid service version '': strconv.ParseUint: parsing \"\": invalid syntax",
            service(ServiceFault::BadVersion { given: String::new() }),
        ),
        (
            500,
            "20.10.24",
            "rpc error: code = Unknown desc = constraint expected one operator from ==, !=",
            service(ServiceFault::BadConstraint),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = driver name: if driver is specified name is required",
            service(ServiceFault::DriverName),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = error during lookup of plugin X",
            service(ServiceFault::DriverLookup { driver: "X".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = InvalidArgument desc = legacy plugin X of type T is not supported in swarm mode",
            service(ServiceFault::DriverLegacy { driver: "X".into(), kind: "T".into() }),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = network n7 is in use by service s1",
            used(NetworkUser::Service("s1".into())),
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = network n7 is in use by task t1",
            used(NetworkUser::Task("t1".into())),
        ),
        (
            500,
            "1.12.6",
            "rpc error: code = 9 desc = network n7 is in use",
            Meaning::NetworkInUse { network: "n7".into(), endpoints: Vec::new(), id: None, user: None },
        ),
        (
            400,
            "20.10.24",
            "rpc error: code = FailedPrecondition desc = ingress network cannot be removed because service s1 depends on it",
            Meaning::NetworkInUse {
                network: "ingress".into(),
                endpoints: Vec::new(),
                id: None,
                user: Some(NetworkUser::Service("s1".into())),
            },
        ),
    ]
}

pub(super) fn tasks() -> Vec<Sentence> {
    let attach = Meaning::Attach;
    let nodes = |reason, nodes| Unsuitable { reason, nodes };
    let registry =
        |image: Option<&str>| Meaning::Task(TaskFault::NoRegistryAccess { image: image.map(Into::into) });
    vec![
        (0, "20.10.24", "no suitable node", Meaning::NoSuitableNode { reasons: Vec::new() }),
        (
            0,
            "20.10.24",
            "no suitable node (host-mode port already in use on 1 node; 2 nodes not available for new tasks)",
            Meaning::NoSuitableNode {
                reasons: vec![
                    nodes(UnsuitableReason::HostPort, Some(1)),
                    nodes(UnsuitableReason::NotAvailable, Some(2)),
                ],
            },
        ),
        (
            0,
            "20.10.24",
            "no suitable node (insufficient resources on 5 nodes; missing plugin on 4 nodes; scheduling constraints not satisfied on 3 nodes; unsupported platform on 2 nodes; max replicas per node limit exceed; new words on 1 node)",
            Meaning::NoSuitableNode {
                reasons: vec![
                    nodes(UnsuitableReason::Resources, Some(5)),
                    nodes(UnsuitableReason::Plugin, Some(4)),
                    nodes(UnsuitableReason::Constraints, Some(3)),
                    nodes(UnsuitableReason::Platform, Some(2)),
                    nodes(UnsuitableReason::MaxReplicas, None),
                    nodes(UnsuitableReason::Unknown, None),
                ],
            },
        ),
        (
            0,
            "1.12.6",
            "starting container failed: could not add veth pair inside the network sandbox: could not find an appropriate master \"ov-000101-46gc3\" for \"vethf72fc59\"",
            Meaning::Task(TaskFault::OverlayMasterMissing {
                bridge: "ov-000101-46gc3".into(),
                interface: "vethf72fc59".into(),
            }),
        ),
        (
            0,
            "17.06.0",
            "unable to pin image reg/app:1 to digest: Get https://reg/v2/: no basic auth credentials",
            registry(Some("reg/app:1")),
        ),
        (0, "17.06.0", "unable to pin image reg/app: no basic auth credentials", registry(Some("reg/app"))),
        (500, "17.06.0", "Get https://reg/v2/: no basic auth credentials", registry(None)),
        (
            500,
            "1.12.6",
            "swarm-scoped network (mynet1) is not compatible with `docker create` or `docker run`. This network can only be used by a docker service.",
            attach(AttachFault::ServicesOnly { network: "mynet1".into() }),
        ),
        (
            500,
            "20.10.24",
            "Could not attach to network ov: rpc error: code = PermissionDenied desc = network ov not manually attachable",
            attach(AttachFault::NotAttachable { network: "ov".into() }),
        ),
        (
            500,
            "20.10.24",
            "attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded",
            attach(AttachFault::DeadlineExceeded),
        ),
        (500, "20.10.24", "invalid cluster node while attaching to network", attach(AttachFault::NodeLeft)),
        (
            500,
            "20.10.24",
            "could not find network ov after successful attachment",
            attach(AttachFault::LostRace { network: "ov".into() }),
        ),
        (
            500,
            "20.10.24",
            "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
            Meaning::DeadlineExceeded,
        ),
    ]
}
