//! Values that cannot be wrong on their own: names, subnets, addresses, ports, networks, endpoints, services.
//!
//! Everything here is checked where it is made and trusted afterwards. This floor knows no JSON of any
//! engine, does no I/O and reads no clock. Texts go in through [`FromStr`](std::str::FromStr) and come out
//! through [`Display`](std::fmt::Display); serde uses the same texts.

mod address;
mod driver;
mod endpoint;
mod ipam;
mod key;
mod mac;
mod name;
mod network;
mod port;
mod range;
mod service;
mod subnet;
mod text;

pub use address::{AddressError, EndpointAddress};
pub use driver::{Driver, Scope};
pub use endpoint::{Assignment, Endpoint, EndpointSpec};
pub use ipam::{IpamPool, IpamPoolError};
pub use key::{ContainerId, EndpointId, IdError, NetworkId, NetworkKey};
pub use mac::{MacAddress, MacAddressError};
pub use name::{Alias, ContainerName, NameError, NameProblem, NetworkName, ServiceName};
pub use network::{Network, NetworkSpec, NetworkSpecError};
pub use port::{Port, PortError, PortRange, Protocol, PublishedPort};
pub use range::{AddressRange, AddressRangeError};
pub use service::{
    EndpointMode, PublishMode, Replicas, ServiceEndpoint, ServiceEndpointError, ServicePort, ServiceSpec,
};
pub use subnet::{Subnet, SubnetError};
