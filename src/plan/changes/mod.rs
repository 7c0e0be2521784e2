//! The ordered changes from what is to what should be.

mod between;
mod difference;
mod display;

pub use difference::Difference;
use serde::{Deserialize, Serialize};

use crate::model::{ContainerName, EndpointAddress, EndpointSpec, NetworkId, NetworkName, NetworkSpec};

/// The changes that lead from what was observed to what is desired, in order, and what stands in the way.
///
/// Networks and containers nobody speaks of are left alone. The order is: take containers out that must move, take
/// networks away that must be made anew, make networks, put containers in, those with addresses of their own first so
/// that no dynamic address gets there before them.
///
/// ```
/// use docknet::model::{Driver, IpamPool, NetworkSpec};
/// use docknet::plan::{Changes, Desired, Observed};
///
/// let back = NetworkSpec::new("back".parse()?, Driver::Bridge).with_pool(IpamPool::new("10.20.0.0/24".parse()?))?;
/// let changes = Changes::between(&Desired::new().with_network(back), &Observed::default());
/// assert_eq!(changes.to_string(), "+ create network back (bridge, 10.20.0.0/24)\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    steps: Vec<Change>,
    blockers: Vec<Blocker>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Change {
    /// Put a container into a network.
    Connect {
        /// The network.
        network: NetworkName,
        /// The container, and what it asks for.
        endpoint: EndpointSpec,
    },
    /// Make a network.
    Create(NetworkSpec),
    /// Take a container out of a network, to put it back another way later.
    Disconnect {
        /// The network.
        network: NetworkName,
        /// The container.
        container: ContainerName,
    },
    /// Take a network away, to make it another way.
    Remove {
        /// The network.
        network: NetworkName,
        /// Its identity.
        id: NetworkId,
        /// What is different about it.
        differences: Vec<Difference>,
        /// The containers that lose their place meanwhile, and with it the further names they answered to, which
        /// engines do not show.
        disconnects: Vec<ContainerName>,
    },
}

/// Something that must be settled by a person before the changes can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Blocker {
    /// An address somebody else has.
    #[error("{address} in network {network} is wanted for {wanted_by} and held by {held_by}")]
    AddressHeld {
        /// The network.
        network: NetworkName,
        /// The address.
        address: EndpointAddress,
        /// Who should have it.
        wanted_by: ContainerName,
        /// Who has it.
        held_by: String,
    },
    /// An address in none of the network's subnets.
    #[error("{address} is wanted for {wanted_by} and is in none of the subnets of network {network}")]
    AddressOutside {
        /// The network.
        network: NetworkName,
        /// The address.
        address: EndpointAddress,
        /// Who should have it.
        wanted_by: ContainerName,
    },
    /// Two networks of one name.
    #[error("{matches} networks are called {network}: remove all but one")]
    Ambiguous {
        /// The name.
        network: NetworkName,
        /// How many.
        matches: usize,
    },
    /// A network that somebody else should have made.
    #[error("network {network} is not there, and nothing says how to make it")]
    Missing {
        /// The network.
        network: NetworkName,
    },
    /// A new subnet that overlaps a network that stays, or another one that should be.
    #[error("{subnet} of network {network} overlaps {other_subnet} of network {other}")]
    Overlap {
        /// The network to be made.
        network: NetworkName,
        /// Its subnet.
        subnet: crate::model::Subnet,
        /// The network that is there or should be.
        other: NetworkName,
        /// Its subnet.
        other_subnet: crate::model::Subnet,
    },
    /// A network of the engine's own that would have to be made anew.
    #[error("network {network} belongs to the engine and is different: {}", differences.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Predefined {
        /// The network.
        network: NetworkName,
        /// What is different about it.
        differences: Vec<Difference>,
    },
}

impl Changes {
    /// The changes, in order.
    #[must_use]
    pub fn steps(&self) -> &[Change] {
        &self.steps
    }

    /// What must be settled first. Nothing is applied while there is any.
    #[must_use]
    pub fn blockers(&self) -> &[Blocker] {
        &self.blockers
    }

    /// Whether everything is as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.blockers.is_empty()
    }
}
