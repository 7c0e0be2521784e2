//! Variables filled in all over a tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Environment;
use super::interpolate;
use super::tree::{Content, Entry, Node, Scalar};

/// A tree with its variables filled in; what needs no filling is shared with the one before. A text that cannot be
/// filled in stays as it is and says why.
pub(super) fn fill(node: &Arc<Node>, environment: &Environment) -> Arc<Node> {
    Filling { environment, done: BTreeMap::new() }.node(node)
}

struct Filling<'a> {
    environment: &'a Environment,
    /// What became of the nodes that several others share, so that they go on sharing it.
    done: BTreeMap<*const Node, Arc<Node>>,
}

impl Filling<'_> {
    fn node(&mut self, node: &Arc<Node>) -> Arc<Node> {
        let shared = Arc::strong_count(node) > 1;
        if let Some(done) = shared.then(|| self.done.get(&Arc::as_ptr(node))).flatten() {
            return Arc::clone(done);
        }
        let filled = self.filled(node).map_or_else(|| Arc::clone(node), Arc::new);
        if shared {
            self.done.insert(Arc::as_ptr(node), Arc::clone(&filled));
        }
        filled
    }

    /// `None` when there is nothing to fill in.
    fn filled(&mut self, node: &Arc<Node>) -> Option<Node> {
        let filled = match &node.content {
            Content::Null => return None,
            Content::Scalar(scalar) => Node::text(self.scalar(scalar)?, node.place.clone()),
            Content::Sequence(items) => {
                let filled: Vec<_> = items.iter().map(|item| self.node(item)).collect();
                if filled.iter().zip(items).all(|(new, old)| Arc::ptr_eq(new, old)) {
                    return None;
                }
                Node::of(Content::Sequence(filled), node.place.clone())
            }
            Content::Mapping(entries) => {
                let fill =
                    |entry: &Entry| Entry { key: Arc::clone(&entry.key), value: self.node(&entry.value) };
                let filled: Vec<_> = entries.iter().map(fill).collect();
                if filled.iter().zip(entries).all(|(new, old)| Arc::ptr_eq(&new.value, &old.value)) {
                    return None;
                }
                Node::of(Content::Mapping(filled), node.place.clone())
            }
        };
        Some(filled.with_merging(node.merging))
    }

    fn scalar(&mut self, scalar: &Scalar) -> Option<Scalar> {
        if !scalar.text.contains('$') {
            return None;
        }
        Some(match interpolate::fill(&scalar.text, self.environment) {
            Ok(text) => Scalar { text, plain: scalar.plain, broken: None },
            Err(error) => {
                Scalar { text: scalar.text.clone(), plain: scalar.plain, broken: Some(Box::new(error)) }
            }
        })
    }
}
