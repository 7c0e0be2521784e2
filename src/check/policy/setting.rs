//! One line of a policy, and what became of a finding it allows.

use std::fmt;

use super::Scope;
use crate::check::{Finding, Rule, Severity};
use crate::compose::Place;

/// What is asked of a rule, where, and in which file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) scope: Scope,
    pub(super) rule: Rule,
    pub(super) asked: Asked,
    /// `None` when the caller says it.
    pub(super) place: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Allow(String),
    Severity(Severity),
}

/// A finding that somebody allows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Allowed {
    /// The finding, as grave as it would be.
    pub finding: Finding,
    /// Why it is allowed.
    pub reason: String,
    /// Where it is allowed; `None` when the caller says so.
    pub place: Option<Place>,
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "allowed at {place}: {}", self.reason),
            None => write!(f, "allowed by the caller: {}", self.reason),
        }
    }
}

/// An allowance without a reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule} cannot be allowed without a reason: say why it does no harm here")]
#[non_exhaustive]
pub struct NoReason {
    /// What was to be allowed.
    pub rule: Rule,
}
