//! The same raw requests to a real engine and to the simulation of its version: status, message and JSON are the same.
#![cfg(all(feature = "docker", unix))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod support;

#[path = "simulation_docker/asks.rs"]
mod asks;
#[path = "simulation_docker/normal.rs"]
mod normal;
#[path = "simulation_docker/simulated.rs"]
mod simulated;

use asks::Ask;
use docknet::simulation::SimulatedHost;
use normal::Names;
use serde_json::json;
use simulated::Simulated;
use support::raw::{RawAnswer, ask, escaped};
use support::{RealEngine, prefix};

#[tokio::test]
#[ignore = "needs a Docker engine"]
async fn networks_are_answered_as_the_real_engine_answers() {
    let prefix = prefix();
    let real = RealEngine::prepare(&prefix).await;
    let version = ask("GET", "/version", None).body["Version"].as_str().unwrap().parse().unwrap();
    let host = docknet::host::Host::linux().with_engine(version);
    let mut simulated = Simulated::new(SimulatedHost::new(host, 1));
    let (mut names, mut told) = ((Names::new(&prefix), Names::new(&prefix)), Vec::new());
    let (mut compared, mut skipped) = (0, 0);
    for (number, step) in asks::all(&prefix).into_iter().enumerate() {
        let there = on_real(&step, &real.image);
        let here = simulated.ask(&step);
        names.0.learn(number, &step, &there);
        names.1.learn(number, &step, &here);
        let (there, here) = (names.0.normal(&there), names.1.normal(&here));
        if excused(&step, &there) {
            skipped += 1;
            simulated.forget(&step);
            continue;
        }
        compared += 1;
        if there != here {
            told.push(format!("{step:?}\n    the engine: {there}\n    simulated:  {here}"));
        }
    }
    for network in names.0.networks() {
        ask("DELETE", &format!("/networks/{network}"), None);
    }
    real.clean_up().await;
    println!("{compared} requests compared, {skipped} this machine cannot answer, {} differ", told.len());
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(compared >= 120, "{compared}");
}

/// What this machine cannot answer: its kernel has no macvlan, or somebody else has just put it into a swarm.
fn excused(step: &Ask, there: &str) -> bool {
    let kernel = there.contains("operation not supported");
    let in_swarm = || ask("GET", "/info", None).body["Swarm"]["LocalNodeState"] != "inactive";
    kernel || (step.minds_swarm() && in_swarm())
}

fn on_real(step: &Ask, image: &str) -> RawAnswer {
    let network = |key: &str, what: &str| format!("/networks/{}{what}", escaped(key));
    let container = |key: &str, what: &str| format!("/containers/{}{what}", escaped(key));
    match step {
        Ask::Create(body) => ask("POST", "/networks/create", Some(body)),
        Ask::Inspect(key, query) => ask("GET", &network(key, query), None),
        Ask::List(filters) => ask("GET", &format!("/networks?filters={}", escaped(filters)), None),
        Ask::Remove(key) => ask("DELETE", &network(key, ""), None),
        Ask::Prune(filters) => ask("POST", &format!("/networks/prune?filters={}", escaped(filters)), None),
        Ask::Connect(key, body) => ask("POST", &network(key, "/connect"), Some(body)),
        Ask::Disconnect(key, body) => ask("POST", &network(key, "/disconnect"), Some(body)),
        Ask::NewContainer(name, mode) => {
            let body = json!({ "Image": image, "Cmd": ["/sleep"], "HostConfig": { "NetworkMode": mode },
                "Labels": { support::LABEL: image } });
            let created = ask("POST", &format!("/containers/create?name={name}"), Some(&body));
            RawAnswer { body: created.body["Id"].clone(), ..created }
        }
        Ask::Start(name) => ask("POST", &container(name, "/start"), None),
        Ask::Stop(name) => {
            let answer = ask("POST", &container(name, "/kill"), None);
            ask("POST", &container(name, "/wait"), None);
            answer
        }
        Ask::RemoveContainer(name) => ask("DELETE", &container(name, "?force=1"), None),
    }
}
