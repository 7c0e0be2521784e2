//! `.env` files: one variable a line.
//!
//! The dialect is what python-dotenv (docker-compose 1) and compose-go's reader (Compose v2) have in common: `NAME=value`,
//! `export` before it, comments, values in single quotes (as they are) and double quotes (with escapes), both over
//! several lines, and a `#` after white space that ends an unquoted value. `${NAME}` is filled in where no single quotes
//! are; `$NAME` only by Compose v2, which also takes `NAME: value` (compose-go `dotenv/parser.go`). A name may begin with
//! a digit. The crates there are for this (dotenvy and its kin) fill in from the environment of
//! the process, which a reading must not look at.

use std::sync::Arc;

use super::context::Context;
use super::cursor::{LONGEST_TEXT, clipped};
use super::interpolate::{self, Layers};
use super::source::Source;
use super::{ComposeError, Environment, Place, Tool};

/// The variables of a file, at most so many bytes of values; `outer` is what values may refer to besides the file itself. Lines that set none are faults.
pub(super) fn read(source: &Source, outer: &Environment, context: &Context<'_>, most: usize) -> Environment {
    let mut all = Environment::new();
    let mut rest = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let mut line = 1_u32;
    let mut left = most;
    while !rest.is_empty() {
        let (statement, after) = statement(rest, context.tool);
        let place = Place::new(Arc::clone(&source.file), line, 1);
        line = line.saturating_add(u32::try_from(newlines(rest, after)).unwrap_or(u32::MAX));
        rest = after;
        match statement {
            Statement::Nothing => {}
            Statement::Bad(text) => {
                context.fault(ComposeError::EnvLine { place, text: clipped(text.trim(), LONGEST_TEXT) });
            }
            Statement::Set { name, value, literal } => {
                let value = if literal { value } else { filled(&value, &all, outer, context.tool, left) };
                left = left.saturating_sub(value.len());
                all = all.with(name, value);
            }
        }
    }
    all
}

enum Statement<'a> {
    Nothing,
    Bad(&'a str),
    Set { name: &'a str, value: String, literal: bool },
}

fn newlines(before: &str, after: &str) -> usize {
    let taken = before.len().saturating_sub(after.len());
    before.get(..taken).unwrap_or(before).matches('\n').count()
}

/// The first statement of a text and what follows.
fn statement(text: &str, tool: Tool) -> (Statement<'_>, &str) {
    let (line, after) = text.split_once('\n').unwrap_or((text, ""));
    let trimmed = line.trim_start();
    if trimmed.trim_end().is_empty() || trimmed.starts_with('#') {
        return (Statement::Nothing, after);
    }
    let exported = trimmed.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t']));
    let body = exported.unwrap_or(trimmed).trim_start();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']');
    let end = body.find(|c: char| !allowed(c)).unwrap_or(body.len());
    let (name, sign) = body.split_at_checked(end).unwrap_or((body, ""));
    let sign = sign.trim_start_matches([' ', '\t']);
    if name.is_empty() {
        return (Statement::Bad(line), after);
    }
    if sign.trim_end().is_empty() {
        // A name alone sets nothing: Compose v2 takes its value from the caller, who has it already.
        return (Statement::Nothing, after);
    }
    let colon = if tool == Tool::Compose2 { sign.strip_prefix(':') } else { None };
    let Some(value) = sign.strip_prefix('=').or(colon) else { return (Statement::Bad(line), after) };
    let value = value.trim_start_matches([' ', '\t']);
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return (Statement::Set { name, value: unquoted(value), literal: false }, after);
    };
    // A quoted value may go on over lines, so it is looked for in all that is left.
    let offset = line.len().saturating_sub(value.len()).saturating_add(quote.len_utf8());
    let Some((inside, rest)) = text.get(offset..).and_then(|rest| closing(rest, quote)) else {
        return (Statement::Bad(line), after);
    };
    let (tail, after) = rest.split_once('\n').unwrap_or((rest, ""));
    if !(tail.trim().is_empty() || tail.trim_start().starts_with('#')) {
        return (Statement::Bad(line), after);
    }
    let value = if quote == '"' { unescaped(inside) } else { inside.to_owned() };
    (Statement::Set { name, value, literal: quote == '\'' }, after)
}

