//! May this service run like that, on these nodes? Asked before it is created.
//!
//! [`check`] takes a [`ServiceDraft`] (or a [`ServiceSpec`](crate::model::ServiceSpec) made one with `into()`) and
//! the nodes, networks and published ports of a swarm, and returns all findings, never an error. A draft without
//! findings of severity error becomes a spec with [`ServiceDraft::to_spec`].
//!
//! ```
//! use docknet::check::Rule;
//! use docknet::check::service::{self, ServiceDraft, SwarmHosts, SwarmNode};
//! use docknet::host::{Host, WindowsBuild};
//! use docknet::model::{PublishMode, Replicas, ServicePort};
//!
//! let mut draft = ServiceDraft::new("web".parse()?, "microsoft/iis");
//! draft.replicas = Replicas::Global;
//! draft.ports.push(ServicePort::new("80:80".parse()?, PublishMode::Ingress));
//! let node = Host::windows(WindowsBuild::SERVER_2016);
//! let swarm = SwarmHosts::new().node(SwarmNode::manager("vm1", node));
//!
//! let report = service::check(&draft, &swarm);
//! let finding = report.of(Rule::RoutingMeshUnsupported).next().ok_or("it answers?")?;
//! assert_eq!(finding.reason, "the port is accepted and answers nowhere");
//! let remedy = finding.remedy.as_ref().ok_or("no way out?")?;
//! assert_eq!(remedy.command.as_deref(), Some("--publish mode=host,target=80,published=80"));
//!
//! draft.ports[0].mode = PublishMode::Host;
//! assert!(service::check(&draft, &swarm).is_clean());
//! let spec = draft.to_spec()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod addresses;
mod capacity;
mod draft;
mod finding;
mod kernel;
mod modes;
mod networks;
mod overlay;
mod part;
mod placement;
mod ports;
mod registry;
mod remedy;
mod room;
mod spare;
mod swarm;
mod view;
mod windows_ports;

pub use draft::{ImagePlatform, ServiceDraft, ServiceDraftError};
pub use finding::{ServiceFinding, ServiceReport};
pub use kernel::KernelFeature;
#[cfg(feature = "compose")]
pub(super) use kernel::MISSING_IPVS;
#[cfg(feature = "compose")]
pub(in crate::check) use overlay::ports_between;
pub use part::Part;
#[cfg(feature = "compose")]
pub(in crate::check) use placement::no_manager;
#[cfg(feature = "compose")]
pub(super) use ports::SWARM_OWN;
#[cfg(feature = "compose")]
pub(in crate::check) use registry::of_image;
pub use remedy::Remedy;
#[cfg(feature = "compose")]
pub(in crate::check) use room::short;
#[cfg(feature = "compose")]
pub(in crate::check) use spare::Spare;
pub use swarm::{NodeRole, SwarmHosts, SwarmNode};
#[cfg(not(feature = "compose"))]
use view::View;
#[cfg(feature = "compose")]
pub(in crate::check) use view::View;
#[cfg(feature = "compose")]
pub(super) use windows_ports::PICKED_BY_DOCKER;

/// What every rule is: a look at one service in one swarm.
type Judge = fn(&View<'_>) -> Vec<ServiceFinding>;

/// What is wrong with the service itself.
const OWN: &[Judge] = &[
    addresses::ignored,
    modes::dnsrr_with_ports,
    modes::dnsrr,
    modes::vip,
    modes::routing_mesh,
    modes::host_publish,
    kernel::vip_without_ipvs,
    kernel::overlay_without_vxlan,
    kernel::encrypted_without_esp,
    networks::judged,
    networks::twice,
    overlay::supported,
    overlay::encrypted,
    placement::constraints,
    placement::eligible,
    placement::mixed,
    capacity::host_ports,
    capacity::node_limit,
    ports::twice,
    ports::used,
    ports::of_swarm,
    ports::dynamic_range,
    ports::protocol,
    ports::address,
    windows_ports::excluded,
    windows_ports::dynamic,
    windows_ports::picked_by_docker,
];

/// What is about the nodes, or about what it shares with others: several services are judged together.
const SHARED: &[Judge] =
    &[placement::managers, room::too_small, overlay::between_nodes, registry::credentials];

/// The findings about a service by itself.
#[cfg(feature = "compose")]
pub(in crate::check) fn own<'v>(view: &'v View<'_>) -> impl Iterator<Item = ServiceFinding> + 'v {
    OWN.iter().flat_map(move |judge| judge(view))
}

/// Judges a service on a swarm. Never an error: what is wrong is in the report.
///
/// Without nodes only what is wrong anywhere is found.
#[must_use]
pub fn check(draft: &ServiceDraft, swarm: &SwarmHosts) -> ServiceReport {
    let view = View::new(draft, swarm);
    ServiceReport::new(OWN.iter().chain(SHARED).flat_map(|judge| judge(&view)).collect())
}
