//! Wordings: patterns with holes, and what stands in the holes.

use std::str::FromStr;

use super::Meaning;
use crate::engine::Answer;
use crate::host::EngineVersion;

/// One wording of an engine, and the engines that use it.
#[derive(Debug)]
pub struct Wording {
    pattern: &'static str,
    since: Option<(u32, u32)>,
    before: Option<(u32, u32)>,
    read: fn(&Parts<'_>) -> Option<Meaning>,
}

/// A wording and how to read it.
pub(super) const fn row(pattern: &'static str, read: fn(&Parts<'_>) -> Option<Meaning>) -> Wording {
    Wording { pattern, since: None, before: None, read }
}

impl Wording {
    /// Says that no engine before this one words it so.
    pub(super) const fn since(self, major: u32, minor: u32) -> Self {
        Self { since: Some((major, minor)), ..self }
    }

    /// Says that this engine and later ones word it otherwise.
    pub(super) const fn before(self, major: u32, minor: u32) -> Self {
        Self { before: Some((major, minor)), ..self }
    }

    /// The sentence, with `{}` or `{*}` for what differs.
    #[must_use]
    pub fn pattern(&self) -> &'static str {
        self.pattern
    }

    /// The first engine that is known to word it so, if the wording tells.
    #[must_use]
    pub fn first(&self) -> Option<EngineVersion> {
        self.since.map(|(major, minor)| EngineVersion::new(major, minor, 0))
    }

    /// The first engine that words it otherwise, if the wording tells.
    #[must_use]
    pub fn gone(&self) -> Option<EngineVersion> {
        self.before.map(|(major, minor)| EngineVersion::new(major, minor, 0))
    }

    /// What the sentence means, if it is of this wording.
    pub(super) fn read(&self, sentence: &str, answer: &Answer) -> Option<Meaning> {
        let parts = Parts { parts: captures(self.pattern, sentence)?, answer };
        (self.read)(&parts)
    }
}

/// What stands in a wording's holes.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    parts: Vec<&'a str>,
    answer: &'a Answer,
}

impl<'a> Parts<'a> {
    /// The text in a hole.
    pub(super) fn at(&self, hole: usize) -> &'a str {
        self.parts.get(hole).copied().unwrap_or_default()
    }

    /// The text in a hole, to keep.
    pub(super) fn text(&self, hole: usize) -> String {
        self.at(hole).to_owned()
    }

    /// What a hole says, if it can be read.
    pub(super) fn parse<T: FromStr>(&self, hole: usize) -> Option<T> {
        self.at(hole).parse().ok()
    }

    /// Whether the engine is known to be this one or later.
    pub(super) fn engine_is_from(&self, major: u32, minor: u32) -> bool {
        self.answer.engine.as_ref().is_some_and(|engine| *engine >= EngineVersion::new(major, minor, 0))
    }
}

/// The parts of a sentence that stand where a pattern has holes, if the sentence is like the pattern.
///
/// One hole takes as much as it can: `{*}`, or else the last. The holes before it are as short as can be, read from
/// the left; those behind it likewise, read from the right. Nothing is tried twice, so the time is that of as many
/// searches as there are holes.
pub(super) fn captures<'a>(pattern: &str, sentence: &'a str) -> Option<Vec<&'a str>> {
    let Some((left, right)) = pattern.split_once("{*}").or_else(|| pattern.rsplit_once("{}")) else {
        return (pattern == sentence).then(Vec::new);
    };
    let mut parts = Vec::new();
    let mut rest = sentence;
    let mut literals = left.split("{}");
    rest = rest.strip_prefix(literals.next()?)?;
    for literal in literals {
        let end = rest.find(literal)?;
        parts.push(&rest[..end]);
        rest = &rest[end + literal.len()..];
    }
    let mut behind = Vec::new();
    let mut literals = right.rsplit("{}");
    rest = rest.strip_suffix(literals.next()?)?;
    for literal in literals {
        let at = rest.rfind(literal)?;
        behind.push(&rest[at + literal.len()..]);
        rest = &rest[..at];
    }
    parts.push(rest);
    parts.extend(behind.into_iter().rev());
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hole_is_long_and_the_others_are_short() {
        assert_eq!(captures("a {} b {}", "a x b y b z"), Some(vec!["x", "y b z"]));
        assert_eq!(captures("a {*} b {}", "a x b y b z"), Some(vec!["x b y", "z"]));
        assert_eq!(captures("a {} b", "a x b y b"), Some(vec!["x b y"]));
        assert_eq!(captures("a {} b", "a x b y"), None);
        assert_eq!(captures("{*} ({}) c {}", "a (b) (d) c e"), Some(vec!["a (b)", "d", "e"]));
        assert_eq!(captures("{}", ""), Some(vec![""]));
        assert_eq!(captures("plain", "plainer"), None);
    }
}
