//! Networks of the swarm, as `/networks` and the containers of a host see them.

use std::net::IpAddr;

use serde_json::Value;

use super::Client;
use crate::simulation::swarm::{Placed, WAIT};
use crate::simulation::{Fault, Refusal, SwarmRefusal};
use crate::wire::request::NetworkCreate;

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

    /// Whether this engine is in a swarm and manages it not.
    pub(in crate::simulation) fn is_worker(&self) -> bool {
        self.world.member(self.at).is_some() && !self.is_manager()
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
    ) -> Result<String, Fault> {
        let (index, _) = self.manager(false)?;
        Ok(self.world.swarm_and_ground(index).0.create_network(asked)?)
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

    /// The step of a container's start, or of connecting it, in which its engine asks the swarm for a place.
    ///
    /// ```
    /// use docknet::simulation::{SimulatedHost, World};
    /// use docknet::wire::request::{NetworkCreate, SwarmInit};
    /// use serde_json::json;
    ///
    /// let (mut world, at) = World::of(SimulatedHost::linux());
    /// let mut client = world.client(at);
    /// client.init_swarm(&SwarmInit::from_value(&json!({ "ListenAddr": "0.0.0.0" }))?)?;
    /// let ov = json!({ "Name": "ov", "Driver": "overlay", "Attachable": true });
    /// client.create_network(&NetworkCreate::from_value(&ov)?)?;
    /// assert_eq!(client.attach("ov", "probe", None)?.to_string(), "10.0.1.2");
    /// assert_eq!(client.attach("ov", "other", "10.0.1.99".parse().ok())?.to_string(), "10.0.1.99");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SwarmRefusal::NotAttachable`]; [`SwarmRefusal::AttachTimeout`] after 20 seconds, whatever the cause: an address
    /// that is held or outside, a network that was never allocated, a manager that cannot be reached.
    pub fn attach(&mut self, network: &str, container: &str, address: Option<IpAddr>) -> Result<IpAddr, Fault> {
        self.answers()?;
        let missing = || Refusal::NetworkMissing { network: network.to_owned() };
        let who = Applicant { id: container, name: container, address, aliases: &[] };
        Ok(self.join_swarm_network(network, who)?.ok_or_else(missing)?.address)
    }

    /// A container gives up its place in a network of the swarm: it stopped, or was disconnected.
    ///
    /// # Errors
    /// [`Fault::Never`] where the engine answers nobody.
    pub fn detach(&mut self, network: &str, container: &str) -> Result<(), Fault> {
        self.answers()?;
        let id = self.find_swarm_network(network).unwrap_or_else(|_| network.to_owned());
        self.leave_swarm_network(&id, container);
        Ok(())
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
            return Err(Refusal::AddressOutside { address }.into());
        }
        if swarm.is_known_at(&member.node, id, address) {
            return Err(Refusal::AddressInUse.into());
        }
        Ok(swarm.settle(&ground, &member.node, id, who, address, None))
    }

    /// A container leaves a network of the swarm: it stopped, or was disconnected.
    pub(in crate::simulation) fn leave_swarm_network(&mut self, network: &str, container: &str) {
        let Some(member) = self.world.member(self.at).cloned() else { return };
        let (swarm, ground) = self.world.swarm_and_ground(member.swarm);
        swarm.leave(&ground, container, network);
    }

    /// A container is removed: nothing is remembered of it.
    pub(in crate::simulation) fn forget_applicant(&mut self, container: &str) {
        self.world.stale_attachments.retain(|(_, there, _)| there != container);
    }

    /// Containers may have ended: the swarm notices those that were tasks.
    pub(in crate::simulation) fn containers_changed(&mut self) {
        let Some(member) = self.world.member(self.at).cloned() else { return };
        let at = self.at;
        let (swarm, mut ground) = self.world.swarm_and_ground(member.swarm);
        swarm.notice(&mut ground, at);
    }
}
