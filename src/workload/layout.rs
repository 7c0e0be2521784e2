//! Where members go when nobody asks for anything.

use std::net::IpAddr;

use crate::model::{AddressRange, IpamPool, Subnet};

/// How many addresses in a row one role has before the next role's turn. Ten reads well in decimal.
const LANE: u128 = 10;

/// Lanes of addresses from an anchor on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    subnet: Subnet,
    anchor: u128,
    roles: u128,
}

impl Layout {
    /// Lanes from the anchor, or from where the pool leaves most room.
    pub(super) fn new(pool: &IpamPool, anchor: Option<IpAddr>, roles: usize) -> Self {
        let subnet = pool.subnet();
        let anchor =
            anchor.and_then(|anchor| subnet.offset(anchor)).unwrap_or_else(|| away_from_dynamic(pool));
        Self { subnet, anchor, roles: u128::try_from(roles).unwrap_or(1).max(1) }
    }

    /// The address of a member of the role at that index. No two members have the same.
    pub(super) fn slot(&self, role: usize, number: u32) -> Option<IpAddr> {
        let role = u128::try_from(role).ok()?;
        let position = u128::from(number.checked_sub(1)?);
        let lane = (position / LANE) * self.roles + role;
        let offset = lane.checked_mul(LANE)?.checked_add(position % LANE)?.checked_add(self.anchor)?;
        self.subnet.nth(offset)
    }

    /// Everything from the anchor up.
    pub(super) fn anchor_and_above(&self) -> AddressRange {
        let first = self.subnet.nth(self.anchor).unwrap_or(self.subnet.address());
        AddressRange::new(first, self.subnet.last()).unwrap_or_else(|_| self.subnet.into())
    }
}

/// Engines hand out the lowest addresses first, so members start half-way up; with a dynamic range, outside it. In a
/// small subnet there is no room to keep away, so they start at the bottom.
fn away_from_dynamic(pool: &IpamPool) -> u128 {
    let size = pool.subnet().addresses();
    if size < 64 {
        return 1;
    }
    let half = size / 2;
    let above_half = pool.range().is_some_and(|range| {
        pool.subnet().nth(half).is_some_and(|middle| range.contains(middle))
            && range.address() != pool.subnet().address()
    });
    if above_half { LANE } else { half + LANE }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_members_share_a_slot_however_roles_grow() {
        let pool = IpamPool::new("10.10.0.0/16".parse().unwrap());
        let layout = Layout::new(&pool, None, 3);
        let mut seen = BTreeSet::new();
        for role in 0..3 {
            for number in 1..=200 {
                assert!(seen.insert(layout.slot(role, number).unwrap()), "{role} {number}");
            }
        }
        assert_eq!(layout.slot(0, 0), None);
        assert_eq!(layout.slot(0, u32::MAX), None, "past the end of the subnet");
    }

    #[test]
    fn members_stay_out_of_the_dynamic_range() {
        let pool = IpamPool::new("10.10.0.0/24".parse().unwrap());
        let upper = pool.clone().with_range("10.10.0.128/25".parse().unwrap()).unwrap();
        let lower = pool.clone().with_range("10.10.0.0/25".parse().unwrap()).unwrap();
        let first = |pool: &IpamPool| Layout::new(pool, None, 1).slot(0, 1).unwrap().to_string();
        assert_eq!(first(&upper), "10.10.0.10");
        assert_eq!(first(&lower), "10.10.0.138");
        assert_eq!(first(&pool), "10.10.0.138");
    }
}
