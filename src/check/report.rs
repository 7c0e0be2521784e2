//! All findings of a check.

use std::fmt;

use serde::Serialize;

use super::few::counted;
use super::{Allowed, Finding, Policy, Severity, policy, told};
use crate::compose::{Place, Project};

/// All findings, the gravest first, in the same order every time.
///
/// Of one rule, severity and host the first 1,000 are told one by one, and of all together 5,000, each rule having its
/// share; one finding of the rule then says how many more there are ([`Finding::stands_for`]), and [`counts`](Self::counts)
/// counts them all.
///
/// [`text`](Self::text) draws them for people, [`sarif`](Self::sarif) is for code hosts, and `Serialize` makes JSON of the
/// shape described there.
///
/// ```
/// use docknet::compose::{Environment, Project};
/// use docknet::host::{Host, WindowsBuild};
///
/// let text = "services: {web: {image: iis, ports: ['127.0.0.1:8080:80']}}";
/// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
/// let report = docknet::check(&project, &Host::linux());
/// assert!(report.is_clean(), "{report}");
/// let report = docknet::check(&project, &Host::windows(WindowsBuild::SERVER_2022));
/// assert_eq!(report.errors(), 1);
/// assert_eq!(report.findings()[0].rule.slug(), "host-address-in-publish");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    findings: Vec<Finding>,
    allowed: Vec<Allowed>,
    /// The first file of the first project, for formats that want a place of every finding.
    file: Option<String>,
}

/// How many findings there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
    /// Findings that somebody allows, which are not among the others.
    pub allowed: usize,
}

impl Report {
    /// Puts findings in order; those that say the same of several hosts become one, with all their sources.
    pub(super) fn new(mut findings: Vec<Finding>) -> Self {
        // Stable sorting keeps the order the hosts were given in.
        findings.sort_by(|a, b| what_is_said(a).cmp(&what_is_said(b)));
        findings.dedup_by(|next, kept| {
            let same = what_is_said(next) == what_is_said(kept);
            if same {
                take_new(&mut kept.sources, &mut next.sources);
                take_new(&mut kept.hosts, &mut next.hosts);
            }
            same
        });
        let mut findings = told::limited(findings, told::IN_ALL);
        findings.shrink_to_fit();
        Self { findings, allowed: Vec::new(), file: None }
    }

    /// The same findings by a policy: as grave as they are taken, without those that are allowed.
    pub(super) fn under(self, policy: &Policy, projects: &[&Project], hosts: &[String]) -> Self {
        let (mut findings, mut allowed) = policy::judge(policy, projects, hosts, self.findings);
        findings.sort_by(|a, b| what_is_said(a).cmp(&what_is_said(b)));
        allowed.sort_by(|a, b| what_is_said(&a.finding).cmp(&what_is_said(&b.finding)));
        let file = projects.iter().map(|project| project.file()).min().map(str::to_owned);
        Self { findings, allowed, file }
    }

    /// The findings, by severity, place, rule and message.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings that somebody allows, in the same order.
    #[must_use]
    pub fn allowed(&self) -> &[Allowed] {
        &self.allowed
    }

    /// Where a finding without a place is shown by formats that want one.
    pub(super) fn start(&self) -> Option<Place> {
        self.file.as_ref().map(|file| Place::new(file.as_str(), 1, 1))
    }

    /// How many there are of each kind.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let of = |severity| self.findings.iter().filter(move |finding| finding.severity == severity);
        let count = |severity| of(severity).map(|finding| finding.stands_for).sum();
        Counts {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            allowed: self.allowed.iter().map(|allowed| allowed.finding.stands_for).sum(),
        }
    }

    /// How many of them are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.counts().errors
    }

    /// Whether none of them is an error.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors() == 0
    }
}

/// All of a finding but who says so and where it holds, in the order findings have.
fn what_is_said(finding: &Finding) -> impl Ord + '_ {
    let Finding { severity, place, rule, message, also, reason, remedy, .. } = finding;
    // What is in doubt on one host is not in doubt on all.
    let doubt = (finding.extrapolated, &finding.disagreements);
    (severity, place, rule, message, also, reason, remedy, doubt)
}

fn take_new<T: PartialEq>(kept: &mut Vec<T>, more: &mut Vec<T>) {
    more.retain(|one| !kept.contains(one));
    kept.append(more);
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}\n")?;
        }
        write!(f, "{}", self.counts())
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { errors, warnings, notes, allowed } = *self;
        let (errors, warnings, notes) =
            (counted(errors, "error"), counted(warnings, "warning"), counted(notes, "note"));
        write!(f, "{errors}, {warnings}, {notes}")?;
        if allowed > 0 { write!(f, ", {allowed} allowed") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Rule;

    fn finding(rule: Rule, reason: &str, host: &str) -> Finding {
        let finding = Finding::new(rule, "m".to_owned(), reason);
        Finding { hosts: vec![host.to_owned()], ..finding }
    }

    #[test]
    fn the_same_finding_on_several_hosts_is_one() {
        let rule = Rule::SubnetsOverlap;
        let report = Report::new(vec![
            finding(Rule::OneNatEndsIsolation, "r", "b"),
            finding(rule, "r", "b"),
            finding(rule, "another", "c"),
            finding(rule, "r", "a"),
        ]);
        let hosts: Vec<_> = report.findings().iter().map(|finding| finding.hosts.join(" ")).collect();
        assert_eq!(hosts, ["c", "b a", "b"], "by severity and reason; hosts as they were given");
        assert!(report.to_string().ends_with("2 errors, 0 warnings, 1 note"));
        let doubted = Finding { extrapolated: true, ..finding(rule, "r", "d") };
        let report = Report::new(vec![doubted, finding(rule, "r", "a")]);
        assert_eq!(report.findings().len(), 2, "what is known of one host is in doubt on the other");
        assert!(!report.is_clean());
    }
}
