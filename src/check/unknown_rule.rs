//! Rules by their words, and words that are no rule's.

use std::cmp::Reverse;
use std::str::FromStr;

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
