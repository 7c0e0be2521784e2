//! What services publish, item by item: a range of the file is one item, however many ports it has.

use std::net::IpAddr;

use crate::check::view::View;
use crate::compose::{NetworkMode, Place, PortMapping, Project, Service};
use crate::model::{Port, PortRange, Protocol};

/// One item of a service's `ports`.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) project: &'a Project,
    pub(super) service: &'a Service,
    pub(super) place: &'a Place,
    /// The first of its ports, for all that they share.
    pub(super) mapping: &'a PortMapping,
    /// The ports of the host, where the file names them.
    pub(super) published: Option<PortRange>,
}

impl Item<'_> {
    pub(super) fn title(&self) -> String {
        format!("{}/{}", self.project.name(), self.service.name)
    }

    pub(super) fn protocol(&self) -> Protocol {
        self.mapping.port.protocol
    }

    pub(super) fn address(&self) -> Option<IpAddr> {
        self.mapping.port.address
    }

    /// The part of its ports that lies between two numbers.
    pub(super) fn within(&self, first: u16, last: u16) -> Option<PortRange> {
        let published = self.published?;
        let (first, last) = (Port::new(first).ok()?, Port::new(last).ok()?);
        PortRange::new(published.first().max(first), published.last().min(last)).ok()
    }
}

/// Whether a service has a network stack of its own to publish from.
pub(super) fn has_own_network(service: &Service) -> bool {
    match service.network_mode.as_ref().map(|mode| &mode.value) {
        None | Some(NetworkMode::Bridge | NetworkMode::Other(_)) => true,
        Some(NetworkMode::Container(_) | NetworkMode::Host | NetworkMode::None | NetworkMode::Service(_)) => {
            false
        }
    }
}

/// All items that are published on the host.
pub(super) fn items<'a>(view: &View<'a>) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    let services = view.services.iter().filter(|(_, service)| has_own_network(service));
    for &(project, service) in services {
        for port in &service.ports {
            let published = port.value.port.published;
            match items.last_mut() {
                // The ports of a range stand one after the other and at one place.
                Some(last) if std::ptr::eq(last.service, service) && *last.place == port.place => {
                    let grown = last.published.zip(published);
                    last.published = grown
                        .and_then(|(range, port)| PortRange::new(range.first(), port).ok())
                        .or(last.published);
                }
                _ => items.push(Item {
                    project,
                    service,
                    place: &port.place,
                    mapping: &port.value,
                    published: published.and_then(|port| PortRange::new(port, port).ok()),
                }),
            }
        }
    }
    items
}
