//! The settings of HCN v2 policies, those of networks alone apart.

use std::net::IpAddr;

use super::Protocol;
use crate::wire::Guid;
use crate::wire::declare::{record, words};
use crate::wire::flags::flags;

words! {
    /// What a filter rule does.
    Action as text {
        /// Lets through.
        Allow = "Allow",
        /// Holds back.
        Block = "Block",
        /// Leaves it to the next tier; from schema 2.10 on.
        Pass = "Pass",
    }
}

words! {
    /// Which way traffic goes, seen from the endpoint.
    Direction as text {
        /// To the endpoint.
        In = "In",
        /// From the endpoint.
        Out = "Out",
    }
}

words! {
    /// Where a filter rule is enforced.
    RuleType as text {
        /// In the host, by the Windows Filtering Platform.
        Host = "Host",
        /// In the switch, by VFP.
        Switch = "Switch",
    }
}

flags! {
    /// Flags of a published port.
    PortMappingFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// `LocalRoutedVip`.
        LOCAL_ROUTED_VIP = "LocalRoutedVip" / 1,
        /// From schema 2.8 on.
        IPV6 = "IPv6" / 2,
        /// Named by the PowerShell module only.
        EXTERNAL_PORT_RESERVED = "ExternalPortReserved" / 4,
    }
}

record! {
    /// A published port.
    PortMappingSettings {
        /// The protocol.
        protocol: Option<Protocol> = "Protocol",
        /// The container's port.
        internal_port: Option<u16> = "InternalPort",
        /// The host's port.
        external_port: Option<u16> = "ExternalPort",
        /// The host's address.
        vip: Option<IpAddr> = "VIP",
        /// Flags.
        flags: Option<PortMappingFlags> = "Flags",
    }
}

record! {
    /// A filter rule.
    AclSettings {
        /// Its name; in the schema document only.
        id: Option<String> = "Id",
        /// Protocols, as numbers separated by commas.
        protocols: Option<String> = "Protocols",
        /// What it does; must be there.
        action: Action = "Action",
        /// Which way; must be there.
        direction: Direction = "Direction",
        /// Local prefixes.
        local_addresses: Option<String> = "LocalAddresses",
        /// Remote prefixes.
        remote_addresses: Option<String> = "RemoteAddresses",
        /// Local ports and ranges.
        local_ports: Option<String> = "LocalPorts",
        /// Remote ports and ranges.
        remote_ports: Option<String> = "RemotePorts",
        /// Where it is enforced.
        rule_type: Option<RuleType> = "RuleType",
        /// Lower goes first.
        priority: Option<u16> = "Priority",
    }
}

record! {
    /// A bandwidth limit.
    QosSettings {
        /// In bytes per second.
        maximum_outgoing_bandwidth_in_bytes: u64 = "MaximumOutgoingBandwidthInBytes",
    }
}

record! {
    /// A layer-2 endpoint; it has no settings.
    L2DriverSettings {}
}

record! {
    /// Address translation of outgoing traffic.
    OutboundNatSettings {
        /// The address seen outside.
        virtual_ip: Option<IpAddr> = "VirtualIP",
        /// Prefixes that are not translated.
        exceptions: Vec<String> = "Exceptions",
        /// The only prefixes that are translated.
        destinations: Vec<String> = "Destinations",
        /// Flags without published names.
        flags: Option<u32> = "Flags",
        /// How many ports it may take; not in the schema document.
        max_port_pool_usage: Option<u16> = "MaxPortPoolUsage",
    }
}

record! {
    /// A route.
    SdnRouteSettings {
        /// Where to.
        destination_prefix: Option<String> = "DestinationPrefix",
        /// By which host.
        next_hop: Option<IpAddr> = "NextHop",
        /// In an encapsulation.
        need_encap: bool = "NeedEncap",
        /// In the schema document only.
        automatic_endpoint_monitor: bool = "AutomaticEndpointMonitor",
    }
}

record! {
    /// A proxy in the switch. The schema document has other keys than clients send; both are here.
    L4ProxySettings {
        /// The proxy's address.
        ip: Option<IpAddr> = "IP",
        /// The proxy's port, as a text.
        port: Option<String> = "Port",
        /// The protocol.
        protocol: Option<Protocol> = "Protocol",
        /// Prefixes that are not proxied, as clients write it.
        exceptions: Vec<String> = "Exceptions",
        /// The same, as the schema document has it.
        exception_list: Vec<String> = "ExceptionList",
        /// The prefix that is proxied.
        destination: Option<String> = "Destination",
        /// Outgoing traffic is translated as well, as clients write it.
        outbound_nat: bool = "OutboundNAT",
        /// The same, as the schema document has it.
        outbound_nat_document: bool = "OutboundNat",
    }
}

