//! What a host is and what it can do.
//!
//! A [`Host`] is a platform (a Windows build or a Linux kernel) with an engine on it. [`Host::can`] answers from
//! a table in which every cell cites its evidence; what nobody has written down is [`Support::Unknown`], never a
//! guess. This floor asks no engine.

mod capability;
mod engine;
mod linux;
mod table;
mod verdict;
mod windows;

use std::fmt;
use std::str::FromStr;

pub use capability::Capability;
pub use engine::{ApiVersion, EngineVersion, EngineVersionError};
pub use linux::{KernelVersion, KernelVersionError};
use serde::{Deserialize, Serialize};
pub use verdict::{Evidence, Source, Support, Verdict};
pub use windows::{WindowsBuild, WindowsBuildError};

/// The operating system a host runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Platform {
    /// Linux, with its kernel version when it is known.
    Linux(Option<KernelVersion>),
    /// Windows, with its build.
    Windows(WindowsBuild),
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Linux(Some(kernel)) => write!(f, "Linux {kernel}"),
            Self::Linux(None) => f.write_str("Linux"),
            Self::Windows(build) => build.fmt(f),
        }
    }
}

/// A platform with an engine on it.
///
/// ```
/// use docknet::host::{Capability, Host, Support, WindowsBuild};
///
/// let host = Host::windows(WindowsBuild::SERVER_2004).with_engine("19.03.12".parse()?);
/// let verdict = host.can(Capability::SeveralPublishedNatNetworks);
/// assert_eq!(verdict.support, Support::Unsupported);
/// println!("{verdict}");
///
/// let typed: Host = "windows-server-2022".parse()?;
/// assert_eq!(typed, Host::windows(WindowsBuild::SERVER_2022));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Host {
    /// What it runs on.
    pub platform: Platform,
    /// Its engine, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<EngineVersion>,
}

/// Why a text names no host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// A Linux kernel version that is none.
    #[error(transparent)]
    Kernel(#[from] KernelVersionError),
    /// Neither a Linux nor a Windows name.
    #[error("{text:?} names no host: write linux, linux-5.15, windows-server-2022 or windows-10.0.19041.450")]
    Unknown {
        /// The text as given.
        text: String,
    },
    /// A Windows name or build that is none.
    #[error(transparent)]
    Windows(#[from] WindowsBuildError),
}

impl Host {
    /// A Linux host of which the kernel is not known.
    #[must_use]
    pub fn linux() -> Self {
        Self { platform: Platform::Linux(None), engine: None }
    }

    /// A Linux host with that kernel.
    #[must_use]
    pub fn linux_kernel(kernel: KernelVersion) -> Self {
        Self { platform: Platform::Linux(Some(kernel)), engine: None }
    }

    /// A Windows host of that build.
    #[must_use]
    pub fn windows(build: WindowsBuild) -> Self {
        Self { platform: Platform::Windows(build), engine: None }
    }

    /// Says which engine it runs.
    #[must_use]
    pub fn with_engine(self, engine: EngineVersion) -> Self {
        Self { engine: Some(engine), ..self }
    }

    /// Whether a capability is there, and who says so.
    #[must_use]
    pub fn can(&self, capability: Capability) -> Verdict {
        table::look_up(self, capability)
    }

    /// Its Windows build, if it is a Windows host.
    #[must_use]
    pub fn windows_build(&self) -> Option<WindowsBuild> {
        match self.platform {
            Platform::Windows(build) => Some(build),
            Platform::Linux(_) => None,
        }
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let unknown = || HostError::Unknown { text: text.to_owned() };
        match text.split_once('-') {
            None if text == "linux" => Ok(Self::linux()),
            Some(("linux", kernel)) => Ok(Self::linux_kernel(kernel.parse()?)),
            Some(("windows", build)) => Ok(Self::windows(build.parse()?)),
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.engine {
            Some(engine) => write!(f, "{}, engine {engine}", self.platform),
            None => self.platform.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_from_what_a_person_types() {
        assert_eq!("linux".parse(), Ok(Host::linux()));
        assert_eq!("linux-3.13".parse(), Ok(Host::linux_kernel(KernelVersion::new(3, 13))));
        let patched: Host = "windows-10.0.19041.450".parse().unwrap();
        assert_eq!(patched.to_string(), "Windows Server 2004 (build 19041.450)");
        for junk in
            ["", "windows", "windows-", "windows-server-2031", "linux-", "linux-x", "plan9", "windows-10.0.x"]
        {
            assert!(junk.parse::<Host>().is_err(), "{junk}");
        }
    }
}
