//! The engine's books of addresses: which prefixes are handed out, and which addresses of each.
//!
//! As libnetwork keeps them, oddities included: a pool with a range of its own is booked under its subnet without being
//! compared with pools of other sizes, and pools with the same subnet share one set of addresses.

mod pool;
mod predefined;
mod prefix;

pub(super) use pool::{PoolKey, Range};
pub(super) use predefined::Predefined;
pub(super) use prefix::PrefixMap;

use std::net::IpAddr;

use crate::host::EngineVersion;
use crate::model::Subnet;
use pool::Addresses;

/// Why the books refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the sentence names")]
pub enum IpamRefusal {
    /// Somebody has the address.
    AddressInUse,
    /// The address lies in another prefix.
    AddressOutOfRange,
    /// Every address is taken.
    NoAvailableAddress,
    /// The prefix overlaps one that is booked.
    PoolOverlap,
    /// A range that is no prefix.
    RangeText { pool: String, range: String },
    /// A range of the other family.
    RangeFamily(Box<FamilyClash>),
}

/// A pool and a range of different families.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the words are the meaning")]
pub struct FamilyClash {
    pub pool: Subnet,
    pub range: Subnet,
    /// The range as it was typed.
    pub text: String,
}

/// The prefixes of one host that are booked.
#[derive(Debug, Clone)]
pub(super) struct AddressSpace {
    pools: PrefixMap<Booked>,
    /// Ranges that are booked, by subnet and as they were typed.
    ranges: std::collections::BTreeSet<(Subnet, String)>,
    rules: Rules,
}

/// What differs by engine.
#[derive(Debug, Clone, Copy)]
struct Rules {
    /// Until 23.0 the first and the last address are kept even where there are no others.
    keeps_ends_of_pairs: bool,
    /// From 24.0 on a range that leaves its subnet is cut to it.
    cuts_ranges: bool,
}

#[derive(Debug, Clone)]
struct Booked {
    addresses: Addresses,
    /// How many pools share it.
    users: usize,
}

impl AddressSpace {
    pub(super) fn new(engine: &EngineVersion) -> Self {
        let rules = Rules {
            keeps_ends_of_pairs: *engine < EngineVersion::new(23, 0, 0),
            cuts_ranges: *engine >= EngineVersion::new(24, 0, 0),
        };
        Self { pools: PrefixMap::default(), ranges: std::collections::BTreeSet::new(), rules }
    }

    /// Books a prefix, with a range for dynamic addresses if one was typed.
    pub(super) fn request(&mut self, subnet: Subnet, range: &str) -> Result<PoolKey, IpamRefusal> {
        if range.is_empty() {
            if self.pools.overlapping(subnet).is_some() {
                return Err(IpamRefusal::PoolOverlap);
            }
            self.pools.insert(subnet, self.fresh(subnet));
            return Ok(PoolKey { subnet, range: None });
        }
        let parsed = Range::read(subnet, range, self.rules.cuts_ranges)?;
        if !self.ranges.insert((subnet, range.to_owned())) {
            return Err(IpamRefusal::PoolOverlap);
        }
        match self.pools.get_mut(subnet) {
            Some(booked) => booked.users += 1,
            None => self.pools.insert(subnet, self.fresh(subnet)),
        }
        Ok(PoolKey { subnet, range: Some(parsed) })
    }

    /// What overlaps a prefix.
    pub(super) fn overlapping(&self, subnet: Subnet) -> Option<Subnet> {
        self.pools.overlapping(subnet).map(|(there, _)| there)
    }

    /// Gives a prefix back; its addresses are forgotten with its last user.
    pub(super) fn release(&mut self, key: &PoolKey) {
        if let Some(range) = &key.range {
            self.ranges.remove(&(key.subnet, range.text.clone()));
        }
        if let Some(booked) = self.pools.get_mut(key.subnet) {
            booked.users = booked.users.saturating_sub(1);
            if booked.users == 0 {
                self.pools.remove(key.subnet);
            }
        }
    }

    /// Takes an address: that very one, or the lowest free one of the range or the subnet.
    pub(super) fn take(&mut self, key: &PoolKey, asked: Option<IpAddr>) -> Result<IpAddr, IpamRefusal> {
        let booked = self.pools.get_mut(key.subnet).ok_or(IpamRefusal::AddressOutOfRange)?;
        booked.addresses.take(key, asked)
    }

    /// Gives an address back.
    pub(super) fn give(&mut self, key: &PoolKey, address: IpAddr) {
        if let Some(booked) = self.pools.get_mut(key.subnet) {
            booked.addresses.give(key.subnet, address);
        }
    }

    /// How many addresses of a prefix cannot be had, and how many can be given out dynamically.
    pub(super) fn counts(&self, key: &PoolKey) -> (u128, u128) {
        self.pools.get(key.subnet).map_or((0, 0), |booked| booked.addresses.counts(key))
    }

    fn fresh(&self, subnet: Subnet) -> Booked {
        let addresses = Addresses::new(subnet, self.rules.keeps_ends_of_pairs);
        Booked { addresses, users: 1 }
    }
}
