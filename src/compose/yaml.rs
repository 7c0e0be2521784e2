//! From text to tree: the only file that names the YAML library.

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::open_mapping::OpenMapping;
use super::ruler::{Ruler, Skipped};
use super::tree::{Content, Merging, Node};
use super::{Limits, Place, YamlError};

/// One document of a text.
pub(super) struct Document {
    /// The line `---` before it, or where it begins without one.
    pub(super) begin: Place,
    pub(super) root: Arc<Node>,
}

/// Reads the documents of a text, which count together; none when there is nothing but white space and comments.
pub(super) fn documents(file: &Arc<str>, text: &str, limits: &Limits) -> Result<Vec<Document>, YamlError> {
    if text.len() > limits.bytes {
        return Err(YamlError::TooLarge { place: Place::start_of(file), most: limits.bytes });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder::new(file, text, *limits);
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => {
                let place = builder.event_place(&event, &span);
                builder.take(event, place)?;
            }
            Err(error) => {
                let place = builder.place(error.marker());
                return Err(YamlError::Syntax { place, problem: error.info().to_owned() });
            }
        }
    }
    let Builder { begins, roots, .. } = builder;
    Ok(begins.into_iter().zip(roots).map(|(begin, root)| Document { begin, root }).collect())
}

/// A list or mapping that has begun.
struct Frame {
    anchor: usize,
    place: Place,
    merging: Merging,
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
    ruler: Ruler<'a>,
    nodes: usize,
    anchors: BTreeMap<usize, Arc<Node>>,
    stack: Vec<Frame>,
    /// Where the documents begin.
    begins: Vec<Place>,
    roots: Vec<Arc<Node>>,
}

impl<'a> Builder<'a> {
    fn new(file: &'a Arc<str>, text: &'a str, limits: Limits) -> Self {
        let (anchors, stack) = (BTreeMap::new(), Vec::new());
        let (begins, roots) = (Vec::new(), Vec::new());
        Self { file, limits, ruler: Ruler::of(text), nodes: 0, anchors, stack, begins, roots }
    }

