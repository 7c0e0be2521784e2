//! Networks made on Windows: what the engine looks at, and what HNS refuses.

use std::net::IpAddr;

use super::{HNS_ID, HNS_NAME, adopted, hns_name};
use crate::host::{EngineVersion, WindowsBuild};
use crate::model::{Driver, Subnet};
use crate::simulation::hns::HnsNetwork;
use crate::simulation::ipam::Range;
use crate::simulation::network::{Pool, SimulatedNetwork};
use crate::simulation::{CreateRefusal, Fault, OptionProblem, Refusal, SimulatedHost};
use crate::wire::request::IpamConfigRequest;

const PARAMETER: Refusal = Refusal::Hns { code: 0x57, text: "The parameter is incorrect." };
const NAME_EXISTS: Refusal =
    Refusal::Hns { code: 0x803b_0010, text: "A network with this name already exists." };
const NO_ADAPTER: Refusal = Refusal::Hns { code: 0x803b_0006, text: "An adapter was not found." };
const NOT_FOUND: Refusal = Refusal::Hns { code: 0x490, text: "Element not found." };

const SHIM: &str = "com.docker.network.windowsshim.";

/// Looks at what is asked, makes the HNS network and fills the record in.
pub(in crate::simulation) fn plumb(
    host: &mut SimulatedHost,
    build: WindowsBuild,
    network: &mut SimulatedNetwork,
    asked: &[IpamConfigRequest],
) -> Result<(), Fault> {
    if network.driver == Driver::Overlay {
        return Err(Refusal::NotSwarmManager.into());
    }
    match network.ipam_driver.as_str() {
        "default" | "windows" => network.ipam_driver = "windows".into(),
        other => return Err(CreateRefusal::PluginMissing { name: other.to_owned() }.into()),
    }
    pools(network, asked)?;
    // The driver says so; where the IPAM driver is asked first it refuses IPv6 as it refuses a range.
    if network.ipv6 {
        return Err(Refusal::WindowsIpv6.into());
    }
    options(network)?;
    let ipv4: Vec<_> =
        asked.iter().filter_map(|pool| Range::cidr(&pool.subnet)).filter(Subnet::is_ipv4).collect();
    let gateway = asked.first().and_then(|pool| pool.gateway.parse::<IpAddr>().ok());
    let made = match network.options.get(HNS_ID) {
        Some(id) => host.hns.get(id).cloned().ok_or(NOT_FOUND)?,
        None => make(host, build, network, &ipv4, gateway)?,
    };
    fill(host, network, asked, &made);
    Ok(())
}

/// What the engine's own library and the `windows` IPAM driver refuse.
fn pools(network: &SimulatedNetwork, asked: &[IpamConfigRequest]) -> Result<(), Refusal> {
    for pool in asked {
        let gateway = pool.gateway.as_str();
        if !gateway.is_empty() && gateway.parse::<IpAddr>().is_err() {
            return Err(CreateRefusal::GatewayText { text: gateway.into() }.into());
        }
        if !pool.ip_range.is_empty() {
            return Err(Refusal::WindowsRange);
        }
        let Some(subnet) = Range::cidr(&pool.subnet) else { continue };
        for (key, text) in pool.auxiliary.iter().flatten() {
            let (key, text) = (key.clone(), text.clone());
            match text.parse::<IpAddr>() {
                Err(_) => {
                    let network = network.name.clone();
                    return Err(CreateRefusal::AuxiliaryText { key, text, network }.into());
                }
                Ok(address) if !subnet.contains(address) => {
                    return Err(CreateRefusal::AuxiliaryOutside { key, text, pool: subnet }.into());
                }
                Ok(_) => {}
            }
        }
    }
    Ok(())
}

/// Options the driver reads; others are kept and do nothing.
fn options(network: &SimulatedNetwork) -> Result<(), CreateRefusal> {
    for (key, value) in &network.options {
        let bad = |why| CreateRefusal::OptionValue { key: key.clone(), value: value.clone(), why };
        match key.strip_prefix(SHIM) {
            Some("vlanid" | "vsid") if value.parse::<u32>().is_err() => {
                return Err(bad(OptionProblem::NotAnUnsigned));
            }
            Some("macpool") if value.split(',').count() % 2 != 0 => return Err(bad(OptionProblem::MacPool)),
            Some("disable_gatewaydns" | "enable_outboundnat")
                if crate::simulation::network::truth(value).is_none() =>
            {
                return Err(bad(OptionProblem::NotABool));
            }
            _ => {}
        }
    }
    Ok(())
}

