//! `HostComputeEndpoint`.

use std::net::IpAddr;

use serde_json::Value;

use super::{Dns, EndpointPolicy, NextHop, SchemaVersion};
use crate::model::MacAddress;
use crate::wire::Guid;
use crate::wire::declare::record;
use crate::wire::flags::flags;

flags! {
    /// Flags of an endpoint. The numbers above 1 are those of the PowerShell module.
    EndpointFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// It is on another host.
        REMOTE_ENDPOINT = "RemoteEndpoint" / 1,
        /// No traffic between containers.
        DISABLE_INTER_COMPUTE_COMMUNICATION = "DisableInterComputeCommunication" / 2,
        /// `EnableMirroring`.
        ENABLE_MIRRORING = "EnableMirroring" / 4,
        /// The interface's metric is low.
        ENABLE_LOW_INTERFACE_METRIC = "EnableLowInterfaceMetric" / 8,
        /// `OverrideDNSServerOrder`.
        OVERRIDE_DNS_SERVER_ORDER = "OverrideDNSServerOrder" / 16,
        /// The address comes from a DHCP server.
        ENABLE_DHCP = "EnableDhcp" / 32,
    }
}

record! {
    /// An endpoint of HCN v2.
    Endpoint {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// Its name.
        name: Option<String> = "Name",
        /// Who made it.
        owner: Option<String> = "Owner",
        /// The network it is in.
        host_compute_network: Option<Guid> = "HostComputeNetwork",
        /// The namespace it is in; HNS says it, clients must not.
        host_compute_namespace: Option<Guid> = "HostComputeNamespace",
        /// Its policies.
        policies: Vec<EndpointPolicy> = "Policies",
        /// Its addresses; two for dual stack.
        ip_configurations: Vec<IpConfiguration> = "IpConfigurations",
        /// Name resolution.
        dns: Option<Dns> = "Dns",
        /// The ways out.
        routes: Vec<NextHop> = "Routes",
        /// Its hardware address, written with dashes.
        mac_address: Option<MacAddress> = "MacAddress",
        /// Flags.
        flags: Option<EndpointFlags> = "Flags",
        /// In answers.
        health: Option<Value> = "Health",
        /// The schema this is written in.
        schema_version: Option<SchemaVersion> = "SchemaVersion",
    }
}

record! {
    /// An address of an endpoint.
    IpConfiguration {
        /// The address.
        ip_address: Option<IpAddr> = "IpAddress",
        /// The length of its prefix.
        prefix_length: Option<u8> = "PrefixLength",
        /// The block it is from, from schema 2.3 on.
        ip_subnet_id: Option<Guid> = "IpSubnetId",
    }
}
