//! The same raw requests about containers, images, volumes and programs to a real engine and to the simulation of its
//! version: status, message and JSON are the same.
#![cfg(all(feature = "docker", unix))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod support;

#[path = "simulation_containers_docker/asks.rs"]
mod asks;
#[path = "simulation_containers_docker/normal.rs"]
mod normal;
#[path = "simulation_containers_docker/simulated.rs"]
mod simulated;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use docknet::host::{EngineVersion, Host};
use docknet::simulation::{ImageSpec, Images, Program, SimulatedHost};
use normal::Names;
use serde_json::Value;
use simulated::Simulated;
use support::raw::ask;
use support::{RealEngine, prefix};

#[tokio::test]
#[ignore = "needs a Docker engine"]
async fn containers_are_answered_as_the_real_engine_answers() {
    let prefix = prefix();
    let real = RealEngine::prepare(&prefix).await;
    let version = ask("GET", "/version", None).body["Version"].as_str().unwrap().parse().unwrap();
    let mut simulated = Simulated::new(twin(&real, version));
    let (mut names, mut told, mut compared) = ((Names::new(&prefix), Names::new(&prefix)), Vec::new(), 0);
    for (method, path, body) in asks::all(&prefix, &real.image) {
        let there =
            ask(method, &names.0.filled(&path), body.as_ref().map(|body| names.0.filled_in(body)).as_ref());
        let here = simulated.ask(
            method,
            &names.1.filled(&path),
            body.as_ref().map(|body| names.1.filled_in(body)).as_ref(),
        );
        names.0.learn(&path, &there);
        names.1.learn(&path, &here);
        let (there, here) = (names.0.normal(&there), names.1.normal(&here));
        compared += 1;
        if there != here {
            let body = body.map(|body| body.to_string()).unwrap_or_default();
            told.push(format!("{method} {path} {body}\n    the engine: {there}\n    simulated:  {here}"));
        }
    }
    clean_up(&prefix, &real).await;
    println!("{compared} requests compared, {} differ", told.len());
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(compared >= 60, "{compared}");
}

/// A simulated host with the image the real one has, and that knows what its programs do.
fn twin(real: &RealEngine, version: EngineVersion) -> SimulatedHost {
    let mut host = SimulatedHost::new(Host::linux().with_engine(version), 1);
    host.provide_images(Images::NoneBut(Vec::new()));
    let image = ask("GET", &format!("/images/{}/json", real.image), None).body;
    let spec = ImageSpec::new(&real.image)
        .with_id(image["Id"].as_str().unwrap())
        .with_config(image["Config"].clone())
        .with_size(image["Size"].as_u64().unwrap());
    host.add_image(spec).unwrap();
    host.behave("/sleep", Program::runs().ignoring_signals());
    host.behave("/nosuch", Program::missing());
    host.own_addresses([]);
    host
}

#[tokio::test]
#[ignore = "needs a Docker engine"]
async fn events_are_told_as_the_real_engine_tells_them() {
    let prefix = format!("{}e", prefix());
    let real = RealEngine::prepare(&prefix).await;
    let version = ask("GET", "/version", None).body["Version"].as_str().unwrap().parse().unwrap();
    let mut simulated = Simulated::new(twin(&real, version));
    let mut names = (Names::new(&prefix), Names::new(&prefix));
    let since = now();
    for (method, path, body) in asks::story(&prefix, &real.image) {
        let filled = |names: &Names| (names.filled(&path), body.as_ref().map(|body| names.filled_in(body)));
        let (at, with) = filled(&names.0);
        names.0.learn(&path, &ask(method, &at, with.as_ref()));
        let (at, with) = filled(&names.1);
        names.1.learn(&path, &simulated.ask(method, &at, with.as_ref()));
        // What containers do by themselves is told a moment later.
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    let stream = ask("GET", &format!("/events?since={since}&until={}", now() + 1.0), None).body;
    clean_up(&prefix, &real).await;
    let there: Vec<_> =
        stream.as_str().unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let heard = |names: &Names, events: Vec<Value>| {
        events.iter().filter_map(|event| names.event(event)).collect::<Vec<_>>()
    };
    let (there, here) = (heard(&names.0, there), heard(&names.1, simulated.events()));
    let (there, here) = (settled(there), settled(here));
    println!("{} events", there.len());
    assert_eq!(there.join("\n"), here.join("\n"));
    assert!(there.len() > 50, "{}", there.len());
}

/// A real engine takes a container out of its networks in no order, and tells of programs in it when it hears of them.
fn settled(events: Vec<String>) -> Vec<String> {
    let (mut programs, mut others): (Vec<_>, Vec<_>) =
        events.into_iter().partition(|event| event.contains("exec_die"));
    for same in
        others.chunk_by_mut(|a, b| [a, b].iter().all(|event| event.contains("\"Action\":\"disconnect\"")))
    {
        same.sort();
    }
    others.append(&mut programs);
    others
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

async fn clean_up(prefix: &str, real: &RealEngine) {
    let ours =
        |value: &Value| value.as_str().is_some_and(|name| name.trim_start_matches('/').starts_with(prefix));
    for container in ask("GET", "/containers/json?all=1", None).body.as_array().into_iter().flatten() {
        if container["Names"].as_array().is_some_and(|names| names.iter().any(ours)) {
            ask("DELETE", &format!("/containers/{}?force=1&v=1", container["Id"].as_str().unwrap()), None);
        }
    }
    for network in ask("GET", "/networks", None).body.as_array().into_iter().flatten() {
        if ours(&network["Name"]) {
            ask("DELETE", &format!("/networks/{}", network["Id"].as_str().unwrap()), None);
        }
    }
    for volume in ask("GET", "/volumes", None).body["Volumes"].as_array().into_iter().flatten() {
        if ours(&volume["Name"]) {
            ask("DELETE", &format!("/volumes/{}", volume["Name"].as_str().unwrap()), None);
        }
    }
    real.clean_up().await;
}
