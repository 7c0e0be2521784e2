//! The Docker engine against a real one, and against ones that are not there or do not answer.
#![cfg(all(feature = "docker", unix))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod support;

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bollard::models::SwarmInitRequest;
use bollard::query_parameters::LeaveSwarmOptionsBuilder;
use docknet::engine::conformance::{Ground, SCENARIOS, Subject, run_all};
use docknet::engine::{Docker, Engine, EngineError, Meaning, Operation, OverlayEngine, SwarmManager};
use docknet::model::{
    ContainerName, Driver, EndpointMode, EndpointSpec, IpamPool, NetworkName, NetworkSpec, PublishMode,
    ServiceEndpoint, ServiceName, ServicePort, ServiceSpec,
};
use futures_util::FutureExt as _;
use support::silent::SilentEngine;
use support::{RealEngine, prefix};
use tokio::sync::Mutex;

/// The tests that use the real engine take turns: what one does to the swarm all would see.
static ENGINE: Mutex<()> = Mutex::const_new(());

#[tokio::test]
#[ignore = "needs a Docker engine"]
async fn the_real_engine_passes_every_scenario() {
    let _turn = ENGINE.lock().await;
    let prefix = prefix();
    let real = RealEngine::prepare(&prefix).await;
    let ground = Ground::new(prefix, "10.231.0.0/16".parse().unwrap()).unwrap();
    let report = AssertUnwindSafe(run_all(&real, &ground)).catch_unwind().await;
    real.clean_up().await;
    let report = report.expect("scenarios do not panic");
    println!("{report}");
    assert!(report.is_ok(), "\n{report}");
}

