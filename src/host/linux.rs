//! Linux kernels.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A Linux kernel's major and minor version. What follows them (patch level, distribution) decides nothing here.
///
/// ```
/// use docknet::host::KernelVersion;
/// assert_eq!("3.13.0-24-generic".parse(), Ok(KernelVersion::new(3, 13)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "two numbers are what a kernel version is compared by")]
pub struct KernelVersion {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
}

/// A text that does not start with two numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no kernel version, such as 5.15")]
#[non_exhaustive]
pub struct KernelVersionError {
    /// The text as given.
    pub text: String,
}

impl KernelVersion {
    /// A version from its two numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }
}

impl FromStr for KernelVersion {
    type Err = KernelVersionError;

    fn from_str(text: &str) -> Result<Self, KernelVersionError> {
        let mut numbers = text.splitn(3, ['.', '-', '+']).map_while(|part| part.parse::<u32>().ok());
        match (numbers.next(), numbers.next()) {
            (Some(major), Some(minor)) => Ok(Self { major, minor }),
            _ => Err(KernelVersionError { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for KernelVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_are_read_with_their_tails() {
        assert_eq!("6.18.44-fc-v769".parse(), Ok(KernelVersion::new(6, 18)));
        assert_eq!("5.15+".parse::<KernelVersion>().map(|k| k.to_string()).as_deref(), Ok("5.15"));
        for junk in ["", "5", "5.x", "v5.15"] {
            assert!(junk.parse::<KernelVersion>().is_err(), "{junk}");
        }
    }
}
