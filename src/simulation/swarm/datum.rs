//! Secrets and configs, as records.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::refusal::{NameFault, SwarmRefusal};
use super::{Swarm, identity};
use crate::simulation::Moment;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulation) enum Kind {
    Config,
    Secret,
}

impl Kind {
    pub(in crate::simulation) fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Secret => "secret",
        }
    }

    /// Data must be shorter than that (swarmkit's `validateSecretSpec` and `validateConfigSpec`).
    fn limit(self) -> usize {
        match self {
            Self::Config => 1_024_000,
            Self::Secret => 512_000,
        }
    }
}

/// A secret or a config.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct Datum {
    created: Moment,
    updated: Moment,
    version: u64,
    pub(in crate::simulation) name: String,
    labels: BTreeMap<String, String>,
    /// In base64, as it was sent.
    data: String,
    rest: Map<String, Value>,
}

impl Swarm {
    fn kept(&self, kind: Kind) -> impl Iterator<Item = (&String, &Datum)> {
        self.data.get(&kind).into_iter().flatten()
    }

    /// All of one kind, as they are listed.
    pub(in crate::simulation) fn data(&self, kind: Kind) -> Vec<(Value, &str)> {
        self.kept(kind).map(|(id, datum)| (show(kind, id, datum), datum.name.as_str())).collect()
    }

    /// One, by identity, name or the beginning of an identity.
    ///
    /// # Errors
    /// [`SwarmRefusal::Missing`] or [`SwarmRefusal::Ambiguous`].
    pub(in crate::simulation) fn datum(
        &self,
        kind: Kind,
        key: &str,
    ) -> Result<(String, Value), SwarmRefusal> {
        let empty = BTreeMap::new();
        let things = self.data.get(&kind).unwrap_or(&empty);
        let found = identity::find(things, |datum| &datum.name, key)
            .map_err(|matches| missing(kind.word(), key, matches))?;
        let datum = things.get(found).map(|datum| show(kind, found, datum)).unwrap_or_default();
        Ok((found.to_owned(), datum))
    }

