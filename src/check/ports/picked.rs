//! Ports Docker itself picks on Windows, where HNS leaves that to it.

use std::collections::BTreeSet;

use super::item::items;
use crate::check::service::PICKED_BY_DOCKER;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::Service;
use crate::host::{Evidence, Source};
use crate::model::Driver;

const PICKED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork portallocator_windows.go: 60000 to 65000, ten tries, on l2bridge, l2tunnel and overlay networks",
)];

/// Ports of services in l2bridge and l2tunnel networks: those of the range Docker picks from, and those it picks.
pub(in crate::check) fn on_l2(view: &View<'_>) -> Vec<Finding> {
    if !view.is_windows() {
        return Vec::new();
    }
    let l2 = |driver: &Driver| matches!(driver, Driver::L2Bridge | Driver::L2Tunnel);
    let there = view.networks.iter().filter(|network| network.driver().is_some_and(l2));
    let members: BTreeSet<*const Service> =
        there.flat_map(|network| &network.members).map(|member| std::ptr::from_ref(member.service)).collect();
    let (first, last) = PICKED_BY_DOCKER;
    let mut findings = Vec::new();
    for item in items(view).iter().filter(|item| members.contains(&std::ptr::from_ref(item.service))) {
        let (protocol, target) = (item.protocol(), item.mapping.port.target);
        let (message, reason, severity, remedy) = match (item.published, item.within(first, last)) {
            (Some(_), None) => continue,
            (Some(_), Some(part)) => (
                format!(
                    "{} publishes {part}/{protocol}, where Docker picks ports on such networks",
                    item.title()
                ),
                "a container with a port without a number may have it: Bind for 0.0.0.0 failed: port is already allocated",
                Severity::Warning,
                "a number below 49152 that Windows does not keep",
            ),
            (None, _) => (
                format!(
                    "{} publishes {target}/{protocol} without a number, so Docker picks one from {first} to {last}",
                    item.title()
                ),
                "the range lies in the one Windows gives to programs, 49152 to 65535 by default: what Docker picks may be taken, and it tries ten times",
                Severity::Note,
                "a number below 49152 that Windows does not keep",
            ),
        };
        let finding = Finding::new(Rule::DockerPickedPorts, message, reason).with_severity(severity);
        findings.push(finding.at([item.place]).by(PICKED).instead(remedy));
    }
    findings
}
