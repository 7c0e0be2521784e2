//! Making and starting containers.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{ContainerFault, Meaning};

pub(super) const ROWS: &[Wording] = &[
    row("Conflict. The container name \"/{}\" is already in use by container \"{}\". {}", |p| {
        Some(Meaning::ContainerExists { name: p.text(0), id: p.text(1) })
    }),
    row("Invalid network mode: invalid container format container:<name|id>", |_| {
        fault(ContainerFault::ModeEmpty)
    }),
    row("invalid network mode: invalid container format container:<name|id>", |_| {
        fault(ContainerFault::ModeEmpty)
    }),
    row("conflicting options: container type network can't be used with links. {}", |_| {
        fault(ContainerFault::ModeConflict { what: "links".into() })
    }),
    row("conflicting options: {} and the network mode", conflict),
    row("conflicting options: {} and the container type network mode", conflict),
    row("cannot join network of a non running container: {}", |p| {
        fault(ContainerFault::DonorStopped { container: p.text(0), state: None })
    })
    .before(28, 0),
    row("cannot join network namespace of a non running container: container {} is {}", |p| {
        fault(ContainerFault::DonorStopped { container: p.text(0), state: Some(p.text(1)) })
    })
    .since(28, 0),
    row("Published ports are discarded when using host network mode", |_| {
        fault(ContainerFault::PublishedDiscarded)
    }),
    row("Container cannot be connected to network endpoints: {}", several).before(25, 0),
    row("Container cannot be created with multiple network endpoints: {}", several).since(25, 0),
    row("no EndpointSettings for {}", |p| fault(ContainerFault::NoSettings { network: Some(p.text(0)) }))
        .before(25, 0),
    // The network is said around it.
    row("EndpointsConfig is nil", |_| fault(ContainerFault::NoSettings { network: None })).since(25, 0),
    row("invalid port specification: \"{}\"", |p| fault(ContainerFault::BadPort { given: p.text(0) })),
    row("all ports are allocated", |_| fault(ContainerFault::AllPortsAllocated)),
];

fn conflict(p: &Parts<'_>) -> Option<Meaning> {
    fault(ContainerFault::ModeConflict { what: p.text(0) })
}

fn several(p: &Parts<'_>) -> Option<Meaning> {
    fault(ContainerFault::SeveralNetworks { networks: p.at(0).split(", ").map(Into::into).collect() })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: ContainerFault) -> Option<Meaning> {
    Some(Meaning::Container(fault))
}
