//! Engine and API versions.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The version of a Docker Engine: `28.2.2`, `20.10.24+dfsg1`, `19.03`.
///
/// Compared by its numbers alone: a distribution's suffix changes nothing an engine does.
///
/// ```
/// use docknet::host::EngineVersion;
/// let debian: EngineVersion = "20.10.24+dfsg1".parse()?;
/// assert_eq!(debian, EngineVersion::new(20, 10, 24));
/// assert_eq!(debian.to_string(), "20.10.24+dfsg1");
/// assert!(debian < "23.0".parse()?);
/// # Ok::<(), docknet::host::EngineVersionError>(())
/// ```
#[derive(Debug, Clone)]
pub struct EngineVersion {
    major: u32,
    minor: u32,
    patch: u32,
    suffix: Box<str>,
}

/// A text that is neither an engine's nor an API's version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no version, such as {example}")]
#[non_exhaustive]
pub struct EngineVersionError {
    /// The text as given.
    pub text: String,
    /// What one looks like.
    pub example: &'static str,
}

impl EngineVersion {
    /// A version from its numbers.
    #[must_use]
    pub fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch, suffix: Box::default() }
    }

    fn numbers(&self) -> (u32, u32, u32) {
        (self.major, self.minor, self.patch)
    }

    /// The first number.
    #[must_use]
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The second number.
    #[must_use]
    pub fn minor(&self) -> u32 {
        self.minor
    }
}

impl FromStr for EngineVersion {
    type Err = EngineVersionError;

    fn from_str(text: &str) -> Result<Self, EngineVersionError> {
        let error = || EngineVersionError { text: text.to_owned(), example: "28.2.2" };
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (numbers, suffix) = text.split_at(end);
        let mut parts = numbers.split('.').map(|part| part.parse::<u32>().ok());
        let major = parts.next().flatten().ok_or_else(error)?;
        let minor = parts.next().flatten().ok_or_else(error)?;
        let patch = parts.next().map_or(Some(0), |part| part).ok_or_else(error)?;
        let suffix_fits = suffix.is_empty() || suffix.starts_with(['+', '-', '~']);
        if parts.next().is_some() || !suffix_fits {
            return Err(error());
        }
        Ok(Self { major, minor, patch, suffix: suffix.into() })
    }
}

impl fmt::Display for EngineVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Releases from 17.03 to 20.10 write the month with two digits.
        let Self { major, minor, patch, suffix } = self;
        if (17..=20).contains(major) {
            write!(f, "{major}.{minor:02}.{patch}{suffix}")
        } else {
            write!(f, "{major}.{minor}.{patch}{suffix}")
        }
    }
}

impl PartialEq for EngineVersion {
    fn eq(&self, other: &Self) -> bool {
        self.numbers() == other.numbers()
    }
}

impl Eq for EngineVersion {}

impl Hash for EngineVersion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.numbers().hash(state);
    }
}

impl Ord for EngineVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers().cmp(&other.numbers())
    }
}

impl PartialOrd for EngineVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for EngineVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EngineVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The version of the Docker Engine API: `1.41`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "two numbers are what an API version is")]
pub struct ApiVersion {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
}

impl ApiVersion {
    /// A version from its two numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }
}

impl FromStr for ApiVersion {
    type Err = EngineVersionError;

    fn from_str(text: &str) -> Result<Self, EngineVersionError> {
        let error = || EngineVersionError { text: text.to_owned(), example: "1.41" };
        let (major, minor) = text.split_once('.').ok_or_else(error)?;
        match (major.parse(), minor.parse()) {
            (Ok(major), Ok(minor)) => Ok(Self { major, minor }),
            _ => Err(error()),
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Serialize for ApiVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engine_versions_keep_their_spelling_and_compare_by_number() {
        for text in ["19.03.12", "20.10.24+dfsg1", "28.2.2", "17.06.2-ee-16", "1.12.6"] {
            assert_eq!(text.parse::<EngineVersion>().unwrap().to_string(), text);
        }
        assert_eq!("19.03".parse::<EngineVersion>().unwrap().to_string(), "19.03.0");
        for junk in ["", "28", "28.", "a.b", "28.2.2.2", "28.2x", "v28.2"] {
            assert!(junk.parse::<EngineVersion>().is_err(), "{junk}");
        }
        assert!("1.41".parse::<ApiVersion>().unwrap() < ApiVersion::new(1, 44));
        assert!("1".parse::<ApiVersion>().is_err());
    }
}
