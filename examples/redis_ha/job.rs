//! The job itself: what fails, the prefix, the addresses, what to change, and what remains.

use std::net::IpAddr;
use std::path::PathBuf;

use docknet::check::{Report, Situation};
use docknet::compose::{Place, Project, Service};
use docknet::lease::Leases;
use docknet::model::{
    AddressError, Assignment, ContainerName, Driver, EndpointSpec, IpamPool, IpamPoolError, NameError,
    Network, NetworkName, NetworkSpec, NetworkSpecError, PublishedPort, Subnet, SubnetError,
};
use docknet::plan::{HostChange, HostChangeError, Observed, PlanError, SubnetPlanner};
use docknet::wire::DaemonDocument;
use docknet::workload::{AddressRisk, Member, PlaceError, RedisError, RedisHa, RedisPlacement};

use super::input::{Avoid, Input, InputError, NamedHost};
use super::members::{Members, MembersError};
use super::nat::{self, NatError};
use super::write::WriteError;

/// Everything that was decided.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) hosts: Vec<NamedHost>,
    pub(crate) report: Report,
    pub(crate) remaining: Report,
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
    #[error("{place}: {service}: {source}")]
    Address { place: Place, service: String, source: AddressError },
    #[error("{}: {source}", path.display())]
    HostChange { path: PathBuf, source: Box<HostChangeError> },
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Members(#[from] MembersError),
    #[error(transparent)]
    Name(#[from] NameError),
    #[error(transparent)]
    Nat(#[from] NatError),
    #[error("{place}: service {service}: {source}")]
    ServiceName { place: Box<Place>, service: String, source: NameError },
    #[error("{0}")]
    Plan(#[from] PlanError),
    #[error("the gateway: {0}")]
    Pool(#[from] IpamPoolError),
    #[error("{place}: {source}")]
    Redis { place: Place, source: RedisError },
    #[error("two projects are called {name}: {first} and {second}; give one of them a name of its own")]
    SameProject { name: String, first: String, second: String },
    #[error(transparent)]
    Spec(#[from] NetworkSpecError),
    #[error(transparent)]
    Subnet(#[from] SubnetError),
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The default network every project shares.
pub(crate) const NAT: &str = "nat";

/// Where a prefix is looked for when nobody says anything.
const POOL: &str = "10.10.0.0/16";

/// HNS' own habit, and room for several hosts' worth of containers.
const LENGTH: u8 = 20;

impl Job {
    pub(crate) fn plan(input: Input) -> Result<Self, JobError> {
        let Input { hosts, projects, daemon, daemon_path, prefix, avoid } = input;
        different_names(&projects)?;
        let nat = NetworkName::new(NAT)?;
        let report = check(&hosts, &projects);
        let members = Members::find(&projects)?;
        let mut asked = None;
        for service in members.services.values() {
            let attachment = nat::member(members.project, service)?;
            asked = asked.or(attachment.ipv4.as_ref().map(|address| address.value));
        }
        let planner = planner(prefix, asked, &hosts, &projects, avoid)?;
        let prefix = planner.plan()?.prefix();
        let gateway = prefix.nth(1).unwrap_or(prefix.address());
        let pool = IpamPool::new(prefix).with_gateway(gateway)?;

        let mut leases = match hosts.first() {
            Some(host) => Leases::on(&host.host, pool.clone()),
            None => Leases::new(pool.clone()),
        };
        leases = taken(leases, &members, &hosts, &projects, prefix);
        let placed = |source: RedisError| JobError::Redis { place: place_of(&members, &source), source };
        let redis = redis_of(&members, &hosts, prefix).place(&mut leases).map_err(placed)?;
        let risk = hosts.iter().find_map(|host| redis.placement().risk(&host.host));
        let change = |host: &NamedHost| {
            HostChange::to_prefix(&host.host, &host.observed, &daemon, prefix).map_err(|source| {
                JobError::HostChange { path: daemon_path.clone(), source: Box::new(source) }
            })
        };
        let changes = hosts.iter().map(change).collect::<Result<_, _>>()?;

        let mut overrides = Vec::new();
        let mut after = Vec::new();
        let mut containers = Vec::new();
        for project in &projects {
            let address = |service| {
                let member = members.member(project, service)?;
                Some((service, redis.placement().address(member)?))
            };
            let addresses: Vec<_> = project.services().iter().filter_map(address).collect();
            let file = nat::override_of(project, &nat, &addresses)?;
            overrides.push(OverrideFile { project: project.name().to_owned(), text: file.to_string() });
            let project = file.applied();
            for service in project.services() {
                containers.extend(run(&project, service, members.member(&project, service), &pool)?);
            }
            after.push(project);
        }
        containers
            .sort_by_key(|container| (container.member.is_none(), container.endpoint.container().clone()));
        let remaining = check(&changed(&hosts, &nat, &pool)?, &after);
        Ok(Self {
            hosts,
            report,
            remaining,
            daemon,
            prefix,
            gateway,
            redis,
            risk,
            changes,
            overrides,
            containers,
        })
    }
}

fn different_names(projects: &[Project]) -> Result<(), JobError> {
    for (position, second) in projects.iter().enumerate() {
        if let Some(first) = projects[..position].iter().find(|first| first.name() == second.name()) {
            let (first, second, name) =
                (first.file().to_owned(), second.file().to_owned(), second.name().to_owned());
            return Err(JobError::SameProject { name, first, second });
        }
    }
    Ok(())
}

fn check(hosts: &[NamedHost], projects: &[Project]) -> Report {
    let mut situation = Situation::new();
    for host in hosts {
        situation = situation.host(&host.name, host.host.clone(), host.observed.clone());
    }
    projects.iter().fold(situation, Situation::project).check()
}

/// The hosts as they will be: with the one NAT network, and what is no NAT network left alone.
fn changed(hosts: &[NamedHost], nat: &NetworkName, pool: &IpamPool) -> Result<Vec<NamedHost>, JobError> {
    let changed = |host: &NamedHost| {
        let there = &host.observed.networks;
        let mut networks: Vec<_> =
            there.iter().filter(|n| *n.spec.driver() != Driver::Nat).cloned().collect();
        if let Some(default) = there.iter().find(|network| network.name() == nat) {
            let spec = NetworkSpec::new(nat.clone(), Driver::Nat).with_pool(pool.clone())?;
            networks.push(Network::new(default.id.clone(), spec));
        }
        Ok(NamedHost { observed: Observed::new(networks), ..host.clone() })
    };
    hosts.iter().map(changed).collect()
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
    let services = projects.iter().flat_map(|project| project.services().iter().map(move |s| (project, s)));
    let on_nat = services.filter(|(project, service)| nat::attachment(project, service).is_some());
    planner = planner.endpoints(on_nat.map(|(_, service)| count(service)).fold(0, u128::saturating_add));
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

/// How many containers of a service run on one host.
fn count(service: &Service) -> u128 {
    service.replicas().count().unwrap_or(1).into()
}

/// The leases without what others have: addresses other services ask for, and those that are in use on a host.
fn taken(
    mut leases: Leases,
    members: &Members<'_>,
    hosts: &[NamedHost],
    projects: &[Project],
    prefix: Subnet,
) -> Leases {
    for project in projects {
        for service in project.services().iter().filter(|service| members.member(project, service).is_none())
        {
            let pin = nat::attachment(project, service).and_then(|attachment| attachment.ipv4.as_ref());
            if let Some(pin) = pin {
                let who = format!("{}/{} asks for it at {}", project.name(), service.name.value, pin.place);
                leases = leases.reserve(pin.value.into(), who);
            }
        }
    }
    for (host, endpoint) in hosts.iter().flat_map(NamedHost::endpoints) {
        let own =
            members.services.values().any(|service| service.owns(members.project.name(), &endpoint.name));
        if let Some(address) = endpoint.ipv4.filter(|address| !own && address.subnet() == prefix) {
            leases = leases.reserve(address.address().into(), format!("{} on {host} has it", endpoint.name));
        }
    }
    leases
}

/// The group, with the addresses its file asks for and those its members have already.
fn redis_of(members: &Members<'_>, hosts: &[NamedHost], prefix: Subnet) -> RedisHa {
    let last = |role| members.services.keys().filter(|m| m.role == role).map(|m| m.number).max().unwrap_or(0);
    let mut redis = RedisHa::new().replicas(last("replica")).sentinels(last("sentinel"));
    for (member, service) in &members.services {
        let file = nat::attachment(members.project, service).and_then(|found| found.ipv4.as_ref());
        let seen = || {
            let own = |(_, there): &(&str, &docknet::model::Endpoint)| {
                service.owns(members.project.name(), &there.name) && there.assignment == Assignment::Static
            };
            let there = hosts.iter().flat_map(NamedHost::endpoints).find(own);
            there.and_then(|(_, there)| there.ipv4).filter(|address| address.subnet() == prefix)
        };
        let address = file.map(|address| address.value).or_else(|| seen().map(|address| address.address()));
        if let Some(address) = address {
            redis = redis.asking(member.clone(), address);
        }
    }
    redis
}

/// Where in the file the member stands that cannot be placed.
fn place_of(members: &Members<'_>, error: &RedisError) -> Place {
    let member = if let RedisError::Place(
        PlaceError::Asked { member, .. } | PlaceError::Full { member, .. },
    ) = error
    {
        Some(member)
    } else {
        None
    };
    let service = member.and_then(|member| members.services.get(member)).or(members.services.values().next());
    let pinned =
        service.and_then(|service| service.networks.iter().find_map(|network| network.ipv4.as_ref()));
    match (pinned, service) {
        (Some(address), _) if member.is_some() => address.place.clone(),
        (_, Some(service)) => service.name.place.clone(),
        (_, None) => Place::new(members.project.file(), 1, 1),
    }
}

/// The containers of a service as they will run, none if it is not on `nat`.
fn run(
    project: &Project,
    service: &Service,
    member: Option<&Member>,
    pool: &IpamPool,
) -> Result<Vec<Container>, JobError> {
    let Some(attachment) = nat::attachment(project, service) else { return Ok(Vec::new()) };
    let (place, name) = (&service.name.place, &service.name.value);
    let address = match &attachment.ipv4 {
        Some(pin) => Some(pool.endpoint(pin.value).map_err(|source| {
            let (place, service) = (pin.place.clone(), name.clone());
            JobError::Address { place, service, source }
        })?),
        None => None,
    };
    let container = |number| {
        let named: Result<ContainerName, _> = service.container_name(project.name(), number);
        let named = named.map_err(|source| {
            let (place, service) = (Box::new(place.clone()), name.clone());
            JobError::ServiceName { place, service, source }
        })?;
        let endpoint = address.into_iter().fold(EndpointSpec::new(named), EndpointSpec::with_address);
        let ports = service.ports.iter().map(|port| port.value.port).collect();
        Ok(Container { endpoint, member: member.cloned(), ports })
    };
    let numbers = 1..=u32::try_from(count(service)).unwrap_or(u32::MAX);
    numbers.map(container).collect()
}

impl OverrideFile {
    /// Where it goes, under a folder.
    pub(crate) fn path(&self) -> PathBuf {
        PathBuf::from("projects").join(&self.project).join("docker-compose.override.yml")
    }
}
