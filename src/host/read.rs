//! Hosts as a person types them, and as an engine describes itself.

use std::str::FromStr;

use super::{
    ApiVersion, EngineVersionError, Host, Isolation, KernelVersionError, SwarmState, WindowsBuild,
    WindowsBuildError,
};
use crate::wire::{EngineDocument, WireError};

/// Why a text names no host, or a document describes none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// An engine version behind the `@` that is none.
    #[error(transparent)]
    Engine(#[from] EngineVersionError),
    /// A Linux kernel version that is none.
    #[error(transparent)]
    Kernel(#[from] KernelVersionError),
    /// An engine on Windows that does not say on which build.
    #[error(
        "the engine runs on Windows and names no build: look for it in KernelVersion, OperatingSystem or OSVersion"
    )]
    NoBuild,
    /// An engine on a system that is neither Linux nor Windows.
    #[error("the engine runs on {system:?}, which is neither linux nor windows")]
    OtherSystem {
        /// What it says.
        system: String,
    },
    /// Neither a Linux nor a Windows name.
    #[error(
        "{text:?} names no host: write linux, linux-5.15, windows-server-2022 or windows-10.0.19041.450, with @28.2 behind it for the engine"
    )]
    Unknown {
        /// The text as given.
        text: String,
    },
    /// A Windows name or build that is none.
    #[error(transparent)]
    Windows(#[from] WindowsBuildError),
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let unknown = || HostError::Unknown { text: text.to_owned() };
        let (name, engine) = match text.split_once('@') {
            Some((name, engine)) => (name, Some(engine.parse()?)),
            None => (text, None),
        };
        let host = match name.split_once('-') {
            None if name == "linux" => Self::linux(),
            Some(("linux", kernel)) => Self::linux_kernel(kernel.parse()?),
            Some(("windows", build)) => Self::windows(build.parse()?),
            _ => return Err(unknown()),
        };
        Ok(Self { engine, ..host })
    }
}

/// Reads what an engine says of itself.
///
/// ```
/// use docknet::host::{Host, SwarmState};
/// use docknet::wire::EngineDocument;
///
/// let info = r#"{"OSType":"windows","OperatingSystem":"Windows Server 2019 Datacenter Version 1809 (OS Build 17763.1339)",
///     "KernelVersion":"10.0 17763 (17763.1.amd64fre.rs5_release.180914-1434)","ServerVersion":"19.03.12",
///     "Isolation":"process","Swarm":{"LocalNodeState":"active","ControlAvailable":true}}"#;
/// let host = Host::try_from(&EngineDocument::parse(info)?)?;
/// assert_eq!(host.to_string(),
///     "Windows Server 2019 (build 17763.1339), engine 19.03.12, process isolation, swarm manager");
/// assert_eq!(host.swarm, Some(SwarmState::Manager));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&EngineDocument> for Host {
    type Error = HostError;

    fn try_from(document: &EngineDocument) -> Result<Self, HostError> {
        let system = document.operating_system.as_deref().unwrap_or_default();
        let kernel = document.kernel_version.as_deref().unwrap_or_default();
        let version = document.os_version.as_deref().unwrap_or_default();
        let host = match document.os_type.as_str() {
            // A kernel that cannot be read is a kernel that is not known.
            "linux" => kernel.parse().map_or_else(|_| Self::linux(), Self::linux_kernel),
            "windows" => {
                let build = [system, kernel, version].into_iter().find_map(WindowsBuild::in_text);
                Self::windows(build.ok_or(HostError::NoBuild)?)
            }
            other => return Err(HostError::OtherSystem { system: other.to_owned() }),
        };
        let engine = document.server_version.as_deref().and_then(|text| text.parse().ok());
        let api: Option<ApiVersion> = document.api_version.as_deref().and_then(|text| text.parse().ok());
        let isolation = match document.isolation.as_deref() {
            Some("hyperv") => Some(Isolation::Hyperv),
            Some("process") => Some(Isolation::Process),
            Some(_) | None => None,
        };
        let swarm = document.local_node_state.as_deref();
        let swarm = swarm.and_then(|state| SwarmState::read(state, document.control_available));
        let desktop = document.is_desktop();
        let mut host = Self { engine, isolation, swarm, desktop, ..host };
        if host.api_version() != api {
            host.api = api;
        }
        Ok(host)
    }
}

impl Host {
    /// Reads the output of `docker info` or `docker version` with `--format '{{json .}}'`, or the answers of
    /// `/info` and `/version`.
    ///
    /// # Errors
    /// [`EngineAnswerError`] when the text is none of these, or describes no host.
    ///
    /// ```
    /// use docknet::host::Host;
    /// let version = r#"{"Client":{"Version":"28.2.2"},"Server":{"Version":"20.10.24+dfsg1","ApiVersion":"1.41",
    ///     "Os":"linux","KernelVersion":"6.18.44"}}"#;
    /// assert_eq!(Host::from_engine(version)?.to_string(), "Linux 6.18, engine 20.10.24+dfsg1");
    /// # Ok::<(), docknet::host::EngineAnswerError>(())
    /// ```
    pub fn from_engine(text: &str) -> Result<Self, EngineAnswerError> {
        Ok(Self::try_from(&EngineDocument::parse(text)?)?)
    }
}

/// Why an engine's answer makes no host.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineAnswerError {
    /// It is no answer of an engine about itself.
    #[error(transparent)]
    Document(#[from] WireError),
    /// It describes no host.
    #[error(transparent)]
    Host(#[from] HostError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::KernelVersion;

    #[test]
    fn hosts_are_read_from_what_a_person_types() {
        assert_eq!("linux".parse(), Ok(Host::linux()));
        assert_eq!("linux-3.13".parse(), Ok(Host::linux_kernel(KernelVersion::new(3, 13))));
        let patched: Host = "windows-10.0.19041.450@19.03.12".parse().unwrap();
        assert_eq!(patched.to_string(), "Windows Server 2004 (build 19041.450), engine 19.03.12");
        for junk in [
            "",
            "windows",
            "windows-",
            "windows-server-2031",
            "linux-",
            "linux-x",
            "plan9",
            "windows-10.0.x",
            "linux@",
            "linux@x",
            "@28.2",
        ] {
            assert!(junk.parse::<Host>().is_err(), "{junk}");
        }
    }
}
