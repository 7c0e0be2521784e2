//! A run of consecutive addresses, not bound to prefix borders.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::Subnet;
use super::text::serde_as_text;

/// All addresses from one to another, both included, of one family.
///
/// Written `first-last`; a single address or a subnet is read as the range it covers.
///
/// ```
/// use docknet::model::AddressRange;
/// let printers: AddressRange = "10.10.0.200-10.10.0.220".parse()?;
/// assert!(printers.contains("10.10.0.210".parse()?));
/// assert_eq!(printers.addresses(), 21);
/// assert_eq!("10.10.0.0/30".parse::<AddressRange>()?.to_string(), "10.10.0.0-10.10.0.3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange {
    first: IpAddr,
    last: IpAddr,
}

/// Why two addresses, or a text, are not a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressRangeError {
    /// The last address comes before the first.
    #[error("the range {first}-{last} runs backwards")]
    Backwards {
        /// The first address as given.
        first: IpAddr,
        /// The last address as given.
        last: IpAddr,
    },
    /// One address is IPv4, the other IPv6.
    #[error("the range {first}-{last} mixes IPv4 and IPv6")]
    MixedFamilies {
        /// The first address as given.
        first: IpAddr,
        /// The last address as given.
        last: IpAddr,
    },
    /// Neither a range nor an address nor a subnet.
    #[error("{text:?} is not a range: write first-last, an address, or a subnet")]
    NotRange {
        /// The text as given.
        text: String,
    },
}

impl AddressRange {
    /// The range from one address to another, both included.
    ///
    /// # Errors
    /// [`AddressRangeError::Backwards`] or [`AddressRangeError::MixedFamilies`].
    pub fn new(first: IpAddr, last: IpAddr) -> Result<Self, AddressRangeError> {
        if first.is_ipv4() != last.is_ipv4() {
            return Err(AddressRangeError::MixedFamilies { first, last });
        }
        if last < first {
            return Err(AddressRangeError::Backwards { first, last });
        }
        Ok(Self { first, last })
    }

    /// The first address.
    #[must_use]
    pub fn first(&self) -> IpAddr {
        self.first
    }

    /// The last address.
    #[must_use]
    pub fn last(&self) -> IpAddr {
        self.last
    }

    /// How many addresses it holds; `u128::MAX` for all of IPv6.
    #[must_use]
    pub fn addresses(&self) -> u128 {
        match (self.first, self.last) {
            (IpAddr::V4(first), IpAddr::V4(last)) => u128::from(last.to_bits() - first.to_bits()) + 1,
            (IpAddr::V6(first), IpAddr::V6(last)) => (last.to_bits() - first.to_bits()).saturating_add(1),
            _ => 0,
        }
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        address.is_ipv4() == self.first.is_ipv4() && self.first <= address && address <= self.last
    }

    /// Whether the two share an address.
    #[must_use]
    pub fn overlaps(&self, other: Self) -> bool {
        self.first.is_ipv4() == other.first.is_ipv4() && self.first <= other.last && other.first <= self.last
    }
}

impl From<Subnet> for AddressRange {
    fn from(subnet: Subnet) -> Self {
        Self { first: subnet.address(), last: subnet.last() }
    }
}

impl From<IpAddr> for AddressRange {
    fn from(address: IpAddr) -> Self {
        Self { first: address, last: address }
    }
}

impl FromStr for AddressRange {
    type Err = AddressRangeError;

    fn from_str(text: &str) -> Result<Self, AddressRangeError> {
        let not_range = || AddressRangeError::NotRange { text: text.to_owned() };
        if let Some((first, last)) = text.split_once('-') {
            let parse = |side: &str| side.trim().parse().ok().ok_or_else(not_range);
            return Self::new(parse(first)?, parse(last)?);
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(address.into());
        }
        text.parse::<Subnet>().map(Self::from).ok().ok_or_else(not_range)
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

serde_as_text!(AddressRange);

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> AddressRange {
        text.parse().unwrap()
    }

    #[test]
    fn wrong_ranges_name_their_culprit() {
        assert!(matches!(
            "10.0.0.9-10.0.0.1".parse::<AddressRange>(),
            Err(AddressRangeError::Backwards { .. })
        ));
        assert!(matches!(
            "10.0.0.9-::1".parse::<AddressRange>(),
            Err(AddressRangeError::MixedFamilies { .. })
        ));
        for junk in ["", "-", "10.0.0.1-", "ten", "10.0.0.1/8"] {
            assert!(
                matches!(junk.parse::<AddressRange>(), Err(AddressRangeError::NotRange { .. })),
                "{junk}"
            );
        }
    }

    #[test]
    fn sizes_and_overlaps() {
        assert_eq!(range("::/0").addresses(), u128::MAX);
        assert!(range("10.0.0.1-10.0.0.9").overlaps(range("10.0.0.9")));
        assert!(!range("10.0.0.1-10.0.0.9").overlaps(range("10.0.0.10-10.0.0.11")));
        assert!(!range("0.0.0.0/0").overlaps(range("::/0")));
    }
}
