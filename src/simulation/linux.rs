//! A Linux engine: the networks it always has, addresses out of its own books, ports of the host.

use std::net::IpAddr;

use super::container::Place;
use super::ipam::{AddressSpace, IpamRefusal, PoolKey, Predefined};
use super::network::{Pool, SimulatedNetwork, mac_of};
use super::{EndpointRefusal, Fault, Refusal, SimulatedHost};
use crate::host::{DefaultPools, EngineVersion};
use crate::model::{Assignment, Driver, EndpointAddress, MacAddress, NetworkId, Subnet};
use crate::wire::request::{EndpointSettings, IpamConfigRequest};

/// What an engine does when it starts: books anew what its networks have, then makes the default bridge.
pub(super) fn start(host: &mut SimulatedHost) {
    host.space = AddressSpace::new(host.engine_version());
    let ula = (*host.engine_version() >= EngineVersion::new(27, 0, 0)).then(|| host.ula());
    if let Some(pools) = DefaultPools::of(&host.host, Some(&host.daemon)) {
        host.predefined = Some(Predefined::new(pools, ula));
    }
    let bridge = host.networks.named("bridge").next().map(|bridge| bridge.id.clone());
    // The default bridge is made anew with every start, on what its interface still has.
    let before = bridge.and_then(|id| host.networks.remove(&id));
    let kept = before.and_then(|bridge| bridge.pools.into_iter().next()).filter(|_| host.docker0);
    rebook(host);
    for (name, driver) in [("none", Driver::Null), ("host", Driver::Host)] {
        if host.networks.named(name).next().is_none() {
            let network = SimulatedNetwork::new(host.fresh_id(), name, driver, host.now());
            host.networks.insert(network);
        }
    }
    if host.daemon.value().get("bridge").and_then(serde_json::Value::as_str) != Some("none") {
        default_bridge(host, kept);
    }
    host.docker0 = true;
}

/// Pools and gateways of the networks that are stored. What the engine chose counts as chosen from now on, and gateways
/// are shown (moby `libnetwork/controller.go`, `reservePools`).
fn rebook(host: &mut SimulatedHost) {
    for id in host.networks.ids() {
        let Some(mut network) = host.networks.remove(&id) else { continue };
        for pool in &mut network.pools {
            let Some(key) = &pool.key else { continue };
            let range = key.range.as_ref().map_or("", |range| range.text.as_str());
            let Ok(key) = host.space.request(key.subnet, range) else { continue };
            if let Some(gateway) = pool.gateway {
                // It was free when the network was made, and nobody has taken anything yet.
                let _taken = host.space.take(&key, Some(gateway));
            }
            let asked =
                pool.asked.get_or_insert_with(|| IpamConfigRequest::of_subnet(key.subnet.to_string()));
            for text in asked.auxiliary.iter().flatten().map(|(_, text)| text) {
                if let Ok(address) = text.parse() {
                    let _taken = host.space.take(&key, Some(address));
                }
            }
            if let (true, Some(gateway)) = (asked.gateway.is_empty(), pool.gateway) {
                asked.gateway = gateway.to_string();
            }
            pool.key = Some(key);
        }
        network.stale = false;
        host.networks.insert(network);
    }
}

/// The default bridge: on the addresses its interface has, else on `bip`, else on the first default pool that no route
/// of the host meets, whatever the round robin says.
fn default_bridge(host: &mut SimulatedHost, kept: Option<Pool>) {
    let text = |host: &SimulatedHost, key: &str| {
        host.daemon.value().get(key).and_then(serde_json::Value::as_str).map(str::to_owned)
    };
    let mut asked = IpamConfigRequest::default();
    let bip = text(host, "bip").and_then(|bip| {
        let (address, length) = bip.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        Some((address, Subnet::around(address, length.parse().ok()?).ok()?))
    });
    let avoided = host.surroundings.avoided(host.engine_version(), true);
    if let Some((address, subnet)) = bip {
        asked.subnet = subnet.to_string();
        asked.gateway = address.to_string();
    } else if let Some((subnet, gateway)) = kept.and_then(|pool| pool.subnet.zip(pool.gateway)) {
        asked.subnet = subnet.to_string();
        asked.gateway = gateway.to_string();
    } else if let Some(subnet) = host.predefined.as_ref().and_then(|pools| pools.first(&avoided)) {
        asked.subnet = subnet.to_string();
    }
    asked.ip_range = text(host, "fixed-cidr").unwrap_or_default();
    if let Some(gateway) = text(host, "default-gateway") {
        asked.auxiliary = Some([("DefaultGatewayIPv4".to_owned(), gateway)].into());
    }
    let mut network = SimulatedNetwork::new(host.fresh_id(), "bridge", Driver::Bridge, host.now());
    let mtu = host.daemon.value().get("mtu").and_then(serde_json::Value::as_i64).filter(|mtu| *mtu > 0);
    let option = |key: &str, value: String| (key.to_owned(), value);
    network.options = [
        option("com.docker.network.bridge.default_bridge", "true".into()),
        option("com.docker.network.bridge.enable_icc", "true".into()),
        option("com.docker.network.bridge.enable_ip_masquerade", "true".into()),
        option("com.docker.network.bridge.host_binding_ipv4", "0.0.0.0".into()),
        option("com.docker.network.bridge.name", "docker0".into()),
        option("com.docker.network.driver.mtu", mtu.unwrap_or(1500).to_string()),
    ]
    .into();
    // A file that a real engine does not start with leaves this one without its default bridge.
    if host.book(&mut network, std::slice::from_ref(&asked)).is_ok() {
        host.networks.insert(network);
    }
}

