//! The scenarios by name.

use std::fmt;
use std::pin::Pin;

use super::needs::Need;
use super::{Bench, Mismatch, addresses, connect, create, deadline, look, remove};
use crate::host::Capability;

type Body = for<'a> fn(&'a Bench<'a>) -> Pin<Box<dyn Future<Output = Result<(), Mismatch>> + Send + 'a>>;

/// One thing every engine does, tried on an engine by [`run`](super::run).
pub struct Scenario {
    pub(super) name: &'static str,
    pub(super) needs: &'static [Need],
    pub(super) body: Body,
    slot: u8,
}

impl Scenario {
    /// What is tried, as a slug.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn slot(&self) -> u8 {
        self.slot
    }
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scenario")
            .field("name", &self.name)
            .field("needs", &self.needs)
            .finish_non_exhaustive()
    }
}

macro_rules! scenarios {
    ($($slot:literal $name:literal $body:path $(, needs $($need:expr),+)?;)+) => {
        /// Every scenario, in the order in which [`run_all`](super::run_all) runs them.
        pub const SCENARIOS: &[Scenario] = &[$(Scenario {
            name: $name,
            needs: &[$($($need),+)?],
            body: |bench| Box::pin($body(bench)),
            slot: $slot,
        }),+];
    };
}

const CONNECT: Need = Need::Can(Capability::ConnectWhileRunning);
const IPV6: Need = Need::Can(Capability::Ipv6);
const RANGE: Need = Need::Can(Capability::DynamicRange);

// The number is the scenario's place in the address block and in names; it stays when others come and go.
scenarios! {
    0 "create-with-a-subnet" create::with_subnet;
    1 "create-without-a-subnet" create::without_subnet;
    2 "create-a-name-that-is-taken" create::duplicate_name;
    3 "create-the-same-subnet" create::same_subnet;
    4 "create-a-subnet-inside-another" create::subnet_inside;
    5 "create-a-subnet-around-another" create::subnet_around;
    6 "create-a-subnet-beside-another" create::beside, needs Need::Bridge;
    7 "create-the-predefined-network" create::predefined;
    8 "create-with-an-unknown-driver" create::unknown_driver;
    9 "create-with-two-ipv4-subnets" create::two_subnets, needs Need::Bridge;
    10 "create-keeps-the-gateway" create::gateway;
    11 "create-keeps-the-range" create::range, needs RANGE;
    12 "create-keeps-kept-addresses" create::auxiliary, needs Need::Bridge;
    13 "create-keeps-labels-and-options" create::labels_and_options;
    14 "create-keeps-internal" create::internal, needs Need::Bridge;
    15 "create-keeps-an-ipv6-pool" create::ipv6, needs Need::Bridge, IPV6;
    16 "inspect-an-unknown-network" look::unknown;
    17 "inspect-by-name-and-by-identity" look::by_name_and_id;
    18 "a-name-is-no-part-of-an-identity" look::not_by_part_of_id;
    19 "the-list-is-ordered-and-bare" look::list, needs CONNECT;
    20 "observe-sees-endpoints-with-addresses" look::observe, needs CONNECT;
    21 "remove" remove::remove;
    22 "remove-an-unknown-network" remove::unknown;
    23 "remove-the-predefined-network" remove::predefined;
    24 "remove-a-network-in-use" remove::in_use, needs CONNECT;
    25 "remove-a-network-of-stopped-containers" remove::stopped, needs CONNECT;
    26 "remove-frees-the-subnet" remove::frees_subnet;
    27 "prune-leaves-used-networks" remove::prune, needs Need::Alone, CONNECT;
    28 "connect" connect::connect, needs CONNECT;
    29 "connect-twice" connect::twice, needs CONNECT;
    30 "connect-an-unknown-container" connect::unknown_container;
    31 "connect-to-an-unknown-network" connect::unknown_network;
    32 "connect-to-several-networks" connect::several, needs Need::Bridge;
    33 "disconnect" connect::disconnect, needs CONNECT;
    34 "disconnect-twice" connect::disconnect_twice, needs CONNECT;
    35 "disconnect-an-unknown-container" connect::disconnect_unknown;
    36 "dynamic-addresses-are-the-lowest-free" addresses::lowest_free, needs Need::Bridge;
    37 "dynamic-addresses-go-around-static-ones" addresses::around_static, needs Need::Bridge;
    38 "a-freed-dynamic-address-is-given-again" addresses::freed, needs Need::Bridge;
    39 "a-freed-static-address-is-given-again" addresses::freed_static, needs CONNECT;
    40 "a-static-address-in-the-subnet" addresses::in_subnet, needs CONNECT;
    41 "a-static-address-outside-the-subnet" addresses::outside_subnet, needs Need::Bridge;
    42 "a-static-address-of-another-container" addresses::of_another, needs CONNECT;
    43 "a-static-address-that-is-the-gateway" addresses::of_gateway, needs CONNECT;
    44 "a-static-address-that-is-the-broadcast" addresses::of_broadcast, needs Need::Bridge;
    45 "a-kept-address-is-given-to-nobody" addresses::auxiliary, needs Need::Bridge;
    46 "a-static-address-on-an-automatic-subnet" addresses::on_automatic, needs CONNECT;
    47 "a-range-is-used-up" addresses::range_is_exhausted, needs Need::Bridge, RANGE;
    48 "a-static-address-outside-the-range" addresses::outside_range, needs Need::Bridge, RANGE;
    49 "a-static-ipv6-address" addresses::ipv6, needs Need::Bridge, IPV6;
    50 "no-time-is-timed-out" deadline::zero;
    51 "a-deadline-is-a-copy" deadline::of_its_own;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_places_are_unique_and_fit_the_ground() {
        let names: BTreeSet<_> = SCENARIOS.iter().map(Scenario::name).collect();
        let slots: BTreeSet<_> = SCENARIOS.iter().map(Scenario::slot).collect();
        assert_eq!((names.len(), slots.len()), (SCENARIOS.len(), SCENARIOS.len()));
        assert!(slots.iter().all(|slot| *slot < 64), "a /16 has 64 places");
    }
}
