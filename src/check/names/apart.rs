//! Services asked for in networks that keep their containers apart: the name is answered, and nothing connects.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::{Asked, Neighbourhood, asks_for};
use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity, apart};
use crate::compose::{Place, Project, Service};

/// A service and one it needs.
type Pair = (*const Service, *const Service);

/// Services that ask for another one by a name and cannot connect to it.
pub(super) fn asked<'a>(
    view: &View<'a>,
    neighbours: &Neighbourhood<'_, 'a>,
    asked: &[Asked<'_, 'a>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in asked {
        let mut networks = Vec::new();
        let all = asked.of.iter().all(|holder| {
            networks.extend(&holder.shared);
            are_apart(view, neighbours, asked.project, asked.by, holder.service, &holder.shared)
        });
        if all && !asked.of.is_empty() {
            let how = format!("asks for {}", asked.host);
            findings.push(finding(asked.project, asked.by, &how, asked.place, &networks));
        }
    }
    findings
}

/// Services that need another one, by a link or an order of starting, and cannot connect to it; those that ask for it by
/// a name as well are found by that.
pub(super) fn needed<'a>(view: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut said: BTreeSet<Pair> = BTreeSet::new();
    let mentions: BTreeMap<_, _> = neighbours
        .mentioning()
        .iter()
        .map(|one| (std::ptr::from_ref(one.by), one.hosts.as_slice()))
        .collect();
    for &(project, service) in &view.services {
        let hosts = mentions.get(&std::ptr::from_ref(service)).copied().unwrap_or_default();
        let links = service.links.iter().map(|link| (&link.value.service, &link.place, "links to"));
        let waits = service.depends_on.iter();
        let waits = waits.map(|other| (&other.service.value, &other.service.place, "starts after"));
        for (name, place, how) in links.chain(waits) {
            let Some(other) = neighbours.service(project, name) else { continue };
            let shared = neighbours.shared(project, service, other);
            let shared: Vec<_> = shared.into_iter().map(|(joined, _)| joined).collect();
            if !are_apart(view, neighbours, project, service, other, &shared)
                || asks_for(service, hosts, other)
                || !said.insert(pair(service, other))
            {
                continue;
            }
            let found = finding(project, service, &format!("{how} {name}"), place, &shared);
            // An order of starting may be about a volume alone.
            let severity = if how == "links to" { Severity::Error } else { Severity::Note };
            findings.push(found.with_severity(severity));
        }
    }
    findings
}

fn pair(one: &Service, other: &Service) -> Pair {
    (std::ptr::from_ref(one), std::ptr::from_ref(other))
}

/// Whether all two services share are networks that keep their containers apart.
fn are_apart<'a>(
    view: &View<'a>,
    neighbours: &Neighbourhood<'_, 'a>,
    project: &'a Project,
    one: &'a Service,
    other: &'a Service,
    shared: &[&Joined<'a>],
) -> bool {
    // Whoever shares a stack reaches the other on localhost.
    let stacks = neighbours.stack(project, one).zip(neighbours.stack(project, other));
    let two = stacks.is_some_and(|(one, other)| !std::ptr::eq(one, other));
    // On the default bridge nobody answers names, and a link opens the ports it leads to.
    let kept = |network: &&Joined<'a>| !network.is_default() && apart::kept(view, network);
    two && !shared.is_empty() && shared.iter().all(kept)
}

fn finding<'a>(
    project: &Project,
    by: &Service,
    how: &str,
    place: &'a Place,
    networks: &[&Joined<'a>],
) -> Finding {
    let names: BTreeSet<_> = networks.iter().map(|network| network.name.as_str()).collect();
    let verb = if names.len() == 1 { "keeps its" } else { "keep their" };
    let message =
        format!("{}/{} {how} in {}, which {verb} containers apart", project.name(), by.name, few(&names));
    let reason = "enable_icc is false: the name is answered, and the bridge drops whatever one of its containers sends to another";
    let finding = Finding::new(Rule::ContainersKeptApart, message, reason).by(apart::SOURCES);
    let places = networks.iter().filter_map(|network| apart::place(network));
    let finding = finding.at([place]).at(places);
    finding.instead("a further network without the option for those who talk to each other")
}
