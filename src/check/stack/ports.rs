//! Ports several services of the swarm publish.

use std::collections::{BTreeMap, BTreeSet};

use super::MOST_PLACES;
use super::deployed::Stacks;
use crate::check::few::few;
use crate::check::service::{Part, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source};
use crate::model::{Port, Protocol, PublishMode};

const USED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/controlapi/service.go: port is already in use by service",
)];
const HOST_PORT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/scheduler/filter.go: host-mode port already in use on N nodes",
)];

/// A service's port, by both indices.
type Holder = (usize, usize, PublishMode);

/// Ports that several services want.
pub(super) fn shared(stacks: &Stacks<'_>, views: &[View<'_>]) -> Vec<Finding> {
    let mut wanted: BTreeMap<(Port, Protocol), Vec<Holder>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for (at, port) in view.draft.ports.iter().enumerate() {
            let Some(number) = port.port.published else { continue };
            // Twice in one service is another rule's.
            if seen.insert((number, port.port.protocol)) {
                wanted.entry((number, port.port.protocol)).or_default().push((index, at, port.mode));
            }
        }
    }
    let several = wanted.into_iter().filter(|(_, holders)| holders.len() > 1);
    several.filter_map(|(port, holders)| judge(stacks, views, port, &holders)).collect()
}

fn judge(
    stacks: &Stacks<'_>,
    views: &[View<'_>],
    (number, protocol): (Port, Protocol),
    holders: &[Holder],
) -> Option<Finding> {
    let (severity, reason, sources) = if holders.iter().any(|(.., mode)| *mode == PublishMode::Ingress) {
        let reason = "a port of the mesh is open on every node: the manager refuses the second service (port is already in \
            use by service ... as an ingress port)";
        (Severity::Error, reason, USED)
    } else {
        let severity = on_hosts(views, holders)?;
        let reason = "the manager accepts both, and a task is placed only where no task of the other runs";
        (severity, reason, HOST_PORT)
    };
    let titles: Vec<_> = holders
        .iter()
        .filter_map(|(index, _, mode)| Some(format!("{} ({mode} mode)", views.get(*index)?.draft.name)))
        .collect();
    let message =
        format!("port {number}/{protocol} is published by {}", few(titles.iter().map(String::as_str)));
    let places = holders
        .iter()
        .take(MOST_PLACES)
        .filter_map(|(index, at, _)| Some(stacks.services.get(*index)?.place(&Part::Port(*at))));
    let finding = Finding::new(Rule::PortUsedByService, message, reason).with_severity(severity).by(sources);
    let remedy =
        "a port of its own for each, or one of them in front that sends on to the others by their names";
    Some(finding.at(places).instead(remedy))
}

/// Whether the services want one property of their nodes, each another value of it: then no node runs two of them,
/// whatever labels the nodes have.
fn contradict<'v>(views: impl Iterator<Item = &'v View<'v>>) -> bool {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut services = 0_usize;
    for view in views {
        services += 1;
        let equal = view.draft.constraints.iter().filter_map(|constraint| constraint.split_once("=="));
        let own: BTreeMap<_, _> =
            equal.map(|(key, value)| (key.trim().to_lowercase(), value.trim().to_lowercase())).collect();
        for (key, value) in own {
            wanted.entry(key).or_default().insert(value);
        }
    }
    wanted.values().any(|values| values.len() == services)
}

/// What becomes of services that want one port of the nodes they run on: nothing where they never meet.
fn on_hosts(views: &[View<'_>], holders: &[Holder]) -> Option<Severity> {
    let holding = || holders.iter().filter_map(|(index, ..)| views.get(*index));
    let nodes: BTreeSet<&str> =
        holding().flat_map(|view| &view.eligible).map(|node| node.name.as_str()).collect();
    let apart = holding().map(|view| view.eligible.len()).sum::<usize>() == nodes.len();
    if (apart && !nodes.is_empty()) || contradict(holding()) {
        return None;
    }
    let tasks = holding().map(View::tasks).fold(0, u64::saturating_add);
    let fits = u64::try_from(nodes.len()).is_ok_and(|nodes| tasks <= nodes);
    Some(if fits { Severity::Note } else { Severity::Warning })
}
