//! Ports, protocols and what is published where.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU16;
use std::str::FromStr;

use super::text::serde_as_text;

/// A port number, 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(NonZeroU16);

/// Why a text is not a port, a range of ports or a published port.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortError {
    /// The range runs backwards.
    #[error("the port range {first}-{last} runs backwards")]
    Backwards {
        /// The first port as given.
        first: Port,
        /// The last port as given.
        last: Port,
    },
    /// Not a number from 1 to 65535.
    #[error("{text:?} is not a port: a number from 1 to 65535")]
    NotPort {
        /// The text as given.
        text: String,
    },
    /// Not a protocol.
    #[error("{text:?} is not a protocol: tcp, udp or sctp")]
    NotProtocol {
        /// The text as given.
        text: String,
    },
    /// Not `[[address:]published:]target[/protocol]`.
    #[error("{text:?} is not a published port: write [[address:]published:]target[/protocol]")]
    NotPublished {
        /// The text as given.
        text: String,
    },
}

impl Port {
    /// A port that is written in the code.
    ///
    /// # Panics
    /// For 0, which in a constant is an error of the compiler.
    ///
    /// ```
    /// const HTTP: docknet::model::Port = docknet::model::Port::literal(80);
    /// ```
    #[must_use]
    pub const fn literal(number: u16) -> Self {
        match NonZeroU16::new(number) {
            Some(number) => Self(number),
            None => panic!("0 is no port"),
        }
    }

    /// A port from its number.
    ///
    /// # Errors
    /// [`PortError::NotPort`] for 0.
    pub fn new(number: u16) -> Result<Self, PortError> {
        match NonZeroU16::new(number) {
            Some(number) => Ok(Self(number)),
            None => Err(PortError::NotPort { text: number.to_string() }),
        }
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u16 {
        self.0.get()
    }
}

impl FromStr for Port {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits => Ok(Self(number)),
            _ => Err(PortError::NotPort { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// All ports from one to another, both included, written `8080` or `8080-8090`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    first: Port,
    last: Port,
}

impl PortRange {
    /// The range from one port to another, both included.
    ///
    /// # Errors
    /// [`PortError::Backwards`] when the last comes before the first.
    pub fn new(first: Port, last: Port) -> Result<Self, PortError> {
        if last < first {
            return Err(PortError::Backwards { first, last });
        }
        Ok(Self { first, last })
    }

    /// The first port.
    #[must_use]
    pub fn first(self) -> Port {
        self.first
    }

    /// The last port.
    #[must_use]
    pub fn last(self) -> Port {
        self.last
    }

    /// How many ports it holds: 1 to 65535.
    #[must_use]
    pub fn ports(self) -> u16 {
        self.last.number() - self.first.number() + 1
    }

    /// Every port in it, in order.
    pub fn iter(self) -> impl Iterator<Item = Port> {
        (self.first.0.get()..=self.last.0.get()).filter_map(NonZeroU16::new).map(Port)
    }

    /// Whether a port lies in it.
    #[must_use]
    pub fn contains(self, port: Port) -> bool {
        self.first <= port && port <= self.last
    }
}

impl FromStr for PortRange {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        match text.split_once('-') {
            Some((first, last)) => Self::new(first.parse()?, last.parse()?),
            None => text.parse().map(|port| Self { first: port, last: port }),
        }
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        write!(f, "{}-{}", self.first, self.last)
    }
}

/// A transport protocol that can be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Protocol {
    /// SCTP; Windows refuses it.
    Sctp,
    /// TCP, which is meant when nothing is said.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

impl FromStr for Protocol {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        match text.to_ascii_lowercase().as_str() {
            "sctp" => Ok(Self::Sctp),
            "tcp" => Ok(Self::Tcp),
            "udp" => Ok(Self::Udp),
            _ => Err(PortError::NotProtocol { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sctp => "sctp",
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        })
    }
}

/// A port of a container that others reach through the host.
///
/// ```
/// use docknet::model::PublishedPort;
/// let port: PublishedPort = "127.0.0.1:8080:80/tcp".parse()?;
/// assert_eq!(port.published.map(|p| p.number()), Some(8080));
/// assert_eq!(port.to_string(), "127.0.0.1:8080:80/tcp");
/// assert_eq!("80".parse::<PublishedPort>()?.published, None, "the engine picks the host port");
/// # Ok::<(), docknet::model::PortError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct PublishedPort {
    /// The host address it is bound to; `None` is all of them.
    pub address: Option<IpAddr>,
    /// The port on the host; `None` lets the engine pick.
    pub published: Option<Port>,
    /// The port in the container.
    pub target: Port,
    /// The protocol.
    pub protocol: Protocol,
}

impl PublishedPort {
    /// A TCP port of the container that the engine publishes on a host port of its choice.
    #[must_use]
    pub fn new(target: Port) -> Self {
        Self { address: None, published: None, target, protocol: Protocol::Tcp }
    }

