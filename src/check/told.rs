//! Findings that are told one by one, and how many more there are: a hostile file can make a rule speak a hundred thousand
//! times, and nobody reads the second thousand.

use std::collections::{BTreeMap, BTreeSet};

use super::few::counted;
use super::{Finding, Rule, Severity};

/// Findings of one rule and severity on one host that are told one by one.
pub(super) const OF_ONE: usize = 1_000;

/// Findings of a whole report that are told one by one; rules that speak seldom keep all of theirs.
pub(super) const IN_ALL: usize = 5_000;

/// What the findings of a report may take as text, in bytes: where they are long, fewer are told.
const AS_TEXT: usize = 3 * 1024 * 1024;

/// What a place takes.
const PLACE: usize = 256;

/// Findings of which the first of each rule are kept and the others counted.
#[derive(Debug, Default)]
pub(super) struct Told {
    kept: Vec<Finding>,
    counts: BTreeMap<(Rule, Severity), Count>,
}

#[derive(Debug, Default)]
struct Count {
    kept: usize,
    more: usize,
    /// Which of all that are kept is the last.
    last: usize,
}

impl Told {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn push(&mut self, finding: Finding) {
        let more = finding.stands_for;
        self.add(finding.rule, finding.severity, more, || finding);
    }

    /// As [`push`](Self::push), for a finding of a rule's usual severity that is only made when it is kept.
    pub(super) fn push_with(&mut self, rule: Rule, finding: impl FnOnce() -> Finding) {
        self.add(rule, rule.severity(), 1, finding);
    }

    fn add(&mut self, rule: Rule, severity: Severity, stands_for: usize, finding: impl FnOnce() -> Finding) {
        let count = self.counts.entry((rule, severity)).or_default();
        // One more is told: it takes no more room than to say that there is one more.
        if count.kept <= OF_ONE && stands_for == 1 {
            count.kept += 1;
            count.last = self.kept.len();
            self.kept.push(finding());
        } else {
            count.more = count.more.saturating_add(stands_for);
        }
    }

    /// The findings that are kept, then one for all others of each rule and severity.
    pub(super) fn findings(mut self) -> Vec<Finding> {
        self.counts.retain(|_, count| count.more > 0);
        let full = self.counts.values_mut().filter(|count| count.kept > OF_ONE);
        let counted: BTreeSet<usize> = full
            .map(|count| {
                count.more = count.more.saturating_add(1);
                count.last
            })
            .collect();
        let mut number = 0..;
        self.kept.retain(|_| number.next().is_none_or(|number| !counted.contains(&number)));
        let counts = self.counts.into_iter();
        self.kept.extend(counts.map(|((rule, severity), count)| further(rule, severity, count.more)));
        self.kept.shrink_to_fit();
        self.kept
    }
}

impl Extend<Finding> for Told {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

impl FromIterator<Finding> for Told {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        let mut told = Self::new();
        told.extend(findings);
        told
    }
}

/// One finding in the place of many.
fn further(rule: Rule, severity: Severity, more: usize) -> Finding {
    let message = format!("{} of this rule {} left out", counted(more, "further finding"), is(more));
    let reason = "one like it would follow another; they count among all, and nothing is known to be right of what they are about";
    let finding = Finding::new(rule, message, reason).with_severity(severity);
    let finding = finding.instead("what is told mended first; a check after that tells the next ones");
    Finding { stands_for: more, ..finding }
}

fn is(more: usize) -> &'static str {
    if more == 1 { "is" } else { "are" }
}

