//! Whose container is it? Answered for many containers without asking every service for each.

use std::collections::BTreeMap;

use crate::compose::{Project, Service};

/// The services of projects by the names of their containers.
pub(super) struct Owners<'a>(BTreeMap<String, (&'a Project, &'a Service)>);

impl<'a> Owners<'a> {
    pub(super) fn new(services: impl IntoIterator<Item = (&'a Project, &'a Service)>) -> Self {
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
        Self(names)
    }

    /// The service a container is one of.
    pub(super) fn of(&self, container: &str) -> Option<(&'a Project, &'a Service)> {
        let prefix = container.trim_end_matches(|c: char| c.is_ascii_digit());
        let found = self.0.get(container).or_else(|| self.0.get(prefix))?;
        found.1.owns(found.0.name(), container).then_some(*found)
    }

    pub(super) fn own(&self, container: &str) -> bool {
        self.of(container).is_some()
    }
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
