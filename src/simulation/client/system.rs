//! What clients ask about the engine itself.

use serde_json::Value;

use super::Client;
use crate::simulation::{Event, EventFilter, Fault};

impl Client<'_> {
    /// The headers of `GET /_ping`, most of which stand on every answer.
    #[must_use]
    pub fn ping(&self) -> Vec<(&'static str, String)> {
        self.host().ping_headers()
    }

    /// `GET /version`.
    #[must_use]
    pub fn version(&self) -> Value {
        self.host().version_value()
    }

    /// `GET /info`.
    #[must_use]
    pub fn info(&self) -> Value {
        self.host().info_value()
    }

    /// `GET /system/df`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn disk_usage(&self) -> Result<Value, Fault> {
        self.host().room_value()
    }

    /// The events from a number on that a client wants, as `GET /events` writes them, and the number to go on with.
    ///
    /// The engine keeps the last 256; who asks from 0 gets those.
    #[must_use]
    pub fn events(&self, from: u64, wanted: &EventFilter) -> (Vec<Value>, u64) {
        let (events, next) = self.host().events(from);
        (events.filter(|event| wanted.lets_through(event)).map(Event::value).collect(), next)
    }
}
