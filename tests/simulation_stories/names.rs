//! Names on Windows Server 2016: facts 11 to 14.

use std::time::Duration;

use docknet::model::{Driver, NetworkSpec};
use docknet::simulation::{Because, SimulatedHost, Vantage, World};
use docknet::wire::request::EndpointSettings;

use crate::scene::{address, host, inside, name, run};

const SECOND: Duration = Duration::from_secs(1);

fn story(containers: &[&str]) -> (World, docknet::simulation::HostId) {
    let mut host = host("windows-server-2016@1.12.2");
    for container in containers {
        run(&mut host, container, "nat", &[]);
    }
    World::of(host)
}

#[test]
fn fact_11_a_link_half_works() {
    let (mut world, at) = story(&["demo-iis"]);
    world.pass(Duration::from_secs(600));
    run(world.host_mut(at), "shell", "nat", &[]);
    let shell = inside(at, "shell");
    assert!(world.ask_resolver(&shell, "demo-iis").unwrap().is_found(), "nslookup finds it");
    assert!(!world.resolve(&shell, "demo-iis").unwrap().is_found(), "ping does not");

    // `--link demo-iis`, as the engine keeps it at the container's place.
    let mut linked = EndpointSettings::default();
    linked.links = Some(vec!["demo-iis".into()]);
    let made = docknet::simulation::ContainerSpec::detached(name("linked"));
    world.host_mut(at).create_container(made).unwrap();
    world.client(at).connect("nat", "linked", Some(&linked)).unwrap();
    world.host_mut(at).start_container(&name("linked")).unwrap();
    let linked = inside(at, "linked");
    assert!(world.ask_resolver(&linked, "demo-iis").unwrap().is_found());
    assert!(world.resolve(&linked, "demo-iis").unwrap().is_found(), "with the link it pings");
}

#[test]
fn fact_12_a_negative_answer_is_kept_and_one_flush_is_not_enough() {
    let (mut world, at) = story(&["console"]);
    let console = inside(at, "console");
    let early = world.resolve(&console, "webapp").unwrap();
    assert!(matches!(early.because, Because::Unknown { forwarded: false }), "{early}");
    run(world.host_mut(at), "webapp", "nat", &["80"]);

    assert!(world.ask_resolver(&console, "webapp").unwrap().is_found(), "nslookup finds it at once");
    let kept = world.resolve(&console, "webapp").unwrap();
    assert!(matches!(kept.because, Because::CachedFailure { .. }), "{kept}");
    let webapp = address(&world, at, "webapp", "nat");
    assert!(world.connect(&console, &webapp, 80).unwrap().is_connected(), "by address it answers");
    let shown = world.cached_names(&console).unwrap();
    assert_eq!(shown.len(), 1);
    assert!(shown[0].name == "webapp" && shown[0].addresses.is_empty(), "displaydns: name does not exist");

    let mut tries = 0;
    loop {
        tries += 1;
        assert_eq!(world.flush_names(&console), Ok(true));
        let answer = world.resolve(&console, "webapp").unwrap();
        if answer.is_found() {
            break;
        }
        assert!(matches!(answer.because, Because::Settling { .. }), "{answer}");
        world.pass(10 * SECOND);
    }
    assert!((2..=6).contains(&tries), "several tries and tens of seconds: {tries}");
}

#[test]
fn fact_12_without_a_flush_the_failure_stays() {
    let (mut world, at) = story(&["console"]);
    let console = inside(at, "console");
    assert!(!world.resolve(&console, "webapp").unwrap().is_found());
    run(world.host_mut(at), "webapp", "nat", &[]);
    world.pass(899 * SECOND);
    assert!(!world.resolve(&console, "webapp").unwrap().is_found());
    world.pass(SECOND);
    assert!(world.resolve(&console, "webapp").unwrap().is_found());
}

#[test]
fn fact_13_after_a_scale_clients_use_what_they_know() {
    let mut windows = host("windows-server-2016@1.12.2");
    run(&mut windows, "console", "nat", &[]);
    replica(&mut windows, 1);
    let (mut world, at) = World::of(windows);
    let console = inside(at, "console");
    world.pass(60 * SECOND);
    let first = world.resolve(&console, "webapp").unwrap();
    assert_eq!((first.addresses.len(), first.ttl), (1, Some(600 * SECOND)));

    (2..=5).for_each(|number| replica(world.host_mut(at), number));
    world.pass(28 * SECOND);
    let known = world.resolve(&console, "webapp").unwrap();
    assert_eq!((&known.addresses, known.ttl), (&first.addresses, Some(572 * SECOND)), "{known}");
    assert_eq!(world.ask_resolver(&console, "webapp").unwrap().addresses.len(), 5, "nslookup sees five");
    world.pass(10 * SECOND);
    world.flush_names(&console).unwrap();
    assert_eq!(world.resolve(&console, "webapp").unwrap().addresses.len(), 5);
}

