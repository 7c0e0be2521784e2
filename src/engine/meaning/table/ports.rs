//! Host ports that somebody has.

use std::net::IpAddr;

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{ContainerFault, Meaning, PortHolder};
use crate::model::{Port, Protocol};

pub(super) const ROWS: &[Wording] = &[
    row("Bind for {} failed: port is already allocated", |p| taken(p.at(0), None, PortHolder::Container)),
    row("listen {} {}: bind: address already in use", |p| {
        taken(p.at(1), protocol(p.at(0)), PortHolder::Process)
    }),
    row("failed to bind host port for {*}:{}:{}/{}: address already in use", |p| {
        taken(&host_side(p)?, p.parse(3), PortHolder::Process)
    })
    .since(28, 0)
    .before(29, 0),
    row("failed to bind host port {}/{}: address already in use", |p| {
        taken(p.at(0), p.parse(1), PortHolder::Process)
    })
    .since(29, 0),
    row("listen {} {}: bind: cannot assign requested address", |p| missing(p.at(1))),
    row("failed to bind host port {}/{}: cannot assign requested address", |p| missing(p.at(0))).since(29, 0),
    row("port '{}' is already in use by service '{}' ({}) as an ingress port", |p| service(p, Some(false))),
    row("port '{}' is already in use by service '{}' ({}) as a host-published port", |p| {
        service(p, Some(true))
    }),
    row("port '{}' is already in use by service '{}' ({})", |p| service(p, None)).before(17, 5),
];

/// The host's half of `0.0.0.0:8080:172.17.0.2:80/tcp`.
fn host_side(p: &Parts<'_>) -> Option<String> {
    // The container's address may be IPv6 and have colons of its own; it is in brackets then.
    let whole = format!("{}:{}", p.at(0), p.at(1));
    let inner = whole.strip_suffix(']').map_or_else(
        || whole.rsplit_once(':').map(|(host, _)| host),
        |open| open.rsplit_once(":[").map(|(host, _)| host),
    )?;
    Some(inner.to_owned())
}

/// `0.0.0.0:8080`, `[::]:8080`, and what old engines write for it: `:::8080`.
fn binding(text: &str) -> Option<(Option<IpAddr>, Port)> {
    let (address, port) = text.rsplit_once(':')?;
    Some((address.trim_start_matches('[').trim_end_matches(']').parse().ok(), port.parse().ok()?))
}

fn protocol(network: &str) -> Option<Protocol> {
    network.trim_end_matches(['4', '6']).parse().ok()
}

fn taken(text: &str, protocol: Option<Protocol>, holder: PortHolder) -> Option<Meaning> {
    let (address, port) = binding(text)?;
    let port = Some(port.number());
    Some(Meaning::PortInUse { port, address, protocol, container: None, holder: Some(holder) })
}

fn missing(text: &str) -> Option<Meaning> {
    let (address, port) = binding(text)?;
    Some(Meaning::Container(ContainerFault::HostAddressMissing { address, port: Some(port) }))
}

fn service(p: &Parts<'_>, on_host: Option<bool>) -> Option<Meaning> {
    let holder = PortHolder::Service { name: p.text(1), id: p.text(2), on_host };
    let port = Some(p.parse::<Port>(0)?.number());
    Some(Meaning::PortInUse { port, address: None, protocol: None, container: None, holder: Some(holder) })
}
