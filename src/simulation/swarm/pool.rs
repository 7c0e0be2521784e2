//! Addresses of a swarm: subnets cut from its pools, and addresses one after another.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A prefix as Go's `net.ParseCIDR` reads it: host bits are let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prefix {
    first: u128,
    length: u8,
    v6: bool,
}

impl Prefix {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (address, length) = (address.parse::<IpAddr>().ok()?, length.parse::<u8>().ok()?);
        let v6 = address.is_ipv6();
        let prefix = Self { first: number(address), length, v6 };
        (length <= prefix.bits()).then(|| Self { first: prefix.first & !prefix.hosts(), ..prefix })
    }

    fn bits(self) -> u8 {
        if self.v6 { 128 } else { 32 }
    }

    /// The bits that tell hosts apart.
    fn hosts(self) -> u128 {
        let free = u32::from(self.bits() - self.length);
        1_u128.checked_shl(free).map_or(u128::MAX, |size| size - 1)
    }

    pub(super) fn length(self) -> u8 {
        self.length
    }

    fn last(self) -> u128 {
        self.first | self.hosts()
    }

    fn address(self, number: u128) -> IpAddr {
        if self.v6 {
            Ipv6Addr::from_bits(number).into()
        } else {
            Ipv4Addr::from_bits(u32::try_from(number).unwrap_or_default()).into()
        }
    }

    pub(super) fn contains(self, address: IpAddr) -> bool {
        address.is_ipv6() == self.v6 && (self.first..=self.last()).contains(&number(address))
    }

    /// Whether one begins in the other, which is all libnetwork looks at.
    pub(super) fn overlaps(self, other: Self) -> bool {
        let begins = |a: Self, b: Self| (a.first..=a.last()).contains(&b.first);
        self.v6 == other.v6 && (begins(self, other) || begins(other, self))
    }
}

impl std::fmt::Display for Prefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address(self.first), self.length)
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The addresses of one subnet. What is asked for is taken where it is free; everything else comes one after another,
/// and what was given back comes again only after all others (moby's `com.docker.network.ipam.serial`).
#[derive(Debug, Clone)]
pub(super) struct Pool {
    /// The subnet and the range as they were typed.
    pub(super) subnet: String,
    pub(super) range: Option<String>,
    pub(super) gateway: IpAddr,
    prefix: Prefix,
    /// Where addresses come from that nobody asked for.
    from: (u128, u128),
    taken: BTreeSet<u128>,
    last: Option<u128>,
}

impl Pool {
    /// A subnet with its gateway taken; nothing if there is none to take.
    pub(super) fn new(subnet: &str, range: Option<&str>, gateway: Option<IpAddr>) -> Option<Self> {
        let prefix = Prefix::parse(subnet)?;
        let from = range.and_then(Prefix::parse).unwrap_or(prefix);
        let mut taken = BTreeSet::from([prefix.first]);
        if !prefix.v6 {
            taken.insert(prefix.last());
        }
        let mut pool = Self {
            subnet: subnet.to_owned(),
            range: range.map(str::to_owned),
            gateway: gateway.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            prefix,
            from: (from.first, from.last()),
            taken,
            last: None,
        };
        if let Some(gateway) = gateway {
            return pool.take(gateway).then_some(pool);
        }
        pool.gateway = pool.next()?;
        Some(pool)
    }

    pub(super) fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// The next address after the last one that was handed out.
    pub(super) fn next(&mut self) -> Option<IpAddr> {
        let (first, last) = self.from;
        let start = self.last.map_or(first, |number| number + 1);
        let free = |numbers: std::ops::RangeInclusive<u128>| {
            let mut wanted = *numbers.start();
            for taken in self.taken.range(numbers.clone()) {
                if *taken != wanted {
                    break;
                }
                wanted += 1;
            }
            (wanted <= *numbers.end()).then_some(wanted)
        };
        let after = if start <= last { free(start..=last) } else { None };
        let found = after.or_else(|| free(first..=last))?;
        self.taken.insert(found);
        self.last = Some(found);
        Some(self.prefix.address(found))
    }

    /// Takes an address that was asked for. It moves nothing on.
    pub(super) fn take(&mut self, address: IpAddr) -> bool {
        self.prefix.contains(address) && self.taken.insert(number(address))
    }

    pub(super) fn release(&mut self, address: IpAddr) {
        if self.prefix.contains(address) {
            self.taken.remove(&number(address));
        }
    }
}

