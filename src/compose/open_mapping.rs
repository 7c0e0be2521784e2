//! A mapping while it is read: keys that come twice are refused, merge keys (`<<`) filled in.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::tree::{Content, Entry, Node, Scalar};
use super::{NodeKind, Place, Placed, YamlError};

/// Keys up to which looking at each is faster than keeping a set of them. Most mappings are that small.
const FEW: usize = 16;

/// A mapping while it is read.
#[derive(Debug, Default)]
pub(super) struct OpenMapping {
    entries: Vec<Entry>,
    keys: Keys,
    /// What is merged, and where the merge key has it.
    merged: Vec<(Arc<Node>, Arc<Place>)>,
    key: Option<Arc<Placed<String>>>,
}

/// The keys so far: only ever asked for one, never walked through.
#[derive(Debug, Default)]
struct Keys {
    few: Vec<Key>,
    many: HashSet<Key>,
}

/// A key by its text alone.
#[derive(Debug, Clone)]
struct Key(Arc<Placed<String>>);

impl Keys {
    /// The key with that text.
    fn at(&self, text: &str) -> Option<&Placed<String>> {
        let key = if self.many.is_empty() {
            self.few.iter().find(|key| key.0.value == text)
        } else {
            self.many.get(text)
        };
        key.map(|key| &*key.0)
    }

    fn insert(&mut self, key: &Arc<Placed<String>>) {
        let key = Key(Arc::clone(key));
        if self.many.is_empty() && self.few.len() < FEW {
            self.few.push(key);
            return;
        }
        self.many.extend(self.few.drain(..));
        self.many.insert(key);
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0.value
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.value == other.0.value
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As the text it can be looked up by.
        self.0.value.as_str().hash(state);
    }
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
            None => self.open(node, place),
        }
    }

    fn open(&mut self, node: Arc<Node>, place: Place) -> Result<(), YamlError> {
        let key = key_of(node).map_err(|found| YamlError::KeyNotText { place: place.clone(), found })?;
        if let Some(first) = self.keys.at(&key) {
            let first = first.place.clone();
            return Err(YamlError::DuplicateKey { key, place, first });
        }
        let key = Arc::new(Placed::new(key, place));
        self.keys.insert(&key);
        self.key = Some(key);
        Ok(())
    }

    fn merge(&mut self, node: Arc<Node>, place: Place) -> Result<(), YamlError> {
        match &node.content {
            Content::Mapping(_) => self.merged.push((node, place.into_use())),
            Content::Sequence(items) => {
                for item in items {
                    if item.mapping().is_none() {
                        return Err(YamlError::NotMergeable {
                            place: item.place.clone(),
                            found: item.kind(),
                        });
                    }
                }
                let used_at =
                    |item: &Node| item.place.use_of().map_or_else(|| place.clone().into_use(), Arc::clone);
                self.merged.extend(items.iter().map(|item| (Arc::clone(item), used_at(item))));
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
        for (node, used_at) in self.merged {
            for entry in node.mapping().unwrap_or_default() {
                if self.keys.at(&entry.key.value).is_none() {
                    let Placed { value, place } = &*entry.key;
                    let place = place.clone().with_use(Some(Arc::clone(&used_at)));
                    let key = Arc::new(Placed::new(value.clone(), place));
                    self.keys.insert(&key);
                    self.entries.push(Entry { key, value: entry.value.used_at(&used_at) });
                }
            }
        }
        self.entries.shrink_to_fit();
        self.entries
    }
}

/// The text of a key; what else it is when it is none. The text is taken out of a node nobody else has.
fn key_of(node: Arc<Node>) -> Result<String, NodeKind> {
    let content = match Arc::try_unwrap(node) {
        Ok(node) => node.content,
        Err(shared) => match &shared.content {
            Content::Scalar(Scalar { text, .. }) => return Ok(text.to_string()),
            Content::Null => Content::Null,
            Content::Sequence(_) | Content::Mapping(_) => return Err(shared.kind()),
        },
    };
    match content {
        Content::Scalar(Scalar { text, .. }) => Ok(text.into()),
        Content::Null => Ok(String::new()),
        Content::Sequence(_) => Err(NodeKind::List),
        Content::Mapping(_) => Err(NodeKind::Mapping),
    }
}
