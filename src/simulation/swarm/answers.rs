//! What managers answer about the swarm and its nodes, and what they take to change them.

use serde_json::{Value, json};

use super::cluster::Rotate;
use super::datum::missing;
use super::node::{Availability, NodeState};
use super::refusal::SwarmRefusal;
use super::{Ground, Membership, Swarm, identity};
use crate::simulation::{HostId, World};
use crate::wire::request::{NodeSpec, SwarmSpec};

impl Swarm {
    pub(in crate::simulation) fn manages(&self, node: &str) -> bool {
        self.nodes.get(node).is_some_and(|node| node.manager)
    }

    pub(in crate::simulation) fn show_cluster(&self, tokens: bool) -> Value {
        let mut shown = self.cluster.shown(&self.subnets.asked, self.subnets.size);
        if tokens {
            shown["JoinTokens"] =
                json!({ "Worker": self.cluster.token(false), "Manager": self.cluster.token(true) });
        }
        shown
    }

    pub(in crate::simulation) fn update_cluster(
        &mut self,
        version: u64,
        asked: &SwarmSpec,
        rotate: Rotate,
    ) -> Result<(), SwarmRefusal> {
        if !matches!(asked.name.as_str(), "" | "default") {
            return Err(SwarmRefusal::SpecName);
        }
        if asked.expiry != 0 && asked.expiry < 3_600_000_000_000 {
            return Err(SwarmRefusal::CertificateExpiry);
        }
        if asked.heartbeat < 0 {
            return Err(SwarmRefusal::Heartbeat);
        }
        if version != self.cluster.version {
            return Err(SwarmRefusal::OutOfSequence);
        }
        self.cluster.version = self.bump();
        self.cluster.spec = asked.clone();
        self.cluster.rotate(&mut self.random, rotate);
        Ok(())
    }

    pub(in crate::simulation) fn unlock_key(&self) -> &str {
        &self.cluster.unlock_key
    }

    pub(in crate::simulation) fn node_ids(&self) -> Vec<String> {
        self.nodes.keys().cloned().collect()
    }

    pub(in crate::simulation) fn find_node_id(&self, key: &str) -> Result<String, SwarmRefusal> {
        let found = identity::find(&self.nodes, |node| &node.hostname, key);
        found.map(str::to_owned).map_err(|matches| missing("node", key, matches))
    }

    pub(in crate::simulation) fn show_node(&self, ground: &Ground<'_>, id: &str) -> Option<Value> {
        let node = self.nodes.get(id)?;
        let reachable = self.majority(ground).contains(id);
        Some(node.shown(id, self.leader.as_deref(), reachable, &self.cluster))
    }

    pub(in crate::simulation) fn update_node(
        &mut self,
        ground: &Ground<'_>,
        key: &str,
        version: u64,
        asked: &NodeSpec,
    ) -> Result<(), SwarmRefusal> {
        let manager = match asked.role.to_ascii_lowercase().as_str() {
            "manager" => true,
            "worker" => false,
            _ => return Err(SwarmRefusal::Role { given: asked.role.clone() }),
        };
        let refused = || SwarmRefusal::Availability { given: asked.availability.clone(), starting: false };
        let availability = Availability::parse(&asked.availability).ok_or_else(refused)?;
        let id = self.find_node_id(key)?;
        if self.nodes.get(&id).is_some_and(|node| node.version != version) {
            return Err(SwarmRefusal::OutOfSequence);
        }
        self.set_role(ground, &id, manager)?;
        let (now, version) = (self.now, self.bump());
        let Some(node) = self.nodes.get_mut(&id) else { return Ok(()) };
        node.labels = asked.labels.clone().unwrap_or_default();
        (node.availability, node.updated, node.version) = (availability, now, version);
        if availability == Availability::Drain {
            self.leave_node(&id);
        }
        self.reconcile_all();
        Ok(())
    }

    /// Forgets a node, and says which it was.
    pub(in crate::simulation) fn remove_node(
        &mut self,
        key: &str,
        force: bool,
    ) -> Result<String, SwarmRefusal> {
        let id = self.find_node_id(key)?;
        let Some(node) = self.nodes.get(&id) else { return Ok(id) };
        if node.manager {
            return Err(SwarmRefusal::ManagerRemoved { node: id });
        }
        if node.state != NodeState::Down && !force {
            return Err(SwarmRefusal::NodeNotDown { node: id });
        }
        self.leave_node(&id);
        self.leave_gossip(&id);
        self.nodes.remove(&id);
        self.bump();
        for network in self.networks.values_mut() {
            if let Some(address) = network.balancers.remove(&id) {
                network.release(address);
            }
        }
        let there = self.tasks.iter().filter(|(_, task)| task.node.as_ref() == Some(&id) && !task.is_live());
        let there: Vec<_> = there.map(|(id, _)| id.clone()).collect();
        for task in there {
            self.forget_task(&task);
        }
        self.reconcile_all();
        Ok(id)
    }

