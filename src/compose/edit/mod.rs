//! Changing a Compose file's text in places, so that comments and layout stay.
//!
//! An [`EditedFile`] is read, changed by [`set`](EditedFile::set) and [`remove`](EditedFile::remove), and read again after every
//! change: what is there must be what was meant and nothing else, else the change is refused.
//!
//! ```
//! use docknet::compose::edit::{EditedFile, Step, Value};
//!
//! let file = EditedFile::parse("a.yml", "services:\n  web:\n    image: iis # pinned below\n")?;
//! let path = [Step::key("networks"), Step::key("default")];
//! let nat = Value::mapping([("external", Value::Flag(true)), ("name", Value::text("nat"))]);
//! let file = file.set(&path, &nat)?;
//! assert_eq!(
//!     file.text(),
//!     "services:\n  web:\n    image: iis # pinned below\nnetworks:\n  default:\n    external: true\n    name: nat\n"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A file of several documents is a list of them: its paths begin with a [`Step::Item`]. A path without one means the
//! document that has the most of it, the last of several, which has the last word in Compose v2.
//!
//! ```
//! use docknet::compose::edit::{EditedFile, Step, Value};
//!
//! let file = EditedFile::parse("a.yml", "services: {web: {image: iis}}\n---\nservices: {web: {scale: 2}}\n")?;
//! let web = [Step::key("services"), Step::key("web")];
//! let file = file.set(&[&web[..], &[Step::key("image")]].concat(), &Value::text("nginx"))?;
//! let second = [&[Step::Item(1)], &web[..], &[Step::key("scale")]].concat();
//! let file = file.set(&second, &Value::Number(3))?;
//! assert_eq!(file.text(), "services: {web: {image: nginx}}\n---\nservices: {web: {scale: 3}}\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod documents;
mod error;
mod layout;
mod step;
mod value;

use std::sync::Arc;

pub use error::EditError;
use layout::{Layout, Style};
pub use step::Step;
pub use value::Value;

use super::tree::Node;
use super::{Limits, NodeKind, Place, YamlError, yaml};

/// The text of one file, with changes.
#[derive(Debug, Clone)]
pub struct EditedFile {
    file: Arc<str>,
    text: String,
    /// The document, or a list of several.
    root: Option<Arc<Node>>,
    are_several: bool,
}

impl EditedFile {
    /// Reads a text.
    ///
    /// # Errors
    /// [`YamlError`] when it is not YAML.
    pub fn parse(file: &str, text: &str) -> Result<Self, YamlError> {
        let file: Arc<str> = file.into();
        let documents = yaml::documents(&file, text, &Limits::default())?;
        let are_several = documents.len() > 1;
        Ok(Self { file, text: text.to_owned(), root: documents::whole(documents), are_several })
    }

    /// The file, as it was named.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The way to the value that stands at a place, or whose key does.
    #[must_use]
    pub fn path_of(&self, place: &Place) -> Option<Vec<Step>> {
        let mut path = Vec::new();
        (place.file() == &*self.file && find(self.root.as_deref()?, place, &mut path)).then_some(path)
    }

    /// The value at the end of a path, as written.
    #[must_use]
    pub fn get(&self, path: &[Step]) -> Option<Value> {
        let path = &*self.in_document(path);
        at(self.root.as_deref()?, path).map(Value::of)
    }

    /// Puts a value at the end of a path, instead of what is there. Mappings that lack on the way are made.
    ///
    /// # Errors
    /// [`EditError`] when the file is written in a way that cannot be changed there, such as an alias.
    pub fn set(&self, path: &[Step], value: &Value) -> Result<Self, EditError> {
        let path = &*self.in_document(path);
        let mut wanted = self.value();
        if !wanted.set(path, value.clone()) {
            return Err(EditError::NoPath { file: self.file.to_string(), path: step::text(path) });
        }
        let layout = Layout::new(&self.text);
        let (node, rest) = self.deepest(path);
        if !rest.is_empty() {
            return self.checked(self.added(&layout, node, path, rest, value), &wanted, path);
        }
        self.checked(self.replaced(&layout, node, path, value), &wanted, path).or_else(|refused| {
            // A text on several lines is no part of one: its entry is written anew.
            let (parent, own) = self.parent(path).ok_or(refused)?;
            self.checked(layout.replaced(parent, own, value), &wanted, path)
        })
    }

