//! A service's places in networks, and the network stacks it may use instead.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use super::cursor::Cursor;
use super::{ComposeError, Place, Placed, ValueError};
use crate::model::Alias;

/// A service's place in a network.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachment {
    /// The network's key under `networks`, and where the service names it.
    pub network: Placed<String>,
    /// Whether the file does not say so: every service without networks is in `default`. The place is then
    /// the service's name.
    pub implied: bool,
    /// The IPv4 address asked for.
    pub ipv4: Option<Placed<IpAddr>>,
    /// The IPv6 address asked for.
    pub ipv6: Option<Placed<IpAddr>>,
    /// Further names it answers to.
    pub aliases: Vec<Placed<Alias>>,
}

/// The network stack a service uses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NetworkMode {
    /// The engine's default bridge.
    Bridge,
    /// Another container's, by name or identity.
    Container(String),
    /// The host's own.
    Host,
    /// None.
    None,
    /// A word this version does not know, such as the name of a network.
    Other(String),
    /// That of another service's container.
    Service(String),
}

impl From<&str> for NetworkMode {
    fn from(word: &str) -> Self {
        match (word, word.split_once(':')) {
            ("bridge", _) => Self::Bridge,
            ("host", _) => Self::Host,
            ("none", _) => Self::None,
            (_, Some(("service", name))) => Self::Service(name.to_owned()),
            (_, Some(("container", name))) => Self::Container(name.to_owned()),
            (other, _) => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for NetworkMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bridge => f.write_str("bridge"),
            Self::Container(name) => write!(f, "container:{name}"),
            Self::Host => f.write_str("host"),
            Self::None => f.write_str("none"),
            Self::Other(word) => f.write_str(word),
            Self::Service(name) => write!(f, "service:{name}"),
        }
    }
}

impl Attachment {
    /// A service's place in the network it is in when it names none.
    pub(super) fn implied(service: &Placed<String>) -> Self {
        Self { implied: true, ..Self::plain("default".to_owned(), service.place.clone()) }
    }

    fn plain(network: String, place: Place) -> Self {
        let network = Placed::new(network, place);
        Self { network, implied: false, ipv4: None, ipv6: None, aliases: Vec::new() }
    }
}

/// Reads the `networks` of a service.
pub(super) fn read(networks: &Cursor<'_>) -> Vec<Attachment> {
    if networks.is_sequence() {
        let mut seen = BTreeSet::new();
        let mut read_one = |item: &Cursor<'_>| {
            let name = item.text()?;
            if !seen.insert(name.value.clone()) {
                return Err(item.refuse(name.value, ValueError::Twice));
            }
            Ok(Attachment::plain(name.value, name.place))
        };
        let read = networks.items().filter_map(|item| networks.context.tolerate(read_one(&item)));
        return fitted(read.collect());
    }
    if !networks.is_mapping() {
        networks.context.fault(networks.wrong_kind("list or mapping"));
        return Vec::new();
    }
    let read_one = |(name, settings): (Placed<String>, Cursor<'_>)| {
        let mut attachment = Attachment::plain(name.value, name.place);
        if let Some(settings) = settings.mapping() {
            attachment.ipv4 = settings.read("ipv4_address", |value| address(value, "IPv4"));
            attachment.ipv6 = settings.read("ipv6_address", |value| address(value, "IPv6"));
            let aliases = settings.get("aliases");
            attachment.aliases = aliases.map(|aliases| aliases.all(Cursor::parse)).unwrap_or_default();
        }
        attachment
    };
    fitted(networks.entries().map(read_one).collect())
}

/// Places in networks are large, and there may be many.
fn fitted(mut all: Vec<Attachment>) -> Vec<Attachment> {
    all.shrink_to_fit();
    all
}

fn address(value: &Cursor<'_>, expected: &'static str) -> Result<Placed<IpAddr>, ComposeError> {
    let address = value.address()?;
    if address.value.is_ipv4() != (expected == "IPv4") {
        return Err(value.refuse(address.value.to_string(), ValueError::AddressFamily { expected }));
    }
    Ok(address)
}
