//! The lines of the files that a finding is about, marked.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Origin, Padding, Snippet};

use super::clean::clean;
use super::sources::{Lines, is_short, show};
use crate::check::Finding;
use crate::compose::Place;

/// Lines between two places that are folded away; places further apart get excerpts of their own.
const APART: u32 = 200;

/// Further places that are drawn. A message names few culprits, too.
const DRAWN: usize = 8;

/// What is drawn of a finding's places.
#[derive(Default)]
pub(super) struct Excerpts<'a> {
    /// The finding's own place first.
    pub(super) elements: Vec<Element<'a>>,
    /// What stands at places in lines that are too long to be drawn.
    pub(super) quotes: Vec<String>,
    /// Places that are not drawn.
    pub(super) left_out: usize,
}

impl<'a> Excerpts<'a> {
    pub(super) fn of(finding: &'a Finding, files: &BTreeMap<&str, Lines<'a>>) -> Self {
        let Some(place) = &finding.place else { return Self::default() };
        let label = |place: &Place| if place.is_use() { "used here" } else { "takes part" };
        let also = finding.also.iter().take(DRAWN);
        let mut marks: Vec<_> =
            also.map(|also| Mark { label: Some(label(also)), ..Mark::of(also, files) }).collect();
        let label = place.used_at().map(|_| "comes from the anchor here");
        marks.push(Mark { kind: AnnotationKind::Primary, label, ..Mark::of(place, files) });
        marks.sort_by_key(|mark| mark.place);
        let quotes = marks.iter().filter_map(|mark| mark.quote(files)).collect();
        let mut groups: Vec<Vec<Mark<'a>>> = Vec::new();
        for mark in marks {
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(|last| mark.stands_near(last)) => group.push(mark),
                _ => groups.push(vec![mark]),
            }
        }
        // The one with the finding's own place leads: it is what the others stand beside.
        groups.sort_by_key(|group| group.iter().all(|mark| mark.kind == AnnotationKind::Context));
        let mut elements: Vec<_> = groups.iter().filter_map(|group| draw(group, files)).collect();
        if matches!(elements.last(), Some(Element::Origin(_))) {
            elements.push(Padding.into());
        }
        Self { elements, quotes, left_out: finding.also.len().saturating_sub(DRAWN) }
    }
}

/// A place and the line it is in, when the text is known.
struct Mark<'a> {
    place: &'a Place,
    line: Option<&'a str>,
    kind: AnnotationKind,
    label: Option<&'static str>,
}

impl<'a> Mark<'a> {
    fn of(place: &'a Place, files: &BTreeMap<&str, Lines<'a>>) -> Self {
        let line = files.get(place.file()).and_then(|lines| lines.get(place.line()));
        Self { place, line, kind: AnnotationKind::Context, label: None }
    }

    /// The line, if it can be drawn.
    fn drawable(&self) -> Option<&'a str> {
        self.line.filter(|line| is_short(line))
    }

    fn quote(&self, files: &BTreeMap<&str, Lines<'a>>) -> Option<String> {
        let place = self.place;
        let quote = files.get(place.file())?.quote(place.line(), place.column())?;
        Some(format!("{} is in a long line: {quote}", clean(&place.to_string())))
    }

    /// Whether it is drawn together with one before it.
    fn stands_near(&self, before: &Self) -> bool {
        let near =
            self.place.file() == before.place.file() && self.place.line() - before.place.line() <= APART;
        near && self.drawable().is_some() && before.drawable().is_some()
    }

    fn annotation(&self, range: Range<usize>) -> Annotation<'a> {
        self.kind.span(range).label(self.label)
    }
}

/// Lines from the first mark to the last; those that are folded away may as well be empty.
fn draw<'a>(group: &[Mark<'a>], files: &BTreeMap<&str, Lines<'a>>) -> Option<Element<'a>> {
    let first = group.first()?;
    if first.drawable().is_none() {
        return Some(origin(first.place).into());
    }
    let lines = files.get(first.place.file())?;
    let (mut text, mut annotations) = (String::new(), Vec::new());
    let (mut begin, mut next) = (0, first.place.line());
    for mark in group {
        let at = mark.place.line();
        if at.checked_sub(next) == Some(1) {
            // One line between two marked ones is drawn.
            let between = lines.get(next).filter(|line| is_short(line));
            text.push_str(&clean(between.unwrap_or("...")));
        }
        let (line, range) = show(mark.line?, mark.place.column(), mark.place.length());
        if next <= at {
            (next..at).for_each(|_| text.push('\n'));
            begin = text.len();
            text.push_str(&line);
            text.push('\n');
            next = at.saturating_add(1);
        }
        annotations.push(mark.annotation(begin + range.start..begin + range.end));
    }
    let snippet = Snippet::source(text).line_start(number(first.place.line()));
    Some(snippet.path(clean(first.place.file()).into_owned()).annotations(annotations).into())
}

fn origin(place: &Place) -> Origin<'static> {
    let file = clean(place.file()).into_owned();
    Origin::path(file).line(number(place.line())).char_column(number(place.column()))
}

fn number(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