    /// Keeps one.
    ///
    /// # Errors
    /// [`SwarmRefusal`] for names and data that are none, and names that are taken.
    pub(in crate::simulation) fn create_datum(
        &mut self,
        kind: Kind,
        spec: &Value,
    ) -> Result<String, SwarmRefusal> {
        let text = |key: &str| field(spec, key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (name, data) = (text("Name"), text("Data"));
        let length = decoded_length(&data).map_err(|position| SwarmRefusal::Encoding { position })?;
        check_name(&name)?;
        if length == 0 || length >= kind.limit() {
            return Err(SwarmRefusal::DataSize { kind: kind.word(), limit: kind.limit() });
        }
        if self.kept(kind).any(|(_, there)| there.name == name) {
            return Err(SwarmRefusal::NameTaken { kind: kind.word(), name });
        }
        let mut rest = Map::new();
        for key in ["Driver", "Templating"] {
            rest.extend(field(spec, key).map(|value| (key.to_owned(), value.clone())));
        }
        let (id, version, now) = (self.fresh_id(), self.bump(), self.now);
        let datum = Datum { created: now, updated: now, version, name, labels: labels(spec), data, rest };
        self.data.entry(kind).or_default().insert(id.clone(), datum);
        Ok(id)
    }

    /// Changes the labels of one.
    ///
    /// # Errors
    /// [`SwarmRefusal::OutOfSequence`], [`SwarmRefusal::OnlyLabels`].
    pub(in crate::simulation) fn update_datum(
        &mut self,
        kind: Kind,
        key: &str,
        version: u64,
        spec: &Value,
    ) -> Result<(), SwarmRefusal> {
        let (id, _) = self.datum(kind, key)?;
        let (now, next) = (self.now, self.index + 1);
        let Some(datum) = self.data.get_mut(&kind).and_then(|things| things.get_mut(&id)) else {
            return Ok(());
        };
        if datum.version != version {
            return Err(SwarmRefusal::OutOfSequence);
        }
        let said = |key: &str, there: &str| {
            field(spec, key).and_then(Value::as_str).is_none_or(|text| text == there)
        };
        let data = field(spec, "Data")
            .and_then(Value::as_str)
            .is_none_or(|text| text.is_empty() || text == datum.data);
        if !said("Name", &datum.name) || !data {
            return Err(SwarmRefusal::OnlyLabels);
        }
        (datum.labels, datum.updated, datum.version) = (labels(spec), now, next);
        self.index = next;
        Ok(())
    }

    /// Forgets one that no service names.
    ///
    /// # Errors
    /// [`SwarmRefusal::InUse`].
    pub(in crate::simulation) fn remove_datum(&mut self, kind: Kind, key: &str) -> Result<(), SwarmRefusal> {
        let (id, _) = self.datum(kind, key)?;
        let names = |service: &&super::Service| {
            service
                .asked
                .template
                .references
                .iter()
                .any(|(what, there, _)| *what == kind.word() && *there == id)
        };
        let services: Vec<_> =
            self.services.values().filter(names).map(|there| there.asked.name.clone()).collect();
        if !services.is_empty() {
            let name = self.kept(kind).find(|(there, _)| **there == id).map(|(_, datum)| datum.name.clone());
            return Err(SwarmRefusal::InUse { kind: kind.word(), name: name.unwrap_or_default(), services });
        }
        self.data.entry(kind).or_default().remove(&id);
        self.bump();
        Ok(())
    }
}

/// What was looked for and is not there, or several times.
pub(super) fn missing(kind: &'static str, key: &str, matches: usize) -> SwarmRefusal {
    let key = key.to_owned();
    if matches == 0 {
        SwarmRefusal::Missing { kind, key }
    } else {
        SwarmRefusal::Ambiguous { kind, key, matches }
    }
}

fn field<'a>(spec: &'a Value, key: &str) -> Option<&'a Value> {
    let (_, value) = spec.as_object()?.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
    (!value.is_null()).then_some(value)
}

fn labels(spec: &Value) -> BTreeMap<String, String> {
    let labels = field(spec, "Labels").and_then(Value::as_object);
    let text = |(key, value): (&String, &Value)| (key.clone(), value.as_str().unwrap_or_default().to_owned());
    labels.into_iter().flatten().map(text).collect()
}

fn show(kind: Kind, id: &str, datum: &Datum) -> Value {
    let mut spec = Map::new();
    spec.insert("Name".into(), datum.name.as_str().into());
    spec.insert("Labels".into(), json!(datum.labels));
    // Secrets are never given out again.
    if kind == Kind::Config {
        spec.insert("Data".into(), datum.data.as_str().into());
    }
    spec.extend(datum.rest.clone());
    json!({
        "ID": id,
        "Version": { "Index": datum.version },
        "CreatedAt": datum.created.to_string(),
        "UpdatedAt": datum.updated.to_string(),
        "Spec": spec,
    })
}

fn check_name(name: &str) -> Result<(), SwarmRefusal> {
    if name.is_empty() {
        return Err(SwarmRefusal::Name { fault: NameFault::Missing { network: false } });
    }
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let fits = name.len() <= 64
        && name.bytes().all(letter)
        && ends(name.bytes().next())
        && ends(name.bytes().last());
    if fits { Ok(()) } else { Err(SwarmRefusal::DataName) }
}

/// How many bytes a text in base64 stands for, or where it is none.
fn decoded_length(text: &str) -> Result<usize, usize> {
    let bytes = text.as_bytes();
    let padding = bytes.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = bytes.len() - padding;
    let strange =
        bytes[..digits].iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"+/".contains(byte));
    if let Some(position) = strange {
        return Err(position);
    }
    if padding > 2 || bytes.len() % 4 != 0 {
        return Err(bytes.len());
    }
    Ok(digits * 3 / 4)
}
