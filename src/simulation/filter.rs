//! What filters of lists are checked for, and what they let through.

use std::collections::BTreeMap;

use super::pattern::Pattern;
use super::{Fault, FilterRefusal, Moment, Refusal, until};
use crate::wire::request::Filters;

/// What lists ask of filters.
pub(super) trait Checked {
    /// Refuses keys the list has not.
    fn check(&self, known: &[&str]) -> Result<(), Fault>;

    /// The truth value of a key, in the words engines take for one.
    fn truth(&self, key: &str) -> Result<Option<bool>, Fault>;

    /// Whether labels are as every value of a key says: `name` or `name=value`.
    fn labels(&self, key: &str, labels: &BTreeMap<String, String>) -> bool;

    /// Whether a text is, or matches, one of the values of a key; true when there is no such key.
    fn matches(&self, key: &str, text: &str) -> bool;

    /// The moment before which something has to have been made.
    fn until(&self, now: Moment) -> Result<Option<Moment>, Fault>;
}

impl Checked for Filters {
    fn check(&self, known: &[&str]) -> Result<(), Fault> {
        let unknown = self.keys().find(|key| !known.contains(key));
        unknown.map_or(Ok(()), |key| Err(refuse(FilterRefusal::Key { key: key.to_owned() })))
    }

    fn truth(&self, key: &str) -> Result<Option<bool>, Fault> {
        if !self.has(key) {
            return Ok(None);
        }
        let values: Vec<_> = self.values(key).collect();
        match values.as_slice() {
            ["1" | "true"] => Ok(Some(true)),
            ["0" | "false"] => Ok(Some(false)),
            _ => {
                let values = values.into_iter().map(str::to_owned).collect();
                Err(refuse(FilterRefusal::Flag { key: key.to_owned(), values }))
            }
        }
    }

    fn labels(&self, key: &str, labels: &BTreeMap<String, String>) -> bool {
        self.values(key).all(|wanted| match wanted.split_once('=') {
            Some((name, value)) => labels.get(name).is_some_and(|there| there == value),
            None => labels.contains_key(wanted),
        })
    }

    fn matches(&self, key: &str, text: &str) -> bool {
        let fits =
            |wanted: &str| wanted == text || Pattern::new(wanted).is_some_and(|pattern| pattern.is_in(text));
        !self.has(key) || self.values(key).any(fits)
    }

    fn until(&self, now: Moment) -> Result<Option<Moment>, Fault> {
        Ok(until::read(self, now).map_err(Refusal::from)?)
    }
}

pub(super) fn refuse(refusal: FilterRefusal) -> Fault {
    Refusal::from(refusal).into()
}
