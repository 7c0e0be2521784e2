//! Projects and the hosts they are meant for.

use super::view::View;
use super::{Finding, Report, addresses, assignment, names, nat, platform, ports, prefix, subnets};
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
    hosts: Vec<Judged>,
    projects: Vec<&'a Project>,
}

/// A host with its name and what is on it.
#[derive(Debug, Clone)]
struct Judged {
    name: String,
    host: Host,
    observed: Observed,
}

/// What every rule is: a look at one host with all projects on it.
type Judge = fn(&View<'_>) -> Vec<Finding>;

const JUDGES: &[Judge] = &[
    addresses::outside_subnet,
    addresses::reserved,
    addresses::twice,
    addresses::taken,
    assignment::with_replicas,
    assignment::on_automatic_subnet,
    assignment::can_be_taken,
    names::ends_isolation,
    names::collide,
    nat::several_networks,
    nat::lost_at_reboot,
    platform::driver_missing,
    platform::dynamic_range,
    platform::ipv6,
    ports::published_twice,
    ports::host_address,
    ports::protocol,
    ports::dnsrr_with_ingress,
    subnets::overlap,
];

impl<'a> Situation<'a> {
    /// No hosts, no projects.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a host by a name of your choice, with what was seen on it (nothing: `Observed::default()`).
    #[must_use]
    pub fn host(mut self, name: impl Into<String>, host: Host, observed: Observed) -> Self {
        self.hosts.push(Judged { name: name.into(), host, observed });
        self
    }

    /// Adds a project that is to run on every host.
    #[must_use]
    pub fn project(mut self, project: &'a Project) -> Self {
        self.projects.push(project);
        self
    }

    /// Judges every project on every host. Never an error: what is wrong is in the report.
    #[must_use]
    pub fn check(&self) -> Report {
        let views: Vec<_> = self
            .hosts
            .iter()
            .map(|there| View::new(&there.name, &there.host, &there.observed, &self.projects))
            .collect();
        let mut findings = prefix::differs(&views);
        for view in &views {
            let judged = JUDGES.iter().flat_map(|judge| judge(view));
            findings.extend(judged.map(|finding| Finding { hosts: vec![view.name.to_owned()], ..finding }));
        }
        Report::new(findings)
    }
}
