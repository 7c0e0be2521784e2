//! The rules, their names and their pages.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Severity;

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal, $severity:ident;)+) => {
        /// What a [`Finding`](super::Finding) is about.
        ///
        /// ```
        /// use docknet::check::Rule;
        /// let rule = Rule::SeveralNatNetworksWithPublishedPorts;
        /// assert_eq!(rule.slug(), "several-nat-networks-with-published-ports");
        /// assert!(rule.page().contains("external"));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$doc])* $variant,)+
        }

        impl Rule {
            /// Every rule, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word a person searches for.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }

            /// How grave it is where the host is known to be affected. A finding can be milder.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// A page in Markdown: what happens, where, who says so, what to do.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("rules/", $slug, ".md")),)+
                }
            }
        }
    };
}

rules! {
    /// A service cannot answer with its tasks' addresses and be behind the routing mesh.
    DnsrrWithIngressPort = "dnsrr-with-ingress-port", Error;
    /// A network's driver does not exist on the platform.
    DriverMissingOnPlatform = "driver-missing-on-platform", Error;
    /// A range for dynamic addresses where the platform has none.
    DynamicRangeUnsupported = "dynamic-range-unsupported", Error;
    /// A port published on one address of a host that cannot do so.
    HostAddressInPublish = "host-address-in-publish", Error;
    /// IPv6 on a network that has none.
    Ipv6Unsupported = "ipv6-unsupported", Error;
    /// Projects that share a network answer to the same name.
    NamesCollideOnSharedNetwork = "names-collide-on-shared-network", Warning;
    /// A NAT network of a project's own is gone after a reboot.
    NatNetworkLostAtReboot = "nat-network-lost-at-reboot", Warning;
    /// The default NAT network has another prefix on every host.
    NatPrefixDiffersBetweenHosts = "nat-prefix-differs-between-hosts", Error;
    /// Projects on the default NAT network see each other.
    OneNatEndsIsolation = "one-nat-ends-isolation", Note;
    /// A pinned address is free for others while its owner is down.
    PinnedAddressCanBeTaken = "pinned-address-can-be-taken", Warning;
    /// A protocol the platform cannot publish.
    ProtocolUnsupported = "protocol-unsupported", Error;
    /// Two services want the same port of the host.
    PublishedPortTwice = "published-port-twice", Error;
    /// Several NAT networks on one host, nothing published on more than one.
    SeveralNatNetworks = "several-nat-networks", Warning;
    /// Several NAT networks on one host, with published ports on more than one of them.
    SeveralNatNetworksWithPublishedPorts = "several-nat-networks-with-published-ports", Error;
    /// A pinned address on a Linux network whose subnet the engine picks.
    StaticAddressOnAutomaticSubnet = "static-address-on-automatic-subnet", Error;
    /// A pinned address that no subnet of the network has.
    StaticAddressOutsideSubnet = "static-address-outside-subnet", Error;
    /// A pinned address that the network keeps for itself.
    StaticAddressReserved = "static-address-reserved", Error;
    /// A pinned address another container has.
    StaticAddressTaken = "static-address-taken", Error;
    /// One address pinned by two services.
    StaticAddressTwice = "static-address-twice", Error;
    /// One address for several containers of a service.
    StaticAddressWithReplicas = "static-address-with-replicas", Error;
    /// Two networks share addresses.
    SubnetsOverlap = "subnets-overlap", Error;
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
