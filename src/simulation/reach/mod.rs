//! Who reaches whom in a world: connections from containers, from hosts and from other machines.
//!
//! The same judgement as [`check::reach`](crate::check::reach), made from what is there now instead of what files say.

mod connect;
mod outcome;
mod overlay;
mod program;
mod route;
mod scene;

use std::collections::{BTreeMap, BTreeSet};

pub use outcome::{Peer, Reached, Way, Why};

/// What a test says of a host and the programs on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// TCP ports beside those that are published, by container or image.
    listeners: BTreeMap<String, BTreeSet<u16>>,
    /// Counts connections, which balancers hand round.
    turn: usize,
}
