//! Who reaches whom: facts 9 and 10, and what keeps networks apart.

use docknet::host::Capability;
use docknet::model::{Driver, NetworkSpec};
use docknet::simulation::{Reached, SimulatedHost, Vantage, Way, Why, World};

use crate::scene::{address, host, inside, name, run};

#[test]
fn fact_9_a_published_port_does_not_answer_on_the_host_itself() {
    let mut windows = host("windows-server-2016@1.12.2");
    run(&mut windows, "demo-iis", "nat", &["8000:80"]);
    let (mut world, at) = World::of(windows);
    let own = Vantage::Host(at);
    let localhost = world.http(&own, "http://localhost:8000/").unwrap();
    assert_eq!(localhost.why(), Some(&Why::Cannot(Capability::LocalhostReachesPublishedPort)), "{localhost}");
    let iis = address(&world, at, "demo-iis", "nat");
    let direct = world.http(&own, &format!("http://{iis}:80/")).unwrap();
    assert!(matches!(direct, Reached::Connected { by: Way::Address, .. }), "{direct}");
    let wrong = world.http(&own, &format!("http://{iis}:8000/")).unwrap();
    assert_eq!(wrong, Reached::Refused { why: Why::NobodyListens { port: 8000 } });
    let outer = world.address(at);
    let elsewhere = world.http(&Vantage::Outside, &format!("http://{outer}:8000/")).unwrap();
    assert!(matches!(elsewhere, Reached::Connected { by: Way::Published, .. }), "{elsewhere}");
    let hidden = world.connect(&Vantage::Outside, &iis, 80).unwrap();
    assert_eq!(hidden, Reached::TimedOut { why: Why::OnlyOnHost(at) });

    let mut newer = host("windows-server-2019@20.10.9");
    run(&mut newer, "demo-iis", "nat", &["8000:80"]);
    let (mut world, at) = World::of(newer);
    assert!(world.http(&Vantage::Host(at), "http://localhost:8000/").unwrap().is_connected());
}

#[test]
fn fact_3_one_nat_keeps_nobody_apart() {
    let mut windows = host("windows-server-2022@20.10.9");
    run(&mut windows, "shop_web_1", "nat", &["8080:80"]);
    run(&mut windows, "blog_db_1", "nat", &["3306"]);
    let (mut world, at) = World::of(windows);
    let reached = world.connect(&inside(at, "shop_web_1"), "blog_db_1", 3306).unwrap();
    assert_eq!(reached.container(), Some(&name("blog_db_1")), "{reached}");
}

fn two_bridges() -> (World, docknet::simulation::HostId) {
    let mut linux = SimulatedHost::linux();
    for network in ["shop", "blog"] {
        linux.create_network(&NetworkSpec::new(network.parse().unwrap(), Driver::Bridge)).unwrap();
    }
    let inner = NetworkSpec::new("inner".parse().unwrap(), Driver::Bridge).with_internal(true);
    linux.create_network(&inner).unwrap();
    run(&mut linux, "web", "shop", &["8080:80"]);
    run(&mut linux, "admin", "blog", &["127.0.0.1:9000:90"]);
    run(&mut linux, "db", "inner", &["3306:3306"]);
    run(&mut linux, "cache", "inner", &[]);
    World::of(linux)
}

#[test]
fn linux_keeps_bridges_apart_and_publishes() {
    let (mut world, at) = two_bridges();
    let admin = inside(at, "admin");
    let web = address(&world, at, "web", "shop");
    let apart = world.connect(&admin, &web, 80).unwrap();
    assert_eq!(apart, Reached::TimedOut { why: Why::Isolated { network: "shop".into() } });
    let host = world.address(at).to_string();
    let through = world.connect(&admin, &host, 8080).unwrap();
    assert!(matches!(through, Reached::Connected { by: Way::Published, .. }), "{through}");
    let bound = world.connect(&Vantage::Host(at), "localhost", 9000).unwrap();
    assert_eq!(bound.container(), Some(&name("admin")));
    let outer = world.connect(&Vantage::Outside, &host, 9000).unwrap();
    assert!(matches!(outer, Reached::Refused { why: Why::PublishedElsewhere(_) }), "{outer}");
    let nobody = world.connect(&Vantage::Host(at), "localhost", 81).unwrap();
    assert_eq!(nobody, Reached::Refused { why: Why::NobodyListens { port: 81 } });
}

#[test]
fn linux_lets_nothing_out_of_internal_networks() {
    let (mut world, at) = two_bridges();
    let (host, db) = (world.address(at).to_string(), address(&world, at, "db", "inner"));
    let published = world.connect(&Vantage::Outside, &host, 3306).unwrap();
    assert!(matches!(published, Reached::Refused { why: Why::NothingPublished { .. } }), "{published}");
    let out = world.connect(&inside(at, "cache"), &host, 8080).unwrap();
    assert_eq!(out, Reached::Unreachable { why: Why::Internal { network: "inner".into() } });
    assert!(world.connect(&inside(at, "cache"), "db", 3306).unwrap().is_connected());
    assert!(world.connect(&Vantage::Host(at), &db, 3306).unwrap().is_connected(), "the host has a leg in it");
}

#[test]
fn hosts_reach_each_other_by_published_ports() {
    let mut world = World::new();
    let one = world.add("node-1", SimulatedHost::linux());
    let other = world.add("node-2", SimulatedHost::linux());
    run(world.host_mut(one), "web", "bridge", &["8080:80"]);
    run(world.host_mut(other), "client", "bridge", &[]);
    for from in [Vantage::Host(other), inside(other, "client"), Vantage::Outside] {
        let reached = world.http(&from, "http://node-1:8080").unwrap();
        assert_eq!(reached.container(), Some(&name("web")), "{from:?}: {reached}");
        assert!(!world.http(&from, "http://node-2:8080").unwrap().is_connected());
    }
    world.host_mut(one).stop_container(&name("web")).unwrap();
    assert!(!world.http(&Vantage::Outside, "http://node-1:8080").unwrap().is_connected());
}
