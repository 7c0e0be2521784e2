//! The rules about services and their names.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::check::Severity;

macro_rules! rules {
    ($(#[doc = $doc:literal] $variant:ident = $slug:literal, $severity:ident;)+) => {
        /// What a [`ServiceFinding`](super::ServiceFinding) is about.
        ///
        /// ```
        /// use docknet::check::service::ServiceRule;
        /// let rule = ServiceRule::RoutingMeshUnsupported;
        /// assert_eq!(rule.slug(), "routing-mesh-unsupported");
        /// assert_eq!(rule.summary(), "A port of the routing mesh on a node that has none.");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ServiceRule {
            $(#[doc = $doc] $variant,)+
        }

        impl ServiceRule {
            /// Every rule, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word a person searches for.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }

            /// How grave it is where a node is known to be affected. A finding can be milder.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// What it is about, in one sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $doc.trim_ascii(),)+
                }
            }
        }
    };
}

rules! {
    /// A placement constraint no manager can read.
    BadConstraint = "bad-constraint", Error;
    /// Tasks of a `dnsrr` service that answer to no name, as one cluster saw it.
    DnsrrNamesUnanswered = "dnsrr-names-unanswered", Note;
    /// A mode that answers with the tasks' addresses on a node where nobody knows whether it works.
    DnsrrUnsupported = "dnsrr-unsupported", Error;
    /// Any published port of a `dnsrr` service on engines that refuse all of them.
    DnsrrWithAnyPort = "dnsrr-with-any-port", Error;
    /// A service that answers with its tasks' addresses and wants to be behind the routing mesh.
    DnsrrWithIngressPort = "dnsrr-with-ingress-port", Error;
    /// A port between 60000 and 65000, where Docker itself picks ports on Windows overlay networks.
    DockerPickedPorts = "docker-picked-ports", Warning;
    /// A port Windows picks from by itself.
    DynamicPortOnWindows = "dynamic-port-on-windows", Warning;
    /// An encrypted network with Windows nodes in it.
    EncryptedOverlayOnWindows = "encrypted-overlay-on-windows", Error;
    /// A port Windows keeps for itself.
    ExcludedPort = "excluded-port", Error;
    /// A published port on one address of a node.
    HostAddressIgnored = "host-address-ignored", Error;
    /// More tasks with one host port than there are nodes.
    HostPortWithReplicas = "host-port-with-replicas", Error;
    /// A port in host mode on a node that cannot publish it.
    HostPublishUnsupported = "host-publish-unsupported", Error;
    /// The network of the routing mesh, asked for by name.
    IngressByName = "ingress-by-name", Error;
    /// A port of the range swarm picks from by itself.
    IngressDynamicRange = "ingress-dynamic-range", Note;
    /// Windows and Linux nodes, and nothing that says which of them run the image.
    MixedPlatforms = "mixed-platforms", Warning;
    /// A predefined network that does not reach beyond a node.
    NetworkNodeLocal = "network-node-local", Warning;
    /// A network that is not the swarm's.
    NetworkNotSwarmScoped = "network-not-swarm-scoped", Error;
    /// A predefined network that services cannot have.
    NetworkPredefinedRefused = "network-predefined-refused", Error;
    /// One network, twice.
    NetworkTwice = "network-twice", Note;
    /// A network nobody has made.
    NetworkUnknown = "network-unknown", Error;
    /// No node may run a task.
    NoEligibleNode = "no-eligible-node", Error;
    /// A swarm without a manager to ask.
    NoManager = "no-manager", Error;
    /// A network with fewer addresses than the service takes.
    OverlayTooSmall = "overlay-too-small", Error;
    /// An overlay network on a node that has none.
    OverlayUnsupported = "overlay-unsupported", Error;
    /// A port another service of the swarm publishes.
    PortUsedByService = "port-used-by-service", Error;
    /// A protocol a node cannot publish.
    ProtocolUnsupported = "protocol-unsupported", Error;
    /// One published port and protocol, twice.
    PublishedPortTwice = "published-port-twice", Error;
    /// An image of a registry that may ask who pulls.
    RegistryAuth = "registry-auth", Note;
    /// A port of the routing mesh on a node that has none.
    RoutingMeshUnsupported = "routing-mesh-unsupported", Error;
    /// An address for a service, which swarm takes and ignores.
    StaticAddressIgnored = "static-address-ignored", Error;
    /// A port swarm itself needs on every node.
    SwarmOwnPort = "swarm-own-port", Warning;
    /// What the nodes must reach each other by.
    SwarmPortsBetweenNodes = "swarm-ports-between-nodes", Note;
    /// A virtual address on a node that has none.
    VipUnsupported = "vip-unsupported", Error;
}

impl fmt::Display for ServiceRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl Serialize for ServiceRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
