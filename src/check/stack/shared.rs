//! What is said once of a swarm, however many services there are.

use std::collections::BTreeMap;

use super::deployed::Stacks;
use super::{MOST_PLACES, translated};
use crate::check::service::{self, NodeRole, Part, View};
use crate::check::{Finding, references};
use crate::compose::Place;

/// A manager to ask, and what the nodes must reach each other by.
pub(super) fn nodes(stacks: &Stacks<'_>, views: &[View<'_>]) -> Vec<Finding> {
    let first = stacks.services.first().map(|service| &service.service.name.place);
    let Some(first) = first else { return Vec::new() };
    let manager = service::no_manager(&stacks.swarm).map(|finding| translated(finding, [first]));
    let ports = service::ports_between(&stacks.swarm, views).map(|finding| translated(finding, []));
    manager.into_iter().chain(ports).collect()
}

/// What could not be read of the files, or does not fit together in them: a manager is asked for what they say.
pub(super) fn faults(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let nodes = || stacks.swarm.nodes();
    let manager = nodes().find(|(.., role)| *role == NodeRole::Manager).or_else(|| nodes().next());
    let findings = manager.map(|(_, host, _)| references::faults_on(host, stacks.projects));
    findings.unwrap_or_default()
}

/// Images every node pulls by itself, each once.
pub(super) fn registry(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut images: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for deployed in &stacks.services {
        images.entry(deployed.draft.image.as_str()).or_default().push(deployed.place(&Part::Image));
    }
    let judge = |(image, places): (&str, Vec<&Place>)| {
        let finding = service::of_image(image, &stacks.swarm)?;
        Some(translated(finding, places.into_iter().take(MOST_PLACES)))
    };
    images.into_iter().filter_map(judge).collect()
}
