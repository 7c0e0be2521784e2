//! Networks as an engine could report them, any of them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use docknet::model::{
    Assignment, Driver, Endpoint, EndpointAddress, IpamPool, MacAddress, Network, NetworkSpec, Subnet,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// A subnet that is not the whole of a family.
pub(crate) fn subnet() -> impl Strategy<Value = Subnet> {
    let ipv4 = (0x0100_0000_u32..0xdfff_ffff, 8_u8..=32)
        .prop_map(|(bits, length)| (IpAddr::V4(bits.into()), length));
    let ipv6 = (any::<u128>(), 8_u8..=128)
        .prop_map(|(bits, length)| (IpAddr::V6((bits >> 8 | 0xfd << 120).into()), length));
    prop_oneof![3 => ipv4, 1 => ipv6]
        .prop_map(|(address, length)| Subnet::around(address, length).expect("the length fits the family"))
}

/// A pool with whatever of its parts fits.
pub(crate) fn pool() -> impl Strategy<Value = IpamPool> {
    let kept = btree_map("[a-zA-Z0-9 ._\"-]{0,8}", any::<u128>(), 0..3);
    (subnet(), option::of(any::<u128>()), option::of((any::<u128>(), any::<u8>())), kept).prop_map(
        |(subnet, gateway, range, kept)| {
            let nth = |offset: u128| subnet.nth(offset % subnet.addresses()).expect("it is inside");
            let mut pool = IpamPool::new(subnet);
            if let Some(offset) = gateway {
                pool = pool.clone().with_gateway(nth(offset)).unwrap_or(pool);
            }
            if let Some((offset, longer)) = range {
                let most = if subnet.is_ipv4() { 32 } else { 128 };
                let length = (subnet.length() + longer % 8).min(most);
                let range = Subnet::around(nth(offset), length).expect("the length fits the family");
                pool = pool.with_range(range).expect("it lies in the subnet");
            }
            for (name, offset) in kept {
                pool = pool.clone().with_auxiliary(name, nth(offset)).unwrap_or(pool);
            }
            pool
        },
    )
}

fn texts() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(".{0,6}", ".{0,6}", 0..4)
}

fn driver() -> impl Strategy<Value = Driver> {
    let known =
        select(&["bridge", "host", "macvlan", "nat", "null", "overlay", "transparent", "l2bridge"][..]);
    prop_oneof![4 => known.prop_map(Driver::from), 1 => "[a-zA-Z:/.]{0,8}".prop_map(|word| Driver::from(word.as_str()))]
}

/// What is wished for.
pub(crate) fn spec() -> impl Strategy<Value = NetworkSpec> {
    let flags = any::<(bool, bool, bool)>();
    ("[a-zA-Z0-9][ -~]{0,11}", driver(), vec(pool(), 0..4), flags, texts(), texts()).prop_map(
        |(name, driver, pools, (ipv6, internal, attachable), options, labels)| {
            let mut spec = NetworkSpec::new(name.parse().expect("a name"), driver)
                .with_internal(internal)
                .with_attachable(attachable);
            for pool in pools {
                spec = spec.clone().with_pool(pool).unwrap_or(spec);
            }
            spec = options.into_iter().fold(spec, |spec, (key, value)| spec.with_option(key, value));
            spec = labels.into_iter().fold(spec, |spec, (key, value)| spec.with_label(key, value));
            spec.with_ipv6(ipv6)
        },
    )
}

type EndpointParts =
    (String, String, Option<String>, Option<[u8; 6]>, Option<(usize, u128)>, Option<(usize, u128)>, bool);

fn endpoint() -> impl Strategy<Value = EndpointParts> {
    let id = prop_oneof!["[0-9a-f]{12}", "ep-[0-9a-f]{6}", Just("lb-net1".to_owned())];
    let address = || option::of((any::<usize>(), any::<u128>()));
    let names = "[a-zA-Z0-9._ -]{0,6}";
    (id, names, option::of("[0-9a-f]{8}"), option::of(any::<[u8; 6]>()), address(), address(), any::<bool>())
}

/// A network as an engine could report it, ordered as docknet orders it. How an address was assigned is only said where
/// engines let it be seen.
pub(crate) fn network() -> impl Strategy<Value = Network> {
    let scope = select(&["local", "swarm", "global", "galaxy"][..]);
    ("[0-9a-z]{1,25}", scope, spec(), vec(endpoint(), 0..5)).prop_map(|(id, scope, spec, endpoints)| {
        let mut network = Network::new(id.parse().expect("an identity"), spec);
        network.scope = scope.into();
        let mut ids = BTreeSet::new();
        for (container, name, id, mac, ipv4, ipv6, asked) in endpoints {
            if !ids.insert(container.clone()) {
                continue;
            }
            let mut endpoint = Endpoint::new(container.parse().expect("an identity"), name);
            endpoint.id = id.map(|id| id.parse().expect("an identity"));
            endpoint.mac = mac.map(MacAddress::new);
            endpoint.ipv4 = ipv4.and_then(|(at, offset)| address(&network.spec, true, at, offset));
            endpoint.ipv6 = ipv6.and_then(|(at, offset)| address(&network.spec, false, at, offset));
            endpoint.assignment = assignment(network.spec.driver(), endpoint.ipv4, asked);
            network.endpoints.push(endpoint);
        }
        network.endpoints.sort_by(|a, b| (&a.name, &a.container).cmp(&(&b.name, &b.container)));
        network
    })
}

fn address(spec: &NetworkSpec, ipv4: bool, at: usize, offset: u128) -> Option<EndpointAddress> {
    let subnets: Vec<_> = spec.subnets().filter(|subnet| subnet.is_ipv4() == ipv4).collect();
    let subnet = subnets.get(at.checked_rem(subnets.len())?)?;
    EndpointAddress::new(subnet.nth(offset % subnet.addresses())?, *subnet).ok()
}

/// Engines on Windows tell the two apart by the prefix they print, as long as it is not the class default.
fn assignment(driver: &Driver, ipv4: Option<EndpointAddress>, asked: bool) -> Assignment {
    let windows = matches!(driver.as_str(), "nat" | "transparent" | "l2bridge");
    let Some(IpAddr::V4(address)) = ipv4.map(|ipv4| ipv4.address()).filter(|_| windows) else {
        return Assignment::Unknown;
    };
    let class_default = match address.octets()[0] {
        ..=127 => 8,
        128..=191 => 16,
        192..=223 => 24,
        224.. => return Assignment::Unknown,
    };
    match ipv4.map(|ipv4| ipv4.subnet().length()) {
        Some(length) if length == class_default => Assignment::Unknown,
        _ if asked => Assignment::Static,
        _ => Assignment::Dynamic,
    }
}
