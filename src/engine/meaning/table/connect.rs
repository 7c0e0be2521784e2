//! Connecting and disconnecting containers.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{AttachFault, ContainerFault, Meaning, OptionFault};

pub(super) const ROWS: &[Wording] = &[
    // A container that is asked for by name and nothing else has a slash in front of it.
    row("No such container: {}", |p| {
        Some(Meaning::ContainerNotFound { container: p.at(0).trim_start_matches('/').to_owned() })
    }),
    row("endpoint with name {} already exists in network {}", connected),
    row("{} is already attached to network {}", connected),
    row("container cannot be disconnected from host network or connected to host network", |_| {
        fault(ContainerFault::HostNetwork)
    })
    .before(28, 1),
    row("cannot connect container to host network - container must be created in host network mode", |_| {
        fault(ContainerFault::HostNetwork)
    })
    .since(28, 1),
    row("cannot disconnect container from host network - container was created in host network mode", |_| {
        fault(ContainerFault::HostNetwork)
    })
    .since(28, 1),
    row("container cannot be connected to multiple networks with one of the networks in private (none) mode", |_| {
        fault(ContainerFault::PrivateMode)
    }),
    row("container sharing network namespace with another container or host cannot be connected to any other network", |_| {
        fault(ContainerFault::SharedNamespace)
    }),
    row("Container {} is marked for removal and cannot be connected or disconnected to the network{}", |p| {
        fault(ContainerFault::BeingRemoved { container: p.text(0) })
    }),
    row("container {} is not connected to the network {}", not_connected),
    row("container {} is not connected to network {}", not_connected),
    row("endpoint {} not found", |p| fault(ContainerFault::EndpointNotFound { endpoint: p.text(0) })),
    row("network {} not manually attachable", |p| attach(AttachFault::NotAttachable { network: p.text(0) })).since(1, 13),
    row("swarm-scoped network ({}) is not compatible with `docker create` or `docker run`. This network can only be used by a docker service{}", |p| {
        attach(AttachFault::ServicesOnly { network: p.text(0) })
    })
    .before(1, 13),
    row("attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded", |_| {
        attach(AttachFault::DeadlineExceeded)
    }),
    row("invalid cluster node while attaching to network", |_| attach(AttachFault::NodeLeft)),
    row("could not find network {} after successful attachment", |p| {
        attach(AttachFault::LostRace { network: p.text(0) })
    }),
    // From engine 25 on no network can push the default one out.
    row("network {} does not exist", |p| {
        let lost = !p.engine_is_from(25, 0);
        Some(if lost { Meaning::Option(OptionFault::DefaultBridgeLost) } else {
            Meaning::NetworkNotFound { network: p.text(0) }
        })
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn connected(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::AlreadyConnected { container: p.text(0), network: p.text(1) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn not_connected(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::NotConnected { network: p.text(1) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: ContainerFault) -> Option<Meaning> {
    Some(Meaning::Container(fault))
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn attach(fault: AttachFault) -> Option<Meaning> {
    Some(Meaning::Attach(fault))
}
