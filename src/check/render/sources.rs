//! The texts of the files that findings are about.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::clean::clean;
use crate::compose::Project;

/// The texts of files, by the names they were read under.
///
/// A finding in a file whose text is not here is drawn without its line.
///
/// ```
/// use docknet::check::Sources;
/// use docknet::compose::{Environment, Project};
///
/// let text = "services: {web: {image: iis}}\n";
/// let sources = Sources::new().with("web/docker-compose.yml", text);
/// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
/// assert_eq!(Sources::new().project(&project), sources);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources<'a> {
    texts: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sources<'a> {
    /// No texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the text of a file.
    #[must_use]
    pub fn with(mut self, file: &'a str, text: &'a str) -> Self {
        self.texts.insert(file, text);
        self
    }

    /// Adds the texts of all files of a project.
    #[must_use]
    pub fn project(mut self, project: &'a Project) -> Self {
        self.texts.extend(project.sources());
        self
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&'a str> {
        self.texts.get(file).copied()
    }

    /// Every file in lines, to be found quickly.
    pub(super) fn lines(&self) -> BTreeMap<&'a str, Lines<'a>> {
        self.texts.iter().map(|(file, text)| (*file, Lines::of(text))).collect()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Sources<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(files: I) -> Self {
        Self { texts: files.into_iter().collect() }
    }
}

/// A text in lines as YAML counts them: they end with CR LF, LF or CR.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    lines: Vec<&'a str>,
    /// Where every so many characters of a long line begin, in bytes: a file of one line has a place after the other in it.
    steps: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = Vec::new();
        while let Some((line, after)) = split(rest) {
            lines.push(line);
            rest = after;
        }
        lines.push(rest);
        let long = lines.iter().enumerate().filter(|(_, line)| !is_short(line));
        let steps =
            long.map(|(at, line)| (at, line.char_indices().step_by(LONG).map(|(byte, _)| byte).collect()));
        let steps = steps.collect();
        Self { lines, steps }
    }

    /// A line by its number from 1, without its end.
    pub(super) fn get(&self, number: u32) -> Option<&'a str> {
        self.lines.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
    }

    /// The beginning of what stands at a column of a long line; nothing for a line that can be drawn.
    pub(super) fn quote(&self, number: u32, column: u32) -> Option<String> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        let (line, steps) = (self.lines.get(at)?, self.steps.get(&at)?);
        let character = usize::try_from(column.saturating_sub(1)).ok()?;
        let near = steps.get(character / LONG).and_then(|step| line.get(*step..)).unwrap_or_default();
        let (begin, _) = near.char_indices().nth(character % LONG).unwrap_or((near.len(), ' '));
        let rest = near.get(begin..).unwrap_or_default();
        let short: String = rest.chars().take(QUOTED).collect();
        let more = if short.len() < rest.len() { "..." } else { "" };
        Some(format!("{}{more}", clean(&short)))
    }
}

/// The first line and what follows its end.
fn split(text: &str) -> Option<(&str, &str)> {
    let (line, end) = text.split_at(text.find(['\n', '\r'])?);
    let rest = end.strip_prefix("\r\n").or_else(|| end.get(1..))?;
    Some((line, rest))
}

/// How many characters a line may have to be drawn, and how many of a longer one are quoted.
const LONG: usize = 1000;
const QUOTED: usize = 60;

/// Whether a line can be drawn. A file can be one line of megabytes.
pub(super) fn is_short(line: &str) -> bool {
    line.len() <= LONG || line.chars().nth(LONG).is_none()
}

/// A line as it is drawn, and where what begins at a column (from 1) begins and ends in it, in bytes. A length of 0 is
/// unknown and marks one character.
pub(super) fn show(line: &str, column: u32, length: u32) -> (Cow<'_, str>, Range<usize>) {
    let text = clean(line);
    let begin = byte(&text, column.saturating_sub(1));
    let rest = text.get(begin..).unwrap_or_default();
    let end = begin + byte(rest, length.max(1));
    (text, begin..end)
}

/// The byte at which a character begins; the end of a text that has fewer.
fn byte(text: &str, character: u32) -> usize {
    let character = usize::try_from(character).unwrap_or(usize::MAX);
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_yaml_ends_them() {
        let lines = Lines::of("\u{feff}a\r\nb\rc\n\nd");
        let read: Vec<_> = (0..7).map(|number| lines.get(number)).collect();
        assert_eq!(read, [None, Some("a"), Some("b"), Some("c"), Some(""), Some("d"), None]);
        assert_eq!(Lines::of("").get(1), Some(""));
    }

    #[test]
    fn a_place_is_found_among_wide_characters() {
        let (text, range) = show("name: 中文 # web", 7, 2);
        assert_eq!(&text[range], "中文");
        assert_eq!(show("a", 9, u32::MAX).1, 1..1, "a place behind the end is the end");
        assert_eq!(show("", 1, 0).1, 0..0);
    }

    #[test]
    fn a_long_line_is_quoted_from_the_place_on() {
        let line = format!("{}VALUE\u{1b}{}", "é".repeat(100_000), "é".repeat(100_000));
        assert!(!is_short(&line) && is_short(&"é".repeat(1000)));
        let text = format!("short\n{line}");
        let lines = Lines::of(&text);
        let quoted = lines.quote(2, 100_001).expect("a long line");
        assert!(quoted.starts_with("VALUE\u{241b}é") && quoted.ends_with("é..."), "{quoted}");
        assert_eq!(quoted.chars().count(), 63);
        assert_eq!(lines.quote(2, 200_006).as_deref(), Some("é"), "the last character");
        assert_eq!(lines.quote(2, u32::MAX).as_deref(), Some(""), "behind the end is nothing");
        assert_eq!(lines.quote(1, 1), None);
    }
}
