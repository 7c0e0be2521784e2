//! Scope, ingress, configuration networks.

use crate::engine::meaning::wording::{Wording, row};
use crate::engine::meaning::{Limit, Meaning, ScopeFault, Standing};

pub(super) const ROWS: &[Wording] = &[
    row("Cannot create a multi-host network from a worker node. Please create the network from a manager node.", |_| {
        Some(Meaning::NotSwarmManager { standing: Some(Standing::Worker) })
    })
    .before(25, 0),
    row("cannot create a swarm scoped network when swarm is not active", |_| fault(ScopeFault::SwarmInactive)),
    row("cannot downgrade network scope for {} networks", |_| fault(ScopeFault::Downgrade)),
    row("Ingress network can only be global scope network", |_| fault(ScopeFault::IngressLocal)),
    row("ingress network ({}) is already present", |p| fault(ScopeFault::IngressExists { id: p.text(0) })),
    row("ingress network cannot be attachable", |_| fault(ScopeFault::IngressAttachable)),
    row("only overlay driver is currently supported for ingress network", |_| fault(ScopeFault::IngressDriver)),
    row("configuration network can only contain network specific fields. {}", |_| {
        fault(ScopeFault::ConfigOperator)
    })
    .since(17, 6),
    row("configuration network \"{}\" does not exist", |p| fault(ScopeFault::ConfigMissing { network: p.text(0) })),
    row("user specified configurations are not supported if the network depends on a configuration network", |_| {
        fault(ScopeFault::ConfigWithSettings)
    }),
    row("network driver options are not supported if the network depends on a configuration network", |_| {
        fault(ScopeFault::ConfigWithOptions)
    }),
    row("a configuration network cannot depend on another configuration network", |_| fault(ScopeFault::ConfigChain)),
    row("cannot create endpoint on configuration-only network", |_| fault(ScopeFault::ConfigEndpoint)),
    row("configuration network \"{}\" is in use", |p| fault(ScopeFault::ConfigInUse { network: p.text(0) })),
    row("only one instance of \"{}\" network is allowed", |p| fault(ScopeFault::OneInstance { driver: p.text(0) })),
    row("IPv4 cannot be disabled in a Swarm scoped network", |_| fault(ScopeFault::Ipv4Needed)).since(28, 0),
    row("label com.docker.swarm.predefined is for internally created predefined networks and cannot be applied by users", |_| {
        fault(ScopeFault::PredefinedLabel)
    }),
    row("bridge driver doesn't support multiple subnets", |_| {
        Some(Meaning::Unsupported { what: Limit::BridgeSeveralSubnets })
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn fault(fault: ScopeFault) -> Option<Meaning> {
    Some(Meaning::Scope(fault))
}