    /// Chooses the host port.
    #[must_use]
    pub fn with_published(self, published: Port) -> Self {
        Self { published: Some(published), ..self }
    }

    /// Chooses the protocol.
    #[must_use]
    pub fn with_protocol(self, protocol: Protocol) -> Self {
        Self { protocol, ..self }
    }

    /// Binds it to one address of the host.
    #[must_use]
    pub fn with_address(self, address: IpAddr) -> Self {
        Self { address: Some(address), ..self }
    }
}

impl FromStr for PublishedPort {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        let not_published = || PortError::NotPublished { text: text.to_owned() };
        let (rest, protocol) = match text.rsplit_once('/') {
            Some((rest, protocol)) => (rest, protocol.parse()?),
            None => (text, Protocol::Tcp),
        };
        let (rest, target) = match rest.rsplit_once(':') {
            Some((rest, target)) => (Some(rest), target.parse()?),
            None => (None, rest.parse()?),
        };
        let mut port = Self::new(target).with_protocol(protocol);
        let Some(rest) = rest else { return Ok(port) };
        let (address, published) = match rest.rsplit_once(':') {
            Some((address, published)) => (Some(address), published),
            None => (None, rest),
        };
        if !published.is_empty() {
            port = port.with_published(published.parse()?);
        }
        if let Some(address) = address {
            let bare = address.strip_prefix('[').and_then(|a| a.strip_suffix(']')).unwrap_or(address);
            port = port.with_address(bare.parse().ok().ok_or_else(not_published)?);
        }
        Ok(port)
    }
}

impl fmt::Display for PublishedPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address {
            Some(IpAddr::V6(address)) => write!(f, "[{address}]:")?,
            Some(IpAddr::V4(address)) => write!(f, "{address}:")?,
            None => {}
        }
        match (self.address, self.published) {
            (_, Some(published)) => write!(f, "{published}:")?,
            (Some(_), None) => f.write_str(":")?,
            (None, None) => {}
        }
        write!(f, "{}/{}", self.target, self.protocol)
    }
}

serde_as_text!(Port, PortRange, Protocol, PublishedPort);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_ports_survive_their_text() {
        for text in
            ["80/tcp", "8080:80/tcp", "127.0.0.1:8080:80/udp", "[::1]:8080:80/tcp", "127.0.0.1::80/sctp"]
        {
            assert_eq!(text.parse::<PublishedPort>().unwrap().to_string(), text);
        }
        assert_eq!("8080:80".parse::<PublishedPort>().unwrap().to_string(), "8080:80/tcp");
    }

    #[test]
    fn wrong_ports_name_their_culprit() {
        for (text, culprit) in [("0", "0"), ("65536", "65536"), ("8080:+80", "+80"), ("x:80", "x"), ("", "")]
        {
            assert_eq!(
                text.parse::<PublishedPort>(),
                Err(PortError::NotPort { text: culprit.into() }),
                "{text}"
            );
        }
        assert!(matches!("80/icmp".parse::<PublishedPort>(), Err(PortError::NotProtocol { .. })));
        assert!(matches!("host:80:80".parse::<PublishedPort>(), Err(PortError::NotPublished { .. })));
        assert!(matches!("90-80".parse::<PortRange>(), Err(PortError::Backwards { .. })));
    }

    #[test]
    fn ranges_count_and_list() {
        let range: PortRange = "65533-65535".parse().unwrap();
        assert_eq!(range.ports(), 3);
        assert_eq!(range.iter().map(Port::number).collect::<Vec<_>>(), [65533, 65534, 65535]);
        assert_eq!("80".parse::<PortRange>().unwrap().to_string(), "80");
    }
}
