//! The things a host may or may not be able to do.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! capabilities {
    ($($(#[$doc:meta])* $variant:ident = $slug:literal;)+) => {
        /// Something a host may or may not be able to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])* $variant,)+
        }

        impl Capability {
            /// Every capability, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word a person searches for.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }
        }
    };
}

capabilities! {
    /// Joining a running container to a further network.
    ConnectWhileRunning = "connect-while-running";
    /// A range for dynamic addresses inside the subnet (`--ip-range`).
    DynamicRange = "dynamic-range";
    /// Encrypted overlay networks (`--opt encrypted`).
    EncryptedOverlay = "encrypted-overlay";
    /// The engine makes user-defined NAT networks anew when it starts and HNS has lost them.
    EngineRecreatesNatNetworks = "engine-recreates-nat-networks";
    /// Services that answer with the addresses of their tasks.
    EndpointModeDnsrr = "endpoint-mode-dnsrr";
    /// Services that answer at a virtual address.
    EndpointModeVip = "endpoint-mode-vip";
    /// Service ports published on the nodes that run a task (`mode=host`).
    HostPublish = "host-publish";
    /// IPv6 on bridge (Linux) and nat (Windows) networks.
    Ipv6 = "ipv6";
    /// `localhost:port` on the host reaches a published port.
    LocalhostReachesPublishedPort = "localhost-reaches-published-port";
    /// HNS keeps NAT networks over a reboot.
    NatNetworksSurviveReboot = "nat-networks-survive-reboot";
    /// Overlay networks between the nodes of a swarm.
    Overlay = "overlay";
    /// A published service port answers on every node of the swarm.
    RoutingMesh = "routing-mesh";
    /// Several NAT networks on one host, nothing published.
    SeveralNatNetworks = "several-nat-networks";
    /// Several NAT networks on one host, with published ports on more than one of them.
    SeveralPublishedNatNetworks = "several-published-nat-networks";
    /// A container asks for an address of its own in the predefined network.
    StaticAddressOnDefaultNetwork = "static-address-on-default-network";
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl Serialize for Capability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
