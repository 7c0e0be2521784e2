//! One address pool of a network: its subnet, gateway, dynamic range and kept addresses.

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{AddressError, EndpointAddress, Subnet};

/// One entry of a network's IPAM configuration.
///
/// - the gateway, the dynamic range and every auxiliary address lie in the subnet
/// - the gateway and the auxiliary addresses are neither network nor broadcast address and differ from each other
///
/// ```
/// use docknet::model::{AddressError, IpamPool};
///
/// let pool = IpamPool::new("10.10.0.0/20".parse()?).with_gateway("10.10.0.1".parse()?)?;
/// assert_eq!(pool.endpoint("10.10.10.10".parse()?)?.to_string(), "10.10.10.10/20");
/// assert!(matches!(pool.endpoint("10.10.0.1".parse()?), Err(AddressError::Gateway { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct IpamPool {
    subnet: Subnet,
    gateway: Option<IpAddr>,
    range: Option<Subnet>,
    auxiliary: BTreeMap<String, IpAddr>,
}

/// Why the parts of a pool do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IpamPoolError {
    /// An auxiliary address that cannot be one.
    #[error("auxiliary address {name:?} does not fit: {source}")]
    Auxiliary {
        /// Its name.
        name: String,
        /// Why it does not fit.
        source: AddressError,
    },
    /// A gateway that cannot be one.
    #[error("the gateway does not fit: {source}")]
    Gateway {
        /// Why it does not fit.
        #[from]
        source: AddressError,
    },
    /// A dynamic range that leaves the subnet.
    #[error("the range {range} is not inside {subnet}")]
    RangeOutside {
        /// The range.
        range: Subnet,
        /// The subnet it should have been in.
        subnet: Subnet,
    },
}

impl IpamPool {
    /// A pool that is just a subnet: the engine picks the gateway.
    #[must_use]
    pub fn new(subnet: Subnet) -> Self {
        Self { subnet, gateway: None, range: None, auxiliary: BTreeMap::new() }
    }

    /// Sets the gateway.
    ///
    /// # Errors
    /// [`IpamPoolError::Gateway`] when it lies outside, is reserved, or is an auxiliary address already.
    pub fn with_gateway(mut self, gateway: IpAddr) -> Result<Self, IpamPoolError> {
        self.gateway = None;
        self.endpoint(gateway)?;
        self.gateway = Some(gateway);
        Ok(self)
    }

    /// Sets the range the engine takes dynamic addresses from (`--ip-range`).
    ///
    /// # Errors
    /// [`IpamPoolError::RangeOutside`] when it is not wholly in the subnet.
    pub fn with_range(mut self, range: Subnet) -> Result<Self, IpamPoolError> {
        if !self.subnet.covers(range) {
            return Err(IpamPoolError::RangeOutside { range, subnet: self.subnet });
        }
        self.range = Some(range);
        Ok(self)
    }

    /// Keeps an address out of the engine's hands (`--aux-address`).
    ///
    /// # Errors
    /// [`IpamPoolError::Auxiliary`] when it lies outside, is reserved, or is kept already.
    pub fn with_auxiliary(mut self, name: impl Into<String>, address: IpAddr) -> Result<Self, IpamPoolError> {
        let name = name.into();
        match self.endpoint(address) {
            Ok(_) => {
                self.auxiliary.insert(name, address);
                Ok(self)
            }
            Err(source) => Err(IpamPoolError::Auxiliary { name, source }),
        }
    }

    /// The subnet.
    #[must_use]
    pub fn subnet(&self) -> Subnet {
        self.subnet
    }

    /// The gateway, if one was chosen.
    #[must_use]
    pub fn gateway(&self) -> Option<IpAddr> {
        self.gateway
    }

    /// The dynamic range, if one was chosen.
    #[must_use]
    pub fn range(&self) -> Option<Subnet> {
        self.range
    }

    /// The addresses kept out of the engine's hands, by name.
    #[must_use]
    pub fn auxiliary(&self) -> &BTreeMap<String, IpAddr> {
        &self.auxiliary
    }

