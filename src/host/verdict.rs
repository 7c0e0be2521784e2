//! Answers about a capability, with who says so.

use std::fmt;

use serde::Serialize;

use super::{Capability, Extent};

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

/// One side of a disagreement between sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Position {
    /// What it says.
    pub support: Support,
    /// Who says it.
    pub source: Source,
}

impl Position {
    /// A side by what it says and who says it.
    #[must_use]
    pub const fn new(support: Support, source: Source) -> Self {
        Self { support, source }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.support, self.source)
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
    /// What sources that contradict each other say; empty where they agree.
    pub disagreements: &'static [Position],
    /// The hosts the answer holds for; `None` where no line of the table speaks of the host.
    pub extent: Option<Extent>,
    /// No source speaks of such a host (older or newer than all of them, or with an engine that does not start on its
    /// build), and the nearest line was taken.
    pub extrapolated: bool,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.capability, self.support, self.reason)?;
        if self.extrapolated {
            f.write_str(" (no source speaks of such a host: taken from the nearest)")?;
        }
        if let Some(remedy) = self.remedy {
            write!(f, "; instead: {remedy}")?;
        }
        for source in self.sources {
            write!(f, " [{source}]")?;
        }
        if !self.disagreements.is_empty() {
            let sides: Vec<_> = self.disagreements.iter().map(ToString::to_string).collect();
            write!(f, "; sources disagree: {}", sides.join(", "))?;
        }
        Ok(())
    }
}

/// How large the table is and how well it is founded: lines by the best evidence each has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct TableCount {
    /// Rows.
    pub capabilities: usize,
    /// Lines: a capability for a range of hosts.
    pub lines: usize,
    /// Lines the vendor documents.
    pub documented: usize,
    /// Lines somebody read in the code.
    pub read_in_code: usize,
    /// Lines users report.
    pub reported: usize,
    /// Lines that say nobody knows, or that sources contradict each other.
    pub unknown: usize,
    /// Lines on which sources contradict each other, whatever is made of it.
    pub disputed: usize,
}

impl TableCount {
    /// Counts the table.
    ///
    /// ```
    /// let count = docknet::host::TableCount::of_the_table();
    /// assert_eq!(count.capabilities, docknet::host::Capability::ALL.len());
    /// println!("{count}");
    /// ```
    #[must_use]
    pub fn of_the_table() -> Self {
        super::table::count()
    }
}

impl fmt::Display for TableCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capabilities, lines, documented, read_in_code, reported, unknown, disputed } = self;
        write!(
            f,
            "{capabilities} capabilities, {lines} lines: {documented} documented, {read_in_code} read in code, "
        )?;
        write!(f, "{reported} reported, {unknown} unknown; sources disagree on {disputed}")
    }
}
