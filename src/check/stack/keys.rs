//! What `docker stack deploy` leaves out of a file.

use super::MOST_PLACES;
use super::deployed::Stacks;
use crate::check::few::few;
use crate::check::service::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Node, Place, Project, Service};
use crate::host::{Evidence, Source};

const LEFT_OUT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker/cli cli/compose/types/types.go: Ignoring unsupported options, Ignoring deprecated options; convert/service.go",
)];
const NO_IMAGE: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby/swarmkit: ContainerSpec: image reference must be provided"),
    Source::new(Evidence::ReadInCode, "docker/cli#6029: invalid service: no image specified"),
];

/// Keys without which a service is not what the file says, with what becomes of it.
const LOST: &[(&str, &str)] = &[
    ("devices", "it gets no devices of the node"),
    ("external_links", "it finds nobody by these names"),
    ("ipc", "it shares no memory"),
    ("links", "it finds nobody by names only the links give"),
    ("mac_address", "its tasks get hardware addresses of their own"),
    ("network_mode", "its tasks are in the stack's default network instead"),
    ("pid", "it sees its own processes alone"),
    ("privileged", "it has no more rights than others"),
    ("security_opt", "the engine's own profiles hold"),
    ("shm_size", "it gets 64 MiB of shared memory"),
    ("userns_mode", "the engine's own mapping of users holds"),
];

/// Keys whose loss changes little.
const HARMLESS: &[&str] =
    &["build", "cgroup_parent", "cgroupns_mode", "container_name", "depends_on", "domainname"];

/// Keys that are left out: a finding for each service that loses something by it, one for all others of a project.
pub(super) fn ignored(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in stacks.projects {
        let mut harmless: Vec<(&str, &str, &Place)> = Vec::new();
        let services = project.document().get("services").into_iter().flat_map(Node::entries);
        for (name, service) in services {
            let mut lost = Vec::new();
            for (key, value) in service.entries() {
                let word = key.value.as_str();
                match LOST.iter().find(|(known, _)| *known == word) {
                    Some((_, consequence)) if matters(word, value) => {
                        lost.push((word, *consequence, &key.place));
                    }
                    None if HARMLESS.contains(&word)
                        && (word != "build" || service.get("image").is_some()) =>
                    {
                        harmless.push((name.value.as_str(), word, &key.place));
                    }
                    Some(_) | None => {}
                }
            }
            findings.extend(losing(project.name(), &name.value, &lost));
        }
        findings.extend(told(project.name(), &harmless));
    }
    findings
}

/// Whether a key changes anything where it counts.
fn matters(key: &str, value: &Node) -> bool {
    match key {
        // A service answers to its own name anyway.
        "links" => value
            .items()
            .filter_map(Node::as_text)
            .any(|link| link.split_once(':').is_some_and(|(service, alias)| service != alias)),
        "privileged" => value.as_text() == Some("true"),
        _ => true,
    }
}

fn losing(project: &str, service: &str, lost: &[(&str, &str, &Place)]) -> Option<Finding> {
    let keys: Vec<_> = lost.iter().map(|(key, ..)| *key).collect();
    let (_, first, _) = lost.first()?;
    let message = format!("a stack leaves out {} of {project}_{service}", keys.join(", "));
    let others: Vec<_> = lost.iter().skip(1).map(|(_, consequence, _)| *consequence).collect();
    let all = [*first].into_iter().chain(others).collect::<Vec<_>>().join("; ");
    let reason = format!("docker stack deploy says `Ignoring unsupported options` and goes on: {all}");
    let finding = Finding::new(Rule::KeyIgnoredByStack, message, reason).by(LEFT_OUT);
    let remedy = match keys.first() {
        Some(&"network_mode") => {
            "docker-compose on the nodes that need it; for the host's own network an external network of the name `host`"
        }
        Some(&("links" | "external_links")) => "`aliases` in a network both are in",
        _ => "docker-compose on the nodes that need it, or a service that does without",
    };
    Some(finding.at(lost.iter().map(|(.., place)| *place).take(MOST_PLACES)).instead(remedy))
}

fn told(project: &str, harmless: &[(&str, &str, &Place)]) -> Option<Finding> {
    let mut keys: Vec<_> = harmless.iter().map(|(_, key, _)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut services: Vec<_> = harmless.iter().map(|(service, ..)| *service).collect();
    services.dedup();
    harmless.first()?;
    let message = format!("a stack leaves out {} of {} in {project}", keys.join(", "), few(services));
    let mut consequences = Vec::new();
    if keys.contains(&"depends_on") {
        consequences.push("all services start at once and must wait for each other themselves");
    }
    if keys.contains(&"container_name") {
        consequences.push("containers are called <stack>_<service>.<number>.<task>");
    }
    if keys.contains(&"build") {
        consequences.push("the image must be in a registry before");
    }
    let reason = if consequences.is_empty() {
        "docker stack deploy says so and goes on".to_owned()
    } else {
        format!("docker stack deploy goes on without: {}", consequences.join("; "))
    };
    let finding = Finding::new(Rule::KeyIgnoredByStack, message, reason).with_severity(Severity::Note);
    Some(finding.by(LEFT_OUT).at(harmless.iter().map(|(.., place)| *place).take(MOST_PLACES)))
}

/// Services a stack would have to build.
pub(super) fn without_image(stacks: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    let services =
        stacks.projects.iter().flat_map(|project| project.services().iter().map(move |s| (project, s)));
    let judge = |(project, service): (&&Project, &Service)| {
        if service.image.as_ref().is_some_and(|image| !image.value.is_empty()) {
            return None;
        }
        let place = service.build.as_ref().unwrap_or(&service.name.place);
        let message = format!("{}_{} names no image, and a stack builds none", project.name(), service.name);
        let reason = "`build` is left out, and the service is refused: `ContainerSpec: image reference must be provided` \
            (newer clients: `no image specified`)";
        let finding = Finding::new(Rule::BuildWithoutImageInStack, message, reason).by(NO_IMAGE).at([place]);
        Some(finding.instead(
            "`image:` beside `build:`, built and pushed to a registry every node reaches before the stack",
        ))
    };
    services.filter_map(judge).collect()
}
