//! Subnets over addresses that are somebody else's: behind a route of the host, in a range that is to be avoided,
//! or no private ones at all.

use super::automatic::{Choice, is_automatic};
use super::purpose::{Purpose, Registries};
use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::{Driver, Subnet};

const NOT_COMPARED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork network.go requestPoolHelper: only automatic subnets are compared with the host's routes",
)];
const HNS_PICKS: &[Source] = &[Source::new(
    Evidence::Reported,
    "microsoft/WSL#4467, #4601, #7820: HNS picks out of 172.16.0.0/12, whatever the host's routes are",
)];
const ACCEPTED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipam: 127.0.0.0/24 and 224.0.0.0/24 are accepted (seen on 20.10.24)",
)];
const REGISTRIES: &[Source] = &[
    Source::new(Evidence::Documented, "IANA IPv4 and IPv6 Special-Purpose Address Registries"),
    Source::new(Evidence::Documented, "RFC 1918, RFC 4193: private addresses"),
];

/// What HNS picks from.
const HNS_POOLS: &str = "172.16.0.0/12";

/// Networks of these drivers are part of the host's own network and have its subnet.
fn is_of_the_lan(network: &Joined<'_>) -> bool {
    matches!(
        network.driver(),
        Some(
            Driver::Host
                | Driver::Ipvlan
                | Driver::L2Bridge
                | Driver::L2Tunnel
                | Driver::Macvlan
                | Driver::Null
                | Driver::Transparent
        )
    )
}

/// Whether a route was made for a container network.
fn is_of_containers(through: &str) -> bool {
    ["br-", "docker", "vEthernet (nat)"].iter().any(|prefix| through.starts_with(prefix))
}

fn routes<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v (Subnet, String)> {
    let foreign = |(subnet, through): &&(Subnet, String)| subnet.length() > 0 && !is_of_containers(through);
    view.target.routes.iter().filter(foreign)
}

/// Subnets of the files over what a route of the host leads to.
pub(in crate::check) fn routed(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (network, pool) in view.networks.iter().filter(|network| !is_of_the_lan(network)).flat_map(own) {
        for (route, through) in routes(view).filter(|(route, _)| route.overlaps(pool.0)) {
            let all = pool.0.covers(*route);
            let message = format!(
                "{} of {} lies over {route}, which the host reaches through {through}",
                pool.0, network.name
            );
            let reason = if all {
                "the engine makes the network, and the host and its containers no longer reach what is behind the route"
            } else {
                "the engine makes the network, and the host and its containers no longer reach that part of what is behind the route"
            };
            let severity = if all { Severity::Error } else { Severity::Warning };
            let finding = Finding::new(Rule::SubnetOverlapsRoute, message, reason).with_severity(severity);
            let finding = finding.at([pool.1]).by(NOT_COMPARED);
            findings.push(finding.instead("a subnet no route of the host leads to"));
        }
    }
    findings
}

/// Subnets of the files in ranges that are to be avoided.
pub(in crate::check) fn avoided(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (network, pool) in view.networks.iter().filter(|network| !is_of_the_lan(network)).flat_map(own) {
        for (range, whose) in view.target.avoided.iter().filter(|(range, _)| range.overlaps(pool.0)) {
            let message =
                format!("{} of {} lies in {range}, which is to be avoided: {whose}", pool.0, network.name);
            let reason = "the engine makes the network, and neither the host nor its containers then reach those addresses elsewhere";
            let finding = Finding::new(Rule::SubnetOverlapsAvoidedRange, message, reason);
            let finding = finding.at([pool.1]).by(NOT_COMPARED);
            findings.push(finding.instead("a subnet outside the ranges that are to be avoided"));
        }
    }
    findings
}

