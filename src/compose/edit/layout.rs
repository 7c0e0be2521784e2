//! Where values stand in a text, and the text with some of it changed.

use std::ops::Range;

use super::value::block_entries;
use super::{Step, Value};
use crate::compose::tree::Node;
use crate::compose::{NodeKind, Place};

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
        while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
            // To YAML a carriage return alone ends a line, too.
            let bare = rest.find(['\n', '\r']).unwrap_or(rest.len());
            lines.push(start..start + bare);
            let behind = rest.get(bare..).unwrap_or_default();
            start += bare + if behind.starts_with("\r\n") { 2 } else { usize::from(!behind.is_empty()) };
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
        let (number, start) = self.offset(node.place())?;
        let tagged = self.tagged(number, start);
        if matches!(node.kind(), NodeKind::Text | NodeKind::Nothing) {
            let length = usize::try_from(node.place().length()).ok().filter(|length| *length > 0)?;
            let rest = self.text.get(start..)?;
            // What follows a `|` or `>` is no value by itself.
            let alone = self.text.get(self.lines.get(number)?.start..start)?.trim_start().is_empty();
            if alone && node.as_text().is_some() && !node.is_plain() && !rest.starts_with(['"', '\'']) {
                return None;
            }
            let end = rest.char_indices().nth(length).map_or(rest.len(), |(byte, _)| byte);
            return (!rest.get(..end)?.contains(['\n', '\r'])).then_some(tagged..start + end);
        }
        (self.style(node) == Style::Flow).then_some(tagged..self.closing(start)?)
    }

    /// Where the tag of what begins at a byte of a line does, which goes with its value; that byte when it has none.
    fn tagged(&self, number: usize, start: usize) -> usize {
        let begin = self.lines.get(number).map_or(start, |line| line.start);
        let before = self.text.get(begin..start).unwrap_or_default();
        let bare = before.trim_end_matches([' ', '\t']);
        let word = bare.rsplit([' ', '\t', '[', '{', ',']).next().unwrap_or_default();
        if bare.len() < before.len() && word.starts_with('!') {
            begin + bare.len() - word.len()
        } else {
            start
        }
    }

    /// The byte behind the brace that closes the one at a byte.
    fn closing(&self, start: usize) -> Option<usize> {
        let (mut depth, mut quote, mut escaped, mut before) = (0_usize, None, false, ' ');
        let mut comment = false;
        for (byte, c) in self.text.get(start..)?.char_indices() {
            match quote {
                _ if comment => comment = !matches!(c, '\n' | '\r'),
                Some('"') if escaped => escaped = false,
                Some('"') if c == '\\' => escaped = true,
                Some(open) => quote = quote.filter(|_| c != open),
                None if matches!(c, '"' | '\'')
                    && matches!(before, ' ' | ',' | '[' | '{' | ':' | '\n' | '\r') =>
                {
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

    /// The text with a value behind a key in braces that has none.
    pub(super) fn filled(&self, key: &Place, value: &Value) -> Option<String> {
        let (_, start) = self.offset(key)?;
        let length = usize::try_from(key.length()).ok().filter(|length| *length > 0)?;
        let rest = self.text.get(start..)?;
        let end = start + rest.char_indices().nth(length).map_or(rest.len(), |(byte, _)| byte);
        let behind = self.text.get(end..)?;
        let colon = behind.trim_start().strip_prefix(':').map_or(end, |rest| {
            let next = rest.trim_start_matches(' ');
            self.text.len() - if next.starts_with([',', '}']) { next.len() } else { rest.len() }
        });
        Some(self.with(end..colon, &format!(": {}", value.flow())))
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
        let byte = self.tagged(first, byte);
        let line = self.line(first)?;
        let before = self.text.get(self.lines.get(first)?.start..byte)?;
        let dashes = before.trim_start_matches(' ');
        let column = match own {
            // The first key of an item stands behind its dash.
            Step::Key(_) if dashes.chars().all(|c| matches!(c, '-' | ' ')) => before.len(),
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
                format!("{}{name}:{}", line.get(..column)?, value.after_key(column, self.unit))
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
        let last = ends.max()?;
        let entry = block_entries(&[(name.to_owned(), value.clone())], column, self.unit);
        Some(self.with_lines(last..last, &[entry]))
    }

    /// The text without an entry or item.
    pub(super) fn without(&self, parent: &Node, own: &Step) -> Option<String> {
        if self.style(parent) == Style::Block {
            let (lines, column) = self.block(parent, own)?;
            let mut left = self.comments(lines.clone());
            let dash = self.line(lines.start)?.get(..column)?;
            if dash.trim_start_matches(' ').is_empty() || matches!(own, Step::Item(_)) {
                return Some(self.with_lines(lines, &left));
            }
            // The next key takes the place behind the dash.
            let is_key = |number: &usize| {
                let line = self.line(*number).unwrap_or_default().trim_start_matches(' ');
                !line.is_empty() && !line.starts_with('#')
            };
            let next = (lines.end..self.lines.len()).find(is_key)?;
            left.extend(self.comments(lines.end..next));
            left.push(format!("{dash}{}", self.line(next)?.get(column..)?));
            return Some(self.with_lines(lines.start..next + 1, &left));
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

    /// The text with another document. Comments on lines of their own stay.
    pub(super) fn with_document(&self, value: &Value) -> String {
        let lines = 0..self.lines.len();
        let mut new = self.comments(lines.clone());
        new.push(value.document());
        self.with_lines(lines, &new)
    }

    /// The text with some lines replaced; an empty range is a place between two lines.
    fn with_lines(&self, lines: Range<usize>, new: &[String]) -> String {
        let start = self.lines.get(lines.start).map_or(self.text.len(), |line| line.start);
        let end = self.lines.get(lines.end).map_or(self.text.len(), |line| line.start);
        let mut text = self.text.get(..start).unwrap_or_default().to_owned();
        if !text.trim_start_matches('\u{feff}').is_empty() && !text.ends_with(['\n', '\r']) {
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
