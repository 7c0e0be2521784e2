//! What stands in the way of a subnet, and whose it is.

use std::fmt;

use serde::Serialize;

use crate::model::{NetworkName, Subnet};

/// Whose a subnet is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum Owner {
    /// Something the caller named, such as the office VPN.
    Avoided(String),
    /// A network on a host.
    Network {
        /// The host.
        host: String,
        /// The network.
        network: NetworkName,
    },
    /// A subnet this very plan gives to another host.
    Planned {
        /// The host it goes to.
        host: String,
    },
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Avoided(name) => f.write_str(name),
            Self::Network { host, network } => write!(f, "network {network} on {host}"),
            Self::Planned { host } => write!(f, "planned for {host}"),
        }
    }
}

/// A subnet that must not be used, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Obstacle {
    /// The subnet.
    pub subnet: Subnet,
    /// Whose it is.
    pub owner: Owner,
}

impl Obstacle {
    /// A subnet and whose it is.
    #[must_use]
    pub fn new(subnet: Subnet, owner: Owner) -> Self {
        Self { subnet, owner }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.subnet, self.owner)
    }
}

/// Candidates in a row that one obstacle stands in the way of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rejected {
    /// The first candidate.
    pub first: Subnet,
    /// The last candidate, which may be the same.
    pub last: Subnet,
    /// What stands in their way.
    pub obstacle: Obstacle,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}: {}", self.first, self.obstacle)
        } else {
            write!(f, "{} to {}: {}", self.first, self.last, self.obstacle)
        }
    }
}
