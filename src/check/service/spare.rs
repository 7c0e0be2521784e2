//! Subnets for overlay networks that are made anew: nobody else's, and each given once.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use super::SwarmHosts;
use crate::model::Subnet;

/// Where the search begins and ends: the upper half of 10.0.0.0/8. Swarm cuts what nobody chose from the lower end on,
/// the routing mesh's network first.
const FIRST: u32 = 0x0A80_0000;
const LAST: u32 = 0x0AFF_FFFF;

/// What is left of the upper half of 10.0.0.0/8.
pub(in crate::check) struct Spare {
    /// What is taken, by first addresses, with the last ones; no two share an address.
    taken: BTreeMap<u32, u32>,
    /// Where the search goes on, by lengths.
    next: BTreeMap<u8, u32>,
}

impl Spare {
    /// What the networks of a swarm leave.
    pub(in crate::check) fn of(swarm: &SwarmHosts) -> Self {
        let mut spare = Self { taken: BTreeMap::new(), next: BTreeMap::new() };
        for subnet in swarm.networks.values().flatten().flat_map(|network| network.spec.subnets()) {
            spare.keep(subnet);
        }
        spare
    }

    /// The next one of a length, which is taken from then on.
    pub(super) fn take(&mut self, length: u8) -> Option<Subnet> {
        let size = 1_u32.checked_shl(u32::from(32_u8.checked_sub(length)?))?;
        let mut first = self.next.get(&length).copied().unwrap_or(FIRST);
        loop {
            let last = first.checked_add(size - 1).filter(|last| *last <= LAST)?;
            let there = self.taken.range(..=last).next_back().filter(|(_, taken)| **taken >= first);
            let Some((_, taken)) = there else {
                let subnet = Subnet::new(Ipv4Addr::from(first).into(), length).ok()?;
                self.next.insert(length, first);
                self.keep(subnet);
                return Some(subnet);
            };
            // The first of the blocks behind what is taken.
            first = (taken / size).checked_add(1)?.checked_mul(size)?;
        }
    }

    /// Of two subnets that share addresses, one holds the other.
    fn keep(&mut self, subnet: Subnet) {
        let (IpAddr::V4(first), IpAddr::V4(last)) = (subnet.address(), subnet.last()) else { return };
        let (first, last) = (u32::from(first), u32::from(last));
        if self.taken.range(..=first).next_back().is_some_and(|(_, end)| *end >= last) {
            return;
        }
        let inside: Vec<u32> = self.taken.range(first..=last).map(|(inner, _)| *inner).collect();
        for inner in inside {
            self.taken.remove(&inner);
        }
        self.taken.insert(first, last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Driver, IpamPool, NetworkSpec};

    #[test]
    fn what_is_taken_is_passed_over_and_nothing_given_twice() {
        let network = |name: &str, subnet: &str| {
            let spec = NetworkSpec::new(name.parse().unwrap(), Driver::Overlay);
            spec.with_pool(IpamPool::new(subnet.parse().unwrap())).unwrap()
        };
        let swarm = SwarmHosts::new()
            .planned(network("low", "10.0.0.0/24"))
            .planned(network("half", "10.128.0.0/25"))
            .planned(network("wide", "10.128.1.0/24"));
        let mut spare = Spare::of(&swarm);
        let mut take = |length| spare.take(length).map(|subnet| subnet.to_string());
        assert_eq!(take(24).as_deref(), Some("10.128.2.0/24"));
        assert_eq!(take(23).as_deref(), Some("10.128.4.0/23"));
        assert_eq!(take(24).as_deref(), Some("10.128.3.0/24"));
        assert_eq!(take(24).as_deref(), Some("10.128.6.0/24"));
        assert_eq!(take(9), None);
        assert_eq!(take(8), None);
    }
}
