//! The address pools of a network: `ipam.config`.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::cursor::{Cursor, named};
use super::{ComposeError, Place, ValueError};
use crate::model::{IpamPool, IpamPoolError, Subnet, SubnetError};

/// Addresses one pool can keep.
const MOST_KEPT: usize = 1_000;

/// An address pool of a network and where its parts stand.
///
/// A part that does not fit (a gateway outside, say) is a fault, and the pool goes on without it; its place is known
/// all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pool {
    /// The pool.
    pub value: IpamPool,
    /// Where its subnet stands.
    pub place: Place,
    /// Where its gateway stands.
    pub gateway_place: Option<Place>,
    /// Where its dynamic range stands.
    pub range_place: Option<Place>,
    /// Where its kept addresses stand, by their names.
    pub auxiliary_places: BTreeMap<String, Place>,
}

/// Reads `ipam.config`; also whether some of it could not be read.
pub(super) fn read(network: &str, config: &Cursor<'_>) -> (Vec<Pool>, bool) {
    let mut pools: Vec<Pool> = Vec::new();
    let (mut there, mut unread) = (Taken::default(), false);
    for entry in config.items() {
        let Some(pool) = entry.clone().mapping().and_then(|entry| read_one(&entry)) else {
            unread = true;
            continue;
        };
        let second = pool.value.subnet();
        let first = there.overlapping(second).and_then(|number| pools.get(number));
        if let Some(first) = first {
            config.context.fault(ComposeError::PoolsOverlap {
                network: named(network).into(),
                first: first.value.subnet(),
                first_place: Box::new(first.place.clone()),
                second,
                place: pool.place.clone(),
            });
        }
        there.take(second, pools.len());
        pools.push(pool);
    }
    (pools, unread)
}

/// Subnets by address and length, so that one that overlaps is found without looking at all.
#[derive(Default)]
struct Taken {
    subnets: BTreeMap<(IpAddr, u8), usize>,
}

impl Taken {
    fn take(&mut self, subnet: Subnet, number: usize) {
        self.subnets.entry((subnet.address(), subnet.length())).or_insert(number);
    }

    /// A subnet that shares addresses with this one: it lies inside, or around.
    fn overlapping(&self, subnet: Subnet) -> Option<usize> {
        let around = (0..=subnet.length()).find_map(|length| {
            let around = Subnet::around(subnet.address(), length).ok()?;
            self.subnets.get(&(around.address(), length))
        });
        let inside = || self.subnets.range((subnet.address(), 0)..=(subnet.last(), u8::MAX)).next();
        around.or_else(|| inside().map(|(_, number)| number)).copied()
    }
}

fn read_one(entry: &Cursor<'_>) -> Option<Pool> {
    let context = entry.context;
    let subnet = context.tolerate(entry.get("subnet").ok_or_else(|| entry.lacks("subnet")))?;
    let place = subnet.place();
    let mut pool = IpamPool::new(read_subnet(&subnet)?);
    let gateway = entry.get("gateway");
    if let Some(value) = &gateway {
        if let Some(gateway) = context.tolerate(value.address()).map(|gateway| gateway.value) {
            let with = pool.clone().with_gateway(gateway);
            pool = context.tolerate(with.map_err(|e| value.refuse(gateway.to_string(), e))).unwrap_or(pool);
        }
    }
    let range = entry.get("ip_range");
    if let Some(value) = &range {
        if let Some(range) = read_subnet(value) {
            let with = pool.clone().with_range(range);
            pool = context.tolerate(with.map_err(|e| value.refuse(range.to_string(), e))).unwrap_or(pool);
        }
    }
    let mut auxiliary_places = BTreeMap::new();
    for (name, value) in entry.get("aux_addresses").into_iter().flat_map(|map| map.entries()) {
        auxiliary_places.insert(name.value.clone(), value.place());
        if auxiliary_places.len() > MOST_KEPT {
            context.fault(value.refuse("", ValueError::TooManyAddresses { most: MOST_KEPT }));
            break;
        }
        let Some(kept) = context.tolerate(value.address()).map(|kept| kept.value) else { continue };
        let name = name.value;
        // Asked first, so that a pool with many of them is not copied for each.
        let error = match pool.endpoint(kept) {
            Ok(_) => {
                let Ok(with) = pool.with_auxiliary(name, kept) else { return None };
                pool = with;
                continue;
            }
            Err(source) => IpamPoolError::Auxiliary { name, source },
        };
        context.fault(value.refuse(kept.to_string(), error));
    }
    let (gateway_place, range_place) = (gateway.map(|value| value.place()), range.map(|value| value.place()));
    Some(Pool { value: pool, place, gateway_place, range_place, auxiliary_places })
}

/// A subnet; one with host bits set is a fault, and the subnet its address lies in goes on.
fn read_subnet(value: &Cursor<'_>) -> Option<Subnet> {
    let result = value.parse::<Subnet>();
    let mut around = result.as_ref().ok().map(|subnet| subnet.value);
    if let Err(ComposeError::Value { source, .. }) = &result {
        if let ValueError::Subnet(SubnetError::HostBits { subnet, .. }) = &**source {
            around = Some(*subnet);
        }
    }
    value.context.tolerate(result);
    around
}
