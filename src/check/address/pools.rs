//! The engine's default pools against the subnets of the files and the networks that take from them.

use super::automatic::{Choice, default_bridge};
use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, PoolOrder, Source};
use crate::model::{Driver, Subnet};

const OVERLAP: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipam: Pool overlaps with other one on this address space",
)];
const BRIDGE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork netutils ElectInterfaceAddresses: the default bridge takes the first pool no route of the host has",
)];
const EXHAUSTED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipamapi/contract.go: all predefined address pools have been fully subnetted",
)];

/// Subnets of the files that an automatic network may have got first.
pub(in crate::check) fn subnet_inside(view: &View<'_>) -> Vec<Finding> {
    let Some(choice) = Choice::new(view) else { return Vec::new() };
    let bridge = default_bridge(view).filter(|_| !choice.observed);
    let local = view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay));
    // One that is there already has its subnet.
    let pools = local
        .filter(|network| network.observed.is_empty())
        .flat_map(|network| network.own_pools().map(move |pool| (network, pool)));
    let mut findings = Vec::new();
    for (network, pool) in pools {
        let subnet = pool.value.subnet();
        let Some((severity, first, reason)) = taker(&choice, bridge, subnet) else { continue };
        let kind = if choice.pools.is_configured() { "configured" } else { "built-in" };
        let message =
            format!("{subnet} of {} lies in the {kind} pools of the engine, and {first}", network.name);
        let finding = Finding::new(Rule::SubnetInDefaultPools, message, reason).with_severity(severity);
        let finding = finding.at([&pool.place]).by(OVERLAP);
        let finding = if bridge.is_some_and(|bridge| bridge.overlaps(subnet)) {
            finding.by(BRIDGE)
        } else {
            choice.pools.sources().into_iter().fold(finding, Finding::by)
        };
        let remedy = "a subnet outside the pools, such as one of 10.0.0.0/8, or default-address-pools in daemon.json that leave this one out";
        findings.push(finding.instead(remedy));
    }
    findings
}

/// Who may have a subnet first, how sure that is and what then happens; `None` when nobody known will.
fn taker(
    choice: &Choice<'_, '_>,
    bridge: Option<Subnet>,
    subnet: Subnet,
) -> Option<(Severity, String, &'static str)> {
    if let Some(bridge) = bridge.filter(|bridge| bridge.overlaps(subnet)) {
        let who = format!("the engine's own network `bridge` has {bridge} unless the host says otherwise");
        return Some((Severity::Warning, who, "the engine refuses a subnet that another network has"));
    }
    if choice.networks.is_empty() || !choice.pools.overlap(subnet) {
        return None;
    }
    let names = few(choice.networks.iter().map(|network| &network.name));
    let reason = "the engine refuses a subnet that another network has, and gives automatic networks the first pool that is free";
    if choice.reaches(subnet) {
        return Some((Severity::Warning, format!("{names} may get it first"), reason));
    }
    match choice.pools.order() {
        PoolOrder::FirstFree | PoolOrder::LowestFree => None,
        PoolOrder::RoundRobin => Some((
            Severity::Note,
            format!("the turn of {names} to get it comes"),
            "the engine goes through its pools in turn: every time an automatic network is made anew it gets the next one",
        )),
        PoolOrder::Unknown => Some((
            Severity::Note,
            format!("{names} may get it first, depending on the engine"),
            "engines from 18.06 to 26 go through their pools in turn, others take the first that is free",
        )),
    }
}

/// More automatic networks than there are pools, or hardly fewer.
pub(in crate::check) fn exhausted(view: &View<'_>) -> Vec<Finding> {
    let Some(choice) = Choice::new(view) else { return Vec::new() };
    if choice.networks.is_empty() {
        return Vec::new();
    }
    let made = view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay));
    let mut used = choice.taken.clone();
    used.extend(made.flat_map(Joined::own_pools).map(|pool| pool.value.subnet()));
    let (count, free, wanted) = (choice.pools.count(), choice.pools.free(&used), choice.wanted());
    let names = few(choice.networks.iter().map(|network| &network.name));
    let places = choice.networks.iter().filter_map(|network| network.place());
    let numbers = format!(
        "{wanted} of the networks leave their subnets to the engine, which has {free} of {count} left"
    );
    let finding = if wanted > free {
        let reason = "the engine then refuses: all predefined address pools have been fully subnetted (before 27.0: could not find an available, non-overlapping IPv4 address pool)";
        Finding::new(Rule::DefaultPoolsExhausted, format!("{numbers}: {names}"), reason)
    } else if free - wanted <= (count / 10).min(3) {
        let reason = "the engine refuses further networks once its pools are given away";
        let left = free - wanted;
        let message = format!("{numbers}, and then {left}: {names}");
        Finding::new(Rule::DefaultPoolsNearlyExhausted, message, reason)
    } else {
        return Vec::new();
    };
    let finding = choice.pools.sources().into_iter().take(1).fold(finding.by(EXHAUSTED), Finding::by);
    let remedy = "smaller pools, and so more of them, in daemon.json, such as \"default-address-pools\": [{\"base\": \"10.200.0.0/16\", \"size\": 24}], or subnets in the files";
    // A long list of places says no more than a short one.
    vec![finding.at(places.take(4)).instead(remedy)]
}
