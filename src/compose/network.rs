//! A network of a Compose file.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::{ComposeError, Place, Placed, pools};
use crate::model::{Driver, IpamPool, NameError, NetworkName};

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
    /// Whether it has IPv6, when the file says so.
    pub ipv6: Option<Placed<bool>>,
    /// The driver's options.
    pub driver_opts: BTreeMap<String, String>,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Who hands out its addresses, when the file says so.
    pub ipam_driver: Option<Placed<String>>,
    /// Its address pools; the place is the subnet's.
    pub pools: Vec<Placed<IpamPool>>,
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
            ipv6: None,
            driver_opts: BTreeMap::new(),
            labels: BTreeMap::new(),
            ipam_driver: None,
            pools: Vec::new(),
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
pub(super) fn read(key: Placed<String>, settings: &Cursor<'_>) -> Result<Network, ComposeError> {
    let flag = |key| settings.get(key)?.map(|value: Cursor<'_>| value.flag()).transpose();
    let mut network = Network::new(key.value, Some(key.place));
    network.name = settings.get("name")?.map(|name| name.parse()).transpose()?;
    if let Some(external) = settings.get("external")? {
        read_external(&mut network, &external)?;
    }
    if network.is_external() {
        refuse_settings(&network, settings)?;
    }
    let driver = settings.get("driver")?.map(|driver| driver.text()).transpose()?;
    network.driver = driver.map(|driver| driver.map(|word| Driver::from(word.as_str())));
    network.internal = flag("internal")?;
    network.attachable = flag("attachable")?;
    network.ipv6 = flag("enable_ipv6")?;
    if let Some(options) = settings.get("driver_opts")? {
        network.driver_opts = read_pairs(&options)?;
    }
    if let Some(labels) = settings.get("labels")? {
        network.labels = read_pairs(&labels)?;
    }
    if let Some(ipam) = settings.get("ipam")? {
        network.ipam_driver = ipam.get("driver")?.map(|driver| driver.text()).transpose()?;
        if let Some(config) = ipam.get("config")? {
            network.pools = pools::read(&network.key, &config)?;
        }
    }
    Ok(network)
}

/// `external: true`, or `external: {name: nat}` of formats before 3.5, which outranks a `name` beside it.
fn read_external(network: &mut Network, external: &Cursor<'_>) -> Result<(), ComposeError> {
    if !external.is_mapping() {
        network.external = Some(external.flag()?);
        return Ok(());
    }
    network.external = Some(Placed::new(true, external.place()));
    if let Some(name) = external.get("name")? {
        network.name = Some(name.parse()?);
    }
    Ok(())
}

/// docker-compose 1.29 refuses settings beside `external`; of all keys it lets only `name` and `driver` pass
/// (`driver: overlay` spares it looking for a network that a worker does not list).
fn refuse_settings(network: &Network, settings: &Cursor<'_>) -> Result<(), ComposeError> {
    for (key, _) in settings.entries()? {
        if !matches!(key.value.as_str(), "external" | "name" | "driver") {
            let network = network.key.clone();
            return Err(ComposeError::ExternalWith { place: key.place, network, key: key.value });
        }
    }
    Ok(())
}

/// Pairs as a mapping, or as a list of `key=value`.
fn read_pairs(pairs: &Cursor<'_>) -> Result<BTreeMap<String, String>, ComposeError> {
    if pairs.is_sequence() {
        let split = |item: Cursor<'_>| {
            let text = item.text()?.value;
            let (key, value) = text.split_once('=').unwrap_or((&text, ""));
            Ok((key.to_owned(), value.to_owned()))
        };
        return pairs.items()?.into_iter().map(split).collect();
    }
    if !pairs.is_mapping() {
        return Err(pairs.wrong_kind("mapping or list"));
    }
    pairs.entries()?.into_iter().map(|(key, value)| Ok((key.value, value.text_or_empty()?))).collect()
}
