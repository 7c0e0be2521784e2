//! Pinned addresses where engines hand out the lowest free one: a container without an address of its own may come first.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::capacity::{dynamic_part, gateway};
use crate::check::few::few;
use crate::check::owners::Owners;
use crate::check::view::{Joined, Member, View};
use crate::check::{Finding, Rule, Severity};
use crate::compose::Placed;
use crate::host::{Evidence, Source};
use crate::model::{Driver, IpamPool, Subnet};

const LOWEST: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork ipam getAddress: local networks give the lowest free address of the range",
    ),
    Source::new(Evidence::ReadInCode, "moby libnetwork ipam: Address already in use"),
];

/// Pinned addresses that dynamic ones reach.
pub(in crate::check) fn pinned(view: &View<'_>) -> Vec<Finding> {
    if view.is_windows() {
        return Vec::new();
    }
    let local = |network: &&Joined<'_>| {
        matches!(network.driver(), Some(Driver::Bridge | Driver::Macvlan | Driver::Ipvlan))
    };
    view.networks
        .iter()
        .filter(local)
        .flat_map(|network| [judge(network, true), judge(network, false)])
        .flatten()
        .collect()
}

type Pin<'a> = (Member<'a>, &'a Placed<IpAddr>);

/// How many pins are asked whether the order of the start makes it certain.
const LOOKED_AT: usize = 32;

/// A pin that dynamic addresses come to.
struct Reached<'a> {
    pin: Pin<'a>,
    /// How many addresses below it can be given, if nothing else that is pinned is there yet.
    free: u128,
}

/// How many of the containers without an address of their own start before a service, because it depends on them.
fn started_before(reached: &Reached<'_>, dynamic: &[&Member<'_>]) -> u128 {
    let Member { project, service, .. } = reached.pin.0;
    let mut before: BTreeSet<&str> = BTreeSet::new();
    let mut next = vec![service];
    while let Some(service) = next.pop() {
        for needed in service.depends_on.iter().filter_map(|other| project.service(&other.service.value)) {
            if before.insert(&needed.name.value) {
                next.push(needed);
            }
        }
    }
    let same = |member: &&&Member<'_>| {
        std::ptr::eq(member.project, project) && before.contains(member.service.name.value.as_str())
    };
    let counts = dynamic.iter().filter(same).map(|member| u128::from(member.containers()));
    counts.fold(0, u128::saturating_add)
}

fn judge(network: &Joined<'_>, ipv4: bool) -> Option<Finding> {
    let own = |member: &Member<'_>| {
        if ipv4 { member.attachment.ipv4.is_some() } else { member.attachment.ipv6.is_some() }
    };
    let pins: Vec<Pin<'_>> = network.pins().filter(|(_, pin)| pin.value.is_ipv4() == ipv4).collect();
    let dynamic: Vec<_> = network.members.iter().filter(|member| !own(member)).collect();
    let count = dynamic.iter().map(|member| u128::from(member.containers())).fold(0, u128::saturating_add);
    if pins.is_empty() || count == 0 {
        return None;
    }
    // The second pool has its turn when the first is full.
    let pool = network.pools().into_iter().find(|pool| pool.subnet().is_ipv4() == ipv4)?;
    let reached = reached(network, pool, &pins, count);
    if reached.is_empty() {
        return None;
    }
    let sure =
        reached.iter().take(LOOKED_AT).find(|reached| started_before(reached, &dynamic) > reached.free);
    let list =
        few(reached.iter().map(|reached| format!("{} ({})", reached.pin.1.value, reached.pin.0.title())));
    let strangers = few(dynamic.iter().map(|member| member.title()));
    let others = match count {
        1 => format!("a container without an address of its own gets the lowest that is free ({strangers})"),
        _ => format!(
            "{count} containers without addresses of their own get the lowest that are free ({strangers})"
        ),
    };
    let message = format!("pinned in {}, where {others}: {list}", network.name);
    let (severity, reason) = match sure {
        Some(reached) => (
            Severity::Error,
            format!(
                "{} waits for enough of them to start first, and then does not start: Address already in use",
                reached.pin.0.title()
            ),
        ),
        None => (
            Severity::Warning,
            "whoever starts first gets it, after a reboot in any order, and the owner then does not start: Address already in use"
                .to_owned(),
        ),
    };
    let finding =
        Finding::new(Rule::StaticAddressInDynamicRange, message, reason).with_severity(severity).by(LOWEST);
    let finding = finding.at(reached.iter().take(8).map(|reached| &reached.pin.1.place));
    Some(finding.instead(remedy(network, pool, &pins, count)))
}

