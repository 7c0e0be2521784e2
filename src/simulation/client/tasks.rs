//! `/tasks`.

use serde_json::Value;

use super::Client;
use super::nodes::{all, any, has_label, known};
use crate::simulation::{Fault, SwarmRefusal};
use crate::wire::request::Filters;

/// The states a task can be meant to have.
const DESIRED: &[&str] = &["running", "shutdown", "accepted"];

impl Client<'_> {
    /// `GET /tasks`, ordered by identity. Places that containers asked for themselves are listed only to those who ask
    /// for `runtime=attachment`.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, filters nobody knows, services and nodes that are not there.
    pub fn list_tasks(&mut self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        let (index, own) = self.manager(true)?;
        known(
            filters,
            &["id", "name", "label", "service", "node", "desired-state", "runtime", "_up-to-date"],
        )?;
        let swarm = &self.world.swarms[index];
        if let Some(given) = filters.values("desired-state").find(|word| !DESIRED.contains(word)) {
            return Err(SwarmRefusal::FilterValue { key: "desired-state".into(), given: given.into() }.into());
        }
        let services =
            filters.values("service").map(|key| swarm.find_service(key)).collect::<Result<Vec<_>, _>>()?;
        let node = |key| if key == "self" { Ok(own.clone()) } else { swarm.find_node_id(key) };
        let nodes = filters.values("node").map(node).collect::<Result<Vec<_>, _>>()?;
        let text = |task: &Value, path: &str| {
            task.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let among = |ids: &[String], id: &str| ids.is_empty() || ids.iter().any(|there| there == id);
        let attachments = filters.values("runtime").any(|word| word == "attachment");
        let containers = filters.values("runtime").next().is_none()
            || filters.values("runtime").any(|word| word == "container");
        let (mut old, mut new) = (true, true);
        if filters.has("_up-to-date") {
            new = filters.values("_up-to-date").any(|word| matches!(word, "1" | "true"));
            old = !new;
        }
        let tasks = swarm.task_ids().into_iter().filter(|id| if swarm.is_up_to_date(id) { new } else { old });
        Ok(tasks
            .filter_map(|id| swarm.show_task(&id))
            .filter(|task| {
                let attachment = task.pointer("/Spec/NetworkAttachmentSpec").is_some();
                let desired = text(task, "/DesiredState");
                let wanted = |word: &str| desired == word || (word == "shutdown" && desired == "remove");
                let name = || swarm.task_name(&text(task, "/ID"));
                (if attachment { attachments } else { containers })
                    && any(filters, "id", |id| text(task, "/ID").starts_with(id))
                    && any(filters, "name", |word| name().starts_with(word))
                    && all(filters, "label", |label| {
                        task.get("Labels").is_some_and(|labels| has_label(labels, label))
                    })
                    && among(&services, &text(task, "/ServiceID"))
                    && among(&nodes, &text(task, "/NodeID"))
                    && any(filters, "desired-state", wanted)
            })
            .collect())
    }

    /// `GET /tasks/{id}`, by identity, name or the beginning of an identity.
    ///
    /// # Errors
    /// [`Fault`]: not a manager, no leader, [`SwarmRefusal::Missing`].
    pub fn inspect_task(&mut self, key: &str) -> Result<Value, Fault> {
        let (index, _) = self.manager(true)?;
        let swarm = &self.world.swarms[index];
        let id = swarm.find_task(key)?;
        Ok(swarm.show_task(&id).unwrap_or_default())
    }
}
