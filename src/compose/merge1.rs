//! Merging as docker-compose 1.29.2 does it (`compose/config/config.py`): networks and volumes are replaced as a whole,
//! services key by key, each key in its own way; a key it has no way for is lost.

use std::sync::Arc;

use super::merge::{Merge, OWN, entries, made, mapping, mount_of, sequence, target_of, unique};
use super::ports;
use super::tree::{Content, Entry, Node};

/// Keys of a service where the later value replaces the earlier one.
const REPLACED: [&str; 58] = [
    "blkio_config",
    "cgroup_parent",
    "command",
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
    "detach",
    "dns_opt",
    "dockerfile",
    "domainname",
    "entrypoint",
    "extends",
    "group_add",
    "hostname",
    "image",
    "init",
    "ipc",
    "isolation",
    "log_driver",
    "log_opt",
    "mac_address",
    "mem_limit",
    "mem_reservation",
    "mem_swappiness",
    "memswap_limit",
    "net",
    "network_mode",
    "oom_kill_disable",
    "oom_score_adj",
    "pid",
    "pids_limit",
    "platform",
    "privileged",
    "read_only",
    "restart",
    "runtime",
    "scale",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "tty",
    "ulimits",
    "user",
    "userns_mode",
    "volume_driver",
    "working_dir",
    "storage_opt",
    "build",
    "healthcheck",
];

/// What a service may say about a network.
const OF_NETWORK: [&str; 5] = ["aliases", "ipv4_address", "ipv6_address", "link_local_ips", "priority"];

impl Merge<'_> {
    pub(super) fn documents1(self, earlier: &Arc<Node>, later: &Arc<Node>) -> Arc<Node> {
        let (Content::Mapping(old), Content::Mapping(new)) = (&earlier.content, &later.content) else {
            return Arc::clone(later);
        };
        let merged = entries(old, new, |old, new| {
            let (earlier, later) = (&old.value, &new.value);
            Some(match (new.key.value.as_str(), &earlier.content, &later.content) {
                ("services", Content::Mapping(old), Content::Mapping(new)) => {
                    let services = entries(old, new, |old, new| Some(self.services1(&old.value, &new.value)));
                    made(Content::Mapping(services), later)
                }
                (
                    "networks" | "volumes" | "secrets" | "configs",
                    Content::Mapping(old),
                    Content::Mapping(new),
                ) => made(Content::Mapping(entries(old, new, |_, new| Some(Arc::clone(&new.value)))), later),
                (_, _, Content::Null) => Arc::clone(earlier),
                (OWN, ..) => deep(earlier, later),
                (key, ..) if key.starts_with("x-") => Arc::clone(later),
                ("services" | "networks" | "volumes" | "secrets" | "configs", ..) => Arc::clone(later),
                _ => Arc::clone(earlier),
            })
        });
        made(Content::Mapping(merged), later)
    }

    pub(super) fn services1(self, base: &Arc<Node>, own: &Arc<Node>) -> Arc<Node> {
        let (Content::Mapping(old), Content::Mapping(new)) = (&base.content, &own.content) else {
            return Arc::clone(own);
        };
        let merged = entries(old, new, |old, new| Some(self.values1(&new.key.value, &old.value, &new.value)));
        let known = merged.into_iter().filter(|entry| is_merged(&entry.key.value) || entry.key.value == OWN);
        made(Content::Mapping(known.collect()), own)
    }

    fn values1(self, key: &str, old: &Arc<Node>, new: &Arc<Node>) -> Arc<Node> {
        let list = |items| made(Content::Sequence(items), new);
        let both = |joint| sequence(old, joint).into_iter().chain(sequence(new, joint));
        match key {
            "environment" | "labels" | "sysctls" | "ulimits" | "storage_opt" => replaced(old, new, Some('=')),
            "extra_hosts" => replaced(old, new, Some(':')),
            "depends_on" => replaced(old, new, None),
            OWN => deep(old, new),
            "build" if old.mapping().is_some() && new.mapping().is_some() => deep(old, new),
            "deploy" | "healthcheck" if new.mapping().is_some() => deep(old, new),
            "networks" => networks(old, new),
            "ports" => list(unique(both('=').flat_map(|item| ports::apart(&item, self.context)))),
            "links" => list(unique(both('=').map(|item| (alias(&item), item)))),
            "volumes" | "devices" => list(unique(both('=').map(|item| (mount_of(&item), item)))),
            "cap_add"
            | "cap_drop"
            | "device_cgroup_rules"
            | "expose"
            | "external_links"
            | "profiles"
            | "security_opt"
            | "volumes_from" => {
                list(unique(both('=').map(|item| (item.as_text().unwrap_or_default().to_owned(), item))))
            }
            "configs" | "secrets" => list(unique(both('=').map(|item| (source(&item), item)))),
            "dns" | "dns_search" | "env_file" | "tmpfs" => list(both('=').collect()),
            "logging" => {
                let driver = |node: &Node| node.get("driver").and_then(Node::as_text).map(str::to_owned);
                match (driver(old), driver(new)) {
                    (Some(one), Some(other)) if one != other => Arc::clone(new),
                    _ => deep(old, new),
                }
            }
            _ => Arc::clone(new),
        }
    }
}

