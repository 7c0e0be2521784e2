//! How much a finding weighs.

use std::fmt;

use serde::Serialize;

/// How grave a finding is, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "three grades; callers decide on each")]
pub enum Severity {
    /// It will fail, or hang, or do nothing.
    Error,
    /// It works until something likely happens.
    Warning,
    /// It works and is worth knowing, or nobody knows whether it works.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}
