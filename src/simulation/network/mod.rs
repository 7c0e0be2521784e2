//! Networks as records: what was asked, what was handed out, and who is in them.

mod bridge;
mod create;
mod endpoint;
mod filter;
mod ipam;
mod join;
mod macvlan;
mod remove;
mod scope;
mod settings;
mod show;
mod table;
mod typed;
mod validate;

pub use create::NetworkCreated;
pub(super) use create::truth;
pub(super) use endpoint::EndpointRecord;
pub(super) use ipam::Pool;
pub(super) use settings::mac_of;
pub(super) use table::{Asker, Networks};

use std::collections::BTreeMap;

use super::Moment;
use crate::model::{ContainerId, Driver, NetworkId};

/// A network with everything its engine remembers of it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "these are the switches engines have for a network")]
pub(super) struct SimulatedNetwork {
    pub(super) id: NetworkId,
    pub(super) name: String,
    pub(super) created: Moment,
    /// `local` or `swarm`.
    pub(super) scope: String,
    pub(super) driver: Driver,
    pub(super) ipv4: bool,
    pub(super) ipv6: bool,
    pub(super) ipam_driver: String,
    pub(super) ipam_options: Option<BTreeMap<String, String>>,
    /// IPv4 first, in the order they were asked for.
    pub(super) pools: Vec<Pool>,
    pub(super) internal: bool,
    pub(super) attachable: bool,
    pub(super) ingress: bool,
    pub(super) config_only: bool,
    /// The configuration network it was made of, as it was named.
    pub(super) config_from: String,
    pub(super) options: BTreeMap<String, String>,
    pub(super) labels: BTreeMap<String, String>,
    /// By container.
    pub(super) endpoints: BTreeMap<ContainerId, EndpointRecord>,
    /// How many of them publish ports.
    pub(super) publishing: usize,
    /// Its identity in HNS.
    pub(super) hns_id: Option<String>,
    /// Whether the driver has lost it while the engine still shows it.
    pub(super) stale: bool,
}

/// What events say of a network.
#[derive(Debug)]
pub(super) struct Told {
    id: NetworkId,
    name: String,
    driver: Driver,
}

impl SimulatedNetwork {
    /// A network of that kind with nothing else said.
    pub(super) fn new(id: NetworkId, name: impl Into<String>, driver: Driver, created: Moment) -> Self {
        Self {
            id,
            name: name.into(),
            created,
            scope: "local".into(),
            driver,
            ipv4: true,
            ipv6: false,
            ipam_driver: "default".into(),
            ipam_options: None,
            pools: Vec::new(),
            internal: false,
            attachable: false,
            ingress: false,
            config_only: false,
            config_from: String::new(),
            options: BTreeMap::new(),
            labels: BTreeMap::new(),
            endpoints: BTreeMap::new(),
            publishing: 0,
            hns_id: None,
            stale: false,
        }
    }

    /// What events say of it.
    pub(super) fn told(&self) -> Told {
        Told { id: self.id.clone(), name: self.name.clone(), driver: self.driver.clone() }
    }

    /// Whether it is one of the kinds that have no addresses.
    pub(super) fn is_special(&self) -> bool {
        matches!(self.driver, Driver::Host | Driver::Null)
    }

    /// The bridge interface on the host.
    pub(super) fn bridge_name(&self) -> String {
        let named = self.options.get("com.docker.network.bridge.name").filter(|name| !name.is_empty());
        named.cloned().unwrap_or_else(|| format!("br-{}", self.id.short()))
    }
}
