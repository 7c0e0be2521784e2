//! Structures of an engine as tables: which fields there are, of which Go type, and when they are written.

use serde_json::{Map, Value};

use super::RequestError;
use super::go::{Decoder, Fields};

/// One of the engine's structures.
#[derive(Debug)]
pub(super) struct Shape {
    /// Its Go name, as errors say it.
    pub(super) name: &'static str,
    /// Its Go type with its package, as errors say it.
    pub(super) whole: &'static str,
    pub(super) fields: &'static [Field],
}

/// One field of a structure.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    pub(super) written: Written,
}

/// What a field holds; what is absent or null has the zero value of that type.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Whatever was sent.
    Any,
    Flag,
    Integer(&'static str),
    /// A list of structures; null when absent.
    Items(&'static str, &'static Shape),
    /// A list of texts; null when absent.
    List,
    /// A flag that may be absent.
    MaybeFlag,
    /// A number that may be absent.
    MaybeInteger(&'static str),
    /// A structure that may be absent.
    Maybe(&'static Shape),
    /// Host bindings by port.
    Ports,
    /// A set of texts, written as an object of empty objects; null when absent.
    Set(&'static str),
    /// A structure.
    Struct(&'static Shape),
    /// A list of texts that may be sent as one text.
    Slice,
    /// Texts by text; null when absent.
    Table,
    Text(&'static str),
}

/// When a field is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written {
    Always,
    /// Unless it is empty.
    Filled,
    /// Always before that minor API version, from then on unless it is empty.
    FilledFrom(u32),
    /// From that minor API version on.
    Since(u32),
    /// From that minor API version on, unless it is empty.
    FilledSince(u32),
}

/// A structure of an engine's, read from what a client sent: every field is there, with its default if nothing was
/// said, and kept as it was typed.
///
/// ```
/// use docknet::wire::request::ContainerCreate;
/// let body = serde_json::json!({ "Image": "redis", "HostConfig": { "Binds": ["data:/data"] } });
/// let asked = ContainerCreate::from_value(&body)?;
/// assert_eq!(asked.host.list("Binds").collect::<Vec<_>>(), ["data:/data"]);
/// assert_eq!((asked.host.text("NetworkMode"), asked.host.flag("AutoRemove")), ("", false));
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Structure {
    shape: &'static Shape,
    values: Map<String, Value>,
}

impl PartialEq for Structure {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.shape, other.shape) && self.values == other.values
    }
}

impl Eq for Structure {}

impl Structure {
    /// With nothing said.
    pub(super) fn empty(shape: &'static Shape) -> Self {
        let mut decoder = Decoder::default();
        let fields = decoder.root(&Value::Null, shape.name, shape.whole);
        Self::read(&mut decoder, &fields, shape)
    }

    pub(super) fn read(it: &mut Decoder, fields: &Fields<'_>, shape: &'static Shape) -> Self {
        let read = |field: &Field| (field.key.to_owned(), read(it, fields, field));
        Self { shape, values: shape.fields.iter().map(read).collect() }
    }

    pub(super) fn from_value(value: &Value, shape: &'static Shape) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let fields = decoder.root(value, shape.name, shape.whole);
        let read = Self::read(&mut decoder, &fields, shape);
        decoder.finish(read)
    }

    /// Whether a body says a word about any field.
    pub(super) fn is_mentioned(object: &Map<String, Value>, shape: &Shape) -> bool {
        object.keys().any(|key| shape.fields.iter().any(|field| field.key.eq_ignore_ascii_case(key)))
    }

    /// The value under a key as it will be written; null for a key there is not.
    #[must_use]
    pub fn value(&self, key: &str) -> &Value {
        self.values.get(key).unwrap_or(&Value::Null)
    }

    /// The text under a key; empty when there is none.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.value(key).as_str().unwrap_or_default()
    }

    /// The truth value under a key; false when there is none.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.value(key).as_bool().unwrap_or_default()
    }

    /// The number under a key; 0 when there is none.
    #[must_use]
    pub fn integer(&self, key: &str) -> i64 {
        self.value(key).as_i64().unwrap_or_default()
    }

    /// The texts of a list, in order.
    pub fn list<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.value(key).as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// The keys of a set or a table and what stands under them, ordered by key.
    pub fn entries<'a>(&'a self, key: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.value(key).as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// Replaces the value under a key, as engines do when they fill in what was not said.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        if let Some(there) = self.values.get_mut(key) {
            *there = value.into();
        }
    }

    /// As an engine of API version 1.`minor` shows it.
    #[must_use]
    pub fn written(&self, minor: u32) -> Value {
        written(self.shape, &self.values, minor)
    }
}

