//! Rules about subnets and addresses.

mod assignment;
mod automatic;
mod capacity;
mod lowest;
mod parts;
mod pins;
mod pools;
mod purpose;
mod shadow;
mod subnets;

pub(super) use lowest::apart_from_pins;
pub(super) use pins::said_by_prefix;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    assignment::can_be_taken,
    assignment::on_automatic_subnet,
    assignment::on_default_network,
    assignment::with_replicas,
    capacity::too_small,
    lowest::pinned,
    parts::gateway_kept,
    parts::ipv6_off,
    parts::ipv6_without_subnet,
    parts::several_subnets,
    pins::outside_subnet,
    pins::reserved,
    pins::taken,
    pins::twice,
    pools::exhausted,
    pools::subnet_inside,
    shadow::automatic,
    shadow::avoided,
    shadow::not_private,
    shadow::routed,
    subnets::overlap,
];
