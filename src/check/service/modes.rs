//! How a service answers: endpoint modes, the routing mesh, host mode.

use super::remedy::Change;
use super::view::{View, by_verdict};
use super::{Part, ServiceFinding};
use crate::check::Rule;
use crate::check::Severity;
use crate::check::few::few;
use crate::host::{Capability, EngineVersion, Evidence, Source, Support};
use crate::model::{EndpointMode, PublishMode, ServicePort};

const DNSRR: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit: EndpointSpec: port published with ingress mode can't be used with dnsrr mode",
)];
const DNSRR_1_12: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit 1.12: EndpointSpec: ports can't be used with dnsrr mode",
)];
const SILENT_NAMES: &[Source] =
    &[Source::new(Evidence::Reported, "field report of July 2017: Windows Server 2016 swarm on Azure")];

fn list<'p>(ports: impl IntoIterator<Item = &'p ServicePort>) -> String {
    few(ports.into_iter().map(|port| port.port))
}

/// The first port of a mode.
fn ports_part(view: &View<'_>, mode: PublishMode) -> Part {
    view.ports(mode).next().map_or(Part::Service, |(index, _)| Part::Port(index))
}

/// `dnsrr` with ports its managers refuse.
pub(super) fn dnsrr_with_ports(view: &View<'_>) -> Vec<ServiceFinding> {
    let draft = view.draft;
    if draft.mode != EndpointMode::Dnsrr || draft.ports.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let old = view.managers_before(&EngineVersion::new(1, 13, 0));
    if !old.is_empty() {
        let message = format!("{} is dnsrr and publishes {}", draft.name, list(&draft.ports));
        let reason = "engines 1.12 refuse any port of a dnsrr service, and know no host mode";
        let finding = ServiceFinding::new(Rule::DnsrrWithAnyPort, message, reason).by(DNSRR_1_12).on(old);
        let vip = Change { mode: Some(EndpointMode::Vip), ..Change::default() };
        findings.push(
            finding
                .about(Part::EndpointMode)
                .instead(vip.remedy(draft, "vip, a newer engine on the managers, or no published port")),
        );
    }
    let ingress: Vec<_> = view.ports(PublishMode::Ingress).map(|(_, port)| port).collect();
    if !ingress.is_empty() {
        let message =
            format!("{} is dnsrr and publishes {} through the routing mesh", draft.name, list(&ingress));
        let reason =
            "the mesh sends to a virtual address, which a dnsrr service does not have; the manager refuses";
        let finding = ServiceFinding::new(Rule::DnsrrWithIngressPort, message, reason).by(DNSRR);
        let finding = finding.about(ports_part(view, PublishMode::Ingress));
        let host = Change { mode: Some(EndpointMode::Dnsrr), ..Change::host_ports(draft) };
        findings.push(
            finding.instead(host.remedy(draft, "host mode, where the port answers on the nodes with a task")),
        );
    }
    findings
}

/// `dnsrr` where it does not work, or did not in one cluster.
pub(super) fn dnsrr(view: &View<'_>) -> Vec<ServiceFinding> {
    if view.draft.mode != EndpointMode::Dnsrr {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (verdict, nodes) in by_verdict(view.eligible(), Capability::EndpointModeDnsrr) {
        let message = format!("{} answers with the addresses of its tasks", view.draft.name);
        let finding = ServiceFinding::judged(Rule::DnsrrUnsupported, &verdict, message);
        findings.extend(finding.map(|finding| finding.about(Part::EndpointMode).on(nodes)));
    }
    let server_2016 = |build: u32| (14_393..16_299).contains(&build);
    let silent: Vec<_> = view
        .eligible()
        .filter(|node| node.host.windows_build().is_some_and(|build| server_2016(build.number())))
        .collect();
    if !silent.is_empty() {
        let message = format!("the name {} may not be answered on Windows Server 2016", view.draft.name);
        let reason = "dnsrr is the one documented mode there; in one cluster its names never came, while addresses answered";
        let finding = ServiceFinding::new(Rule::DnsrrNamesUnanswered, message, reason).by(SILENT_NAMES);
        let advice = "look from inside a task, and publish in host mode if the name stays silent";
        let look = format!("docker exec TASK nslookup {}", view.draft.name);
        let remedy = super::Remedy::new(advice).with_command(look);
        findings.push(finding.about(Part::EndpointMode).instead(remedy).on(silent));
    }
    findings
}

/// Virtual addresses where there are none. A service without a network and without ingress ports has none to miss.
pub(super) fn vip(view: &View<'_>) -> Vec<ServiceFinding> {
    let draft = view.draft;
    let has_address = !draft.networks.is_empty() || view.has_ports(PublishMode::Ingress);
    if draft.mode != EndpointMode::Vip || !has_address {
        return Vec::new();
    }
    let judge = |(verdict, nodes)| {
        let message = format!("{} answers at a virtual address", draft.name);
        let finding = ServiceFinding::judged(Rule::VipUnsupported, &verdict, message)?;
        let advice = "dnsrr, which answers with the addresses of the tasks; ports in host mode";
        let dnsrr = Change { mode: Some(EndpointMode::Dnsrr), ..Change::host_ports(draft) };
        Some(finding.about(Part::EndpointMode).instead(dnsrr.remedy(draft, advice)).on(nodes))
    };
    by_verdict(view.eligible(), Capability::EndpointModeVip).into_iter().filter_map(judge).collect()
}

/// Ingress ports on nodes without the routing mesh. Every node has to answer, whether it runs a task or not.
pub(super) fn routing_mesh(view: &View<'_>) -> Vec<ServiceFinding> {
    let draft = view.draft;
    let ingress: Vec<_> = view.ports(PublishMode::Ingress).map(|(_, port)| port).collect();
    if ingress.is_empty() {
        return Vec::new();
    }
    let ports = list(&ingress);
    let mut findings = Vec::new();
    for runs_tasks in [true, false] {
        let nodes = view.swarm.nodes.iter().filter(|node| view.is_eligible(node) == runs_tasks);
        for (verdict, nodes) in by_verdict(nodes, Capability::RoutingMesh) {
            let whose = if runs_tasks { "" } else { ", also at nodes that run no task" };
            let message = format!("{} publishes {ports} through the routing mesh{whose}", draft.name);
            let Some(finding) = ServiceFinding::judged(Rule::RoutingMeshUnsupported, &verdict, message)
            else {
                continue;
            };
            // The others answer for a node that only has to pass on.
            let milder = if runs_tasks || verdict.support != Support::Unsupported {
                finding.severity
            } else {
                Severity::Warning
            };
            let advice =
                "host mode: the port answers on the nodes with a task, nothing balances between them";
            let remedy = Change::host_ports(draft).remedy(draft, advice);
            let finding = finding.about(ports_part(view, PublishMode::Ingress));
            findings.push(finding.with_severity(milder).instead(remedy).on(nodes));
        }
    }
    findings
}

/// Host mode where it is not known to work.
pub(super) fn host_publish(view: &View<'_>) -> Vec<ServiceFinding> {
    let ports: Vec<_> = view.ports(PublishMode::Host).map(|(_, port)| port).collect();
    if ports.is_empty() {
        return Vec::new();
    }
    let judge = |(verdict, nodes)| {
        let message = format!("{} publishes {} on the nodes with a task", view.draft.name, list(&ports));
        let finding = ServiceFinding::judged(Rule::HostPublishUnsupported, &verdict, message)?;
        Some(finding.about(ports_part(view, PublishMode::Host)).on(nodes))
    };
    by_verdict(view.eligible(), Capability::HostPublish).into_iter().filter_map(judge).collect()
}
