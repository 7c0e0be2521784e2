//! Overlay networks: whether a node has them, how many fit in, what the nodes need between them.

use super::remedy::plain;
use super::view::{View, by_verdict, counted};
use super::{Remedy, ServiceFinding};
use crate::check::Rule;
use crate::check::Severity;
use crate::host::{Capability, Evidence, Source};
use crate::model::{EndpointMode, IpamPool, PublishMode};

const SIZE: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby/swarmkit manager/allocator/network.go: an address for each task, each virtual address and each node with a task (lbAttachment)",
    ),
    Source::new(Evidence::Documented, "docker network create: overlay networks of /24"),
];
const PORTS: &[Source] = &[
    Source::new(Evidence::Documented, "Windows swarm mode page"),
    Source::new(
        Evidence::Reported,
        "field report of October 2016: half of the requests hang while UDP 4789 is blocked between the nodes",
    ),
];

/// What a subnet gives that nobody chose: swarm cuts blocks of /24.
const DEFAULT_BLOCK: u128 = 254;

fn uses_overlay(view: &View<'_>) -> bool {
    view.is_on_overlay() || view.has_ports(PublishMode::Ingress)
}

/// Overlay networks on nodes that have none. The mesh is one, too.
pub(super) fn supported(view: &View<'_>) -> Vec<ServiceFinding> {
    if !uses_overlay(view) {
        return Vec::new();
    }
    let judge = |(verdict, nodes)| {
        let message = format!("tasks of {} are on an overlay network", view.draft.name);
        Some(ServiceFinding::judged(Rule::OverlayUnsupported, &verdict, message)?.on(nodes))
    };
    by_verdict(view.eligible(), Capability::Overlay).into_iter().filter_map(judge).collect()
}

/// Encrypted networks with nodes that do not encrypt.
pub(super) fn encrypted(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for network in view.overlays().filter(|network| network.spec.options().contains_key("encrypted")) {
        for (verdict, nodes) in by_verdict(view.eligible(), Capability::EncryptedOverlay) {
            let name = network.spec.name();
            let message = format!("{} is on {name}, which is to be encrypted", view.draft.name);
            let rule = Rule::EncryptedOverlayOnWindows;
            let Some(finding) = ServiceFinding::judged(rule, &verdict, message) else { continue };
            let advice = verdict.remedy.unwrap_or("tasks on Linux nodes only");
            let compose = format!(
                "services:\n  {}:\n    deploy:\n      placement:\n        constraints:\n          - node.platform.os==linux\n",
                plain(view.draft.name.as_str())
            );
            let remedy = Remedy::new(advice)
                .with_command("--constraint node.platform.os==linux")
                .with_compose(compose);
            findings.push(finding.instead(remedy).on(nodes));
        }
    }
    findings
}

/// Networks with too few addresses for tasks, virtual address and one load balancer a node.
pub(super) fn too_small(view: &View<'_>) -> Vec<ServiceFinding> {
    let (tasks, nodes) = (u128::from(view.tasks()), u128::try_from(view.eligible.len()).unwrap_or(u128::MAX));
    let mut findings = Vec::new();
    for network in view.overlays() {
        let pools: Vec<_> = network.spec.pools().iter().filter(|pool| pool.subnet().is_ipv4()).collect();
        let there: u128 = if pools.is_empty() {
            DEFAULT_BLOCK - 1
        } else {
            pools.iter().map(|pool| usable(pool)).fold(0, u128::saturating_add)
        };
        let vips = u128::from(view.draft.mode == EndpointMode::Vip);
        let balancers = nodes.min(tasks);
        let needed = tasks + vips + balancers;
        let used = u128::try_from(network.used).unwrap_or(u128::MAX);
        if needed <= there.saturating_sub(used) {
            continue;
        }
        let name = network.spec.name();
        let message = format!(
            "{} needs {needed} addresses in {name}, which has {}: {}, {vips} virtual, {balancers} of load balancers",
            view.draft.name,
            there.saturating_sub(used),
            counted(view.tasks(), "task")
        );
        let reason =
            "tasks that get no address stay in state new, and nothing but the manager's log says why";
        let (severity, whose) = if pools.is_empty() {
            (Severity::Warning, "; nobody chose its subnet, so a block of /24 is assumed")
        } else {
            (Severity::Error, "")
        };
        let finding =
            ServiceFinding::new(Rule::OverlayTooSmall, message, format!("{reason}{whose}")).by(SIZE);
        findings.push(finding.with_severity(severity).instead(larger(name.as_str(), needed + used)));
    }
    findings
}

/// The addresses tasks can get: those of the range, else all but the gateway's.
fn usable(pool: &IpamPool) -> u128 {
    let gateway = |holds: bool| u128::from(holds);
    match pool.range() {
        Some(range) => {
            let inside = pool.gateway().is_some_and(|address| range.contains(address));
            range.addresses().saturating_sub(gateway(inside))
        }
        None => pool.subnet().hosts().saturating_sub(1),
    }
}

/// A network made anew with room for that many.
fn larger(name: &str, needed: u128) -> Remedy {
    // Network, broadcast and gateway address come on top.
    let length =
        (8..=24_u8).rev().find(|length| 2_u128.pow(32 - u32::from(*length)) >= needed.saturating_add(3));
    let advice = "the network made anew with a larger subnet, one that nobody else has";
    let Some(length) = length else {
        return Remedy::new("fewer tasks, or several services on networks of their own");
    };
    let subnet = format!("10.0.0.0/{length}");
    let compose = format!(
        "networks:\n  {}:\n    driver: overlay\n    ipam:\n      config:\n        - subnet: {subnet}\n",
        plain(name)
    );
    let command =
        format!("docker network rm {name}\ndocker network create --driver overlay --subnet {subnet} {name}");
    Remedy::new(advice).with_command(command).with_compose(compose)
}

/// What has to get through between the nodes: a blocked port shows nowhere but in requests that hang.
pub(super) fn between_nodes(view: &View<'_>) -> Vec<ServiceFinding> {
    if view.swarm.nodes.len() < 2 || !uses_overlay(view) {
        return Vec::new();
    }
    let encrypted = view.overlays().any(|network| network.spec.options().contains_key("encrypted"));
    let esp = if encrypted { ", IP protocol 50 (ESP)" } else { "" };
    let message =
        format!("the nodes must reach each other at 2377/tcp (managers), 7946/tcp, 7946/udp, 4789/udp{esp}");
    let reason =
        "with 4789/udp blocked everything looks healthy, and requests that land on another node hang";
    let finding = ServiceFinding::new(Rule::SwarmPortsBetweenNodes, message, reason).by(PORTS);
    let mut commands = Vec::new();
    if view.swarm.nodes.iter().any(super::SwarmNode::is_windows) {
        commands.push("New-NetFirewallRule -DisplayName swarm-tcp -Direction Inbound -Action Allow -Protocol TCP -LocalPort 2377,7946");
        commands.push("New-NetFirewallRule -DisplayName swarm-udp -Direction Inbound -Action Allow -Protocol UDP -LocalPort 7946,4789");
    }
    if view.swarm.nodes.iter().any(|node| !node.is_windows()) {
        commands.push("iptables -I INPUT -p tcp -m multiport --dports 2377,7946 -j ACCEPT");
        commands.push("iptables -I INPUT -p udp -m multiport --dports 7946,4789 -j ACCEPT");
    }
    let advice = "these let through, in the nodes' firewalls and in those between them";
    vec![finding.instead(Remedy::new(advice).with_command(commands.join("\n"))).on(&view.swarm.nodes)]
}
