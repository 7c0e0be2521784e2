//! What Windows' `netsh` says about ports nobody can bind.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::model::{Port, PortRange};

/// A line of `netsh` output that has numbers and still says nothing about ports.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
#[non_exhaustive]
pub struct NetshError {
    /// The line, from 1; the last line for what the text as a whole lacks.
    pub line: usize,
    /// What is wrong with it.
    #[source]
    pub problem: NetshProblem,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetshProblem {
    /// The range runs backwards.
    #[error("the range from {first} to {last} runs backwards")]
    Backwards {
        /// The first port as it stands there.
        first: Port,
        /// The last port as it stands there.
        last: Port,
    },
    /// No line gives the start and the number of ports.
    #[error("there is no start port and no number of ports")]
    Missing,
    /// A number that is no port.
    #[error("{text:?} is not a port: a number from 1 to 65535")]
    NotPort {
        /// The word.
        text: String,
    },
    /// A row that is no pair of ports.
    #[error("{text:?} is not a start port and an end port")]
    NotRange {
        /// The row.
        text: String,
    },
    /// More ports than there are from the start on.
    #[error("{number} ports from {start} on end beyond 65535")]
    TooMany {
        /// The first port.
        start: Port,
        /// How many.
        number: u16,
    },
}

/// A block of ports Windows keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct ExcludedRange {
    /// The ports.
    pub ports: PortRange,
    /// Whether an administrator asked for it (`*`); such a range stays, the others move from boot to boot.
    pub administered: bool,
}

/// The output of `netsh int ipv4 show excludedportrange protocol=tcp`, in any language.
///
/// Rows are told by their numbers: pairs of ports, with `*` behind an administered range. Headings, rulers and
/// footnotes are passed over in whatever language they are. Bytes of a file become text with
/// [`decode`](super::decode).
///
/// ```
/// use docknet::model::Port;
/// use docknet::wire::ExcludedPorts;
/// let output = "Protocol tcp Port Exclusion Ranges\n\nStart Port    End Port\n----------    --------\n\
///     \x20     1031        1130\n     50000       50059     *\n\n* - Administered port exclusions.\n";
/// let excluded: ExcludedPorts = output.parse()?;
/// assert!(excluded.contains(Port::literal(1080)));
/// assert!(excluded.range_of(Port::literal(50059)).is_some_and(|range| range.administered));
/// assert!(!excluded.contains(Port::literal(8080)));
/// # Ok::<(), docknet::wire::NetshError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ExcludedPorts {
    ranges: Vec<ExcludedRange>,
}

impl ExcludedPorts {
    /// The ranges, in order.
    #[must_use]
    pub fn ranges(&self) -> &[ExcludedRange] {
        &self.ranges
    }

    /// Whether nobody can bind the port.
    #[must_use]
    pub fn contains(&self, port: Port) -> bool {
        self.range_of(port).is_some()
    }

    /// The range a port lies in; an administered one if there are several.
    #[must_use]
    pub fn range_of(&self, port: Port) -> Option<ExcludedRange> {
        let holding = || self.ranges.iter().copied().filter(|range| range.ports.contains(port));
        holding().find(|range| range.administered).or_else(|| holding().next())
    }
}

impl FromStr for ExcludedPorts {
    type Err = NetshError;

    fn from_str(text: &str) -> Result<Self, NetshError> {
        let mut ranges = Vec::new();
        for (line, row) in rows(text) {
            let refuse = |problem| NetshError { line, problem };
            let (pair, administered) = match row.strip_suffix('*') {
                Some(pair) => (pair, true),
                None => (row, false),
            };
            let words: Vec<_> = pair.split_whitespace().collect();
            let &[first, last] = words.as_slice() else {
                return Err(refuse(NetshProblem::NotRange { text: row.to_owned() }));
            };
            let (first, last) = (port(first).map_err(refuse)?, port(last).map_err(refuse)?);
            let Ok(ports) = PortRange::new(first, last) else {
                return Err(refuse(NetshProblem::Backwards { first, last }));
            };
            ranges.push(ExcludedRange { ports, administered });
        }
        ranges.sort_unstable();
        ranges.dedup();
        Ok(Self { ranges })
    }
}

/// The lines that start with a number, and which they are. A heading may have a digit further on (`IPv4`).
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| is_number(line))
}

/// Whether a text starts with a number, be it one with a sign, which no port has.
fn is_number(text: &str) -> bool {
    text.strip_prefix(['-', '+']).unwrap_or(text).starts_with(|c: char| c.is_ascii_digit())
}

fn port(word: &str) -> Result<Port, NetshProblem> {
    // netsh lists port 0 nowhere, and nobody publishes it.
    word.parse().ok().ok_or_else(|| NetshProblem::NotPort { text: word.to_owned() })
}

