//! Who has which address of one pool.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::free::FreeRanges;
use crate::model::{AddressError, AddressRange, EndpointAddress, IpamPool};

/// Who an address is for: a text the caller chooses, such as `redis/master-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holder(Arc<str>);

impl Holder {
    /// A holder by its name.
    #[must_use]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(name.as_ref().into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Gives out the addresses of one pool.
///
/// What the pool keeps for itself (network and broadcast address, gateway, auxiliary addresses) is never given, nor is
/// what [`reserve`](Self::reserve) takes out. Nothing is stored for addresses nobody has, so a /8 or a /64 costs what
/// is in use.
///
/// ```
/// use docknet::model::IpamPool;
/// use docknet::plan::{AllocationError, Allocator, Holder};
///
/// let pool = IpamPool::new("10.10.0.0/29".parse()?).with_gateway("10.10.0.1".parse()?)?;
/// let mut addresses = Allocator::new(pool);
/// assert_eq!(addresses.take_any(Holder::new("a"))?.to_string(), "10.10.0.2/29");
/// let taken = addresses.take_exactly("10.10.0.2".parse()?, Holder::new("b"));
/// assert!(matches!(taken, Err(AllocationError::Held { holder, .. }) if holder == Holder::new("a")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Allocator {
    pool: IpamPool,
    free: FreeRanges,
    held: BTreeMap<IpAddr, Holder>,
    reserved: Vec<(AddressRange, String)>,
}

/// Why an address cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AllocationError {
    /// The pool keeps it, or it is not in the pool.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Every address is held or kept.
    #[error("{pool} has no free address")]
    Full {
        /// The pool's subnet.
        pool: crate::model::Subnet,
    },
    /// Somebody has it.
    #[error("{address} is held by {holder}")]
    Held {
        /// The address.
        address: IpAddr,
        /// Who has it.
        holder: Holder,
    },
    /// It was taken out of use.
    #[error("{address} is reserved: {reason}")]
    Reserved {
        /// The address.
        address: IpAddr,
        /// Why.
        reason: String,
    },
}

impl Allocator {
    /// All of a pool but what it keeps for itself.
    #[must_use]
    pub fn new(pool: IpamPool) -> Self {
        let subnet = pool.subnet();
        let mut free = FreeRanges::up_to(subnet.addresses());
        for kept in [subnet.address(), subnet.last()].into_iter().filter(|address| subnet.reserves(*address))
        {
            subnet.offset(kept).map(|offset| free.remove(offset));
        }
        for kept in pool.gateway().into_iter().chain(pool.auxiliary().values().copied()) {
            subnet.offset(kept).map(|offset| free.remove(offset));
        }
        Self { pool, free, held: BTreeMap::new(), reserved: Vec::new() }
    }

    /// Takes a range out of use, as far as it lies in the pool. Who holds an address in it keeps it.
    #[must_use]
    pub fn reserve(mut self, range: AddressRange, reason: impl Into<String>) -> Self {
        if let Some((first, last)) = self.offsets(range) {
            self.free.remove_range(first, last);
            self.reserved.push((range, reason.into()));
        }
        self
    }

    /// The pool.
    #[must_use]
    pub fn pool(&self) -> &IpamPool {
        &self.pool
    }

    /// How many addresses can still be given.
    #[must_use]
    pub fn free(&self) -> u128 {
        self.free.count()
    }

    /// Who has an address.
    #[must_use]
    pub fn holder(&self, address: IpAddr) -> Option<&Holder> {
        self.held.get(&address)
    }

    /// Every address that is held, in order, with its holder.
    pub fn held(&self) -> impl Iterator<Item = (IpAddr, &Holder)> {
        self.held.iter().map(|(address, holder)| (*address, holder))
    }

    /// The lowest free address: of the pool's dynamic range if it has one, else of the whole pool.
    ///
    /// # Errors
    /// [`AllocationError::Full`].
    pub fn take_any(&mut self, holder: Holder) -> Result<EndpointAddress, AllocationError> {
        let range = self.pool.range().unwrap_or(self.pool.subnet());
        self.take_within(range.into(), holder)
    }

    /// The lowest free address in a range.
    ///
    /// # Errors
    /// [`AllocationError::Full`].
    pub fn take_within(
        &mut self,
        range: AddressRange,
        holder: Holder,
    ) -> Result<EndpointAddress, AllocationError> {
        let full = AllocationError::Full { pool: self.pool.subnet() };
        let (first, last) = self.offsets(range).ok_or(full.clone())?;
        let address =
            self.free.lowest(first, last).and_then(|offset| self.pool.subnet().nth(offset)).ok_or(full)?;
        self.take_exactly(address, holder)
    }

