//! Containers of docker-compose in networks of a swarm.

use std::collections::BTreeMap;

use super::deployed::Stacks;
use crate::check::service::SwarmHosts;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::compose::Project;
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::{Driver, NetworkSpec, Scope};

const PERMISSION: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby/swarmkit manager/resourceapi: network not manually attachable"),
    Source::new(Evidence::Reported, "tried on engine 20.10.24: refused when the container starts"),
];

/// External networks that take services only. A network seen on the host counts, and one of the swarms beside it.
pub(in crate::check) fn attachable(
    views: &[View<'_>],
    swarms: &[(String, SwarmHosts)],
    projects: &[&Project],
) -> Vec<Finding> {
    if views.is_empty() {
        return Vec::new();
    }
    let mut known: BTreeMap<String, (NetworkSpec, bool)> = BTreeMap::new();
    for (_, swarm) in swarms {
        let stacks = Stacks::new(swarm, projects);
        for (name, networks) in &stacks.swarm.networks {
            let made = stacks.networks.contains_key(name);
            let reaches = networks.iter().find(|network| network.scope == Scope::Swarm);
            if let Some(network) = reaches {
                known.entry(name.to_string()).or_insert_with(|| (network.spec.clone(), made));
            }
        }
    }
    views.iter().flat_map(|view| on_host(view, &known)).collect()
}

fn on_host(view: &View<'_>, known: &BTreeMap<String, (NetworkSpec, bool)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for network in &view.networks {
        let external = network.declarations.iter().find(|(_, network)| network.is_external());
        let Some((project, declared)) = external else { continue };
        let joins = network.members.iter().find(|member| std::ptr::eq(member.project, *project));
        let Some(first) = joins else { continue };
        let Some((spec, made)) = swarms(network, known) else { continue };
        let old = view.host.can(Capability::AttachableNetworks);
        if old.support == Support::Unsupported {
            let message = format!("{} joins {}, a network of the swarm", first.title(), network.name);
            let finding = Finding::judged(Rule::OverlayNotAttachable, &old, message);
            findings.extend(finding.map(|finding| finding.at([&first.attachment.network.place])));
        } else if !spec.attachable() {
            let message = format!(
                "{} joins {}, a network of the swarm that is not attachable",
                first.title(),
                network.name
            );
            let reason = "the container is made and does not start: `Could not attach to network ...: rpc error: code = \
                PermissionDenied desc = network ... not manually attachable`";
            // Who makes it with docker-compose 1 has it attachable all the same.
            let severity = if made { Severity::Warning } else { Severity::Error };
            let finding = Finding::new(Rule::OverlayNotAttachable, message, reason).with_severity(severity);
            let remedy = "`attachable: true` where the network is declared, or `docker network create --driver overlay \
                --attachable`; it cannot be changed later";
            let places = [&first.attachment.network.place].into_iter().chain(&declared.place);
            findings.push(finding.by(PERMISSION).at(places).instead(remedy));
        }
    }
    let named = |finding: Finding| Finding { hosts: vec![view.name.to_owned()], ..finding };
    findings.into_iter().map(named).collect()
}

/// What is known of a network, if it is a swarm's, and whether a stack of the situation makes it.
fn swarms<'k>(
    network: &Joined<'k>,
    known: &'k BTreeMap<String, (NetworkSpec, bool)>,
) -> Option<(&'k NetworkSpec, bool)> {
    let seen = network
        .observed
        .iter()
        .find(|seen| seen.scope == Scope::Swarm && *seen.spec.driver() == Driver::Overlay);
    match seen {
        Some(seen) => Some((&seen.spec, false)),
        None => known.get(&network.name).map(|(spec, made)| (spec, *made)),
    }
}
