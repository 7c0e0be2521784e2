//! Networks that ask for what the platform does not have.

use std::collections::BTreeMap;

use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::compose::{Place, Placed};
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::Driver;

const WINDOWS_DRIVERS: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork drivers/windows/windows.go"),
    Source::new(Evidence::Reported, "docker/for-win#227, #1960, #2109: plugin not found"),
];
const LINUX_DRIVERS: &[Source] = &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers_linux.go")];

/// Drivers the platform does not have.
pub(in crate::check) fn driver_missing(view: &View<'_>) -> Vec<Finding> {
    let windows = view.is_windows();
    let (platform, sources) = if windows { ("Windows", WINDOWS_DRIVERS) } else { ("Linux", LINUX_DRIVERS) };
    let mut findings = Vec::new();
    for network in &view.networks {
        for driver in network.made().filter_map(|network| network.driver.as_ref()) {
            let Some(remedy) = replacement(&driver.value, windows) else {
                findings.extend(driver_of_newer_engines(view, &network.name, driver));
                continue;
            };
            let message = format!("{} has driver {driver}, which {platform} does not have", network.name);
            let reason = "the engine knows no driver of that name and does not create the network";
            let finding = Finding::new(Rule::DriverMissingOnPlatform, message, reason).at([&driver.place]);
            findings.push(finding.instead(remedy).by(sources));
        }
    }
    findings
}

/// Drivers the platform has, though not with this build and engine.
fn driver_of_newer_engines(view: &View<'_>, network: &str, driver: &Placed<Driver>) -> Option<Finding> {
    let known = [
        (Driver::Ics, Capability::IcsDriver),
        (Driver::Internal, Capability::InternalDriver),
        (Driver::Private, Capability::PrivateDriver),
    ];
    let (_, capability) = known.into_iter().find(|(known, _)| view.is_windows() && *known == driver.value)?;
    let verdict = view.host.can(capability);
    let message = format!("{network} has driver {driver}, which this engine does not have");
    let finding = Finding::judged(Rule::DriverMissingOnPlatform, &verdict, message)?;
    Some(finding.at([&driver.place]).instead("a newer engine, or `nat`"))
}

/// What comes nearest to a driver the platform lacks; `None` for one it has or nobody knows.
fn replacement(driver: &Driver, windows: bool) -> Option<&'static str> {
    let (only_on_windows, remedy) = match driver {
        Driver::Bridge => (false, "no driver at all: Windows then takes `nat`, Linux `bridge`"),
        Driver::Host => (false, "published ports: Windows has no host network"),
        Driver::Ipvlan => (false, "`l2bridge`, which keeps the host's hardware address as well"),
        Driver::Macvlan => (false, "`transparent`, which gives hardware addresses as well"),
        Driver::Ics | Driver::Nat => (true, "no driver at all: Linux then takes `bridge`, Windows `nat`"),
        Driver::Internal | Driver::Private => (true, "`bridge` with `internal: true`"),
        Driver::L2Bridge | Driver::L2Tunnel => {
            (true, "`ipvlan`, which keeps the host's hardware address as well")
        }
        Driver::Transparent => (true, "`macvlan`, which gives hardware addresses as well"),
        Driver::Null | Driver::Overlay | Driver::Other(_) => return None,
    };
    (only_on_windows != windows).then_some(remedy)
}

/// Ranges for dynamic addresses where there are none. Swarm's own address management has them everywhere.
pub(in crate::check) fn dynamic_range(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::DynamicRange);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay)) {
        for pool in network.own_pools() {
            let Some(range) = pool.value.range() else { continue };
            let message = format!("{} asks for dynamic addresses out of {range}", network.name);
            let finding = Finding::judged(Rule::DynamicRangeUnsupported, &verdict, message);
            findings.extend(finding.map(|finding| finding.at([&pool.place])));
        }
    }
    findings
}

