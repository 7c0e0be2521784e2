//! Projects and the hosts they are meant for.

use super::cure::{Mended, Mending};
use super::reach::{self, ReachError, Vantage, Way};
use super::view::View;
use super::{Finding, Policy, Report, Target, address, names, ports, references, windows};
use crate::compose::Project;
use crate::host::Host;
use crate::plan::Observed;

/// What is to be judged: every project on every host.
///
/// Rules that compare projects (ports, names, NAT networks) take all of them to run on each host; projects that
/// are kept apart belong in situations of their own. Without a host nothing is judged.
///
/// ```
/// use docknet::check::Situation;
/// use docknet::compose::{Environment, Project};
/// use docknet::host::Host;
/// use docknet::plan::Observed;
///
/// let text = "services: {a: {image: x, ports: ['80:80']}, b: {image: x, ports: ['80:8080']}}";
/// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
/// let report = Situation::new()
///     .host("one", Host::linux(), Observed::default())
///     .host("two", Host::linux(), Observed::default())
///     .project(&project)
///     .check();
/// assert_eq!(report.findings().len(), 1, "one finding for both");
/// assert_eq!(report.findings()[0].hosts, ["one", "two"]);
/// # Ok::<(), docknet::compose::ComposeError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Situation<'a> {
    pub(super) targets: Vec<Target>,
    pub(super) projects: Vec<&'a Project>,
    policy: Policy,
}

/// What most rules are: a look at one host with all projects on it.
pub(super) type Judge = fn(&View<'_>) -> Vec<Finding>;

/// What some rules are: a look at all hosts side by side.
pub(super) type JudgeAll = fn(&[View<'_>]) -> Vec<Finding>;

const JUDGES: &[&[Judge]] =
    &[address::JUDGES, names::JUDGES, ports::JUDGES, references::JUDGES, windows::JUDGES];

const JUDGES_OF_ALL: &[&[JudgeAll]] = &[windows::JUDGES_OF_ALL];

impl<'a> Situation<'a> {
    /// No hosts, no projects.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a host by a name of your choice, with what was seen on it (nothing: `Observed::default()`).
    #[must_use]
    pub fn host(self, name: impl Into<String>, host: Host, observed: Observed) -> Self {
        self.target(Target::new(name, host).observing(observed))
    }

    /// Adds a host with everything known about it.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.targets.push(target);
        self
    }

    /// Adds a project that is to run on every host.
    #[must_use]
    pub fn project(mut self, project: &'a Project) -> Self {
        self.projects.push(project);
        self
    }

    /// Says how grave rules are taken and which are allowed. What files say under `x-docknet` counts beside it.
    #[must_use]
    pub fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Every way to a service on each host, and what becomes of it; none on a host where it does not run.
    ///
    /// # Errors
    /// [`ReachError`] for a project or service that is not there.
    pub fn who_reaches(
        &self,
        vantage: &Vantage,
        project: &str,
        service: &str,
    ) -> Result<Vec<Way>, ReachError> {
        reach::ways(&self.targets, &self.projects, vantage, project, service)
    }

    /// The files with the cures that can be made.
    #[must_use]
    pub fn mend(&self, mending: Mending) -> Mended {
        Mended::new(self, mending)
    }

    /// The same hosts and the same policy with other projects.
    pub(super) fn with_projects<'p>(&self, projects: &'p [Project]) -> Situation<'p> {
        let projects = projects.iter().collect();
        Situation { targets: self.targets.clone(), projects, policy: self.policy.clone() }
    }

    /// Judges every project on every host. Never an error: what is wrong is in the report.
    #[must_use]
    pub fn check(&self) -> Report {
        let views: Vec<_> = self.targets.iter().map(|target| View::new(target, &self.projects)).collect();
        let mut findings: Vec<_> =
            JUDGES_OF_ALL.iter().copied().flatten().flat_map(|judge| judge(&views)).collect();
        for view in &views {
            let judged = JUDGES.iter().copied().flatten().flat_map(|judge| judge(view));
            findings.extend(judged.map(|finding| Finding { hosts: vec![view.name.to_owned()], ..finding }));
        }
        address::said_by_prefix(&mut findings);
        let hosts: Vec<_> = self.targets.iter().map(|target| target.name.clone()).collect();
        if hosts.is_empty() {
            return Report::default();
        }
        Report::new(findings).under(&self.policy, &self.projects, &hosts)
    }
}
