//! HCN v2: the JSON of computenetwork.dll, with policies as `Type` and `Settings`.
//!
//! Read with [`Document`](super::Document) or [`Documents`](super::Documents), which keep the JSON as it was.
//! Enumerations and flags are read from names and from numbers, since sources disagree and HNS takes both.

mod balancer;
mod check;
mod endpoint;
mod model;
mod namespace;
mod network;
mod network_settings;
mod policy;
mod request;
mod settings;

pub use balancer::{
    BalancerFlags, Distribution, LoadBalancer, MappingFlags, PortMapping as BalancedPort, Protocol, Route,
};
pub use check::{CreateError, NewEndpoint, NewNetwork};
pub use endpoint::{Endpoint, EndpointFlags, IpConfiguration};
pub use namespace::{Namespace, NamespaceResource, NamespaceType, ResourceData};
pub use network::{
    Dns, IpSubnet, IpSubnetFlags, Ipam, IpamType, IsolationSettings, MacPool, MacRange, Network,
    NetworkFlags, NextHop, SchemaVersion, Subnet, SubnetFlags, SubnetPolicy,
};
pub use network_settings::{
    AutomaticDnsSettings, DrMacAddressSettings, ExtensionSettings, HostRouteSettings,
    LayerConstraintSettings, NeighborDiscoverySettings, NetAdapterNameSettings, RemoteSubnetRouteSettings,
    SetPolicySettings, SetPolicyType, SourceMacAddressSettings, VxlanPortSettings,
};
pub use policy::{EndpointPolicy, NetworkPolicy};
pub use request::{
    AddEndpoint, EndpointResource, ModifyEndpoint, ModifyNetwork, NetworkResource, PortRequest, Query,
    QueryFlags, RequestType,
};
pub use settings::{
    AclSettings, Action, Direction, EncapOverheadSettings, EncryptionSettings, Exceptions, FiveTuple,
    InterfaceConstraintSettings, InterfaceParametersSettings, IovSettings, L2DriverSettings, L4ProxySettings,
    L4WfpProxySettings, OutboundNatSettings, PortMappingFlags, PortMappingSettings, PortNameSettings,
    ProviderAddressSettings, QosSettings, RuleType, SdnRouteSettings, TierAclRule, TierAclSettings,
};
