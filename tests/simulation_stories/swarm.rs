//! Swarms of the field: facts 17 to 19 and 24 to 26.

use std::collections::BTreeSet;
use std::time::Duration;

use docknet::host::{Capability, WindowsBuild};
use docknet::simulation::{
    Because, Block, HostId, Reached, SimulatedHost, Traffic, Vantage, Way, Why, World,
};
use docknet::wire::request::{NetworkCreate, ServiceCreate, SwarmInit, SwarmJoin};
use serde_json::{Value, json};

use crate::scene::inside;

fn swarm(hosts: [SimulatedHost; 3]) -> (World, Vec<HostId>) {
    let mut world = World::new();
    let hosts = hosts.into_iter().enumerate();
    let nodes: Vec<_> = hosts.map(|(index, host)| world.add(&format!("node{}", index + 1), host)).collect();
    let init = json!({ "ListenAddr": "0.0.0.0:2377" });
    world.client(nodes[0]).init_swarm(&SwarmInit::from_value(&init).unwrap()).unwrap();
    let token = world.client(nodes[0]).inspect_swarm().unwrap()["JoinTokens"]["Worker"].clone();
    let manager = format!("{}:2377", world.address(nodes[0]));
    for node in &nodes[1..] {
        let join = json!({ "ListenAddr": "0.0.0.0:2377", "RemoteAddrs": [manager], "JoinToken": token });
        world.client(*node).join_swarm(&SwarmJoin::from_value(&join).unwrap()).unwrap();
    }
    let network = json!({ "Name": "mynet1", "Driver": "overlay" });
    world.client(nodes[0]).create_network(&NetworkCreate::from_value(&network).unwrap()).unwrap();
    (world, nodes)
}

/// A service on every node.
fn service(world: &mut World, at: HostId, name: &str, endpoint: &Value) {
    let body = json!({
        "Name": name,
        "TaskTemplate": { "ContainerSpec": { "Image": name }, "Networks": [{ "Target": "mynet1" }] },
        "Mode": { "Global": {} }, "EndpointSpec": endpoint,
    });
    world.client(at).create_service(&ServiceCreate::from_value(&body).unwrap()).unwrap();
    world.pass(Duration::from_secs(20));
}

fn linux() -> (World, Vec<HostId>) {
    let (mut world, nodes) = swarm([(); 3].map(|()| SimulatedHost::linux()));
    for node in &nodes {
        world.host_mut(*node).listen("web", 80);
    }
    let port =
        json!([{ "Protocol": "tcp", "TargetPort": 80, "PublishedPort": 8091, "PublishMode": "ingress" }]);
    service(&mut world, nodes[0], "web", &json!({ "Mode": "vip", "Ports": port }));
    service(&mut world, nodes[0], "client", &json!({ "Mode": "dnsrr" }));
    (world, nodes)
}

fn windows() -> (World, Vec<HostId>) {
    let hosts = [(); 3].map(|()| crate::scene::host("windows-server-2016@17.6.2"));
    assert!(hosts.iter().all(|host| host.host().windows_build() == Some(WindowsBuild::SERVER_2016)));
    swarm(hosts)
}

/// The task of a service on a node, which answers there.
fn task(world: &World, at: HostId, service: &str) -> Vantage {
    let tasks = world.overlay(at);
    let own = tasks.iter().find(|there| there.host == at && there.service.as_deref() == Some(service));
    inside(at, &own.expect("a task").name)
}

#[test]
fn fact_24_a_virtual_address_leads_to_every_node() {
    let (mut world, nodes) = linux();
    let client = task(&world, nodes[0], "client");
    let web = world.resolve(&client, "web").unwrap();
    assert_eq!(web.addresses.len(), 1, "{web}");
    assert_eq!(world.resolve(&client, "tasks.web").unwrap().addresses.len(), 3);
    assert!(matches!(&web.because, Because::Resolver { network, .. } if network == "mynet1"), "{web}");
    let answered: BTreeSet<_> = (0..3)
        .map(|_| {
            let reached = world.connect(&client, "web", 80).unwrap();
            let Reached::Connected { to, by: Way::Virtual } = reached else { panic!("{reached}") };
            to.host
        })
        .collect();
    assert_eq!(answered.len(), 3, "a task of every node");
}

