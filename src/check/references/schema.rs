//! The keys Compose knows where networks are concerned: those of docker-compose 1.29, of the formats 1 to 3.13 (which know
//! `cgroupns_mode`), and of the Compose specification as of 2026 (with `pre_start`, newer than its schema of 2025), together.

use crate::compose::{Node, Placed};

const TOP: &[&str] =
    &["configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes"];
const SERVICE: &[&str] = &[
    "annotations",
    "attach",
    "blkio_config",
    "build",
    "cap_add",
    "cap_drop",
    "cgroup",
    "cgroup_parent",
    "cgroupns_mode",
    "command",
    "configs",
    "container_name",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "cpus",
    "cpuset",
    "credential_spec",
    "depends_on",
    "deploy",
    "develop",
    "device_cgroup_rules",
    "devices",
    "dns",
    "dns_opt",
    "dns_search",
    "domainname",
    "entrypoint",
    "env_file",
    "environment",
    "expose",
    "extends",
    "external_links",
    "extra_hosts",
    "gpus",
    "group_add",
    "healthcheck",
    "hostname",
    "image",
    "init",
    "ipc",
    "isolation",
    "label_file",
    "labels",
    "links",
    "logging",
    "mac_address",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "models",
    "network_mode",
    "networks",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "ports",
    "post_start",
    "pre_start",
    "pre_stop",
    "privileged",
    "profiles",
    "provider",
    "pull_policy",
    "pull_refresh_after",
    "read_only",
    "restart",
    "runtime",
    "scale",
    "secrets",
    "security_opt",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "storage_opt",
    "sysctls",
    "tmpfs",
    "tty",
    "ulimits",
    "use_api_socket",
    "user",
    "userns_mode",
    "uts",
    "volumes",
    "volumes_from",
    "working_dir",
];
/// What only services of the first version of the format have.
const FIRST_VERSION: &[&str] = &["dockerfile", "log_driver", "log_opt", "net", "volume_driver"];
const ATTACHMENT: &[&str] = &[
    "aliases",
    "driver_opts",
    "gw_priority",
    "interface_name",
    "ipv4_address",
    "ipv6_address",
    "link_local_ips",
    "mac_address",
    "priority",
];
const PORT: &[&str] = &["app_protocol", "host_ip", "mode", "name", "protocol", "published", "target"];
const DEPLOY: &[&str] = &[
    "endpoint_mode",
    "labels",
    "mode",
    "placement",
    "replicas",
    "resources",
    "restart_policy",
    "rollback_config",
    "update_config",
];
const PLACEMENT: &[&str] = &["constraints", "max_replicas_per_node", "preferences"];
const UPDATE: &[&str] = &["delay", "failure_action", "max_failure_ratio", "monitor", "order", "parallelism"];
const NETWORK: &[&str] = &[
    "attachable",
    "driver",
    "driver_opts",
    "enable_ipv4",
    "enable_ipv6",
    "external",
    "internal",
    "ipam",
    "labels",
    "name",
];
const IPAM: &[&str] = &["config", "driver", "options"];
const POOL: &[&str] = &["aux_addresses", "gateway", "ip_range", "subnet"];

/// A part of a file with keys of its own.
#[derive(Clone, Copy)]
pub(super) struct Part<'n> {
    pub(super) known: &'static [&'static str],
    pub(super) what: &'static str,
    /// The service or network, and where it is a place in a network, that one.
    names: (&'n str, &'n str),
}

impl Part<'_> {
    /// `the port of service web`, say.
    pub(super) fn title(&self) -> String {
        let clipped = |name: &str| name.chars().take(64).collect::<String>();
        match self.names {
            ("", _) => self.what.to_owned(),
            (of, "") => format!("{} {}", self.what, clipped(of)),
            (of, within) => format!("{} {} in the network {}", self.what, clipped(of), clipped(within)),
        }
    }
}

/// The keys about services and networks that nobody knows, in the order of the file.
pub(super) fn unknown(document: &Node) -> Vec<(Part<'_>, &Placed<String>)> {
    let mut found = Vec::new();
    let part = |known, what, of| Part { known, what, names: (of, "") };
    others(document, part(TOP, "the top level", ""), &mut found);
    let section = |key: &str| document.get(key).into_iter().flat_map(own);
    // A file without `version` may have been one of the first version, which is read as one of today.
    let first = document.get("version").is_none();
    for (name, service) in section("services") {
        let name = name.value.as_str();
        let mut here = Vec::new();
        others(service, part(SERVICE, "service", name), &mut here);
        found.extend(
            here.into_iter().filter(|(_, key)| !(first && FIRST_VERSION.contains(&key.value.as_str()))),
        );
        let below = |key: &str| service.get(key).into_iter();
        for (network, attachment) in below("networks").flat_map(own) {
            let names = (name, network.value.as_str());
            others(attachment, Part { known: ATTACHMENT, what: "service", names }, &mut found);
        }
        for port in below("ports").flat_map(Node::items) {
            others(port, part(PORT, "a port of service", name), &mut found);
        }
        for deploy in below("deploy") {
            others(deploy, part(DEPLOY, "deploy of service", name), &mut found);
            let sections = [
                ("placement", PLACEMENT, "deploy.placement of service"),
                ("update_config", UPDATE, "deploy.update_config of service"),
            ];
            for (key, known, what) in sections {
                let Some(node) = deploy.get(key) else { continue };
                others(node, part(known, what, name), &mut found);
            }
        }
    }
    for (key, network) in section("networks") {
        let key = key.value.as_str();
        others(network, part(NETWORK, "network", key), &mut found);
        let Some(ipam) = network.get("ipam") else { continue };
        others(ipam, part(IPAM, "ipam of network", key), &mut found);
        for pool in ipam.get("config").into_iter().flat_map(Node::items) {
            others(pool, part(POOL, "an address pool of network", key), &mut found);
        }
    }
    found
}

/// The entries of a mapping; `x-` ones are everybody's own.
fn own(node: &Node) -> impl Iterator<Item = (&Placed<String>, &Node)> {
    node.entries().filter(|(key, _)| !key.value.starts_with("x-"))
}

fn others<'n>(node: &'n Node, part: Part<'n>, found: &mut Vec<(Part<'n>, &'n Placed<String>)>) {
    let unknown = own(node).map(|(key, _)| key).filter(|key| !part.known.contains(&key.value.as_str()));
    found.extend(unknown.map(|key| (part, key)));
}
