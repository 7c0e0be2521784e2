//! Rules about networks as they are declared, where an engine or a tool refuses them or makes something else of them,
//! and about options beside a network stack that is another one's.

mod beside_mode;
mod docker0;
mod driver;
mod gateway;
mod ipv4;
mod predefined;
mod refused;
mod value;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    beside_mode::refused,
    docker0::taken,
    driver::unknown,
    gateway::from_range,
    ipv4::off,
    predefined::not_external,
    refused::values,
];
