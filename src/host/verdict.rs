//! Answers about a capability, with who says so.

use std::fmt;

use serde::Serialize;

use super::Capability;

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[expect(clippy::exhaustive_enums, reason = "the four answers there are; callers decide on each")]
pub enum Support {
    /// It works, with a catch the reason names.
    Degraded,
    /// It works.
    Supported,
    /// Nobody has written it down.
    Unknown,
    /// It does not work, or is accepted and does nothing.
    Unsupported,
}

impl fmt::Display for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Degraded => "degraded",
            Self::Supported => "supported",
            Self::Unknown => "unknown",
            Self::Unsupported => "unsupported",
        })
    }
}

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum Evidence {
    /// The vendor documents it.
    Documented,
    /// Somebody read it in the code.
    ReadInCode,
    /// Users report it.
    Reported,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Documented => "documented",
            Self::ReadInCode => "read in code",
            Self::Reported => "reported",
        })
    }
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// How it is known.
    pub evidence: Evidence,
    /// Where to read it: a page, a thread or a file.
    pub reference: &'static str,
}

impl Source {
    /// A source by its reference.
    #[must_use]
    pub const fn new(evidence: Evidence, reference: &'static str) -> Self {
        Self { evidence, reference }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.reference, self.evidence)
    }
}

/// The answer to [`Host::can`](super::Host::can).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// What was asked.
    pub capability: Capability,
    /// The answer.
    pub support: Support,
    /// Why.
    pub reason: &'static str,
    /// What to do instead, where something helps.
    pub remedy: Option<&'static str>,
    /// Who says so; empty only for [`Support::Unknown`].
    pub sources: &'static [Source],
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.capability, self.support, self.reason)?;
        if let Some(remedy) = self.remedy {
            write!(f, "; instead: {remedy}")?;
        }
        for source in self.sources {
            write!(f, " [{source}]")?;
        }
        Ok(())
    }
}
