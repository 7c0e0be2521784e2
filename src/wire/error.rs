//! What can be wrong with a document, and where.

use std::fmt;

use crate::model::{
    AddressError, IdError, IpamPoolError, MacAddressError, NameError, NetworkSpecError, PortError,
    ServiceEndpointError, SubnetError,
};

/// A document that cannot be understood: the place in it and what is wrong there.
#[derive(Debug, thiserror::Error)]
#[error("{}{problem}", Location(path))]
#[non_exhaustive]
pub struct WireError {
    /// Where, as a path such as `[0].IPAM.Config[1].Subnet`; empty for the document as a whole.
    pub path: String,
    /// What is wrong there.
    #[source]
    pub problem: WireProblem,
}

struct Location<'a>(&'a str);

impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{}: ", self.0) }
    }
}

/// What is wrong at a place in a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WireProblem {
    /// A key occurs twice in one object; engines would take one of the two and drop the other.
    #[error("the key {key:?} occurs twice (again at line {line}); remove one of them")]
    DuplicateKey {
        /// The key.
        key: String,
        /// The line on which it occurs again, from 1.
        line: usize,
    },
    /// Nothing in it.
    #[error("the document is empty")]
    Empty,
    /// A document of another kind.
    #[error("this is {lookalike}, not {expected}")]
    Lookalike {
        /// What was wanted.
        expected: &'static str,
        /// What it looks like.
        lookalike: Lookalike,
    },
    /// A key that must be there is not.
    #[error("the key {key:?} is missing; is this {expected}?")]
    Missing {
        /// The key.
        key: &'static str,
        /// What was wanted.
        expected: &'static str,
    },
    /// Not JSON.
    #[error("not JSON at line {line}, column {column}: {}", bare(source))]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// JSON of the wrong kind.
    #[error("expected {expected}, found {found}")]
    Shape {
        /// What was wanted.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A text that is no value of its kind.
    #[error("{text:?} does not fit: {source}")]
    Value {
        /// The text.
        text: String,
        /// Why.
        source: ValueError,
    },
}

/// What the parser says, without the place that stands before it already.
fn bare(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split_once(" at line ").map_or(text.clone(), |(what, _)| what.to_owned())
}

/// Documents people confuse with the one that was wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Lookalike {
    /// `docker inspect` of a container.
    #[error("a container's inspect output (use docker network inspect)")]
    Container,
    /// A daemon.json.
    #[error("an engine's daemon.json")]
    DaemonJson,
    /// `Get-HnsNetwork`.
    #[error("HNS JSON (use docker network inspect)")]
    Hns,
    /// `docker network inspect`.
    #[error("docker network inspect output")]
    NetworkInspect,
    /// `podman network inspect`.
    #[error("podman network inspect output, which has other keys (docknet reads Docker's)")]
    Podman,
}

/// Why a text is no value of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Not an IP address, or one that does not fit where it stands.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Not a GUID.
    #[error(transparent)]
    Guid(#[from] super::GuidError),
    /// Not an identity.
    #[error(transparent)]
    Id(#[from] IdError),
    /// Not an IP address.
    #[error("not an IP address")]
    Ip(#[from] std::net::AddrParseError),
    /// Not a hardware address.
    #[error(transparent)]
    Mac(#[from] MacAddressError),
    /// Not a name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The parts of a pool do not fit together.
    #[error(transparent)]
    Pool(#[from] IpamPoolError),
    /// Not a port or a protocol.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The endpoint mode and the ports of a service do not go together.
    #[error(transparent)]
    ServiceEndpoint(#[from] ServiceEndpointError),
    /// The parts of the network do not fit together.
    #[error(transparent)]
    Spec(#[from] NetworkSpecError),
    /// Not a subnet.
    #[error(transparent)]
    Subnet(#[from] SubnetError),
}

impl WireError {
    pub(super) fn new(path: impl Into<String>, problem: WireProblem) -> Self {
        Self { path: path.into(), problem }
    }

    /// The same error, in an item of an array.
    pub(super) fn under(self, index: usize) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        Self::new(format!("[{index}]{dot}{}", self.path), self.problem)
    }
}
