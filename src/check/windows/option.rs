//! Options of network drivers that nobody reads.

use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::compose::Place;
use crate::host::{Capability, EngineVersion, Evidence, Source, Support};
use crate::model::Driver;

const MTU: &str = "com.docker.network.driver.mtu";
const BRIDGE: &str = "com.docker.network.bridge.";
const WINDOWS: &str = "com.docker.network.windowsshim.";

/// What the bridge driver reads behind its prefix, with the engine it came with.
const BRIDGE_OPTIONS: &[(&str, (u32, u32))] = &[
    ("default_bridge", (1, 12)),
    ("enable_icc", (1, 12)),
    ("enable_ip_masquerade", (1, 12)),
    ("gateway_mode_ipv4", (27, 0)),
    ("gateway_mode_ipv6", (27, 0)),
    ("host_binding_ipv4", (1, 12)),
    ("inhibit_ipv4", (1, 12)),
    ("name", (1, 12)),
    ("trusted_host_interfaces", (28, 0)),
];

/// What the Windows drivers read behind their prefix; `sourcemac` has a constant and no reader.
const WINDOWS_OPTIONS: &[&str] = &[
    "disable_dns",
    "disable_gatewaydns",
    "disableicc",
    "dnsservers",
    "dnssuffix",
    "enable_outboundnat",
    "hnsid",
    "hnsowned",
    "interface",
    "macpool",
    "networkname",
    "outboundnat_exceptions",
    "routingdomain",
    "vlanid",
    "vsid",
];

const LABELS: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork drivers/windows/windows.go, parseNetworkOptions"),
    Source::new(Evidence::ReadInCode, "moby libnetwork drivers/bridge/labels.go"),
];

/// An MTU of a network's own, where there is none.
pub(in crate::check) fn mtu(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::NetworkMtu);
    let mut findings = Vec::new();
    for network in &view.networks {
        for made in network.made() {
            let Some(value) = made.driver_opts.get(MTU) else { continue };
            let message = format!("{} asks for an MTU of {value}", network.name);
            let finding = Finding::judged(Rule::MtuOptionIgnored, &verdict, message);
            findings.extend(finding.map(|finding| {
                finding.at([&value.place]).instead("the MTU of the adapter inside the container, from its start command (netsh interface ipv4 set subinterface)")
            }));
        }
    }
    findings
}

/// Options of the other platform's drivers, and of nobody's.
pub(in crate::check) fn ignored(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        let unread: Vec<(&str, &Place)> = network
            .made()
            .flat_map(|made| &made.driver_opts)
            .filter(|(key, _)| !is_read(view, network, key))
            .map(|(key, value)| (key.as_str(), &value.place))
            .collect();
        if unread.is_empty() {
            continue;
        }
        let list = few(unread.iter().map(|(key, _)| (*key).to_owned()));
        let platform = if view.is_windows() { "Windows" } else { "Linux" };
        let driver = network.driver().map(ToString::to_string).unwrap_or_default();
        let message =
            format!("{} has options that driver {driver} of {platform} does not read: {list}", network.name);
        let reason = "drivers skip the options they do not know, without a word";
        let finding = Finding::new(Rule::DriverOptionIgnored, message, reason).by(LABELS);
        let finding = finding.at(unread.iter().map(|(_, place)| *place));
        findings.push(finding.instead(remedy(view.is_windows(), &unread)));
    }
    findings
}

fn remedy(windows: bool, unread: &[(&str, &Place)]) -> &'static str {
    let any = |word: &str| unread.iter().any(|(key, _)| key.contains(word));
    match windows {
        true if any("enable_icc") => {
            "leave it out: access rules of the firewall keep containers apart on Windows"
        }
        true if any("bridge.name") => {
            "com.docker.network.windowsshim.networkname, which names the network in HNS"
        }
        true if any("parent") => "com.docker.network.windowsshim.interface, which names the adapter",
        true if any("disable_gatewaydns") => "engine 18.03 or later",
        true => "leave it out, or an option of com.docker.network.windowsshim",
        false if any(WINDOWS) => "leave it out, or an option of com.docker.network.bridge",
        false => {
            "leave it out, or look its name up: bridges read name, enable_icc, enable_ip_masquerade, host_binding_ipv4, inhibit_ipv4, gateway_mode_ipv4 and gateway_mode_ipv6, trusted_host_interfaces"
        }
    }
}

/// Whether the driver of a network reads an option. Of drivers by others nothing is known, so they read everything;
/// drivers the platform does not have are another rule's.
fn is_read(view: &View<'_>, network: &Joined<'_>, key: &str) -> bool {
    match network.driver() {
        Some(Driver::Bridge) if !view.is_windows() => read_by_bridge(view.host.engine.as_ref(), key),
        Some(Driver::Macvlan | Driver::Ipvlan) if !view.is_windows() => {
            !key.starts_with(WINDOWS) && !key.starts_with(BRIDGE)
        }
        Some(
            Driver::Ics
            | Driver::Internal
            | Driver::L2Bridge
            | Driver::L2Tunnel
            | Driver::Nat
            | Driver::Private
            | Driver::Transparent,
        ) if view.is_windows() => read_by_windows(view, key),
        Some(_) | None => true,
    }
}

fn read_by_bridge(engine: Option<&EngineVersion>, key: &str) -> bool {
    let Some(option) = key.strip_prefix(BRIDGE) else { return !key.starts_with(WINDOWS) };
    let known = BRIDGE_OPTIONS.iter().find(|(name, _)| *name == option);
    let here = engine.map(|engine| (engine.major(), engine.minor()));
    known.is_some_and(|(_, since)| here.is_none_or(|here| here >= *since))
}

fn read_by_windows(view: &View<'_>, key: &str) -> bool {
    let resolver_off = || view.host.can(Capability::ResolverOffOption).support != Support::Unsupported;
    match key.strip_prefix(WINDOWS) {
        Some("disable_gatewaydns") => resolver_off(),
        Some(option) => WINDOWS_OPTIONS.contains(&option),
        None => {
            let linux = ["parent", "macvlan_mode", "ipvlan_mode", "ipvlan_flag"].contains(&key);
            !key.starts_with(BRIDGE) && !key.starts_with("com.docker.network.container_") && !linux
        }
    }
}
