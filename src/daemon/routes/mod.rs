//! The routes of an engine, one file a family: read what was asked, ask the engine, write what it said.
//!
//! Which routes there are, and in which order they are looked at: moby's `api/server/router`; since which API:
//! its `version-history.md`.

mod attach;
mod containers;
mod events;
mod exec;
mod images;
mod networks;
mod rest;
mod swarm;
mod system;
mod volumes;

use super::route::Route;

/// Every family, in the order they are looked at.
pub(super) const FAMILIES: &[&[Route]] = &[
    system::ROUTES,
    events::ROUTES,
    containers::ROUTES,
    attach::ROUTES,
    exec::ROUTES,
    images::ROUTES,
    volumes::ROUTES,
    networks::ROUTES,
    swarm::ROUTES,
    rest::ROUTES,
];