/// Where subnets come from that nobody asked for.
#[derive(Debug, Clone)]
pub(super) struct Subnets {
    /// The pools as they were typed; none for swarm's own.
    pub(super) asked: Vec<String>,
    pub(super) size: u8,
    /// Where the search goes on; engines up to 26 do not look back before they have been round.
    next: u64,
    round_robin: bool,
}

impl Subnets {
    pub(super) fn new(asked: Vec<String>, size: u8, round_robin: bool) -> Self {
        Self { asked, size, next: 0, round_robin }
    }

    /// The next subnet that overlaps none of those there are.
    pub(super) fn next(&mut self, used: &[Prefix]) -> Option<Prefix> {
        let bases: Vec<_> = if self.asked.is_empty() {
            Prefix::parse("10.0.0.0/8").into_iter().collect()
        } else {
            self.asked.iter().filter_map(|text| Prefix::parse(text)).collect()
        };
        let counts: Vec<u64> = bases.iter().map(|base| 1 << self.size.saturating_sub(base.length)).collect();
        let total: u64 = counts.iter().sum();
        let start = if self.round_robin { self.next } else { 0 };
        for step in 0..total {
            let index = (start + step) % total;
            let mut rest = index;
            let (base, rest) = bases.iter().zip(&counts).find_map(|(base, count)| {
                if rest < *count {
                    return Some((*base, rest));
                }
                rest -= count;
                None
            })?;
            let first = base.first + (u128::from(rest) << (32 - u32::from(self.size)));
            let candidate = Prefix { first, length: self.size, v6: false };
            if !used.iter().any(|there| there.overlaps(candidate)) {
                self.next = index + 1;
                return Some(candidate);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_come_one_after_another_and_again_only_after_all_others() {
        let mut pool = Pool::new("10.20.0.80/28", None, None).unwrap();
        assert_eq!(pool.gateway, ip("10.20.0.81"));
        assert_eq!(pool.next(), Some(ip("10.20.0.82")));
        assert_eq!(pool.next(), Some(ip("10.20.0.83")));
        pool.release(ip("10.20.0.82"));
        assert!(pool.take(ip("10.20.0.90")) && !pool.take(ip("10.20.0.90")));
        assert_eq!(pool.next(), Some(ip("10.20.0.84")), "what was asked for moves nothing on");
        let rest: Vec<_> = std::iter::from_fn(|| pool.next()).map(|address| address.to_string()).collect();
        assert_eq!(rest.last().map(String::as_str), Some("10.20.0.82"), "round once: {rest:?}");
        assert_eq!(
            rest.len(),
            10,
            "14 without network and broadcast, 3 taken before, one asked for: {rest:?}"
        );
    }

    #[test]
    fn the_gateway_nobody_asked_for_is_the_first_of_the_range() {
        let mut pool = Pool::new("10.99.3.77/24", Some("10.99.3.128/25"), None).unwrap();
        assert_eq!((pool.gateway, pool.next()), (ip("10.99.3.128"), Some(ip("10.99.3.129"))));
        assert!(!pool.take(ip("10.98.0.1")) && !pool.take(ip("10.99.3.0")) && !pool.take(ip("10.99.3.255")));
    }

    #[test]
    fn subnets_come_from_the_pools_and_around_what_is_there() {
        let mut subnets = Subnets::new(vec!["10.20.0.0/27".into(), "10.30.0.0/28".into()], 28, true);
        let used = [Prefix::parse("10.20.0.16/30").unwrap()];
        assert_eq!(subnets.next(&used).unwrap().to_string(), "10.20.0.0/28");
        assert_eq!(subnets.next(&used).unwrap().to_string(), "10.30.0.0/28");
        assert_eq!(subnets.next(&used).unwrap().to_string(), "10.20.0.0/28", "round");
        let mut own = Subnets::new(vec![], 24, false);
        assert_eq!(own.next(&[Prefix::parse("10.0.0.0/24").unwrap()]).unwrap().to_string(), "10.0.1.0/24");
    }

    #[test]
    fn prefixes_are_read_as_go_reads_them() {
        assert_eq!(Prefix::parse("10.0.0.77/24").unwrap().to_string(), "10.0.0.0/24");
        assert_eq!(Prefix::parse("fd01::9/64").unwrap().to_string(), "fd01::/64");
        for junk in ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/+8", "foo/8", "10.0.0.0/"] {
            assert_eq!(Prefix::parse(junk), None, "{junk}");
        }
        let wide = Prefix::parse("::/0").unwrap();
        assert!(wide.contains(ip("ffff::1")) && !wide.contains(ip("1.2.3.4")));
    }
}
