//! Hardware addresses, in both spellings that occur.

use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;

/// An Ethernet address. Read from `00:15:5d:b9:08:db` (Docker) and `00-15-5D-B9-08-DB` (HNS), written the first way.
///
/// ```
/// use docknet::model::MacAddress;
/// let hns: MacAddress = "00-15-5D-B9-08-DB".parse()?;
/// assert_eq!(hns.to_string(), "00:15:5d:b9:08:db");
/// # Ok::<(), docknet::model::MacAddressError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddress([u8; 6]);

/// A text that is not six pairs of hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a hardware address, such as 00:15:5d:b9:08:db")]
#[non_exhaustive]
pub struct MacAddressError {
    /// The text as given.
    pub text: String,
}

impl MacAddress {
    /// The address from its six bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 6]) -> Self {
        Self(bytes)
    }

    /// The six bytes.
    #[must_use]
    pub const fn bytes(&self) -> [u8; 6] {
        self.0
    }
}

impl FromStr for MacAddress {
    type Err = MacAddressError;

    fn from_str(text: &str) -> Result<Self, MacAddressError> {
        let error = || MacAddressError { text: text.to_owned() };
        let separator = if text.contains('-') { '-' } else { ':' };
        let mut bytes = [0; 6];
        let mut parts = text.split(separator);
        for byte in &mut bytes {
            let part = parts.next().filter(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_hexdigit()));
            let part = part.ok_or_else(error)?;
            *byte = u8::from_str_radix(part, 16).ok().ok_or_else(error)?;
        }
        match parts.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(error()),
        }
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ":" };
            write!(f, "{separator}{byte:02x}")?;
        }
        Ok(())
    }
}

serde_as_text!(MacAddress);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_pairs_are_a_hardware_address() {
        for junk in [
            "",
            "00:15:5d:b9:08",
            "00:15:5d:b9:08:db:00",
            "00:15-5d:b9:08:db",
            "0:15:5d:b9:08:db",
            "00:15:5d:b9:08:+b",
        ] {
            assert!(junk.parse::<MacAddress>().is_err(), "{junk}");
        }
    }
}
