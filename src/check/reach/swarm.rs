//! A stack's service on a swarm: the routing mesh, ports of the nodes, virtual and round-robin names.

use std::collections::BTreeSet;

use super::facts;
use super::{Vantage, Way, Whereto};
use crate::check::service::{KernelFeature, MISSING_IPVS, SwarmHosts, SwarmNode};
use crate::compose::{PortMapping, Project, Service};
use crate::host::{Capability, Support};
use crate::model::{EndpointMode, PublishMode, Replicas};

/// What can be tried from outside the stack's containers, or from one of them.
pub(super) fn ways(
    swarm: &SwarmHosts,
    projects: &[&Project],
    vantage: &Vantage,
    project: &Project,
    service: &Service,
) -> Vec<Way> {
    let nodes: Vec<_> = swarm.members().collect();
    match vantage {
        Vantage::Host | Vantage::Machine | Vantage::Node(_) => {
            let ports = service.ports.iter().map(|port| &port.value);
            ports.flat_map(|port| nodes.iter().map(|node| published(&nodes, node, service, port))).collect()
        }
        Vantage::Container { project: other, service: asking } => {
            let own = networks(project, service);
            let others = projects.iter().filter(|there| there.name() == other);
            let mut theirs = others.filter_map(|there| Some(networks(there, there.service(asking)?)));
            let shared = theirs.any(|theirs| !theirs.is_disjoint(&own));
            nodes.iter().flat_map(|node| named(node, project, service, shared)).collect()
        }
    }
}

/// The networks of a service by their names in the swarm.
fn networks(project: &Project, service: &Service) -> BTreeSet<String> {
    let declared = service.networks.iter().filter_map(|there| project.network(&there.network.value));
    declared
        .filter_map(|network| network.engine_name(project.name()).ok())
        .map(|name| name.to_string())
        .collect()
}

fn mode(service: &Service) -> EndpointMode {
    service.deploy.endpoint_mode.as_ref().map_or(EndpointMode::Vip, |mode| mode.value)
}

/// A published port by the address of a node.
fn published(nodes: &[&SwarmNode], node: &SwarmNode, service: &Service, port: &PortMapping) -> Way {
    let way = Way::new(Whereto::Node(node.name.clone()), port.port.published, port.port.protocol);
    if port.mode == Some(PublishMode::Host) {
        let verdict = node.host.can(Capability::HostPublish);
        let way = way.judged(&verdict);
        let few = match service.replicas() {
            Replicas::Global => false,
            Replicas::Count(count) => usize::try_from(count).is_ok_and(|count| count < nodes.len()),
        };
        let catch = "a task for fewer nodes than there are, and the scheduler decides which";
        let bound = !service.deploy.constraints.is_empty();
        return match (way.support, bound, few) {
            (Support::Supported, true, _) => way.with_catch("only on nodes its constraints allow"),
            (Support::Supported, _, true) => way.with_catch(catch),
            _ => way,
        };
    }
    if mode(service) == EndpointMode::Dnsrr {
        return way
            .fails("swarm refuses a dnsrr service behind the routing mesh", facts::DNSRR)
            .instead("`mode: host` for the port");
    }
    if node.lacking.contains(&KernelFeature::Ipvs) {
        return way
            .fails("the node's kernel has no IPVS, so the mesh refuses at once", MISSING_IPVS)
            .instead("`endpoint_mode: dnsrr` and `mode: host` for the port");
    }
    let way = way.judged(&node.host.can(Capability::RoutingMesh));
    if way.support == Support::Supported && nodes.len() > 1 {
        let reason = format!(
            "{}; requests for tasks on other nodes hang while 4789/udp is blocked between them",
            way.reason
        );
        return Way { reason, ..way };
    }
    way
}

/// The service's name, asked by a container on a node.
fn named(node: &SwarmNode, project: &Project, service: &Service, shared: bool) -> Vec<Way> {
    let ports = super::scene::listens(service);
    let name = |text: String| {
        ports.iter().map(move |(port, protocol)| {
            let way = Way::new(Whereto::Name(text.clone()), *port, *protocol);
            Way { from: Some(node.name.clone()), ..way }
        })
    };
    let own = service.name.value.clone();
    let tasks = format!("tasks.{own}");
    if !shared {
        let missing = "they share no network of the swarm";
        return name(own)
            .map(|way| way.fails(missing, facts::RESOLVER).instead("a network both are in"))
            .collect();
    }
    let dnsrr = node.host.can(Capability::EndpointModeDnsrr);
    let mut all = Vec::new();
    let aliases =
        service.networks.iter().flat_map(|there| &there.aliases).map(|alias| alias.value.to_string());
    let names = [own, format!("{}_{}", project.name(), service.name)].into_iter().chain(aliases);
    for way in names.flat_map(name) {
        all.push(if mode(service) == EndpointMode::Dnsrr {
            way.judged(&dnsrr)
        } else if node.lacking.contains(&KernelFeature::Ipvs) {
            way.fails(
                "the name is answered with a virtual address nobody serves: the kernel has no IPVS",
                MISSING_IPVS,
            )
            .instead(format!("`{tasks}`, or `endpoint_mode: dnsrr`"))
        } else {
            way.judged(&node.host.can(Capability::EndpointModeVip))
        });
    }
    all.extend(name(tasks).map(|way| way.judged(&dnsrr)));
    all
}
