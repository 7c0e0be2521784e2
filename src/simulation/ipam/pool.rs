//! The addresses of one prefix.

use std::net::IpAddr;

use super::{FamilyClash, IpamRefusal};
use crate::model::Subnet;
use crate::plan::FreeRanges;

/// What a network has booked: a prefix, and the range its dynamic addresses come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulation) struct PoolKey {
    pub(in crate::simulation) subnet: Subnet,
    pub(in crate::simulation) range: Option<Range>,
}

/// A range as it was typed, and its first and last offset in the subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulation) struct Range {
    pub(in crate::simulation) text: String,
    first: u128,
    last: u128,
}

/// Engines count addresses with 64 bits.
const MOST: u128 = (1 << 64) - 1;

impl Range {
    /// A prefix as Go reads one: host bits are dropped.
    pub(in crate::simulation) fn cidr(text: &str) -> Option<Subnet> {
        match text.parse::<Subnet>() {
            Ok(subnet) | Err(crate::model::SubnetError::HostBits { subnet, .. }) => Some(subnet),
            Err(_other) => None,
        }
    }

    /// Only the host part of what was typed counts: a range outside the subnet lies inside it all the same.
    pub(super) fn read(subnet: Subnet, text: &str, cut: bool) -> Result<Self, IpamRefusal> {
        let pool = subnet.to_string();
        let bad = || IpamRefusal::RangeText { pool: pool.clone(), range: text.to_owned() };
        let parsed = Self::cidr(text).ok_or_else(bad)?;
        if parsed.is_ipv4() != subnet.is_ipv4() {
            let clash = FamilyClash { pool: subnet, range: parsed, text: text.to_owned() };
            return Err(IpamRefusal::RangeFamily(Box::new(clash)));
        }
        let parsed = if cut && parsed.length() < subnet.length() { subnet } else { parsed };
        let (first, last) = (offset(subnet, parsed.address()), offset(subnet, parsed.last()));
        Ok(Self { text: text.to_owned(), first, last })
    }
}

/// The host part of an address, as far as 64 bits hold it.
fn offset(subnet: Subnet, address: IpAddr) -> u128 {
    let bits = match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    };
    bits & (subnet.addresses() - 1) & MOST
}

/// Which offsets are free.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    free: FreeRanges,
    total: u128,
}

impl Addresses {
    pub(super) fn new(subnet: Subnet, keeps_ends_of_pairs: bool) -> Self {
        let total = subnet.addresses().min(MOST);
        let mut free = FreeRanges::up_to(total);
        if keeps_ends_of_pairs || total > 2 {
            free.remove(0);
            if subnet.is_ipv4() {
                free.remove(total - 1);
            }
        }
        Self { free, total }
    }

    pub(super) fn take(&mut self, key: &PoolKey, asked: Option<IpAddr>) -> Result<IpAddr, IpamRefusal> {
        if asked.is_some_and(|asked| !key.subnet.contains(asked)) {
            return Err(IpamRefusal::AddressOutOfRange);
        }
        if self.free.is_empty() {
            return Err(IpamRefusal::NoAvailableAddress);
        }
        let at = match (asked, &key.range) {
            (Some(asked), _) => offset(key.subnet, asked),
            (None, Some(range)) => {
                self.free.lowest(range.first, range.last).ok_or(IpamRefusal::NoAvailableAddress)?
            }
            (None, None) => self.free.lowest(0, self.total).ok_or(IpamRefusal::NoAvailableAddress)?,
        };
        if !self.free.remove(at) {
            return Err(IpamRefusal::AddressInUse);
        }
        asked.or_else(|| key.subnet.nth(at)).ok_or(IpamRefusal::NoAvailableAddress)
    }

    pub(super) fn give(&mut self, subnet: Subnet, address: IpAddr) {
        if subnet.contains(address) {
            self.free.insert(offset(subnet, address));
        }
    }

    pub(super) fn counts(&self, key: &PoolKey) -> (u128, u128) {
        let free = self.free.count();
        let dynamic =
            key.range.as_ref().map_or(free, |range| self.free.count_within(range.first, range.last));
        (self.total - free, dynamic)
    }
}
