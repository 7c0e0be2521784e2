//! docknet
#[cfg(feature = "compose")]
pub mod compose;
pub mod engine;
pub mod host;
pub mod lease;
pub mod model;
pub mod plan;
pub mod simulation;
pub mod wire;
pub mod workload;
