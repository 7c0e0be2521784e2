//! Cures that are mechanical: what to change in the files so that a finding is gone and no new one appears.
//!
//! [`Situation::mend`](super::Situation::mend) tries what a finding's rule proposes, reads the files again, judges again, and keeps
//! a change only if its finding is gone and no error or warning has come that was not there.
//!
//! ```
//! use docknet::check::cure::Mending;
//! use docknet::check::{Situation, Target};
//! use docknet::compose::Reading;
//! use docknet::host::Host;
//!
//! let text = "services:\n  a: {image: x, networks: {default: {ipv4_address: 10.20.0.9}}}\n  \
//!             b: {image: x, networks: {default: {ipv4_address: 10.20.0.9}}}\n\
//!             networks:\n  default:\n    ipam:\n      config:\n        - subnet: 10.20.0.0/24 # ours\n";
//! let project = Reading::new().parse("shop/compose.yml", text)?;
//! let situation = Situation::new().target(Target::new("one", Host::linux())).project(&project);
//! let mended = situation.mend(Mending::new());
//! assert!(mended.report().is_clean());
//! let after = mended.text("shop/compose.yml").ok_or("changed")?;
//! assert!(after.contains("{ipv4_address: 10.20.0.10}") && after.contains("# ours"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod addresses;
mod beside;
mod mended;
mod nat;
mod patient;
mod ports;
mod proposal;
mod subnets;

pub use mended::{Cure, Mended, Mending};
pub use proposal::{Change, Safety};

use patient::Patient;
use proposal::Proposal;

use super::{Finding, Rule};

/// What to try against a finding, the best first. Nothing for what only a person can decide.
fn proposals(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    match finding.rule {
        Rule::SeveralNatNetworks | Rule::SeveralNatNetworksWithPublishedPorts => {
            nat::one_nat(patient, finding)
        }
        Rule::DnsrrWithIngressPort | Rule::RoutingMeshUnsupported => ports::host_mode(patient, finding),
        Rule::PublishedPortTwice => ports::moved(patient, finding),
        Rule::StaticAddressOutsideSubnet
        | Rule::StaticAddressReserved
        | Rule::StaticAddressTaken
        | Rule::StaticAddressTwice => addresses::moved(patient, finding),
        Rule::SubnetsOverlap => subnets::moved(patient, finding),
        _ => Vec::new(),
    }
}
