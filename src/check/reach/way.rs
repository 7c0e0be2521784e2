//! One way to a service, and from where it is tried.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::Serialize;

use crate::host::{Position, Source, Support, Verdict};
use crate::model::{Port, Protocol};

/// From where a service is asked.
///
/// ```
/// use docknet::check::reach::Vantage;
/// assert_eq!("shop/web".parse(), Ok(Vantage::Container { project: "shop".into(), service: "web".into() }));
/// assert_eq!("machine".parse(), Ok(Vantage::Machine));
/// assert!("/".parse::<Vantage>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Vantage {
    /// A container of a service, of the same project or another one: `project/service`.
    Container {
        /// Its project.
        project: String,
        /// Its service.
        service: String,
    },
    /// A program on the host itself: `host`.
    Host,
    /// Another machine of the host's network: `machine`.
    Machine,
    /// A node of the swarm the project is a stack on: `node:NAME`.
    Node(String),
}

/// A text that names no vantage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no place to ask from: write host, machine, node:NAME or PROJECT/SERVICE")]
#[non_exhaustive]
pub struct VantageError {
    /// The text.
    pub text: String,
}

impl FromStr for Vantage {
    type Err = VantageError;

    fn from_str(text: &str) -> Result<Self, VantageError> {
        match (text, text.split_once('/')) {
            ("host", _) => Ok(Self::Host),
            ("machine", _) => Ok(Self::Machine),
            _ if text.len() > 5 && text.starts_with("node:") => {
                Ok(Self::Node(text.trim_start_matches("node:").to_owned()))
            }
            (_, Some((project, service))) if !project.is_empty() && !service.is_empty() => {
                Ok(Self::Container { project: project.to_owned(), service: service.to_owned() })
            }
            _ => Err(VantageError { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Vantage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container { project, service } => write!(f, "{project}/{service}"),
            Self::Host => f.write_str("host"),
            Self::Machine => f.write_str("machine"),
            Self::Node(name) => write!(f, "node:{name}"),
        }
    }
}

/// What a way leads through: the host part of its URL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Whereto {
    /// An address that is known beforehand.
    Address(IpAddr),
    /// The address a container of the service has, to be looked up with `docker inspect`.
    ContainerAddress(String),
    /// An address of the host.
    HostAddress,
    /// `localhost`.
    Localhost,
    /// A name.
    Name(String),
    /// An address of a node of the swarm.
    Node(String),
}

impl fmt::Display for Whereto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address @ IpAddr::V6(_)) => write!(f, "[{address}]"),
            Self::Address(address @ IpAddr::V4(_)) => write!(f, "{address}"),
            Self::ContainerAddress(title) => write!(f, "<address of {title}>"),
            Self::HostAddress => f.write_str("<host address>"),
            Self::Localhost => f.write_str("localhost"),
            Self::Name(name) => f.write_str(name),
            Self::Node(name) => write!(f, "<address of {name}>"),
        }
    }
}

/// One way to a service and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Way {
    /// What it leads through.
    pub whereto: Whereto,
    /// The port; `None` where the engine picks it or the files do not say which one the service listens on.
    pub port: Option<Port>,
    /// The protocol.
    pub protocol: Protocol,
    /// The node a container asks from, where that matters.
    pub from: Option<String>,
    /// Whether it works.
    pub support: Support,
    /// Why.
    pub reason: String,
    /// What to do instead, where something helps.
    pub remedy: Option<String>,
    /// Who says so.
    pub sources: Vec<Source>,
    /// What sources that contradict each other say.
    pub disagreements: Vec<Position>,
    /// No source speaks of such a host, and what is known of the nearest was taken.
    pub extrapolated: bool,
    /// The hosts it holds for, in the order they were given.
    pub hosts: Vec<String>,
}

impl Way {
    pub(super) fn new(whereto: Whereto, port: Option<Port>, protocol: Protocol) -> Self {
        Self {
            whereto,
            port,
            protocol,
            from: None,
            support: Support::Unknown,
            reason: String::new(),
            remedy: None,
            sources: Vec::new(),
            disagreements: Vec::new(),
            extrapolated: false,
            hosts: Vec::new(),
        }
    }

    pub(super) fn works(self, reason: impl Into<String>, sources: &[Source]) -> Self {
        self.is(Support::Supported, reason, sources)
    }

    pub(super) fn fails(self, reason: impl Into<String>, sources: &[Source]) -> Self {
        self.is(Support::Unsupported, reason, sources)
    }

    pub(super) fn is(mut self, support: Support, reason: impl Into<String>, sources: &[Source]) -> Self {
        self.support = support;
        self.reason = reason.into();
        self.sources.extend(sources);
        self
    }

    pub(super) fn judged(mut self, verdict: &Verdict) -> Self {
        self.remedy = verdict.remedy.map(str::to_owned);
        self.disagreements.extend(verdict.disagreements);
        self.extrapolated = verdict.extrapolated;
        self.is(verdict.support, verdict.reason, verdict.sources)
    }

    /// It works as it did, with one more thing to know.
    pub(super) fn but(mut self, catch: &str, verdict: &Verdict) -> Self {
        if self.support == Support::Supported {
            self.support = Support::Degraded;
        }
        self.reason = format!("{}; {catch}", self.reason);
        self.remedy = self.remedy.or(verdict.remedy.map(str::to_owned));
        self.sources.extend(verdict.sources);
        self
    }

    /// It works where the catch does not bite.
    pub(super) fn with_catch(self, catch: &str) -> Self {
        Self { support: Support::Degraded, reason: format!("{}; {catch}", self.reason), ..self }
    }

    pub(super) fn with_more(mut self, sources: &[Source]) -> Self {
        self.sources.extend(sources);
        self
    }

    pub(super) fn instead(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        let bare = |way: &Self| Self { hosts: Vec::new(), ..way.clone() };
        bare(self) == bare(other)
    }

    /// What to try: `tcp://localhost:8080`. What is only known later stands in angle brackets.
    #[must_use]
    pub fn url(&self) -> String {
        let port = self.port.map_or_else(|| "<port>".to_owned(), |port| port.to_string());
        format!("{}://{}:{port}", self.protocol, self.whereto)
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = match self.support {
            Support::Supported => "works",
            Support::Degraded => "works, with a catch",
            Support::Unsupported => "does not work",
            Support::Unknown => "nobody knows",
        };
        write!(f, "{}: {answer}: {}", self.url(), self.reason)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "\n  = instead: {remedy}")?;
        }
        for source in &self.sources {
            write!(f, "\n  = source: {source}")?;
        }
        for (label, doubt) in crate::check::doubt::doubts(&self.disagreements, self.extrapolated) {
            write!(f, "\n  = {label}: {doubt}")?;
        }
        if !self.hosts.is_empty() {
            write!(f, "\n  = on: {}", self.hosts.join(", "))?;
        }
        Ok(())
    }
}

/// Why a question about ways cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReachError {
    /// No project of that name.
    #[error("there is no project {project:?}: {}", known.join(", "))]
    UnknownProject {
        /// The name.
        project: String,
        /// The projects there are.
        known: Vec<String>,
    },
    /// No node of that name in any swarm.
    #[error("there is no node {node:?} in a swarm: {}", known.join(", "))]
    UnknownNode {
        /// The name.
        node: String,
        /// The nodes there are.
        known: Vec<String>,
    },
    /// No service of that name in the project.
    #[error("there is no service {service:?} in project {project}: {}", known.join(", "))]
    UnknownService {
        /// The project.
        project: String,
        /// The name.
        service: String,
        /// The services there are.
        known: Vec<String>,
    },
}
