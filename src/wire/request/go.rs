//! Go's `encoding/json`, as far as requests show it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A value of a type that the engine's structure has no room for, in Go's words.
///
/// ```
/// use docknet::wire::request::NetworkCreate;
/// let refused = NetworkCreate::from_value(&serde_json::json!({ "Name": 5 })).expect_err("a number is no name");
/// assert_eq!(
///     refused.to_string(),
///     "json: cannot unmarshal number into Go struct field NetworkCreateRequest.Name of type string"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("json: cannot unmarshal {found} into Go {place} of type {wanted}")]
#[non_exhaustive]
pub struct RequestError {
    /// What was there: `string`, `number`, `bool`, `array` or `object`.
    pub found: &'static str,
    /// Where: `struct field` with the structure and the path, or `value`.
    pub place: String,
    /// The type there should be, as Go calls it.
    pub wanted: &'static str,
}

/// Keeps the first thing that did not fit; decoding goes on after it, as in Go.
#[derive(Debug, Default)]
pub(super) struct Decoder(Option<RequestError>);

impl Decoder {
    pub(super) fn finish<T>(self, value: T) -> Result<T, RequestError> {
        self.0.map_or(Ok(value), Err)
    }

    /// The fields of the outermost structure.
    pub(super) fn root<'a>(
        &mut self,
        value: &'a Value,
        name: &'static str,
        whole: &'static str,
    ) -> Fields<'a> {
        let object = match value {
            Value::Null => None,
            Value::Object(object) => Some(object),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                self.misfit(value, "value".into(), whole);
                None
            }
        };
        Fields { name, path: String::new(), object }
    }

    fn misfit(&mut self, value: &Value, place: String, wanted: &'static str) {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        self.0.get_or_insert(RequestError { found, place, wanted });
    }
}

/// One structure: its Go name, where it stands, and what was sent for it.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    name: &'static str,
    path: String,
    object: Option<&'a Map<String, Value>>,
}

impl<'a> Fields<'a> {
    /// The last value under that key, in any case, that is not null.
    pub(super) fn sent(&self, key: &str) -> Option<&'a Value> {
        let same = |(name, value): &(&String, &'a Value)| name.eq_ignore_ascii_case(key) && !value.is_null();
        self.object?.iter().rfind(same).map(|(_, value)| value)
    }

    fn place(&self, key: &str) -> String {
        format!("struct field {}.{}{key}", self.name, self.path)
    }

    /// Remembers that the value under a key is of another type than the one wanted.
    pub(super) fn misfit(&self, decoder: &mut Decoder, value: &Value, key: &str, wanted: &'static str) {
        decoder.misfit(value, self.place(key), wanted);
    }

    pub(super) fn text(&self, decoder: &mut Decoder, key: &str) -> String {
        self.named_text(decoder, key, "string")
    }

    /// A text of a type with a name of its own.
    pub(super) fn named_text(&self, decoder: &mut Decoder, key: &str, wanted: &'static str) -> String {
        match self.sent(key) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => {
                self.misfit(decoder, other, key, wanted);
                String::new()
            }
        }
    }

    pub(super) fn flag(&self, decoder: &mut Decoder, key: &str) -> Option<bool> {
        match self.sent(key) {
            None => None,
            Some(Value::Bool(flag)) => Some(*flag),
            Some(other) => {
                decoder.misfit(other, self.place(key), "bool");
                None
            }
        }
    }

    pub(super) fn integer(&self, decoder: &mut Decoder, key: &str) -> i64 {
        match self.sent(key) {
            None => 0,
            Some(value) => value.as_i64().unwrap_or_else(|| {
                decoder.misfit(value, self.place(key), "int");
                0
            }),
        }
    }

    /// A map of texts; `None` when nothing was sent, which engines tell apart from an empty one.
    pub(super) fn texts(&self, decoder: &mut Decoder, key: &str) -> Option<BTreeMap<String, String>> {
        let object = match self.sent(key)? {
            Value::Object(object) => object,
            other
            @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                decoder.misfit(other, self.place(key), "map[string]string");
                return None;
            }
        };
        let mut texts = BTreeMap::new();
        for (name, value) in object {
            match value {
                Value::String(text) => texts.insert(name.clone(), text.clone()),
                Value::Null => texts.insert(name.clone(), String::new()),
                other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                    decoder.misfit(other, self.place(key), "string");
                    None
                }
            };
        }
        Some(texts)
    }

    /// A list of texts; `None` when nothing was sent.
    pub(super) fn list(&self, decoder: &mut Decoder, key: &str) -> Option<Vec<String>> {
        let items = match self.sent(key)? {
            Value::Array(items) => items,
            other @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_)) => {
                decoder.misfit(other, self.place(key), "[]string");
                return None;
            }
        };
        let mut list = Vec::new();
        for item in items {
            match item {
                Value::String(text) => list.push(text.clone()),
                Value::Null => list.push(String::new()),
                other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                    decoder.misfit(other, self.place(key), "string");
                }
            }
        }
        Some(list)
    }

    /// A structure inside; `None` when nothing was sent.
    pub(super) fn inside(
        &self,
        decoder: &mut Decoder,
        key: &str,
        name: &'static str,
        wanted: &'static str,
    ) -> Option<Fields<'a>> {
        match self.sent(key)? {
            Value::Object(object) => Some(self.deeper(key, name, object)),
            other
            @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                decoder.misfit(other, self.place(key), wanted);
                None
            }
        }
    }

    /// A list of structures; `None` when nothing was sent. `list` and `wanted` are Go's words for the list's type and
    /// for an item's.
    pub(super) fn several(
        &self,
        decoder: &mut Decoder,
        key: &str,
        name: &'static str,
        (list, wanted): (&'static str, &'static str),
    ) -> Option<Vec<Fields<'a>>> {
        let items = match self.sent(key)? {
            Value::Array(items) => items,
            other @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_)) => {
                decoder.misfit(other, self.place(key), list);
                return None;
            }
        };
        let mut fields = Vec::new();
        for item in items {
            match item {
                Value::Object(object) => fields.push(self.deeper(key, name, object)),
                Value::Null => fields.push(Fields { name, path: String::new(), object: None }),
                other @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                    decoder.misfit(other, self.place(key), wanted);
                }
            }
        }
        Some(fields)
    }

    fn deeper(&self, key: &str, name: &'static str, object: &'a Map<String, Value>) -> Fields<'a> {
        Fields { name, path: format!("{}{key}.", self.path), object: Some(object) }
    }
}
