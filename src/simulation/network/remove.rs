//! Networks go, one by one or all that nobody is in.

use super::{Asker, SimulatedNetwork, Told};
use crate::simulation::until;
use crate::simulation::{EndpointRefusal, Event, Fault, LookRefusal, Refusal, SimulatedHost};
use crate::wire::request::Filters;

impl SimulatedHost {
    pub(in crate::simulation) fn drop_network(&mut self, term: &str) -> Result<(), Fault> {
        let network = self.networks.find(term, Asker::Remove)?;
        let (id, name) = (network.id.clone(), network.name.clone());
        if self.is_predefined(&name) {
            return Err(Refusal::PredefinedRemove { network: name }.into());
        }
        if self.networks.is_made_of(&id) {
            return Err(EndpointRefusal::ConfigInUse { network: name }.into());
        }
        if !network.endpoints.is_empty() {
            let named = network
                .endpoints
                .values()
                .map(|endpoint| (endpoint.name.clone(), endpoint.place.endpoint.to_string()));
            let endpoints = named.collect();
            return Err(Refusal::InUse { network: name, id: id.to_string(), endpoints }.into());
        }
        let Some(network) = self.networks.remove(&id) else { return Ok(()) };
        self.unbook(&network.pools);
        if let Some(hns) = &network.hns_id {
            self.hns.remove(hns);
        }
        self.tell_network(network.told(), "destroy", None);
        Ok(())
    }

    /// Removes what nobody is in, but for the engine's own networks and configurations, and says which by name.
    pub(in crate::simulation) fn prune(&mut self, filters: &Filters) -> Result<Vec<String>, Fault> {
        for key in filters.keys() {
            if !matches!(key, "label" | "label!" | "until") {
                let values = filters.values(key).map(str::to_owned).collect();
                return Err(LookRefusal::FilterKey { key: key.to_owned(), values }.into());
            }
        }
        let until = until::read(filters, self.now())?;
        let unused = |network: &&SimulatedNetwork| {
            let kept = self.is_predefined(&network.name) || network.config_only || network.ingress;
            let young = until.is_some_and(|until| network.created > until);
            let labels = has_labels(network, filters.values("label"))
                && !(filters.has("label!") && has_labels(network, filters.values("label!")));
            let by_hns = network.options.contains_key("com.docker.network.windowsshim.hnsowned");
            let system = self.host.windows_build().is_some()
                && (by_hns || matches!(network.name.as_str(), "Default Switch" | "WSL (Hyper-V firewall)"));
            !kept && !young && labels && !system && network.endpoints.is_empty()
        };
        let found: Vec<_> =
            self.networks.iter().filter(unused).map(|n| (n.id.clone(), n.name.clone())).collect();
        let mut gone = Vec::new();
        for (id, name) in found {
            if self.drop_network(id.as_str()).is_ok() {
                gone.push(name);
            }
        }
        self.tell_prune();
        Ok(gone)
    }

    fn tell_prune(&mut self) {
        let attributes = [("reclaimed".to_owned(), "0".to_owned())].into();
        let (kind, action) = ("network", "prune".into());
        let moment = self.now();
        self.journal.tell(Event { moment, kind, action, id: String::new(), attributes, scope: "local" });
    }

    /// Tells those who listen for events.
    pub(in crate::simulation) fn tell_network(
        &mut self,
        network: Told,
        action: &str,
        container: Option<&str>,
    ) {
        let mut attributes = std::collections::BTreeMap::new();
        if let Some(container) = container {
            attributes.insert("container".to_owned(), container.to_owned());
        }
        attributes.insert("name".to_owned(), network.name);
        attributes.insert("type".to_owned(), network.driver.to_string());
        let (moment, id) = (self.now(), network.id.to_string());
        self.journal.tell(Event {
            moment,
            kind: "network",
            action: action.into(),
            id,
            attributes,
            scope: "local",
        });
    }
}

/// Whether a network has every label asked for, as `key` or `key=value`.
pub(super) fn has_labels<'a>(network: &SimulatedNetwork, mut asked: impl Iterator<Item = &'a str>) -> bool {
    asked.all(|label| match label.split_once('=') {
        Some((key, value)) => network.labels.get(key).is_some_and(|there| there == value),
        None => network.labels.contains_key(label),
    })
}
