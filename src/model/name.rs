//! Names of networks, containers, services and aliases, each with the rule its engine applies.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} name {text:?} {problem}")]
#[non_exhaustive]
pub struct NameError {
    /// What the name was meant for: `network`, `container`, `service` or `alias`.
    pub kind: &'static str,
    /// The text as given.
    pub text: String,
    /// What is wrong with it.
    pub problem: NameProblem,
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameProblem {
    /// Nothing but white space.
    #[error("is blank")]
    Blank,
    /// A character the rule does not allow, with its position counted in characters from 0.
    #[error("has the character {character:?} at position {position}, which this kind of name does not allow")]
    Character {
        /// The culprit.
        character: char,
        /// Where it stands, counted in characters from 0.
        position: usize,
    },
    /// Too few characters.
    #[error("is too short: at least {least} characters are needed")]
    TooShort {
        /// The least number of characters.
        least: usize,
    },
    /// Too many characters.
    #[error("is too long: {length} characters, at most {most} are allowed")]
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        most: usize,
    },
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a text as a name.
            ///
            /// # Errors
            /// [`NameError`] with the text and what is wrong with it.
            pub fn new(text: impl AsRef<str>) -> Result<Self, NameError> {
                let text = text.as_ref();
                match $check(text) {
                    Ok(()) => Ok(Self(text.into())),
                    Err(problem) => Err(NameError { kind: $kind, text: text.to_owned(), problem }),
                }
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        serde_as_text!($name);
    };
}

name! {
    /// The name of a network as engines know it.
    ///
    /// - not blank; nothing else is asked by engines for local networks (`a/ba d*` is a network name)
    /// - no control characters, which engines accept and no person can type
    ///
    /// Swarm networks must also be [`ServiceName`]-like DNS components; the engine says so.
    ///
    /// ```
    /// use docknet::model::NetworkName;
    /// assert_eq!(NetworkName::new("nat")?.as_str(), "nat");
    /// assert!(NetworkName::new("  ").is_err());
    /// # Ok::<(), docknet::model::NameError>(())
    /// ```
    NetworkName, "network", network_rule
}

name! {
    /// The name of a container: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`, as every engine checks it.
    ///
    /// ```
    /// use docknet::model::ContainerName;
    /// assert_eq!(ContainerName::new("redisha_master_1")?.as_str(), "redisha_master_1");
    /// assert!(ContainerName::new("redis/master").is_err());
    /// # Ok::<(), docknet::model::NameError>(())
    /// ```
    ContainerName, "container", container_rule
}

name! {
    /// The name of a swarm service: letters and digits joined by `-` or `_`, at most 63 characters.
    ///
    /// ```
    /// use docknet::model::ServiceName;
    /// assert!(ServiceName::new("web-front").is_ok());
    /// assert!(ServiceName::new("web.front").is_err());
    /// ```
    ServiceName, "service", service_rule
}

name! {
    /// A name a container answers to inside one network, besides its own.
    Alias, "alias", network_rule
}

fn network_rule(text: &str) -> Result<(), NameProblem> {
    if text.trim().is_empty() {
        return Err(NameProblem::Blank);
    }
    allow_only(text, |c| !c.is_control())
}

fn container_rule(text: &str) -> Result<(), NameProblem> {
    if text.trim().is_empty() {
        return Err(NameProblem::Blank);
    }
    allow_only(text, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))?;
    first_is_alphanumeric(text)?;
    if text.len() < 2 {
        return Err(NameProblem::TooShort { least: 2 });
    }
    Ok(())
}

fn service_rule(text: &str) -> Result<(), NameProblem> {
    if text.trim().is_empty() {
        return Err(NameProblem::Blank);
    }
    allow_only(text, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))?;
    first_is_alphanumeric(text)?;
    if let Some(last @ ('-' | '_')) = text.chars().last() {
        return Err(NameProblem::Character { character: last, position: text.len() - 1 });
    }
    if text.len() > 63 {
        return Err(NameProblem::TooLong { length: text.len(), most: 63 });
    }
    Ok(())
}

fn allow_only(text: &str, allowed: impl Fn(char) -> bool) -> Result<(), NameProblem> {
    match text.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        Some((position, character)) => Err(NameProblem::Character { character, position }),
        None => Ok(()),
    }
}

fn first_is_alphanumeric(text: &str) -> Result<(), NameProblem> {
    match text.chars().next() {
        Some(character) if !character.is_ascii_alphanumeric() => {
            Err(NameProblem::Character { character, position: 0 })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_names_are_what_engines_accept() {
        for good in ["nat", "a/ba d*", "container:abc", "Default Switch"] {
            assert_eq!(NetworkName::new(good).unwrap().to_string(), good);
        }
        assert_eq!(NetworkName::new(" \t").unwrap_err().problem, NameProblem::Blank);
        let control = NetworkName::new("na\u{7}t").unwrap_err();
        assert_eq!(control.problem, NameProblem::Character { character: '\u{7}', position: 2 });
    }

    #[test]
    fn container_names_carry_their_culprit() {
        assert!(ContainerName::new("a1").is_ok());
        assert_eq!(ContainerName::new("a").unwrap_err().problem, NameProblem::TooShort { least: 2 });
        assert_eq!(
            ContainerName::new("_a").unwrap_err().problem,
            NameProblem::Character { character: '_', position: 0 }
        );
        assert_eq!(
            ContainerName::new("a b").unwrap_err().to_string(),
            "container name \"a b\" has the character ' ' at position 1, which this kind of name does not allow"
        );
    }

    #[test]
    fn service_names_are_dns_components() {
        assert!(ServiceName::new("a--b_c").is_ok());
        assert!(ServiceName::new("web-").is_err());
        assert_eq!(
            ServiceName::new("a".repeat(64)).unwrap_err().problem,
            NameProblem::TooLong { length: 64, most: 63 }
        );
    }
}
