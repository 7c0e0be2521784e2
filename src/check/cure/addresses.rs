//! A pinned address that cannot be had is moved to one that can.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::patient::{Patient, all, pin_at};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::check::view::Joined;
use crate::compose::edit::Value;
use crate::model::IpamPool;

/// How many addresses are looked at before giving up.
const MOST: u128 = 4096;

/// Another address for the last of the services that want one.
pub(super) fn moved(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let pins = finding.also.iter().rev().chain(&finding.place);
    let pinned = pins.filter(|place| pin_at(&view, place).is_some());
    all(pinned.flat_map(|place| {
        [near, top].map(|choose| {
            let (network, member, pin) = pin_at(&view, place)?;
            let to = choose(network, pin.value)?;
            let (file, path) = patient.locate(place)?;
            let summary =
                format!("{} gets {to} in {} instead of {}", member.title(), network.name, pin.value);
            let known = network.pins().filter(|(_, other)| other.value == pin.value).count();
            let look = patient.mentions(&pin.value.to_string(), known);
            let change = Change::set(file.file(), path, Value::text(to.to_string()));
            Some(Proposal::new(summary, vec![change]).looked_at_if(look))
        })
    }))
}

/// The first free address behind the one that was asked for.
fn near(network: &Joined<'_>, asked: IpAddr) -> Option<IpAddr> {
    let pool = pool(network, asked)?;
    let offset = pool.subnet().offset(asked).unwrap_or_else(|| host_bits(&pool, asked));
    free(network, &pool, (offset..offset.saturating_add(MOST)).chain(1..offset))
}

/// The last free address, out of the way of those that are handed out from below.
fn top(network: &Joined<'_>, asked: IpAddr) -> Option<IpAddr> {
    let pool = pool(network, asked)?;
    let count = pool.subnet().addresses();
    free(network, &pool, (count.saturating_sub(MOST)..count).rev())
}

fn free(network: &Joined<'_>, pool: &IpamPool, offsets: impl Iterator<Item = u128>) -> Option<IpAddr> {
    let pinned: BTreeSet<IpAddr> = network.pins().map(|(_, pin)| pin.value).collect();
    let endpoints = network.observed.iter().flat_map(|network| &network.endpoints);
    let seen: BTreeSet<IpAddr> = endpoints
        .flat_map(|there| [there.ipv4, there.ipv6])
        .flatten()
        .map(|address| address.address())
        .collect();
    let can = |address: &IpAddr| {
        let dynamic = pool.range().is_some_and(|range| range.contains(*address));
        // Without a gateway of the file's own the engine takes the first address.
        let gateway = pool.gateway().is_none() && pool.subnet().nth(1) == Some(*address);
        !dynamic
            && !gateway
            && !pinned.contains(address)
            && !seen.contains(address)
            && pool.endpoint(*address).is_ok()
    };
    offsets.filter_map(|offset| pool.subnet().nth(offset)).find(can)
}

/// The pool that has the address, else the first of its family.
fn pool(network: &Joined<'_>, asked: IpAddr) -> Option<IpamPool> {
    let pools = network.pools();
    let has = pools.iter().find(|pool| pool.subnet().contains(asked));
    has.or(pools.iter().find(|pool| pool.subnet().is_ipv4() == asked.is_ipv4())).map(|pool| (*pool).clone())
}

/// What an address of another prefix is within its own.
fn host_bits(pool: &IpamPool, asked: IpAddr) -> u128 {
    let around = crate::model::Subnet::around(asked, pool.subnet().length()).ok();
    around.and_then(|around| around.offset(asked)).filter(|offset| *offset > 0).unwrap_or(1)
}
