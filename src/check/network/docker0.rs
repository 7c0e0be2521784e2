//! A bridge of a project under the name of the host's default one.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source};
use crate::model::Driver;

const DROPPED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/bridge/bridge.go checkConflict, 17.12 to 24.0: found stale default bridge network (seen on 20.10.24)",
)];
const CONFLICT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/bridge/bridge.go, since 25.0: networks have same bridge name",
)];

const BRIDGE_NAME: &str = "com.docker.network.bridge.name";

/// The default bridge of every engine that was not told otherwise.
const DEFAULT: &str = "docker0";

/// Networks that take the default bridge's name.
pub(in crate::check) fn taken(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let bridges = view.networks.iter().filter(|network| network.driver() == Some(&Driver::Bridge));
    for network in bridges.filter(|network| !view.is_windows() && !network.members.is_empty()) {
        let named = network.made().filter_map(|made| made.driver_opts.get(BRIDGE_NAME));
        let Some(name) = named.into_iter().find(|name| name.value == DEFAULT) else { continue };
        let engine = view.host.engine.as_ref().map(|engine| (engine.major(), engine.minor()));
        let (severity, reason, sources) = match engine {
            Some(engine) if engine >= (25, 0) => (
                Severity::Error,
                "the engine refuses the network: conflicts with network bridge: networks have same bridge name",
                CONFLICT,
            ),
            Some(engine) if engine < (17, 12) => (
                Severity::Warning,
                "engines from 17.12 to 24.0 then drop the host's default network; of older ones no source speaks",
                DROPPED,
            ),
            _ => (
                Severity::Error,
                "engines from 17.12 to 24.0 take it and silently drop the host's default network: every container on `bridge` fails (network ID does not exist) until the engine restarts; from 25.0 on the network is refused",
                DROPPED,
            ),
        };
        let message =
            format!("{} calls its bridge {DEFAULT}, as the host's default bridge is called", network.name);
        let finding = Finding::new(Rule::BridgeNameOfDefault, message, reason).with_severity(severity);
        findings.push(
            finding.at([&name.place]).by(sources).instead("another name, or none: the engine then makes one"),
        );
    }
    findings
}