fn replica(host: &mut SimulatedHost, number: u8) {
    let container = format!("containers_webapp_{number}");
    let made = docknet::simulation::ContainerSpec::detached(name(&container));
    host.create_container(made).unwrap();
    let mut asked = EndpointSettings::default();
    asked.aliases = Some(vec!["webapp".into()]);
    let (mut world, at) = World::of(host.clone());
    world.client(at).connect("nat", &container, Some(&asked)).unwrap();
    *host = world.host(at).clone();
    host.start_container(&name(&container)).unwrap();
}

#[test]
fn fact_14_nginx_starts_in_a_loop() {
    let (mut world, at) = story(&["webapp", "proxy"]);
    let proxy = inside(at, "proxy");
    let mut waited = Duration::ZERO;
    // flush, start, sleep 1: nginx looks its upstream up when it starts and ends if nobody answers.
    while !{
        world.flush_names(&proxy).unwrap();
        world.resolve(&proxy, "webapp").unwrap().is_found()
    } {
        world.pass(SECOND);
        waited += SECOND;
        assert!(waited < 300 * SECOND, "it never starts");
    }
    assert!((30 * SECOND..=60 * SECOND).contains(&waited), "{waited:?}");

    // After another container came, `reload` fails several times: "host not found in upstream".
    replica(world.host_mut(at), 2);
    world.flush_names(&proxy).unwrap();
    let failed = world.resolve(&proxy, "webapp").unwrap();
    assert!(matches!(failed.because, Because::Settling { .. }), "{failed}");
}

#[test]
fn later_windows_asks_again_after_one_flush() {
    let mut windows = host("windows-server-2019@20.10.9");
    run(&mut windows, "proxy", "nat", &[]);
    let (mut world, at) = World::of(windows);
    let proxy = inside(at, "proxy");
    assert!(!world.resolve(&proxy, "webapp").unwrap().is_found());
    run(world.host_mut(at), "webapp", "nat", &[]);
    assert!(!world.resolve(&proxy, "webapp").unwrap().is_found());
    world.flush_names(&proxy).unwrap();
    assert!(world.resolve(&proxy, "webapp").unwrap().is_found());
}

#[test]
fn a_restarted_container_has_forgotten() {
    let mut windows = host("windows-server-2019@20.10.9");
    run(&mut windows, "proxy", "nat", &[]);
    let (mut world, at) = World::of(windows);
    let proxy = inside(at, "proxy");
    assert!(!world.resolve(&proxy, "webapp").unwrap().is_found());
    run(world.host_mut(at), "webapp", "nat", &[]);
    world.pass(SECOND);
    world.host_mut(at).stop_container(&name("proxy")).unwrap();
    assert!(world.resolve(&proxy, "webapp").is_err(), "nobody asks in a stopped container");
    world.host_mut(at).start_container(&name("proxy")).unwrap();
    assert!(world.resolve(&proxy, "webapp").unwrap().is_found());
}

#[test]
fn linux_asks_every_time_and_not_on_the_default_bridge() {
    let mut linux = SimulatedHost::linux();
    linux.create_network(&NetworkSpec::new("shop".parse().unwrap(), Driver::Bridge)).unwrap();
    run(&mut linux, "proxy", "shop", &[]);
    run(&mut linux, "old", "bridge", &[]);
    let (mut world, at) = World::of(linux);
    let proxy = inside(at, "proxy");
    let before = world.resolve(&proxy, "webapp").unwrap();
    assert!(matches!(before.because, Because::Unknown { forwarded: true }), "{before}");
    run(world.host_mut(at), "webapp", "shop", &[]);
    let webapp = world.resolve(&proxy, "WEBAPP").unwrap();
    assert_eq!(webapp.ttl, Some(600 * SECOND));
    let Because::Resolver { server, network } = &webapp.because else { panic!("{webapp}") };
    assert_eq!((server.to_string().as_str(), network.as_str()), ("127.0.0.11", "shop"));
    let id = world.host(at).container(&name("webapp")).unwrap().id().short().to_owned();
    for known in [id.as_str(), "webapp.shop"] {
        assert_eq!(world.resolve(&proxy, known).unwrap().addresses, webapp.addresses, "{known}");
    }
    assert_eq!(world.flush_names(&proxy), Ok(false), "there is no cache");

    let old = inside(at, "old");
    let none = world.resolve(&old, "webapp").unwrap();
    assert!(matches!(none.because, Because::DefaultNetwork { .. }), "{none}");
    let own = world.resolve(&proxy, "old").unwrap();
    assert_eq!(own.because, Because::NotShared { networks: vec!["bridge".into()] });
    let host = world.resolve(&Vantage::Host(at), "webapp").unwrap();
    assert_eq!(host.because, Because::OutsideContainers);
}

#[test]
fn fact_3_one_nat_lets_every_project_see_every_name() {
    let mut windows = host("windows-server-2022@20.10.9");
    let shared = "nat";
    for (project, container) in [("shop", "shop_web_1"), ("blog", "blog_web_1")] {
        run(&mut windows, container, shared, &[]);
        let _ = project;
    }
    let (mut world, at) = World::of(windows);
    let shop = inside(at, "shop_web_1");
    assert!(world.resolve(&shop, "blog_web_1").unwrap().is_found(), "the other project's container");
}
