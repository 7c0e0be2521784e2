//! Where the members of a workload are, and what can still go wrong.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use serde::Serialize;

use super::Member;
use crate::host::{Capability, Host, Support, Verdict};
use crate::lease::LeaseError;
use crate::model::{EndpointAddress, Subnet};

/// Every member of a workload with its address, in order of roles and numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Placement {
    members: Vec<(Member, EndpointAddress)>,
    #[serde(skip)]
    by_member: BTreeMap<Member, EndpointAddress>,
}

/// Why a workload cannot be placed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// An address that was asked for cannot be had.
    #[error("{member} asks for {address}: {source}")]
    Asked {
        /// The member.
        member: Member,
        /// The address.
        address: IpAddr,
        /// Why not.
        source: Box<LeaseError>,
    },
    /// No address is left for a member.
    #[error("no address for {member}: {source}")]
    Full {
        /// The member.
        member: Member,
        /// Why not.
        source: Box<LeaseError>,
    },
    /// An address is asked for a member the workload does not have.
    #[error("{address} is asked for {member}, which the workload does not have")]
    NoSuchMember {
        /// The member.
        member: Member,
        /// The address.
        address: IpAddr,
    },
    /// More members than a workload may have.
    #[error("{members} members are more than a workload may have: at most {most}")]
    OverLimit {
        /// How many members there are.
        members: u64,
        /// How many there may be.
        most: u64,
    },
    /// More members than free addresses.
    #[error(
        "{members} members need addresses, and {pool} has {free} left: take a shorter prefix or fewer members"
    )]
    TooMany {
        /// How many members there are.
        members: u64,
        /// The pool.
        pool: Subnet,
        /// How many addresses it has left.
        free: u128,
    },
}

impl PlaceError {
    pub(super) fn full(member: &Member, source: LeaseError) -> Self {
        Self::Full { member: member.clone(), source: Box::new(source) }
    }
}

impl Placement {
    pub(super) fn new(members: Vec<(Member, EndpointAddress)>) -> Self {
        let by_member = members.iter().cloned().collect();
        Self { members, by_member }
    }

    /// The members with their addresses.
    pub fn members(&self) -> impl Iterator<Item = (&Member, EndpointAddress)> {
        self.members.iter().map(|(member, address)| (member, *address))
    }

    /// A member's address.
    #[must_use]
    pub fn address(&self, member: &Member) -> Option<EndpointAddress> {
        self.by_member.get(member).copied()
    }

    /// What can happen to these addresses on a host whose engine gives dynamic addresses all over the subnet.
    ///
    /// ```
    /// use docknet::host::{Host, WindowsBuild};
    /// use docknet::lease::Leases;
    /// use docknet::model::IpamPool;
    /// use docknet::workload::Workload;
    ///
    /// let mut leases = Leases::new(IpamPool::new("10.10.0.0/20".parse()?));
    /// let placed = Workload::new("web").role("front", 1).place(&mut leases)?;
    /// assert!(placed.risk(&Host::windows(WindowsBuild::SERVER_2022)).is_some());
    /// assert!(placed.risk(&Host::linux()).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn risk(&self, host: &Host) -> Option<AddressRisk> {
        let verdict = host.can(Capability::DynamicRange);
        let addresses = self.members().map(|(_, address)| address.address()).collect();
        (verdict.support == Support::Unsupported).then_some(AddressRisk { addresses, verdict })
    }
}

/// Fixed addresses that a container with a dynamic one can take while their owner is down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AddressRisk {
    /// The addresses.
    pub addresses: Vec<IpAddr>,
    /// Why, and what helps.
    pub verdict: Verdict,
}

impl fmt::Display for AddressRisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { addresses, verdict } = self;
        let list = addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        write!(
            f,
            "while its owner is down, a container with a dynamic address can take any of {list}: {}",
            verdict.reason
        )?;
        match verdict.remedy {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}
