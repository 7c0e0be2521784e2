//! A Linux engine: bridges, default pools, and the lowest free address.

use std::net::IpAddr;

use super::container::Place;
use super::network::{GATEWAY, SimulatedNetwork};
use super::{Fault, Refusal, SimulatedHost};
use crate::host::EngineVersion;
use crate::model::{
    Assignment, Driver, EndpointAddress, EndpointSpec, IpamPool, MacAddress, Network, NetworkId, NetworkName,
    NetworkSpec, Subnet,
};
use crate::plan::{AllocationError, Allocator, Holder};

/// The built-in pools of local networks, in order: 15 of the first kind, 16 of the second.
fn default_pools() -> Vec<Subnet> {
    let wide = (17..=31).map(|second| (format!("172.{second}.0.0"), 16));
    let small = (0..16).map(|block| (format!("192.168.{}.0", block * 16), 20));
    let pool = |(address, length): (String, u8)| Subnet::new(address.parse().ok()?, length).ok();
    wide.chain(small).filter_map(pool).collect()
}

/// The networks every Linux engine has; the default bridge takes the first default pool.
pub(super) fn start(host: &mut SimulatedHost) {
    if !host.networks.is_empty() {
        return;
    }
    for (name, driver) in [("bridge", Driver::Bridge), ("host", Driver::Host), ("none", Driver::Null)] {
        let Ok(name) = NetworkName::new(name) else { continue };
        let mut spec = NetworkSpec::new(name, driver);
        let mut addresses = Vec::new();
        if let (Driver::Bridge, Some(first)) = (spec.driver(), default_pools().first()) {
            let pool = IpamPool::new(*first);
            addresses.extend(allocator(&pool, host.engine_version()).ok());
            // The default bridge is given its pool outside the round robin.
            spec = spec.clone().with_pool(pool).unwrap_or(spec);
        }
        let id = host.fresh_id::<NetworkId>();
        let network = Network::new(id.clone(), spec);
        host.networks.insert(id, SimulatedNetwork { network, addresses, automatic: true, hns_id: None });
    }
}

/// A new bridge network.
pub(super) fn create(
    host: &mut SimulatedHost,
    id: &NetworkId,
    spec: &NetworkSpec,
) -> Result<SimulatedNetwork, Fault> {
    let driver = spec.driver();
    if *driver == Driver::Overlay {
        return Err(Refusal::NotSwarmManager.into());
    }
    if !matches!(driver, Driver::Bridge | Driver::Macvlan | Driver::Ipvlan) {
        return Err(Refusal::DriverMissing { driver: driver.clone() }.into());
    }
    let ipv4 = spec.subnets().filter(Subnet::is_ipv4).count();
    let mut spec = spec.clone();
    let automatic = ipv4 == 0;
    let mut addresses = Vec::new();
    let given: Vec<_> = spec.pools().to_vec();
    // Addresses are booked pool by pool, all IPv4 ones first; the driver is asked last.
    for pool in given.iter().filter(|pool| pool.subnet().is_ipv4() || spec.ipv6()) {
        if in_use(host, pool.subnet()) {
            return Err(Refusal::SubnetOverlap.into());
        }
        addresses.push(allocator(pool, host.engine_version())?);
    }
    if *spec.driver() == Driver::Bridge && ipv4 > 1 {
        return Err(Refusal::SeveralSubnets.into());
    }
    if automatic {
        let subnet = next_default_pool(host)?;
        let booked = allocator(&IpamPool::new(subnet), host.engine_version())?;
        let gateway = booked.held().next().map(|(address, _)| address);
        let pool = IpamPool::new(subnet);
        let pool = gateway.and_then(|gateway| pool.clone().with_gateway(gateway).ok()).unwrap_or(pool);
        spec = spec.clone().with_pool(pool).unwrap_or(spec);
        addresses.push(booked);
    }
    Ok(SimulatedNetwork { network: Network::new(id.clone(), spec), addresses, automatic, hns_id: None })
}

fn in_use(host: &SimulatedHost, subnet: Subnet) -> bool {
    host.networks
        .values()
        .any(|network| network.addresses.iter().any(|addresses| addresses.pool().subnet().overlaps(subnet)))
}

/// The engine's choice: round robin from 18.06 to 26, the lowest free one before and after.
fn next_default_pool(host: &mut SimulatedHost) -> Result<Subnet, Fault> {
    let pools = default_pools();
    let engine = host.engine_version();
    let round_robin = *engine >= EngineVersion::new(18, 6, 0) && *engine < EngineVersion::new(27, 0, 0);
    let start = match host.last_default_pool {
        Some(last) if round_robin => last + 1,
        _ => 0,
    };
    let order = (0..pools.len()).map(|step| (start + step) % pools.len());
    let found = order.into_iter().find(|index| !in_use(host, pools[*index]));
    let index = found.ok_or(Refusal::PoolsExhausted)?;
    host.last_default_pool = Some(index);
    Ok(pools[index])
}

