//! Why there is no prefix.

use super::{Obstacle, Rejected};
use crate::model::Subnet;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The prefix length does not exist in a pool's family, or is shorter than every pool's.
    #[error("no pool can be cut into /{length}: the pools are {}", list(pools))]
    Length {
        /// The length asked for.
        length: u8,
        /// The pools.
        pools: Vec<Subnet>,
    },
    /// Every candidate has something in its way.
    #[error("no /{length} is free; in the way:\n{}", lines(rejected))]
    NoRoom {
        /// The length asked for.
        length: u8,
        /// Every candidate, with what stands in its way.
        rejected: Vec<Rejected>,
    },
    /// Two pools share addresses.
    #[error("the pools {first} and {second} overlap: name each address once")]
    PoolsOverlap {
        /// The pool that was named first.
        first: Subnet,
        /// The one that overlaps it.
        second: Subnet,
    },
    /// The prefix does not hold that many endpoints.
    #[error(
        "{prefix} holds {holds} endpoints beside its gateway, {asked} are asked for: take a shorter prefix"
    )]
    TooSmall {
        /// The prefix.
        prefix: Subnet,
        /// How many endpoints it holds beside its gateway.
        holds: u128,
        /// How many are asked for.
        asked: u128,
    },
    /// Addresses no container network can use.
    #[error("{prefix} is {reason}: no container network can use it; take a prefix out of 10.0.0.0/8")]
    Unusable {
        /// The prefix.
        prefix: Subnet,
        /// What it is for.
        reason: &'static str,
    },
    /// No pool holds that many endpoints.
    #[error("{asked} endpoints are asked for, and the largest pool, {largest}, is too small for them")]
    TooMany {
        /// How many are asked for.
        asked: u128,
        /// The largest pool.
        largest: Subnet,
    },
    /// The very prefix that was asked for has something in its way.
    #[error("{wanted} cannot be taken; name another prefix. In the way:\n{}", lines(obstacles))]
    Wanted {
        /// The prefix asked for.
        wanted: Subnet,
        /// Everything in its way.
        obstacles: Vec<Obstacle>,
    },
}

fn lines(items: &[impl ToString]) -> String {
    items.iter().map(|item| format!("  {}", item.to_string())).collect::<Vec<_>>().join("\n")
}

fn list(items: &[impl ToString]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
