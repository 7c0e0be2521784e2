//! The job itself: what fails, the prefix, the addresses, and what to change.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;

use docknet::check::{Report, Situation};
use docknet::compose::{Override, OverrideError, Place, Project, Service};
use docknet::lease::Leases;
use docknet::model::{
    ContainerName, EndpointAddress, EndpointSpec, IpamPool, IpamPoolError, NameError, NetworkName,
    PublishedPort, Subnet, SubnetError,
};
use docknet::plan::{HostChange, HostChangeError, PlanError, SubnetPlanner};
use docknet::wire::DaemonDocument;
use docknet::workload::{AddressRisk, Member, RedisError, RedisHa, RedisPlacement};

use super::input::{Avoid, Input, InputError, NamedHost};
use super::proof::ProofError;
use super::write::WriteError;

/// Everything that was decided.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) hosts: Vec<NamedHost>,
    pub(crate) report: Report,
    pub(crate) daemon: DaemonDocument,
    pub(crate) prefix: Subnet,
    pub(crate) gateway: IpAddr,
    pub(crate) redis: RedisPlacement,
    pub(crate) risk: Option<AddressRisk>,
    pub(crate) changes: Vec<HostChange>,
    pub(crate) overrides: Vec<OverrideFile>,
    pub(crate) containers: Vec<Container>,
}

/// An override file beside a project's own.
#[derive(Debug)]
pub(crate) struct OverrideFile {
    pub(crate) project: String,
    pub(crate) text: String,
}

