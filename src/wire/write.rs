//! Model values into network documents, touching only what differs in meaning.

use serde_json::{Map, Value, json};

use super::WireError;
use super::network::{self, NetworkDocument, Reading};
use super::value::At;
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
            "Containers": containers(network, ipam_driver(spec), None),
            "Options": spec.options(),
            "Labels": spec.labels(),
        });
        Self { path: String::new(), value }
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
            let ipam = ipam(object);
            let config = configs(new, ipam.get("Config"));
            ipam.insert("Config".into(), config);
        }
        if ipam_driver(old) != ipam_driver(new) {
            ipam(object).insert("Driver".into(), json!(ipam_driver(new)));
        }
        if before.endpoints != network.endpoints {
            let driver = object.get("IPAM").and_then(|ipam| ipam.get("Driver")).and_then(Value::as_str);
            let containers = containers(network, driver.unwrap_or_default(), object.get("Containers"));
            object.insert("Containers".into(), containers);
        }
        Ok(Self { path: self.path.clone(), value })
    }
}

/// The address management of a document; made if it is not there.
fn ipam(object: &mut Map<String, Value>) -> &mut Map<String, Value> {
    let ipam = object.entry("IPAM").or_insert(Value::Null);
    if !ipam.is_object() {
        *ipam = json!({ "Driver": "default" });
    }
    ipam.as_object_mut().expect("it is an object or was made one")
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
    let there = |entry| Some((network::pool(&At::root(entry), Reading::AsEngine).ok()??, entry.as_object()?));
    let before: Vec<_> = before.and_then(Value::as_array).into_iter().flatten().filter_map(there).collect();
    let entry = |pool: &IpamPool| {
        config(
            pool,
            before.iter().find(|(old, _)| old.subnet() == pool.subnet()).map(|(old, entry)| (old, *entry)),
        )
    };
    Value::Array(spec.pools().iter().map(entry).collect())
}

/// One pool as an engine's configuration entry, on top of the entry of the pool it was before.
pub(super) fn config(pool: &IpamPool, before: Option<(&IpamPool, &Map<String, Value>)>) -> Value {
    let old = before.map(|(old, _)| old);
    let mut entry = before.map(|(_, entry)| entry.clone()).unwrap_or_default();
    let mut set = |key: &str, same: bool, value: Option<Value>| match value {
        _ if same => {}
        Some(value) => {
            entry.insert(key.into(), value);
        }
        None => {
            entry.shift_remove(key);
        }
    };
    set("Subnet", old.is_some(), Some(json!(pool.subnet())));
    set(
        "IPRange",
        old.is_some_and(|old| old.range() == pool.range()),
        pool.range().map(|range| json!(range)),
    );
    let same = old.is_some_and(|old| old.gateway() == pool.gateway());
    set("Gateway", same, pool.gateway().map(|gateway| json!(gateway)));
    let kept = (!pool.auxiliary().is_empty()).then(|| json!(pool.auxiliary()));
    set("AuxiliaryAddresses", old.is_some_and(|old| old.auxiliary() == pool.auxiliary()), kept);
    Value::Object(entry)
}

/// The endpoints as `Containers`, each on top of the entry of the same container where there was one.
fn containers(network: &Network, ipam_driver: &str, before: Option<&Value>) -> Value {
    let mut containers = Map::new();
    for endpoint in &network.endpoints {
        let key = endpoint.container.as_str();
        // What the entry would mean in the network as it is now.
        let old = before.and_then(|all| all.get(key)).and_then(|entry| {
            let (at, pools) = (At::root(entry), network.spec.pools());
            let read = network::endpoint(&at, endpoint.container.clone(), pools, Some(ipam_driver));
            Some((read.ok()?, entry.as_object()?))
        });
        containers.insert(key.to_owned(), container(endpoint, ipam_driver, old.as_ref()));
    }
    Value::Object(containers)
}

fn container(
    endpoint: &Endpoint,
    ipam_driver: &str,
    before: Option<&(Endpoint, &Map<String, Value>)>,
) -> Value {
    let mut entry = before.map(|(_, entry)| (*entry).clone()).unwrap_or_default();
    let old = before.map(|(old, _)| old);
    let mut set = |key: &str, same: bool, text: Option<String>| {
        if !same {
            entry.insert(key.into(), text.unwrap_or_default().into());
        }
    };
    let Endpoint { name, id, mac, ipv4, ipv6, assignment, .. } = endpoint;
    set("Name", old.is_some_and(|old| old.name == *name), Some(name.clone()));
    set("EndpointID", old.is_some_and(|old| old.id == *id), id.as_ref().map(ToString::to_string));
    set("MacAddress", old.is_some_and(|old| old.mac == *mac), mac.map(|mac| mac.to_string()));
    let same = old.is_some_and(|old| (old.ipv4, old.assignment) == (*ipv4, *assignment));
    set("IPv4Address", same, ipv4.map(|ipv4| printed(ipv4, *assignment, ipam_driver)));
    set("IPv6Address", old.is_some_and(|old| old.ipv6 == *ipv6), ipv6.map(|ipv6| ipv6.to_string()));
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
