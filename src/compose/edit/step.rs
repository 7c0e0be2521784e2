//! The way to a value in a document.

use std::fmt::Write as _;

use crate::compose::tree::Node;

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "YAML has lists and mappings")]
pub enum Step {
    /// Into a list, from 0.
    Item(usize),
    /// Into a mapping.
    Key(String),
}

impl Step {
    /// A key.
    pub fn key(key: impl Into<String>) -> Self {
        Self::Key(key.into())
    }

    /// A path without the document it begins with, in a file of several.
    #[must_use]
    pub fn inside_document(path: &[Self]) -> &[Self] {
        match path {
            [Self::Item(_), inside @ ..] => inside,
            path => path,
        }
    }

    pub(super) fn of<'n>(&self, node: &'n Node) -> Option<&'n Node> {
        match self {
            Self::Item(index) => node.items().nth(*index),
            Self::Key(key) => node.get(key),
        }
    }
}

/// `services.web.ports[0]`.
pub(super) fn text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Item(index) => {
                // Writing into a String cannot fail.
                let _ = write!(text, "[{index}]");
            }
            Step::Key(key) => {
                let dot = if text.is_empty() { "" } else { "." };
                text.extend([dot, key]);
            }
        }
    }
    text
}
