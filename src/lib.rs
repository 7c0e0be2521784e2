//! docknet
#[cfg(feature = "compose")]
pub mod check;
#[cfg(feature = "compose")]
pub mod compose;
pub mod engine;
pub mod host;
pub mod lease;
pub mod model;
pub mod plan;
pub mod wire;

#[cfg(feature = "compose")]
pub use check::check;
