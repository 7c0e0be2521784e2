//! The networks of a host, by identity, by name and by the beginning of an identity.

use std::collections::{BTreeMap, BTreeSet};

use super::SimulatedNetwork;
use crate::model::{NetworkId, Subnet};
use crate::simulation::ipam::PrefixMap;
use crate::simulation::{LookRefusal, Refusal};

/// Who looks a network up: engines word an ambiguous name by call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum Asker {
    Inspect,
    Join,
    Remove,
}

/// All networks of one host.
#[derive(Debug, Clone, Default)]
pub(in crate::simulation) struct Networks {
    by_id: BTreeMap<NetworkId, SimulatedNetwork>,
    by_name: BTreeMap<String, BTreeSet<NetworkId>>,
    /// Bridges by the name of their interface, and by the prefixes they route.
    bridges: BTreeMap<String, NetworkId>,
    routed: PrefixMap<NetworkId>,
    /// Networks made of a configuration network, by its identity.
    made_of: BTreeMap<NetworkId, usize>,
}

impl Networks {
    pub(in crate::simulation) fn insert(&mut self, network: SimulatedNetwork) {
        let id = network.id.clone();
        self.by_name.entry(network.name.clone()).or_default().insert(id.clone());
        if network.driver == crate::model::Driver::Bridge {
            self.bridges.insert(network.bridge_name(), id.clone());
            for pool in &network.pools {
                if let Some(key) = &pool.key {
                    self.routed.insert(key.subnet, id.clone());
                }
            }
        }
        if let Some(from) = self.configuration(&network.config_from).map(|from| from.id.clone()) {
            *self.made_of.entry(from).or_default() += 1;
        }
        self.by_id.insert(id, network);
    }

    pub(in crate::simulation) fn remove(&mut self, id: &NetworkId) -> Option<SimulatedNetwork> {
        let network = self.by_id.remove(id)?;
        if let Some(named) = self.by_name.get_mut(&network.name) {
            named.remove(id);
            if named.is_empty() {
                self.by_name.remove(&network.name);
            }
        }
        self.forget_bridge(&network);
        if let Some(from) = self.configuration(&network.config_from).map(|from| from.id.clone()) {
            if let Some(count) = self.made_of.get_mut(&from) {
                *count = count.saturating_sub(1);
            }
        }
        Some(network)
    }

    /// The driver forgets a bridge; the engine may go on showing it.
    pub(in crate::simulation) fn forget_bridge(&mut self, network: &SimulatedNetwork) {
        if self.bridges.get(&network.bridge_name()) == Some(&network.id) {
            self.bridges.remove(&network.bridge_name());
        }
        for key in network.pools.iter().filter_map(|pool| pool.key.as_ref()) {
            if self.routed.get(key.subnet) == Some(&network.id) {
                self.routed.remove(key.subnet);
            }
        }
    }

    pub(in crate::simulation) fn bridge_named(&self, name: &str) -> Option<&NetworkId> {
        self.bridges.get(name)
    }

    pub(in crate::simulation) fn bridge_routing(&self, subnet: Subnet) -> Option<&NetworkId> {
        self.routed.overlapping(subnet).map(|(_, id)| id)
    }

    pub(in crate::simulation) fn get(&self, id: &NetworkId) -> Option<&SimulatedNetwork> {
        self.by_id.get(id)
    }

    pub(in crate::simulation) fn get_mut(&mut self, id: &NetworkId) -> Option<&mut SimulatedNetwork> {
        self.by_id.get_mut(id)
    }

    /// All of them, by name and then by identity.
    pub(in crate::simulation) fn iter(&self) -> impl Iterator<Item = &SimulatedNetwork> {
        self.by_name.values().flatten().filter_map(|id| self.by_id.get(id))
    }

    pub(in crate::simulation) fn ids(&self) -> Vec<NetworkId> {
        self.iter().map(|network| network.id.clone()).collect()
    }

    /// Those of a name.
    pub(in crate::simulation) fn named(&self, name: &str) -> impl Iterator<Item = &SimulatedNetwork> {
        self.by_name.get(name).into_iter().flatten().filter_map(|id| self.by_id.get(id))
    }

    /// The configuration network of a name or identity.
    pub(in crate::simulation) fn configuration(&self, term: &str) -> Option<&SimulatedNetwork> {
        let by_id = NetworkId::new(term).ok().and_then(|id| self.by_id.get(&id));
        by_id.into_iter().chain(self.named(term)).find(|network| network.config_only)
    }

    /// Whether networks were made of a configuration network.
    pub(in crate::simulation) fn is_made_of(&self, id: &NetworkId) -> bool {
        self.made_of.get(id).is_some_and(|count| *count > 0)
    }

    /// The network a client means: a whole identity first, then a name, then the beginning of an identity.
    pub(in crate::simulation) fn find(&self, term: &str, asker: Asker) -> Result<&SimulatedNetwork, Refusal> {
        let missing = || Refusal::NetworkMissing { network: term.to_owned() };
        let start = NetworkId::new(term).ok();
        if let Some(found) = start.as_ref().and_then(|id| self.by_id.get(id)) {
            return Ok(found);
        }
        let named: Vec<_> = self.named(term).collect();
        match named.as_slice() {
            [only] => return Ok(only),
            [] => {}
            several => {
                let (network, matches) = (term.to_owned(), several.len());
                return Err(match asker {
                    Asker::Inspect => LookRefusal::AmbiguousInspect { network, matches }.into(),
                    Asker::Join => LookRefusal::AmbiguousJoin { network, matches }.into(),
                    Asker::Remove => Refusal::Ambiguous { network, matches },
                });
            }
        }
        let start = start.ok_or_else(missing)?;
        let begins = |(id, _): &(&NetworkId, &SimulatedNetwork)| id.as_str().starts_with(term);
        let mut begun = self.by_id.range(start..).take_while(begins).map(|(_, network)| network);
        match (begun.next(), begun.count()) {
            (None, _) => Err(missing()),
            (Some(only), 0) => Ok(only),
            (Some(_), more) => {
                Err(LookRefusal::AmbiguousPrefix { network: term.to_owned(), matches: more + 1 }.into())
            }
        }
    }
}
