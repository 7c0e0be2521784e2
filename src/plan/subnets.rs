//! A prefix for a fleet: out of the pools, clear of everything that must be avoided.

use std::collections::BTreeMap;

use super::{Observed, Obstacle, Owner, PlanError, Rejected};
use crate::model::{NetworkName, Subnet};

/// Looks for a prefix that is free on every host.
///
/// Pools are searched in the order they were given, each from its lowest address. The first candidate that overlaps
/// nothing is taken, so the same input always gives the same plan, and an obstacle that is added elsewhere moves
/// nothing.
///
/// ```
/// use docknet::plan::{Observed, SubnetPlanner};
///
/// let plan = SubnetPlanner::new("10.0.0.0/8".parse()?)
///     .length(20)
///     .avoid("10.0.0.0/13".parse()?, "office VPN")
///     .host("wcs1", Observed::default())
///     .plan()?;
/// assert_eq!(plan.prefix().to_string(), "10.8.0.0/20");
/// assert_eq!(plan.rejected()[0].obstacle.owner.to_string(), "office VPN");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SubnetPlanner {
    pools: Vec<Subnet>,
    wanted: Option<Subnet>,
    length: Option<u8>,
    endpoints: u128,
    avoided: Vec<Obstacle>,
    hosts: BTreeMap<String, Observed>,
    kept: BTreeMap<String, Subnet>,
    replaced: Vec<NetworkName>,
}

/// A prefix, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubnetPlan {
    prefix: Subnet,
    rejected: Vec<Rejected>,
}

/// Bigger than most projects, and what HNS picks on its own.
const DEFAULT_LENGTH_IPV4: u8 = 20;
/// What one link has.
const DEFAULT_LENGTH_IPV6: u8 = 64;

impl SubnetPlanner {
    /// A planner that cuts from one pool.
    #[must_use]
    pub fn new(pool: Subnet) -> Self {
        Self {
            pools: vec![pool],
            wanted: None,
            length: None,
            endpoints: 0,
            avoided: Vec::new(),
            hosts: BTreeMap::new(),
            kept: BTreeMap::new(),
            replaced: Vec::new(),
        }
    }

    /// A planner that takes this very prefix or says what is in its way.
    #[must_use]
    pub fn exactly(prefix: Subnet) -> Self {
        Self { wanted: Some(prefix), ..Self::new(prefix) }
    }

    /// Adds a pool that is searched when the earlier ones are full.
    #[must_use]
    pub fn pool(mut self, pool: Subnet) -> Self {
        self.pools.push(pool);
        self
    }

    /// The prefix length wanted; /20 for IPv4 and /64 for IPv6 if nothing is said.
    #[must_use]
    pub fn length(self, length: u8) -> Self {
        Self { length: Some(length), ..self }
    }

    /// How many endpoints the prefix must hold beside its gateway. Without a [`length`](Self::length) this decides it.
    #[must_use]
    pub fn endpoints(self, endpoints: u128) -> Self {
        Self { endpoints, ..self }
    }

    /// Keeps clear of a subnet.
    #[must_use]
    pub fn avoid(mut self, subnet: Subnet, name: impl Into<String>) -> Self {
        self.avoided.push(Obstacle::new(subnet, Owner::Avoided(name.into())));
        self
    }