fn written(shape: &Shape, values: &Map<String, Value>, minor: u32) -> Value {
    let shown = |field: &&Field| {
        let filled = || values.get(field.key).is_some_and(|value| !is_empty(value));
        match field.written {
            Written::Always => true,
            Written::Filled => filled(),
            Written::FilledFrom(from) => minor < from || filled(),
            Written::Since(since) => minor >= since,
            Written::FilledSince(since) => minor >= since && filled(),
        }
    };
    let write = |field: &Field| {
        let value = values.get(field.key).cloned().unwrap_or_default();
        let value = match (field.kind, value) {
            (Kind::Struct(shape) | Kind::Maybe(shape), Value::Object(inner)) => written(shape, &inner, minor),
            (Kind::Items(_, shape), Value::Array(items)) => {
                // Each is a structure: they were read as such.
                let item =
                    |item: Value| item.as_object().map(|inner| written(shape, inner, minor)).unwrap_or(item);
                items.into_iter().map(item).collect()
            }
            (_, value) => value,
        };
        (field.key.to_owned(), value)
    };
    Value::Object(shape.fields.iter().filter(shown).map(write).collect())
}

/// What Go's `omitempty` leaves out.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
    }
}

fn read(it: &mut Decoder, fields: &Fields<'_>, field: &Field) -> Value {
    let key = field.key;
    match field.kind {
        Kind::Any => fields.sent(key).cloned().unwrap_or_default(),
        Kind::Flag => fields.flag(it, key).unwrap_or_default().into(),
        Kind::MaybeFlag => fields.flag(it, key).map_or(Value::Null, Value::from),
        Kind::Integer(wanted) => integer(it, fields, key, wanted).unwrap_or_default().into(),
        Kind::MaybeInteger(wanted) => integer(it, fields, key, wanted).map_or(Value::Null, Value::from),
        Kind::Text(wanted) => fields.named_text(it, key, wanted).into(),
        Kind::List => fields.list(it, key).map_or(Value::Null, Value::from),
        Kind::Slice => match fields.sent(key) {
            Some(Value::String(text)) => vec![text.clone()].into(),
            Some(Value::Array(_)) | None => fields.list(it, key).map_or(Value::Null, Value::from),
            Some(other) => {
                fields.misfit(it, other, key, "string");
                Value::Null
            }
        },
        Kind::Table => match fields.texts(it, key) {
            Some(texts) => Value::Object(texts.into_iter().map(|(key, text)| (key, text.into())).collect()),
            None => Value::Null,
        },
        Kind::Set(wanted) => match fields.sent(key) {
            None => Value::Null,
            Some(Value::Object(entries)) => sorted(entries, |_| Value::Object(Map::new())),
            Some(other) => {
                fields.misfit(it, other, key, wanted);
                Value::Null
            }
        },
        Kind::Ports => ports(it, fields, key),
        Kind::Struct(shape) => match fields.inside(it, key, shape.name, shape.whole) {
            Some(inner) => Structure::read(it, &inner, shape).values.into(),
            None => Structure::empty(shape).values.into(),
        },
        Kind::Maybe(shape) => match fields.inside(it, key, shape.name, shape.whole) {
            Some(inner) => Structure::read(it, &inner, shape).values.into(),
            None => Value::Null,
        },
        Kind::Items(list, shape) => match fields.several(it, key, shape.name, (list, shape.whole)) {
            Some(items) => {
                items.iter().map(|item| Value::from(Structure::read(it, item, shape).values)).collect()
            }
            None => Value::Null,
        },
    }
}

fn integer(it: &mut Decoder, fields: &Fields<'_>, key: &str, wanted: &'static str) -> Option<i64> {
    let value = fields.sent(key)?;
    let number = value.as_i64();
    if number.is_none() {
        fields.misfit(it, value, key, wanted);
    }
    number
}

/// `{"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}`.
fn ports(it: &mut Decoder, fields: &Fields<'_>, key: &str) -> Value {
    let entries = match fields.sent(key) {
        None => return Value::Null,
        Some(Value::Object(entries)) => entries,
        Some(other) => {
            fields.misfit(it, other, key, "nat.PortMap");
            return Value::Null;
        }
    };
    sorted(entries, |bindings| match bindings {
        Value::Null => Value::Null,
        Value::Array(bindings) => {
            let text = |binding: &Value, key: &str| match binding.get(key) {
                Some(Value::String(text)) => text.clone(),
                Some(_) | None => String::new(),
            };
            let binding = |one: &Value| serde_json::json!({ "HostIp": text(one, "HostIp"), "HostPort": text(one, "HostPort") });
            bindings.iter().map(binding).collect()
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            fields.misfit(it, bindings, key, "[]nat.PortBinding");
            Value::Null
        }
    })
}

/// The entries ordered by key, as Go writes maps.
fn sorted(entries: &Map<String, Value>, mut value: impl FnMut(&Value) -> Value) -> Value {
    let mut sorted: Vec<_> = entries.iter().map(|(key, entry)| (key.clone(), value(entry))).collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    Value::Object(sorted.into_iter().collect())
}
