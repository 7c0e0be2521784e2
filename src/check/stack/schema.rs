//! The keys `docker stack deploy` reads: those of the last schema of version 3 it has (3.13).
//!
//! Earlier ones have fewer, so what is missing here is refused whatever version a file says.

use crate::compose::{Node, NodeKind, Place};

const TOP: &[&str] = &["configs", "networks", "secrets", "services", "version", "volumes"];
const SERVICE: &[&str] = &[
    "build",
    "cap_add",
    "cap_drop",
    "cgroup_parent",
    "cgroupns_mode",
    "command",
    "configs",
    "container_name",
    "credential_spec",
    "depends_on",
    "deploy",
    "devices",
    "dns",
    "dns_search",
    "domainname",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "external_links",
    "extra_hosts",
    "group_add",
    "healthcheck",
    "hostname",
    "image",
    "init",
    "ipc",
    "isolation",
    "labels",
    "links",
    "logging",
    "mac_address",
    "network_mode",
    "networks",
    "oom_score_adj",
    "pid",
    "ports",
    "privileged",
    "read_only",
    "restart",
    "secrets",
    "security_opt",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "user",
    "userns_mode",
    "volumes",
    "working_dir",
];
const ATTACHMENT: &[&str] = &["aliases", "driver_opts", "ipv4_address", "ipv6_address"];
const PORT: &[&str] = &["mode", "protocol", "published", "target"];
const NETWORK: &[&str] =
    &["attachable", "driver", "driver_opts", "external", "internal", "ipam", "labels", "name"];
const IPAM: &[&str] = &["config", "driver"];
const POOL: &[&str] = &["subnet"];

/// The keys about services and networks that have no place in the schema, with where they stand.
pub(super) fn unknown(document: &Node) -> Vec<(&str, &Place)> {
    let mut found = Vec::new();
    others(document, TOP, &mut found);
    for (_, service) in document.get("services").into_iter().flat_map(Node::entries) {
        others(service, SERVICE, &mut found);
        let below = |key| service.get(key).into_iter();
        for (_, attachment) in below("networks").flat_map(Node::entries) {
            others(attachment, ATTACHMENT, &mut found);
        }
        for port in below("ports").flat_map(Node::items) {
            others(port, PORT, &mut found);
        }
        // With conditions it is a mapping, and the schema wants a list.
        let conditions = below("depends_on").filter(|value| value.kind() == NodeKind::Mapping);
        found.extend(conditions.map(|value| ("depends_on with conditions", value.place())));
    }
    for (_, network) in document.get("networks").into_iter().flat_map(Node::entries) {
        others(network, NETWORK, &mut found);
        let Some(ipam) = network.get("ipam") else { continue };
        others(ipam, IPAM, &mut found);
        for pool in ipam.get("config").into_iter().flat_map(Node::items) {
            others(pool, POOL, &mut found);
        }
    }
    found
}

/// The keys of a mapping that are none of these; `x-` ones are everybody's own.
fn others<'n>(node: &'n Node, known: &[&str], found: &mut Vec<(&'n str, &'n Place)>) {
    let unknown = node.entries().map(|(key, _)| key);
    let unknown = unknown.filter(|key| !key.value.starts_with("x-") && !known.contains(&key.value.as_str()));
    found.extend(unknown.map(|key| (key.value.as_str(), &key.place)));
}
