//! What one line of the table says, and the hosts it says it of.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::host::{Capability, Evidence, Host, Isolation, Platform, Position, Source, Support};

/// Three numbers: those of an engine, a kernel, HNS or the API.
pub(super) type Numbers = (u32, u32, u32);

/// From a version up to, not including, another; without an end where none is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Bounds {
    pub(super) from: Numbers,
    pub(super) until: Option<Numbers>,
}

impl Bounds {
    pub(super) const fn from(from: &str) -> Self {
        Self { from: numbers(from), until: None }
    }

    pub(super) const fn between(from: &str, until: &str) -> Self {
        Self { from: numbers(from), until: Some(numbers(until)) }
    }

    pub(super) fn contains(self, version: Numbers) -> bool {
        self.from <= version && self.until.is_none_or(|until| version < until)
    }
}

/// `"18.06"` as numbers, while the table is compiled.
const fn numbers(text: &str) -> Numbers {
    let bytes = text.as_bytes();
    let mut parts = [0_u32; 3];
    let (mut part, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'.' => part += 1,
            digit => parts[part] = parts[part] * 10 + digit_value(digit),
        }
        at += 1;
    }
    (parts[0], parts[1], parts[2])
}

const fn digit_value(digit: u8) -> u32 {
    assert!(digit.is_ascii_digit(), "versions in the table are digits and points");
    #[expect(clippy::as_conversions, reason = "no other conversion is const")]
    let value = (digit - b'0') as u32;
    value
}

/// The hosts a line speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Hosts {
    Any,
    Hns(Bounds),
    Kernel(Bounds),
    Linux,
    Windows { from: u32, until: Option<u32> },
}

/// What a line needs besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Condition {
    Api(Bounds),
    Desktop,
    Engine(Bounds),
    Isolation(Isolation),
}

#[derive(Debug)]
pub(super) struct Cell {
    pub(super) hosts: Hosts,
    pub(super) conditions: &'static [Condition],
    pub(super) support: Support,
    pub(super) reason: &'static str,
    pub(super) remedy: Option<&'static str>,
    pub(super) sources: &'static [Source],
    pub(super) disagreements: &'static [Position],
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) capability: Capability,
    pub(super) cells: &'static [Cell],
}

/// Whether a line speaks of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    No,
    /// It might: this would decide, and is not known.
    Open(&'static str),
    Yes,
}

impl Cell {
    pub(super) fn is_about_windows(&self) -> bool {
        matches!(self.hosts, Hosts::Windows { .. } | Hosts::Hns(_))
    }

    pub(super) fn extent(&self) -> Extent {
        Extent { hosts: self.hosts, conditions: self.conditions }
    }

    /// How well it is founded.
    pub(super) fn best_evidence(&self) -> Option<Evidence> {
        self.sources.iter().map(|source| source.evidence).min()
    }

    pub(super) fn fit(&self, host: &Host) -> Fit {
        let mut fit = self.hosts.fit(host);
        for condition in self.conditions {
            fit = match (fit, condition.fit(host)) {
                (Fit::No, _) | (_, Fit::No) => return Fit::No,
                (Fit::Open(what), _) | (Fit::Yes, Fit::Open(what)) => Fit::Open(what),
                (Fit::Yes, Fit::Yes) => Fit::Yes,
            };
        }
        fit
    }
}

fn known(fits: bool) -> Fit {
    if fits { Fit::Yes } else { Fit::No }
}

impl Hosts {
    fn fit(self, host: &Host) -> Fit {
        match (self, host.platform) {
            (Self::Any, _) | (Self::Linux, Platform::Linux(_)) => Fit::Yes,
            (Self::Kernel(bounds), Platform::Linux(Some(kernel))) => {
                known(bounds.contains((kernel.major, kernel.minor, 0)))
            }
            (Self::Kernel(_), Platform::Linux(None)) => {
                Fit::Open("the kernel decides, and it is not known here")
            }
            (Self::Windows { from, until }, Platform::Windows(build)) => {
                known(from <= build.number() && until.is_none_or(|until| build.number() < until))
            }
            // What a build says of HNS stands in lines of its own.
            (Self::Hns(bounds), Platform::Windows(_)) => {
                known(host.hns.is_some_and(|hns| bounds.contains((hns.major, hns.minor, 0))))
            }
            (Self::Linux | Self::Kernel(_), Platform::Windows(_))
            | (Self::Windows { .. } | Self::Hns(_), Platform::Linux(_)) => Fit::No,
        }
    }
}

impl Condition {
    fn fit(self, host: &Host) -> Fit {
        match self {
            Self::Desktop => known(host.desktop),
            Self::Engine(bounds) => match &host.engine {
                Some(engine) => known(bounds.contains(engine.numbers())),
                None => Fit::Open("the engine's version decides, and it is not known here"),
            },
            Self::Api(bounds) => match host.api_or_nearest() {
                Some(api) => known(bounds.contains((api.major, api.minor, 0))),
                None if host.engine.is_some() => Fit::No,
                None => Fit::Open("the API version decides, and neither it nor the engine is known here"),
            },
            Self::Isolation(isolation) => match host.isolation {
                Some(here) => known(here == isolation),
                None => Fit::Open("the isolation decides, and it is not known here"),
            },
        }
    }
}

/// The hosts a line of the table holds for: `Windows builds from 17763, before 19041; engine from 18.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Extent {
    pub(super) hosts: Hosts,
    pub(super) conditions: &'static [Condition],
}

impl Extent {
    /// The first Windows build, kernel or HNS version it holds for, where it is bounded by one.
    #[must_use]
    pub fn since(&self) -> Option<String> {
        match self.hosts {
            Hosts::Any | Hosts::Linux => None,
            Hosts::Hns(bounds) | Hosts::Kernel(bounds) => Some(shown(bounds.from)),
            Hosts::Windows { from, .. } => Some(from.to_string()),
        }
    }

    /// The first Windows build, kernel or HNS version it no longer holds for, where there is one.
    #[must_use]
    pub fn until(&self) -> Option<String> {
        match self.hosts {
            Hosts::Any | Hosts::Linux => None,
            Hosts::Hns(bounds) | Hosts::Kernel(bounds) => bounds.until.map(shown),
            Hosts::Windows { until, .. } => until.map(|build| build.to_string()),
        }
    }
}

fn shown((major, minor, patch): Numbers) -> String {
    if patch == 0 { format!("{major}.{minor}") } else { format!("{major}.{minor}.{patch}") }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            None => write!(f, "from {}", shown(self.from)),
            Some(until) if self.from == (0, 0, 0) => write!(f, "before {}", shown(until)),
            Some(until) => write!(f, "from {}, before {}", shown(self.from), shown(until)),
        }
    }
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hosts {
            Hosts::Any => f.write_str("Linux and Windows"),
            Hosts::Hns(bounds) => write!(f, "HNS {bounds}"),
            Hosts::Kernel(bounds) => write!(f, "Linux {bounds}"),
            Hosts::Linux => f.write_str("Linux"),
            Hosts::Windows { from, until: None } => write!(f, "Windows builds from {from}"),
            Hosts::Windows { from, until: Some(until) } => {
                write!(f, "Windows builds from {from}, before {until}")
            }
        }?;
        for condition in self.conditions {
            match condition {
                Condition::Api(bounds) => write!(f, "; API {bounds}"),
                Condition::Desktop => f.write_str("; Docker Desktop"),
                Condition::Engine(bounds) => write!(f, "; engine {bounds}"),
                Condition::Isolation(isolation) => write!(f, "; isolation {isolation}"),
            }?;
        }
        Ok(())
    }
}

impl Serialize for Extent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
