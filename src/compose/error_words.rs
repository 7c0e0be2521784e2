//! Parts of what errors say.

use std::path::Path;

use super::Place;

pub(super) fn with_keys(keys: &[String]) -> String {
    if keys.is_empty() { String::new() } else { format!(" with the keys {}", list(keys)) }
}

pub(super) fn before(place: Option<&Place>) -> String {
    place.map(|place| format!("{place}: ")).unwrap_or_default()
}

pub(super) fn names(place: Option<&Place>, key: &str) -> String {
    place.map(|place| format!("{place}: {key}: ")).unwrap_or_default()
}

/// What helps against a path that leads nowhere.
pub(super) fn helps(path: &Path) -> &'static str {
    let path = path.to_string_lossy();
    if path.starts_with('~') || path.contains("/~") {
        "~ is a folder's name here, so write the path out"
    } else if !cfg!(windows) && path.contains('\\') {
        "a backslash is part of a name outside Windows, so write /"
    } else {
        "correct the path, or make the file"
    }
}

pub(super) fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
