//! What a client of an engine can ask, in the engine's own terms: bodies and answers as Docker's API has them.
//!
//! One file a kind of thing that is asked about. What the engine takes without looking (texts that are no subnet, keys
//! it does not know) comes in here as it was sent, so that the answer can be the engine's.

mod containers;
mod exec;
mod images;
mod networks;
mod swarm;
mod system;
mod volumes;

use super::{HostId, SimulatedHost, World};

/// A client at the engine of one host.
#[derive(Debug)]
pub struct Client<'w> {
    world: &'w mut World,
    at: HostId,
}

impl<'w> Client<'w> {
    pub(super) fn new(world: &'w mut World, at: HostId) -> Self {
        Self { world, at }
    }

    /// The host whose engine is asked.
    #[must_use]
    pub fn host(&self) -> &SimulatedHost {
        self.world.host(self.at)
    }

    pub(super) fn host_mut(&mut self) -> &mut SimulatedHost {
        self.world.host_mut(self.at)
    }
}
