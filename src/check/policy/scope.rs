//! The parts of projects that a policy can speak of, and which part a place is in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::check::Finding;
use crate::compose::{Place, Project};

/// A part of what is judged. Wider ones come before narrower ones.
///
/// ```
/// use docknet::check::Scope;
/// let scope = Scope::Service { project: "web".into(), service: "proxy".into() };
/// assert_eq!(scope.to_string(), "service proxy of project web");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// All of it.
    Everywhere,
    /// A project, by its name.
    Project(String),
    /// A network, by the name of the project and the network's key in it.
    Network {
        /// The project's name.
        project: String,
        /// The key under `networks`.
        network: String,
    },
    /// A service, by the names of the project and the service.
    Service {
        /// The project's name.
        project: String,
        /// The key under `services`.
        service: String,
    },
}

impl Scope {
    /// How narrow it is: services and networks alike.
    pub(super) fn narrowness(&self) -> u8 {
        match self {
            Self::Everywhere => 0,
            Self::Project(_) => 1,
            Self::Network { .. } | Self::Service { .. } => 2,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everywhere => f.write_str("everything"),
            Self::Project(project) => write!(f, "project {project}"),
            Self::Network { project, network } => write!(f, "network {network} of project {project}"),
            Self::Service { project, service } => write!(f, "service {service} of project {project}"),
        }
    }
}

/// Which parts of which projects begin where. A place is in what begins last before it, and in the project.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    begins: BTreeMap<&'a Place, BTreeSet<Scope>>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(projects: &[&'a Project]) -> Self {
        let mut parts = Self::default();
        for project in projects {
            let name = || project.name().to_owned();
            for service in project.services() {
                let scope = Scope::Service { project: name(), service: service.name.value.clone() };
                parts.begin(&service.name.place, scope);
            }
            for network in project.networks() {
                let scope = Scope::Network { project: name(), network: network.key.clone() };
                network.place.iter().for_each(|place| parts.begin(place, scope.clone()));
            }
        }
        parts
    }

    fn begin(&mut self, place: &'a Place, scope: Scope) {
        self.begins.entry(place).or_default().insert(scope);
    }

    /// Every part a finding has a place in, wider ones first.
    pub(super) fn of_finding(&self, finding: &Finding) -> BTreeSet<Scope> {
        let mut scopes = BTreeSet::from([Scope::Everywhere]);
        for place in finding.place.iter().chain(&finding.also) {
            for scope in self.at(place) {
                if let Scope::Network { project, .. } | Scope::Service { project, .. } = scope {
                    scopes.insert(Scope::Project(project.clone()));
                }
                scopes.insert(scope.clone());
            }
        }
        scopes
    }

    fn at(&self, place: &Place) -> impl Iterator<Item = &Scope> {
        let last = self.begins.range::<Place, _>(..=place).next_back();
        let here = last.filter(|(begin, _)| begin.file() == place.file());
        here.into_iter().flat_map(|(_, scopes)| scopes)
    }
}
