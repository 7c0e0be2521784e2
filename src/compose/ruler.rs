//! How long the scalars of a text are as they are written.

use std::str::Chars;

/// Walks through a text once and measures what it is asked for, in the order of the text.
pub(super) struct Ruler<'a> {
    rest: Chars<'a>,
    /// Characters before `rest`.
    index: usize,
}

impl<'a> Ruler<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text.chars(), index: 0 }
    }

    /// How many characters from one index to another stand on the first line, white space at its end aside; 0 for what
    /// lies behind already.
    pub(super) fn measure(&mut self, start: usize, end: usize) -> usize {
        let Some(ahead) = start.checked_sub(self.index) else { return 0 };
        if let Some(last) = ahead.checked_sub(1) {
            self.rest.nth(last);
            self.index = start;
        }
        let mut length = 0;
        for number in 1..=end.saturating_sub(start) {
            match self.next() {
                None | Some('\n' | '\r') => break,
                Some(' ' | '\t') => {}
                Some(_) => length = number,
            }
        }
        length
    }

    /// Skips anchors and tags from an index on: how many lines further and in which column of that line (from 0), or how
    /// many columns further on the same one, the value itself begins; and its index.
    pub(super) fn skip_properties(&mut self, start: usize) -> Option<Skipped> {
        let ahead = start.checked_sub(self.index)?;
        if let Some(last) = ahead.checked_sub(1) {
            self.rest.nth(last);
            self.index = start;
        }
        let mut skipped = Skipped { lines: 0, columns: 0, index: start };
        let mut within = false;
        while let Some(character) = self.rest.clone().next() {
            match character {
                '&' | '!' => within = true,
                '\r' if self.rest.clone().nth(1) == Some('\n') => {
                    self.next();
                    continue;
                }
                '\n' | '\r' => {
                    within = false;
                    (skipped.lines, skipped.columns) = (skipped.lines.saturating_add(1), 0);
                    self.next();
                    continue;
                }
                ' ' | '\t' => within = false,
                '#' if !within => {
                    while self.rest.clone().next().is_some_and(|character| !matches!(character, '\n' | '\r'))
                    {
                        self.next();
                    }
                    continue;
                }
                _ if within => {}
                _ => break,
            }
            self.next();
            skipped.columns = skipped.columns.saturating_add(1);
        }
        skipped.index = self.index;
        Some(skipped)
    }

    fn next(&mut self) -> Option<char> {
        self.index = self.index.saturating_add(1);
        self.rest.next()
    }
}

/// How far the value is from its anchor and tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Skipped {
    pub(super) lines: usize,
    pub(super) columns: usize,
    pub(super) index: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_measured_without_the_space_at_its_end() {
        let mut ruler = Ruler::of("é: 'b' \nc: 'd\n  e'");
        assert_eq!(ruler.measure(0, 1), 1);
        assert_eq!(ruler.measure(3, 7), 3);
        assert_eq!(ruler.measure(1, 2), 0, "behind");
        assert_eq!(ruler.measure(11, 18), 2);
        assert_eq!(ruler.measure(90, 99), 0);
    }

    #[test]
    fn a_comment_behind_an_anchor_is_skipped() {
        let mut ruler = Ruler::of("a: &b # c\n  - d");
        assert_eq!(ruler.skip_properties(3), Some(Skipped { lines: 1, columns: 2, index: 12 }));
    }

    #[test]
    fn anchors_and_tags_are_skipped() {
        let mut ruler = Ruler::of("a: &b !!str c\nd: !e\n  f");
        assert_eq!(ruler.skip_properties(3), Some(Skipped { lines: 0, columns: 9, index: 12 }));
        assert_eq!(ruler.measure(12, 13), 1);
        assert_eq!(ruler.skip_properties(17), Some(Skipped { lines: 1, columns: 2, index: 22 }));
        assert_eq!(ruler.skip_properties(3), None, "behind");
    }
}
