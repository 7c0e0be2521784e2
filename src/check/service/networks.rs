//! The networks a service asks for.

use std::collections::BTreeSet;

use super::remedy::Change;
use super::view::View;
use super::{Part, Remedy, ServiceFinding, SwarmNode};
use crate::check::Rule;
use crate::check::Severity;
use crate::host::{EngineVersion, Evidence, Source};
use crate::model::{NetworkName, Scope};

const INGRESS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit: Service cannot be explicitly attached to the ingress network",
)];
const LOCAL: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby daemon/cluster: The network cannot be used with services. Only networks scoped to the swarm can be used",
)];
const PREDEFINED_SWARM: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby daemon/cluster: could not find the corresponding predefined swarm network",
)];
const NODE_LOCAL: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby/swarmkit cnmallocator: predefined node-local networks")];
const UNKNOWN: &[Source] = &[Source::new(Evidence::ReadInCode, "moby daemon/cluster: network not found")];

const TWICE: &[Source] =
    &[Source::new(Evidence::Reported, "tried on engine 20.10: accepted, two virtual addresses")];

/// Names engines give to networks of their own.
pub(super) const PREDEFINED: [&str; 5] = ["bridge", "host", "ingress", "nat", "none"];

/// Every network the service asks for, once.
pub(super) fn judged(view: &View<'_>) -> Vec<ServiceFinding> {
    let names: BTreeSet<_> = view.draft.networks.iter().collect();
    let judge = |name: &NetworkName| {
        let about = move |finding: ServiceFinding| finding.about(Part::Network(name.clone()));
        one(view, name).into_iter().map(about).collect::<Vec<_>>()
    };
    names.into_iter().flat_map(judge).collect()
}

fn one(view: &View<'_>, name: &NetworkName) -> Vec<ServiceFinding> {
    let rule = match name.as_str() {
        "ingress" => {
            let message = format!("{} asks for the network of the routing mesh by name", view.draft.name);
            let reason =
                "Service cannot be explicitly attached to the ingress network: its ports bring it there";
            let finding = ServiceFinding::new(Rule::IngressByName, message, reason).by(INGRESS);
            return vec![
                finding.instead(overlay(view, "an overlay network of your own for what talks to it")),
            ];
        }
        "none" => {
            let message = format!("{} asks for no network at all", view.draft.name);
            let reason = "could not find the corresponding predefined swarm network: network none not found";
            let finding = ServiceFinding::new(Rule::NetworkPredefinedRefused, message, reason);
            return vec![
                finding.by(PREDEFINED_SWARM).instead(overlay(view, "an overlay network nobody else is in")),
            ];
        }
        other => other,
    };
    let mut findings = Vec::new();
    // A name is looked up among the swarm's own networks first.
    let mut known = view.swarm.networks.get(name).into_iter().flatten();
    let is_swarms = known.any(|known| known.scope != Scope::Local);
    let mut otherwise = view.swarm.nodes.is_empty();
    for manager in view.managers().filter(|_| !is_swarms) {
        match predefined(rule, manager) {
            Predefined::No => otherwise = true,
            Predefined::NodeLocal => findings.push(node_local(view, rule, manager)),
            Predefined::Refused(reason) => {
                let message = format!("{} asks for {name}, which services cannot have here", view.draft.name);
                let finding = ServiceFinding::new(Rule::NetworkPredefinedRefused, message, reason);
                let finding = finding.by(PREDEFINED_SWARM).on([manager]);
                findings.push(finding.instead(overlay(view, "an overlay network")));
            }
            Predefined::Unknown(since) => {
                let message =
                    format!("{} asks for {name}, which services can have from {since} on", view.draft.name);
                let reason = "the engine's version is not known";
                let finding = ServiceFinding::new(Rule::NetworkPredefinedRefused, message, reason);
                let finding = finding.with_severity(Severity::Note).by(NODE_LOCAL).on([manager]);
                findings.push(finding.instead(overlay(view, "an overlay network")));
            }
        }
    }
    if otherwise {
        findings.extend(by_scope(view, name));
    }
    merged(findings)
}

