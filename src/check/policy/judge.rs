//! What a policy makes of findings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::scope::{Parts, Scope};
use super::setting::{Asked, Setting};
use super::{Allowed, Policy, file};
use crate::check::told::Told;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Place, Project};

/// The findings that stand, as grave as they are taken, and those that are allowed. What is wrong with the files' own
/// settings is found on the way.
pub(in crate::check) fn judge(
    policy: &Policy,
    projects: &[&Project],
    hosts: &[String],
    mut findings: Vec<Finding>,
) -> (Vec<Finding>, Vec<Allowed>) {
    let (said, wrong) = file::read(projects);
    let on_all = |finding| Finding { hosts: hosts.to_vec(), ..finding };
    findings.extend(wrong.into_iter().map(on_all));
    if policy.settings.is_empty() && said.is_empty() {
        return (findings, Vec::new());
    }
    let mut judged = Judged::by(Settings::of(policy.settings.iter().chain(&said)), Parts::of(projects));
    for finding in findings {
        judged.add(finding);
    }
    let unused = judged.unused(&said, &off(projects));
    for finding in unused {
        judged.add(on_all(finding));
    }
    (judged.standing, judged.allowed)
}

/// Findings under settings.
#[derive(Debug)]
struct Judged<'a> {
    settings: Settings<'a>,
    parts: Parts<'a>,
    /// Where allowances stand that had something to allow.
    used: BTreeSet<&'a Place>,
    standing: Vec<Finding>,
    allowed: Vec<Allowed>,
}

impl<'a> Judged<'a> {
    fn by(settings: Settings<'a>, parts: Parts<'a>) -> Self {
        Self { settings, parts, used: BTreeSet::new(), standing: Vec::new(), allowed: Vec::new() }
    }

    fn add(&mut self, mut finding: Finding) {
        let applying = self.settings.applying(finding.rule, &self.parts.of_finding(&finding));
        if let Some(severity) = severity(&applying) {
            finding.severity = severity;
        }
        let allowances = applying.iter().filter(|setting| matches!(setting.asked, Asked::Allow(_)));
        self.used.extend(allowances.filter_map(|setting| setting.place.as_ref()));
        match allowance(&applying) {
            Some((reason, place)) => self.allowed.push(Allowed { finding, reason, place }),
            None => self.standing.push(finding),
        }
    }

    /// A finding for every allowance of the files that had nothing to allow. An allowance of this very rule is used by
    /// being there, and one in a part that is switched off may be of use when it is on.
    fn unused(&self, said: &[Setting], off: &BTreeSet<Scope>) -> Vec<Finding> {
        let mut places = BTreeMap::new();
        for Setting { scope, rule, asked, place } in said {
            let allows =
                matches!(asked, Asked::Allow(_)) && *rule != Rule::UnusedAllowance && !off.contains(scope);
            if let Some(place) = place.as_ref().filter(|place| allows && !self.used.contains(place)) {
                places.insert(place, *rule);
            }
        }
        let unused = |(place, rule): (&Place, Rule)| {
            let message = format!("{rule} is allowed here and nothing of the kind is found");
            let reason =
                "what was allowed is gone, or is found elsewhere; the allowance would hide what comes later";
            let finding = Finding::new(Rule::UnusedAllowance, message, reason).at([place]);
            finding.instead("take it out, unless another host or another time needs it")
        };
        places.into_iter().map(unused).collect::<Told>().findings()
    }
}

/// Services that no active profile switches on, and networks that only such services are in.
fn off(projects: &[&Project]) -> BTreeSet<Scope> {
    let mut off = BTreeSet::new();
    for project in projects {
        let name = || project.name().to_owned();
        let is_used = |network: &str| project.services().iter().any(|on| on.attachment(network).is_some());
        for service in project.inactive() {
            off.insert(Scope::Service { project: name(), service: service.name.value.clone() });
            let networks = service.networks.iter().map(|there| &there.network.value);
            for network in networks.filter(|network| !is_used(network)) {
                off.insert(Scope::Network { project: name(), network: network.clone() });
            }
        }
    }
    off
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
