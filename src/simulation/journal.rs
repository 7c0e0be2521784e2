//! What happened on a host, as its engine tells those who listen.

use std::collections::BTreeMap;

use super::Moment;

/// Something an engine tells those who listen for events.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// When.
    pub moment: Moment,
    /// What kind of thing it happened to: `container`, `network`, `image`, `volume`, `service`, `node`, `daemon`.
    pub kind: &'static str,
    /// What happened: `create`, `connect`, `start`, `die` …
    pub action: String,
    /// The identity of the thing.
    pub id: String,
    /// What else is told: names, images, labels.
    pub attributes: BTreeMap<String, String>,
    /// `local` or `swarm`.
    pub scope: &'static str,
}

/// Everything that happened, in order; the oldest is forgotten.
#[derive(Debug, Clone, Default)]
pub(super) struct Journal {
    events: std::collections::VecDeque<Event>,
    /// How many were forgotten.
    forgotten: u64,
}

/// What engines keep for those who come late (moby's `events.go`: 256).
const KEPT: usize = 256;

impl Journal {
    pub(super) fn tell(&mut self, event: Event) {
        if self.events.len() == KEPT {
            self.events.pop_front();
            self.forgotten += 1;
        }
        self.events.push_back(event);
    }

    /// The events from a number on, and the number of the next.
    pub(super) fn from(&self, number: u64) -> (impl Iterator<Item = &Event>, u64) {
        let skip = usize::try_from(number.saturating_sub(self.forgotten)).unwrap_or(usize::MAX);
        let next = self.forgotten + u64::try_from(self.events.len()).unwrap_or(u64::MAX);
        (self.events.iter().skip(skip), next)
    }
}
