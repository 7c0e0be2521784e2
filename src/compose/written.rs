//! Texts and keys as YAML takes them for texts.

use std::fmt::Write as _;

/// Words some YAML takes for something other than a text.
const OTHER_THAN_TEXT: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// A key as people write it, in quotes where YAML could read it as something else.
pub(super) fn key(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && !OTHER_THAN_TEXT.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// A value as people write it, in quotes where YAML could read it as something else. Addresses and subnets stay plain.
pub(super) fn scalar(text: &str) -> String {
    let address = text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/'));
    let dots = text.matches('.').count();
    if address && dots == 3 { text.to_owned() } else { key(text) }
}

/// A text in double quotes, which YAML never reads as anything else.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '..='~' => quoted.push(character),
            other if other.is_alphanumeric() => quoted.push(other),
            other => {
                // Writing into a String cannot fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(other));
            }
        }
    }
    quoted.push('"');
    quoted
}
