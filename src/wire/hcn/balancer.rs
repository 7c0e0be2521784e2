//! `HostComputeLoadBalancer` and `HostComputeRoute`.

use std::net::IpAddr;

use super::{SchemaVersion, SdnRouteSettings};
use crate::wire::Guid;
use crate::wire::declare::{record, words};
use crate::wire::flags::flags;

words! {
    /// A protocol.
    Protocol as number {
        /// ICMP of IPv4.
        Icmpv4 = "ICMPv4" / 1,
        /// Multicast groups.
        Igmp = "IGMP" / 2,
        /// TCP.
        Tcp = "TCP" / 6,
        /// UDP.
        Udp = "UDP" / 17,
        /// ICMP of IPv6.
        Icmpv6 = "ICMPv6" / 58,
    }
}

words! {
    /// What stays with one endpoint.
    Distribution as number {
        /// A connection.
        None = "None" / 0,
        /// A source address and protocol.
        SourceIpProtocol = "SourceIPProtocol" / 1,
        /// A source address.
        SourceIp = "SourceIP" / 2,
    }
}

flags! {
    /// Flags of a load balancer.
    BalancerFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// Answers go straight to the client.
        DIRECT_SERVER_RETURN = "EnableDirectServerReturn" / 1,
        /// From schema 2.8 on.
        IPV6 = "IPv6" / 2,
    }
}

flags! {
    /// Flags of a balanced port.
    MappingFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// Inside the host only.
        INTERNAL = "ILB" / 1,
        /// `LocalRoutedVIP`.
        LOCAL_ROUTED_VIP = "LocalRoutedVIP" / 2,
        /// Named so by clients; the schema document says it is not used.
        USE_MUX = "UseMux" / 4,
        /// `PreserveDIP`.
        PRESERVE_DIP = "PreserveDIP" / 8,
    }
}

record! {
    /// A load balancer of HCN v2.
    LoadBalancer {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// The network, from schema 2.5 on.
        host_compute_network: Option<Guid> = "HostComputeNetwork",
        /// The endpoints behind it.
        host_compute_endpoints: Vec<Guid> = "HostComputeEndpoints",
        /// The address traffic comes from.
        source_vip: Option<IpAddr> = "SourceVIP",
        /// The addresses in front.
        frontend_vips: Vec<IpAddr> = "FrontendVIPs",
        /// The ports.
        port_mappings: Vec<PortMapping> = "PortMappings",
        /// Flags.
        flags: Option<BalancerFlags> = "Flags",
        /// The schema this is written in.
        schema_version: Option<SchemaVersion> = "SchemaVersion",
    }
}

record! {
    /// A port of a load balancer.
    PortMapping {
        /// The protocol.
        protocol: Option<Protocol> = "Protocol",
        /// The endpoints' port.
        internal_port: Option<u16> = "InternalPort",
        /// The port in front.
        external_port: Option<u16> = "ExternalPort",
        /// What stays with one endpoint.
        distribution_type: Option<Distribution> = "DistributionType",
        /// Flags.
        flags: Option<MappingFlags> = "Flags",
    }
}

record! {
    /// A route of HCN v2. Clients write its settings as `Setting`, the schema document as `Routes`.
    Route {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// The endpoints it is for.
        host_compute_endpoints: Vec<Guid> = "HostComputeEndpoints",
        /// The settings, as clients write them.
        setting: Vec<SdnRouteSettings> = "Setting",
        /// The settings, as the schema document has them.
        routes: Vec<SdnRouteSettings> = "Routes",
        /// The schema this is written in.
        schema_version: Option<SchemaVersion> = "SchemaVersion",
    }
}

impl Route {
    /// The settings, whichever key they stand under.
    pub fn settings(&self) -> impl Iterator<Item = &SdnRouteSettings> {
        self.setting.iter().chain(&self.routes)
    }
}
