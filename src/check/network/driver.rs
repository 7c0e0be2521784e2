//! Drivers nobody knows, and drivers in the wrong letters.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source};
use crate::model::Driver;

const NOT_FOUND: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork controller.go, plugin/errors.go: plugin not found, by the word as it is written (seen on 20.10.24)",
)];

/// Drivers no engine has by itself. What has a `/` or a `:` is a plugin's name; what a network on the host has is there.
pub(in crate::check) fn unknown(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        for driver in network.made().filter_map(|made| made.driver.as_ref()) {
            let Driver::Other(word) = &driver.value else { continue };
            let installed = view.observed.iter().any(|seen| *seen.spec.driver() == driver.value);
            if word.is_empty() || **word == *"default" || word.contains(['/', ':']) || installed {
                continue;
            }
            let meant = Driver::from(word.to_ascii_lowercase().as_str());
            let (severity, reason, remedy) = if matches!(meant, Driver::Other(_)) {
                (
                    Severity::Warning,
                    format!(
                        "no engine has it by itself: plugin {word:?} not found, unless a plugin of that name is installed"
                    ),
                    "a driver the engine has, or the plugin installed on every host before".to_owned(),
                )
            } else {
                (
                    Severity::Error,
                    format!("engines match drivers letter by letter: plugin {word:?} not found"),
                    format!("`{meant}`"),
                )
            };
            let message = format!("{} has driver {word}", network.name);
            let finding = Finding::new(Rule::DriverUnknown, message, reason).with_severity(severity);
            findings.push(finding.at([&driver.place]).by(NOT_FOUND).instead(remedy));
        }
    }
    findings
}
