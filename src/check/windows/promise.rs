//! What a network promises and Windows does not keep: kept addresses, no way out.

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::host::Capability;
use crate::model::Driver;

/// Addresses kept free in a subnet, where nothing keeps them. Overlay networks have the swarm's own address management.
pub(in crate::check) fn auxiliary(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::AuxiliaryAddresses);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay)) {
        let pools: Vec<_> = network.own_pools().filter(|pool| !pool.value.auxiliary().is_empty()).collect();
        let kept = pools.iter().flat_map(|pool| pool.value.auxiliary());
        let list = few(kept.map(|(name, address)| format!("{address} ({name})")));
        if pools.is_empty() {
            continue;
        }
        let message =
            format!("{} keeps addresses free that HNS gives out all the same: {list}", network.name);
        let finding = Finding::judged(Rule::AuxiliaryAddressesUnsupported, &verdict, message);
        let places = pools.iter().flat_map(|pool| pool.auxiliary_places.values());
        findings.extend(finding.map(|finding| {
            finding.at(places).instead("addresses outside the subnet for what is no container, or `ipv4_address` for every container of the network")
        }));
    }
    findings
}

/// Networks without a way out, where they have one.
pub(in crate::check) fn internal(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::InternalOption);
    let mut findings = Vec::new();
    for network in &view.networks {
        for flag in network.made().filter_map(|made| made.internal.as_ref()).filter(|flag| flag.value) {
            let message = format!("{} is to have no way out, and has one", network.name);
            let finding = Finding::judged(Rule::InternalUnsupported, &verdict, message);
            findings.extend(finding.map(|finding| finding.at([&flag.place])));
        }
    }
    findings
}

/// Pinned addresses on transparent networks, which are the physical network's to give.
pub(in crate::check) fn transparent_pins(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::StaticAddressOnTransparent);
    let transparent = view.networks.iter().filter(|network| network.driver() == Some(&Driver::Transparent));
    let mut findings = Vec::new();
    for network in transparent.filter(|network| network.is_made()) {
        let whole = network.own_pools().any(|pool| pool.value.gateway().is_some());
        let pins: Vec<_> = network.pins().collect();
        if whole || pins.is_empty() {
            continue;
        }
        let lacks = if network.own_pools().next().is_some() { "a gateway" } else { "a subnet and a gateway" };
        let list = few(pins.iter().map(|(member, pin)| format!("{pin} ({})", member.title())));
        let message = format!(
            "{} is a transparent network without {lacks}, and has pinned addresses: {list}",
            network.name
        );
        let finding = Finding::judged(Rule::StaticAddressOnTransparent, &verdict, message);
        findings.extend(finding.map(|finding| {
            let finding = finding.at(pins.iter().map(|(_, pin)| &pin.place));
            finding.instead("`subnet` and `gateway` under `ipam` as the physical network has them")
        }));
    }
    findings
}

/// IPv6 addresses asked for on networks that are not NAT ones; those are told of their IPv6 as a whole.
pub(in crate::check) fn ipv6_addresses(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::Ipv6Address);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| !network.is_nat()) {
        for (member, pin) in network.pins().filter(|(_, pin)| pin.value.is_ipv6()) {
            let message = format!("{} asks for {pin} in {}", member.title(), network.name);
            let finding = Finding::judged(Rule::Ipv6AddressUnsupported, &verdict, message);
            findings.extend(
                finding.map(|finding| finding.at([&pin.place]).instead("IPv4, or an address HNS gives")),
            );
        }
    }
    findings
}
