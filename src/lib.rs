//! docknet
pub mod model;
