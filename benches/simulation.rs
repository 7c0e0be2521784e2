//! How long a simulated engine takes for a call in a world of ten thousand networks and a hundred thousand endpoints,
//! and in one of twenty thousand containers: medians, each of which has to stay below a millisecond.
//!
//! `cargo bench --no-default-features --bench simulation`. As a test it has a quick look at small worlds and judges
//! no time.

use std::env;
use std::time::{Duration, Instant};

use docknet::host::Host;
use docknet::simulation::{ContainerSpec, SimulatedHost, World};
use docknet::wire::DaemonDocument;
use docknet::wire::request::{ContainerCreate, NetworkCreate};
use serde_json::json;

/// Endpoints of every network.
const EACH: usize = 10;

/// What a call may take at the median in a large world.
const MOST: Duration = Duration::from_millis(1);

fn main() {
    if env::args().any(|argument| argument == "--bench") {
        networks(10_000, Some(MOST));
        containers(20_000, Some(MOST));
    } else {
        println!("small worlds, not measured against anything: cargo bench measures");
        networks(100, None);
        containers(100, None);
    }
}

fn networks(count: usize, most: Option<Duration>) {
    for engine in ["20.10.24", "28.2.2"] {
        let file = r#"{ "default-address-pools": [{ "base": "10.0.0.0/8", "size": 24 }] }"#;
        let mut host = SimulatedHost::new(Host::linux().with_engine(engine.parse().expect("a version")), 0);
        host.write_daemon(DaemonDocument::parse(file).expect("a file"));
        host.restart_engine();
        let (mut world, at) = World::of(host);
        let mut times: Vec<(&str, Vec<Duration>)> =
            ["create", "connect", "inspect", "disconnect", "remove"].map(|call| (call, Vec::new())).into();
        let mut measure = |call: usize, started: Instant| times[call].1.push(started.elapsed());
        for network in 0..count {
            let asked = NetworkCreate::from_value(&json!({ "Name": format!("n{network}") })).expect("a body");
            let started = Instant::now();
            world.client(at).create_network(&asked).expect("room for it");
            measure(0, started);
            for container in 0..EACH {
                let container = format!("c{network}-{container}");
                let spec = ContainerSpec::detached(container.parse().expect("a name"));
                let name = world.host_mut(at).create_container(spec).expect("a free name");
                world.host_mut(at).start_container(&name).expect("it starts");
                let started = Instant::now();
                world.client(at).connect(&format!("n{network}"), &container, None).expect("a place");
                measure(1, started);
            }
            let started = Instant::now();
            world.client(at).inspect_network(&format!("n{network}"), "", None).expect("it is there");
            measure(2, started);
        }
        for network in (0..count).step_by(100) {
            for container in 0..EACH {
                let started = Instant::now();
                let (network, container) = (format!("n{network}"), format!("c{network}-{container}"));
                world.client(at).disconnect(&network, &container, false).expect("it is there");
                measure(3, started);
            }
            let started = Instant::now();
            world.client(at).remove_network(&format!("n{network}")).expect("nobody is in it");
            measure(4, started);
        }
        for (call, times) in &mut times {
            times.sort_unstable();
            let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
            println!("{engine} {call}: median {median:?}, slowest {worst:?} of {}", times.len());
            assert!(most.is_none_or(|most| median < most), "{call}: {median:?}");
        }
    }
}

fn containers(count: usize, most: Option<Duration>) {
    let (mut world, at) = World::of(SimulatedHost::linux());
    for network in 0..20 {
        let subnet = format!("10.{network}.0.0/16");
        let body = json!({ "Name": format!("n{network}"), "IPAM": { "Config": [{ "Subnet": subnet }] } });
        world
            .client(at)
            .create_network(&NetworkCreate::from_value(&body).expect("a body"))
            .expect("room for it");
    }
    let mut times: Vec<(&str, Vec<Duration>)> =
        ["create", "start", "inspect", "stop", "remove"].map(|call| (call, Vec::new())).into();
    let mut measure = |call: usize, started: Instant| times[call].1.push(started.elapsed());
    for number in 0..count {
        let port = (1024 + number).to_string();
        let body = json!({
            "Image": "app:1", "ExposedPorts": { "80/tcp": {} },
            "HostConfig": {
                "NetworkMode": format!("n{}", number % 20), "PortBindings": { "80/tcp": [{ "HostPort": port }] },
            },
        });
        let body = ContainerCreate::from_value(&body).expect("a body");
        let name = format!("c{number}");
        let started = Instant::now();
        world.client(at).create_container(Some(&name), &body).expect("a free name");
        measure(0, started);
        let started = Instant::now();
        world.client(at).start_container(&name).expect("it starts");
        measure(1, started);
    }
    for number in 0..count {
        let name = format!("c{number}");
        let mut client = world.client(at);
        let started = Instant::now();
        client.inspect_container(&name, false).expect("it is there");
        measure(2, started);
        let started = Instant::now();
        client.stop_container(&name, None).expect("it runs");
        measure(3, started);
        let started = Instant::now();
        client.remove_container(&name, false, false, false).expect("it has stopped");
        measure(4, started);
    }
    for (call, mut times) in times {
        times.sort_unstable();
        let median = times[times.len() / 2];
        println!("{call}: median {median:?}, slowest {:?}", times[times.len() - 1]);
        assert!(most.is_none_or(|most| median < most), "{call}: {median:?}");
    }
}
