//! Files that were cured, and what is left.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::patient::Patient;
use super::proposal::{Change, Proposal, Safety};
use super::{beside, proposals};
use crate::check::{Finding, Report, Rule, Severity, Situation};
use crate::compose::edit::EditedFile;
use crate::compose::{Project, Tool};

/// How many cures are made at most; a file with more faults is worth a look by a person.
const MOST: usize = 1_000;

/// How much of projects is read and judged again, in all tries together, counted as [`Project::weight`] does: a try of
/// a large project takes as long as a hundred of a small one.
const MOST_WORK: usize = 10_000_000;

/// How many findings can be looked at for a cure in the time it takes to try one.
const LOOKS: usize = 8;

/// What projects may weigh together to be mended: while a cure is tried, they are in memory twice. That is about 2,000
/// services.
const MOST_WEIGHT: usize = 100_000;

/// A cure that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cure {
    /// The rule whose finding is gone.
    pub rule: Rule,
    /// What was wrong.
    pub message: String,
    /// What was done.
    pub summary: String,
    /// Whether a person should look.
    pub safety: Safety,
    /// The changes in the files.
    #[serde(skip)]
    pub changes: Vec<Change>,
    /// Notes there were not before: the price.
    pub price: Vec<String>,
}

/// Which cures are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mending {
    look: bool,
    beside: Option<Tool>,
}

impl Mending {
    /// Those that can be made without asking.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Also those a person should look at.
    #[must_use]
    pub fn looked_at(self) -> Self {
        Self { look: true, ..self }
    }

    /// Only those that an override file beside the original can say to a tool.
    #[must_use]
    pub fn beside(self, tool: Tool) -> Self {
        Self { beside: Some(tool), ..self }
    }

    fn allows(self, proposal: &Proposal) -> bool {
        let beside = |tool| {
            !proposal.in_place && proposal.changes.iter().all(|change| beside::part(change, tool).is_some())
        };
        (self.look || proposal.safety == Safety::Safe) && self.beside.is_none_or(beside)
    }
}

/// What became of the files of a situation.
#[derive(Debug, Clone)]
pub struct Mended {
    originals: Vec<Project>,
    projects: Vec<Project>,
    files: BTreeMap<String, EditedFile>,
    before: BTreeMap<String, String>,
    cures: Vec<Cure>,
    report: Report,
    untried: usize,
}

impl Mended {
    pub(in crate::check) fn new(situation: &Situation<'_>, mending: Mending) -> Self {
        let projects: Vec<Project> = situation.projects.iter().map(|&project| project.clone()).collect();
        let weight = projects.iter().map(Project::weight).fold(0, usize::saturating_add);
        let left = if weight > MOST_WEIGHT { 0 } else { MOST_WORK };
        let mut files = BTreeMap::new();
        for (file, text) in projects.iter().flat_map(Project::sources).filter(|_| left > 0) {
            if let Ok(edited) = EditedFile::parse(file, text) {
                files.insert(file.to_owned(), edited);
            }
        }
        let before = files.iter().map(|(file, edited)| (file.clone(), edited.text().to_owned())).collect();
        let report = situation.check();
        let originals = projects.clone();
        let mut mended = Self { originals, projects, files, before, cures: Vec::new(), report, untried: 0 };
        let mut tries = Tries { weight, left, tried: BTreeSet::new(), earlier: BTreeSet::new() };
        // What could not be cured may be when others are; every cure leaves less to be cured, so this ends.
        loop {
            let done = mended.cures.len();
            while mended.cures.len() < MOST && mended.step(situation, mending, &mut tries) {}
            tries.earlier.append(&mut tries.tried);
            if mended.cures.len() == done || mended.cures.len() == MOST {
                break;
            }
        }
        mended.untried = mended.left_untried(&tries);
        mended
    }

    /// How many errors and warnings there are for which no cure was looked for.
    fn left_untried(&self, tries: &Tries) -> usize {
        let is_left = |finding: &&Finding| {
            finding.severity != Severity::Note
                && (finding.stands_for > 1 || !tries.earlier.contains(&key(finding)))
        };
        self.report.findings().iter().filter(is_left).map(|finding| finding.stands_for).sum()
    }

    /// Cures the first finding that can be cured and was not tried before.
    fn step(&mut self, situation: &Situation<'_>, mending: Mending, tries: &mut Tries) -> bool {
        for finding in self.report.findings() {
            let is_one = finding.severity != Severity::Note && finding.stands_for == 1;
            if !is_one || tries.tried.contains(&key(finding)) {
                continue;
            }
            if !tries.may(tries.weight / LOOKS) {
                return false;
            }
            tries.tried.insert(key(finding));
            let patient =
                Patient { targets: &situation.targets, projects: &self.projects, files: &self.files };
            let found = proposals(&patient, finding).into_iter().map(|proposal| {
                let look = proposal.changes.iter().any(|change| self.is_others(change));
                proposal.looked_at_if(look)
            });
            let mut found = found.filter(|proposal| mending.allows(proposal));
            let done = found.find_map(|proposal| {
                let may = tries.may(tries.weight);
                may.then(|| self.tried(situation, finding, proposal)).flatten()
            });
            let Some(done) = done else { continue };
            let (originals, before) = (std::mem::take(&mut self.originals), std::mem::take(&mut self.before));
            *self = Self { originals, before, ..done };
            return true;
        }
        false
    }

