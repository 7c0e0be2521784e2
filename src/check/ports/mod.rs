//! Rules about published ports.

mod effect;
mod item;
mod kept;
mod picked;
mod published;
mod replicas;
mod taken;
mod twice;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    effect::not_by_driver,
    effect::on_internal_network,
    effect::without_own_network,
    kept::ephemeral,
    kept::excluded,
    kept::of_the_engine,
    kept::of_swarm,
    picked::on_l2,
    published::base60,
    published::dnsrr_with_ingress,
    published::host_address,
    published::protocol,
    published::range_for_one,
    replicas::with_replicas,
    taken::published_port,
    twice::published_port,
];
