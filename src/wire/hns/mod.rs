//! HNS v1: the JSON of `HNSCall`, of `Get-HnsNetwork` and of Docker's windowsshim driver.
//!
//! Read with [`Document`](super::Document) or [`Documents`](super::Documents), which keep the JSON as it was. Types
//! and GUIDs are compared without regard to case; a key this version does not name is in `rest`.

mod check;
mod endpoint;
mod model;
mod network;
mod policy;
mod response;
mod version;

pub use check::NewNetwork;
pub use endpoint::{
    AttachRequest, Endpoint, EndpointState, EndpointStats, Namespace, NamespaceResource, PolicyList,
    SystemType,
};
pub use model::ModelError;
pub use network::{MacPool, Network, NetworkType, Subnet};
pub use policy::{
    AclPolicy, ElbPolicy, IsolationPolicy, L2DriverPolicy, NatPolicy, NatProtocol, OutboundNatPolicy,
    PaPolicy, Policy, ProxyPolicy, QosPolicy, RoutePolicy, VlanPolicy, VnetPolicy, VsidPolicy,
};
pub use response::{Response, ResponseError};
pub use version::{HnsVersion, HnsVersionError};

pub(super) use model::{address_of, does_not_fit, hns_driver, missing, options_of, pools_of};
