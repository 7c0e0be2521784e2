//! Names that only one can have: a container's, a project's.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Place, Project, Service};
use crate::host::{Evidence, Source, SwarmState};
use crate::model::Replicas;

const CONFLICT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby daemon/names.go: Conflict. The container name is already in use by container",
)];
const UNIQUE: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 service.py show_scale_warnings: Docker requires each container to have a unique name. Remove the custom name to scale the service",
    ),
    Source::new(
        Evidence::ReadInCode,
        "compose-go loader/validate.go checkConsistency: can't set container_name and scale (or deploy.replicas) as container name must be unique",
    ),
];
const LABELS: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 project.py: containers are found by the labels com.docker.compose.project and com.docker.compose.service",
    ),
    Source::new(Evidence::Documented, "docker compose: project names keep projects on one host apart"),
];

fn title(project: &Project, service: &Service) -> String {
    format!("{}/{}", project.name(), service.name)
}

/// One container's name for two services, asked for or made of the project's name.
pub(in crate::check) fn container_twice(view: &View<'_>) -> Vec<Finding> {
    let mut owners: BTreeMap<&str, Vec<(&Project, &Service, &Place)>> = BTreeMap::new();
    for &(project, service) in &view.services {
        if let Some(name) = &service.fixed_container_name {
            owners.entry(name.value.as_str()).or_default().push((project, service, &name.place));
        }
    }
    let mut findings = Vec::new();
    for (name, owners) in owners.iter().filter(|(_, owners)| owners.len() > 1) {
        let titles = owners.iter().map(|(project, service, _)| title(project, service));
        let message = format!("{} all ask for the container name {name}", few(titles));
        let reason = "the second container is refused: Conflict. The container name is already in use";
        let finding = Finding::new(Rule::ContainerNameTwice, message, reason);
        let finding = finding.at(owners.iter().take(16).map(|(.., place)| *place)).by(CONFLICT);
        findings
            .push(finding.instead("a name for each, or none: Compose then makes one of project and service"));
    }
    findings
}

/// A name for one container at a service of several.
pub(in crate::check) fn container_with_replicas(view: &View<'_>) -> Vec<Finding> {
    let in_swarm = matches!(view.host.swarm, Some(SwarmState::Manager | SwarmState::Worker));
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        let (Some(name), Replicas::Count(count)) = (&service.fixed_container_name, service.replicas()) else {
            continue;
        };
        // A stack leaves the name out.
        if count < 2 || (in_swarm && service.scale.is_none()) {
            continue;
        }
        let deploy = service.deploy.replicas.as_ref();
        let many = service.scale.as_ref().or(deploy).map(|many| &many.place);
        let message =
            format!("{} runs {count} containers and names one: {}", title(project, service), name.value);
        let reason =
            "Compose 2 refuses the file, docker-compose 1.29 starts one container and fails at the next";
        let finding =
            Finding::new(Rule::ContainerNameWithReplicas, message, reason).at([&name.place]).at(many);
        findings.push(finding.by(UNIQUE).instead("no container_name, or one container"));
    }
    findings
}

/// Two projects of one name on one host.
pub(in crate::check) fn project_twice(view: &View<'_>) -> Vec<Finding> {
    let mut named: BTreeMap<&str, Vec<&Project>> = BTreeMap::new();
    for project in &view.projects {
        named.entry(project.name()).or_default().push(project);
    }
    let mut findings = Vec::new();
    for (name, projects) in named.into_iter().filter(|(_, projects)| projects.len() > 1) {
        let files = few(projects.iter().map(|project| project.file()));
        let mut seen = BTreeSet::new();
        let services = projects.iter().flat_map(|project| project.services());
        let shared: BTreeSet<_> = services
            .filter(|service| !seen.insert(&service.name.value))
            .map(|service| &service.name.value)
            .collect();
        let message = format!("{} projects are called {name}: {files}", projects.len());
        let (severity, message, reason) = if shared.is_empty() {
            (
                Severity::Warning,
                message,
                "Compose takes the containers of one for orphans of the other, and --remove-orphans and down remove them",
            )
        } else {
            (
                Severity::Error,
                format!("{message}; both have {}", few(&shared)),
                "Compose knows containers by project and service: up of one replaces the containers of the other",
            )
        };
        let first = |project: &&Project| project.services().first().map(|service| service.name.place.clone());
        let places: Vec<_> = projects.iter().filter_map(first).collect();
        let finding = Finding::new(Rule::ProjectNameTwice, message, reason).with_severity(severity);
        let remedy = "a name for each: name: in the file, -p, or folders of different names";
        findings.push(finding.at(&places).by(LABELS).instead(remedy));
    }
    findings
}
