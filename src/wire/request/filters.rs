//! Filters of lists: what to show.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// The values asked for, by key: values of one key are alternatives, keys hold together.
///
/// ```
/// use docknet::wire::request::Filters;
/// let new = Filters::parse(r#"{"name":{"back":true}}"#)?;
/// let old = Filters::parse(r#"{"name":["back"]}"#)?;
/// assert_eq!(new, old);
/// assert!(new.values("name").any(|value| value == "back"));
/// # Ok::<(), docknet::wire::request::FiltersError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters(BTreeMap<String, BTreeSet<String>>);

/// A text that holds no filters, in the words of the engine's JSON library.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FiltersError {
    /// No JSON.
    #[error("{0}")]
    Syntax(String),
    /// JSON of another shape.
    #[error("json: cannot unmarshal {found} into Go value of type {wanted}")]
    #[expect(missing_docs, reason = "what was there, and what Go calls what should be")]
    Shape { found: &'static str, wanted: &'static str },
}

impl Filters {
    /// No filters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value of a key.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.entry(key.into()).or_default().insert(value.into());
        self
    }

    /// Reads the text of a `filters` query, in either encoding. An empty text holds none.
    ///
    /// # Errors
    /// [`FiltersError`].
    pub fn parse(text: &str) -> Result<Self, FiltersError> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let value = serde_json::from_str::<Value>(text).map_err(|error| syntax(text, &error))?;
        Self::from_value(&value)
    }

    /// Takes JSON as filters, in either encoding.
    ///
    /// # Errors
    /// [`FiltersError::Shape`].
    pub fn from_value(value: &Value) -> Result<Self, FiltersError> {
        let object = match value {
            Value::Null => return Ok(Self::default()),
            Value::Object(object) => object,
            other @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                return Err(shape(other, "map[string]map[string]bool"));
            }
        };
        current(object).or_else(|refused| former(object).ok_or(refused)).map(Self)
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a key is there, with or without values.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The values of a key, in order.
    pub fn values(&self, key: &str) -> impl Iterator<Item = &str> {
        self.0.get(key).into_iter().flatten().map(String::as_str)
    }
}

/// `{"name":{"back":true}}`; what is `false` counts, as the key is all engines look at.
fn current(object: &Map<String, Value>) -> Result<BTreeMap<String, BTreeSet<String>>, FiltersError> {
    let mut filters = BTreeMap::new();
    for (key, values) in object {
        let values = match values {
            Value::Null => BTreeSet::new(),
            Value::Object(values) => {
                if let Some(other) = values.values().find(|flag| !flag.is_boolean() && !flag.is_null()) {
                    return Err(shape(other, "bool"));
                }
                values.keys().cloned().collect()
            }
            other @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                return Err(shape(other, "map[string]bool"));
            }
        };
        filters.insert(key.clone(), values);
    }
    Ok(filters)
}

/// `{"name":["back"]}`, as clients sent them before API 1.22.
fn former(object: &Map<String, Value>) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let texts = |values: &Value| {
        values.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<_>>()
    };
    object.iter().map(|(key, values)| Some((key.clone(), texts(values)?))).collect()
}

fn shape(value: &Value, wanted: &'static str) -> FiltersError {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    FiltersError::Shape { found, wanted }
}

/// Go's words for the two things that happen: a text that ends too early, and a character that begins nothing.
fn syntax(text: &str, error: &serde_json::Error) -> FiltersError {
    if error.is_eof() {
        return FiltersError::Syntax("unexpected end of JSON input".into());
    }
    let position =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>()
            + error.column().saturating_sub(1);
    let wrong = text.get(position..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
    let first = text.trim_start().starts_with(wrong) && text[..position].trim().is_empty();
    let doing = if first { "looking for beginning of value" } else { "after top-level value" };
    FiltersError::Syntax(format!("invalid character {wrong:?} {doing}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_filters_is_refused_in_gos_words() {
        // Asked of a 20.10.24 engine.
        for (text, sentence) in [
            ("g", "invalid character 'g' looking for beginning of value"),
            (r#"{"a":5}"#, "json: cannot unmarshal number into Go value of type map[string]bool"),
            ("[]", "json: cannot unmarshal array into Go value of type map[string]map[string]bool"),
            (r#"{"name":["x"]"#, "unexpected end of JSON input"),
            (r#"{"name":{"x":5}}"#, "json: cannot unmarshal number into Go value of type bool"),
            (r#"{"name":"x"}"#, "json: cannot unmarshal string into Go value of type map[string]bool"),
        ] {
            assert_eq!(Filters::parse(text).unwrap_err().to_string(), sentence, "{text}");
        }
        assert!(Filters::parse("").unwrap().is_empty() && Filters::parse("null").unwrap().is_empty());
    }
}