/// IPv6 on Windows: whatever HNS has, the engine cannot ask for it.
pub(in crate::check) fn ipv6(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|_| view.is_windows()) {
        let flags = network.made().filter_map(|network| network.ipv6.as_ref()).filter(|ipv6| ipv6.value);
        let pools = network.own_pools().filter(|pool| !pool.value.subnet().is_ipv4());
        let nat = network.is_nat();
        // What others make may have what no engine asks for.
        let members = network.members.iter().filter(|_| nat);
        let addresses = members.filter_map(|member| member.attachment.ipv6.as_ref());
        let places: Vec<&Place> = flags
            .map(|flag| &flag.place)
            .chain(pools.map(|pool| &pool.place))
            .chain(addresses.map(|address| &address.place))
            .collect();
        if places.is_empty() {
            continue;
        }
        let capability = match network.driver() {
            Some(Driver::Nat) => Capability::Ipv6,
            Some(Driver::Overlay) => Capability::Ipv6OnOverlay,
            Some(_) | None => Capability::Ipv6Option,
        };
        let what = match network.driver() {
            Some(driver) if !nat => format!("has driver {driver}"),
            _ => "is a NAT network".to_owned(),
        };
        let message = format!("{} {what} and asks for IPv6", network.name);
        let finding = Finding::judged(Rule::Ipv6Unsupported, &view.host.can(capability), message);
        findings.extend(finding.map(|finding| finding.at(places)));
    }
    findings
}

const ADAPTER: &str = "com.docker.network.windowsshim.interface";

/// Transparent networks that would need one adapter each, and name the same or none.
pub(in crate::check) fn one_adapter(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::SeveralNetworksOnOneAdapter);
    let mut adapters: BTreeMap<Option<&str>, Vec<&Joined<'_>>> = BTreeMap::new();
    for network in view.networks.iter().filter(|network| network.driver() == Some(&Driver::Transparent)) {
        for made in network.made().take(1) {
            let adapter = made.driver_opts.get(ADAPTER).map(|adapter| adapter.value.as_str());
            adapters.entry(adapter).or_default().push(network);
        }
    }
    let judge = |(adapter, networks): (Option<&str>, Vec<&Joined<'_>>)| {
        let list = few(networks.iter().map(|network| network.name.clone()));
        let on = adapter.map_or("the adapter HNS picks".to_owned(), |adapter| format!("adapter {adapter}"));
        let message = format!("{} transparent networks on {on}: {list}", networks.len());
        let finding = Finding::judged(Rule::SeveralNetworksOnOneAdapter, &verdict, message)?;
        let finding = finding.at(networks.iter().filter_map(|network| network.place()));
        Some(finding.instead(format!(
            "one network for all of them, or an adapter for each: `driver_opts: {{{ADAPTER}: ...}}`"
        )))
    };
    let several = adapters.into_iter().filter(|(_, networks)| networks.len() > 1);
    if view.is_windows() { several.filter_map(judge).collect() } else { Vec::new() }
}

/// Networks of several subnets, where HNS takes one.
pub(in crate::check) fn several_subnets(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::SeveralSubnets);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|_| view.is_windows()) {
        let pools: Vec<_> = network.own_pools().filter(|pool| pool.value.subnet().is_ipv4()).collect();
        if pools.len() < 2 {
            continue;
        }
        let list = few(pools.iter().map(|pool| pool.value.subnet().to_string()));
        let message = format!("{} has several subnets: {list}", network.name);
        let some_do = matches!(network.driver(), Some(Driver::L2Bridge | Driver::L2Tunnel | Driver::Overlay));
        let finding = if some_do || verdict.support != Support::Supported {
            Finding::judged(Rule::SeveralSubnetsUnsupported, &verdict, message)
        } else {
            let reason = format!("of the networks of HNS {}, and no others", verdict.reason);
            Some(Finding::new(Rule::SeveralSubnetsUnsupported, message, reason).by_verdict(&verdict))
        };
        findings.extend(finding.map(|finding| {
            finding.at(pools.iter().map(|pool| &pool.place)).instead("one subnet that is large enough")
        }));
    }
    findings
}
