//! Swarms begin, nodes join and leave.

use std::collections::BTreeMap;
use std::time::Duration;

use super::agenda::Agenda;
use super::cluster::Cluster;
use super::gossip::Gossip;
use super::node::{Availability, Node};
use super::pool::{Prefix, Subnets};
use super::refusal::SwarmRefusal;
use super::{Ground, Power, Swarm, Traffic, pace};
use crate::host::{EngineVersion, Platform, SwarmState};
use crate::simulation::random::Random;
use crate::simulation::{HostId, World};
use crate::wire::request::{IpamConfigRequest, NetworkCreate, SwarmInit, SwarmJoin};

/// A host's part in a swarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulation) struct Membership {
    pub(in crate::simulation) swarm: usize,
    pub(in crate::simulation) node: String,
    /// Whether the engine was started anew and waits for the key.
    pub(in crate::simulation) locked: bool,
}

/// Networks every node has, which services may name: by platform of the managers and engine.
fn predefined(platform: Platform, engine: &EngineVersion) -> &'static [&'static str] {
    match platform {
        Platform::Linux(_) if *engine >= EngineVersion::new(17, 6, 0) => &["bridge", "host"],
        Platform::Windows(_) if *engine >= EngineVersion::new(24, 0, 0) => &["nat"],
        Platform::Linux(_) | Platform::Windows(_) => &[],
    }
}

impl World {
    pub(in crate::simulation) fn member(&self, at: HostId) -> Option<&Membership> {
        self.members.get(&at)
    }

    /// A swarm and what it stands on.
    pub(in crate::simulation) fn swarm_and_ground(&mut self, index: usize) -> (&mut Swarm, Ground<'_>) {
        let now = self.now();
        let swarm = &mut self.swarms[index];
        swarm.now = now;
        (swarm, Ground { hosts: &mut self.hosts, cables: &self.cables, power: &self.power })
    }

    pub(in crate::simulation) fn init_swarm(
        &mut self,
        at: HostId,
        asked: &SwarmInit,
    ) -> Result<String, SwarmRefusal> {
        let member = self.members.contains_key(&at);
        if member && !asked.force_new {
            return Err(SwarmRefusal::AlreadyMember);
        }
        if !matches!(asked.spec.name.as_str(), "" | "default") {
            return Err(SwarmRefusal::SpecName);
        }
        self.check_listen(at, &asked.listen)?;
        let advertised = self.advertised(at, &asked.advertise)?;
        self.check_data_path(at, &asked.data_path)?;
        let port = asked.data_path_port;
        if port != 0 && !(1024..=49_151).contains(&port) {
            return Err(SwarmRefusal::DataPathPort { port: u64::try_from(port).unwrap_or_default() });
        }
        let size = checked_pools(&asked.pools, asked.subnet_size)?;
        let availability = availability(&asked.availability, true)?;
        if let Some(member) = self.members.get(&at).cloned() {
            let (swarm, ground) = self.swarm_and_ground(member.swarm);
            swarm.force_new(&ground, &member.node);
            return Ok(member.node);
        }
        let index = self.swarms.len();
        let host = &mut self.hosts[at.0];
        let random = Random::new(host.random.next());
        let engine = host.engine_version().clone();
        let mut spec = asked.spec.clone();
        spec.autolock |= asked.autolock;
        let round_robin = engine < EngineVersion::new(27, 0, 0);
        let mut swarm = Swarm::begin(random, self.now(), spec, port, asked.pools.clone(), size, round_robin);
        let platform = self.hosts[at.0].host().platform;
        let node =
            swarm.add_node(Node::new(at, &self.hosts[at.0], swarm.now), &advertised, availability, true);
        swarm.leader = Some(node.clone());
        swarm.add_own_networks(predefined(platform, &engine), &engine);
        swarm.settle_node(&node);
        self.swarms.push(swarm);
        self.members.insert(at, Membership { swarm: index, node: node.clone(), locked: false });
        let (swarm, ground) = self.swarm_and_ground(index);
        swarm.join_gossip(&ground, &node);
        self.tell_part(at);
        Ok(node)
    }

    /// An engine knows its part in a swarm, and has the bridge through which tasks get out.
    pub(in crate::simulation) fn tell_part(&mut self, at: HostId) {
        let manages = self.members.get(&at).map(|member| self.swarms[member.swarm].manages(&member.node));
        let host = &mut self.hosts[at.0];
        host.host.swarm =
            manages.map(|manages| if manages { SwarmState::Manager } else { SwarmState::Worker });
        if manages.is_some() && matches!(host.host.platform, Platform::Linux(_)) {
            let mut bridge = NetworkCreate::new("docker_gwbridge");
            bridge.check_duplicate = true;
            let option =
                |key: &str, value: &str| (format!("com.docker.network.bridge.{key}"), value.to_owned());
            let options = [
                option("enable_icc", "false"),
                option("enable_ip_masquerade", "true"),
                option("name", "docker_gwbridge"),
            ];
            bridge.options = Some(options.into());
            bridge.driver = "bridge".into();
            // It stays from the last swarm; without room for it, engines say so in their log.
            let _there = host.make_network(&bridge);
        }
    }

