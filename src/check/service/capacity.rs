//! Tasks there is no room for: host ports and limits are per node.

use super::remedy::{Change, plain};
use super::view::View;
use super::{Part, Remedy, ServiceFinding};
use crate::check::Rule;
use crate::check::Severity;
use crate::check::few::{counted, few};
use crate::host::{Evidence, Source};
use crate::model::{PublishMode, Replicas};

const HOST_PORT: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby/swarmkit manager/scheduler/filter.go: host-mode port already in use on N nodes",
    ),
    Source::new(
        Evidence::Reported,
        "field report of July 2017: two tasks cannot hold one host port on one node",
    ),
];
const START_FIRST: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/orchestrator/update/updater.go: with start-first the old task is removed once the new one runs",
)];
const LIMIT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/scheduler/filter.go: max replicas per node limit exceed",
)];

/// The host ports with a number, in words, and the index of the first.
fn fixed(view: &View<'_>) -> Option<(usize, String)> {
    let ports: Vec<_> = view
        .ports(PublishMode::Host)
        .filter_map(|(index, port)| Some((index, format!("{}/{}", port.port.published?, port.port.protocol))))
        .collect();
    let first = ports.first()?.0;
    Some((first, few(ports.into_iter().map(|(_, port)| port))))
}

/// More tasks than nodes that can hold the port.
pub(super) fn host_ports(view: &View<'_>) -> Vec<ServiceFinding> {
    let nodes = u64::try_from(view.eligible.len()).unwrap_or(u64::MAX);
    let Some((index, ports)) = fixed(view).filter(|_| nodes > 0) else { return Vec::new() };
    let (name, wanted) = (view.name(), view.tasks());
    if wanted > nodes {
        let message = format!(
            "{name} wants {wanted} tasks with host port {ports} on {}: {} never placed",
            counted(nodes, "node"),
            wanted - nodes
        );
        let reason = format!(
            "two tasks cannot hold one host port on one node: no suitable node (host-mode port already in use on {})",
            counted(nodes, "node")
        );
        let advice = format!(
            "one task on every node; or --replicas {nodes}, or no published number: each task then gets its own"
        );
        let global = Change { replicas: Some(Replicas::Global), ..Change::default() };
        let finding = ServiceFinding::new(Rule::HostPortWithReplicas, message, reason).by(HOST_PORT);
        let remedy = global.remedy(view.draft, advice);
        return vec![finding.about(Part::Port(index)).instead(remedy).on(view.eligible())];
    }
    if wanted == nodes && view.draft.start_first {
        let message = format!(
            "an update of {name} starts first, and every node that may run it holds host port {ports}"
        );
        let reason = "the old task keeps the port until the new one runs, and the new one waits for the port: the update \
            never ends";
        let finding = ServiceFinding::new(Rule::HostPortWithReplicas, message, reason).by(START_FIRST);
        let compose = format!(
            "services:\n  {}:\n    deploy:\n      update_config:\n        order: stop-first\n",
            plain(view.draft.in_compose())
        );
        let remedy = Remedy::new("the old task stopped first, as swarm does when nothing is said")
            .with_command("--update-order stop-first")
            .with_compose(compose);
        let finding = finding.about(Part::Port(index)).with_severity(Severity::Warning);
        return vec![finding.instead(remedy).on(view.eligible())];
    }
    Vec::new()
}

/// More tasks than the nodes may have.
pub(super) fn node_limit(view: &View<'_>) -> Vec<ServiceFinding> {
    let limit = view.draft.max_per_node.filter(|limit| *limit > 0);
    let (Some(limit), Replicas::Count(wanted)) = (limit, view.draft.replicas) else { return Vec::new() };
    let nodes = u64::try_from(view.eligible.len()).unwrap_or(u64::MAX);
    let most = nodes.saturating_mul(limit);
    if nodes == 0 || wanted <= most {
        return Vec::new();
    }
    let message = format!(
        "{} wants {wanted} tasks, and {} may have at most {limit} each: {} never placed",
        view.name(),
        counted(nodes, "node"),
        wanted - most
    );
    let reason = "the others stay pending: no suitable node (max replicas per node limit exceed)";
    let finding = ServiceFinding::new(Rule::MaxReplicasPerNode, message, reason).by(LIMIT);
    let fewer = Change { replicas: Some(Replicas::Count(most)), ..Change::default() };
    let remedy = fewer.remedy(view.draft, "as many tasks as fit, a higher limit, or more nodes");
    vec![finding.about(Part::Replicas).instead(remedy).on(view.eligible())]
}
