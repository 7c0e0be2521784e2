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
mod way;

pub use way::{ReachError, Vantage, VantageError, Way, Whereto};

use super::target::Target;
use super::view::View;
use crate::compose::Project;
use scene::Scene;

/// Every way to a service on each host.
pub(super) fn ways(
    targets: &[Target],
    projects: &[&Project],
    vantage: &Vantage,
    project: &str,
    service: &str,
) -> Result<Vec<Way>, ReachError> {
    known(projects, project, service)?;
    if let Vantage::Container { project, service } = vantage {
        known(projects, project, service)?;
    }
    let mut all: Vec<Way> = Vec::new();
    for target in targets {
        let view = View::new(target, projects);
        let Some(scene) = Scene::of(&view, project, service) else { continue };
        let found = match vantage {
            Vantage::Host => host::ways(&scene),
            Vantage::Machine => machine::ways(&scene),
            Vantage::Container { project, service } => match Scene::of(&view, project, service) {
                Some(from) => container::ways(&from, &scene),
                None => Vec::new(),
            },
        };
        for mut way in found {
            way.hosts = vec![target.name().to_owned()];
            match all.iter_mut().find(|there| there.says_the_same_as(&way)) {
                Some(there) => there.hosts.append(&mut way.hosts),
                None => all.push(way),
            }
        }
    }
    Ok(all)
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