    /// Whether a change is somebody else's affair as well: of a file that others extend or include, or of a value that
    /// comes out of a variable.
    fn is_others(&self, change: &Change) -> bool {
        let with = |project: &&Project| project.sources().any(|(file, _)| file == change.file);
        let own = |project: &Project| project.is_own(&change.file);
        let shared = !self.projects.iter().any(own) || self.projects.iter().filter(with).count() > 1;
        let there = self.files.get(&change.file).and_then(|file| file.get(&change.path));
        shared || there.is_some_and(|value| value.has_variable())
    }

    /// What becomes of the files with a proposal, if its finding is gone and nothing worse has come.
    fn tried(&self, situation: &Situation<'_>, finding: &Finding, proposal: Proposal) -> Option<Self> {
        let mut files = self.files.clone();
        for change in &proposal.changes {
            let file = files.get(&change.file)?;
            let edited = match &change.value {
                Some(value) => file.set(&change.path, value),
                None => file.remove(&change.path),
            };
            files.insert(change.file.clone(), edited.ok()?);
        }
        let texts: BTreeMap<&str, &str> =
            files.iter().map(|(file, edited)| (file.as_str(), edited.text())).collect();
        let projects =
            self.projects.iter().map(|project| project.with_texts(&texts)).collect::<Result<Vec<_>, _>>();
        let projects = projects.ok()?;
        let report = situation.with_projects(&projects).check();
        let there = counted(&self.report);
        let now = counted(&report);
        let gone = report.findings().iter().filter(|left| key(left) == key(finding)).count() == 0;
        let count = |all: &BTreeMap<(Severity, Rule), usize>, one: &(Severity, Rule)| {
            all.get(one).copied().unwrap_or(0)
        };
        let worse = now.keys().any(|one| one.0 != Severity::Note && count(&now, one) > count(&there, one));
        let fewer =
            count(&now, &(finding.severity, finding.rule)) < count(&there, &(finding.severity, finding.rule));
        if !gone || worse || !fewer {
            return None;
        }
        let price = report.findings().iter().filter(|note| {
            let is_one = note.severity == Severity::Note && note.stands_for == 1;
            is_one && !self.report.findings().iter().any(|old| key(old) == key(note))
        });
        let cure = Cure {
            rule: finding.rule,
            message: finding.message.clone(),
            summary: proposal.summary,
            safety: proposal.safety,
            changes: proposal.changes,
            price: price.map(|note| note.message.clone()).collect(),
        };
        let cures = self.cures.iter().cloned().chain([cure]).collect();
        let (originals, before) = (Vec::new(), BTreeMap::new());
        Some(Self { originals, projects, files, before, cures, report, untried: 0 })
    }

    /// The cures that were made, in order.
    #[must_use]
    pub fn cures(&self) -> &[Cure] {
        &self.cures
    }

    /// What is left.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// For how many errors and warnings of [`report`](Self::report) no cure was looked for: none, unless there are very
    /// many, or the projects are larger than about 2,000 services together, which are left as they are.
    #[must_use]
    pub fn untried(&self) -> usize {
        self.untried
    }

    /// The projects as they are now.
    #[must_use]
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// The text of a file, if it was changed.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        let now = self.files.get(file)?.text();
        (self.before.get(file).map(String::as_str) != Some(now)).then_some(now)
    }

    /// The cures of one project as an override file, which leaves the original as it is: the project's own file and the
    /// text. `None` when nothing of it was cured, or a later file cannot say it ([`Mending::beside`] keeps to what can).
    #[must_use]
    pub fn override_file(&self, index: usize, tool: Tool) -> Option<(&str, String)> {
        let project = self.projects.get(index)?;
        let own = |change: &&Change| project.sources().any(|(file, _)| file == change.file);
        let changes: Vec<_> = self.cures.iter().flat_map(|cure| &cure.changes).filter(own).collect();
        if changes.is_empty() {
            return None;
        }
        let original = self.originals.get(index)?;
        Some((project.file(), beside::text(original, &self.files, &changes, tool)?))
    }

    /// The files that were changed, with their texts before and now.
    pub fn changed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.files.iter().filter_map(|(file, edited)| {
            let before = self.before.get(file).map_or("", String::as_str);
            (before != edited.text()).then_some((file.as_str(), before, edited.text()))
        })
    }
}

/// What was tried, and how often more may be tried.
struct Tries {
    /// What the projects weigh.
    weight: usize,
    /// Work that is left.
    left: usize,
    /// The findings for which a cure was looked for in this round.
    tried: BTreeSet<String>,
    /// Those of the rounds before.
    earlier: BTreeSet<String>,
}

impl Tries {
    /// Whether so much work may be done, which is done then.
    fn may(&mut self, work: usize) -> bool {
        let left = self.left.checked_sub(work.max(1));
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}

/// What makes a finding the same before and after lines moved.
fn key(finding: &Finding) -> String {
    format!("{} {}", finding.rule, finding.message)
}

fn counted(report: &Report) -> BTreeMap<(Severity, Rule), usize> {
    let mut counts = BTreeMap::new();
    for finding in report.findings() {
        *counts.entry((finding.severity, finding.rule)).or_insert(0) += finding.stands_for;
    }
    counts
}
