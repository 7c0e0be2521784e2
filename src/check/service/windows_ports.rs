//! Published ports against those Windows and Docker on Windows keep.

use super::ports::{elsewhere, is_enough, numbered};
use super::view::{View, within};
use super::{Part, ServiceFinding, SwarmNode};
use crate::check::Rule;
use crate::check::Severity;
use crate::host::{Evidence, Source};
use crate::model::PublishMode;

const EXCLUDED: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#3171, #5811, #1804, #2614, microsoft/WSL#5306: blocks are reserved at boot",
)];
const ADMINISTERED: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#12251: HNS NAT cannot use an administered range either",
)];
const DYNAMIC: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#3171, microsoft/WSL#5514: the blocks come out of the dynamic range",
)];
const PICKED: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork portallocator_windows.go: 60000 to 65000")];

/// The first and the last port Docker itself picks from where HNS leaves that to it.
pub(in crate::check) const PICKED_BY_DOCKER: (u16, u16) = (60_000, 65_000);

/// Ports nobody can bind on a node.
pub(super) fn excluded(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        for node in view.opened_on(port.mode) {
            let range = node.excluded.get(&port.port.protocol).and_then(|excluded| excluded.range_of(number));
            let Some(range) = range else { continue };
            let message = format!(
                "{} publishes {number}/{}, which lies in {} that Windows keeps on {}",
                view.draft.name, port.port.protocol, range.ports, node.name
            );
            let (reason, sources) = if range.administered {
                ("an administrator took the range out; it stays, and HNS cannot use it", ADMINISTERED)
            } else {
                (
                    "binding fails (0x20 or forbidden by its access permissions); the range may move at the next boot",
                    EXCLUDED,
                )
            };
            let runs = view.is_eligible(node);
            let severity = if runs { Severity::Error } else { Severity::Warning };
            let finding = ServiceFinding::new(Rule::ExcludedPort, message, reason).by(sources);
            let finding = finding.with_severity(severity).instead(elsewhere(view, index, port));
            findings.push(finding.about(Part::Port(index)).on([node]));
        }
    }
    findings
}

/// Ports of the range Windows picks from, which may be kept after any boot.
pub(super) fn dynamic(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        let picks = |node: &&SwarmNode| {
            let dynamic = node.dynamic.get(&port.port.protocol);
            dynamic.is_some_and(|dynamic| dynamic.ports().contains(number))
        };
        let nodes: Vec<_> = view.opened_on(port.mode).into_iter().filter(picks).collect();
        if nodes.is_empty() {
            continue;
        }
        let message = format!(
            "{} publishes {number}/{} of the range Windows picks ports from",
            view.draft.name, port.port.protocol
        );
        let reason = "a program may have it, and blocks of the range are excluded anew at every boot";
        let finding = ServiceFinding::new(Rule::DynamicPortOnWindows, message, reason).by(DYNAMIC);
        findings.push(finding.about(Part::Port(index)).instead(elsewhere(view, index, port)).on(nodes));
    }
    findings
}

/// Ports Docker itself hands out on Windows overlay networks.
pub(super) fn picked_by_docker(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    let (first, last) = PICKED_BY_DOCKER;
    for (index, port, number) in numbered(view) {
        if is_enough(&mut findings) {
            break;
        }
        let nodes: Vec<_> = view.eligible().filter(|node| node.is_windows()).collect();
        let own_range = port.mode == PublishMode::Host && view.is_on_overlay() && within(number, first, last);
        if !own_range || nodes.is_empty() {
            continue;
        }
        let message = format!(
            "{} publishes {number}, which Docker may give to a port without a number",
            view.draft.name
        );
        let reason = "on Windows overlay networks Docker picks ports from 60000 to 65000 \
            (`Bind for 0.0.0.0 failed: port is already allocated`)";
        let finding = ServiceFinding::new(Rule::DockerPickedPorts, message, reason).by(PICKED);
        findings.push(finding.about(Part::Port(index)).instead(elsewhere(view, index, port)).on(nodes));
    }
    findings
}
