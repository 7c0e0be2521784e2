//! Rules about what Windows hosts do otherwise.

mod nat;
mod network;
mod prefix;

use super::situation::{Judge, JudgeAll};

pub(super) const JUDGES: &[Judge] = &[
    nat::lost_at_reboot,
    nat::several_networks,
    network::driver_missing,
    network::dynamic_range,
    network::ipv6,
];

pub(super) const JUDGES_OF_ALL: &[JudgeAll] = &[prefix::differs];
