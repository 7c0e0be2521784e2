//! What will happen in a swarm, and when.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::simulation::Moment;

/// Something that happens by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Due {
    /// A task goes one step on, if it has not gone another way since.
    Task { task: String, turn: u64, step: Step },
    /// A service that changes is looked at again.
    Update { service: String, run: u64 },
    /// A node counts as lost, if nobody heard of it since.
    Down { node: String, turn: u64 },
    /// A node that is heard again counts as ready.
    Up { node: String, turn: u64 },
    /// The managers choose who leads.
    Elect,
    /// A node drops another from those it hears.
    Lose { node: String, peer: String },
    /// Two nodes that hear each other again compare everything.
    Rejoin { node: String, peer: String },
    /// A node hears that an endpoint came or went.
    Tell { node: String, endpoint: String },
}

/// What a task does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The scheduler looks for a node.
    Place,
    /// Its node takes it.
    Prepare,
    /// Its node has no such image.
    Reject,
    /// It could start, and waits for the word.
    Ready,
    /// The word.
    Release,
    /// Its container is made.
    Start,
    /// Its container runs.
    Run,
    /// Its name is no longer answered.
    Withdraw,
    /// Its program is asked to end.
    Stop,
    /// Its program is gone.
    Ended,
}

/// Everything that stands out, in order of time and then of entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Agenda {
    due: BTreeMap<(Moment, u64), Due>,
    entered: u64,
}

impl Agenda {
    pub(super) fn enter(&mut self, now: Moment, after: Duration, due: Due) {
        self.entered += 1;
        self.due.insert((now.after(after), self.entered), due);
    }

    /// When something happens next.
    pub(super) fn next(&self) -> Option<Moment> {
        self.due.keys().next().map(|(moment, _)| *moment)
    }

    /// What is next, if its time has come.
    pub(super) fn take(&mut self, now: Moment) -> Option<(Moment, Due)> {
        let entry = self.due.first_entry()?;
        (entry.key().0 <= now).then(|| {
            let ((moment, _), due) = entry.remove_entry();
            (moment, due)
        })
    }
}
