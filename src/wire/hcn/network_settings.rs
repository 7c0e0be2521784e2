//! The settings of HCN v2 policies that only networks have.

use std::net::IpAddr;

use crate::model::MacAddress;
use crate::wire::Guid;
use crate::wire::declare::{record, words};

words! {
    /// What a set holds.
    SetPolicyType as text {
        /// Addresses.
        IpSet = "IPSET",
        /// Other sets.
        NestedIpSet = "NESTEDIPSET",
    }
}

record! {
    /// The hardware address of a network.
    SourceMacAddressSettings {
        /// The address.
        source_mac_address: Option<MacAddress> = "SourceMacAddress",
    }
}

record! {
    /// The host's adapter.
    NetAdapterNameSettings {
        /// Its name.
        network_adapter_name: Option<String> = "NetworkAdapterName",
    }
}

record! {
    /// An extension of the switch.
    ExtensionSettings {
        /// Its identity.
        extension_id: Option<Guid> = "ExtensionID",
        /// On or off.
        enable: bool = "Enable",
    }
}

record! {
    /// The hardware address of the distributed router.
    DrMacAddressSettings {
        /// The address.
        address: Option<MacAddress> = "Address",
    }
}

record! {
    /// DNS servers are taken from the host.
    AutomaticDnsSettings {
        /// On or off.
        enable: bool = "Enable",
    }
}

record! {
    /// A subnet on another host.
    RemoteSubnetRouteSettings {
        /// The prefix.
        destination_prefix: Option<String> = "DestinationPrefix",
        /// The virtual subnet: 16 bits in clients, 32 in the schema document.
        isolation_id: Option<u32> = "IsolationId",
        /// The other host.
        provider_address: Option<IpAddr> = "ProviderAddress",
        /// The hardware address of its router.
        distributed_router_mac_address: Option<MacAddress> = "DistributedRouterMacAddress",
    }
}

record! {
    /// The port of VXLAN.
    VxlanPortSettings {
        /// The port.
        port: Option<u16> = "Port",
    }
}

record! {
    /// A route to the host; it has no settings.
    HostRouteSettings {}
}

record! {
    /// A set of addresses or of sets.
    SetPolicySettings {
        /// Its identity.
        id: Option<String> = "Id",
        /// Its name.
        name: Option<String> = "Name",
        /// What it holds.
        policy_type: Option<SetPolicyType> = "PolicyType",
        /// What is in it, separated by commas.
        values: Option<String> = "Values",
    }
}

record! {
    /// The layer a network lies on.
    LayerConstraintSettings {
        /// The layer.
        layer_id: Option<Guid> = "LayerId",
    }
}

record! {
    /// Neighbor discovery; known to the PowerShell module only, its settings are in `rest`.
    NeighborDiscoverySettings {}
}
