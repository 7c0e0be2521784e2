//! Subnets that nothing known is in the way of.

use crate::check::view::View;
use crate::host::DefaultPools;
use crate::model::Subnet;
use crate::plan::SubnetPlanner;

use super::patient::Patient;

/// What is free for a file's own subnets more often than the rest, and where the search begins.
const PRIVATE: &[&str] = &["10.200.0.0/13", "10.0.0.0/8", "192.168.0.0/16", "fd00:d0c:e700::/48"];

/// How many subnets that an engine could take for automatic networks are passed over.
const MOST: usize = 64;

/// A subnet of a length that overlaps nothing known of any host, and that no engine gives to automatic networks.
pub(super) fn free(patient: &Patient<'_>, view: &View<'_>, ipv4: bool, length: u8) -> Option<Subnet> {
    let private = PRIVATE.iter().filter_map(|text| text.parse::<Subnet>().ok());
    let mut private = private.filter(|pool| pool.is_ipv4() == ipv4 && pool.length() <= length);
    let hosts = patient.targets.iter();
    let pools: Vec<_> =
        hosts.filter_map(|target| DefaultPools::of(&target.host, target.daemon.as_ref())).collect();
    private.find_map(|private| {
        let mut planner = SubnetPlanner::new(private).length(length);
        for network in &view.networks {
            for own in network.own_pools() {
                planner = planner.avoid(own.value.subnet(), &network.name);
            }
        }
        for target in patient.targets {
            for (range, whose) in target.avoided.iter().chain(&target.routes) {
                // A default route covers everything and forbids nothing.
                if range.length() > 0 {
                    planner = planner.avoid(*range, whose);
                }
            }
            if let Some(observed) = &target.observed {
                planner = planner.host(target.name(), observed.clone());
            }
        }
        for _ in 0..MOST {
            let found = planner.clone().plan().ok()?.prefix();
            if !pools.iter().any(|pools| pools.overlap(found)) {
                return Some(found);
            }
            // Pools are seldom smaller than this.
            let around = Subnet::around(found.address(), length.min(16)).unwrap_or(found);
            planner = planner.avoid(around, "automatic networks");
        }
        None
    })
}
