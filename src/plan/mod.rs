//! Decisions: subnets out of pools, addresses, what to change on a host, and the ordered changes from what is to
//! what should be.
//!
//! Everything here takes values and returns values: no I/O, no clock, no randomness. The same input gives the same
//! plan, and adding to a plan moves nobody who has a place.

mod allocator;
mod changes;
mod free;
mod host_change;
mod obstacle;
mod plan_error;
mod state;
mod subnets;

pub(crate) use free::FreeRanges;

pub use allocator::{AllocationError, Allocator, Holder};
pub use changes::{Blocker, Change, Changes, Difference};
pub use host_change::{HostChange, HostChangeError, HostStep};
pub use obstacle::{Obstacle, Owner, Rejected};
pub use plan_error::PlanError;
pub use state::{Desired, DesiredNetwork, Observed};
pub use subnets::{SubnetPlan, SubnetPlanner};
