//! From text to tree: the only file that names the YAML library.

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::tree::{Content, Node, OpenMapping};
use super::{Place, YamlError};

/// How much of a document is read before it is refused.
///
/// ```
/// use docknet::compose::{ComposeError, Environment, Limits, Project, YamlError};
/// let limits = Limits::default().with_depth(2);
/// let error = Project::parse_within("a.yml", "services: {web: {}}", &Environment::new(), &limits).unwrap_err();
/// assert!(matches!(error, ComposeError::Yaml(YamlError::TooDeep { most: 2, .. })));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of text: 4 MiB.
    pub bytes: usize,
    /// Levels of nesting: 64.
    pub depth: usize,
    /// Nodes, counting what aliases stand for, and long texts as several: 200,000.
    pub nodes: usize,
    /// Ports of all services after ranges are expanded: 200,000.
    pub ports: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 * 1024 * 1024, depth: 64, nodes: 200_000, ports: 200_000 }
    }
}

impl Limits {
    /// Other bytes of text.
    #[must_use]
    pub fn with_bytes(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }

    /// Other levels of nesting.
    #[must_use]
    pub fn with_depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    /// Other nodes.
    #[must_use]
    pub fn with_nodes(self, nodes: usize) -> Self {
        Self { nodes, ..self }
    }

    /// Other ports.
    #[must_use]
    pub fn with_ports(self, ports: usize) -> Self {
        Self { ports, ..self }
    }
}

/// Reads the one document of a text; `None` when there is none.
pub(super) fn read(file: &Arc<str>, text: &str, limits: &Limits) -> Result<Option<Arc<Node>>, YamlError> {
    if text.len() > limits.bytes {
        return Err(YamlError::TooLarge { place: Place::start_of(file), most: limits.bytes });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::new(file, *limits);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => {
                let place = builder.place(&span.start);
                builder.take(event, place)?;
            }
            Err(error) => {
                let place = builder.place(error.marker());
                return Err(YamlError::Syntax { place, problem: error.info().to_owned() });
            }
        }
    }
    Ok(builder.root)
}

/// A list or mapping that has begun.
struct Frame {
    anchor: usize,
    place: Place,
    size: usize,
    height: usize,
    open: Open,
}

enum Open {
    Sequence(Vec<Arc<Node>>),
    Mapping(OpenMapping),
}

struct Builder<'a> {
    file: &'a Arc<str>,
    limits: Limits,
    nodes: usize,
    documents: usize,
    anchors: BTreeMap<usize, Arc<Node>>,
    stack: Vec<Frame>,
    root: Option<Arc<Node>>,
}

impl<'a> Builder<'a> {
    fn new(file: &'a Arc<str>, limits: Limits) -> Self {
        let (anchors, stack) = (BTreeMap::new(), Vec::new());
        Self { file, limits, nodes: 0, documents: 0, anchors, stack, root: None }
    }

