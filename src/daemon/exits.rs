//! Waiting for containers to end.

use tokio::sync::watch;

use crate::engine::SimulatedEngine;
use crate::simulation::{Event, Fault};

/// What a client waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// That it does not run, which may be so already.
    NotRunning,
    /// That it ends, once more if it has before.
    NextExit,
    /// That it is taken away.
    Removed,
}

/// A container that is waited for.
#[derive(Debug)]
pub(super) struct Waiting {
    engine: SimulatedEngine,
    touches: watch::Receiver<()>,
    id: String,
    condition: Condition,
    /// The number of the next event when the wait began.
    event: u64,
    /// The exit code last seen.
    last: i64,
}

impl Waiting {
    /// Begins to wait for a container: what happens from here on is not missed.
    pub(super) fn begin(engine: &SimulatedEngine, key: &str, condition: Condition) -> Result<Self, Fault> {
        let touches = engine.touches();
        let (id, last, event) = engine.quietly(|world| {
            let client = world.client(engine.at());
            let id = client.container_id(key)?;
            let last = client.exit_status(&id)?.unwrap_or(0);
            Ok::<_, Fault>((id, last, client.host().events(u64::MAX).1))
        })?;
        Ok(Self { engine: engine.clone(), touches, id, condition, event, last })
    }

    /// Until what is waited for is so: the exit code.
    pub(super) async fn over(mut self) -> i64 {
        loop {
            if let Some(code) = self.look() {
                return code;
            }
            if self.touches.changed().await.is_err() {
                // The world is gone, and the container with it.
                return self.last;
            }
        }
    }

    /// The exit code, if what is waited for is so.
    fn look(&mut self) -> Option<i64> {
        let (id, from, at) = (&self.id, self.event, self.engine.at());
        let (status, deaths, next) = self.engine.quietly(|world| {
            let client = world.client(at);
            let (events, next) = client.host().events(from);
            let died = |event: &&Event| event.kind == "container" && event.id == *id && event.action == "die";
            let code = |event: &Event| event.attributes.get("exitCode").and_then(|code| code.parse().ok());
            let deaths: Vec<Option<i64>> = events.filter(died).map(code).collect();
            (client.exit_status(id), deaths, next)
        });
        self.event = next;
        if let Ok(Some(code)) = status {
            self.last = code;
        }
        let died = deaths.into_iter().next_back().map(|code| code.unwrap_or(self.last));
        self.last = died.unwrap_or(self.last);
        let over = match (self.condition, &status) {
            // What is gone does not run, will not end again, and is removed.
            (_, Err(_gone)) => true,
            (Condition::NotRunning, Ok(status)) => status.is_some(),
            (Condition::NextExit, Ok(_)) => died.is_some(),
            (Condition::Removed, Ok(_)) => false,
        };
        over.then_some(self.last)
    }
}
