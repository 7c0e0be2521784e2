//! Rules about names and who answers to them.

mod mention;
mod shared;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[shared::collide, shared::ends_isolation];
