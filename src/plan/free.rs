//! A set of free offsets as ranges: nothing is stored for what is untouched.

use std::collections::BTreeMap;

/// Offsets that are free, as disjoint ranges that do not touch, by their first offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FreeRanges(BTreeMap<u128, u128>);

impl FreeRanges {
    /// All offsets from 0 up to, not including, `count`.
    pub(crate) fn up_to(count: u128) -> Self {
        Self(count.checked_sub(1).map(|last| (0, last)).into_iter().collect())
    }

    pub(crate) fn contains(&self, offset: u128) -> bool {
        self.range_of(offset).is_some()
    }

    /// The lowest free offset from `from` to `to`, both included.
    pub(crate) fn lowest(&self, from: u128, to: u128) -> Option<u128> {
        let inside = self.range_of(from).map(|_| from);
        let next = || self.0.range(from..).next().map(|(first, _)| *first);
        inside.or_else(next).filter(|offset| *offset <= to)
    }

    /// Takes an offset out. False if it was not free.
    pub(crate) fn remove(&mut self, offset: u128) -> bool {
        self.remove_range(offset, offset) > 0
    }

    /// Takes all offsets from `first` to `last` out, and says how many were free.
    pub(crate) fn remove_range(&mut self, first: u128, last: u128) -> u128 {
        let touched: Vec<_> = self.touching(first, last).collect();
        let mut removed = 0;
        for (start, end) in touched {
            self.0.remove(&start);
            if start < first {
                self.0.insert(start, first - 1);
            }
            if end > last {
                self.0.insert(last + 1, end);
            }
            removed += end.min(last) - start.max(first) + 1;
        }
        removed
    }

    /// Puts an offset back. False if it was free already.
    pub(crate) fn insert(&mut self, offset: u128) -> bool {
        if self.contains(offset) {
            return false;
        }
        let below = offset.checked_sub(1).and_then(|below| self.range_of(below));
        let above = offset.checked_add(1).and_then(|above| self.range_of(above));
        let first = below.map_or(offset, |(first, _)| first);
        let last = above.map_or(offset, |(_, last)| last);
        if let Some((start, _)) = above {
            self.0.remove(&start);
        }
        self.0.insert(first, last);
        true
    }

    /// Whether none is free.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many offsets from `first` to `last`, both included, are free.
    pub(crate) fn count_within(&self, first: u128, last: u128) -> u128 {
        self.touching(first, last).map(|(start, end)| end.min(last) - start.max(first) + 1).sum()
    }

    /// How many offsets are free.
    pub(crate) fn count(&self) -> u128 {
        self.0.iter().map(|(first, last)| (last - first).saturating_add(1)).fold(0, u128::saturating_add)
    }

    fn range_of(&self, offset: u128) -> Option<(u128, u128)> {
        let (first, last) = self.0.range(..=offset).next_back()?;
        (offset <= *last).then_some((*first, *last))
    }

    fn touching(&self, first: u128, last: u128) -> impl Iterator<Item = (u128, u128)> + '_ {
        let before = self.range_of(first).filter(|(start, _)| *start < first);
        let after = self.0.range(first..=last).map(|(start, end)| (*start, *end));
        before.into_iter().chain(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_split_and_join_again() {
        let mut free = FreeRanges::up_to(10);
        assert_eq!(free.remove_range(3, 5), 3);
        assert_eq!(free.remove_range(2, 6), 2);
        assert_eq!(free.count(), 5);
        assert_eq!(free.lowest(2, 9), Some(7));
        assert_eq!(free.lowest(2, 6), None);
        for offset in 2..=6 {
            assert!(free.insert(offset));
            assert!(!free.insert(offset));
        }
        assert_eq!(free, FreeRanges::up_to(10));
    }

    #[test]
    fn the_largest_space_needs_no_memory() {
        let mut free = FreeRanges::up_to(u128::MAX);
        assert!(free.remove(u128::MAX - 1));
        assert!(!free.remove(u128::MAX - 1));
        assert_eq!(free.count(), u128::MAX - 1);
        assert_eq!(FreeRanges::up_to(0).lowest(0, u128::MAX), None);
    }
}
