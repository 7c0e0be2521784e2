//! What is to be cured: the files, and what they say.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::proposal::Proposal;
use crate::check::Finding;
use crate::check::target::Target;
use crate::check::view::{Joined, Member, View};
use crate::compose::edit::{EditedFile, Step};
use crate::compose::{Network, Place, Placed, Project, Service};

/// The projects of a situation with the texts of their files.
pub(super) struct Patient<'a> {
    pub(super) targets: &'a [Target],
    pub(super) projects: &'a [Project],
    pub(super) files: &'a BTreeMap<String, EditedFile>,
}

impl Patient<'_> {
    /// The file a place is in, and the way to the value there.
    pub(super) fn locate(&self, place: &Place) -> Option<(&EditedFile, Vec<Step>)> {
        let file = self.files.get(place.file())?;
        Some((file, file.path_of(place)?))
    }

    /// The target of a name.
    pub(super) fn target(&self, name: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.name() == name)
    }

    /// What a host sees, for those who look at a finding of it.
    pub(super) fn view(&self, host: Option<&String>) -> Option<View<'_>> {
        let target = host.and_then(|host| self.target(host)).or(self.targets.first())?;
        Some(View::new(target, &self.projects.iter().collect::<Vec<_>>()))
    }

    /// Whether a text stands anywhere in the files but at as many places as are known.
    pub(super) fn mentions(&self, text: &str, known: usize) -> bool {
        let count: usize = self.files.values().map(|file| tokens(file.text(), text)).sum();
        count > known
    }
}

/// How often a text stands by itself: not as part of a longer number or word.
fn tokens(text: &str, token: &str) -> usize {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
    let alone = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let mut after = text.get(at + token.len()..).unwrap_or_default().chars();
        let next = after.next();
        // A full stop at the end of a sentence is no part of an address.
        let longer = inside(next) && (next != Some('.') || inside(after.next()));
        !inside(before) && !longer
    };
    text.match_indices(token).filter(alone).count()
}

/// The network and service a pinned address stands in.
pub(super) fn pin_at<'v>(
    view: &'v View<'v>,
    place: &Place,
) -> Option<(&'v Joined<'v>, Member<'v>, &'v Placed<IpAddr>)> {
    view.networks.iter().find_map(|network| {
        let (member, pin) = network.pins().find(|(_, pin)| pin.place == *place)?;
        Some((network, member, pin))
    })
}

/// Whether a place is one of a finding's.
pub(super) fn touches(finding: &Finding, place: &Place) -> bool {
    finding.place.as_ref() == Some(place) || finding.also.contains(place)
}

/// Where a network is declared, or would be: a network nobody declares is `default`, in the project's own file.
pub(super) fn network_path<'p>(
    patient: &'p Patient<'_>,
    project: &Project,
    network: &Network,
) -> Option<(&'p EditedFile, Vec<Step>)> {
    if let Some(place) = &network.place {
        return patient.locate(place);
    }
    let file = patient.files.get(project.file())?;
    Some((file, vec![Step::key("networks"), Step::key(&network.key)]))
}

/// Every service with its project.
pub(super) fn services<'p>(patient: &'p Patient<'_>) -> impl Iterator<Item = (&'p Project, &'p Service)> {
    patient
        .projects
        .iter()
        .flat_map(|project| project.services().iter().map(move |service| (project, service)))
}

/// All proposals that there are.
pub(super) fn all(proposals: impl IntoIterator<Item = Option<Proposal>>) -> Vec<Proposal> {
    proposals.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn an_address_is_found_by_itself_only() {
        let text =
            "a: 10.0.0.1\nb: 10.0.0.10\nc: tcp://10.0.0.1:80\nd: 110.0.0.1\n# see 10.0.0.1. And 10.0.0.1.5";
        assert_eq!(tokens(text, "10.0.0.1"), 3);
    }
}
