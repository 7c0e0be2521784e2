//! What might cure a finding.

use serde::Serialize;

use crate::compose::edit::{Step, Value};

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
}

impl Proposal {
    pub(super) fn new(summary: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { summary: summary.into(), changes, safety: Safety::Safe }
    }

    pub(super) fn to_be_looked_at(self, look: bool) -> Self {
        if look { Self { safety: Safety::Look, ..self } } else { self }
    }
}
