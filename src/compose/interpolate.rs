//! Variables in values: `$NAME`, `${NAME}` and its forms with defaults, messages and alternatives.

use std::collections::BTreeMap;

use super::{ComposeError, Place};

/// Defaults inside defaults, at most.
const DEPTH: usize = 16;

/// The variables a Compose file may use; never taken from the process by itself.
///
/// A variable that is not set is the empty text, as it is for docker-compose.
///
/// ```
/// use docknet::compose::{Environment, Project};
/// let text = "services: {web: {image: '${IMAGE:-iis}:$TAG'}}";
/// let project = Project::parse("docker-compose.yml", text, &Environment::new().with("TAG", "2004"))?;
/// let image = project.services()[0].image.as_ref().ok_or("no image")?;
/// assert_eq!(image.value, "iis:2004");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// No variables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a variable.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let variables = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { variables }
    }
}

/// Why a text cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TemplateError {
    /// A `$` that starts no variable.
    Bad,
    /// A variable that must be set.
    Required { variable: String, message: String },
}

impl TemplateError {
    /// The error for the text at that place and path.
    pub(super) fn at(&self, place: Place, path: String, text: String) -> ComposeError {
        match self {
            Self::Bad => ComposeError::BadTemplate { place, path, text },
            Self::Required { variable, message } => {
                let (variable, message) = (variable.clone(), message.clone());
                ComposeError::RequiredVariable { place, path, variable, message }
            }
        }
    }
}

/// Fills the variables in.
pub(super) fn fill(text: &str, environment: &Environment) -> Result<String, TemplateError> {
    let mut filled = String::with_capacity(text.len());
    fill_into(&mut filled, text, environment, DEPTH)?;
    Ok(filled)
}

fn fill_into(
    filled: &mut String,
    text: &str,
    environment: &Environment,
    depth: usize,
) -> Result<(), TemplateError> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            filled.push('$');
            rest = after;
        } else if let Some(after) = after.strip_prefix('{') {
            let (braced, after) = closing_brace(after).ok_or(TemplateError::Bad)?;
            let depth = depth.checked_sub(1).ok_or(TemplateError::Bad)?;
            fill_braced(filled, braced, environment, depth)?;
            rest = after;
        } else {
            let (name, after) = variable(after).ok_or(TemplateError::Bad)?;
            filled.push_str(environment.get(name).unwrap_or_default());
            rest = after;
        }
    }
    filled.push_str(rest);
    Ok(())
}

/// What stands before the brace that closes, nested ones skipped, and what stands after it.
fn closing_brace(text: &str) -> Option<(&str, &str)> {
    let mut open = 0_usize;
    let mut dollar = false;
    for (at, character) in text.char_indices() {
        match character {
            '{' if dollar => open += 1,
            '}' if open == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            '}' => open -= 1,
            _ => {}
        }
        dollar = character == '$' && !dollar;
    }
    None
}

/// The name at the start of a text, and what follows.
fn variable(text: &str) -> Option<(&str, &str)> {
    let starts = |c: char| c == '_' || c.is_ascii_alphabetic();
    let length = text.bytes().take_while(|b| *b == b'_' || b.is_ascii_alphanumeric()).count();
    text.split_at_checked(length).filter(|(name, _)| name.starts_with(starts))
}

fn fill_braced(
    filled: &mut String,
    braced: &str,
    environment: &Environment,
    depth: usize,
) -> Result<(), TemplateError> {
    let (name, rest) = variable(braced).ok_or(TemplateError::Bad)?;
    if rest.is_empty() {
        filled.push_str(environment.get(name).unwrap_or_default());
        return Ok(());
    }
    let (operator, word, value) = match rest.strip_prefix(':') {
        Some(rest) => (rest.chars().next(), rest, environment.get(name).filter(|value| !value.is_empty())),
        None => (rest.chars().next(), rest, environment.get(name)),
    };
    let word = word.get(1..).unwrap_or_default();
    match (operator, value) {
        (Some('-' | '?'), Some(value)) => filled.push_str(value),
        (Some('-'), None) | (Some('+'), Some(_)) => fill_into(filled, word, environment, depth)?,
        (Some('+'), None) => {}
        (Some('?'), None) => {
            let mut message = String::new();
            fill_into(&mut message, word, environment, depth)?;
            return Err(TemplateError::Required { variable: name.to_owned(), message });
        }
        _ => return Err(TemplateError::Bad),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, TemplateError> {
        fill(text, &Environment::new().with("A", "a").with("EMPTY", ""))
    }

    #[test]
    fn every_form_does_what_shells_do() {
        for (text, expected) in [
            ("$A-${A}", "a-a"),
            ("$NONE.${NONE}", "."),
            ("$$A $${A}", "$A ${A}"),
            ("${A:-d}${EMPTY:-d}${NONE:-d}", "add"),
            ("${A-d}${EMPTY-d}${NONE-d}", "ad"),
            ("${A:+x}${EMPTY:+x}${NONE:+x}", "x"),
            ("${A+x}${EMPTY+x}${NONE+x}", "xx"),
            ("${NONE:-${EMPTY:-${A}}}b", "ab"),
            ("${A:?must}${EMPTY?must}", "a"),
            ("${NONE:-a:b}", "a:b"),
            // The `$$` opens no brace, so the first `}` closes the variable.
            ("${NONE:-$${x}}", "${x}"),
            ("plain", "plain"),
        ] {
            assert_eq!(filled(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_starts_no_variable_is_refused() {
        for text in ["$", "$1", "${", "${}", "${A", "${A!}", "${A:}", "${A:é}", "${1}", "$-", "a$é"] {
            assert_eq!(filled(text), Err(TemplateError::Bad), "{text}");
        }
        assert_eq!(filled(&"${N:-".repeat(50)), Err(TemplateError::Bad));
        let deep = format!("{}{}", "${N:-".repeat(50), "}".repeat(50));
        assert_eq!(filled(&deep), Err(TemplateError::Bad));
    }

    #[test]
    fn a_required_variable_says_its_message() {
        let required =
            |message: &str| Err(TemplateError::Required { variable: "NONE".into(), message: message.into() });
        assert_eq!(filled("${NONE:?set $A}"), required("set a"));
        assert_eq!(filled("${NONE?}"), required(""));
    }
}
