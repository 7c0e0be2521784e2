//! Services without anything to run.

use std::collections::BTreeMap;

use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{Node, Project, Tool};
use crate::host::{Evidence, Source};

const NEITHER: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 config/validation.py: has neither an image nor a build context specified (seen with 1.29.2)",
    ),
    Source::new(
        Evidence::ReadInCode,
        "compose-go loader/validate.go checkConsistency: has neither an image nor a build context specified",
    ),
];

/// Services that say neither `image` nor `build`. One with a `provider` is run by another program, which Compose v2 asks.
pub(in crate::check) fn missing(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in &view.projects {
        let nodes = services(project);
        for service in project.services() {
            let Some(node) = nodes.get(service.name.value.as_str()) else { continue };
            // What is there and cannot be read is another rule's.
            let said = |key: &str| node.get(key).is_some();
            if said("image") || said("build") || (said("provider") && project.tool() == Tool::Compose2) {
                continue;
            }
            let message = format!("{}/{} has neither an image nor a build", project.name(), service.name);
            let reason = "docker-compose 1.29 and Compose v2 refuse the whole file";
            let finding = Finding::new(Rule::ServiceWithoutImage, message, reason).by(NEITHER);
            findings.push(finding.at([&service.name.place]).instead(remedy(node)));
        }
    }
    findings
}

/// What stands under every service's name.
pub(super) fn services(project: &Project) -> BTreeMap<&str, &Node> {
    let all = project.document().get("services").into_iter().flat_map(Node::entries);
    all.map(|(name, node)| (name.value.as_str(), node)).collect()
}

fn remedy(service: &Node) -> &'static str {
    if service.entries().next().is_none() {
        "`image:` or `build:` under the service, or no such service"
    } else {
        "`image:` or `build:`, or the service of another file it is to extend (`extends:`)"
    }
}