/// Findings of a report with so many at most told one by one: the same number of each rule, severity and set of hosts,
/// unless there are fewer.
pub(super) fn limited(findings: Vec<Finding>, most: usize) -> Vec<Finding> {
    let mut counts: BTreeMap<(Rule, Severity), usize> = BTreeMap::new();
    for finding in &findings {
        *counts.entry((finding.rule, finding.severity)).or_default() += 1;
    }
    let size: usize = findings.iter().map(size).sum();
    let most = if size > AS_TEXT { most.min(AS_TEXT / (size / findings.len()).max(1)) } else { most };
    if findings.len() <= most {
        return findings;
    }
    let each = share(counts.values().copied().collect(), most);
    let mut left: BTreeMap<(Rule, Severity), usize> = BTreeMap::new();
    let mut further_ones: BTreeMap<(Rule, Severity), Finding> = BTreeMap::new();
    let mut kept = Vec::with_capacity(most);
    for finding in findings {
        let subject = (finding.rule, finding.severity);
        let told = left.entry(subject).or_default();
        if *told < each && finding.stands_for == 1 {
            *told += 1;
            kept.push(finding);
            continue;
        }
        match further_ones.get_mut(&subject) {
            None => {
                let Finding { rule, severity, stands_for, hosts, .. } = finding;
                let one = Finding { hosts, ..further(rule, severity, stands_for) };
                further_ones.insert(subject, one);
            }
            Some(one) => {
                let hosts = finding.hosts.into_iter().filter(|host| !one.hosts.contains(host));
                let hosts: Vec<_> = hosts.collect();
                one.hosts.extend(hosts);
                let stands_for = one.stands_for.saturating_add(finding.stands_for);
                let Finding { message, .. } = further(finding.rule, finding.severity, stands_for);
                (one.stands_for, one.message) = (stands_for, message);
            }
        }
    }
    kept.extend(further_ones.into_values());
    kept
}

/// About how long a finding is as text.
fn size(finding: &Finding) -> usize {
    let Finding { message, reason, remedy, also, .. } = finding;
    let texts = message.len() + reason.len() + remedy.as_ref().map_or(0, String::len);
    also.len().saturating_add(1).saturating_mul(PLACE).saturating_add(texts)
}

/// How many of each kind there can be so that all kinds together are not more than so many; one of each at least.
fn share(mut counts: Vec<usize>, most: usize) -> usize {
    counts.sort_unstable();
    let (mut left, mut kinds) = (most, counts.len());
    for count in counts {
        let even = left / kinds.max(1);
        if count > even {
            return even.max(1);
        }
        left -= count;
        kinds -= 1;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: Rule, number: usize) -> Finding {
        let finding = Finding::new(rule, format!("{number:05}"), "r");
        Finding { hosts: vec!["a".to_owned()], ..finding }
    }

    fn counts(findings: &[Finding], rule: Rule) -> (usize, usize) {
        let of_it = || findings.iter().filter(|finding| finding.rule == rule);
        (of_it().count(), of_it().map(|finding| finding.stands_for).sum())
    }

    #[test]
    fn the_first_thousand_are_told_and_the_others_counted() {
        let (often, seldom) = (Rule::SubnetsOverlap, Rule::PublishedPortTwice);
        let mut told: Told = (0..OF_ONE + 234).map(|number| finding(often, number)).collect();
        told.push(finding(seldom, 0));
        told.push_with(often, || panic!("made in vain"));
        let findings = told.findings();
        assert_eq!(counts(&findings, often), (OF_ONE + 1, OF_ONE + 235));
        assert_eq!(counts(&findings, seldom), (1, 1));
        let last = findings.last().unwrap();
        assert_eq!((last.stands_for, last.severity), (235, often.severity()));
        assert_eq!(last.message, "235 further findings of this rule are left out");
        let just: Told = (0..=OF_ONE).map(|number| finding(often, number)).collect();
        assert!(just.findings().iter().all(|finding| finding.stands_for == 1), "one more is told");
        // What was counted is counted on.
        let mut again: Told = findings.into_iter().collect();
        again.push(finding(often, 0));
        assert_eq!(counts(&again.findings(), often), (OF_ONE + 1, OF_ONE + 236));
    }

    #[test]
    fn a_rule_that_speaks_seldom_is_not_crowded_out() {
        let often = [Rule::SubnetsOverlap, Rule::PublishedPortTwice, Rule::UnknownKey];
        let mut all: Vec<_> = (0..900).flat_map(|number| often.map(|rule| finding(rule, number))).collect();
        all.extend((0..20).map(|number| finding(Rule::ServiceCircle, number)));
        let limited = limited(all, 620);
        assert_eq!(counts(&limited, Rule::ServiceCircle), (20, 20));
        for rule in often {
            assert_eq!(counts(&limited, rule), (201, 900), "{rule}");
        }
        assert!(limited.iter().filter(|finding| finding.stands_for > 1).all(|one| one.hosts == ["a"]));
    }

    #[test]
    fn few_findings_stay_as_they_are() {
        let all: Vec<_> = (0..10).map(|number| finding(Rule::SubnetsOverlap, number)).collect();
        assert_eq!(limited(all.clone(), 10), all);
    }
}
