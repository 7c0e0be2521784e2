//! Time in a world: it passes when somebody says so.

use std::fmt;
use std::time::Duration;

/// A moment of a world's time.
///
/// Worlds begin on 1 January 2026 unless they are told another moment; what is shown to clients is written as engines
/// write it, in RFC 3339 with nanoseconds, in UTC.
///
/// ```
/// use std::time::Duration;
/// use docknet::simulation::Moment;
/// let later = Moment::START.after(Duration::from_millis(1500));
/// assert_eq!(later.to_string(), "2026-01-01T00:00:01.500000000Z");
/// assert_eq!(later.since(Moment::START), Duration::from_millis(1500));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Since 1 January 1970, UTC, without leap seconds.
    since_epoch: Duration,
}

impl Moment {
    /// When worlds begin that are not told another moment.
    pub const START: Self = Self { since_epoch: Duration::from_secs(1_767_225_600) };

    /// What engines write for "never": the first moment of the year 1.
    pub const NEVER: &'static str = "0001-01-01T00:00:00Z";

    /// That long after the beginning of 1970, UTC.
    #[must_use]
    pub const fn from_unix(since_epoch: Duration) -> Self {
        Self { since_epoch }
    }

    /// How long after the beginning of 1970, UTC.
    #[must_use]
    pub const fn unix(self) -> Duration {
        self.since_epoch
    }

    /// That much later; the last moment there is if that is too late.
    #[must_use]
    pub const fn after(self, time: Duration) -> Self {
        Self { since_epoch: self.since_epoch.saturating_add(time) }
    }

    /// How long after another moment; zero if it was before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        self.since_epoch.saturating_sub(earlier.since_epoch)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.since_epoch.as_secs();
        let (year, month, day) = date(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let nanos = self.since_epoch.subsec_nanos();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{nanos:09}Z")
    }
}

/// The date of a day counted from 1 January 1970 in the Gregorian calendar: whole cycles of 400 years first, each
/// of which begins in March so that the leap day is its last.
fn date(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (cycle, of_cycle) = (day / 146_097, day % 146_097);
    let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let calendar_month = if month < 10 { month + 3 } else { month - 9 };
    (cycle * 400 + year + u64::from(calendar_month <= 2), calendar_month, of_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let at = |seconds| Moment::from_unix(Duration::from_secs(seconds)).to_string();
        assert_eq!(at(0), "1970-01-01T00:00:00.000000000Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00.000000000Z");
        assert_eq!(at(4_107_542_399), "2100-02-28T23:59:59.000000000Z");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00.000000000Z");
        assert_eq!(Moment::START.to_string(), "2026-01-01T00:00:00.000000000Z");
    }
}
