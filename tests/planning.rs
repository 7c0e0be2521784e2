//! Plans hold for any pools, obstacles and hosts; a naive search of every candidate is the measure.

mod world;

use docknet::model::{Driver, IpamPool, Network, NetworkSpec, Subnet};
use docknet::plan::{Observed, PlanError, Rejected, SubnetPlan, SubnetPlanner};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, TestCaseError, any, prop_assert, prop_assert_eq, proptest};
use world::world;

/// A question for the planner, in parts that can be put in any order.
#[derive(Debug, Clone)]
struct Question {
    pools: Vec<Subnet>,
    length: u8,
    avoid: Vec<(Subnet, String)>,
    hosts: Vec<(String, Observed)>,
}

fn question() -> impl Strategy<Value = Question> {
    let pools = vec((any::<u16>(), 20_u8..=27), 1..4);
    let avoid = vec((any::<u16>(), 22_u8..=32), 0..24);
    let hosts = vec(vec((any::<u16>(), 23_u8..=30), 0..4), 0..4);
    (any::<bool>(), pools, 22_u8..=30, avoid, hosts).prop_map(|(ipv6, pools, length, avoid, hosts)| {
        let subnet = |(offset, length)| world(ipv6, offset, length);
        let avoid = avoid.into_iter().enumerate().map(|(n, at)| (subnet(at), format!("avoided {n}")));
        let hosts = hosts
            .into_iter()
            .enumerate()
            .map(|(n, networks)| (format!("host{n}"), observed(networks.into_iter().map(subnet))));
        Question {
            pools: pools.into_iter().map(subnet).collect(),
            length: length + if ipv6 { 96 } else { 0 },
            avoid: avoid.collect(),
            hosts: hosts.collect(),
        }
    })
}

fn observed(subnets: impl Iterator<Item = Subnet>) -> Observed {
    let network = |(n, subnet): (usize, Subnet)| {
        let name = format!("net{n}").parse().expect("a name");
        let spec = NetworkSpec::new(name, Driver::Bridge).with_pool(IpamPool::new(subnet)).expect("one pool");
        Network::new(format!("id{n}").parse().expect("an identity"), spec)
    };
    Observed::new(subnets.enumerate().map(network).collect())
}

impl Question {
    fn planner(&self) -> SubnetPlanner {
        let planner = SubnetPlanner::new(self.pools[0]).length(self.length);
        let planner = self.pools[1..].iter().fold(planner, |planner, pool| planner.pool(*pool));
        let planner = self.avoid.iter().fold(planner, |planner, (subnet, name)| planner.avoid(*subnet, name));
        self.hosts.iter().fold(planner, |planner, (name, observed)| planner.host(name, observed.clone()))
    }

    fn obstacles(&self) -> Vec<Subnet> {
        let networks =
            self.hosts.iter().flat_map(|(_, observed)| observed.subnets().map(|(subnet, _)| subnet));
        self.avoid.iter().map(|(subnet, _)| *subnet).chain(networks).collect()
    }

    /// Every candidate of every pool, in order.
    fn candidates(&self) -> Vec<Subnet> {
        let cut = |pool: &Subnet| {
            let (pool, count) = (*pool, 1_u128 << (self.length - pool.length()));
            let step = pool.addresses() / count;
            (0..count).map(move |n| pool.nth(n * step).expect("it is inside"))
        };
        let addresses = self.pools.iter().filter(|pool| pool.length() <= self.length).flat_map(cut);
        addresses.map(|address| Subnet::new(address, self.length).expect("it was cut there")).collect()
    }

    fn pools_overlap(&self) -> bool {
        let mut others = self.pools.iter().enumerate();
        others.any(|(n, pool)| self.pools[n + 1..].iter().any(|other| pool.overlaps(*other)))
    }
}

/// Every candidate stands between the ends of an entry that names an obstacle it overlaps.
fn explained(candidates: &[Subnet], rejected: &[Rejected]) -> Result<(), TestCaseError> {
    for candidate in candidates {
        let explains = |entry: &&Rejected| {
            entry.first <= *candidate
                && *candidate <= entry.last
                && entry.obstacle.subnet.overlaps(*candidate)
        };
        prop_assert!(
            rejected.iter().any(|entry| explains(&entry)),
            "{candidate} has no reason in {rejected:?}"
        );
    }
    for entry in rejected {
        prop_assert!(candidates.contains(&entry.first) && candidates.contains(&entry.last), "{entry}");
    }
    Ok(())
}

