//! What a swarm stands on: the hosts, and what lies between them.

use std::collections::BTreeMap;

use super::{Cables, Traffic};
use crate::simulation::{HostId, Moment, SimulatedHost};

/// Whether a host, and the engine on it, answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "a host runs, stands still or is off")]
pub enum Power {
    /// It runs.
    #[default]
    On,
    /// Its engine stands still; its containers go on.
    Frozen,
    /// It has no power, and nothing of it runs.
    Off,
}

#[derive(Debug)]
pub(in crate::simulation) struct Ground<'w> {
    pub(super) hosts: &'w mut [SimulatedHost],
    pub(super) cables: &'w Cables,
    pub(super) power: &'w BTreeMap<HostId, Power>,
    pub(super) now: Moment,
}

impl Ground<'_> {
    pub(super) fn host(&mut self, id: HostId) -> &mut SimulatedHost {
        &mut self.hosts[id.0]
    }

    pub(super) fn power(&self, host: HostId) -> Power {
        self.power.get(&host).copied().unwrap_or_default()
    }

    /// Whether its engine does anything.
    pub(super) fn alive(&self, host: HostId) -> bool {
        self.power(host) == Power::On
    }

    /// Whether the engines of two hosts hear each other that way.
    pub(super) fn hear(&self, one: HostId, other: HostId, traffic: Traffic) -> bool {
        self.alive(one) && self.alive(other) && self.cables.carry(one, other, traffic)
    }
}
