//! The book of leases in memory.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::host::Host;
use crate::model::{AddressRange, EndpointAddress, IpamPool};
use crate::plan::{AllocationError, Allocator, Holder};

/// The leases of one pool.
///
/// - a holder has at most one address, an address at most one holder
/// - acquiring again gives the holder what it has: nobody is moved
/// - a failed call changes nothing
///
/// ```
/// use docknet::lease::Leases;
/// use docknet::model::IpamPool;
/// use docknet::plan::Holder;
///
/// let mut leases = Leases::new(IpamPool::new("10.10.0.0/20".parse()?).with_gateway("10.10.0.1".parse()?)?);
/// let master = leases.acquire_exactly(&Holder::new("redis/master-1"), "10.10.10.10".parse()?)?;
/// assert_eq!(leases.acquire_any(&Holder::new("redis/master-1"))?, master);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Leases {
    addresses: Allocator,
    by_holder: BTreeMap<Holder, EndpointAddress>,
}

/// Why a lease cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LeaseError {
    /// The address cannot be given.
    #[error(transparent)]
    Allocation(#[from] AllocationError),
    /// The holder has another address, and leases do not move.
    #[error("{holder} holds {has} already; release it before asking for {asked}")]
    HasAnother {
        /// The holder.
        holder: Holder,
        /// What it has.
        has: EndpointAddress,
        /// What it asks for.
        asked: IpAddr,
    },
}

impl Leases {
    /// An empty book for a pool.
    #[must_use]
    pub fn new(pool: IpamPool) -> Self {
        Self { addresses: Allocator::new(pool), by_holder: BTreeMap::new() }
    }

    /// An empty book for a pool on a host, without what the platform keeps beside the gateway: on Windows the first
    /// three addresses of a block (what Calico reserves there; Microsoft's page on several subnets counts four with the
    /// last).
    #[must_use]
    pub fn on(host: &Host, pool: IpamPool) -> Self {
        let subnet = pool.subnet();
        let kept = subnet.nth(2).and_then(|third| AddressRange::new(subnet.address(), third).ok());
        match kept {
            Some(kept) if host.windows_build().is_some() && subnet.length() < 29 => {
                Self::new(pool).reserve(kept, "HNS keeps the first addresses of a block")
            }
            _ => Self::new(pool),
        }
    }

    /// Takes a range out of use. Who holds an address in it keeps it.
    #[must_use]
    pub fn reserve(self, range: AddressRange, reason: impl Into<String>) -> Self {
        Self { addresses: self.addresses.reserve(range, reason), ..self }
    }

    /// The pool.
    #[must_use]
    pub fn pool(&self) -> &IpamPool {
        self.addresses.pool()
    }

    /// What a holder has.
    #[must_use]
    pub fn of(&self, holder: &Holder) -> Option<EndpointAddress> {
        self.by_holder.get(holder).copied()
    }

    /// Who has an address.
    #[must_use]
    pub fn holder(&self, address: IpAddr) -> Option<&Holder> {
        self.addresses.holder(address)
    }

    /// How many addresses can still be given.
    #[must_use]
    pub fn free(&self) -> u128 {
        self.addresses.free()
    }

    /// Every lease, by holder.
    pub fn iter(&self) -> impl Iterator<Item = (&Holder, EndpointAddress)> {
        self.by_holder.iter().map(|(holder, address)| (holder, *address))
    }

    /// What the holder has, or the lowest free address.
    ///
    /// # Errors
    /// [`LeaseError::Allocation`] when nothing is free.
    pub fn acquire_any(&mut self, holder: &Holder) -> Result<EndpointAddress, LeaseError> {
        if let Some(has) = self.of(holder) {
            return Ok(has);
        }
        let address = self.addresses.take_any(holder.clone())?;
        self.by_holder.insert(holder.clone(), address);
        Ok(address)
    }

    /// What the holder has, or the lowest free address in a range.
    ///
    /// # Errors
    /// [`LeaseError::Allocation`] when nothing in the range is free.
    pub fn acquire_within(
        &mut self,
        holder: &Holder,
        range: AddressRange,
    ) -> Result<EndpointAddress, LeaseError> {
        if let Some(has) = self.of(holder) {
            return Ok(has);
        }
        let address = self.addresses.take_within(range, holder.clone())?;
        self.by_holder.insert(holder.clone(), address);
        Ok(address)
    }

    /// This very address.
    ///
    /// # Errors
    /// [`LeaseError::HasAnother`], or [`LeaseError::Allocation`] with who has it or why nobody can.
    pub fn acquire_exactly(
        &mut self,
        holder: &Holder,
        address: IpAddr,
    ) -> Result<EndpointAddress, LeaseError> {
        match self.of(holder) {
            Some(has) if has.address() == address => return Ok(has),
            Some(has) => return Err(LeaseError::HasAnother { holder: holder.clone(), has, asked: address }),
            None => {}
        }
        let lease = self.addresses.take_exactly(address, holder.clone())?;
        self.by_holder.insert(holder.clone(), lease);
        Ok(lease)
    }

    /// Whether an address is free for anybody.
    ///
    /// # Errors
    /// [`LeaseError::Allocation`] with who has it or why nobody can.
    pub fn is_free(&self, address: IpAddr) -> Result<EndpointAddress, LeaseError> {
        Ok(self.addresses.can_take(address)?)
    }

    /// Gives the holder's address back, and says which it was.
    pub fn release(&mut self, holder: &Holder) -> Option<EndpointAddress> {
        let address = self.by_holder.remove(holder)?;
        self.addresses.release(address.address());
        Some(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leases() -> Leases {
        Leases::new(IpamPool::new("10.0.0.0/29".parse().unwrap()))
    }

    #[test]
    fn a_holder_keeps_its_address_until_it_lets_go() {
        let mut leases = leases();
        let (a, b) = (Holder::new("a"), Holder::new("b"));
        let first = leases.acquire_any(&a).unwrap();
        assert_eq!(leases.acquire_any(&a), Ok(first));
        assert!(matches!(
            leases.acquire_exactly(&a, "10.0.0.5".parse().unwrap()),
            Err(LeaseError::HasAnother { .. })
        ));
        assert!(matches!(
            leases.acquire_exactly(&b, first.address()),
            Err(LeaseError::Allocation(AllocationError::Held { .. }))
        ));
        assert_eq!(leases.of(&b), None, "a failed call leaves nothing behind");
        assert_eq!(leases.release(&a), Some(first));
        assert_eq!(leases.release(&a), None);
        assert_eq!(leases.acquire_exactly(&b, first.address()), Ok(first));
    }
}