fn check_plan(
    question: &Question,
    plan: Result<SubnetPlan, PlanError>,
    obstacles: &[Subnet],
) -> Result<(), TestCaseError> {
    let candidates = question.candidates();
    let free =
        candidates.iter().position(|candidate| !obstacles.iter().any(|there| there.overlaps(*candidate)));
    match (plan, free) {
        (Err(PlanError::PoolsOverlap { first, second }), _) => {
            let at = |pool| question.pools.iter().position(|other| *other == pool);
            prop_assert!(first.overlaps(second) && at(first) <= at(second));
        }
        (Err(PlanError::Length { .. }), None) => prop_assert!(candidates.is_empty()),
        (Err(PlanError::NoRoom { rejected, .. }), None) => {
            prop_assert!(!candidates.is_empty() && !question.pools_overlap());
            explained(&candidates, &rejected)?;
        }
        (Ok(plan), Some(free)) => {
            prop_assert!(!question.pools_overlap());
            prop_assert_eq!(plan.prefix(), candidates[free], "the lowest of the first pool that has one");
            prop_assert!(question.pools.iter().any(|pool| pool.covers(plan.prefix())));
            explained(&candidates[..free], plan.rejected())?;
        }
        (plan, free) => prop_assert!(false, "{plan:?} where a search says {free:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_plan_is_the_lowest_candidate_that_overlaps_nothing(question in question()) {
        check_plan(&question, question.planner().plan(), &question.obstacles())?;
    }

    #[test]
    fn plans_per_host_meet_neither_obstacles_nor_each_other(question in question()) {
        let mut obstacles = question.obstacles();
        match question.planner().plan_per_host() {
            Ok(plans) => {
                prop_assert_eq!(plans.len(), question.hosts.len());
                for plan in plans.into_values() {
                    let prefix = plan.prefix();
                    check_plan(&question, Ok(plan), &obstacles)?;
                    obstacles.push(prefix);
                }
            }
            Err(PlanError::NoRoom { rejected, .. }) => explained(&question.candidates(), &rejected)?,
            Err(error) => check_plan(&question, Err(error), &obstacles)?,
        }
    }

    #[test]
    fn the_order_of_obstacles_and_hosts_changes_nothing(
        (question, avoid, hosts) in question().prop_flat_map(|question| {
            let (avoid, hosts) = (Just(question.avoid.clone()).prop_shuffle(), Just(question.hosts.clone()).prop_shuffle());
            (Just(question), avoid, hosts)
        })
    ) {
        let other = Question { avoid, hosts, ..question.clone() };
        prop_assert_eq!(question.planner().plan(), other.planner().plan());
        prop_assert_eq!(question.planner().plan_per_host(), other.planner().plan_per_host());
    }

    #[test]
    fn an_obstacle_beyond_the_plan_changes_nothing(question in question(), offset: u16, length in 22_u8..=32) {
        let question = Question { pools: question.pools[..1].to_vec(), ..question };
        let plan = question.planner().plan();
        let Ok(plan) = plan else { return Ok(()) };
        let other = world(!plan.prefix().is_ipv4(), offset, length);
        if other.address() <= plan.prefix().last() {
            return Ok(());
        }
        prop_assert_eq!(question.planner().avoid(other, "beyond").plan(), Ok(plan));
    }

    #[test]
    fn a_demand_decides_the_length(ipv6: bool, pool in 8_u8..=30, endpoints in 0_u128..5000) {
        let pool = world(ipv6, 0, pool);
        match SubnetPlanner::new(pool).endpoints(endpoints).plan() {
            Ok(plan) => {
                let holds = |subnet: Subnet| subnet.hosts() - 1;
                prop_assert!(holds(plan.prefix()) >= endpoints);
                let default = if ipv6 { 64 } else { 20 };
                let longer = Subnet::new(pool.address(), plan.prefix().length() + 1).unwrap();
                prop_assert!(plan.prefix().length() >= default.max(pool.length()) || holds(longer) < endpoints);
            }
            Err(PlanError::TooMany { .. }) => prop_assert!(pool.hosts() - 1 < endpoints),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

#[test]
fn each_family_has_its_own_length_if_nothing_is_said() {
    let planner = SubnetPlanner::new("10.0.0.0/16".parse().unwrap()).pool("fd00::/48".parse().unwrap());
    assert_eq!(planner.plan().unwrap().prefix().to_string(), "10.0.0.0/20");
    let full = planner.avoid("10.0.0.0/8".parse().unwrap(), "company");
    assert_eq!(full.plan().unwrap().prefix().to_string(), "fd00::/64");
}
