//! Pinned addresses against the way a network hands out addresses.

use crate::check::few::few;
use crate::check::owners::Owners;
use crate::check::view::{Joined, Member, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, EngineVersion, Evidence, Source, Support};
use crate::model::Replicas;

const ONE_EACH: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork ipam: Address already in use")];
const AUTOMATIC: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby container_operations.go: user specified IP address is supported only when connecting to networks with user configured subnets",
)];

/// One address for more than one container.
pub(in crate::check) fn with_replicas(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        for (member, pin) in network.pins() {
            let service = member.service;
            let count = match service.replicas() {
                Replicas::Count(0 | 1) => continue,
                Replicas::Count(count) => format!("{count} containers"),
                Replicas::Global => "one task on every node".to_owned(),
            };
            let (title, name) = (member.title(), &network.name);
            let message = format!("{title} runs {count} and asks for one address in {name}, {}", pin.value);
            let deploy = &service.deploy;
            let mode = deploy.mode.as_ref().map(|mode| &mode.place);
            let many = mode.or(deploy.replicas.as_ref().map(|replicas| &replicas.place));
            let many = many.or(service.scale.as_ref().map(|scale| &scale.place));
            let finding = Finding::new(
                Rule::StaticAddressWithReplicas,
                message,
                "the second container finds the address in use",
            );
            let finding = finding.at([&pin.place]).at(many);
            findings.push(finding.instead("a service with its own address for each container").by(ONE_EACH));
        }
    }
    findings
}

/// Pinned addresses on Linux networks for which the file has no subnet.
pub(in crate::check) fn on_automatic_subnet(view: &View<'_>) -> Vec<Finding> {
    let allows = EngineVersion::new(29, 1, 0);
    let severity = match &view.host.engine {
        _ if view.is_windows() => return Vec::new(),
        Some(engine) if *engine >= allows => return Vec::new(),
        Some(_) => Severity::Error,
        None => Severity::Warning,
    };
    let automatic = |network: &&Joined<'_>| {
        network.is_made() && !network.has_unread_pools() && network.own_pools().next().is_none()
    };
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(automatic) {
        for (member, pin) in network.pins() {
            let (title, name) = (member.title(), &network.name);
            let message = format!("{title} asks for {} in {name}, whose subnet the engine picks", pin.value);
            let reason = "engines before 29.1 take addresses only where the network was given a subnet";
            let finding = Finding::new(Rule::StaticAddressOnAutomaticSubnet, message, reason);
            let finding = finding.at([&pin.place]).at(network.place()).with_severity(severity);
            findings.push(finding.instead("a subnet under the network's ipam.config").by(AUTOMATIC));
        }
    }
    findings
}

/// Pinned addresses a stranger can get while their owner is down, because dynamic ones come from everywhere.
pub(in crate::check) fn can_be_taken(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::DynamicRange);
    let mut findings = Vec::new();
    if verdict.support != Support::Unsupported {
        return findings;
    }
    for network in view.networks.iter().filter(|network| network.is_nat()) {
        let pins: Vec<_> = network.pins().filter(|(_, pin)| pin.value.is_ipv4()).collect();
        let is_pinned = |member: &Member<'_>| member.attachment.ipv4.is_some();
        let mut strangers: Vec<_> =
            network.members.iter().filter(|member| !is_pinned(member)).map(|member| member.title()).collect();
        // A container of a service in the files is spoken for already.
        let endpoints = network.observed.iter().flat_map(|network| &network.endpoints);
        let owners = Owners::new(network.members.iter().map(|member| (member.project, member.service)));
        let unnamed = endpoints.filter(|there| !owners.own(&there.name));
        strangers.extend(unnamed.map(|endpoint| endpoint.name.clone()));
        if pins.is_empty() || strangers.is_empty() {
            continue;
        }
        let list: Vec<_> =
            pins.iter().map(|(member, pin)| format!("{} ({})", pin.value, member.title())).collect();
        let message = format!(
            "pinned in {} and free for others while the owner is down: {}; addresses of any kind go to {}",
            network.name,
            few(list),
            few(strangers)
        );
        let finding = Finding::judged(Rule::PinnedAddressCanBeTaken, &verdict, message);
        findings.extend(finding.map(|finding| finding.at(pins.iter().map(|(_, pin)| &pin.place))));
    }
    findings
}

/// Pinned addresses on networks of the engine's own that take none.
pub(in crate::check) fn on_default_network(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::StaticAddressOnDefaultNetwork);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.is_default()) {
        for (member, pin) in network.pins() {
            let message = format!("{} asks for {} in {}", member.title(), pin.value, network.name);
            let finding = Finding::judged(Rule::StaticAddressOnDefaultNetwork, &verdict, message);
            findings.extend(finding.map(|finding| {
                let finding = finding.at([&pin.place, &member.attachment.network.place]);
                finding.instead("a network of the project's own with a subnet under ipam.config")
            }));
        }
    }
    findings
}
