//! Bridges that keep their containers apart: the driver's option `enable_icc`.

use super::view::{Joined, View};
use crate::compose::Place;
use crate::host::{Evidence, Source};
use crate::model::Driver;

const ICC: &str = "com.docker.network.bridge.enable_icc";

/// What Go reads as false.
const FALSE: [&str; 6] = ["0", "F", "FALSE", "False", "f", "false"];

/// The first engine that keeps containers of internal networks apart as well.
const ALSO_INTERNAL: (u32, u32) = (1, 13);

pub(super) const SOURCES: &[Source] = &[
    Source::new(
        Evidence::Documented,
        "docker bridge network driver: com.docker.network.bridge.enable_icc, inter-container connectivity",
    ),
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork drivers/bridge/setup_ip_tables.go setIcc: what goes from the bridge to itself is dropped (seen on 20.10.24)",
    ),
];

/// Whether a network lets none of its containers reach another one, as far as is known.
pub(super) fn kept(view: &View<'_>, network: &Joined<'_>) -> bool {
    let default = network.is_default() && flag(view, "icc") == Some(false);
    let off = default || option(network).is_some_and(|value| FALSE.contains(&value));
    if view.is_windows() || !off || network.driver() != Some(&Driver::Bridge) {
        return false;
    }
    let engine = view.host.engine.as_ref().map(|engine| (engine.major(), engine.minor()));
    let before = network.is_internal() && engine.is_some_and(|engine| engine < ALSO_INTERNAL);
    // An engine that writes no rules keeps nobody apart.
    !before && flag(view, "iptables") != Some(false)
}

/// Where a file asks for it.
pub(super) fn place<'a>(network: &Joined<'a>) -> Option<&'a Place> {
    network.made().find_map(|made| made.driver_opts.get(ICC)).map(|option| &option.place)
}

/// Whether ports of the host are passed on by a program of the engine, as they are unless daemon.json says otherwise.
pub(super) fn has_proxy(view: &View<'_>) -> bool {
    flag(view, "userland-proxy") != Some(false)
}

fn option<'a>(network: &Joined<'a>) -> Option<&'a str> {
    if network.is_made() {
        let said = network.made().find_map(|made| made.driver_opts.get(ICC));
        return said.map(|value| value.value.as_str());
    }
    let seen = network.observed.iter().find_map(|seen| seen.spec.options().get(ICC));
    seen.map(String::as_str)
}

fn flag(view: &View<'_>, key: &str) -> Option<bool> {
    view.target.daemon.as_ref()?.value().get(key)?.as_bool()
}
