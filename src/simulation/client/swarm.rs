//! What only managers of swarms answer.

use super::Client;
use crate::simulation::{Fault, Refusal};

impl Client<'_> {
    /// Whether the engine manages a swarm, as every call that needs one finds out first.
    ///
    /// # Errors
    /// [`Refusal::NotManager`]: no world has a swarm so far.
    pub fn must_manage_swarm(&self) -> Result<(), Fault> {
        Err(Refusal::NotManager.into())
    }

    /// Leaves the swarm.
    ///
    /// # Errors
    /// [`Refusal::NotInSwarm`]: no world has a swarm so far.
    pub fn leave_swarm(&mut self, _force: bool) -> Result<(), Fault> {
        Err(Refusal::NotInSwarm.into())
    }
}
