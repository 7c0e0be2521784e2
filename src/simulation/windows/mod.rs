//! A Windows engine: HNS networks adopted at start, addresses HNS picks, and what it refuses.

mod create;
mod place;

pub(super) use create::plumb;
pub(super) use place::{may_start, place};

use std::net::IpAddr;

use super::SimulatedHost;
use super::hns::HnsNetwork;
use super::network::{Pool, SimulatedNetwork};
use crate::host::{Capability, EngineVersion, Support};
use crate::model::{Driver, NetworkId, Subnet};
use crate::wire::request::IpamConfigRequest;

const HNS_ID: &str = "com.docker.network.windowsshim.hnsid";
const HNS_NAME: &str = "com.docker.network.windowsshim.networkname";
const HNS_OWNED: &str = "com.docker.network.windowsshim.hnsowned";

/// The drivers an engine has (moby `libnetwork/drivers_windows.go`).
pub(super) fn drivers(engine: &EngineVersion) -> Vec<Driver> {
    let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
    let mut drivers =
        vec![Driver::L2Bridge, Driver::L2Tunnel, Driver::Nat, Driver::Null, Driver::Transparent];
    drivers.extend(from(1, 13).then_some(Driver::Overlay));
    drivers.extend(from(18, 3).then_some(Driver::Ics));
    drivers.extend(from(19, 3).then_some([Driver::Internal, Driver::Private]).into_iter().flatten());
    drivers
}

/// What an engine does with HNS networks when it starts (moby `daemon_windows.go`).
pub(super) fn start(host: &mut SimulatedHost) {
    recreate_or_forget(host);
    if host.networks.named("none").next().is_none() {
        let network = SimulatedNetwork::new(host.fresh_id(), "none", Driver::Null, host.now());
        host.networks.insert(network);
    }
    let mut known = std::collections::BTreeSet::new();
    for id in host.networks.ids() {
        // Networks that are adopted anew have what HNS says as if a client had chosen it.
        if let Some(network) = host.networks.get_mut(&id) {
            network.pools.iter_mut().for_each(Pool::adopt);
            known.extend(network.hns_id.clone());
        }
    }
    for found in host.hns.networks().to_vec() {
        if known.contains(&found.id) || skipped(&found, host.engine_version()) {
            continue;
        }
        let has_default = host.networks.named("nat").next().is_some();
        let default = !has_default && found.kind == Driver::Nat;
        let shown = if default { "nat" } else { found.name.as_str() };
        let id = host.fresh_id::<NetworkId>();
        let mut network = adopted(host, id, shown, &found);
        if host.engine >= EngineVersion::new(28, 3, 0) {
            network.options.insert(HNS_OWNED.into(), "true".into());
        }
        host.networks.insert(network);
    }
    let disabled = host.daemon.value().get("bridge").is_some_and(|bridge| bridge == "none");
    if !disabled && host.networks.named("nat").next().is_none() {
        // The one moment at which fixed-cidr counts. A text that is no subnet stops a real engine; here HNS picks.
        let subnet = host.daemon.fixed_cidr().ok().flatten().filter(Subnet::is_ipv4);
        let made = host.hns.create("nat", Driver::Nat, subnet, &mut host.random);
        let id = host.fresh_id::<NetworkId>();
        let network = adopted(host, id, "nat", &made);
        host.networks.insert(network);
    }
}

/// Networks HNS has lost: NAT networks of projects are made anew by engines that do that, others are forgotten.
fn recreate_or_forget(host: &mut SimulatedHost) {
    let recreates = host.host.can(Capability::EngineRecreatesNatNetworks).support == Support::Supported;
    for id in host.networks.ids() {
        let Some(network) = host.networks.get(&id) else { continue };
        if network.hns_id.as_ref().is_none_or(|hns| host.hns.has(hns)) {
            continue;
        }
        let Some(mut network) = host.networks.remove(&id) else { continue };
        if network.name != "nat" && network.driver == Driver::Nat && recreates {
            // Made anew with the identity, the name, the subnets and the options it had.
            let name = hns_name(&network);
            let pool = network.pools.first();
            let (subnet, gateway) = (pool.and_then(|pool| pool.subnet), pool.and_then(|pool| pool.gateway));
            let again = host.hns.create(name, Driver::Nat, subnet, &mut host.random);
            host.hns.bind(&again.id, gateway, None);
            network.options.insert(HNS_ID.into(), again.id.clone());
            network.hns_id = Some(again.id);
            host.networks.insert(network);
        }
    }
}

/// Types that are left alone.
fn skipped(found: &HnsNetwork, engine: &EngineVersion) -> bool {
    let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
    match found.kind.as_str() {
        "private" => from(17, 9),
        "internal" => from(18, 9),
        "mirrored" => from(28, 3),
        _ => false,
    }
}

/// Puts a default network of that prefix into HNS, as if HNS had picked it.
pub(super) fn adopt_picked(host: &mut SimulatedHost, prefix: Subnet) {
    host.hns.create("nat", Driver::Nat, Some(prefix), &mut host.random);
}

/// The name HNS knows a network by: the one asked for, else the engine's identity of it.
fn hns_name(network: &SimulatedNetwork) -> String {
    let asked = network.options.get(HNS_NAME).filter(|name| !name.is_empty());
    asked.cloned().unwrap_or_else(|| network.id.to_string())
}

/// An HNS network as the engine shows it.
fn adopted(host: &SimulatedHost, id: NetworkId, shown: &str, found: &HnsNetwork) -> SimulatedNetwork {
    let mut network = SimulatedNetwork::new(id, shown, found.kind.clone(), host.now());
    network.ipam_driver = "windows".into();
    network.options.insert(HNS_ID.into(), found.id.clone());
    network.options.insert(HNS_NAME.into(), found.name.clone());
    network.pools.extend(found.subnet.map(|subnet| Pool::of_hns(subnet, found.gateway)));
    network.hns_id = Some(found.id.clone());
    network
}

impl Pool {
    /// A prefix of HNS, shown as if a client had chosen it.
    fn of_hns(subnet: Subnet, gateway: Option<IpAddr>) -> Self {
        let mut pool = Self { asked: None, key: None, subnet: Some(subnet), gateway, any: false };
        pool.adopt();
        pool
    }

    /// Shows what HNS has as if a client had chosen it.
    fn adopt(&mut self) {
        let Some(subnet) = self.subnet else { return };
        let mut asked = IpamConfigRequest::of_subnet(subnet.to_string());
        asked.gateway = self.gateway.map(|gateway| gateway.to_string()).unwrap_or_default();
        (self.asked, self.any) = (Some(asked), false);
    }
}
