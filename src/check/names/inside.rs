//! Ports of the host asked for inside containers: `localhost` that is meant to be the host, and the published port of a
//! service where the container's counts.

use super::asked::{Ask, Asked, Mentioning, Neighbourhood, asks};
use super::listening::{Listener, Listening, commands_speak_of, image, speaks_of};
use super::mention::LOOPBACK;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{NetworkMode, Project, Service};
use crate::host::{Evidence, Source};

const OWN_LOOPBACK: &[Source] = &[
    Source::new(
        Evidence::Documented,
        "Linux network_namespaces(7), Windows container networking: each container has a network stack of its own, loopback included",
    ),
    Source::new(Evidence::Documented, "Docker Compose networking: services reach each other by their names"),
];
const CONTAINER_PORT: &[Source] = &[Source::new(
    Evidence::Documented,
    "Docker Compose networking: between services the port of the container counts, not the one of the host",
)];

/// Ports of servers no browser speaks to. What stands before others may be meant for one.
const NOT_FOR_BROWSERS: &[u16] =
    &[389, 1433, 1521, 1883, 2181, 3306, 4222, 5432, 5671, 5672, 6379, 9042, 9092, 11211, 27017];

/// Services that look on `localhost` for what a sibling does.
pub(super) fn localhost<'a>(_: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Mentioning { project, by: service, hosts } in neighbours.mentioning() {
        if !hosts.iter().any(|(host, ..)| is_here(host)) {
            continue;
        }
        let Some(stack) = neighbours.stack(project, service) else { continue };
        let own = match stack.network_mode.as_ref().map(|mode| &mode.value) {
            None | Some(NetworkMode::Bridge) => true,
            Some(_) => false,
        };
        let given = service.extra_hosts.iter().any(|entry| entry.value.starts_with("localhost"));
        if !own || given {
            continue;
        }
        for ask in asks(service).iter().filter(|ask| is_localhost(ask)) {
            let found = answers(neighbours.listening(), project, service, stack, ask.port);
            findings.extend(found.map(|listener| on_localhost(project, service, ask, listener)));
        }
    }
    findings
}

fn is_here(host: &str) -> bool {
    host == LOOPBACK || host.eq_ignore_ascii_case("localhost")
}

fn is_localhost(ask: &Ask<'_>) -> bool {
    let here = is_here(ask.host);
    let meant = !ask.in_web_url && (ask.in_url || NOT_FOR_BROWSERS.contains(&ask.port));
    here && meant && ask.in_environment
}

/// The sibling that listens where a service asks itself, if nothing says that somebody in its own stack does.
fn answers<'l, 'a>(
    listening: &'l Listening<'a>,
    project: &'a Project,
    service: &'a Service,
    stack: &'a Service,
    port: u16,
) -> Option<&'l Listener<'a>> {
    let (inside, published) = (listening.inside(project, port), listening.published(project, port));
    let all = || inside.iter().chain(published);
    let here = |listener: &Listener<'_>| std::ptr::eq(listener.stack, stack);
    // A further server of the kind listens there itself, and so may a tunnel.
    let same =
        |listener: &Listener<'_>| image(service).is_some_and(|ours| image(listener.service) == Some(ours));
    if all().any(|listener| here(listener) || same(listener)) || commands_speak_of(service, port) {
        return None;
    }
    all().find(|listener| listener.stack.network_mode.is_none())
}

fn on_localhost(project: &Project, service: &Service, ask: &Ask<'_>, listener: &Listener<'_>) -> Finding {
    let there = &listener.service.name;
    let message = format!(
        "{}/{} asks for {}:{}, where {there} answers outside of the container",
        project.name(),
        service.name,
        ask.host,
        ask.port
    );
    let reason = format!(
        "{} is the container itself, and nothing says that {} listens on {} there",
        ask.host, service.name, ask.port
    );
    let finding = Finding::new(Rule::LocalhostIsTheContainer, message, reason).by(OWN_LOOPBACK);
    finding.at([ask.place]).instead(format!("{}:{}", listener.stack.name, listener.target))
}

/// Services that ask for another one by the port it has on the host.
pub(super) fn published<'v, 'a>(
    _: &View<'a>,
    neighbours: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let listening = neighbours.listening();
    let mut findings = Vec::new();
    let mut last: Option<(&Service, Vec<Ask<'_>>)> = None;
    for asked in asked {
        if asked.of.iter().any(|holder| holder.shared.is_empty()) {
            continue;
        }
        let asks = match &last {
            Some((by, asks)) if std::ptr::eq(*by, asked.by) => asks,
            _ => &last.insert((asked.by, asks(asked.by))).1,
        };
        for ask in asks.iter().filter(|ask| ask.host == asked.host) {
            findings.extend(by_published_port(neighbours, listening, asked, ask));
        }
    }
    findings
}

fn by_published_port<'v, 'a>(
    neighbours: &Neighbourhood<'v, 'a>,
    listening: &Listening<'a>,
    asked: &Asked<'v, 'a>,
    ask: &Ask<'_>,
) -> Option<Finding> {
    let mut target = None;
    for holder in &asked.of {
        let stack = neighbours.stack(asked.project, holder.service)?;
        let of_it = |listener: &&Listener<'_>| std::ptr::eq(listener.stack, stack);
        // It may listen there too, for all we know.
        let listens = listening.inside(asked.project, ask.port).iter().any(|listener| of_it(&listener));
        if listens || speaks_of(holder.service, ask.port) || speaks_of(stack, ask.port) {
            return None;
        }
        let published = listening.published(asked.project, ask.port).iter().find(of_it)?;
        target.get_or_insert(published.target);
    }
    let target = target?;
    let message = format!(
        "{}/{} asks for {}:{}, and inside of the network {} listens on {target}",
        asked.project.name(),
        asked.by.name,
        ask.host,
        ask.port,
        ask.host
    );
    let reason = format!(
        "{} is published on the host; containers talk to each other by the ports they listen on",
        ask.port
    );
    let finding = Finding::new(Rule::PublishedPortUsedInside, message, reason).by(CONTAINER_PORT);
    Some(finding.at([ask.place]).instead(format!("{}:{target}", ask.host)))
}
