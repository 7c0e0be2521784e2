//! What a Windows NAT host adds.

use std::fmt;

use async_trait::async_trait;
use serde::Serialize;

use super::{Engine, EngineError};
use crate::model::{Network, Subnet};

/// An engine on a Windows host whose default network is `nat`.
///
/// # Contract
///
/// - The default network is the one the engine calls `nat`, whatever HNS calls it: an engine that finds a NAT network
///   in HNS and has none of that name adopts the first it finds.
/// - No method changes the host. What it takes to change the prefix is a
///   procedure, carried out by whoever administers the host.
#[async_trait]
pub trait NatEngine: Engine {
    /// The default NAT network, with its endpoints.
    async fn default_nat(&self) -> Result<Network, EngineError>;

    /// The identity HNS gave the default NAT network.
    async fn hns_id(&self) -> Result<String, EngineError>;

    /// The prefix the default NAT network has and will have.
    async fn outlook(&self) -> Result<NatOutlook, EngineError>;
}

/// The prefix of the default NAT network: now, and after what happens to hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NatOutlook {
    /// Now, if there is one.
    pub now: Option<Subnet>,
    /// After the engine's service is restarted.
    pub after_restart: NextPrefix,
    /// After the host is rebooted.
    pub after_reboot: NextPrefix,
}

impl NatOutlook {
    /// An outlook from its three answers.
    #[must_use]
    pub fn new(now: Option<Subnet>, after_restart: NextPrefix, after_reboot: NextPrefix) -> Self {
        Self { now, after_restart, after_reboot }
    }
}

/// The prefix a network will have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum NextPrefix {
    /// This one.
    Known(Subnet),
    /// One that HNS picks and nobody can tell.
    PickedByHns,
}

impl fmt::Display for NextPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(subnet) => subnet.fmt(f),
            Self::PickedByHns => f.pad("whatever HNS picks"),
        }
    }
}
