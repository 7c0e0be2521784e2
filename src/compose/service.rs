//! A service of a Compose file: what it runs, where it can be reached, whom it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Attachment, Dependency, Deploy, DeployMode, Link, NetworkMode, Place, Placed, PortMapping, Variable,
};
use crate::model::{ContainerName, NameError, Replicas};

/// A service, as far as its network is concerned.
///
/// What stands in the file and has no field here is in the tree:
/// `project.document().at(&["services", "web", "volumes"])`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// Its name.
    pub name: Placed<String>,
    /// The image it runs.
    pub image: Option<Placed<String>>,
    /// Where it says how its image is built.
    pub build: Option<Place>,
    /// The platform its image is for, such as `windows/amd64`.
    pub platform: Option<Placed<String>>,
    /// How Windows keeps its container apart: `process`, `hyperv` or `default`.
    pub isolation: Option<Placed<String>>,
    /// The ports it publishes, ranges expanded.
    pub ports: Vec<Placed<PortMapping>>,
    /// The ports it only tells others about, as written.
    pub expose: Vec<Placed<String>>,
    /// The networks it is in, in the order of the file; none when `network_mode` says otherwise.
    pub networks: Vec<Attachment>,
    /// The network stack it uses instead of networks.
    pub network_mode: Option<Placed<NetworkMode>>,
    /// The name its container gives itself.
    pub hostname: Option<Placed<String>>,
    /// The hardware address it asks for.
    pub mac_address: Option<Placed<String>>,
    /// Names and addresses its containers know besides DNS, `name:address`; also from a mapping, then at the address.
    pub extra_hosts: Vec<Placed<String>>,
    /// The DNS servers it asks.
    pub dns: Vec<Placed<String>>,
    /// The domains it looks names up in.
    pub dns_search: Vec<Placed<String>>,
    /// Options of its resolver.
    pub dns_opt: Vec<Placed<String>>,
    /// Other services under names of its own.
    pub links: Vec<Placed<Link>>,
    /// Containers of others under names of its own, `container:alias`.
    pub external_links: Vec<Placed<String>>,
    /// The services it needs.
    pub depends_on: Vec<Dependency>,
    /// The services and containers whose volumes it takes over, as written.
    pub volumes_from: Vec<Placed<String>>,
    /// What `deploy` says.
    pub deploy: Deploy,
    /// How many containers docker-compose starts.
    pub scale: Option<Placed<u64>>,
    /// The one name its container must have.
    pub fixed_container_name: Option<Placed<ContainerName>>,
    /// When its container is started again.
    pub restart: Option<Placed<String>>,
    /// The profiles that switch it on; it is always on without any.
    pub profiles: Vec<Placed<String>>,
    /// The variables its containers get.
    pub environment: Vec<Variable>,
    /// What it runs; one element when the file has a text.
    pub command: Vec<Placed<String>>,
    /// What runs the command; one element when the file has a text.
    pub entrypoint: Vec<Placed<String>>,
    /// Its labels.
    pub labels: BTreeMap<String, Placed<String>>,
    /// Whether the file gives it a health check and does not switch it off.
    pub has_healthcheck: bool,
}

impl Service {
    /// Whether a container is one of this service: by the names docker-compose 1 (`_`) and 2 (`-`) give, or by the one
    /// name the file asks for.
    #[must_use]
    pub fn owns(&self, project: &str, container: &str) -> bool {
        if let Some(fixed) = &self.fixed_container_name {
            return fixed.value.as_str() == container;
        }
        ['_', '-'].into_iter().any(|joint| {
            let prefix = format!("{project}{joint}{}{joint}", self.name.value);
            let number = container.strip_prefix(&prefix);
            number
                .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        })
    }

    /// The name docker-compose 1.29 gives its container with that number, from 1:
    /// `<project>_<service>_<number>`, or the name the file asks for.
    ///
    /// # Errors
    /// [`NameError`] when the two together are no container's name.
    pub fn container_name(&self, project: &str, number: u32) -> Result<ContainerName, NameError> {
        if let Some(name) = &self.fixed_container_name {
            return Ok(name.value.clone());
        }
        // docker-compose 1 alone has projects that begin so, and leaves it away here but not in a network's name.
        let project = project.trim_start_matches(['-', '_']);
        ContainerName::new(format!("{project}_{}_{number}", self.name))
    }

    /// How many containers or tasks it runs: what `deploy` says, else `scale`, else one.
    #[must_use]
    pub fn replicas(&self) -> Replicas {
        match (&self.deploy.mode, &self.deploy.replicas, &self.scale) {
            (Some(Placed { value: DeployMode::Global, .. }), _, _) => Replicas::Global,
            (_, Some(count), _) | (_, None, Some(count)) => Replicas::Count(count.value),
            (_, None, None) => Replicas::Count(1),
        }
    }

    /// Whether it is switched on: it has no profile, or one that is (`*` stands for all).
    #[must_use]
    pub fn is_on(&self, profiles: &BTreeSet<&str>) -> bool {
        let on = |profile: &Placed<String>| profiles.contains(profile.value.as_str());
        self.profiles.is_empty() || profiles.contains("*") || self.profiles.iter().any(on)
    }

    /// Its place in a network, by the network's key.
    #[must_use]
    pub fn attachment(&self, network: &str) -> Option<&Attachment> {
        self.networks.iter().find(|attachment| attachment.network.value == network)
    }
}
