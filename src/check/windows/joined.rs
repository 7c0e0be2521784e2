//! The lines that put the networks of files onto the default NAT network, to be pasted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::check::few::few;
use crate::check::view::Joined;

/// How many keys of one file, and how many files that differ in their keys, are written out.
const MOST_KEYS: usize = 4;
const MOST_FILES: usize = 3;

/// For each file the networks it makes under the keys it has for them; what all files share is said once.
pub(super) fn to_nat(networks: &[&Joined<'_>]) -> String {
    let mut files: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for network in networks.iter().filter(|network| !network.is_default()) {
        for (project, declared) in network.declarations.iter().filter(|(_, declared)| !declared.is_external())
        {
            files.entry(project.file()).or_default().insert(&declared.key);
        }
    }
    let mut alike: BTreeMap<BTreeSet<&str>, Vec<&str>> = BTreeMap::new();
    for (file, keys) in files {
        alike.entry(keys).or_default().push(file);
    }
    if alike.len() < 2 {
        let keys = alike.into_keys().next().unwrap_or_else(|| BTreeSet::from(["default"]));
        return format!("in every file:\n{}", lines(&keys));
    }
    let others = alike.len().saturating_sub(MOST_FILES);
    let mut text: Vec<_> = alike
        .into_iter()
        .take(MOST_FILES)
        .map(|(keys, files)| {
            let files = few(files.into_iter().map(str::to_owned));
            format!("in {files}:\n{}", lines(&keys))
        })
        .collect();
    if others > 0 {
        text.push("and in the other files under their keys alike".to_owned());
    }
    text.join("\n")
}

fn lines(keys: &BTreeSet<&str>) -> String {
    let mut text = "networks:".to_owned();
    for key in keys.iter().take(MOST_KEYS) {
        let _ = write!(text, "\n  {key}:\n    external:\n      name: nat");
    }
    if keys.len() > MOST_KEYS {
        let _ = write!(text, "\n  # and {} more alike", keys.len() - MOST_KEYS);
    }
    text
}
