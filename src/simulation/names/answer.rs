//! Answers to names, and why they are what they are.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use crate::model::Driver;
use crate::simulation::Moment;

/// What somebody learns who asks for a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NameAnswer {
    /// The name, as it was asked for.
    pub name: String,
    /// Its addresses, in the order of the answer; none if nobody answers.
    pub addresses: Vec<IpAddr>,
    /// How long the answer is good for from now on; `None` where nobody says.
    pub ttl: Option<Duration>,
    /// Who answered, or why nobody does.
    pub because: Because,
}

impl NameAnswer {
    pub(in crate::simulation) fn new(name: &str, addresses: Vec<IpAddr>, because: Because) -> Self {
        let ttl = match &because {
            Because::Resolver { .. } => Some(super::TTL),
            Because::Cached { until, now, .. } | Because::CachedFailure { until, now } => {
                Some(until.since(*now))
            }
            Because::Address
            | Because::DefaultNetwork { .. }
            | Because::HostsFile
            | Because::Localhost
            | Because::Machine
            | Because::NoDiscovery { .. }
            | Because::NoNetwork
            | Because::NotShared { .. }
            | Because::OutsideContainers
            | Because::ResolverOff { .. }
            | Because::Settling { .. }
            | Because::SwarmSilent { .. }
            | Because::Unknown { .. } => None,
        };
        Self { name: name.to_owned(), addresses, ttl, because }
    }

    pub(in crate::simulation) fn failed(name: &str, because: Because) -> Self {
        Self::new(name, Vec::new(), because)
    }

    /// Whether there is an address.
    #[must_use]
    pub fn is_found(&self) -> bool {
        !self.addresses.is_empty()
    }
}

impl fmt::Display for NameAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addresses: Vec<_> = self.addresses.iter().map(ToString::to_string).collect();
        let addresses = if addresses.is_empty() { "no address".to_owned() } else { addresses.join(", ") };
        write!(f, "{}: {addresses}: {}", self.name, self.because)
    }
}

/// Who answered for a name, or why nobody did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Because {
    /// The name is an address.
    Address,
    /// The client's own cache has an answer.
    Cached {
        /// When it was learned.
        learned: Moment,
        /// When it is forgotten.
        until: Moment,
        /// Now.
        now: Moment,
    },
    /// The client's own cache remembers that nobody answered: the resolver is not asked.
    CachedFailure {
        /// When it is forgotten: 900 seconds after it was learned, as reported (hashicorp/consul#743).
        until: Moment,
        /// Now.
        now: Moment,
    },
    /// The engine's resolver does not serve this network.
    DefaultNetwork {
        /// The network.
        network: String,
    },
    /// It stands in the container's own hosts file.
    HostsFile,
    /// `localhost`.
    Localhost,
    /// It is another machine of the LAN, by the name it has in this world.
    Machine,
    /// Networks of this driver have no names.
    NoDiscovery {
        /// The driver.
        driver: Driver,
    },
    /// Whoever asks is in no network.
    NoNetwork,
    /// A container has this name, in networks that whoever asks is not in.
    NotShared {
        /// Those networks.
        networks: Vec<String>,
    },
    /// Engines answer for names inside containers only.
    OutsideContainers,
    /// The engine's resolver answered.
    Resolver {
        /// The address it listens at.
        server: IpAddr,
        /// The network the name is in.
        network: String,
    },
    /// The network has been told to do without the resolver.
    ResolverOff {
        /// The network.
        network: String,
    },
    /// The resolver knows the name, and programs that ask through Windows do not learn it yet: reported of build 14393
    /// with engine 1.12, where it took tens of seconds and several flushes. Nobody found out why; that it is over
    /// 30 seconds after the last change is a choice of the simulation.
    Settling {
        /// When it will be over.
        until: Moment,
    },
    /// Names in overlays were never answered in the cluster a field report of 2017 tells of (build 14393), while addresses
    /// were; no source says why.
    SwarmSilent {
        /// The network.
        network: String,
    },
    /// No container has this name.
    Unknown {
        /// Whether the engine's resolver asks others for it; where it does not it says that it failed (SERVFAIL) and
        /// Windows asks the next server.
        forwarded: bool,
    },
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("it is an address"),
            Self::Cached { learned, until, now } => write!(
                f,
                "the client's cache has kept it for {} s and keeps it for {} s more",
                now.since(*learned).as_secs(),
                until.since(*now).as_secs()
            ),
            Self::CachedFailure { until, now } => write!(
                f,
                "the client's cache remembers that nobody answered and asks nobody for {} s more",
                until.since(*now).as_secs()
            ),
            Self::DefaultNetwork { network } => {
                write!(f, "the engine's resolver does not serve network {network}")
            }
            Self::HostsFile => f.write_str("it stands in the container's hosts file"),
            Self::Localhost => f.write_str("it is the asker itself"),
            Self::Machine => f.write_str("it is a machine of the LAN"),
            Self::NoDiscovery { driver } => write!(f, "networks of driver {driver} have no names"),
            Self::NoNetwork => f.write_str("the asker is in no network"),
            Self::NotShared { networks } => {
                write!(f, "it is in a network the asker is not in: {}", networks.join(", "))
            }
            Self::OutsideContainers => f.write_str("the engine's resolver answers inside containers only"),
            Self::Resolver { server, network } => {
                write!(f, "the engine's resolver at {server} answers for network {network}")
            }
            Self::ResolverOff { network } => write!(f, "network {network} does without the resolver"),
            Self::Settling { until } => write!(
                f,
                "the resolver knows it, Windows does not ask yet: reported of build 14393, here until {until}"
            ),
            Self::SwarmSilent { network } => write!(
                f,
                "names in overlay network {network} are not answered on build 14393, as reported; nobody knows why"
            ),
            Self::Unknown { forwarded: true } => {
                f.write_str("no container has this name, nor anybody the resolver asks")
            }
            Self::Unknown { forwarded: false } => {
                f.write_str("no container has this name, and the resolver asks nobody else (SERVFAIL)")
            }
        }
    }
}