    /// Keeps clear of every network on a host.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>, observed: Observed) -> Self {
        self.hosts.insert(name.into(), observed);
        self
    }

    /// Networks of this name will be made anew with the planned prefix, so that they are in nobody's way.
    #[must_use]
    pub fn replacing(mut self, network: NetworkName) -> Self {
        self.replaced.push(network);
        self
    }

    /// A host that keeps the prefix it has when every host gets one of its own.
    #[must_use]
    pub fn keeping(mut self, host: impl Into<String>, prefix: Subnet) -> Self {
        self.kept.insert(host.into(), prefix);
        self
    }

    /// One prefix for all hosts.
    ///
    /// # Errors
    /// [`PlanError`], which for [`NoRoom`](PlanError::NoRoom) names for every candidate what is in its way.
    pub fn plan(&self) -> Result<SubnetPlan, PlanError> {
        self.search(self.obstacles())
    }

    /// A prefix for each host, no two of which overlap, by host. Hosts that [keep](Self::keeping) theirs have it;
    /// the others get what is left, in order of their names, so name those that have one when a host is added.
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub fn plan_per_host(&self) -> Result<BTreeMap<String, SubnetPlan>, PlanError> {
        let mut obstacles = self.obstacles();
        let mut plans = BTreeMap::new();
        for (host, prefix) in &self.kept {
            obstacles.push(Obstacle::new(*prefix, Owner::Planned { host: host.clone() }));
            plans.insert(host.clone(), SubnetPlan { prefix: *prefix, rejected: Vec::new() });
        }
        for host in self.hosts.keys().filter(|host| !self.kept.contains_key(*host)) {
            let plan = self.search(obstacles.clone())?;
            obstacles.push(Obstacle::new(plan.prefix, Owner::Planned { host: host.clone() }));
            plans.insert(host.clone(), plan);
        }
        Ok(plans)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let observed = self.hosts.iter().flat_map(|(host, observed)| {
            let kept = |(_, network): &(Subnet, &NetworkName)| !self.replaced.contains(network);
            observed.subnets().filter(kept).map(move |(subnet, network)| {
                Obstacle::new(subnet, Owner::Network { host: host.clone(), network: network.clone() })
            })
        });
        self.avoided.iter().cloned().chain(observed).collect()
    }

    fn search(&self, mut obstacles: Vec<Obstacle>) -> Result<SubnetPlan, PlanError> {
        if let Some(wanted) = self.wanted {
            self.fits(wanted)?;
            obstacles.retain(|obstacle| obstacle.subnet.overlaps(wanted));
            obstacles.sort();
            if !obstacles.is_empty() {
                return Err(PlanError::Wanted { wanted, obstacles });
            }
            return Ok(SubnetPlan { prefix: wanted, rejected: Vec::new() });
        }
        self.pools_apart()?;
        let obstacles = outermost(obstacles);
        let mut rejected = Vec::new();
        let mut cut = None;
        for pool in &self.pools {
            let Some(length) = self.wanted_length(*pool).filter(|length| pool.length() <= *length) else {
                continue;
            };
            let Ok(first) = Subnet::new(pool.address(), length) else { continue };
            cut = cut.or(Some(length));
            self.fits(first)?;
            if let Some(prefix) = first_free(*pool, length, &obstacles, &mut rejected) {
                return Ok(SubnetPlan { prefix, rejected });
            }
        }
        let largest = self.pools.iter().max_by_key(|pool| pool.addresses()).copied();
        Err(match (cut, self.length, largest) {
            (Some(length), ..) => PlanError::NoRoom { length, rejected },
            (None, None, Some(largest)) => PlanError::TooMany { asked: self.endpoints, largest },
            (None, length, _) => {
                let length = length.unwrap_or(DEFAULT_LENGTH_IPV4);
                PlanError::Length { length, pools: self.pools.clone() }
            }
        })
    }

    fn pools_apart(&self) -> Result<(), PlanError> {
        for (position, second) in self.pools.iter().enumerate() {
            if let Some(first) = self.pools[..position].iter().find(|first| first.overlaps(*second)) {
                return Err(PlanError::PoolsOverlap { first: *first, second: *second });
            }
        }
        Ok(())
    }

    /// The length that was asked for, or the one that fits a pool's family: that of its first pool which is large enough.
    fn wanted_length(&self, pool: Subnet) -> Option<u8> {
        if self.length.is_some() {
            return self.length;
        }
        let shortest = |pool: &Subnet| {
            let default = if pool.is_ipv4() { DEFAULT_LENGTH_IPV4 } else { DEFAULT_LENGTH_IPV6 };
            (pool.length()..=default.max(pool.length())).rev().find(|length| {
                Subnet::around(pool.address(), *length).is_ok_and(|subnet| holds(subnet) >= self.endpoints)
            })
        };
        self.pools.iter().filter(|other| other.is_ipv4() == pool.is_ipv4()).find_map(shortest)
    }

    fn fits(&self, prefix: Subnet) -> Result<(), PlanError> {
        if let Some(reason) = unusable(prefix) {
            return Err(PlanError::Unusable { prefix, reason });
        }
        if holds(prefix) < self.endpoints {
            return Err(PlanError::TooSmall { prefix, holds: holds(prefix), asked: self.endpoints });
        }
        Ok(())
    }
}

