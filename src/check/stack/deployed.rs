//! What a swarm gets of the projects: services and networks under their names in the engine.

use std::collections::BTreeMap;

use crate::check::service::{ImagePlatform, Part, ServiceDraft, SwarmHosts};
use crate::compose::{Attachment, DeployMode, Network, Place, Project, Service, UpdateOrder};
use crate::model::{
    Driver, EndpointMode, NetworkName, NetworkSpec, PortRange, PublishMode, Replicas, ServiceName,
    ServicePort,
};

/// How many ports of a range are looked at one by one.
const MOST_OF_A_RANGE: u16 = 64;

/// All services of all projects on one swarm.
pub(super) struct Stacks<'a> {
    /// The swarm with the networks the projects make.
    pub(super) swarm: SwarmHosts,
    pub(super) projects: &'a [&'a Project],
    pub(super) services: Vec<Deployed<'a>>,
    /// The networks the projects make.
    pub(super) networks: BTreeMap<NetworkName, Made<'a>>,
    /// Names swarm does not take, each with its place.
    pub(super) refused_names: Vec<(String, &'a Place)>,
}

/// A service of a stack.
pub(super) struct Deployed<'a> {
    pub(super) service: &'a Service,
    pub(super) draft: ServiceDraft,
    /// Where each port of the draft stands.
    ports: Vec<&'a Place>,
    /// Where it joins each network of the draft.
    networks: Vec<&'a Place>,
    addresses: Vec<&'a Place>,
}

/// A network a stack makes.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    /// What it is called in the file.
    pub(super) key: &'a str,
    /// What the file says of it; nothing for the `default` one of a file that does not mention it.
    pub(super) network: Option<&'a Network>,
    /// Where it is declared, or the first service that joins it.
    pub(super) place: &'a Place,
}

impl<'a> Stacks<'a> {
    pub(super) fn new(swarm: &SwarmHosts, projects: &'a [&'a Project]) -> Self {
        let mut stacks = Self {
            swarm: swarm.clone(),
            projects,
            services: Vec::new(),
            networks: BTreeMap::new(),
            refused_names: Vec::new(),
        };
        let services = projects.iter().map(|project| project.services().len()).sum();
        stacks.services.reserve_exact(services);
        for project in projects {
            let keys: BTreeMap<_, _> =
                project.networks().iter().map(|network| (network.key.as_str(), network)).collect();
            for service in project.services() {
                stacks.deploy(project, service, &keys);
            }
        }
        stacks
    }

    fn deploy(&mut self, project: &'a Project, service: &'a Service, keys: &BTreeMap<&'a str, &'a Network>) {
        let name = format!("{}_{}", project.name(), service.name);
        let Ok(name) = ServiceName::new(&name) else {
            self.refused_names.push((name, &service.name.place));
            return;
        };
        let image = service.image.as_ref().map_or("", |image| image.value.as_str());
        let mut draft = ServiceDraft::new(name, image);
        draft.image_platform = ImagePlatform::of_image(image);
        draft.compose_key = Some(service.name.value.clone());
        draft.mode = service.deploy.endpoint_mode.as_ref().map_or(EndpointMode::Vip, |mode| mode.value);
        draft.replicas = replicas(service);
        let deploy = &service.deploy;
        draft.constraints = deploy.constraints.iter().map(|constraint| constraint.value.clone()).collect();
        draft.max_per_node = deploy.max_replicas_per_node.as_ref().map(|limit| limit.value);
        let order = deploy.update_order.as_ref().map(|order| order.value);
        draft.start_first = order == Some(UpdateOrder::StartFirst);
        if draft.replicas == Replicas::Count(0) {
            return;
        }
        let mut deployed =
            Deployed { service, draft, ports: Vec::new(), networks: Vec::new(), addresses: Vec::new() };
        deployed.publish();
        let joined: Vec<(&'a str, &'a Place)> = match &service.network_mode {
            // The key is left out, and what is in no network is in `default`.
            Some(mode) => vec![("default", &mode.place)],
            None => service.networks.iter().map(joins).collect(),
        };
        for (key, place) in joined {
            if let Some(name) = self.join(project, key, keys.get(key).copied(), place) {
                deployed.draft.networks.push(name);
                deployed.networks.push(place);
            }
        }
        for attachment in &service.networks {
            for address in attachment.ipv4.iter().chain(&attachment.ipv6) {
                deployed.draft.static_addresses.push(address.value);
                deployed.addresses.push(&address.place);
            }
        }
        deployed.draft.networks.shrink_to_fit();
        self.services.push(deployed);
    }

    /// A network's name in the engine, made known to the swarm if the stack makes it.
    fn join(
        &mut self,
        project: &'a Project,
        key: &'a str,
        network: Option<&'a Network>,
        place: &'a Place,
    ) -> Option<NetworkName> {
        let name = match network {
            Some(network) => network.engine_name(project.name()),
            None => NetworkName::new(format!("{}_{key}", project.name())),
        };
        let name = name.ok()?;
        if network.is_some_and(Network::is_external) {
            return Some(name);
        }
        if self.networks.contains_key(&name) {
            return Some(name);
        }
        let place = network.and_then(|network| network.place.as_ref()).unwrap_or(place);
        // Networks of a swarm are called as services are.
        if ServiceName::new(name.as_str()).is_err() {
            self.refused_names.push((name.to_string(), place));
            return None;
        }
        self.networks.insert(name.clone(), Made { key, network, place });
        // One that is there stays as it is.
        if !self.swarm.networks.contains_key(&name) {
            self.swarm.assume(spec(name.clone(), network));
        }
        Some(name)
    }

    /// What a network is called in the files: its key, or its name where nobody declares it.
    pub(super) fn in_file<'n>(&'n self, name: &'n NetworkName) -> &'n str {
        self.networks.get(name).map_or(name.as_str(), |made| made.key)
    }
}

