//! The address pools of a network: `ipam.config`.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::{ComposeError, Place, ValueError};
use crate::model::{IpamPool, IpamPoolError, Subnet, SubnetError};

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

/// Reads `ipam.config`.
pub(super) fn read(network: &str, config: &Cursor<'_>) -> Vec<Pool> {
    let mut pools: Vec<Pool> = Vec::new();
    for entry in config.items() {
        let Some(pool) = entry.clone().mapping().and_then(|entry| read_one(&entry)) else { continue };
        let second = pool.value.subnet();
        if let Some(there) = pools.iter().find(|there| there.value.subnet().overlaps(second)) {
            config.context.fault(ComposeError::PoolsOverlap {
                network: network.to_owned(),
                first: there.value.subnet(),
                first_place: there.place.clone(),
                second,
                place: pool.place.clone(),
            });
        }
        pools.push(pool);
    }
    pools
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
    for (name, value) in entry.get("aux_addresses").map(|map| map.entries()).unwrap_or_default() {
        auxiliary_places.insert(name.value.clone(), value.place());
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
    let around = match &result {
        Ok(subnet) => Some(subnet.value),
        Err(ComposeError::Value { source, .. }) => match &**source {
            ValueError::Subnet(SubnetError::HostBits { subnet, .. }) => Some(*subnet),
            _ => None,
        },
        Err(_) => None,
    };
    value.context.tolerate(result);
    around
}
