//! `until` of prune calls: a moment, or how long ago.

use std::time::Duration;

use super::{LookRefusal, Moment};
use crate::wire::request::Filters;

/// The moment up to which things are old enough.
pub(super) fn read(filters: &Filters, now: Moment) -> Result<Option<Moment>, LookRefusal> {
    let mut values = filters.values("until");
    let Some(text) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(LookRefusal::UntilTwice);
    }
    moment(text, now).map(Some).ok_or_else(|| LookRefusal::Until { text: text.to_owned() })
}

fn moment(text: &str, now: Moment) -> Option<Moment> {
    if let Some(ago) = duration(text) {
        let back =
            if ago < 0.0 { now.unix() + seconds(-ago)? } else { now.unix().saturating_sub(seconds(ago)?) };
        return Some(Moment::from_unix(back));
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return text.parse().ok().and_then(seconds).map(Moment::from_unix);
    }
    date(text)
}

fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

/// Units with their worth in seconds.
const UNITS: [(&str, f64); 7] =
    [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];

/// A duration as Go writes one: `1h30m`, `-1.5s`.
fn duration(text: &str) -> Option<f64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0.0);
    }
    let mut total = 0.0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at(end);
        let number: f64 = number.parse().ok()?;
        let (name, worth) = UNITS.iter().find(|(name, _)| {
            let end = unit.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(unit.len());
            unit[..end] == **name
        })?;
        total += number * worth;
        rest = &unit[name.len()..];
    }
    Some(sign * total)
}

/// A date, with or without a time and an offset: `2006-01-02`, `2006-01-02T15:04:05Z`. Without an offset it is UTC here.
fn date(text: &str) -> Option<Moment> {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    let (time, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<u64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut clock = time.split(':').filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().ok());
    let (hour, minute) = (clock.next().unwrap_or(Some(0.0))?, clock.next().unwrap_or(Some(0.0))?);
    let second = clock.next().unwrap_or(Some(0.0))?;
    let shift = match offset.split_at_checked(1) {
        None | Some(("Z", "")) => 0.0,
        Some((sign @ ("+" | "-"), zone)) => {
            let (hours, minutes) = zone.split_once(':')?;
            let ahead = hours.parse::<f64>().ok()? * 3600.0 + minutes.parse::<f64>().ok()? * 60.0;
            if sign == "+" { ahead } else { -ahead }
        }
        Some(_) => return None,
    };
    // Days since 1970, counting years from March so that the leap day is the last.
    let (year, shifted) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * shifted + 2) / 5 + day - 1;
    let days = days.checked_sub(719_468)?;
    let of_day = hour * 3600.0 + minute * 60.0 + second - shift;
    let start = Duration::from_secs(days * 86_400);
    let moment = if of_day < 0.0 { start.checked_sub(seconds(-of_day)?)? } else { start + seconds(of_day)? };
    Some(Moment::from_unix(moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_engines_read_them() {
        let read = |text: &str| moment(text, Moment::START).map(|moment| moment.to_string());
        let reads = |text: &str| read(text).expect("a moment");
        assert_eq!(reads("1h30m"), "2025-12-31T22:30:00.000000000Z");
        assert_eq!(reads("-1.5s"), "2026-01-01T00:00:01.500000000Z");
        assert_eq!(reads("1577836800"), "2020-01-01T00:00:00.000000000Z");
        assert_eq!(reads("2020-01-01"), "2020-01-01T00:00:00.000000000Z");
        assert_eq!(reads("2024-02-29T12:30:00+02:00"), "2024-02-29T10:30:00.000000000Z");
        assert_eq!(reads("2024-03-01T00:00:00Z"), "2024-03-01T00:00:00.000000000Z");
        for junk in ["", "foo", "1", "2024-13-01", "1x", "2024-01-01T00:00:00x"] {
            assert!(junk == "1" || read(junk).is_none(), "{junk}");
        }
    }
}
