//! Networks of a swarm: where the engine of one host hands a request on.

use crate::host::{EngineVersion, SwarmState};
use crate::model::{Driver, NetworkId};
use crate::simulation::{CreateRefusal, Fault, Refusal, SimulatedHost};
use crate::wire::request::NetworkCreate;

/// Where a network belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// On this host.
    Host,
    /// In the swarm: its managers make it.
    Swarm,
    /// In a store of several engines, which no engine here has.
    Store,
}

impl SimulatedHost {
    pub(super) fn in_swarm(&self) -> bool {
        matches!(self.host.swarm, Some(SwarmState::Manager | SwarmState::Worker))
    }

    pub(super) fn is_manager(&self) -> bool {
        self.host.swarm == Some(SwarmState::Manager)
    }

    /// Where a network belongs whose driver is known (moby `libnetwork/controller.go`, `NewNetwork`).
    pub(super) fn reach(&self, asked: &NetworkCreate, driver: &Driver) -> Result<Reach, CreateRefusal> {
        let global = *driver == Driver::Overlay;
        if global && asked.scope == "local" {
            return Err(CreateRefusal::Downgrade { driver: driver.to_string() });
        }
        if asked.ingress && !global {
            return Err(CreateRefusal::IngressScope);
        }
        let swarm = global || asked.scope == "swarm";
        if swarm && self.in_swarm() {
            return if self.is_manager() { Ok(Reach::Swarm) } else { Err(CreateRefusal::Worker) };
        }
        if asked.scope == "swarm" {
            return Err(CreateRefusal::SwarmInactive);
        }
        let host = !global && matches!(asked.scope.as_str(), "" | "local");
        Ok(if host { Reach::Host } else { Reach::Store })
    }

    /// Refused before anything else is looked at: since 24.0.5 an overlay network on a node that is no manager.
    pub(super) fn early_scope(&self, driver: &Driver) -> Result<(), Refusal> {
        let early = self.engine >= EngineVersion::new(24, 0, 5);
        let refused = early && *driver == Driver::Overlay && !self.is_manager();
        if refused { Err(Refusal::NotSwarmManager) } else { Ok(()) }
    }

    /// The seam to the swarm: a network that managers make, asked of an engine that is one. What the request holds has
    /// been looked at as a local engine looks; the answer is the swarm's.
    #[expect(clippy::unused_self, reason = "what answers belongs to a swarm, which hosts alone are not in")]
    pub(super) fn create_swarm_network(&mut self, _asked: &NetworkCreate) -> Result<NetworkId, Fault> {
        Err(Refusal::NotSwarmManager.into())
    }
}
