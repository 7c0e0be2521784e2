//! Hosts and swarms with all that can be known of them.

use docknet::check::service::{KernelFeature, SwarmHosts, SwarmNode};
use docknet::check::{Policy, Rule, Scope, Severity, Target};
use docknet::host::{Host, SwarmState};
use docknet::model::{Network, Protocol, PublishMode, ServicePort};
use docknet::plan::Observed;
use docknet::wire::{DaemonDocument, Inspection};

const HOSTS: &[&str] = &[
    "linux-5.15@28.2.2",
    "windows-server-2022@28.2.2",
    "linux",
    "windows-server-2016@17.06.2",
    "linux-5.15@20.10.24",
    "windows-server-2019@19.03.12",
    "windows-server-2004@19.03.12",
    "linux-3.19@1.12.6",
    "windows-server-2016",
    "windows-server-1709@18.03.1",
    "windows-server-1803@18.09.9",
    "windows-server-23h2@28.2.2",
    "windows-10.0.32000@28.2.2",
    "linux-4.4@17.06.0",
    "linux@29.1.0",
    "windows-server-2025",
];

/// One of some hosts, with its part in a swarm.
#[must_use]
pub fn host(choice: u8) -> Host {
    let host: Host = HOSTS[usize::from(choice) % HOSTS.len()].parse().expect("a host");
    match choice / 64 {
        0 => host,
        1 => host.with_swarm(SwarmState::Inactive),
        2 => host.with_swarm(SwarmState::Worker),
        _ => host.with_swarm(SwarmState::Manager),
    }
}

fn networks() -> Vec<Network> {
    let text = include_str!("../../examples/fixtures/wcs1.inspect.json");
    Inspection::parse(text).and_then(|all| all.networks()).expect("an inspect output")
}

fn excluded() -> &'static str {
    include_str!("../../tests/check/excluded-port/fires_administered/excluded.txt")
}

fn dynamic() -> &'static str {
    include_str!("../../tests/check/excluded-port/fires_administered/dynamic.txt")
}

/// A host of which nothing or everything is known.
#[must_use]
pub fn target(name: &str, choice: u8, known: bool) -> Target {
    let target = Target::new(name, host(choice));
    if !known {
        return target;
    }
    let daemon =
        r#"{"bip":"10.30.0.1/24","default-address-pools":[{"base":"10.40.0.0/16","size":24}],"mtu":1400}"#;
    target
        .observing(Observed::new(networks()))
        .avoiding("10.20.0.0/16".parse().expect("a range"), "office VPN")
        .routing("10.0.0.0/12".parse().expect("a range"), "eth0")
        .publishing("web", "8080:80".parse().expect("a port"))
        .excluding(Protocol::Tcp, excluded().parse().expect("netsh's ranges"))
        .picking(Protocol::Tcp, dynamic().parse().expect("netsh's range"))
        .configured(DaemonDocument::parse(daemon).expect("a daemon.json"))
}

/// A manager of one host beside a worker of another.
#[must_use]
pub fn swarm(choices: [u8; 2], known: bool) -> SwarmHosts {
    let [first, second] = choices;
    let mut manager = SwarmNode::manager("vm1", host(first));
    let mut worker = SwarmNode::worker("vm2", host(second));
    if !known {
        return SwarmHosts::new().node(manager).node(worker);
    }
    manager = manager.lacking(KernelFeature::Ipvs);
    worker = worker
        .lacking(KernelFeature::Esp)
        .with_excluded(Protocol::Tcp, excluded().parse().expect("netsh's ranges"))
        .with_dynamic(Protocol::Tcp, dynamic().parse().expect("netsh's range"));
    let port = ServicePort::new("8080:80".parse().expect("a port"), PublishMode::Ingress);
    let swarm = SwarmHosts::new().node(manager).node(worker);
    swarm.observed(networks()).published(&"other".parse().expect("a service"), [port])
}

/// What a caller says of some rule.
#[must_use]
pub fn policy(choice: u8) -> Policy {
    let rule = |step: usize| Rule::ALL[(usize::from(choice) + step) % Rule::ALL.len()];
    let severities = [Severity::Note, Severity::Warning, Severity::Error];
    let policy = Policy::new().severity(rule(0), severities[usize::from(choice) % 3]);
    let scope = Scope::Service { project: "a".to_owned(), service: "web".to_owned() };
    let policy = policy.allow_in(scope, rule(50), "why not").expect("a reason");
    policy.allow(rule(100), "never both").expect("a reason")
}
