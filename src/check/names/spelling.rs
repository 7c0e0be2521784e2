//! Names as they are spelled: those Compose makes up, those many programs refuse.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::{Asked, Mentioning, Neighbourhood};
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{Project, Service};
use crate::host::{Evidence, Source};
use crate::model::Replicas;

const JOINTS: &[Source] = &[
    Source::new(
        Evidence::Documented,
        "Compose migration guide: `_` between the words in version 1, `-` in version 2",
    ),
    Source::new(Evidence::ReadInCode, "docker-compose 1.29 service.py, build_container_name"),
];
const UNDERSCORES: &[Source] = &[
    Source::new(Evidence::Documented, "RFC 952, RFC 1123 section 2.1: letters, digits and hyphens"),
    Source::new(
        Evidence::Reported,
        "docker/compose#229, #472 (Ruby), SpigotMC/BungeeCord#2667 (Java), cBioPortal (Tomcat)",
    ),
];

/// Containers asked for by the names Compose makes up for them.
pub(super) fn generated<'a>(view: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Vec<Finding> {
    // Such a name ends with a number.
    let numbered = |host: &str| host.ends_with(|c: char| c.is_ascii_digit());
    let mut asking =
        neighbours.mentioning().iter().filter(|one| one.hosts.iter().any(|(host, ..)| numbered(host)));
    let Some(first) = asking.next() else { return Vec::new() };
    let mut prefixes: BTreeMap<String, (&Project, &Service, char)> = BTreeMap::new();
    for &(project, service) in &view.services {
        for joint in ['_', '-'] {
            let prefix = format!("{}{joint}{}{joint}", project.name(), service.name).to_lowercase();
            prefixes.insert(prefix, (project, service, joint));
        }
    }
    // Services and containers that are called so because somebody wrote it.
    let written = view.services.iter().flat_map(|(_, service)| {
        let fixed = service.fixed_container_name.as_ref().map(|name| name.value.as_str());
        fixed.into_iter().chain([service.name.value.as_str()])
    });
    let on_purpose: BTreeSet<String> = written.map(str::to_lowercase).collect();
    let mut findings = Vec::new();
    for Mentioning { project, by, hosts } in std::iter::once(first).chain(asking) {
        for (host, _, place) in hosts.iter().filter(|(host, ..)| numbered(host)) {
            let name = host.to_lowercase();
            let prefix = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let Some((of, service, joint)) = prefixes.get(prefix).filter(|_| prefix.len() < name.len())
            else {
                continue;
            };
            let number: Option<u64> = name.strip_prefix(prefix).and_then(|number| number.parse().ok());
            if on_purpose.contains(&name) {
                continue;
            }
            let reason = match (&service.fixed_container_name, service.replicas(), number) {
                (Some(fixed), ..) => {
                    format!("the service has container_name {fixed}, and no container of the other name")
                }
                (None, Replicas::Count(count), Some(number)) if number > count || number == 0 => {
                    format!("the numbers of the service's containers go from 1 to {count}")
                }
                _ => {
                    let (version, other) = if *joint == '_' {
                        ("docker-compose 1", "docker compose 2 writes -")
                    } else {
                        ("docker compose 2", "docker-compose 1 writes _")
                    };
                    format!(
                        "{version} alone calls the container so, {other}, and the name changes with the project's folder"
                    )
                }
            };
            let message = format!("{}/{} asks for {host}, a name Compose makes up", project.name(), by.name);
            let finding =
                Finding::new(Rule::GeneratedNameUnresolved, message, reason).by(JOINTS).at([*place]);
            let instead = if of.name() == project.name() {
                format!("the service's name, {}", service.name)
            } else {
                format!("an alias of {} in a network both projects are in", service.name)
            };
            findings.push(finding.instead(instead));
        }
    }
    findings
}

/// Names in URLs with characters that host names do not have.
pub(super) fn underscores<'v, 'a>(
    _: &View<'a>,
    _: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let refused = asked.iter().filter(|asked| asked.in_url && asked.host.contains('_'));
    let judge = |asked: &Asked<'_, '_>| {
        let message = format!(
            "{}/{} asks for {} in a URL, where `_` is no letter of a host",
            asked.project.name(),
            asked.by.name,
            asked.host
        );
        let reason = "the engine answers to it; programs that read URLs strictly do not ask, or are answered with 400 Bad Request";
        let finding = Finding::new(Rule::NameNotAHostName, message, reason).by(UNDERSCORES).at([asked.place]);
        finding.instead(format!("an alias without it: {}", asked.host.replace('_', "-")))
    };
    refused.map(judge).collect()
}
