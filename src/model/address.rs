//! An address an endpoint may have.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::text::serde_as_text;
use super::{Subnet, SubnetError};

/// An address together with the subnet it is used in, written `10.10.10.10/20`.
///
/// - it lies in the subnet
/// - it is neither the network address nor, for IPv4, the broadcast address
///
/// ```
/// use docknet::model::EndpointAddress;
///
/// let master: EndpointAddress = "10.10.10.10/20".parse()?;
/// assert_eq!(master.subnet().to_string(), "10.10.0.0/20");
/// assert!("10.10.15.255/20".parse::<EndpointAddress>().is_err());
/// # Ok::<(), docknet::model::AddressError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndpointAddress {
    address: IpAddr,
    subnet: Subnet,
}

/// Why an address cannot be an endpoint's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It is a name the pool keeps for itself.
    #[error("{address} is kept as auxiliary address {name:?}")]
    Auxiliary {
        /// The address.
        address: IpAddr,
        /// What it is kept for.
        name: String,
    },
    /// It is the last address of an IPv4 subnet.
    #[error("{address} is the broadcast address of {subnet}")]
    Broadcast {
        /// The address.
        address: IpAddr,
        /// Its subnet.
        subnet: Subnet,
    },
    /// It is the gateway.
    #[error("{address} is the gateway of {subnet}")]
    Gateway {
        /// The address.
        address: IpAddr,
        /// Its subnet.
        subnet: Subnet,
    },
    /// It is the first address of the subnet.
    #[error("{address} is the network address of {subnet}")]
    Network {
        /// The address.
        address: IpAddr,
        /// Its subnet.
        subnet: Subnet,
    },
    /// A text that is not `address/length`.
    #[error("{text:?} is not an address with its prefix length, such as 10.10.10.10/20")]
    NotAddress {
        /// The text as given.
        text: String,
    },
    /// It lies elsewhere.
    #[error("{address} is not in {subnet}")]
    Outside {
        /// The address.
        address: IpAddr,
        /// The subnet it should have been in.
        subnet: Subnet,
    },
}

impl EndpointAddress {
    /// An address in a subnet.
    ///
    /// # Errors
    /// [`AddressError`] when the address lies outside or the subnet keeps it for itself.
    pub fn new(address: IpAddr, subnet: Subnet) -> Result<Self, AddressError> {
        if !subnet.contains(address) {
            return Err(AddressError::Outside { address, subnet });
        }
        if subnet.reserves(address) {
            return Err(if address == subnet.address() {
                AddressError::Network { address, subnet }
            } else {
                AddressError::Broadcast { address, subnet }
            });
        }
        Ok(Self { address, subnet })
    }

    /// The address alone.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// The subnet it is used in.
    #[must_use]
    pub fn subnet(&self) -> Subnet {
        self.subnet
    }
}

impl FromStr for EndpointAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let not_address = || AddressError::NotAddress { text: text.to_owned() };
        let (address, _) = text.split_once('/').ok_or_else(not_address)?;
        let address: IpAddr = address.parse().ok().ok_or_else(not_address)?;
        let subnet = match text.parse::<Subnet>() {
            Ok(subnet) | Err(SubnetError::HostBits { subnet, .. }) => subnet,
            Err(SubnetError::NotCidr { .. } | SubnetError::Length { .. }) => return Err(not_address()),
        };
        Self::new(address, subnet)
    }
}

impl fmt::Display for EndpointAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.address, self.subnet.length()))
    }
}

serde_as_text!(EndpointAddress);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_and_broadcast_addresses_cannot_be_made() {
        let parse = |text: &str| text.parse::<EndpointAddress>();
        assert!(matches!(parse("10.10.0.0/20"), Err(AddressError::Network { .. })));
        assert!(matches!(parse("10.10.15.255/20"), Err(AddressError::Broadcast { .. })));
        assert!(matches!(parse("2001:db8::/64"), Err(AddressError::Network { .. })));
        assert!(parse("2001:db8::ffff:ffff:ffff:ffff/64").is_ok());
        assert!(parse("10.0.0.0/31").is_ok(), "a block of two reserves nothing");
        assert!(matches!(parse("10.10.10.10"), Err(AddressError::NotAddress { .. })));
        assert!(matches!(parse("10.10.10.10/64"), Err(AddressError::NotAddress { .. })));
    }

    #[test]
    fn an_address_outside_names_both() {
        let error = EndpointAddress::new("10.20.0.1".parse().unwrap(), "10.10.0.0/20".parse().unwrap());
        assert_eq!(error.unwrap_err().to_string(), "10.20.0.1 is not in 10.10.0.0/20");
    }
}
