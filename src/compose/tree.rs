//! The small tree a YAML document is kept in: scalars, lists and mappings, each with its place.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::interpolate::TemplateError;
use super::{Place, Placed};

/// Text beyond which a scalar counts as more than one node, so that aliases cannot multiply long texts.
const TEXT_PER_NODE: usize = 64;

/// A node of a document that was read: nothing, a text, a list or a mapping, with its place.
///
/// Anchors, aliases and merge keys are resolved, variables are filled in, and of several files all are merged. What
/// docknet gives no type of its own can be looked up here.
///
/// ```
/// use docknet::compose::{Environment, Project};
///
/// let text = "services: {web: {image: iis, volumes: ['C:\\data:C:\\data']}}";
/// let project = Project::parse("a.yml", text, &Environment::new())?;
/// let volumes = project.document().at(&["services", "web", "volumes"]).ok_or("none")?;
/// let first = volumes.items().next().ok_or("none")?;
/// assert_eq!((first.as_text(), first.is_plain()), (Some("C:\\data:C:\\data"), false));
/// assert_eq!((first.place().to_string().as_str(), first.place().length()), ("a.yml:1:40", 17));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Node {
    pub(super) place: Place,
    pub(super) content: Content,
    /// What it asks for when it is merged with what another file says.
    pub(super) merging: Merging,
    /// Nodes in it, itself included, counting what aliases stand for.
    pub(super) size: u32,
    /// Levels in it, itself included.
    pub(super) height: u32,
}

/// How a node goes together with what an earlier file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merging {
    /// As its key has it.
    #[default]
    Usual,
    /// `!override`: it replaces the earlier one.
    Override,
    /// `!reset`: it takes the earlier one away.
    Reset,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Nothing: an empty plain scalar, `~` or `null`.
    Null,
    Scalar(Scalar),
    Sequence(Vec<Arc<Node>>),
    Mapping(Vec<Entry>),
}

#[derive(Debug)]
pub(super) struct Scalar {
    pub(super) text: Box<str>,
    /// Written without quotes, so that it may be a number to some.
    pub(super) plain: bool,
    /// Why its variables could not be filled in.
    pub(super) broken: Option<Box<TemplateError>>,
}

/// A key with its value; merged entries keep the place they were written at.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Arc<Placed<String>>,
    pub(super) value: Arc<Node>,
}

/// How many nodes a text counts for.
fn size_of_text(text: &str) -> u32 {
    u32::try_from(text.len() / TEXT_PER_NODE).unwrap_or(u32::MAX).saturating_add(1)
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "YAML has no other kinds")]
pub enum NodeKind {
    /// Items in an order.
    List,
    /// Keys with values.
    Mapping,
    /// An empty value: nothing at all, `~` or `null`.
    Nothing,
    /// A text; numbers and flags are texts too.
    Text,
}

impl NodeKind {
    /// The word for it in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Mapping => "mapping",
            Self::Nothing => "empty",
            Self::Text => "text",
        }
    }

    /// What a value of this kind is, as a sentence says it: `a list`, or `empty`.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::List => "a list",
            Self::Mapping => "a mapping",
            Self::Nothing => "empty",
            Self::Text => "a text",
        }
    }
}

impl fmt::Display for NodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Node {
    /// A scalar. Quoted texts and texts tagged `!!str` are never null.
    pub(super) fn scalar(text: &str, plain: bool, tag: Option<&str>, place: Place) -> Self {
        let null_word = matches!(text, "" | "~" | "null" | "Null" | "NULL");
        let null = match tag {
            Some("null") => true,
            Some(_) => false,
            None => plain && null_word,
        };
        let plain = plain && tag != Some("str");
        if null {
            Self::nothing(place)
        } else {
            Self::text(Scalar { text: text.into(), plain, broken: None }, place)
        }
    }

    pub(super) fn nothing(place: Place) -> Self {
        Self { place, content: Content::Null, merging: Merging::Usual, size: 1, height: 1 }
    }

    pub(super) fn text(scalar: Scalar, place: Place) -> Self {
        let size = size_of_text(&scalar.text);
        Self { place, content: Content::Scalar(scalar), merging: Merging::Usual, size, height: 1 }
    }

