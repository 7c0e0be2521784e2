//! Identities an engine gives, and the key a caller names a network by.

use std::fmt;
use std::str::FromStr;

use super::NetworkName;
use super::text::serde_as_text;

/// Why a text is not an identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} id {text:?} is not made of letters, digits and dashes")]
#[non_exhaustive]
pub struct IdError {
    /// What the identity was meant for.
    pub kind: &'static str,
    /// The text as given.
    pub text: String,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a text as an identity.
            ///
            /// # Errors
            /// [`IdError`] when it is empty or has anything but ASCII letters, digits, `-` and `_`.
            pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
                let text = text.as_ref();
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
                if text.is_empty() || !text.chars().all(plain) {
                    return Err(IdError { kind: $kind, text: text.to_owned() });
                }
                Ok(Self(text.into()))
            }

            /// The whole identity.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first 12 characters, as the tools operators know print it.
            #[must_use]
            pub fn short(&self) -> &str {
                self.0.get(..12).unwrap_or(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        serde_as_text!($name);
    };
}

id! {
    /// The identity of a network: 64 hexadecimal digits for a local one, 25 base-36 characters for a swarm one.
    NetworkId, "network"
}
id! {
    /// The identity of a container. Engines also list endpoints without one under keys such as `ep-…` and `lb-…`.
    ContainerId, "container"
}
id! {
    /// The identity of an endpoint.
    EndpointId, "endpoint"
}

/// How a caller names a network: by its name or by its identity.
///
/// Engines before 25.0 can hold two networks of one name; an identity is never ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "engines look a network up by name or by identity, nothing else")]
pub enum NetworkKey<'a> {
    /// By name.
    Name(&'a NetworkName),
    /// By identity.
    Id(&'a NetworkId),
}

impl NetworkKey<'_> {
    /// The text an engine is asked with.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Name(name) => name.as_str(),
            Self::Id(id) => id.as_str(),
        }
    }
}

impl fmt::Display for NetworkKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> From<&'a NetworkName> for NetworkKey<'a> {
    fn from(name: &'a NetworkName) -> Self {
        Self::Name(name)
    }
}

impl<'a> From<&'a NetworkId> for NetworkKey<'a> {
    fn from(id: &'a NetworkId) -> Self {
        Self::Id(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_plain_and_shorten() {
        let id = NetworkId::new("ed8f896b69b0c029b8512ef20c27238001b7bc198d1f9a2374e98a267f70dd8c").unwrap();
        assert_eq!(id.short(), "ed8f896b69b0");
        assert_eq!(NetworkId::new("abc").unwrap().short(), "abc");
        assert!(NetworkId::new("").is_err());
        assert!(EndpointId::new("a b").is_err());
    }
}
