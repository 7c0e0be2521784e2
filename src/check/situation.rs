//! Projects and the hosts they are meant for.

use std::collections::{BTreeMap, BTreeSet};

use super::cure::{Mended, Mending};
use super::reach::{self, ReachError, Vantage, Way};
use super::service::SwarmHosts;
use super::told::Told;
use super::view::View;
use super::{
    Finding, Policy, Report, Rule, Target, address, names, network, ports, references, stack, windows,
};
use crate::compose::Project;
use crate::host::Host;
use crate::plan::Observed;

/// What is to be judged: every project on every host and on every swarm.
///
/// Rules that compare projects (ports, names, NAT networks) take all of them to run on each host; projects that
/// are kept apart belong in situations of their own. Without a host or a swarm nothing is judged.
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
    pub(super) swarms: Vec<(String, SwarmHosts)>,
    pub(super) projects: Vec<&'a Project>,
    policy: Policy,
}

/// What most rules are: a look at one host with all projects on it.
pub(super) type Judge = fn(&View<'_>) -> Vec<Finding>;

/// What some rules are: a look at all hosts side by side.
pub(super) type JudgeAll = fn(&[View<'_>]) -> Vec<Finding>;

const JUDGES: &[&[Judge]] = &[
    address::JUDGES,
    names::JUDGES,
    network::JUDGES,
    ports::JUDGES,
    references::JUDGES,
    stack::JUDGES,
    windows::JUDGES,
];

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

    /// Adds a swarm by a name of your choice: the projects are also judged as stacks on it (`docker stack deploy`), each
    /// called as its project, with the services of all of them side by side. Findings name its nodes as hosts.
    ///
    /// ```
    /// use docknet::check::service::{SwarmHosts, SwarmNode};
    /// use docknet::check::{Rule, Situation};
    /// use docknet::compose::{Environment, Project};
    /// use docknet::host::{Host, WindowsBuild};
    ///
    /// let text = "services: {web: {image: microsoft/iis, deploy: {mode: global}, ports: ['80:80']}}";
    /// let project = Project::parse("shop/docker-compose.yml", text, &Environment::new())?;
    /// let node = SwarmNode::manager("vm1", Host::windows(WindowsBuild::SERVER_2016));
    /// let report = Situation::new().swarm("azure", SwarmHosts::new().node(node)).project(&project).check();
    /// let finding = report.findings().iter().find(|finding| finding.rule == Rule::RoutingMeshUnsupported);
    /// let finding = finding.ok_or("it answers?")?;
    /// assert_eq!(finding.message, "shop_web publishes 80:80/tcp through the routing mesh");
    /// assert_eq!(finding.hosts, ["vm1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn swarm(mut self, name: impl Into<String>, swarm: SwarmHosts) -> Self {
        self.swarms.push((name.into(), swarm));
        self
    }

    /// Adds a project that is to run on every host and every swarm.
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

    /// Every way to a service on each host and swarm, and what becomes of it; none on a host where it does not run.
    ///
    /// # Errors
    /// [`ReachError`] for a project or service that is not there.
    pub fn who_reaches(
        &self,
        vantage: &Vantage,
        project: &str,
        service: &str,
    ) -> Result<Vec<Way>, ReachError> {
        reach::ways(&self.targets, &self.swarms, &self.projects, vantage, project, service)
    }

    /// The files with the cures that can be made.
    #[must_use]
    pub fn mend(&self, mending: Mending) -> Mended {
        Mended::new(self, mending)
    }

    /// The same hosts, swarms and policy with other projects.
    pub(super) fn with_projects<'p>(&self, projects: &'p [Project]) -> Situation<'p> {
        let (targets, swarms, policy) = (self.targets.clone(), self.swarms.clone(), self.policy.clone());
        Situation { targets, swarms, projects: projects.iter().collect(), policy }
    }

    /// Judges every project on every host and every swarm. Never an error: what is wrong is in the report.
    #[must_use]
    pub fn check(&self) -> Report {
        let views: Vec<_> = self.targets.iter().map(|target| View::new(target, &self.projects)).collect();
        let of_all: Told = JUDGES_OF_ALL.iter().copied().flatten().flat_map(|judge| judge(&views)).collect();
        let mut findings = of_all.findings();
        for view in &views {
            let judged = JUDGES.iter().copied().flatten().flat_map(|judge| judge(view));
            let told = judged.collect::<Told>().findings().into_iter();
            findings.extend(told.map(|finding| Finding { hosts: vec![view.name.to_owned()], ..finding }));
        }
        address::said_by_prefix(&mut findings);
        findings.extend(stack::attachable(&views, &self.swarms, &self.projects));
        let stacked =
            self.swarms.iter().flat_map(|(name, swarm)| stack::check(name, swarm, &self.projects)).collect();
        let hosts = self.hosts();
        if hosts.is_empty() {
            return Report::default();
        }
        Report::new(side_by_side(findings, stacked)).under(&self.policy, &self.projects, &hosts)
    }

    /// The names of all hosts, each once: those by themselves, then the nodes of swarms.
    fn hosts(&self) -> Vec<String> {
        let nodes = self.swarms.iter().flat_map(|(_, swarm)| swarm.nodes()).map(|(name, ..)| name);
        let names = self.targets.iter().map(Target::name).chain(nodes);
        let mut seen = BTreeSet::new();
        names.filter(|name| seen.insert(*name)).map(str::to_owned).collect()
    }
}

/// Findings about hosts and about swarms: what both say of one place is said once, and what swarm refuses is not said
/// of docker-compose.
fn side_by_side(mut findings: Vec<Finding>, mut stacked: Vec<Finding>) -> Vec<Finding> {
    if stacked.is_empty() {
        return findings;
    }
    let mut said = BTreeMap::new();
    for (index, finding) in stacked.iter().enumerate() {
        if let Some(place) = &finding.place {
            said.entry((finding.rule, place.clone())).or_insert(index);
        }
    }
    findings.retain(|finding| {
        let same = finding.place.as_ref().and_then(|place| said.get(&(finding.rule, place.clone())));
        let Some(kept) = same.and_then(|index| stacked.get_mut(*index)) else {
            return finding.rule != Rule::DnsrrWithIngressPort;
        };
        kept.severity = kept.severity.min(finding.severity);
        kept.hosts.extend(finding.hosts.iter().cloned());
        false
    });
    findings.append(&mut stacked);
    findings
}
