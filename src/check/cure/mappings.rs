//! Published ports written in another way, at the same number.

use super::patient::{Patient, all};
use super::ports::{item, port_at};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::compose::edit::{Step, Value};

/// The port on every address of the host.
pub(super) fn without_address(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(finding.place.iter().chain(&finding.also).map(|place| {
        let (project, service, port) = port_at(patient, place)?;
        let address = port.value.port.address?;
        let (file, path) = patient.locate(place)?;
        let path = item(&path)?;
        let change = match file.get(&path)? {
            Value::Mapping(_) => Change::remove(file, &[path, vec![Step::key("host_ip")]].concat()),
            Value::Text(text) => {
                Change::set(file.file(), path, Value::text(unbound(&text, &address.to_string())?))
            }
            Value::Flag(_) | Value::List(_) | Value::Nothing | Value::Number(_) | Value::Replacing(_) => {
                return None;
            }
        };
        let title = format!("{}/{}", project.name(), service.name.value);
        let summary = format!("{title} publishes on every address of the host instead of {address} alone");
        // It opens the port to others.
        Some(Proposal::new(summary, vec![change]).looked_at_if(true))
    }))
}

/// The same port in quotes, which every tool reads the same.
pub(super) fn quoted(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(finding.place.iter().chain(&finding.also).map(|place| {
        let (file, path) = patient.locate(place)?;
        let Value::Text(text) = file.get(&path)? else { return None };
        let summary = format!("{text} is in quotes");
        Some(Proposal::new(summary, vec![Change::set(file.file(), path, Value::text(text))]))
    }))
}

/// The short form without its address; `None` where the address is not written out.
fn unbound<'t>(text: &'t str, address: &str) -> Option<&'t str> {
    let ports = match text.strip_prefix('[') {
        Some(inside) => inside.strip_prefix(address)?.strip_prefix(']')?,
        None => text.strip_prefix(address)?,
    };
    // `127.0.0.1::80` lets the engine pick.
    let ports = ports.strip_prefix(':')?;
    Some(ports.strip_prefix(':').unwrap_or(ports))
}

#[cfg(test)]
mod tests {
    use super::unbound;

    #[test]
    fn the_address_of_the_short_form_is_left_out() {
        assert_eq!(unbound("127.0.0.1:8080:80/udp", "127.0.0.1"), Some("8080:80/udp"));
        assert_eq!(unbound("[::1]:81:80", "::1"), Some("81:80"));
        assert_eq!(unbound("127.0.0.1::80", "127.0.0.1"), Some("80"));
        assert_eq!(unbound("${HOST}:81:80", "127.0.0.1"), None);
    }
}
