//! Networks that files name and nobody makes, and networks that files make and nobody is in.

use std::collections::{BTreeSet, HashSet};

use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source, SwarmState};
use crate::model::Driver;

const EXTERNAL: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 network.py: declared as external, but could not be found",
    ),
    Source::new(
        Evidence::ReadInCode,
        "docker compose 2 pkg/compose/create.go: declared as external, but could not be found",
    ),
];
const UNUSED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker-compose 1.29 network.py: Some networks were defined but are not used by any service",
)];

/// Networks every engine has.
const OF_LINUX: [&str; 3] = ["bridge", "host", "none"];
const OF_WINDOWS: [&str; 2] = ["nat", "none"];

/// External networks that the host does not have.
pub(in crate::check) fn external_missing(view: &View<'_>) -> Vec<Finding> {
    // Where nothing was seen, nothing is missing.
    if view.observed.is_empty() {
        return Vec::new();
    }
    let own: &[&str] = if view.is_windows() { &OF_WINDOWS } else { &OF_LINUX };
    let missing = |network: &&Joined<'_>| {
        let wanted = !network.members.is_empty() && !network.is_made();
        wanted && network.observed.is_empty() && !own.contains(&network.name.as_str())
    };
    let names: BTreeSet<&str> = view.observed.iter().map(|network| network.name().as_str()).collect();
    let in_swarm = view.host.swarm == Some(SwarmState::Worker);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(missing) {
        let overlay = network.driver() == Some(&Driver::Overlay);
        let message = format!("{} is external and not on the host", network.name);
        let (severity, reason) = if overlay || in_swarm {
            (
                Severity::Note,
                "a node that is no manager lists a network of the swarm only while a container is in it",
            )
        } else {
            (Severity::Error, "Compose stops: declared as external, but could not be found")
        };
        let finding = Finding::new(Rule::ExternalNetworkMissing, message, reason).with_severity(severity);
        let remedy = match near(network, &names) {
            Some(there) => format!("{there}, which is there, or docker network create {}", network.name),
            None if severity == Severity::Note => {
                format!("ask a manager: docker network inspect {}", network.name)
            }
            None => format!("docker network create {}", network.name),
        };
        let place = network.declarations.iter().find_map(|(_, declared)| {
            declared.name.as_ref().map(|name| &name.place).or(declared.place.as_ref())
        });
        findings.push(finding.at(place.or(network.place())).by(EXTERNAL).instead(remedy));
    }
    findings
}

/// A network on the host that may be meant: with the project's name before it, or in other letters.
fn near<'a>(network: &Joined<'_>, names: &BTreeSet<&'a str>) -> Option<&'a str> {
    let name = network.name.as_str();
    let with_project = names.iter().find(|there| {
        there.strip_suffix(name).is_some_and(|rest| rest.len() > 1 && rest.ends_with(['_', '-']))
    });
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', '.'], "");
    let alike = || names.iter().find(|there| plain(there) == plain(name));
    let inside = || {
        let rest = name.split_once('_').map(|(_, rest)| rest)?;
        names.iter().find(|there| **there == rest)
    };
    let slip = || names.iter().find(|there| name.len() > 3 && one_letter_apart(there, name));
    with_project.or_else(alike).or_else(inside).or_else(slip).copied()
}

/// Whether one letter too many, too few or wrong makes one of the other.
fn one_letter_apart(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let (short, long): (Vec<_>, Vec<_>) = (short.chars().collect(), long.chars().collect());
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let rest =
        |letters: &[char], skipped: usize| letters.iter().skip(same + skipped).copied().collect::<String>();
    match long.len() - short.len() {
        0 => rest(&short, 1) == rest(&long, 1),
        1 => rest(&short, 0) == rest(&long, 1),
        _ => false,
    }
}

/// Networks of a file that no service of it is in.
pub(in crate::check) fn unused(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in &view.projects {
        let used: HashSet<&str> = project
            .services()
            .iter()
            .flat_map(|service| &service.networks)
            .map(|attachment| attachment.network.value.as_str())
            .collect();
        // `default` is declared to say what it should be like, wherever it is used.
        let unused = project.networks().iter().filter(|network| {
            network.is_declared() && network.key != "default" && !used.contains(network.key.as_str())
        });
        for network in unused {
            let message = format!("no service of {} is in the network {:?}", project.name(), network.key);
            let reason = if network.is_external() {
                "nobody joins it, and Compose does not even ask whether it is there"
            } else {
                "Compose leaves it out and does not create it"
            };
            let finding = Finding::new(Rule::NetworkUnused, message, reason).at(network.place.as_ref());
            findings.push(
                finding.by(UNUSED).instead("the network at the services that need it, or no such network"),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_seen() {
        for (one, other) in
            [("proxy", "proxi"), ("proxy", "prox"), ("proxy", "pproxy"), ("web_net", "webnet")]
        {
            assert!(one_letter_apart(one, other) && one_letter_apart(other, one), "{one} {other}");
        }
        for (one, other) in [("proxy", "web"), ("proxy", "prxoy"), ("proxy", "pro")] {
            assert!(!one_letter_apart(one, other) && !one_letter_apart(other, one), "{one} {other}");
        }
    }
}
