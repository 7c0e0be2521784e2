//! What `docker stack deploy` or swarm itself refuses of a file.

use super::deployed::Stacks;
use super::{MOST_PLACES, schema};
use crate::check::few::few;
use crate::check::service::View;
use crate::check::{Finding, Rule};
use crate::compose::{DeployMode, Node, Place, Project};
use crate::host::{Evidence, Source};

const SCHEMA: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker/cli cli/compose/schema/schema.go: unsupported Compose file version",
    ),
    Source::new(
        Evidence::Reported,
        "docker/compose#4366, #6569, moby/moby#30284: Additional property is not allowed",
    ),
];
const MODE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker/cli cli/compose/convert/service.go: replicas can only be used with replicated or replicated-job mode",
)];
const NAME: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/controlapi/common.go: name must be valid as a DNS name component",
)];

/// Formats the reader does not know.
pub(super) fn format(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in stacks.projects {
        let Some(version) = project.version().filter(|version| !version.starts_with('3')) else { continue };
        let message = format!("{} is of version {version}, which stacks cannot be", project.file());
        let reason = format!(
            "docker stack deploy reads version 3 alone: `unsupported Compose file version: {version}`"
        );
        let finding = Finding::new(Rule::RefusedByStackDeploy, message, reason).by(SCHEMA);
        let place = project.document().get("version").map(Node::place);
        findings.push(finding.at(place).instead("`version: \"3.8\"`, with what that version knows"));
    }
    findings
}

/// Keys the reader does not know: what version 3 leaves out for swarm has no place in it.
pub(super) fn refused(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let judge = |project: &&Project| {
        let refused = schema::unknown(project.document());
        let mut keys: Vec<_> = refused.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.first()?;
        let message = format!(
            "docker stack deploy does not read {} with {}",
            project.file(),
            few(keys.iter().copied())
        );
        let reason = "the schema of version 3 has no place for it: `Additional property ... is not allowed`, and nothing is deployed";
        let finding = Finding::new(Rule::RefusedByStackDeploy, message, reason).by(SCHEMA);
        let remedy = without(&keys);
        Some(finding.at(refused.iter().map(|(_, place)| *place).take(MOST_PLACES)).instead(remedy))
    };
    stacks.projects.iter().filter_map(judge).collect()
}

/// What takes the place of keys, where something does.
const INSTEAD: &[(&[&str], &str)] = &[
    (
        &["attachable", "aux_addresses", "enable_ipv4", "enable_ipv6", "gateway", "ip_range", "options"],
        "of a pool the subnet alone, or the network made beforehand with `docker network create` and joined as an external one",
    ),
    (&["depends_on with conditions"], "services that wait for each other themselves"),
    (&["scale"], "`deploy: {replicas: ...}` for `scale`"),
    (
        &["cpus", "mem_limit", "mem_reservation", "memswap_limit", "pids_limit"],
        "`deploy: {resources: ...}` for limits",
    ),
];

/// What to write instead of these keys.
fn without(keys: &[&str]) -> String {
    let helps = INSTEAD.iter().filter(|(of, _)| of.iter().any(|key| keys.contains(key)));
    let helps: Vec<_> = helps.map(|(_, help)| *help).collect();
    let them = if keys.len() == 1 { "it" } else { "them" };
    if helps.is_empty() {
        return format!("the file without {them}");
    }
    format!("the file without {them}: {}", helps.join("; "))
}

/// Names swarm does not take.
pub(super) fn names(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let judge = |(name, place): &(String, &Place)| {
        let length = name.chars().count();
        let message = if length > 63 {
            format!("{name} has {length} characters, and swarm takes 63")
        } else {
            format!("swarm takes no service or network of the name {name}")
        };
        let reason = "the stack's name and the key together must be one word of a DNS name: letters, digits, and `-` or `_` \
            between them, 63 at most (`name must be valid as a DNS name component`)";
        let finding = Finding::new(Rule::NameRefusedBySwarm, message, reason).by(NAME).at([*place]);
        finding.instead("a shorter key without dots, or another name for the stack")
    };
    stacks.refused_names.iter().map(judge).collect()
}

/// A number of tasks beside `mode: global`.
pub(super) fn replicas(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for deployed in &stacks.services {
        let deploy = &deployed.service.deploy;
        let global = deploy.mode.as_ref().filter(|mode| mode.value == DeployMode::Global);
        let (Some(global), Some(count)) = (global, &deploy.replicas) else { continue };
        let message = format!("{} is global and wants {count} tasks", deployed.draft.name);
        let reason =
            "the whole stack is refused: `replicas can only be used with replicated or replicated-job mode`";
        let finding = Finding::new(Rule::ReplicasWithGlobal, message, reason).by(MODE);
        let finding = finding.at([&count.place, &global.place]);
        findings
            .push(finding.instead("`mode: global` alone, for one task on every node; or `replicas` alone"));
    }
    findings
}
