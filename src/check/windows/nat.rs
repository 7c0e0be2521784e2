//! Windows NAT networks: how many one host bears, and whether they outlive a reboot.

use super::{joined, partition};
use crate::check::view::{Joined, Member, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, Support};
use crate::model::{Driver, Network};

/// Several NAT networks on one host; if ports are published on more than one, that is the graver finding and
/// the only one.
pub(in crate::check) fn several_networks(view: &View<'_>) -> Vec<Finding> {
    if partition::fits(view) {
        return Vec::new();
    }
    let nat: Vec<_> =
        view.networks.iter().filter(|network| network.is_nat() && !network.members.is_empty()).collect();
    let others = others_in_use(view);
    let publishing: Vec<_> = nat.iter().filter(|network| publishers(network).next().is_some()).collect();
    if !publishing.is_empty() && publishing.len() + others.len() >= 2 {
        let titles: Vec<_> = publishing.iter().map(|network| with_ports(network)).collect();
        let count = publishing.len();
        let mut message = match count {
            1 => format!("a NAT network with published ports: {}", titles.join(", ")),
            _ => format!("{count} NAT networks with published ports on one host: {}", titles.join(", ")),
        };
        if !others.is_empty() {
            message = format!("{message}; in use there already, ports not visible: {}", names(&others));
        }
        let verdict = view.host.can(Capability::SeveralPublishedNatNetworks);
        let rule = Rule::SeveralNatNetworksWithPublishedPorts;
        if let Some(finding) = Finding::judged(rule, &verdict, message) {
            // Whether a network nobody described publishes anything is a guess.
            let least = if count < 2 { Severity::Warning } else { Severity::Error };
            let severity = finding.severity.max(least);
            let members = publishing.iter().flat_map(|network| publishers(network));
            let places = members.flat_map(|member| &member.service.ports).map(|port| &port.place);
            return vec![one_nat(finding.with_severity(severity).at(places), &nat)];
        }
    }
    if nat.is_empty() || nat.len() + others.len() < 2 {
        return Vec::new();
    }
    let titles: Vec<_> = nat.iter().map(|network| network.name.as_str()).collect();
    let mut message = format!("several NAT networks on one host: {}", titles.join(", "));
    if !others.is_empty() {
        message = format!("{message}; in use there already: {}", names(&others));
    }
    let verdict = view.host.can(Capability::SeveralNatNetworks);
    let finding = Finding::judged(Rule::SeveralNatNetworks, &verdict, message);
    let places = nat.iter().filter_map(|network| network.place());
    finding.map(|finding| one_nat(finding.at(places), &nat)).into_iter().collect()
}

/// Puts the lines below the remedy, for those who copy. Where nobody knows what a host bears, they avoid the question.
fn one_nat(finding: Finding, networks: &[&Joined<'_>]) -> Finding {
    let lines = joined::to_nat(networks);
    let remedy = match finding.remedy.as_deref() {
        // It speaks of networks called `default`.
        Some(remedy) if lines == joined::to_nat(&[]) => remedy,
        Some(_) => "put every project on the default network `nat`",
        None => "one NAT network, which every host bears",
    };
    let remedy = format!("{remedy}; {lines}");
    finding.instead(remedy)
}

/// NAT networks on the host that no project names and somebody is in, the default one among them.
fn others_in_use<'a>(view: &View<'a>) -> Vec<&'a Network> {
    let foreign = |network: &&Network| {
        *network.spec.driver() == Driver::Nat
            && !network.endpoints.is_empty()
            && !view.networks.iter().any(|named| named.name == network.name().as_str())
    };
    if view.is_windows() { view.observed.iter().filter(foreign).collect() } else { Vec::new() }
}

fn names(networks: &[&Network]) -> String {
    networks.iter().map(|network| network.name().as_str()).collect::<Vec<_>>().join(", ")
}

/// The services that publish ports on this network. An engine publishes a container's ports on one of its
/// networks, the one it joins first.
fn publishers<'a>(network: &Joined<'a>) -> impl Iterator<Item = Member<'a>> {
    let first = |member: &Member<'a>| {
        let first = member.service.networks.first();
        first.is_some_and(|first| first.network.value == member.attachment.network.value)
    };
    let publishes = move |member: &Member<'a>| first(member) && !member.service.ports.is_empty();
    network.members.iter().copied().filter(publishes)
}

fn with_ports(network: &Joined<'_>) -> String {
    let services: Vec<_> = publishers(network)
        .map(|member| {
            let ports: Vec<_> = member.service.ports.iter().map(|port| port.value.port.to_string()).collect();
            format!("{} {}", member.title(), ports.join(" "))
        })
        .collect();
    format!("{} ({})", network.name, services.join(", "))
}

/// NAT networks that projects make and a reboot takes away.
pub(in crate::check) fn lost_at_reboot(view: &View<'_>) -> Vec<Finding> {
    let survive = view.host.can(Capability::NatNetworksSurviveReboot);
    let made: Vec<_> = view.networks.iter().filter(|network| network.is_nat() && network.is_made()).collect();
    if made.is_empty() || survive.support != Support::Unsupported {
        return Vec::new();
    }
    let recreates = view.host.can(Capability::EngineRecreatesNatNetworks);
    let titles: Vec<_> = made.iter().map(|network| network.name.as_str()).collect();
    let mut finding = Finding::new(
        Rule::NatNetworkLostAtReboot,
        format!("NAT networks that a reboot takes away: {}", titles.join(", ")),
        survive.reason,
    )
    .at(made.iter().filter_map(|network| network.place()))
    .by_verdict(&survive)
    .by_verdict(&recreates);
    match recreates.support {
        // Nothing is to be done.
        Support::Supported => Vec::new(),
        Support::Degraded | Support::Unsupported => {
            finding.reason = format!("{}; {}", survive.reason, recreates.reason);
            finding.remedy = recreates.remedy.map(str::to_owned);
            vec![finding]
        }
        Support::Unknown => {
            finding.reason = format!("{}; whether the engine makes them anew is not known", survive.reason);
            vec![finding.instead("name the host's engine, or create the networks at boot")]
        }
    }
}
