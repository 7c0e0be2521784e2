//! Container names and aliases that clash are changed or left out.

use super::patient::{Patient, all, services};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::compose::edit::{Step, Value};

/// Another container name for the last of those that want one, or none.
pub(super) fn container_renamed(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let places: Vec<_> = finding.place.iter().chain(&finding.also).rev().collect();
    all(places.into_iter().flat_map(|place| {
        let found = services(patient).find_map(|(project, service)| {
            let name = service.fixed_container_name.as_ref().filter(|name| name.place == *place)?;
            Some((project, service, name))
        });
        let (file, path) = patient.locate(place).unzip();
        let (Some((project, service, name)), Some(file), Some(path)) = (found, file, path) else {
            return [None, None];
        };
        let title = format!("{}/{}", project.name(), service.name.value);
        let other = format!("{}-{}", name.value, project.name());
        let none = format!("{title} has no container name of its own instead of {}", name.value);
        let renamed = format!("{title} is the container {other} instead of {}", name.value);
        // Which of them is known by the name outside the files, a person knows.
        [
            Some(Proposal::new(renamed, vec![Change::set(file.file(), path.clone(), Value::text(other))])),
            Some(Proposal::new(none, vec![Change::remove(file, &path)])),
        ]
        .map(|proposal| proposal.map(|proposal| proposal.looked_at_if(true)))
    }))
}

/// No container name where there are several containers.
pub(super) fn container_unnamed(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(services(patient).map(|(project, service)| {
        let name = service.fixed_container_name.as_ref()?;
        let touched = finding.place.as_ref() == Some(&name.place) || finding.also.contains(&name.place);
        let (file, path) = patient.locate(&name.place).filter(|_| touched)?;
        let summary = format!("{}/{} has no container name of its own", project.name(), service.name.value);
        // A service is often called as its container is, and its name still works.
        let own = usize::from(name.value.as_str() == service.name.value);
        let look = patient.mentions(name.value.as_str(), 1 + own);
        Some(Proposal::new(summary, vec![Change::remove(file, &path)]).looked_at_if(look))
    }))
}

/// An alias nothing else is called by.
pub(super) fn alias_renamed(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(finding.place.iter().chain(&finding.also).map(|place| {
        let (file, path) = patient.locate(place)?;
        let [Step::Key(services), Step::Key(service), .., Step::Key(aliases), Step::Item(_)] =
            Step::inside_document(&path)
        else {
            return None;
        };
        let Value::Text(alias) = file.get(&path)? else { return None };
        if services != "services" || aliases != "aliases" {
            return None;
        }
        let other = format!("{alias}-{service}");
        let summary = format!("{service} has the alias {other} instead of {alias}");
        Some(
            Proposal::new(summary, vec![Change::set(file.file(), path, Value::text(other))])
                .looked_at_if(true),
        )
    }))
}
