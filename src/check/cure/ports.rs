//! Published ports in another mode or at another number.

use std::collections::BTreeSet;

use super::patient::{Patient, all, services};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::compose::edit::{Step, Value};
use crate::compose::{Place, Placed, PortMapping, Project, Service};
use crate::model::{Port, Protocol, PublishMode};

/// Engines and programs pick ports from here on by themselves.
const ABOVE: u16 = 30_000;

/// Where ports of applications begin.
const LOW: u16 = 8_000;

/// How far from the old port a new one is looked for.
const FAR: [u16; 3] = [0, 1_000, 12_000];

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

/// Every port in host mode, and names answered by the addresses of the tasks: what a build without load balancing has.
pub(super) fn without_balancing(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(place) = &finding.place else { return Vec::new() };
    all(services(patient).filter(|(_, service)| service.name.place == *place).map(|(project, service)| {
        let (file, path) = patient.locate(place)?;
        let mode = [path, vec![Step::key("deploy"), Step::key("endpoint_mode")]].concat();
        let mut changes = vec![Change::set(file.file(), mode, Value::text("dnsrr"))];
        for port in &service.ports {
            let (file, path) = patient.locate(&port.place)?;
            let change = Change::set(file.file(), item(&path)?, long(&port.value));
            // A range is several ports at one place, and has no long form that all tools read.
            if port.value.any_of.is_some() || changes.iter().any(|other| other.path == change.path) {
                return None;
            }
            changes.push(change);
        }
        let title = format!("{}/{}", project.name(), service.name.value);
        let summary = format!("{title} answers with the addresses of its tasks, and publishes in host mode");
        Some(Proposal::new(summary, changes).looked_at_if(true))
    }))
}

/// The last of the services that want one port gets another: one nearby, or one far from it.
pub(super) fn moved(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let places: Vec<_> = finding.place.iter().chain(&finding.also).collect();
    let ways = places.into_iter().rev().flat_map(|place| FAR.map(|far| (place, far)));
    all(ways.map(|(place, far)| one_moved(patient, place, far)))
}

fn one_moved(patient: &Patient<'_>, place: &Place, far: u16) -> Option<Proposal> {
    let (project, service, port) = port_at(patient, place)?;
    let from = port.value.port.published?;
    let protocol = port.value.port.protocol;
    let taken: BTreeSet<Port> = services(patient)
        .flat_map(|(_, service)| &service.ports)
        .filter(|there| there.value.port.protocol == protocol)
        .filter_map(|there| there.value.port.published)
        .chain(patient.targets.iter().flat_map(|target| target.held(protocol)))
        .collect();
    let behind = from.number().saturating_add(1).saturating_add(far)..ABOVE;
    let low = LOW.saturating_add(far)..ABOVE;
    let mut to = behind.chain(low).filter_map(|number| Port::new(number).ok());
    let to = to.find(|port| !taken.contains(port) && !of_swarm(*port))?;
    let (file, path) = patient.locate(place)?;
    let path = item(&path)?;
    let change = match file.get(&path)? {
        Value::Mapping(entries) => {
            let (_, there) = entries.iter().find(|(key, _)| key == "published")?;
            let number = Value::Number(u64::from(to.number()));
            let value = if matches!(there, Value::Text(_)) { Value::text(to.to_string()) } else { number };
            Change::set(file.file(), [path, vec![Step::key("published")]].concat(), value)
        }
        Value::Text(text) => Change::set(file.file(), path, Value::text(replaced(&text, from, to)?)),
        Value::Flag(_) | Value::List(_) | Value::Nothing | Value::Number(_) | Value::Replacing(_) => {
            return None;
        }
    };
    Some(proposal(project, service, from, to, change))
}

/// The one port that stands at a place; a range is several.
pub(super) fn port_at<'p>(
    patient: &'p Patient<'_>,
    place: &Place,
) -> Option<(&'p Project, &'p Service, &'p Placed<PortMapping>)> {
    services(patient).find_map(|(project, service)| {
        let mut at = service.ports.iter().filter(|port| port.place == *place);
        let port = at.next()?;
        at.next().is_none().then_some((project, service, port))
    })
}

/// Clients know a port by its number, so a person has to look.
fn proposal(project: &Project, service: &Service, from: Port, to: Port, change: Change) -> Proposal {
    let summary = format!("{}/{} publishes {to} instead of {from}", project.name(), service.name);
    Proposal::new(summary, vec![change]).looked_at_if(true)
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
pub(super) fn item(path: &[Step]) -> Option<Vec<Step>> {
    let [Step::Key(_), Step::Key(_), Step::Key(key), Step::Item(_), rest @ ..] = Step::inside_document(path)
    else {
        return None;
    };
    path.get(..path.len() - rest.len()).filter(|_| key == "ports").map(<[Step]>::to_vec)
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
