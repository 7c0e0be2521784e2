//! Published ports against each other, other services and what swarm needs itself.

use std::collections::BTreeSet;

use super::remedy::{Change, WRITTEN_OUT};
use super::view::{View, within};
use super::{Part, Remedy, ServiceFinding, SwarmNode};
use crate::check::Rule;
use crate::check::Severity;
use crate::host::{Evidence, Source};
use crate::model::{Port, Protocol, PublishMode, ServicePort};

const DUPLICATE: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby/swarmkit: EndpointSpec: duplicate published ports provided")];
const USED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/controlapi/service.go: port is already in use by service",
)];
const OWN: &[Source] = &[
    Source::new(Evidence::Documented, "Windows swarm mode page"),
    Source::new(Evidence::Documented, "docker swarm networking"),
];
const DYNAMIC: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/allocator portallocator: 30000 to 32767 in order",
)];
const WINDOWS_PROTOCOLS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/windows/windows.go, ConvertPortBindings")];
const ADDRESS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker/cli opts/port.go: ignoring IP-address, service will listen on '0.0.0.0'",
)];

/// Findings of one rule about ports of one service.
const TOLD: usize = 1_000;

/// What swarm uses: port, protocol and what for.
pub(in crate::check) const SWARM_OWN: [(Port, Protocol, &str); 4] = [
    (Port::literal(2377), Protocol::Tcp, "the managers"),
    (Port::literal(7946), Protocol::Tcp, "gossip between the nodes"),
    (Port::literal(7946), Protocol::Udp, "gossip between the nodes"),
    (Port::literal(4789), Protocol::Udp, "VXLAN between the nodes"),
];

/// The draft's ports with a number, their indices and numbers.
pub(super) fn numbered<'a>(view: &'a View<'_>) -> impl Iterator<Item = (usize, ServicePort, Port)> + 'a {
    let ports = view.draft.ports.iter().copied().enumerate();
    ports.filter_map(|(index, port)| Some((index, port, port.port.published?)))
}

/// Whether a rule has said enough about the ports of one service; the last finding then says that it stops there.
pub(super) fn is_enough(findings: &mut [ServiceFinding]) -> bool {
    let enough = findings.len() >= TOLD;
    if let Some(last) = findings.last_mut().filter(|_| enough) {
        last.message.push_str("; the ports of the service after this one are not looked at");
    }
    enough
}

/// A way out of a port that cannot be had: another one.
pub(super) fn elsewhere(view: &View<'_>, index: usize, port: ServicePort) -> Remedy {
    if view.draft.ports.len() > WRITTEN_OUT {
        return Remedy::new("another port, or no number: each task or the mesh then gets a free port");
    }
    let to = port.port.published.and_then(|number| view.free_port(number, port.port.protocol));
    let advice = match to {
        Some(free) => format!("another port; {free} is free as far as is known"),
        None => "no number: each task or the mesh then gets a free port".to_owned(),
    };
    Change::moved_port(view.draft, index, to).remedy(view.draft, advice)
}

/// One port twice in one service, in whichever modes.
pub(super) fn twice(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        let protocol = port.port.protocol;
        if seen.insert((number, protocol)) {
            continue;
        }
        let message = format!("{} publishes {number}/{protocol} twice", view.draft.name);
        let reason = "a published port and protocol stands once in a service, host mode and mesh together; the manager refuses";
        let finding = ServiceFinding::new(Rule::PublishedPortTwice, message, reason).by(DUPLICATE);
        findings.push(finding.about(Part::Port(index)).instead(elsewhere(view, index, port)));
    }
    findings
}

