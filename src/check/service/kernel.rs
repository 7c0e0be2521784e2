//! What the kernels of Linux nodes lack.

use super::remedy::Change;
use super::view::View;
use super::{Part, Remedy, ServiceFinding, SwarmNode};
use crate::check::Rule;
use crate::check::few::few;
use crate::host::{Evidence, Source};
use crate::model::{EndpointMode, NetworkName, PublishMode};

/// A part of the Linux kernel that swarm's networks are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KernelFeature {
    /// ESP, the encryption of encrypted overlay networks.
    Esp,
    /// The balancer behind virtual addresses and the routing mesh.
    Ipvs,
    /// The tunnels between the nodes that overlay networks are made of.
    Vxlan,
}

pub(in crate::check) const MISSING_IPVS: &[Source] = &[
    Source::new(Evidence::Documented, "docker swarm networking: IPVS"),
    Source::new(
        Evidence::Reported,
        "tried on engine 20.10.24 and a kernel without ip_vs: no route to host after 3 s, the mesh refuses at once",
    ),
];
const ESP: &[Source] = &[Source::new(
    Evidence::Reported,
    "tried on engine 20.10.24 and a kernel without INET_ESP: all is created, packets to other nodes are lost",
)];
const VXLAN: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork drivers/overlay: error creating vxlan interface"),
    Source::new(
        Evidence::Reported,
        "moby/libnetwork#1166, moby/moby#25892: error creating vxlan interface: operation not supported",
    ),
];

/// Virtual addresses and mesh ports with nodes that cannot balance.
pub(super) fn vip_without_ipvs(view: &View<'_>) -> Vec<ServiceFinding> {
    let draft = view.draft;
    let meshed = view.has_ports(PublishMode::Ingress);
    let lacking = lacking(&view.swarm.nodes, KernelFeature::Ipvs);
    if draft.mode != EndpointMode::Vip || lacking.is_empty() || !(meshed || view.is_on_overlay()) {
        return Vec::new();
    }
    let mesh = if meshed { " and through the routing mesh" } else { "" };
    let nodes = few(lacking.iter().map(|node| node.name.as_str()));
    let message =
        format!("{} answers at a virtual address{mesh}, and the kernel of {nodes} has no IPVS", draft.name);
    let reason = "there a connection to the virtual address ends after 3 s with no route to host and a port of the mesh \
        refuses at once, while the API shows addresses and ports as if all were well";
    let advice = "dnsrr, which answers with the addresses of the tasks, and ports in host mode; or a kernel with ip_vs \
        (`modprobe ip_vs`) on every node";
    let dnsrr = Change { mode: Some(EndpointMode::Dnsrr), ..Change::host_ports(draft) };
    let finding =
        ServiceFinding::new(Rule::VipWithoutIpvs, message, reason).by(MISSING_IPVS).about(Part::EndpointMode);
    vec![finding.instead(dnsrr.remedy(draft, advice)).on(lacking)]
}

/// Overlay networks on nodes that cannot tunnel.
pub(super) fn overlay_without_vxlan(view: &View<'_>) -> Vec<ServiceFinding> {
    let lacking = lacking(view.eligible(), KernelFeature::Vxlan);
    if lacking.is_empty() || !view.uses_overlay() {
        return Vec::new();
    }
    let nodes = few(lacking.iter().map(|node| node.name.as_str()));
    let message = format!(
        "tasks of {} are on an overlay network, and the kernel of {nodes} has no VXLAN",
        view.draft.name
    );
    let reason = "the tasks fail there when they join the network: error creating vxlan interface: operation not supported";
    let finding = ServiceFinding::new(Rule::OverlayUnsupported, message, reason).by(VXLAN);
    let advice = "a kernel with VXLAN (`modprobe vxlan`, on some systems a package of further modules), or tasks kept \
        off these nodes";
    vec![finding.instead(Remedy::new(advice)).on(lacking)]
}

/// Encrypted networks on nodes that cannot encrypt.
pub(super) fn encrypted_without_esp(view: &View<'_>) -> Vec<ServiceFinding> {
    let lacking = lacking(view.eligible(), KernelFeature::Esp);
    if lacking.is_empty() {
        return Vec::new();
    }
    let judge = |name: &NetworkName| {
        let nodes = few(lacking.iter().map(|node| node.name.as_str()));
        let message = format!(
            "{} is on {name}, which is to be encrypted, and the kernel of {nodes} has no ESP",
            view.draft.name
        );
        let reason = "network and tasks are made, and what is sent to another node is lost";
        let finding = ServiceFinding::new(Rule::EncryptedOverlayWithoutEsp, message, reason).by(ESP);
        let advice = "a kernel with ESP (`modprobe esp4`) on every node, or a network that is not encrypted";
        let finding = finding.about(Part::Network(name.clone())).instead(Remedy::new(advice));
        finding.on(lacking.iter().copied())
    };
    view.encrypted().map(|known| judge(known.spec.name())).collect()
}

fn lacking<'n>(nodes: impl IntoIterator<Item = &'n SwarmNode>, feature: KernelFeature) -> Vec<&'n SwarmNode> {
    nodes.into_iter().filter(|node| node.lacking.contains(&feature)).collect()
}
