//! Several files put together, the way Compose does it.

use std::sync::Arc;

use super::tree::{Content, Entry, Node};

/// What two files say together, the later one with the last word.
pub(super) fn merge(earlier: &Arc<Node>, later: &Arc<Node>) -> Arc<Node> {
    match (&earlier.content, &later.content) {
        (Content::Mapping(old), Content::Mapping(new)) => {
            let mut entries = old.clone();
            for entry in new {
                match entries.iter_mut().find(|there| there.key.value == entry.key.value) {
                    Some(there) => {
                        *there =
                            Entry { key: Arc::clone(&entry.key), value: merge(&there.value, &entry.value) };
                    }
                    None => entries.push(entry.clone()),
                }
            }
            Arc::new(Node::of(Content::Mapping(entries), later.place.clone()))
        }
        (Content::Sequence(old), Content::Sequence(new)) => {
            let items = old.iter().chain(new).map(Arc::clone).collect();
            Arc::new(Node::of(Content::Sequence(items), later.place.clone()))
        }
        _ => Arc::clone(later),
    }
}
