//! Model values into network documents, touching only what differs in meaning.

use serde_json::{Map, Value, json};

use super::network::NetworkDocument;
use super::value::At;
use super::{WireError, network};
use crate::model::{Assignment, Driver, Endpoint, EndpointAddress, IpamPool, Network, NetworkSpec};

impl NetworkDocument {
    /// A document with the keys an engine of API 1.41 writes.
    ///
    /// ```
    /// use docknet::model::{Driver, IpamPool, Network, NetworkSpec};
    /// use docknet::wire::NetworkDocument;
    ///
    /// let spec = NetworkSpec::new("back".parse()?, Driver::Bridge).with_pool(IpamPool::new("10.20.0.0/24".parse()?))?;
    /// let network = Network::new("9f3c".parse()?, spec);
    /// assert_eq!(NetworkDocument::new(&network).network()?, network);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(network: &Network) -> Self {
        let spec = &network.spec;
        let value = json!({
            "Name": spec.name(),
            "Id": network.id,
            "Scope": network.scope,
            "Driver": spec.driver(),
            "EnableIPv6": spec.ipv6(),
            "IPAM": { "Driver": ipam_driver(spec), "Options": null, "Config": configs(spec, None) },
            "Internal": spec.internal(),
            "Attachable": spec.attachable(),
            "Ingress": false,
            "ConfigFrom": { "Network": "" },
            "ConfigOnly": false,
            "Containers": containers(network, None),
            "Options": spec.options(),
            "Labels": spec.labels(),
        });
        Self::built(value)
    }

    /// This document, saying what `network` says: only what differs in meaning is written.
    ///
    /// What docknet does not understand stays as it was, and so do an engine's oddities (a class-default prefix, a
    /// gateway that is missing, an empty text for no address) as long as they mean the same.
    ///
    /// # Errors
    /// [`WireError`] when this document itself cannot be understood.
    pub fn with(&self, network: &Network) -> Result<Self, WireError> {
        let before = self.observed()?;
        let mut value = self.value().clone();
        let Some(object) = value.as_object_mut() else {
            return Err(At::root(&value).shape("an object"));
        };
        let (old, new) = (&before.spec, &network.spec);
        if old.name() != new.name() {
            object.insert("Name".into(), json!(new.name()));
        }
        if before.id != network.id {
            object.insert("Id".into(), json!(network.id));
        }
        if before.scope != network.scope {
            object.insert("Scope".into(), json!(network.scope));
        }
        if old.driver() != new.driver() {
            object.insert("Driver".into(), json!(new.driver()));
        }
        for (key, old, new) in [
            ("EnableIPv6", old.ipv6(), new.ipv6()),
            ("Internal", old.internal(), new.internal()),
            ("Attachable", old.attachable(), new.attachable()),
        ] {
            if old != new {
                object.insert(key.into(), json!(new));
            }
        }
        if old.options() != new.options() {
            object.insert("Options".into(), json!(new.options()));
        }
        if old.labels() != new.labels() {
            object.insert("Labels".into(), json!(new.labels()));
        }
        if old.pools() != new.pools() {
            let ipam = object.entry("IPAM").or_insert_with(|| json!({}));
            let config = configs(new, ipam.get("Config"));
            match ipam.as_object_mut() {
                Some(ipam) => {
                    ipam.insert("Config".into(), config);
                }
                None => *ipam = json!({ "Driver": ipam_driver(new), "Config": config }),
            }
        }
        if before.endpoints != network.endpoints {
            let containers = containers(network, object.get("Containers"));
            object.insert("Containers".into(), containers);
        }
        Ok(Self::built(value))
    }

    /// Made from an object, so that it needs no check.
    fn built(value: Value) -> Self {
        Self { path: String::new(), value }
    }
}

/// The name under which engines list the IPAM driver: `windows` for the drivers HNS gives addresses to.
fn ipam_driver(spec: &NetworkSpec) -> &'static str {
    match spec.driver() {
        Driver::Nat
        | Driver::Transparent
        | Driver::L2Bridge
        | Driver::L2Tunnel
        | Driver::Ics
        | Driver::Internal
        | Driver::Private => "windows",
        Driver::Bridge
        | Driver::Host
        | Driver::Ipvlan
        | Driver::Macvlan
        | Driver::Null
        | Driver::Overlay
        | Driver::Other(_) => "default",
    }
}

/// The pools as `IPAM.Config`, each on top of the entry of the same subnet where there was one.
fn configs(spec: &NetworkSpec, before: Option<&Value>) -> Value {
    let entry = |pool: &IpamPool| {
        let same = |entry: &&Value| entry["Subnet"] == json!(pool.subnet());
        let old = before.and_then(Value::as_array).and_then(|entries| entries.iter().find(same));
        config(pool, old.and_then(Value::as_object))
    };
    Value::Array(spec.pools().iter().map(entry).collect())
}

/// One pool as an engine's configuration entry.
pub(super) fn config(pool: &IpamPool, before: Option<&Map<String, Value>>) -> Value {
    let mut entry = before.cloned().unwrap_or_default();
    let mut set = |key: &str, value: Option<Value>| match value {
        Some(value) => {
            entry.insert(key.into(), value);
        }
        None => {
            entry.shift_remove(key);
        }
    };
    set("Subnet", Some(json!(pool.subnet())));
    set("IPRange", pool.range().map(|range| json!(range)));
    set("Gateway", pool.gateway().map(|gateway| json!(gateway)));
    let kept = (!pool.auxiliary().is_empty()).then(|| json!(pool.auxiliary()));
    set("AuxiliaryAddresses", kept);
    Value::Object(entry)
}

/// The endpoints as `Containers`, each on top of the entry of the same container where there was one.
fn containers(network: &Network, before: Option<&Value>) -> Value {
    let mut containers = Map::new();
    for endpoint in &network.endpoints {
        let key = endpoint.container.as_str();
        let old = before.and_then(|all| all.get(key)).and_then(Value::as_object);
        containers.insert(key.to_owned(), container(endpoint, ipam_driver(&network.spec), old));
    }
    Value::Object(containers)
}

fn container(endpoint: &Endpoint, ipam_driver: &str, before: Option<&Map<String, Value>>) -> Value {
    let mut entry = before.cloned().unwrap_or_default();
    let mut set = |key: &str, text: Option<String>| {
        let text = text.unwrap_or_default();
        let unchanged = entry.get(key).is_some_and(|old| same_meaning(old, &text));
        if !unchanged {
            entry.insert(key.into(), text.into());
        }
    };
    set("Name", Some(endpoint.name.clone()));
    set("EndpointID", endpoint.id.as_ref().map(ToString::to_string));
    set("MacAddress", endpoint.mac.map(|mac| mac.to_string()));
    set("IPv4Address", endpoint.ipv4.map(|ipv4| printed(ipv4, endpoint.assignment, ipam_driver)));
    set("IPv6Address", endpoint.ipv6.map(|ipv6| ipv6.to_string()));
    Value::Object(entry)
}

/// The text an engine prints for an address: with its class default when HNS picked it.
fn printed(address: EndpointAddress, assignment: Assignment, ipam_driver: &str) -> String {
    match network::class_default_length(address.address()) {
        Some(length) if assignment == Assignment::Dynamic && ipam_driver == "windows" => {
            format!("{}/{length}", address.address())
        }
        _ => address.to_string(),
    }
}

fn same_meaning(old: &Value, new: &str) -> bool {
    old.as_str().is_some_and(|old| old == new || old.replace('-', ":").eq_ignore_ascii_case(new))
}