/// Ports other services have.
pub(super) fn used(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        let protocol = port.port.protocol;
        let holders = view.swarm.taken.get(&(number, protocol)).map_or(&[][..], Vec::as_slice);
        for (service, there) in holders.iter().filter(|(service, _)| *service != view.draft.name) {
            let message = format!(
                "{} publishes {number}/{protocol} in {} mode, which {service} has in {} mode",
                view.draft.name, port.mode, there.mode
            );
            let (severity, reason) = match (port.mode, there.mode) {
                (PublishMode::Host, PublishMode::Host) => (
                    Severity::Warning,
                    "the manager accepts it and a task is placed only where no task of the other runs"
                        .to_owned(),
                ),
                (PublishMode::Host | PublishMode::Ingress, PublishMode::Ingress) => (
                    Severity::Error,
                    format!(
                        "the manager refuses: port '{number}' is already in use by service '{service}' as an ingress port"
                    ),
                ),
                (PublishMode::Ingress, PublishMode::Host) => (
                    Severity::Error,
                    format!(
                        "the manager refuses: port '{number}' is already in use by service '{service}' as a host-published port"
                    ),
                ),
            };
            let finding = ServiceFinding::new(Rule::PortUsedByService, message, reason).by(USED);
            let finding = finding.about(Part::Port(index)).with_severity(severity);
            findings.push(finding.instead(elsewhere(view, index, port)));
        }
    }
    findings
}

/// Ports swarm itself uses. Publishing them is not refused.
pub(super) fn of_swarm(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        let own =
            SWARM_OWN.iter().find(|(own, protocol, _)| *own == number && *protocol == port.port.protocol);
        let Some((_, protocol, purpose)) = own else { continue };
        let message =
            format!("{} publishes {number}/{protocol}, which the nodes need for {purpose}", view.draft.name);
        let reason = "the manager does not refuse it, and the engine holds the port already";
        let finding = ServiceFinding::new(Rule::SwarmOwnPort, message, reason).by(OWN);
        let finding = finding.about(Part::Port(index)).on(view.opened_on(port.mode));
        findings.push(finding.instead(elsewhere(view, index, port)));
    }
    findings
}

/// Ingress ports of the range swarm takes from for ports without a number.
pub(super) fn dynamic_range(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        if port.mode != PublishMode::Ingress || !within(number, 30_000, 32_767) {
            continue;
        }
        let message = format!("{} publishes {number} of the range swarm picks from", view.draft.name);
        let reason =
            "a service without a number may have got it before: 30000 to 32767 are handed out in order";
        let finding = ServiceFinding::new(Rule::IngressDynamicRange, message, reason).by(DYNAMIC);
        findings.push(finding.about(Part::Port(index)).instead(elsewhere(view, index, port)));
    }
    findings
}

/// Protocols Windows publishes no port of.
pub(super) fn protocol(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port) in view.draft.ports.iter().copied().enumerate() {
        if is_enough(&mut findings) {
            break;
        }
        let supported = match port.port.protocol {
            Protocol::Sctp => false,
            Protocol::Tcp | Protocol::Udp => true,
        };
        let nodes: Vec<_> = view.opened_on(port.mode).into_iter().filter(|node| node.is_windows()).collect();
        if supported || nodes.is_empty() {
            continue;
        }
        let message = format!("{} publishes {}", view.draft.name, port.port);
        let reason = "Windows publishes tcp and udp only (`invalid protocol sctp`)";
        let finding = ServiceFinding::new(Rule::ProtocolUnsupported, message, reason).by(WINDOWS_PROTOCOLS);
        // Nodes that only pass on do not stop the tasks on the others.
        let runs_there = nodes.iter().any(|node: &&SwarmNode| view.is_eligible(node));
        let severity = if runs_there { Severity::Error } else { Severity::Warning };
        let mut change = Change { ports: view.draft.ports.clone(), ..Change::default() };
        change.ports[index].port.protocol = Protocol::Tcp;
        let remedy = change.remedy(view.draft, "tcp or udp, or tasks on Linux nodes only");
        findings.push(finding.about(Part::Port(index)).with_severity(severity).instead(remedy).on(nodes));
    }
    findings
}

/// Addresses of a node, which swarm has no place for.
pub(super) fn address(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port) in view.draft.ports.iter().enumerate() {
        if is_enough(&mut findings) {
            break;
        }
        let Some(address) = port.port.address.filter(|address| !address.is_unspecified()) else { continue };
        let message = format!("{} publishes {} on {address} alone", view.draft.name, port.port);
        let reason = "swarm knows no host address: the port opens on every address of the node";
        let finding = ServiceFinding::new(Rule::HostAddressIgnored, message, reason).by(ADDRESS);
        let as_it_is = Change { ports: view.draft.ports.clone(), ..Change::default() };
        let advice = "the port without an address, and a firewall rule on the nodes";
        findings.push(finding.about(Part::Port(index)).instead(as_it_is.remedy(view.draft, advice)));
    }
    findings
}
