//! The version of HNS, as v1 answers pack it into one number.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::wire::WireError;
use crate::wire::field::Scalar;
use crate::wire::value::At;

/// A version of HNS: 13.3 is that of Windows Server 2022.
///
/// Answers of HNS carry it packed into one integer; people and documents of this crate write `13.3`.
///
/// ```
/// use docknet::wire::hns::HnsVersion;
/// let version = HnsVersion::from_packed(55_834_574_851);
/// assert_eq!(version, HnsVersion::new(13, 3));
/// assert_eq!(version.to_string(), "13.3");
/// assert_eq!(version.packed(), 55_834_574_851);
/// assert_eq!("13.3".parse(), Ok(version));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(clippy::exhaustive_structs, reason = "the packed number has these two halves")]
pub struct HnsVersion {
    /// The upper half.
    pub major: u32,
    /// The lower half.
    pub minor: u32,
}

/// A text that is no HNS version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no HNS version, such as 13.3")]
#[non_exhaustive]
pub struct HnsVersionError {
    /// The text as given.
    pub text: String,
}

impl HnsVersion {
    /// A version from its parts.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// A version from `(major << 32) | minor`.
    #[must_use]
    pub fn from_packed(packed: u64) -> Self {
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        Self { major: half(packed >> 32), minor: half(packed) }
    }

    /// `(major << 32) | minor`.
    #[must_use]
    pub fn packed(self) -> u64 {
        u64::from(self.major) << 32 | u64::from(self.minor)
    }
}

impl fmt::Display for HnsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{}", self.major, self.minor))
    }
}

impl FromStr for HnsVersion {
    type Err = HnsVersionError;

    fn from_str(text: &str) -> Result<Self, HnsVersionError> {
        let number = |digits: &str| -> Option<u32> {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        let numbers = text.split_once('.').map(|(major, minor)| (number(major), number(minor)));
        match numbers {
            Some((Some(major), Some(minor))) => Ok(Self { major, minor }),
            _ => Err(HnsVersionError { text: text.to_owned() }),
        }
    }
}

impl Serialize for HnsVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HnsVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Also reads the `{"Major":13,"Minor":3}` of `GET /globals/version`.
impl Scalar for HnsVersion {
    fn read(at: &At<'_>) -> Result<Self, WireError> {
        if !at.value.is_object() {
            return u64::read(at).map(Self::from_packed);
        }
        let part = |key| at.required(key, "a version of HNS").and_then(|at| u32::read(&at));
        Ok(Self::new(part("Major")?, part("Minor")?))
    }

    fn write(&self) -> Value {
        self.packed().into()
    }
}

impl crate::wire::Record for HnsVersion {
    fn from_value(value: &Value) -> Result<Self, WireError> {
        Self::read(&At::root(value))
    }

    fn to_value(&self) -> Value {
        self.write()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_that_was_seen_unpacks() {
        for (packed, text) in [
            (4_294_967_297, "1.1"),
            (30_064_771_074, "7.2"),
            (38_654_705_665, "9.1"),
            (38_654_705_666, "9.2"),
            (55_834_574_851, "13.3"),
            (64_424_509_440, "15.0"),
        ] {
            let version = HnsVersion::from_packed(packed);
            assert_eq!((version.to_string().as_str(), version.packed()), (text, packed));
            assert_eq!(text.parse(), Ok(version));
        }
        for junk in ["", "13", "13.", ".3", "13.3.1", "+13.3", "13.-3", "13.99999999999", " 13.3"] {
            assert!(junk.parse::<HnsVersion>().is_err(), "{junk}");
        }
        assert!(HnsVersion::new(9, 10) > HnsVersion::new(9, 2));
        assert_eq!(HnsVersion::from_packed(u64::MAX), HnsVersion::new(u32::MAX, u32::MAX));
    }
}
