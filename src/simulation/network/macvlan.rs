//! What the macvlan and ipvlan drivers of Linux refuse.

use super::SimulatedNetwork;
use crate::model::Driver;
use crate::simulation::{CreateRefusal, ParentProblem, Refusal, SimulatedHost};

pub(super) fn create(host: &mut SimulatedHost, network: &SimulatedNetwork) -> Result<(), Refusal> {
    mode(network)?;
    parent(host, network).map_err(|problem| CreateRefusal::Parent(problem).into())
}

fn mode(network: &SimulatedNetwork) -> Result<(), CreateRefusal> {
    let (key, known, usual): (_, &[&str], _) = if network.driver == Driver::Ipvlan {
        ("ipvlan_mode", &["", "l2", "l3", "l3s"], "l2")
    } else {
        ("macvlan_mode", &["", "bridge", "private", "passthru", "vepa"], "bridge")
    };
    match network.options.get(key) {
        Some(mode) if !known.contains(&mode.as_str()) => {
            let (driver, mode) = (network.driver.to_string(), mode.clone());
            Err(CreateRefusal::Parent(ParentProblem::Mode { driver, mode, usual }))
        }
        _ => Ok(()),
    }
}

/// The interface it sits on: one that is there, or a VLAN of one that is.
fn parent(host: &SimulatedHost, network: &SimulatedNetwork) -> Result<(), ParentProblem> {
    let Some(parent) = network.options.get("parent").filter(|parent| !parent.is_empty()) else {
        return Ok(());
    };
    let driver = network.driver.to_string();
    if parent == "lo" {
        return Err(ParentProblem::Loopback { driver });
    }
    let uses = |other: &&SimulatedNetwork| {
        other.driver == network.driver && other.options.get("parent") == Some(parent)
    };
    if let Some(other) = host.networks.iter().find(uses) {
        let dummy = if network.driver == Driver::Ipvlan { "di" } else { "dm" };
        let other = format!("{dummy}-{}", other.id.short());
        return Err(ParentProblem::Taken { network: other, parent: parent.clone() });
    }
    if host.surroundings.interfaces.contains(parent) {
        return Ok(());
    }
    let Some((base, vlan)) = parent.split_once('.') else {
        return Err(ParentProblem::Name { parent: parent.clone() });
    };
    let Ok(number) = vlan.parse::<i64>() else {
        return Err(ParentProblem::VlanText { text: vlan.to_owned() });
    };
    if !(1..=4094).contains(&number) {
        return Err(ParentProblem::VlanNumber { number });
    }
    if !host.surroundings.interfaces.iter().any(|interface| interface == base) {
        return Err(ParentProblem::Missing { driver, parent: base.to_owned() });
    }
    Ok(())
}