fn make(
    host: &mut SimulatedHost,
    build: WindowsBuild,
    network: &SimulatedNetwork,
    subnets: &[Subnet],
    gateway: Option<IpAddr>,
) -> Result<HnsNetwork, Refusal> {
    let name = hns_name(network);
    if host.hns.networks().iter().any(|there| there.name == name) {
        return Err(NAME_EXISTS);
    }
    let subnet = subnets.first().copied();
    if network.driver == Driver::Nat {
        nat_fits(host, build, subnet)?;
    }
    // Several subnets: layer-2 networks from build 20348 on. With which words HNS refuses is not known; this is its
    // word for a request it does not like.
    let several = matches!(network.driver, Driver::L2Bridge | Driver::L2Tunnel) && build.number() >= 20348;
    if subnets.len() > 1 && !several {
        return Err(PARAMETER);
    }
    let needs_lan = matches!(network.driver, Driver::L2Bridge | Driver::L2Tunnel);
    if needs_lan && (subnet.is_none() || gateway.is_none()) {
        return Err(PARAMETER);
    }
    let adapter = adapter(host, network)?;
    let made = host.hns.create(name, network.driver.clone(), subnet, &mut host.random);
    host.hns.bind(&made.id, gateway, adapter);
    Ok(host.hns.get(&made.id).cloned().unwrap_or(made))
}

/// Build 14393 has one NAT prefix: further networks are cut out of it, and nothing can be picked beside it. Later ones
/// refuse what overlaps.
fn nat_fits(host: &SimulatedHost, build: WindowsBuild, asked: Option<Subnet>) -> Result<(), Refusal> {
    let mut there = host.hns.nat_networks().filter_map(|network| network.subnet);
    let one_prefix = build.number() < WindowsBuild::CLIENT_1703.number();
    let refused = match (one_prefix, asked) {
        (true, Some(asked)) => {
            let prefixes: Vec<_> = there.collect();
            !prefixes.is_empty() && !prefixes.iter().any(|prefix| prefix.covers(asked))
        }
        (true, None) => there.next().is_some(),
        (false, Some(asked)) => there.any(|prefix| prefix.overlaps(asked)),
        (false, None) => false,
    };
    if refused { Err(PARAMETER) } else { Ok(()) }
}

/// The adapter of a network on the host's LAN: each has one switch.
fn adapter(host: &SimulatedHost, network: &SimulatedNetwork) -> Result<Option<String>, Refusal> {
    if !matches!(network.driver, Driver::Transparent | Driver::L2Bridge | Driver::L2Tunnel) {
        return Ok(None);
    }
    let interfaces = &host.surroundings.interfaces;
    let named = network.options.get("com.docker.network.windowsshim.interface");
    let Some(adapter) = named.or(interfaces.first()) else { return Err(NO_ADAPTER) };
    if !adapter.split(',').all(|name| interfaces.iter().any(|interface| interface == name)) {
        return Err(PARAMETER);
    }
    let taken = |there: &HnsNetwork| there.adapter.as_ref() == Some(adapter);
    if host.hns.networks().iter().any(taken) { Err(PARAMETER) } else { Ok(Some(adapter.clone())) }
}

/// What the engine keeps of what HNS answered: since 19.03.3 prefix and gateway as if they had been asked for.
fn fill(
    host: &SimulatedHost,
    network: &mut SimulatedNetwork,
    asked: &[IpamConfigRequest],
    made: &HnsNetwork,
) {
    let shown = adopted(host, network.id.clone(), &network.name, made);
    network.options.insert(HNS_ID.into(), made.id.clone());
    if host.engine >= EngineVersion::new(29, 0, 0) {
        network.options.insert(HNS_NAME.into(), made.name.clone());
    }
    network.hns_id = Some(made.id.clone());
    let copies = host.engine >= EngineVersion::new(19, 3, 3);
    let ipv4 = |pool: &&IpamConfigRequest| Range::cidr(&pool.subnet).is_none_or(|subnet| subnet.is_ipv4());
    let (ipv4, ipv6): (Vec<_>, Vec<_>) = asked.iter().partition(ipv4);
    network.pools = match (copies, ipv4.is_empty()) {
        (true, _) => shown.pools,
        (false, false) => ipv4.into_iter().cloned().map(Pool::shown).collect(),
        (false, true) => {
            // Engines up to 17 show the address they asked HNS with.
            let old = host.engine < EngineVersion::new(18, 0, 0);
            let gateway = old.then_some(IpAddr::from([0, 0, 0, 0]));
            vec![Pool { asked: None, key: None, subnet: made.subnet, gateway, any: true }]
        }
    };
    if asked.is_empty() {
        network.pools.iter_mut().for_each(|pool| pool.any = true);
    }
    network.pools.extend(ipv6.into_iter().cloned().map(Pool::shown));
}
