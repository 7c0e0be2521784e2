//! Prefixes by address, so that what overlaps is found without looking at all of them.

use std::collections::BTreeMap;

use crate::model::Subnet;

/// A map of prefixes that may lie inside each other.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct PrefixMap<T>(BTreeMap<Subnet, T>);

impl<T> Default for PrefixMap<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> PrefixMap<T> {
    pub(in crate::simulation) fn insert(&mut self, subnet: Subnet, value: T) {
        self.0.insert(subnet, value);
    }

    pub(in crate::simulation) fn remove(&mut self, subnet: Subnet) {
        self.0.remove(&subnet);
    }

    pub(in crate::simulation) fn get(&self, subnet: Subnet) -> Option<&T> {
        self.0.get(&subnet)
    }

    pub(in crate::simulation) fn get_mut(&mut self, subnet: Subnet) -> Option<&mut T> {
        self.0.get_mut(&subnet)
    }

    /// The first that contains the subnet, from the widest on, or else lies in it, from the lowest on.
    pub(in crate::simulation) fn overlapping(&self, subnet: Subnet) -> Option<(Subnet, &T)> {
        let around = |length| Subnet::around(subnet.address(), length).ok();
        let mut wider = (0..=subnet.length()).filter_map(around);
        let containing = wider.find_map(|wider| self.0.get_key_value(&wider));
        let within = || self.0.range(subnet..).next().filter(|(inside, _)| subnet.covers(**inside));
        containing.or_else(within).map(|(there, value)| (*there, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_is_found_from_both_sides() {
        let subnet = |text: &str| text.parse::<Subnet>().unwrap();
        let mut map = PrefixMap::default();
        for text in ["10.0.0.0/8", "172.16.5.0/24", "172.16.5.0/30", "fd00::/48"] {
            map.insert(subnet(text), text);
        }
        let found = |text| map.overlapping(subnet(text)).map(|(_, value)| *value);
        assert_eq!(found("10.200.0.0/16"), Some("10.0.0.0/8"));
        assert_eq!(found("0.0.0.0/0"), Some("10.0.0.0/8"));
        assert_eq!(found("172.16.0.0/12"), Some("172.16.5.0/24"));
        assert_eq!(found("172.16.5.0/24"), Some("172.16.5.0/24"));
        assert_eq!(found("172.16.6.0/24"), None);
        assert_eq!(found("11.0.0.0/8"), None);
        assert_eq!(found("fd00:0:0:7::/64"), Some("fd00::/48"));
        assert_eq!(found("::/0"), Some("fd00::/48"));
    }
}
