//! What refers to something that must be there.

use std::collections::{BTreeMap, HashSet};

use super::context::Context;
use super::cursor::named;
use super::dependency::volumes_from;
use super::{ComposeError, Network, NetworkMode, Place, Placed, Service};

/// Names in an error; a file that declares more than anybody reads lists only the first.
const LISTED: usize = 32;

/// Notes every reference to a network or a service that is not declared.
pub(super) fn check(services: &[Service], inactive: &[Service], networks: &[Network], context: &Context<'_>) {
    let off: BTreeMap<&str, &Service> =
        inactive.iter().map(|service| (service.name.value.as_str(), service)).collect();
    let names: HashSet<&str> = services.iter().map(|service| service.name.value.as_str()).collect();
    let keys: HashSet<&str> = networks.iter().map(|network| network.key.as_str()).collect();
    for service in services {
        let name = || named(&service.name.value);
        for attachment in &service.networks {
            let Placed { value: network, place } = &attachment.network;
            if !keys.contains(network.as_str()) {
                let declared = networks.iter().filter(|network| network.is_declared());
                let declared = declared.take(LISTED).map(|network| named(&network.key)).collect();
                let (place, network) = (place.clone(), named(network));
                context.fault(ComposeError::UndeclaredNetwork { place, service: name(), network, declared });
            }
        }
        for (key, place, target) in referred(service) {
            if let Some(target) = off.get(target) {
                context.fault(ComposeError::InactiveService {
                    place: place.clone(),
                    key,
                    service: name().into(),
                    target: named(&target.name.value).into(),
                    profiles: target
                        .profiles
                        .iter()
                        .take(LISTED)
                        .map(|profile| named(&profile.value))
                        .collect(),
                });
            } else if !names.contains(target) {
                let declared = services.iter().take(LISTED).map(|service| named(&service.name.value));
                context.fault(ComposeError::UndeclaredService {
                    place: place.clone(),
                    key,
                    service: name().into(),
                    target: named(target).into(),
                    declared: declared.collect(),
                });
            }
        }
    }
}

/// The services a service refers to: under which key, where, by which name.
fn referred(service: &Service) -> impl Iterator<Item = (&'static str, &Place, &str)> {
    let mode = service.network_mode.iter().filter_map(|mode| match &mode.value {
        NetworkMode::Service(target) => Some(("network_mode", &mode.place, target.as_str())),
        NetworkMode::Bridge
        | NetworkMode::Container(_)
        | NetworkMode::Host
        | NetworkMode::None
        | NetworkMode::Other(_) => None,
    });
    let depends_on = service.depends_on.iter().filter(|other| other.required).map(|other| &other.service);
    let depends_on = depends_on.map(|other| ("depends_on", &other.place, other.value.as_str()));
    let links = service.links.iter().map(|link| ("links", &link.place, link.value.service.as_str()));
    let volumes = service
        .volumes_from
        .iter()
        .filter_map(|item| volumes_from(&item.value).map(|service| ("volumes_from", &item.place, service)));
    mode.chain(depends_on).chain(links).chain(volumes)
}
