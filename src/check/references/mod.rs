//! Rules about what files refer to: networks, services, names that must be there or must be one's own. And what in
//! them cannot be read.

mod circle;
mod faults;
mod mangling;
mod names;
mod networks;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    circle::services,
    faults::every,
    mangling::network_names,
    mangling::on_the_host,
    names::container_twice,
    names::container_with_replicas,
    names::project_twice,
    networks::external_missing,
    networks::unused,
];
