//! What files promise (`check::reach`) and what happens in a world say the same.

use docknet::check::reach::{Vantage as Asked, Way, Whereto};
use docknet::check::{Situation, Target};
use docknet::compose::{Environment, NetworkMode, Project, Service, Tool};
use docknet::host::{Host, Support};
use docknet::model::Protocol;
use docknet::simulation::{HostId, Reached, SimulatedHost, Vantage, World};
use docknet::wire::request::{ContainerCreate, NetworkCreate};
use serde_json::{Map, Value, json};

use crate::scene::{inside, name};

fn project(name: &str, text: &str) -> Project {
    Project::parse(&format!("{name}/docker-compose.yml"), text, &Environment::new()).expect("a project")
}

fn container(project: &Project, service: &Service) -> String {
    if project.tool() == Tool::Compose2 && service.fixed_container_name.is_none() {
        return format!("{}-{}-1", project.name(), service.name.value);
    }
    service.container_name(project.name(), 1).expect("a name").to_string()
}

/// Makes a project's networks and starts its containers, as Compose does.
fn up(world: &mut World, at: HostId, project: &Project) {
    let windows = world.host(at).host().windows_build().is_some();
    for network in project.networks().iter().filter(|network| !network.is_external()) {
        let used = |service: &&Service| service.attachment(&network.key).is_some();
        if !project.services().iter().any(|service| used(&service)) {
            continue;
        }
        let driver = network.driver.as_ref().map(|driver| driver.value.to_string());
        let subnet = |pool: &docknet::compose::Pool| json!({ "Subnet": pool.value.subnet().to_string() });
        let config: Vec<_> = network.pools.iter().map(subnet).collect();
        let options: Map<String, Value> =
            network.driver_opts.iter().map(|(key, value)| (key.clone(), json!(value.value))).collect();
        let body = json!({
            "Name": network.engine_name(project.name()).unwrap().to_string(),
            "Driver": driver.unwrap_or_else(|| if windows { "nat" } else { "bridge" }.into()),
            "Internal": network.internal.as_ref().is_some_and(|internal| internal.value),
            "IPAM": { "Config": config },
            "Options": options,
        });
        world.client(at).create_network(&NetworkCreate::from_value(&body).unwrap()).unwrap();
    }
    let mut services: Vec<_> = project.services().iter().collect();
    services.sort_by_key(|service| service.network_mode.is_some());
    for service in services {
        start(world, at, project, service);
    }
}

fn start(world: &mut World, at: HostId, project: &Project, service: &Service) {
    let mut bindings = Map::new();
    let mut exposed = Map::new();
    for port in service.ports.iter().map(|port| &port.value.port) {
        let key = format!("{}/{}", port.target, port.protocol);
        let address = port.address.map(|address| address.to_string()).unwrap_or_default();
        let published = port.published.map(|port| port.to_string()).unwrap_or_default();
        bindings.insert(key.clone(), json!([{ "HostIp": address, "HostPort": published }]));
        exposed.insert(key, json!({}));
    }
    for port in &service.expose {
        exposed.insert(format!("{}/tcp", port.value), json!({}));
    }
    let mut endpoints = Map::new();
    for there in &service.networks {
        let network = project.network(&there.network.value).unwrap();
        let aliases: Vec<_> = there
            .aliases
            .iter()
            .map(|alias| alias.value.to_string())
            .chain([service.name.value.clone()])
            .collect();
        let address = there.ipv4.as_ref().map(|address| address.value.to_string()).unwrap_or_default();
        let settings = json!({ "Aliases": aliases, "IPAMConfig": { "IPv4Address": address } });
        endpoints.insert(network.engine_name(project.name()).unwrap().to_string(), settings);
    }
    let mode = match service.network_mode.as_ref().map(|mode| &mode.value) {
        Some(NetworkMode::Host) => "host".to_owned(),
        Some(NetworkMode::None) => "none".to_owned(),
        Some(NetworkMode::Service(other)) => {
            format!("container:{}", container(project, project.service(other).unwrap()))
        }
        _ => endpoints.keys().next().expect("a network").clone(),
    };
    let first = endpoints.iter().next().map(|(name, settings)| (name.clone(), settings.clone()));
    let body = json!({
        "Image": "app", "ExposedPorts": exposed,
        "HostConfig": { "NetworkMode": mode, "PortBindings": bindings },
        "NetworkingConfig": { "EndpointsConfig": first.into_iter().collect::<Map<_, _>>() },
    });
    let named = container(project, service);
    let mut client = world.client(at);
    let body = ContainerCreate::from_value(&body).unwrap();
    client.create_container(Some(&named), &body).unwrap_or_else(|fault| panic!("{named}: {fault:?}"));
    client.start_container(&named).unwrap_or_else(|fault| panic!("{named}: {fault:?}"));
}

