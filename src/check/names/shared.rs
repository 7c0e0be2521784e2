//! Names on networks that several projects share.

use std::collections::BTreeMap;

use crate::check::view::{Joined, Member, View};
use crate::check::{Finding, Rule};
use crate::host::{Evidence, Source};
use crate::model::Driver;

const DISCOVERY: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby container_operations_windows.go: serviceDiscoveryOnDefaultNetwork",
    ),
    Source::new(Evidence::Documented, "Windows container network drivers page"),
];
const ALIASES: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 service.py: a service's name is an alias of its containers",
    ),
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork resolver.go: several addresses are answered in changing order",
    ),
];

/// Projects that share the default NAT network reach and resolve each other.
pub(in crate::check) fn ends_isolation(view: &View<'_>) -> Vec<Finding> {
    let shared =
        |network: &&Joined<'_>| view.is_windows() && network.is_default() && network.projects().len() > 1;
    let judge = |network: &Joined<'_>| {
        let message = format!("{} share the default network `nat`", network.projects().join(", "));
        let reason = "every container on it reaches every other and resolves its name";
        let places = network.declarations.iter().filter_map(|(_, declared)| declared.place.as_ref());
        let finding = Finding::new(Rule::OneNatEndsIsolation, message, reason).at(places).by(DISCOVERY);
        finding.instead("a firewall inside the containers, or another host, where projects must not meet")
    };
    view.networks.iter().filter(shared).map(judge).collect()
}

/// Services of one name in two projects on one network: each project gets answers of the other.
pub(in crate::check) fn collide(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| answers_names(network, view.is_windows())) {
        findings.extend(with_strangers(network));
        let first = network.members.first().map(|member| member.project);
        let alone = |member: &Member<'_>| first.is_some_and(|first| std::ptr::eq(first, member.project));
        if network.members.iter().all(alone) {
            continue;
        }
        // Names are looked up without regard to case.
        let mut answering: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for member in &network.members {
            let service = &member.service.name;
            answering.entry(service.value.to_lowercase()).or_default().push((*member, &service.place));
            let aliases = member.attachment.aliases.iter().map(|alias| (alias.value.as_str(), &alias.place));
            let fixed =
                member.service.fixed_container_name.iter().map(|name| (name.value.as_str(), &name.place));
            let hostname = member.service.hostname.iter().map(|name| (name.value.as_str(), &name.place));
            for (name, place) in aliases.chain(fixed).chain(hostname) {
                answering.entry(name.to_lowercase()).or_default().push((*member, place));
            }
        }
        for (name, answering) in answering {
            let first = answering.first().map(|(member, _)| member.project.name());
            if answering.iter().all(|(member, _)| Some(member.project.name()) == first) {
                continue;
            }
            let mut titles: Vec<_> = answering.iter().map(|(member, _)| member.title()).collect();
            titles.dedup();
            let message = format!("{name} in {} is answered by {}", network.name, titles.join(" and "));
            let reason = "a name is answered with all its addresses in changing order, whichever project they belong to";
            let finding = Finding::new(Rule::NamesCollideOnSharedNetwork, message, reason);
            let finding = finding.at(answering.iter().map(|(_, place)| *place)).by(ALIASES);
            findings.push(finding.instead("names that differ between the projects, or container names"));
        }
    }
    findings
}

/// Containers on the host that no project makes and that are called as a service is.
fn with_strangers(network: &Joined<'_>) -> Vec<Finding> {
    let mut strangers: BTreeMap<String, &str> = BTreeMap::new();
    for endpoint in network.observed.iter().flat_map(|seen| &seen.endpoints) {
        let container = endpoint.name.as_str();
        strangers.insert(container.to_lowercase(), container);
    }
    let mut findings = Vec::new();
    for member in network.members.iter().filter(|_| !strangers.is_empty()) {
        let name = &member.service.name;
        let aliases = member.attachment.aliases.iter().map(|alias| (alias.value.as_str(), &alias.place));
        for (name, place) in std::iter::once((name.value.as_str(), &name.place)).chain(aliases) {
            let Some(stranger) =
                strangers.get(&name.to_lowercase()).filter(|stranger| !member.owns(stranger))
            else {
                continue;
            };
            let message = format!(
                "{name} in {} is answered by {} and by container {stranger}, which is on the host",
                network.name,
                member.title()
            );
            let reason = "a name is answered with all its addresses in changing order, whichever container they belong to";
            let finding =
                Finding::new(Rule::NamesCollideOnSharedNetwork, message, reason).at([place]).by(ALIASES);
            findings.push(finding.instead("another name for the service, or for the container"));
        }
    }
    findings
}

/// Whether an engine's DNS answers for services there: not on Linux' default bridge, and on Windows on nat and
/// overlay networks only.
fn answers_names(network: &Joined<'_>, windows: bool) -> bool {
    if windows {
        return matches!(network.driver(), None | Some(Driver::Nat | Driver::Overlay));
    }
    !network.is_default()
}
