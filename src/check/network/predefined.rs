//! The engine's own networks under the declaration of a project.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source};

const BRIDGE: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 network.py check_remote_network_config: Network needs to be recreated, option has changed (seen with 1.29.2)",
    ),
    COMPOSE2,
];
const COMPOSE2: Source = Source::new(
    Evidence::ReadInCode,
    "docker compose 2 pkg/compose/create.go: was found but has incorrect label com.docker.compose.network",
);
const ALIASES: &[Source] = &[
    COMPOSE2,
    Source::new(
        Evidence::ReadInCode,
        "moby container_operations.go: network-scoped alias is supported only for containers in user defined networks (seen on 20.10.24)",
    ),
];
const NAT: &[Source] = &[
    COMPOSE2,
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 network.py: labels that differ are a warning, hnsid and networkname are no differences",
    ),
];

/// Networks every engine has, named by a file that does not call them external.
pub(in crate::check) fn not_external(view: &View<'_>) -> Vec<Finding> {
    let own: &[&str] = if view.is_windows() { &["nat", "none"] } else { &["bridge", "host", "none"] };
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| own.contains(&network.name.as_str())) {
        for (project, declared) in network.declarations.iter().filter(|(_, declared)| !declared.is_external())
        {
            let used = network.members.iter().any(|member| {
                member.project.name() == project.name() && member.attachment.network.value == declared.key
            });
            let Some(place) = declared.name.as_ref().map(|name| &name.place).filter(|_| used) else {
                continue;
            };
            let message = format!(
                "{} declares {:?} as its own network `{}`, which is the engine's",
                project.name(),
                declared.key,
                network.name
            );
            let (severity, reason, sources) = match (view.is_windows(), network.name.as_str()) {
                (true, _) => (
                    Severity::Warning,
                    "Compose 2 stops: the network was found but has incorrect label; docker-compose 1.29 warns and takes it",
                    NAT,
                ),
                (false, "bridge") => (
                    Severity::Error,
                    "Compose 2 stops: the network was found but has incorrect label; docker-compose 1.29 stops too: it needs to be recreated, since its options are not the file's",
                    BRIDGE,
                ),
                (false, _) => (
                    Severity::Error,
                    "Compose 2 stops: the network was found but has incorrect label; docker-compose 1.29 gives aliases, which the engine refuses there",
                    ALIASES,
                ),
            };
            let remedy = match network.name.as_str() {
                "nat" => format!("`external: true` beside `name: nat` at {:?}", declared.key),
                "bridge" => "no name: a network of the project's own; or `network_mode: bridge`".to_owned(),
                mode => format!("`network_mode: {mode}` at the services"),
            };
            let finding = Finding::new(Rule::PredefinedNetworkNotExternal, message, reason);
            findings.push(finding.with_severity(severity).at([place]).by(sources).instead(remedy));
        }
    }
    findings
}