    /// The library counts lines from 1 and columns from 0.
    fn place(&self, marker: &Marker) -> Place {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place::new(
            Arc::clone(self.file),
            number(marker.line()).max(1),
            number(marker.col()).saturating_add(1),
        )
    }

    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), YamlError> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(YamlError::SeveralDocuments { place });
                }
                Ok(())
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(node) => {
                    let node = Arc::clone(node);
                    self.add(node, place)
                }
                None => Err(YamlError::AliasInsideItself { place }),
            },
            Event::Scalar(text, style, anchor, tag) => {
                let place = self.scalar_place(&text, style, place);
                let tag = tag.as_deref().filter(|tag| tag.is_yaml_core_schema()).map(core_tag);
                let plain = style == ScalarStyle::Plain;
                let node = Arc::new(Node::scalar(text.into_owned(), plain, tag, place.clone()));
                self.keep(anchor, &node);
                self.add(node, place)
            }
            Event::SequenceStart(anchor, _) => self.begin(anchor, place, Open::Sequence(Vec::new())),
            Event::MappingStart(anchor, _) => {
                self.begin(anchor, place, Open::Mapping(OpenMapping::default()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
        }
    }

    /// An absent value has no place of its own, so it takes its key's.
    fn scalar_place(&self, text: &str, style: ScalarStyle, place: Place) -> Place {
        if !text.is_empty() || style != ScalarStyle::Plain {
            return place;
        }
        match self.stack.last() {
            Some(Frame { open: Open::Mapping(mapping), .. }) => {
                mapping.pending().map_or(place, |key| key.place.clone())
            }
            Some(Frame { open: Open::Sequence(_), .. }) | None => place,
        }
    }

    fn keep(&mut self, anchor: usize, node: &Arc<Node>) {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(node));
        }
    }

    fn begin(&mut self, anchor: usize, place: Place, open: Open) -> Result<(), YamlError> {
        if self.stack.len() >= self.limits.depth {
            return Err(YamlError::TooDeep { place, most: self.limits.depth });
        }
        self.stack.push(Frame { anchor, place, size: 1, height: 1, open });
        Ok(())
    }

    fn end(&mut self) -> Result<(), YamlError> {
        let Some(Frame { anchor, place, size, height, open }) = self.stack.pop() else { return Ok(()) };
        let content = match open {
            Open::Sequence(items) => Content::Sequence(items),
            Open::Mapping(mapping) => Content::Mapping(mapping.close()),
        };
        // What is inside was counted when it was added.
        self.nodes = self.nodes.saturating_sub(size - 1);
        let node = Arc::new(Node { place: place.clone(), content, size, height });
        self.keep(anchor, &node);
        self.add(node, place)
    }

    /// Puts a finished node, or what an alias stands for, where it belongs.
    fn add(&mut self, node: Arc<Node>, place: Place) -> Result<(), YamlError> {
        self.nodes = self.nodes.saturating_add(node.size);
        if self.nodes > self.limits.nodes {
            return Err(YamlError::TooManyNodes { place, most: self.limits.nodes });
        }
        if self.stack.len() + node.height > self.limits.depth {
            return Err(YamlError::TooDeep { place, most: self.limits.depth });
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.size = frame.size.saturating_add(node.size);
        frame.height = frame.height.max(node.height + 1);
        match &mut frame.open {
            Open::Sequence(items) => {
                items.push(node);
                Ok(())
            }
            Open::Mapping(mapping) => mapping.push(node, place),
        }
    }
}

fn core_tag(tag: &Tag) -> &str {
    &tag.suffix
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Option<Arc<Node>>, YamlError> {
        read(&"a.yml".into(), text, &Limits::default())
    }

    fn keys(node: &Node) -> Vec<&str> {
        node.entries().unwrap().iter().map(|entry| entry.key.value.as_str()).collect()
    }

    #[test]
    fn places_count_from_one_and_a_mark_at_the_start_does_not_count() {
        let root = parse("\u{feff}a:\n  b: [x, 'y']\nc:\n").unwrap().unwrap();
        let b = root.get("a").unwrap().value.get("b").unwrap();
        assert_eq!(b.key.place, Place::new("a.yml", 2, 3));
        let Content::Sequence(items) = &b.value.content else { panic!("a list") };
        assert_eq!(items[1].place, Place::new("a.yml", 2, 10));
        let nothing = root.get("c").unwrap();
        assert_eq!(nothing.value.kind(), "nothing");
        assert_eq!(nothing.value.place, nothing.key.place);
    }

    #[test]
    fn own_keys_count_before_merged_ones_and_earlier_merged_ones_before_later() {
        let root =
            parse("a: &a {x: a, y: a}\nb: &b {y: b, z: b}\nc: {<<: [*a, *b], x: own}\nd: {<<: *b, <<x: 1}\n")
                .unwrap()
                .unwrap();
        let c = &root.get("c").unwrap().value;
        assert_eq!(keys(c), ["x", "y", "z"]);
        assert!(matches!(&c.get("x").unwrap().value.content, Content::Scalar(text) if text == "own"));
        assert!(matches!(&c.get("y").unwrap().value.content, Content::Scalar(text) if text == "a"));
        assert_eq!(c.get("z").unwrap().key.place, Place::new("a.yml", 2, 14));
        assert_eq!(keys(&root.get("d").unwrap().value), ["<<x", "y", "z"]);
    }

    #[test]
    fn quoted_and_tagged_texts_are_not_null() {
        let root = parse("a: ''\nb: !!str null\nc: ~\nd: !!null ''\n").unwrap().unwrap();
        let kinds: Vec<_> = root.entries().unwrap().iter().map(|entry| entry.value.kind()).collect();
        assert_eq!(kinds, ["text", "text", "nothing", "nothing"]);
    }

    #[test]
    fn a_document_that_repeats_a_long_text_is_refused() {
        let many = "*a, ".repeat(5_000);
        let text = format!("a: &a {}\nb: [{many}]\n", "x".repeat(100_000));
        assert!(matches!(parse(&text), Err(YamlError::TooManyNodes { .. })));
    }
}
