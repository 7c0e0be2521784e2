//! What a client of an engine can ask, in the engine's own terms: bodies and answers as Docker's API has them.
//!
//! One file a kind of thing that is asked about. What the engine takes without looking (texts that are no subnet, keys
//! it does not know) comes in here as it was sent, so that the answer can be the engine's.

mod configs;
mod containers;
mod exec;
mod images;
mod networks;
mod nodes;
mod overlay;
mod secrets;
mod services;
mod swarm;
mod system;
mod tasks;
mod volumes;

use std::time::Duration;

pub(super) use overlay::Applicant;
pub use services::ServiceCreated;
pub use swarm::Rotation;

use super::{HostId, SimulatedHost, World};

/// A client at the engine of one host.
#[derive(Debug)]
pub struct Client<'w> {
    world: &'w mut World,
    at: HostId,
    took: Duration,
}

impl<'w> Client<'w> {
    pub(super) fn new(world: &'w mut World, at: HostId) -> Self {
        Self { world, at, took: Duration::ZERO }
    }

    /// The host whose engine is asked.
    #[must_use]
    pub fn host(&self) -> &SimulatedHost {
        self.world.host(self.at)
    }

    pub(super) fn host_mut(&mut self) -> &mut SimulatedHost {
        self.world.host_mut(self.at)
    }

    /// How long the calls of this client took in the world's time. Nearly all take none; one for which the engine waits
    /// (20 seconds for a place in a network that it does not get) has let the world's time pass when it comes back,
    /// with everything else that happens meanwhile. Whoever serves the call in real time holds the answer back that
    /// long.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.took
    }

    /// The call takes that long.
    fn wait(&mut self, time: Duration) {
        self.world.pass(time);
        self.took += time;
    }
}
