//! What came of a suite.

use std::fmt;

use super::Mismatch;

/// What came of a scenario.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The engine differs.
    Failed(Mismatch),
    /// The engine does as it should.
    Passed,
    /// The scenario does not apply to this engine, and why.
    Skipped(&'static str),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(mismatch) => write!(f, "FAILED: {mismatch}"),
            Self::Passed => f.write_str("passed"),
            Self::Skipped(reason) => write!(f, "skipped: {reason}"),
        }
    }
}

/// What came of every scenario, in order. Prints one line a scenario and a line that counts them.
#[derive(Debug, Default)]
pub struct Report {
    outcomes: Vec<(&'static str, Outcome)>,
}

impl Report {
    pub(super) fn push(&mut self, scenario: &'static str, outcome: Outcome) {
        self.outcomes.push((scenario, outcome));
    }

    /// The scenarios by name, each with what came of it.
    pub fn outcomes(&self) -> impl Iterator<Item = (&'static str, &Outcome)> {
        self.outcomes.iter().map(|(scenario, outcome)| (*scenario, outcome))
    }

    /// The scenarios the engine does not pass.
    pub fn failures(&self) -> impl Iterator<Item = (&'static str, &Mismatch)> {
        self.outcomes().filter_map(|(scenario, outcome)| match outcome {
            Outcome::Failed(mismatch) => Some((scenario, mismatch)),
            Outcome::Passed | Outcome::Skipped(_) => None,
        })
    }

    /// Whether no scenario failed.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failures().next().is_none()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.outcomes.iter().map(|(scenario, _)| scenario.len()).max().unwrap_or(0);
        for (scenario, outcome) in &self.outcomes {
            writeln!(f, "{scenario:width$}  {outcome}")?;
        }
        let passed = self.outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Passed)).count();
        let failed = self.failures().count();
        let skipped = self.outcomes.len() - passed - failed;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}
