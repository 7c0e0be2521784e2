//! Aliases that mean something else, or cannot be.

use std::collections::BTreeMap;

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::host::{Capability, Evidence, Source};

const MIXED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 service.py: a service's name is an alias of its containers",
    ),
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork resolver.go: several addresses are answered in changing order",
    ),
];
const SENT: &[Source] = &[Source::new(Evidence::Reported, "docker/compose#3012, #8114, #11235")];

/// Aliases that are the name of another service in the same network: who asks gets now the one, now the other.
pub(in crate::check) fn another_service(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.has_aliases()) {
        let mut services: BTreeMap<(&str, String), _> = BTreeMap::new();
        for member in &network.members {
            let name = member.service.name.value.to_lowercase();
            services.insert((member.project.name(), name), &member.service.name);
        }
        for member in &network.members {
            for alias in &member.attachment.aliases {
                let name = alias.value.as_str().to_lowercase();
                // Names of two projects on one network are another rule's.
                let Some(other) = services.get(&(member.project.name(), name)) else { continue };
                if other.value == member.service.name.value {
                    continue;
                }
                let message = format!(
                    "{} has the alias {alias} in {}, where {other} is a service of its own",
                    member.title(),
                    network.name
                );
                let reason = "the name is answered with the addresses of both in changing order";
                let finding = Finding::new(Rule::AliasIsAnotherService, message, reason).by(MIXED);
                findings.push(
                    finding.at([&alias.place, &other.place]).instead("an alias no service is called by"),
                );
            }
        }
    }
    findings
}

/// Services in the engine's own network where it takes no aliases: Compose gives every service one, its name.
pub(in crate::check) fn predefined(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::AliasesOnDefaultNetwork);
    let mut findings = Vec::new();
    let external = |network: &&crate::check::view::Joined<'_>| {
        network.is_default() && network.declarations.iter().any(|(_, declared)| declared.is_external())
    };
    for network in view.networks.iter().filter(external) {
        let Some(first) = network.members.first() else { continue };
        let list = few(network.members.iter().map(|member| member.title()));
        let message = format!(
            "{list} in the engine's own network {}, which takes no aliases, and Compose gives every service one",
            network.name
        );
        let Some(finding) = Finding::judged(Rule::AliasOnPredefinedNetwork, &verdict, message) else {
            continue;
        };
        let aliases =
            network.members.iter().flat_map(|member| &member.attachment.aliases).map(|alias| &alias.place);
        let finding = finding.at(std::iter::once(&first.attachment.network.place).chain(aliases)).by(SENT);
        findings.push(finding.instead("a network of the project's own; or `network_mode: bridge` for a service that nobody asks for by name"));
    }
    findings
}
