//! Why a container gets no place in a network.

use crate::host::EngineVersion;

use super::Refusal;
use super::problem::joined;

/// Why an engine does not connect or disconnect, beside what concerns other calls too.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the endpoint is refused: {self:?}")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the engine's sentence names")]
pub enum EndpointRefusal {
    /// A text that is no address of that family, `4` or `6`.
    AddressText { family: u8, text: String },
    /// Aliases in a predefined network.
    AliasOnPredefined,
    /// A network that is only a configuration.
    ConfigOnly,
    /// A configuration network others were made of, to be removed.
    ConfigInUse { network: String },
    /// No such endpoint.
    EndpointMissing { name: String },
    /// Into or out of the host's network.
    HostMode { connect: bool },
    /// A text that is no link-local address.
    LinkLocalText { text: String },
    /// A text that is no hardware address.
    MacText { text: String },
    /// No IPv6 address left.
    NoIpv6Left { network: String, id: String },
    /// Every address of the pool an address was asked of is taken.
    PoolFull,
    /// `none` beside other networks.
    PrivateMode,
    /// A container on its way out.
    Removal { container: String },
    /// Several problems at once (engines from 25.0 on).
    Several(Vec<Refusal>),
    /// A container in somebody else's network namespace.
    SharedMode,
    /// A network the engine shows and its driver has lost.
    Stale { endpoint: String, network: String },
}

/// What engines from 25.0 on put before what is wrong with an endpoint.
pub(super) const WRAPPER: &str = "invalid endpoint settings:\n";

impl EndpointRefusal {
    pub(super) fn status(&self, engine: &EngineVersion) -> u16 {
        let from25 = *engine >= EngineVersion::new(25, 0, 0);
        match self {
            Self::AddressText { .. } | Self::LinkLocalText { .. } | Self::MacText { .. } if from25 => 400,
            Self::AliasOnPredefined
            | Self::HostMode { .. }
            | Self::PrivateMode
            | Self::Several(_)
            | Self::SharedMode => 400,
            Self::ConfigOnly | Self::ConfigInUse { .. } => 403,
            Self::EndpointMissing { .. } => 404,
            Self::AddressText { .. }
            | Self::LinkLocalText { .. }
            | Self::MacText { .. }
            | Self::NoIpv6Left { .. }
            | Self::PoolFull
            | Self::Removal { .. }
            | Self::Stale { .. } => 500,
        }
    }

    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
        match self {
            Self::AddressText { family, text } if from(25, 0) => {
                format!("{WRAPPER}invalid IPv{family} address: {text}")
            }
            // The parenthesis is the engine's.
            Self::AddressText { family, text } => format!("Invalid IPv{family} address: {text})"),
            Self::AliasOnPredefined if from(29, 0) => {
                format!("{WRAPPER}network-scoped aliases are only supported for user-defined networks")
            }
            Self::AliasOnPredefined => {
                let wrapper = if from(25, 0) { WRAPPER } else { "" };
                format!("{wrapper}network-scoped alias is supported only for containers in user defined networks")
            }
            Self::ConfigOnly => "cannot create endpoint on configuration-only network".into(),
            Self::ConfigInUse { network } => {
                format!("error while removing network: configuration network {network:?} is in use")
            }
            Self::EndpointMissing { name } => format!("endpoint {name} not found"),
            Self::HostMode { connect: true } if from(28, 1) => {
                "cannot connect container to host network - container must be created in host network mode".into()
            }
            Self::HostMode { connect: false } if from(28, 1) => {
                "cannot disconnect container from host network - container was created in host network mode".into()
            }
            Self::HostMode { .. } => {
                "container cannot be disconnected from host network or connected to host network".into()
            }
            Self::LinkLocalText { text } if from(25, 0) => {
                format!("{WRAPPER}invalid link-local IP address: {text}")
            }
            Self::LinkLocalText { text } => format!("Invalid link-local IP address: {text}"),
            Self::MacText { text } if from(25, 0) => format!("invalid MAC address {text}"),
            Self::MacText { text } => format!("address {text}: invalid MAC address"),
            Self::NoIpv6Left { network, id } => {
                format!("no available IPv6 addresses on this network's address pools: {network} ({id})")
            }
            Self::PoolFull if from(25, 0) => "no available addresses on this pool".into(),
            Self::PoolFull => "No available addresses on this pool".into(),
            Self::PrivateMode => {
                "container cannot be connected to multiple networks with one of the networks in private (none) mode"
                    .into()
            }
            Self::Removal { container } => format!(
                "Container {container} is marked for removal and cannot be connected or disconnected to the network"
            ),
            Self::Several(problems) => {
                let bare = |problem: &Refusal| {
                    let sentence = problem.sentence(engine);
                    sentence.strip_prefix(WRAPPER).map_or_else(|| sentence.clone(), str::to_owned)
                };
                let problems: Vec<_> = problems.iter().map(bare).collect();
                format!("{WRAPPER}{}", joined(&problems))
            }
            Self::SharedMode => {
                "container sharing network namespace with another container or host cannot be connected to any other \
                 network"
                    .into()
            }
            Self::Stale { endpoint, network } => {
                format!("failed to create endpoint {endpoint} on network {network}: network ID does not exist")
            }
        }
    }
}
