//! Subnets that clash are moved, too small ones grow, and dynamic addresses get a range of their own.

use std::net::IpAddr;

use super::patient::{Patient, all};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::check::view::{Joined, View};
use crate::compose::edit::Step;
use crate::compose::edit::Value;
use crate::compose::{Place, Pool};
use crate::model::{IpamPool, Subnet};
use crate::plan::SubnetPlanner;

/// What is free for a file's own subnets more often than the rest, and where the search begins.
const PRIVATE: &[&str] = &["10.200.0.0/13", "10.0.0.0/8", "192.168.0.0/16"];

/// A subnet of the same length that nothing known is in the way of, with everything that is in it.
pub(super) fn moved(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let places = finding.also.iter().rev().chain(&finding.place);
    all(places.map(|place| {
        let (network, pool) = pool_at(&view, place)?;
        let from = pool.value.subnet();
        let to = free(patient, &view, from)?;
        renumbered(patient, network, pool, to)
    }))
}

/// The subnet with all its host bits gone.
pub(super) fn without_host_bits(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(finding.place.iter().map(|place| {
        let (file, path) = patient.locate(place)?;
        let Value::Text(text) = file.get(&path)? else { return None };
        let (address, length) = text.split_once('/')?;
        let subnet = Subnet::around(address.parse().ok()?, length.parse().ok()?).ok()?;
        let change = Change::set(file.file(), path, Value::text(subnet.to_string()));
        Some(Proposal::new(format!("{subnet} instead of {text}"), vec![change]))
    }))
}

/// The same subnet, but larger.
pub(super) fn grown(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    all(finding.place.iter().chain(&finding.also).flat_map(|place| {
        let found = pool_at(&view, place);
        let length = found.map_or(0, |(_, pool)| pool.value.subnet().length());
        let shorter = (length.saturating_sub(12)..length).rev();
        shorter.map(move |length| {
            let (network, pool) = found?;
            let to = Subnet::around(pool.value.subnet().address(), length).ok()?;
            let (file, path) = patient.locate(&pool.place)?;
            let summary = format!("{} is {to} instead of {}", network.name, pool.value.subnet());
            Some(Proposal::new(summary, vec![Change::set(file.file(), path, Value::text(to.to_string()))]))
        })
    }))
}

/// A range for dynamic addresses that holds no pinned one.
pub(super) fn split(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let touched = |network: &&Joined<'_>| {
        network.pins().any(|(_, pin)| super::addresses::touches(finding, &pin.place))
            || network.own_pools().any(|pool| super::addresses::touches(finding, &pool.place))
    };
    let mut proposals = Vec::new();
    for network in view.networks.iter().filter(touched) {
        for pool in network.own_pools() {
            proposals.extend(ranges(network, &pool.value).into_iter().filter_map(|range| {
                let (file, mut path) = patient.locate(&pool.place)?;
                path.pop();
                path.push(Step::key("ip_range"));
                let summary = format!("dynamic addresses of {} come out of {range}", network.name);
                Some(Proposal::new(
                    summary,
                    vec![Change::set(file.file(), path, Value::text(range.to_string()))],
                ))
            }));
        }
    }
    proposals
}

/// Halves, quarters and eighths of a pool without pinned addresses, the largest first.
fn ranges(network: &Joined<'_>, pool: &IpamPool) -> Vec<Subnet> {
    let subnet = pool.subnet();
    let pinned: Vec<IpAddr> = network.pins().map(|(_, pin)| pin.value).collect();
    let mut ranges = Vec::new();
    for bits in 1..=3_u8 {
        let length = subnet.length().saturating_add(bits);
        let step = subnet.addresses() >> bits;
        for index in (0..1_u128 << bits).rev() {
            let first = subnet.nth(step.saturating_mul(index));
            let Some(range) = first.and_then(|first| Subnet::new(first, length).ok()) else { continue };
            let free = !pinned.iter().any(|pin| range.contains(*pin));
            if free && !pool.gateway().is_some_and(|gateway| range.contains(gateway)) {
                ranges.push(range);
            }
        }
    }
    ranges
}

fn pool_at<'v>(view: &'v View<'v>, place: &Place) -> Option<(&'v Joined<'v>, &'v Pool)> {
    view.networks.iter().find_map(|network| {
        let pool = network.own_pools().find(|pool| pool.place == *place)?;
        Some((network, pool))
    })
}

/// A subnet of a length that overlaps nothing known of any host.
fn free(patient: &Patient<'_>, view: &View<'_>, like: Subnet) -> Option<Subnet> {
    let private = PRIVATE.iter().filter_map(|text| text.parse::<Subnet>().ok());
    let mut pools = private.filter(|pool| pool.is_ipv4() == like.is_ipv4() && pool.length() <= like.length());
    pools.find_map(|pool| {
        let mut planner = SubnetPlanner::new(pool).length(like.length());
        for network in &view.networks {
            for own in network.own_pools() {
                planner = planner.avoid(own.value.subnet(), &network.name);
            }
        }
        for target in patient.targets {
            for (range, whose) in target.avoided.iter().chain(&target.routes) {
                // A default route covers everything and forbids nothing.
                if range.length() > 0 {
                    planner = planner.avoid(*range, whose);
                }
            }
            if let Some(observed) = &target.observed {
                planner = planner.host(target.name(), observed.clone());
            }
        }
        planner.plan().ok().map(|plan| plan.prefix())
    })
}

/// A pool at another subnet of the same length, with its gateway, range, kept and pinned addresses.
fn renumbered(patient: &Patient<'_>, network: &Joined<'_>, pool: &Pool, to: Subnet) -> Option<Proposal> {
    let from = pool.value.subnet();
    let moved = |address: IpAddr| to.nth(from.offset(address)?);
    let (file, path) = patient.locate(&pool.place)?;
    let entry = path.split_last()?.1.to_vec();
    let mut changes = vec![Change::set(file.file(), path, Value::text(to.to_string()))];
    let mut addresses = vec![from.to_string()];
    let mut set = |key: &str, text: String| {
        let path = [entry.clone(), vec![Step::key(key)]].concat();
        changes.push(Change::set(file.file(), path, Value::text(text)));
    };
    if let Some(gateway) = pool.value.gateway() {
        set("gateway", moved(gateway)?.to_string());
        addresses.push(gateway.to_string());
    }
    if let Some(range) = pool.value.range() {
        set("ip_range", Subnet::new(moved(range.address())?, range.length()).ok()?.to_string());
    }
    let mut known = vec![1; addresses.len()];
    for (name, address) in pool.value.auxiliary() {
        let path = [entry.clone(), vec![Step::key("aux_addresses"), Step::key(name)]];
        changes.push(Change::set(file.file(), path.concat(), Value::text(moved(*address)?.to_string())));
        addresses.push(address.to_string());
        known.push(1);
    }
    for (_, pin) in network.pins().filter(|(_, pin)| from.contains(pin.value)) {
        let (file, path) = patient.locate(&pin.place)?;
        changes.push(Change::set(file.file(), path, Value::text(moved(pin.value)?.to_string())));
        addresses.push(pin.value.to_string());
        known.push(1);
    }
    let look = addresses.iter().zip(known).any(|(address, known)| patient.mentions(address, known));
    let summary = format!("{} is {to} instead of {from}, with every address in it", network.name);
    Some(Proposal::new(summary, changes).to_be_looked_at(look))
}
