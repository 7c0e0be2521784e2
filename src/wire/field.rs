//! How single values of HNS and HCN objects are read from JSON and written to it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde_json::{Map, Value};

use super::value::At;
use super::{Guid, WireError, WireProblem};
use crate::model::{MacAddress, Subnet};

/// A value that stands alone.
pub(super) trait Scalar: Sized {
    /// Whether an empty text means that there is no value.
    const EMPTY_IS_NONE: bool = false;

    fn read(at: &At<'_>) -> Result<Self, WireError>;

    fn write(&self) -> Value;
}

/// What stands under a key of an object, present or not.
pub(super) trait Field: Sized {
    fn read_in(parent: &At<'_>, key: &'static str) -> Result<Self, WireError>;

    fn write_in(&self, key: &'static str, object: &mut Map<String, Value>);
}

impl<T: Scalar> Field for Option<T> {
    fn read_in(parent: &At<'_>, key: &'static str) -> Result<Self, WireError> {
        let at = parent.get(key).filter(|at| !(T::EMPTY_IS_NONE && at.value == ""));
        at.map(|at| T::read(&at)).transpose()
    }

    fn write_in(&self, key: &'static str, object: &mut Map<String, Value>) {
        if let Some(value) = self {
            object.insert(key.into(), value.write());
        }
    }
}

/// An absent array is an empty one; a bare object is an array of one, as `PowerShell` writes it.
impl<T: Scalar> Field for Vec<T> {
    fn read_in(parent: &At<'_>, key: &'static str) -> Result<Self, WireError> {
        let Some(at) = parent.get(key) else { return Ok(Self::new()) };
        if at.value.is_object() {
            return Ok(vec![T::read(&at)?]);
        }
        at.items()?.iter().map(T::read).collect()
    }

    fn write_in(&self, key: &'static str, object: &mut Map<String, Value>) {
        if !self.is_empty() {
            object.insert(key.into(), self.iter().map(Scalar::write).collect());
        }
    }
}

/// Absent is false, and false is left out.
impl Field for bool {
    fn read_in(parent: &At<'_>, key: &'static str) -> Result<Self, WireError> {
        parent.get(key).map_or(Ok(false), |at| at.flag())
    }

    fn write_in(&self, key: &'static str, object: &mut Map<String, Value>) {
        if *self {
            object.insert(key.into(), true.into());
        }
    }
}

/// What HNS clients always write, and what is zero where it is absent.
macro_rules! always_written {
    ($($type:ty),+) => {$(
        impl Field for $type {
            fn read_in(parent: &At<'_>, key: &'static str) -> Result<Self, WireError> {
                Ok(Option::<$type>::read_in(parent, key)?.unwrap_or_default())
            }

            fn write_in(&self, key: &'static str, object: &mut Map<String, Value>) {
                object.insert(key.into(), self.write());
            }
        }
    )+};
}

always_written!(u16, u32, u64, Always);

/// A truth value clients always write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "a truth value and nothing else")]
pub struct Always(
    /// The truth value.
    pub bool,
);

impl Scalar for Always {
    fn read(at: &At<'_>) -> Result<Self, WireError> {
        at.flag().map(Self)
    }

    fn write(&self) -> Value {
        self.0.into()
    }
}

impl Scalar for bool {
    fn read(at: &At<'_>) -> Result<Self, WireError> {
        at.flag()
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

macro_rules! number {
    ($($type:ty = $expected:literal),+) => {$(
        impl Scalar for $type {
            fn read(at: &At<'_>) -> Result<Self, WireError> {
                let number = at.value.as_u64().and_then(|number| Self::try_from(number).ok());
                number.ok_or_else(|| at.shape($expected))
            }

            fn write(&self) -> Value {
                (*self).into()
            }
        }
    )+};
}

number!(
    u8 = "a whole number up to 255",
    u16 = "a whole number up to 65535",
    u32 = "a whole number of 32 bits",
    u64 = "a whole number of 64 bits"
);

impl<T: Scalar> Scalar for Box<T> {
    fn read(at: &At<'_>) -> Result<Self, WireError> {
        T::read(at).map(Self::new)
    }

    fn write(&self) -> Value {
        T::write(self)
    }
}

impl Scalar for String {
    fn read(at: &At<'_>) -> Result<Self, WireError> {
        at.text().map(Into::into)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Scalar for Value {
    fn read(at: &At<'_>) -> Result<Self, WireError> {
        Ok(at.value.clone())
    }

    fn write(&self) -> Value {
        self.clone()
    }
}

macro_rules! parsed {
    ($($type:ty),+) => {$(
        impl Scalar for $type {
            const EMPTY_IS_NONE: bool = true;

            fn read(at: &At<'_>) -> Result<Self, WireError> {
                at.parse()
            }

            fn write(&self) -> Value {
                self.to_string().into()
            }
        }
    )+};
}

parsed!(Guid, IpAddr, Ipv4Addr, Ipv6Addr, Subnet);

/// HNS writes hardware addresses with dashes and upper-case digits.
impl Scalar for MacAddress {
    const EMPTY_IS_NONE: bool = true;

    fn read(at: &At<'_>) -> Result<Self, WireError> {
        at.parse()
    }

    fn write(&self) -> Value {
        self.to_string().replace(':', "-").to_ascii_uppercase().into()
    }
}

/// Several words in one text, separated by commas.
///
/// HNS v1 writes lists of DNS servers and of adapters so; HCN v2 has arrays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "a list of words and nothing else")]
pub struct CommaList(
    /// The words, without the white space around them.
    pub Vec<String>,
);

impl Field for CommaList {
    fn read_in(parent: &At<'_>, key: &'static str) -> Result<Self, WireError> {
        let text = parent.get(key).map_or(Ok(""), |at| at.text())?;
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        Ok(Self(words.map(Into::into).collect()))
    }

    fn write_in(&self, key: &'static str, object: &mut Map<String, Value>) {
        if !self.0.is_empty() {
            object.insert(key.into(), self.0.join(",").into());
        }
    }
}

/// The keys of an object that nobody named.
pub(super) fn rest(at: &At<'_>, named: &[&str]) -> Result<Map<String, Value>, WireError> {
    let unnamed = at.object()?.iter().filter(|(key, _)| !named.contains(&key.as_str()));
    Ok(unnamed.map(|(key, value)| (key.clone(), value.clone())).collect())
}

/// A value that must be there.
pub(super) fn required<T: Scalar>(
    parent: &At<'_>,
    key: &'static str,
    expected: &'static str,
) -> Result<T, WireError> {
    match parent.get(key) {
        Some(at) => T::read(&at),
        None => Err(WireError::new(parent.path.clone(), WireProblem::Missing { key, expected })),
    }
}
