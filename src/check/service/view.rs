//! A service in a swarm: what the rules look at.

use std::collections::BTreeSet;

use super::placement::Constraint;
use super::swarm::KnownNetwork;
use super::{NodeRole, ServiceDraft, SwarmHosts, SwarmNode};
use crate::host::{Capability, EngineVersion, Host, Verdict};
use crate::model::{NetworkName, Port, PortRange, Protocol, PublishMode, Replicas, Scope, ServicePort};

/// What the rules look at.
pub(in crate::check) struct View<'a> {
    pub(in crate::check) draft: &'a ServiceDraft,
    pub(in crate::check) swarm: &'a SwarmHosts,
    /// The nodes that may run a task, as far as is known: labels are not, so it may be fewer.
    pub(in crate::check) eligible: Vec<&'a SwarmNode>,
}

impl<'a> View<'a> {
    pub(in crate::check) fn new(draft: &'a ServiceDraft, swarm: &'a SwarmHosts) -> Self {
        let constraints: Vec<_> =
            draft.constraints.iter().filter_map(|text| Constraint::read(text).ok()).collect();
        let eligible = swarm.nodes.iter().filter(|node| {
            let built_for = draft.image_platform.is_none_or(|platform| platform == node.platform());
            built_for && constraints.iter().all(|constraint| constraint.allows(node))
        });
        Self { draft, swarm, eligible: eligible.collect() }
    }

    /// Its name.
    pub(in crate::check) fn name(&self) -> &'a str {
        self.draft.name.as_str()
    }

    pub(super) fn managers(&self) -> impl Iterator<Item = &'a SwarmNode> {
        self.swarm.nodes.iter().filter(|node| node.role == NodeRole::Manager)
    }

    pub(super) fn eligible(&self) -> impl Iterator<Item = &'a SwarmNode> {
        self.eligible.iter().copied()
    }

    pub(super) fn is_eligible(&self, node: &SwarmNode) -> bool {
        self.eligible.iter().any(|eligible| std::ptr::eq(*eligible, node))
    }

    /// The managers with an engine of before a version.
    pub(super) fn managers_before(&self, version: &EngineVersion) -> Vec<&'a SwarmNode> {
        let old = |node: &&SwarmNode| node.host.engine.as_ref().is_some_and(|engine| engine < version);
        self.managers().filter(old).collect()
    }

    pub(super) fn ports(&self, mode: PublishMode) -> impl Iterator<Item = (usize, ServicePort)> {
        self.draft.ports.iter().copied().enumerate().filter(move |(_, port)| port.mode == mode)
    }

    pub(super) fn has_ports(&self, mode: PublishMode) -> bool {
        self.ports(mode).next().is_some()
    }

    /// The nodes on which a port is opened: those with a task, or all of the swarm.
    pub(super) fn opened_on(&self, mode: PublishMode) -> Vec<&'a SwarmNode> {
        match mode {
            PublishMode::Host => self.eligible.clone(),
            PublishMode::Ingress => self.swarm.nodes.iter().collect(),
        }
    }

    /// The swarm networks the service is in, as far as they are known.
    pub(in crate::check) fn overlays(&self) -> impl Iterator<Item = &'a KnownNetwork> {
        let swarm = self.swarm;
        let names: BTreeSet<_> = self.draft.networks.iter().collect();
        let known = names.into_iter().filter_map(|name| swarm.networks.get(name)).flatten();
        known.filter(|known| known.scope != Scope::Local)
    }

    /// Those of them that are to be encrypted.
    pub(super) fn encrypted(&self) -> impl Iterator<Item = &'a KnownNetwork> {
        self.overlays().filter(|network| network.spec.options().contains_key("encrypted"))
    }

    /// Whether tasks get an address in a swarm network of their own; a network nobody described is taken for one.
    pub(super) fn is_on_overlay(&self) -> bool {
        let unknown = |name: &NetworkName| {
            !self.swarm.networks.contains_key(name) && !super::networks::PREDEFINED.contains(&name.as_str())
        };
        self.overlays().next().is_some() || (!self.swarm.complete && self.draft.networks.iter().any(unknown))
    }

    /// Whether its tasks are in an overlay network, if only that of the routing mesh.
    pub(super) fn uses_overlay(&self) -> bool {
        self.is_on_overlay() || self.has_ports(PublishMode::Ingress)
    }

    /// Whether it has a task on every node that satisfies constraints of which nobody knows whether nodes do.
    pub(super) fn is_global_somewhere(&self) -> bool {
        let unknown = |text: &String| matches!(Constraint::read(text), Ok(Constraint::Other));
        self.draft.replicas == Replicas::Global && self.draft.constraints.iter().any(unknown)
    }

    /// How many tasks there will be: one a node for a global service.
    pub(in crate::check) fn tasks(&self) -> u64 {
        match self.draft.replicas {
            Replicas::Count(count) => count,
            Replicas::Global => u64::try_from(self.eligible.len()).unwrap_or(u64::MAX),
        }
    }

    /// A port near one that cannot be had, which nothing known here forbids.
    pub(super) fn free_port(&self, wanted: Port, protocol: Protocol) -> Option<Port> {
        let after = wanted.number().saturating_add(1);
        let below = (after.min(29_999)..=29_999).chain(8_000..=29_999).chain(32_768..=49_151);
        below.filter_map(|number| Port::new(number).ok()).find(|&port| self.is_free(port, protocol))
    }

    fn is_free(&self, port: Port, protocol: Protocol) -> bool {
        let same =
            |there: &ServicePort| there.port.published == Some(port) && there.port.protocol == protocol;
        let kept = |node: &SwarmNode| {
            let excluded = node.excluded.get(&protocol).is_some_and(|excluded| excluded.contains(port));
            excluded || node.dynamic.get(&protocol).is_some_and(|dynamic| dynamic.ports().contains(port))
        };
        !super::ports::SWARM_OWN.iter().any(|(own, ..)| *own == port)
            && !self.draft.ports.iter().any(same)
            && !self.swarm.taken.contains_key(&(port, protocol))
            && !self.swarm.nodes.iter().any(kept)
    }
}

/// Nodes by what they answer, in the order of the first of each.
pub(super) fn by_verdict<'a>(
    nodes: impl IntoIterator<Item = &'a SwarmNode>,
    capability: Capability,
) -> Vec<(Verdict, Vec<&'a SwarmNode>)> {
    let mut groups: Vec<(Verdict, Vec<&SwarmNode>)> = Vec::new();
    // Nodes are alike: each kind of host is looked up once.
    let mut asked: Vec<(&Host, usize)> = Vec::new();
    for node in nodes {
        let known = asked.iter().find(|(host, _)| **host == node.host).map(|(_, index)| *index);
        let index = known.unwrap_or_else(|| {
            let verdict = node.host.can(capability);
            let index = groups.iter().position(|(there, _)| *there == verdict).unwrap_or_else(|| {
                groups.push((verdict, Vec::new()));
                groups.len() - 1
            });
            asked.push((&node.host, index));
            index
        });
        if let Some((_, group)) = groups.get_mut(index) {
            group.push(node);
        }
    }
    groups
}

/// A range that is written in the code.
pub(super) fn within(port: Port, first: u16, last: u16) -> bool {
    let range = PortRange::new(Port::literal(first), Port::literal(last));
    range.is_ok_and(|range| range.contains(port))
}
