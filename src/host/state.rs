//! What else is known of an engine: isolation, its part in a swarm, the version of HNS.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How Windows containers are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "the two kinds Windows has")]
pub enum Isolation {
    /// Each in a utility machine of its own.
    Hyperv,
    /// Processes of the host.
    Process,
}

impl fmt::Display for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Hyperv => "hyperv",
            Self::Process => "process",
        })
    }
}

/// An engine's part in a swarm.
///
/// The engine says `LocalNodeState` and, apart from it, `ControlAvailable`; an active node is a worker or a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SwarmState {
    /// Something is wrong with its membership.
    Error,
    /// In no swarm.
    Inactive,
    /// Its keys are locked: `docker swarm unlock`.
    Locked,
    /// A manager.
    Manager,
    /// On its way into a swarm.
    Pending,
    /// A worker.
    Worker,
}

impl SwarmState {
    /// From the two fields an engine has for it; `None` for a word that is none of its.
    ///
    /// ```
    /// use docknet::host::SwarmState;
    /// assert_eq!(SwarmState::read("active", true), Some(SwarmState::Manager));
    /// assert_eq!(SwarmState::read("active", false), Some(SwarmState::Worker));
    /// ```
    #[must_use]
    pub fn read(local_node_state: &str, control_available: bool) -> Option<Self> {
        match local_node_state {
            "active" if control_available => Some(Self::Manager),
            "active" => Some(Self::Worker),
            "error" => Some(Self::Error),
            // Engines that have never been in a swarm leave it empty.
            "inactive" | "" => Some(Self::Inactive),
            "locked" => Some(Self::Locked),
            "pending" => Some(Self::Pending),
            _ => None,
        }
    }
}

impl fmt::Display for SwarmState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "swarm error",
            Self::Inactive => "no swarm",
            Self::Locked => "swarm locked",
            Self::Manager => "swarm manager",
            Self::Pending => "swarm pending",
            Self::Worker => "swarm worker",
        })
    }
}

/// The version of the Host Networking Service: `13.3`.
///
/// Answers of HNS carry it packed into one integer, [`HnsVersion::packed`].
///
/// ```
/// use docknet::host::HnsVersion;
/// assert_eq!(HnsVersion::packed(55_834_574_851), HnsVersion::new(13, 3));
/// assert_eq!("13.3".parse(), Ok(HnsVersion::new(13, 3)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "two numbers are what an HNS version is")]
pub struct HnsVersion {
    /// The first number.
    pub major: u32,
    /// The second number.
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
    /// A version from its two numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// From the integer in an answer of HNS: the first number in its upper half, the second in its lower.
    #[must_use]
    pub fn packed(version: u64) -> Self {
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        Self { major: half(version >> 32), minor: half(version) }
    }
}

impl FromStr for HnsVersion {
    type Err = HnsVersionError;

    fn from_str(text: &str) -> Result<Self, HnsVersionError> {
        let numbers = text.split_once('.').map(|(major, minor)| (major.parse(), minor.parse()));
        match numbers {
            Some((Ok(major), Ok(minor))) => Ok(Self { major, minor }),
            _ => Err(HnsVersionError { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for HnsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
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
