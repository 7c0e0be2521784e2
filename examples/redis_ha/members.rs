//! Which project is Redis HA, and which service is which member.

use std::collections::BTreeMap;

use docknet::compose::{Place, Project, Service};
use docknet::workload::Member;

/// The Redis HA project, with its services by member.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    pub(crate) project: &'a Project,
    pub(crate) services: BTreeMap<Member, &'a Service>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum MembersError {
    #[error("no Redis HA project: none of {files} has a service with the word \"master\" in its name")]
    NoMaster { files: String },
    #[error(
        "{place}: {service} runs {replicas}, and a fixed address is one container's: write a service for each member"
    )]
    Replicas { place: Place, service: String, replicas: String },
    #[error("{second}: a second service is called a master (the first is at {first}): Redis HA has one")]
    SeveralMasters { first: Place, second: Place },
    #[error(
        "{second}: a second project has a master (the first is at {first}): name one Redis HA project at a time"
    )]
    SeveralProjects { first: Place, second: Place },
}

impl<'a> Members<'a> {
    /// The one project with a master among its services.
    pub(crate) fn find(projects: &'a [Project]) -> Result<Self, MembersError> {
        let masters = |project: &'a Project| {
            project.services().iter().filter(|service| role(service) == Some("master")).collect::<Vec<_>>()
        };
        let mut found =
            projects.iter().map(|project| (project, masters(project))).filter(|(_, all)| !all.is_empty());
        let Some((project, all)) = found.next() else {
            let files = projects.iter().map(Project::file).collect::<Vec<_>>().join(", ");
            return Err(MembersError::NoMaster { files });
        };
        let place = |service: &Service| service.name.place.clone();
        if let [first, second, ..] = all[..] {
            return Err(MembersError::SeveralMasters { first: place(first), second: place(second) });
        }
        if let Some((_, others)) = found.next() {
            return Err(MembersError::SeveralProjects { first: place(all[0]), second: place(others[0]) });
        }
        let services = numbered(project);
        for service in services.values() {
            let count = service.replicas().count();
            if count != Some(1) {
                let replicas = count.map_or("on every node".into(), |count| format!("{count} containers"));
                let (place, service) = (place(service), service.name.value.clone());
                return Err(MembersError::Replicas { place, service, replicas });
            }
        }
        Ok(Self { project, services })
    }

    /// The member a service is.
    pub(crate) fn member(&self, project: &Project, service: &Service) -> Option<&Member> {
        let ours = project.name() == self.project.name();
        let same = |(_, other): &(&Member, &&Service)| ours && other.name == service.name;
        self.services.iter().find(same).map(|(member, _)| member)
    }
}

/// The role a service's name says, by whole words: `slave1` and `redis-sentinel-2`, but not `webmaster`.
fn role(service: &Service) -> Option<&'static str> {
    let name = service.name.value.to_ascii_lowercase();
    let has = |word: &str| name.split(|c: char| !c.is_ascii_alphabetic()).any(|part| part == word);
    if has("sentinel") {
        Some("sentinel")
    } else if has("slave") || has("replica") {
        Some("replica")
    } else {
        has("master").then_some("master")
    }
}

/// Members by the number in their service's name where these count up from 1, whatever their order in the file; else in
/// that order.
fn numbered(project: &Project) -> BTreeMap<Member, &Service> {
    let mut members = BTreeMap::new();
    for wanted in ["master", "replica", "sentinel"] {
        let services: Vec<_> =
            project.services().iter().filter(|service| role(service) == Some(wanted)).collect();
        let own: BTreeMap<u32, &Service> =
            services.iter().filter_map(|service| Some((number(service)?, *service))).collect();
        let in_order = || (1..).zip(services.iter().copied()).collect();
        let every = own.len() == services.len() && own.keys().copied().eq((1..).take(own.len()));
        let all = if every { own } else { in_order() };
        members.extend(all.into_iter().map(|(number, service)| (Member::new(wanted, number), service)));
    }
    members
}

fn number(service: &Service) -> Option<u32> {
    let name = &service.name.value;
    let digits = name.rsplit(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty())?;
    digits.parse().ok().filter(|number| (1..=10_000).contains(number))
}