#[test]
fn fact_26_with_vxlan_blocked_requests_to_other_nodes_hang_and_all_looks_well() {
    let (mut world, nodes) = linux();
    let client = task(&world, nodes[0], "client");
    let blocks: Vec<_> = nodes.iter().map(|node| world.block(Block::at(*node).of(Traffic::VXLAN))).collect();
    world.pass(Duration::from_secs(40));
    assert_eq!(world.resolve(&client, "tasks.web").unwrap().addresses.len(), 3, "names are all there");
    let reached: Vec<_> = (0..3).map(|_| world.connect(&client, "web", 80).unwrap()).collect();
    let works = reached.iter().filter(|reached| reached.is_connected()).count();
    let hangs = |reached: &&Reached| matches!(reached, Reached::TimedOut { why: Why::VxlanBlocked { from, .. } } if *from == nodes[0]);
    assert_eq!((works, reached.iter().filter(hangs).count()), (1, 2), "{reached:?}");

    // Fact 25: the port is open on every node, and the same requests hang.
    for node in &nodes {
        let address = world.address(*node).to_string();
        let mesh: Vec<_> =
            (0..3).map(|_| world.connect(&Vantage::Outside, &address, 8091).unwrap()).collect();
        assert_eq!(mesh.iter().filter(|reached| reached.is_connected()).count(), 1, "{mesh:?}");
    }
    for block in blocks {
        world.unblock(block);
    }
    for node in &nodes {
        let address = world.address(*node).to_string();
        let mesh = world.http(&Vantage::Outside, &format!("http://{address}:8091/")).unwrap();
        assert!(matches!(mesh, Reached::Connected { by: Way::Mesh, .. }), "{mesh}");
    }
}

#[test]
fn facts_17_and_18_windows_2016_has_no_mesh_and_publishes_on_nodes() {
    let (mut world, nodes) = windows();
    for node in &nodes {
        world.host_mut(*node).listen("iis", 80);
        world.host_mut(*node).listen("api", 81);
    }
    let mesh =
        json!([{ "Protocol": "tcp", "TargetPort": 80, "PublishedPort": 80, "PublishMode": "ingress" }]);
    service(&mut world, nodes[0], "iis", &json!({ "Ports": mesh }));
    let host = json!([{ "Protocol": "tcp", "TargetPort": 81, "PublishedPort": 81, "PublishMode": "host" }]);
    service(&mut world, nodes[0], "api", &json!({ "Mode": "dnsrr", "Ports": host }));
    for node in &nodes {
        let address = world.address(*node).to_string();
        let nowhere = world.connect(&Vantage::Outside, &address, 80).unwrap();
        assert_eq!(nowhere.why(), Some(&Why::Cannot(Capability::RoutingMesh)), "{nowhere}");
        let works = world.connect(&Vantage::Outside, &address, 81).unwrap();
        assert!(
            matches!(&works, Reached::Connected { to, by: Way::Published } if to.host == *node),
            "{works}"
        );
    }
}

#[test]
fn fact_19_names_never_came_while_addresses_answered() {
    let (mut world, nodes) = windows();
    service(&mut world, nodes[0], "iis", &json!({ "Mode": "dnsrr" }));
    service(&mut world, nodes[0], "client", &json!({ "Mode": "dnsrr" }));
    let client = task(&world, nodes[0], "client");
    for _ in 0..20 {
        world.flush_names(&client).unwrap();
        world.pass(Duration::from_secs(60));
        assert!(!world.resolve(&client, "iis").unwrap().is_found());
    }
    let asked = world.ask_resolver(&client, "iis").unwrap();
    assert!(matches!(asked.because, Because::SwarmSilent { .. }), "{asked}");
    let known = world.overlay(nodes[0]);
    let other = known.iter().find(|there| there.host == nodes[1] && there.service.as_deref() == Some("iis"));
    world.host_mut(nodes[1]).listen("iis", 80);
    let address = other.expect("a task elsewhere").address.to_string();
    assert!(world.connect(&client, &address, 80).unwrap().is_connected());
}
