//! What a container is doing, and the words for it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::simulation::Moment;

/// What a container is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum Phase {
    Created,
    Exited,
    Paused,
    /// Ended, and about to be started again.
    Restarting,
    Running,
}

/// What a container is doing, and what it did last.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct State {
    pub(in crate::simulation) phase: Phase,
    pub(in crate::simulation) exit_code: i64,
    pub(in crate::simulation) error: String,
    pub(in crate::simulation) started: Option<Moment>,
    pub(in crate::simulation) finished: Option<Moment>,
    /// The number its first process has on the host; 0 when it does not run.
    pub(in crate::simulation) pid: u64,
    /// How often the engine has started it again by itself.
    pub(in crate::simulation) restarts: u32,
    /// Somebody stopped it: `unless-stopped` leaves it alone.
    pub(in crate::simulation) stopped_by_hand: bool,
}

impl State {
    pub(in crate::simulation) fn created() -> Self {
        Self {
            phase: Phase::Created,
            exit_code: 0,
            error: String::new(),
            started: None,
            finished: None,
            pid: 0,
            restarts: 0,
            stopped_by_hand: false,
        }
    }

    pub(in crate::simulation) fn is_running(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Paused)
    }

    /// The engine's word for it, as `State.Status` and the filter `status` have it.
    pub(in crate::simulation) fn word(&self) -> &'static str {
        match self.phase {
            Phase::Created => "created",
            Phase::Exited => "exited",
            Phase::Paused => "paused",
            Phase::Restarting => "restarting",
            Phase::Running => "running",
        }
    }

    /// `State` of an inspection.
    pub(in crate::simulation) fn value(&self) -> Value {
        let time =
            |moment: Option<Moment>| moment.map_or(Moment::NEVER.to_owned(), |moment| moment.to_string());
        json!({
            "Status": self.word(),
            "Running": self.is_running() || self.phase == Phase::Restarting,
            "Paused": self.phase == Phase::Paused,
            "Restarting": self.phase == Phase::Restarting,
            "OOMKilled": false,
            "Dead": false,
            "Pid": self.pid,
            "ExitCode": self.exit_code,
            "Error": self.error,
            "StartedAt": time(self.started),
            "FinishedAt": time(self.finished),
        })
    }

    /// `Status` of a list: `Up 2 minutes`, `Exited (0) 3 seconds ago`.
    pub(in crate::simulation) fn status(&self, now: Moment) -> String {
        let since = |moment: Option<Moment>| words(moment.map_or(Duration::ZERO, |moment| now.since(moment)));
        match self.phase {
            Phase::Created => "Created".into(),
            Phase::Exited => format!("Exited ({}) {} ago", self.exit_code, since(self.finished)),
            Phase::Paused => format!("Up {} (Paused)", since(self.started)),
            Phase::Restarting => format!("Restarting ({}) {} ago", self.exit_code, since(self.finished)),
            Phase::Running => format!("Up {}", since(self.started)),
        }
    }
}

/// A time in the words of docker's go-units.
fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    let (minutes, hours) = (seconds / 60, (seconds + 1800) / 3600);
    match () {
        () if seconds < 1 => "Less than a second".into(),
        () if seconds == 1 => "1 second".into(),
        () if seconds < 60 => format!("{seconds} seconds"),
        () if minutes == 1 => "About a minute".into(),
        () if minutes < 60 => format!("{minutes} minutes"),
        () if hours == 1 => "About an hour".into(),
        () if hours < 48 => format!("{hours} hours"),
        () if hours < 24 * 7 * 2 => format!("{} days", hours / 24),
        () if hours < 24 * 30 * 2 => format!("{} weeks", hours / 24 / 7),
        () if hours < 24 * 365 * 2 => format!("{} months", hours / 24 / 30),
        () => format!("{} years", seconds / 3600 / 24 / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_docker_says_them() {
        for (seconds, said) in [
            (0, "Less than a second"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "About a minute"),
            (119, "About a minute"),
            (120, "2 minutes"),
            (3599, "59 minutes"),
            (3600, "About an hour"),
            (5400, "2 hours"),
            (47 * 3600, "47 hours"),
            (48 * 3600, "2 days"),
            (14 * 86_400, "2 weeks"),
            (60 * 86_400, "2 months"),
            (730 * 86_400, "2 years"),
        ] {
            assert_eq!(words(Duration::from_secs(seconds)), said);
        }
    }
}