record! {
    /// Which traffic.
    FiveTuple {
        /// Protocols, as numbers separated by commas.
        protocols: Option<String> = "Protocols",
        /// Local prefixes.
        local_addresses: Option<String> = "LocalAddresses",
        /// Remote prefixes.
        remote_addresses: Option<String> = "RemoteAddresses",
        /// Local ports and ranges.
        local_ports: Option<String> = "LocalPorts",
        /// Remote ports and ranges.
        remote_ports: Option<String> = "RemotePorts",
        /// Lower goes first.
        priority: Option<u16> = "Priority",
    }
}

record! {
    /// What a proxy leaves alone.
    Exceptions {
        /// Prefixes.
        ip_addresses: Vec<String> = "IpAddressExceptions",
        /// Ports.
        ports: Vec<String> = "PortExceptions",
    }
}

record! {
    /// A proxy in the host, from schema 2.5 on.
    L4WfpProxySettings {
        /// The port of the proxy for incoming traffic.
        inbound_proxy_port: Option<String> = "InboundProxyPort",
        /// The port of the proxy for outgoing traffic.
        outbound_proxy_port: Option<String> = "OutboundProxyPort",
        /// Which traffic.
        filter_tuple: Option<FiveTuple> = "FilterTuple",
        /// The user the proxy runs as.
        user_sid: Option<String> = "UserSID",
        /// What is left alone on the way in, from schema 2.14 on.
        inbound_exceptions: Option<Exceptions> = "InboundExceptions",
        /// What is left alone on the way out, from schema 2.14 on.
        outbound_exceptions: Option<Exceptions> = "OutboundExceptions",
    }
}

record! {
    /// The provider address of an overlay endpoint or network.
    ProviderAddressSettings {
        /// The host's address.
        provider_address: Option<IpAddr> = "ProviderAddress",
    }
}

record! {
    /// The name of a switch port.
    PortNameSettings {
        /// The name.
        name: Option<String> = "Name",
    }
}

record! {
    /// Bytes kept for encapsulation.
    EncapOverheadSettings {
        /// How many.
        overhead: Option<u16> = "Overhead",
    }
}

record! {
    /// The interface traffic must take.
    InterfaceConstraintSettings {
        /// By its GUID.
        interface_guid: Option<Guid> = "InterfaceGuid",
        /// By its locally unique number.
        interface_luid: Option<u64> = "InterfaceLuid",
        /// By its index.
        interface_index: Option<u32> = "InterfaceIndex",
        /// By its medium.
        interface_media_type: Option<u32> = "InterfaceMediaType",
        /// By its alias.
        interface_alias: Option<String> = "InterfaceAlias",
        /// By its description.
        interface_description: Option<String> = "InterfaceDescription",
    }
}

record! {
    /// Encryption, from schema 2.1 on; its settings are in `rest`.
    EncryptionSettings {}
}

record! {
    /// Parameters of the interface, from schema 2.4 on.
    InterfaceParametersSettings {
        /// The largest packet.
        mtu: Option<u16> = "Mtu",
    }
}

record! {
    /// Offload to the adapter, from schema 2.9 on.
    IovSettings {
        /// The weight.
        iov_offload_weight: Option<u32> = "IovOffloadWeight",
        /// Queue pairs.
        queue_pairs_requested: Option<u32> = "QueuePairsRequested",
        /// Interrupt moderation.
        interrupt_moderation: Option<u32> = "InterruptModeration",
    }
}

record! {
    /// A tier of filter rules, from schema 2.10 on.
    TierAclSettings {
        /// Its name.
        name: Option<String> = "Name",
        /// Which way; must be there.
        direction: Direction = "Direction",
        /// Lower goes first.
        order: u16 = "Order",
        /// The rules.
        rules: Vec<TierAclRule> = "TierAclRules",
    }
}

record! {
    /// A rule of a tier.
    TierAclRule {
        /// Its name.
        id: Option<String> = "Id",
        /// Protocols, as numbers separated by commas.
        protocols: Option<String> = "Protocols",
        /// What it does; must be there.
        action: Action = "TierAclRuleAction",
        /// Local prefixes.
        local_addresses: Option<String> = "LocalAddresses",
        /// Remote prefixes.
        remote_addresses: Option<String> = "RemoteAddresses",
        /// Local ports and ranges.
        local_ports: Option<String> = "LocalPorts",
        /// Remote ports and ranges.
        remote_ports: Option<String> = "RemotePorts",
        /// Lower goes first.
        priority: Option<u16> = "Priority",
    }
}
