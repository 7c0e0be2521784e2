//! A node together with the way to it, so that every error can say both.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

use super::context::Context;

use super::tree::{Content, Entry, Node, Scalar};
use super::{ComposeError, Place, Placed, ValueError};

/// Characters of a key in the path of an error.
pub(super) const LONGEST_KEY: usize = 128;

/// Characters of a text, or of a path, in an error.
pub(super) const LONGEST_TEXT: usize = 1_024;

/// A text as errors carry it: a hostile file may make many errors of one long text.
pub(super) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A name as errors carry it.
pub(super) fn named(name: &str) -> String {
    clipped(name, LONGEST_KEY)
}

/// A node of the document and its path. Children share their parent's path, which may be long.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    node: &'a Node,
    path: Rc<Path<'a>>,
    /// Where the alias or merge key stands that it comes from.
    used_at: Option<&'a Arc<Place>>,
    pub(super) context: &'a Context<'a>,
}

struct Path<'a> {
    parent: Option<Rc<Path<'a>>>,
    step: Step<'a>,
}

enum Step<'a> {
    Key(&'a str),
    /// A key the node itself does not hold.
    Asked(String),
    Item(usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = &self.parent {
            parent.fmt(f)?;
        }
        let dot = if self.parent.is_some() { "." } else { "" };
        match &self.step {
            Step::Key(key) => write!(f, "{dot}{}", named(key)),
            Step::Asked(key) => write!(f, "{dot}{key}"),
            Step::Item(number) => write!(f, "[{number}]"),
        }
    }
}

impl<'a> Cursor<'a> {
    /// The value under a key of the top level.
    pub(super) fn top(node: &'a Node, key: &str, context: &'a Context<'a>) -> Self {
        let path = Rc::new(Path { parent: None, step: Step::Asked(key.to_owned()) });
        Self { node, path, used_at: node.place.use_of(), context }
    }

    /// A node under a path of keys.
    pub(super) fn at(node: &'a Node, keys: &[&str], context: &'a Context<'a>) -> Self {
        let (first, rest) = keys.split_first().map_or(("", keys), |(first, rest)| (*first, rest));
        let top = Self::top(node, first, context);
        rest.iter().fold(top, |cursor, key| cursor.child(node, Step::Asked(named(key))))
    }

    fn child(&self, node: &'a Node, step: Step<'a>) -> Self {
        let path = Rc::new(Path { parent: Some(Rc::clone(&self.path)), step });
        // The outermost one: what is inside may be shared by many.
        Self { node, path, used_at: self.used_at.or(node.place.use_of()), context: self.context }
    }

    pub(super) fn place(&self) -> Place {
        self.node.place.clone().with_use(self.used_at.map(Arc::clone))
    }