fn joins(attachment: &Attachment) -> (&str, &Place) {
    (attachment.network.value.as_str(), &attachment.network.place)
}

/// How many tasks there will be; `scale` is none of a stack's keys.
fn replicas(service: &Service) -> Replicas {
    match &service.deploy.mode {
        Some(mode) if mode.value == DeployMode::Global => Replicas::Global,
        _ => Replicas::Count(service.deploy.replicas.as_ref().map_or(1, |count| count.value)),
    }
}

/// The network a stack makes: an overlay, unless the file says otherwise.
fn spec(name: NetworkName, network: Option<&Network>) -> NetworkSpec {
    let Some(network) = network else { return NetworkSpec::new(name, Driver::Overlay) };
    let driver = network.driver.as_ref().map_or(Driver::Overlay, |driver| driver.value.clone());
    let attachable = network.attachable.as_ref().is_some_and(|attachable| attachable.value);
    let mut spec = NetworkSpec::new(name, driver).with_attachable(attachable);
    for (key, value) in &network.driver_opts {
        spec = spec.with_option(key, &value.value);
    }
    // Pools that overlap within a network are another rule's.
    spec.with_pools_apart(network.pools.iter().map(|pool| &pool.value))
}

impl<'a> Deployed<'a> {
    /// Ports without a mode go through the mesh; of a range for one port all are published.
    fn publish(&mut self) {
        for mapping in &self.service.ports {
            let mode = mapping.value.mode.unwrap_or(PublishMode::Ingress);
            let any_of = mapping.value.any_of.filter(|range| range.ports() <= MOST_OF_A_RANGE);
            let all = any_of.into_iter().flat_map(PortRange::iter);
            let mut ports: Vec<_> = all.map(|number| mapping.value.port.with_published(number)).collect();
            if ports.is_empty() {
                ports.push(mapping.value.port);
            }
            for port in ports {
                self.draft.ports.push(ServicePort::new(port, mode));
                self.ports.push(&mapping.place);
            }
        }
    }

    /// Where the part of the service stands; its name where the file does not say it.
    pub(super) fn place(&self, part: &Part) -> &'a Place {
        let deploy = &self.service.deploy;
        let found = match part {
            Part::Constraint(index) => deploy.constraints.get(*index).map(|constraint| &constraint.place),
            Part::EndpointMode => deploy.endpoint_mode.as_ref().map(|mode| &mode.place),
            Part::Image => self.service.image.as_ref().map(|image| &image.place),
            Part::Network(name) => self.joins(name),
            Part::Port(index) => self.ports.get(*index).copied(),
            Part::Replicas => {
                let count = deploy.replicas.as_ref().map(|count| &count.place);
                count.or_else(|| deploy.mode.as_ref().map(|mode| &mode.place))
            }
            Part::Service | Part::Swarm => None,
            Part::StaticAddress(index) => self.addresses.get(*index).copied(),
        };
        found.unwrap_or(&self.service.name.place)
    }

    /// Where it joins a network.
    pub(super) fn joins(&self, name: &NetworkName) -> Option<&'a Place> {
        let index = self.draft.networks.iter().position(|there| there == name)?;
        self.networks.get(index).copied()
    }
}