fn own<'v, 'a>(
    network: &'v Joined<'a>,
) -> impl Iterator<Item = (&'v Joined<'a>, (Subnet, &'a crate::compose::Place))> {
    network.own_pools().map(move |pool| (network, (pool.value.subnet(), &pool.place)))
}

/// Networks that leave their subnets to an engine that may pick what is somebody else's.
pub(in crate::check) fn automatic(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::AutomaticSubnetsAvoidRoutes);
    let avoided = view.target.avoided.iter().map(|(range, whose)| (*range, whose));
    // An engine that keeps clear of every route needs no warning of them.
    let routed = routes(view)
        .filter(|_| verdict.support != Support::Supported)
        .map(|(range, through)| (*range, through));
    let ranges: Vec<_> = avoided.chain(routed).collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    let rule = Rule::AutomaticSubnetMayShadow;
    let remedy = "a subnet under the network's ipam.config, or default-address-pools in daemon.json";
    if view.is_windows() {
        let nat: Vec<_> =
            view.networks.iter().filter(|network| network.is_nat() && leaves_choice(network)).collect();
        let hns: Option<Subnet> = HNS_POOLS.parse().ok();
        let met = ranges.iter().filter(|(range, _)| hns.is_some_and(|pools| pools.overlaps(*range)));
        let met: Vec<_> = met.map(|(range, whose)| format!("{range} ({whose})")).collect();
        if nat.is_empty() || met.is_empty() {
            return Vec::new();
        }
        let names = few(nat.iter().map(|network| &network.name));
        let message = format!("HNS picks the subnet of {names} and may pick from {}", few(met));
        let reason = "the engine does not look at routes, and HNS chooses in 172.16.0.0/12";
        let finding = Finding::new(rule, message, reason).by(HNS_PICKS).instead(
            "a subnet under the network's ipam.config, or fixed-cidr in daemon.json for the default network",
        );
        return vec![finding.at(nat.iter().filter_map(|network| network.place()).take(4))];
    }
    let Some(choice) = Choice::new(view).filter(|choice| !choice.networks.is_empty()) else {
        return Vec::new();
    };
    let met: Vec<_> = ranges.iter().filter(|(range, _)| choice.pools.overlap(*range)).collect();
    if met.is_empty() {
        return Vec::new();
    }
    let next = met.iter().any(|(range, _)| choice.reaches(*range));
    let names = few(choice.networks.iter().map(|network| &network.name));
    let ranges = few(met.iter().map(|(range, whose)| format!("{range} ({whose})")));
    let when = if next { "next" } else { "in time" };
    let message = format!("the engine picks the subnet of {names} and may {when} pick from {ranges}");
    let severity = if next { Severity::Warning } else { Severity::Note };
    let reason = format!(
        "what is to be avoided the engine does not know; it keeps clear of this much: {}",
        verdict.reason
    );
    let finding = Finding::new(rule, message, reason).with_severity(severity).by_verdict(&verdict);
    let finding = choice.pools.sources().into_iter().fold(finding, Finding::by);
    vec![finding.at(choice.networks.iter().filter_map(|network| network.place()).take(4)).instead(remedy)]
}

/// Whether HNS has to choose a subnet for it.
fn leaves_choice(network: &Joined<'_>) -> bool {
    let chosen = network.own_pools().next().is_some() || !network.observed.is_empty();
    network.is_made() && !network.members.is_empty() && !chosen && !is_automatic(network)
}

/// Subnets of addresses that are not for private use.
pub(in crate::check) fn not_private(view: &View<'_>) -> Vec<Finding> {
    let registries = Registries::new();
    let picks_at_zero = view.host.engine.as_ref().is_some_and(|engine| engine.major() >= 29);
    let mut findings = Vec::new();
    for (network, (subnet, place)) in view.networks.iter().flat_map(own) {
        let (severity, what, reason) = match registries.purpose(subnet) {
            Purpose::Private => continue,
            // The host's own network has the addresses it has.
            Purpose::Public | Purpose::LinkLocal if is_of_the_lan(network) => continue,
            Purpose::Unusable { what: "unspecified" } if picks_at_zero => continue,
            Purpose::Unusable { what } => (
                Severity::Error,
                what,
                "the engine accepts it, and no kernel sends to such addresses on a network",
            ),
            Purpose::LinkLocal => (
                Severity::Warning,
                "link-local",
                "hosts give themselves such addresses, and routers do not pass them on",
            ),
            Purpose::Public => (
                Severity::Warning,
                "public",
                "somebody else has them: their machines are out of reach from the host and its containers",
            ),
            Purpose::Documentation => (
                Severity::Note,
                "reserved for documentation",
                "it works, and filters of networks and programs drop such addresses",
            ),
        };
        let message = format!("the addresses {subnet} of {} are {what}", network.name);
        let finding = Finding::new(Rule::SubnetNotPrivate, message, reason).with_severity(severity);
        let remedy = "a subnet of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fd00::/8";
        findings.push(finding.at([place]).by(ACCEPTED).by(REGISTRIES).instead(remedy));
    }
    findings
}
