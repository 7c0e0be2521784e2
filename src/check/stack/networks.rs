//! The networks stacks make: how far they reach, whom they meet, how many fit in.

use std::collections::BTreeMap;

use super::deployed::Stacks;
use super::translated;
use crate::check::service::{self, NodeRole, Spare, View};
use crate::check::{Finding, Rule, Severity};
use crate::compose::Place;
use crate::host::{EngineVersion, Evidence, Source};
use crate::model::{NetworkName, Scope, Subnet};

const LOCAL: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby daemon/cluster: The network cannot be used with services. Only networks scoped to the swarm can be used",
)];
const OVERLAP: &[Source] =
    &[Source::new(Evidence::ReadInCode, "swarmkit manager/controlapi/network.go; seen on engine 20.10.24")];
const INGRESS: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork ipamutils: the first /24 of 10.0.0.0/8; swarmkit manager/manager.go up to 18.09: 10.255.0.0/16",
    ),
    Source::new(Evidence::ReadInCode, "swarmkit manager/controlapi/network.go; seen on engine 20.10.24"),
];

/// Whether a stack makes a network that reaches no further than one node.
pub(super) fn is_local(stacks: &Stacks<'_>, name: &NetworkName) -> bool {
    let known = stacks.swarm.networks.get(name);
    stacks.networks.contains_key(name)
        && known.is_some_and(|known| known.iter().all(|network| network.scope == Scope::Local))
}

/// Networks of one node, which services cannot have.
pub(super) fn local(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, made) in stacks.networks.iter().filter(|(name, _)| is_local(stacks, name)) {
        let driver = made.network.and_then(|network| network.driver.as_ref());
        let what =
            driver.map_or_else(|| "is there already".to_owned(), |driver| format!("has driver {driver}"));
        let message = format!("{name} {what} and is a network of one node, which services cannot have");
        let reason = "the network is made on the manager that is asked, and every service in it is refused: only networks \
            scoped to the swarm can be used";
        let finding = Finding::new(Rule::NetworkNotSwarmScoped, message, reason).by(LOCAL);
        let place = driver.map_or(made.place, |driver| &driver.place);
        let remedy = "no driver at all: `docker stack deploy` then makes an overlay network";
        findings.push(finding.at([place, made.place]).instead(remedy));
    }
    findings
}

/// Networks of the swarm that share addresses. Nothing says so when they are made.
pub(super) fn overlap(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut pools: Vec<(Subnet, &NetworkName)> = Vec::new();
    for (name, known) in &stacks.swarm.networks {
        let swarms = known.iter().filter(|network| network.scope == Scope::Swarm);
        pools.extend(swarms.flat_map(|network| network.spec.subnets()).map(|subnet| (subnet, name)));
    }
    // By first address, the larger one first: what overlaps follows what holds it.
    pools.sort_by_key(|(subnet, name)| (subnet.address(), subnet.length(), *name));
    let mut findings = Vec::new();
    let mut open: Option<(Subnet, &NetworkName)> = None;
    for (subnet, name) in pools {
        let Some((wide, other)) = open.filter(|(wide, _)| wide.overlaps(subnet)) else {
            open = Some((subnet, name));
            continue;
        };
        let places: Vec<&Place> =
            [name, other].into_iter().filter_map(|name| pool_place(stacks, name)).collect();
        if name == other || places.is_empty() {
            continue;
        }
        let message = format!("{wide} of {other} and {subnet} of {name} overlap");
        let reason = "swarm says yes to both, and the allocator fails in the background: one of them never gets its subnet, and \
            services in it stay in state new";
        let finding = Finding::new(Rule::SubnetsOverlap, message, reason).by(OVERLAP);
        findings.push(finding.at(places).instead("subnets that share no address"));
    }
    findings
}

/// Networks over the routing mesh's, as swarm makes it where nobody says otherwise. Where the swarm's networks are
/// known it is one of them, and the rule above looks.
pub(super) fn over_ingress(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(ingress) = ingress(stacks).filter(|_| !stacks.swarm.complete) else { return findings };
    for (name, made) in &stacks.networks {
        let known = stacks.swarm.networks.get(name);
        if !known.is_some_and(|known| known.iter().any(|network| network.scope == Scope::Swarm)) {
            continue;
        }
        let pools = made.network.into_iter().flat_map(|network| &network.pools);
        for pool in pools.filter(|pool| pool.value.subnet().overlaps(ingress)) {
            let subnet = pool.value.subnet();
            let message = format!("{subnet} of {name} and {ingress} of the routing mesh overlap");
            let reason = "the mesh's network `ingress` gets the swarm's first subnet, unless the swarm was made with another \
                `--default-addr-pool`; swarm says yes to the second network, which never gets its subnet, and services in it stay \
                in state new";
            let finding =
                Finding::new(Rule::SubnetsOverlap, message, reason).with_severity(Severity::Warning);
            let remedy =
                "a subnet beside the mesh's, or the networks a manager lists, which say what the mesh has";
            findings.push(finding.at([&pool.place]).by(INGRESS).instead(remedy));
        }
    }
    findings
}

/// What the mesh has in a swarm nobody changed; the manager that made the swarm decides.
fn ingress(stacks: &Stacks<'_>) -> Option<Subnet> {
    let mut managers = stacks.swarm.nodes().filter(|(.., role)| *role == NodeRole::Manager);
    let engine = managers.next().and_then(|(_, host, _)| host.engine.as_ref());
    let old = engine.is_some_and(|engine| *engine < EngineVersion::new(19, 3, 0));
    if old { "10.255.0.0/16" } else { "10.0.0.0/24" }.parse().ok()
}

/// Where the file says a network's subnet.
fn pool_place<'a>(stacks: &Stacks<'a>, name: &NetworkName) -> Option<&'a Place> {
    let made = stacks.networks.get(name)?;
    made.network.and_then(|network| network.pools.first()).map(|pool| &pool.place)
}

/// Networks with too few addresses for all services in them.
pub(super) fn room(stacks: &Stacks<'_>, views: &[View<'_>]) -> Vec<Finding> {
    let mut members: BTreeMap<&NetworkName, Vec<usize>> = BTreeMap::new();
    for (index, view) in views.iter().enumerate() {
        for name in &view.draft.networks {
            members.entry(name).or_default().push(index);
        }
    }
    let mut spare = Spare::of(&stacks.swarm);
    let mut findings = Vec::new();
    for (name, indices) in members {
        let joined: Vec<_> = indices.iter().filter_map(|index| views.get(*index)).collect();
        let known = stacks.swarm.networks.get(name).into_iter().flatten();
        for network in known.filter(|network| network.scope != Scope::Local) {
            let Some(finding) = service::short(network, &joined, stacks.in_file(name), &mut spare) else {
                continue;
            };
            let first = indices.first().and_then(|index| stacks.services.get(*index));
            let made = stacks.networks.get(name).map(|made| made.place);
            let place = pool_place(stacks, name).or(made).or_else(|| first?.joins(name));
            findings.push(translated(finding, place));
        }
    }
    findings
}
