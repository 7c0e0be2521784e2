//! Images that not every node may pull.

use super::view::View;
use super::{Part, Remedy, ServiceFinding, SwarmHosts};
use crate::check::Rule;
use crate::host::{Evidence, Source};

const CREDENTIALS: &[Source] = &[
    Source::new(Evidence::Documented, "docker service create --with-registry-auth"),
    Source::new(
        Evidence::Reported,
        "field report of July 2017: unable to pin image to digest: no basic auth credentials",
    ),
];

/// Registries that give their images to everybody.
const PUBLIC: [&str; 3] = ["mcr.microsoft.com", "public.ecr.aws", "registry.k8s.io"];

/// The registry an image names: the first part, if it looks like a host.
fn registry(image: &str) -> Option<&str> {
    let (first, _) = image.split_once('/')?;
    (first.contains(['.', ':']) || first == "localhost").then_some(first)
}

/// Images of a registry, which may want to know who pulls.
pub(super) fn credentials(view: &View<'_>) -> Vec<ServiceFinding> {
    let image = &view.draft.image;
    let finding = if view.draft.registry_auth { None } else { of_image(image, view.swarm) };
    finding.into_iter().collect()
}

/// The same, whichever service runs it.
pub(in crate::check) fn of_image(image: &str, swarm: &SwarmHosts) -> Option<ServiceFinding> {
    let registry = registry(image).filter(|registry| !PUBLIC.contains(registry))?;
    let message = format!("every node pulls {image} from {registry} by itself");
    let reason =
        "if the image is private, a node without credentials rejects its tasks (no basic auth credentials)";
    let finding = ServiceFinding::new(Rule::RegistryAuth, message, reason).by(CREDENTIALS);
    let advice = format!(
        "for a private image, log in to {registry} on the manager and hand the credentials on; on \
        Server 2016 log in on every node as well"
    );
    let remedy = Remedy::new(advice).with_command("--with-registry-auth");
    Some(finding.about(Part::Image).instead(remedy).on(&swarm.nodes))
}