    /// An address of this pool for an endpoint.
    ///
    /// # Errors
    /// [`AddressError`] when it lies outside, is reserved, is the gateway, or is an auxiliary address.
    pub fn endpoint(&self, address: IpAddr) -> Result<EndpointAddress, AddressError> {
        let endpoint = EndpointAddress::new(address, self.subnet)?;
        if self.gateway == Some(address) {
            return Err(AddressError::Gateway { address, subnet: self.subnet });
        }
        match self.auxiliary.iter().find(|(_, kept)| **kept == address) {
            Some((name, _)) => Err(AddressError::Auxiliary { address, name: name.clone() }),
            None => Ok(endpoint),
        }
    }
}

/// The parts of a pool before they are checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    subnet: Subnet,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gateway: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<Subnet>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    auxiliary: BTreeMap<String, IpAddr>,
}

impl TryFrom<Fields> for IpamPool {
    type Error = IpamPoolError;

    fn try_from(fields: Fields) -> Result<Self, IpamPoolError> {
        let mut pool = Self::new(fields.subnet);
        if let Some(gateway) = fields.gateway {
            pool = pool.with_gateway(gateway)?;
        }
        if let Some(range) = fields.range {
            pool = pool.with_range(range)?;
        }
        for (name, address) in fields.auxiliary {
            pool = pool.with_auxiliary(name, address)?;
        }
        Ok(pool)
    }
}

impl From<IpamPool> for Fields {
    fn from(pool: IpamPool) -> Self {
        let IpamPool { subnet, gateway, range, auxiliary } = pool;
        Self { subnet, gateway, range, auxiliary }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> IpamPool {
        IpamPool::new("10.10.0.0/20".parse().unwrap())
    }

    #[test]
    fn a_gateway_outside_or_reserved_cannot_be_set() {
        for (gateway, reason) in [
            ("10.11.0.1", "10.11.0.1 is not in 10.10.0.0/20"),
            ("10.10.0.0", "10.10.0.0 is the network address of 10.10.0.0/20"),
            ("10.10.15.255", "10.10.15.255 is the broadcast address of 10.10.0.0/20"),
            ("fd00::1", "fd00::1 is not in 10.10.0.0/20"),
        ] {
            let error = pool().with_gateway(gateway.parse().unwrap()).unwrap_err();
            assert_eq!(error.to_string(), format!("the gateway does not fit: {reason}"));
        }
    }

    #[test]
    fn ranges_and_kept_addresses_stay_inside_and_apart() {
        assert!(pool().with_range("10.10.8.0/21".parse().unwrap()).is_ok());
        assert!(matches!(
            pool().with_range("10.0.0.0/8".parse().unwrap()),
            Err(IpamPoolError::RangeOutside { .. })
        ));
        let kept = pool().with_gateway("10.10.0.1".parse().unwrap()).unwrap();
        let clash = kept.clone().with_auxiliary("router", "10.10.0.1".parse().unwrap()).unwrap_err();
        assert!(matches!(clash, IpamPoolError::Auxiliary { source: AddressError::Gateway { .. }, .. }));
        let kept = kept.with_auxiliary("router", "10.10.0.2".parse().unwrap()).unwrap();
        assert!(matches!(kept.endpoint("10.10.0.2".parse().unwrap()), Err(AddressError::Auxiliary { .. })));
    }

    #[test]
    fn a_pool_survives_serde_and_a_wrong_one_does_not() {
        let whole = pool()
            .with_gateway("10.10.0.1".parse().unwrap())
            .and_then(|p| p.with_range("10.10.8.0/21".parse().unwrap()))
            .and_then(|p| p.with_auxiliary("router", "10.10.0.2".parse().unwrap()))
            .unwrap();
        let json = serde_json::to_string(&whole).unwrap();
        assert_eq!(serde_json::from_str::<IpamPool>(&json).unwrap(), whole);
        let wrong = r#"{"subnet":"10.10.0.0/20","gateway":"10.11.0.1"}"#;
        assert!(serde_json::from_str::<IpamPool>(wrong).is_err());
    }
}
