//! Rules about subnets and addresses.

mod assignment;
mod pins;
mod subnets;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    assignment::can_be_taken,
    assignment::on_automatic_subnet,
    assignment::with_replicas,
    pins::outside_subnet,
    pins::reserved,
    pins::taken,
    pins::twice,
    subnets::overlap,
];
