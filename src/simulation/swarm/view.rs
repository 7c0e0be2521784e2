//! What a host of a swarm shows and knows.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::Swarm;
use super::gossip::Told;
use crate::simulation::{HostId, World};

/// Somebody in an overlay, as one node of the swarm knows of it now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownEndpoint {
    /// The network's identity.
    pub network: String,
    /// The network's name.
    pub network_name: String,
    /// The container's name: `web.1.…` for a task.
    pub name: String,
    /// The container's identity.
    pub container: String,
    /// The address it has there.
    pub address: IpAddr,
    /// The host it runs on, as far as anybody knows.
    pub host: HostId,
    /// The service it is a task of.
    pub service: Option<String>,
    /// The service's virtual address there, if its name is answered with one.
    pub virtual_address: Option<IpAddr>,
    /// What else it is called there.
    pub aliases: Vec<String>,
    /// Ports of the routing mesh, on the network that carries it: published and inside.
    pub mesh_ports: Vec<(u64, u64)>,
}

impl World {
    /// Everybody in the overlays a host takes part in, as that host knows now: what its resolver answers with and its
    /// packets find. Ordered by network, name and address.
    ///
    /// ```
    /// use docknet::simulation::{SimulatedHost, World};
    /// let (world, host) = World::of(SimulatedHost::linux());
    /// assert!(world.overlay(host).is_empty(), "a host in no swarm knows of nobody");
    /// ```
    #[must_use]
    pub fn overlay(&self, at: HostId) -> Vec<KnownEndpoint> {
        let Some(member) = self.member(at) else { return Vec::new() };
        let Some(swarm) = self.swarms.get(member.swarm) else { return Vec::new() };
        let known = swarm.gossip.knows.get(&member.node).into_iter().flatten();
        let told = known.filter_map(|id| swarm.gossip.told.get(id));
        let mut endpoints: Vec<_> = told
            .filter(|told| swarm.takes_part(&member.node, &told.network))
            .filter_map(|told| swarm.endpoint(told))
            .collect();
        endpoints.sort_by(|a, b| (&a.network, &a.name, a.address).cmp(&(&b.network, &b.name, b.address)));
        endpoints
    }

    /// The nodes a host hears in a network, itself with them, as `Peers` says it: by the addresses they told.
    #[must_use]
    pub fn overlay_peers(&self, at: HostId, network: &str) -> Vec<String> {
        let Some(member) = self.member(at) else { return Vec::new() };
        let Some(swarm) = self.swarms.get(member.swarm) else { return Vec::new() };
        let id = swarm.networks.iter().find(|(id, there)| *id == network || there.name() == network);
        let Some((id, _)) = id else { return Vec::new() };
        swarm.peers(&member.node, id).map(|(_, address)| address.to_owned()).collect()
    }

    /// The networks of the swarm that a host shows: all of them on a manager, those it takes part in on a worker.
    pub(in crate::simulation) fn swarm_networks(&self, at: HostId) -> Vec<(String, Value)> {
        let Some(member) = self.member(at) else { return Vec::new() };
        let Some(swarm) = self.swarms.get(member.swarm) else { return Vec::new() };
        let manages = swarm.nodes.get(&member.node).is_some_and(|node| node.manager);
        let shown =
            |(id, network): (&String, &super::SwarmNetwork)| (id.clone(), network.shown(id, !manages));
        let seen = |(id, network): &(&String, &super::SwarmNetwork)| {
            network.predefined.is_none() && (manages || swarm.takes_part(&member.node, id))
        };
        swarm.networks.iter().filter(seen).map(shown).collect()
    }

    /// Which network of the swarm a host means.
    ///
    /// # Errors
    /// How many it could be.
    pub(in crate::simulation) fn find_swarm_network(&self, at: HostId, key: &str) -> Result<String, usize> {
        let member = self.member(at).ok_or(0_usize)?;
        let swarm = self.swarms.get(member.swarm).ok_or(0_usize)?;
        let manages = swarm.nodes.get(&member.node).is_some_and(|node| node.manager);
        let seen = swarm.networks.iter().filter(|(id, network)| {
            network.predefined.is_none() && (manages || swarm.takes_part(&member.node, id))
        });
        let seen: BTreeMap<_, _> =
            seen.map(|(id, network)| (id.clone(), network.name().to_owned())).collect();
        super::identity::find(&seen, |name| name, key).map(str::to_owned)
    }

    /// A network of the swarm as a host shows it to those who inspect it.
    pub(in crate::simulation) fn swarm_network(&self, at: HostId, id: &str, verbose: bool) -> Option<Value> {
        let member = self.member(at)?;
        let swarm = self.swarms.get(member.swarm)?;
        let network = swarm.networks.get(id)?;
        let local = swarm.takes_part(&member.node, id) && network.has_addresses();
        let mut shown = network.shown(id, local);
        if local {
            shown["Containers"] = swarm.containers_in(&member.node, id);
            let peer = |(name, address): (&str, &str)| json!({ "Name": name, "IP": address });
            shown["Peers"] = swarm.peers(&member.node, id).map(peer).collect();
            if verbose {
                shown["Services"] = swarm.services_in(&member.node, id);
            }
        }
        Some(shown)
    }
}

/// What the bridge of an overlay gives: the address behind `02:42`.
pub(super) fn mac(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            format!("02:42:{a:02x}:{b:02x}:{c:02x}:{d:02x}")
        }
        IpAddr::V6(_) => String::new(),
    }
}