fn is_merged(key: &str) -> bool {
    matches!(
        key,
        "environment"
            | "labels"
            | "sysctls"
            | "extra_hosts"
            | "depends_on"
            | "deploy"
            | "networks"
            | "ports"
            | "links"
            | "volumes"
            | "devices"
            | "cap_add"
            | "cap_drop"
            | "device_cgroup_rules"
            | "expose"
            | "external_links"
            | "profiles"
            | "security_opt"
            | "volumes_from"
            | "configs"
            | "secrets"
            | "dns"
            | "dns_search"
            | "env_file"
            | "tmpfs"
            | "logging"
    ) || REPLACED.contains(&key)
}

/// Mappings or lists of pairs, key by key.
fn replaced(old: &Node, new: &Node, joint: Option<char>) -> Arc<Node> {
    let merged = entries(&mapping(old, joint), &mapping(new, joint), |_, new| Some(Arc::clone(&new.value)));
    made(Content::Mapping(merged), new)
}

/// Mappings in mappings, and each item of a list once.
pub(super) fn deep(old: &Arc<Node>, new: &Arc<Node>) -> Arc<Node> {
    match (&old.content, &new.content) {
        (Content::Mapping(old), Content::Mapping(entries_of_new)) => {
            let merged = entries(old, entries_of_new, |old, new| {
                // A test is one command, not a list of things.
                let whole = new.key.value == "test";
                Some(if whole { Arc::clone(&new.value) } else { deep(&old.value, &new.value) })
            });
            made(Content::Mapping(merged), new)
        }
        (Content::Sequence(old), Content::Sequence(items)) => {
            let items = old.iter().chain(items).map(|item| (target_of(item), Arc::clone(item)));
            made(Content::Sequence(unique(items)), new)
        }
        _ => Arc::clone(new),
    }
}

/// Networks of a service; of what it says about each only what docker-compose 1 knows stays.
fn networks(old: &Node, new: &Node) -> Arc<Node> {
    let merged = entries(&mapping(old, None), &mapping(new, None), |old, new| {
        let of = |node: &Node| -> Vec<Entry> {
            let known = |entry: &&Entry| OF_NETWORK.contains(&entry.key.value.as_str());
            node.mapping().unwrap_or_default().iter().filter(known).cloned().collect()
        };
        let settings =
            entries(&of(&old.value), &of(&new.value), |old, new| Some(deep(&old.value, &new.value)));
        Some(made(Content::Mapping(settings), &new.value))
    });
    made(Content::Mapping(merged), new)
}

/// The name a link goes by, which tells links apart.
fn alias(item: &Node) -> String {
    let text = item.as_text().unwrap_or_default();
    match text.split_once(':') {
        Some((_, alias)) if !alias.is_empty() => alias.to_owned(),
        Some((service, _)) => service.to_owned(),
        None => text.to_owned(),
    }
}

fn source(item: &Node) -> String {
    item.get("source").and_then(Node::as_text).or(item.as_text()).unwrap_or_default().to_owned()
}
