//! Networks of a swarm: asked for by anybody, allocated where that works, and silently not where it does not.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::Swarm;
use super::pool::{Pool, Prefix};
use super::refusal::{IpamFault, NameFault, SwarmRefusal};
use crate::simulation::Moment;
use crate::wire::request::NetworkCreate;

/// A network as the managers have it.
#[derive(Debug, Clone)]
pub(super) struct SwarmNetwork {
    pub(super) asked: NetworkCreate,
    pub(super) created: Moment,
    pub(super) version: u64,
    /// A network every node has anyway, which services may name: the driver's name.
    pub(super) predefined: Option<&'static str>,
    pub(super) allocated: Option<Allocated>,
    /// The address of each node's load balancer.
    pub(super) balancers: BTreeMap<String, IpAddr>,
}

#[derive(Debug, Clone)]
pub(super) struct Allocated {
    pub(super) pools: Vec<Pool>,
    /// Identities on the wire, one a subnet.
    vnis: Vec<u32>,
}

impl SwarmNetwork {
    pub(super) fn name(&self) -> &str {
        &self.asked.name
    }

    pub(super) fn driver(&self) -> &str {
        let driver = self.asked.driver.as_str();
        if driver.is_empty() { "overlay" } else { driver }
    }

    pub(super) fn is_overlay(&self) -> bool {
        self.driver() == "overlay"
    }

    /// Whether swarm keeps its addresses: networks of other drivers leave that to the nodes.
    pub(super) fn has_addresses(&self) -> bool {
        self.is_overlay() && self.predefined.is_none()
    }

    /// The next address, out of the first pool that has one.
    pub(super) fn next(&mut self) -> Option<IpAddr> {
        self.allocated.as_mut()?.pools.iter_mut().find_map(Pool::next)
    }

    /// Takes an address that was asked for.
    pub(super) fn take(&mut self, address: IpAddr) -> bool {
        self.allocated.as_mut().is_some_and(|there| there.pools.iter_mut().any(|pool| pool.take(address)))
    }

    pub(super) fn release(&mut self, address: IpAddr) {
        for pool in self.allocated.iter_mut().flat_map(|there| &mut there.pools) {
            pool.release(address);
        }
    }

    /// The length of the subnet an address is in.
    pub(super) fn length(&self, address: IpAddr) -> u8 {
        let mut pools = self.allocated.iter().flat_map(|there| &there.pools);
        pools.find(|pool| pool.prefix().contains(address)).map_or(32, |pool| pool.prefix().length())
    }

    fn options(&self) -> BTreeMap<String, String> {
        let mut options = self.asked.options.clone().unwrap_or_default();
        if let Some(there) = self.allocated.as_ref().filter(|there| !there.vnis.is_empty()) {
            let list = there.vnis.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
            options.insert("com.docker.network.driver.overlay.vxlanid_list".into(), list);
        }
        options
    }

    fn pools(&self) -> Vec<Value> {
        let pool = |pool: &Pool| {
            let mut shown = Map::new();
            shown.insert("Subnet".into(), pool.subnet.as_str().into());
            shown.extend(pool.range.as_ref().map(|range| ("IPRange".to_owned(), range.as_str().into())));
            shown.insert("Gateway".into(), pool.gateway.to_string().into());
            Value::from(shown)
        };
        self.allocated.iter().flat_map(|there| &there.pools).map(pool).collect()
    }

    /// As managers show it in lists and to those who inspect it.
    ///
    /// A node that is in the network shows maps where a manager that is not shows nothing.
    pub(super) fn shown(&self, id: &str, local: bool) -> Value {
        let (options, labels) = (self.options(), self.asked.labels.clone().unwrap_or_default());
        let map =
            |map: BTreeMap<String, String>| if map.is_empty() && !local { Value::Null } else { json!(map) };
        let there = self.allocated.is_some() || !self.has_addresses();
        let config = match (&self.allocated, self.has_addresses()) {
            (Some(_), _) => json!(self.pools()),
            (None, true) => Value::Null,
            (None, false) => json!([]),
        };
        json!({
            "Name": self.name(),
            "Id": id,
            "Created": self.created.to_string(),
            "Scope": "swarm",
            "Driver": if there { self.driver() } else { "" },
            "EnableIPv6": there && self.asked.enable_ipv6.unwrap_or_default(),
            "IPAM": {
                "Driver": if self.allocated.is_some() { "default" } else { "" },
                "Options": self.asked.ipam.options.as_ref().filter(|_| there),
                "Config": config,
            },
            "Internal": self.asked.internal,
            "Attachable": self.asked.attachable,
            "Ingress": self.asked.ingress,
            "ConfigFrom": { "Network": self.asked.config_from.as_deref().unwrap_or_default() },
            "ConfigOnly": false,
            "Containers": null,
            "Options": map(if there { options } else { BTreeMap::new() }),
            "Labels": map(labels),
        })
    }

