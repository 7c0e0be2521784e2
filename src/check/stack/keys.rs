//! What `docker stack deploy` leaves out of a file.

use super::deployed::Stacks;
use crate::check::Finding;
use crate::check::service::View;

pub(super) fn ignored(_: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    Vec::new()
}

pub(super) fn without_image(_: &Stacks<'_>, _: &[View<'_>]) -> Vec<Finding> {
    Vec::new()
}
