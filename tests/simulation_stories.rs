//! Field reports of container networks, played again in a world in memory.
#![cfg(feature = "compose")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

#[path = "simulation_stories/agreement.rs"]
mod agreement;
#[path = "simulation_stories/names.rs"]
mod names;
#[path = "simulation_stories/programs.rs"]
mod programs;
#[path = "simulation_stories/reach.rs"]
mod reach;
#[path = "simulation_stories/scene.rs"]
mod scene;
#[path = "simulation_stories/swarm.rs"]
mod swarm;
#[path = "simulation_stories/windows.rs"]
mod windows;
