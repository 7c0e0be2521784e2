//! The policies of HNS v1: flat objects with a `Type`.

use std::net::IpAddr;

use crate::wire::declare::{policies, record, words};
use crate::wire::field::{Always, Scalar};
use crate::wire::hcn::{Action, Direction, RuleType};

/// How v1 puts a policy's fields beside its type.
mod flat {
    use serde_json::{Map, Value};

    use crate::wire::WireError;
    use crate::wire::field::Scalar;
    use crate::wire::value::At;

    pub(super) fn fits(_at: &At<'_>) -> bool {
        true
    }

    pub(super) fn read<T: Scalar>(at: &At<'_>) -> Result<T, WireError> {
        let mut fields = at.object()?.clone();
        fields.shift_remove("Type");
        T::read(&At { path: at.path.clone(), value: &fields.into() })
    }

    pub(super) fn write<T: Scalar>(kind: &str, settings: &T) -> Value {
        let mut object = Map::from_iter([("Type".to_owned(), Value::from(kind))]);
        if let Value::Object(fields) = settings.write() {
            object.extend(fields);
        }
        object.into()
    }
}

policies! {
    /// A policy of a v1 network, subnet, endpoint or policy list.
    ///
    /// ```
    /// use docknet::wire::{Document, hns};
    /// let text = r#"{"Policies":[{"Type":"VLAN","VLAN":7},{"Type":"NEW","X":[1]}]}"#;
    /// let network = Document::<hns::Network>::parse(text)?;
    /// assert!(matches!(&network.content().policies[0], hns::Policy::Vlan(vlan) if vlan.vlan == 7));
    /// assert_eq!(network.content().policies[1].kind(), "NEW");
    /// # Ok::<(), docknet::wire::WireError>(())
    /// ```
    Policy, flat {
        /// A published port.
        Nat(NatPolicy) = "NAT",
        /// A filter rule.
        Acl(Box<AclPolicy>) = "ACL",
        /// The provider address of an overlay endpoint.
        Pa(PaPolicy) = "PA",
        /// A VLAN.
        Vlan(VlanPolicy) = "VLAN",
        /// A virtual subnet.
        Vsid(VsidPolicy) = "VSID",
        /// A virtual network; its fields are not published.
        Vnet(VnetPolicy) = "VNET",
        /// A layer-2 endpoint; it has no fields.
        L2Driver(L2DriverPolicy) = "L2Driver",
        /// VLAN and virtual subnet at once.
        Isolation(IsolationPolicy) = "Isolation",
        /// A bandwidth limit.
        Qos(QosPolicy) = "QOS",
        /// Address translation of outgoing traffic.
        OutboundNat(OutboundNatPolicy) = "OutBoundNAT",
        /// A load balancer.
        Elb(ElbPolicy) = "ELB",
        /// A route.
        Route(RoutePolicy) = "ROUTE",
        /// A proxy.
        Proxy(ProxyPolicy) = "PROXY",
    }
}

words! {
    /// The protocol of a published port, a word in v1.
    NatProtocol as text {
        /// TCP.
        Tcp = "TCP" / 6,
        /// UDP.
        Udp = "UDP" / 17,
    }
}

record! {
    /// A published port.
    NatPolicy {
        /// TCP or UDP.
        protocol: Option<NatProtocol> = "Protocol",
        /// The container's port.
        internal_port: Option<u16> = "InternalPort",
        /// The host's port.
        external_port: Option<u16> = "ExternalPort",
        /// The host's port was reserved before.
        external_port_reserved: bool = "ExternalPortReserved",
    }
}

record! {
    /// A bandwidth limit.
    QosPolicy {
        /// In bytes per second, always written.
        maximum_outgoing_bandwidth_in_bytes: u64 = "MaximumOutgoingBandwidthInBytes",
    }
}

record! {
    /// VLAN and virtual subnet at once.
    IsolationPolicy {
        /// The VLAN, always written.
        vlan: u32 = "VLAN",
        /// The virtual subnet, always written.
        vsid: u32 = "VSID",
        /// Always written.
        in_default_isolation: Always = "InDefaultIsolation",
    }
}