#[tokio::test]
async fn a_socket_that_is_not_there_is_unreachable_at_once() {
    let started = Instant::now();
    let error = Docker::connect_to("unix:///nowhere/docker.sock").await.unwrap_err();
    assert!(matches!(&error, EngineError::Unreachable { .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(2));
    let unknown = Docker::connect_to("gopher://engine").await.unwrap_err();
    assert!(matches!(unknown, EngineError::Unreachable { .. }), "{unknown:?}");
}

#[tokio::test]
async fn a_port_nobody_listens_on_is_unreachable() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = Docker::connect_to(&format!("tcp://127.0.0.1:{port}")).await.unwrap_err();
    assert!(matches!(error, EngineError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn connecting_to_an_engine_that_says_nothing_times_out() {
    let silent = SilentEngine::after(0);
    let deadline = Duration::from_millis(200);
    let error = Docker::connect_within(&silent.address(), deadline).await.unwrap_err();
    assert!(matches!(error, EngineError::TimedOut { after, .. } if after == deadline), "{error:?}");
}

#[tokio::test]
async fn every_call_to_an_engine_that_hangs_times_out_within_its_deadline() {
    let silent = SilentEngine::after(2);
    let engine = Docker::connect_to(&silent.address()).await.expect("it says who it is");
    assert_eq!(engine.version().map(ToString::to_string).as_deref(), Some("20.10.24"));
    let deadline = Duration::from_millis(100);
    let engine = engine.with_deadline(deadline);
    let network: NetworkName = "net-1".parse().unwrap();
    let container: ContainerName = "c1".parse().unwrap();
    let spec = NetworkSpec::new(network.clone(), Driver::Bridge);
    let endpoint = EndpointSpec::new(container.clone());
    let key = (&network).into();
    let started = Instant::now();
    let answers = [
        engine.host().await.map(drop),
        engine.networks().await.map(drop),
        engine.network(key).await.map(drop),
        engine.create_network(&spec).await.map(drop),
        engine.remove_network(key).await,
        engine.prune_networks().await.map(drop),
        engine.connect(key, &endpoint).await,
        engine.disconnect(key, &container).await,
        engine.observe().await.map(drop),
        engine.manager().await.map(drop),
    ];
    let elapsed = started.elapsed();
    for answer in &answers {
        assert!(matches!(answer, Err(EngineError::TimedOut { .. })), "{answer:?}");
    }
    assert!(elapsed < deadline * 10 * 3, "{elapsed:?} for {} calls", answers.len());
    let requests = silent.requests();
    assert_eq!(requests[0], "GET /version", "before the version is known");
    assert!(requests[2..].iter().all(|request| request.contains(" /v1.41/")), "{requests:?}");
    assert!(requests.contains(&"POST /v1.41/networks/create".to_owned()), "{requests:?}");
}

/// An engine that hangs and has no containers.
struct Hung(Docker);

#[async_trait]
impl Subject for Hung {
    fn engine(&self) -> &dyn Engine {
        &self.0
    }

    async fn run_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let operation = Operation::StartContainer(name.clone());
        Err(EngineError::TimedOut { operation, after: self.0.deadline() })
    }

    async fn stop_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        self.run_container(name).await
    }

    async fn remove_container(&self, _: &ContainerName) -> Result<(), EngineError> {
        Ok(())
    }
}

#[tokio::test]
async fn an_engine_that_hangs_fails_every_scenario_and_the_report_says_so() {
    let silent = SilentEngine::after(2);
    let engine = Docker::connect_to(&silent.address()).await.expect("it says who it is");
    let hung = Hung(engine.with_deadline(Duration::from_millis(1)));
    let ground = Ground::new("dn", "10.231.0.0/16".parse().unwrap()).unwrap();
    let report = run_all(&hung, &ground).await;
    assert_eq!(report.failures().count(), SCENARIOS.len());
    let text = report.to_string();
    assert_eq!(text.lines().count(), SCENARIOS.len() + 1);
    assert!(text.lines().take(SCENARIOS.len()).all(|line| line.contains("FAILED: ask what host this is")));
    assert!(text.ends_with(&format!("0 passed, {} failed, 0 skipped", SCENARIOS.len())), "{text}");
}

#[tokio::test]
#[ignore = "needs a Docker engine"]
async fn a_manager_has_services_and_a_plain_engine_has_none() {
    let _turn = ENGINE.lock().await;
    let prefix = prefix();
    let real = RealEngine::prepare(&prefix).await;
    let had_gateway = has_gateway_bridge(&real).await;
    let plain = real.docker().manager().await;
    if plain.is_ok() {
        real.clean_up().await;
        println!("left alone: the engine is in a swarm already");
        return;
    }
    let init = SwarmInitRequest {
        listen_addr: Some("127.0.0.1:23770".into()),
        advertise_addr: Some("127.0.0.1:23770".into()),
        ..SwarmInitRequest::default()
    };
    let begun = real.client.init_swarm(init).await;
    let tried = AssertUnwindSafe(async {
        let refused = plain.expect_err("it was in no swarm");
        assert!(matches!(refused.meaning(), Some(Meaning::NotSwarmManager { .. })), "{refused:?}");
        begun.as_ref().expect("a swarm begins");
        services(&real, &prefix).await;
    });
    let tried = tried.catch_unwind().await;
    if begun.is_ok() {
        leave_swarm(&real, had_gateway).await;
    }
    real.clean_up().await;
    if let Err(panic) = tried {
        std::panic::resume_unwind(panic);
    }
}

async fn has_gateway_bridge(real: &RealEngine) -> bool {
    real.docker().networks().await.unwrap().iter().any(|network| network.name().as_str() == "docker_gwbridge")
}

/// Ends the swarm with all that is in it, and takes away the bridge it made on the host.
///
/// An engine that leaves while its ingress network is in use keeps it as a ghost, so that goes first.
async fn leave_swarm(real: &RealEngine, had_gateway: bool) {
    if let Ok(manager) = real.docker().manager().await {
        for service in manager.services().await.unwrap_or_default() {
            let _ = manager.remove_service(&service.spec.name).await;
        }
        for network in manager.networks().await.unwrap_or_default() {
            if network.spec.labels().contains_key(support::LABEL) || network.name().as_str() == "ingress" {
                gone(real, network.name()).await;
            }
        }
    }
    let force = LeaveSwarmOptionsBuilder::default().force(true).build();
    real.client.leave_swarm(Some(force)).await.expect("the swarm is left");
    if !had_gateway {
        gone(real, &"docker_gwbridge".parse().unwrap()).await;
    }
}

/// Takes a network away as soon as nobody is in it any more.
async fn gone(real: &RealEngine, network: &NetworkName) {
    for _ in 0..50 {
        match real.docker().network(network.into()).await {
            Err(error) if error.is_not_found() => return,
            _ => drop(real.docker().remove_network(network.into()).await),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    println!("network {network} is still in use");
}

fn service(prefix: &str, word: &str, image: &str, network: &NetworkName) -> ServiceSpec {
    let mut spec = ServiceSpec::new(format!("{prefix}-{word}").parse().unwrap(), image);
    spec.networks.push(network.clone());
    spec
}

async fn services(real: &RealEngine, prefix: &str) {
    let manager: SwarmManager = real.docker().manager().await.expect("it is a manager now");
    let nodes = manager.nodes().await.unwrap();
    assert_eq!(nodes.len(), 1, "{nodes:?}");
    assert!(nodes[0].manager && nodes[0].state == "ready" && nodes[0].address.is_some(), "{nodes:?}");

    let subnet = "10.232.7.0/24".parse().unwrap();
    let overlay = NetworkSpec::new(format!("{prefix}-overlay").parse().unwrap(), Driver::Overlay)
        .with_pool(IpamPool::new(subnet))
        .unwrap()
        .with_attachable(true)
        .with_label(support::LABEL, prefix);
    let overlay_id = manager.create_network(&overlay).await.unwrap();
    let seen = manager.network(overlay.name().into()).await.unwrap();
    assert_eq!((&seen.id, seen.spec.driver()), (&overlay_id, &Driver::Overlay));
    let again = manager.create_network(&overlay).await.unwrap_err();
    assert!(matches!(again.meaning(), Some(Meaning::NetworkExists { .. })), "{again:?}");

    let host_port = ServicePort::new("24080:80".parse().unwrap(), PublishMode::Host);
    let mesh_port = ServicePort::new("24081:81/udp".parse().unwrap(), PublishMode::Ingress);
    let mut dnsrr = service(prefix, "dnsrr", &real.image, overlay.name());
    dnsrr.endpoint = ServiceEndpoint::new(EndpointMode::Dnsrr, [host_port]).unwrap();
    let mut vip = service(prefix, "vip", &real.image, overlay.name());
    vip.endpoint = ServiceEndpoint::new(EndpointMode::Vip, [mesh_port]).unwrap();
    let dnsrr_id = manager.create_service(&dnsrr).await.unwrap();
    let vip_id = manager.create_service(&vip).await.unwrap();
    let twice = manager.create_service(&dnsrr).await.unwrap_err();
    assert!(matches!(twice.meaning(), Some(Meaning::ServiceExists { .. })), "{twice:?}");

    let mut rival = vip.clone();
    rival.name = format!("{prefix}-rival").parse().unwrap();
    let taken = manager.create_service(&rival).await.unwrap_err();
    assert!(matches!(taken.meaning(), Some(Meaning::PortInUse { port: Some(24081), .. })), "{taken:?}");

    let mut bound = service(prefix, "bound", &real.image, overlay.name());
    let loopback = ServicePort::new("127.0.0.1:24082:82".parse().unwrap(), PublishMode::Host);
    bound.endpoint = ServiceEndpoint::new(EndpointMode::Vip, [loopback]).unwrap();
    let refused = manager.create_service(&bound).await.unwrap_err();
    assert!(matches!(refused.meaning(), Some(Meaning::Unsupported { .. })), "{refused:?}");

    let listed = listed_with_addresses(&manager).await;
    let ids: Vec<_> = listed.iter().map(|service| &service.id).collect();
    assert_eq!(ids, [&dnsrr_id, &vip_id], "ordered by name");
    assert_eq!(listed[0].spec, dnsrr);
    assert_eq!(listed[1].spec, vip);
    assert!(listed[0].virtual_addresses.is_empty(), "{listed:?}");
    assert!(
        listed[1].virtual_addresses.iter().any(|(address, of)| *of == subnet && subnet.contains(*address))
    );

    let address = task_address(&manager, &dnsrr.name).await;
    assert!(subnet.contains(address), "{address} of a task");

    let nobody: ServiceName = format!("{prefix}-nobody").parse().unwrap();
    for refused in [manager.remove_service(&nobody).await, manager.tasks(&nobody).await.map(drop)] {
        let expected = Meaning::ServiceNotFound { service: nobody.to_string() };
        assert_eq!(refused.unwrap_err().meaning(), Some(&expected));
    }
    // A service is not its identity's beginning.
    let part: ServiceName = vip_id.as_str()[..12].parse().unwrap();
    assert!(manager.remove_service(&part).await.is_err());
    for name in [&dnsrr.name, &vip.name] {
        manager.remove_service(name).await.unwrap();
    }
    assert!(manager.services().await.unwrap().is_empty());
}

/// The services once the virtual one has its addresses, which takes the manager a moment.
async fn listed_with_addresses(manager: &SwarmManager) -> Vec<docknet::engine::ServiceSummary> {
    for _ in 0..50 {
        let listed = manager.services().await.unwrap();
        if listed.iter().any(|service| service.virtual_addresses.len() > 1) {
            return listed;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("no service got a virtual address");
}

/// The address of the first task of a service once it has one.
async fn task_address(manager: &SwarmManager, service: &ServiceName) -> std::net::IpAddr {
    let mut tasks = Vec::new();
    for _ in 0..50 {
        tasks = manager.tasks(service).await.unwrap();
        if let Some(address) = tasks.iter().find_map(|task| task.addresses.first()) {
            println!("{tasks:?}");
            return *address;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("no task got an address: {tasks:?}");
}
