//! Networks as their engine writes them.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::{Pool, SimulatedNetwork};
use crate::host::EngineVersion;
use crate::simulation::SimulatedHost;

impl SimulatedHost {
    /// `inspect`, or one entry of a list, which leaves out who is in the network.
    pub(in crate::simulation) fn network_value(&self, network: &SimulatedNetwork, detailed: bool) -> Value {
        let from = |major| self.engine >= EngineVersion::new(major, 0, 0);
        let mut shown = Map::new();
        let mut put = |key: &str, value: Value| shown.insert(key.into(), value);
        put("Name", network.name.as_str().into());
        put("Id", network.id.as_str().into());
        put("Created", network.created.to_string().into());
        put("Scope", network.scope.as_str().into());
        put("Driver", network.driver.as_str().into());
        if from(28) {
            put("EnableIPv4", network.ipv4.into());
        }
        put("EnableIPv6", network.ipv6.into());
        let config: Vec<_> = self.pools_value(network);
        put(
            "IPAM",
            json!({ "Driver": network.ipam_driver, "Options": network.ipam_options, "Config": config }),
        );
        put("Internal", network.internal.into());
        put("Attachable", network.attachable.into());
        put("Ingress", network.ingress.into());
        put("ConfigFrom", json!({ "Network": network.config_from }));
        put("ConfigOnly", network.config_only.into());
        let containers = if detailed { containers(network) } else { Map::new() };
        put("Containers", containers.into());
        put("Options", json!(network.options));
        put("Labels", json!(network.labels));
        if detailed && from(29) {
            put("Status", self.status_value(network));
        }
        shown.into()
    }

    fn pools_value(&self, network: &SimulatedNetwork) -> Vec<Value> {
        let always_gateway = self.engine >= EngineVersion::new(29, 0, 0);
        network.pools.iter().map(|pool| pool_value(pool, always_gateway)).collect()
    }

    /// How much of each subnet is in use (API 1.52).
    fn status_value(&self, network: &SimulatedNetwork) -> Value {
        let mut subnets = Map::new();
        for key in network.pools.iter().filter_map(|pool| pool.key.as_ref()) {
            let (used, free) = self.space.counts(key);
            let count = |count: u128| Value::from(u64::try_from(count).unwrap_or(u64::MAX));
            let subnet = json!({ "IPsInUse": count(used), "DynamicIPsAvailable": count(free) });
            subnets.insert(key.subnet.to_string(), subnet);
        }
        json!({ "IPAM": { "Subnets": subnets } })
    }
}

/// A pool as it was typed; one the engine chose with what it chose.
fn pool_value(pool: &Pool, always_gateway: bool) -> Value {
    let mut shown = Map::new();
    let gateway = |gateway: Option<IpAddr>| gateway.map(|gateway| gateway.to_string());
    let Some(asked) = &pool.asked else {
        let subnet = pool.subnet.filter(|_| !pool.any);
        let subnet = subnet.map_or_else(|| "0.0.0.0/0".to_owned(), |subnet| subnet.to_string());
        shown.insert("Subnet".into(), subnet.into());
        shown.extend(gateway(pool.gateway).map(|gateway| ("Gateway".into(), gateway.into())));
        return shown.into();
    };
    let typed = Some(asked.gateway.clone()).filter(|typed| !typed.is_empty());
    let gateway = typed.or_else(|| gateway(pool.gateway).filter(|_| always_gateway));
    let texts = [
        ("Subnet", asked.subnet.clone()),
        ("IPRange", asked.ip_range.clone()),
        ("Gateway", gateway.unwrap_or_default()),
    ];
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        shown.insert(key.into(), text.into());
    }
    if let Some(auxiliary) = asked.auxiliary.as_ref().filter(|auxiliary| !auxiliary.is_empty()) {
        shown.insert("AuxiliaryAddresses".into(), json!(auxiliary));
    }
    shown.into()
}

fn containers(network: &SimulatedNetwork) -> Map<String, Value> {
    let shown = network.endpoints.iter().map(|(container, endpoint)| {
        let place = &endpoint.place;
        let value = json!({
            "Name": endpoint.name,
            "EndpointID": place.endpoint.as_str(),
            "MacAddress": place.mac.map(|mac| mac.to_string()).unwrap_or_default(),
            "IPv4Address": place.ipv4_text(),
            "IPv6Address": place.ipv6.map(|address| address.to_string()).unwrap_or_default(),
        });
        (container.to_string(), value)
    });
    shown.collect()
}

impl SimulatedNetwork {
    /// The gateway containers get, of one family; networks that are internal have none.
    pub(in crate::simulation) fn gateway_of(&self, ipv4: bool) -> Option<IpAddr> {
        let mut pools = self.pools.iter().filter(|pool| pool.is_ipv4() == ipv4);
        pools.find_map(|pool| pool.gateway).filter(|_| !self.internal)
    }
}
