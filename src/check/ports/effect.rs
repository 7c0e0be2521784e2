//! Ports that are published in vain.

use std::collections::BTreeMap;

use super::item::has_own_network;
use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::compose::{NetworkMode, Service};
use crate::host::{Evidence, Source};
use crate::model::Driver;

const HOST: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby: Published ports are discarded when using host network mode"),
    Source::new(
        Evidence::ReadInCode,
        "docker-py 5.0 types/containers.py: \"host\" network_mode is incompatible with port_bindings",
    ),
];
const CONTAINER: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby runconfig: conflicting options: port publishing and the container type network mode",
)];
const NONE: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/null: a network without interfaces")];
const INTERNAL: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby drivers/bridge: no published ports are programmed for an internal network",
)];

const NO_MAPPING: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork drivers/macvlan, drivers/ipvlan: no external connectivity is programmed",
    ),
    Source::new(
        Evidence::Documented,
        "Docker macvlan and ipvlan networks: containers are reached by addresses of their own",
    ),
    Source::new(
        Evidence::Reported,
        "moby/libnetwork#2050: ports of containers in macvlan networks are not mapped",
    ),
];
const TRANSPARENT: &[Source] = &[Source::new(
    Evidence::Documented,
    "Windows container network drivers: transparent endpoints are connected to the physical network directly, port mapping is NAT's",
)];

/// Ports beside a network mode that has none to publish.
pub(in crate::check) fn without_own_network(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (project, service) in view.services.iter().filter(|(_, service)| !has_own_network(service)) {
        let (Some(mode), Some(first)) = (&service.network_mode, service.ports.first()) else { continue };
        let title = format!("{}/{}", project.name(), service.name);
        let (what, severity, reason, remedy, sources) = match &mode.value {
            NetworkMode::Bridge | NetworkMode::Other(_) => continue,
            // Windows has no such mode, which another rule says.
            NetworkMode::Host if view.is_windows() => continue,
            NetworkMode::Host => (
                "uses the host's network".to_owned(),
                Severity::Warning,
                "engines and Compose 2 discard the ports, docker-compose 1.29 refuses to create the container; what the container listens on is the host's anyway",
                "no ports, or no network_mode",
                HOST,
            ),
            NetworkMode::None => (
                "has no network".to_owned(),
                Severity::Error,
                "nothing leads to a container without a network",
                "no ports, or a network",
                NONE,
            ),
            NetworkMode::Container(other) | NetworkMode::Service(other) => (
                format!("uses the network of {other}"),
                Severity::Error,
                "the engine refuses: conflicting options: port publishing and the container type network mode",
                "the ports at the service or container whose network it is",
                CONTAINER,
            ),
        };
        let message = format!("{title} {what} and publishes {}", first.value.port);
        let finding = Finding::new(Rule::PortsWithoutOwnNetwork, message, reason).with_severity(severity);
        findings.push(finding.at([&first.place, &mode.place]).by(sources).instead(remedy));
    }
    findings
}

/// Ports of services that are in internal networks only.
pub(in crate::check) fn on_internal_network(view: &View<'_>) -> Vec<Finding> {
    // On Windows the option does nothing.
    if view.is_windows() {
        return Vec::new();
    }
    let internal = |network: &&Joined<'_>| network.driver() == Some(&Driver::Bridge) && network.is_internal();
    let mut inside: BTreeMap<*const Service, Vec<&str>> = BTreeMap::new();
    for network in view.networks.iter().filter(internal) {
        for member in &network.members {
            inside.entry(std::ptr::from_ref(member.service)).or_default().push(&network.name);
        }
    }
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let Some(first) = service.ports.first() else { continue };
        let service: &Service = service;
        let Some(networks) = inside.get(&std::ptr::from_ref(service)) else { continue };
        if networks.len() < service.networks.len() {
            continue;
        }
        let title = format!("{}/{}", project.name(), service.name);
        let (is, networks) =
            (if networks.len() == 1 { "which is" } else { "which are all" }, networks.join(", "));
        let message =
            format!("{title} publishes {} and is only in {networks}, {is} internal", first.value.port);
        let reason =
            "the engine starts the container and publishes nothing: an internal network has no way in or out";
        let finding =
            Finding::new(Rule::PortsOnInternalNetwork, message, reason).at([&first.place]).by(INTERNAL);
        findings
            .push(finding.instead("a further network that is not internal, for the services that publish"));
    }
    findings
}

/// Ports of services that are only in networks whose containers have addresses of the physical network.
pub(in crate::check) fn not_by_driver(view: &View<'_>) -> Vec<Finding> {
    let windows = view.is_windows();
    let direct = |network: &&Joined<'_>| match network.driver() {
        Some(Driver::Macvlan | Driver::Ipvlan) => !windows,
        Some(Driver::Transparent) => windows,
        _ => false,
    };
    let mut inside: BTreeMap<*const Service, Vec<&Joined<'_>>> = BTreeMap::new();
    for network in view.networks.iter().filter(direct) {
        for member in &network.members {
            inside.entry(std::ptr::from_ref(member.service)).or_default().push(network);
        }
    }
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let service: &Service = service;
        let Some(first) = service.ports.first() else { continue };
        let Some(networks) = inside.get(&std::ptr::from_ref(service)) else { continue };
        if networks.len() < service.networks.len() {
            continue;
        }
        let driver = networks.first().and_then(|network| network.driver());
        let driver = driver.map(ToString::to_string).unwrap_or_default();
        let names = few(networks.iter().map(|network| network.name.clone()));
        let port = first.value.port;
        let message =
            format!("{}/{} publishes {port} and is only in {driver}: {names}", project.name(), service.name);
        let reason = format!(
            "{driver} publishes nothing on the host: the container answers at its own address, on {}",
            port.target
        );
        let finding = Finding::new(Rule::PortsNotPublishedByDriver, message, reason).at([&first.place]);
        let remedy =
            if windows { "no ports, or a NAT network" } else { "no ports, or a bridge network besides" };
        findings.push(finding.by(if windows { TRANSPARENT } else { NO_MAPPING }).instead(remedy));
    }
    findings
}
