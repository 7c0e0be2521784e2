//! Images that not every node may pull.

use super::view::View;
use super::{Remedy, ServiceFinding};
use crate::check::Rule;
use crate::host::{Evidence, Source};

const CREDENTIALS: &[Source] = &[
    Source::new(Evidence::Documented, "docker service create --with-registry-auth"),
    Source::new(
        Evidence::Reported,
        "field report of July 2017: unable to pin image to digest: no basic auth credentials",
    ),
];

/// A registry that gives its images to everybody.
const PUBLIC: &str = "mcr.microsoft.com";

/// The registry an image names: the first part, if it looks like a host.
fn registry(image: &str) -> Option<&str> {
    let (first, _) = image.split_once('/')?;
    (first.contains(['.', ':']) || first == "localhost").then_some(first)
}

/// Images of a registry, which may want to know who pulls.
pub(super) fn credentials(view: &View<'_>) -> Vec<ServiceFinding> {
    let registry = registry(&view.draft.image).filter(|registry| *registry != PUBLIC);
    let Some(registry) = registry.filter(|_| !view.draft.registry_auth) else { return Vec::new() };
    let message = format!("every node pulls {} from {registry} by itself", view.draft.image);
    let reason =
        "if the image is private, a node without credentials rejects its tasks (no basic auth credentials)";
    let finding = ServiceFinding::new(Rule::RegistryAuth, message, reason).by(CREDENTIALS);
    let advice = format!(
        "for a private image, log in to {registry} on the manager and hand the credentials on; on \
        Server 2016 log in on every node as well"
    );
    let remedy = Remedy::new(advice).with_command("--with-registry-auth");
    vec![finding.instead(remedy).on(&view.swarm.nodes)]
}
