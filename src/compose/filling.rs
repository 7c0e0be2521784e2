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
pub(super) fn fill<'a>(root: &'a Arc<Node>, environment: &'a Environment, tool: Tool, most: usize) -> Filled {
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
            let mut fill = |entry: &'a Entry| {
                let section = matches!(
                    entry.key.value.as_str(),
                    "services" | "networks" | "volumes" | "secrets" | "configs"
                );
                let filled = if section || tool == Tool::Compose2 { filling.entry(entry) } else { None };
                let value = filled.unwrap_or_else(|| Arc::clone(&entry.value));
                Entry { key: Arc::clone(&entry.key), value }
            };
            let entries = entries.iter().map(&mut fill).collect();
            Arc::new(Node::of(Content::Mapping(entries), root.place.clone()).with_merging(root.merging))
        }
        Content::Null | Content::Scalar(_) | Content::Sequence(_) => Arc::clone(root),
    };
    Filled { root, broken: filling.broken, bytes: most.saturating_sub(filling.left) }
}

/// A step of the way to a node; written out only for an error.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

struct Filling<'a> {
    environment: &'a Environment,
    tool: Tool,
    most: usize,
    left: usize,
    /// What became of the nodes that several others share, so that they go on sharing it.
    done: BTreeMap<*const Node, Option<Arc<Node>>>,
    broken: Vec<ComposeError>,
    path: Vec<Step<'a>>,
}

impl<'a> Filling<'a> {
    /// What becomes of the value of an entry; `None` when it stays.
    fn entry(&mut self, entry: &'a Entry) -> Option<Arc<Node>> {
        self.path.push(Step::Key(&entry.key.value));
        let value = self.node(&entry.value);
        self.path.pop();
        value
    }

    /// What becomes of a node; `None` when it stays.
    fn node(&mut self, node: &'a Arc<Node>) -> Option<Arc<Node>> {
        let shared = Arc::strong_count(node) > 1;
        if let Some(done) = shared.then(|| self.done.get(&Arc::as_ptr(node))).flatten() {
            return done.clone();
        }
        let filled = self.filled(node).map(Arc::new);
        if shared {
            self.done.insert(Arc::as_ptr(node), filled.clone());
        }
        filled
    }

    /// `None` when there is nothing to fill in.
    fn filled(&mut self, node: &'a Arc<Node>) -> Option<Node> {
        let filled = match &node.content {
            Content::Null => return None,
            Content::Scalar(scalar) => Node::text(self.scalar(scalar, node)?, node.place.clone()),
            Content::Sequence(items) => {
                // Copied only when the first of them changes.
                let mut filled: Option<Vec<Arc<Node>>> = None;
                for (number, item) in items.iter().enumerate() {
                    self.path.push(Step::Item(number));
                    if let Some(new) = self.node(item) {
                        let filled = filled.get_or_insert_with(|| items.clone());
                        if let Some(place) = filled.get_mut(number) {
                            *place = new;
                        }
                    }
                    self.path.pop();
                }
                Node::of(Content::Sequence(filled?), node.place.clone())
            }
            Content::Mapping(entries) => {
                let mut filled: Option<Vec<Entry>> = None;
                for (number, entry) in entries.iter().enumerate() {
                    if let Some(new) = self.entry(entry) {
                        let filled = filled.get_or_insert_with(|| entries.clone());
                        if let Some(place) = filled.get_mut(number) {
                            place.value = new;
                        }
                    }
                }
                Node::of(Content::Mapping(filled?), node.place.clone())
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
            let path = clipped(&self.way(), LONGEST_TEXT);
            self.broken.push(error.at(node.place.clone(), path, text));
        }
        Some(Scalar { text: scalar.text.clone(), plain, broken: Some(Box::new(error)) })
    }

    /// The way to where the filling is, as errors write it.
    fn way(&self) -> String {
        let text = |(number, step): (usize, &Step<'_>)| match step {
            Step::Key(key) if number == 0 => clipped(key, LONGEST_KEY),
            Step::Key(key) => format!(".{}", clipped(key, LONGEST_KEY)),
            Step::Item(number) => format!("[{number}]"),
        };
        self.path.iter().enumerate().map(text).collect()
    }
}

/// Texts that cannot be filled in and are told of.
const MOST_BROKEN: usize = 1_000;
