//! Who reaches whom in a world: connections from containers, from hosts and from other machines.
//!
//! The same judgement as [`check::reach`](crate::check::reach), made from what is there now instead of what files say.

mod connect;
mod outcome;
mod route;
mod scene;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

pub use outcome::{Peer, Reached, Way, Why};

use crate::model::ContainerName;

/// What a test says of a host and the programs on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// Addresses on the LAN.
    addresses: Vec<IpAddr>,
    /// TCP ports beside those that are published.
    listeners: BTreeMap<ContainerName, BTreeSet<u16>>,
}
