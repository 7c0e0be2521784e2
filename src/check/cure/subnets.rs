//! Subnets that clash are moved, too small ones grow, and dynamic addresses get a range of their own.

use std::net::IpAddr;

use super::patient::{Patient, all, touches};
use super::proposal::{Change, Proposal};
use super::room;
use crate::check::address::apart_from_pins;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Severity};
use crate::compose::edit::{Step, Value};
use crate::compose::{Place, Pool};
use crate::model::Subnet;

/// A subnet of the same length that nothing known is in the way of, with everything that is in it.
pub(super) fn moved(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let places = finding.also.iter().rev().chain(&finding.place);
    all(places.map(|place| {
        let (network, pool) = pool_at(&view, place)?;
        let from = pool.value.subnet();
        let to = room::free(patient, &view, from.is_ipv4(), from.length())?;
        let moved = renumbered(patient, network, pool, to)?;
        // A subnet that works until something happens may be relied upon.
        Some(moved.looked_at_if(finding.severity != Severity::Error))
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
            let from = pool.value.subnet();
            let summary = format!("{} is {to} instead of {from}", network.name);
            let look = patient.mentions(&from.to_string(), 1);
            let change = Change::set(file.file(), path, Value::text(to.to_string()));
            Some(Proposal::new(summary, vec![change]).looked_at_if(look))
        })
    }))
}

/// A range for dynamic addresses that holds no pinned one, with the gateway where it was.
pub(super) fn split(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let touched = |network: &&Joined<'_>| {
        network.pins().any(|(_, pin)| touches(finding, &pin.place))
            || network.own_pools().any(|pool| touches(finding, &pool.place))
    };
    let networks = view.networks.iter().filter(touched);
    let pools = networks.flat_map(|network| network.own_pools().map(move |pool| (network, pool)));
    all(pools.map(|(network, pool)| {
        let (range, gateway) = apart_from_pins(network, &pool.value)?;
        let (file, mut path) = patient.locate(&pool.place)?;
        path.pop();
        let set = |key: &str, text: String| {
            let path = [path.clone(), vec![Step::key(key)]].concat();
            Change::set(file.file(), path, Value::text(text))
        };
        let mut changes = vec![set("ip_range", range.to_string())];
        // Without one of its own the engine would take the first address of the range from now on.
        let gateway = gateway.filter(|_| pool.value.gateway().is_none());
        changes.extend(gateway.map(|gateway| set("gateway", gateway.to_string())));
        let look = pool.value.range().is_some_and(|range| patient.mentions(&range.to_string(), 1));
        let summary = format!("dynamic addresses of {} come out of {range}", network.name);
        Some(Proposal::new(summary, changes).looked_at_if(look))
    }))
}

fn pool_at<'v>(view: &'v View<'v>, place: &Place) -> Option<(&'v Joined<'v>, &'v Pool)> {
    view.networks.iter().find_map(|network| {
        let pool = network.own_pools().find(|pool| pool.place == *place)?;
        Some((network, pool))
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
    Some(Proposal::new(summary, changes).looked_at_if(look))
}
