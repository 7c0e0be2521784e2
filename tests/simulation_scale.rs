//! Worlds of ten thousand networks and a hundred thousand endpoints answer as fast as small ones.

use std::time::{Duration, Instant};

use docknet::host::Host;
use docknet::simulation::{ContainerSpec, SimulatedHost, World};
use docknet::wire::DaemonDocument;
use docknet::wire::request::NetworkCreate;
use serde_json::json;

#[test]
#[ignore = "takes half a minute without optimisation"]
fn no_call_is_slower_than_a_millisecond_at_the_median() {
    const NETWORKS: usize = 10_000;
    const EACH: usize = 10;
    for engine in ["20.10.24", "28.2.2"] {
        let file = r#"{ "default-address-pools": [{ "base": "10.0.0.0/8", "size": 24 }] }"#;
        let mut host = SimulatedHost::new(Host::linux().with_engine(engine.parse().expect("a version")), 0);
        host.write_daemon(DaemonDocument::parse(file).expect("a file"));
        host.restart_engine();
        let (mut world, at) = World::of(host);
        let mut times: Vec<(&str, Vec<Duration>)> =
            ["create", "connect", "inspect", "disconnect", "remove"].map(|call| (call, Vec::new())).into();
        let mut measure = |call: usize, started: Instant| times[call].1.push(started.elapsed());
        for network in 0..NETWORKS {
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
        for network in (0..NETWORKS).step_by(100) {
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
            assert!(median < Duration::from_millis(1), "{call}: {median:?}");
        }
    }
}
