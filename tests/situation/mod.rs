//! Reading situations from folders: Compose files, hosts with what was seen on them, and the report word for word.
//!
//! - `<project>.yaml` is the file `<project>/docker-compose.yml`
//! - `hosts.txt` has a line for each host: name, host, and options in any order; a word with a version alone is the engine's
//!   - `20.10.24`: the engine
//!   - `NAME`: the networks in `NAME.json`, the output of `docker network inspect`
//!   - `avoid=10.0.0.0/8=VPN`, `route=10.0.0.0/8=eth0`: a range that is not to be taken, a route of the host
//!   - `published=web=8080:80`: a port a container publishes now
//!   - `excluded=tcp=FILE`, `dynamic=tcp=FILE`: what netsh printed
//!   - `daemon=FILE`: the engine's daemon.json
//!   - `swarm=inactive`, `swarm=worker`, `swarm=manager`: its part in a swarm
//! - in `hosts.txt`, the hosts after a line `swarm NAME` are the nodes of a swarm (the first is its manager) on which the
//!   projects are stacks; those before it, often none, are hosts as ever. Of a node's options there are the engine,
//!   `excluded`, `dynamic`, `NAME` (networks a manager listed) and
//!   - `manager`: one more manager; `worker`: none, though it is the first
//!   - `lacks=ipvs`, `lacks=vxlan`, `lacks=esp`: what its kernel has not
//!   - `published=SERVICE=8080:80`: a port another service has in the routing mesh
#![allow(dead_code, reason = "not every test needs all of it")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use docknet::check::service::{KernelFeature, SwarmHosts, SwarmNode};
use docknet::check::{Report, Situation, Target};
use docknet::compose::{Project, Reading};
use docknet::host::{Host, SwarmState};
use docknet::model::{Protocol, PublishMode, ServicePort};
use docknet::plan::Observed;
use docknet::wire::{DaemonDocument, DynamicPorts, ExcludedPorts, Inspection};

/// The folder of all situations.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

/// What is in a folder, in order.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry that can be read").path())
        .collect();
    paths.sort();
    paths
}

/// A text; a checkout may have other line ends.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .replace("\r\n", "\n")
}

/// A file's or folder's name without its end.
pub(crate) fn name(path: &Path) -> &str {
    path.file_stem().and_then(OsStr::to_str).expect("a name in UTF-8")
}

/// Every situation, the rule's folder first.
pub(crate) fn situations() -> Vec<PathBuf> {
    entries(&folder()).iter().flat_map(|rule| entries(rule)).collect()
}

