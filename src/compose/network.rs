//! A network of a Compose file.

use std::collections::BTreeMap;

use super::cursor::{Cursor, named};
use super::{ComposeError, Place, Placed, Pool, pools};
use crate::model::{Driver, NameError, NetworkName};

/// A network as a Compose file declares it, or the `default` one that needs no declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Network {
    /// Its key under `networks`.
    pub key: String,
    /// Where it is declared; `None` for the `default` network of a file that does not mention it.
    pub place: Option<Place>,
    /// Its driver; without one the engine chooses, `bridge` on Linux and `nat` on Windows.
    pub driver: Option<Placed<Driver>>,
    /// The name it has in the engine, when the file says it.
    pub name: Option<Placed<NetworkName>>,
    /// Whether somebody else makes it, when the file says so.
    pub external: Option<Placed<bool>>,
    /// Whether there is no way out, when the file says so.
    pub internal: Option<Placed<bool>>,
    /// Whether standalone containers may join, when the file says so.
    pub attachable: Option<Placed<bool>>,
    /// Whether it has IPv4 (`enable_ipv4`), when the file says so.
    pub ipv4: Option<Placed<bool>>,
    /// Whether it has IPv6 (`enable_ipv6`), when the file says so.
    pub ipv6: Option<Placed<bool>>,
    /// The driver's options.
    pub driver_opts: BTreeMap<String, Placed<String>>,
    /// Its labels.
    pub labels: BTreeMap<String, Placed<String>>,
    /// Who hands out its addresses, when the file says so.
    pub ipam_driver: Option<Placed<String>>,
    /// Options for the one who hands out addresses.
    pub ipam_options: BTreeMap<String, Placed<String>>,
    /// Its address pools.
    pub pools: Vec<Pool>,
    /// Whether there are pools whose subnet could not be read, and which are not among the others.
    pub unread_pools: bool,
}

impl Network {
    pub(super) fn new(key: impl Into<String>, place: Option<Place>) -> Self {
        Self {
            key: key.into(),
            place,
            driver: None,
            name: None,
            external: None,
            internal: None,
            attachable: None,
            ipv4: None,
            ipv6: None,
            driver_opts: BTreeMap::new(),
            labels: BTreeMap::new(),
            ipam_driver: None,
            ipam_options: BTreeMap::new(),
            pools: Vec::new(),
            unread_pools: false,
        }
    }

    /// Whether the file mentions it.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.place.is_some()
    }

    /// Whether somebody else makes it.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.external.as_ref().is_some_and(|external| external.value)
    }

    /// The name it has in the engine: the one the file says, its key if it is external, else
    /// `<project>_<key>`.
    ///
    /// # Errors
    /// [`NameError`] when the key has characters no network's name has.
    pub fn engine_name(&self, project: &str) -> Result<NetworkName, NameError> {
        match &self.name {
            Some(name) => Ok(name.value.clone()),
            None if self.is_external() => NetworkName::new(&self.key),
            None => NetworkName::new(format!("{project}_{}", self.key)),
        }
    }
}

/// Reads one entry of `networks`.
pub(super) fn read(key: Placed<String>, settings: &Cursor<'_>) -> Network {
    let flag = |key| settings.read(key, Cursor::flag);
    let pairs = |settings: &Cursor<'_>, key| settings.get(key).map(|pairs| pairs.pairs()).unwrap_or_default();
    let mut network = Network::new(key.value, Some(key.place));
    network.name = settings.read("name", Cursor::parse);
    if let Some(external) = settings.get("external") {
        read_external(&mut network, &external);
    }
    if network.is_external() {
        refuse_settings(&network, settings);
    }
    let driver = settings.read("driver", Cursor::text);
    network.driver = driver.map(|driver| driver.map(|word| Driver::from(word.as_str())));
    network.internal = flag("internal");
    network.attachable = flag("attachable");
    network.ipv4 = flag("enable_ipv4");
    network.ipv6 = flag("enable_ipv6");
    network.driver_opts = pairs(settings, "driver_opts");
    network.labels = pairs(settings, "labels");
    if let Some(ipam) = settings.get("ipam").and_then(Cursor::mapping) {
        network.ipam_driver = ipam.read("driver", Cursor::text);
        network.ipam_options = pairs(&ipam, "options");
        if let Some(config) = ipam.get("config") {
            (network.pools, network.unread_pools) = pools::read(&network.key, &config);
        }
    }
    network
}

/// `external: true`, or `external: {name: nat}` of formats before 3.5, which outranks a `name` beside it.
fn read_external(network: &mut Network, external: &Cursor<'_>) {
    if !external.is_mapping() {
        network.external = external.context.tolerate(external.flag());
        return;
    }
    network.external = Some(Placed::new(true, external.place()));
    if let Some(name) = external.read("name", Cursor::parse) {
        network.name = Some(name);
    }
}

/// docker-compose 1.29 refuses settings beside `external`; of all keys it lets only `name` and `driver` pass
/// (`driver: overlay` spares it looking for a network that a worker does not list).
fn refuse_settings(network: &Network, settings: &Cursor<'_>) {
    for (key, _) in settings.entries() {
        if !matches!(key.value.as_str(), "external" | "name" | "driver") {
            let network = named(&network.key);
            settings.context.fault(ComposeError::ExternalWith {
                place: key.place,
                network,
                key: named(&key.value),
            });
        }
    }
}
