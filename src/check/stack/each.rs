//! What is wrong with each service by itself.

use std::collections::BTreeMap;

use super::deployed::Stacks;
use super::{MOST_PLACES, networks, translated};
use crate::check::few::few;
use crate::check::service::{self, Part, ServiceFinding, View};
use crate::check::told::Told;
use crate::check::{Finding, Rule};
use crate::compose::Place;

/// Stands for a service's name in a message.
const SERVICE: &str = "\u{0}";

/// A finding of several services, with their names and places.
struct Together<'v> {
    first: ServiceFinding,
    services: Vec<(&'v str, &'v Place)>,
}

/// Where a network the stack makes says what the finding is about, instead of where the service joins it.
fn in_network<'a>(stacks: &Stacks<'a>, finding: &ServiceFinding) -> Option<&'a Place> {
    let Part::Network(name) = &finding.about else { return None };
    let made = stacks.networks.get(name)?;
    if finding.rule == Rule::EncryptedOverlayOnWindows {
        return made.network?.driver_opts.get("encrypted").map(|option| &option.place);
    }
    let driver = made.network.and_then(|network| network.driver.as_ref());
    (finding.rule == Rule::OverlayUnsupported).then(|| driver.map_or(made.place, |driver| &driver.place))
}

/// The findings about every service, under the place of what they are about.
pub(super) fn service(stacks: &Stacks<'_>, views: &[View<'_>]) -> Vec<Finding> {
    let mut findings = Told::new();
    // By message and nodes: what is the nodes' is said once of all services.
    let mut of_nodes: BTreeMap<(String, Vec<String>), Together<'_>> = BTreeMap::new();
    for (deployed, view) in stacks.services.iter().zip(views) {
        for finding in service::own(view) {
            if let Part::Network(name) = &finding.about {
                // Said once of the network.
                if networks::is_local(stacks, name) {
                    continue;
                }
            }
            let place = in_network(stacks, &finding).unwrap_or_else(|| deployed.place(&finding.about));
            if finding.rule == Rule::OverlayUnsupported {
                let message = finding.message.replacen(view.name(), SERVICE, 1);
                let key = (message, finding.nodes.clone());
                let together =
                    of_nodes.entry(key).or_insert(Together { first: finding, services: Vec::new() });
                together.services.push((view.name(), place));
            } else {
                findings.push(translated(finding, [place]));
            }
        }
    }
    let together = of_nodes.into_iter().map(|((message, _), Together { first, services })| {
        let message = message.replacen(SERVICE, &few(services.iter().map(|(name, _)| *name)), 1);
        let places = services.iter().map(|(_, place)| *place).take(MOST_PLACES);
        translated(ServiceFinding { message, ..first }, places)
    });
    findings.extend(together);
    findings.findings()
}