/// The books of a pool with its gateway entered: the one asked for, or the lowest dynamic address.
fn allocator(pool: &IpamPool, engine: &EngineVersion) -> Result<Allocator, Fault> {
    let subnet = pool.subnet();
    let pair_or_single = subnet.is_ipv4() && subnet.length() >= 31;
    if pair_or_single && *engine < EngineVersion::new(23, 0, 0) {
        return Err(Refusal::GatewayMissing.into());
    }
    let mut addresses = Allocator::new(pool.clone());
    if pool.gateway().is_none() {
        addresses.take_any(Holder::new(GATEWAY)).map_err(|_full| Refusal::GatewayMissing)?;
    }
    Ok(addresses)
}

/// An address in every pool: the one asked for, or the lowest free one.
pub(super) fn place(host: &mut SimulatedHost, id: &NetworkId, wish: &EndpointSpec) -> Result<Place, Fault> {
    let engine = host.engine_version().clone();
    let endpoint = host.fresh_id();
    let missing = || Refusal::NetworkMissing { network: id.to_string() };
    let network = host.networks.get_mut(id).ok_or_else(missing)?;
    let asked: Vec<_> = wish.ipv4().into_iter().chain(wish.ipv6()).map(|wish| wish.address()).collect();
    if !asked.is_empty() {
        if network.network.name().as_str() == "bridge" {
            return Err(Refusal::StaticOnPredefined.into());
        }
        if network.automatic && engine < EngineVersion::new(29, 1, 0) {
            return Err(Refusal::StaticNeedsSubnet.into());
        }
        let inside = |address: &&IpAddr| network.pools().iter().any(|pool| pool.subnet().contains(**address));
        if let Some(address) = asked.iter().find(|address| !inside(address)) {
            return Err(Refusal::AddressOutside { address: *address }.into());
        }
    }
    let holder = Holder::new(wish.container());
    let before = network.addresses.clone();
    let mut take = |ipv4: bool| take(network, ipv4, &asked, &holder);
    let taken = take(true).and_then(|ipv4| take(false).map(|ipv6| (ipv4, ipv6)));
    match taken {
        Ok((ipv4, ipv6)) => {
            let assignment = if asked.is_empty() { Assignment::Dynamic } else { Assignment::Static };
            Ok(Place { endpoint, mac: Some(mac(ipv4)), ipv4, ipv6, assignment })
        }
        Err(refusal) => {
            network.addresses = before;
            Err(refusal.into())
        }
    }
}

fn take(
    network: &mut SimulatedNetwork,
    ipv4: bool,
    asked: &[IpAddr],
    holder: &Holder,
) -> Result<Option<EndpointAddress>, Refusal> {
    let full = Refusal::NoAddressLeft {
        network: network.network.name().to_string(),
        id: network.network.id.to_string(),
    };
    let mut family =
        network.addresses.iter_mut().filter(|addresses| addresses.pool().subnet().is_ipv4() == ipv4);
    if let Some(address) = asked.iter().find(|address| address.is_ipv4() == ipv4) {
        let Some(addresses) = family.find(|addresses| addresses.pool().subnet().contains(*address)) else {
            return Ok(None);
        };
        return match addresses.take_exactly(*address, holder.clone()) {
            Ok(taken) => Ok(Some(taken)),
            Err(
                AllocationError::Address(_)
                | AllocationError::Full { .. }
                | AllocationError::Held { .. }
                | AllocationError::Reserved { .. },
            ) => Err(Refusal::AddressInUse),
        };
    }
    let mut any = false;
    for addresses in family {
        any = true;
        if let Ok(taken) = addresses.take_any(holder.clone()) {
            return Ok(Some(taken));
        }
    }
    if any { Err(full) } else { Ok(None) }
}

/// Engines up to 27 make the hardware address out of the IPv4 address.
fn mac(ipv4: Option<EndpointAddress>) -> MacAddress {
    match ipv4.map(|address| address.address()) {
        Some(IpAddr::V4(address)) => {
            let [a, b, c, d] = address.octets();
            MacAddress::new([0x02, 0x42, a, b, c, d])
        }
        Some(IpAddr::V6(_)) | None => MacAddress::new([0x02, 0x42, 0, 0, 0, 0]),
    }
}
