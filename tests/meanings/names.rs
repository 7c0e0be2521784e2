//! Names of networks, and what their kind allows.

use docknet::engine::{Limit, Meaning, NameFault, ScopeFault, Standing};

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

fn driver(driver: &str) -> Meaning {
    Meaning::DriverNotFound { driver: driver.into() }
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
