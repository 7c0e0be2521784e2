//! Options of drivers with values the drivers refuse, and an address manager that has no addresses.

use super::value::Kind;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::host::{Evidence, Source};
use crate::model::Driver;

const BRIDGE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/bridge/bridge.go, networkConfiguration.fromLabels: failed to parse the value (seen on 20.10.24)",
)];
const MODES: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/macvlan, drivers/ipvlan: requested mode is not valid (seen on 20.10.24)",
)];
const WINDOWS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/windows/windows.go, parseNetworkOptions")];
const NO_ADDRESSES: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/bridge: ipv4 pool is empty, with IPAM driver null (seen on 20.10.24)",
)];

const BRIDGE_OPTIONS: &[(&str, Kind)] = &[
    ("com.docker.network.bridge.enable_icc", Kind::Flag),
    ("com.docker.network.bridge.enable_ip_masquerade", Kind::Flag),
    ("com.docker.network.bridge.host_binding_ipv4", Kind::Address),
    ("com.docker.network.bridge.inhibit_ipv4", Kind::Flag),
    ("com.docker.network.bridge.name", Kind::Interface),
    ("com.docker.network.driver.mtu", Kind::Number),
];
const MACVLAN_OPTIONS: &[(&str, Kind)] =
    &[("macvlan_mode", Kind::Word(&["bridge", "passthru", "private", "vepa"]))];
const IPVLAN_OPTIONS: &[(&str, Kind)] = &[("ipvlan_mode", Kind::Word(&["l2", "l3", "l3s"]))];
const WINDOWS_OPTIONS: &[(&str, Kind)] = &[
    ("com.docker.network.windowsshim.disable_gatewaydns", Kind::Flag),
    ("com.docker.network.windowsshim.enable_outboundnat", Kind::Flag),
    ("com.docker.network.windowsshim.macpool", Kind::Pairs),
    ("com.docker.network.windowsshim.vlanid", Kind::Unsigned),
    ("com.docker.network.windowsshim.vsid", Kind::Unsigned),
];

/// What a driver refuses in the options of a network.
pub(in crate::check) fn values(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| !network.members.is_empty()) {
        let (options, sources) = options(view, network);
        for made in network.made() {
            for (key, kind) in options {
                let Some(value) = made.driver_opts.get(*key) else { continue };
                let Some(fault) = kind.fault(&value.value) else { continue };
                let message = format!("{} has {key} {:?}, which {fault}", network.name, value.value);
                let reason = "the driver refuses the option, and the network is not created";
                let finding = Finding::new(Rule::DriverOptionValueRefused, message, reason).by(sources);
                findings.push(finding.at([&value.place]).instead(remedy(*kind)));
            }
        }
        findings.extend(without_addresses(view, network));
    }
    findings
}

/// What the driver of a network reads, with who says how.
fn options(view: &View<'_>, network: &Joined<'_>) -> (&'static [(&'static str, Kind)], &'static [Source]) {
    match (view.is_windows(), network.driver()) {
        (false, Some(Driver::Bridge)) => (BRIDGE_OPTIONS, BRIDGE),
        (false, Some(Driver::Macvlan)) => (MACVLAN_OPTIONS, MODES),
        (false, Some(Driver::Ipvlan)) => (IPVLAN_OPTIONS, MODES),
        (true, Some(Driver::L2Bridge | Driver::L2Tunnel | Driver::Nat | Driver::Transparent)) => {
            (WINDOWS_OPTIONS, WINDOWS)
        }
        _ => (&[], &[]),
    }
}

fn remedy(kind: Kind) -> String {
    match kind {
        Kind::Address => "an address, such as 127.0.0.1".to_owned(),
        Kind::Flag => "\"true\" or \"false\"".to_owned(),
        Kind::Interface => "a name of at most 15 characters".to_owned(),
        Kind::Number | Kind::Unsigned => "a number".to_owned(),
        Kind::Pairs => "a start and an end for each range: start,end".to_owned(),
        Kind::Word(words) => words.join(", "),
    }
}

/// A bridge whose addresses nobody manages.
fn without_addresses(view: &View<'_>, network: &Joined<'_>) -> Option<Finding> {
    let bridge = !view.is_windows() && network.driver() == Some(&Driver::Bridge);
    let mut drivers = network.made().filter_map(|made| made.ipam_driver.as_ref());
    let null = drivers.find(|driver| bridge && driver.value == "null")?;
    let message = format!("{} is a bridge whose IPAM driver is null", network.name);
    let reason = "the engine does not create the network: ipv4 pool is empty";
    let finding = Finding::new(Rule::DriverOptionValueRefused, message, reason).by(NO_ADDRESSES);
    Some(finding.at([&null.place]).instead("no IPAM driver, or `default`"))
}