    /// How long it took, and how it ended.
    pub(in crate::simulation) fn join_swarm(
        &mut self,
        at: HostId,
        asked: &SwarmJoin,
    ) -> (Duration, Result<(), SwarmRefusal>) {
        let at_once = |refusal| (Duration::ZERO, Err(refusal));
        if self.members.contains_key(&at) {
            return at_once(SwarmRefusal::AlreadyMember);
        }
        if let Err(refusal) = self.check_listen(at, &asked.listen) {
            return at_once(refusal);
        }
        let Some(manager) = asked.managers.first() else { return at_once(SwarmRefusal::JoinNobody) };
        let advertised = match self.advertised(at, &asked.advertise) {
            Ok(advertised) => advertised,
            Err(refusal) => return at_once(refusal),
        };
        if let Err(refusal) = self.check_data_path(at, &asked.data_path) {
            return at_once(refusal);
        }
        let availability = match availability(&asked.availability, true) {
            Ok(availability) => availability,
            Err(refusal) => return at_once(refusal),
        };
        // A token's form is looked at first; without one, swarmkit asks for the certificate and fails later.
        if !asked.token.is_empty() && !is_token(&asked.token) {
            return at_once(SwarmRefusal::JoinToken { stale: false });
        }
        let address = if manager.contains(':') { manager.clone() } else { format!("{manager}:2377") };
        let there = self.swarms.iter().enumerate().find_map(|(index, swarm)| {
            let node = swarm.nodes.values().find(|node| node.manager && node.manager_address() == address)?;
            Some((index, node.host))
        });
        let Some((index, host)) = there else {
            return (pace::JOIN_REFUSED, Err(SwarmRefusal::JoinRefused { address }));
        };
        let (swarm, ground) = self.swarm_and_ground(index);
        if !ground.hear(at, host, Traffic::MANAGEMENT) || swarm.leader.is_none() {
            let off = ground.power(host) == Power::Off;
            return if off {
                (pace::JOIN_REFUSED, Err(SwarmRefusal::JoinRefused { address }))
            } else {
                (pace::DEADLINE, Err(SwarmRefusal::JoinTimeout))
            };
        }
        let as_manager = asked.token == swarm.cluster.token(true);
        if !as_manager && asked.token != swarm.cluster.token(false) {
            return at_once(SwarmRefusal::JoinToken { stale: true });
        }
        let fresh = Node::new(at, &ground.hosts[at.0], swarm.now);
        let node = swarm.add_node(fresh, &advertised, availability, as_manager);
        swarm.join_gossip(&ground, &node);
        swarm.settle_node(&node);
        swarm.reconcile_all();
        self.members.insert(at, Membership { swarm: index, node, locked: false });
        self.tell_part(at);
        (pace::JOIN, Ok(()))
    }

    pub(in crate::simulation) fn leave_swarm(&mut self, at: HostId, force: bool) -> Result<(), SwarmRefusal> {
        let member = self.members.get(&at).cloned().ok_or(SwarmRefusal::NotMember)?;
        let (swarm, mut ground) = self.swarm_and_ground(member.swarm);
        if swarm.nodes.get(&member.node).is_some_and(|node| node.manager) && !force && !member.locked {
            let managers: Vec<_> = swarm.nodes.values().filter(|node| node.manager).collect();
            let reachable = managers.iter().filter(|node| ground.alive(node.host)).count();
            let last = managers.len() == 1;
            return Err(SwarmRefusal::LastManagerLeaves {
                last,
                managers: reachable - 1,
                reachable: managers.len(),
            });
        }
        swarm.node_leaves(&mut ground, &member.node);
        self.members.remove(&at);
        self.tell_part(at);
        let own = &mut self.hosts[at.0].networks;
        let gone: Vec<_> =
            own.iter().filter(|network| network.scope == "swarm").map(|network| network.id.clone()).collect();
        for id in gone {
            own.remove(&id);
        }
        self.stale_attachments.retain(|(host, ..)| *host != at);
        Ok(())
    }
}

fn availability(word: &str, starting: bool) -> Result<Availability, SwarmRefusal> {
    let given = || SwarmRefusal::Availability { given: word.to_owned(), starting };
    if word.is_empty() { Ok(Availability::Active) } else { Availability::parse(word).ok_or_else(given) }
}

/// `SWMTKN-1-`, the digest of a certificate, a secret.
fn is_token(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    matches!(parts.as_slice(), ["SWMTKN", "1" | "2", digest, secret] if digest.len() == 50 && secret.len() == 25)
}

