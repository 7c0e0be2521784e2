//! Networks get a subnet or name of their own, and lose what their platform does not have.

use std::net::IpAddr;

use super::patient::{Patient, all, network_path, touches};
use super::proposal::{Change, Proposal};
use super::room;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Severity};
use crate::compose::edit::{EditedFile, Step, Value};
use crate::compose::{Network, Project};
use crate::model::{Driver, Subnet};

/// A subnet of its own for a network whose subnet the engine picks: around its pinned addresses, else a free one.
pub(super) fn with_subnet(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    all(touched(&view, finding).flat_map(|(joined, project, network)| {
        let subnets = around_pins(joined)
            .or_else(|| Some(vec![room::free(patient, &view, true, 24)?]))
            .filter(|_| network.pools.is_empty())
            .unwrap_or_default();
        // Dynamic addresses may need a range of their own, away from the pinned ones.
        [false, true].map(|ranged| {
            let (file, path) = network_path(patient, project, network).filter(|_| !subnets.is_empty())?;
            let pools: Option<Vec<_>> = subnets.iter().map(|subnet| pool(joined, *subnet, ranged)).collect();
            let path = [path, vec![Step::key("ipam"), Step::key("config")]].concat();
            let list: Vec<_> = subnets.iter().map(Subnet::to_string).collect();
            let summary = format!("{} is {}", joined.name, list.join(" and "));
            // Which subnets a site can spare a person knows; pinned addresses say it.
            let look = joined.pins().next().is_none();
            let change = Change::set(file.file(), path, Value::List(pools?));
            Some(Proposal::new(summary, vec![change]).looked_at_if(look))
        })
    }))
}

/// An entry of `ipam.config`; with a range, the last half or quarter without pinned addresses.
fn pool(joined: &Joined<'_>, subnet: Subnet, ranged: bool) -> Option<Value> {
    let mut entries = vec![("subnet", Value::text(subnet.to_string()))];
    if ranged {
        let apart = |range: &Subnet| !joined.pins().any(|(_, pin)| range.contains(pin.value));
        let lengths = subnet.length() + 1..=subnet.length() + 2;
        let mut ends = lengths.filter_map(|length| Subnet::around(subnet.last(), length).ok());
        let gateway = subnet.nth(1).filter(|first| !joined.pins().any(|(_, pin)| pin.value == *first))?;
        entries.push(("ip_range", Value::text(ends.find(apart)?.to_string())));
        entries.push(("gateway", Value::text(gateway.to_string())));
    }
    Some(Value::mapping(entries))
}

/// The smallest usual subnets that hold every pinned address, one a family; `None` without pins.
fn around_pins(joined: &Joined<'_>) -> Option<Vec<Subnet>> {
    let of = |ipv4: bool, lengths: &[u8]| {
        let pins: Vec<IpAddr> =
            joined.pins().map(|(_, pin)| pin.value).filter(|pin| pin.is_ipv4() == ipv4).collect();
        let first = *pins.first()?;
        let around = lengths.iter().filter_map(|length| Subnet::around(first, *length).ok());
        around.into_iter().find(|subnet| pins.iter().all(|pin| subnet.contains(*pin)))
    };
    let subnets: Vec<_> = [of(true, &[24, 20, 16]), of(false, &[64])].into_iter().flatten().collect();
    (!subnets.is_empty()).then_some(subnets)
}

/// A name of its own for one of the networks that come to the same name.
pub(super) fn named(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let mut found: Vec<_> = touched(&view, finding).collect();
    found.reverse();
    all(found.into_iter().map(|(joined, project, network)| {
        if network.name.is_some() || network.is_external() || !takes_names(project) {
            return None;
        }
        let name = format!("{}.{}", project.name(), network.key);
        let (file, path) = network_path(patient, project, network)?;
        let path = [path, vec![Step::key("name")]].concat();
        let summary = format!("the network {:?} of {} is called {name}", network.key, project.name());
        let look = patient.mentions(&joined.name, 0);
        let change = Change::set(file.file(), path, Value::text(name));
        Some(Proposal::new(summary, vec![change]).looked_at_if(look))
    }))
}