fn unquoted(value: &str) -> String {
    let comment = value
        .match_indices('#')
        .find(|(at, _)| *at == 0 || value.get(..*at).is_some_and(|before| before.ends_with([' ', '\t'])));
    let value = comment.and_then(|(at, _)| value.get(..at)).unwrap_or(value);
    value.trim_end().to_owned()
}

/// What stands before the quote that closes, and after it.
fn closing(text: &str, quote: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        if character == quote && !escaped {
            return Some((text.get(..at)?, text.get(at + 1..)?));
        }
        escaped = character == '\\' && !escaped;
    }
    None
}

/// Escapes of double quotes; `\$` stays a dollar sign that starts nothing.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('$') => plain.push_str("$$"),
            Some(c @ ('"' | '\'' | '\\')) => plain.push(c),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain
}

/// The value with its variables filled in; as it is when it has a `$` that starts none.
fn filled(value: &str, file: &Environment, outer: &Environment, tool: Tool, most: usize) -> String {
    if !value.contains('$') || (tool == Tool::Compose1 && !value.contains("${")) {
        return clipped_bytes(value, most);
    }
    // python-dotenv asks the file first, compose-go the environment.
    let layers = match tool {
        Tool::Compose1 => Layers(file, outer),
        Tool::Compose2 => Layers(outer, file),
    };
    interpolate::fill(value, &layers, Tool::Compose2, most).unwrap_or_else(|_| clipped_bytes(value, most))
}

fn clipped_bytes(value: &str, most: usize) -> String {
    if value.len() <= most { value.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    fn variables(text: &str, tool: Tool) -> (Vec<(String, String)>, Vec<u32>) {
        let limits = Limits::default();
        let context = Context::new(&limits, tool);
        let source = Source { file: ".env".into(), text: text.into() };
        let outer = Environment::new().with("OUT", "out").with("A", "caller");
        let read = read(&source, &outer, &context, 1_000);
        let all = read.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let places =
            context.into_faults().iter().filter_map(|fault| Some(fault.error.place()?.line())).collect();
        (all, places)
    }

    #[track_caller]
    fn gives(text: &str, expected: &[(&str, &str)]) {
        let (all, bad) = variables(text, Tool::Compose2);
        let all: Vec<_> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!((all.as_slice(), bad.len()), (expected, 0), "{text}");
    }

    #[test]
    fn the_forms_of_a_line() {
        gives("X=1\r\n# c\n\n  export Y = a b # c\nZ=", &[("X", "1"), ("Y", "a b"), ("Z", "")]);
        gives("X='a $OUT \\n'\nY=\"a\\tb\\\"c\" # c", &[("X", "a $OUT \\n"), ("Y", "a\tb\"c")]);
        gives("X=\"one\ntwo\"\nY=a#b", &[("X", "one\ntwo"), ("Y", "a#b")]);
        gives("X=#b\nALONE\nX=2", &[("X", "2")]);
        gives("X=a\nY=${X}-$OUT-${NONE:-d}-\\$X", &[("X", "a"), ("Y", "a-out-d-\\a")]);
        gives("Y=\"\\$X\"\nZ=$", &[("Y", "$X"), ("Z", "$")]);
    }

    #[test]
    fn the_tools_ask_in_different_orders() {
        let text = "A=file\nB=${A}\nC=$A";
        let value = |tool| variables(text, tool).0.into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(value(Tool::Compose1), ["file", "file", "$A"]);
        assert_eq!(value(Tool::Compose2), ["file", "caller", "caller"]);
    }

    #[test]
    fn lines_that_set_nothing_are_faults_at_their_place() {
        let (all, bad) = variables("X=1\n=2\n;A=3\nB C\nD='open\nE=\"a\nb\" c\nF=1", Tool::Compose2);
        assert_eq!(bad, [2, 3, 4, 5, 6], "one that goes on over lines is told of once");
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn a_colon_is_a_sign_to_compose_2_and_digits_are_letters_to_both() {
        gives("A: b\nB : 'c'\nC:d:e\n1A=3", &[("1A", "3"), ("A", "b"), ("B", "c"), ("C", "d:e")]);
        let (all, bad) = variables("K: v\n1A=3\nX=1", Tool::Compose1);
        assert_eq!(all, [("1A", "3"), ("X", "1")].map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(bad, [1], "python-dotenv cannot read that line");
    }
}