    /// This very address.
    ///
    /// # Errors
    /// [`AllocationError`] with who has it or why nobody can.
    pub fn take_exactly(
        &mut self,
        address: IpAddr,
        holder: Holder,
    ) -> Result<EndpointAddress, AllocationError> {
        let endpoint = self.can_take(address)?;
        if let Some(offset) = self.pool.subnet().offset(address) {
            self.free.remove(offset);
        }
        self.held.insert(address, holder);
        Ok(endpoint)
    }

    /// Whether an address could be taken now.
    ///
    /// # Errors
    /// [`AllocationError`] with who has it or why nobody can.
    pub fn can_take(&self, address: IpAddr) -> Result<EndpointAddress, AllocationError> {
        let endpoint = self.pool.endpoint(address)?;
        if let Some(holder) = self.held.get(&address) {
            return Err(AllocationError::Held { address, holder: holder.clone() });
        }
        match self.reserved.iter().find(|(range, _)| range.contains(address)) {
            Some((_, reason)) => Err(AllocationError::Reserved { address, reason: reason.clone() }),
            None => Ok(endpoint),
        }
    }

    /// Gives an address back, and says who had it. An address nobody has is left alone.
    pub fn release(&mut self, address: IpAddr) -> Option<Holder> {
        let holder = self.held.remove(&address)?;
        let reserved = self.reserved.iter().any(|(range, _)| range.contains(address));
        if let (false, Some(offset)) = (reserved, self.pool.subnet().offset(address)) {
            self.free.insert(offset);
        }
        Some(holder)
    }

    /// The part of a range that lies in the pool, as offsets.
    fn offsets(&self, range: AddressRange) -> Option<(u128, u128)> {
        let subnet = self.pool.subnet();
        let whole = AddressRange::from(subnet);
        if !whole.overlaps(range) {
            return None;
        }
        let first = subnet.offset(range.first().max(whole.first()))?;
        let last = subnet.offset(range.last().min(whole.last()))?;
        Some((first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn allocator(pool: &str) -> Allocator {
        Allocator::new(IpamPool::new(pool.parse().unwrap()))
    }

    #[test]
    fn what_the_pool_keeps_is_never_given() {
        let pool = IpamPool::new("10.0.0.0/29".parse().unwrap())
            .with_gateway(address("10.0.0.1"))
            .and_then(|pool| pool.with_auxiliary("router", address("10.0.0.3")))
            .unwrap();
        let mut addresses = Allocator::new(pool).reserve("10.0.0.4".parse().unwrap(), "HNS");
        let given: Vec<_> = std::iter::from_fn(|| addresses.take_any(Holder::new("x")).ok()).collect();
        let given: Vec<_> = given.iter().map(|endpoint| endpoint.address().to_string()).collect();
        assert_eq!(given, ["10.0.0.2", "10.0.0.5", "10.0.0.6"]);
        assert!(matches!(addresses.take_any(Holder::new("x")), Err(AllocationError::Full { .. })));
        assert!(matches!(
            addresses.take_exactly(address("10.0.0.4"), Holder::new("x")),
            Err(AllocationError::Reserved { .. })
        ));
    }

    #[test]
    fn small_blocks_and_ipv6_follow_their_rules() {
        assert_eq!(allocator("10.0.0.0/31").free(), 2);
        assert_eq!(allocator("10.0.0.0/32").free(), 1);
        let mut wide = allocator("fd00::/64");
        assert_eq!(wide.free(), (1 << 64) - 1);
        assert_eq!(wide.take_any(Holder::new("a")).unwrap().to_string(), "fd00::1/64");
    }

    #[test]
    fn a_released_address_is_free_again_unless_it_is_reserved() {
        let mut addresses = allocator("10.0.0.0/29");
        addresses.take_exactly(address("10.0.0.5"), Holder::new("a")).unwrap();
        let mut addresses = addresses.reserve("10.0.0.5".parse().unwrap(), "later");
        assert_eq!(addresses.release(address("10.0.0.5")), Some(Holder::new("a")));
        assert_eq!(addresses.release(address("10.0.0.5")), None);
        assert!(addresses.can_take(address("10.0.0.5")).is_err());
        assert_eq!(addresses.free(), 5);
    }

    #[test]
    fn a_dynamic_range_is_where_any_comes_from() {
        let pool = IpamPool::new("10.0.0.0/24".parse().unwrap())
            .with_range("10.0.0.128/25".parse().unwrap())
            .unwrap();
        let mut addresses = Allocator::new(pool);
        assert_eq!(addresses.take_any(Holder::new("a")).unwrap().address(), address("10.0.0.128"));
        assert!(addresses.take_exactly(address("10.0.0.9"), Holder::new("b")).is_ok());
    }
}