    /// As tasks show the networks they are in.
    pub(super) fn shown_in_task(&self, id: &str) -> Value {
        let mut spec = Map::new();
        spec.insert("Name".into(), self.name().into());
        spec.insert(
            "Labels".into(),
            match self.predefined {
                Some(_) => json!({ "com.docker.swarm.predefined": "true" }),
                None => json!(self.asked.labels.clone().unwrap_or_default()),
            },
        );
        let own_ingress = self.asked.ingress && self.asked.driver.is_empty();
        spec.insert(
            "DriverConfiguration".into(),
            if own_ingress {
                json!({})
            } else {
                let mut driver = Map::new();
                driver.insert("Name".into(), self.driver().into());
                driver.extend(
                    self.asked.options.as_ref().map(|options| ("Options".to_owned(), json!(options))),
                );
                driver.into()
            },
        );
        for (key, flag) in [
            ("Internal", self.asked.internal),
            ("Attachable", self.asked.attachable),
            ("Ingress", self.asked.ingress),
        ] {
            if flag {
                spec.insert(key.into(), true.into());
            }
        }
        if own_ingress {
            spec.insert("IPAMOptions".into(), json!({ "Driver": {} }));
        }
        spec.insert("Scope".into(), "swarm".into());
        let mut driver = Map::new();
        driver.insert("Name".into(), self.driver().into());
        if self.allocated.is_some() {
            driver.insert("Options".into(), json!(self.options()));
        }
        let ipam = if self.allocated.is_some() {
            json!({ "Driver": { "Name": "default" }, "Configs": self.pools() })
        } else {
            json!({ "Driver": {} })
        };
        json!({
            "ID": id,
            "Version": { "Index": self.version },
            "CreatedAt": self.created.to_string(),
            "UpdatedAt": self.created.to_string(),
            "Spec": spec,
            "DriverState": driver,
            "IPAMOptions": ipam,
        })
    }
}

impl Swarm {
    /// The network that routes published ports to every node.
    pub(super) fn ingress(&self) -> Option<(&String, &SwarmNetwork)> {
        self.networks.iter().find(|(_, network)| network.asked.ingress)
    }

    /// Records a network and allocates what it needs, if that works.
    ///
    /// # Errors
    /// [`SwarmRefusal`] in swarmkit's order: name, label, driver, IPAM, routing mesh.
    pub(in crate::simulation) fn create_network(
        &mut self,
        asked: &NetworkCreate,
    ) -> Result<String, SwarmRefusal> {
        check_name(&asked.name, true)?;
        if asked.labels.as_ref().is_some_and(|labels| labels.contains_key("com.docker.swarm.predefined")) {
            return Err(SwarmRefusal::PredefinedLabel);
        }
        let ipam = asked.ipam.driver.as_str();
        if !matches!(ipam, "" | "default" | "null") {
            return Err(SwarmRefusal::DriverLookup { driver: ipam.to_owned() });
        }
        check_pools(asked)?;
        if asked.ingress {
            if asked.attachable {
                return Err(SwarmRefusal::IngressAttachable);
            }
            if !matches!(asked.driver.as_str(), "" | "overlay") {
                return Err(SwarmRefusal::IngressDriver);
            }
            if let Some((id, _)) = self.ingress() {
                return Err(SwarmRefusal::IngressPresent { id: id.clone() });
            }
        }
        let id = self.add_network(asked.clone(), None);
        if asked.ingress {
            let nodes: Vec<_> = self.nodes.keys().cloned().collect();
            for node in nodes {
                self.balance(&node, &id);
            }
        }
        Ok(id)
    }

    pub(super) fn add_network(&mut self, asked: NetworkCreate, predefined: Option<&'static str>) -> String {
        let (id, version) = (self.fresh_id(), self.bump());
        let (created, balancers) = (self.now, BTreeMap::new());
        let mut network = SwarmNetwork { asked, created, version, predefined, allocated: None, balancers };
        if network.has_addresses() {
            network.allocated = self.allocate_network(&network.asked);
        }
        if network.allocated.is_some() {
            network.version = self.bump();
        }
        self.networks.insert(id.clone(), network);
        id
    }

