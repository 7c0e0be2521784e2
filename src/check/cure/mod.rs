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
mod keys;
mod mappings;
mod mended;
mod names;
mod nat;
mod networks;
mod patient;
mod ports;
mod proposal;
mod room;
mod subnets;

pub use mended::{Cure, Mended, Mending};
pub use proposal::{Change, Safety};

use patient::Patient;
use proposal::Proposal;

use super::{Finding, Rule};

/// What to try against a finding, the best first. Nothing for what only a person can decide.
#[expect(clippy::wildcard_enum_match_arm, reason = "of most rules only a person can decide")]
fn proposals(patient: &Patient<'_>, finding: &Finding) -> Vec<Proposal> {
    match finding.rule {
        Rule::NatNetworkLostAtReboot
        | Rule::SeveralNatNetworks
        | Rule::SeveralNatNetworksWithPublishedPorts
        | Rule::SeveralNatPrefixes => nat::one_nat(patient, finding),
        Rule::DnsrrWithIngressPort => ports::host_mode(patient, finding),
        Rule::RoutingMeshUnsupported => {
            [ports::host_mode(patient, finding), ports::without_balancing(patient, finding)].concat()
        }
        Rule::VipUnsupported => ports::without_balancing(patient, finding),
        Rule::DynamicPortOnWindows
        | Rule::EngineOwnPort
        | Rule::ExcludedPort
        | Rule::PublishedPortTaken
        | Rule::PublishedPortTwice
        | Rule::SwarmOwnPort => ports::moved(patient, finding),
        Rule::HostAddressInPublish => mappings::without_address(patient, finding),
        Rule::PortReadAsBase60 => mappings::quoted(patient, finding),
        Rule::StaticAddressOutsideSubnet
        | Rule::StaticAddressReserved
        | Rule::StaticAddressTaken
        | Rule::StaticAddressTwice => addresses::moved(patient, finding),
        Rule::StaticAddressInDynamicRange => subnets::split(patient, finding),
        Rule::SubnetHostBits => subnets::without_host_bits(patient, finding),
        Rule::SubnetTooSmall => subnets::grown(patient, finding),
        Rule::PoolsOverlapInNetwork
        | Rule::SubnetInDefaultPools
        | Rule::SubnetNotPrivate
        | Rule::SubnetOverlapsAvoidedRange
        | Rule::SubnetOverlapsRoute
        | Rule::SubnetsOverlap => subnets::moved(patient, finding),
        Rule::AutomaticSubnetMayShadow | Rule::StaticAddressOnAutomaticSubnet => {
            networks::with_subnet(patient, finding)
        }
        Rule::NetworkNameByProject => networks::named(patient, finding),
        Rule::NetworkUnused => networks::unused(patient, finding),
        Rule::DriverMissingOnPlatform => networks::without_driver(patient, finding),
        Rule::DynamicRangeUnsupported => networks::without_range(patient, finding),
        Rule::AuxiliaryAddressesUnsupported => networks::without_kept(patient, finding),
        Rule::Ipv6Unsupported => networks::without_ipv6(patient, finding),
        Rule::EmptySection => keys::without_nothing(patient, finding),
        Rule::ContainerNameTwice => names::container_renamed(patient, finding),
        Rule::ContainerNameWithReplicas => names::container_unnamed(patient, finding),
        Rule::AliasIsAnotherService => names::alias_renamed(patient, finding),
        _ => Vec::new(),
    }
}
