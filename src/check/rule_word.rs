//! Rules as words: read, written, and words that are no rule's.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Rule;
use super::nearest::nearest;

/// A word that is no rule's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule {text:?}{}", near(text))]
#[non_exhaustive]
pub struct UnknownRule {
    /// The word.
    pub text: String,
}

/// A rule whose name is a slip away, or else holds most of the word's parts and little else, for whoever mistyped.
fn near(text: &str) -> String {
    let slip = nearest(text, Rule::ALL.iter().map(|rule| rule.slug()));
    match slip.or_else(|| with_most_parts(text)) {
        Some(slug) => format!(": did you mean {slug:?}?"),
        None => String::new(),
    }
}

fn with_most_parts(text: &str) -> Option<&'static str> {
    let parts: Vec<_> = text.split('-').filter(|part| part.len() > 2).collect();
    let alike = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
    let shared = |rule: &Rule| {
        let words = rule.slug().split('-');
        words.filter(|word| word.len() > 2 && parts.iter().any(|part| alike(part, word))).count()
    };
    let closeness = |rule: &Rule| {
        let others = rule.slug().split('-').count().saturating_sub(shared(rule));
        (shared(rule), Reverse(others), Reverse(rule.slug()))
    };
    let best = Rule::ALL.iter().copied().max_by_key(closeness);
    best.filter(|rule| shared(rule) > 0).map(Rule::slug)
}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        let found = Self::ALL.iter().find(|rule| rule.slug() == text);
        found.copied().ok_or_else(|| UnknownRule { text: text.to_owned() })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_nearly_right_is_set_right() {
        let said = |word: &str| word.parse::<Rule>().unwrap_err().to_string();
        for (word, meant) in [
            ("subnet-overlap", "subnets-overlap"),
            ("one-nat", "one-nat-ends-isolation"),
            ("several-nat-network", "several-nat-networks"),
            ("published-ports-twice", "published-port-twice"),
            ("published-port-twise", "published-port-twice"),
        ] {
            assert!(said(word).ends_with(&format!("did you mean {meant:?}?")), "{}", said(word));
        }
        assert_eq!(said("x"), "there is no rule \"x\"");
        assert_eq!(said(""), "there is no rule \"\"");
    }
}
