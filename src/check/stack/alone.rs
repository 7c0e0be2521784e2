//! Settings of a swarm in files that docker-compose runs on one host.

use super::MOST_PLACES;
use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{DeployMode, Place, Service};
use crate::host::{Evidence, Source, SwarmState};
use crate::model::{Driver, PublishMode};

const MANAGER: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby daemon/cluster and daemon/network.go: This node is not a swarm manager",
)];
const IGNORED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker/compose 1.29 compose/config/config.py: of deploy, replicas and resources are taken",
    ),
    Source::new(Evidence::Documented, "Compose file reference of version 3: deploy, ports"),
];

/// Overlay networks where no manager makes them.
pub(super) fn overlay(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        let drivers = network.made().filter_map(|network| network.driver.as_ref());
        let Some(driver) = drivers.into_iter().find(|driver| driver.value == Driver::Overlay) else {
            continue;
        };
        let (severity, state, reason) = match view.host.swarm {
            Some(SwarmState::Manager) => continue,
            Some(SwarmState::Worker) => (
                Severity::Error,
                "is a worker",
                "only a manager makes overlay networks: `This node is not a swarm manager. Worker nodes can't be used to view \
                or modify cluster state`",
            ),
            Some(SwarmState::Inactive) => (
                Severity::Error,
                "is in no swarm",
                "only a manager of a swarm makes overlay networks: `This node is not a swarm manager. Use \"docker swarm init\" \
                or \"docker swarm join\" to connect this node to swarm and try again.`",
            ),
            Some(SwarmState::Locked | SwarmState::Pending | SwarmState::Error) => (
                Severity::Error,
                "is not yet or no longer in its swarm",
                "only a manager that takes part in its swarm makes overlay networks: `This node is not a swarm manager`",
            ),
            None => (
                Severity::Note,
                "may be in no swarm",
                "only a manager of a swarm makes overlay networks, and nothing is known of the host's part in one",
            ),
        };
        let message = format!("{} is an overlay network, and the host {state}", network.name);
        let finding =
            Finding::new(Rule::OverlayWithoutSwarm, message, reason).with_severity(severity).by(MANAGER);
        let remedy = if view.host.swarm == Some(SwarmState::Worker) {
            "a network made on a manager with `docker network create --driver overlay --attachable`, and `external: true` here"
        } else {
            "no driver at all if everything runs on this host; else `docker swarm init` first"
        };
        findings.push(finding.at([&driver.place]).instead(remedy));
    }
    findings
}

/// What docker-compose leaves out: one finding for each project.
pub(super) fn deploy(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut services = view.services.as_slice();
    while let Some((project, _)) = services.first() {
        // Services of a project stand together.
        let length = services.iter().take_while(|(other, _)| std::ptr::eq(*other, *project)).count();
        let (own, rest) = services.split_at(length);
        services = rest;
        let ignored: Vec<_> = own
            .iter()
            .flat_map(|(_, service)| {
                swarms(service).into_iter().map(move |(key, place)| (service, key, place))
            })
            .collect();
        if ignored.is_empty() {
            continue;
        }
        let mut keys: Vec<_> = ignored.iter().map(|(_, key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut names: Vec<_> = ignored.iter().map(|(service, ..)| service.name.value.as_str()).collect();
        names.dedup();
        let message =
            format!("docker-compose leaves out {} of {} in {}", keys.join(", "), few(names), project.name());
        let reason = "these are a swarm's: on one host a port is the host's, a name is answered with the containers' addresses";
        let finding = Finding::new(Rule::DeployIgnoredWithoutSwarm, message, reason).by(IGNORED);
        let places = ignored.iter().map(|(.., place)| *place).take(MOST_PLACES);
        findings.push(finding.at(places).instead("`docker stack deploy` on a swarm, if they are to count"));
    }
    findings
}

/// The keys of a service that only a swarm knows.
fn swarms(service: &Service) -> Vec<(&'static str, &Place)> {
    let deploy = &service.deploy;
    let mut keys = Vec::new();
    keys.extend(deploy.endpoint_mode.as_ref().map(|mode| ("endpoint_mode", &mode.place)));
    keys.extend(deploy.constraints.first().map(|constraint| ("placement", &constraint.place)));
    let global = deploy.mode.as_ref().filter(|mode| mode.value == DeployMode::Global);
    keys.extend(global.map(|mode| ("mode: global", &mode.place)));
    let ingress = |mode: Option<PublishMode>| mode == Some(PublishMode::Ingress);
    let meshed = service.ports.iter().find(|port| ingress(port.value.mode));
    keys.extend(meshed.map(|port| ("mode: ingress", &port.place)));
    keys
}
