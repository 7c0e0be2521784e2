//! Projects as stacks: what `docker stack deploy` makes of them on a swarm, and what of a swarm docker-compose meets on
//! one host.

mod alone;
mod attachable;
mod deployed;
mod each;
mod keys;
mod networks;
mod ports;
mod schema;
mod shared;
mod unread;

pub(super) use attachable::attachable;
use deployed::Stacks;

use super::Finding;
use super::service::{ServiceFinding, SwarmHosts, View};
use super::situation::Judge;
use super::told::Told;
use crate::compose::{Place, Project};

/// What docker-compose makes of a swarm's settings on one host.
pub(super) const JUDGES: &[Judge] = &[alone::overlay, alone::deploy];

/// What the rules about stacks are: a look at all services on a swarm.
type StackJudge = fn(&Stacks<'_>, &[View<'_>]) -> Vec<Finding>;

const STACK_JUDGES: &[StackJudge] = &[
    each::service,
    keys::ignored,
    keys::without_image,
    networks::local,
    networks::overlap,
    networks::over_ingress,
    networks::room,
    ports::shared,
    shared::faults,
    shared::nodes,
    shared::registry,
    unread::format,
    unread::names,
    unread::refused,
    unread::replicas,
];

/// How many places a finding about several services names.
const MOST_PLACES: usize = 4;

/// Judges projects as stacks on one swarm.
pub(super) fn check(name: &str, swarm: &SwarmHosts, projects: &[&Project]) -> Vec<Finding> {
    let stacks = Stacks::new(swarm, projects);
    let views: Vec<_> =
        stacks.services.iter().map(|service| View::new(&service.draft, &stacks.swarm)).collect();
    let judged: Told = STACK_JUDGES.iter().flat_map(|judge| judge(&stacks, &views)).collect();
    let hosts = |finding: Finding| {
        let hosts = if finding.hosts.is_empty() { vec![name.to_owned()] } else { finding.hosts };
        Finding { hosts, ..finding }
    };
    judged.findings().into_iter().map(hosts).collect()
}

/// A finding about a service as one about its file. The lines for the command line stay out where the file has some.
fn translated<'p>(finding: ServiceFinding, places: impl IntoIterator<Item = &'p Place>) -> Finding {
    let ServiceFinding { severity, rule, message, reason, remedy, sources, disagreements, .. } = finding;
    let remedy = remedy.map(|remedy| match remedy.compose.or(remedy.command) {
        Some(lines) => format!("{}\n{}", remedy.advice, lines.trim_end()),
        None => remedy.advice,
    });
    let translated = Finding::new(rule, message, reason).with_severity(severity).by(&sources).at(places);
    Finding { remedy, disagreements, extrapolated: finding.extrapolated, hosts: finding.nodes, ..translated }
}
