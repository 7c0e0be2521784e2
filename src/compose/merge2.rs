//! Merging as Compose v2 does it: mappings key by key, lists one after the other, each thing in a list once.

use std::sync::Arc;

use super::merge::{
    Merge, OWN, entries, made, mapping, mount_of, name_of, sequence, target_of, text, unique,
};
use super::merge1::deep;
use super::ports;
use super::tree::{Content, Entry, Merging, Node};

/// How two values of one key go together (compose-go, `override/merge.go`).
enum Rule {
    /// A text stands for a mapping with the one key `context`.
    Build,
    /// A list stands for a mapping with a condition for each.
    Dependencies,
    /// Options go together only when the drivers do not differ.
    Logging,
    /// A list stands for a mapping with nothing for each.
    Networks,
    /// The later one replaces the earlier one.
    Override,
    /// The later pools count; one of the same subnet takes over what it does not say.
    Pools,
    /// Mappings and texts are lists too, the pairs joined so.
    Sequence(char),
    /// By what the two are.
    Usual,
}

fn rule(path: &[&str]) -> Rule {
    match path {
        ["services", _, "command" | "entrypoint"] | ["services", _, "healthcheck", "test"] => Rule::Override,
        ["services", _, "build"] => Rule::Build,
        ["services", _, "depends_on"] => Rule::Dependencies,
        ["services", _, "extra_hosts"] | ["services", _, "build", "extra_hosts"] => Rule::Sequence(':'),
        [
            "services",
            _,
            "annotations" | "dns" | "dns_opt" | "dns_search" | "env_file" | "environment" | "label_file"
            | "labels" | "sysctls" | "tmpfs",
        ]
        | ["services", _, "build", "additional_contexts" | "args" | "labels"]
        | ["services", _, "deploy", "labels"]
        | ["networks" | "volumes", _, "labels"] => Rule::Sequence('='),
        ["services", _, "logging"] => Rule::Logging,
        ["services", _, "networks"] => Rule::Networks,
        ["networks", _, "ipam", "config"] => Rule::Pools,
        _ => Rule::Usual,
    }
}

/// What tells the items of a list apart (compose-go, `override/uncity.go`); `None` where all of them stay.
fn key_of(path: &[&str]) -> Option<fn(&Node) -> String> {
    match path {
        [
            "services",
            _,
            "annotations" | "cap_add" | "cap_drop" | "dns" | "dns_opt" | "dns_search" | "environment"
            | "expose" | "extra_hosts" | "labels" | "links" | "profiles" | "sysctls" | "tmpfs",
        ]
        | ["services", _, "build", "additional_contexts" | "args" | "labels" | "tags"]
        | ["services", _, "deploy", "labels"]
        | ["services", _, "networks", _, "aliases" | "link_local_ips"]
        | ["networks" | "volumes", _, "labels"] => Some(|item| name_of(item, '=')),
        ["services", _, "configs" | "env_file" | "secrets"] => Some(target_of),
        ["services", _, "devices" | "volumes"] => Some(mount_of),
        _ => None,
    }
}

