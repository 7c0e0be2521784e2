//! Where values stand in a text, and the text with some of it changed.

use std::ops::Range;

use super::value::block_entries;
use super::{Step, Value};
use crate::compose::Place;
use crate::compose::tree::Node;

/// How a list or mapping is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// On lines of its own.
    Block,
    /// In braces or brackets.
    Flow,
}

/// A text by its lines.
pub(super) struct Layout<'t> {
    text: &'t str,
    /// Bytes of each line, its end left out.
    lines: Vec<Range<usize>>,
    end: &'static str,
    unit: usize,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut lines = Vec::new();
        let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
        for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
            let bare = line.strip_suffix('\n').unwrap_or(line);
            let bare = bare.strip_suffix('\r').unwrap_or(bare);
            lines.push(start..start + bare.len());
            start += line.len();
        }
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let indents = lines.iter().map(|line| {
            let line = text.get(line.clone()).unwrap_or_default();
            let bare = line.trim_start_matches(' ');
            if bare.is_empty() || bare.starts_with(['#', '-']) { 0 } else { line.len() - bare.len() }
        });
        let unit = indents.filter(|indent| *indent > 0).min().unwrap_or(2).min(8);
        Self { text, lines, end, unit }
    }

    fn line(&self, number: usize) -> Option<&'t str> {
        self.text.get(self.lines.get(number)?.clone())
    }

    /// A place's line, from 0, and its byte in the text.
    fn offset(&self, place: &Place) -> Option<(usize, usize)> {
        let number = usize::try_from(place.line()).ok()?.checked_sub(1)?;
        let column = usize::try_from(place.column()).ok()?.checked_sub(1)?;
        let line = self.line(number)?;
        let bytes = line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
        Some((number, self.lines.get(number)?.start + bytes))
    }

    pub(super) fn style(&self, node: &Node) -> Style {
        let first = self.offset(node.place()).and_then(|(_, byte)| self.text.get(byte..)?.chars().next());
        if matches!(first, Some('{' | '[')) { Style::Flow } else { Style::Block }
    }

    /// The bytes of a scalar on one line, or of a list or mapping in braces.
    pub(super) fn span(&self, node: &Node) -> Option<Range<usize>> {
        let (_, start) = self.offset(node.place())?;
        if node.as_text().is_some() {
            let length = usize::try_from(node.place().length()).ok().filter(|length| *length > 0)?;
            let rest = self.text.get(start..)?;
            let end = rest.char_indices().nth(length).map_or(rest.len(), |(byte, _)| byte);
            return (!rest.get(..end)?.contains('\n')).then_some(start..start + end);
        }
        (self.style(node) == Style::Flow).then_some(start..self.closing(start)?)
    }

    /// The byte behind the brace that closes the one at a byte.
    fn closing(&self, start: usize) -> Option<usize> {
        let (mut depth, mut quote, mut escaped, mut before) = (0_usize, None, false, ' ');
        let mut comment = false;
        for (byte, c) in self.text.get(start..)?.char_indices() {
            match quote {
                _ if comment => comment = c != '\n',
                Some('"') if escaped => escaped = false,
                Some('"') if c == '\\' => escaped = true,
                Some(open) => quote = quote.filter(|_| c != open),
                None if matches!(c, '"' | '\'') && matches!(before, ' ' | ',' | '[' | '{' | ':' | '\n') => {
                    quote = Some(c);
                }
                None if c == '#' && before.is_whitespace() => comment = true,
                None if matches!(c, '{' | '[') => depth += 1,
                None if matches!(c, '}' | ']') => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(start + byte + 1);
                    }
                }
                None => {}
            }
            before = c;
        }
        None
    }

    /// The text with some bytes replaced.
    pub(super) fn with(&self, span: Range<usize>, text: &str) -> String {
        let before = self.text.get(..span.start).unwrap_or_default();
        let after = self.text.get(span.end..).unwrap_or_default();
        format!("{before}{text}{after}")
    }

    /// The lines of an entry or item of a block, and the column it stands at: of its key, or of its dash.
    fn block(&self, parent: &Node, own: &Step) -> Option<(Range<usize>, usize)> {
        let (place, child) = match own {
            Step::Key(key) => {
                let entry = parent.entry(key)?;
                (&entry.key.place, &*entry.value)
            }
            Step::Item(index) => {
                let item = parent.items().nth(*index)?;
                (item.place(), item)
            }
        };
        let (first, byte) = self.offset(place)?;
        let line = self.line(first)?;
        let before = self.text.get(self.lines.get(first)?.start..byte)?;
        let dashes = before.trim_start_matches(' ');
        let column = match own {
            Step::Key(_) if dashes.is_empty() => before.len(),
            Step::Item(_) if dashes.trim_end_matches(' ') == "-" => before.len() - dashes.len(),
            Step::Key(_) | Step::Item(_) => return None,
        };
        let hangs = matches!(own, Step::Key(_)) && child.items().next().is_some();
        let mut last = first;
        for number in first + 1..self.lines.len() {
            let line = self.line(number)?;
            let bare = line.trim_start_matches(' ');
            let indent = line.len() - bare.len();
            if bare.is_empty() || bare.starts_with('#') {
                continue;
            }
            let own_item = hangs && indent == column && (bare == "-" || bare.starts_with("- "));
            if indent <= column && !own_item {
                break;
            }
            last = number;
        }
        (!line.is_empty()).then_some((first..last + 1, column))
    }

    /// The text with an entry or item of a block written anew. Comments on lines of their own stay.
    pub(super) fn replaced(&self, parent: &Node, own: &Step, value: &Value) -> Option<String> {
        let (lines, column) = self.block(parent, own)?;
        let mut new = self.comments(lines.start + 1..lines.end);
        new.push(match own {
            Step::Key(key) => {
                let line = self.line(lines.start)?;
                let written = line.get(column..)?;
                let colon = self.colon(parent, key, lines.start)?;
                let name = written.get(..colon.checked_sub(column)?)?;
                format!("{}{name}:{}", " ".repeat(column), value.after_key(column, self.unit))
            }
            Step::Item(_) => value.block_item(column, self.unit),
        });
        Some(self.with_lines(lines, &new))
    }

    /// The byte of a line at which a key ends.
    fn colon(&self, parent: &Node, key: &str, number: usize) -> Option<usize> {
        let place = &parent.entry(key)?.key.place;
        let length = usize::try_from(place.length()).ok().filter(|length| *length > 0)?;
        let column = usize::try_from(place.column()).ok()?.checked_sub(1)?;
        let line = self.line(number)?;
        let end = line.char_indices().nth(column + length).map_or(line.len(), |(byte, _)| byte);
        line.get(end..)?.trim_start().starts_with(':').then_some(end)
    }

    fn comments(&self, lines: Range<usize>) -> Vec<String> {
        let lines = lines.filter_map(|number| self.line(number));
        lines.filter(|line| line.trim_start().starts_with('#')).map(str::to_owned).collect()
    }

    /// The text with one more entry at the end of a mapping that has some.
    pub(super) fn added(&self, node: &Node, name: &str, value: &Value) -> Option<String> {
        if self.style(node) == Style::Flow {
            let span = self.span(node)?;
            let inside = self.text.get(span.start..span.end.checked_sub(1)?)?.trim_end();
            let at = span.start + inside.len();
            let comma = if inside.ends_with(',') { " " } else { ", " };
            let entry = Value::Mapping(vec![(name.to_owned(), value.clone())]).flow();
            let entry = entry.strip_prefix('{')?.strip_suffix('}')?;
            return Some(self.with(at..at, &format!("{comma}{entry}")));
        }
        let entries = node.mapping()?;
        let column = usize::try_from(entries.first()?.key.place.column()).ok()?.checked_sub(1)?;
        // What was merged into it stands elsewhere.
        let ends = entries.iter().filter_map(|entry| {
            let own = entry.key.place.column() == entries.first()?.key.place.column();
            let key = Step::Key(entry.key.value.clone());
            own.then(|| self.block(node, &key).map(|(lines, _)| lines.end)).flatten()
        });
        // The first key of an item stands behind its dash.
        let first = usize::try_from(entries.first()?.key.place.line()).ok();
        let last = ends.chain(first.filter(|_| entries.len() == 1)).max()?;
        let entry = block_entries(&[(name.to_owned(), value.clone())], column, self.unit);
        Some(self.with_lines(last..last, &[entry]))
    }

    /// The text without an entry or item.
    pub(super) fn without(&self, parent: &Node, own: &Step) -> Option<String> {
        if self.style(parent) == Style::Block {
            let (lines, _) = self.block(parent, own)?;
            return Some(self.with_lines(lines.clone(), &self.comments(lines)));
        }
        let (place, child) = match own {
            Step::Key(key) => {
                let entry = parent.entry(key)?;
                (&entry.key.place, &*entry.value)
            }
            Step::Item(index) => {
                let item = parent.items().nth(*index)?;
                (item.place(), item)
            }
        };
        let (_, start) = self.offset(place)?;
        let end = self.span(child)?.end;
        let after = self.text.get(end..)?;
        let next = after.trim_start();
        if let Some(rest) = next.strip_prefix(',') {
            return Some(self.with(start..self.text.len() - rest.trim_start().len(), ""));
        }
        let before = self.text.get(..start)?.trim_end();
        let start = before.strip_suffix(',').map_or(start, |before| before.trim_end().len());
        Some(self.with(start..end, ""))
    }

    /// The text with some lines replaced; an empty range is a place between two lines.
    fn with_lines(&self, lines: Range<usize>, new: &[String]) -> String {
        let start = self.lines.get(lines.start).map_or(self.text.len(), |line| line.start);
        let end = self.lines.get(lines.end).map_or(self.text.len(), |line| line.start);
        let mut text = self.text.get(..start).unwrap_or_default().to_owned();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(self.end);
        }
        for line in new.iter().flat_map(|line| line.lines()) {
            text.push_str(line);
            text.push_str(self.end);
        }
        text.push_str(self.text.get(end..).unwrap_or_default());
        text
    }
}
