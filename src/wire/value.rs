//! JSON with a path: every access says where it was when something does not fit.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{ValueError, WireError, WireProblem};

/// Reads a whole JSON text, refusing keys that occur twice.
pub(super) fn parse(text: &str) -> Result<Value, WireError> {
    if text.trim().is_empty() {
        return Err(WireError::new("", WireProblem::Empty));
    }
    let twice = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Unique { twice: &twice }.deserialize(&mut deserializer);
    read.and_then(|value| deserializer.end().map(|()| value)).map_err(|source| {
        let (line, column) = (source.line(), source.column());
        let problem = match twice.take() {
            Some(key) => WireProblem::DuplicateKey { key, line },
            None => WireProblem::NotJson { line, column, source },
        };
        WireError::new("", problem)
    })
}

/// Reads a JSON value none of whose objects has a key twice; the key that has is left in `twice`.
#[derive(Clone, Copy)]
struct Unique<'a> {
    twice: &'a RefCell<Option<String>>,
}

impl<'de> DeserializeSeed<'de> for Unique<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                self.twice.replace(Some(key));
                return Err(A::Error::custom("a key occurs twice"));
            }
            object.insert(key, entries.next_value_seed(self)?);
        }
        Ok(object.into())
    }
}

/// A place in a document: the value there, and the path to it.
#[derive(Clone)]
pub(super) struct At<'a> {
    pub(super) path: String,
    pub(super) value: &'a Value,
}

impl<'a> At<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self { path: String::new(), value }
    }

    /// The value under a key; `None` when it is absent or null.
    pub(super) fn get(&self, key: &str) -> Option<At<'a>> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Some(At { path, value })
    }

    pub(super) fn required(&self, key: &'static str, expected: &'static str) -> Result<At<'a>, WireError> {
        self.get(key).ok_or_else(|| WireError::new(self.path.clone(), WireProblem::Missing { key, expected }))
    }

    pub(super) fn text(&self) -> Result<&'a str, WireError> {
        self.value.as_str().ok_or_else(|| self.shape("a text"))
    }

    pub(super) fn flag(&self) -> Result<bool, WireError> {
        self.value.as_bool().ok_or_else(|| self.shape("true or false"))
    }

    pub(super) fn object(&self) -> Result<&'a Map<String, Value>, WireError> {
        self.value.as_object().ok_or_else(|| self.shape("an object"))
    }

    pub(super) fn items(&self) -> Result<Vec<At<'a>>, WireError> {
        let items = self.value.as_array().ok_or_else(|| self.shape("an array"))?;
        let at = |(index, value)| At { path: format!("{}[{index}]", self.path), value };
        Ok(items.iter().enumerate().map(at).collect())
    }

    pub(super) fn entries(&self) -> Result<Vec<(&'a str, At<'a>)>, WireError> {
        let entry = |(key, value): (&'a String, &'a Value)| {
            (key.as_str(), At { path: format!("{}.{key}", self.path), value })
        };
        Ok(self.object()?.iter().map(entry).collect())
    }

    pub(super) fn parse<T>(&self) -> Result<T, WireError>
    where
        T: std::str::FromStr,
        ValueError: From<T::Err>,
    {
        let text = self.text()?;
        text.parse().map_err(|source: T::Err| self.does_not_fit(text, source))
    }

    pub(super) fn does_not_fit(&self, text: impl Into<String>, source: impl Into<ValueError>) -> WireError {
        let problem = WireProblem::Value { text: text.into(), source: source.into() };
        WireError::new(self.path.clone(), problem)
    }

    pub(super) fn shape(&self, expected: &'static str) -> WireError {
        WireError::new(self.path.clone(), WireProblem::Shape { expected, found: kind(self.value) })
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_occurs_twice_is_refused_at_any_depth() {
        let error = parse(r#"{"a":[{"b":1,"b":2}]}"#).unwrap_err();
        assert_eq!(error.to_string(), "the key \"b\" occurs twice (again at line 1); remove one of them");
        assert_eq!(
            parse(r#"{"a":{"b":1},"c":{"b":2.5,"d":[null,-1,true,"x",18446744073709551615]}}"#).unwrap()["c"]
                ["d"][4],
            18_446_744_073_709_551_615_u64
        );
    }

    #[test]
    fn what_is_no_json_says_where() {
        assert!(matches!(parse(" \n").unwrap_err().problem, WireProblem::Empty));
        let truncated = parse("[\n  {\"Name\": \"nat\"").unwrap_err();
        assert!(
            matches!(truncated.problem, WireProblem::NotJson { line: 2, column: 16, .. }),
            "{truncated:?}"
        );
    }
}
