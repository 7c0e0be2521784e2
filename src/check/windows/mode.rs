//! Network stacks that are not the container's own: the host's, another container's.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{NetworkMode, Service};
use crate::host::{Capability, Evidence, Host, Isolation, Source, Support, Verdict};

const WINDOWS_NAMES: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby daemon/network/network_mode_windows.go: `default`, `none` and `nat`",
    ),
    Source::new(Evidence::Reported, "moby/moby#38166: network host not found"),
];
const LINUX_NAMES: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby daemon/network/network_mode_unix.go: `bridge`, `host` and `none`",
)];

/// Modes that are the other platform's: `bridge` and `host` on Windows, `nat` on Linux.
pub(in crate::check) fn missing(view: &View<'_>) -> Vec<Finding> {
    let windows = view.is_windows();
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let Some(mode) = &service.network_mode else { continue };
        let (word, remedy) = match &mode.value {
            NetworkMode::Bridge if windows => {
                ("bridge", "`nat`, or no mode at all: a network of the project's own")
            }
            NetworkMode::Host if windows => ("host", "published ports: Windows has no host network"),
            NetworkMode::Other(word) if !windows && word == "nat" => {
                ("nat", "`bridge`, or no mode at all: a network of the project's own")
            }
            NetworkMode::Bridge
            | NetworkMode::Container(_)
            | NetworkMode::Host
            | NetworkMode::None
            | NetworkMode::Other(_)
            | NetworkMode::Service(_) => continue,
        };
        // Elsewhere the word is an ordinary name, which somebody may have given.
        if view.observed.iter().any(|network| network.name().as_str() == word) {
            continue;
        }
        let platform = if windows { "Windows" } else { "Linux" };
        let message = format!(
            "{}/{} has network mode {word}, which {platform} does not have",
            project.name(),
            service.name
        );
        let reason = format!("network {word} not found: the engine has no network of that name there");
        let finding = Finding::new(Rule::NetworkModeMissingOnPlatform, message, reason).at([&mode.place]);
        findings.push(finding.instead(remedy).by(if windows { WINDOWS_NAMES } else { LINUX_NAMES }));
    }
    findings
}

/// A container in the network stack of another one, where Windows refuses that.
pub(in crate::check) fn shared_namespace(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let Some(mode) = &service.network_mode else { continue };
        let whose = match &mode.value {
            NetworkMode::Container(name) => format!("container {name}"),
            NetworkMode::Service(name) => format!("{}/{name}", project.name()),
            NetworkMode::Bridge | NetworkMode::Host | NetworkMode::None | NetworkMode::Other(_) => continue,
        };
        let known = isolation(view.host, service);
        let verdict = verdict(view.host, known);
        let message = format!("{}/{} uses the network stack of {whose}", project.name(), service.name);
        let finding = Finding::judged(Rule::SharedNamespaceUnsupported, &verdict, message);
        findings.extend(finding.map(|mut finding| {
            if known.is_none() && verdict.remedy.is_some() {
                finding.severity = Severity::Note;
                finding.reason = format!(
                    "in Hyper-V isolation, which clients take where nothing is said: {}",
                    finding.reason
                );
            }
            let remedy = finding.remedy.clone();
            let remedy =
                remedy.unwrap_or_else(|| "a shared network, and names instead of localhost".to_owned());
            finding.instead(remedy).at([&mode.place])
        }));
    }
    findings
}

/// Whether stacks are shared: in the isolation that is known, else in either of them.
fn verdict(host: &Host, known: Option<Isolation>) -> Verdict {
    let with =
        |isolation| Host { isolation: Some(isolation), ..host.clone() }.can(Capability::SharedNamespace);
    let process = with(known.unwrap_or(Isolation::Process));
    if known.is_none() && process.support == Support::Supported { with(Isolation::Hyperv) } else { process }
}

/// How a service's containers are kept apart: as the file says, else as the host does it.
pub(super) fn isolation(host: &Host, service: &Service) -> Option<Isolation> {
    match service.isolation.as_ref().map(|isolation| isolation.value.as_str()) {
        Some("hyperv") => Some(Isolation::Hyperv),
        Some("process") => Some(Isolation::Process),
        Some(_) | None => host.isolation,
    }
}
