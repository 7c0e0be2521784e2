//! A node together with the way to it, so that every error can say both.

use std::cell::Cell;
use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;
use std::str::FromStr;

use super::interpolate::{self, TemplateError};
use super::tree::{Content, Node};
use super::{ComposeError, Environment, Limits, Place, Placed, ValueError};

/// What all nodes of one reading share.
pub(super) struct Context<'a> {
    pub(super) environment: &'a Environment,
    pub(super) limits: &'a Limits,
    /// Ports read so far.
    pub(super) ports: Cell<usize>,
}

/// A node of the document and its path. Children share their parent's path, which may be long.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    node: &'a Node,
    path: Rc<Path>,
    pub(super) context: &'a Context<'a>,
}

struct Path {
    parent: Option<Rc<Path>>,
    step: Step,
}

enum Step {
    Key(String),
    Item(usize),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = &self.parent {
            parent.fmt(f)?;
        }
        match (&self.step, &self.parent) {
            (Step::Key(key), None) => f.write_str(key),
            (Step::Key(key), Some(_)) => write!(f, ".{key}"),
            (Step::Item(number), _) => write!(f, "[{number}]"),
        }
    }
}

impl<'a> Cursor<'a> {
    /// The value under a key of the top level.
    pub(super) fn top(node: &'a Node, key: &str, context: &'a Context<'a>) -> Self {
        Self { node, path: Rc::new(Path { parent: None, step: Step::Key(key.to_owned()) }), context }
    }

    fn child(&self, node: &'a Node, step: Step) -> Self {
        let path = Rc::new(Path { parent: Some(Rc::clone(&self.path)), step });
        Self { node, path, context: self.context }
    }

    pub(super) fn place(&self) -> Place {
        self.node.place.clone()
    }

    pub(super) fn is_mapping(&self) -> bool {
        matches!(self.node.content, Content::Mapping(_))
    }

    pub(super) fn is_sequence(&self) -> bool {
        matches!(self.node.content, Content::Sequence(_))
    }

    /// The entries of a mapping, without extensions (`x-…`); none for nothing.
    pub(super) fn entries(&self) -> Result<Vec<(Placed<String>, Self)>, ComposeError> {
        match &self.node.content {
            Content::Null => Ok(Vec::new()),
            Content::Mapping(entries) => Ok(entries
                .iter()
                .filter(|entry| !entry.key.value.starts_with("x-"))
                .map(|entry| {
                    let key = Placed::clone(&entry.key);
                    let value = self.child(&entry.value, Step::Key(key.value.clone()));
                    (key, value)
                })
                .collect()),
            Content::Scalar(_) | Content::Sequence(_) => Err(self.wrong_kind("mapping")),
        }
    }

    /// The value under a key of a mapping, `None` when it is absent or nothing.
    pub(super) fn get(&self, key: &'static str) -> Result<Option<Self>, ComposeError> {
        match &self.node.content {
            Content::Null => Ok(None),
            Content::Mapping(_) => Ok(self
                .node
                .get(key)
                .filter(|entry| !matches!(entry.value.content, Content::Null))
                .map(|entry| self.child(&entry.value, Step::Key(key.to_owned())))),
            Content::Scalar(_) | Content::Sequence(_) => Err(self.wrong_kind("mapping")),
        }
    }

    /// Where a key of a mapping stands, whatever its value is.
    pub(super) fn key_place(&self, key: &str) -> Option<Place> {
        self.node.get(key).map(|entry| entry.key.place.clone())
    }

    /// The items of a list; none for nothing.
    pub(super) fn items(&self) -> Result<Vec<Self>, ComposeError> {
        match &self.node.content {
            Content::Null => Ok(Vec::new()),
            Content::Sequence(items) => Ok(items
                .iter()
                .enumerate()
                .map(|(number, item)| self.child(item, Step::Item(number)))
                .collect()),
            Content::Scalar(_) | Content::Mapping(_) => Err(self.wrong_kind("list")),
        }
    }

    /// A text with its variables filled in.
    pub(super) fn text(&self) -> Result<Placed<String>, ComposeError> {
        let Content::Scalar(text) = &self.node.content else { return Err(self.wrong_kind("text")) };
        match interpolate::fill(text, self.context.environment) {
            Ok(filled) => Ok(Placed::new(filled, self.place())),
            Err(TemplateError::Bad) => Err(ComposeError::BadTemplate {
                place: self.place(),
                path: self.path.to_string(),
                text: text.clone(),
            }),
            Err(TemplateError::Required { variable, message }) => Err(ComposeError::RequiredVariable {
                place: self.place(),
                path: self.path.to_string(),
                variable,
                message,
            }),
        }
    }

    /// A text, the empty one for nothing.
    pub(super) fn text_or_empty(&self) -> Result<String, ComposeError> {
        match self.node.content {
            Content::Null => Ok(String::new()),
            Content::Scalar(_) | Content::Sequence(_) | Content::Mapping(_) => {
                self.text().map(|text| text.value)
            }
        }
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
        let (path, source) = (self.path.to_string(), Box::new(error.into()));
        ComposeError::Value { place, path, text: text.into(), source }
    }

    /// The error for a mapping without a key it must have.
    pub(super) fn lacks(&self, key: &'static str) -> ComposeError {
        ComposeError::MissingKey { place: self.place(), path: self.path.to_string(), key }
    }

    /// The error for a list where a mapping should be, and the like.
    pub(super) fn wrong_kind(&self, expected: &'static str) -> ComposeError {
        let (place, path, found) = (self.place(), self.path.to_string(), self.node.kind());
        ComposeError::WrongKind { place, path, found, expected }
    }
}
