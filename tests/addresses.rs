//! Addresses, leases and places: plain sets of addresses are the measure.

mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use docknet::lease::{LeaseError, Leases};
use docknet::model::{AddressRange, IpamPool};
use docknet::plan::{AllocationError, Allocator, Holder};
use docknet::workload::{Member, PlaceError, Workload};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{
    Just, Strategy, TestCaseError, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use world::world;

/// What can be done to an allocator.
#[derive(Debug, Clone)]
enum Deed {
    Any,
    Exactly(u16),
    Release(u16),
    Reserve(u16, u16),
    Within(u16, u16),
}

fn deed() -> impl Strategy<Value = Deed> {
    let at = || 0_u16..300;
    prop_oneof![
        4 => Just(Deed::Any),
        4 => at().prop_map(Deed::Exactly),
        6 => at().prop_map(Deed::Release),
        1 => (at(), 0_u16..6).prop_map(|(from, more)| Deed::Reserve(from, from + more)),
        3 => (at(), 0_u16..40).prop_map(|(from, more)| Deed::Within(from, from + more)),
    ]
}

/// A pool around offset 100 of the world with whatever of gateway, kept address and range fits.
fn small_pool() -> impl Strategy<Value = (bool, IpamPool)> {
    let parts = (
        any::<bool>(),
        24_u8..=32,
        option::of(0_u16..300),
        option::of(0_u16..300),
        option::of((0_u16..300, 0_u8..4)),
    );
    parts.prop_map(|(ipv6, length, gateway, kept, range)| {
        let subnet = world(ipv6, 100, length);
        let mut pool = IpamPool::new(subnet);
        if let Some(at) = gateway {
            pool = pool.clone().with_gateway(address(ipv6, at)).unwrap_or(pool);
        }
        if let Some(at) = kept {
            pool = pool.clone().with_auxiliary("kept", address(ipv6, at)).unwrap_or(pool);
        }
        if let Some((at, longer)) = range {
            pool = pool.clone().with_range(world(ipv6, at, (length + longer).min(32))).unwrap_or(pool);
        }
        (ipv6, pool)
    })
}

fn address(ipv6: bool, at: u16) -> IpAddr {
    world(ipv6, at, 32).address()
}

fn range(ipv6: bool, from: u16, to: u16) -> AddressRange {
    AddressRange::new(address(ipv6, from), address(ipv6, to)).expect("it runs forwards")
}

/// The same book as sets of addresses.
#[derive(Debug, Default)]
struct Sets {
    usable: BTreeSet<IpAddr>,
    held: BTreeMap<IpAddr, Holder>,
    reserved: BTreeSet<IpAddr>,
}

impl Sets {
    fn new(ipv6: bool, pool: &IpamPool) -> Self {
        let usable = (0..4096).map(|at| address(ipv6, at)).filter(|address| pool.endpoint(*address).is_ok());
        Self { usable: usable.collect(), ..Self::default() }
    }

    fn is_free(&self, address: &IpAddr) -> bool {
        self.usable.contains(address) && !self.held.contains_key(address) && !self.reserved.contains(address)
    }

    fn lowest(&self, from: IpAddr, to: IpAddr) -> Option<IpAddr> {
        self.usable.range(from..=to).copied().find(|address| self.is_free(address))
    }

    fn free(&self) -> u128 {
        u128::try_from(self.usable.iter().filter(|address| self.is_free(address)).count()).expect("few")
    }
}

proptest! {
    #[test]
    fn the_allocator_is_a_set_of_addresses((ipv6, pool) in small_pool(), deeds in vec(deed(), 0..200)) {
        let mut sets = Sets::new(ipv6, &pool);
        let mut addresses = Allocator::new(pool.clone());
        for (n, deed) in deeds.into_iter().enumerate() {
            let holder = Holder::new(format!("holder {n}"));
            let (taken, expected) = match deed {
                Deed::Any => {
                    let dynamic = pool.range().unwrap_or(pool.subnet());
                    (addresses.take_any(holder.clone()), sets.lowest(dynamic.address(), dynamic.last()))
                }
                Deed::Within(from, to) => (
                    addresses.take_within(range(ipv6, from, to), holder.clone()),
                    sets.lowest(address(ipv6, from), address(ipv6, to)),
                ),
                Deed::Exactly(at) => {
                    let at = address(ipv6, at);
                    (addresses.take_exactly(at, holder.clone()), Some(at).filter(|at| sets.is_free(at)))
                }
                Deed::Release(at) => {
                    prop_assert_eq!(addresses.release(address(ipv6, at)), sets.held.remove(&address(ipv6, at)));
                    continue;
                }
                Deed::Reserve(from, to) => {
                    addresses = addresses.reserve(range(ipv6, from, to), "reserved");
                    sets.reserved.extend((from..=to).map(|at| address(ipv6, at)));
                    continue;
                }
            };
            match (taken, expected) {
                (Ok(taken), Some(expected)) => {
                    prop_assert_eq!((taken.address(), taken.subnet()), (expected, pool.subnet()));
                    sets.held.insert(expected, holder);
                }
                (Err(AllocationError::Full { .. }), None) => prop_assert!(!matches!(deed, Deed::Exactly(_))),
                (Err(AllocationError::Held { address, holder }), None) => {
                    prop_assert_eq!(sets.held.get(&address), Some(&holder));
                }
                (Err(AllocationError::Reserved { address, .. }), None) => prop_assert!(sets.reserved.contains(&address)),
                (Err(AllocationError::Address(_)), None) => {
                    let Deed::Exactly(at) = deed else { return Err(TestCaseError::fail("nobody named an address")) };
                    prop_assert!(!sets.usable.contains(&address(ipv6, at)));
                }
                (taken, expected) => prop_assert!(false, "{taken:?} instead of {expected:?}"),
            }
            prop_assert_eq!(addresses.free(), sets.free());
        }
        prop_assert!(addresses.held().eq(sets.held.iter().map(|(address, holder)| (*address, holder))));
    }

    #[test]
    fn a_holder_has_one_address_and_an_address_one_holder(
        (ipv6, pool) in small_pool(), deeds in vec((deed(), 0_u8..12), 0..100)
    ) {
        let mut leases = Leases::new(pool);
        for (deed, who) in deeds {
            let holder = Holder::new(format!("holder {who}"));
            let (had, free) = (leases.of(&holder), leases.free());
            let before: Vec<_> = leases.iter().map(|(holder, at)| (holder.clone(), at)).collect();
            let got = match deed {
                Deed::Any => leases.acquire_any(&holder),
                Deed::Within(from, to) => leases.acquire_within(&holder, range(ipv6, from, to)),
                Deed::Exactly(at) => leases.acquire_exactly(&holder, address(ipv6, at)),
                Deed::Release(_) => {
                    prop_assert_eq!(leases.release(&holder), had);
                    prop_assert_eq!(leases.of(&holder), None);
                    continue;
                }
                Deed::Reserve(from, to) => {
                    leases = leases.reserve(range(ipv6, from, to), "reserved");
                    continue;
                }
            };
            match (got, had) {
                (Ok(got), Some(had)) => prop_assert_eq!((got, leases.free()), (had, free), "nobody is moved"),
                (Ok(got), None) => {
                    prop_assert_eq!((leases.of(&holder), leases.free()), (Some(got), free - 1));
                    prop_assert_eq!(leases.holder(got.address()), Some(&holder));
                }
                (Err(error), had) => {
                    prop_assert_eq!(matches!(error, LeaseError::HasAnother { .. }), had.is_some());
                    let after: Vec<_> = leases.iter().map(|(holder, at)| (holder.clone(), at)).collect();
                    prop_assert_eq!(before, after);
                }
            }
            let addresses: BTreeSet<_> = leases.iter().map(|(_, at)| at).collect();
            prop_assert_eq!(addresses.len(), leases.iter().count());
        }
    }
}

/// A workload and a pool that may be too small for it, with strangers in it.
#[derive(Debug, Clone)]
struct Place {
    pool: IpamPool,
    ipv6: bool,
    roles: Vec<u32>,
    asked: Vec<(usize, u32, u16)>,
    strangers: Vec<u16>,
    reserved: (u16, u16),
    growth: Vec<u32>,
}

fn place() -> impl Strategy<Value = Place> {
    let roles = vec(0_u32..14, 1..4);
    let asked = vec((0_usize..4, 1_u32..14, 0_u16..300), 0..3);
    let growth = vec(0_u32..12, 3);
    let lived_in = (vec(0_u16..300, 0..20), (0_u16..300, 0_u16..20));
    (small_pool(), roles, asked, growth, lived_in).prop_map(
        |((ipv6, pool), roles, asked, growth, (strangers, (from, more)))| Place {
            pool,
            ipv6,
            roles,
            asked,
            strangers,
            reserved: (from, from + more),
            growth,
        },
    )
}

impl Place {
    fn leases(&self) -> Leases {
        let (from, to) = self.reserved;
        let mut leases = Leases::new(self.pool.clone()).reserve(range(self.ipv6, from, to), "reserved");
        for at in &self.strangers {
            // An address that cannot be had has no stranger at it.
            let _not_there =
                leases.acquire_exactly(&Holder::new(format!("stranger {at}")), address(self.ipv6, *at));
        }
        leases
    }

    fn workload(&self, grown: bool) -> Workload {
        let more = |index: usize| if grown { self.growth[index] } else { 0 };
        let roles = self.roles.iter().enumerate();
        let workload = roles.fold(Workload::new("w"), |workload, (index, count)| {
            workload.role(format!("role{index}"), count + more(index))
        });
        // Only members there are may ask, and as many as there are roles.
        let asks = |(role, number, _): &&(usize, u32, u16)| {
            self.roles.get(*role).is_some_and(|count| number <= count)
        };
        self.asked.iter().filter(asks).fold(workload, |workload, (role, number, at)| {
            workload.asking(Member::new(format!("role{role}"), *number), address(self.ipv6, *at))
        })
    }
}

proptest! {
    #[test]
    fn members_get_addresses_nobody_else_has_and_nobody_moves(place in place()) {
        let mut leases = place.leases();
        let before: Vec<_> = leases.iter().map(|(holder, at)| (holder.clone(), at)).collect();
        let (free, small) = (leases.free(), place.workload(false));
        let Ok(placed) = small.place(&mut leases) else {
            prop_assert!(leases.iter().map(|(holder, at)| (holder.clone(), at)).eq(before));
            prop_assert_eq!(leases.free(), free);
            return Ok(());
        };
        prop_assert_eq!(u64::try_from(placed.members().count()).unwrap(), small.size());
        let strangers: BTreeSet<_> = before.iter().map(|(_, at)| at.address()).collect();
        let (from, to) = place.reserved;
        let kept = range(place.ipv6, from, to);
        let mut seen = BTreeSet::new();
        for (member, at) in placed.members() {
            prop_assert!(seen.insert(at), "{member} shares {at}");
            prop_assert_eq!(place.pool.endpoint(at.address()), Ok(at));
            prop_assert!(!kept.contains(at.address()) && !strangers.contains(&at.address()));
            prop_assert_eq!(leases.of(&small.holder(member)), Some(at));
        }
        prop_assert_eq!(small.place(&mut leases).unwrap(), placed.clone(), "placing again changes nothing");

        let small_book: Vec<_> = leases.iter().map(|(holder, at)| (holder.clone(), at)).collect();
        match place.workload(true).place(&mut leases) {
            Ok(grown) => {
                for (member, at) in placed.members() {
                    prop_assert_eq!(grown.address(member), Some(at), "{} moved", member);
                }
            }
            Err(error) => {
                prop_assert!(matches!(error, PlaceError::TooMany { .. } | PlaceError::Full { .. }), "{error}");
                prop_assert!(leases.iter().map(|(holder, at)| (holder.clone(), at)).eq(small_book));
            }
        }
    }

    #[test]
    fn nobody_needs_the_leases_to_stay_where_nothing_is_in_the_way(
        roles in vec(0_u32..25, 1..4), growth in vec(0_u32..25, 3), asks: bool
    ) {
        let pool = IpamPool::new("10.0.0.0/20".parse().unwrap()).with_gateway("10.0.0.1".parse().unwrap()).unwrap();
        let workload = |grown: u32| {
            let named = roles.iter().zip(&growth).enumerate();
            let workload = named.fold(Workload::new("w"), |workload, (index, (count, more))| {
                workload.role(format!("role{index}"), count + grown * more)
            });
            // Off every lane, so that it is in nobody's way.
            match roles.get(1) {
                Some(1..) if asks => workload.asking(Member::new("role1", 1), "10.0.0.9".parse().unwrap()),
                _ => workload,
            }
        };
        let small = workload(0).place(&mut Leases::new(pool.clone())).unwrap();
        let large = workload(1).place(&mut Leases::new(pool)).unwrap();
        for (member, at) in small.members() {
            prop_assert_eq!(large.address(member), Some(at), "{} moved", member);
        }
    }
}
