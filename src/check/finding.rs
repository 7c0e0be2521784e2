//! One thing that will go wrong, or that is good to know.

use std::collections::BTreeSet;
use std::fmt;

use super::doubt::doubts;
use super::{Rule, Severity};
use crate::compose::Place;
use crate::host::{Position, Source, Support, Verdict};

/// Something a rule has to say, with the places in the files and who says so.
///
/// Ordered by severity, then place, then rule, then message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// Where in a file; `None` when it is about no value of a file.
    pub place: Option<Place>,
    /// Which rule says so.
    pub rule: Rule,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Further places that take part.
    pub also: Vec<Place>,
    /// Why it is wrong.
    pub reason: String,
    /// What to do instead, where something helps.
    pub remedy: Option<String>,
    /// Who says so; empty only where nobody does, and for what follows from the files alone.
    pub sources: Vec<Source>,
    /// What sources that contradict each other say; empty where they agree.
    pub disagreements: Vec<Position>,
    /// No source speaks of such a host, and what is known of the nearest was taken.
    pub extrapolated: bool,
    /// The hosts it holds for, in the order they were given.
    pub hosts: Vec<String>,
    /// How many findings it is: 1, or more for the one that stands for all that are left out where a rule has found more
    /// than anybody reads.
    pub stands_for: usize,
}

impl Finding {
    pub(super) fn new(rule: Rule, message: String, reason: impl Into<String>) -> Self {
        Self {
            severity: rule.severity(),
            place: None,
            rule,
            message,
            also: Vec::new(),
            reason: reason.into(),
            remedy: None,
            sources: Vec::new(),
            disagreements: Vec::new(),
            extrapolated: false,
            hosts: Vec::new(),
            stands_for: 1,
        }
    }

    /// What a verdict makes of a rule: nothing where it works, a note where nobody knows.
    pub(super) fn judged(rule: Rule, verdict: &Verdict, message: String) -> Option<Self> {
        let severity = match verdict.support {
            Support::Supported => return None,
            Support::Degraded => rule.severity().max(Severity::Warning),
            Support::Unknown => Severity::Note,
            Support::Unsupported => rule.severity(),
        };
        let remedy = verdict.remedy.map(str::to_owned);
        let finding = Self { severity, remedy, ..Self::new(rule, message, verdict.reason) };
        Some(finding.by_verdict(verdict))
    }

    pub(super) fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The first place is the finding's, the others stand beside it, and those behind them where an alias or a merge key
    /// takes one of them to. Each is named once.
    pub(super) fn at<'p>(mut self, places: impl IntoIterator<Item = &'p Place>) -> Self {
        let mut named: BTreeSet<Place> = self.place.iter().chain(&self.also).cloned().collect();
        let places: Vec<_> = places.into_iter().collect();
        let uses = places.iter().filter_map(|place| place.used_at()).collect::<Vec<_>>();
        for place in places.into_iter().chain(uses) {
            if !named.insert(place.clone()) {
                continue;
            }
            match &self.place {
                None => self.place = Some(place.clone()),
                Some(_) => self.also.push(place.clone()),
            }
        }
        self
    }

    pub(super) fn instead(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    /// A verdict's sources, and how far they are to be trusted.
    pub(super) fn by_verdict(self, verdict: &Verdict) -> Self {
        let mut finding = self.by(verdict.sources);
        finding.disagreements.extend(verdict.disagreements);
        finding.extrapolated |= verdict.extrapolated;
        finding
    }

    pub(super) fn by(mut self, sources: &[Source]) -> Self {
        self.sources.extend(sources);
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.rule, self.message)?;
        for place in self.place.iter().chain(&self.also) {
            write!(f, "\n  --> {place}")?;
        }
        write_labelled(f, "why", &self.reason)?;
        if let Some(remedy) = &self.remedy {
            write_labelled(f, "instead", remedy)?;
        }
        for source in &self.sources {
            write_labelled(f, "source", &source.to_string())?;
        }
        for (label, doubt) in doubts(&self.disagreements, self.extrapolated) {
            write_labelled(f, label, &doubt)?;
        }
        if !self.hosts.is_empty() {
            write_labelled(f, "on", &self.hosts.join(", "))?;
        }
        Ok(())
    }
}

/// Further lines of a text stand below, by themselves, so that they can be copied.
fn write_labelled(f: &mut fmt::Formatter<'_>, label: &str, text: &str) -> fmt::Result {
    let mut lines = text.lines();
    write!(f, "\n  = {label}: {}", lines.next().unwrap_or_default())?;
    lines.try_for_each(|line| write!(f, "\n      {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Capability, Host, WindowsBuild};

    #[test]
    fn the_verdict_decides_how_grave_it_is() {
        let rule = Rule::SeveralNatNetworksWithPublishedPorts;
        let judged = |build| {
            let verdict = Host::windows(build).can(Capability::SeveralPublishedNatNetworks);
            Finding::judged(rule, &verdict, String::new()).map(|finding| finding.severity)
        };
        assert_eq!(judged(WindowsBuild::SERVER_2004), Some(Severity::Error));
        assert_eq!(judged(WindowsBuild::SERVER_2016), Some(Severity::Warning));
        assert_eq!(judged(WindowsBuild::SERVER_2019), None);
        assert_eq!(judged(WindowsBuild::SERVER_23H2), Some(Severity::Note));
    }

    #[test]
    fn places_are_named_once_and_lines_stay_lines() {
        let (a, b) = (Place::new("a.yml", 1, 1), Place::new("b.yml", 2, 3));
        let finding = Finding::new(Rule::SubnetsOverlap, "both".to_owned(), "so")
            .at([&a, &b, &a, &b])
            .instead("write\nnetworks:\n  default:");
        assert_eq!(
            finding.to_string(),
            "error[subnets-overlap]: both\n  --> a.yml:1:1\n  --> b.yml:2:3\n  = why: so\n  = instead: write\n      networks:\n        default:"
        );
    }
}
