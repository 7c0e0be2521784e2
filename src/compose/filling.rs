//! Variables filled in all over a tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cursor::{LONGEST_KEY, LONGEST_TEXT, clipped};
use super::interpolate;
use super::tree::{Content, Entry, Node, Scalar};
use super::{ComposeError, Environment, Tool};

/// A tree with its variables filled in.
pub(super) struct Filled {
    /// The tree; what needs no filling is shared with the one before. A text that cannot be filled in stays as it is.
    pub(super) root: Arc<Node>,
    /// What cannot be filled in.
    pub(super) broken: Vec<ComposeError>,
    /// Bytes of text that were made.
    pub(super) bytes: usize,
}

/// Fills in the variables of a whole document, in at most so many bytes of text. docker-compose 1 leaves everything
/// alone but the five sections it knows.
pub(super) fn fill(root: &Arc<Node>, environment: &Environment, tool: Tool, most: usize) -> Filled {
    let mut filling = Filling {
        environment,
        tool,
        most,
        left: most,
        done: BTreeMap::new(),
        broken: Vec::new(),
        path: Vec::new(),
    };
    let root = match &root.content {
        Content::Mapping(entries) => {
            let mut fill = |entry: &Entry| {
                let section = matches!(
                    entry.key.value.as_str(),
                    "services" | "networks" | "volumes" | "secrets" | "configs"
                );
                if section || tool == Tool::Compose2 { filling.entry(entry) } else { entry.clone() }
            };
            let entries = entries.iter().map(&mut fill).collect();
            Arc::new(Node::of(Content::Mapping(entries), root.place.clone()).with_merging(root.merging))
        }
        Content::Null | Content::Scalar(_) | Content::Sequence(_) => Arc::clone(root),
    };
    Filled { root, broken: filling.broken, bytes: most.saturating_sub(filling.left) }
}

struct Filling<'a> {
    environment: &'a Environment,
    tool: Tool,
    most: usize,
    left: usize,
    /// What became of the nodes that several others share, so that they go on sharing it.
    done: BTreeMap<*const Node, Arc<Node>>,
    broken: Vec<ComposeError>,
    path: Vec<String>,
}

impl Filling<'_> {
    fn entry(&mut self, entry: &Entry) -> Entry {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.path.push(format!("{dot}{}", clipped(&entry.key.value, LONGEST_KEY)));
        let value = self.node(&entry.value);
        self.path.pop();
        Entry { key: Arc::clone(&entry.key), value }
    }

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
            Content::Scalar(scalar) => Node::text(self.scalar(scalar, node)?, node.place.clone()),
            Content::Sequence(items) => {
                let mut filled = Vec::with_capacity(items.len());
                for (number, item) in items.iter().enumerate() {
                    self.path.push(format!("[{number}]"));
                    filled.push(self.node(item));
                    self.path.pop();
                }
                if filled.iter().zip(items).all(|(new, old)| Arc::ptr_eq(new, old)) {
                    return None;
                }
                Node::of(Content::Sequence(filled), node.place.clone())
            }
            Content::Mapping(entries) => {
                let filled: Vec<_> = entries.iter().map(|entry| self.entry(entry)).collect();
                if filled.iter().zip(entries).all(|(new, old)| Arc::ptr_eq(&new.value, &old.value)) {
                    return None;
                }
                Node::of(Content::Mapping(filled), node.place.clone())
            }
        };
        Some(filled.with_merging(node.merging))
    }

    fn scalar(&mut self, scalar: &Scalar, node: &Node) -> Option<Scalar> {
        if !scalar.text.contains('$') {
            return None;
        }
        let plain = scalar.plain;
        let error = match interpolate::fill(&scalar.text, self.environment, self.tool, self.left) {
            Ok(text) => {
                self.left = self.left.saturating_sub(text.len());
                return Some(Scalar { text: text.into(), plain, broken: None });
            }
            Err(interpolate::TemplateError::TooLong { .. }) => {
                interpolate::TemplateError::TooLong { most: self.most }
            }
            Err(error) => error,
        };
        let told = self.broken.len() < MOST_BROKEN;
        // Messages may be long, and one that nobody sees need not be kept.
        let error = if told { error } else { interpolate::TemplateError::Bad };
        if told {
            let text = clipped(&scalar.text, LONGEST_TEXT);
            let path = clipped(&self.path.concat(), LONGEST_TEXT);
            self.broken.push(error.at(node.place.clone(), path, text));
        }
        Some(Scalar { text: scalar.text.clone(), plain, broken: Some(Box::new(error)) })
    }
}

/// Texts that cannot be filled in and are told of.
const MOST_BROKEN: usize = 1_000;
