//! Options the engine refuses beside a network stack that is another container's or the host's.

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{NetworkMode, Place, Service};
use crate::host::{Evidence, Source};

const CONFLICTS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby runconfig/hostconfig.go validateNetContainerMode, hostconfig_unix.go validateNetMode (seen on 20.10.24)",
)];

/// A key the engine refuses, where the file has it, and what the engine says.
type Refused<'a> = (&'static str, &'a Place, &'static str);

/// Keys that contradict the network mode.
pub(in crate::check) fn refused(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let Some(mode) = &service.network_mode else { continue };
        let refused = match &mode.value {
            NetworkMode::Container(_) | NetworkMode::Service(_) => beside_container(service),
            // Windows has no such mode, which another rule says.
            NetworkMode::Host if !view.is_windows() => beside_host(service),
            NetworkMode::Bridge | NetworkMode::Host | NetworkMode::None | NetworkMode::Other(_) => continue,
        };
        let Some((_, _, says)) = refused.first() else { continue };
        let keys = few(refused.iter().map(|(key, ..)| *key));
        let message =
            format!("{}/{} has network_mode {} and {keys}", project.name(), service.name, mode.value);
        let reason = format!("the engine creates no such container: conflicting options: {says}");
        let remedy = match &mode.value {
            NetworkMode::Host => format!("no {keys}, or no network_mode"),
            NetworkMode::Service(other) | NetworkMode::Container(other) => {
                format!("{keys} at {other}, whose stack it is, or no network_mode")
            }
            NetworkMode::Bridge | NetworkMode::None | NetworkMode::Other(_) => continue,
        };
        let finding = Finding::new(Rule::OptionsBesideNetworkMode, message, reason).by(CONFLICTS);
        let places = refused.iter().map(|(_, place, _)| *place);
        findings.push(finding.at(places).at([&mode.place]).instead(remedy));
    }
    findings
}

/// What contradicts another container's stack. Published ports are another rule's.
fn beside_container(service: &Service) -> Vec<Refused<'_>> {
    let hostname =
        service.hostname.iter().map(|item| ("hostname", &item.place, "hostname and the network mode"));
    let links = service.links.iter().map(|item| &item.place);
    let links = links.chain(service.external_links.iter().map(|item| &item.place)).take(1);
    let links = links.map(|place| ("links", place, "container type network can't be used with links"));
    let dns = service.dns.iter().take(1).map(|item| ("dns", &item.place, "dns and the network mode"));
    let hosts = service.extra_hosts.iter().take(1);
    let hosts =
        hosts.map(|item| ("extra_hosts", &item.place, "custom host-to-IP mapping and the network mode"));
    let mac = service.mac_address.iter();
    let mac = mac.map(|item| ("mac_address", &item.place, "mac-address and the network mode"));
    let expose = service.expose.iter().take(1);
    let expose =
        expose.map(|item| ("expose", &item.place, "port exposing and the container type network mode"));
    hostname.chain(links).chain(dns).chain(hosts).chain(mac).chain(expose).collect()
}

/// What contradicts the host's stack.
fn beside_host(service: &Service) -> Vec<Refused<'_>> {
    let links = service.links.iter().map(|item| &item.place);
    let links = links.chain(service.external_links.iter().map(|item| &item.place)).take(1);
    let links = links.map(|place| ("links", place, "host type networking can't be used with links"));
    let mac = service.mac_address.iter();
    links.chain(mac.map(|item| ("mac_address", &item.place, "mac-address and the network mode"))).collect()
}
