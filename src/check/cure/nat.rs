//! One NAT: every project on the default network.

use super::patient::{Patient, all};
use super::proposal::{Change, Proposal};
use crate::check::{Finding, Severity};
use crate::compose::edit::{Step, Value};
use crate::compose::{Network, Project};

/// Puts every NAT network the projects make onto the default one.
pub(super) fn one_nat(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    let Some(view) = patient.view(finding.hosts.first()) else { return Vec::new() };
    let mut changes = Vec::new();
    for network in view.networks.iter().filter(|network| network.is_nat() && network.is_made()) {
        for (project, declared) in &network.declarations {
            if !declared.is_external() {
                changes.push(onto_nat(project, declared));
            }
        }
    }
    let summary = "every project uses the default network `nat` (One NAT)";
    // A network that works until something happens may be relied upon.
    let look = finding.severity != Severity::Error;
    all([(!changes.is_empty()).then(|| Proposal::new(summary, changes).looked_at_if(look))])
}

fn onto_nat(project: &Project, network: &Network) -> Change {
    let file = network.place.as_ref().map_or(project.file(), |place| place.file());
    let name = Value::text("nat");
    // `name` beside `external` came with 3.5; before, and in 2.x, this is the form that all read.
    let value = if project.names_beside_external() {
        Value::mapping([("external", Value::Flag(true)), ("name", name)])
    } else {
        Value::mapping([("external", Value::mapping([("name", name)]))])
    };
    Change::set(file, vec![Step::key("networks"), Step::key(&network.key)], value)
}
