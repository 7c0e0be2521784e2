//! What one form of a network has and another has no place for.

use std::fmt;

/// What would be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// Where it stands, as a path in the JSON it would be lost from.
    pub path: String,
    /// What it is, and why there is no place for it.
    pub what: String,
}

/// Everything a conversion would lose; nothing was converted.
///
/// ```
/// use docknet::wire::{Document, hns};
/// let v1 = Document::<hns::Network>::parse(r#"{"Type":"nat","DNSServerCompartment":3}"#)?;
/// let loss = v1.content().to_v2().unwrap_err();
/// assert_eq!(loss.lost[0].path, "DNSServerCompartment");
/// # Ok::<(), docknet::wire::WireError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// What would be lost, one entry a place.
    pub lost: Vec<Lost>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this would be lost: ")?;
        for (index, lost) in self.lost.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{} ({})", lost.path, lost.what)?;
        }
        Ok(())
    }
}

impl std::error::Error for Loss {}

/// Losses as they are found.
#[derive(Debug, Default)]
pub(super) struct Losses(Vec<Lost>);

impl Losses {
    pub(super) fn add(&mut self, path: impl Into<String>, what: impl Into<String>) {
        self.0.push(Lost { path: path.into(), what: what.into() });
    }

    pub(super) fn add_if(&mut self, lost: bool, path: impl Into<String>, what: &str) {
        if lost {
            self.add(path, what);
        }
    }

    /// The keys nobody named, which cannot be converted.
    pub(super) fn rest(&mut self, path: &str, rest: &serde_json::Map<String, serde_json::Value>) {
        for key in rest.keys() {
            let dot = if path.is_empty() { "" } else { "." };
            self.add(format!("{path}{dot}{key}"), "a key without a counterpart");
        }
    }

    pub(super) fn or<T>(self, value: T) -> Result<T, Loss> {
        if self.0.is_empty() { Ok(value) } else { Err(Loss { lost: self.0 }) }
    }
}
