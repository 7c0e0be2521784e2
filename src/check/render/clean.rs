//! Text of strangers made fit for a terminal.

use std::borrow::Cow;

/// The same text with nothing in it that moves a cursor, changes a colour or turns the direction of writing. Each such
/// character becomes one visible one, so that columns stay what they are; line ends and tabs stay.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| visible(c) != c) {
        text.chars().map(visible).collect()
    } else {
        Cow::Borrowed(text)
    }
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        // Unicode has pictures of the controls of ASCII.
        '\0'..='\u{1f}' => char::from_u32(u32::from(c) + 0x2400).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // Controls of ISO 6429, among them one that opens escape sequences; marks without width that hide or turn text;
        // ends of lines that editors do not count as such.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_becomes_visible() {
        assert_eq!(
            clean("\u{1b}[31mred\u{1b}[0m\u{9b}2J\r\u{7f}"),
            "\u{241b}[31mred\u{241b}[0m\u{fffd}2J\u{240d}\u{2421}"
        );
        assert_eq!(clean("a\u{202e}b\u{200b}c"), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn what_people_write_stays() {
        let text = "naïve\t中文 🐳\nsecond line";
        assert!(matches!(clean(text), Cow::Borrowed(same) if same == text));
    }
}