record! {
    /// A VLAN.
    VlanPolicy {
        /// Its number, always written.
        vlan: u32 = "VLAN",
    }
}

record! {
    /// A virtual subnet.
    VsidPolicy {
        /// Its number, always written.
        vsid: u32 = "VSID",
    }
}

record! {
    /// A virtual network; its fields are not published and are in `rest`.
    VnetPolicy {}
}

record! {
    /// A layer-2 endpoint.
    L2DriverPolicy {}
}

record! {
    /// The provider address of an overlay endpoint.
    PaPolicy {
        /// The address of the host, always written.
        pa: Option<IpAddr> = "PA",
    }
}

record! {
    /// Address translation of outgoing traffic.
    OutboundNatPolicy {
        /// The address seen outside.
        vip: Option<IpAddr> = "VIP",
        /// Prefixes that are not translated.
        exception_list: Vec<String> = "ExceptionList",
        /// The only prefixes that are translated.
        destinations: Vec<String> = "Destinations",
        /// How many ports it may take.
        max_port_pool_usage: Option<u16> = "MaxPortPoolUsage",
    }
}

record! {
    /// A proxy.
    ProxyPolicy {
        /// The proxy's address.
        ip: Option<IpAddr> = "IP",
        /// The proxy's port, as a text.
        port: Option<String> = "Port",
        /// Prefixes that are not proxied.
        exception_list: Vec<String> = "ExceptionList",
        /// The prefix that is proxied.
        destination: Option<String> = "Destination",
        /// Outgoing traffic is translated as well.
        outbound_nat: bool = "OutboundNat",
    }
}

record! {
    /// A filter rule.
    AclPolicy {
        /// Its name.
        id: Option<String> = "Id",
        /// One protocol, as a number.
        protocol: Option<u16> = "Protocol",
        /// Protocols, as numbers separated by commas.
        protocols: Option<String> = "Protocols",
        /// The container's port.
        internal_port: Option<u16> = "InternalPort",
        /// What happens; must be there.
        action: Action = "Action",
        /// Which way; must be there.
        direction: Direction = "Direction",
        /// Local prefixes.
        local_addresses: Option<String> = "LocalAddresses",
        /// Remote prefixes.
        remote_addresses: Option<String> = "RemoteAddresses",
        /// Local ports and ranges.
        local_ports: Option<String> = "LocalPorts",
        /// One local port.
        local_port: Option<u16> = "LocalPort",
        /// Remote ports and ranges.
        remote_ports: Option<String> = "RemotePorts",
        /// One remote port.
        remote_port: Option<u16> = "RemotePort",
        /// Where it is enforced.
        rule_type: Option<RuleType> = "RuleType",
        /// Lower goes first.
        priority: Option<u16> = "Priority",
        /// The service it is for.
        service_name: Option<String> = "ServiceName",
    }
}

record! {
    /// A route.
    RoutePolicy {
        /// Where to.
        destination_prefix: Option<String> = "DestinationPrefix",
        /// By which host.
        next_hop: Option<IpAddr> = "NextHop",
        /// In an encapsulation.
        need_encap: bool = "NeedEncap",
    }
}

record! {
    /// A load balancer.
    ElbPolicy {
        /// The protocol, as a number.
        protocol: Option<u16> = "Protocol",
        /// The containers' port, always written.
        internal_port: u16 = "InternalPort",
        /// The port in front, always written.
        external_port: u16 = "ExternalPort",
        /// The address traffic comes from.
        source_vip: Option<IpAddr> = "SourceVIP",
        /// The addresses in front.
        vips: Vec<IpAddr> = "VIPs",
        /// Inside the host only.
        ilb: bool = "ILB",
        /// Answers go straight to the client.
        is_dsr: bool = "IsDSR",
    }
}

impl crate::wire::Record for Policy {
    fn from_value(value: &serde_json::Value) -> Result<Self, crate::wire::WireError> {
        Self::read(&crate::wire::value::At::root(value))
    }

    fn to_value(&self) -> serde_json::Value {
        self.write()
    }
}
