//! Host ports of services with several containers on one host.

use super::item::items;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source, SwarmState};
use crate::model::{Port, PortRange, Replicas};

const ALLOCATED: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork portallocator: port is already allocated"),
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 service.py: if multiple containers for this service are created on a single host, the port will clash",
    ),
];

/// Fewer ports of the host than containers.
pub(in crate::check) fn with_replicas(view: &View<'_>) -> Vec<Finding> {
    let in_swarm = matches!(view.host.swarm, Some(SwarmState::Manager | SwarmState::Worker));
    let mut findings = Vec::new();
    for item in items(view) {
        let Replicas::Count(count) = item.service.replicas() else { continue };
        // Only a choice of ports is for several containers; a range for a range is one port for each of theirs.
        let ports = match (item.mapping.any_of, item.published) {
            (Some(choice), _) => u64::from(choice.ports()),
            (None, Some(_)) => 1,
            (None, None) => continue,
        };
        // In a stack the routing mesh has one port for all tasks, and host mode is the scheduler's business.
        let for_a_stack = item.service.scale.is_none()
            && (in_swarm || item.mapping.mode.is_some() || item.service.deploy.endpoint_mode.is_some());
        if count <= ports || for_a_stack {
            continue;
        }
        let published = item.mapping.any_of.or(item.published);
        let published = published.map(|range| range.to_string()).unwrap_or_default();
        let message =
            format!("{} runs {count} containers and publishes {published} of the host", item.title());
        let reason = match ports {
            1 => "one container gets the port, the others do not start: port is already allocated".to_owned(),
            _ => format!("{ports} containers get a port, the others do not start: all of them are allocated"),
        };
        // The file may be meant for a swarm nobody spoke of.
        let sure = item.service.scale.is_some() || view.host.swarm.is_some();
        let severity = if sure { Severity::Error } else { Severity::Warning };
        let deploy = item.service.deploy.replicas.as_ref();
        let many = item.service.scale.as_ref().or(deploy).map(|many| &many.place);
        let finding = Finding::new(Rule::PublishedPortWithReplicas, message, reason).with_severity(severity);
        let longer = item.mapping.any_of.and_then(|range| {
            let last = u64::from(range.first().number()).checked_add(count)?.checked_sub(1)?;
            PortRange::new(range.first(), Port::new(u16::try_from(last).ok()?).ok()?).ok()
        });
        let remedy = match (item.mapping.any_of, longer) {
            (None, _) => {
                "only a container port, a range of host ports (Linux), or a proxy before the containers"
                    .to_owned()
            }
            (Some(_), Some(range)) => format!(
                "a port for each, such as {range}, only a container port, or a proxy before the containers"
            ),
            (Some(_), None) => "only a container port, or a proxy before the containers".to_owned(),
        };
        findings.push(finding.at([item.place]).at(many).by(ALLOCATED).instead(remedy));
    }
    findings
}