    pub(in crate::simulation) fn service_ids(&self) -> Vec<String> {
        self.services.keys().cloned().collect()
    }

    pub(in crate::simulation) fn find_service(&self, key: &str) -> Result<String, SwarmRefusal> {
        let found = identity::find(&self.services, |service| &service.asked.name, key);
        found.map(str::to_owned).map_err(|matches| missing("service", key, matches))
    }

    pub(in crate::simulation) fn task_ids(&self) -> Vec<String> {
        self.tasks.keys().cloned().collect()
    }

    pub(in crate::simulation) fn task_name(&self, id: &str) -> String {
        self.tasks.get(id).map(|task| task.container_name(id)).unwrap_or_default()
    }

    pub(in crate::simulation) fn find_task(&self, key: &str) -> Result<String, SwarmRefusal> {
        let begin: Vec<_> = self.tasks.keys().filter(|id| !key.is_empty() && id.starts_with(key)).collect();
        let named =
            self.tasks.iter().find(|(id, task)| task.service.is_some() && task.container_name(id) == key);
        match (named, begin.as_slice()) {
            (Some((id, _)), _) => Ok(id.clone()),
            (None, [only]) => Ok((*only).clone()),
            (None, several) => Err(missing("task", key, several.len())),
        }
    }

    /// Whether a task is made from what its service is now.
    pub(in crate::simulation) fn is_up_to_date(&self, id: &str) -> bool {
        let task = self.tasks.get(id);
        let service =
            task.and_then(|task| task.service.as_ref()).and_then(|service| self.services.get(service));
        service.is_none_or(|service| task.is_some_and(|task| task.spec_version == service.spec_version))
    }

    /// The network a service means.
    pub(in crate::simulation) fn find_target(
        &self,
        key: &str,
        local: impl Fn(&str) -> bool,
    ) -> Result<String, SwarmRefusal> {
        match identity::find(&self.networks, |network| network.name(), key) {
            Ok(id) => match self.networks.get(id).filter(|network| network.asked.ingress) {
                Some(network) => Err(SwarmRefusal::IngressExplicit { network: network.name().to_owned() }),
                None => Ok(id.to_owned()),
            },
            Err(0) if matches!(key, "bridge" | "host" | "none" | "nat") && local(key) => {
                Err(SwarmRefusal::Predefined { network: key.to_owned() })
            }
            Err(0) if local(key) => Err(SwarmRefusal::LocalNetwork { network: key.to_owned() }),
            Err(0) => Err(SwarmRefusal::NetworkMissing { network: key.to_owned() }),
            Err(matches) => Err(SwarmRefusal::Ambiguous { kind: "network", key: key.to_owned(), matches }),
        }
    }
}

impl World {
    pub(in crate::simulation) fn unlock(&mut self, at: HostId) {
        if let Some(member) = self.members.get_mut(&at) {
            member.locked = false;
        }
    }

    /// What an engine knows of its own part in a swarm.
    pub(in crate::simulation) fn show_part(&mut self, member: &Membership) -> Value {
        let (swarm, ground) = self.swarm_and_ground(member.swarm);
        let node = swarm.nodes.get(&member.node);
        let address = node.map(|node| node.address.clone()).unwrap_or_default();
        let manager = node.is_some_and(|node| node.manager);
        let managers = swarm.nodes.iter().filter(|(_, node)| node.manager);
        let managers: Vec<_> =
            managers.map(|(id, node)| json!({ "NodeID": id, "Addr": node.manager_address() })).collect();
        let leads = swarm.has_say(&ground, &member.node);
        let error = SwarmRefusal::NoLeader { waited: false };
        let mut shown = json!({
            "NodeID": member.node,
            "NodeAddr": address,
            "LocalNodeState": "active",
            "ControlAvailable": manager,
            "Error": if manager && !leads { error.to_string() } else { String::new() },
            "RemoteManagers": managers,
        });
        if manager && leads {
            shown["Nodes"] = swarm.nodes.len().into();
            shown["Managers"] = swarm.nodes.values().filter(|node| node.manager).count().into();
            shown["Cluster"] = swarm.show_cluster(false);
        }
        shown
    }
}