/// A container as it will run on every host.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) endpoint: EndpointSpec,
    pub(crate) member: Option<Member>,
    pub(crate) ports: Vec<PublishedPort>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    #[error("the gateway: {0}")]
    Gateway(#[from] IpamPoolError),
    #[error(transparent)]
    HostChange(#[from] HostChangeError),
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Name(#[from] NameError),
    #[error("{place}: service {service}: {source}")]
    ServiceName { place: Place, service: String, source: NameError },
    #[error("no Redis HA project: one service with \"master\" in its name is needed, and none is in {files}")]
    NoRedis { files: String },
    #[error(transparent)]
    Override(#[from] OverrideError),
    #[error("{0}")]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error("{file}: {source}")]
    Redis { file: String, source: RedisError },
    #[error(
        "{file}: project {project} has {} networks of its own ({}), and One NAT is one network: edit the file so that \
         its services share one",
        networks.len(),
        networks.join(", ")
    )]
    SeveralNetworks { file: String, project: String, networks: Vec<String> },
    #[error(transparent)]
    Subnet(#[from] SubnetError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The members of a project with their addresses, by service.
type Places = BTreeMap<String, (Member, EndpointAddress)>;

/// The default network every project shares.
pub(crate) const NAT: &str = "nat";

/// Where a prefix is looked for when nobody says anything.
const POOL: &str = "10.10.0.0/16";

/// Long enough for HNS' own habit, short enough for several hosts' worth.
const LENGTH: u8 = 20;

impl Job {
    pub(crate) fn plan(input: Input) -> Result<Self, JobError> {
        let Input { hosts, projects, daemon, prefix, avoid } = input;
        let nat = NetworkName::new(NAT)?;
        let report = findings(&hosts, &projects);
        let files = projects.iter().map(Project::file).collect::<Vec<_>>().join(", ");
        let found = projects.iter().find_map(|project| Some((project, members(project)?)));
        let (redis_project, members) = found.ok_or(JobError::NoRedis { files })?;

        let asked = members.values().find_map(|service| asked(service));
        let planner = planner(prefix, asked, &hosts, &projects, avoid)?;
        let prefix = planner.plan()?.prefix();
        let pool = IpamPool::new(prefix);
        let gateway = prefix.nth(1).unwrap_or(prefix.address());
        let pool = pool.with_gateway(gateway)?;

        let placed = |source| JobError::Redis { file: redis_project.file().to_owned(), source };
        let mut leases = match hosts.first() {
            Some(host) => Leases::on(&host.host, pool),
            None => Leases::new(pool),
        };
        let own = members.values().filter_map(|service| service.container_name(redis_project.name(), 1).ok());
        let own: Vec<_> = own.collect();
        for (name, endpoint) in hosts.iter().flat_map(NamedHost::endpoints) {
            let stranger = !own.iter().any(|container| container.as_str() == endpoint.name);
            if let Some(address) = endpoint.ipv4.filter(|address| stranger && address.subnet() == prefix) {
                leases =
                    leases.reserve(address.address().into(), format!("{} on {name} has it", endpoint.name));
            }
        }
        let redis = redis_of(&members).place(&mut leases).map_err(placed)?;
        let risk = hosts.iter().find_map(|host| redis.placement().risk(&host.host));
        let changes = hosts
            .iter()
            .map(|host| HostChange::to_prefix(&host.host, &host.observed, &daemon, prefix))
            .collect::<Result<_, _>>()?;

        let mut overrides = Vec::new();
        let mut containers = Vec::new();
        for project in &projects {
            let mut at = Places::new();
            if project == redis_project {
                at.extend(members.iter().filter_map(|(member, service)| {
                    Some((service.name.value.clone(), (member.clone(), redis.placement().address(member)?)))
                }));
            }
            overrides.push(override_file(project, &nat, &at)?);
            containers.extend(run(project, &at)?);
        }
        let at = |container: &Container| (container.member.is_none(), container.endpoint.container().clone());
        containers.sort_by_key(at);
        Ok(Self { hosts, report, daemon, prefix, gateway, redis, risk, changes, overrides, containers })
    }
}

/// Looks for the prefix asked for, or the one an address in an image needs, or any.
fn planner(
    prefix: Option<Subnet>,
    asked: Option<IpAddr>,
    hosts: &[NamedHost],
    projects: &[Project],
    avoid: Vec<Avoid>,
) -> Result<SubnetPlanner, JobError> {
    let mut planner = match (prefix, asked) {
        (Some(prefix), _) => SubnetPlanner::exactly(prefix),
        (None, Some(IpAddr::V4(address))) => SubnetPlanner::exactly(Subnet::around(address.into(), LENGTH)?),
        (None, _) => SubnetPlanner::new(POOL.parse()?).length(LENGTH),
    };
    let services = projects.iter().map(|project| project.services().len()).sum::<usize>();
    planner = planner.endpoints(u128::try_from(services).unwrap_or(u128::MAX));
    // What will be made anew, or not any more, stands in nobody's way.
    let own =
        projects.iter().flat_map(|project| project.networks().iter().map(|n| n.engine_name(project.name())));
    planner = own.filter_map(Result::ok).chain(NetworkName::new(NAT)).fold(planner, SubnetPlanner::replacing);
    for avoided in avoid {
        planner = planner.avoid(avoided.subnet, avoided.name);
    }
    for host in hosts {
        planner = planner.host(&host.name, host.observed.clone());
    }
    Ok(planner)
}

fn findings(hosts: &[NamedHost], projects: &[Project]) -> Report {
    let mut situation = Situation::new();
    for host in hosts {
        situation = situation.host(&host.name, host.host.clone(), host.observed.clone());
    }
    projects.iter().fold(situation, Situation::project).check()
}

/// The members of a Redis HA project by its services' names, if it is one.
fn members(project: &Project) -> Option<BTreeMap<Member, &Service>> {
    let mut members = BTreeMap::new();
    let mut counts = BTreeMap::<&str, u32>::new();
    for service in project.services() {
        let name = service.name.value.to_ascii_lowercase();
        let role = if name.contains("sentinel") {
            "sentinel"
        } else if name.contains("slave") || name.contains("replica") {
            "replica"
        } else if name.contains("master") {
            "master"
        } else {
            continue;
        };
        let number = counts.entry(role).or_default();
        *number += 1;
        members.insert(Member::new(role, *number), service);
    }
    (counts.get("master") == Some(&1)).then_some(members)
}

fn asked(service: &Service) -> Option<IpAddr> {
    service.networks.iter().find_map(|attachment| attachment.ipv4.as_ref()).map(|address| address.value)
}

fn redis_of(members: &BTreeMap<Member, &Service>) -> RedisHa {
    let count =
        |role| u32::try_from(members.keys().filter(|member| member.role == role).count()).unwrap_or(u32::MAX);
    let redis = RedisHa::new().replicas(count("replica")).sentinels(count("sentinel"));
    members.iter().fold(redis, |redis, (member, service)| match asked(service) {
        Some(address) => redis.asking(member.clone(), address),
        None => redis,
    })
}

fn override_file(project: &Project, nat: &NetworkName, at: &Places) -> Result<OverrideFile, JobError> {
    let own: Vec<_> = project.networks().iter().filter(|network| !network.is_external()).collect();
    if own.len() > 1 {
        let networks = own.iter().map(|network| network.key.clone()).collect();
        let (file, project) = (project.file().to_owned(), project.name().to_owned());
        return Err(JobError::SeveralNetworks { file, project, networks });
    }
    let mut file = Override::of(project);
    for network in own {
        file = file.external_network(&network.key, nat.clone())?;
    }
    for (service, (_, address)) in at {
        let network = project.service(service).and_then(|service| service.networks.first());
        if let Some(network) = network {
            file = file.address(service, &network.network.value, address.address())?;
        }
    }
    Ok(OverrideFile { project: project.name().to_owned(), text: file.to_string() })
}

/// The containers of a project as they will run.
fn run(project: &Project, at: &Places) -> Result<Vec<Container>, JobError> {
    let container = |service: &Service| {
        let name = service.container_name(project.name(), 1);
        let name: ContainerName = name.map_err(|source| JobError::ServiceName {
            place: service.name.place.clone(),
            service: service.name.value.clone(),
            source,
        })?;
        let placed = at.get(&service.name.value);
        let endpoint = EndpointSpec::new(name);
        let endpoint = match placed {
            Some((_, address)) => endpoint.with_address(*address),
            None => endpoint,
        };
        let member = placed.map(|(member, _)| member.clone());
        let ports = service.ports.iter().map(|port| port.value.port).collect();
        Ok(Container { endpoint, member, ports })
    };
    project.services().iter().map(container).collect()
}

impl OverrideFile {
    /// Where it goes, under a folder.
    pub(crate) fn path(&self) -> PathBuf {
        PathBuf::from(&self.project).join("docker-compose.override.yml")
    }
}
