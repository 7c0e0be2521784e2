//! API versions, and which engine speaks which.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{EngineVersion, EngineVersionError, Platform};

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

impl<'de> Deserialize<'de> for ApiVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Engine and the second number of the newest API it speaks, by release (moby `api/common*.go`, `daemon/config`).
const RELEASES: &[((u32, u32), u32)] = &[
    ((1, 12), 24),
    ((1, 13), 25),
    ((17, 3), 26),
    ((17, 4), 28),
    ((17, 5), 29),
    ((17, 6), 30),
    ((17, 7), 31),
    ((17, 9), 32),
    ((17, 10), 33),
    ((17, 11), 34),
    ((17, 12), 35),
    ((18, 1), 35),
    ((18, 2), 36),
    ((18, 3), 37),
    ((18, 4), 37),
    ((18, 5), 37),
    ((18, 6), 38),
    ((18, 9), 39),
    ((19, 3), 40),
    ((20, 10), 41),
    ((23, 0), 42),
    ((24, 0), 43),
    ((25, 0), 44),
    ((26, 0), 45),
    ((26, 1), 45),
    ((27, 0), 46),
    ((27, 1), 46),
    ((27, 2), 47),
    ((27, 3), 47),
    ((27, 4), 47),
    ((27, 5), 47),
    ((28, 0), 48),
    ((28, 1), 49),
    ((28, 2), 50),
    ((28, 3), 51),
    ((28, 4), 51),
    ((28, 5), 51),
    ((29, 0), 52),
    ((29, 1), 52),
    ((29, 2), 53),
    ((29, 3), 54),
    ((29, 4), 54),
    ((29, 5), 54),
    ((29, 6), 55),
    ((29, 7), 55),
];

impl EngineVersion {
    /// The newest API this release speaks; `None` for a release no source that was read speaks of.
    ///
    /// ```
    /// use docknet::host::{ApiVersion, EngineVersion};
    /// assert_eq!(EngineVersion::new(20, 10, 24).api(), Some(ApiVersion::new(1, 41)));
    /// assert_eq!(EngineVersion::new(99, 0, 0).api(), None);
    /// ```
    #[must_use]
    pub fn api(&self) -> Option<ApiVersion> {
        let release = (self.major(), self.minor());
        RELEASES.iter().find(|(known, _)| *known == release).map(|(_, minor)| ApiVersion::new(1, *minor))
    }

    /// The oldest API this release still answers; `None` for a release no source that was read speaks of.
    ///
    /// ```
    /// use docknet::host::{ApiVersion, EngineVersion, Platform};
    /// let linux = Platform::Linux(None);
    /// assert_eq!(EngineVersion::new(24, 0, 9).minimum_api(linux), Some(ApiVersion::new(1, 12)));
    /// assert_eq!(EngineVersion::new(29, 0, 0).minimum_api(linux), Some(ApiVersion::new(1, 44)));
    /// ```
    #[must_use]
    pub fn minimum_api(&self, platform: Platform) -> Option<ApiVersion> {
        self.api()?;
        let minor = match (self.major(), self.minor(), platform) {
            (..25, _, Platform::Linux(_)) => 12,
            (..25, _, Platform::Windows(_)) | (25..29, ..) => 24,
            (29, ..3, _) => 44,
            (29.., ..) => 40,
        };
        Some(ApiVersion::new(1, minor))
    }

    /// The API of the nearest release before, for those no source speaks of.
    pub(crate) fn nearest_api(&self) -> Option<ApiVersion> {
        let release = (self.major(), self.minor());
        let before = RELEASES.iter().rev().find(|(known, _)| *known <= release);
        before.map(|(_, minor)| ApiVersion::new(1, *minor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!("1.41".parse::<ApiVersion>().unwrap() < ApiVersion::new(1, 44));
        assert!("1".parse::<ApiVersion>().is_err());
    }

    #[test]
    fn releases_only_go_up() {
        for pair in RELEASES.windows(2) {
            assert!(pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1, "{pair:?}");
        }
        let none = [EngineVersion::new(1, 11, 0), EngineVersion::new(17, 8, 0), EngineVersion::new(30, 0, 0)];
        assert!(none.iter().all(|engine| engine.api().is_none()));
        assert_eq!(EngineVersion::new(30, 0, 0).nearest_api(), Some(ApiVersion::new(1, 55)));
        assert_eq!(EngineVersion::new(1, 11, 0).nearest_api(), None);
    }
}