/// The projects of a situation.
pub(crate) fn projects(folder: &Path) -> Vec<Project> {
    let files = entries(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let parse = |path: PathBuf| {
        let file = format!("{}/docker-compose.yml", name(&path));
        let parsed = Reading::new().profile("*").parse(&file, &read(&path));
        parsed.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    files.map(parse).collect()
}

/// The hosts of a situation.
pub(crate) fn targets(folder: &Path) -> Vec<Target> {
    let text = read(&folder.join("hosts.txt"));
    text.lines().take_while(|line| !line.starts_with("swarm ")).map(|line| target(folder, line)).collect()
}

/// The swarm of a situation.
pub(crate) fn swarm(folder: &Path) -> Option<(String, SwarmHosts)> {
    let text = read(&folder.join("hosts.txt"));
    let mut lines = text.lines().skip_while(|line| !line.starts_with("swarm "));
    let name = lines.next()?.split_whitespace().nth(1).expect("a swarm's name");
    let nodes = lines.enumerate();
    Some((
        name.to_owned(),
        nodes.fold(SwarmHosts::new(), |swarm, (index, line)| node(folder, swarm, line, index == 0)),
    ))
}

/// Name, host with its engine, other options.
fn words(line: &str) -> (&str, Host, Vec<&str>) {
    let mut words = line.split_whitespace();
    let name = words.next().expect("a name");
    let mut host: Host = words.next().expect("a host").parse().expect("a host");
    let mut options = Vec::new();
    for word in words {
        if let Some(part) = word.strip_prefix("swarm=") {
            host = host.with_swarm(match part {
                "inactive" => SwarmState::Inactive,
                "worker" => SwarmState::Worker,
                "manager" => SwarmState::Manager,
                _ => panic!("{part} is no part in a swarm"),
            });
            continue;
        }
        match word.parse() {
            Ok(engine) if word.starts_with(|c: char| c.is_ascii_digit()) => host = host.with_engine(engine),
            _ => options.push(word),
        }
    }
    (name, host, options)
}

fn node(folder: &Path, mut swarm: SwarmHosts, line: &str, first: bool) -> SwarmHosts {
    let (name, host, options) = words(line);
    let manager = options.contains(&"manager") || (first && !options.contains(&"worker"));
    let mut node = if manager { SwarmNode::manager(name, host) } else { SwarmNode::worker(name, host) };
    let file = |name: &str| read(&folder.join(name));
    for option in options {
        let parts: Vec<_> = option.splitn(3, '=').collect();
        match parts[..] {
            ["manager" | "worker"] => {}
            ["lacks", "ipvs"] => node = node.lacking(KernelFeature::Ipvs),
            ["lacks", "vxlan"] => node = node.lacking(KernelFeature::Vxlan),
            ["lacks", "esp"] => node = node.lacking(KernelFeature::Esp),
            ["excluded", protocol, name] => {
                node = node.with_excluded(of(protocol), file(name).parse().expect("netsh's ranges"));
            }
            ["dynamic", protocol, name] => {
                node = node.with_dynamic(of(protocol), file(name).parse().expect("netsh's range"));
            }
            ["published", service, port] => {
                let port = ServicePort::new(port.parse().expect("a port"), PublishMode::Ingress);
                swarm = swarm.published(&service.parse().expect("a service"), [port]);
            }
            [seen] => {
                let all = Inspection::parse(&file(&format!("{seen}.json"))).and_then(|all| all.networks());
                swarm = swarm.observed(all.expect("an inspect output"));
            }
            _ => panic!("{option} is no option of a node"),
        }
    }
    swarm.node(node)
}

fn target(folder: &Path, line: &str) -> Target {
    let (name, host, options) = words(line);
    let file = |name: &str| read(&folder.join(name));
    options.into_iter().fold(Target::new(name, host), |target, option| {
        let parts: Vec<_> = option.splitn(3, '=').collect();
        match parts[..] {
            [seen] => {
                let all = Inspection::parse(&file(&format!("{seen}.json"))).and_then(|all| all.networks());
                target.observing(Observed::new(all.expect("an inspect output")))
            }
            ["daemon", name] => target.configured(DaemonDocument::parse(&file(name)).expect("a daemon.json")),
            ["avoid", range, whose] => target.avoiding(range.parse().expect("a range"), whose),
            ["route", range, through] => target.routing(range.parse().expect("a range"), through),
            ["published", container, port] => target.publishing(container, port.parse().expect("a port")),
            ["excluded", protocol, name] => {
                target.excluding(of(protocol), file(name).parse::<ExcludedPorts>().expect("netsh's ranges"))
            }
            ["dynamic", protocol, name] => {
                target.picking(of(protocol), file(name).parse::<DynamicPorts>().expect("netsh's range"))
            }
            _ => panic!("{option} is no option of a host"),
        }
    })
}

fn of(protocol: &str) -> Protocol {
    protocol.parse().expect("a protocol")
}

/// What is found in a situation.
pub(crate) fn report(folder: &Path) -> Report {
    let (projects, targets) = (projects(folder), targets(folder));
    let situation = situation(&projects, &targets);
    match swarm(folder) {
        Some((name, swarm)) => situation.swarm(name, swarm).check(),
        None => situation.check(),
    }
}

/// What is found with these projects on these hosts.
pub(crate) fn check(projects: &[Project], targets: &[Target]) -> Report {
    situation(projects, targets).check()
}

fn situation<'a>(projects: &'a [Project], targets: &[Target]) -> Situation<'a> {
    let situation = projects.iter().fold(Situation::new(), Situation::project);
    targets.iter().cloned().fold(situation, Situation::target)
}
