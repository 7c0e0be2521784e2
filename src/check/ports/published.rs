//! Published ports.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{NetworkMode, Placed, PortMapping, Project, Service};
use crate::host::{Evidence, Source};
use crate::model::{EndpointMode, Port, Protocol, PublishMode};

const WINDOWS_PORTS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/windows/windows.go, ConvertPortBindings")];
const ALLOCATED: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork portallocator: port is already allocated")];
const ALLOCATED_BY_HNS: &[Source] =
    &[Source::new(Evidence::Reported, "moby/moby#41094: the specified port already exists (0x803b0013)")];
const DNSRR: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit: port published with ingress mode can't be used with dnsrr mode",
)];

/// A port of a service that is published on the host.
type Published<'a> = (&'a Project, &'a Service, &'a Placed<PortMapping>);

/// The ports that are published; a service with somebody else's network stack publishes nothing.
fn published<'a>(view: &View<'a>) -> impl Iterator<Item = Published<'a>> {
    let all = view.services.iter().filter(|(_, service)| {
        match service.network_mode.as_ref().map(|mode| &mode.value) {
            None | Some(NetworkMode::Bridge | NetworkMode::Other(_)) => true,
            Some(
                NetworkMode::Container(_) | NetworkMode::Host | NetworkMode::None | NetworkMode::Service(_),
            ) => false,
        }
    });
    all.flat_map(|&(project, service)| service.ports.iter().map(move |port| (project, service, port)))
}

fn title(project: &Project, service: &Service) -> String {
    format!("{}/{}", project.name(), service.name)
}

/// One port of the host for two services.
pub(in crate::check) fn published_twice(view: &View<'_>) -> Vec<Finding> {
    let mut wanted: BTreeMap<(Port, Protocol), Vec<Published<'_>>> = BTreeMap::new();
    for there in published(view) {
        let port = there.2.value.port;
        if let Some(number) = port.published {
            wanted.entry((number, port.protocol)).or_default().push(there);
        }
    }
    let mut findings = Vec::new();
    for ((number, protocol), all) in wanted {
        let address = |there: &Published<'_>| there.2.value.port.address;
        let clashes = |one: &&Published<'_>| {
            let other = |other: &Published<'_>| {
                !std::ptr::eq(one.1, other.1) && overlap(address(one), address(other))
            };
            all.iter().any(other)
        };
        let clashing: Vec<_> = all.iter().filter(clashes).collect();
        if clashing.is_empty() {
            continue;
        }
        let mut titles: Vec<_> =
            clashing.iter().map(|(project, service, _)| title(project, service)).collect();
        titles.dedup();
        let message =
            format!("port {number}/{protocol} of the host is published by {}", titles.join(" and "));
        let sources = if view.is_windows() { ALLOCATED_BY_HNS } else { ALLOCATED };
        let finding =
            Finding::new(Rule::PublishedPortTwice, message, "a port of a host belongs to one container");
        let finding = finding.at(clashing.iter().map(|(.., port)| &port.place)).by(sources);
        findings.push(
            finding
                .instead("a port of the host for each, or only a container port: the engine then picks one"),
        );
    }
    findings
}

/// Whether two host addresses share one; none, `0.0.0.0` and `::` stand for many.
fn overlap(one: Option<IpAddr>, other: Option<IpAddr>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    let any = one.is_unspecified() || other.is_unspecified();
    one == other || (any && one.is_ipv4() == other.is_ipv4())
}

/// Host addresses, which Windows takes for no port.
pub(in crate::check) fn host_address(view: &View<'_>) -> Vec<Finding> {
    let judge = |(project, service, port): Published<'_>| {
        let address = port.value.port.address?;
        let any_ipv4 = address.is_unspecified() && address.is_ipv4();
        if !view.is_windows() || any_ipv4 {
            return None;
        }
        let message = format!("{} publishes a port on {address} alone", title(project, service));
        let reason = "Windows does not support host IP addresses in NAT settings";
        let finding = Finding::new(Rule::HostAddressInPublish, message, reason).at([&port.place]);
        Some(
            finding.instead("the port without an address, and a firewall rule of the host").by(WINDOWS_PORTS),
        )
    };
    published(view).filter_map(judge).collect()
}

/// Protocols Windows publishes no port of.
pub(in crate::check) fn protocol(view: &View<'_>) -> Vec<Finding> {
    let judge = |(project, service, port): Published<'_>| {
        let supported = match port.value.port.protocol {
            Protocol::Sctp => !view.is_windows(),
            Protocol::Tcp | Protocol::Udp => true,
        };
        if supported {
            return None;
        }
        let message = format!("{} publishes {}", title(project, service), port.value.port);
        let reason = "Windows publishes tcp and udp only (`invalid protocol sctp`)";
        let finding = Finding::new(Rule::ProtocolUnsupported, message, reason).at([&port.place]);
        Some(finding.instead("tcp or udp, or a Linux host").by(WINDOWS_PORTS))
    };
    published(view).filter_map(judge).collect()
}

/// Services that answer with their tasks' addresses and want to be behind the routing mesh.
pub(in crate::check) fn dnsrr_with_ingress(view: &View<'_>) -> Vec<Finding> {
    let judge = |(project, service, port): Published<'_>| {
        let mode = service.deploy.endpoint_mode.as_ref().filter(|mode| mode.value == EndpointMode::Dnsrr)?;
        let said = match port.value.mode {
            Some(PublishMode::Host) => return None,
            Some(PublishMode::Ingress) => "through the routing mesh",
            None => "through the routing mesh, as the file says nothing else",
        };
        let message =
            format!("{} is dnsrr and publishes {} {said}", title(project, service), port.value.port);
        let reason = "the mesh sends to a virtual address, which a dnsrr service does not have";
        let finding =
            Finding::new(Rule::DnsrrWithIngressPort, message, reason).at([&port.place, &mode.place]);
        let number =
            port.value.port.published.map_or_else(String::new, |port| format!("\n  published: {port}"));
        let target = port.value.port.target;
        let remedy = format!("host mode, one task a node:\n- mode: host\n  target: {target}{number}");
        Some(finding.instead(remedy).by(DNSRR))
    };
    published(view).filter_map(judge).collect()
}
