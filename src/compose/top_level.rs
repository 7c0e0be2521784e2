//! Whether a tree is a Compose file at all, and of which version.

use super::tree::{Content, Entry, Node};
use super::{ComposeError, Placed};

/// Refuses what is no Compose file of version 2 or 3; the version if it is one.
pub(super) fn check(root: &Node) -> Result<Option<Placed<String>>, ComposeError> {
    let (place, found) = (root.place.clone(), root.kind().as_str());
    let Some(entries) = root.mapping() else {
        return Err(ComposeError::NotCompose { place, found, keys: Vec::new() });
    };
    let section = |key: &str| matches!(key, "services" | "networks" | "volumes" | "configs" | "secrets");
    let is_service = |entry: &&Entry| {
        let key = entry.key.value.as_str();
        let known = section(key) || matches!(key, "version" | "name") || key.starts_with("x-");
        !known && (entry.value.get("image").is_some() || entry.value.get("build").is_some())
    };
    let first_version: Vec<_> = entries.iter().filter(is_service).collect();
    if let (None, Some(first)) = (root.get("services"), first_version.first()) {
        let place = first.key.place.clone();
        let services = first_version.iter().map(|entry| entry.key.value.clone()).collect();
        return Err(ComposeError::Version1 { place, services });
    }
    let keys = || entries.iter().map(|entry| entry.key.value.clone());
    if !keys().any(|key| section(&key) || key == "version") {
        return Err(ComposeError::NotCompose { place, found, keys: keys().collect() });
    }
    root.get("version").map_or(Ok(None), |version| check_version(version).map(Some))
}

fn check_version(version: &Node) -> Result<Placed<String>, ComposeError> {
    let place = version.place.clone();
    let text = match &version.content {
        Content::Scalar(scalar) => scalar.text.clone(),
        Content::Null | Content::Sequence(_) | Content::Mapping(_) => {
            let (path, found) = ("version".to_owned(), version.kind().as_str());
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
