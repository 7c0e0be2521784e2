//! Services judged before they are created: the field reports' facts, every rule firing and silent, remedies that
//! can be pasted.

#![expect(clippy::unwrap_used, reason = "what helpers of these tests read is written here")]

mod example;
mod facts;
mod netsh;
mod placement;
mod ports;
mod remedies;
mod services;

use docknet::check::Rule;
use docknet::check::service::{self, ServiceDraft, ServiceFinding, ServiceReport, SwarmHosts, SwarmNode};
use docknet::host::Host;
use docknet::model::{Driver, IpamPool, NetworkSpec, PublishMode, ServicePort};

const WINDOWS: [&str; 4] =
    ["windows-server-2016", "windows-server-1709", "windows-server-2019", "windows-server-2022"];

fn host(text: &str) -> Host {
    match text.split_once('@') {
        Some((host, engine)) => host.parse::<Host>().unwrap().with_engine(engine.parse().unwrap()),
        None => text.parse().unwrap(),
    }
}

/// A swarm of hosts such as `linux@20.10.24`; the first is the manager.
fn swarm(hosts: &[&str]) -> SwarmHosts {
    let node = |(index, text): (usize, &&str)| {
        let role = if index == 0 { SwarmNode::manager } else { SwarmNode::worker };
        role(format!("node{}", index + 1), host(text))
    };
    hosts.iter().enumerate().map(node).fold(SwarmHosts::new(), SwarmHosts::node)
}

/// A service `web` with ports such as `host 80:80` or `ingress 80:80`.
fn draft(ports: &[&str]) -> ServiceDraft {
    let mut draft = ServiceDraft::new("web".parse().unwrap(), "web");
    draft.ports = ports.iter().map(|text| port(text)).collect();
    draft
}

fn port(text: &str) -> ServicePort {
    let (mode, port) = text.split_once(' ').unwrap();
    ServicePort::new(port.parse().unwrap(), mode.parse::<PublishMode>().unwrap())
}

fn on(networks: &[&str]) -> ServiceDraft {
    let mut draft = draft(&[]);
    draft.networks = networks.iter().map(|name| name.parse().unwrap()).collect();
    draft
}

fn overlay(name: &str, subnet: &str) -> NetworkSpec {
    let pool = IpamPool::new(subnet.parse().unwrap());
    NetworkSpec::new(name.parse().unwrap(), Driver::Overlay).with_pool(pool).unwrap()
}

#[track_caller]
fn fires(report: &ServiceReport, rule: Rule) -> &ServiceFinding {
    report.of(rule).next().unwrap_or_else(|| panic!("{rule} is silent:\n{report}"))
}

#[track_caller]
fn silent(report: &ServiceReport, rule: Rule) {
    assert!(report.of(rule).next().is_none(), "{rule} fires:\n{report}");
}

fn check(draft: &ServiceDraft, hosts: &[&str]) -> ServiceReport {
    service::check(draft, &swarm(hosts))
}

fn command(finding: &ServiceFinding) -> &str {
    finding.remedy.as_ref().and_then(|remedy| remedy.command.as_deref()).unwrap_or_default()
}
