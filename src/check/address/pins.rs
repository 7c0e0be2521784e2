//! Pinned addresses against the subnets they should lie in and those who have them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::capacity::automatic_gateway;
use crate::check::few::few;
use crate::check::view::{Joined, Member, View};
use crate::check::{Finding, Rule};
use crate::compose::Placed;
use crate::host::{Evidence, Source};
use crate::model::{AddressError, Driver, Endpoint};

const OUTSIDE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby container_operations.go: no configured subnet contains the address",
)];
const IN_USE: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork ipam: Address already in use")];
const RESERVED_BY_HNS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "golang.org/x/sys/windows: 0x803b002f, address invalid or reserved")];

/// Pinned addresses that no subnet of their network has.
pub(in crate::check) fn outside_subnet(view: &View<'_>) -> Vec<Finding> {
    let judge = |network: &Joined<'_>, member: Member<'_>, pin: &Placed<IpAddr>| {
        let pools = network.pools();
        // The default bridge refuses every address: another rule says so.
        if network.is_default() && !view.is_windows() {
            return None;
        }
        if pools.is_empty() || pools.iter().any(|pool| pool.subnet().contains(pin.value)) {
            return None;
        }
        let subnets: Vec<_> = pools.iter().map(|pool| pool.subnet().to_string()).collect();
        let (title, name, subnets) = (member.title(), &network.name, subnets.join(", "));
        let message = format!("{title} asks for {} in {name}, which is {subnets}", pin.value);
        let reason = "an address has to lie in a subnet of its network";
        let finding =
            Finding::new(Rule::StaticAddressOutsideSubnet, message, reason).at([&pin.place]).by(OUTSIDE);
        Some(if network.is_made() {
            finding
                .at(network.own_pools().map(|pool| &pool.place))
                .instead("an address of the subnet, or a subnet that has it")
        } else {
            finding.instead("an address of the subnet the host has, or the same prefix on every host")
        })
    };
    each_pin(view, judge)
}

/// Pinned addresses the network keeps for itself.
pub(in crate::check) fn reserved(view: &View<'_>) -> Vec<Finding> {
    let windows = view.is_windows();
    let judge = |network: &Joined<'_>, member: Member<'_>, pin: &Placed<IpAddr>| {
        let pool = network.pools().into_iter().find(|pool| pool.subnet().contains(pin.value))?;
        let error = match pool.endpoint(pin.value) {
            // The windows IPAM driver takes auxiliary addresses and does nothing with them.
            Err(AddressError::Auxiliary { .. }) if windows => return None,
            Err(error) => error,
            Ok(_) if automatic_gateway(network, pool, windows) == Some(pin.value) => {
                AddressError::Gateway { address: pin.value, subnet: pool.subnet() }
            }
            Ok(_) => return None,
        };
        let message = format!("{} cannot have its address in {}: {error}", member.title(), network.name);
        let reason = "a network keeps its first, last, gateway and auxiliary addresses for itself";
        let sources = if windows { RESERVED_BY_HNS } else { IN_USE };
        let finding = Finding::new(Rule::StaticAddressReserved, message, reason).at([&pin.place]);
        Some(finding.instead("another address of the subnet").by(sources))
    };
    each_pin(view, judge)
}

fn each_pin(
    view: &View<'_>,
    judge: impl Fn(&Joined<'_>, Member<'_>, &Placed<IpAddr>) -> Option<Finding>,
) -> Vec<Finding> {
    let pins = view
        .networks
        .iter()
        .flat_map(|network| network.pins().map(move |(member, pin)| (network, member, pin)));
    pins.filter_map(|(network, member, pin)| judge(network, member, pin)).collect()
}

/// One address for two services of one network, whichever projects they belong to.
pub(in crate::check) fn twice(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        let mut owners: BTreeMap<IpAddr, Vec<_>> = BTreeMap::new();
        for (member, pin) in network.pins() {
            owners.entry(pin.value).or_default().push((member, pin));
        }
        for (address, owners) in owners.into_iter().filter(|(_, owners)| owners.len() > 1) {
            let titles: Vec<_> = owners.iter().map(|(member, _)| member.title()).collect();
            let message = format!("{address} in {} is asked for by {}", network.name, few(titles));
            let finding = Finding::new(
                Rule::StaticAddressTwice,
                message,
                "only the one that starts first gets the address",
            );
            let finding = finding.at(owners.iter().map(|(_, pin)| &pin.place));
            findings.push(finding.instead("an address for each").by(IN_USE));
        }
    }
    findings
}

/// Pinned addresses another container of the host has now.
pub(in crate::check) fn taken(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| !network.observed.is_empty()) {
        let mut holders: BTreeMap<IpAddr, &Endpoint> = BTreeMap::new();
        for endpoint in network.observed.iter().flat_map(|network| &network.endpoints) {
            for address in [endpoint.ipv4, endpoint.ipv6].into_iter().flatten() {
                holders.entry(address.address()).or_insert(endpoint);
            }
        }
        for (member, pin) in network.pins() {
            let holder = holders.get(&pin.value).filter(|holder| !member.owns(&holder.name));
            findings.extend(holder.map(|holder| taken_by(network, member, pin, holder)));
        }
    }
    findings
}

fn taken_by(network: &Joined<'_>, member: Member<'_>, pin: &Placed<IpAddr>, holder: &Endpoint) -> Finding {
    let message =
        format!("{} asks for {} in {}, which {} has", member.title(), pin.value, network.name, holder.name);
    let reason = if network.driver() == Some(&Driver::Nat) {
        "HNS hands out dynamic addresses all over the prefix, pinned ones included"
    } else {
        "an address belongs to one container at a time"
    };
    let finding = Finding::new(Rule::StaticAddressTaken, message, reason).at([&pin.place]);
    finding.instead(format!("stop {} first, or pin another address", holder.name)).by(IN_USE)
}

/// Addresses that differ between hosts because the prefix of the default NAT network does: said once, with the cure,
/// and not for each host again.
pub(in crate::check) fn said_by_prefix(findings: &mut Vec<Finding>) {
    let differs = |finding: &&Finding| finding.rule == Rule::NatPrefixDiffersBetweenHosts;
    let places: BTreeSet<_> = findings
        .iter()
        .filter(differs)
        .flat_map(|finding| finding.place.iter().chain(&finding.also).cloned())
        .collect();
    let said = |finding: &Finding| {
        finding.rule == Rule::StaticAddressOutsideSubnet
            && finding.place.as_ref().is_some_and(|place| places.contains(place))
    };
    findings.retain(|finding| !said(finding));
}
