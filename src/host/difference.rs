//! What a move from one host to another gains, loses and changes.

use std::fmt;

use serde::Serialize;

use super::{Capability, Host, Support, Verdict};

/// Which way a capability turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "better, worse, otherwise, or nobody knows")]
pub enum Turn {
    /// It does not work any more, or no longer without a catch.
    Lost,
    /// It works, or works without a catch.
    Gained,
    /// It works, or fails, for another reason or in another way.
    Changed,
    /// Nobody knows how it is on one of the two.
    Unsure,
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Lost => "lost",
            Self::Gained => "gained",
            Self::Changed => "changed",
            Self::Unsure => "unsure",
        })
    }
}

/// One capability that is not the same on both hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// Which one.
    pub capability: Capability,
    /// Which way it turns.
    pub turn: Turn,
    /// The answer for the host that is left.
    pub before: Verdict,
    /// The answer for the host that is moved to.
    pub after: Verdict,
}

/// What a move from one host to another gains, loses and changes; see [`Host::difference`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The host that is left.
    pub from: Host,
    /// The host that is moved to.
    pub to: Host,
    /// What is not the same, what is lost first.
    pub changes: Vec<Change>,
}

impl Difference {
    pub(super) fn between(from: &Host, to: &Host) -> Self {
        let change = |capability: &Capability| change(from.can(*capability), to.can(*capability));
        let mut changes: Vec<_> = Capability::ALL.iter().filter_map(change).collect();
        changes.sort_by_key(|change| change.turn);
        Self { from: from.clone(), to: to.clone(), changes }
    }

    /// What turns that way.
    pub fn of(&self, turn: Turn) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.turn == turn)
    }
}

fn rank(support: Support) -> Option<u8> {
    match support {
        Support::Unknown => None,
        Support::Unsupported => Some(0),
        Support::Degraded => Some(1),
        Support::Supported => Some(2),
    }
}

fn change(before: Verdict, after: Verdict) -> Option<Change> {
    let turn = match (rank(before.support), rank(after.support)) {
        (None, Some(_)) | (Some(_), None) => Turn::Unsure,
        (Some(was), Some(is)) if was < is => Turn::Gained,
        (Some(was), Some(is)) if was > is => Turn::Lost,
        (Some(_), Some(_)) if before.reason != after.reason => Turn::Changed,
        (None, None) | (Some(_), Some(_)) => return None,
    };
    Some(Change { capability: after.capability, turn, before, after })
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capability, turn, before, after } = self;
        write!(f, "{turn:<8}{capability}\n        before: {}, {}", before.support, before.reason)?;
        write!(f, "\n        after:  {}, {}", after.support, after.reason)?;
        if let Some(remedy) = after.remedy {
            write!(f, "\n        instead: {remedy}")?;
        }
        for source in after.sources {
            write!(f, "\n        source: {source}")?;
        }
        for position in after.disagreements {
            write!(f, "\n        says {position}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "from {}\nto   {}", self.from, self.to)?;
        if self.changes.is_empty() {
            writeln!(f, "\nnothing the table knows of is different")?;
        }
        for change in &self.changes {
            writeln!(f, "\n{change}")?;
        }
        Ok(())
    }
}