    /// A list or mapping made of others.
    pub(super) fn of(content: Content, place: Place) -> Self {
        let add = |(size, height): (u32, u32), node: &Self| {
            (size.saturating_add(node.size), height.max(node.height.saturating_add(1)))
        };
        let (size, height) = match &content {
            Content::Null | Content::Scalar(_) => (1, 1),
            Content::Sequence(items) => items.iter().fold((1, 1), |sum, item| add(sum, item)),
            Content::Mapping(entries) => entries.iter().fold((1_u32, 1), |(size, height), entry| {
                let key = size_of_text(&entry.key.value);
                add((size.saturating_add(key), height), &entry.value)
            }),
        };
        Self { place, content, merging: Merging::Usual, size, height }
    }

    pub(super) fn size(&self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX)
    }

    pub(super) fn height(&self) -> usize {
        usize::try_from(self.height).unwrap_or(usize::MAX)
    }

    /// The same, as an alias or a merge key at another place takes it there. What is in it is shared.
    pub(super) fn used_at(&self, place: &Arc<Place>) -> Arc<Self> {
        let content = match &self.content {
            Content::Null => Content::Null,
            Content::Scalar(Scalar { text, plain, broken }) => {
                Content::Scalar(Scalar { text: text.clone(), plain: *plain, broken: broken.clone() })
            }
            Content::Sequence(items) => Content::Sequence(items.clone()),
            Content::Mapping(entries) => Content::Mapping(entries.clone()),
        };
        let own = self.place.clone().with_use(Some(Arc::clone(place)));
        Arc::new(Self { place: own, content, merging: self.merging, size: self.size, height: self.height })
    }

    pub(super) fn with_merging(self, merging: Merging) -> Self {
        Self { merging, ..self }
    }

    /// Where it begins; nothing at all stands where its key does.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> NodeKind {
        match self.content {
            Content::Null => NodeKind::Nothing,
            Content::Scalar(_) => NodeKind::Text,
            Content::Sequence(_) => NodeKind::List,
            Content::Mapping(_) => NodeKind::Mapping,
        }
    }

    /// The text of a scalar, with its variables filled in; as written when they cannot be.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar(scalar) => Some(&scalar.text),
            Content::Null | Content::Sequence(_) | Content::Mapping(_) => None,
        }
    }

    /// Whether it is a text without quotes (and without `!!str`), which YAML may take for a number.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        matches!(&self.content, Content::Scalar(Scalar { plain: true, .. }))
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> impl Iterator<Item = &Self> {
        let items: &[Arc<Self>] = match &self.content {
            Content::Sequence(items) => items,
            Content::Null | Content::Scalar(_) | Content::Mapping(_) => &[],
        };
        items.iter().map(|item| &**item)
    }

    /// The keys and values of a mapping, in the order of the file; none for anything else.
    pub fn entries(&self) -> impl Iterator<Item = (&Placed<String>, &Self)> {
        self.mapping().unwrap_or_default().iter().map(|entry| (&*entry.key, &*entry.value))
    }

    /// The value under a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &*entry.value)
    }

    /// The value under a key under a key, and so on; itself for no key.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// Whether another one has the same kinds and texts, wherever they stand and in whatever order its keys are.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Null, Content::Null) => true,
            (Content::Scalar(one), Content::Scalar(other)) => one.text == other.text,
            (Content::Sequence(one), Content::Sequence(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.says_the_same(other))
            }
            (Content::Mapping(one), Content::Mapping(other)) => {
                let other: BTreeMap<&str, &Entry> =
                    other.iter().map(|entry| (entry.key.value.as_str(), entry)).collect();
                let same = |entry: &Entry| {
                    other
                        .get(entry.key.value.as_str())
                        .is_some_and(|there| entry.value.says_the_same(&there.value))
                };
                one.len() == other.len() && one.iter().all(same)
            }
            _ => false,
        }
    }

    /// The entries of a mapping.
    pub(super) fn mapping(&self) -> Option<&[Entry]> {
        match &self.content {
            Content::Mapping(entries) => Some(entries),
            Content::Null | Content::Scalar(_) | Content::Sequence(_) => None,
        }
    }

    /// The entry under a key of a mapping.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.mapping()?.iter().find(|entry| entry.key.value == key)
    }
}