    /// Where an event's value begins, behind its anchor and tag, and how long a scalar is. The library counts lines from
    /// 1 and columns from 0, and from the anchor on.
    fn event_place(&mut self, event: &Event<'_>, span: &Span) -> Place {
        let (start, end) = (&span.start, &span.end);
        let (anchor, tag) = match event {
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(anchor, tag)
            | Event::MappingStart(anchor, tag) => (*anchor, tag.as_ref()),
            Event::Alias(_) => {
                return self.place(start).with_length(narrow(end.col().saturating_sub(start.col())));
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => return self.place(start),
        };
        let skipped =
            if anchor != 0 || tag.is_some() { self.ruler.skip_properties(start.index()) } else { None };
        let (line, column, index) = match skipped {
            None => (start.line(), start.col(), start.index()),
            Some(Skipped { lines: 0, columns, index }) => {
                (start.line(), start.col().saturating_add(columns), index)
            }
            Some(Skipped { lines, columns, index }) => (start.line().saturating_add(lines), columns, index),
        };
        let is_scalar = matches!(event, Event::Scalar(..));
        let length = if is_scalar { self.ruler.measure(index, end.index()) } else { 0 };
        self.place_at(line, column).with_length(narrow(length))
    }

    fn place(&self, marker: &Marker) -> Place {
        self.place_at(marker.line(), marker.col())
    }

    fn place_at(&self, line: usize, column: usize) -> Place {
        Place::new(Arc::clone(self.file), narrow(line).max(1), narrow(column).saturating_add(1))
    }

    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), YamlError> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.begins.push(place);
                Ok(())
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some(node) => {
                    let node = node.used_at(&place.clone().into_use());
                    self.add(node, place)
                }
                None => Err(YamlError::AliasInsideItself { place }),
            },
            Event::Scalar(text, style, anchor, tag) => {
                let place = self.scalar_place(&text, style, place);
                let merging = tag.as_deref().map(merging).unwrap_or_default();
                let tag = tag.as_deref().filter(|tag| tag.is_yaml_core_schema()).map(core_tag);
                let plain = style == ScalarStyle::Plain;
                let node = Node::scalar(&text, plain, tag, place.clone());
                let node = Arc::new(node.with_merging(merging));
                self.keep(anchor, &node);
                self.add(node, place)
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(anchor, tag.as_deref(), place, Open::Sequence(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(anchor, tag.as_deref(), place, Open::Mapping(OpenMapping::default()))
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

    fn begin(&mut self, anchor: usize, tag: Option<&Tag>, place: Place, open: Open) -> Result<(), YamlError> {
        if self.stack.len() >= self.limits.depth {
            return Err(YamlError::TooDeep { place, most: self.limits.depth });
        }
        let merging = tag.map(merging).unwrap_or_default();
        self.stack.push(Frame { anchor, place, merging, size: 1, height: 1, open });
        Ok(())
    }

    fn end(&mut self) -> Result<(), YamlError> {
        let Some(Frame { anchor, place, merging, size, height, open }) = self.stack.pop() else {
            return Ok(());
        };
        let content = match open {
            Open::Sequence(items) => Content::Sequence(items),
            Open::Mapping(mapping) => Content::Mapping(mapping.close()),
        };
        // What is inside was counted when it was added.
        self.nodes = self.nodes.saturating_sub(size - 1);
        let node = Arc::new(Node {
            place: place.clone(),
            content,
            merging,
            size: narrow(size),
            height: narrow(height),
        });
        self.keep(anchor, &node);
        self.add(node, place)
    }

    /// Puts a finished node, or what an alias stands for, where it belongs.
    fn add(&mut self, node: Arc<Node>, place: Place) -> Result<(), YamlError> {
        self.nodes = self.nodes.saturating_add(node.size());
        if self.nodes > self.limits.nodes {
            return Err(YamlError::TooManyNodes { place, most: self.limits.nodes });
        }
        if self.stack.len() + node.height() > self.limits.depth {
            return Err(YamlError::TooDeep { place, most: self.limits.depth });
        }
        let Some(frame) = self.stack.last_mut() else {
            self.roots.push(node);
            return Ok(());
        };
        frame.size = frame.size.saturating_add(node.size());
        frame.height = frame.height.max(node.height() + 1);
        match &mut frame.open {
            Open::Sequence(items) => {
                items.push(node);
                Ok(())
            }
            Open::Mapping(mapping) => mapping.push(node, place),
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn core_tag(tag: &Tag) -> &str {
    &tag.suffix
}

/// `!reset` and `!override`, which only files beside others use.
fn merging(tag: &Tag) -> Merging {
    match (tag.handle.as_str(), tag.suffix.as_str()) {
        ("!", "reset") => Merging::Reset,
        ("!", "override") => Merging::Override,
        _ => Merging::Usual,
    }
}

#[cfg(test)]
mod tests {
    use super::super::NodeKind;
    use super::*;

    fn parse(text: &str) -> Result<Option<Arc<Node>>, YamlError> {
        let mut all = documents(&"a.yml".into(), text, &Limits::default())?;
        Ok(all.pop().map(|document| document.root))
    }

    fn keys(node: &Node) -> Vec<&str> {
        node.entries().map(|(key, _)| key.value.as_str()).collect()
    }

    #[test]
    fn places_count_from_one_and_a_mark_at_the_start_does_not_count() {
        let root = parse("\u{feff}a:\n  b: [x, 'y']\nc:\n").unwrap().unwrap();
        let b = root.get("a").unwrap().entry("b").unwrap();
        assert_eq!(b.key.place, Place::new("a.yml", 2, 3));
        let Content::Sequence(items) = &b.value.content else { panic!("a list") };
        assert_eq!(items[1].place, Place::new("a.yml", 2, 10));
        let nothing = root.entry("c").unwrap();
        assert_eq!(nothing.value.kind(), NodeKind::Nothing);
        assert_eq!(nothing.value.place, nothing.key.place);
    }

    #[test]
    fn lengths_are_those_of_the_first_line_as_written() {
        let text = "a: plain # c\nb: 'it''s' \n'c': &x \"é\\t\"\nd: *x\ne: |\n  two\n  lines\nf: \"two\n  lines\"\ng: !!str 5\nh:\n- a b  \n";
        let root = parse(text).unwrap().unwrap();
        let at = |place: &Place| (place.line(), place.column(), place.length());
        let value = |key: &str| at(root.get(key).unwrap().place());
        assert_eq!(value("a"), (1, 4, 5));
        assert_eq!(value("b"), (2, 4, 7));
        assert_eq!(at(&root.entry("c").unwrap().key.place), (3, 1, 3));
        assert_eq!(value("c"), (3, 9, 5));
        assert_eq!(value("d"), (3, 9, 5), "what the alias stands for");
        assert_eq!(value("e"), (6, 3, 3), "a block begins with its first line");
        assert_eq!(value("f"), (8, 4, 4));
        assert_eq!(value("g"), (10, 10, 1));
        assert_eq!(at(root.get("h").unwrap().items().next().unwrap().place()), (12, 3, 3));
    }

    #[test]
    fn lists_and_mappings_begin_behind_anchor_and_tag() {
        let root = parse("a: &x {b: 1}\nc: !override # all\r\n- 1\nd: &y\r  e: 1\n").unwrap().unwrap();
        let at = |key: &str| root.get(key).map(|node| (node.place().line(), node.place().column()));
        assert_eq!([at("a"), at("c"), at("d")], [Some((1, 7)), Some((3, 1)), Some((5, 3))]);
    }

    #[test]
    fn own_keys_count_before_merged_ones_and_earlier_merged_ones_before_later() {
        let root =
            parse("a: &a {x: a, y: a}\nb: &b {y: b, z: b}\nc: {<<: [*a, *b], x: own}\nd: {<<: *b, <<x: 1}\n")
                .unwrap()
                .unwrap();
        let c = root.get("c").unwrap();
        assert_eq!(keys(c), ["x", "y", "z"]);
        assert_eq!(c.get("x").and_then(Node::as_text), Some("own"));
        assert_eq!(c.get("y").and_then(Node::as_text), Some("a"));
        assert_eq!(c.entry("z").unwrap().key.place, Place::new("a.yml", 2, 14));
        assert_eq!(keys(root.get("d").unwrap()), ["<<x", "y", "z"]);
    }

    #[test]
    fn quoted_and_tagged_texts_are_not_null() {
        let root = parse("a: ''\nb: !!str null\nc: ~\nd: !!null ''\n").unwrap().unwrap();
        let kinds: Vec<_> = root.entries().map(|(_, value)| value.kind().as_str()).collect();
        assert_eq!(kinds, ["text", "text", "empty", "empty"]);
    }

    #[test]
    fn a_document_that_repeats_a_long_text_is_refused() {
        let many = "*a, ".repeat(5_000);
        let text = format!("a: &a {}\nb: [{many}]\n", "x".repeat(100_000));
        assert!(matches!(parse(&text), Err(YamlError::TooManyNodes { .. })));
    }
}