/// The address of a container by `project/service`.
fn own_address(world: &World, at: HostId, projects: &[&Project], title: &str) -> Option<String> {
    let (project, service) = title.split_once('/')?;
    let project = projects.iter().find(|there| there.name() == project)?;
    let mut service = project.service(service)?;
    if let Some(NetworkMode::Service(owner)) = service.network_mode.as_ref().map(|mode| &mode.value) {
        service = project.service(owner)?;
    }
    let there = world.host(at).container(&name(&container(project, service)))?;
    let network = project.network(&service.networks.first()?.network.value)?;
    Some(there.address(&network.engine_name(project.name()).ok()?)?.address().to_string())
}

/// On Windows in the network all projects share: build 14393 has one NAT prefix and refuses another.
fn one_nat(host: &str, text: &str) -> String {
    let external =
        if host.starts_with("windows") { "networks: {default: {external: {name: nat}}}" } else { "" };
    format!("{text}\n{external}\n")
}

/// Every TCP way of every service from everywhere: how many were compared, and what differs.
fn compare(host: &str, projects: &[&Project]) -> (usize, Vec<String>) {
    let there: Host = host.parse().expect("a host");
    let mut situation = Situation::new().target(Target::new(host, there.clone()));
    for project in projects {
        situation = situation.project(project);
    }
    let mut fresh = World::new();
    let at = fresh.add("vm", SimulatedHost::new(there, 3));
    for project in projects {
        up(&mut fresh, at, project);
    }
    fresh.pass(std::time::Duration::from_secs(60));
    let services =
        projects.iter().flat_map(|project| project.services().iter().map(move |service| (*project, service)));
    let services: Vec<_> = services.collect();
    let mut vantages = vec![(Asked::Host, Vantage::Host(at)), (Asked::Machine, Vantage::Outside)];
    for (project, service) in &services {
        let asked = Asked::Container { project: project.name().into(), service: service.name.value.clone() };
        vantages.push((asked, inside(at, &container(project, service))));
    }
    let (mut compared, mut differ) = (0, Vec::new());
    for (asked, from) in &vantages {
        for (project, service) in &services {
            for way in situation.who_reaches(asked, project.name(), &service.name.value).unwrap() {
                let Some(reached) = tried(&mut fresh.clone(), at, projects, from, &way) else { continue };
                compared += 1;
                let same = match way.support {
                    Support::Supported | Support::Degraded => reached.is_connected(),
                    Support::Unsupported => {
                        !reached.is_connected() && !matches!(reached, Reached::Unknown { .. })
                    }
                    Support::Unknown => matches!(reached, Reached::Unknown { .. }),
                };
                if !same {
                    differ.push(format!(
                        "{host}, from {asked} to {}: {way}\n  but {reached}",
                        service.name.value
                    ));
                }
            }
        }
    }
    (compared, differ)
}

