//! `HNSEndpoint`, what hangs on it, and policy lists.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::Value;

use super::{HnsVersion, Policy};
use crate::model::MacAddress;
use crate::wire::Guid;
use crate::wire::declare::{record, words};
use crate::wire::field::CommaList;

words! {
    /// How far an endpoint has come.
    EndpointState as number {
        /// Not set up.
        Uninitialized = "Uninitialized" / 0,
        /// There, in no container.
        Created = "Created" / 1,
        /// In a container.
        Attached = "Attached" / 2,
        /// In several containers.
        AttachedSharing = "AttachedSharing" / 3,
        /// Taken out of its container.
        Detached = "Detached" / 4,
        /// Broken.
        Degraded = "Degraded" / 5,
        /// Gone.
        Destroyed = "Destroyed" / 6,
    }
}

record! {
    /// An endpoint of HNS v1.
    Endpoint {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// Its name.
        name: Option<String> = "Name",
        /// The network it is in.
        virtual_network: Option<Guid> = "VirtualNetwork",
        /// That network's name.
        virtual_network_name: Option<String> = "VirtualNetworkName",
        /// NAT, QOS, `OutBoundNAT`, ACL, ELB, ROUTE, PA …
        policies: Vec<Policy> = "Policies",
        /// Its hardware address, written with dashes.
        mac_address: Option<MacAddress> = "MacAddress",
        /// Its IPv4 address.
        ip_address: Option<Ipv4Addr> = "IPAddress",
        /// The length of the IPv4 prefix.
        prefix_length: Option<u8> = "PrefixLength",
        /// Its IPv6 address.
        ipv6_address: Option<Ipv6Addr> = "IPv6Address",
        /// The length of the IPv6 prefix.
        ipv6_prefix_length: Option<u8> = "IPv6PrefixLength",
        /// The IPv4 gateway.
        gateway_address: Option<Ipv4Addr> = "GatewayAddress",
        /// The IPv6 gateway.
        gateway_address_v6: Option<Ipv6Addr> = "GatewayAddressV6",
        /// The domain of unqualified names.
        dns_suffix: Option<String> = "DNSSuffix",
        /// DNS servers; answers have the gateway first.
        dns_server_list: CommaList = "DNSServerList",
        /// A domain.
        dns_domain: Option<String> = "DNSDomain",
        /// The engine's resolver answers.
        enable_internal_dns: bool = "EnableInternalDNS",
        /// No traffic between containers.
        disable_icc: bool = "DisableICC",
        /// It is on another host.
        is_remote_endpoint: bool = "IsRemoteEndpoint",
        /// The interface's metric is low.
        enable_low_metric: bool = "EnableLowMetric",
        /// The namespace it is in.
        namespace: Option<Namespace> = "Namespace",
        /// Bytes kept for encapsulation.
        encap_overhead: Option<u16> = "EncapOverhead",
        /// The containers that use it.
        shared_containers: Vec<String> = "SharedContainers",
        /// How far it has come.
        state: Option<EndpointState> = "State",
        /// In answers: the version of HNS.
        version: Option<HnsVersion> = "Version",
        /// In answers.
        health: Option<Value> = "Health",
    }
}

impl Endpoint {
    /// The endpoint without what only answers have, as a client would ask for it. Keys nobody knows stay.
    #[must_use]
    pub fn settings(&self) -> Self {
        let mut settings = self.clone();
        (settings.version, settings.state, settings.health) = (None, None, None);
        settings.shared_containers.clear();
        settings.virtual_network_name = None;
        let read_only = ["ActivityId", "AdditionalParams", "ComputedPolicies", "CreateProcessingStartTime"];
        let read_only = |key: &str| read_only.contains(&key) || matches!(key, "Resources" | "Type");
        settings.rest.retain(|key, _| !read_only(key));
        settings
    }
}

record! {
    /// The network compartment an endpoint is in.
    Namespace {
        /// Its identity, always written.
        id: Option<Guid> = "ID",
        /// It is the default one.
        is_default: bool = "IsDefault",
        /// What is in it.
        resource_list: Vec<NamespaceResource> = "ResourceList",
        /// Its number.
        compartment_id: Option<u32> = "CompartmentId",
    }
}

record! {
    /// What is in a namespace.
    NamespaceResource {
        /// `Container` or `Endpoint`.
        kind: Option<String> = "Type",
        /// Its identity, in an object.
        data: Option<Value> = "Data",
    }
}

words! {
    /// What an endpoint is attached to.
    SystemType as text {
        /// A container.
        Container = "Container",
        /// A virtual machine.
        VirtualMachine = "VirtualMachine",
        /// The host.
        Host = "Host",
    }
}

record! {
    /// The body of `/endpoints/<id>/attach` and `/detach`.
    AttachRequest {
        /// The container.
        container_id: Option<String> = "ContainerId",
        /// What to attach to.
        system_type: SystemType = "SystemType",
        /// The compartment.
        compartment_id: Option<u16> = "CompartmentId",
        /// A virtual machine's adapter.
        virtual_nic_name: Option<String> = "VirtualNicName",
    }
}

record! {
    /// The answer of `/endpointstats/<id>`.
    EndpointStats {
        /// Bytes in.
        bytes_received: u64 = "BytesReceived",
        /// Bytes out.
        bytes_sent: u64 = "BytesSent",
        /// Packets in that were dropped.
        dropped_packets_incoming: u64 = "DroppedPacketsIncoming",
        /// Packets out that were dropped.
        dropped_packets_outgoing: u64 = "DroppedPacketsOutgoing",
        /// Packets in.
        packets_received: u64 = "PacketsReceived",
        /// Packets out.
        packets_sent: u64 = "PacketsSent",
        /// The endpoint.
        endpoint_id: Option<Guid> = "EndpointId",
        /// The instance.
        instance_id: Option<String> = "InstanceId",
    }
}

record! {
    /// Policies of several endpoints: a load balancer or a route.
    PolicyList {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// The endpoints, as `/endpoints/<guid>`.
        references: Vec<String> = "References",
        /// ELB or ROUTE.
        policies: Vec<Policy> = "Policies",
    }
}
