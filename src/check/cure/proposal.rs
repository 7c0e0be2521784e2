//! What might cure a finding.

use serde::Serialize;

use crate::compose::edit::{EditedFile, Step, Value};

/// A change of one value in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The file, as it was named when it was read.
    pub file: String,
    /// The way to the value.
    pub path: Vec<Step>,
    /// The value; `None` takes the key or item away.
    pub value: Option<Value>,
}

impl Change {
    pub(super) fn set(file: impl Into<String>, path: Vec<Step>, value: Value) -> Self {
        Self { file: file.into(), path, value: Some(value) }
    }

    /// Takes away what stands at a path. A mapping left with nothing stays as an empty one, since a key alone may mean
    /// something else; `networks` at the top goes with its last network.
    pub(super) fn remove(file: &EditedFile, path: &[Step]) -> Self {
        let name = file.file().to_owned();
        let before = path.split_last().map_or(&[][..], |(_, before)| before);
        match (file.get(before), before) {
            (Some(Value::Mapping(entries)), [_]) if entries.len() == 1 => {
                Self { file: name, path: before.to_vec(), value: None }
            }
            (Some(Value::Mapping(entries)), [_, ..]) if entries.len() == 1 => {
                Self::set(name, before.to_vec(), Value::Mapping(Vec::new()))
            }
            _ => Self { file: name, path: path.to_vec(), value: None },
        }
    }
}

/// Whether a change may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "either a person has to look or not")]
pub enum Safety {
    /// What was there could not work, and nothing else in the files mentions it.
    Safe,
    /// Something else may rely on what was there: a person should look.
    Look,
}

/// Changes that belong together.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub(super) summary: String,
    pub(super) changes: Vec<Change>,
    pub(super) safety: Safety,
    /// Whether an override file beside the original could not say it, whatever is changed.
    pub(super) in_place: bool,
}

impl Proposal {
    pub(super) fn new(summary: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { summary: summary.into(), changes, safety: Safety::Safe, in_place: false }
    }

    /// Says that the file itself has to change: tools refuse it before they read another one.
    pub(super) fn in_place(self) -> Self {
        Self { in_place: true, ..self }
    }

    /// Says that a person should look, if so.
    pub(super) fn looked_at_if(self, look: bool) -> Self {
        if look { Self { safety: Safety::Look, ..self } } else { self }
    }
}
