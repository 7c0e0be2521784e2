//! docknet
#[cfg(feature = "compose")]
pub mod compose;
pub mod model;
