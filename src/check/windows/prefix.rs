//! The default NAT network on several hosts.

use std::net::IpAddr;

use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::Subnet;

const SOURCES: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby/moby#25097: the engine asks for 0.0.0.0/0 and HNS picks"),
    Source::new(Evidence::Reported, "microsoft/WSL#4467, #4601, #7820"),
];

/// Hosts whose default NAT networks have different prefixes: an address of one means nothing on the other.
pub(in crate::check) fn differs(views: &[View<'_>]) -> Vec<Finding> {
    let hosts: Vec<_> = views.iter().filter_map(|view| Some((view, prefix(view)?))).collect();
    let Some((_, first)) = hosts.first() else { return Vec::new() };
    if hosts.iter().all(|(_, prefix)| prefix == first) {
        return Vec::new();
    }
    let list: Vec<_> = hosts.iter().map(|(view, prefix)| format!("{} {prefix}", view.name)).collect();
    let message = format!("the default network `nat` differs between the hosts: {}", list.join(", "));
    let finding = Finding::new(
        Rule::NatPrefixDiffersBetweenHosts,
        message,
        "HNS picks the prefix of the default network on each host by itself",
    )
    .by(SOURCES);
    // Every host has the same projects, so one view's are everybody's.
    let nat: Vec<_> =
        hosts.iter().flat_map(|(view, _)| &view.networks).filter(|network| network.is_default()).collect();
    let pins: Vec<_> = nat.iter().flat_map(|network| network.pins()).map(|(_, pin)| &pin.place).collect();
    let pinned =
        nat.iter().flat_map(|network| network.pins()).map(|(_, pin)| pin.value).find(IpAddr::is_ipv4);
    let finding = finding.instead(cure(pinned, &hosts));
    let finding = if pins.is_empty() {
        finding.at(nat.iter().filter_map(|network| network.place())).with_severity(Severity::Note)
    } else {
        finding.at(pins)
    };
    let hosts = hosts.iter().map(|(view, _)| view.name.to_owned()).collect();
    vec![Finding { hosts, ..finding }]
}

/// The line that gives every host one prefix, around the pinned address where there is one, and what makes it count.
fn cure(pinned: Option<IpAddr>, hosts: &[(&View<'_>, Subnet)]) -> String {
    let prefix =
        pinned.and_then(|pin| Subnet::around(pin, 20).ok()).or(hosts.first().map(|(_, prefix)| *prefix));
    let prefix = prefix.map(|prefix| prefix.to_string()).unwrap_or_default();
    let kept =
        |view: &View<'_>| view.host.can(Capability::NatNetworksSurviveReboot).support == Support::Supported;
    let then = if hosts.iter().any(|(view, _)| kept(view)) {
        "with the engine stopped and the NAT networks removed from HNS"
    } else {
        "then a reboot"
    };
    format!("the same line in daemon.json on every host, {then}:\n\"fixed-cidr\": \"{prefix}\"")
}

/// The prefix of the default NAT network, when it was seen and some service is in it. Engines before 19.03.3
/// show `0.0.0.0/0`, which says nothing.
fn prefix(view: &View<'_>) -> Option<Subnet> {
    let used = |network: &&Joined<'_>| network.is_default() && !network.members.is_empty();
    let nat = view.networks.iter().find(used).filter(|_| view.is_windows())?;
    let mut subnets = nat.observed.iter().flat_map(|network| network.spec.subnets());
    subnets.find(|subnet| subnet.is_ipv4() && subnet.length() > 0)
}
