//! Reading one entry of `services`.

use super::cursor::{Cursor, named};
use super::{
    Attachment, ComposeError, Link, NetworkMode, Placed, Service, ValueError, attachment, dependency, deploy,
    ports, variable,
};

/// Reads one entry of `services`; `None`, and a fault, when it is none.
pub(super) fn read(name: Placed<String>, service: &Cursor<'_>) -> Option<Service> {
    let context = service.context;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if name.value.is_empty() || !name.value.bytes().all(allowed) {
        context.fault(service.refuse_at(name.place, name.value, ValueError::ServiceKey));
        return None;
    }
    if !service.is_mapping() {
        context.fault(service.wrong_kind("mapping"));
        return None;
    }
    let mode = service.read("network_mode", Cursor::text);
    let mode = mode.map(|mode| mode.map(|word| NetworkMode::from(word.as_str())));
    if let (Some(mode), Some(networks)) = (&mode, service.key_place("networks")) {
        let (service, mode) = (named(&name.value), mode.place.clone());
        context.fault(ComposeError::NetworksAndMode { service, networks, mode });
    }
    let mut networks =
        service.get("networks").map(|networks| attachment::read(&networks)).unwrap_or_default();
    // An empty list means the default network too, to docker-compose as to swarm.
    if networks.is_empty() && service.get("network_mode").is_none() {
        networks = vec![Attachment::implied(&name)];
    }
    let text = |key| service.read(key, Cursor::text);
    let texts = |key| service.get(key).map(|value| value.texts()).unwrap_or_default();
    let list = |key| service.get(key).map(|value| value.all(Cursor::text)).unwrap_or_default();
    let link = |item: &Cursor<'_>| Ok(item.text()?.map(|text| Link::from(text.as_str())));
    let deploy = service.get("deploy").and_then(Cursor::mapping);
    let aside = |key| context.aside(|| texts(key));
    let environment = || service.get("environment").map(|value| variable::read(&value));
    let labels = || service.get("labels").map(|labels| labels.pairs());
    Some(Service {
        image: text("image"),
        build: service.get("build").map(|build| build.place()),
        platform: text("platform"),
        isolation: text("isolation"),
        ports: service.get("ports").map(|list| ports::read(&list)).unwrap_or_default(),
        expose: list("expose"),
        networks,
        network_mode: mode,
        hostname: text("hostname"),
        mac_address: text("mac_address"),
        extra_hosts: service.get("extra_hosts").map(|hosts| extra_hosts(&hosts)).unwrap_or_default(),
        dns: texts("dns"),
        dns_search: texts("dns_search"),
        dns_opt: texts("dns_opt"),
        links: service.get("links").map(|links| links.all(link)).unwrap_or_default(),
        external_links: list("external_links"),
        depends_on: service.get("depends_on").map(|value| dependency::read(&value)).unwrap_or_default(),
        volumes_from: context.aside(|| list("volumes_from")),
        deploy: deploy.map(|deploy| deploy::read(&deploy)).unwrap_or_default(),
        scale: service.read("scale", Cursor::number),
        fixed_container_name: service.read("container_name", Cursor::parse),
        restart: text("restart"),
        profiles: list("profiles"),
        environment: context.aside(environment).unwrap_or_default(),
        command: aside("command"),
        entrypoint: aside("entrypoint"),
        labels: context.aside(labels).unwrap_or_default(),
        has_healthcheck: context.aside(|| has_healthcheck(service)),
        name,
    })
}

/// `name:address` of a list, or of a mapping of names to addresses.
fn extra_hosts(hosts: &Cursor<'_>) -> Vec<Placed<String>> {
    if !hosts.is_mapping() {
        return hosts.texts();
    }
    let mut all = Vec::new();
    for (name, value) in hosts.entries() {
        // A name may have several addresses, in a list.
        let addresses = value.texts().into_iter();
        all.extend(addresses.map(|address| address.map(|address| format!("{}:{address}", name.value))));
    }
    all
}

/// Whether there is a health check that is not switched off: by `disable: true`, or the test `NONE`.
fn has_healthcheck(service: &Cursor<'_>) -> bool {
    let Some(check) = service.get("healthcheck").and_then(Cursor::mapping) else { return false };
    let disabled = check.read("disable", Cursor::flag).is_some_and(|flag| flag.value);
    let test = check.get("test").map(|test| test.texts()).unwrap_or_default();
    !disabled && test.first().is_none_or(|first| first.value != "NONE")
}
