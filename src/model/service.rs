//! Swarm services: how they answer and what they publish.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::serde_as_text;
use super::{NetworkName, Port, PublishedPort, ServiceName};

/// How a service's name is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(clippy::exhaustive_enums, reason = "swarm has exactly two endpoint modes")]
pub enum EndpointMode {
    /// With the addresses of its tasks, in changing order.
    Dnsrr,
    /// With one virtual address behind which the tasks are balanced.
    #[default]
    Vip,
}

/// Where a published port answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(clippy::exhaustive_enums, reason = "swarm has exactly two publish modes")]
pub enum PublishMode {
    /// On the nodes that run a task.
    Host,
    /// On every node, through the routing mesh.
    #[default]
    Ingress,
}

macro_rules! words {
    ($name:ident, $kind:literal, $($variant:ident = $word:literal),+) => {
        impl FromStr for $name {
            type Err = ServiceEndpointError;

            fn from_str(word: &str) -> Result<Self, ServiceEndpointError> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(ServiceEndpointError::Word { kind: $kind, text: word.to_owned() }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $(Self::$variant => $word,)+ })
            }
        }

        serde_as_text!($name);
    };
}

words!(EndpointMode, "endpoint mode (vip or dnsrr)", Dnsrr = "dnsrr", Vip = "vip");
words!(PublishMode, "publish mode (ingress or host)", Host = "host", Ingress = "ingress");

/// A published port of a service and where it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServicePort {
    /// The port.
    pub port: PublishedPort,
    /// Where it answers.
    pub mode: PublishMode,
}

impl ServicePort {
    /// A port and where it answers.
    #[must_use]
    pub fn new(port: PublishedPort, mode: PublishMode) -> Self {
        Self { port, mode }
    }
}

/// How a service answers, with the ports it publishes.
///
/// - a `dnsrr` service has no ingress port: there is no virtual address the mesh could send to
/// - no published port and protocol occurs twice
///
/// ```
/// use docknet::model::{EndpointMode, PublishMode, ServiceEndpoint, ServicePort};
/// let http = ServicePort::new("80:80".parse()?, PublishMode::Host);
/// assert!(ServiceEndpoint::new(EndpointMode::Dnsrr, [http]).is_ok());
/// let mesh = ServicePort::new("80:80".parse()?, PublishMode::Ingress);
/// assert!(ServiceEndpoint::new(EndpointMode::Dnsrr, [mesh]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct ServiceEndpoint {
    mode: EndpointMode,
    ports: Vec<ServicePort>,
}

/// Why an endpoint mode and its ports do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceEndpointError {
    /// One published port and protocol occurs twice.
    #[error("{port} publishes a port that is published already")]
    DuplicatePort {
        /// The second of the two.
        port: PublishedPort,
    },
    /// `dnsrr` with an ingress port.
    #[error(
        "{port} is published through the routing mesh, which a dnsrr service cannot be behind: publish it in host mode"
    )]
    IngressWithDnsrr {
        /// The port.
        port: PublishedPort,
    },
    /// A word that is no mode.
    #[error("{text:?} is no {kind}")]
    Word {
        /// What was wanted.
        kind: &'static str,
        /// The text as given.
        text: String,
    },
}

impl ServiceEndpoint {
    /// An endpoint mode with its ports.
    ///
    /// # Errors
    /// [`ServiceEndpointError::IngressWithDnsrr`] or [`ServiceEndpointError::DuplicatePort`].
    pub fn new(
        mode: EndpointMode,
        ports: impl IntoIterator<Item = ServicePort>,
    ) -> Result<Self, ServiceEndpointError> {
        let ports: Vec<_> = ports.into_iter().collect();
        let mut published = BTreeSet::<(Port, _)>::new();
        for ServicePort { port, mode: publish } in ports.iter().copied() {
            if mode == EndpointMode::Dnsrr && publish == PublishMode::Ingress {
                return Err(ServiceEndpointError::IngressWithDnsrr { port });
            }
            if port.published.is_some_and(|number| !published.insert((number, port.protocol))) {
                return Err(ServiceEndpointError::DuplicatePort { port });
            }
        }
        Ok(Self { mode, ports })
    }

    /// How the name is answered.
    #[must_use]
    pub fn mode(&self) -> EndpointMode {
        self.mode
    }

    /// The published ports.
    #[must_use]
    pub fn ports(&self) -> &[ServicePort] {
        &self.ports
    }
}

#[derive(Serialize, Deserialize)]
struct Fields {
    #[serde(default)]
    mode: EndpointMode,
    #[serde(default)]
    ports: Vec<ServicePort>,
}

impl TryFrom<Fields> for ServiceEndpoint {
    type Error = ServiceEndpointError;

    fn try_from(fields: Fields) -> Result<Self, ServiceEndpointError> {
        Self::new(fields.mode, fields.ports)
    }
}

impl From<ServiceEndpoint> for Fields {
    fn from(endpoint: ServiceEndpoint) -> Self {
        Self { mode: endpoint.mode, ports: endpoint.ports }
    }
}

/// How many tasks a service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Replicas {
    /// That many, anywhere.
    Count(u64),
    /// One on every node.
    Global,
}

impl Replicas {
    /// How many tasks, where that does not depend on the nodes.
    #[must_use]
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Global => None,
        }
    }
}

/// A wish: a swarm service in its networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServiceSpec {
    /// Its name.
    pub name: ServiceName,
    /// The image its tasks run.
    pub image: String,
    /// How many tasks.
    pub replicas: Replicas,
    /// How it answers and what it publishes.
    pub endpoint: ServiceEndpoint,
    /// The networks its tasks are in.
    pub networks: Vec<NetworkName>,
}

impl ServiceSpec {
    /// One task of an image, answering at a virtual address, publishing nothing.
    #[must_use]
    pub fn new(name: ServiceName, image: impl Into<String>) -> Self {
        let (replicas, endpoint, networks) = (Replicas::Count(1), ServiceEndpoint::default(), Vec::new());
        Self { name, image: image.into(), replicas, endpoint, networks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(text: &str, mode: PublishMode) -> ServicePort {
        ServicePort::new(text.parse().unwrap(), mode)
    }

    #[test]
    fn dnsrr_with_an_ingress_port_cannot_be_made_nor_read() {
        let refused = ServiceEndpoint::new(EndpointMode::Dnsrr, [port("80:80", PublishMode::Ingress)]);
        assert!(matches!(refused, Err(ServiceEndpointError::IngressWithDnsrr { .. })));
        let json = r#"{"mode":"dnsrr","ports":[{"port":"80:80","mode":"ingress"}]}"#;
        assert!(serde_json::from_str::<ServiceEndpoint>(json).is_err());
    }

    #[test]
    fn a_port_is_published_once_per_protocol() {
        let twice = [port("80:80", PublishMode::Ingress), port("80:81", PublishMode::Host)];
        assert!(matches!(
            ServiceEndpoint::new(EndpointMode::Vip, twice),
            Err(ServiceEndpointError::DuplicatePort { .. })
        ));
        let both = [port("53:53/tcp", PublishMode::Ingress), port("53:53/udp", PublishMode::Ingress)];
        let endpoint = ServiceEndpoint::new(EndpointMode::Vip, both).unwrap();
        let json = serde_json::to_string(&endpoint).unwrap();
        assert_eq!(serde_json::from_str::<ServiceEndpoint>(&json).unwrap(), endpoint);
    }
}
