//! A subnet: a prefix with no host bits, IPv4 and IPv6 alike.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use super::text::serde_as_text;

/// A block of addresses written `address/prefix length`, IPv4 or IPv6.
///
/// - no bit of the address is set outside the prefix
/// - the prefix length is 0 to 32 for IPv4 and 0 to 128 for IPv6
///
/// Ordered by address, then by prefix length; every IPv4 subnet comes before every IPv6 one.
///
/// ```
/// use docknet::model::{Subnet, SubnetError};
///
/// let office: Subnet = "10.10.0.0/20".parse()?;
/// assert!(office.contains("10.10.15.254".parse()?));
/// assert_eq!(office.hosts(), 4094);
///
/// let slip = "10.10.10.10/20".parse::<Subnet>();
/// assert_eq!(slip, Err(SubnetError::HostBits { text: "10.10.10.10/20".into(), subnet: office }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subnet(IpNet);

/// Why a text is not a subnet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubnetError {
    /// Not `address/length` at all.
    #[error("{text:?} is not a subnet: write address/length, such as 10.10.0.0/20")]
    NotCidr {
        /// The text as given.
        text: String,
    },
    /// The prefix is longer than the address.
    #[error("the prefix length {length} of {address} is too long: at most {most}")]
    Length {
        /// The address.
        address: IpAddr,
        /// The length asked for.
        length: u8,
        /// The longest there is for this family.
        most: u8,
    },
    /// Bits are set outside the prefix.
    #[error("{text} has host bits set: the subnet is {subnet}")]
    HostBits {
        /// The text as given.
        text: String,
        /// The subnet the address lies in.
        subnet: Subnet,
    },
}

impl Subnet {
    /// A subnet from its network address and prefix length.
    ///
    /// # Errors
    /// [`SubnetError::Length`] or [`SubnetError::HostBits`].
    pub fn new(address: IpAddr, length: u8) -> Result<Self, SubnetError> {
        let subnet = Self::around(address, length)?;
        if subnet.address() != address {
            return Err(SubnetError::HostBits { text: format!("{address}/{length}"), subnet });
        }
        Ok(subnet)
    }

    /// The subnet of that prefix length in which an address lies.
    ///
    /// # Errors
    /// [`SubnetError::Length`] when the prefix is longer than the address.
    ///
    /// ```
    /// use docknet::model::Subnet;
    /// assert_eq!(Subnet::around("10.10.9.66".parse()?, 20)?.to_string(), "10.10.0.0/20");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn around(address: IpAddr, length: u8) -> Result<Self, SubnetError> {
        let most = if address.is_ipv4() { 32 } else { 128 };
        match IpNet::new(address, length) {
            Ok(net) => Ok(Self(net.trunc())),
            Err(ipnet::PrefixLenError) => Err(SubnetError::Length { address, length, most }),
        }
    }

    /// The network address: the first one.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.0.network()
    }

    /// The last address, which for IPv4 is the broadcast address.
    #[must_use]
    pub fn last(&self) -> IpAddr {
        self.0.broadcast()
    }

    /// How many leading bits are fixed.
    #[must_use]
    pub fn length(&self) -> u8 {
        self.0.prefix_len()
    }

    /// Whether this is an IPv4 subnet.
    #[must_use]
    pub fn is_ipv4(&self) -> bool {
        self.address().is_ipv4()
    }

    /// Whether an address lies in it. An address of the other family never does.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }

    /// Whether another subnet lies wholly in it (or is the same).
    #[must_use]
    pub fn covers(&self, other: Self) -> bool {
        self.0.contains(&other.0)
    }

    /// Whether the two share an address.
    #[must_use]
    pub fn overlaps(&self, other: Self) -> bool {
        self.covers(other) || other.covers(*self)
    }

    /// All its addresses, reserved ones included, as one more than the largest offset; `u128::MAX` for `::/0`.
    #[must_use]
    pub fn addresses(&self) -> u128 {
        let bits = u32::from(self.0.max_prefix_len() - self.length());
        1_u128.checked_shl(bits).unwrap_or(u128::MAX)
    }

    /// How many endpoints it can address: all but the network and broadcast addresses of IPv4, all but the
    /// first of IPv6. Blocks of one or two addresses reserve none (engines from 23.0 on; older ones cannot use
    /// them at all).
    #[must_use]
    pub fn hosts(&self) -> u128 {
        let reserved = match (self.is_ipv4(), self.0.max_prefix_len() - self.length()) {
            (_, 0 | 1) => 0,
            (true, _) => 2,
            (false, _) => 1,
        };
        self.addresses() - reserved
    }

    /// Whether the address is kept by the subnet itself: its network address or, for IPv4, its broadcast address.
    ///
    /// ```
    /// use docknet::model::Subnet;
    /// let subnet: Subnet = "10.10.0.0/20".parse()?;
    /// assert!(subnet.reserves("10.10.15.255".parse()?));
    /// assert!(!"10.10.0.0/31".parse::<Subnet>()?.reserves("10.10.0.0".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reserves(&self, address: IpAddr) -> bool {
        let single_or_pair = self.0.max_prefix_len() - self.length() <= 1;
        !single_or_pair && (address == self.address() || (self.is_ipv4() && address == self.last()))
    }

    /// The address at an offset from the first one, if it is in the subnet.
    #[must_use]
    pub fn nth(&self, offset: u128) -> Option<IpAddr> {
        if offset >= self.addresses() {
            return None;
        }
        match self.address() {
            IpAddr::V4(first) => {
                let offset = u32::try_from(offset).ok()?;
                first.to_bits().checked_add(offset).map(|bits| IpAddr::V4(bits.into()))
            }
            IpAddr::V6(first) => first.to_bits().checked_add(offset).map(|bits| IpAddr::V6(bits.into())),
        }
    }

    /// How far an address lies from the first one, if it is in the subnet.
    #[must_use]
    pub fn offset(&self, address: IpAddr) -> Option<u128> {
        match (self.address(), address) {
            (IpAddr::V4(first), IpAddr::V4(other)) if self.contains(address) => {
                Some(u128::from(other.to_bits() - first.to_bits()))
            }
            (IpAddr::V6(first), IpAddr::V6(other)) if self.contains(address) => {
                Some(other.to_bits() - first.to_bits())
            }
            _ => None,
        }
    }
}