/// What a manager makes of a name.
enum Predefined {
    No,
    NodeLocal,
    Refused(&'static str),
    Unknown(&'static str),
}

fn predefined(name: &str, manager: &SwarmNode) -> Predefined {
    let (since, text) = match (name, manager.is_windows()) {
        ("bridge" | "host", false) => (EngineVersion::new(17, 6, 0), "17.06"),
        ("bridge" | "host", true) => {
            return Predefined::Refused(
                "a Windows manager has no network of that name, and swarm none for it: network not found",
            );
        }
        ("nat", true) => (EngineVersion::new(24, 0, 0), "24.0"),
        _ => return Predefined::No,
    };
    match &manager.host.engine {
        None => Predefined::Unknown(text),
        Some(engine) if *engine >= since => Predefined::NodeLocal,
        Some(_) if name == "nat" => Predefined::Refused(
            "could not find the corresponding predefined swarm network: network nat not found (there is one from 24.0 on)",
        ),
        Some(_) => Predefined::Refused(
            "The network cannot be used with services. Only networks scoped to the swarm can be used (accepted from 17.06 on)",
        ),
    }
}

fn node_local(view: &View<'_>, name: &str, manager: &SwarmNode) -> ServiceFinding {
    let message = format!("{} is on {name}, which is another network on every node", view.draft.name);
    let lacking = view.eligible().any(|node| node.is_windows() != manager.is_windows());
    let reason = if lacking {
        "its tasks do not reach each other across nodes, and the nodes of the other platform have no such network"
    } else {
        "its tasks do not reach each other across nodes"
    };
    // Nobody asks for the host's own network by mistake.
    let severity = if name == "host" { Severity::Note } else { Severity::Warning };
    let finding = ServiceFinding::new(Rule::NetworkNodeLocal, message, reason).by(NODE_LOCAL);
    let finding = finding.with_severity(severity);
    finding
        .instead(overlay(view, "an overlay network, if tasks of several nodes talk to each other"))
        .on([manager])
}

/// Findings that differ only in the manager become one.
fn merged(findings: Vec<ServiceFinding>) -> Vec<ServiceFinding> {
    let mut kept: Vec<ServiceFinding> = Vec::new();
    for finding in findings {
        let same = |there: &&mut ServiceFinding| {
            (&there.message, &there.reason) == (&finding.message, &finding.reason)
        };
        match kept.iter_mut().find(same) {
            Some(there) => there.nodes.extend(finding.nodes),
            None => kept.push(finding),
        }
    }
    kept
}

fn by_scope(view: &View<'_>, name: &NetworkName) -> Option<ServiceFinding> {
    let named = view.swarm.networks.get(name).map_or(&[][..], Vec::as_slice);
    if named.is_empty() && !view.swarm.complete {
        return None;
    }
    if named.is_empty() {
        let message = format!("{} asks for {name}, which is not there", view.draft.name);
        let reason = format!("the manager refuses the service: network {name} not found");
        let finding = ServiceFinding::new(Rule::NetworkUnknown, message, reason).by(UNKNOWN);
        let make = Change { network: Some((name.to_string(), true)), ..Change::default() };
        let remedy = make.remedy(view.draft, "made first; in Compose, declared by the file");
        return Some(
            finding.instead(remedy.with_command(format!("docker network create --driver overlay {name}"))),
        );
    }
    if named.iter().any(|known| known.scope != Scope::Local) {
        return None;
    }
    let message = format!("{} asks for {name}, which is a network of one node", view.draft.name);
    let reason = format!(
        "The network {name} cannot be used with services. Only networks scoped to the swarm can be used, \
         such as those created with the overlay driver."
    );
    let finding = ServiceFinding::new(Rule::NetworkNotSwarmScoped, message, reason).by(LOCAL);
    Some(finding.instead(overlay(view, "an overlay network")))
}

/// An overlay network of the service's own.
fn overlay(view: &View<'_>, advice: &str) -> Remedy {
    let name = format!("{}-overlay", view.draft.in_compose());
    let change = Change { network: Some((name.clone(), true)), ..Change::default() };
    let command = format!(
        "docker network create --driver overlay {name}\ndocker service create {} --name {} {}",
        change.flags(),
        view.draft.name,
        view.draft.image
    );
    change.remedy(view.draft, advice).with_command(command)
}

/// One network asked for twice.
pub(super) fn twice(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut seen = BTreeSet::new();
    let again: BTreeSet<_> = view.draft.networks.iter().filter(|name| !seen.insert(*name)).collect();
    let judge = |name: &NetworkName| {
        let message = format!("{} asks for {name} twice", view.draft.name);
        let reason = "the manager accepts it and gives the service two virtual addresses there";
        let finding = ServiceFinding::new(Rule::NetworkTwice, message, reason).by(TWICE);
        let in_compose = view.draft.network_in_compose(name.as_str());
        let once = Change { network: Some((in_compose.to_owned(), false)), ..Change::default() };
        finding.about(Part::Network(name.clone())).instead(once.remedy(view.draft, "the network once"))
    };
    again.into_iter().map(judge).collect()
}