/// What a prefix is for that hosts and routers treat in a way of their own (RFC 6890).
fn unusable(prefix: Subnet) -> Option<&'static str> {
    const KEPT: &[(&str, &str)] = &[
        ("0.0.0.0/8", "this host on this network"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::1/128", "loopback"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
    ];
    let overlaps = |kept: &&(&str, _)| kept.0.parse::<Subnet>().is_ok_and(|kept| kept.overlaps(prefix));
    KEPT.iter().find(overlaps).map(|(_, reason)| *reason)
}

/// How many endpoints fit beside the gateway.
fn holds(subnet: Subnet) -> u128 {
    subnet.hosts().saturating_sub(1)
}

/// Obstacles that lie in no other, in order. Prefixes nest or are apart, so these share no address.
fn outermost(mut obstacles: Vec<Obstacle>) -> Vec<Obstacle> {
    obstacles.sort();
    let mut outermost = Vec::<Obstacle>::new();
    for obstacle in obstacles {
        if !outermost.last().is_some_and(|outer| outer.subnet.covers(obstacle.subnet)) {
            outermost.push(obstacle);
        }
    }
    outermost
}

/// The lowest candidate of a pool that overlaps nothing. Obstacles are in order and apart.
fn first_free(
    pool: Subnet,
    length: u8,
    obstacles: &[Obstacle],
    rejected: &mut Vec<Rejected>,
) -> Option<Subnet> {
    let mut candidate = Subnet::new(pool.address(), length).ok()?;
    let mut next = obstacles.partition_point(|obstacle| obstacle.subnet.last() < candidate.address());
    while let Some(obstacle) = obstacles.get(next).filter(|obstacle| obstacle.subnet.overlaps(candidate)) {
        let last = Subnet::around(obstacle.subnet.last(), length).ok()?;
        let last = if pool.covers(last) { last } else { Subnet::around(pool.last(), length).ok()? };
        rejected.push(Rejected { first: candidate, last, obstacle: obstacle.clone() });
        candidate = after(last).filter(|next| pool.covers(*next))?;
        // Those that start in a candidate that is rejected anyway need no word of their own.
        next += obstacles[next..].partition_point(|obstacle| obstacle.subnet.last() < candidate.address());
    }
    Some(candidate)
}

/// The next block of the same length, if there is one.
fn after(subnet: Subnet) -> Option<Subnet> {
    let next = match subnet.last() {
        std::net::IpAddr::V4(last) => std::net::IpAddr::V4(last.to_bits().checked_add(1)?.into()),
        std::net::IpAddr::V6(last) => std::net::IpAddr::V6(last.to_bits().checked_add(1)?.into()),
    };
    Subnet::new(next, subnet.length()).ok()
}

impl SubnetPlan {
    /// The prefix.
    #[must_use]
    pub fn prefix(&self) -> Subnet {
        self.prefix
    }

    /// The candidates that came before it, with what stands in their way.
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subnet(text: &str) -> Subnet {
        text.parse().unwrap()
    }

    #[test]
    fn a_refusal_names_what_is_in_the_way_of_every_candidate() {
        let planner = SubnetPlanner::new(subnet("10.10.0.0/18"))
            .length(20)
            .avoid(subnet("10.10.0.0/19"), "office VPN")
            .avoid(subnet("10.10.32.0/24"), "printers")
            .avoid(subnet("10.10.48.128/25"), "cameras");
        let error = planner.plan().unwrap_err();
        assert_eq!(
            error.to_string(),
            "no /20 is free; in the way:\n  10.10.0.0/20 to 10.10.16.0/20: 10.10.0.0/19 (office VPN)\n  \
             10.10.32.0/20: 10.10.32.0/24 (printers)\n  10.10.48.0/20: 10.10.48.128/25 (cameras)"
        );
    }

