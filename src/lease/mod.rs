//! Who holds which address, remembered by holder.
//!
//! [`Leases`] is the book itself, a value in memory: the same holder always gets the address it has. Stores that keep
//! the book somewhere else stand on this floor too.

mod memory;

pub use memory::{LeaseError, Leases};
