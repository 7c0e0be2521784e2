//! Whether a text is JSON, in the words of Go's `encoding/json`, which engines repeat to their clients.
//!
//! Wordings: Go's `encoding/json` (`scanner.go`, `stream.go`); those tests name were heard from an engine 20.10.

use std::fmt;

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SyntaxProblem {
    /// There is nothing but blanks.
    Empty,
    /// It ends before the value does.
    Truncated,
    /// A byte that does not belong where it stands.
    Invalid { byte: u8, context: Context },
    /// More values inside each other than are read.
    TooDeep,
}

/// What was being read when a byte did not belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    AfterArrayElement,
    AfterDecimalPoint,
    AfterObjectKey,
    AfterObjectPair,
    AfterTopLevel,
    BeginKey,
    BeginValue,
    Exponent,
    Hexadecimal,
    Literal { word: &'static str, expected: char },
    Number,
    StringEscape,
    StringLiteral,
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::AfterArrayElement => "after array element",
            Self::AfterDecimalPoint => "after decimal point in numeric literal",
            Self::AfterObjectKey => "after object key",
            Self::AfterObjectPair => "after object key:value pair",
            Self::AfterTopLevel => "after top-level value",
            Self::BeginKey => "looking for beginning of object key string",
            Self::BeginValue => "looking for beginning of value",
            Self::Exponent => "in exponent of numeric literal",
            Self::Hexadecimal => r"in \u hexadecimal character escape",
            Self::Literal { word, expected } => {
                return write!(f, "in literal {word} (expecting '{expected}')");
            }
            Self::Number => "in numeric literal",
            Self::StringEscape => "in string escape code",
            Self::StringLiteral => "in string literal",
        };
        f.write_str(text)
    }
}

/// As `json.Unmarshal` says it; a decoder that reads a stream says two of them otherwise.
impl fmt::Display for SyntaxProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty | Self::Truncated => f.write_str("unexpected end of JSON input"),
            Self::TooDeep => f.write_str("exceeded max depth"),
            Self::Invalid { byte, context } => write!(f, "invalid character {} {context}", quoted(*byte)),
        }
    }
}

/// A byte as Go quotes it: as the character of that number.
fn quoted(byte: u8) -> String {
    match byte {
        b'\'' => r"'\''".into(),
        b'\\' => r"'\\'".into(),
        b'\n' => r"'\n'".into(),
        b'\r' => r"'\r'".into(),
        b'\t' => r"'\t'".into(),
        0x07 => r"'\a'".into(),
        0x08 => r"'\b'".into(),
        0x0b => r"'\v'".into(),
        0x0c => r"'\f'".into(),
        ..0x20 | 0x7f => format!(r"'\x{byte:02x}'"),
        0x80..0xa1 | 0xad => format!(r"'\u{byte:04x}'"),
        _ => format!("'{}'", char::from(byte)),
    }
}

/// The first value of a text and what comes after it.
pub(super) fn first_value(text: &[u8]) -> Result<(&[u8], &[u8]), SyntaxProblem> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.blanks();
    if scanner.at == text.len() {
        return Err(SyntaxProblem::Empty);
    }
    scanner.value()?;
    Ok(text.split_at(scanner.at))
}

