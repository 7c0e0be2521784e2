//! A Windows engine: HNS networks adopted at start, addresses HNS picks, and what it refuses.

use std::collections::BTreeSet;

use super::container::Place;
use super::hns::HnsNetwork;
use super::network::SimulatedNetwork;
use super::{Container, Fault, Refusal, SimulatedHost};
use crate::host::{Capability, Support, WindowsBuild};
use crate::model::{
    Assignment, Driver, EndpointAddress, EndpointSpec, IpamPool, MacAddress, Network, NetworkId, NetworkName,
    NetworkSpec, Subnet,
};

const HNS_ID: &str = "com.docker.network.windowsshim.hnsid";
const HNS_NAME: &str = "com.docker.network.windowsshim.networkname";
const PARAMETER: Refusal = Refusal::Hns { code: 0x57, text: "The parameter is incorrect." };

/// What an engine does with HNS networks when it starts (moby `daemon_windows.go`).
pub(super) fn start(host: &mut SimulatedHost) {
    let (nat, none) = (name("nat"), name("none"));
    let recreates = host.host.can(Capability::EngineRecreatesNatNetworks).support;
    let lost = |network: &SimulatedNetwork| network.hns_id.as_ref().is_some_and(|id| !host.hns.has(id));
    let lost: Vec<_> = host.networks.values().filter(|network| lost(network)).cloned().collect();
    for network in lost {
        let SimulatedNetwork { network: Network { id, spec, .. }, .. } = network;
        host.networks.remove(&id);
        if *spec.name() != nat && recreates == Support::Supported {
            // Made anew with the identity, the name and the subnets it had.
            let subnet = spec.subnets().next();
            let again = host.hns.create(spec.name().clone(), subnet, &mut host.random);
            host.networks.insert(id.clone(), adopted(id, spec.name().clone(), &again));
        }
    }
    if !host.networks.values().any(|network| *network.network.name() == none) {
        let id = host.fresh_id::<NetworkId>();
        let network = Network::new(id.clone(), NetworkSpec::new(none, Driver::Null));
        host.networks
            .insert(id, SimulatedNetwork { network, addresses: Vec::new(), automatic: true, hns_id: None });
    }
    let known: Vec<_> = host.networks.values().filter_map(|network| network.hns_id.clone()).collect();
    for found in host.hns.networks().to_vec() {
        if !known.contains(&found.id) {
            let has_default = host.networks.values().any(|network| *network.network.name() == nat);
            let shown = if has_default { found.name.clone() } else { nat.clone() };
            let id = host.fresh_id::<NetworkId>();
            host.networks.insert(id.clone(), adopted(id, shown, &found));
        }
    }
    let disabled = host.daemon.value().get("bridge").is_some_and(|bridge| bridge == "none");
    if !disabled && !host.networks.values().any(|network| *network.network.name() == nat) {
        // The one moment at which fixed-cidr counts. A text that is no subnet stops a real engine; here HNS picks.
        let subnet = host.daemon.fixed_cidr().ok().flatten().filter(Subnet::is_ipv4);
        let made = host.hns.create(nat.clone(), subnet, &mut host.random);
        let id = host.fresh_id::<NetworkId>();
        host.networks.insert(id.clone(), adopted(id, nat, &made));
    }
}

/// Puts a default network of that prefix into HNS, as if HNS had picked it.
pub(super) fn adopt_picked(host: &mut SimulatedHost, prefix: Subnet) {
    host.hns.create(name("nat"), Some(prefix), &mut host.random);
}

fn name(text: &str) -> NetworkName {
    NetworkName::new(text).expect("not blank")
}

/// An HNS network as the engine shows it.
fn adopted(id: NetworkId, shown: NetworkName, found: &HnsNetwork) -> SimulatedNetwork {
    let pool = IpamPool::new(found.subnet);
    let gateway = found.subnet.nth(1).and_then(|gateway| pool.clone().with_gateway(gateway).ok());
    let spec = NetworkSpec::new(shown, Driver::Nat)
        .with_option(HNS_ID, found.id.clone())
        .with_option(HNS_NAME, found.name.as_str())
        .with_pool(gateway.unwrap_or(pool))
        .expect("one pool overlaps no other");
    let network = Network::new(id, spec);
    SimulatedNetwork { network, addresses: Vec::new(), automatic: false, hns_id: Some(found.id.clone()) }
}

