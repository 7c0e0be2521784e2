//! `/nodes`.

use serde_json::Value;

use super::Client;
use super::swarm::number;
use crate::simulation::{Fault, SwarmRefusal};
use crate::wire::request::{Filters, NodeSpec};

impl Client<'_> {
    /// `GET /nodes`, ordered by identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, filters nobody knows.
    pub fn list_nodes(&mut self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        let (index, _) = self.manager(true)?;
        known(filters, &["id", "name", "role", "membership", "label", "node.label"])?;
        for role in filters.values("role") {
            if !matches!(role, "worker" | "manager") {
                return Err(SwarmRefusal::FilterValue { key: "role".into(), given: role.into() }.into());
            }
        }
        for word in filters.values("membership") {
            if !matches!(word, "accepted" | "pending") {
                return Err(SwarmRefusal::FilterValue { key: "membership".into(), given: word.into() }.into());
            }
        }
        let (swarm, ground) = self.world.swarm_and_ground(index);
        let nodes = swarm.node_ids().into_iter().filter_map(|id| swarm.show_node(&ground, &id));
        let text = |node: &Value, path: &str| {
            node.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Ok(nodes
            .filter(|node| {
                let labels = node.pointer("/Spec/Labels").cloned().unwrap_or_default();
                any(filters, "id", |id| text(node, "/ID").starts_with(id))
                    && any(filters, "name", |name| text(node, "/Description/Hostname").starts_with(name))
                    && any(filters, "role", |role| text(node, "/Spec/Role") == role)
                    // Nobody sets what is asked for since nodes need no acceptance.
                    && any(filters, "membership", |_| false)
                    && any(filters, "label", |_| false)
                    && all(filters, "node.label", |label| has_label(&labels, label))
            })
            .collect())
    }

    /// `GET /nodes/{id}`, by identity, host name or the beginning of an identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, [`SwarmRefusal::Missing`].
    pub fn inspect_node(&mut self, key: &str) -> Result<Value, Fault> {
        let (index, _) = self.manager(true)?;
        let (swarm, ground) = self.world.swarm_and_ground(index);
        let id = swarm.find_node_id(key)?;
        Ok(swarm.show_node(&ground, &id).unwrap_or_default())
    }

    /// `POST /nodes/{id}/update`.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, words and versions that are none.
    pub fn update_node(&mut self, key: &str, version: &str, asked: &NodeSpec) -> Result<(), Fault> {
        let version = number("node", version)?;
        let (index, _) = self.manager(false)?;
        let (swarm, ground) = self.world.swarm_and_ground(index);
        swarm.update_node(&ground, key, version, asked)?;
        let hosts: Vec<_> = self.world.members.keys().copied().collect();
        for host in hosts {
            self.world.tell_part(host);
        }
        Ok(())
    }

    /// `DELETE /nodes/{id}`.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, [`SwarmRefusal::ManagerRemoved`], [`SwarmRefusal::NodeNotDown`].
    pub fn remove_node(&mut self, key: &str, force: bool) -> Result<(), Fault> {
        let (index, _) = self.manager(false)?;
        let removed = self.world.swarms[index].remove_node(key, force)?;
        self.world.members.retain(|_, member| (member.swarm, &member.node) != (index, &removed));
        Ok(())
    }
}

/// Refuses keys nobody knows.
pub(super) fn known(filters: &Filters, keys: &[&str]) -> Result<(), SwarmRefusal> {
    match filters.keys().find(|key| !keys.contains(key)) {
        Some(key) => Err(SwarmRefusal::Filter { key: key.to_owned() }),
        None => Ok(()),
    }
}

/// Whether one of the values fits, if there are any.
pub(super) fn any(filters: &Filters, key: &str, fits: impl FnMut(&str) -> bool) -> bool {
    let mut values = filters.values(key).peekable();
    values.peek().is_none() || values.any(fits)
}

/// Whether all of the values fit.
pub(super) fn all(filters: &Filters, key: &str, fits: impl FnMut(&str) -> bool) -> bool {
    filters.values(key).all(fits)
}

/// Whether labels say `key` or `key=value`.
pub(super) fn has_label(labels: &Value, asked: &str) -> bool {
    match asked.split_once('=') {
        Some((key, value)) => labels.get(key).and_then(Value::as_str) == Some(value),
        None => labels.get(asked).is_some(),
    }
}
