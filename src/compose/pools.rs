//! The address pools of a network: `ipam.config`.

use super::cursor::Cursor;
use super::{ComposeError, Placed};
use crate::model::IpamPool;

/// Reads `ipam.config`. A pool's place is its subnet's.
pub(super) fn read(network: &str, config: &Cursor<'_>) -> Result<Vec<Placed<IpamPool>>, ComposeError> {
    let mut pools: Vec<Placed<IpamPool>> = Vec::new();
    for entry in config.items()? {
        let pool = read_one(&entry)?;
        let second = pool.value.subnet();
        if let Some(there) = pools.iter().find(|there| there.value.subnet().overlaps(second)) {
            return Err(ComposeError::PoolsOverlap {
                network: network.to_owned(),
                first: there.value.subnet(),
                first_place: there.place.clone(),
                second,
                place: pool.place,
            });
        }
        pools.push(pool);
    }
    Ok(pools)
}

fn read_one(entry: &Cursor<'_>) -> Result<Placed<IpamPool>, ComposeError> {
    let subnet = entry.get("subnet")?.ok_or_else(|| entry.lacks("subnet"))?;
    let subnet = subnet.parse()?;
    let mut pool = IpamPool::new(subnet.value);
    if let Some(value) = entry.get("gateway")? {
        let gateway = value.address()?.value;
        pool = pool.with_gateway(gateway).map_err(|error| value.refuse(gateway.to_string(), error))?;
    }
    if let Some(value) = entry.get("ip_range")? {
        let range = value.parse()?.value;
        pool = pool.with_range(range).map_err(|error| value.refuse(range.to_string(), error))?;
    }
    if let Some(map) = entry.get("aux_addresses")? {
        for (name, value) in map.entries()? {
            let kept = value.address()?.value;
            pool = pool
                .with_auxiliary(name.value, kept)
                .map_err(|error| value.refuse(kept.to_string(), error))?;
        }
    }
    Ok(Placed::new(pool, subnet.place))
}