    #[test]
    fn an_obstacle_around_the_pool_ends_the_search() {
        let planner = SubnetPlanner::new(subnet("10.10.0.0/16")).avoid(subnet("10.0.0.0/8"), "company");
        assert!(matches!(planner.plan(), Err(PlanError::NoRoom { rejected, .. }) if rejected.len() == 1));
        let plan = planner.pool(subnet("192.168.0.0/16")).plan().unwrap();
        assert_eq!(plan.prefix(), subnet("192.168.0.0/20"));
    }

    #[test]
    fn demands_decide_the_length_or_are_refused() {
        let planner = SubnetPlanner::new(subnet("10.0.0.0/8"));
        assert_eq!(planner.clone().endpoints(10).plan().unwrap().prefix().length(), 20);
        assert_eq!(planner.clone().endpoints(5000).plan().unwrap().prefix().length(), 19);
        assert!(matches!(planner.clone().endpoints(1 << 40).plan(), Err(PlanError::TooMany { .. })));
        assert!(matches!(
            planner.clone().length(30).endpoints(2).plan(),
            Err(PlanError::TooSmall { holds: 1, .. })
        ));
        assert!(matches!(planner.clone().length(4).plan(), Err(PlanError::Length { .. })));
        assert!(matches!(planner.clone().length(64).plan(), Err(PlanError::Length { .. })));
        assert!(matches!(planner.pool(subnet("10.1.0.0/16")).plan(), Err(PlanError::PoolsOverlap { .. })));
    }

    #[test]
    fn the_end_of_all_addresses_is_no_trap() {
        let mut rejected = Vec::new();
        let obstacle = |text| [Obstacle::new(subnet(text), Owner::Avoided("x".into()))];
        let found = first_free(subnet("255.255.255.0/24"), 25, &obstacle("255.255.255.0/25"), &mut rejected);
        assert_eq!(found, Some(subnet("255.255.255.128/25")));
        let none = first_free(subnet("255.255.255.0/24"), 25, &obstacle("255.255.255.0/24"), &mut rejected);
        assert_eq!(none, None);
    }

    #[test]
    fn what_no_network_can_use_is_refused() {
        for prefix in
            ["0.0.0.0/0", "127.0.0.0/20", "169.254.0.0/20", "224.0.0.0/20", "240.0.0.0/8", "fe80::/64"]
        {
            let refused = SubnetPlanner::exactly(subnet(prefix)).plan();
            assert!(matches!(refused, Err(PlanError::Unusable { .. })), "{prefix}");
        }
    }

    #[test]
    fn per_host_prefixes_do_not_meet() {
        let planner = SubnetPlanner::new(subnet("10.10.0.0/16"))
            .host("b", Observed::default())
            .host("a", Observed::default());
        let plans = planner.plan_per_host().unwrap();
        assert_eq!(plans["a"].prefix(), subnet("10.10.0.0/20"));
        assert_eq!(plans["b"].prefix(), subnet("10.10.16.0/20"));
        let grown = SubnetPlanner::new(subnet("10.10.0.0/16"))
            .host("a", Observed::default())
            .host("b", Observed::default())
            .keeping("b", subnet("10.10.0.0/20"));
        let plans = grown.plan_per_host().unwrap();
        assert_eq!(plans["b"].prefix(), subnet("10.10.0.0/20"), "a host that is added moves nobody");
        assert_eq!(plans["a"].prefix(), subnet("10.10.16.0/20"));
    }

    #[test]
    fn ipv6_is_planned_alike() {
        let planner = SubnetPlanner::new(subnet("fd00::/48")).avoid(subnet("fd00::/63"), "lab");
        assert_eq!(planner.plan().unwrap().prefix(), subnet("fd00:0:0:2::/64"));
    }
}
