//! The parts of projects that a policy can speak of, and which part a place is in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::check::Finding;
use crate::compose::{Node, Place, Project};

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
    /// A file that a project's own ones extend or include.
    File {
        /// The project's name.
        project: String,
        /// The file, as it was named when it was read.
        file: String,
    },
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
            Self::File { .. } => 2,
            Self::Network { .. } | Self::Service { .. } => 3,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everywhere => f.write_str("everything"),
            Self::Project(project) => write!(f, "project {project}"),
            Self::File { project, file } => write!(f, "file {file} of project {project}"),
            Self::Network { project, network } => write!(f, "network {network} of project {project}"),
            Self::Service { project, service } => write!(f, "service {service} of project {project}"),
        }
    }
}

/// Which part of which project every value of the files is in.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// Where values begin, in order, each with the number of its part.
    begins: Vec<(&'a Place, usize)>,
    scopes: Vec<Scope>,
    /// The projects that extend or include a file, by its name.
    elsewhere: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(projects: &[&'a Project]) -> Self {
        let mut parts = Self::default();
        for project in projects {
            let name = || project.name().to_owned();
            for (file, _) in project.sources().filter(|(file, _)| !project.is_own(file)) {
                parts.elsewhere.entry(file).or_default().push(project.name());
            }
            for (key, value) in project.document().entries() {
                match key.value.as_str() {
                    "services" => {
                        parts.add_each(value, |service| Scope::Service { project: name(), service });
                    }
                    "networks" => {
                        parts.add_each(value, |network| Scope::Network { project: name(), network });
                    }
                    _ => {}
                }
                parts.scopes.push(Scope::Project(name()));
                parts.begins.push((&key.place, parts.scopes.len() - 1));
            }
        }
        parts.begins.sort_unstable();
        parts.begins.dedup();
        parts
    }

    /// Adds every entry as a part of its own, with all that is in it.
    fn add_each(&mut self, section: &'a Node, scope: impl Fn(String) -> Scope) {
        for (key, value) in section.entries() {
            self.scopes.push(scope(key.value.clone()));
            let part = self.scopes.len() - 1;
            self.begins.push((&key.place, part));
            let mut open = vec![value];
            while let Some(node) = open.pop() {
                self.begins.push((node.place(), part));
                open.extend(node.items());
                for (key, value) in node.entries() {
                    self.begins.push((&key.place, part));
                    open.push(value);
                }
            }
        }
    }

    /// Every part a finding has a place in, wider ones first. One without a place is every project's.
    pub(super) fn of_finding(&self, finding: &Finding) -> BTreeSet<Scope> {
        let mut scopes = BTreeSet::from([Scope::Everywhere]);
        if finding.place.is_none() {
            scopes.extend(self.scopes.iter().filter(|scope| matches!(scope, Scope::Project(_))).cloned());
        }
        let places = || finding.place.iter().chain(&finding.also);
        for place in places() {
            let projects = self.elsewhere.get(place.file()).into_iter().flatten();
            let file = place.file();
            scopes.extend(
                projects.map(|project| Scope::File { project: (*project).into(), file: file.into() }),
            );
        }
        for scope in places().flat_map(|place| self.at(place)) {
            if let Scope::Network { project, .. } | Scope::Service { project, .. } = scope {
                scopes.insert(Scope::Project(project.clone()));
            }
            scopes.insert(scope.clone());
        }
        scopes
    }

    /// The parts of the last value that begins before a place or at it. Aliases and shared files have several.
    fn at(&self, place: &Place) -> impl Iterator<Item = &Scope> {
        let before = self.begins.partition_point(|(begin, _)| *begin <= place);
        let begins = self.begins.get(..before).unwrap_or_default();
        let last = begins.last().map(|(begin, _)| *begin).filter(|begin| begin.file() == place.file());
        let same = begins.iter().rev().take_while(move |(begin, _)| Some(*begin) == last);
        same.filter_map(|(_, part)| self.scopes.get(*part))
    }
}
