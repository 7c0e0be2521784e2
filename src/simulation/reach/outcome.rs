//! What becomes of a connection, and why.

use std::fmt;
use std::net::IpAddr;

use crate::host::Capability;
use crate::model::{ContainerName, Driver};
use crate::simulation::{HostId, NameAnswer};

/// What becomes of a connection that is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reached {
    /// Somebody takes it.
    Connected {
        /// Who.
        to: Peer,
        /// How it got there.
        by: Way,
    },
    /// Somebody says at once that nobody listens.
    Refused {
        /// Why.
        why: Why,
    },
    /// Nobody answers: the caller waits until it gives up.
    TimedOut {
        /// Why.
        why: Why,
    },
    /// It does not come about; how that shows differs, or is not known.
    Unreachable {
        /// Why.
        why: Why,
    },
    /// No source says what would happen.
    Unknown {
        /// What is not known.
        why: Why,
    },
}

/// Who takes a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Peer {
    /// The host it is on.
    pub host: HostId,
    /// The container; `None` for a process of the host itself.
    pub container: Option<ContainerName>,
    /// The port it listens on.
    pub port: u16,
}

/// How a connection gets to who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Way {
    /// To the container's own address.
    Address,
    /// In one network stack.
    Loopback,
    /// Through a port published on its host.
    Published,
    /// To a program on the host's own addresses.
    HostStack,
    /// Through the routing mesh of a swarm.
    Mesh,
    /// Through the virtual address of a service.
    Virtual,
}

/// Why a connection comes about or not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The host cannot do that; ask [`Host::can`](crate::host::Host::can) for reason, remedy and sources.
    Cannot(Capability),
    /// The bridge keeps its containers apart (`com.docker.network.bridge.enable_icc` is false).
    IccOff {
        /// The network.
        network: String,
    },
    /// The network is internal: nothing leaves it.
    Internal {
        /// The network.
        network: String,
    },
    /// The engine keeps its networks apart, and the asker is not in this one.
    Isolated {
        /// The network.
        network: String,
    },
    /// Host and containers of networks on the LAN do not see each other.
    LanHidesHost {
        /// The driver.
        driver: Driver,
    },
    /// The name has no address.
    Name(NameAnswer),
    /// Nobody has the address.
    NobodyHas(IpAddr),
    /// Nobody listens on the port.
    NobodyListens {
        /// The port.
        port: u16,
    },
    /// The asker has no network.
    NoNetwork,
    /// The container's networks take no published ports, though it asks for one.
    NothingPublished {
        /// The driver of one of its networks.
        driver: Driver,
    },
    /// No source says how this driver behaves here.
    NotWrittenDown {
        /// The driver.
        driver: Driver,
    },
    /// The address is known on its own host only.
    OnlyOnHost(HostId),
    /// The network lives in a network namespace that the host is not in.
    OverlayHidesHost {
        /// The network.
        network: String,
    },
    /// It is published on other addresses of the host.
    PublishedElsewhere(IpAddr),
    /// Packets of overlays (4789/udp) get lost between two hosts, while names and engines look healthy.
    VxlanBlocked {
        /// The host of the asker, or the node that was asked.
        from: HostId,
        /// The host of the container that was chosen.
        to: HostId,
    },
    /// The text is no URL of the kind `http://HOST[:PORT][/PATH]`.
    Url(String),
}

impl Reached {
    /// Whether somebody takes it.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        matches!(self, Self::Connected { .. })
    }

    /// The container that takes it, if one does.
    #[must_use]
    pub fn container(&self) -> Option<&ContainerName> {
        match self {
            Self::Connected { to, .. } => to.container.as_ref(),
            Self::Refused { .. }
            | Self::TimedOut { .. }
            | Self::Unreachable { .. }
            | Self::Unknown { .. } => None,
        }
    }

    /// Why it does not come about; `None` where it does.
    #[must_use]
    pub fn why(&self) -> Option<&Why> {
        match self {
            Self::Connected { .. } => None,
            Self::Refused { why }
            | Self::TimedOut { why }
            | Self::Unreachable { why }
            | Self::Unknown { why } => Some(why),
        }
    }
}

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected { to, by } => {
                match &to.container {
                    Some(container) => write!(f, "connected to {container}:{}", to.port)?,
                    None => write!(f, "connected to port {} of the host", to.port)?,
                }
                f.write_str(match by {
                    Way::Address => ", at its own address",
                    Way::Loopback => ", in the same network stack",
                    Way::Published => ", through a published port",
                    Way::HostStack => ", which listens on the host itself",
                    Way::Mesh => ", through the routing mesh",
                    Way::Virtual => ", through the virtual address of its service",
                })
            }
            Self::Refused { why } => write!(f, "refused: {why}"),
            Self::TimedOut { why } => write!(f, "timed out: {why}"),
            Self::Unreachable { why } => write!(f, "unreachable: {why}"),
            Self::Unknown { why } => write!(f, "nobody knows: {why}"),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cannot(capability) => write!(f, "not on this host: {}", capability.describe()),
            Self::IccOff { network } => write!(f, "network {network} keeps its containers apart"),
            Self::Internal { network } => write!(f, "network {network} is internal and lets nothing out"),
            Self::Isolated { network } => write!(f, "the engine keeps network {network} apart from others"),
            Self::LanHidesHost { driver } => {
                write!(f, "the host and its containers on {driver} networks do not see each other")
            }
            Self::Name(answer) => write!(f, "{answer}"),
            Self::NobodyHas(address) => write!(f, "nobody has {address}"),
            Self::NobodyListens { port } => write!(f, "nobody listens on port {port}"),
            Self::NoNetwork => f.write_str("the asker has no network"),
            Self::NothingPublished { driver } => {
                write!(f, "networks of driver {driver} take no published ports here")
            }
            Self::NotWrittenDown { driver } => write!(f, "no source says so for driver {driver}"),
            Self::OnlyOnHost(_) => f.write_str("the address exists on its host only; publish a port"),
            Self::OverlayHidesHost { network } => write!(f, "the host is not in overlay network {network}"),
            Self::PublishedElsewhere(address) => write!(f, "the port is published on {address} alone"),
            Self::VxlanBlocked { .. } => {
                f.write_str("4789/udp is blocked between the two hosts; names and engines look healthy")
            }
            Self::Url(text) => write!(f, "{text:?} is no URL of the kind http://HOST[:PORT][/PATH]"),
        }
    }
}
