//! What engine and manager refuse about services, in their order.

use super::Swarm;
use super::network::check_name;
use super::refusal::SwarmRefusal;
use crate::wire::request::{DataReference, EndpointRequest, PortRequest, ServiceCreate, TaskTemplate};

impl Swarm {
    pub(super) fn check_service(&self, asked: &ServiceCreate, own: Option<&str>) -> Result<(), SwarmRefusal> {
        check_conversion(asked)?;
        check_name(&asked.name, false)?;
        check_template(&asked.template)?;
        for update in asked.update.iter().chain(&asked.rollback) {
            if update.delay < 0 {
                return Err(SwarmRefusal::Negative { what: "update-delay" });
            }
        }
        let ports = asked.endpoint.as_ref().map_or(&[][..], |endpoint| &endpoint.ports);
        let dnsrr = asked.endpoint.as_ref().is_some_and(|endpoint| endpoint.mode() == "dnsrr");
        if dnsrr && ports.iter().any(|port| !port.on_host()) {
            return Err(SwarmRefusal::DnsrrIngress);
        }
        for (index, port) in ports.iter().enumerate() {
            let same = |other: &PortRequest| {
                other.published == port.published && other.protocol() == port.protocol()
            };
            if port.published != 0 && ports[..index].iter().any(same) {
                return Err(SwarmRefusal::DuplicatePorts);
            }
        }
        let endpoint = |asked: &ServiceCreate| asked.endpoint.as_ref().map(EndpointRequest::shown);
        let before = own.and_then(|own| self.services.get(own));
        if before.is_none_or(|before| endpoint(&before.asked) != endpoint(asked)) {
            self.check_ports(ports, own)?;
        }
        if ports.iter().any(|port| !port.on_host()) && self.ingress().is_none() {
            return Err(SwarmRefusal::IngressMissing);
        }
        for DataReference { kind, id, name, .. } in &asked.template.references {
            let kinds = if *kind == "secret" { super::Kind::Secret } else { super::Kind::Config };
            if !self.data.get(&kinds).is_some_and(|there| there.contains_key(id)) {
                return Err(SwarmRefusal::Reference { kind, name: name.clone() });
            }
        }
        Ok(())
    }
}

/// What the engine itself refuses, before it asks the manager.
fn check_conversion(asked: &ServiceCreate) -> Result<(), SwarmRefusal> {
    match asked.template.runtime.to_ascii_lowercase().as_str() {
        "" | "container" if asked.template.container.is_none() => return Err(SwarmRefusal::SpecMismatch),
        "" | "container" => {}
        "plugin" => return Err(SwarmRefusal::NotSimulated { what: "a service of plugins" }),
        _ => return Err(SwarmRefusal::Runtime),
    }
    if let Some(restart) = &asked.template.restart {
        if !matches!(restart.condition.as_str(), "" | "none" | "on-failure" | "any") {
            return Err(SwarmRefusal::RestartCondition { given: restart.condition.clone() });
        }
    }
    for (update, back) in
        asked.update.iter().map(|it| (it, false)).chain(asked.rollback.iter().map(|it| (it, true)))
    {
        let known = matches!(update.failure.as_str(), "" | "pause" | "continue")
            || (!back && update.failure == "rollback");
        if !known {
            return Err(SwarmRefusal::UpdateWord { what: "failure action", given: update.failure.clone() });
        }
        if !matches!(update.order.as_str(), "" | "stop-first" | "start-first") {
            return Err(SwarmRefusal::UpdateWord { what: "order", given: update.order.clone() });
        }
    }
    if let Some(endpoint) = &asked.endpoint {
        if !matches!(endpoint.mode.as_str(), "" | "vip" | "dnsrr") {
            return Err(SwarmRefusal::ResolutionMode { given: endpoint.mode.clone() });
        }
    }
    if asked.mode.is_err() { Err(SwarmRefusal::Modes) } else { Ok(()) }
}

fn check_template(template: &TaskTemplate) -> Result<(), SwarmRefusal> {
    if let Some(restart) = &template.restart {
        if restart.delay.is_some_and(|delay| delay < 0) {
            return Err(SwarmRefusal::Negative { what: "restart-delay" });
        }
        if restart.window.is_some_and(|window| window < 0) {
            return Err(SwarmRefusal::Negative { what: "restart-window" });
        }
    }
    for constraint in template.placement.iter().flat_map(|placement| &placement.constraints) {
        super::schedule::parse(constraint).ok_or(SwarmRefusal::Constraint)?;
    }
    if let Some(reference) = template.references.iter().find(|reference| !reference.placed) {
        return Err(SwarmRefusal::ReferenceUnplaced { kind: reference.kind });
    }
    let image = &template.image;
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/:@".contains(&byte);
    let name = image.split_once('@').map_or(image.as_str(), |(name, _)| name);
    let name = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).map_or(name, |(name, _)| name);
    let path = name.split_once('/').map_or(name, |(_, path)| path);
    if image.is_empty() || !image.bytes().all(letters) || path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(SwarmRefusal::Image { given: image.clone() });
    }
    Ok(())
}
