//! What a network asks for in one file that its driver or its engine does not have.

use std::net::IpAddr;

use super::capacity::automatic_gateway;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, DefaultPools, Evidence, Source, Support};
use crate::model::Driver;

const ONE_SUBNET: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby drivers/bridge: bridge driver doesn't support multiple subnets",
)];
const GATEWAY_FIRST: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork network.go ipamAllocate: the gateway is booked before the auxiliary addresses",
)];
const IPV6_OFF: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork network.go: IPv6 configuration is stored and not allocated unless IPv6 is enabled (seen on 20.10.24)",
)];
const DEFAULT_POOLS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipamutils: default-address-pools may have IPv6 bases",
)];

/// Several IPv4 subnets of a bridge, which takes one. What Windows takes is another rule's.
pub(in crate::check) fn several_subnets(view: &View<'_>) -> Vec<Finding> {
    let rule = Rule::SeveralSubnetsOnOneBridge;
    let mut findings = Vec::new();
    let bridge = |network: &&Joined<'_>| !view.is_windows() && network.driver() == Some(&Driver::Bridge);
    for network in view.networks.iter().filter(bridge) {
        let pools: Vec<_> = network.own_pools().filter(|pool| pool.value.subnet().is_ipv4()).collect();
        // Subnets that overlap are refused before the driver is asked: another rule says so.
        let mut subnets: Vec<_> = pools.iter().map(|pool| pool.value.subnet()).collect();
        subnets.sort_unstable();
        let overlap = subnets.iter().zip(subnets.iter().skip(1)).any(|(one, other)| one.covers(*other));
        if pools.len() < 2 || overlap {
            continue;
        }
        let list: Vec<_> = pools.iter().map(|pool| pool.value.subnet().to_string()).collect();
        let message = format!("{} has {} IPv4 subnets: {}", network.name, pools.len(), list.join(", "));
        let reason = "a bridge network takes one: bridge driver doesn't support multiple subnets";
        let finding = Finding::new(rule, message, reason).by(ONE_SUBNET);
        let remedy = "one larger subnet, or a network for each";
        findings.push(finding.at(pools.iter().map(|pool| &pool.place)).instead(remedy));
    }
    findings
}

/// An address that is kept free and is the gateway the engine picks.
pub(in crate::check) fn gateway_kept(view: &View<'_>) -> Vec<Finding> {
    if view.is_windows() {
        return Vec::new();
    }
    let local = |network: &&Joined<'_>| network.driver() != Some(&Driver::Overlay);
    let pools = view
        .networks
        .iter()
        .filter(local)
        .flat_map(|network| network.own_pools().map(move |pool| (network, pool)));
    let judge = |network: &Joined<'_>, pool: &crate::model::IpamPool| {
        let gateway: IpAddr = automatic_gateway(network, pool, false)?;
        let (name, _) = pool.auxiliary().iter().find(|(_, kept)| **kept == gateway)?;
        let message = format!(
            "{} keeps {gateway} free for {name:?}, and it is the gateway the engine picks",
            network.name
        );
        let reason = "the engine books the gateway first and then refuses the network: failed to allocate secondary ip address, Address already in use";
        let remedy = format!("a gateway of your choice, such as another address of {}", pool.subnet());
        Some(Finding::new(Rule::GatewayClash, message, reason).by(GATEWAY_FIRST).instead(remedy))
    };
    pools.filter_map(|(network, pool)| Some(judge(network, &pool.value)?.at([&pool.place]))).collect()
}

/// IPv6 without a subnet for it, on engines that have none to give.
pub(in crate::check) fn ipv6_without_subnet(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::Ipv6AutomaticSubnets);
    let configured =
        DefaultPools::of(view.host, view.target.daemon.as_ref()).is_some_and(|pools| pools.has_ipv6());
    // Windows is another rule's.
    if view.is_windows() || configured {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay)) {
        let flags: Vec<_> =
            network.made().filter_map(|network| network.ipv6.as_ref()).filter(|ipv6| ipv6.value).collect();
        let has_subnet = network.own_pools().any(|pool| !pool.value.subnet().is_ipv4());
        if flags.is_empty() || has_subnet {
            continue;
        }
        let message = format!("{} has IPv6 enabled and no IPv6 subnet", network.name);
        let finding = Finding::judged(Rule::Ipv6SubnetMissing, &verdict, message);
        let remedy = "an IPv6 subnet under ipam.config, such as fd00:10:20::/64";
        findings.extend(finding.map(|finding| {
            let finding =
                if verdict.support == Support::Unknown { finding.by(DEFAULT_POOLS) } else { finding };
            finding.at(flags.iter().map(|flag| &flag.place)).instead(remedy)
        }));
    }
    findings
}

/// IPv6 subnets and addresses on networks without IPv6.
pub(in crate::check) fn ipv6_off(view: &View<'_>) -> Vec<Finding> {
    if view.is_windows() {
        return Vec::new();
    }
    let on_by_default = view.target.daemon.as_ref().is_some_and(|daemon| {
        daemon
            .value()
            .get("default-network-opts")
            .is_some_and(|options| options.to_string().contains("enable_ipv6"))
    });
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay)) {
        let on = network.made().any(|network| {
            let said = network.ipv6.as_ref().is_some_and(|ipv6| ipv6.value);
            said || network.driver_opts.contains_key("com.docker.network.enable_ipv6")
        });
        let pools: Vec<_> = network.own_pools().filter(|pool| !pool.value.subnet().is_ipv4()).collect();
        if on || on_by_default || pools.is_empty() {
            continue;
        }
        let pinned: Vec<_> =
            network.members.iter().filter_map(|member| member.attachment.ipv6.as_ref()).collect();
        let subnets: Vec<_> = pools.iter().map(|pool| pool.value.subnet().to_string()).collect();
        let message = match pinned.first() {
            None => format!("{} has {} and does not enable IPv6", network.name, subnets.join(", ")),
            Some(pin) => {
                format!(
                    "{} has {} and a pinned {}, and does not enable IPv6",
                    network.name,
                    subnets.join(", "),
                    pin.value
                )
            }
        };
        let reason = "the engine writes the IPv6 subnet down and gives no address of it to anybody";
        let severity = if pinned.is_empty() { Severity::Warning } else { Severity::Error };
        let finding =
            Finding::new(Rule::Ipv6NotEnabled, message, reason).with_severity(severity).by(IPV6_OFF);
        let places = pools.iter().map(|pool| &pool.place).chain(pinned.iter().map(|pin| &pin.place));
        findings.push(finding.at(places).instead("enable_ipv6: true at the network, or no IPv6 at all"));
    }
    findings
}
