//! What a policy makes of findings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::scope::{Parts, Scope};
use super::setting::{Asked, Setting};
use super::{Allowed, Policy};
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Place, Project};

/// The findings that stand, as grave as they are taken, and those that are allowed.
pub(in crate::check) fn judge(
    policy: &Policy,
    projects: &[&Project],
    findings: Vec<Finding>,
) -> (Vec<Finding>, Vec<Allowed>) {
    let settings = Settings::of(policy.settings.iter());
    let parts = Parts::of(projects);
    let (mut standing, mut allowed) = (Vec::new(), Vec::new());
    for mut finding in findings {
        let scopes = parts.of_finding(&finding);
        let applying = settings.applying(finding.rule, &scopes);
        if let Some(severity) = severity(&applying) {
            finding.severity = severity;
        }
        match allowance(&applying) {
            Some((reason, place)) => allowed.push(Allowed { finding, reason, place }),
            None => standing.push(finding),
        }
    }
    (standing, allowed)
}

/// The settings, to be found by what they are about.
#[derive(Debug, Default)]
struct Settings<'a> {
    by_subject: BTreeMap<(Rule, &'a Scope), Vec<&'a Setting>>,
}

impl<'a> Settings<'a> {
    fn of(settings: impl Iterator<Item = &'a Setting>) -> Self {
        let mut all = Self::default();
        for setting in settings {
            all.by_subject.entry((setting.rule, &setting.scope)).or_default().push(setting);
        }
        all
    }

    /// Those about a rule in any of some parts.
    fn applying(&self, rule: Rule, scopes: &BTreeSet<Scope>) -> Vec<&'a Setting> {
        let of = |scope| self.by_subject.get(&(rule, scope)).into_iter().flatten().copied();
        scopes.iter().flat_map(of).collect()
    }
}

/// The caller outranks the files and narrow parts wide ones; the gravest of what is left counts.
fn severity(applying: &[&Setting]) -> Option<Severity> {
    let asked = applying.iter().filter_map(|setting| match setting.asked {
        Asked::Severity(severity) => {
            Some((setting.place.is_none(), setting.scope.narrowness(), Reverse(severity)))
        }
        Asked::Allow(_) => None,
    });
    asked.max().map(|(_, _, Reverse(severity))| severity)
}

/// The reason and the place of an allowance: the caller's first, then that of the narrowest part.
fn allowance(applying: &[&Setting]) -> Option<(String, Option<Place>)> {
    let asked = applying.iter().filter_map(|setting| match &setting.asked {
        Asked::Allow(reason) => Some((setting, reason)),
        Asked::Severity(_) => None,
    });
    let best = asked.min_by_key(|(setting, _)| {
        (setting.place.is_some(), Reverse(setting.scope.narrowness()), &setting.place)
    });
    best.map(|(setting, reason)| (reason.clone(), setting.place.clone()))
}