/// The output of `netsh int ipv4 show dynamicport tcp`: the range Windows picks ports from, in any language.
///
/// ```
/// use docknet::wire::DynamicPorts;
/// let output = "Protocol tcp Dynamic Port Range\n---------------------------------\n\
///     Start Port      : 49152\nNumber of Ports : 16384\n";
/// assert_eq!(output.parse::<DynamicPorts>()?.ports().to_string(), "49152-65535");
/// # Ok::<(), docknet::wire::NetshError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DynamicPorts {
    ports: PortRange,
}

impl DynamicPorts {
    /// The range.
    #[must_use]
    pub fn ports(self) -> PortRange {
        self.ports
    }
}

impl fmt::Display for DynamicPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ports.fmt(f)
    }
}

impl FromStr for DynamicPorts {
    type Err = NetshError;

    fn from_str(text: &str) -> Result<Self, NetshError> {
        let mut values = Vec::new();
        for (index, line) in text.lines().enumerate() {
            // A full-width colon stands in some translations.
            let Some((_, value)) = line.rsplit_once([':', '\u{ff1a}']) else { continue };
            let value = value.trim();
            if is_number(value) {
                values.push((index + 1, value));
            }
        }
        let end = text.lines().count().max(1);
        let missing = NetshError { line: end, problem: NetshProblem::Missing };
        let (&[(first_line, start), (line, number)], 2) =
            (values.first_chunk().ok_or(missing.clone())?, values.len())
        else {
            return Err(missing);
        };
        let start = port(start).map_err(|problem| NetshError { line: first_line, problem })?;
        let refuse = |problem| NetshError { line, problem };
        let number = port(number).map_err(refuse)?.number();
        let last = start.number().checked_add(number - 1).and_then(|last| Port::new(last).ok());
        let ports = last.and_then(|last| PortRange::new(start, last).ok());
        ports.map(|ports| Self { ports }).ok_or_else(|| refuse(NetshProblem::TooMany { start, number }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Protokoll tcp Portausschlussbereiche f\u{fc}r IPv4\r\n\r\nStartport     Endport\r\n---------     -------\r\n        80          80\r\n      5357        5357\r\n     50000       50059     *\r\n\r\n* - Verwaltete Portausschl\u{fc}sse.\r\n";
    const CHINESE: &str = "\u{534f}\u{8bae} tcp \u{7aef}\u{53e3}\u{6392}\u{9664}\u{8303}\u{56f4}\n\n\u{5f00}\u{59cb}\u{7aef}\u{53e3}    \u{7ed3}\u{675f}\u{7aef}\u{53e3}\n----------    --------\n      1031        1130\n\n* - \u{7ba1}\u{7406}\u{7684}\u{7aef}\u{53e3}\u{6392}\u{9664}\u{3002}\n";

    #[test]
    fn headings_of_any_language_are_passed_over() {
        let german: ExcludedPorts = GERMAN.parse().unwrap();
        assert_eq!(german.ranges().len(), 3);
        assert!(german.range_of(Port::literal(50_000)).unwrap().administered);
        let chinese: ExcludedPorts = CHINESE.parse().unwrap();
        assert_eq!(chinese.ranges()[0].ports.to_string(), "1031-1130");
        assert!(
            "Start Port    End Port\n----------    --------\n\n"
                .parse::<ExcludedPorts>()
                .unwrap()
                .ranges()
                .is_empty()
        );
    }

    #[test]
    fn rows_that_are_no_ranges_name_line_and_culprit() {
        let problem = |text: &str| text.parse::<ExcludedPorts>().unwrap_err().to_string();
        assert_eq!(problem("a\n 90 80\n"), "line 2: the range from 90 to 80 runs backwards");
        assert_eq!(problem("80 65536"), "line 1: \"65536\" is not a port: a number from 1 to 65535");
        assert_eq!(problem("-5 80"), "line 1: \"-5\" is not a port: a number from 1 to 65535");
        assert_eq!(problem("80"), "line 1: \"80\" is not a start port and an end port");
        assert_eq!(problem("80 81 82 *"), "line 1: \"80 81 82 *\" is not a start port and an end port");
    }

    #[test]
    fn the_dynamic_range_has_a_start_and_a_number() {
        let read = |text: &str| text.parse::<DynamicPorts>().map(|ports| ports.to_string());
        assert_eq!(
            read("\u{8d77}\u{59cb}\u{7aef}\u{53e3}\u{ff1a}1024\n\u{6570}\u{ff1a}13977").unwrap(),
            "1024-15000"
        );
        assert_eq!(read("a: 65000\nb: 536").unwrap(), "65000-65535");
        let problem = |text: &str| read(text).unwrap_err().to_string();
        assert_eq!(problem("a: 65000\nb: 537"), "line 2: 537 ports from 65000 on end beyond 65535");
        assert_eq!(problem("a: 65000\n"), "line 1: there is no start port and no number of ports");
        assert_eq!(problem(""), "line 1: there is no start port and no number of ports");
        assert_eq!(problem("a: 70000\nb: 1"), "line 1: \"70000\" is not a port: a number from 1 to 65535");
    }
}
