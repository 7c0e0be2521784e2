//! The pools an engine takes the subnets from that nobody chose.

use serde_json::Value;

use super::{EngineVersion, Evidence, Host, Platform, Source};
use crate::model::Subnet;
use crate::wire::DaemonDocument;

/// What engines are built with, as base and prefix length of each subnet: 15 + 16 subnets.
const BUILT_IN: [(&str, u8); 7] = [
    ("172.17.0.0/16", 16),
    ("172.18.0.0/16", 16),
    ("172.19.0.0/16", 16),
    ("172.20.0.0/14", 16),
    ("172.24.0.0/14", 16),
    ("172.28.0.0/14", 16),
    ("192.168.0.0/16", 20),
];
const BUILT_IN_SOURCES: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork/ipamutils/utils.go: the pools of local networks")];
const CONFIGURED_SOURCES: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby cmd/dockerd/config_unix.go: default-address-pools replaces the pools of local networks",
)];
const FIRST_FREE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipam before 18.06: the first free pool of the list",
)];
const ROUND_ROBIN: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork ipam/allocator.go predefinedStartIndices")];
const LOWEST_FREE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby v27.5.1 libnetwork/ipams/defaultipam/address_space.go: the lowest free gap",
)];

/// Which free pool an engine takes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PoolOrder {
    /// The first free one of the list.
    FirstFree,
    /// The free one with the lowest address.
    LowestFree,
    /// The next free one behind the last that was given, starting anew with the engine: every pool gets its turn.
    RoundRobin,
    /// The engine's version is not known.
    Unknown,
}

/// A base cut into subnets of one prefix length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Block {
    base: Subnet,
    length: u8,
}

/// The subnets an engine on Linux gives to local networks that ask for none: what it is built with, or what
/// `default-address-pools` of its `daemon.json` says. On Windows HNS chooses.
///
/// ```
/// use docknet::host::{DefaultPools, Host, PoolOrder};
/// use docknet::wire::DaemonDocument;
///
/// let host: Host = "linux@20.10.24".parse()?;
/// let pools = DefaultPools::of(&host, None).ok_or("a Linux host has pools")?;
/// assert_eq!((pools.count(), pools.order()), (31, PoolOrder::RoundRobin));
/// assert!(pools.overlap("172.28.0.0/24".parse()?));
/// // 172.17.0.0/16 is the default bridge's: of the 30 others one is gone with 172.18.
/// let used = ["172.17.0.0/16".parse()?, "172.18.5.0/24".parse()?];
/// assert_eq!(pools.free(&used), 29);
/// assert_eq!(pools.free_before("172.20.0.0/16".parse()?, &used), Some(1), "172.19 comes first");
///
/// let daemon = DaemonDocument::parse(r#"{"default-address-pools": [{"base": "10.200.0.0/16", "size": 24}]}"#)?;
/// let pools = DefaultPools::of(&host, Some(&daemon)).ok_or("a Linux host has pools")?;
/// assert_eq!(pools.count(), 256);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultPools {
    ipv4: Vec<Block>,
    ipv6: Vec<Block>,
    configured: bool,
    order: PoolOrder,
}

impl DefaultPools {
    /// The pools of a host; `None` on Windows, where the engine has none.
    ///
    /// Entries of `daemon.json` that an engine refuses to start with are left out. Engines before 18.06 do not know
    /// the key.
    #[must_use]
    pub fn of(host: &Host, daemon: Option<&DaemonDocument>) -> Option<Self> {
        match host.platform {
            Platform::Linux(_) => {}
            Platform::Windows(_) => return None,
        }
        let engine = host.engine.as_ref();
        let knows_key = engine.is_none_or(|engine| *engine >= EngineVersion::new(18, 6, 0));
        let configured = daemon.filter(|_| knows_key).map(read).unwrap_or_default();
        let (ipv4, ipv6): (Vec<_>, Vec<_>) = configured.into_iter().partition(|block| block.base.is_ipv4());
        let configured = !ipv4.is_empty();
        let mut ipv4 = if configured { ipv4 } else { built_in() };
        let order = match engine {
            None => PoolOrder::Unknown,
            Some(engine) if *engine < EngineVersion::new(18, 6, 0) => PoolOrder::FirstFree,
            Some(engine) if *engine < EngineVersion::new(27, 0, 0) => PoolOrder::RoundRobin,
            Some(_) => {
                ipv4.sort_unstable();
                PoolOrder::LowestFree
            }
        };
        Some(Self { ipv4, ipv6, configured, order })
    }

    /// Which free one is taken next.
    #[must_use]
    pub fn order(&self) -> PoolOrder {
        self.order
    }

