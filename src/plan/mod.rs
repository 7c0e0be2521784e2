//! Decisions: subnets out of pools, addresses, and the ordered changes from what is to what should be.
mod state;

pub use state::{Desired, DesiredNetwork, Observed};
