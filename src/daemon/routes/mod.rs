//! The routes of an engine, one file a family: read what was asked, ask the engine, write what it said.
//!
//! Which routes there are, and in which order they are looked at: moby's `api/server/router`; since which API:
//! its `version-history.md`.

mod attach;
mod containers;
mod networks;
mod rest;
mod swarm;
mod system;

use super::route::Route;

/// Every family, in the order they are looked at.
pub(super) const FAMILIES: &[&[Route]] =
    &[system::ROUTES, containers::ROUTES, attach::ROUTES, networks::ROUTES, swarm::ROUTES, rest::ROUTES];
