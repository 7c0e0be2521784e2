//! What the bridge driver of Linux refuses.

use std::net::IpAddr;

use super::SimulatedNetwork;
use super::create::truth;
use crate::host::EngineVersion;
use crate::model::NetworkId;
use crate::simulation::{BridgeClash, CreateRefusal, OptionProblem, Refusal, SimulatedHost};

const PREFIX: &str = "com.docker.network.bridge.";
const MTU: &str = "com.docker.network.driver.mtu";

/// Options that hold a truth value, and the first engine that reads them.
const FLAGS: &[(&str, (u32, u32))] = &[
    ("default_bridge", (0, 0)),
    ("enable_icc", (0, 0)),
    ("enable_ip_masquerade", (0, 0)),
    ("inhibit_ipv4", (20, 10)),
];

pub(super) fn create(host: &mut SimulatedHost, network: &SimulatedNetwork) -> Result<(), Refusal> {
    options(host.engine_version(), network)?;
    let (ipv4, ipv6): (Vec<_>, Vec<_>) =
        network.pools.iter().filter(|pool| pool.key.is_some()).partition(|pool| pool.is_ipv4());
    if ipv4.len() > 1 || ipv6.len() > 1 {
        return Err(Refusal::SeveralSubnets);
    }
    let name = network.bridge_name();
    if name.len() > 15 {
        return Err(CreateRefusal::BridgeName.into());
    }
    let stranger = host.networks.bridge_named(&name).cloned();
    if let Some(other) = stranger {
        // From 17.12 to 24 a clash with the default bridge makes the driver drop that one (seen on 20.10.24).
        let default = host.networks.get(&other).is_some_and(|other| other.name == "bridge");
        let drops =
            host.engine < EngineVersion::new(25, 0, 0) && host.engine >= EngineVersion::new(17, 12, 0);
        if !(default && drops) {
            return Err(conflict(host, network, &other, BridgeClash::Name));
        }
        if let Some(lost) = host.networks.get(&other).cloned() {
            host.networks.forget_bridge(&lost);
        }
        if let Some(lost) = host.networks.get_mut(&other) {
            lost.stale = true;
        }
    }
    for key in network.pools.iter().filter_map(|pool| pool.key.as_ref()) {
        if let Some(other) = host.networks.bridge_routing(key.subnet).cloned() {
            let why = if key.subnet.is_ipv4() { BridgeClash::Ipv4 } else { BridgeClash::Ipv6 };
            return Err(conflict(host, network, &other, why));
        }
    }
    Ok(())
}

fn conflict(
    host: &SimulatedHost,
    network: &SimulatedNetwork,
    other: &NetworkId,
    why: BridgeClash,
) -> Refusal {
    let other_bridge = host.networks.get(other).map(SimulatedNetwork::bridge_name).unwrap_or_default();
    let (id, bridge, other_id) = (network.id.to_string(), network.bridge_name(), other.to_string());
    CreateRefusal::BridgeConflict { id, bridge, other_id, other_bridge, why }.into()
}

/// Reads every option the driver knows; others are kept and do nothing.
fn options(engine: &EngineVersion, network: &SimulatedNetwork) -> Result<(), CreateRefusal> {
    let mut mtu = 0;
    for (key, value) in &network.options {
        let bad = |why| CreateRefusal::OptionValue { key: key.clone(), value: value.clone(), why };
        if key == MTU {
            mtu = integer(value).map_err(bad)?;
        }
        let Some(name) = key.strip_prefix(PREFIX) else { continue };
        let known = |(flag, (major, minor)): &&(&str, (u32, u32))| {
            *flag == name && *engine >= EngineVersion::new(*major, *minor, 0)
        };
        if FLAGS.iter().any(|flag| known(&flag)) && truth(value).is_none() {
            return Err(bad(OptionProblem::NotABool));
        }
        if name == "host_binding_ipv4" && value.parse::<IpAddr>().is_err() {
            return Err(bad(OptionProblem::NotAnAddress));
        }
    }
    if mtu < 0 { Err(CreateRefusal::Mtu { value: mtu }) } else { Ok(()) }
}

/// A number as Go's `Atoi` reads one.
fn integer(text: &str) -> Result<i64, OptionProblem> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OptionProblem::NotAnInteger);
    }
    text.parse().map_err(|_too_long: std::num::ParseIntError| OptionProblem::IntegerRange)
}
