//! The body of `POST /networks/create`.

use serde_json::{Value, json};

use super::write::config;
use crate::model::NetworkSpec;

/// The request that asks an engine for a network.
///
/// `CheckDuplicate` is set: engines before 25.0 would otherwise make a second network of the same name, and later
/// ones ignore it. The IPAM driver is left to the engine, which takes `windows` or `default` as the network driver
/// needs.
///
/// ```
/// use docknet::model::{Driver, IpamPool, NetworkSpec};
/// let spec = NetworkSpec::new("back".parse()?, Driver::Bridge).with_pool(IpamPool::new("10.20.0.0/24".parse()?))?;
/// let request = docknet::wire::create_request(&spec);
/// assert_eq!(request["IPAM"]["Config"][0]["Subnet"], "10.20.0.0/24");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn create_request(spec: &NetworkSpec) -> Value {
    let configs: Vec<_> = spec.pools().iter().map(|pool| config(pool, None)).collect();
    json!({
        "Name": spec.name(),
        "CheckDuplicate": true,
        "Driver": spec.driver(),
        "EnableIPv6": spec.ipv6(),
        "Internal": spec.internal(),
        "Attachable": spec.attachable(),
        "IPAM": { "Driver": "default", "Config": configs },
        "Options": spec.options(),
        "Labels": spec.labels(),
    })
}