/// A new network. Only NAT networks are played; the engine's own drivers that are not are said to be missing.
pub(super) fn create(
    host: &mut SimulatedHost,
    build: WindowsBuild,
    id: &NetworkId,
    spec: &NetworkSpec,
) -> Result<SimulatedNetwork, Fault> {
    let driver = spec.driver();
    if *driver == Driver::Overlay {
        return Err(Refusal::NotSwarmManager.into());
    }
    if *driver != Driver::Nat {
        return Err(Refusal::DriverMissing { driver: driver.clone() }.into());
    }
    if spec.pools().iter().any(|pool| pool.range().is_some()) {
        return Err(Refusal::WindowsRange.into());
    }
    if spec.ipv6() || spec.subnets().any(|subnet| !subnet.is_ipv4()) {
        return Err(Refusal::WindowsIpv6.into());
    }
    let asked = spec.subnets().next();
    let overlaps = |asked: &Subnet| host.hns.networks().iter().any(|there| there.subnet.overlaps(*asked));
    // Build 14393 has one NAT prefix: further networks are cut out of it, and nothing can be picked beside it.
    let one_prefix = build.number() < WindowsBuild::CLIENT_1703.number();
    let inside = |asked: &Subnet| host.hns.networks().iter().any(|there| there.subnet.covers(*asked));
    let refused = match (one_prefix, &asked) {
        (true, Some(asked)) => !host.hns.networks().is_empty() && !inside(asked),
        (true, None) => !host.hns.networks().is_empty(),
        (false, Some(asked)) => overlaps(asked),
        (false, None) => false,
    };
    if refused {
        return Err(PARAMETER.into());
    }
    let made = host.hns.create(spec.name().clone(), asked, &mut host.random);
    let gateway = spec.pools().first().and_then(IpamPool::gateway);
    let mut network = adopted(id.clone(), spec.name().clone(), &made);
    let mut shown = NetworkSpec::new(spec.name().clone(), Driver::Nat);
    let pool = IpamPool::new(made.subnet);
    let gateway = gateway.or_else(|| made.subnet.nth(1));
    let pool = gateway.and_then(|gateway| pool.clone().with_gateway(gateway).ok()).unwrap_or(pool);
    shown = shown.clone().with_pool(pool).unwrap_or(shown).with_internal(spec.internal());
    for (key, value) in spec.options().iter().chain(network.network.spec.options()) {
        shown = shown.with_option(key, value);
    }
    for (key, value) in spec.labels() {
        shown = shown.with_label(key, value);
    }
    network.network.spec = shown;
    Ok(network)
}

/// How many NAT networks have a running container with a published port.
pub(super) fn published_networks(host: &SimulatedHost) -> usize {
    let publishes = |container: &&Container| container.is_running() && !container.ports.is_empty();
    let publishing = host.containers.values().filter(publishes);
    let networks = publishing.flat_map(|container| container.places().map(|(network, _)| network));
    networks.collect::<BTreeSet<_>>().len()
}

/// Whether HNS would answer at all.
pub(super) fn may_join(host: &mut SimulatedHost) -> Result<(), Fault> {
    let published = published_networks(host);
    if host.hns.hangs(&host.host, published) { Err(Fault::Never) } else { Ok(()) }
}

/// An address in the network's prefix: the one asked for, or one HNS picks anywhere in it.
pub(super) fn place(host: &mut SimulatedHost, id: &NetworkId, wish: &EndpointSpec) -> Result<Place, Fault> {
    may_join(host)?;
    let missing = || Refusal::NetworkMissing { network: id.to_string() };
    let network = host.networks.get(id).ok_or_else(missing)?;
    let shown_name = network.network.name().clone();
    let running = host.containers.get(wish.container()).is_some_and(Container::is_running);
    let connect_while_running = host.host.can(Capability::ConnectWhileRunning).support;
    if running && connect_while_running == Support::Unsupported {
        // That it fails is documented; with which words on which engine is not known. This code stands in for them: its
        // documented meaning, an unsupported request, is what the caller has to learn.
        return Err(Refusal::Hns { code: 0x803b_0015, text: "The request is unsupported." }.into());
    }
    let Some(pool) = network.pools().first().cloned() else {
        let mac = mac(host);
        let endpoint = host.fresh_id();
        return Ok(Place {
            endpoint,
            mac: Some(mac),
            ipv4: None,
            ipv6: None,
            assignment: Assignment::Unknown,
        });
    };
    let held = |address: EndpointAddress| {
        host.containers.values().any(|container| container.address(&shown_name) == Some(address))
    };
    let taken = |address| kept(pool.subnet(), address) || held(address);
    let (address, assignment) = if let Some(asked) = wish.ipv4() {
        let address = asked.address();
        if !pool.subnet().contains(address) {
            return Err(Refusal::AddressOutside { address }.into());
        }
        let free = pool.endpoint(address).ok().filter(|address| !taken(*address));
        // HCN_E_ADDR_INVALID_OR_RESERVED, reported for an address a stale endpoint holds (moby#47576) and inferred here for
        // one that a running container holds; the sentence is a paraphrase, the code is what tells.
        let in_use = Refusal::Hns { code: 0x803b_002f, text: "The IP address is invalid or reserved." };
        (free.ok_or(in_use)?, Assignment::Static)
    } else {
        let size = pool.subnet().addresses();
        let start = host.random.clone().below(size);
        let free = (0..size).find_map(|step| {
            let address = pool.endpoint(pool.subnet().nth((start + step) % size)?).ok()?;
            (!taken(address)).then_some(address)
        });
        let full = || Refusal::NoAddressLeft { network: shown_name.to_string(), id: id.to_string() };
        (free.ok_or_else(full)?, Assignment::Dynamic)
    };
    host.random.next();
    let mac = mac(host);
    Ok(Place { endpoint: host.fresh_id(), mac: Some(mac), ipv4: Some(address), ipv6: None, assignment })
}

/// HNS keeps more than the gateway: the first three addresses of a block and the last (Calico reserves these on
/// Windows; Microsoft's page on several subnets counts four).
fn kept(subnet: Subnet, address: EndpointAddress) -> bool {
    subnet.length() < 29 && subnet.offset(address.address()).is_some_and(|offset| offset < 3)
}

fn mac(host: &mut SimulatedHost) -> MacAddress {
    let [.., a, b, c] = host.random.next().to_be_bytes();
    MacAddress::new([0x00, 0x15, 0x5d, a, b, c])
}