impl Swarm {
    fn endpoint(&self, told: &Told) -> Option<KnownEndpoint> {
        let network = self.networks.get(&told.network)?;
        Some(KnownEndpoint {
            network: told.network.clone(),
            network_name: network.name().to_owned(),
            name: told.name.clone(),
            container: told.container.clone(),
            address: told.address,
            host: self.nodes.get(&told.node)?.host,
            service: told.service.as_ref().map(|(name, _)| name.clone()),
            virtual_address: told.service.as_ref().and_then(|(_, address)| *address),
            aliases: told.aliases.clone(),
            mesh_ports: told
                .ports
                .iter()
                .filter(|port| !port.on_host())
                .map(|port| (port.published, port.target))
                .collect(),
        })
    }

    fn peers(&self, node: &str, network: &str) -> impl Iterator<Item = (&str, &str)> {
        let heard = self.gossip.hears.get(node);
        let known = self.gossip.knows.get(node);
        let ingress = self.networks.get(network).is_some_and(|there| there.asked.ingress);
        let (node, network) = (node.to_owned(), network.to_owned());
        self.nodes.iter().filter_map(move |(id, there)| {
            let own = *id == node;
            let hears = own || heard.is_some_and(|heard| heard.contains(id));
            let tells = |told: &str| {
                self.gossip.told.get(told).is_some_and(|told| told.node == *id && told.network == network)
            };
            let takes_part =
                ingress || own || known.is_some_and(|known| known.iter().any(|told| tells(told)));
            (hears && takes_part).then_some((there.gossip_name.as_str(), there.address.as_str()))
        })
    }

    fn containers_in(&self, node: &str, network: &str) -> Value {
        let Some(there) = self.networks.get(network) else { return json!({}) };
        let entry = |name: &str, endpoint: &str, address: IpAddr| {
            json!({
                "Name": name,
                "EndpointID": endpoint,
                "MacAddress": mac(address),
                "IPv4Address": format!("{address}/{}", there.length(address)),
                "IPv6Address": "",
            })
        };
        let mut containers = BTreeMap::new();
        let here = |told: &&Told| told.node == node && told.network == network && !told.gone;
        for told in self.gossip.told.values().filter(here) {
            containers.insert(told.container.clone(), entry(&told.name, &told.endpoint, told.address));
        }
        if let Some((key, name, endpoint, address)) = self.balancer(node, network) {
            containers.insert(key, entry(&name, &endpoint, address));
        }
        json!(containers)
    }

    /// A node's load balancer in a network: under which key, under which name, where.
    fn balancer(&self, node: &str, network: &str) -> Option<(String, String, String, IpAddr)> {
        let there = self.networks.get(network)?;
        let address = *there.balancers.get(node)?;
        let name = format!("{}-endpoint", there.name());
        let key =
            if there.asked.ingress { "ingress-sbox".to_owned() } else { format!("lb-{}", there.name()) };
        // Nobody asked for it, so its identity follows from whose it is.
        let mut random = crate::simulation::random::Random::new(seed(node) ^ seed(network));
        Some((key, name, random.hex(64), address))
    }

    fn services_in(&self, node: &str, network: &str) -> Value {
        let mut services = BTreeMap::<String, (String, Vec<String>, Vec<Value>)>::new();
        let task = |name: &str, endpoint: &str, address: IpAddr, on: &str| {
            let host = self.nodes.get(on).map(|node| node.address.clone()).unwrap_or_default();
            json!({
                "Name": name, "EndpointID": endpoint, "EndpointIP": address.to_string(), "Info": { "Host IP": host },
            })
        };
        let known = self.gossip.knows.get(node).into_iter().flatten();
        let nothing = || ("<nil>".to_owned(), Vec::new(), Vec::new());
        for told in known.filter_map(|id| self.gossip.told.get(id)).filter(|told| told.network == network) {
            let (name, address) = told.service.clone().unwrap_or_default();
            let (virtual_address, ports, tasks) = services.entry(name).or_insert_with(nothing);
            if let Some(address) = address {
                *virtual_address = address.to_string();
            }
            let mesh = told.ports.iter().filter(|port| !port.on_host());
            *ports =
                mesh.map(|port| format!("Target: {}, Publish: {}", port.target, port.published)).collect();
            tasks.push(task(&told.name, &told.endpoint, told.address, &told.node));
        }
        if self.networks.get(network).is_some_and(|there| there.asked.ingress) {
            let (_, _, tasks) = services.entry(String::new()).or_insert_with(nothing);
            let heard = self.gossip.hears.get(node).into_iter().flatten().map(String::as_str);
            for on in heard.chain([node]) {
                if let Some((_, name, endpoint, address)) = self.balancer(on, network) {
                    tasks.push(task(&name, &endpoint, address, on));
                }
            }
        }
        let mut shown = Map::new();
        for (index, (name, (virtual_address, ports, tasks))) in services.into_iter().enumerate() {
            // A number of the kernel's own: only whether it is zero means something.
            let balanced = if virtual_address == "<nil>" { 0 } else { 256 + index };
            let entry =
                json!({ "VIP": virtual_address, "Ports": ports, "LocalLBIndex": balanced, "Tasks": tasks });
            shown.insert(name, entry);
        }
        shown.into()
    }
}

fn seed(text: &str) -> u64 {
    text.bytes().fold(14_695_981_039_346_656_037, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211)
    })
}