/// The length of subnets, if the pools can give any.
fn checked_pools(pools: &[String], size: i64) -> Result<u8, SwarmRefusal> {
    let asked = if size == 0 { 24 } else { size };
    let size = u64::try_from(asked).unwrap_or_default();
    let parsed: Vec<_> = pools.iter().map(|pool| (pool, Prefix::parse(pool))).collect();
    if !pools.is_empty() {
        if !(0..=29).contains(&asked) {
            return Err(SwarmRefusal::SubnetSize { size });
        }
        for (pool, prefix) in parsed {
            let prefix = prefix.ok_or_else(|| SwarmRefusal::Pool { given: pool.clone() })?;
            if u64::from(prefix.length()) > size {
                return Err(SwarmRefusal::PoolTooSmall { pool: pool.clone(), size });
            }
        }
    }
    // Without pools nobody looks at the length.
    Ok(u8::try_from(size).unwrap_or(24).clamp(8, 32))
}

impl Swarm {
    fn begin(
        mut random: Random,
        now: crate::simulation::Moment,
        spec: crate::wire::request::SwarmSpec,
        port: i64,
        pools: Vec<String>,
        size: u8,
        round_robin: bool,
    ) -> Self {
        let port = if port == 0 { 4789 } else { u64::try_from(port).unwrap_or(4789) };
        let cluster = Cluster::new(&mut random, now, spec, port);
        let mut swarm = Self {
            random,
            index: 4,
            now,
            cluster,
            nodes: BTreeMap::new(),
            networks: BTreeMap::new(),
            services: BTreeMap::new(),
            tasks: BTreeMap::new(),
            data: BTreeMap::new(),
            subnets: Subnets::new(pools, size, round_robin),
            vni: 4096,
            next_port: 30_000,
            leader: None,
            led: None,
            agenda: Agenda::default(),
            gossip: Gossip::default(),
            litter: Vec::new(),
        };
        swarm.cluster.version = swarm.bump();
        swarm
    }

    fn add_own_networks(&mut self, predefined: &[&'static str], engine: &EngineVersion) {
        let mut ingress = NetworkCreate::new("ingress");
        ingress.ingress = true;
        if *engine < EngineVersion::new(19, 3, 0) {
            // Fixed until swarms had pools of their own.
            ingress.ipam.config = vec![IpamConfigRequest {
                subnet: "10.255.0.0/16".into(),
                gateway: "10.255.0.1".into(),
                ..IpamConfigRequest::default()
            }];
        }
        self.add_network(ingress, None);
        for name in predefined {
            let mut network = NetworkCreate::new(*name);
            (*name).clone_into(&mut network.driver);
            self.add_network(network, Some(name));
        }
    }

    fn add_node(
        &mut self,
        mut node: Node,
        advertised: &str,
        availability: Availability,
        manager: bool,
    ) -> String {
        let (id, version) = (self.fresh_id(), self.bump());
        advertised.clone_into(&mut node.address);
        (node.version, node.availability, node.manager) = (version, availability, manager);
        node.gossip_name = self.random.hex(12);
        self.nodes.insert(id.clone(), node);
        id
    }

    /// A new node gets its load balancer in the routing mesh.
    fn settle_node(&mut self, node: &str) {
        if let Some(ingress) = self.ingress().map(|(id, _)| id.clone()) {
            self.balance(node, &ingress);
        }
    }

    /// One manager goes on alone, with everything it has.
    fn force_new(&mut self, ground: &Ground<'_>, node: &str) {
        for (id, there) in &mut self.nodes {
            there.manager = id == node;
        }
        (self.leader, self.led) = (Some(node.to_owned()), None);
        self.control_changed(ground);
    }

    /// A node goes. What ran on it for the swarm is removed there; the managers see it down, until it is removed.
    fn node_leaves(&mut self, ground: &mut Ground<'_>, id: &str) {
        let on =
            self.tasks.iter().filter(|(_, task)| task.node.as_deref() == Some(id)).map(|(id, _)| id.clone());
        let on: Vec<_> = on.collect();
        for task in &on {
            self.remove_container_of(ground, task);
        }
        self.leave_gossip(id);
        let Some(node) = self.nodes.get_mut(id) else { return };
        let was_manager = std::mem::replace(&mut node.manager, false);
        node.heard = false;
        node.turn += 1;
        let turn = node.turn;
        // It says good-bye.
        self.agenda.enter(
            self.now,
            Duration::from_millis(100),
            super::agenda::Due::Down { node: id.to_owned(), turn },
        );
        if was_manager {
            if self.leader.as_deref() == Some(id) {
                self.led = self.leader.take().map(|leader| (leader, self.now));
            }
            if self.nodes.values().all(|node| !node.manager) {
                self.agenda = Agenda::default();
            } else {
                self.control_changed(ground);
            }
        }
    }

    fn remove_container_of(&mut self, ground: &mut Ground<'_>, task: &str) {
        let attachment = self.tasks.get(task).is_some_and(|task| task.attachment.is_some());
        if attachment {
            self.give_up_place(task);
            return;
        }
        if let Some(task) = self.tasks.get_mut(task) {
            task.desired = super::State::Remove;
        }
        self.finish_container(ground, task);
        if let Some(task) = self.tasks.get_mut(task) {
            task.desired = if task.state.ended() { super::State::Shutdown } else { super::State::Running };
        }
    }
}
