//! A mapping while it is read: keys that come twice are refused, merge keys (`<<`) filled in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tree::{Content, Entry, Node, Scalar};
use super::{Place, Placed, YamlError};

/// A mapping while it is read.
#[derive(Debug, Default)]
pub(super) struct OpenMapping {
    entries: Vec<Entry>,
    seen: BTreeMap<String, Place>,
    /// What is merged, and where the merge key has it.
    merged: Vec<(Arc<Node>, Arc<Place>)>,
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
            Content::Scalar(Scalar { text, .. }) => text.to_string(),
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
                if !self.seen.contains_key(&entry.key.value) {
                    self.seen.insert(entry.key.value.clone(), entry.key.place.clone());
                    let Placed { value, place } = &*entry.key;
                    let place = place.clone().with_use(Some(Arc::clone(&used_at)));
                    let key = Arc::new(Placed::new(value.clone(), place));
                    self.entries.push(Entry { key, value: entry.value.used_at(&used_at) });
                }
            }
        }
        self.entries
    }
}