impl SimulatedHost {
    /// The /48 engines from 27.0 on take IPv6 subnets of: `fd` and 40 bits that follow from the engine's identity.
    fn ula(&self) -> Subnet {
        let bits = u128::from(self.ula_seed & 0xff_ffff_ffff) << 80;
        let base = std::net::Ipv6Addr::from_bits((0xfd << 120) | bits);
        Subnet::around(base.into(), 48).expect("48 is a length of IPv6")
    }
}

/// An address of every family the network has: the one asked for, or the lowest free one.
pub(super) fn place(
    host: &mut SimulatedHost,
    id: &NetworkId,
    asked: &EndpointSettings,
) -> Result<Place, Fault> {
    let mac = mac_of(asked)?;
    let endpoint = host.fresh_id();
    let missing = || Refusal::NetworkMissing { network: id.to_string() };
    let network = host.networks.get(id).ok_or_else(missing)?;
    let (name, driver) = (network.name.clone(), network.driver.clone());
    let keys: Vec<_> = network.pools.iter().filter_map(|pool| pool.key.clone()).collect();
    let (v4, v6): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| key.subnet.is_ipv4());
    let ipv4 = take(&mut host.space, &v4, asked.ipv4(), &name, id)?;
    let ipv6 = match take(&mut host.space, &v6, asked.ipv6(), &name, id) {
        Ok(ipv6) => ipv6,
        Err(refusal) => {
            if let Some((address, key)) = ipv4 {
                host.space.give(&key, address);
            }
            return Err(refusal.into());
        }
    };
    let meant = |(address, key): (IpAddr, PoolKey)| EndpointAddress::new(address, key.subnet).ok();
    let (ipv4, ipv6) = (ipv4.and_then(meant), ipv6.and_then(meant));
    let by_client = !asked.ipv4().is_empty() || !asked.ipv6().is_empty();
    let assignment = match (by_client, ipv4.is_some() || ipv6.is_some()) {
        (true, _) => Assignment::Static,
        (false, true) => Assignment::Dynamic,
        (false, false) => Assignment::Unknown,
    };
    let has_macs = matches!(driver, Driver::Bridge | Driver::Macvlan);
    let mac = has_macs.then(|| mac.unwrap_or_else(|| host.fresh_mac(&driver, ipv4)));
    Ok(Place { endpoint, mac, ipv4, ipv6, shown_length: None, assignment })
}

/// An address of one family, from the first pool that has one.
fn take(
    space: &mut AddressSpace,
    keys: &[PoolKey],
    asked: &str,
    network: &str,
    id: &NetworkId,
) -> Result<Option<(IpAddr, PoolKey)>, Refusal> {
    let Some(first) = keys.first() else { return Ok(None) };
    let asked: Option<IpAddr> = asked.parse().ok();
    for key in keys {
        if asked.is_some_and(|asked| !key.subnet.contains(asked)) {
            continue;
        }
        match space.take(key, asked) {
            Ok(address) => return Ok(Some((address, key.clone()))),
            Err(IpamRefusal::AddressInUse) => return Err(Refusal::AddressInUse),
            Err(_none_left) if asked.is_some() => return Err(EndpointRefusal::PoolFull.into()),
            Err(_none_left) => {}
        }
    }
    if let Some(asked) = asked {
        return Err(Refusal::AddressOutside { address: asked.to_string() });
    }
    let (network, id) = (network.to_owned(), id.to_string());
    Err(if first.subnet.is_ipv4() {
        Refusal::NoAddressLeft { network, id }
    } else {
        EndpointRefusal::NoIpv6Left { network, id }.into()
    })
}

impl SimulatedHost {
    /// Up to 27 the hardware address is made of the IPv4 address; later bridges draw one.
    fn fresh_mac(&mut self, driver: &Driver, ipv4: Option<EndpointAddress>) -> MacAddress {
        let drawn = self.engine >= EngineVersion::new(28, 0, 0) && *driver == Driver::Bridge;
        match ipv4.map(|address| address.address()) {
            Some(IpAddr::V4(address)) if !drawn => {
                let [a, b, c, d] = address.octets();
                MacAddress::new([0x02, 0x42, a, b, c, d])
            }
            _ => {
                let [first, rest @ .., _, _] = self.random.next().to_be_bytes();
                // Administered locally, for one receiver.
                let mut bytes = [(first & 0xfc) | 0x02, 0, 0, 0, 0, 0];
                bytes[1..].copy_from_slice(&rest);
                MacAddress::new(bytes)
            }
        }
    }
}
