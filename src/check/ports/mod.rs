//! Rules about published ports.

mod published;

use super::situation::Judge;

pub(super) const JUDGES: &[Judge] = &[
    published::dnsrr_with_ingress,
    published::host_address,
    published::protocol,
    published::published_twice,
];
