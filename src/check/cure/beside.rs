//! Cures as an override file beside the original, which stays as it is.

use std::collections::BTreeMap;
use std::path::Path;

use super::proposal::Change;
use crate::compose::edit::{EditedFile, Step, Value};
use crate::compose::{Project, Tool};

/// What of a file an override has to say so that a change counts; `None` where a later file cannot say it.
///
/// docker-compose 1.29 takes a later file's network for the whole of it and only ever adds ports; Compose v2 merges
/// both unless told otherwise by `!override`.
pub(super) fn part(change: &Change, tool: Tool) -> Option<usize> {
    let key = |index: usize| match change.path.get(index) {
        Some(Step::Key(key)) => Some(key.as_str()),
        Some(Step::Item(_)) | None => None,
    };
    let item = change.path.iter().position(|step| matches!(step, Step::Item(_)));
    let says = change.value.is_some();
    match (key(0)?, key(2)) {
        // What is gone from a file cannot be taken away by another.
        ("networks", _) if change.path.len() > 2 || says => Some(2),
        ("services", Some("ports")) if tool == Tool::Compose2 => Some(3),
        ("services", Some("networks")) if key(4).is_some() && says => match (item, tool) {
            // A list is added to by 1.29.
            (Some(_), Tool::Compose1) => None,
            (Some(item), Tool::Compose2) => Some(item),
            (None, _) => Some(change.path.len()),
        },
        ("services", Some("container_name" | "scale")) if says => Some(3),
        ("services", Some("deploy")) if says => Some(change.path.len()),
        _ => None,
    }
}

/// The override file for a project whose files were changed so.
pub(super) fn text(
    project: &Project,
    files: &BTreeMap<String, EditedFile>,
    changes: &[&Change],
    tool: Tool,
) -> Option<String> {
    let mut whole = Value::Mapping(Vec::new());
    if let Some(version) = project.version() {
        whole.put(&[Step::key("version")], Value::text(version));
    }
    for change in changes {
        let path = change.path.get(..part(change, tool)?)?;
        let value = files.get(&change.file)?.get(path)?;
        let replaces = tool == Tool::Compose2 && matches!(value, Value::Mapping(_) | Value::List(_));
        let there = project.document().at(&keys(path)).is_some();
        whole.put(path, if replaces && there { Value::Replacing(Box::new(value)) } else { value });
    }
    let original = Path::new(project.file()).file_name().map(|name| name.to_string_lossy());
    let original = original.unwrap_or_else(|| "docker-compose.yml".into());
    let plain: String = original.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    let command = match tool {
        Tool::Compose1 => "docker-compose",
        Tool::Compose2 => "docker compose",
    };
    Some(format!(
        "# Use it so: {command} -f {plain} -f docker-compose.override.yml up -d\n{}",
        whole.document()
    ))
}

fn keys(path: &[Step]) -> Vec<&str> {
    let mut keys = Vec::new();
    for step in path {
        if let Step::Key(key) = step {
            keys.push(key.as_str());
        }
    }
    keys
}
