//! Subnets that share addresses.

use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::compose::Pool;
use crate::host::{Evidence, Source};
use crate::model::{Driver, Scope};

const LINUX: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipam: Pool overlaps with other one on this address space",
)];
const WINDOWS: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork windowsipam: pools are not compared"),
    Source::new(Evidence::Reported, "docker/for-win#1165, #750, moby/moby#30280: The parameter is incorrect"),
];

/// Pools of two networks the files make, or of one of them and one on the host, that overlap.
pub(in crate::check) fn overlap(view: &View<'_>) -> Vec<Finding> {
    let pools: Vec<_> = view
        .networks
        .iter()
        .flat_map(|network| network.own_pools().map(move |pool| (network, pool)))
        .collect();
    let mut findings = Vec::new();
    for (index, (network, pool)) in pools.iter().enumerate() {
        for (other, others) in pools.iter().skip(index + 1) {
            let (one, two) = (pool.value.subnet(), others.value.subnet());
            if other.name == network.name || !one.overlaps(two) || !meet(view, network, pool, other, others) {
                continue;
            }
            let message = format!("{one} of {} and {two} of {} overlap", network.name, other.name);
            findings.push(finding(view, message).at([&pool.place, &others.place]));
        }
        findings.extend(with_observed(view, network, pool));
    }
    findings
}

/// Whether two networks live in one address space. Swarm networks have their own; Windows compares only where
/// `WinNAT` takes part; layer-2 networks may share a subnet if their ranges differ.
fn meet(view: &View<'_>, one: &Joined<'_>, pool: &Pool, other: &Joined<'_>, others: &Pool) -> bool {
    if is_swarm(one) != is_swarm(other) {
        return false;
    }
    if view.is_windows() {
        return is_swarm(one) || one.is_nat() || other.is_nat();
    }
    let layer2 = |network: &Joined<'_>| matches!(network.driver(), Some(Driver::Macvlan | Driver::Ipvlan));
    !(layer2(one) && layer2(other) && pool.value.range() != others.value.range())
}

fn is_swarm(network: &Joined<'_>) -> bool {
    network.driver() == Some(&Driver::Overlay)
}

/// Networks on the host that the files do not make. Engines before 19.03.3 show `0.0.0.0/0` for a prefix HNS
/// picked, which says nothing.
fn with_observed(view: &View<'_>, network: &Joined<'_>, pool: &Pool) -> Vec<Finding> {
    let ours = |name: &str| view.networks.iter().any(|made| made.is_made() && made.name == name);
    let mut findings = Vec::new();
    for there in view.observed.iter().filter(|there| !ours(there.name().as_str())) {
        let same_space = (there.scope != Scope::Local) == is_swarm(network);
        let compared = !view.is_windows()
            || is_swarm(network)
            || network.is_nat()
            || *there.spec.driver() == Driver::Nat;
        if !same_space || !compared {
            continue;
        }
        let subnet = pool.value.subnet();
        for seen in there.spec.subnets().filter(|seen| seen.length() > 0 && seen.overlaps(subnet)) {
            let message = format!(
                "{subnet} of {} overlaps {seen} of {}, which is on the host",
                network.name,
                there.name()
            );
            findings.push(finding(view, message).at([&pool.place]));
        }
    }
    findings
}

fn finding(view: &View<'_>, message: String) -> Finding {
    let (reason, sources) = if view.is_windows() {
        ("HNS refuses the second network with `The parameter is incorrect`", WINDOWS)
    } else {
        ("the engine refuses the second network: its pool overlaps with another one", LINUX)
    };
    Finding::new(Rule::SubnetsOverlap, message, reason).instead("subnets that share no address").by(sources)
}
