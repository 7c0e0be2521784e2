//! From where something is asked in a world.

use crate::model::ContainerName;
use crate::simulation::HostId;

/// From where a name is asked, or a connection tried.
///
/// ```
/// use docknet::simulation::{HostId, SimulatedHost, Vantage, World};
/// let (_world, at): (World, HostId) = World::of(SimulatedHost::linux());
/// let from = Vantage::container(at, "web".parse()?);
/// assert_eq!(from.host(), Some(at));
/// assert_eq!(Vantage::Outside.host(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Vantage {
    /// A program in a running container.
    Container {
        /// The host it runs on.
        host: HostId,
        /// Its name there.
        name: ContainerName,
    },
    /// A program on a host itself.
    Host(HostId),
    /// A machine of the hosts' LAN that is no host of this world.
    Outside,
}

impl Vantage {
    /// A program in a container of that host.
    #[must_use]
    pub fn container(host: HostId, name: ContainerName) -> Self {
        Self::Container { host, name }
    }

    /// The host it is on, if it is on one.
    #[must_use]
    pub fn host(&self) -> Option<HostId> {
        match self {
            Self::Container { host, .. } | Self::Host(host) => Some(*host),
            Self::Outside => None,
        }
    }
}

/// Why nothing can be asked from there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VantageError {
    /// There is no such container on the host.
    #[error("there is no container {container}")]
    Missing {
        /// Its name.
        container: ContainerName,
    },
    /// It is there and does not run, so nobody in it asks.
    #[error("container {container} does not run")]
    NotRunning {
        /// Its name.
        container: ContainerName,
    },
}
