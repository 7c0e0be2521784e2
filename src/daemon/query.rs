//! What is asked for behind the question mark, read as Go reads it.

use std::fmt;

/// The parameters of a request, in the order they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

/// Why the text behind the question mark cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QueryProblem {
    /// A percent sign without two hexadecimal digits.
    Escape(String),
    /// A semicolon, which Go does not take for a separator since 1.17.
    Semicolon,
}

/// In Go's words (`net/url`), heard from an engine 20.10.
impl fmt::Display for QueryProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Escape(escape) => write!(f, "invalid URL escape {escape:?}"),
            Self::Semicolon => f.write_str("invalid semicolon separator in query"),
        }
    }
}

impl Query {
    pub(super) fn parse(text: &str) -> Result<Self, QueryProblem> {
        let mut pairs = Vec::new();
        let mut problem = None;
        for part in text.split('&').filter(|part| !part.is_empty()) {
            if part.contains(';') {
                problem = problem.or(Some(QueryProblem::Semicolon));
                continue;
            }
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match (unescape(key, true), unescape(value, true)) {
                (Ok(key), Ok(value)) => pairs.push((key, value)),
                (Err(escape), _) | (_, Err(escape)) => {
                    problem = problem.or(Some(QueryProblem::Escape(escape)));
                }
            }
        }
        problem.map_or(Ok(Self(pairs)), Err)
    }

    /// The first value of a key; empty if there is none.
    pub(super) fn text(&self, key: &str) -> &str {
        self.given(key).unwrap_or_default()
    }

    /// The first value of a key, if it is there and not empty.
    pub(super) fn some(&self, key: &str) -> Option<&str> {
        self.given(key).filter(|value| !value.is_empty())
    }

    /// The first value of a key, which may be empty.
    pub(super) fn given(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(there, _)| there == key).map(|(_, value)| value.as_str())
    }

    /// Whether a key says yes: everything does but the few words that say no (moby's `httputils.BoolValue`).
    pub(super) fn flag(&self, key: &str) -> bool {
        let word = self.text(key).trim().to_lowercase();
        !matches!(word.as_str(), "" | "0" | "no" | "false" | "none")
    }
}

/// A text without its percent signs. The error is the escape that is none.
pub(super) fn unescape(text: &str, plus_is_blank: bool) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'%' => {
                let two = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                let is_number = |two: &&str| two.bytes().all(|byte| byte.is_ascii_hexdigit());
                let byte = two.filter(is_number).and_then(|two| u8::from_str_radix(two, 16).ok());
                let Some(byte) = byte else {
                    let bad = &after[..after.len().min(2)];
                    return Err(format!("%{}", String::from_utf8_lossy(bad)));
                };
                bytes.push(byte);
                rest = &after[2..];
            }
            b'+' if plus_is_blank => bytes.push(b' '),
            other => bytes.push(*other),
        }
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_no_are_no_in_any_case() {
        for no in ["", "0", "no", "NO", "false", "False", " none ", "None"] {
            assert!(!Query(vec![("a".into(), no.into())]).flag("a"), "{no}");
        }
        for yes in ["1", "true", "True", "x", "-1"] {
            assert!(Query(vec![("a".into(), yes.into())]).flag("a"), "{yes}");
        }
        assert!(!Query::default().flag("a"));
    }

    #[test]
    fn pairs_are_read_as_go_reads_them() {
        let query = Query::parse("a=1&b=x%2Fy+z&a=2&c&&d=%c3%bc").expect("a query");
        assert_eq!((query.text("a"), query.text("b"), query.text("d")), ("1", "x/y z", "\u{fc}"));
        assert_eq!((query.given("c"), query.some("c"), query.given("e")), (Some(""), None, None));
        for (text, sentence) in [
            ("a=%zz", r#"invalid URL escape "%zz""#),
            ("a=%2", r#"invalid URL escape "%2""#),
            ("%", r#"invalid URL escape "%""#),
            ("a=1;b=2", "invalid semicolon separator in query"),
        ] {
            assert_eq!(Query::parse(text).expect_err(text).to_string(), sentence);
        }
    }
}
