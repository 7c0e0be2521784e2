//! Keys that say nothing.

use super::patient::{Patient, all};
use super::proposal::{Change, Proposal};
use crate::check::Finding;
use crate::compose::edit::Step;

/// No key where nothing stands under it.
pub(super) fn without_nothing(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    all(finding.place.iter().map(|place| {
        let (file, path) = patient.locate(place)?;
        let keys: Vec<&str> = path.iter().filter_map(key).collect();
        let summary = format!("{} is gone, under which nothing stood", keys.join("."));
        Some(Proposal::new(summary, vec![Change::remove(file, &path)]).in_place())
    }))
}

fn key(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Item(_) => None,
    }
}
