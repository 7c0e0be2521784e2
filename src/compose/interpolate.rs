//! Variables in values: `$NAME`, `${NAME}` and its forms with defaults, messages and alternatives.

use std::collections::BTreeMap;

use super::{ComposeError, Place, Tool};

/// Defaults inside defaults, at most.
const DEPTH: usize = 16;

/// Bytes of the message of a variable that must be set.
const LONGEST_MESSAGE: usize = 4_096;

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

    /// These variables, and those of another environment that are not among them.
    #[must_use]
    pub fn over(mut self, other: Self) -> Self {
        for (name, value) in other.variables {
            self.variables.entry(name).or_insert(value);
        }
        self
    }

    /// The variables and their values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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

/// Where values of variables come from.
pub(super) trait Lookup {
    fn value(&self, name: &str) -> Option<&str>;
}

impl Lookup for Environment {
    fn value(&self, name: &str) -> Option<&str> {
        self.get(name)
    }
}

/// A file's own variables and those around it; the first that has a name gives it.
pub(super) struct Layers<'a>(pub(super) &'a Environment, pub(super) &'a Environment);

impl Lookup for Layers<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).or_else(|| self.1.get(name))
    }
}

/// Why a text cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TemplateError {
    /// A `$` that starts no variable.
    Bad,
    /// A variable that must be set.
    Required { variable: String, message: String },
    /// With its variables filled in the text is longer than may be.
    TooLong { most: usize },
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
            Self::TooLong { most } => ComposeError::FilledTooLong { place, path, most: *most },
        }
    }
}

/// Fills the variables in, into a text of at most so many bytes.
///
/// The tools differ: Compose v2 fills in what stands in defaults and messages, and knows `+`; docker-compose 1 takes
/// everything up to the first `}` as it is.
pub(super) fn fill(
    text: &str,
    environment: &dyn Lookup,
    tool: Tool,
    most: usize,
) -> Result<String, TemplateError> {
    let mut filled = Filled { text: String::new(), most };
    fill_into(&mut filled, text, environment, tool, DEPTH)?;
    Ok(filled.text)
}

/// A text that does not outgrow its limit, however long the values of variables are.
struct Filled {
    text: String,
    most: usize,
}

impl Filled {
    fn push(&mut self, text: &str) -> Result<(), TemplateError> {
        if self.text.len().saturating_add(text.len()) > self.most {
            return Err(TemplateError::TooLong { most: self.most });
        }
        self.text.push_str(text);
        Ok(())
    }
}

fn fill_into(
    filled: &mut Filled,
    text: &str,
    environment: &dyn Lookup,
    tool: Tool,
    depth: usize,
) -> Result<(), TemplateError> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        filled.push(before)?;
        if let Some(after) = after.strip_prefix('$') {
            filled.push("$")?;
            rest = after;
        } else if let Some(after) = after.strip_prefix('{') {
            let braced = match tool {
                Tool::Compose1 => after.split_once('}'),
                Tool::Compose2 => closing_brace(after),
            };
            let (braced, after) = braced.ok_or(TemplateError::Bad)?;
            let depth = depth.checked_sub(1).ok_or(TemplateError::Bad)?;
            fill_braced(filled, braced, environment, tool, depth)?;
            rest = after;
        } else {
            let (name, after) = variable(after).ok_or(TemplateError::Bad)?;
            filled.push(environment.value(name).unwrap_or_default())?;
            rest = after;
        }
    }
    filled.push(rest)
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
    filled: &mut Filled,
    braced: &str,
    environment: &dyn Lookup,
    tool: Tool,
    depth: usize,
) -> Result<(), TemplateError> {
    let (name, rest) = variable(braced).ok_or(TemplateError::Bad)?;
    if rest.is_empty() {
        return filled.push(environment.value(name).unwrap_or_default());
    }
    let (operator, word, value) = match rest.strip_prefix(':') {
        Some(rest) => (rest.chars().next(), rest, environment.value(name).filter(|value| !value.is_empty())),
        None => (rest.chars().next(), rest, environment.value(name)),
    };
    let word = word.get(1..).unwrap_or_default();
    match (operator, value, tool) {
        (Some('-' | '?'), Some(value), _) => filled.push(value),
        (Some('-'), None, Tool::Compose1) => filled.push(word),
        (Some('?'), None, Tool::Compose1) => {
            let message = if word.is_empty() { name } else { word }.to_owned();
            Err(TemplateError::Required { variable: name.to_owned(), message })
        }
        (Some('-'), None, Tool::Compose2) | (Some('+'), Some(_), Tool::Compose2) => {
            fill_into(filled, word, environment, tool, depth)
        }
        (Some('+'), None, Tool::Compose2) => Ok(()),
        (Some('?'), None, Tool::Compose2) => {
            let mut message = Filled { text: String::new(), most: LONGEST_MESSAGE };
            fill_into(&mut message, word, environment, tool, depth)?;
            Err(TemplateError::Required { variable: name.to_owned(), message: message.text })
        }
        _ => Err(TemplateError::Bad),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, TemplateError> {
        fill(text, &Environment::new().with("A", "a").with("EMPTY", ""), Tool::Compose2, 1_000)
    }

    #[test]
    fn docker_compose_1_takes_defaults_as_they_are() {
        let environment = Environment::new().with("A", "a").with("EMPTY", "");
        let filled = |text: &str| fill(text, &environment, Tool::Compose1, 1_000);
        for (text, expected) in [
            ("$A-${A}$$", "a-a$"),
            ("${NONE:-$A}", "$A"),
            ("${NONE:-${A}}", "${A}"),
            ("${EMPTY:-d}${EMPTY-d}", "d"),
        ] {
            assert_eq!(filled(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(filled("${A:+x}"), Err(TemplateError::Bad));
        let required = TemplateError::Required { variable: "EMPTY".into(), message: "EMPTY".into() };
        assert_eq!(filled("${EMPTY:?}"), Err(required));
    }

    #[test]
    fn a_text_does_not_outgrow_its_limit() {
        let environment = Environment::new().with("LONG", "x".repeat(100));
        let filled = |text: &str| fill(text, &environment, Tool::Compose2, 1_000);
        assert_eq!(filled(&"$LONG".repeat(10)).map(|text| text.len()), Ok(1_000));
        assert_eq!(filled(&"$LONG".repeat(11)), Err(TemplateError::TooLong { most: 1_000 }));
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
