//! How many addresses an overlay network has, and how many its services take.

use std::collections::BTreeSet;

use super::remedy::plain;
use super::spare::Spare;
use super::swarm::KnownNetwork;
use super::view::View;
use super::{Part, Remedy, ServiceFinding};
use crate::check::Rule;
use crate::check::Severity;
use crate::check::few::{counted, few};
use crate::host::{Evidence, Source};
use crate::model::{EndpointMode, IpamPool};

const SIZE: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby/swarmkit manager/allocator/network.go: an address for each task, each virtual address and each node with a task (lbAttachment)",
    ),
    Source::new(Evidence::Documented, "docker network create: overlay networks of /24"),
];
const UPDATE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/orchestrator/update/updater.go: with start-first the old task is removed once the new one runs",
)];

/// What a subnet gives that nobody chose: swarm cuts blocks of /24.
const DEFAULT_BLOCK: u128 = 254;

/// What services take of a network, as they are and while one of them is updated.
struct Demand {
    tasks: u64,
    virtual_addresses: usize,
    balancers: u64,
    start_first: bool,
}

impl Demand {
    fn of(views: &[&View<'_>]) -> Self {
        let tasks = views.iter().map(|view| view.tasks()).fold(0, u64::saturating_add);
        let nodes: BTreeSet<_> =
            views.iter().flat_map(|view| view.eligible()).map(|node| &node.name).collect();
        let nodes = u64::try_from(nodes.len()).unwrap_or(u64::MAX);
        let virtual_addresses = views.iter().filter(|view| view.draft.mode == EndpointMode::Vip).count();
        let start_first = views.iter().any(|view| view.draft.start_first);
        Self { tasks, virtual_addresses, balancers: nodes.min(tasks), start_first }
    }

    fn total(&self) -> u128 {
        let virtual_addresses = u128::try_from(self.virtual_addresses).unwrap_or(u128::MAX);
        u128::from(self.tasks) + u128::from(self.balancers) + virtual_addresses
    }
}

/// Networks with too few addresses for one service.
pub(super) fn too_small(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut spare = Spare::of(view.swarm);
    let judge = |network: &KnownNetwork| short(network, &[view], network.spec.name().as_str(), &mut spare);
    view.overlays().filter_map(judge).collect()
}

/// Whether a network has too few addresses for tasks, virtual addresses and one load balancer a node. What it is
/// called in a Compose file serves for the remedy.
pub(in crate::check) fn short(
    network: &KnownNetwork,
    views: &[&View<'_>],
    in_compose: &str,
    spare: &mut Spare,
) -> Option<ServiceFinding> {
    let pools: Vec<_> = network.spec.pools().iter().filter(|pool| pool.subnet().is_ipv4()).collect();
    let there: u128 = if pools.is_empty() {
        DEFAULT_BLOCK - 1
    } else {
        pools.iter().map(|pool| usable(pool)).fold(0, u128::saturating_add)
    };
    let own: BTreeSet<_> = views.iter().map(|view| view.name()).collect();
    // Tasks of these services are counted below.
    let strangers = network.endpoints.iter().filter(|endpoint| {
        let service = endpoint.split_once('.').map(|(service, _)| service);
        service.is_none_or(|service| !own.contains(service))
    });
    let used = u128::try_from(strangers.count()).unwrap_or(u128::MAX);
    let free = there.saturating_sub(used);
    let demand = Demand::of(views);
    let needed = demand.total();
    let updates = demand.start_first && needed == free;
    if needed <= free && !updates {
        return None;
    }
    let name = network.spec.name();
    let who = few(own);
    let Demand { tasks, virtual_addresses, balancers, .. } = demand;
    let parts =
        format!("{}, {virtual_addresses} virtual, {balancers} of load balancers", counted(tasks, "task"));
    let verb = if views.len() == 1 { "needs" } else { "need" };
    let (message, reason, sources) = if updates {
        let message =
            format!("{who} {verb} all {free} addresses of {name} ({parts}), and an update starts first");
        let reason = "with start-first the new task gets its address before the old one gives its own back: the update never ends";
        (message, reason, UPDATE)
    } else {
        let message = format!("{who} {verb} {needed} addresses in {name}, which has {free}: {parts}");
        (
            message,
            "tasks that get no address stay in state new, and nothing but the manager's log says why",
            SIZE,
        )
    };
    let (severity, whose) = if pools.is_empty() {
        (Severity::Warning, "; nobody chose its subnet, so a block of /24 is assumed")
    } else if views.iter().any(|view| view.is_global_somewhere()) {
        (Severity::Warning, "; labels of nodes are not known, so all of them are counted")
    } else if updates {
        (Severity::Warning, "")
    } else {
        (Severity::Error, "")
    };
    let finding = ServiceFinding::new(Rule::OverlayTooSmall, message, format!("{reason}{whose}")).by(sources);
    let wanted = needed.saturating_add(used).saturating_add(u128::from(updates));
    let remedy = larger(name.as_str(), in_compose, wanted, spare);
    Some(finding.about(Part::Network(name.clone())).with_severity(severity).instead(remedy))
}

/// The addresses tasks can get: those of the range, else all but the gateway's.
fn usable(pool: &IpamPool) -> u128 {
    let gateway = |holds: bool| u128::from(holds);
    match pool.range() {
        Some(range) => {
            let inside = pool.gateway().is_some_and(|address| range.contains(address));
            range.addresses().saturating_sub(gateway(inside))
        }
        None => pool.subnet().hosts().saturating_sub(1),
    }
}

/// A network made anew with room for that many.
fn larger(name: &str, in_compose: &str, needed: u128, spare: &mut Spare) -> Remedy {
    // Network, broadcast and gateway address come on top.
    let length =
        (9..=24_u8).rev().find(|length| 2_u128.pow(32 - u32::from(*length)) >= needed.saturating_add(3));
    let advice = "the network made anew with a larger subnet, one that nobody else has";
    let Some(subnet) = length.and_then(|length| spare.take(length)) else {
        return Remedy::new("fewer tasks, or several services on networks of their own");
    };
    let compose = format!(
        "networks:\n  {}:\n    driver: overlay\n    ipam:\n      config:\n        - subnet: {subnet}\n",
        plain(in_compose)
    );
    let command =
        format!("docker network rm {name}\ndocker network create --driver overlay --subnet {subnet} {name}");
    Remedy::new(advice).with_command(command).with_compose(compose)
}
