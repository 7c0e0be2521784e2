//! Flags as HCN writes them: a number, a name, or names separated by commas.

use std::collections::BTreeSet;

use serde_json::Value;

use super::WireError;
use super::value::At;

/// The names and bits of one kind of flags.
pub(super) type Names = &'static [(&'static str, u64)];

/// Reads flags into bits and the names that have no known bit.
pub(super) fn read(at: &At<'_>, known: Names) -> Result<(u64, BTreeSet<String>), WireError> {
    let (mut bits, mut names) = (0, BTreeSet::new());
    if let Some(number) = at.value.as_u64() {
        return Ok((number, names));
    }
    let words: Vec<&str> = match at.value {
        Value::String(text) => text.split(',').collect(),
        Value::Array(_) => at.items()?.iter().map(At::text).collect::<Result<_, _>>()?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            return Err(at.shape("a number, a name, or names separated by commas"));
        }
    };
    for word in words.into_iter().map(str::trim).filter(|word| !word.is_empty()) {
        let same = known.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        match (same, word.parse::<u64>()) {
            (Some((_, bit)), _) => bits |= bit,
            (None, Ok(number)) => bits |= number,
            (None, Err(_)) => {
                names.insert(word.to_owned());
            }
        }
    }
    Ok((bits, names))
}

/// Writes flags: a number where that says all, else names.
pub(super) fn write(bits: u64, names: &BTreeSet<String>, known: Names) -> Value {
    if names.is_empty() {
        return bits.into();
    }
    let set = known.iter().filter(|(_, bit)| *bit != 0 && bits & bit == *bit);
    let mut words: Vec<String> = set.map(|(name, _)| (*name).to_owned()).collect();
    let left = known.iter().fold(bits, |left, (_, bit)| left & !bit);
    if left != 0 {
        words.push(left.to_string());
    }
    words.extend(names.iter().cloned());
    words.join(",").into()
}

/// Flags of one kind.
macro_rules! flags {
    ($(#[$doc:meta])* $name:ident { $($(#[$flag_doc:meta])* $constant:ident = $word:literal / $bit:literal,)+ }) => {
        $(#[$doc])*
        ///
        /// Read from a number, a name in any case, or names separated by commas; a name whose number is not published
        /// stays a name.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        #[non_exhaustive]
        pub struct $name {
            /// The flags that have a number.
            pub bits: u64,
            /// The flags of which only a name is known.
            pub names: std::collections::BTreeSet<String>,
        }

        impl $name {
            $($(#[$flag_doc])* pub const $constant: u64 = $bit;)+

            const NAMES: $crate::wire::flags::Names = &[$(($word, $bit)),+];

            /// Flags from their number.
            #[must_use]
            pub fn new(bits: u64) -> Self {
                Self { bits, ..Self::default() }
            }

            /// Whether all those bits are set.
            #[must_use]
            pub fn has(&self, bits: u64) -> bool {
                self.bits & bits == bits
            }

            /// Whether nothing is set.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.bits == 0 && self.names.is_empty()
            }
        }

        impl $crate::wire::field::Scalar for $name {
            const EMPTY_IS_NONE: bool = true;

            fn read(at: &$crate::wire::value::At<'_>) -> Result<Self, $crate::wire::WireError> {
                let (bits, names) = $crate::wire::flags::read(at, Self::NAMES)?;
                Ok(Self { bits, names })
            }

            fn write(&self) -> serde_json::Value {
                $crate::wire::flags::write(self.bits, &self.names, Self::NAMES)
            }
        }
    };
}

pub(super) use flags;
