//! Networks of the swarm, as `/networks` and the containers of a host see them.

use std::net::IpAddr;

use serde_json::Value;

use super::Client;
use crate::model::{ContainerName, NetworkId};
use crate::simulation::network::Asker;
use crate::simulation::swarm::{Placed, WAIT};
use crate::simulation::{Fault, Refusal, SwarmRefusal};
use crate::wire::request::{EndpointSettings, Filters, NetworkCreate};

/// A container that wants to be in a network of the swarm.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulation) struct Applicant<'a> {
    pub(in crate::simulation) id: &'a str,
    pub(in crate::simulation) name: &'a str,
    pub(in crate::simulation) address: Option<IpAddr>,
    pub(in crate::simulation) aliases: &'a [String],
}

impl Client<'_> {
    /// Whether this engine manages a swarm, so that it records networks of the swarm.
    pub(in crate::simulation) fn is_manager(&self) -> bool {
        let member = self.world.member(self.at).filter(|member| !member.locked);
        member.is_some_and(|member| self.world.swarms[member.swarm].manages(&member.node))
    }

    /// Whether a network of the swarm has exactly that name: no other network may be made then, of whatever kind.
    pub(in crate::simulation) fn swarm_has_network(&self, name: &str) -> bool {
        let member = self.world.member(self.at).filter(|_| self.is_manager());
        member.is_some_and(|member| self.world.swarms[member.swarm].has_network(name))
    }

    /// Records a network of the swarm. Everything an engine checks before it asks the manager has been checked.
    pub(in crate::simulation) fn create_swarm_network(
        &mut self,
        asked: &NetworkCreate,
    ) -> Result<NetworkId, Fault> {
        let (index, _) = self.manager(false)?;
        let id = self.world.swarm_and_ground(index).0.create_network(asked)?;
        Ok(NetworkId::new(id).expect("digits of base 36 are an identity"))
    }

    /// The networks of the swarm this engine shows, by identity.
    pub(in crate::simulation) fn list_swarm_networks(&self) -> Vec<(String, Value)> {
        self.world.swarm_networks(self.at)
    }

    /// The network of the swarm that is meant.
    ///
    /// # Errors
    /// How many it could be.
    pub(in crate::simulation) fn find_swarm_network(&self, key: &str) -> Result<String, usize> {
        self.world.find_swarm_network(self.at, key)
    }

    /// One of them, as it is inspected.
    pub(in crate::simulation) fn inspect_swarm_network(&self, id: &str, verbose: bool) -> Option<Value> {
        self.world.swarm_network(self.at, id, verbose)
    }

    /// Removes one of them.
    pub(in crate::simulation) fn remove_swarm_network(&mut self, id: &str) -> Result<(), Fault> {
        let (index, _) = self.manager(false)?;
        Ok(self.world.swarm_and_ground(index).0.remove_network(id)?)
    }

    /// Gives a container that starts, or is connected, its place in a network of the swarm.
    ///
    /// Nothing if no such network can be seen from here. An engine that gets no place waits for it, and takes it for
    /// given the next time the container starts: that is how two containers come to one address (20.10.24).
    ///
    /// # Errors
    /// [`SwarmRefusal::NotAttachable`], [`SwarmRefusal::AttachTimeout`].
    pub(in crate::simulation) fn join_swarm_network(
        &mut self,
        network: &str,
        who: Applicant<'_>,
    ) -> Result<Option<Placed>, Fault> {
        let Some(member) = self.world.member(self.at).cloned() else { return Ok(None) };
        let swarm = &self.world.swarms[member.swarm];
        let Some((id, name, attachable)) = swarm.joinable(network) else { return Ok(None) };
        let stale = (self.at, who.id.to_owned(), id.clone());
        if let (true, Some(address)) = (self.world.stale_attachments.contains(&stale), who.address) {
            return self.join_without_asking(&id, who, address).map(Some);
        }
        let (swarm, ground) = self.world.swarm_and_ground(member.swarm);
        if !swarm.is_served(&ground, &member.node) {
            self.wait(WAIT);
            return Err(SwarmRefusal::AttachTimeout { reached: Some(name) }.into());
        }
        if !attachable {
            return Err(SwarmRefusal::NotAttachable { network: name }.into());
        }
        let task = swarm.ask(&member.node, &id, who);
        let Some(address) = swarm.given(&task) else {
            self.wait(WAIT);
            self.world.swarm_and_ground(member.swarm).0.give_up(&task);
            self.world.stale_attachments.insert(stale);
            return Err(SwarmRefusal::AttachTimeout { reached: None }.into());
        };
        Ok(Some(swarm.settle(&ground, &member.node, &id, who, address, Some(&task))))
    }

    fn join_without_asking(
        &mut self,
        id: &str,
        who: Applicant<'_>,
        address: IpAddr,
    ) -> Result<Placed, Fault> {
        let Some(member) = self.world.member(self.at).cloned() else {
            return Err(Refusal::NetworkMissing { network: id.to_owned() }.into());
        };
        let (swarm, ground) = self.world.swarm_and_ground(member.swarm);
        if !swarm.holds(id, address) {
            return Err(Refusal::AddressOutside { address: address.to_string() }.into());
        }
        if swarm.is_known_at(&member.node, id, address) {
            return Err(Refusal::AddressInUse.into());
        }
        Ok(swarm.settle(&ground, &member.node, id, who, address, None))
    }

    /// Containers may have ended, or left networks: the swarm notices.
    pub(super) fn containers_changed(&mut self) {
        self.world.notice(self.at);
    }

    /// A container is about to start: the swarm gives it its places, or it fails to start.
    pub(super) fn apply_to_start(&mut self, key: &str) -> Result<(), Fault> {
        if self.world.member(self.at).is_none() {
            return Ok(());
        }
        let Ok(container) = self.host().container_by(key) else { return Ok(()) };
        if container.state.is_running() {
            return Ok(());
        }
        let name = container.name.clone();
        let wanted: Vec<_> = container
            .attachments
            .iter()
            .map(|(network, there)| {
                let term = there.network.as_ref().map_or(network.as_str(), NetworkId::as_str);
                (term.to_owned(), there.asked.clone())
            })
            .collect();
        for (network, asked) in wanted {
            match self.apply(&network, &name, &asked) {
                Ok(()) => {}
                Err(Fault::Refused(refusal)) => {
                    self.host_mut().note_failure(&name, &refusal)?;
                    self.containers_changed();
                    return Err(refusal.into());
                }
                Err(Fault::Never) => return Err(Fault::Never),
            }
        }
        Ok(())
    }

    /// A container that runs is about to be connected.
    pub(super) fn apply_to_connect(
        &mut self,
        network: &str,
        key: &str,
        asked: &EndpointSettings,
    ) -> Result<(), Fault> {
        if self.world.member(self.at).is_none() {
            return Ok(());
        }
        let Ok(container) = self.host().container_by(key) else { return Ok(()) };
        if !container.state.is_running() {
            return Ok(());
        }
        let name = container.name.clone();
        let known = self.find_swarm_network(network).ok();
        let there = known.and_then(|id| self.host().networks.get(&NetworkId::new(id).ok()?));
        if there.is_some_and(|there| there.endpoints.contains_key(&container.id)) {
            let (container, network) = (key.to_owned(), network.to_owned());
            return Err(SwarmRefusal::AlreadyAttached { container, network }.into());
        }
        self.apply(network, &name, asked)
    }

    fn apply(&mut self, network: &str, name: &ContainerName, asked: &EndpointSettings) -> Result<(), Fault> {
        let local = self.host().networks.find(network, Asker::Join).ok();
        if local.is_some_and(|local| local.scope != "swarm") {
            return Ok(());
        }
        let Some(id) = self.host().container_by(name.as_str()).ok().map(|container| container.id.clone())
        else {
            return Ok(());
        };
        let aliases = asked.aliases();
        let who =
            Applicant { id: id.as_str(), name: name.as_str(), address: asked.ipv4().parse().ok(), aliases };
        if let Some(placed) = self.join_swarm_network(network, who)? {
            let at = self.at;
            self.world.reserve(at, &id, &placed, who.address.is_some());
        }
        Ok(())
    }

    /// Removes the networks of the swarm that nothing uses, and says which by name.
    pub(super) fn prune_swarm_networks(&mut self, filters: &Filters) -> Vec<String> {
        if !self.is_manager() || filters.has("until") {
            return Vec::new();
        }
        let unused = |(_, shown): &(String, Value)| {
            let labels = |key: &str, wanted: bool| {
                filters.values(key).all(|label| super::nodes::has_label(&shown["Labels"], label) == wanted)
            };
            shown["Ingress"] != true && labels("label", true) && labels("label!", false)
        };
        let unused: Vec<_> = self.list_swarm_networks().into_iter().filter(unused).collect();
        let mut gone = Vec::new();
        for (id, shown) in unused {
            if self.remove_swarm_network(&id).is_ok() {
                gone.push(shown["Name"].as_str().unwrap_or_default().to_owned());
            }
        }
        gone
    }
}
