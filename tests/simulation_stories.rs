//! Field reports of container networks, played again in a world in memory.

#[path = "simulation_stories/agreement.rs"]
mod agreement;
#[path = "simulation_stories/names.rs"]
mod names;
#[path = "simulation_stories/reach.rs"]
mod reach;
#[path = "simulation_stories/scene.rs"]
mod scene;
