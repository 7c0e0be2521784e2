//! Where a suite may build: a prefix for names and a block of addresses.

use std::net::IpAddr;

use crate::model::{ContainerName, NameError, Subnet};

/// Names and addresses that belong to one run of the suite.
///
/// Two runs against one engine at the same time need two prefixes and two blocks.
///
/// ```
/// use docknet::engine::conformance::Ground;
///
/// assert!(Ground::new("run-7", "10.99.0.0/16".parse()?).is_ok());
/// assert!(Ground::new("run-7", "10.99.0.0/24".parse()?).is_err(), "too few addresses");
/// assert!(Ground::new("-", "10.99.0.0/16".parse()?).is_err(), "no beginning of a container's name");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    prefix: String,
    block: Subnet,
}

/// Why a suite cannot build there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroundError {
    /// The block is no IPv4 block of at least a /16.
    #[error("{block} is too small: the suite needs an IPv4 /16")]
    Block {
        /// The block as given.
        block: Subnet,
    },
    /// Names made with the prefix would be none.
    #[error("the prefix does not begin a name: {source}")]
    Prefix {
        /// Why.
        #[from]
        source: NameError,
    },
}

impl Ground {
    /// A prefix for the names of networks and containers, and an IPv4 block of at least 65536 addresses.
    ///
    /// # Errors
    /// [`GroundError`] when one of them does not do.
    pub fn new(prefix: impl Into<String>, block: Subnet) -> Result<Self, GroundError> {
        let prefix = prefix.into();
        ContainerName::new(format!("{prefix}-00-a"))?;
        if !block.is_ipv4() || block.length() > 16 {
            return Err(GroundError::Block { block });
        }
        Ok(Self { prefix, block })
    }

    /// The beginning of every name.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The block all IPv4 subnets are in.
    #[must_use]
    pub fn block(&self) -> Subnet {
        self.block
    }

    /// The /22 of one scenario.
    pub(super) fn slot(&self, slot: u8) -> Option<Subnet> {
        Subnet::new(self.block.nth(u128::from(slot) << 10)?, 22).ok()
    }

    /// The IPv6 /64 of one scenario, unique local and different wherever the IPv4 blocks differ.
    pub(super) fn slot_ipv6(&self, slot: u8) -> Option<Subnet> {
        let IpAddr::V4(block) = self.block.address() else { return None };
        let prefix = u128::from(0xfdd0_u16) << 112 | u128::from(block.to_bits()) << 80;
        Subnet::new(IpAddr::V6((prefix | u128::from(slot) << 64).into()), 64).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_get_blocks_of_their_own() {
        let ground = Ground::new("dn", "10.99.0.0/16".parse().unwrap()).unwrap();
        assert_eq!(ground.slot(0).unwrap().to_string(), "10.99.0.0/22");
        assert_eq!(ground.slot(63).unwrap().to_string(), "10.99.252.0/22");
        assert_eq!(ground.slot(64), None);
        assert_eq!(ground.slot_ipv6(3).unwrap().to_string(), "fdd0:a63:0:3::/64");
    }
}
