//! Volumes as records.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::filter::Checked as _;
use super::{Event, Fault, Moment, SimulatedHost, VolumeRefusal};
use crate::host::Platform;
use crate::wire::request::Filters;

/// A volume.
#[derive(Debug, Clone)]
pub(super) struct Volume {
    created: Moment,
    labels: Option<BTreeMap<String, String>>,
    options: Option<BTreeMap<String, String>>,
    /// Made for a container without a name of its own.
    pub(super) anonymous: bool,
    /// The identities of containers that have it.
    pub(super) holders: BTreeSet<String>,
}

/// What a client asks of a new volume.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct VolumeCreate {
    /// `Name`; empty for one that is made up.
    pub name: String,
    /// `Driver`; empty for the engine's own.
    pub driver: String,
    /// `DriverOpts`; `None` when absent.
    pub options: Option<BTreeMap<String, String>>,
    /// `Labels`; `None` when absent.
    pub labels: Option<BTreeMap<String, String>>,
}

impl VolumeCreate {
    /// A volume of that name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl SimulatedHost {
    pub(super) fn make_volume(&mut self, asked: &VolumeCreate, anonymous: bool) -> Result<String, Fault> {
        let name = if asked.name.is_empty() { self.random.hex(64) } else { asked.name.clone() };
        if !matches!(asked.driver.as_str(), "" | "local") {
            let driver = asked.driver.clone();
            return Err(fault(VolumeRefusal::DriverMissing { name, driver }));
        }
        if name.chars().count() < 2 {
            return Err(fault(VolumeRefusal::NameTooShort { name }));
        }
        let first = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !first || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')) {
            return Err(fault(VolumeRefusal::BadName { name }));
        }
        if !self.volumes.contains_key(&name) {
            let known = ["type", "device", "o", "size"];
            let mut options = asked.options.iter().flat_map(BTreeMap::keys);
            if let Some(option) = options.find(|option| !known.contains(&option.as_str())) {
                return Err(fault(VolumeRefusal::BadOption { name, option: option.clone() }));
            }
            let (labels, options) = (asked.labels.clone(), asked.options.clone());
            let volume = Volume { created: self.now, labels, options, anonymous, holders: BTreeSet::new() };
            self.volumes.insert(name.clone(), volume);
        }
        // Engines tell it also when it was there.
        self.tell_volume("create", &name, []);
        Ok(name)
    }

    pub(super) fn drop_volume(&mut self, name: &str, force: bool) -> Result<(), Fault> {
        let Some(volume) = self.volumes.get(name) else {
            let missing = VolumeRefusal::Missing { name: name.to_owned() };
            return if force { Ok(()) } else { Err(fault(missing)) };
        };
        if !volume.holders.is_empty() {
            let containers = volume.holders.iter().cloned().collect();
            return Err(fault(VolumeRefusal::InUse { name: name.to_owned(), containers }));
        }
        self.volumes.remove(name);
        self.tell_volume("destroy", name, []);
        Ok(())
    }

    pub(super) fn volume_value(&self, name: &str) -> Result<Value, Fault> {
        let missing = || fault(VolumeRefusal::Missing { name: name.to_owned() });
        let volume = self.volumes.get(name).ok_or_else(missing)?;
        let seconds = volume.created.to_string();
        Ok(json!({
            "CreatedAt": format!("{}Z", seconds.get(..19).unwrap_or_default()),
            "Driver": "local",
            "Labels": volume.labels,
            "Mountpoint": self.mountpoint(name),
            "Name": name,
            "Options": volume.options,
            "Scope": "local",
        }))
    }

    /// Where the engine keeps what is in it.
    pub(super) fn mountpoint(&self, name: &str) -> String {
        match self.host.platform {
            Platform::Windows(_) => format!("{}\\volumes\\{name}\\_data", self.root()),
            Platform::Linux(_) => format!("{}/volumes/{name}/_data", self.root()),
        }
    }

    /// The engine's own folder.
    pub(super) fn root(&self) -> &'static str {
        match self.host.platform {
            Platform::Windows(_) => "C:\\ProgramData\\docker",
            Platform::Linux(_) => "/var/lib/docker",
        }
    }

    pub(super) fn list_volumes(&self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        filters.check(&["dangling", "driver", "label", "name"])?;
        let dangling = filters.truth("dangling")?;
        let shown = |(name, volume): &(&String, &Volume)| {
            dangling.is_none_or(|dangling| volume.holders.is_empty() == dangling)
                && (!filters.has("driver") || filters.values("driver").any(|driver| driver == "local"))
                && (!filters.has("name") || filters.values("name").any(|part| name.contains(part)))
                && filters.labels("label", volume.labels.as_ref().unwrap_or(&BTreeMap::new()))
        };
        self.volumes.iter().filter(shown).map(|(name, _)| self.volume_value(name)).collect()
    }

    pub(super) fn prune_volumes(&mut self, filters: &Filters) -> Result<Vec<String>, Fault> {
        filters.check(&["all", "label", "label!"])?;
        let asked = filters.truth("all")?.unwrap_or_default();
        // From 23.0 on named volumes stay unless all are meant.
        let all = asked || self.engine < crate::host::EngineVersion::new(23, 0, 0);
        let goes = |(_, volume): &(&String, &Volume)| {
            let none = BTreeMap::new();
            let labels = volume.labels.as_ref().unwrap_or(&none);
            volume.holders.is_empty()
                && (all || volume.anonymous)
                && filters.labels("label", labels)
                && (!filters.has("label!") || !filters.labels("label!", labels))
        };
        let names: Vec<_> = self.volumes.iter().filter(goes).map(|(name, _)| name.clone()).collect();
        for name in &names {
            self.drop_volume(name, true)?;
        }
        let attributes = BTreeMap::from([("reclaimed".to_owned(), "0".to_owned())]);
        self.tell("volume", "prune", "", attributes);
        Ok(names)
    }

    pub(super) fn tell_volume<const N: usize>(
        &mut self,
        action: &str,
        name: &str,
        further: [(&str, String); N],
    ) {
        let mut attributes = BTreeMap::from([("driver".to_owned(), "local".to_owned())]);
        attributes.extend(further.map(|(key, value)| (key.to_owned(), value)));
        self.tell("volume", action, name, attributes);
    }

    /// Tells those who listen.
    pub(super) fn tell(
        &mut self,
        kind: &'static str,
        action: &str,
        id: &str,
        attributes: BTreeMap<String, String>,
    ) {
        let (moment, action, id) = (self.now, action.to_owned(), id.to_owned());
        self.journal.tell(Event { moment, kind, action, id, attributes, scope: "local" });
    }
}

fn fault(refusal: VolumeRefusal) -> Fault {
    super::Refusal::from(refusal).into()
}
