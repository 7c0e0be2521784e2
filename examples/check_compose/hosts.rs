//! The hosts, with all that was said about them.

use std::collections::{BTreeMap, BTreeSet};

use docknet::check::Target;
use docknet::check::service::{SwarmHosts, SwarmNode};
use docknet::host::Host;
use docknet::model::{Network, Protocol};
use docknet::plan::Observed;
use docknet::wire::{DaemonDocument, ExcludedPorts, Inspection};

use super::arguments::{Arguments, NamedHost};
use super::error::InputError;
use super::files::{of_host, text};

/// What the projects are judged against.
#[derive(Debug)]
pub(crate) enum Hosts {
    /// Hosts on each of which all projects run.
    Apart(Vec<Target>),
    /// A swarm on which the projects are stacks.
    Swarm(SwarmHosts),
}

pub(crate) fn read(arguments: &Arguments) -> Result<Hosts, InputError> {
    let names: Vec<_> = arguments.hosts.iter().map(|host| host.name.as_str()).collect();
    let mut seen = BTreeSet::new();
    if let Some(twice) = arguments.hosts.iter().find(|host| !seen.insert(host.name.as_str())) {
        return Err(InputError::HostTwice { name: twice.name.clone() });
    }
    let observed = observed(arguments, &names)?;
    let daemons = each("--daemon", &arguments.daemon, &names, |path| {
        let wire = |source| InputError::Wire { path: path.into(), source: Box::new(source) };
        DaemonDocument::parse(&text(path)?).map_err(wire)
    })?;
    let excluded = each("--excluded", &arguments.excluded, &names, |path| {
        let ports = |source| InputError::Ports { path: path.into(), source: Box::new(source) };
        let text = text(path)?;
        let excluded = text.parse::<ExcludedPorts>().map_err(ports)?;
        // A host may keep no port at all; the ruler of the table is there all the same.
        if excluded.ranges().is_empty() && !text.contains("----") {
            return Err(InputError::NoPorts { path: path.into() });
        }
        Ok(excluded)
    })?;
    let linux = |name: &str| {
        arguments.hosts.iter().any(|host| host.name == name && host.host.windows_build().is_none())
    };
    if let Some((host, file)) =
        excluded.of.keys().find_map(|name| linux(name).then_some((name, &arguments.excluded)))
    {
        let file =
            file.iter().find(|file| file.starts_with(&format!("{host}="))).cloned().unwrap_or_default();
        return Err(InputError::NotWindows { file, host: (*host).to_owned() });
    }
    let hosts = arguments.hosts.iter().map(|NamedHost { name, host }| {
        let engine = host.engine.clone().or_else(|| arguments.engine.clone());
        let host = engine.into_iter().fold(host.clone(), Host::with_engine);
        let excluded = excluded.of(name).filter(|_| host.windows_build().is_some());
        (name.as_str(), host, excluded.cloned())
    });
    if arguments.swarm {
        return Ok(Hosts::Swarm(swarm(hosts, observed)));
    }
    let targets = hosts.map(|(name, host, excluded)| {
        let mut target = Target::new(name, host);
        if let Some(networks) = observed.get(name) {
            target = target.observing(Observed::new(networks.clone()));
        }
        target =
            arguments.avoid.iter().fold(target, |target, range| target.avoiding(range.subnet, &range.name));
        target =
            arguments.route.iter().fold(target, |target, range| target.routing(range.subnet, &range.name));
        if let Some(daemon) = daemons.of(name) {
            target = target.configured(daemon.clone());
        }
        excluded.into_iter().fold(target, |target, ports| target.excluding(Protocol::Tcp, ports))
    });
    Ok(Hosts::Apart(targets.collect()))
}

/// The first host manages, the others work. Every node lists the networks of the swarm.
fn swarm<'a>(
    hosts: impl Iterator<Item = (&'a str, Host, Option<ExcludedPorts>)>,
    observed: BTreeMap<&str, Vec<Network>>,
) -> SwarmHosts {
    let nodes = hosts.enumerate().map(|(index, (name, host, excluded))| {
        let node = if index == 0 { SwarmNode::manager(name, host) } else { SwarmNode::worker(name, host) };
        excluded.into_iter().fold(node, |node, ports| node.with_excluded(Protocol::Tcp, ports))
    });
    let swarm = nodes.fold(SwarmHosts::new(), SwarmHosts::node);
    observed.into_values().fold(swarm, SwarmHosts::observed)
}

/// The networks seen on each host. What was seen belongs to one host.
fn observed<'a>(
    arguments: &'a Arguments,
    names: &[&'a str],
) -> Result<BTreeMap<&'a str, Vec<Network>>, InputError> {
    let mut observed = BTreeMap::<_, Vec<_>>::new();
    for file in &arguments.observed {
        let (name, path) = of_host("--observed", file, names)?;
        let name = match (name, names) {
            (Some(name), _) => name,
            (None, [only]) => *only,
            (None, _) => {
                let first = names.first().map_or_else(String::new, ToString::to_string);
                return Err(InputError::WhichHost { option: "--observed", file: file.clone(), first });
            }
        };
        let wire = |source| InputError::Wire { path: path.clone(), source: Box::new(source) };
        let networks = Inspection::parse(&text(&path)?).and_then(|all| all.networks()).map_err(wire)?;
        observed.entry(name).or_default().extend(networks);
    }
    Ok(observed)
}

/// Something known of hosts: of some by name, else of all.
struct Known<'a, T> {
    of: BTreeMap<&'a str, T>,
    of_all: Option<T>,
}

impl<T> Known<'_, T> {
    fn of(&self, name: &str) -> Option<&T> {
        self.of.get(name).or(self.of_all.as_ref())
    }
}

fn each<'a, T>(
    option: &'static str,
    files: &'a [String],
    names: &[&'a str],
    read: impl Fn(&std::path::Path) -> Result<T, InputError>,
) -> Result<Known<'a, T>, InputError> {
    let mut known = Known { of: BTreeMap::new(), of_all: None };
    for file in files {
        let (name, path) = of_host(option, file, names)?;
        let value = read(&path)?;
        let earlier = match name {
            Some(name) => known.of.insert(name, value),
            None => known.of_all.replace(value),
        };
        if earlier.is_some() {
            return Err(InputError::Twice { option, host: name.map(str::to_owned) });
        }
    }
    Ok(known)
}
