//! Rules about what files refer to: networks, services, names that must be there or must be one's own. And what in
//! them cannot be read.

mod circle;
mod empty;
mod expose;
mod faults;
mod image;
mod keys;
mod mangling;
mod names;
mod networks;
mod scale;
mod schema;

pub(super) use faults::on as faults_on;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    circle::services,
    empty::sections,
    expose::unreadable,
    faults::every,
    image::missing,
    keys::unknown,
    mangling::network_names,
    mangling::on_the_host,
    names::container_twice,
    names::container_with_replicas,
    names::project_twice,
    networks::external_missing,
    networks::unused,
    scale::beside_replicas,
];