/// The pins that the engine may come to while it hands out so many addresses, if all else that is pinned is there.
fn reached<'a>(network: &Joined<'a>, pool: &IpamPool, pins: &[Pin<'a>], count: u128) -> Vec<Reached<'a>> {
    let (part, subnet) = (dynamic_part(pool), pool.subnet());
    let mut gone: BTreeSet<IpAddr> = pool.auxiliary().values().copied().collect();
    gone.extend(gateway(network, pool, false));
    gone.extend(subnet.reserves(subnet.address()).then(|| subnet.address()));
    let owners = Owners::new(network.members.iter().map(|member| (member.project, member.service)));
    let endpoints = network.observed.iter().flat_map(|network| &network.endpoints);
    for endpoint in endpoints.filter(|endpoint| !owners.own(&endpoint.name)) {
        let addresses = [endpoint.ipv4, endpoint.ipv6].into_iter().flatten();
        gone.extend(addresses.map(|address| address.address()));
    }
    let mut sorted: Vec<_> = pins.iter().filter(|(_, pin)| part.contains(pin.value)).copied().collect();
    sorted.sort_by_key(|(_, pin)| pin.value);
    let gone: Vec<_> = gone.into_iter().filter(|address| part.contains(*address)).collect();
    let mut below = BTreeSet::new();
    let judge = |pin: Pin<'a>| {
        let address = pin.1.value;
        let number = |count: usize| u128::try_from(count).unwrap_or(u128::MAX);
        let kept = number(gone.partition_point(|gone| *gone < address));
        let free = part.offset(address)?.saturating_sub(kept);
        let reached = free.saturating_sub(number(below.len())) < count;
        if gone.binary_search(&address).is_err() {
            below.insert(address);
        }
        reached.then_some(Reached { pin, free })
    };
    sorted.into_iter().filter_map(judge).collect()
}

/// A range for the dynamic addresses of a pool that no pin lies in, and the gateway the pool has, so that it stays.
pub(in crate::check) fn apart_from_pins(
    network: &Joined<'_>,
    pool: &IpamPool,
) -> Option<(Subnet, Option<IpAddr>)> {
    let ipv4 = pool.subnet().is_ipv4();
    let pins: Vec<Pin<'_>> = network.pins().filter(|(_, pin)| pin.value.is_ipv4() == ipv4).collect();
    let own = |member: &Member<'_>| {
        if ipv4 { member.attachment.ipv4.is_some() } else { member.attachment.ipv6.is_some() }
    };
    let dynamic = network.members.iter().filter(|member| !own(member));
    let count = dynamic.map(|member| u128::from(member.containers())).fold(0, u128::saturating_add);
    Some((range_apart(network, pool, &pins, count)?, gateway(network, pool, false)))
}

fn range_apart(network: &Joined<'_>, pool: &IpamPool, pins: &[Pin<'_>], count: u128) -> Option<Subnet> {
    let subnet = pool.subnet();
    let longest = if subnet.is_ipv4() { 30 } else { 120 };
    let apart = |range: &Subnet| {
        !pins.iter().any(|(_, pin)| range.contains(pin.value)) && range.addresses() > count + 2
    };
    // The last block of each length: half of the subnet, a quarter, and so on.
    let last = (subnet.length() + 1..=longest)
        .take(8)
        .filter_map(|length| Subnet::around(subnet.last(), length).ok());
    let first = (subnet.length() + 1..=longest)
        .take(1)
        .filter_map(|length| Subnet::around(subnet.address(), length).ok());
    last.chain(first).find(apart).filter(|_| network.is_made())
}

/// What to write so that no pin lies among the dynamic addresses.
fn remedy(network: &Joined<'_>, pool: &IpamPool, pins: &[Pin<'_>], count: u128) -> String {
    let subnet = pool.subnet();
    let gateway = gateway(network, pool, false);
    match range_apart(network, pool, pins, count) {
        Some(range) => {
            let gateway = gateway.map(|gateway| format!("\n  gateway: {gateway}")).unwrap_or_default();
            format!(
                "an address for each, or a range of their own for the others:\n- subnet: {subnet}\n  ip_range: {range}{gateway}"
            )
        }
        None => "an address for each, or higher ones for those that are pinned".to_owned(),
    }
}
