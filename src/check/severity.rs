//! How much a finding weighs.

use std::fmt;
use std::str::FromStr;

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

impl Severity {
    /// Every grade, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A word that is no grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no severity: write error, warning or note")]
#[non_exhaustive]
pub struct UnknownSeverity {
    /// The word.
    pub text: String,
}

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(text: &str) -> Result<Self, UnknownSeverity> {
        let found = Self::ALL.into_iter().find(|severity| severity.as_str() == text);
        found.ok_or_else(|| UnknownSeverity { text: text.to_owned() })
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        for severity in Severity::ALL {
            assert_eq!(severity.to_string().parse(), Ok(severity));
        }
        assert_eq!(
            "fatal".parse::<Severity>().unwrap_err().to_string(),
            "\"fatal\" is no severity: write error, warning or note"
        );
    }
}
