//! Published ports.

use super::item::{has_own_network, items};
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{Placed, PortMapping, Project, Service};
use crate::host::{Capability, Evidence, Source};
use crate::model::{EndpointMode, Protocol, PublishMode};

const WINDOWS_PORTS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/windows/windows.go, ConvertPortBindings")];
const YAML_1_1: &[Source] = &[
    Source::new(Evidence::Documented, "YAML 1.1: int, sexagesimal integers"),
    Source::new(
        Evidence::Documented,
        "Compose file reference, ports: always specify port mappings as strings",
    ),
];
const DNSRR: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit: port published with ingress mode can't be used with dnsrr mode",
)];

/// A port of a service that is published on the host.
type Published<'a> = (&'a Project, &'a Service, &'a Placed<PortMapping>);

/// The ports that are published; a service with somebody else's network stack publishes nothing.
fn published<'a>(view: &View<'a>) -> impl Iterator<Item = Published<'a>> {
    let all = view.services.iter().filter(|(_, service)| has_own_network(service));
    all.flat_map(|&(project, service)| service.ports.iter().map(move |port| (project, service, port)))
}

fn title(project: &Project, service: &Service) -> String {
    format!("{}/{}", project.name(), service.name)
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

/// A choice of host ports for one port of a container, where the platform has none.
pub(in crate::check) fn range_for_one(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::HostPortRange);
    let judge = |item: &super::item::Item<'_>| {
        let choice = item.mapping.any_of?;
        let target = item.mapping.port.target;
        let message = format!("{} publishes one of {choice} for {target}", item.title());
        Some(Finding::judged(Rule::PortRangeUnsupported, &verdict, message)?.at([item.place]))
    };
    items(view).iter().filter_map(judge).collect()
}

/// Ports that docker-compose 1 takes for numbers to the base of 60.
pub(in crate::check) fn base60(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for item in items(view) {
        let Some(number) = item.mapping.base60 else { continue };
        let text = &item.mapping.text;
        let message = format!("{} publishes {text} without quotes", title(item.project, item.service));
        let comes = match u16::try_from(number) {
            Ok(port) => format!("it publishes the container's port {port} under any port of the host"),
            Err(_) => "no port, which it refuses".to_owned(),
        };
        let reason = format!(
            "docker-compose 1 reads YAML 1.1, where {text} is {number}: {comes}; Compose 2 reads what is meant"
        );
        let finding = Finding::new(Rule::PortReadAsBase60, message, reason).at([item.place]).by(YAML_1_1);
        findings.push(finding.instead(format!("quotes: \"{text}\"")));
    }
    findings
}
