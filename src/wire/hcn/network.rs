//! `HostComputeNetwork`.

use std::net::IpAddr;

use serde_json::Value;

use super::NetworkPolicy;
use super::policy::nested;
use crate::model;
use crate::wire::Guid;
use crate::wire::declare::{policies, record, words};
use crate::wire::flags::flags;
use crate::wire::hns::NetworkType;

flags! {
    /// Flags of a network.
    ///
    /// The numbers of the first three are those of the PowerShell module.
    NetworkFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// `EnableDns`.
        ENABLE_DNS = "EnableDns" / 1,
        /// `EnableDhcp`.
        ENABLE_DHCP = "EnableDhcp" / 2,
        /// `EnableMirroring`.
        ENABLE_MIRRORING = "EnableMirroring" / 4,
        /// The network is gone after a reboot.
        ENABLE_NON_PERSISTENT = "EnableNonPersistent" / 8,
        /// The host has no port in the network.
        DISABLE_HOST_PORT = "DisableHostPort" / 1024,
        /// Offload to the adapter.
        ENABLE_IOV = "EnableIov" / 8192,
    }
}

record! {
    /// The version of the schema; clients send 2.0.
    SchemaVersion {
        /// Before the dot.
        major: u32 = "Major",
        /// After it.
        minor: u32 = "Minor",
    }
}

impl SchemaVersion {
    /// What clients send: 2.0.
    #[must_use]
    pub fn v2() -> Self {
        Self { major: 2, ..Self::default() }
    }
}

record! {
    /// A network of HCN v2.
    Network {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// Its name.
        name: Option<String> = "Name",
        /// Who made it.
        owner: Option<String> = "Owner",
        /// What makes it; see [`Network::network_type`].
        kind: Option<NetworkType> = "Type",
        /// Its policies.
        policies: Vec<NetworkPolicy> = "Policies",
        /// Where hardware addresses come from.
        mac_pool: Option<MacPool> = "MacPool",
        /// Name resolution.
        dns: Option<Dns> = "Dns",
        /// Where addresses come from.
        ipams: Vec<Ipam> = "Ipams",
        /// Flags.
        flags: Option<NetworkFlags> = "Flags",
        /// In answers.
        health: Option<Value> = "Health",
        /// The schema this is written in.
        schema_version: Option<SchemaVersion> = "SchemaVersion",
    }
}

impl Network {
    /// What makes the network. Answers leave NAT out, which is number zero to HNS.
    ///
    /// ```
    /// use docknet::wire::{hcn::Network, hns::NetworkType};
    /// assert_eq!(Network::default().network_type(), NetworkType::Nat);
    /// ```
    #[must_use]
    pub fn network_type(&self) -> NetworkType {
        self.kind.clone().unwrap_or(NetworkType::Nat)
    }

    /// All subnets, in order.
    pub fn subnets(&self) -> impl Iterator<Item = &Subnet> {
        self.ipams.iter().flat_map(|ipam| &ipam.subnets)
    }
}

record! {
    /// Where hardware addresses come from.
    MacPool {
        /// The ranges.
        ranges: Vec<MacRange> = "Ranges",
    }
}

record! {
    /// A range of hardware addresses.
    MacRange {
        /// The first.
        start: Option<model::MacAddress> = "StartMacAddress",
        /// The last.
        end: Option<model::MacAddress> = "EndMacAddress",
    }
}

record! {
    /// Name resolution.
    Dns {
        /// The domain.
        domain: Option<String> = "Domain",
        /// Domains that are tried.
        search: Vec<String> = "Search",
        /// The servers.
        server_list: Vec<String> = "ServerList",
        /// Options of the resolver.
        options: Vec<String> = "Options",
    }
}

words! {
    /// Where addresses come from.
    IpamType as text {
        /// HNS or the client gives them.
        Static = "Static",
        /// A DHCP server gives them.
        Dhcp = "DHCP",
    }
}

record! {
    /// One way addresses are given.
    Ipam {
        /// Which way.
        kind: Option<IpamType> = "Type",
        /// The prefixes.
        subnets: Vec<Subnet> = "Subnets",
    }
}

flags! {
    /// Flags of a subnet, from schema 2.7 on.
    SubnetFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// The gateway's address can be given to an endpoint.
        DO_NOT_RESERVE_GATEWAY_ADDRESS = "DoNotReserveGatewayAddress" / 1,
    }
}

flags! {
    /// Flags of a block of addresses, from schema 2.5 on.
    IpSubnetFlags {
        /// Nothing.
        NONE = "None" / 0,
        /// `EnableBroadcast`.
        ENABLE_BROADCAST = "EnableBroadcast" / 1,
        /// The first address is not given away.
        RESERVE_NETWORK_ADDRESS = "ReserveNetworkAddress" / 2,
    }
}

record! {
    /// A prefix of a network.
    Subnet {
        /// Its identity, in answers.
        id: Option<Guid> = "ID",
        /// The prefix.
        ip_address_prefix: Option<model::Subnet> = "IpAddressPrefix",
        /// VLAN or VSID.
        policies: Vec<SubnetPolicy> = "Policies",
        /// The ways out.
        routes: Vec<NextHop> = "Routes",
        /// Flags.
        flags: Option<SubnetFlags> = "Flags",
        /// Blocks of addresses, from schema 2.3 on.
        ip_subnets: Vec<IpSubnet> = "IpSubnets",
    }
}

impl Subnet {
    /// The prefix, unless HNS is to choose.
    #[must_use]
    pub fn prefix(&self) -> Option<model::Subnet> {
        self.ip_address_prefix.filter(|prefix| prefix.length() != 0)
    }

    /// The gateway: the next hop of the first default route, unless it is the wildcard.
    #[must_use]
    pub fn gateway(&self) -> Option<IpAddr> {
        let default = self.routes.iter().find(|route| route.is_default())?;
        default.next_hop.filter(|hop| !hop.is_unspecified())
    }
}

policies! {
    /// A policy of a v2 subnet.
    SubnetPolicy, nested {
        /// A VLAN.
        Vlan(IsolationSettings) = "VLAN",
        /// A virtual subnet.
        Vsid(IsolationSettings) = "VSID",
    }
}

record! {
    /// The number of a VLAN or a virtual subnet.
    IsolationSettings {
        /// The number.
        isolation_id: u32 = "IsolationId",
    }
}

record! {
    /// A way out.
    NextHop {
        /// The gateway.
        next_hop: Option<IpAddr> = "NextHop",
        /// Where to; `0.0.0.0/0` and `::/0` are everywhere.
        destination_prefix: Option<model::Subnet> = "DestinationPrefix",
        /// Lower is preferred.
        metric: Option<u16> = "Metric",
    }
}

impl NextHop {
    /// Whether it leads everywhere.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.destination_prefix.is_some_and(|prefix| prefix.length() == 0)
    }
}

record! {
    /// A block of addresses in a subnet.
    IpSubnet {
        /// Its identity, in answers.
        id: Option<Guid> = "ID",
        /// The prefix.
        ip_address_prefix: Option<model::Subnet> = "IpAddressPrefix",
        /// Flags.
        flags: Option<IpSubnetFlags> = "Flags",
    }
}
