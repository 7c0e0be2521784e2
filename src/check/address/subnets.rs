//! Subnets that share addresses.

use std::collections::BTreeSet;

use crate::check::told::Told;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::compose::Place;
use crate::host::{Evidence, Source};
use crate::model::{Driver, IpamPool, Network, Scope, Subnet};

const BRIDGE: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/bridge: networks have overlapping IPv4")];
const LINUX: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipam: Pool overlaps with other one on this address space",
)];
const WINDOWS: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork windowsipam: pools are not compared"),
    Source::new(Evidence::Reported, "docker/for-win#1165, #750, moby/moby#30280: The parameter is incorrect"),
];

/// How many of the subnets around one are compared with it: in a thousand equal ones each is named, not each pair.
const AROUND: usize = 16;

/// A subnet of a network the files make, or of one on the host.
#[derive(Clone, Copy)]
enum Taken<'v, 'a> {
    Made { network: &'v Joined<'a>, pool: &'a IpamPool, place: &'a Place, number: usize },
    Seen { network: &'a Network, subnet: Subnet },
}

impl Taken<'_, '_> {
    fn subnet(&self) -> Subnet {
        match self {
            Self::Made { pool, .. } => pool.subnet(),
            Self::Seen { subnet, .. } => *subnet,
        }
    }
}

/// Pools of two networks the files make, or of one of them and one on the host, that overlap.
pub(in crate::check) fn overlap(view: &View<'_>) -> Vec<Finding> {
    let mut all = made(view);
    all.extend(seen(view));
    // Subnets are apart or one lies in the other, so the ones around it are all still open when its turn comes.
    all.sort_by_key(Taken::subnet);
    let mut open: Vec<Taken<'_, '_>> = Vec::new();
    let mut pairs = Told::new();
    for taken in all {
        while open.last().is_some_and(|last| !last.subnet().covers(taken.subnet())) {
            open.pop();
        }
        for around in open.iter().rev().take(AROUND).filter(|around| are_in_the_way(view, **around, taken)) {
            pairs.push_with(Rule::SubnetsOverlap, || judge(view, *around, taken));
        }
        open.push(taken);
    }
    pairs.findings()
}

fn made<'v, 'a>(view: &'v View<'a>) -> Vec<Taken<'v, 'a>> {
    let pools = view.networks.iter().flat_map(|network| network.own_pools().map(move |pool| (network, pool)));
    let numbered = pools.enumerate();
    numbered
        .map(|(number, (network, pool))| Taken::Made {
            network,
            pool: &pool.value,
            place: &pool.place,
            number,
        })
        .collect()
}

/// Networks on the host that the files do not make. Engines before 19.03.3 show `0.0.0.0/0` for a prefix HNS
/// picked, which says nothing.
fn seen<'v, 'a>(view: &'v View<'a>) -> Vec<Taken<'v, 'a>> {
    let ours: BTreeSet<&str> = view
        .networks
        .iter()
        .filter(|network| network.is_made())
        .map(|network| network.name.as_str())
        .collect();
    let others = view.observed.iter().filter(|network| !ours.contains(network.name().as_str()));
    let subnets = others.flat_map(|network| network.spec.subnets().map(move |subnet| (network, subnet)));
    let known = subnets.filter(|(_, subnet)| subnet.length() > 0);
    known.map(|(network, subnet)| Taken::Seen { network, subnet }).collect()
}

/// Whether two subnets that share addresses cannot both be.
fn are_in_the_way(view: &View<'_>, one: Taken<'_, '_>, other: Taken<'_, '_>) -> bool {
    match (one, other) {
        (Taken::Made { network: a, pool: ours, .. }, Taken::Made { network: b, pool: theirs, .. }) => {
            a.name != b.name && meet(view, a, ours, b, theirs)
        }
        (Taken::Made { network, .. }, Taken::Seen { network: there, .. })
        | (Taken::Seen { network: there, .. }, Taken::Made { network, .. }) => {
            meet_observed(view, network, there)
        }
        (Taken::Seen { .. }, Taken::Seen { .. }) => false,
    }
}

fn judge(view: &View<'_>, one: Taken<'_, '_>, other: Taken<'_, '_>) -> Finding {
    match (one, other) {
        (
            Taken::Made { network: a, pool: ours, place: here, number: first },
            Taken::Made { network: b, pool: theirs, place: there, number: second },
        ) => {
            let (one, two) = (ours.subnet(), theirs.subnet());
            // Named in the order of the networks, whichever lies in the other.
            let (message, places) = if first < second {
                (format!("{one} of {} and {two} of {} overlap", a.name, b.name), [here, there])
            } else {
                (format!("{two} of {} and {one} of {} overlap", b.name, a.name), [there, here])
            };
            let found = finding(view, message).at(places);
            let bridges = a.driver() == Some(&Driver::Bridge) && b.driver() == Some(&Driver::Bridge);
            if view.is_windows() || !bridges || one != two || ours.range() == theirs.range() {
                return found;
            }
            // Address management takes ranges apart from each other; the driver looks at the subnets.
            let reason = "the bridge driver refuses the second network: networks have overlapping IPv4";
            Finding { reason: reason.to_owned(), sources: Vec::new(), ..found }.by(BRIDGE)
        }
        (Taken::Made { network, pool, place, .. }, Taken::Seen { network: there, subnet: seen })
        | (Taken::Seen { network: there, subnet: seen }, Taken::Made { network, pool, place, .. }) => {
            let message = format!(
                "{} of {} overlaps {seen} of {}, which is on the host",
                pool.subnet(),
                network.name,
                there.name()
            );
            finding(view, message).at([place])
        }
        (Taken::Seen { network: a, subnet: one }, Taken::Seen { network: b, subnet: two }) => {
            // Never asked for: what is on the host is there side by side.
            finding(view, format!("{one} of {} and {two} of {} overlap", a.name(), b.name()))
        }
    }
}

/// Whether two networks live in one address space. Swarm networks have their own; Windows compares only where
/// `WinNAT` takes part; layer-2 networks may share a subnet if their ranges differ.
fn meet(view: &View<'_>, one: &Joined<'_>, pool: &IpamPool, other: &Joined<'_>, others: &IpamPool) -> bool {
    if is_swarm(one) != is_swarm(other) {
        return false;
    }
    if view.is_windows() {
        return is_swarm(one) || one.is_nat() || other.is_nat();
    }
    let layer2 = |network: &Joined<'_>| matches!(network.driver(), Some(Driver::Macvlan | Driver::Ipvlan));
    !(layer2(one) && layer2(other) && pool.range() != others.range())
}

fn meet_observed(view: &View<'_>, network: &Joined<'_>, there: &Network) -> bool {
    let same_space = (there.scope != Scope::Local) == is_swarm(network);
    let compared =
        !view.is_windows() || is_swarm(network) || network.is_nat() || *there.spec.driver() == Driver::Nat;
    same_space && compared
}

fn is_swarm(network: &Joined<'_>) -> bool {
    network.driver() == Some(&Driver::Overlay)
}

fn finding(view: &View<'_>, message: String) -> Finding {
    let (reason, sources) = if view.is_windows() {
        ("HNS refuses the second network with `The parameter is incorrect`", WINDOWS)
    } else {
        ("the engine refuses the second network: its pool overlaps with another one", LINUX)
    };
    Finding::new(Rule::SubnetsOverlap, message, reason).instead("subnets that share no address").by(sources)
}
