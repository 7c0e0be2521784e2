//! What a host is and what it can do.
//!
//! A [`Host`] is a platform (a Windows build or a Linux kernel) with an engine on it. [`Host::can`] answers from
//! a table in which every cell cites its evidence; what nobody has written down is [`Support::Unknown`], never a
//! guess. This floor asks no engine.

mod api;
mod capability;
mod difference;
mod engine;
mod linux;
mod matrix;
mod pools;
mod read;
mod state;
mod table;
mod verdict;
mod windows;

use std::fmt;

pub use api::ApiVersion;
pub use capability::{Capability, CapabilityError};
pub use difference::{Change, Difference, Turn};
pub use engine::{EngineVersion, EngineVersionError};
pub use linux::{KernelVersion, KernelVersionError};
pub use matrix::Matrix;
pub use pools::{DefaultPools, PoolOrder};
pub use read::{EngineAnswerError, HostError};
use serde::{Deserialize, Serialize};
pub use state::{Isolation, SwarmState};
pub use table::Extent;
pub use verdict::{Evidence, Position, Source, Support, TableCount, Verdict};
pub use windows::{WindowsBuild, WindowsBuildError};

pub use crate::wire::hns::{HnsVersion, HnsVersionError};

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
    /// The API version spoken with it, where it is known and not that of its engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api: Option<ApiVersion>,
    /// Its version of the Host Networking Service, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hns: Option<HnsVersion>,
    /// The isolation its containers get that ask for none, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isolation: Option<Isolation>,
    /// Its part in a swarm, when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swarm: Option<SwarmState>,
    /// Whether the engine is Docker Desktop's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub desktop: bool,
}

impl Host {
    fn on(platform: Platform) -> Self {
        let (engine, api, hns, isolation, swarm) = (None, None, None, None, None);
        Self { platform, engine, api, hns, isolation, swarm, desktop: false }
    }

    /// A Linux host of which the kernel is not known.
    #[must_use]
    pub fn linux() -> Self {
        Self::on(Platform::Linux(None))
    }

    /// A Linux host with that kernel.
    #[must_use]
    pub fn linux_kernel(kernel: KernelVersion) -> Self {
        Self::on(Platform::Linux(Some(kernel)))
    }

    /// A Windows host of that build.
    #[must_use]
    pub fn windows(build: WindowsBuild) -> Self {
        Self::on(Platform::Windows(build))
    }

    /// Says which engine it runs.
    #[must_use]
    pub fn with_engine(self, engine: EngineVersion) -> Self {
        Self { engine: Some(engine), ..self }
    }

    /// Says which API version is spoken with it, where that is not the newest of its engine.
    #[must_use]
    pub fn with_api(self, api: ApiVersion) -> Self {
        Self { api: Some(api), ..self }
    }

    /// Says which version of HNS it has; without it, the build decides where it can.
    ///
    /// ```
    /// use docknet::host::{Capability, Host, HnsVersion, Support, WindowsBuild};
    /// let host = Host::windows(WindowsBuild::SERVER_2019);
    /// assert_eq!(host.can(Capability::HcnDsr).support, Support::Degraded);
    /// let updated = host.with_hns("9.5".parse()?);
    /// assert_eq!(updated.can(Capability::HcnDsr).support, Support::Supported);
    /// # Ok::<(), docknet::host::HnsVersionError>(())
    /// ```
    #[must_use]
    pub fn with_hns(self, hns: HnsVersion) -> Self {
        Self { hns: Some(hns), ..self }
    }

    /// Says which isolation its containers get that ask for none.
    #[must_use]
    pub fn with_isolation(self, isolation: Isolation) -> Self {
        Self { isolation: Some(isolation), ..self }
    }

    /// Says which part it has in a swarm.
    #[must_use]
    pub fn with_swarm(self, swarm: SwarmState) -> Self {
        Self { swarm: Some(swarm), ..self }
    }

    /// Says that the engine is Docker Desktop's.
    #[must_use]
    pub fn with_desktop(self) -> Self {
        Self { desktop: true, ..self }
    }

    /// The API version spoken with it: its own, else the newest of its engine.
    #[must_use]
    pub fn api_version(&self) -> Option<ApiVersion> {
        self.api.or_else(|| self.engine.as_ref()?.api())
    }

    fn api_or_nearest(&self) -> Option<ApiVersion> {
        self.api.or_else(|| self.engine.as_ref()?.nearest_api())
    }

    /// Whether a capability is there, and who says so.
    #[must_use]
    pub fn can(&self, capability: Capability) -> Verdict {
        table::look_up(self, capability)
    }

    /// Everything the table says of it, to be printed or walked through.
    ///
    /// ```
    /// use docknet::host::{Capability, Host, Support};
    /// let host: Host = "windows-server-2022@28.2".parse()?;
    /// let column = host.capabilities();
    /// assert_eq!(column.verdicts().count(), Capability::ALL.len());
    /// println!("{column}");
    /// # Ok::<(), docknet::host::HostError>(())
    /// ```
    #[must_use]
    pub fn capabilities(&self) -> Matrix {
        Matrix::new([self.clone()])
    }

    /// What a move from this host to another gains, loses and changes.
    ///
    /// ```
    /// use docknet::host::{Capability, Host, Turn};
    /// let old: Host = "windows-server-2019@28.2".parse()?;
    /// let new: Host = "windows-server-2022@28.2".parse()?;
    /// let upgrade = old.difference(&new);
    /// let lost: Vec<_> = upgrade.of(Turn::Lost).map(|change| change.capability).collect();
    /// assert_eq!(lost, [Capability::SeveralPublishedNatNetworks]);
    /// println!("{upgrade}");
    /// # Ok::<(), docknet::host::HostError>(())
    /// ```
    #[must_use]
    pub fn difference(&self, other: &Self) -> Difference {
        Difference::between(self, other)
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

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.platform.fmt(f)?;
        if let Some(engine) = &self.engine {
            write!(f, ", engine {engine}")?;
        }
        if let Some(api) = self.api {
            write!(f, ", API {api}")?;
        }
        if let Some(hns) = self.hns {
            write!(f, ", HNS {hns}")?;
        }
        if let Some(isolation) = self.isolation {
            write!(f, ", {isolation} isolation")?;
        }
        if let Some(swarm) = self.swarm {
            write!(f, ", {swarm}")?;
        }
        if self.desktop { f.write_str(", Docker Desktop") } else { Ok(()) }
    }
}
