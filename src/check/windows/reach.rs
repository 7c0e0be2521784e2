//! Who reaches a published port of a NAT network: not the host itself on older builds, and everybody else on all.

use crate::check::few::few;
use crate::check::view::{Joined, Member, View};
use crate::check::{Finding, Rule};
use crate::compose::{Placed, PortMapping};
use crate::host::{Capability, Support};
use crate::model::Protocol;

/// Ports of programs that are seldom meant for everybody: databases, queues, remote control.
const PRIVATE_PORTS: &[(u16, &str)] = &[
    (445, "SMB"),
    (1433, "SQL Server"),
    (1521, "Oracle"),
    (2181, "ZooKeeper"),
    (2375, "Docker"),
    (2379, "etcd"),
    (3306, "MySQL"),
    (3389, "Remote Desktop"),
    (5432, "PostgreSQL"),
    (5672, "RabbitMQ"),
    (5984, "CouchDB"),
    (5985, "WinRM"),
    (5986, "WinRM"),
    (6379, "Redis"),
    (9042, "Cassandra"),
    (9092, "Kafka"),
    (9200, "Elasticsearch"),
    (11211, "memcached"),
    (26379, "Redis Sentinel"),
    (27017, "MongoDB"),
];

type Published<'a> = (Member<'a>, &'a Placed<PortMapping>);

/// The ports published on NAT networks, project by project. An engine publishes them on the first network of a container.
fn published<'a>(view: &View<'a>) -> Vec<(&'a str, Vec<Published<'a>>)> {
    let mut all: Vec<Published<'a>> = Vec::new();
    for network in view.networks.iter().filter(|network| network.is_nat()) {
        for member in network.members.iter().copied().filter(|member| is_first(network, *member)) {
            all.extend(member.service.ports.iter().map(|port| (member, port)));
        }
    }
    all.sort_by(|(a, one), (b, two)| (a.project.name(), &one.place).cmp(&(b.project.name(), &two.place)));
    let chunks = all.chunk_by(|(a, _), (b, _)| a.project.name() == b.project.name());
    chunks.filter_map(|ports| Some((ports.first()?.0.project.name(), ports.to_vec()))).collect()
}

fn is_first(network: &Joined<'_>, member: Member<'_>) -> bool {
    let first = member.service.networks.first();
    !network.members.is_empty()
        && first.is_some_and(|first| first.network.value == member.attachment.network.value)
}

/// Published ports the host itself does not reach at localhost, with what it reaches instead.
pub(in crate::check) fn localhost(view: &View<'_>) -> Vec<Finding> {
    let local = view.host.can(Capability::LocalhostReachesPublishedPort);
    if !view.is_windows() || local.support == Support::Supported {
        return Vec::new();
    }
    let by_address = view.host.can(Capability::HostAddressReachesPublishedPort);
    let reaches = if local.support == Support::Unsupported { "does not reach" } else { "may not reach" };
    let mut findings = Vec::new();
    for (project, ports) in published(view) {
        let list =
            few(ports.iter().map(|(member, port)| format!("{} {}", member.service.name, port.value.port)));
        let message = format!("{project}: localhost on the host itself {reaches} {list}");
        let Some(finding) = Finding::judged(Rule::PublishedPortNotOnLocalhost, &local, message) else {
            continue;
        };
        let inside = few(ports.iter().map(|(member, port)| inside(*member, &port.value)));
        let outside = few(ports.iter().map(|(_, port)| outside(&port.value)));
        let (where_to, finding) = match by_address.support {
            Support::Supported => ("from the host and from elsewhere", finding),
            Support::Degraded | Support::Unknown | Support::Unsupported => {
                let mut finding = finding.by_verdict(&by_address);
                finding.sources.sort();
                finding.sources.dedup();
                ("from elsewhere", finding)
            }
        };
        let remedy = format!("on the host {inside} (docker inspect shows the address); {where_to} {outside}");
        findings.push(finding.instead(remedy).at(ports.iter().map(|(_, port)| &port.place)));
    }
    findings
}

/// The address that works on the host itself: the container's, with the container's port.
fn inside(member: Member<'_>, port: &PortMapping) -> String {
    let target = port.port.target.number();
    match member.attachment.ipv4.as_ref() {
        Some(pinned) => url(target, &format!("{pinned}:{target}")),
        None => url(target, &format!("<address of {}>:{target}", member.service.name)),
    }
}

fn outside(port: &PortMapping) -> String {
    let target = port.port.target.number();
    match port.port.published {
        Some(published) => url(target, &format!("<address of the host>:{published}")),
        None => url(target, "<address of the host>:<port of docker port>"),
    }
}

/// With the scheme that is usual at that port of a container, where one is.
fn url(target: u16, authority: &str) -> String {
    match target {
        80 | 3000 | 5000 | 8000 | 8080 | 8081 => format!("http://{authority}/"),
        443 | 8443 => format!("https://{authority}/"),
        _ => authority.to_owned(),
    }
}

/// Published ports that are seldom meant for everybody: each opens the host's firewall for all networks.
pub(in crate::check) fn firewall(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::FirewallRulePerPort);
    if verdict.support != Support::Supported {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (project, ports) in published(view) {
        let open: Vec<_> = ports
            .into_iter()
            .filter(|(_, port)| port.value.port.protocol == Protocol::Tcp)
            .filter_map(|(member, port)| {
                let number = port.value.port.target.number();
                let (_, title) = PRIVATE_PORTS.iter().find(|(private, _)| *private == number)?;
                Some((member, port, *title))
            })
            .collect();
        if open.is_empty() {
            continue;
        }
        let list = open
            .iter()
            .map(|(member, port, title)| format!("{} {} ({title})", member.service.name, port.value.port));
        let message = format!("{project} opens the host's firewall to everybody for {}", few(list));
        let finding =
            Finding::new(Rule::PublishedPortOpensFirewall, message, verdict.reason).by_verdict(&verdict);
        let remedy = "no `ports:` for what only the project's own containers ask; else a firewall rule that blocks other networks";
        findings.push(finding.instead(remedy).at(open.iter().map(|(_, port, _)| &port.place)));
    }
    findings
}
