//! The policies of HCN v2: a `Type` and its `Settings`.

use super::IsolationSettings;
use super::network_settings::{
    AutomaticDnsSettings, DrMacAddressSettings, ExtensionSettings, HostRouteSettings,
    LayerConstraintSettings, NeighborDiscoverySettings, NetAdapterNameSettings, RemoteSubnetRouteSettings,
    SetPolicySettings, SourceMacAddressSettings, VxlanPortSettings,
};
use super::settings::{
    AclSettings, EncapOverheadSettings, EncryptionSettings, InterfaceConstraintSettings,
    InterfaceParametersSettings, IovSettings, L2DriverSettings, L4ProxySettings, L4WfpProxySettings,
    OutboundNatSettings, PortMappingSettings, PortNameSettings, ProviderAddressSettings, QosSettings,
    SdnRouteSettings, TierAclSettings,
};
use crate::wire::declare::policies;

/// How v2 puts a policy's settings under its type.
pub(super) mod nested {
    use serde_json::{Map, Value};

    use crate::wire::WireError;
    use crate::wire::field::Scalar;
    use crate::wire::value::At;

    /// Whether there is nothing beside the type and the settings; what has more is kept whole.
    pub(in crate::wire) fn fits(at: &At<'_>) -> bool {
        at.value.as_object().is_some_and(|policy| policy.keys().all(|key| key == "Type" || key == "Settings"))
    }

    /// Absent settings are empty ones.
    pub(in crate::wire) fn read<T: Scalar>(at: &At<'_>) -> Result<T, WireError> {
        let empty = Value::Object(Map::new());
        let settings = at.get("Settings").filter(|settings| settings.value != "");
        let path = if at.path.is_empty() { "Settings".to_owned() } else { format!("{}.Settings", at.path) };
        T::read(&settings.unwrap_or(At { path, value: &empty }))
    }

    pub(in crate::wire) fn write<T: Scalar>(kind: &str, settings: &T) -> Value {
        let mut object = Map::from_iter([("Type".to_owned(), Value::from(kind))]);
        object.insert("Settings".into(), settings.write());
        object.into()
    }
}

policies! {
    /// A policy of a v2 endpoint.
    ///
    /// ```
    /// use docknet::wire::{Document, hcn};
    /// let text = r#"{"Policies":[{"Type":"PortMapping","Settings":{"Protocol":6,"InternalPort":80,"ExternalPort":8080}}]}"#;
    /// let endpoint = Document::<hcn::Endpoint>::parse(text)?;
    /// let hcn::EndpointPolicy::PortMapping(port) = &endpoint.content().policies[0] else { panic!() };
    /// assert_eq!((port.protocol.clone(), port.external_port), (Some(hcn::Protocol::Tcp), Some(8080)));
    /// # Ok::<(), docknet::wire::WireError>(())
    /// ```
    EndpointPolicy, nested {
        /// A published port.
        PortMapping(PortMappingSettings) = "PortMapping",
        /// A filter rule.
        Acl(AclSettings) = "ACL",
        /// A bandwidth limit.
        Qos(QosSettings) = "QOS",
        /// A layer-2 endpoint.
        L2Driver(L2DriverSettings) = "L2Driver",
        /// Address translation of outgoing traffic.
        OutboundNat(OutboundNatSettings) = "OutBoundNAT",
        /// A route.
        SdnRoute(SdnRouteSettings) = "SDNRoute",
        /// A proxy in the switch.
        L4Proxy(L4ProxySettings) = "L4Proxy",
        /// A proxy in the host.
        L4WfpProxy(Box<L4WfpProxySettings>) = "L4WFPPROXY",
        /// The host of an overlay endpoint.
        ProviderAddress(ProviderAddressSettings) = "ProviderAddress",
        /// The name of the switch port.
        PortName(PortNameSettings) = "PortName",
        /// Bytes kept for encapsulation.
        EncapOverhead(EncapOverheadSettings) = "EncapOverhead",
        /// The interface traffic must take.
        InterfaceConstraint(InterfaceConstraintSettings) = "InterfaceConstraint",
        /// Encryption; in the schema document only.
        Encryption(EncryptionSettings) = "Encryption",
        /// A VLAN; in the schema document only.
        Vlan(IsolationSettings) = "VLAN",
        /// Parameters of the interface; in the schema document only.
        InterfaceParameters(InterfaceParametersSettings) = "InterfaceParameters",
        /// Offload to the adapter.
        Iov(IovSettings) = "Iov",
        /// A tier of filter rules.
        TierAcl(TierAclSettings) = "TierAcl",
    }
}

policies! {
    /// A policy of a v2 network.
    NetworkPolicy, nested {
        /// The hardware address.
        SourceMacAddress(SourceMacAddressSettings) = "SourceMacAddress",
        /// The host's adapter.
        NetAdapterName(NetAdapterNameSettings) = "NetAdapterName",
        /// An extension of the switch.
        VSwitchExtension(ExtensionSettings) = "VSwitchExtension",
        /// The hardware address of the distributed router.
        DrMacAddress(DrMacAddressSettings) = "DrMacAddress",
        /// DNS servers are taken from the host.
        AutomaticDns(AutomaticDnsSettings) = "AutomaticDNS",
        /// The interface traffic must take.
        InterfaceConstraint(InterfaceConstraintSettings) = "InterfaceConstraint",
        /// The host's address in an overlay network.
        ProviderAddress(ProviderAddressSettings) = "ProviderAddress",
        /// A subnet on another host.
        RemoteSubnetRoute(RemoteSubnetRouteSettings) = "RemoteSubnetRoute",
        /// The port of VXLAN.
        VxlanPort(VxlanPortSettings) = "VxlanPort",
        /// A route to the host.
        HostRoute(HostRouteSettings) = "HostRoute",
        /// A set of addresses.
        Set(SetPolicySettings) = "SetPolicy",
        /// A proxy in the switch.
        L4Proxy(L4ProxySettings) = "L4Proxy",
        /// The layer the network lies on.
        LayerConstraint(LayerConstraintSettings) = "LayerConstraint",
        /// A filter rule for all endpoints.
        NetworkAcl(AclSettings) = "NetworkACL",
        /// Neighbor discovery.
        NeighborDiscovery(NeighborDiscoverySettings) = "NeighborDiscovery",
    }
}
