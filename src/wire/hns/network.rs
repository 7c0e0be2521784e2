//! `HNSNetwork`.

use std::net::IpAddr;

use serde_json::Value;

use super::{HnsVersion, Policy};
use crate::model;
use crate::wire::declare::{record, words};
use crate::wire::field::CommaList;
use crate::wire::{Guid, hcn};

words! {
    /// What makes a network. Docker's driver name is the word in lower case, where it has such a driver.
    NetworkType as text {
        /// Address translation; what a v2 answer without a type means.
        Nat = "NAT",
        /// Internet Connection Sharing.
        Ics = "ICS",
        /// On the host's LAN, with hardware addresses of their own.
        Transparent = "Transparent",
        /// On the host's LAN, behind the host's hardware address.
        L2Bridge = "L2Bridge",
        /// As `L2Bridge`, for Azure.
        L2Tunnel = "L2Tunnel",
        /// VXLAN between hosts.
        Overlay = "Overlay",
        /// Containers only.
        Private = "Private",
        /// Host and containers only.
        Internal = "Internal",
        /// Known to the v1 PowerShell module only.
        Layered = "Layered",
        /// From schema 2.4 on.
        Mirrored = "Mirrored",
        /// From schema 2.4 on.
        Infiniband = "Infiniband",
        /// From schema 2.10 on.
        ConstrainedIcs = "ConstrainedICS",
    }
}

impl NetworkType {
    /// The name of Docker's driver for it; `None` where Docker has none.
    ///
    /// ```
    /// use docknet::{model::Driver, wire::hns::NetworkType};
    /// assert_eq!(NetworkType::Nat.driver(), Some(Driver::Nat));
    /// assert_eq!(NetworkType::Mirrored.driver(), None);
    /// ```
    #[must_use]
    pub fn driver(&self) -> Option<model::Driver> {
        match self {
            Self::Nat => Some(model::Driver::Nat),
            Self::Ics => Some(model::Driver::Ics),
            Self::Transparent => Some(model::Driver::Transparent),
            Self::L2Bridge => Some(model::Driver::L2Bridge),
            Self::L2Tunnel => Some(model::Driver::L2Tunnel),
            Self::Overlay => Some(model::Driver::Overlay),
            Self::Private => Some(model::Driver::Private),
            Self::Internal => Some(model::Driver::Internal),
            Self::Layered | Self::Mirrored | Self::Infiniband | Self::ConstrainedIcs | Self::Unknown(_) => {
                None
            }
        }
    }

    /// Whether the v1 interface has this type.
    #[must_use]
    pub fn is_v1(&self) -> bool {
        !matches!(self, Self::Mirrored | Self::Infiniband | Self::ConstrainedIcs)
    }

    /// Whether the v2 interface has this type.
    #[must_use]
    pub fn is_v2(&self) -> bool {
        !matches!(self, Self::Layered)
    }
}

record! {
    /// A network of HNS v1. What only answers of HNS have, and is not named here, is in `rest`.
    Network {
        /// Given by HNS.
        id: Option<Guid> = "ID",
        /// Docker's label `networkname`, else Docker's network id.
        name: Option<String> = "Name",
        /// What makes it. Docker sends it in lower case and HNS gives back what it got.
        kind: Option<NetworkType> = "Type",
        /// The host's adapters; several are teamed.
        network_adapter_name: CommaList = "NetworkAdapterName",
        /// A hardware address.
        source_mac: Option<model::MacAddress> = "SourceMac",
        /// VLAN and VSID. HNS counts the VLANs of NAT networks up by itself.
        policies: Vec<Policy> = "Policies",
        /// Where hardware addresses come from.
        mac_pools: Vec<MacPool> = "MacPools",
        /// The prefixes.
        subnets: Vec<Subnet> = "Subnets",
        /// The domain of unqualified names.
        dns_suffix: Option<String> = "DNSSuffix",
        /// DNS servers.
        dns_server_list: CommaList = "DNSServerList",
        /// The compartment DNS servers are asked from.
        dns_server_compartment: Option<u32> = "DNSServerCompartment",
        /// The host's address, read back on l2bridge and overlay networks.
        management_ip: Option<IpAddr> = "ManagementIP",
        /// DNS servers are taken from the host.
        automatic_dns: bool = "AutomaticDNS",
        /// In answers; 8 on a NAT network of Windows Server 2022.
        flags: Option<hcn::NetworkFlags> = "Flags",
        /// In answers: the version of HNS.
        version: Option<HnsVersion> = "Version",
        /// In answers: 1 is usable.
        state: Option<u16> = "State",
        /// In answers.
        health: Option<Value> = "Health",
    }
}

impl Network {
    /// The network without what only answers have (`Version`, `State`, `Health`, `ManagementIP` and the keys of
    /// 1.7 in `rest`), as a client would ask for it. Keys nobody knows stay.
    ///
    /// ```
    /// use docknet::wire::{Document, hns};
    /// let read = Document::<hns::Network>::parse(r#"{"Name":"a","State":1,"SwitchName":"a","New":1}"#)?;
    /// let settings = read.content().settings();
    /// assert_eq!(hns_text(&settings), r#"{"Name":"a","New":1}"#);
    /// # fn hns_text(n: &hns::Network) -> String { docknet::wire::Record::to_value(n).to_string() }
    /// # Ok::<(), docknet::wire::WireError>(())
    /// ```
    #[must_use]
    pub fn settings(&self) -> Self {
        let mut settings = self.clone();
        (settings.version, settings.state, settings.health, settings.management_ip) =
            (None, None, None, None);
        settings.rest.retain(|key, _| !READ_ONLY.contains(&key.as_str()));
        for subnet in &mut settings.subnets {
            subnet.rest.retain(|key, _| !SUBNET_READ_ONLY.contains(&key.as_str()));
        }
        settings
    }
}

/// The keys seen in answers that no client sends.
const READ_ONLY: &[&str] = &[
    "ActivityId",
    "AdditionalParams",
    "ComputedPolicies",
    "CurrentEndpointCount",
    "Extensions",
    "GatewayMac",
    "IPv6",
    "IsolateSwitch",
    "LayeredOn",
    "MaxConcurrentEndpoints",
    "NatName",
    "Resources",
    "SwitchGuid",
    "SwitchName",
    "TotalEndpoints",
];

const SUBNET_READ_ONLY: &[&str] =
    &["AdditionalParams", "Flags", "Health", "ID", "IpSubnets", "ObjectType", "State"];

record! {
    /// A prefix of a network.
    Subnet {
        /// The prefix; `0.0.0.0/0` asks HNS to choose.
        address_prefix: Option<model::Subnet> = "AddressPrefix",
        /// The gateway; `0.0.0.0` is none.
        gateway_address: Option<IpAddr> = "GatewayAddress",
        /// VSID of an overlay network, VLAN.
        policies: Vec<Policy> = "Policies",
    }
}

impl Subnet {
    /// The prefix, unless HNS is to choose.
    #[must_use]
    pub fn prefix(&self) -> Option<model::Subnet> {
        self.address_prefix.filter(|prefix| prefix.length() != 0)
    }

    /// The gateway, unless it is the wildcard.
    #[must_use]
    pub fn gateway(&self) -> Option<IpAddr> {
        self.gateway_address.filter(|gateway| !gateway.is_unspecified())
    }
}

record! {
    /// A range of hardware addresses.
    MacPool {
        /// The first.
        start: Option<model::MacAddress> = "StartMacAddress",
        /// The last.
        end: Option<model::MacAddress> = "EndMacAddress",
    }
}
