//! Who reaches a service, and by which address.
//!
//! [`Situation::who_reaches`](super::Situation::who_reaches) lists every way somebody could try, from the host itself, from a
//! container or from another machine, with what becomes of it: works, works with a catch, does not work, nobody knows.
//!
//! ```
//! use docknet::check::reach::Vantage;
//! use docknet::check::{Situation, Target};
//! use docknet::compose::{Environment, Project};
//! use docknet::host::{Host, Support, WindowsBuild};
//!
//! let text = "services: {web: {image: iis, ports: ['8000:80']}}";
//! let project = Project::parse("demo/docker-compose.yml", text, &Environment::new())?;
//! let host = Target::new("vm1", Host::windows(WindowsBuild::SERVER_2016));
//! let situation = Situation::new().target(host).project(&project);
//! let ways = situation.who_reaches(&Vantage::Host, "demo", "web")?;
//! let works: Vec<_> = ways.iter().filter(|way| way.support == Support::Supported).map(|way| way.url()).collect();
//! assert_eq!(works, ["tcp://<address of demo/web>:80"], "WinNAT has no loopback");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod container;
mod facts;
mod host;
mod machine;
mod scene;
mod swarm;
mod way;

pub use way::{ReachError, Vantage, VantageError, Way, Whereto};

use super::service::SwarmHosts;
use super::target::Target;
use super::view::View;
use crate::compose::Project;
use scene::Scene;

/// Every way to a service on each host, and on each swarm.
pub(super) fn ways(
    targets: &[Target],
    swarms: &[(String, SwarmHosts)],
    projects: &[&Project],
    vantage: &Vantage,
    project: &str,
    service: &str,
) -> Result<Vec<Way>, ReachError> {
    known(projects, project, service)?;
    if let Vantage::Container { project, service } = vantage {
        known(projects, project, service)?;
    }
    if let Vantage::Node(node) = vantage {
        let known: Vec<_> =
            swarms.iter().flat_map(|(_, swarm)| swarm.nodes()).map(|(name, ..)| name).collect();
        if !known.contains(&node.as_str()) {
            let known = known.into_iter().map(str::to_owned).collect();
            return Err(ReachError::UnknownNode { node: node.clone(), known });
        }
    }
    let mut all: Vec<Way> = Vec::new();
    for target in targets {
        let view = View::new(target, projects);
        let Some(scene) = Scene::of(&view, project, service) else { continue };
        let found = match vantage {
            Vantage::Host => host::ways(&scene),
            Vantage::Machine => machine::ways(&scene),
            Vantage::Node(_) => Vec::new(),
            Vantage::Container { project, service } => match Scene::of(&view, project, service) {
                Some(from) => container::ways(&from, &scene),
                None => Vec::new(),
            },
        };
        for mut way in found {
            way.hosts = vec![target.name().to_owned()];
            add(&mut all, way);
        }
    }
    for (name, there) in swarms {
        let stacks = projects.iter().filter(|there| there.name() == project);
        let services = stacks.filter_map(|project| Some((*project, project.service(service)?)));
        for way in
            services.flat_map(|(project, service)| swarm::ways(there, projects, vantage, project, service))
        {
            add(&mut all, Way { hosts: vec![name.clone()], ..way });
        }
    }
    Ok(all)
}

/// Ways that come to the same are one, with all their hosts.
fn add(all: &mut Vec<Way>, mut way: Way) {
    match all.iter_mut().find(|there| there.says_the_same_as(&way)) {
        Some(there) => {
            way.hosts.retain(|host| !there.hosts.contains(host));
            there.hosts.append(&mut way.hosts);
        }
        None => all.push(way),
    }
}

fn known(projects: &[&Project], project: &str, service: &str) -> Result<(), ReachError> {
    let mut named = projects.iter().filter(|there| there.name() == project).peekable();
    if named.peek().is_none() {
        let known = projects.iter().map(|project| project.name().to_owned()).collect();
        return Err(ReachError::UnknownProject { project: project.to_owned(), known });
    }
    let mut services: Vec<String> = Vec::new();
    for there in named {
        if there.service(service).is_some() {
            return Ok(());
        }
        services.extend(there.services().iter().map(|service| service.name.value.clone()));
    }
    Err(ReachError::UnknownService {
        project: project.to_owned(),
        service: service.to_owned(),
        known: services,
    })
}
