//! GUIDs as HNS writes them: compared without regard to case, written as they were read.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The identity of an HNS object.
///
/// Logs of 2017 show lower-case digits, newer ones upper-case ones, for the same object.
///
/// ```
/// use docknet::wire::Guid;
/// let lower: Guid = "7d1f3a52-0b7c-4c64-9a41-5b0c2f3c1e10".parse()?;
/// assert_eq!(lower, "7D1F3A52-0B7C-4C64-9A41-5B0C2F3C1E10".parse()?);
/// assert_eq!(lower.to_string(), "7d1f3a52-0b7c-4c64-9a41-5b0c2f3c1e10");
/// assert!("7d1f3a52".parse::<Guid>().is_err());
/// # Ok::<(), docknet::wire::GuidError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Guid(Box<str>);

/// A text that is no GUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a GUID, such as 7D1F3A52-0B7C-4C64-9A41-5B0C2F3C1E10")]
#[non_exhaustive]
pub struct GuidError {
    /// The text as given.
    pub text: String,
}

impl Guid {
    /// The GUID as it was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Guid {
    type Err = GuidError;

    fn from_str(text: &str) -> Result<Self, GuidError> {
        let lengths = text.split('-').map(str::len);
        let digits = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        if digits && lengths.eq([8, 4, 4, 4, 12]) {
            Ok(Self(text.into()))
        } else {
            Err(GuidError { text: text.to_owned() })
        }
    }
}

impl PartialEq for Guid {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Guid {}

impl Hash for Guid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

impl PartialOrd for Guid {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Guid {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.to_ascii_lowercase().cmp(&other.0.to_ascii_lowercase())
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
