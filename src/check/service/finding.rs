//! One thing to know before a service is created, and all of them.

use std::fmt;

use serde::Serialize;

use super::{Part, Remedy, SwarmNode};
use crate::check::Rule;
use crate::check::Severity;
use crate::check::doubt::doubts;
use crate::host::{Position, Source, Support, Verdict};

/// Something a rule has to say about a service, with the nodes it holds for and who says so.
///
/// Ordered by severity, then rule, then message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct ServiceFinding {
    /// How grave it is.
    pub severity: Severity,
    /// Which rule says so.
    pub rule: Rule,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Why it is wrong.
    pub reason: String,
    /// What to do instead, where something helps.
    pub remedy: Option<Remedy>,
    /// Who says so; empty only where nobody does, and for what follows from what was asked for alone.
    pub sources: Vec<Source>,
    /// What sources that contradict each other say; empty where they agree.
    pub disagreements: Vec<Position>,
    /// No source speaks of such a host, and what is known of the nearest was taken.
    pub extrapolated: bool,
    /// The nodes it holds for, in the order they were given; none when it holds for the service as such.
    pub nodes: Vec<String>,
    /// Which part of the service it is about.
    pub about: Part,
}

impl ServiceFinding {
    pub(super) fn new(rule: Rule, message: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            severity: rule.severity(),
            rule,
            message: message.into(),
            reason: reason.into(),
            remedy: None,
            sources: Vec::new(),
            disagreements: Vec::new(),
            extrapolated: false,
            nodes: Vec::new(),
            about: Part::Service,
        }
    }

    /// What a verdict makes of a rule: nothing where it works, a note where nobody knows.
    pub(super) fn judged(rule: Rule, verdict: &Verdict, message: impl Into<String>) -> Option<Self> {
        let severity = match verdict.support {
            Support::Supported => return None,
            Support::Degraded => rule.severity().max(Severity::Warning),
            Support::Unknown => Severity::Note,
            Support::Unsupported => rule.severity(),
        };
        let remedy = verdict.remedy.map(Remedy::new);
        let finding = Self { severity, remedy, ..Self::new(rule, message, verdict.reason) };
        Some(finding.by_verdict(verdict))
    }

    pub(super) fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    pub(super) fn about(self, about: Part) -> Self {
        Self { about, ..self }
    }

    pub(super) fn instead(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
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

    pub(super) fn on<'n>(self, nodes: impl IntoIterator<Item = &'n SwarmNode>) -> Self {
        Self { nodes: nodes.into_iter().map(|node| node.name.clone()).collect(), ..self }
    }
}

impl fmt::Display for ServiceFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.rule, self.message)?;
        write!(f, "\n  = why: {}", self.reason)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "\n  = instead: {}", remedy.advice)?;
            for (label, text) in [("on the command line", &remedy.command), ("in Compose", &remedy.compose)] {
                let lines = text.iter().flat_map(|text| text.lines()).enumerate();
                for (index, line) in lines {
                    if index == 0 {
                        write!(f, "\n  = {label}:")?;
                    }
                    write!(f, "\n      {line}")?;
                }
            }
        }
        for source in &self.sources {
            write!(f, "\n  = source: {source}")?;
        }
        for (label, doubt) in doubts(&self.disagreements, self.extrapolated) {
            write!(f, "\n  = {label}: {doubt}")?;
        }
        if !self.nodes.is_empty() {
            write!(f, "\n  = on: {}", self.nodes.join(", "))?;
        }
        Ok(())
    }
}

/// All findings about a service, the gravest first, in the same order every time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ServiceReport {
    findings: Vec<ServiceFinding>,
}

impl ServiceReport {
    pub(super) fn new(mut findings: Vec<ServiceFinding>) -> Self {
        findings.sort();
        findings.dedup();
        Self { findings }
    }

    /// The findings, by severity, rule and message.
    #[must_use]
    pub fn findings(&self) -> &[ServiceFinding] {
        &self.findings
    }

    /// The findings of one rule.
    pub fn of(&self, rule: Rule) -> impl Iterator<Item = &ServiceFinding> {
        self.findings.iter().filter(move |finding| finding.rule == rule)
    }

    /// How many of them are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// Whether the service may run as asked: none of them is an error.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors() == 0
    }
}

impl fmt::Display for ServiceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{finding}")?;
        }
        Ok(())
    }
}