    pub(super) fn is_mapping(&self) -> bool {
        matches!(self.node.content, Content::Mapping(_))
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self.node.content, Content::Null)
    }

    pub(super) fn is_sequence(&self) -> bool {
        matches!(self.node.content, Content::Sequence(_))
    }

    /// Itself when it is a mapping; anything else but nothing is a fault.
    pub(super) fn mapping(self) -> Option<Self> {
        match self.node.content {
            Content::Mapping(_) => Some(self),
            Content::Null => None,
            Content::Scalar(_) | Content::Sequence(_) => {
                self.context.fault(self.wrong_kind("mapping"));
                None
            }
        }
    }

    /// The entries of a mapping, without extensions (`x-…`); none for anything else, which is a fault unless it is
    /// nothing.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Placed<String>, Self)> + use<'a> {
        let entries: &'a [Entry] = match &self.node.content {
            Content::Null => &[],
            Content::Mapping(entries) => entries,
            Content::Scalar(_) | Content::Sequence(_) => {
                self.context.fault(self.wrong_kind("mapping"));
                &[]
            }
        };
        let here = self.clone();
        let read = entries.iter().filter(|entry| !entry.key.value.starts_with("x-"));
        read.map(move |entry| {
            let value = here.child(&entry.value, Step::Key(&entry.key.value));
            let key = Placed::clone(&entry.key);
            let used_at = here.used_at.or(key.place.use_of()).map(Arc::clone);
            (Placed::new(key.value, key.place.with_use(used_at)), value)
        })
    }

    /// The value under a key of a mapping, `None` when it is absent or nothing.
    pub(super) fn get(&self, key: &'static str) -> Option<Self> {
        let value = &self.node.entry(key)?.value;
        let there = !matches!(value.content, Content::Null);
        there.then(|| self.child(value, Step::Key(key)))
    }

    /// What is made of the value under a key; what cannot be made is a fault.
    pub(super) fn read<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Self) -> Result<T, ComposeError>,
    ) -> Option<T> {
        let value = self.get(key)?;
        self.context.tolerate(read(&value))
    }

    /// Where a key of a mapping stands, whatever its value is.
    pub(super) fn key_place(&self, key: &str) -> Option<Place> {
        let place = &self.node.entry(key)?.key.place;
        Some(place.clone().with_use(self.used_at.or(place.use_of()).map(Arc::clone)))
    }

    /// The items of a list; none for anything else, which is a fault unless it is nothing.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let items: &'a [Arc<Node>] = match &self.node.content {
            Content::Null => &[],
            Content::Sequence(items) => items,
            Content::Scalar(_) | Content::Mapping(_) => {
                self.context.fault(self.wrong_kind("list"));
                &[]
            }
        };
        let here = self.clone();
        items.iter().enumerate().map(move |(number, item)| here.child(item, Step::Item(number)))
    }

    /// What is made of every item of a list; what cannot be made is a fault and left out.
    pub(super) fn all<T>(&self, read: impl Fn(&Self) -> Result<T, ComposeError>) -> Vec<T> {
        let mut all: Vec<T> = self.items().filter_map(|item| self.context.tolerate(read(&item))).collect();
        // Most lists have an item or two, and a vector begins with room for four.
        all.shrink_to_fit();
        all
    }

    /// The scalar as it was written, if it is one and without quotes.
    pub(super) fn plain(&self) -> Option<&'a str> {
        self.node.as_text().filter(|_| self.node.is_plain())
    }

    /// A text with its variables filled in.
    pub(super) fn text(&self) -> Result<Placed<String>, ComposeError> {
        let Content::Scalar(Scalar { text, broken, .. }) = &self.node.content else {
            return Err(self.wrong_kind("text"));
        };
        match broken.as_deref() {
            None => Ok(Placed::new(text.to_string(), self.place())),
            Some(error) => Err(error.at(self.place(), self.path(), clipped(text, LONGEST_TEXT))),
        }
    }

    /// A text, the empty one for nothing.
    pub(super) fn text_or_empty(&self) -> Result<Placed<String>, ComposeError> {
        match self.node.content {
            Content::Null => Ok(Placed::new(String::new(), self.place())),
            Content::Scalar(_) | Content::Sequence(_) | Content::Mapping(_) => self.text(),
        }
    }

    /// A text, or a list of texts; every one that is none is a fault and left out.
    pub(super) fn texts(&self) -> Vec<Placed<String>> {
        if self.is_sequence() {
            return self.all(Self::text);
        }
        if self.is_mapping() {
            self.context.fault(self.wrong_kind("text or list"));
            return Vec::new();
        }
        self.context.tolerate(self.text()).into_iter().collect()
    }

    /// Pairs as a mapping, or as a list of `key=value`; the place is the value's.
    pub(super) fn pairs(&self) -> BTreeMap<String, Placed<String>> {
        if self.is_sequence() {
            let split = |item: &Self| {
                let text = item.text()?;
                let (key, value) = text.value.split_once('=').unwrap_or((&text.value, ""));
                Ok((key.to_owned(), Placed::new(value.to_owned(), text.place)))
            };
            return self.all(split).into_iter().collect();
        }
        if !self.is_mapping() {
            self.context.fault(self.wrong_kind("mapping or list"));
            return BTreeMap::new();
        }
        let read = |(key, value): (Placed<String>, Self)| {
            Some((key.value, self.context.tolerate(value.text_or_empty())?))
        };
        self.entries().filter_map(read).collect()
    }

    /// A text made into a value.
    pub(super) fn parse<T>(&self) -> Result<Placed<T>, ComposeError>
    where
        T: FromStr,
        T::Err: Into<ValueError>,
    {
        self.parse_with(|text| text.parse().map_err(Into::into))
    }

    /// A text made into a value by other means.
    pub(super) fn parse_with<T>(
        &self,
        read: impl FnOnce(&str) -> Result<T, ValueError>,
    ) -> Result<Placed<T>, ComposeError> {
        let text = self.text()?;
        match read(&text.value) {
            Ok(value) => Ok(Placed::new(value, text.place)),
            Err(error) => Err(self.refuse(text.value, error)),
        }
    }

    /// `true` or `false` in all the words YAML 1.1 has for them, in quotes or not, as docker-compose reads them.
    pub(super) fn flag(&self) -> Result<Placed<bool>, ComposeError> {
        self.parse_with(|text| match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => Ok(true),
            "false" | "no" | "off" | "n" => Ok(false),
            _ => Err(ValueError::Flag),
        })
    }

    pub(super) fn number(&self) -> Result<Placed<u64>, ComposeError> {
        self.parse_with(|text| match text.parse() {
            Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(number),
            _ => Err(ValueError::Number),
        })
    }

    pub(super) fn address(&self) -> Result<Placed<IpAddr>, ComposeError> {
        self.parse()
    }

    /// Its path; long keys are shortened.
    fn path(&self) -> String {
        clipped(&self.path.to_string(), LONGEST_TEXT)
    }

    /// The error for a text that is not what the key asks for.
    pub(super) fn refuse(&self, text: impl Into<String>, error: impl Into<ValueError>) -> ComposeError {
        self.refuse_at(self.place(), text, error)
    }

    /// As [`refuse`](Self::refuse), for a culprit that stands elsewhere, such as the key.
    pub(super) fn refuse_at(
        &self,
        place: Place,
        text: impl Into<String>,
        error: impl Into<ValueError>,
    ) -> ComposeError {
        let (path, source) = (self.path(), Box::new(error.into()));
        ComposeError::Value { place, path, text: clipped(&text.into(), LONGEST_TEXT), source }
    }

    /// The error for a mapping without a key it must have.
    pub(super) fn lacks(&self, key: &'static str) -> ComposeError {
        ComposeError::MissingKey { place: self.place(), path: self.path(), key }
    }

    /// The error for a list where a mapping should be, and the like.
    pub(super) fn wrong_kind(&self, expected: &'static str) -> ComposeError {
        let (place, path, found) = (self.place(), self.path(), self.node.kind());
        ComposeError::WrongKind { place, path, found, expected }
    }
}
