//! Whether a tree is a Compose file at all, and of which version.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::context::Context;
use super::cursor::named;
use super::merge;
use super::tree::{Content, Entry, Node};
use super::{ComposeError, Placed, Tool};

/// A tree with `services`.
pub(super) struct Checked {
    pub(super) root: Arc<Node>,
    /// The version it says.
    pub(super) version: Option<Placed<String>>,
    /// Whether it was of the first version of the format.
    pub(super) is_first: bool,
}

/// Refuses what is no Compose file. One of the first version of the format, with the services at the top level, becomes
/// one of today; only docker-compose 1 reads those, so with Compose v2 it is a fault.
///
/// A file that stands over others may lack every section.
pub(super) fn check(
    root: &Arc<Node>,
    is_first: bool,
    context: &Context<'_>,
) -> Result<Checked, ComposeError> {
    let (place, found) = (root.place.clone(), root.kind());
    let Some(entries) = root.mapping() else {
        return Err(ComposeError::NotCompose { place, found, keys: Vec::new() });
    };
    let section = |key: &str| matches!(key, "services" | "networks" | "volumes" | "configs" | "secrets");
    let is_service = |entry: &&Entry| {
        let key = entry.key.value.as_str();
        let known = section(key) || matches!(key, "version" | "name" | "include") || key.starts_with("x-");
        !known && (entry.value.get("image").is_some() || entry.value.get("build").is_some())
    };
    let first_version: Vec<_> = entries.iter().filter(is_service).collect();
    if let (None, Some(first)) = (root.get("services"), first_version.first()) {
        if context.tool == Tool::Compose2 {
            let place = first.key.place.clone();
            let services = first_version.iter().take(LISTED).map(|entry| named(&entry.key.value)).collect();
            context.fault(ComposeError::Version1 { place, services });
        }
        let root = first_version_read(root, entries);
        return Ok(Checked { root, version: None, is_first: true });
    }
    let keys = || entries.iter().map(|entry| entry.key.value.clone());
    let is_later = |key: &str| !is_first && (key == "name" || key.starts_with("x-"));
    if !keys().any(|key| is_later(&key) || section(&key) || matches!(key.as_str(), "version" | "include")) {
        return Err(ComposeError::NotCompose {
            place,
            found,
            keys: keys().take(LISTED).map(|key| named(&key)).collect(),
        });
    }
    let version = root.get("version").map_or(Ok(None), |version| check_version(version).map(Some))?;
    Ok(Checked { root: Arc::clone(root), version, is_first: false })
}

/// Names in an error.
const LISTED: usize = 32;

/// The first version of the format: every entry is a service, and `net` is what is `network_mode` today;
/// `container:NAME` means another service when there is one of that name.
fn first_version_read(root: &Node, entries: &[Entry]) -> Arc<Node> {
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.key.value.as_str()).collect();
    let service = |entry: &Entry| {
        let Content::Mapping(settings) = &entry.value.content else { return entry.clone() };
        let mut settings = settings.clone();
        for net in settings.iter_mut().filter(|setting| setting.key.value == "net") {
            let other = net.value.as_text().and_then(|text| text.strip_prefix("container:"));
            if let Some(name) = other.filter(|name| names.contains(name)) {
                net.value = merge::text(format!("service:{name}"), &net.value);
            }
            net.key = Arc::new(Placed::new("network_mode".to_owned(), net.key.place.clone()));
        }
        Entry { key: Arc::clone(&entry.key), value: merge::made(Content::Mapping(settings), &entry.value) }
    };
    let services = merge::made(Content::Mapping(entries.iter().map(service).collect()), root);
    let key = Arc::new(Placed::new("services".to_owned(), root.place.clone()));
    merge::made(Content::Mapping(vec![Entry { key, value: services }]), root)
}

/// Every service of the first version that says nothing else is in the engine's default network.
pub(super) fn on_default_bridge(root: &Arc<Node>) -> Arc<Node> {
    let Content::Mapping(sections) = &root.content else { return Arc::clone(root) };
    let service = |entry: &Entry| {
        let Content::Mapping(settings) = &entry.value.content else { return entry.clone() };
        if entry.value.entry("network_mode").is_some() {
            return entry.clone();
        }
        let key = Placed::new("network_mode".to_owned(), entry.key.place.clone());
        let mode = merge::text("bridge".to_owned(), &Node::nothing(entry.key.place.clone()));
        let mode = Entry { key: Arc::new(key), value: mode };
        let settings = settings.iter().cloned().chain([mode]).collect();
        Entry { key: Arc::clone(&entry.key), value: merge::made(Content::Mapping(settings), &entry.value) }
    };
    let section = |entry: &Entry| match &entry.value.content {
        Content::Mapping(services) if entry.key.value == "services" => {
            let services = Content::Mapping(services.iter().map(service).collect());
            Entry { key: Arc::clone(&entry.key), value: merge::made(services, &entry.value) }
        }
        Content::Null | Content::Scalar(_) | Content::Sequence(_) | Content::Mapping(_) => entry.clone(),
    };
    merge::made(Content::Mapping(sections.iter().map(section).collect()), root)
}

fn check_version(version: &Node) -> Result<Placed<String>, ComposeError> {
    let place = version.place.clone();
    let text = match &version.content {
        Content::Scalar(scalar) => scalar.text.to_string(),
        Content::Null | Content::Sequence(_) | Content::Mapping(_) => {
            let (path, found) = ("version".to_owned(), version.kind());
            return Err(ComposeError::WrongKind { place, path, found, expected: "text" });
        }
    };
    let minor = text.strip_prefix(['2', '3']).map(|rest| rest.strip_prefix('.').ok_or(rest));
    let good = match minor {
        Some(Ok(minor)) => !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()),
        Some(Err(rest)) => rest.is_empty(),
        None => false,
    };
    if good { Ok(Placed::new(text, place)) } else { Err(ComposeError::Version { place, text }) }
}
