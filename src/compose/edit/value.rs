//! A value to be written, and what a file says without its layout.

use super::Step;
use crate::compose::tree::Node;
use crate::compose::written::{key, scalar};

/// A value of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// `true` or `false`, without quotes.
    Flag(bool),
    /// Items in an order.
    List(Vec<Self>),
    /// Keys with values, in the order they are written.
    Mapping(Vec<(String, Self)>),
    /// Nothing.
    Nothing,
    /// A whole number, without quotes.
    Number(u64),
    /// A value that takes the place of an earlier file's as a whole (`!override`, Compose v2); read back it is the value.
    Replacing(Box<Self>),
    /// A text, in quotes where it could be taken for something else.
    Text(String),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Keys with values.
    pub fn mapping<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Mapping(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    pub(super) fn of(node: &Node) -> Self {
        if let Some(text) = node.as_text() {
            let number = text.parse::<u64>().ok().filter(|number| number.to_string() == text);
            return match (node.is_plain(), text, number) {
                (true, "true", _) => Self::Flag(true),
                (true, "false", _) => Self::Flag(false),
                (true, _, Some(number)) => Self::Number(number),
                _ => Self::text(text),
            };
        }
        if let Some(entries) = node.mapping() {
            return Self::mapping(
                entries.iter().map(|entry| (entry.key.value.clone(), Self::of(&entry.value))),
            );
        }
        match node.kind() {
            crate::compose::NodeKind::List => Self::List(node.items().map(Self::of).collect()),
            crate::compose::NodeKind::Nothing
            | crate::compose::NodeKind::Mapping
            | crate::compose::NodeKind::Text => Self::Nothing,
        }
    }

    /// A value under the keys of a path; `None` for a path with an item in it.
    pub(super) fn nested(path: &[Step], value: Self) -> Option<Self> {
        path.iter().rev().try_fold(value, |value, step| match step {
            Step::Key(key) => Some(Self::Mapping(vec![(key.clone(), value)])),
            Step::Item(_) => None,
        })
    }

    pub(super) fn is_scalar(&self) -> bool {
        match self {
            Self::List(_) | Self::Mapping(_) => false,
            Self::Replacing(value) => value.is_scalar(),
            Self::Flag(_) | Self::Nothing | Self::Number(_) | Self::Text(_) => true,
        }
    }

    /// Whether a text of it has a `$`, and so a variable.
    pub(crate) fn has_variable(&self) -> bool {
        match self {
            Self::Flag(_) | Self::Nothing | Self::Number(_) => false,
            Self::List(items) => items.iter().any(Self::has_variable),
            Self::Mapping(entries) => entries.iter().any(|(_, value)| value.has_variable()),
            Self::Replacing(value) => value.has_variable(),
            Self::Text(text) => text.contains('$'),
        }
    }

    /// As it is when it is read.
    fn read_back(self) -> Self {
        match self {
            Self::List(items) => Self::List(items.into_iter().map(Self::read_back).collect()),
            Self::Mapping(entries) => {
                Self::mapping(entries.into_iter().map(|(key, value)| (key, value.read_back())))
            }
            Self::Replacing(value) => value.read_back(),
            Self::Flag(_) | Self::Nothing | Self::Number(_) | Self::Text(_) => self,
        }
    }

    /// Puts a value at the end of a path; whether that was possible.
    pub(super) fn set(&mut self, path: &[Step], value: Self) -> bool {
        self.put(path, value.read_back())
    }

    /// Puts a value at the end of a path as it is to be written; whether that was possible.
    pub fn put(&mut self, path: &[Step], value: Self) -> bool {
        let Some((step, rest)) = path.split_first() else {
            *self = value;
            return true;
        };
        if *self == Self::Nothing {
            *self = Self::Mapping(Vec::new());
        }
        match (self, step) {
            (Self::List(items), Step::Item(index)) => {
                items.get_mut(*index).is_some_and(|item| item.put(rest, value))
            }
            (Self::Mapping(entries), Step::Key(key)) => {
                if let Some((_, there)) = entries.iter_mut().find(|(there, _)| there == key) {
                    return there.put(rest, value);
                }
                let mut new = Self::Nothing;
                let done = new.put(rest, value);
                entries.push((key.clone(), new));
                done
            }
            _ => false,
        }
    }

    /// Takes the end of a path away; whether it was there.
    pub(super) fn remove(&mut self, path: &[Step]) -> bool {
        let Some((step, rest)) = path.split_first() else { return false };
        match (self, step) {
            (Self::List(items), Step::Item(index)) if *index < items.len() => {
                if rest.is_empty() {
                    items.remove(*index);
                    return true;
                }
                items.get_mut(*index).is_some_and(|item| item.remove(rest))
            }
            (Self::Mapping(entries), Step::Key(key)) => {
                let Some(index) = entries.iter().position(|(there, _)| there == key) else { return false };
                if rest.is_empty() {
                    entries.remove(index);
                    return true;
                }
                entries.get_mut(index).is_some_and(|(_, value)| value.remove(rest))
            }
            _ => false,
        }
    }

    /// On one line.
    pub(super) fn flow(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Nothing => "~".to_owned(),
            Self::Replacing(value) => format!("!override {}", value.flow()),
            Self::Text(text) => scalar(text),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Mapping(entries) => {
                let entries: Vec<_> =
                    entries.iter().map(|(name, value)| format!("{}: {}", key(name), value.flow())).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// What stands after a key: on the same line, or on lines of their own further to the right.
    pub(super) fn after_key(&self, indent: usize, unit: usize) -> String {
        match self {
            Self::List(items) if !items.is_empty() => {
                let lines = items.iter().map(|item| item.block_item(indent + unit, unit));
                format!("\n{}", lines.collect::<Vec<_>>().join("\n"))
            }
            Self::Mapping(entries) if !entries.is_empty() => {
                format!("\n{}", block_entries(entries, indent + unit, unit))
            }
            Self::Replacing(value) => format!(" !override{}", value.after_key(indent, unit)),
            Self::Flag(_)
            | Self::List(_)
            | Self::Mapping(_)
            | Self::Nothing
            | Self::Number(_)
            | Self::Text(_) => {
                format!(" {}", self.flow())
            }
        }
    }

    /// The text of a file that says this.
    #[must_use]
    pub fn document(&self) -> String {
        match self {
            Self::Mapping(entries) if !entries.is_empty() => format!("{}\n", block_entries(entries, 0, 2)),
            Self::Flag(_)
            | Self::List(_)
            | Self::Mapping(_)
            | Self::Nothing
            | Self::Number(_)
            | Self::Replacing(_)
            | Self::Text(_) => format!("{}\n", self.flow()),
        }
    }

    /// An item of a list, without a line end.
    pub(super) fn block_item(&self, indent: usize, unit: usize) -> String {
        let margin = " ".repeat(indent);
        match self {
            Self::Mapping(entries) if !entries.is_empty() => {
                let lines = block_entries(entries, indent + 2, unit);
                format!("{margin}- {}", lines.trim_start_matches(' '))
            }
            Self::Flag(_)
            | Self::List(_)
            | Self::Mapping(_)
            | Self::Nothing
            | Self::Number(_)
            | Self::Replacing(_)
            | Self::Text(_) => format!("{margin}- {}", self.flow()),
        }
    }
}

/// Entries of a mapping, each on lines of its own.
pub(super) fn block_entries(entries: &[(String, Value)], indent: usize, unit: usize) -> String {
    let margin = " ".repeat(indent);
    let lines = entries
        .iter()
        .map(|(name, value)| format!("{margin}{}:{}", key(name), value.after_key(indent, unit)));
    lines.collect::<Vec<_>>().join("\n")
}
