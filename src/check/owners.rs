//! Whose container is it? Answered for many containers without asking every service for each.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::compose::{Project, Service};

/// The services of projects by the names of their containers. The names are made when the first container is asked for:
/// most hosts have none of a network.
pub(super) struct Owners<'a, I> {
    services: I,
    names: OnceCell<Names<'a>>,
}

type Names<'a> = BTreeMap<String, (&'a Project, &'a Service)>;

impl<'a, I> Owners<'a, I>
where
    I: Iterator<Item = (&'a Project, &'a Service)> + Clone,
{
    pub(super) fn new(services: impl IntoIterator<IntoIter = I>) -> Self {
        Self { services: services.into_iter(), names: OnceCell::new() }
    }

    /// The service a container is one of.
    pub(super) fn of(&self, container: &str) -> Option<(&'a Project, &'a Service)> {
        let names = self.names.get_or_init(|| names(self.services.clone()));
        let prefix = container.trim_end_matches(|c: char| c.is_ascii_digit());
        let found = names.get(container).or_else(|| names.get(prefix))?;
        found.1.owns(found.0.name(), container).then_some(*found)
    }

    pub(super) fn own(&self, container: &str) -> bool {
        self.of(container).is_some()
    }
}

fn names<'a>(services: impl Iterator<Item = (&'a Project, &'a Service)>) -> Names<'a> {
    let mut names = BTreeMap::new();
    for (project, service) in services {
        if let Some(fixed) = &service.fixed_container_name {
            names.insert(fixed.value.to_string(), (project, service));
            continue;
        }
        for joint in ['_', '-'] {
            let name = format!("{}{joint}{}{joint}", project.name(), service.name.value);
            names.insert(name, (project, service));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Environment;

    #[test]
    fn containers_are_found_by_every_name_they_may_have() {
        let text = "services: {db: {image: x}, web: {image: x, container_name: front_1}}";
        let project = Project::parse("shop/docker-compose.yml", text, &Environment::new()).unwrap();
        let owners = Owners::new(project.services().iter().map(|service| (&project, service)));
        for name in ["shop_db_1", "shop-db-12", "front_1"] {
            assert!(owners.own(name), "{name}");
        }
        for name in ["shop_db", "shop_db_", "shop_web_1", "front_2", "db_1", "shop_db-1"] {
            assert!(!owners.own(name), "{name}");
        }
    }
}