/// `name` of a network came with 2.1 and 3.5.
fn takes_names(project: &Project) -> bool {
    let Some(version) = project.version() else { return true };
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    match (major, minor.parse::<u32>()) {
        ("2", Ok(minor)) => minor >= 1,
        ("3", Ok(minor)) => minor >= 5,
        _ => false,
    }
}

/// No such network.
pub(super) fn unused(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(finding.place.iter().map(|place| {
        let (file, path) = patient.locate(place)?;
        let [Step::Key(networks), Step::Key(key)] = Step::inside_document(&path) else { return None };
        let summary = format!("the network {key:?} is gone");
        (networks == "networks")
            .then(|| Proposal::new(summary, vec![Change::remove(file, &path)]).looked_at_if(true))
    }))
}

/// No driver: every platform then takes its own.
pub(super) fn without_driver(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let networks = view.networks.iter().flat_map(|joined| &joined.declarations);
    let touched = networks.filter_map(|(_, network)| {
        let driver = network.driver.as_ref().filter(|driver| touches(finding, &driver.place))?;
        Some((*network, driver))
    });
    all(touched.map(|(network, driver)| {
        // What another driver was chosen for, a person knows.
        let plain = matches!(driver.value, Driver::Bridge | Driver::Nat);
        let (file, path) = patient.locate(&driver.place)?;
        let summary = format!("the network {:?} has the driver of its platform", network.key);
        let look = !network.driver_opts.is_empty() || finding.severity != Severity::Error;
        plain.then(|| Proposal::new(summary, vec![Change::remove(file, &path)]).looked_at_if(look))
    }))
}

/// No range for dynamic addresses.
pub(super) fn without_range(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    without(patient, finding, "no range for dynamic addresses", |file, path| {
        let (_, pool) = path.split_last()?;
        Some(Change::remove(file, &[pool, &[Step::key("ip_range")]].concat()))
    })
}

/// No addresses that are kept free.
pub(super) fn without_kept(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    without(patient, finding, "no addresses that are kept free", |file, path| {
        let at = path.iter().position(|step| *step == Step::key("aux_addresses"))?;
        Some(Change::remove(file, path.get(..=at)?))
    })
}

/// No IPv6.
pub(super) fn without_ipv6(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    without(patient, finding, "no IPv6", |file, path| match path {
        [.., Step::Key(key)] if key == "enable_ipv6" => Some(Change::remove(file, path)),
        [pool @ .., Step::Key(key)] if key == "subnet" => Some(Change::remove(file, pool)),
        _ => None,
    })
}

/// Every place of a finding changed in the same way, the last first, so that items keep their numbers.
fn without(
    patient: &Patient<'_>,
    finding: &Finding,
    what: &str,
    change: impl Fn(&EditedFile, &[Step]) -> Option<Change>,
) -> Vec<Proposal> {
    let mut changes = Vec::new();
    for place in finding.place.iter().chain(&finding.also) {
        let found = patient.locate(place).and_then(|(file, path)| change(file, &path));
        changes.extend(found.filter(|found| !changes.contains(found)));
    }
    changes.sort_by(|a, b| (&a.file, &a.path).cmp(&(&b.file, &b.path)).reverse());
    all([(!changes.is_empty()).then(|| Proposal::new(what, changes).looked_at_if(true))])
}

/// The networks a finding is about, with their declarations.
fn touched<'v>(
    view: &'v View<'v>,
    finding: &'v Finding,
) -> impl Iterator<Item = (&'v Joined<'v>, &'v Project, &'v Network)> {
    view.networks.iter().flat_map(move |joined| {
        let whole = joined.place().is_some_and(|place| touches(finding, place))
            || joined.pins().any(|(_, pin)| touches(finding, &pin.place));
        let own = joined.declarations.iter().filter(move |(_, network)| {
            !network.is_external()
                && (whole || network.place.as_ref().is_some_and(|place| touches(finding, place)))
        });
        own.map(move |(project, network)| (joined, *project, *network))
    })
}
