//! Networks on the physical network whose gateway the engine makes up.

use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::host::{Evidence, Source};
use crate::model::Driver;

const FROM_RANGE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork network.go ipamAllocate: an automatic gateway comes out of the range (seen on 20.10.24)",
)];

/// Macvlan and ipvlan networks with a range for dynamic addresses and no gateway.
pub(in crate::check) fn from_range(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| !view.is_windows() && !network.is_internal()) {
        // In the third layer ipvlan has no gateway: what leaves a container is routed by the host.
        let mode = network.made().find_map(|made| made.driver_opts.get("ipvlan_mode"));
        let routed = mode.is_some_and(|mode| mode.value.starts_with("l3"));
        let has_gateway = match network.driver() {
            Some(Driver::Macvlan) => true,
            Some(Driver::Ipvlan) => !routed,
            _ => false,
        };
        for pool in network.own_pools().filter(|_| has_gateway && !network.members.is_empty()) {
            let (subnet, range) = (pool.value.subnet(), pool.value.range());
            let Some(range) = range.filter(|range| pool.value.gateway().is_none() && range.is_ipv4()) else {
                continue;
            };
            // A range at the subnet's beginning has the subnet's first address, where routers often are.
            if range.address() == subnet.address() {
                continue;
            }
            let message = format!(
                "{} has dynamic addresses out of {range} and no gateway: the engine takes {}",
                network.name,
                range.address()
            );
            let reason = "an automatic gateway is the first address of the range, where the physical network has no router: nothing gets out of it";
            let finding = Finding::new(Rule::GatewayFromDynamicRange, message, reason).by(FROM_RANGE);
            findings.push(
                finding
                    .at([&pool.place])
                    .instead(format!("`gateway:` with the address of the router in {subnet}")),
            );
        }
    }
    findings
}
