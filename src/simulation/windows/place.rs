//! Places in networks of HNS.

use std::net::IpAddr;

use crate::host::{Capability, Support};
use crate::model::{Assignment, ContainerName, Driver, EndpointAddress, MacAddress, NetworkId, Subnet};
use crate::simulation::container::Place;
use crate::simulation::network::{Asker, Pool, mac_of};
use crate::simulation::{Fault, Refusal, SimulatedHost};
use crate::wire::request::EndpointSettings;

// HCN_E_ADDR_INVALID_OR_RESERVED, reported for an address a stale endpoint holds (moby#47576) and inferred here for
// one that a running container holds; the sentence is a paraphrase, the code is what tells.
const RESERVED: Refusal = Refusal::Hns { code: 0x803b_002f, text: "The IP address is invalid or reserved." };

/// Whether HNS would answer a container that starts at all; what its networks are is looked at before.
pub(in crate::simulation) fn may_start(host: &mut SimulatedHost, name: &ContainerName) -> Result<(), Fault> {
    for (network, there) in &host.known(name)?.attachments {
        let term = there.network.as_ref().map_or(network.as_str(), NetworkId::as_str);
        host.networks.find(term, Asker::Join)?;
    }
    may_join(host)
}

fn may_join(host: &mut SimulatedHost) -> Result<(), Fault> {
    if host.hns.hangs(&host.host) { Err(Fault::Never) } else { Ok(()) }
}

/// An address in the network's prefix: the one asked for, or one HNS picks anywhere in it.
pub(in crate::simulation) fn place(
    host: &mut SimulatedHost,
    id: &NetworkId,
    name: &ContainerName,
    asked: &EndpointSettings,
) -> Result<Place, Fault> {
    may_join(host)?;
    let asked_mac = mac_of(asked)?;
    let running = host.known(name)?.is_running();
    let connect_while_running = host.host.can(Capability::ConnectWhileRunning).support;
    if running && connect_while_running == Support::Unsupported {
        // That it fails is documented; with which words on which engine is not known. This code stands in for them: its
        // documented meaning, an unsupported request, is what the caller has to learn.
        return Err(Refusal::Hns { code: 0x803b_0015, text: "The request is unsupported." }.into());
    }
    let missing = || Refusal::NetworkMissing { network: id.to_string() };
    let network = host.networks.get(id).ok_or_else(missing)?;
    let (shown_name, special) = (network.name.clone(), network.driver == Driver::Null);
    let pool = network.pools.iter().find(|pool| pool.is_ipv4() && pool.subnet.is_some()).cloned();
    let hns = network.hns_id.clone();
    let (Some(pool), Some(hns)) = (pool, hns) else {
        // Addresses come from the LAN, or there are none: HNS says none.
        let mac = if special { None } else { Some(asked_mac.unwrap_or_else(|| fresh_mac(host))) };
        let (ipv4, ipv6, shown_length) = (None, None, None);
        let endpoint = host.fresh_id();
        return Ok(Place { endpoint, mac, ipv4, ipv6, shown_length, assignment: Assignment::Unknown });
    };
    let Some(subnet) = pool.subnet else { return Err(RESERVED.into()) };
    let (address, assignment, shown_length) = if let Ok(address) = asked.ipv4().parse::<IpAddr>() {
        // The engine has no prefix of its own for a network HNS picked one for, until it starts again.
        if !subnet.contains(address) && !pool.any {
            return Err(Refusal::AddressOutside { address: address.to_string() }.into());
        }
        let free = free(host, &hns, &pool, subnet, address).ok_or(RESERVED)?;
        (free, Assignment::Static, pool.any.then_some(0))
    } else {
        let size = subnet.addresses();
        let start = host.random.clone().below(size);
        let nth = |step: u128| subnet.nth((start + step) % size);
        let found = (0..size).find_map(|step| free(host, &hns, &pool, subnet, nth(step)?));
        let full = || Refusal::NoAddressLeft { network: shown_name.clone(), id: id.to_string() };
        let found = found.ok_or_else(full)?;
        (found, Assignment::Dynamic, class_length(found.address()))
    };
    host.hns.take(&hns, address.address());
    host.random.next();
    let mac = fresh_mac(host);
    let mac = Some(asked_mac.unwrap_or(mac));
    let endpoint = host.fresh_id();
    Ok(Place { endpoint, mac, ipv4: Some(address), ipv6: None, shown_length, assignment })
}

/// The address, if HNS can give it: it is no end of the prefix, nobody has it, and HNS does not keep it.
fn free(
    host: &SimulatedHost,
    hns: &str,
    pool: &Pool,
    subnet: Subnet,
    address: IpAddr,
) -> Option<EndpointAddress> {
    let gateway = host.hns.get(hns).and_then(|network| network.gateway).or(pool.gateway);
    let taken = kept(subnet, address) || gateway == Some(address) || host.hns.holds(hns, address);
    EndpointAddress::new(address, subnet).ok().filter(|_| !taken)
}

/// HNS keeps more than the gateway: the first three addresses of a block and the last (Calico reserves these on
/// Windows; Microsoft's page on several subnets counts four).
fn kept(subnet: Subnet, address: IpAddr) -> bool {
    subnet.length() < 29 && subnet.offset(address).is_some_and(|offset| offset < 3)
}

/// The prefix length of an address's class: the engine does not learn HNS's (moby `drivers/windows/windows.go`).
fn class_length(address: IpAddr) -> Option<u8> {
    match address {
        IpAddr::V4(address) => match address.octets()[0] {
            0..128 => Some(8),
            128..192 => Some(16),
            192..224 => Some(24),
            224.. => None,
        },
        IpAddr::V6(_) => None,
    }
}

fn fresh_mac(host: &mut SimulatedHost) -> MacAddress {
    let [.., a, b, c] = host.random.next().to_be_bytes();
    MacAddress::new([0x00, 0x15, 0x5d, a, b, c])
}
