//! One suite of scenarios that every engine passes, real or simulated.
//!
//! Whoever writes an [`Engine`] shows with it that the engine keeps the contract: implement [`Subject`] (the engine, and
//! three things to do with containers), choose a [`Ground`] (a prefix for names, a block of addresses nobody else uses)
//! and look at the [`Report`]:
//!
//! ```no_run
//! use docknet::engine::conformance::{Ground, Subject, run_all};
//!
//! # async fn check(subject: &dyn Subject) -> Result<(), Box<dyn std::error::Error>> {
//! let ground = Ground::new("mine", "10.99.0.0/16".parse()?)?;
//! let report = run_all(subject, &ground).await;
//! println!("{report}");
//! assert!(report.is_ok());
//! # Ok(()) }
//! ```
//!
//! A scenario asserts what an answer [means](super::Meaning), never its words, and what differs between platforms is
//! decided by [`Engine::host`], never by whose engine it is. Every scenario makes networks and containers of its
//! own and removes them, also when it fails; networks carry the label [`LABEL`].

mod addresses;
mod bench;
mod connect;
mod create;
mod deadline;
mod ground;
mod look;
mod mismatch;
mod needs;
mod remove;
mod report;
mod scenario;

use async_trait::async_trait;
use bench::Bench;
pub use ground::{Ground, GroundError};
pub use mismatch::Mismatch;
pub use report::{Outcome, Report};
pub use scenario::{SCENARIOS, Scenario};

use super::{Engine, EngineError};
use crate::model::ContainerName;

/// The label on every network the suite makes; its value is the prefix of the [`Ground`].
pub const LABEL: &str = "docknet.conformance";

/// An engine on the bench, with the few things the suite needs beside networks.
///
/// Containers are asked for by name; what they run does not matter as long as they keep running.
#[async_trait]
pub trait Subject: Send + Sync {
    /// The engine.
    fn engine(&self) -> &dyn Engine;

    /// Makes a container in the engine's default network and starts it.
    async fn run_container(&self, name: &ContainerName) -> Result<(), EngineError>;

    /// Stops a container and keeps it.
    async fn stop_container(&self, name: &ContainerName) -> Result<(), EngineError>;

    /// Takes a container away, running or not. One that is not there is no error.
    async fn remove_container(&self, name: &ContainerName) -> Result<(), EngineError>;

    /// Whether nobody else uses the engine, so that taking away every unused network harms nobody.
    fn is_alone(&self) -> bool {
        false
    }
}

/// Runs one scenario and cleans up after it.
pub async fn run(subject: &dyn Subject, scenario: &Scenario, ground: &Ground) -> Outcome {
    let host = match subject.engine().host().await {
        Ok(host) => host,
        Err(source) => return Outcome::Failed(Mismatch::Error { step: "ask what host this is", source }),
    };
    if let Some(reason) = scenario.needs.iter().find_map(|need| need.missing(&host, subject)) {
        return Outcome::Skipped(reason);
    }
    let bench = Bench::new(subject, host, ground, scenario.slot());
    let ran = (scenario.body)(&bench).await;
    let cleaned = bench.clean_up().await;
    // What the scenario found comes first: what is left behind may follow from it.
    match ran.and(cleaned) {
        Ok(()) => Outcome::Passed,
        Err(mismatch) => Outcome::Failed(mismatch),
    }
}

/// Runs every scenario, one after the other.
pub async fn run_all(subject: &dyn Subject, ground: &Ground) -> Report {
    let mut report = Report::default();
    for scenario in SCENARIOS {
        report.push(scenario.name, run(subject, scenario, ground).await);
    }
    report
}
