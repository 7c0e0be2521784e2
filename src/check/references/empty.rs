//! Keys with nothing under them, where both tools want something. `networks: {a: }` is a network like any other.

use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{Node, NodeKind, Place};
use crate::host::{Evidence, Source};

const REFUSED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 config/compose_spec.json: contains an invalid type; at the top level: must be a mapping, not a NoneType (seen with 1.29.2)",
    ),
    Source::new(
        Evidence::ReadInCode,
        "Compose specification schema/compose-spec.json: of a type that is not null",
    ),
];

const TOP: &[&str] = &["networks", "services", "volumes"];
/// Not `command` and `entrypoint`, where Compose v2 takes nothing for the image's own, nor `deploy`.
const SERVICE: &[&str] = &[
    "build",
    "container_name",
    "depends_on",
    "environment",
    "expose",
    "external_links",
    "extra_hosts",
    "hostname",
    "image",
    "labels",
    "links",
    "network_mode",
    "networks",
    "ports",
    "profiles",
    "scale",
    "volumes",
];
const ATTACHMENT: &[&str] = &["aliases", "ipv4_address", "ipv6_address", "link_local_ips"];
const DEPLOY: &[&str] = &["endpoint_mode", "mode", "placement", "replicas"];
const NETWORK: &[&str] =
    &["attachable", "driver", "driver_opts", "enable_ipv6", "external", "internal", "ipam", "labels", "name"];
const IPAM: &[&str] = &["config", "driver"];

/// What is empty: where it is in the file, and where that is.
type Empty<'a> = (Vec<&'a str>, &'a Place);

/// Every such key of every project.
pub(in crate::check) fn sections(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in &view.projects {
        for (path, place) in empty(project.document()) {
            let path: Vec<String> = path.iter().map(|key| key.chars().take(64).collect()).collect();
            let message = format!("{} has nothing under {}", project.name(), path.join("."));
            let reason = "docker-compose 1.29 and Compose v2 refuse the file; docknet reads it as if the key were not there";
            let finding = Finding::new(Rule::EmptySection, message, reason).at([place]).by(REFUSED);
            findings.push(finding.instead("what belongs there, or not even the key"));
        }
    }
    findings
}

fn empty(document: &Node) -> Vec<Empty<'_>> {
    let mut found = Vec::new();
    among(document, &[], TOP, &mut found);
    for (name, service) in document.get("services").into_iter().flat_map(Node::entries) {
        let here = ["services", name.value.as_str()];
        among(service, &here, SERVICE, &mut found);
        for (network, attachment) in service.get("networks").into_iter().flat_map(Node::entries) {
            let here = [&here[..], &["networks", network.value.as_str()]].concat();
            among(attachment, &here, ATTACHMENT, &mut found);
        }
        if let Some(deploy) = service.get("deploy") {
            among(deploy, &[&here[..], &["deploy"]].concat(), DEPLOY, &mut found);
        }
    }
    for (key, network) in document.get("networks").into_iter().flat_map(Node::entries) {
        let here = ["networks", key.value.as_str()];
        among(network, &here, NETWORK, &mut found);
        if let Some(ipam) = network.get("ipam") {
            among(ipam, &[&here[..], &["ipam"]].concat(), IPAM, &mut found);
        }
    }
    found
}

fn among<'a>(node: &'a Node, here: &[&'a str], keys: &[&str], found: &mut Vec<Empty<'a>>) {
    let nothing = node
        .entries()
        .filter(|(key, value)| value.kind() == NodeKind::Nothing && keys.contains(&key.value.as_str()));
    found.extend(nothing.map(|(key, _)| ([here, &[key.value.as_str()]].concat(), &key.place)));
}