fn tried(world: &mut World, at: HostId, projects: &[&Project], from: &Vantage, way: &Way) -> Option<Reached> {
    let port = way.port.filter(|_| way.protocol == Protocol::Tcp)?.number();
    let to = match &way.whereto {
        Whereto::Address(address) => address.to_string(),
        Whereto::ContainerAddress(title) => own_address(world, at, projects, title)?,
        Whereto::HostAddress => world.address(at).to_string(),
        Whereto::Localhost => "localhost".to_owned(),
        Whereto::Name(name) => name.clone(),
        Whereto::Node(_) | _ => return None,
    };
    Some(world.connect(from, &to, port).expect("everybody runs"))
}

fn agree(host: &str, projects: &[&Project], at_least: usize) {
    let (compared, differ) = compare(host, projects);
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(compared >= at_least, "{host}: only {compared} ways were compared");
}

#[test]
fn a_published_port_on_every_windows() {
    for host in [
        "windows-server-2016@1.12.2",
        "windows-server-1709",
        "windows-server-1803",
        "windows-server-2019@20.10.9",
        "windows-server-2022@28.2.2",
        "windows-server-2025@27.4.0",
        "linux@20.10.24",
    ] {
        let text = "services: {iis: {image: microsoft/iis, ports: ['8000:80']}}";
        agree(host, &[&project("demo", &one_nat(host, text))], 5);
    }
}

#[test]
fn names_of_a_project() {
    let text =
        "services:\n  proxy: {image: nginx, ports: ['80:80']}\n  webapp: {image: iis, expose: ['80']}\n";
    for host in ["linux@20.10.24", "windows-server-2016@1.12.2", "windows-server-2022@28.2.2"] {
        agree(host, &[&project("demo", &one_nat(host, text))], 12);
    }
}

#[test]
fn projects_on_one_nat_and_apart() {
    let one_nat =
        "services: {web: {image: iis, ports: ['8080:80']}}\nnetworks: {default: {external: {name: nat}}}";
    let (a, b) =
        (project("a", one_nat), project("b", &one_nat.replace("8080", "8081").replace("web", "api")));
    agree("windows-server-2022@28.2.2", &[&a, &b], 16);
    let own = "services: {web: {image: nginx, ports: ['8080:80']}}";
    let (a, b) = (project("a", own), project("b", &own.replace("8080", "8081").replace("web", "api")));
    for host in ["linux@20.10.24", "windows-server-2019@20.10.9"] {
        agree(host, &[&a, &b], 16);
    }
}

#[test]
fn bridges_internal_networks_and_the_lan() {
    let text = "services:\n  web:\n    image: nginx\n    ports: ['80:80', '127.0.0.1:8443:443']\n    networks: {default: {ipv4_address: 10.20.0.9}}\n  \
        pi:\n    image: pihole\n    ports: ['53:53', '5380:80']\n    networks: [lan]\n  db:\n    image: postgres\n    ports: ['5432:5432']\n    networks: [back]\n\
        networks:\n  default: {ipam: {config: [{subnet: 10.20.0.0/24}]}}\n  lan: {driver: macvlan}\n  back: {internal: true}\n";
    agree("linux@20.10.24", &[&project("shop", text)], 30);
}

#[test]
fn bridges_that_keep_their_containers_apart() {
    let text = "services:\n  web: {image: nginx, ports: ['80:80']}\n  db: {image: postgres, expose: ['5432']}\n\
        networks:\n  default: {driver_opts: {com.docker.network.bridge.enable_icc: 'false'}}\n";
    agree("linux@20.10.24", &[&project("shop", text)], 10);
}

#[test]
fn network_stacks_that_are_shared() {
    let text = "services:\n  vpn: {image: vpn, ports: ['9091:9091']}\n  torrent: {image: t, network_mode: 'service:vpn'}\n  \
        home: {image: h, network_mode: host, expose: ['8123']}\n  alone: {image: a, network_mode: none}\n";
    agree("linux@20.10.24", &[&project("demo", text)], 20);
}
