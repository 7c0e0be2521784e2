//! The cache of Windows' DNS client in a container. Images of Linux have none.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use crate::simulation::Moment;

/// How long Windows remembers that nobody answered, as reported (hashicorp/consul#743). Microsoft's own figure for the
/// builds here was not found.
pub(super) const FAILURES_KEPT: Duration = Duration::from_secs(900);

/// What a container's DNS client remembers. It begins empty whenever its container starts.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct Cache {
    /// When the container started.
    pub(super) run: Moment,
    /// By name in lower case.
    entries: BTreeMap<String, Kept>,
}

#[derive(Debug, Clone)]
struct Kept {
    learned: Moment,
    until: Moment,
    /// None: nobody answered.
    addresses: Vec<IpAddr>,
}

/// A line of `ipconfig /displaydns`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachedName {
    /// The name, in lower case.
    pub name: String,
    /// Its addresses; none where a failure is remembered.
    pub addresses: Vec<IpAddr>,
    /// When it was learned.
    pub learned: Moment,
    /// When it is forgotten.
    pub until: Moment,
}

impl Cache {
    pub(super) fn new(run: Moment) -> Self {
        Self { run, entries: BTreeMap::new() }
    }

    /// What is remembered of a name and not too old.
    pub(super) fn recall(&self, name: &str, now: Moment) -> Option<CachedName> {
        let kept = self.entries.get(name).filter(|kept| kept.until > now)?;
        Some(kept.shown(name))
    }

    pub(super) fn learn(&mut self, name: &str, addresses: Vec<IpAddr>, now: Moment, kept: Duration) {
        let kept = Kept { learned: now, until: now.after(kept), addresses };
        self.entries.insert(name.to_owned(), kept);
    }

    pub(super) fn flush(&mut self) {
        self.entries.clear();
    }

    pub(super) fn shown(&self, now: Moment) -> Vec<CachedName> {
        let fresh = self.entries.iter().filter(|(_, kept)| kept.until > now);
        fresh.map(|(name, kept)| kept.shown(name)).collect()
    }
}

impl Kept {
    fn shown(&self, name: &str) -> CachedName {
        let Self { learned, until, ref addresses } = *self;
        CachedName { name: name.to_owned(), addresses: addresses.clone(), learned, until }
    }
}
