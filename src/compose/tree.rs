//! The small tree a YAML document is kept in: scalars, lists and mappings, each with its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Place, Placed, YamlError};

/// Text beyond which a scalar counts as more than one node, so that aliases cannot multiply long texts.
const TEXT_PER_NODE: usize = 256;

/// A node; aliases share it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) content: Content,
    /// Nodes in it, itself included, counting what aliases stand for.
    pub(super) size: usize,
    /// Levels in it, itself included.
    pub(super) height: usize,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Nothing: an empty plain scalar, `~` or `null`.
    Null,
    Scalar(String),
    Sequence(Vec<Arc<Node>>),
    Mapping(Vec<Entry>),
}

/// A key with its value; merged entries keep the place they were written at.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Arc<Placed<String>>,
    pub(super) value: Arc<Node>,
}

impl Node {
    /// A scalar. Quoted texts and texts tagged `!!str` are never null.
    pub(super) fn scalar(text: String, plain: bool, tag: Option<&str>, place: Place) -> Self {
        let null_word = matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
        let null = match tag {
            Some("null") => true,
            Some(_) => false,
            None => plain && null_word,
        };
        let size = 1 + text.len() / TEXT_PER_NODE;
        let content = if null { Content::Null } else { Content::Scalar(text) };
        Self { place, content, size, height: 1 }
    }

    /// What it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self.content {
            Content::Null => "nothing",
            Content::Scalar(_) => "text",
            Content::Sequence(_) => "list",
            Content::Mapping(_) => "mapping",
        }
    }

    /// The entries of a mapping.
    pub(super) fn entries(&self) -> Option<&[Entry]> {
        match &self.content {
            Content::Mapping(entries) => Some(entries),
            Content::Null | Content::Scalar(_) | Content::Sequence(_) => None,
        }
    }

    /// The value under a key of a mapping.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries()?.iter().find(|entry| entry.key.value == key)
    }
}

/// A mapping while it is read.
#[derive(Debug, Default)]
pub(super) struct OpenMapping {
    entries: Vec<Entry>,
    seen: BTreeMap<String, Place>,
    merged: Vec<Arc<Node>>,
    key: Option<Arc<Placed<String>>>,
}

impl OpenMapping {
    /// The key whose value comes next.
    pub(super) fn pending(&self) -> Option<&Placed<String>> {
        self.key.as_deref()
    }

    /// Takes the next node: a key or the value of the key before.
    pub(super) fn push(&mut self, node: Arc<Node>, place: Place) -> Result<(), YamlError> {
        match self.key.take() {
            Some(key) if key.value == "<<" => self.merge(node, place),
            Some(key) => {
                self.entries.push(Entry { key, value: node });
                Ok(())
            }
            None => self.open(&node, place),
        }
    }

    fn open(&mut self, node: &Node, place: Place) -> Result<(), YamlError> {
        let key = match &node.content {
            Content::Scalar(text) => text.clone(),
            Content::Null => String::new(),
            Content::Sequence(_) | Content::Mapping(_) => {
                return Err(YamlError::KeyNotText { place, found: node.kind() });
            }
        };
        if let Some(first) = self.seen.insert(key.clone(), place.clone()) {
            return Err(YamlError::DuplicateKey { key, place, first });
        }
        self.key = Some(Arc::new(Placed::new(key, place)));
        Ok(())
    }

    fn merge(&mut self, node: Arc<Node>, place: Place) -> Result<(), YamlError> {
        match &node.content {
            Content::Mapping(_) => self.merged.push(node),
            Content::Sequence(items) => {
                for item in items {
                    if item.entries().is_none() {
                        return Err(YamlError::NotMergeable {
                            place: item.place.clone(),
                            found: item.kind(),
                        });
                    }
                }
                self.merged.extend(items.iter().map(Arc::clone));
            }
            Content::Null | Content::Scalar(_) => {
                return Err(YamlError::NotMergeable { place, found: node.kind() });
            }
        }
        Ok(())
    }

    /// The entries, own ones first and before all merged ones, as the merge key asks for: of several mappings
    /// with one key the earlier one in the list counts.
    pub(super) fn close(mut self) -> Vec<Entry> {
        for node in self.merged {
            for entry in node.entries().unwrap_or_default() {
                if !self.seen.contains_key(&entry.key.value) {
                    self.seen.insert(entry.key.value.clone(), entry.key.place.clone());
                    self.entries.push(entry.clone());
                }
            }
        }
        self.entries
    }
}