    /// Whether `daemon.json` says them.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        self.configured
    }

    /// Whether `daemon.json` has IPv6 pools too.
    #[must_use]
    pub fn has_ipv6(&self) -> bool {
        !self.ipv6.is_empty()
    }

    /// The IPv4 subnet that is taken first where none is in use.
    #[must_use]
    pub fn first(&self) -> Option<Subnet> {
        let block = self.ipv4.first()?;
        Subnet::new(block.base.address(), block.length).ok()
    }

    /// How many IPv4 subnets there are in all.
    #[must_use]
    pub fn count(&self) -> u128 {
        self.ipv4.iter().map(|block| block.count()).fold(0, u128::saturating_add)
    }

    /// Whether a subnet shares addresses with one of them.
    #[must_use]
    pub fn overlap(&self, subnet: Subnet) -> bool {
        self.ipv4.iter().any(|block| block.base.overlaps(subnet))
    }

    /// How many share no address with any of the given subnets.
    #[must_use]
    pub fn free(&self, used: &[Subnet]) -> u128 {
        let free = |block: &Block| block.count() - block.used(used, block.count());
        self.ipv4.iter().map(free).fold(0, u128::saturating_add)
    }

    /// How many free ones stand before the first that shares addresses with a subnet; `None` when none does.
    #[must_use]
    pub fn free_before(&self, subnet: Subnet, used: &[Subnet]) -> Option<u128> {
        let mut before: u128 = 0;
        for block in &self.ipv4 {
            let upto = block.indices(subnet).map_or(block.count(), |(first, _)| first);
            before = before.saturating_add(upto - block.used(used, upto));
            if block.base.overlaps(subnet) {
                return Some(before);
            }
        }
        None
    }

    /// The IPv4 subnet of that number, counted from 0 in the order they are listed; from 27.0 on by address.
    ///
    /// ```
    /// use docknet::host::{DefaultPools, Host};
    /// let pools = DefaultPools::of(&Host::linux(), None).ok_or("a Linux host has pools")?;
    /// let text = |number| pools.nth(number).map(|pool| pool.to_string());
    /// assert_eq!((text(3).as_deref(), text(15).as_deref()), (Some("172.20.0.0/16"), Some("192.168.0.0/20")));
    /// assert_eq!(text(31), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn nth(&self, number: u128) -> Option<Subnet> {
        let mut number = number;
        for block in &self.ipv4 {
            match number.checked_sub(block.count()) {
                Some(left) => number = left,
                None => return block.nth(number),
            }
        }
        None
    }

    /// The number of the first IPv4 subnet that shares addresses with a prefix; `None` when none does.
    #[must_use]
    pub fn position(&self, subnet: Subnet) -> Option<u128> {
        let mut before: u128 = 0;
        for block in &self.ipv4 {
            if block.base.overlaps(subnet) {
                return block.indices(subnet).map(|(first, _)| before.saturating_add(first));
            }
            before = before.saturating_add(block.count());
        }
        None
    }

    /// How many IPv4 subnets from that number on, one after the other, share addresses with a prefix.
    pub(crate) fn reach(&self, number: u128, subnet: Subnet) -> u128 {
        let mut before: u128 = 0;
        for block in &self.ipv4 {
            let end = before.saturating_add(block.count());
            if number < end {
                let at = number - before;
                let indices = block.base.overlaps(subnet).then(|| block.indices(subnet)).flatten();
                return indices
                    .map_or(0, |(first, last)| if at < first { 0 } else { (last + 1).saturating_sub(at) });
            }
            before = end;
        }
        0
    }

    /// The first IPv6 subnets `daemon.json` has, at most so many.
    pub(crate) fn ipv6(&self, most: u128) -> impl Iterator<Item = Subnet> + '_ {
        let of = move |block: &Block| {
            let block = *block;
            (0..block.count().min(most)).filter_map(move |number| block.nth(number))
        };
        self.ipv6.iter().flat_map(of)
    }

    /// Who says so: the pools, and in which order they are taken.
    #[must_use]
    pub fn sources(&self) -> [&'static [Source]; 2] {
        let pools = if self.configured { CONFIGURED_SOURCES } else { BUILT_IN_SOURCES };
        let order = match self.order {
            PoolOrder::FirstFree => FIRST_FREE,
            PoolOrder::LowestFree => LOWEST_FREE,
            PoolOrder::RoundRobin => ROUND_ROBIN,
            PoolOrder::Unknown => &[],
        };
        [pools, order]
    }
}

impl Block {
    fn new(base: Subnet, length: u8) -> Option<Self> {
        let longest = if base.is_ipv4() { 32 } else { 128 };
        (length >= base.length() && length > 0 && length <= longest).then_some(Self { base, length })
    }

    /// How many subnets it is cut into.
    fn count(self) -> u128 {
        1_u128.checked_shl(u32::from(self.length - self.base.length())).unwrap_or(u128::MAX)
    }

    fn nth(self, number: u128) -> Option<Subnet> {
        let bits = if self.base.is_ipv4() { 32 } else { 128 } - u32::from(self.length);
        Subnet::new(self.base.nth(number.checked_shl(bits)?)?, self.length).ok()
    }

