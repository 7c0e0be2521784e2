//! daemon.json: one key set, every other left as it was.

use std::fmt;

use serde_json::{Map, Value};

use super::value::{At, parse};
use super::{Lookalike, WireError, WireProblem};
use crate::model::Subnet;

const FIXED_CIDR: &str = "fixed-cidr";

/// An engine's configuration file.
///
/// Keys stay in their order, unknown ones included. A key that occurs twice is refused, since writing the file back
/// would drop one of the two.
///
/// ```
/// use docknet::wire::{DaemonDocument, FixedCidr};
///
/// let before = DaemonDocument::parse(r#"{ "debug": true, "data-root": "D:\\docker" }"#)?;
/// let (after, change) = before.with_fixed_cidr("10.10.0.0/20".parse()?)?;
/// assert_eq!(change, FixedCidr::Added);
/// assert_eq!(after.value()["data-root"], "D:\\docker");
/// assert_eq!(after.value()["fixed-cidr"], "10.10.0.0/20");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaemonDocument(Map<String, Value>);

/// What setting `fixed-cidr` did.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FixedCidr {
    /// The key was not there.
    Added,
    /// It said something else before.
    Changed {
        /// What it said.
        from: String,
    },
    /// It said so already.
    Unchanged,
}

impl DaemonDocument {
    /// Reads the text of a daemon.json. An empty text is an empty configuration, as it is to the engine.
    ///
    /// # Errors
    /// [`WireError`] when it is no JSON object, has a key twice, or is a document of another kind.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let value = parse(text)?;
        let inspect = value.get(0).is_some_and(|first| first.get("IPAM").is_some());
        if inspect || value.get("IPAM").is_some() {
            let lookalike = Lookalike::NetworkInspect;
            let problem = WireProblem::Lookalike { expected: "an engine's daemon.json", lookalike };
            return Err(WireError::new("", problem));
        }
        match value {
            Value::Object(object) => Ok(Self(object)),
            other
            @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                Err(At::root(&other).shape("an object"))
            }
        }
    }

    /// The JSON as it is.
    #[must_use]
    pub fn value(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The prefix asked for the default network, if one is.
    ///
    /// # Errors
    /// [`WireError`] when the key holds no subnet.
    pub fn fixed_cidr(&self) -> Result<Option<Subnet>, WireError> {
        match self.0.get(FIXED_CIDR) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => At { path: FIXED_CIDR.into(), value }.parse().map(Some),
        }
    }

    /// The configuration with that prefix for the default network, and what that changed.
    ///
    /// # Errors
    /// [`WireError`] when the key is there and holds no text.
    pub fn with_fixed_cidr(&self, prefix: Subnet) -> Result<(Self, FixedCidr), WireError> {
        let change = match self.0.get(FIXED_CIDR) {
            None | Some(Value::Null) => FixedCidr::Added,
            Some(value) => match (At { path: FIXED_CIDR.into(), value }).text()? {
                same if same == prefix.to_string() => FixedCidr::Unchanged,
                other => FixedCidr::Changed { from: other.to_owned() },
            },
        };
        let mut object = self.0.clone();
        object.insert(FIXED_CIDR.into(), prefix.to_string().into());
        Ok((Self(object), change))
    }
}

impl fmt::Display for FixedCidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added => f.write_str("fixed-cidr is new, every other key stays"),
            Self::Changed { from } => write!(f, "fixed-cidr was {from}, every other key stays"),
            Self::Unchanged => f.write_str("fixed-cidr is there already"),
        }
    }
}

/// The file's text, indented by two, with a line end at the end.
impl fmt::Display for DaemonDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(&self.0).map_err(|_error| fmt::Error)?;
        writeln!(f, "{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix() -> Subnet {
        "10.10.0.0/20".parse().unwrap()
    }

    #[test]
    fn no_key_is_lost_and_their_order_stays() {
        let before = r#"{"zeta":1,"hosts":["npipe://"],"fixed-cidr":"172.16.0.0/12","unknown":{"a":null}}"#;
        let (after, change) = DaemonDocument::parse(before).unwrap().with_fixed_cidr(prefix()).unwrap();
        assert_eq!(change, FixedCidr::Changed { from: "172.16.0.0/12".into() });
        assert_eq!(after.value().keys().collect::<Vec<_>>(), ["zeta", "hosts", "fixed-cidr", "unknown"]);
        let (again, change) = after.with_fixed_cidr(prefix()).unwrap();
        assert_eq!((again, change), (after, FixedCidr::Unchanged));
    }

    #[test]
    fn an_empty_file_is_an_empty_configuration() {
        let (after, change) = DaemonDocument::parse(" \n").unwrap().with_fixed_cidr(prefix()).unwrap();
        assert_eq!(change, FixedCidr::Added);
        assert_eq!(after.to_string(), "{\n  \"fixed-cidr\": \"10.10.0.0/20\"\n}\n");
    }

    #[test]
    fn a_number_that_was_written_is_read_as_the_same() {
        let before = DaemonDocument::parse(r#"{"x":555554555455455555555}"#).unwrap();
        assert_eq!(DaemonDocument::parse(&before.to_string()).unwrap(), before);
    }

    #[test]
    fn other_documents_are_refused() {
        for wrong in ["[]", "1", "{", r#"{"a":1,"a":2}"#, r#"[{"IPAM":{}}]"#, r#"{"IPAM":{}}"#] {
            assert!(DaemonDocument::parse(wrong).is_err(), "{wrong}");
        }
        let wrong = DaemonDocument::parse(r#"{"fixed-cidr":"10.10.0.1/20"}"#).unwrap();
        assert_eq!(wrong.fixed_cidr().unwrap_err().path, "fixed-cidr");
        assert!(DaemonDocument::parse(r#"{"fixed-cidr":1}"#).unwrap().with_fixed_cidr(prefix()).is_err());
    }
}
