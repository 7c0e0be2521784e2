//! Why a value of a Compose file is not what its key asks for.

use std::net::AddrParseError;

use crate::model::{IpamPoolError, NameError, PortError, PortRange, ServiceEndpointError, SubnetError};

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
    /// More kept addresses in one pool than the limit.
    #[error("more than {most} addresses kept in one pool: keep a range free with ip_range")]
    TooManyAddresses {
        /// The limit.
        most: usize,
    },
    /// More ports in the file than the limit.
    #[error("more than {most} ports in all files: raise it with Limits::with_ports, or publish fewer")]
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