    /// Takes a key with its value, or an item, away. The last one leaves an empty mapping or list.
    ///
    /// # Errors
    /// [`EditError`] when nothing is there, or it cannot be taken away alone.
    pub fn remove(&self, path: &[Step]) -> Result<Self, EditError> {
        let path = &*self.in_document(path);
        let mut wanted = self.value();
        if !wanted.remove(path) {
            return Err(EditError::NoPath { file: self.file.to_string(), path: step::text(path) });
        }
        let layout = Layout::new(&self.text);
        let text = self.parent(path).and_then(|(parent, own)| {
            let before = path.get(..path.len() - 1)?;
            match emptied(parent).filter(|_| layout.style(parent) == Style::Block) {
                // A key without anything behind it would hold nothing, which is something else.
                Some(empty) if before.is_empty() => Some(layout.with_document(&empty)),
                Some(empty) => self.replaced(&layout, Some(parent), before, &empty),
                None => layout.without(parent, own),
            }
        });
        self.checked(text, &wanted, path)
    }

    fn value(&self) -> Value {
        self.root.as_deref().map_or(Value::Nothing, Value::of)
    }

    /// A change counts only when the text then says what was meant.
    fn checked(&self, text: Option<String>, wanted: &Value, path: &[Step]) -> Result<Self, EditError> {
        let refused = || EditError::NotPlain { file: self.file.to_string(), path: step::text(path) };
        let edited = Self::parse(&self.file, &text.ok_or_else(refused)?).ok().ok_or_else(refused)?;
        if edited.value() == *wanted { Ok(edited) } else { Err(refused()) }
    }

    /// The last node on a path that exists, and the steps that are left.
    fn deepest<'p>(&self, path: &'p [Step]) -> (Option<&Node>, &'p [Step]) {
        let mut node = self.root.as_deref();
        for (index, step) in path.iter().enumerate() {
            match node.and_then(|node| step.of(node)) {
                Some(next) => node = Some(next),
                None => return (node, path.get(index..).unwrap_or_default()),
            }
        }
        (node, &[])
    }

    /// What holds the end of a path, and the end.
    fn parent<'s>(&'s self, path: &'s [Step]) -> Option<(&'s Node, &'s Step)> {
        let (own, before) = path.split_last()?;
        Some((at(self.root.as_deref()?, before)?, own))
    }

    fn replaced(
        &self,
        layout: &Layout<'_>,
        node: Option<&Node>,
        path: &[Step],
        value: &Value,
    ) -> Option<String> {
        let node = node?;
        let parent = self.parent(path);
        let held = parent.is_some_and(|(parent, _)| layout.style(parent) == Style::Flow);
        if let Some((parent, Step::Key(key))) = parent {
            // Nothing at all stands where its key does.
            let key = &parent.entry(key)?.key.place;
            if node.kind() == NodeKind::Nothing && node.place() == key {
                return if held {
                    layout.filled(key, value)
                } else {
                    layout.replaced(parent, path.last()?, value)
                };
            }
        }
        let inline = held || value.is_scalar() || layout.style(node) == Style::Flow;
        if let Some(span) = layout.span(node).filter(|_| inline) {
            return Some(layout.with(span, &value.flow()));
        }
        match parent {
            Some((parent, own)) => layout.replaced(parent, own, value),
            None => Some(layout.with_document(value)),
        }
    }

    fn added(
        &self,
        layout: &Layout<'_>,
        node: Option<&Node>,
        path: &[Step],
        rest: &[Step],
        value: &Value,
    ) -> Option<String> {
        let (first, inner) = rest.split_first()?;
        let Step::Key(key) = first else { return None };
        let value = Value::nested(inner, value.clone())?;
        match node {
            Some(node) if node.mapping().is_some_and(|entries| !entries.is_empty()) => {
                layout.added(node, key, &value)
            }
            // An empty mapping, or a key with nothing: written anew as a whole.
            Some(_) if path.len() > rest.len() => {
                let until = path.get(..path.len() - rest.len())?;
                let (parent, own) = self.parent(until)?;
                layout.replaced(parent, own, &Value::Mapping(vec![(key.clone(), value)]))
            }
            _ => None,
        }
    }
}

/// What is left of a list or mapping of one when that one goes; `None` when others stay.
fn emptied(parent: &Node) -> Option<Value> {
    match (parent.mapping(), parent.items().count()) {
        (Some([_]), _) => Some(Value::Mapping(Vec::new())),
        (None, 1) => Some(Value::List(Vec::new())),
        _ => None,
    }
}

fn at<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, step| step.of(node))
}

fn find(node: &Node, place: &Place, path: &mut Vec<Step>) -> bool {
    for (key, value) in node.entries() {
        path.push(Step::key(&key.value));
        if key.place == *place || find(value, place, path) {
            return true;
        }
        path.pop();
    }
    for (index, item) in node.items().enumerate() {
        path.push(Step::Item(index));
        if find(item, place, path) {
            return true;
        }
        path.pop();
    }
    // A mapping on lines of its own begins where its first key does, which was found above.
    node.place() == place
}
