//! Published ports in another mode or at another number.

use std::collections::BTreeSet;

use super::patient::{Patient, all};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::compose::edit::{Step, Value};
use crate::compose::{Place, PortMapping, Project, Service};
use crate::model::{Port, Protocol, PublishMode};

/// Every port of the finding's services in host mode, one task a node.
pub(super) fn host_mode(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let places = finding.place.iter().chain(&finding.also);
    let mut changes = Vec::new();
    let mut titles = BTreeSet::new();
    for place in places {
        for (project, service) in services(patient) {
            let at: Vec<_> = service.ports.iter().filter(|port| port.place == *place).collect();
            // A range is several ports at one place, and has no long form that all tools read.
            let [port] = at[..] else { continue };
            if port.value.any_of.is_some() {
                continue;
            }
            let Some((file, path)) = patient.locate(place) else { continue };
            let Some(path) = item(&path) else { continue };
            changes.push(Change::set(file.file(), path, long(&port.value)));
            titles.insert(format!("{}/{}", project.name(), service.name));
        }
    }
    let titles: Vec<_> = titles.into_iter().collect();
    let summary = format!("{} publishes in host mode, one task a node", titles.join(", "));
    all([(!changes.is_empty()).then(|| Proposal::new(summary, changes))])
}

/// The last of the services that want one port gets one nearby.
pub(super) fn moved(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let places: Vec<_> = finding.place.iter().chain(&finding.also).collect();
    all(places.into_iter().rev().map(|place| one_moved(patient, place)))
}

fn one_moved(patient: &Patient<'_>, place: &Place) -> Option<Proposal> {
    let (project, service, port) = services(patient).find_map(|(project, service)| {
        let mut at = service.ports.iter().filter(|port| port.place == *place);
        let port = at.next()?;
        at.next().is_none().then_some((project, service, port))
    })?;
    let from = port.value.port.published?;
    let protocol = port.value.port.protocol;
    let taken: BTreeSet<Port> = services(patient)
        .flat_map(|(_, service)| &service.ports)
        .filter(|there| there.value.port.protocol == protocol)
        .filter_map(|there| there.value.port.published)
        .chain(patient.targets.iter().flat_map(|target| target.held(protocol)))
        .collect();
    let to = (from.number().saturating_add(1)..30_000).filter_map(|number| Port::new(number).ok());
    let to = to.into_iter().find(|port| !taken.contains(port) && !of_swarm(*port))?;
    let (file, path) = patient.locate(place)?;
    let path = item(&path)?;
    let value = match file.get(&path)? {
        Value::Mapping(entries) => {
            let published = Step::key("published");
            if !entries.iter().any(|(key, _)| key == "published") {
                return None;
            }
            let path = [path, vec![published]].concat();
            return Some(proposal(
                project,
                service,
                from,
                to,
                Change::set(file.file(), path, Value::text(to.to_string())),
            ));
        }
        Value::Text(text) => Value::text(replaced(&text, from, to)?),
        _ => return None,
    };
    Some(proposal(project, service, from, to, Change::set(file.file(), path, value)))
}

/// Clients know a port by its number, so a person has to look.
fn proposal(project: &Project, service: &Service, from: Port, to: Port, change: Change) -> Proposal {
    let summary = format!("{}/{} publishes {to} instead of {from}", project.name(), service.name);
    Proposal::new(summary, vec![change]).to_be_looked_at(true)
}

/// The short form with another published port; `None` where it is not written out.
fn replaced(text: &str, from: Port, to: Port) -> Option<String> {
    let (outside, target) = text.rsplit_once(':')?;
    let (address, published) = match outside.rsplit_once(':') {
        Some((address, published)) => (Some(address), published),
        None => (None, outside),
    };
    if published != from.to_string() {
        return None;
    }
    Some(match address {
        Some(address) => format!("{address}:{to}:{target}"),
        None => format!("{to}:{target}"),
    })
}

fn long(mapping: &PortMapping) -> Value {
    let number = |port: Port| Value::Number(u64::from(port.number()));
    let mut entries = vec![("target".to_owned(), number(mapping.port.target))];
    entries.extend(mapping.port.published.map(|port| ("published".to_owned(), number(port))));
    if mapping.port.protocol != Protocol::Tcp {
        entries.push(("protocol".to_owned(), Value::text(mapping.port.protocol.to_string())));
    }
    entries.push(("mode".to_owned(), Value::text(PublishMode::Host.to_string())));
    Value::Mapping(entries)
}

/// The item of `ports` a path leads to or into.
fn item(path: &[Step]) -> Option<Vec<Step>> {
    let [services @ Step::Key(_), name @ Step::Key(_), ports @ Step::Key(key), index @ Step::Item(_), ..] =
        path
    else {
        return None;
    };
    (key == "ports").then(|| vec![services.clone(), name.clone(), ports.clone(), index.clone()])
}

fn services<'p>(patient: &'p Patient<'_>) -> impl Iterator<Item = (&'p Project, &'p Service)> {
    patient
        .projects
        .iter()
        .flat_map(|project| project.services().iter().map(move |service| (project, service)))
}

fn of_swarm(port: Port) -> bool {
    matches!(port.number(), 2377 | 4789 | 7946)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_port_of_the_short_form_is_replaced() {
        let port = |number| Port::new(number).unwrap();
        let to = |text| replaced(text, port(8080), port(8081));
        assert_eq!(to("8080:80").as_deref(), Some("8081:80"));
        assert_eq!(to("127.0.0.1:8080:8080/udp").as_deref(), Some("127.0.0.1:8081:8080/udp"));
        assert_eq!(to("${PORT}:80"), None);
        assert_eq!(to("80"), None);
    }
}
