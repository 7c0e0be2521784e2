//! Names: none, taken, ambiguous, unknown, the engine's own.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{Meaning, NameFault};

pub(super) const ROWS: &[Wording] = &[
    row("invalid name: name is empty", |_| Some(Meaning::Name(NameFault::Blank { given: None })))
        .since(28, 0),
    row("invalid name: {}", |p| {
        p.at(0).trim().is_empty().then(|| Meaning::Name(NameFault::Blank { given: Some(p.text(0)) }))
    })
    .before(28, 0),
    row("name must be valid as a DNS name component", |_| Some(Meaning::Name(NameFault::NotDns))),
    row("name must be {} characters or fewer", |p| {
        Some(Meaning::Name(NameFault::TooLong { limit: p.parse(0)? }))
    }),
    row("meta: name must be provided", |_| Some(Meaning::Name(NameFault::Unsaid))),
    row("network with name {} already exists", exists),
    row("Network with name {*} (id : {}) already exists", exists).before(25, 0),
    row("name conflicts with an existing object: service {} already exists", |p| {
        Some(Meaning::ServiceExists { service: Some(p.text(0)) })
    }),
    row("name conflicts with an existing object: network {} already exists", exists),
    row("name conflicts with an existing object: {}", exists),
    row("operation is not permitted on predefined {} network ", predefined).since(18, 3),
    row("operation is not permitted on predefined {} network", predefined).since(18, 3),
    row("{} is a pre-defined network and cannot be created", predefined).before(18, 3),
    row("{} is a pre-defined network and cannot be removed", predefined),
    row("network {} is a swarm predefined network and cannot be removed", predefined_with_id),
    row("network {*} is ambiguous ({} matches found based on ID prefix)", ambiguous),
    row("network {*} is ambiguous ({} matches found based on name)", ambiguous),
    row("network {*} is ambiguous ({} matches found on name)", ambiguous),
    row("network {*} is ambiguous ({} matches found)", ambiguous),
    row("{} matches found based on name: network {} is ambiguous", ambiguous_behind),
    row("{} matches found based on ID prefix: network {} is ambiguous", ambiguous_behind),
    row("network {} not found", |p| Some(Meaning::NetworkNotFound { network: p.text(0) })),
    row("plugin \"{}\" not found", driver),
    row("could not find plugin {} in v1 plugin registry: plugin not found", driver),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn exists(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::NetworkExists { network: p.text(0) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn predefined(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::PredefinedNetwork { network: Some(p.text(0)) })
}

/// `ID (NAME)`.
fn predefined_with_id(p: &Parts<'_>) -> Option<Meaning> {
    let (_, name) = p.at(0).split_once(" (")?;
    Some(Meaning::PredefinedNetwork { network: Some(name.strip_suffix(')')?.to_owned()) })
}

fn ambiguous(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::AmbiguousNetwork { network: p.text(0), matches: p.parse(1)? })
}

fn ambiguous_behind(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::AmbiguousNetwork { network: p.text(1), matches: p.parse(0)? })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn driver(p: &Parts<'_>) -> Option<Meaning> {
    Some(Meaning::DriverNotFound { driver: p.text(0) })
}
