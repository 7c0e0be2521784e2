//! What lies between the hosts of a world.

use std::collections::BTreeMap;

use crate::model::Protocol;
use crate::simulation::HostId;

/// A kind of packets that swarm nodes send each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Traffic {
    /// A port; which ones swarm uses is said by the constants.
    Port(u16, Protocol),
    /// IP protocol 50, the packets of encrypted overlays.
    Esp,
}

impl Traffic {
    /// Between nodes and managers.
    pub const MANAGEMENT: Self = Self::Port(2377, Protocol::Tcp);
    /// Gossip: nodes compare everything now and then.
    pub const GOSSIP_TCP: Self = Self::Port(7946, Protocol::Tcp);
    /// Gossip: nodes tell what changed.
    pub const GOSSIP_UDP: Self = Self::Port(7946, Protocol::Udp);
    /// The packets of containers (VXLAN).
    pub const VXLAN: Self = Self::Port(4789, Protocol::Udp);
}

/// Packets that get lost between hosts, in both directions.
///
/// ```
/// use docknet::simulation::{Block, SimulatedHost, Traffic, World};
///
/// let mut world = World::new();
/// let [one, two] = ["n1", "n2"].map(|name| world.add(name, SimulatedHost::linux()));
/// let cut = world.block(Block::at(two).of(Traffic::VXLAN));
/// assert!(!world.carries(one, two, Traffic::VXLAN) && world.carries(one, two, Traffic::MANAGEMENT));
/// world.unblock(cut);
/// assert!(world.carries(one, two, Traffic::VXLAN));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    host: HostId,
    other: Option<HostId>,
    traffic: Option<Traffic>,
}

impl Block {
    /// Everything between a host and all others.
    #[must_use]
    pub const fn at(host: HostId) -> Self {
        Self { host, other: None, traffic: None }
    }

    /// Everything between two hosts.
    #[must_use]
    pub const fn between(host: HostId, other: HostId) -> Self {
        Self { host, other: Some(other), traffic: None }
    }

    /// Only that kind of packets.
    #[must_use]
    pub const fn of(self, traffic: Traffic) -> Self {
        Self { traffic: Some(traffic), ..self }
    }

    fn stops(self, from: HostId, to: HostId, traffic: Traffic) -> bool {
        let kind = self.traffic.is_none_or(|blocked| blocked == traffic);
        let pair = match self.other {
            None => self.host == from || self.host == to,
            Some(other) => (self.host, other) == (from, to) || (self.host, other) == (to, from),
        };
        kind && pair && from != to
    }
}

/// Which block, to take it away again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(u64);

/// Everything that stops packets in a world.
#[derive(Debug, Clone, Default)]
pub struct Cables {
    blocks: BTreeMap<BlockId, Block>,
    made: u64,
}

impl Cables {
    pub(in crate::simulation) fn block(&mut self, block: Block) -> BlockId {
        self.made += 1;
        self.blocks.insert(BlockId(self.made), block);
        BlockId(self.made)
    }

    pub(in crate::simulation) fn unblock(&mut self, id: BlockId) -> bool {
        self.blocks.remove(&id).is_some()
    }

    /// Whether packets of that kind get from one host to another.
    #[must_use]
    pub fn carry(&self, from: HostId, to: HostId, traffic: Traffic) -> bool {
        !self.blocks.values().any(|block| block.stops(from, to, traffic))
    }

    /// What is in the way, in the order it was put there.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockId, Block)> {
        self.blocks.iter().map(|(id, block)| (*id, *block))
    }
}
