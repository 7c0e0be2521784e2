//! Networks whose names in the engine are made of the project's name and their key, and what else has such a name.

use std::collections::BTreeSet;

use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::compose::Place;
use crate::host::{Evidence, Source};
use crate::model::Subnet;

const PROJECT: &str = "com.docker.compose.project";
const KEY: &str = "com.docker.compose.network";

const SHARED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker compose 2 pkg/compose/create.go: network was found but has incorrect label com.docker.compose.network",
    ),
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 network.py: labels under com.docker are not compared",
    ),
];
const CHANGED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 network.py check_remote_network_config: needs to be recreated",
    ),
    Source::new(
        Evidence::ReadInCode,
        "docker compose 2 pkg/compose/create.go: a network with name exists but was not created for project",
    ),
];

/// One name in the engine for networks of several projects that all make it.
pub(in crate::check) fn network_names(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        let makers: Vec<_> = network
            .declarations
            .iter()
            .filter(|(_, declared)| !declared.is_external() && !network.is_default())
            .collect();
        let keys: BTreeSet<_> = makers.iter().map(|(_, declared)| declared.key.as_str()).collect();
        let projects: BTreeSet<_> = makers.iter().map(|(project, _)| project.name()).collect();
        // One project twice is another rule's.
        if projects.len() < 2 {
            continue;
        }
        let said = makers.iter().all(|(_, declared)| declared.name.is_some());
        let list =
            makers.iter().map(|(project, declared)| format!("{:?} of {}", declared.key, project.name()));
        let message = format!("{} is the network {}", network.name, few(list));
        let (severity, reason) = if keys.len() > 1 {
            (
                Severity::Error,
                "Compose 2 stops at a network that was made under another key, docker-compose 1.29 lets the projects share it and see each other's names",
            )
        } else {
            (
                Severity::Warning,
                "whichever starts first makes it, with its settings; Compose 2 warns that it was not created for this project, and the projects see each other's names",
            )
        };
        let remedy = if said {
            "external: true in all projects but one, or in all of them and docker network create"
        } else {
            "another key, or a name of its own (name:) for one of them"
        };
        let places = makers.iter().filter_map(|(_, declared)| {
            let name: Option<&Place> = declared.name.as_ref().map(|name| &name.place);
            name.or(declared.place.as_ref()).or(network.place())
        });
        let finding = Finding::new(Rule::NetworkNameByProject, message, reason).with_severity(severity);
        findings.push(finding.at(places).by(SHARED).instead(remedy));
    }
    findings
}

/// Networks of the files that are on the host already, and otherwise than the files say.
pub(in crate::check) fn on_the_host(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.is_made()) {
        let Some((difference, place, reason)) = difference(network) else { continue };
        let message = format!("{} is on the host already, {difference}", network.name);
        let finding = Finding::new(Rule::NetworkDiffersOnHost, message, reason).at([place]).by(CHANGED);
        let remedy = format!("docker network rm {} once nobody is in it, or another name", network.name);
        findings.push(finding.instead(remedy));
    }
    findings
}

/// What differs, where the file says otherwise, and what comes of it.
fn difference<'a>(network: &Joined<'a>) -> Option<(String, &'a Place, &'static str)> {
    let there = network.observed.first()?;
    let labels = there.spec.labels();
    let (project, declared) = network.declarations.iter().find(|(_, declared)| !declared.is_external())?;
    let place = network.place()?;
    if let Some(maker) = labels.get(PROJECT).filter(|maker| !network.projects().contains(&maker.as_str())) {
        let reason = "Compose 2 warns, and stops if the key differs too; docker-compose 1.29 joins it, and both projects see each other's names";
        return Some((format!("made by the project {maker} and not by {}", project.name()), place, reason));
    }
    if let Some(key) =
        labels.get(KEY).filter(|key| network.declarations.iter().all(|(_, one)| one.key != **key))
    {
        let reason = "Compose 2 stops: it was found but has an incorrect label com.docker.compose.network";
        return Some((format!("made as {key:?} and not as {:?}", declared.key), place, reason));
    }
    let reason = "docker-compose 1.29 stops: it needs to be recreated; Compose 2 takes it as it is, or makes it anew, by its version";
    if let Some(driver) = &declared.driver {
        if driver.value != *there.spec.driver() {
            let what = format!("with the driver {} and not {}", there.spec.driver(), driver.value);
            return Some((what, &driver.place, reason));
        }
    }
    let seen: BTreeSet<Subnet> = there.spec.subnets().filter(|subnet| subnet.length() > 0).collect();
    let said: BTreeSet<Subnet> = network.own_pools().map(|pool| pool.value.subnet()).collect();
    let pool = network.own_pools().find(|pool| !seen.contains(&pool.value.subnet()))?;
    if seen.is_empty() || said.is_subset(&seen) {
        return None;
    }
    let list = |subnets: &BTreeSet<Subnet>| few(subnets.iter());
    Some((format!("with {} and not {}", list(&seen), list(&said)), &pool.place, reason))
}
