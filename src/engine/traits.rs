//! What every engine does.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

use super::EngineError;
use crate::host::Host;
use crate::model::{ContainerName, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec};
use crate::plan::Observed;

/// An engine that has networks.
///
/// # Contract
///
/// - **Deadline.** Every call ends within [`deadline`](Self::deadline), with an answer or with
///   [`EngineError::TimedOut`]. A call that timed out may or may not have done its work: look before repeating it.
/// - **Cancelling.** Dropping a future stops waiting for the answer; the engine may still do the work.
/// - **Atomic.** [`create_network`](Self::create_network), [`remove_network`](Self::remove_network),
///   [`connect`](Self::connect) and [`disconnect`](Self::disconnect) do all or nothing, and are not repeated by the
///   implementation. [`prune_networks`](Self::prune_networks) and [`observe`](Self::observe) are many calls:
///   the first may be half done when it fails, the second is not one moment in time.
/// - **What is there already.** Creating a network whose name is taken is refused with
///   [`Meaning::NetworkExists`](super::Meaning::NetworkExists), also by engines that would make a second one.
///   Connecting a container that is connected is refused with
///   [`Meaning::AlreadyConnected`](super::Meaning::AlreadyConnected).
/// - **Stopped containers.** Engines write down what a stopped container is told and look at it when it starts: connecting
///   one to an unknown network, or twice, may be answered with `Ok`, and starting it is then refused.
/// - **Names and identities.** A [`NetworkKey::Name`] that two networks share is refused with
///   [`Meaning::AmbiguousNetwork`](super::Meaning::AmbiguousNetwork).
/// - **Sharing.** An engine can be used from several tasks at once.
#[async_trait]
pub trait Engine: fmt::Debug + Send + Sync {
    /// What host it runs on.
    async fn host(&self) -> Result<Host, EngineError>;

    /// All networks without their endpoints, ordered by name.
    async fn networks(&self) -> Result<Vec<Network>, EngineError>;

    /// One network with its endpoints on this host.
    async fn network(&self, network: NetworkKey<'_>) -> Result<Network, EngineError>;

    /// Makes a network and says its identity.
    async fn create_network(&self, spec: &NetworkSpec) -> Result<NetworkId, EngineError>;

    /// Takes a network away. One that has running containers in it is refused with
    /// [`Meaning::NetworkInUse`](super::Meaning::NetworkInUse).
    async fn remove_network(&self, network: NetworkKey<'_>) -> Result<(), EngineError>;

    /// Takes away every network nobody uses, and says which, ordered by name.
    ///
    /// This takes away other people's networks too; it is here because engines have it.
    async fn prune_networks(&self) -> Result<Vec<NetworkName>, EngineError>;

    /// Joins a container to a network.
    async fn connect(&self, network: NetworkKey<'_>, endpoint: &EndpointSpec) -> Result<(), EngineError>;

    /// Takes a container out of a network.
    async fn disconnect(&self, network: NetworkKey<'_>, container: &ContainerName)
    -> Result<(), EngineError>;

    /// Everything there is. A network that vanishes while it is looked at is left out.
    async fn observe(&self) -> Result<Observed, EngineError>;

    /// How long a call may take.
    fn deadline(&self) -> Duration;

    /// The same engine with another deadline.
    fn with_deadline(&self, deadline: Duration) -> Box<dyn Engine>;
}
