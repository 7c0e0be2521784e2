//! Services of a swarm.

use crate::engine::meaning::wording::{Wording, row};
use crate::engine::meaning::{Limit, Meaning, ServiceFault, TaskFault};

pub(super) const ROWS: &[Wording] = &[
    row("service {*} is ambiguous ({} matches found)", |p| {
        fault(ServiceFault::Ambiguous { service: p.text(0), matches: p.parse(1)? })
    }),
    row("service {} not found", |p| Some(Meaning::ServiceNotFound { service: p.text(0) })),
    row("published ports of services have no host address: {}", |_| {
        Some(Meaning::Unsupported { what: Limit::ServiceHostAddress })
    }),
    row("invalid resolution mode: \"{}\"", |p| fault(ServiceFault::ResolutionMode { given: p.text(0) })),
    row("EndpointSpec: port published with ingress mode can't be used with dnsrr mode", |_| {
        fault(ServiceFault::DnsrrIngress)
    })
    .since(1, 13),
    row("EndpointSpec: ports can't be used with dnsrr mode", |_| fault(ServiceFault::DnsrrPorts)).before(1, 13),
    row("EndpointSpec: duplicate published ports provided", |_| fault(ServiceFault::DuplicatePorts)),
    row("mismatched Runtime and *Spec fields", |_| fault(ServiceFault::SpecMismatch)),
    row("The network {} cannot be used with services. Only networks scoped to the swarm can be used, such as those created with the overlay driver.", |p| {
        fault(ServiceFault::LocalNetwork { network: p.text(0) })
    })
    .since(1, 13),
    row("Service cannot be explicitly attached to the ingress network \"{}\"", |p| {
        fault(ServiceFault::ExplicitIngress { network: p.text(0) })
    }),
    row("could not find the corresponding predefined swarm network: network {} not found", |p| {
        fault(ServiceFault::NoPredefined { network: p.text(0) })
    }),
    row("service needs ingress network, but no ingress network is present", |_| fault(ServiceFault::NoIngress)),
    row("renaming services is not supported", |_| fault(ServiceFault::RenameUnsupported)),
    row("service mode change is not allowed", |_| fault(ServiceFault::ModeChange)),
    row("networks must be migrated to TaskSpec before being changed", |_| fault(ServiceFault::NetworksOnSpec)),
    row("update out of sequence", |_| fault(ServiceFault::OutOfSequence)),
    row("invalid service version '{*}': {}", |p| fault(ServiceFault::BadVersion { given: p.text(0) })),
    row("constraint expected one operator from ==, !=", |_| fault(ServiceFault::BadConstraint)),
    row("driver name: if driver is specified name is required", |_| fault(ServiceFault::DriverName)),
    row("error during lookup of plugin {}", |p| fault(ServiceFault::DriverLookup { driver: p.text(0) })),
    row("legacy plugin {} of type {} is not supported in swarm mode", |p| {
        fault(ServiceFault::DriverLegacy { driver: p.text(0), kind: p.text(1) })
    }),
    row("unable to pin image {} to digest: {*}no basic auth credentials", |p| registry(Some(p.text(0)))),
    row("unable to pin image {}: {*}no basic auth credentials", |p| registry(Some(p.text(0)))),
    row("{*}no basic auth credentials", |_| registry(None)),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn registry(image: Option<String>) -> Option<Meaning> {
    Some(Meaning::Task(TaskFault::NoRegistryAccess { image }))
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: ServiceFault) -> Option<Meaning> {
    Some(Meaning::Service(fault))
}
