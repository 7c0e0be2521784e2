//! Windows builds: what decides how HNS behaves.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A Windows build number, with the revision when it is known.
///
/// Releases and their builds: vendor's base image life cycle page and the build constants of hcsshim.
///
/// ```
/// use docknet::host::WindowsBuild;
/// assert_eq!("server-2022".parse(), Ok(WindowsBuild::SERVER_2022));
/// assert_eq!("10.0.17763.1".parse::<WindowsBuild>()?.number(), 17763);
/// assert_eq!(WindowsBuild::SERVER_2004.to_string(), "Windows Server 2004 (build 19041)");
/// # Ok::<(), docknet::host::WindowsBuildError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WindowsBuild {
    build: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
}

/// A text that is neither a release nor a build.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no Windows release or build: write server-2022, 10.0.20348, 20348 or 19041.450")]
#[non_exhaustive]
pub struct WindowsBuildError {
    /// The text as given.
    pub text: String,
}

macro_rules! releases {
    ($($(#[$doc:meta])* $constant:ident = $build:literal, $word:literal, $title:literal;)+) => {
        impl WindowsBuild {
            $($(#[$doc])* pub const $constant: Self = Self::new($build);)+

            /// Every release, the oldest first.
            pub const RELEASES: &'static [Self] = &[$(Self::new($build)),+];
        }

        /// Build, the word a person types, and the product's name.
        const RELEASES: &[(u32, &str, &str)] = &[$(($build, $word, $title)),+];
    };
}

releases! {
    /// Windows Server 2016, version 1607.
    SERVER_2016 = 14393, "server-2016", "Windows Server 2016";
    /// Windows 10, version 1703 (client only).
    CLIENT_1703 = 15063, "client-1703", "Windows 10 1703";
    /// Windows Server, version 1709.
    SERVER_1709 = 16299, "server-1709", "Windows Server 1709";
    /// Windows Server, version 1803.
    SERVER_1803 = 17134, "server-1803", "Windows Server 1803";
    /// Windows Server 2019, version 1809.
    SERVER_2019 = 17763, "server-2019", "Windows Server 2019";
    /// Windows Server, version 1903.
    SERVER_1903 = 18362, "server-1903", "Windows Server 1903";
    /// Windows Server, version 1909.
    SERVER_1909 = 18363, "server-1909", "Windows Server 1909";
    /// Windows Server, version 2004.
    SERVER_2004 = 19041, "server-2004", "Windows Server 2004";
    /// Windows Server, version 20H2.
    SERVER_20H2 = 19042, "server-20h2", "Windows Server 20H2";
    /// Windows 10, version 21H1 (client only).
    CLIENT_10_21H1 = 19043, "client-10-21h1", "Windows 10 21H1";
    /// Windows 10, version 21H2 (client only).
    CLIENT_10_21H2 = 19044, "client-10-21h2", "Windows 10 21H2";
    /// Windows 10, version 22H2 (client only).
    CLIENT_10_22H2 = 19045, "client-10-22h2", "Windows 10 22H2";
    /// Windows Server 2022, version 21H2.
    SERVER_2022 = 20348, "server-2022", "Windows Server 2022";
    /// Windows 11, version 21H2 (client only).
    CLIENT_11_21H2 = 22000, "client-11-21h2", "Windows 11 21H2";
    /// Windows 11, version 22H2 (client only).
    CLIENT_11_22H2 = 22621, "client-11-22h2", "Windows 11 22H2";
    /// Windows Server, version 23H2 (annual channel).
    SERVER_23H2 = 25398, "server-23h2", "Windows Server 23H2";
    /// Windows Server 2025, version 24H2.
    SERVER_2025 = 26100, "server-2025", "Windows Server 2025";
}

impl WindowsBuild {
    /// A build by its number.
    #[must_use]
    pub const fn new(build: u32) -> Self {
        Self { build, revision: None }
    }

    /// Adds the revision, the fourth part of the version.
    #[must_use]
    pub const fn with_revision(self, revision: u32) -> Self {
        Self { revision: Some(revision), ..self }
    }

    /// The build number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.build
    }

    /// The revision, when it is known.
    #[must_use]
    pub const fn revision(self) -> Option<u32> {
        self.revision
    }

    /// The product's name, when this very build is a release.
    #[must_use]
    pub fn release(self) -> Option<&'static str> {
        RELEASES.iter().find(|(build, ..)| *build == self.build).map(|(_, _, title)| *title)
    }
}

impl WindowsBuild {
    /// The build in what an engine says about its Windows: `OperatingSystem`, `KernelVersion` or `OSVersion`.
    ///
    /// `OperatingSystem` has build and revision; `KernelVersion` has the build and, in parentheses, the laboratory's
    /// stamp, whose second number is not the revision of the patch level.
    ///
    /// ```
    /// use docknet::host::WindowsBuild;
    /// let system = "Windows Server 2019 Datacenter Version 1809 (OS Build 17763.1339)";
    /// let build = WindowsBuild::in_text(system).expect("it has a build");
    /// assert_eq!((build.number(), build.revision()), (17763, Some(1339)));
    /// let kernel = "10.0 17763 (17763.1.amd64fre.rs5_release.180914-1434)";
    /// assert_eq!(WindowsBuild::in_text(kernel), Some(WindowsBuild::SERVER_2019));
    /// ```
    #[must_use]
    pub fn in_text(text: &str) -> Option<Self> {
        if let Some((_, tail)) = text.split_once("OS Build ") {
            return tail.split([')', ' ']).next()?.parse().ok();
        }
        match text.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["10.0", build, ..] => build.parse().ok(),
            [version] if version.starts_with("10.0.") => version.parse().ok(),
            _ => None,
        }
    }
}

impl FromStr for WindowsBuild {
    type Err = WindowsBuildError;

    fn from_str(text: &str) -> Result<Self, WindowsBuildError> {
        let error = || WindowsBuildError { text: text.to_owned() };
        let word = text.to_ascii_lowercase();
        if let Some((build, ..)) = RELEASES.iter().find(|(_, name, _)| *name == word) {
            return Ok(Self::new(*build));
        }
        let version = text.strip_prefix("10.0.").unwrap_or(text);
        let (build, revision) = match version.split_once('.') {
            Some((build, revision)) => (build, Some(revision)),
            None => (version, None),
        };
        let number = |digits: &str| -> Option<u32> {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten()
        };
        // Containers came with build 14393; a smaller number is a version typed in the wrong place.
        let build = number(build).filter(|build| *build >= 10_000).ok_or_else(error)?;
        let parsed = Self::new(build);
        match revision {
            None => Ok(parsed),
            Some(revision) => number(revision).map(|r| parsed.with_revision(r)).ok_or_else(error),
        }
    }
}

impl fmt::Display for WindowsBuild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let revision = self.revision.map(|r| format!(".{r}")).unwrap_or_default();
        match self.release() {
            Some(title) => write!(f, "{title} (build {}{revision})", self.build),
            None => write!(f, "Windows build {}{revision}", self.build),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_release_is_read_by_its_word_and_by_its_number() {
        for (build, word, title) in RELEASES {
            assert_eq!(word.parse(), Ok(WindowsBuild::new(*build)));
            assert_eq!(build.to_string().parse(), Ok(WindowsBuild::new(*build)));
            assert_eq!(WindowsBuild::new(*build).release(), Some(*title));
        }
        assert_eq!(WindowsBuild::new(19046).to_string(), "Windows build 19046");
        for junk in ["", "2022", "10.0.", "10.0.20348.", "20348.x", "+20348", "99999999999"] {
            assert!(junk.parse::<WindowsBuild>().is_err(), "{junk}");
        }
    }
}
