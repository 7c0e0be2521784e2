//! On which ports services listen, as far as files and well known images say.

use std::collections::BTreeMap;

use super::asked::Neighbourhood;
use crate::check::view::View;
use crate::compose::{Project, Service};
use crate::model::Protocol;

/// The TCP ports of images everybody knows, by their `EXPOSE`.
const IMAGES: &[(&str, u16)] = &[
    ("mariadb", 3306),
    ("memcached", 11211),
    ("mongo", 27017),
    ("mssql/server", 1433),
    ("mysql", 3306),
    ("nats", 4222),
    ("postgres", 5432),
    ("rabbitmq", 5672),
    ("redis", 6379),
];

/// An image without its registry, tag and digest.
pub(super) fn image(service: &Service) -> Option<&str> {
    let image = service.image.as_ref()?.value.as_str();
    let image = image.split_once('@').map_or(image, |(image, _)| image);
    let name = image.rsplit('/').next()?;
    let tag = name.split_once(':').map_or(0, |(_, tag)| tag.len().saturating_add(1));
    image.get(..image.len().checked_sub(tag)?)
}

/// The port an image listens on by itself.
fn of_image(service: &Service) -> Option<u16> {
    let image = image(service)?;
    let is = |known: &str| {
        image.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    IMAGES.iter().find(|(known, _)| is(known)).map(|(_, port)| *port)
}

/// The ports a service's containers listen on for TCP.
fn of(service: &Service) -> Vec<u16> {
    let tcp = service.ports.iter().map(|port| port.value.port).filter(|port| port.protocol == Protocol::Tcp);
    let mut ports: Vec<u16> = tcp.map(|port| port.target.number()).collect();
    for item in &service.expose {
        let range = match item.value.split_once('/') {
            Some((range, "tcp")) => range,
            Some(_) => continue,
            None => &item.value,
        };
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        if let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) {
            ports.extend(first..=last);
        }
    }
    ports.extend(of_image(service));
    ports
}

/// Who listens where: by project, port and the service whose stack it is.
pub(super) struct Listening<'a> {
    inside: BTreeMap<(&'a str, u16), Vec<Listener<'a>>>,
    published: BTreeMap<(&'a str, u16), Vec<Listener<'a>>>,
}

/// A service that listens on a port.
#[derive(Clone, Copy)]
pub(super) struct Listener<'a> {
    pub(super) service: &'a Service,
    /// The service whose network stack it uses.
    pub(super) stack: &'a Service,
    /// The port inside the container.
    pub(super) target: u16,
}

impl<'a> Listening<'a> {
    pub(super) fn new(view: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Self {
        let (mut inside, mut published) = (BTreeMap::new(), BTreeMap::new());
        for &(project, service) in &view.services {
            let Some(stack) = neighbours.stack(project, service) else { continue };
            for target in of(service) {
                let here: &mut Vec<_> = inside.entry((project.name(), target)).or_default();
                here.push(Listener { service, stack, target });
            }
            for port in service.ports.iter().map(|port| port.value.port) {
                let Some(outside) = port.published.filter(|_| port.protocol == Protocol::Tcp) else {
                    continue;
                };
                let there: &mut Vec<_> = published.entry((project.name(), outside.number())).or_default();
                there.push(Listener { service, stack, target: port.target.number() });
            }
        }
        Self { inside, published }
    }

    /// Who listens on a port inside its container.
    pub(super) fn inside(&self, project: &'a Project, port: u16) -> &[Listener<'a>] {
        self.inside.get(&(project.name(), port)).map_or(&[], Vec::as_slice)
    }

    /// Whose port is published on one of the host.
    pub(super) fn published(&self, project: &'a Project, port: u16) -> &[Listener<'a>] {
        self.published.get(&(project.name(), port)).map_or(&[], Vec::as_slice)
    }
}

/// Whether a service's settings speak of a port at all: it may listen there without another word.
pub(super) fn speaks_of(service: &Service, port: u16) -> bool {
    let number = port.to_string();
    let has = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits == number);
    service.environment.iter().filter_map(|variable| variable.value.as_deref()).any(has)
        || commands_speak_of(service, port)
        || service.labels.values().any(|label| has(&label.value))
}

/// Whether a service's command or entrypoint speaks of a port.
pub(super) fn commands_speak_of(service: &Service, port: u16) -> bool {
    let number = port.to_string();
    let has = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits == number);
    service.command.iter().chain(&service.entrypoint).any(|word| has(&word.value))
}
