//! One port of a host for several services.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::item::{Item, items};
use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::Service;
use crate::host::{Evidence, Source};
use crate::model::{Driver, Port, PortRange, Protocol};

const ALLOCATED: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork portallocator: port is already allocated")];
const ALLOCATED_BY_HNS: &[Source] =
    &[Source::new(Evidence::Reported, "moby/moby#41094: the specified port already exists (0x803b0013)")];

/// Which of the items meet at a port, by their numbers.
type Clash = Vec<usize>;

/// One port of the host for two services, or twice for one.
pub(in crate::check) fn published_port(view: &View<'_>) -> Vec<Finding> {
    let mut items = items(view);
    let lan = on_the_lan(view);
    items.retain(|item| !lan.contains(&std::ptr::from_ref(item.service)));
    let mut wanted: BTreeMap<(Protocol, Port), Clash> = BTreeMap::new();
    for (number, item) in items.iter().enumerate() {
        for port in item.published.into_iter().flat_map(PortRange::iter) {
            wanted.entry((item.protocol(), port)).or_default().push(number);
        }
    }
    // Ports that the same items meet at are said as one range.
    let mut ranges: Vec<(Protocol, PortRange, Clash)> = Vec::new();
    for ((protocol, port), all) in wanted.into_iter().filter(|(_, all)| all.len() > 1) {
        let clashing = clashing(&items, &all);
        if clashing.is_empty() {
            continue;
        }
        let Ok(alone) = PortRange::new(port, port) else { continue };
        match ranges.last_mut() {
            Some((last, range, clash))
                if *last == protocol
                    && *clash == clashing
                    && range.last().number().checked_add(1) == Some(port.number()) =>
            {
                *range = PortRange::new(range.first(), port).unwrap_or(*range);
            }
            _ => ranges.push((protocol, alone, clashing)),
        }
    }
    ranges
        .into_iter()
        .map(|(protocol, range, clash)| finding(view, &items, protocol, range, &clash))
        .collect()
}

/// Services on Windows that are in `transparent` networks alone: their containers have addresses of the LAN, and
/// nothing is opened on the host.
fn on_the_lan(view: &View<'_>) -> BTreeSet<*const Service> {
    let mut services = BTreeSet::new();
    let mut others = BTreeSet::new();
    for network in view.networks.iter().filter(|_| view.is_windows()) {
        let transparent = network.driver() == Some(&Driver::Transparent);
        let members = network.members.iter().map(|member| std::ptr::from_ref(member.service));
        if transparent { services.extend(members) } else { others.extend(members) }
    }
    services.retain(|service| !others.contains(service));
    services
}

fn finding(
    view: &View<'_>,
    items: &[Item<'_>],
    protocol: Protocol,
    range: PortRange,
    clash: &[usize],
) -> Finding {
    let clashing: Vec<_> = clash.iter().filter_map(|number| items.get(*number)).collect();
    let addressed = clashing.iter().any(|item| item.address().is_some());
    let mut titles: Vec<_> = clashing
        .iter()
        .map(|item| match item.address() {
            Some(address) => format!("{} on {address}", item.title()),
            None if addressed => format!("{} on every address", item.title()),
            None => item.title(),
        })
        .collect();
    titles.dedup();
    let (port, is) = if range.ports() == 1 { ("port", "is") } else { ("ports", "are") };
    let times = if titles.len() == 1 { " more than once" } else { "" };
    let message = format!("{port} {range}/{protocol} of the host {is} published by {}{times}", few(titles));
    let sources = if view.is_windows() { ALLOCATED_BY_HNS } else { ALLOCATED };
    let finding =
        Finding::new(Rule::PublishedPortTwice, message, "a port of a host belongs to one container");
    let finding = finding.at(clashing.iter().take(16).map(|item| item.place)).by(sources);
    finding.instead("a port of the host for each, or only a container port: the engine then picks one")
}

/// The items at a port that share an address with another. Which addresses are shared is counted, not compared pair by
/// pair.
fn clashing(items: &[Item<'_>], all: &[usize]) -> Clash {
    // The same line twice in one service asks for nothing more than once.
    let mut seen = BTreeSet::new();
    let at = |number: &usize| items.get(*number);
    let distinct: Vec<_> = all
        .iter()
        .filter(|number| {
            at(number).is_some_and(|item| {
                let service: *const _ = item.service;
                seen.insert((service, item.address(), item.mapping.port.target))
            })
        })
        .copied()
        .collect();
    let mut counts: BTreeMap<Option<IpAddr>, usize> = BTreeMap::new();
    let address = |number: &usize| at(number).and_then(Item::address);
    for number in &distinct {
        *counts.entry(address(number)).or_default() += 1;
    }
    let of = |address: &Option<IpAddr>| counts.get(address).copied().unwrap_or(0);
    let family = |ipv4: bool| -> usize {
        counts
            .iter()
            .filter(|(address, _)| address.is_some_and(|a| a.is_ipv4() == ipv4))
            .map(|(_, n)| n)
            .sum()
    };
    let (ipv4, ipv6) = (family(true), family(false));
    let sharing = |number: &usize| match address(number) {
        None => distinct.len(),
        Some(any) if any.is_unspecified() => of(&None) + if any.is_ipv4() { ipv4 } else { ipv6 },
        Some(one) => {
            let any: IpAddr = if one.is_ipv4() { [0_u8; 4].into() } else { [0_u16; 8].into() };
            of(&None) + of(&Some(one)) + of(&Some(any))
        }
    };
    distinct.iter().filter(|number| sharing(number) > 1).copied().collect()
}

/// Whether two host addresses share one; none, `0.0.0.0` and `::` stand for many.
pub(super) fn overlap(one: Option<IpAddr>, other: Option<IpAddr>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    let any = one.is_unspecified() || other.is_unspecified();
    one == other || (any && one.is_ipv4() == other.is_ipv4())
}
