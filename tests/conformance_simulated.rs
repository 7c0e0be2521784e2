//! The conformance suite on the simulated hosts.

use async_trait::async_trait;
use docknet::engine::conformance::{Ground, Outcome, Report, SCENARIOS, Subject, run_all};
use docknet::engine::{Engine, EngineError, SimulatedEngine};
use docknet::host::{Host, KernelVersion, WindowsBuild};
use docknet::model::{ContainerName, NetworkName};
use docknet::simulation::{ContainerSpec, SimulatedHost};

/// A simulated engine nobody else uses.
struct Simulated {
    engine: SimulatedEngine,
    default: NetworkName,
}

impl Simulated {
    fn new(host: SimulatedHost) -> Self {
        let windows = host.host().windows_build().is_some();
        let default = NetworkName::new(if windows { "nat" } else { "bridge" }).expect("a network's name");
        Self { engine: host.engine(), default }
    }
}

#[async_trait]
impl Subject for Simulated {
    fn engine(&self) -> &dyn Engine {
        &self.engine
    }

    async fn run_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let spec = ContainerSpec::new(name.clone(), self.default.clone());
        self.engine.on_host(|host| host.create_container(spec)).expect("the suite takes names that are free");
        self.engine.start_container(name).await
    }

    async fn stop_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        self.engine.on_host(|host| host.stop_container(name)).expect("the suite stops what it started");
        Ok(())
    }

    async fn remove_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let _one_that_is_not_there = self.engine.on_host(|host| host.remove_container(name));
        Ok(())
    }

    fn is_alone(&self) -> bool {
        true
    }
}

async fn report(host: SimulatedHost) -> Report {
    let block = "10.99.0.0/16".parse().expect("a subnet");
    let ground = Ground::new("suite", block).expect("room for the suite");
    let before = host.networks();
    let subject = Simulated::new(host);
    let report = run_all(&subject, &ground).await;
    println!("{report}");
    assert_eq!(subject.engine.on_host(|host| host.networks()), before, "the suite left something behind");
    report
}

fn linux(engine: &str) -> SimulatedHost {
    SimulatedHost::new(
        Host::linux_kernel(KernelVersion::new(5, 15)).with_engine(engine.parse().expect("a version")),
        1,
    )
}

#[tokio::test]
async fn every_scenario_passes_on_a_simulated_linux_host() {
    for engine in ["18.09.9", "20.10.24", "24.0.9", "25.0.5", "27.5.1", "28.2.2", "29.2.0"] {
        let report = report(linux(engine)).await;
        assert!(report.is_ok(), "engine {engine}\n{report}");
        let skipped = report.outcomes().filter(|(_, outcome)| matches!(outcome, Outcome::Skipped(_))).count();
        assert_eq!(skipped, 0, "a simulated engine is alone and can do everything");
    }
    assert!(SCENARIOS.len() >= 20);
}

#[tokio::test]
async fn what_holds_for_windows_passes_on_a_simulated_windows_host() {
    for build in [WindowsBuild::SERVER_2019, WindowsBuild::SERVER_2004, WindowsBuild::SERVER_2022] {
        let report = report(SimulatedHost::windows(build)).await;
        assert!(report.is_ok(), "{build}\n{report}");
        let passed = report.outcomes().filter(|(_, outcome)| matches!(outcome, Outcome::Passed)).count();
        assert!(passed >= 30, "{passed} passed");
    }
}