    /// Subnets for a network; nothing if one of them overlaps another, or the pools are used up.
    fn allocate_network(&mut self, asked: &NetworkCreate) -> Option<Allocated> {
        let others = self.networks.values().filter_map(|network| network.allocated.as_ref());
        let mut used: Vec<Prefix> = others.flat_map(|there| there.pools.iter().map(Pool::prefix)).collect();
        let mut pools = Vec::new();
        for config in &asked.ipam.config {
            let prefix = Prefix::parse(&config.subnet)?;
            if used.iter().any(|there| there.overlaps(prefix)) {
                return None;
            }
            used.push(prefix);
            let range = Some(config.ip_range.as_str()).filter(|range| !range.is_empty());
            pools.push(Pool::new(&config.subnet, range, config.gateway.parse().ok())?);
        }
        if pools.is_empty() {
            pools.push(Pool::new(&self.subnets.next(&used)?.to_string(), None, None)?);
        }
        let count = u32::try_from(pools.len()).unwrap_or(u32::MAX);
        let vnis = (self.vni..self.vni.saturating_add(count)).collect();
        self.vni += count;
        Some(Allocated { pools, vnis })
    }

    /// Gives a node its load balancer's address in a network, if it has none there.
    pub(super) fn balance(&mut self, node: &str, network: &str) {
        let Some(there) = self.networks.get_mut(network).filter(|there| there.has_addresses()) else {
            return;
        };
        if !there.balancers.contains_key(node) {
            if let Some(address) = there.next() {
                there.balancers.insert(node.to_owned(), address);
            }
        }
    }

    /// Removes a network nobody uses.
    ///
    /// # Errors
    /// [`SwarmRefusal::NetworkUsed`] and the like.
    pub(in crate::simulation) fn remove_network(&mut self, id: &str) -> Result<(), SwarmRefusal> {
        let Some(network) = self.networks.get(id) else { return Ok(()) };
        if network.predefined.is_some() {
            return Err(SwarmRefusal::NetworkPredefined {
                id: id.to_owned(),
                name: network.name().to_owned(),
            });
        }
        if network.asked.ingress {
            let needs = self.services.iter().find(|(_, service)| service.asks_ingress());
            if let Some((service, _)) = needs {
                return Err(SwarmRefusal::IngressNeeded { service: service.clone() });
            }
        }
        let used = |by, id: &String| {
            Err(SwarmRefusal::NetworkUsed { network: network_id(self, network.name()), by, id: id.clone() })
        };
        let names = |target: &crate::wire::request::NetworkTarget| target.target == id;
        if let Some((service, _)) =
            self.services.iter().find(|(_, service)| service.targets.iter().any(names))
        {
            return used("service", service);
        }
        let in_it = self.tasks.iter().find(|(_, task)| task.networks.iter().any(|there| there.network == id));
        if let Some((task, _)) = in_it {
            return used("task", task);
        }
        self.networks.remove(id);
        self.bump();
        Ok(())
    }
}

fn network_id(swarm: &Swarm, name: &str) -> String {
    let found = swarm.networks.iter().find(|(_, network)| network.name() == name);
    found.map(|(id, _)| id.clone()).unwrap_or_default()
}

/// swarmkit's rule for names: letters, digits, and `-` and `_` between them.
pub(super) fn check_name(name: &str, network: bool) -> Result<(), SwarmRefusal> {
    let refused = |fault| Err(SwarmRefusal::Name { fault });
    if name.is_empty() {
        return refused(NameFault::Missing { network });
    }
    let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !letters || !ends(name.bytes().next()) || !ends(name.bytes().last()) {
        return refused(NameFault::Charset);
    }
    if name.len() > 63 { refused(NameFault::Long) } else { Ok(()) }
}

fn check_pools(asked: &NetworkCreate) -> Result<(), SwarmRefusal> {
    let fault = |fault| Err(SwarmRefusal::Ipam { fault });
    for config in &asked.ipam.config {
        let subnet = config.subnet.clone();
        let Some(prefix) = Prefix::parse(&subnet) else { return fault(IpamFault::Subnet { subnet }) };
        if !config.ip_range.is_empty() {
            let range = config.ip_range.clone();
            let base = range.split_once('/').and_then(|(base, _)| base.parse().ok());
            match (Prefix::parse(&range), base) {
                (Some(_), Some(base)) if prefix.contains(base) => {}
                (Some(_), Some(_)) => return fault(IpamFault::RangeOutside { subnet, range }),
                _ => return fault(IpamFault::Range { range }),
            }
        }
        if !config.gateway.is_empty() {
            let gateway = config.gateway.clone();
            match gateway.parse::<IpAddr>() {
                Ok(address) if prefix.contains(address) => {}
                Ok(_) => return fault(IpamFault::GatewayOutside { subnet, gateway }),
                Err(_) => return fault(IpamFault::Gateway { gateway }),
            }
        }
    }
    Ok(())
}
