//! Rules about what Windows hosts do otherwise.

mod image;
mod image_host;
mod joined;
mod links;
mod mode;
mod nat;
mod network;
mod option;
mod partition;
mod pinned_nat;
mod prefix;
mod promise;
mod reach;
mod resolver;

use super::situation::{Judge, JudgeAll};

pub(super) const JUDGES: &[Judge] = &[
    image_host::builds,
    image_host::platforms,
    links::unsupported,
    mode::missing,
    mode::shared_namespace,
    nat::lost_at_reboot,
    nat::several_networks,
    network::driver_missing,
    network::dynamic_range,
    network::ipv6,
    network::one_adapter,
    network::several_subnets,
    option::ignored,
    option::mtu,
    partition::outside,
    pinned_nat::unfixed,
    promise::auxiliary,
    promise::internal,
    promise::ipv6_addresses,
    promise::transparent_pins,
    reach::firewall,
    reach::localhost,
    resolver::settings,
];

pub(super) const JUDGES_OF_ALL: &[JudgeAll] = &[prefix::differs];
