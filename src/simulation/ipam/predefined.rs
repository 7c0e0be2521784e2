//! The subnet a network gets that asked for none.

use super::AddressSpace;
use crate::host::{DefaultPools, PoolOrder};
use crate::model::Subnet;

/// The engine's own pools, and where it looks next.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct Predefined {
    pools: DefaultPools,
    ipv6: Vec<Subnet>,
    /// Where the round robin goes on; with the lowest first, below which number none is free.
    next: u128,
}

impl Predefined {
    /// The pools of a host, as they are when its engine starts; `ula` is the /48 engines from 27.0 on take /64s of.
    pub(in crate::simulation) fn new(pools: DefaultPools, ula: Option<Subnet>) -> Self {
        Self { pools, ipv6: ula.into_iter().collect(), next: 0 }
    }

    /// The first of all, which the default bridge takes outside the order.
    pub(in crate::simulation) fn first(&self, avoided: &[Subnet]) -> Option<Subnet> {
        let pools = (0..self.pools.count()).filter_map(|index| self.pools.nth(index));
        let mut pools = pools.take(1 << 16);
        pools.find(|pool| !avoided.iter().any(|avoided| avoided.overlaps(*pool)))
    }

    /// The next free IPv4 subnet that overlaps nothing to avoid.
    pub(in crate::simulation) fn next(&mut self, space: &AddressSpace, avoided: &[Subnet]) -> Option<Subnet> {
        let count = self.pools.count();
        let round_robin = self.pools.order() == PoolOrder::RoundRobin;
        let begin = if self.pools.order() == PoolOrder::FirstFree { 0 } else { self.next };
        let mut step = 0;
        while step < count {
            let index = (begin + step) % count;
            let pool = self.pools.nth(index)?;
            let taken = avoided.iter().copied().find(|avoided| avoided.overlaps(pool));
            let Some(taken) = taken.or_else(|| space.overlapping(pool)) else {
                self.next = if round_robin { (index + 1) % count } else { index };
                return Some(pool);
            };
            // What covers many pools is passed in one step.
            step += self.pools.reach(index, taken).max(1);
        }
        None
    }

    /// The lowest free /64 of the engine's own IPv6 prefix, or of configured IPv6 pools.
    pub(in crate::simulation) fn next_ipv6(
        &self,
        space: &AddressSpace,
        avoided: &[Subnet],
    ) -> Option<Subnet> {
        let configured = self.pools.ipv6(1 << 16);
        let own = self.ipv6.iter().filter(|_| !self.pools.has_ipv6()).flat_map(|base| {
            (0..1_u128 << 16).filter_map(|number| Subnet::new(base.nth(number << 64)?, 64).ok())
        });
        let free = |pool: &Subnet| {
            space.overlapping(*pool).is_none() && !avoided.iter().any(|avoided| avoided.overlaps(*pool))
        };
        configured.chain(own).find(free)
    }

    /// The lowest free subnet of that length in the pools of its family (engines from 29.0 on).
    pub(in crate::simulation) fn next_of_length(
        &self,
        space: &AddressSpace,
        avoided: &[Subnet],
        wanted: Subnet,
    ) -> Option<Subnet> {
        let bases: Vec<_> = if wanted.is_ipv4() {
            (0..self.pools.count().min(1 << 16)).filter_map(|number| self.pools.nth(number)).collect()
        } else {
            self.pools.ipv6(1 << 16).chain(self.ipv6.iter().copied()).collect()
        };
        let width = if wanted.is_ipv4() { 32 } else { 128 };
        let step = 1_u128.checked_shl(width - u32::from(wanted.length()))?;
        let pieces = bases.into_iter().filter(|base| base.length() <= wanted.length()).flat_map(|base| {
            let count = base.addresses().div_ceil(step).min(1 << 16);
            (0..count).filter_map(move |piece| Subnet::new(base.nth(piece * step)?, wanted.length()).ok())
        });
        let free = |pool: &Subnet| {
            space.overlapping(*pool).is_none() && !avoided.iter().any(|avoided| avoided.overlaps(*pool))
        };
        pieces.into_iter().find(free)
    }

    /// A prefix was given back: with the lowest first, it is the lowest again.
    pub(in crate::simulation) fn given_back(&mut self, subnet: Subnet) {
        if self.pools.order() == PoolOrder::LowestFree {
            if let Some(index) = self.pools.position(subnet) {
                self.next = self.next.min(index);
            }
        }
    }
}
