//! Every wording that is known, by subject.
//!
//! The one place where wording is looked at. Wordings: moby's and swarmkit's sources from 1.12 to 29.7, and the
//! answers of a real 20.10 engine.

mod addresses;
mod connect;
mod containers;
mod ipam;
mod names;
mod options;
mod ports;
mod remove;
mod requests;
mod scheduler;
mod scope;
mod services;
mod swarm;
mod windows;

use super::Meaning;
use super::wording::Wording;
use crate::engine::Answer;

/// The first table that knows a sentence is taken; the vague wordings are in the last ones.
const TABLES: &[&[Wording]] = &[
    names::ROWS,
    scope::ROWS,
    ipam::ROWS,
    addresses::ROWS,
    connect::ROWS,
    remove::ROWS,
    swarm::ROWS,
    services::ROWS,
    scheduler::ROWS,
    containers::ROWS,
    ports::ROWS,
    windows::ROWS,
    options::ROWS,
    requests::ROWS,
];

/// Every wording that docknet knows.
///
/// ```
/// use docknet::engine::wordings;
/// assert!(wordings().any(|wording| wording.pattern() == "network {} not found"));
/// ```
pub fn wordings() -> impl Iterator<Item = &'static Wording> {
    TABLES.iter().flat_map(|rows| rows.iter())
}

/// The first wording that fits, and what it means.
pub(super) fn find(sentence: &str, answer: &Answer) -> Option<(&'static Wording, Meaning)> {
    wordings().find_map(|wording| Some((wording, wording.read(sentence, answer)?)))
}