    /// The numbers of the first and last of its subnets that share addresses with another.
    fn indices(self, subnet: Subnet) -> Option<(u128, u128)> {
        if subnet.covers(self.base) {
            return Some((0, self.count() - 1));
        }
        let number = |address| {
            let longest = if self.base.is_ipv4() { 32_u8 } else { 128 };
            let bits = u32::from(longest - self.length);
            self.base.offset(address).map(|offset| offset.checked_shr(bits).unwrap_or(0))
        };
        Some((number(subnet.address())?, number(subnet.last())?))
    }

    /// How many of its first subnets share addresses with one of the given ones.
    fn used(self, used: &[Subnet], first: u128) -> u128 {
        let mut spans: Vec<_> = used.iter().filter_map(|subnet| self.indices(*subnet)).collect();
        spans.sort_unstable();
        let (mut count, mut next) = (0, 0);
        for (from, to) in spans {
            let (from, end) = (from.max(next), to.saturating_add(1).min(first));
            count += end.saturating_sub(from);
            next = next.max(end);
        }
        count
    }
}

fn built_in() -> Vec<Block> {
    BUILT_IN.iter().filter_map(|(base, length)| Block::new(base.parse().ok()?, *length)).collect()
}

/// What `default-address-pools` says.
fn read(daemon: &DaemonDocument) -> Vec<Block> {
    let entry = |entry: &Value| {
        let base: Subnet = entry.get("base")?.as_str()?.parse().ok()?;
        Block::new(base, entry.get("size")?.as_u64()?.try_into().ok()?)
    };
    let list = daemon.value().get("default-address-pools").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pools(host: &str, daemon: &str) -> DefaultPools {
        let daemon = DaemonDocument::parse(daemon).unwrap();
        DefaultPools::of(&host.parse().unwrap(), Some(&daemon)).unwrap()
    }

    fn subnets(texts: &[&str]) -> Vec<Subnet> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn there_are_31_unless_the_file_says_otherwise() {
        assert_eq!(pools("linux@28.2.2", "").count(), 31);
        let file = r#"{"default-address-pools": [{"base": "10.8.0.0/14", "size": 16}, {"base": "10.4.0.0/16", "size": 24}]}"#;
        assert_eq!(pools("linux@28.2.2", file).count(), 4 + 256);
        assert_eq!(pools("linux@18.03", file).count(), 31, "older engines do not know the key");
        assert!(DefaultPools::of(&"windows-server-2022".parse().unwrap(), None).is_none());
    }

    #[test]
    fn what_cannot_be_pools_is_left_out() {
        let file = r#"{"default-address-pools": [{"base": "10.8.0.0/14", "size": 8}, {"base": "fd00::/48", "size": 64}, 7]}"#;
        let pools = pools("linux@27.0.1", file);
        assert!(pools.has_ipv6() && !pools.is_configured());
    }

    #[test]
    fn the_order_follows_the_version() {
        let order = |host| pools(host, "").order();
        assert_eq!(order("linux@17.06"), PoolOrder::FirstFree);
        assert_eq!(order("linux@26.1"), PoolOrder::RoundRobin);
        assert_eq!(order("linux@27.0"), PoolOrder::LowestFree);
        assert_eq!(order("linux"), PoolOrder::Unknown);
    }

    #[test]
    fn from_27_on_the_lowest_comes_first() {
        let file = r#"{"default-address-pools": [{"base": "10.8.0.0/16", "size": 24}, {"base": "10.4.0.0/16", "size": 24}]}"#;
        let before = |host| pools(host, file).free_before("10.8.0.0/24".parse().unwrap(), &[]);
        assert_eq!(before("linux@20.10.24"), Some(0));
        assert_eq!(before("linux@27.1"), Some(256));
    }

    #[test]
    fn used_ones_are_counted_once() {
        let pools = pools("linux@28.2.2", "");
        let used =
            subnets(&["172.17.0.0/16", "172.17.3.0/24", "172.20.0.0/15", "192.168.1.0/24", "10.0.0.0/8"]);
        assert_eq!(pools.free(&used), 31 - 4);
        assert_eq!(pools.free(&subnets(&["0.0.0.0/0"])), 0);
        assert_eq!(pools.free_before("192.168.0.0/24".parse().unwrap(), &used), Some(12));
        assert_eq!(pools.free_before("10.1.0.0/24".parse().unwrap(), &used), None);
    }

    #[test]
    fn the_widest_pools_do_not_overflow() {
        let file = r#"{"default-address-pools": [{"base": "0.0.0.0/0", "size": 32}, {"base": "::/0", "size": 128}]}"#;
        let pools = pools("linux@28.2.2", file);
        assert_eq!(pools.count(), 1 << 32);
        assert_eq!(pools.free(&subnets(&["0.0.0.0/1"])), 1 << 31);
    }
}