impl FromStr for Subnet {
    type Err = SubnetError;

    fn from_str(text: &str) -> Result<Self, SubnetError> {
        let not_cidr = || SubnetError::NotCidr { text: text.to_owned() };
        let (address, length) = text.split_once('/').ok_or_else(not_cidr)?;
        let address: IpAddr = address.parse().ok().ok_or_else(not_cidr)?;
        if length.is_empty() || length.len() > 3 || !length.bytes().all(|b| b.is_ascii_digit()) {
            return Err(not_cidr());
        }
        let length: u8 = length.parse().ok().ok_or_else(not_cidr)?;
        let subnet = Self::around(address, length)?;
        if subnet.address() == address {
            Ok(subnet)
        } else {
            Err(SubnetError::HostBits { text: text.to_owned(), subnet })
        }
    }
}

impl fmt::Display for Subnet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

serde_as_text!(Subnet);

#[cfg(test)]
mod tests {
    use super::*;

    fn subnet(text: &str) -> Subnet {
        text.parse().unwrap()
    }

    #[test]
    fn texts_that_are_no_subnet_say_why() {
        for junk in [
            "",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/x",
            "10.0.0.0/-1",
            "10.0.0.0/0008",
            "10.0.0/8",
            "::/",
            "a/8",
        ] {
            assert_eq!(junk.parse::<Subnet>(), Err(SubnetError::NotCidr { text: junk.into() }), "{junk}");
        }
        assert!(matches!(
            "10.0.0.0/33".parse::<Subnet>(),
            Err(SubnetError::Length { length: 33, most: 32, .. })
        ));
        assert!(matches!(
            "::/129".parse::<Subnet>(),
            Err(SubnetError::Length { length: 129, most: 128, .. })
        ));
        assert_eq!(
            "2001:db8::1/64".parse::<Subnet>().unwrap_err().to_string(),
            "2001:db8::1/64 has host bits set: the subnet is 2001:db8::/64"
        );
    }

    #[test]
    fn reserved_addresses_follow_the_family_and_the_size() {
        assert_eq!(subnet("10.0.0.0/30").hosts(), 2);
        assert_eq!(subnet("10.0.0.0/31").hosts(), 2);
        assert_eq!(subnet("10.0.0.0/32").hosts(), 1);
        assert_eq!(subnet("2001:db8::/126").hosts(), 3);
        assert!(subnet("2001:db8::/64").reserves("2001:db8::".parse().unwrap()));
        assert!(!subnet("2001:db8::/64").reserves("2001:db8::ffff:ffff:ffff:ffff".parse().unwrap()));
        assert_eq!(subnet("::/0").addresses(), u128::MAX);
        assert_eq!(subnet("0.0.0.0/0").addresses(), 1 << 32);
    }

    #[test]
    fn offsets_and_addresses_are_inverse() {
        let block = subnet("10.10.0.0/20");
        assert_eq!(block.nth(4095), Some("10.10.15.255".parse().unwrap()));
        assert_eq!(block.nth(4096), None);
        assert_eq!(block.offset("10.10.10.10".parse().unwrap()), Some(2570));
        assert_eq!(block.offset("10.11.0.0".parse().unwrap()), None);
        assert_eq!(block.offset("::1".parse().unwrap()), None);
        assert_eq!(subnet("0.0.0.0/0").nth(1 << 32), None);
    }

    #[test]
    fn overlap_is_containment_either_way() {
        assert!(subnet("10.0.0.0/8").overlaps(subnet("10.10.0.0/20")));
        assert!(subnet("10.10.0.0/20").overlaps(subnet("10.0.0.0/8")));
        assert!(!subnet("10.10.0.0/20").overlaps(subnet("10.10.16.0/20")));
        assert!(!subnet("0.0.0.0/0").overlaps(subnet("::/0")));
    }
}
