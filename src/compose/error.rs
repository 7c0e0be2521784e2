//! Why a Compose file cannot be read.

use std::io;
use std::net::AddrParseError;
use std::path::PathBuf;

use super::{Place, YamlError};
use crate::model::{
    IpamPoolError, NameError, PortError, PortRange, ServiceEndpointError, Subnet, SubnetError,
};

/// Why a Compose file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// A `$` that starts no variable.
    #[error(
        "{place}: {path}: {text:?} has a $ that starts no variable: write $$ for a dollar sign, or ${{NAME}}"
    )]
    BadTemplate {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The text as written.
        text: String,
    },
    /// Nothing in the file but white space and comments.
    #[error("{place}: the file is empty: a Compose file has at least `services:`")]
    Empty {
        /// The start of the file.
        place: Place,
    },
    /// An external network with settings that only its maker can choose.
    #[error("{place}: networks.{network} is external, so {key:?} cannot be set here: remove one of the two")]
    ExternalWith {
        /// The setting.
        place: Place,
        /// The network.
        network: String,
        /// The setting's key.
        key: String,
    },
    /// The file is there and cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// There is no such file.
    #[error("there is no file {}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A mapping lacks a key it must have.
    #[error("{place}: {path} has no {key:?}: add it")]
    MissingKey {
        /// The mapping.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The key.
        key: &'static str,
    },
    /// `networks` beside `network_mode`.
    #[error(
        "{networks}: service {service} has networks and also network_mode (at {mode}), which exclude each other: remove one of the two"
    )]
    NetworksAndMode {
        /// The service.
        service: String,
        /// The key `networks`.
        networks: Place,
        /// The value of `network_mode`.
        mode: Place,
    },
    /// Nothing a Compose file has at its top level.
    #[error(
        "{place}: not a Compose file: the top level is a {found}{}, and has no `services`",
        with_keys(keys)
    )]
    NotCompose {
        /// The top level.
        place: Place,
        /// What it is.
        found: &'static str,
        /// Its keys, if it has any.
        keys: Vec<String>,
    },
    /// Bytes that are not UTF-8.
    #[error("{place}: not a text in UTF-8: save the file as UTF-8")]
    NotUtf8 {
        /// The first byte that is not.
        place: Place,
    },
    /// Two pools of one network share addresses.
    #[error(
        "{place}: the subnet {second} of networks.{network} overlaps {first} at {first_place}: choose one that is apart"
    )]
    PoolsOverlap {
        /// The network.
        network: String,
        /// The subnet that was there first.
        first: Subnet,
        /// Where it stands.
        first_place: Place,
        /// The subnet that overlaps it.
        second: Subnet,
        /// Where that one stands.
        place: Place,
    },
    /// `${NAME:?message}` without a value for NAME.
    #[error("{place}: {path}: the variable {variable} must be set: {message}")]
    RequiredVariable {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The variable.
        variable: String,
        /// What the file says about it.
        message: String,
    },
    /// A service in a network nobody declares.
    #[error(
        "{place}: service {service} is in the network {network:?}, which is not under networks ({}): declare it",
        list(declared)
    )]
    UndeclaredNetwork {
        /// The reference.
        place: Place,
        /// The service.
        service: String,
        /// The network.
        network: String,
        /// The networks that are declared.
        declared: Vec<String>,
    },
    /// A service that refers to one nobody declares.
    #[error(
        "{place}: {key} of service {service} names {target:?}, which is not under services ({}): name one that is",
        list(declared)
    )]
    UndeclaredService {
        /// The reference.
        place: Place,
        /// The key it stands under, such as `depends_on` or `network_mode`.
        key: &'static str,
        /// The service that refers.
        service: String,
        /// The service referred to.
        target: String,
        /// The services that are declared.
        declared: Vec<String>,
    },
    /// A value that is not what its key asks for.
    #[error("{place}: {path}: {text:?}: {source}")]
    Value {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The text, variables filled in.
        text: String,
        /// Why it does not fit.
        source: Box<ValueError>,
    },
    /// A version of the file format that is not read.
    #[error(
        "{place}: version {text:?} is not read: write \"2.x\" or \"3.x\" in quotes, or leave the key out"
    )]
    Version {
        /// The version.
        place: Place,
        /// The text as written.
        text: String,
    },
    /// Services at the top level, as in the first version of the format.
    #[error(
        "{place}: {} stands at the top level, as in version 1 of the file format: put the services under `services:`",
        list(services)
    )]
    Version1 {
        /// The first of the services.
        place: Place,
        /// The services.
        services: Vec<String>,
    },
    /// A list where a mapping should be, and the like.
    #[error("{place}: {path} is a {found}: it should be a {expected}")]
    WrongKind {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// What it is.
        found: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// Not YAML, or not YAML that is safe to read.
    #[error(transparent)]
    Yaml(#[from] YamlError),
}

impl ComposeError {
    /// Where it is, for all but errors about the file as a whole.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::BadTemplate { place, .. }
            | Self::Empty { place }
            | Self::ExternalWith { place, .. }
            | Self::MissingKey { place, .. }
            | Self::NetworksAndMode { networks: place, .. }
            | Self::NotCompose { place, .. }
            | Self::NotUtf8 { place }
            | Self::PoolsOverlap { place, .. }
            | Self::RequiredVariable { place, .. }
            | Self::UndeclaredNetwork { place, .. }
            | Self::UndeclaredService { place, .. }
            | Self::Value { place, .. }
            | Self::Version { place, .. }
            | Self::Version1 { place, .. }
            | Self::WrongKind { place, .. } => Some(place),
            Self::Yaml(error) => Some(error.place()),
            Self::Io { .. } | Self::Missing { .. } => None,
        }
    }
}

/// Why a value is not what its key asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Not an address.
    #[error("not an address: write one such as 10.10.10.10 or fd00::10")]
    Address(#[from] AddrParseError),
    /// An address of the other family.
    #[error("not an {expected} address: put it under the key for its family")]
    AddressFamily {
        /// `IPv4` or `IPv6`.
        expected: &'static str,
    },
    /// Not `true` or `false`.
    #[error("neither true nor false")]
    Flag,
    /// Not a name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Not a number of the kind asked for.
    #[error("not a whole number from 0 on")]
    Number,
    /// A pool whose parts do not fit together.
    #[error(transparent)]
    Pool(#[from] IpamPoolError),
    /// Not a port.
    #[error(transparent)]
    Port(#[from] PortError),
    /// A range published as another range of a different length.
    #[error("{published} and {target} differ in length: make them equally long")]
    PortLengths {
        /// The ports on the host.
        published: PortRange,
        /// The ports in the container.
        target: PortRange,
    },
    /// Not a name a service may have in a Compose file.
    #[error("not a service's name: use letters, digits, dots, dashes and underscores")]
    ServiceKey,
    /// Not a subnet.
    #[error(transparent)]
    Subnet(#[from] SubnetError),
    /// More ports in the file than the limit.
    #[error("more than {most} ports in one file: publish fewer")]
    TooManyPorts {
        /// The limit.
        most: usize,
    },
    /// A thing listed twice.
    #[error("listed twice: remove one of the two")]
    Twice,
    /// None of the words there are.
    #[error("should be {expected}")]
    Word {
        /// The words there are.
        expected: &'static str,
    },
    /// None of swarm's words.
    #[error(transparent)]
    ServiceWord(#[from] ServiceEndpointError),
}

fn with_keys(keys: &[String]) -> String {
    if keys.is_empty() { String::new() } else { format!(" with the keys {}", list(keys)) }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
