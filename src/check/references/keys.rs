//! Keys no Compose knows: what stands under them is not there.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::{self, Part};
use crate::check::nearest::nearest;
use crate::check::told::Told;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::Place;
use crate::host::{Evidence, Source};

const REFUSED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 config/compose_spec.json, additionalProperties: Unsupported config option",
    ),
    Source::new(
        Evidence::ReadInCode,
        "compose-go schema/compose-spec.json, additionalProperties: Additional property is not allowed",
    ),
];

/// Every key that neither tool knows, each once however often it is merged in.
pub(in crate::check) fn unknown(view: &View<'_>) -> Vec<Finding> {
    let mut seen: BTreeSet<&Place> = BTreeSet::new();
    let mut findings = Told::new();
    // One slip is made in many places.
    let mut meant: BTreeMap<(&str, &str), Option<&str>> = BTreeMap::new();
    for project in &view.projects {
        for (part, key) in schema::unknown(project.document()) {
            if seen.insert(&key.place) {
                let meant = *meant
                    .entry((part.what, &key.value))
                    .or_insert_with(|| nearest(&clipped(&key.value), part.known.iter().copied()));
                findings.push(finding(&part, &key.value, &key.place, meant));
            }
        }
    }
    findings.findings()
}

/// What is close to a key that is known is a slip for certain; anything else may be of a Compose yet to come.
fn finding(part: &Part<'_>, key: &str, place: &Place, meant: Option<&str>) -> Finding {
    let key = clipped(key);
    let question = meant.map(|meant| format!(": did you mean {meant:?}?")).unwrap_or_default();
    let message = format!("{} knows no key {key:?}{question}", part.title());
    let finding = Finding::new(
        Rule::UnknownKey,
        message,
        "docker-compose 1.29 and Compose v2 refuse the file; docknet reads it as if the key and all under it were not there",
    );
    let severity = if meant.is_some() { Severity::Error } else { Severity::Warning };
    let remedy = match meant {
        Some(meant) => format!("`{meant}:`, or a name that begins with `x-` for something of your own"),
        None => {
            "a key of the Compose specification, or a name that begins with `x-` for something of your own"
                .to_owned()
        }
    };
    finding.with_severity(severity).at([place]).by(REFUSED).instead(remedy)
}

fn clipped(key: &str) -> String {
    key.chars().take(64).collect()
}
