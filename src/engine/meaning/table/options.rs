//! Driver options and the engine's own settings.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{DaemonFault, Meaning, OptionFault};

pub(super) const ROWS: &[Wording] = &[
    row("failed to parse {} value: {*} ({})", |p| {
        option(OptionFault::Unparsable { key: p.text(0), value: unread(p.at(1)) })
    }),
    row("driver-opt \"{}\" is not a valid bool", |p| option(OptionFault::NotBool { key: p.text(0) }))
        .since(27, 0),
    row("failed to check bridge interface existence: numerical result out of range", |_| {
        option(OptionFault::BridgeNameTooLong)
    }),
    row("invalid subinterface vlan name {}, example formatting is eth0.10", |p| {
        option(OptionFault::ParentNotVlan { parent: p.text(0) })
    }),
    row("-o parent interface does was not found on the host: {}", parent),
    row("-o parent interface was not found on the host: {}", parent),
    row("requested {} mode '{*}' is not valid, '{}' mode is the {} driver default", |p| {
        option(OptionFault::BadMode { driver: p.text(0), mode: p.text(1), default: p.text(2) })
    }),
    row("strconv.ParseUint: parsing \"{*}\": {}", number),
    row("strconv.ParseBool: parsing \"{*}\": {}", number),
    row("strconv.Atoi: parsing \"{*}\": {}", number),
    row("invalid base pool \"{*}\": {}", |p| daemon(DaemonFault::BasePool { given: p.text(0) }))
        .before(27, 0),
    row("invalid pools size: {}", |p| daemon(DaemonFault::PoolSize { size: p.text(0) })).before(27, 0),
    row("could not construct local address space: network at index {} ({}) is not in canonical form", |p| {
        daemon(DaemonFault::Canonical { index: p.parse(0)?, given: p.text(1) })
    })
    .since(27, 0),
    row("{*} has a smaller prefix (/{}) than the target size of that pool (/{})", |p| {
        daemon(DaemonFault::PoolSmaller { base: p.parse(1)?, size: p.parse(2)? })
    })
    .since(27, 0),
    row("invalid field '{}' must be a key=value pair", |p| {
        daemon(DaemonFault::NotKeyValue { field: p.text(0) })
    })
    .since(27, 0),
    row("unexpected key '{}' in '{}'", |p| {
        daemon(DaemonFault::UnknownKey { key: p.text(0), field: p.text(1) })
    })
    .since(27, 0),
    row("invalid size value: {}", |p| daemon(DaemonFault::PoolSize { size: unread(p.at(0)) })).since(27, 0),
    row("invalid base prefix \"{*}\": {}", |p| daemon(DaemonFault::BasePool { given: p.text(0) }))
        .since(27, 0),
    row("You specified -b & --bip, mutually exclusive options. Please specify only one{}", |_| {
        daemon(DaemonFault::BipAndBridge)
    }),
    row("IPv6 is enabled for the default bridge, but no subnet is configured. {}", |_| {
        daemon(DaemonFault::FixedCidrV6Needed)
    })
    .before(27, 0),
    row("the following directives don't match any configuration option: {}", |p| {
        daemon(DaemonFault::UnknownDirective { keys: p.at(0).split(", ").map(Into::into).collect() })
    }),
];

fn parent(p: &Parts<'_>) -> Option<Meaning> {
    option(OptionFault::ParentMissing { parent: p.text(0) })
}

fn number(p: &Parts<'_>) -> Option<Meaning> {
    option(OptionFault::NotNumber { given: p.text(0) })
}

/// A value, or what Go says about one: `strconv.Atoi: parsing "x": invalid syntax`.
fn unread(text: &str) -> String {
    let quoted = text.strip_prefix("strconv.").and_then(|go| go.split('"').nth(1));
    quoted.unwrap_or(text).to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn option(fault: OptionFault) -> Option<Meaning> {
    Some(Meaning::Option(fault))
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn daemon(fault: DaemonFault) -> Option<Meaning> {
    Some(Meaning::Daemon(fault))
}
