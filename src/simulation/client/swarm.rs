//! `/swarm`: a swarm begins, is joined, looked at, changed, left.

use serde_json::{Value, json};

use super::Client;
use crate::simulation::swarm::{Control, Power, Rotate, WAIT};
use crate::simulation::{Fault, SwarmRefusal};
use crate::wire::request::{SwarmInit, SwarmJoin, SwarmSpec};

/// Which secrets of a swarm are made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Rotation {
    /// `rotateWorkerToken`.
    pub worker_token: bool,
    /// `rotateManagerToken`.
    pub manager_token: bool,
    /// `rotateManagerUnlockKey`.
    pub unlock_key: bool,
}

impl Client<'_> {
    /// `POST /swarm/init`: the new node's identity.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn init_swarm(&mut self, asked: &SwarmInit) -> Result<String, Fault> {
        self.answers()?;
        Ok(self.world.init_swarm(self.at, asked)?)
    }

    /// `POST /swarm/join`. Waits where the manager does not answer.
    ///
    /// # Errors
    /// [`Fault`] in the engine's words and order of checks.
    pub fn join_swarm(&mut self, asked: &SwarmJoin) -> Result<(), Fault> {
        self.answers()?;
        let (time, done) = self.world.join_swarm(self.at, asked);
        self.wait(time);
        Ok(done?)
    }

    /// `POST /swarm/leave`.
    ///
    /// # Errors
    /// [`SwarmRefusal::NotMember`], [`SwarmRefusal::LastManagerLeaves`].
    pub fn leave_swarm(&mut self, force: bool) -> Result<(), Fault> {
        self.answers()?;
        Ok(self.world.leave_swarm(self.at, force)?)
    }

    /// `GET /swarm`.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader.
    pub fn inspect_swarm(&mut self) -> Result<Value, Fault> {
        let (index, _) = self.manager(true)?;
        Ok(self.world.swarms[index].show_cluster(true))
    }

    /// `POST /swarm/update`.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, [`SwarmRefusal::OutOfSequence`] and the like.
    pub fn update_swarm(
        &mut self,
        version: &str,
        asked: &SwarmSpec,
        rotation: Rotation,
    ) -> Result<(), Fault> {
        let version = number("swarm", version)?;
        let (index, _) = self.manager(false)?;
        let rotate = Rotate {
            worker: rotation.worker_token,
            manager: rotation.manager_token,
            key: rotation.unlock_key,
        };
        Ok(self.world.swarms[index].update_cluster(version, asked, rotate)?)
    }

    /// `GET /swarm/unlockkey`; empty where managers do not lock.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader.
    pub fn unlock_key(&mut self) -> Result<String, Fault> {
        let (index, _) = self.manager(true)?;
        Ok(self.world.swarms[index].unlock_key().to_owned())
    }

    /// `POST /swarm/unlock`.
    ///
    /// # Errors
    /// [`SwarmRefusal::NotLocked`], [`SwarmRefusal::UnlockKey`].
    pub fn unlock_swarm(&mut self, key: &str) -> Result<(), Fault> {
        self.answers()?;
        let not_manager = SwarmRefusal::NotManager { worker: false };
        let member = self.world.member(self.at).cloned().ok_or(not_manager)?;
        if !member.locked {
            return Err(SwarmRefusal::NotLocked.into());
        }
        if self.world.swarms[member.swarm].unlock_key() != key {
            return Err(SwarmRefusal::UnlockKey.into());
        }
        self.world.unlock(self.at);
        Ok(())
    }

    /// `Swarm` of `GET /info`: what the engine knows of its own part.
    ///
    /// # Errors
    /// [`Fault::Never`] where the engine answers nobody.
    pub fn swarm_info(&mut self) -> Result<Value, Fault> {
        self.answers()?;
        let nothing = |state: &str, error: String| {
            json!({
                "NodeID": "", "NodeAddr": "", "LocalNodeState": state, "ControlAvailable": false, "Error": error,
                "RemoteManagers": null,
            })
        };
        let Some(member) = self.world.member(self.at).cloned() else {
            return Ok(nothing("inactive", String::new()));
        };
        if member.locked {
            let engine = self.host().engine_version();
            return Ok(nothing("locked", SwarmRefusal::Locked.sentence(engine)));
        }
        Ok(self.world.show_part(&member))
    }

    /// Whether the engine manages a swarm, as every call that needs one finds out first.
    ///
    /// # Errors
    /// [`SwarmRefusal::NotManager`] and what else keeps a manager from answering.
    pub fn must_manage_swarm(&mut self) -> Result<(), Fault> {
        self.manager(true).map(drop)
    }

    /// Whether the engine says anything. One without power has no socket: whoever serves this engine looks at
    /// [`World::power`](crate::simulation::World::power) and refuses the connection.
    pub(super) fn answers(&self) -> Result<(), Fault> {
        match self.world.power(self.at) {
            Power::On => Ok(()),
            Power::Frozen | Power::Off => Err(Fault::Never),
        }
    }

    /// The swarm this engine manages, and its node there. Waits where managers have no leader.
    pub(super) fn manager(&mut self, reads: bool) -> Result<(usize, String), Fault> {
        self.answers()?;
        let Some(member) = self.world.member(self.at).cloned() else {
            return Err(SwarmRefusal::NotManager { worker: false }.into());
        };
        if member.locked {
            return Err(SwarmRefusal::Locked.into());
        }
        let (swarm, ground) = self.world.swarm_and_ground(member.swarm);
        if !swarm.manages(&member.node) {
            return Err(SwarmRefusal::NotManager { worker: true }.into());
        }
        match swarm.control(&ground, &member.node) {
            Control::Current => {}
            Control::Stale if reads => {}
            Control::Stale | Control::Leaderless => {
                self.wait(WAIT);
                return Err(SwarmRefusal::NoLeader { waited: true }.into());
            }
        }
        Ok((member.swarm, member.node))
    }
}

/// A version as it stands in a query.
pub(super) fn number(kind: &'static str, text: &str) -> Result<u64, SwarmRefusal> {
    text.parse().ok().ok_or_else(|| SwarmRefusal::Version { kind, given: text.to_owned() })
}
