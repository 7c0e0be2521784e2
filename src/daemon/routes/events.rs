//! `/events`: a line for everything that happens, as it happens.

use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::sync::watch;

use crate::daemon::call::{Call, whole_number};
use crate::daemon::content::Sink;
use crate::daemon::problem::Problem;
use crate::daemon::refused::Refused;
use crate::daemon::reply::{JSON, Reply, line};
use crate::daemon::route::Route;
use crate::daemon::route::Verb::Get;
use crate::engine::SimulatedEngine;
use crate::simulation::{EventFilter, Moment};

pub(super) const ROUTES: &[Route] = &[Route::new(Get, "/events", 12, events)];

fn events(call: &Call) -> Result<Reply, Refused> {
    let query = call.query()?;
    let since = moment(query.text("since"))?;
    let until = moment(query.text("until"))?;
    if let (Some(since), Some(until)) = (since, until) {
        if until < since {
            let seconds = |moment: Moment| i64::try_from(moment.unix().as_secs()).unwrap_or(i64::MAX);
            let (since, until) = (seconds(since), seconds(until));
            return Err(Problem::SinceAfterUntil { since, until }.into());
        }
    }
    let mut wanted = EventFilter::new(call.filters()?);
    if let Some(since) = since {
        wanted = wanted.since(since);
    }
    if let Some(until) = until {
        wanted = wanted.until(until);
    }
    // Whoever asks for what was gets what the engine remembers; others hear from now on. Both are settled before the
    // head of the answer goes out, so that nothing that happens after it is missed.
    let now = call.engine.quietly(|world| world.host(call.engine.at()).events(u64::MAX).1);
    let touches = call.engine.touches();
    // A stretch of the past is looked at only if it is asked for.
    let from = if since.is_some() { 0 } else { now };
    let listening = Listening { engine: call.engine.clone(), touches, wanted, from, until };
    Ok(Reply::stream(JSON, move |sink| listening.tell(sink)))
}

/// Seconds since 1970, perhaps with a fraction. Nothing given is no moment.
fn moment(text: &str) -> Result<Option<Moment>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds = whole_number("ParseInt", seconds)?;
    let nanoseconds = match fraction {
        "" => 0,
        fraction => {
            let digits = format!("{fraction:0<9}");
            whole_number("ParseInt", &digits[..digits.len().min(9)])?
        }
    };
    let time = Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
        + Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(0));
    Ok(Some(Moment::from_unix(time)))
}

/// A client that listens.
struct Listening {
    engine: SimulatedEngine,
    touches: watch::Receiver<()>,
    wanted: EventFilter,
    /// The number of the next event.
    from: u64,
    until: Option<Moment>,
}

impl Listening {
    async fn tell(mut self, sink: Sink) {
        loop {
            let (lines, over) = self.look();
            for event in lines {
                if !sink.write(line(&event)).await {
                    return;
                }
            }
            if over {
                return;
            }
            tokio::select! {
                changed = self.touches.changed() => if changed.is_err() { return },
                () = reached(self.until) => {}
            }
        }
    }

    /// What happened since the last look, and whether that was all.
    fn look(&mut self) -> (Vec<Value>, bool) {
        let at = self.engine.at();
        let (lines, next, now) = self.engine.quietly(|world| {
            let (lines, next) = world.client(at).events(self.from, &self.wanted);
            (lines, next, world.now())
        });
        self.from = next;
        // The world's time may stand still while the client's goes on: its end is reached by either.
        let over = self.until.is_some_and(|until| now >= until || clock() >= until.unix());
        (lines, over)
    }
}

/// Until this machine's clock says so; for ever if there is no such moment.
async fn reached(moment: Option<Moment>) {
    match moment {
        Some(moment) => tokio::time::sleep(moment.unix().saturating_sub(clock())).await,
        None => std::future::pending().await,
    }
}

/// What this machine's clock says, since 1970.
fn clock() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
