//! HNS and HCN JSON as somebody wrote it, with its meaning beside it.

use std::fmt;

use serde_json::{Map, Value};

use super::value::{At, parse};
use super::{Lookalike, WireError, WireProblem};

/// An object of HNS or HCN, with every key it was read with.
pub trait Record: Sized {
    /// Reads JSON. A key that is absent or null has no value.
    ///
    /// # Errors
    /// [`WireError`] with the path of the first value that does not fit.
    fn from_value(value: &Value) -> Result<Self, WireError>;

    /// Writes JSON as HNS clients do: keys without a value are left out.
    fn to_value(&self) -> Value;
}

/// One object: its JSON as it was, and what it means.
///
/// ```
/// use docknet::wire::{Document, hns};
///
/// let text = r#"{"Name":"nat","Type":"NAT","New":1,"Subnets":[{"AddressPrefix":"10.0.0.0/20","Flags":0}]}"#;
/// let document = Document::<hns::Network>::parse(text)?;
/// let mut network = document.content().clone();
/// network.name = Some("other".into());
/// let after = document.with(&network);
/// assert_eq!(after.value().to_string(), text.replace(r#""nat""#, r#""other""#));
/// # Ok::<(), docknet::wire::WireError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<T> {
    value: Value,
    content: T,
}

impl<T: Record> Document<T> {
    /// Reads the text of one object.
    ///
    /// # Errors
    /// [`WireError`] when it is no JSON, or a value in it does not fit.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        Self::from_value(parse(text)?)
    }

    /// Takes JSON as one object.
    ///
    /// # Errors
    /// [`WireError`] with the path of the first value that does not fit.
    pub fn from_value(value: Value) -> Result<Self, WireError> {
        let lookalike = if value.get("IPAM").is_some() {
            Some(Lookalike::NetworkInspect)
        } else if value.get("HostConfig").is_some() {
            Some(Lookalike::Container)
        } else {
            None
        };
        if let Some(lookalike) = lookalike {
            return Err(WireError::new("", WireProblem::Lookalike { expected: "HNS JSON", lookalike }));
        }
        Ok(Self { content: T::from_value(&value)?, value })
    }

    /// A document that says this and nothing else.
    #[must_use]
    pub fn new(content: T) -> Self {
        Self { value: content.to_value(), content }
    }

    /// What it means.
    #[must_use]
    pub fn content(&self) -> &T {
        &self.content
    }

    /// The JSON as it is.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The JSON as it is, to keep.
    #[must_use]
    pub fn to_value(&self) -> Value {
        self.value.clone()
    }

    /// This document, saying `content`: only what differs in meaning is written. Key order, the spelling of words
    /// and GUIDs, nulls and empty lists stay where they mean the same.
    #[must_use]
    pub fn with(&self, content: &T) -> Self
    where
        T: Clone,
    {
        let (before, after) = (self.content.to_value(), content.to_value());
        Self { value: merged(&self.value, &before, &after), content: content.clone() }
    }
}

impl<T> fmt::Display for Document<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.value)
    }
}

/// Several objects: an array, or the bare object `ConvertTo-Json` writes when there is only one.
///
/// ```
/// use docknet::wire::{Documents, hns};
/// let one = Documents::<hns::Network>::parse(r#"{"Name":"nat","Type":"nat"}"#)?;
/// assert_eq!(one.documents().len(), 1);
/// assert_eq!(one.to_value()["Name"], "nat");
/// # Ok::<(), docknet::wire::WireError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents<T> {
    documents: Vec<Document<T>>,
    bare: bool,
}

impl<T: Record> Documents<T> {
    /// Reads the text of one object or an array of them.
    ///
    /// # Errors
    /// [`WireError`] when it is no JSON, or a value in it does not fit.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        Self::from_value(parse(text)?)
    }

    /// Takes JSON as one object or an array of them.
    ///
    /// # Errors
    /// [`WireError`] with the path of the first value that does not fit.
    pub fn from_value(value: Value) -> Result<Self, WireError> {
        match value {
            Value::Array(items) => {
                let document = |(index, item)| Document::from_value(item).map_err(|error| error.under(index));
                let documents = items.into_iter().enumerate().map(document).collect::<Result<_, _>>()?;
                Ok(Self { documents, bare: false })
            }
            bare @ Value::Object(_) => Ok(Self { documents: vec![Document::from_value(bare)?], bare: true }),
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                Err(At::root(&other).shape("an object or an array of objects"))
            }
        }
    }

    /// The documents, in order.
    #[must_use]
    pub fn documents(&self) -> &[Document<T>] {
        &self.documents
    }

    /// What they mean, in order.
    pub fn contents(&self) -> impl Iterator<Item = &T> {
        self.documents.iter().map(Document::content)
    }

    /// The JSON as it was read.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self.documents.as_slice() {
            [only] if self.bare => only.to_value(),
            all => all.iter().map(Document::to_value).collect(),
        }
    }
}

/// `original` with what differs between `before` and `after`, both written the canonical way.
fn merged(original: &Value, before: &Value, after: &Value) -> Value {
    if before == after {
        return original.clone();
    }
    match (original, before, after) {
        (Value::Object(original), Value::Object(before), Value::Object(after)) => {
            merged_object(original, before, after).into()
        }
        (Value::Array(original), Value::Array(before), Value::Array(after))
            if original.len() == before.len() =>
        {
            merged_array(original, before, after).into()
        }
        _ => after.clone(),
    }
}

fn merged_object(
    original: &Map<String, Value>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Map<String, Value> {
    let mut object = original.clone();
    object.retain(|key, _| after.contains_key(key) || !before.contains_key(key));
    for (key, new) in after {
        let value = match (original.get(key), before.get(key)) {
            (Some(original), Some(before)) => merged(original, before, new),
            _ => new.clone(),
        };
        object.insert(key.clone(), value);
    }
    object
}

/// Items that mean the same stay as they were, wherever they moved.
fn merged_array(original: &[Value], before: &[Value], after: &[Value]) -> Vec<Value> {
    let item = |(index, new): (usize, &Value)| match before.iter().position(|old| old == new) {
        Some(same) => original[same].clone(),
        None if before.len() == after.len() => merged(&original[index], &before[index], new),
        None => new.clone(),
    };
    after.iter().enumerate().map(item).collect()
}