impl Merge<'_> {
    /// Two values of one key; `None` when the later one takes the earlier one away.
    pub(super) fn nodes2(self, earlier: &Arc<Node>, later: &Arc<Node>, path: &[&str]) -> Option<Arc<Node>> {
        match later.merging {
            Merging::Reset => return None,
            Merging::Override => return Some(Arc::clone(later)),
            Merging::Usual => {}
        }
        let nothing = matches!(later.content, Content::Null);
        let merged = match rule(path) {
            Rule::Override => Arc::clone(later),
            _ if nothing => Arc::clone(earlier),
            Rule::Build => self.as_mappings(earlier, later, path, |node| match &node.content {
                Content::Scalar(_) => vec![entry("context", Arc::clone(node), node)],
                Content::Null | Content::Sequence(_) | Content::Mapping(_) => mapping(node, None),
            }),
            Rule::Dependencies => self.as_mappings(earlier, later, path, |node| {
                if node.mapping().is_some() {
                    return mapping(node, None);
                }
                let started = |entry: Entry| {
                    let condition = text("service_started".to_owned(), &entry.value);
                    let settings = vec![self::entry("condition", condition, &entry.value)];
                    Entry { value: made(Content::Mapping(settings), &entry.value), ..entry }
                };
                mapping(node, None).into_iter().map(started).collect()
            }),
            Rule::Networks => self.as_mappings(earlier, later, path, |node| mapping(node, None)),
            Rule::Logging => {
                let driver = |node: &Node| node.get("driver").and_then(Node::as_text).map(str::to_owned);
                match (driver(earlier), driver(later)) {
                    (Some(old), Some(new)) if old != new => Arc::clone(later),
                    _ => self.usual2(earlier, later, path),
                }
            }
            Rule::Pools => self.pools2(earlier, later, path),
            Rule::Sequence(joint) => {
                let items = sequence(earlier, joint).into_iter().chain(sequence(later, joint));
                // In `name:address` the whole tells hosts apart, as one may have several addresses.
                let key = key_of(path).unwrap_or(target_of);
                made(Content::Sequence(unique(items.map(|item| (key(&item), item)))), later)
            }
            Rule::Usual => self.usual2(earlier, later, path),
        };
        Some(merged)
    }

    fn usual2(self, earlier: &Arc<Node>, later: &Arc<Node>, path: &[&str]) -> Arc<Node> {
        match (&earlier.content, &later.content) {
            (Content::Mapping(old), Content::Mapping(new)) => self.mappings2(old, new, later, path),
            (Content::Sequence(old), Content::Sequence(new)) => {
                let items = old.iter().chain(new);
                let items = match (path, key_of(path)) {
                    (["services", _, "ports"], _) => {
                        unique(items.flat_map(|item| ports::apart(item, self.context)))
                    }
                    (_, Some(key)) => unique(items.map(|item| (key(item), Arc::clone(item)))),
                    (_, None) => items.map(Arc::clone).collect(),
                };
                made(Content::Sequence(items), later)
            }
            (Content::Mapping(_) | Content::Sequence(_), _) => {
                self.unlike(earlier, later, path);
                Arc::clone(later)
            }
            (Content::Null | Content::Scalar(_), _) => Arc::clone(later),
        }
    }

    fn as_mappings(
        self,
        earlier: &Arc<Node>,
        later: &Arc<Node>,
        path: &[&str],
        read: impl Fn(&Arc<Node>) -> Vec<Entry>,
    ) -> Arc<Node> {
        self.mappings2(&read(earlier), &read(later), later, path)
    }

    fn mappings2(self, old: &[Entry], new: &[Entry], later: &Node, path: &[&str]) -> Arc<Node> {
        let merged = entries(old, new, |old, new| {
            let key = new.key.value.as_str();
            if key == OWN && new.value.merging == Merging::Usual {
                return Some(deep(&old.value, &new.value));
            }
            if key.starts_with("x-") {
                return Some(Arc::clone(&new.value));
            }
            let path: Vec<&str> = path.iter().copied().chain([key]).collect();
            self.nodes2(&old.value, &new.value, &path)
        });
        made(Content::Mapping(merged), later)
    }

    fn pools2(self, earlier: &Arc<Node>, later: &Arc<Node>, path: &[&str]) -> Arc<Node> {
        let (Content::Sequence(old), Content::Sequence(new)) = (&earlier.content, &later.content) else {
            self.unlike(earlier, later, path);
            return Arc::clone(later);
        };
        let subnet = |pool: &Node| pool.get("subnet").and_then(Node::as_text).map(str::to_owned);
        let by_subnet: std::collections::BTreeMap<_, _> =
            old.iter().filter_map(|pool| Some((subnet(pool)?, pool))).collect();
        let merge = |pool: &Arc<Node>| match subnet(pool).and_then(|subnet| by_subnet.get(&subnet).copied()) {
            Some(there) => self.usual2(there, pool, path),
            None => Arc::clone(pool),
        };
        made(Content::Sequence(new.iter().map(merge).collect()), later)
    }
}

fn entry(key: &str, value: Arc<Node>, like: &Node) -> Entry {
    Entry { key: Arc::new(super::Placed::new(key.to_owned(), like.place.clone())), value }
}