/// The only value of a text.
pub(super) fn only_value(text: &[u8]) -> Result<(), SyntaxProblem> {
    let (_, rest) = first_value(text)?;
    match rest.iter().find(|byte| !is_blank(**byte)) {
        Some(byte) => Err(SyntaxProblem::Invalid { byte: *byte, context: Context::AfterTopLevel }),
        None => Ok(()),
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// How many values inside each other Go reads.
const DEEPEST: usize = 10_000;

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

/// What a value is inside of.
enum Inside {
    Array,
    Object,
}

impl Scanner<'_> {
    fn value(&mut self) -> Result<(), SyntaxProblem> {
        let mut inside = Vec::new();
        loop {
            self.blanks();
            let opened = match self.peek()? {
                b'[' => {
                    inside.push(Inside::Array);
                    true
                }
                b'{' => {
                    inside.push(Inside::Object);
                    true
                }
                _ => {
                    self.scalar()?;
                    false
                }
            };
            if inside.len() > DEEPEST {
                return Err(SyntaxProblem::TooDeep);
            }
            if opened {
                self.at += 1;
                self.blanks();
                let (end, is_object) = match inside.last() {
                    Some(Inside::Object) => (b'}', true),
                    Some(Inside::Array) | None => (b']', false),
                };
                if self.peek()? == end {
                    self.at += 1;
                    inside.pop();
                } else {
                    if is_object {
                        self.key()?;
                    }
                    continue;
                }
            }
            // A value has ended, and with it perhaps those around it.
            loop {
                let Some(around) = inside.last() else { return Ok(()) };
                self.blanks();
                match (around, self.next()?) {
                    (Inside::Array, b',') => break,
                    (Inside::Object, b',') => {
                        self.blanks();
                        self.key()?;
                        break;
                    }
                    (Inside::Array, b']') | (Inside::Object, b'}') => {
                        inside.pop();
                    }
                    (Inside::Array, byte) => return invalid(byte, Context::AfterArrayElement),
                    (Inside::Object, byte) => return invalid(byte, Context::AfterObjectPair),
                }
            }
        }
    }

    /// A key and its colon.
    fn key(&mut self) -> Result<(), SyntaxProblem> {
        match self.next()? {
            b'"' => self.string()?,
            byte => return invalid(byte, Context::BeginKey),
        }
        self.blanks();
        match self.next()? {
            b':' => Ok(()),
            byte => invalid(byte, Context::AfterObjectKey),
        }
    }

    fn scalar(&mut self) -> Result<(), SyntaxProblem> {
        match self.next()? {
            b'"' => self.string(),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            b'-' => match self.next()? {
                first @ b'0'..=b'9' => self.number(first),
                byte => invalid(byte, Context::Number),
            },
            first @ b'0'..=b'9' => self.number(first),
            byte => invalid(byte, Context::BeginValue),
        }
    }

    /// The rest of a string.
    fn string(&mut self) -> Result<(), SyntaxProblem> {
        loop {
            match self.next()? {
                b'"' => return Ok(()),
                b'\\' => match self.next()? {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                    b'u' => {
                        for _ in 0..4 {
                            let byte = self.next()?;
                            if !byte.is_ascii_hexdigit() {
                                return invalid(byte, Context::Hexadecimal);
                            }
                        }
                    }
                    byte => return invalid(byte, Context::StringEscape),
                },
                byte @ ..0x20 => return invalid(byte, Context::StringLiteral),
                _ => {}
            }
        }
    }

    /// The rest of a word.
    fn word(&mut self, word: &'static str) -> Result<(), SyntaxProblem> {
        for expected in word.chars().skip(1) {
            let byte = self.next()?;
            if char::from(byte) != expected {
                return invalid(byte, Context::Literal { word, expected });
            }
        }
        Ok(())
    }

    /// The rest of a number; what follows it is somebody else's to judge.
    fn number(&mut self, first: u8) -> Result<(), SyntaxProblem> {
        if first != b'0' {
            self.digits();
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            match self.next()? {
                b'0'..=b'9' => self.digits(),
                byte => return invalid(byte, Context::AfterDecimalPoint),
            }
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            let sign_or_digit = self.next()?;
            let digit = if matches!(sign_or_digit, b'+' | b'-') { self.next()? } else { sign_or_digit };
            if !digit.is_ascii_digit() {
                return invalid(digit, Context::Exponent);
            }
            self.digits();
        }
        Ok(())
    }

    fn digits(&mut self) {
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        while self.text.get(self.at).is_some_and(|byte| is_blank(*byte)) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Result<u8, SyntaxProblem> {
        self.text.get(self.at).copied().ok_or(SyntaxProblem::Truncated)
    }

    fn next(&mut self) -> Result<u8, SyntaxProblem> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }
}

fn invalid<T>(byte: u8, context: Context) -> Result<T, SyntaxProblem> {
    Err(SyntaxProblem::Invalid { byte, context })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_said_in_go_s_words() {
        for (text, sentence) in [
            ("gg", "invalid character 'g' looking for beginning of value"),
            ("{", "unexpected end of JSON input"),
            ("", "unexpected end of JSON input"),
            ("{1", "invalid character '1' looking for beginning of object key string"),
            ("{\"a\" 1}", "invalid character '1' after object key"),
            ("{\"a\":1 2}", "invalid character '2' after object key:value pair"),
            ("{\"a\":1,}", "invalid character '}' looking for beginning of object key string"),
            ("[1 2]", "invalid character '2' after array element"),
            ("[1,]", "invalid character ']' looking for beginning of value"),
            ("{} x", "invalid character 'x' after top-level value"),
            ("tru ", "invalid character ' ' in literal true (expecting 'e')"),
            ("nulL", "invalid character 'L' in literal null (expecting 'l')"),
            ("-a", "invalid character 'a' in numeric literal"),
            ("1.x", "invalid character 'x' after decimal point in numeric literal"),
            ("1ex", "invalid character 'x' in exponent of numeric literal"),
            ("01", "invalid character '1' after top-level value"),
            (r#""\x""#, "invalid character 'x' in string escape code"),
            (r#""\u12g4""#, r"invalid character 'g' in \u hexadecimal character escape"),
            ("\"\n\"", r"invalid character '\n' in string literal"),
            ("'a'", r"invalid character '\'' looking for beginning of value"),
            ("\u{fc}", "invalid character 'Ã' looking for beginning of value"),
        ] {
            let problem = only_value(text.as_bytes()).expect_err(text);
            assert_eq!(problem.to_string(), sentence, "{text}");
        }
    }

    #[test]
    fn what_is_json_is_let_through() {
        for text in ["{}", " [ ] ", "{\"a\":[1,-2.5e+3,true,null,{\"b\":\"\\u00fc\"}]}", "\"x\"", "0"] {
            assert_eq!(only_value(text.as_bytes()), Ok(()), "{text}");
        }
        assert_eq!(first_value(b" {} {}"), Ok((&b" {}"[..], &b" {}"[..])));
        let deep = "[".repeat(DEEPEST + 1);
        assert_eq!(only_value(deep.as_bytes()), Err(SyntaxProblem::TooDeep));
        let as_deep_as_may_be = format!("{}{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST));
        assert_eq!(only_value(as_deep_as_may_be.as_bytes()), Ok(()));
    }
}
