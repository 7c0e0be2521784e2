//! Overlay networks: whether a node has them, what the nodes need between them.

use super::remedy::plain;
use super::view::{View, by_verdict};
use super::{ImagePlatform, Part, Remedy, ServiceFinding, SwarmHosts, SwarmNode};
use crate::check::Rule;
use crate::host::{Capability, Evidence, Source};
use crate::model::PublishMode;

const PORTS: &[Source] = &[
    Source::new(Evidence::Documented, "Windows swarm mode page"),
    Source::new(
        Evidence::Reported,
        "field report of October 2016: half of the requests hang while UDP 4789 is blocked between the nodes",
    ),
];

/// Overlay networks on nodes that have none. The mesh is one, too.
pub(super) fn supported(view: &View<'_>) -> Vec<ServiceFinding> {
    if !view.uses_overlay() {
        return Vec::new();
    }
    let network = view.overlays().next().map(|network| Part::Network(network.spec.name().clone()));
    let published = || view.ports(PublishMode::Ingress).next().map(|(index, _)| Part::Port(index));
    let part = network.or_else(published).unwrap_or(Part::Service);
    let judge = |(verdict, nodes)| {
        let message = format!("tasks of {} are on an overlay network", view.draft.name);
        let finding = ServiceFinding::judged(Rule::OverlayUnsupported, &verdict, message)?;
        let advice =
            verdict.remedy.unwrap_or("tasks kept on nodes that have overlay networks, or a newer engine");
        Some(finding.about(part.clone()).instead(Remedy::new(advice)).on(nodes))
    };
    by_verdict(view.eligible(), Capability::Overlay).into_iter().filter_map(judge).collect()
}

/// Encrypted networks with nodes that do not encrypt.
pub(super) fn encrypted(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    for network in view.encrypted() {
        for (verdict, nodes) in by_verdict(view.eligible(), Capability::EncryptedOverlay) {
            let name = network.spec.name();
            let message = format!("{} is on {name}, which is to be encrypted", view.draft.name);
            let rule = Rule::EncryptedOverlayOnWindows;
            let Some(finding) = ServiceFinding::judged(rule, &verdict, message) else { continue };
            let finding = finding.about(Part::Network(name.clone())).on(nodes);
            let anywhere_else = view.swarm.nodes.iter().any(|node| !node.is_windows())
                && view.draft.image_platform != Some(ImagePlatform::Windows);
            if !anywhere_else {
                // No node could take the tasks.
                let advice = "the network without `encrypted`, and encryption in the application";
                findings.push(finding.instead(Remedy::new(advice)));
                continue;
            }
            let advice = verdict.remedy.unwrap_or("tasks on Linux nodes only");
            let compose = format!(
                "services:\n  {}:\n    deploy:\n      placement:\n        constraints:\n          - node.platform.os==linux\n",
                plain(view.draft.in_compose())
            );
            let remedy = Remedy::new(advice)
                .with_command("--constraint node.platform.os==linux")
                .with_compose(compose);
            findings.push(finding.instead(remedy));
        }
    }
    findings
}

/// What has to get through between the nodes: a blocked port shows nowhere but in requests that hang.
pub(super) fn between_nodes(view: &View<'_>) -> Vec<ServiceFinding> {
    ports_between(view.swarm, std::slice::from_ref(view)).into_iter().collect()
}

/// The same for several services.
pub(in crate::check) fn ports_between(swarm: &SwarmHosts, views: &[View<'_>]) -> Option<ServiceFinding> {
    if swarm.nodes.len() < 2 || !views.iter().any(View::uses_overlay) {
        return None;
    }
    // Windows nodes encrypt nothing.
    let encrypted = swarm.nodes.iter().any(|node| !node.is_windows())
        && views.iter().any(|view| view.encrypted().next().is_some());
    let esp = if encrypted { ", IP protocol 50 (ESP)" } else { "" };
    let message =
        format!("the nodes must reach each other at 2377/tcp (managers), 7946/tcp, 7946/udp, 4789/udp{esp}");
    let reason =
        "with 4789/udp blocked everything looks healthy, and requests that land on another node hang";
    let finding = ServiceFinding::new(Rule::SwarmPortsBetweenNodes, message, reason).by(PORTS);
    let mut commands = Vec::new();
    if swarm.nodes.iter().any(SwarmNode::is_windows) {
        commands.push("New-NetFirewallRule -DisplayName swarm-tcp -Direction Inbound -Action Allow -Protocol TCP -LocalPort 2377,7946");
        commands.push("New-NetFirewallRule -DisplayName swarm-udp -Direction Inbound -Action Allow -Protocol UDP -LocalPort 7946,4789");
    }
    if swarm.nodes.iter().any(|node| !node.is_windows()) {
        commands.push("iptables -I INPUT -p tcp -m multiport --dports 2377,7946 -j ACCEPT");
        commands.push("iptables -I INPUT -p udp -m multiport --dports 7946,4789 -j ACCEPT");
        if encrypted {
            commands.push("iptables -I INPUT -p esp -j ACCEPT");
        }
    }
    let advice = "these let through, in the nodes' firewalls and in those between them";
    let remedy = Remedy::new(advice).with_command(commands.join("\n"));
    Some(finding.about(Part::Swarm).instead(remedy).on(&swarm.nodes))
}
