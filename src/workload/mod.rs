//! Groups of containers that need fixed addresses: roles, members, and where each goes.
//!
//! A [`Workload`] is roles with so many members; [`Workload::place`] gives every member an address out of
//! [leases](crate::lease::Leases) and moves nobody who has one. [`RedisHa`] is the first workload that knows more: the
//! configuration lines each of its members needs.

mod layout;
mod placement;
mod redis;

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use layout::Layout;
pub use placement::{AddressRisk, PlaceError, Placement};
pub use redis::{RedisError, RedisHa, RedisPlacement, RedisWording};
use serde::Serialize;

use crate::lease::{LeaseError, Leases};
use crate::plan::Holder;

/// One member of a workload: its role and its number in it, from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Member {
    /// The role.
    pub role: String,
    /// The number, from 1.
    pub number: u32,
}

impl Member {
    /// A member by its role and number.
    #[must_use]
    pub fn new(role: impl Into<String>, number: u32) -> Self {
        Self { role: role.into(), number }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{}", self.role, self.number))
    }
}

/// Roles with so many members each, some of which ask for an address.
///
/// Every role has lanes of ten addresses, counted from the first member of the first role; lanes of the roles
/// alternate. So a role that grows stays in its own lanes, and a plan made anew without leases gives everybody the same
/// addresses as before, as long as nothing stands in the way.
///
/// ```
/// use docknet::lease::Leases;
/// use docknet::model::IpamPool;
/// use docknet::workload::{Member, Workload};
///
/// let mut leases = Leases::new(IpamPool::new("10.10.0.0/20".parse()?).with_gateway("10.10.0.1".parse()?)?);
/// let web = Workload::new("web").role("front", 2).role("back", 1);
/// let placed = web.asking(Member::new("front", 1), "10.10.10.10".parse()?).place(&mut leases)?;
/// let addresses: Vec<_> = placed.members().map(|(member, at)| format!("{member} {}", at.address())).collect();
/// assert_eq!(addresses, ["front-1 10.10.10.10", "front-2 10.10.10.11", "back-1 10.10.10.20"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    name: String,
    roles: Vec<(String, u32)>,
    asked: BTreeMap<Member, IpAddr>,
}

impl Workload {
    /// A workload without roles. The name tells its leases from those of others.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), roles: Vec::new(), asked: BTreeMap::new() }
    }

    /// The same workload under another name, and so with other leases.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Adds a role. Saying it again changes how many members it has, not its place among the roles.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>, members: u32) -> Self {
        let role = role.into();
        match self.roles.iter_mut().find(|(name, _)| *name == role) {
            Some((_, count)) => *count = members,
            None => self.roles.push((role, members)),
        }
        self
    }

    /// Asks for an address for a member.
    #[must_use]
    pub fn asking(mut self, member: Member, address: IpAddr) -> Self {
        self.asked.insert(member, address);
        self
    }

    /// The members in order of roles and numbers.
    pub fn members(&self) -> impl Iterator<Item = Member> {
        self.roles.iter().flat_map(|(role, count)| (1..=*count).map(move |number| Member::new(role, number)))
    }

    /// How many members there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.roles.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    /// Who holds a member's lease.
    #[must_use]
    pub fn holder(&self, member: &Member) -> Holder {
        Holder::new(format!("{}/{member}", self.name))
    }

    /// How many members a workload may have.
    pub const MOST: u64 = 1_000_000;

    /// Gives every member an address: the one it has, the one it asks for, the one its lane says, or else the lowest
    /// free one. All or nothing: on error the leases are as before.
    ///
    /// # Errors
    /// [`PlaceError`] with the member that cannot be placed and why.
    pub fn place(&self, leases: &mut Leases) -> Result<Placement, PlaceError> {
        let pool = leases.pool().subnet();
        let too_many = PlaceError::TooMany { members: self.size(), pool, free: leases.free() };
        let held_at_most = u128::try_from(leases.iter().count()).unwrap_or(u128::MAX);
        if u128::from(self.size()) > leases.free().saturating_add(held_at_most) {
            return Err(too_many);
        }
        if self.size() > Self::MOST {
            return Err(PlaceError::OverLimit { members: self.size(), most: Self::MOST });
        }
        let held = self.members().filter(|member| leases.of(&self.holder(member)).is_some()).count();
        let wanted = u128::from(self.size()).saturating_sub(u128::try_from(held).unwrap_or(u128::MAX));
        if wanted > leases.free() {
            return Err(too_many);
        }
        if let Some((member, address)) = self.asked.iter().find(|(asked, _)| !self.has(asked)) {
            return Err(PlaceError::NoSuchMember { member: member.clone(), address: *address });
        }
        let mut book = leases.clone();
        for (member, address) in &self.asked {
            let refused = |source| PlaceError::Asked {
                member: member.clone(),
                address: *address,
                source: Box::new(source),
            };
            book.acquire_exactly(&self.holder(member), *address).map_err(refused)?;
        }
        let layout = Layout::new(book.pool(), self.anchor(&book), self.roles.len());
        let mut displaced = Vec::new();
        for (index, (role, count)) in self.roles.iter().enumerate() {
            for number in 1..=*count {
                let member = Member::new(role, number);
                let holder = self.holder(&member);
                if book.of(&holder).is_some() {
                    continue;
                }
                match layout.slot(index, number).filter(|slot| book.is_free(*slot).is_ok()) {
                    Some(slot) => {
                        book.acquire_exactly(&holder, slot).map_err(|e| PlaceError::full(&member, e))?;
                    }
                    None => displaced.push(member),
                }
            }
        }
        for member in displaced {
            let holder = self.holder(&member);
            let above = book.acquire_within(&holder, layout.anchor_and_above());
            above
                .or_else(|_: LeaseError| book.acquire_within(&holder, book.pool().subnet().into()))
                .map_err(|error| PlaceError::full(&member, error))?;
        }
        let placed = self.members().filter_map(|member| Some((book.of(&self.holder(&member))?, member)));
        let placement = Placement::new(placed.map(|(address, member)| (member, address)).collect());
        *leases = book;
        Ok(placement)
    }

    fn has(&self, member: &Member) -> bool {
        let numbers = self.roles.iter().find(|(role, _)| *role == member.role).map(|(_, count)| 1..=*count);
        numbers.is_some_and(|numbers| numbers.contains(&member.number))
    }

    /// The address of the first role's first member, if it has or asks for one. Also where that role has no member yet:
    /// others must not be counted from, or they would move when it gets one.
    fn anchor(&self, book: &Leases) -> Option<IpAddr> {
        let (role, _) = self.roles.first()?;
        book.of(&self.holder(&Member::new(role, 1))).map(|address| address.address())
    }
}
