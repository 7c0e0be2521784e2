//! Macros that declare HNS and HCN objects, one line a key, so that reading and writing cannot disagree.

/// An object: its keys by name, and every other key kept.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// Every other key, as it was read.
            pub rest: serde_json::Map<String, serde_json::Value>,
        }

        impl $crate::wire::Record for $name {
            fn from_value(value: &serde_json::Value) -> Result<Self, $crate::wire::WireError> {
                $crate::wire::field::Scalar::read(&$crate::wire::value::At::root(value))
            }

            fn to_value(&self) -> serde_json::Value {
                $crate::wire::field::Scalar::write(self)
            }
        }

        impl $crate::wire::field::Scalar for $name {
            fn read(at: &$crate::wire::value::At<'_>) -> Result<Self, $crate::wire::WireError> {
                Ok(Self {
                    $($field: <$type as $crate::wire::field::Field>::read_in(at, $key)?,)*
                    rest: $crate::wire::field::rest(at, &[$($key),*])?,
                })
            }

            fn write(&self) -> serde_json::Value {
                let mut object = serde_json::Map::new();
                $($crate::wire::field::Field::write_in(&self.$field, $key, &mut object);)*
                for (key, value) in &self.rest {
                    object.entry(key.as_str()).or_insert_with(|| value.clone());
                }
                serde_json::Value::Object(object)
            }
        }
    };
}

/// An enumeration that is a word or a number in JSON, with room for what is not known yet.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $style:ident {
        $($(#[$word_doc:meta])* $variant:ident = $word:literal $(/ $number:literal)?,)+
    }) => {
        $(#[$doc])*
        ///
        /// Read from a word in any case or from a number.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
            /// A word or number this version does not know, as it was read.
            Unknown(serde_json::Value),
        }

        impl $name {
            /// Every value this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it; `None` for what is not known.
            #[must_use]
            pub fn word(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($word),)+
                    Self::Unknown(_) => None,
                }
            }

            /// The number for it, where one is published.
            #[must_use]
            pub fn number(&self) -> Option<u64> {
                let numbers: &[(&Self, u64)] = &[$($((&Self::$variant, $number),)?)+];
                match self {
                    Self::Unknown(value) => value.as_u64(),
                    known => numbers.iter().find(|(one, _)| *one == known).map(|(_, number)| *number),
                }
            }

            /// The value of a word, in any case.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                let same = |known: &&Self| known.word().is_some_and(|w| w.eq_ignore_ascii_case(word));
                Self::KNOWN.iter().find(same).cloned()
            }
        }

        /// The first one.
        impl Default for $name {
            fn default() -> Self {
                Self::KNOWN[0].clone()
            }
        }

        impl $crate::wire::field::Scalar for $name {
            const EMPTY_IS_NONE: bool = true;

            fn read(at: &$crate::wire::value::At<'_>) -> Result<Self, $crate::wire::WireError> {
                let number = match at.value {
                    serde_json::Value::String(word) => match (Self::of_word(word.trim()), word.trim().parse()) {
                        (Some(known), _) => return Ok(known),
                        (None, parsed) => parsed.ok(),
                    },
                    serde_json::Value::Number(number) => number.as_u64(),
                    serde_json::Value::Null
                    | serde_json::Value::Bool(_)
                    | serde_json::Value::Array(_)
                    | serde_json::Value::Object(_) => return Err(at.shape("a word or a number")),
                };
                let same = |known: &&Self| number.is_some() && known.number() == number;
                let known = Self::KNOWN.iter().find(same).cloned();
                Ok(known.unwrap_or_else(|| Self::Unknown(at.value.clone())))
            }

            fn write(&self) -> serde_json::Value {
                let word = self.word().map(serde_json::Value::from);
                let number = self.number().map(serde_json::Value::from);
                let (first, second) = $crate::wire::declare::preferred!($style, word, number);
                if let Self::Unknown(value) = self {
                    return value.clone();
                }
                first.or(second).unwrap_or_default()
            }
        }

        /// What must be there: it has no value that goes without saying.
        impl $crate::wire::field::Field for $name {
            fn read_in(
                parent: &$crate::wire::value::At<'_>,
                key: &'static str,
            ) -> Result<Self, $crate::wire::WireError> {
                $crate::wire::field::required(parent, key, stringify!($name))
            }

            fn write_in(
                &self,
                key: &'static str,
                object: &mut serde_json::Map<String, serde_json::Value>,
            ) {
                object.insert(key.into(), $crate::wire::field::Scalar::write(self));
            }
        }
    };
}

macro_rules! preferred {
    (text, $word:ident, $number:ident) => {
        ($word, $number)
    };
    (number, $word:ident, $number:ident) => {
        ($number, $word)
    };
}

/// A policy: one variant a `Type`, with room for types that are not known yet.
macro_rules! policies {
    ($(#[$doc:meta])* $name:ident, $codec:ident {
        $($(#[$policy_doc:meta])* $variant:ident($settings:ty) = $word:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$policy_doc])* $variant($settings),)+
            /// A type this version does not know, whole.
            Unknown {
                /// The `Type` as it was read.
                kind: String,
                /// The whole policy as it was read.
                value: serde_json::Value,
            },
        }

        impl $name {
            /// The types this version knows.
            pub const KINDS: &'static [&'static str] = &[$($word),+];

            /// The `Type`.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $word,)+
                    Self::Unknown { kind, .. } => kind,
                }
            }
        }

        impl $crate::wire::field::Scalar for $name {
            fn read(at: &$crate::wire::value::At<'_>) -> Result<Self, $crate::wire::WireError> {
                at.object()?;
                let kind = at.required("Type", "a policy")?.text()?;
                let found = Self::KINDS.iter().find(|known| known.eq_ignore_ascii_case(kind));
                match found.copied().filter(|_| $codec::fits(at)) {
                    $(Some($word) => $codec::read(at).map(Self::$variant),)+
                    _ => Ok(Self::Unknown { kind: kind.to_owned(), value: at.value.clone() }),
                }
            }

            fn write(&self) -> serde_json::Value {
                match self {
                    $(Self::$variant(settings) => $codec::write($word, settings),)+
                    Self::Unknown { value, .. } => value.clone(),
                }
            }
        }
    };
}

pub(super) use {policies, preferred, record, words};
