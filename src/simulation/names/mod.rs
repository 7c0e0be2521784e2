//! Names in a world: what the engine's resolver answers, and what clients make of it.
//!
//! The resolver of an engine answers in containers for what shares a network with them: container names, the first
//! twelve digits of identities, aliases. On Linux it listens at 127.0.0.11 and not on the default bridge; on Windows at
//! the gateway of nat and overlay networks. Its answers are good for 600 seconds. Images of Linux ask it every time;
//! Windows has a client that keeps answers, failed ones too, so that what [`World::resolve`](super::World::resolve) and
//! [`World::ask_resolver`](super::World::ask_resolver) say may differ.

mod answer;
mod cache;
mod overlay;
mod resolve;
mod server;
mod vantage;

use std::collections::BTreeMap;
use std::time::Duration;

pub use answer::{Because, NameAnswer};
use cache::Cache;
pub use cache::CachedName;
pub use vantage::{Vantage, VantageError};

use super::random::Random;
use crate::model::ContainerId;

/// How long answers of the engine's resolver are good for (moby `libnetwork/resolver.go`).
const TTL: Duration = Duration::from_secs(600);

/// How long build 14393 takes to learn a name that is there: field reports speak of tens of seconds, of flushes every ten
/// seconds of which the third helps, and of 30 to 60 seconds until nginx starts. The number is a choice within these.
const SETTLES: Duration = Duration::from_secs(30);

/// What clients on a host remember.
#[derive(Debug, Clone)]
pub(super) struct Names {
    caches: BTreeMap<ContainerId, Cache>,
    /// Shuffles answers: apart from the host's own, so that asking changes nothing else.
    random: Random,
}

impl Names {
    pub(super) fn new(seed: u64) -> Self {
        Self { caches: BTreeMap::new(), random: Random::new(seed ^ 0x6e61_6d65) }
    }
}
