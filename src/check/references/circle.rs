//! Services that need each other in a circle: none of them can be made first.

use std::collections::{BTreeMap, BTreeSet};

use super::image;
use crate::check::few::few;
use crate::check::told::Told;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{NetworkMode, Node, Place, Project, Service};
use crate::host::{Evidence, Source};

const CIRCLE: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 config/sort_services.py: Circular dependency between, A service can not link to itself (seen with 1.29.2)",
    ),
    Source::new(
        Evidence::ReadInCode,
        "compose-go loader/normalize.go and graph/cycle.go CheckCycle: dependency cycle detected",
    ),
];

/// By which key a service needs another one, where, and which.
type Need<'a> = (&'static str, &'a Place, &'a str);

/// Circles of `network_mode`, `pid` and `ipc` with `service:`, `links`, `volumes_from` and `depends_on`.
pub(in crate::check) fn services(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Told::new();
    view.projects.iter().for_each(|project| circles(project, &mut findings));
    findings.findings()
}

fn needs<'a>(node: Option<&'a Node>, service: &'a Service) -> Vec<Need<'a>> {
    let mode = service.network_mode.iter().filter_map(|mode| match &mode.value {
        NetworkMode::Service(name) => Some(("network_mode", &mode.place, name.as_str())),
        NetworkMode::Bridge
        | NetworkMode::Container(_)
        | NetworkMode::Host
        | NetworkMode::None
        | NetworkMode::Other(_) => None,
    });
    let links = service.links.iter().map(|link| ("links", &link.place, link.value.service.as_str()));
    // One that is not required counts as well, where it is there.
    let waits = service.depends_on.iter();
    let waits = waits.map(|other| ("depends_on", &other.service.place, other.service.value.as_str()));
    let volumes = service.volumes_from.iter().map(|item| {
        let from = item.value.split(':').next().unwrap_or_default();
        // `container:name` is none of the project's, even where a service is called so.
        ("volumes_from", &item.place, if item.value.starts_with("container:") { "" } else { from })
    });
    let spaces = ["ipc", "pid"].into_iter().filter_map(move |key| {
        let value = node?.get(key)?;
        Some((key, value.place(), value.as_text()?.strip_prefix("service:")?))
    });
    mode.chain(links).chain(waits).chain(volumes).chain(spaces).collect()
}

/// Walks from every service along what it needs; coming back to where the walk still is closes a circle.
fn circles(project: &Project, findings: &mut Told) {
    let nodes = image::services(project);
    let node = |service: &Service| nodes.get(service.name.value.as_str()).copied();
    // Who needs nobody is in no circle.
    let needy = project.services().iter().filter(|service| !needs(node(service), service).is_empty());
    let all: BTreeMap<&str, &Service> = needy.map(|service| (service.name.value.as_str(), service)).collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in all.keys().copied() {
        let mut way: Vec<(&str, std::vec::IntoIter<Need<'_>>)> = Vec::new();
        let mut on_way: BTreeSet<&str> = BTreeSet::new();
        let mut next = Some(start);
        loop {
            if let Some(service) =
                next.take().filter(|name| !done.contains(name)).and_then(|name| all.get(name))
            {
                on_way.insert(&service.name.value);
                way.push((&service.name.value, needs(node(service), service).into_iter()));
            }
            let Some((here, rest)) = way.last_mut() else { break };
            match rest.next() {
                Some((key, place, other)) if on_way.contains(other) => {
                    let ring = || way.iter().map(|(name, _)| *name).skip_while(|name| *name != other);
                    findings.push_with(Rule::ServiceCircle, || {
                        circle(project, key, place, &ring().collect::<Vec<_>>())
                    });
                }
                Some((_, _, other)) => next = Some(other),
                None => {
                    on_way.remove(*here);
                    done.insert(*here);
                    way.pop();
                }
            }
        }
    }
}

fn circle(project: &Project, key: &str, place: &Place, ring: &[&str]) -> Finding {
    let project = project.name();
    let (message, reason) = match ring {
        [one] => (
            format!("{project}/{one} needs itself, by {key}"),
            "no tool makes a service that needs itself before".to_owned(),
        ),
        _ => (
            format!("services of {project} need each other in a circle, closed by {key}: {}", few(ring)),
            format!(
                "Compose stops before anything is created: docker-compose 1.29 with Circular dependency between {}, Compose v2 with dependency cycle detected",
                few(ring)
            ),
        ),
    };
    let finding = Finding::new(Rule::ServiceCircle, message, reason).at([place]).by(CIRCLE);
    let remedy = match key {
        "network_mode" => "a network for both: names are answered there whoever comes first",
        "volumes_from" => "a named volume for both",
        "ipc" | "pid" => "leave one of them out",
        _ => "leave one of them out: in a network for both, names are answered whoever comes first",
    };
    finding.instead(remedy)
}
