//! Links between containers, which Windows takes and does nothing for.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Placed, Service};
use crate::host::Capability;

/// Links on hosts that have none. A name that only a link gives is not found; a link that repeats the service's own name
/// does no harm, since a shared network answers for that.
pub(in crate::check) fn unsupported(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::Links);
    let services: Services<'_> =
        view.services.iter().map(|(p, s)| ((p.name(), s.name.value.as_str()), *s)).collect();
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let (mut lost, mut idle) = (Vec::new(), Vec::new());
        for link in &service.links {
            let Placed { value, place } = link;
            let text = format!("{}:{}", value.service, value.alias);
            if answers_anyway(&services, project.name(), &value.service, &value.alias) {
                idle.push((value.service.clone(), place));
            } else {
                lost.push((text, place));
            }
        }
        for link in &service.external_links {
            let (container, alias) = link.value.split_once(':').unwrap_or((&link.value, &link.value));
            let into = if container == alias { &mut idle } else { &mut lost };
            into.push((link.value.clone(), &link.place));
        }
        let title = format!("{}/{}", project.name(), service.name);
        if !lost.is_empty() {
            let titles = few(lost.iter().map(|(text, _)| text.clone()));
            let message = format!("{title} gives others names by links, which nobody answers: {titles}");
            let finding = Finding::judged(Rule::LinksUnsupported, &verdict, message);
            findings.extend(finding.map(|finding| {
                let finding = finding.at(lost.iter().map(|(_, place)| *place));
                finding.instead("the alias under `networks:` of the service that is to answer to it")
            }));
        }
        if !idle.is_empty() {
            let titles = few(idle.iter().map(|(text, _)| text.clone()));
            let message = format!("{title} links to {titles}: only the order of starting comes of it");
            let finding = Finding::judged(Rule::LinksUnsupported, &verdict, message);
            findings.extend(finding.map(|finding| {
                let finding = finding.at(idle.iter().map(|(_, place)| *place)).with_severity(Severity::Note);
                finding.instead("`depends_on` for the order; a shared network answers for the names")
            }));
        }
    }
    findings
}

/// Services by project and name.
type Services<'a> = BTreeMap<(&'a str, &'a str), &'a Service>;

/// Whether a network answers to the alias for that service all the same.
fn answers_anyway(services: &Services<'_>, project: &str, target: &str, alias: &str) -> bool {
    let names = |service: &Service| -> BTreeSet<String> {
        let aliases = service.networks.iter().flat_map(|attachment| &attachment.aliases);
        let fixed = service.fixed_container_name.iter().map(|name| name.value.to_string());
        aliases.map(|alias| alias.value.to_string()).chain(fixed).map(|name| name.to_lowercase()).collect()
    };
    alias.eq_ignore_ascii_case(target)
        || services
            .get(&(project, target))
            .is_some_and(|service| names(service).contains(&alias.to_lowercase()))
}
