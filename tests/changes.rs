//! Changes lead to where they should, in one go or in several, on a simulated Linux engine.

use std::collections::BTreeMap;
use std::future::Future;

use docknet::engine::{ApplyError, Engine, SimulatedEngine};
use docknet::model::{
    ContainerName, Driver, EndpointSpec, IpamPool, Network, NetworkName, NetworkSpec, Scope,
};
use docknet::plan::{Blocker, Change, Changes, Desired, Observed};
use docknet::simulation::{ContainerSpec, SimulatedHost};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Strategy, TestCaseError, any, prop_assert, prop_assert_eq, proptest};

const CONTAINERS: u8 = 4;

/// A network by its number: its prefix, gateway, label and whether it has a way out; and who is in it, with which last
/// byte if any was asked for.
#[derive(Debug, Clone)]
struct Wish {
    name: u8,
    subnet: Option<u8>,
    gateway: bool,
    label: Option<bool>,
    internal: bool,
    members: BTreeMap<u8, Option<u8>>,
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let members = vec((0..CONTAINERS, option::of(10_u8..14)), 0..4);
    let wish =
        (0_u8..3, option::of(0_u8..3), any::<bool>(), option::of(any::<bool>()), any::<bool>(), members);
    let wish = wish.prop_map(|(name, subnet, gateway, label, internal, members)| Wish {
        name,
        subnet,
        gateway,
        label,
        internal,
        members: members.into_iter().collect(),
    });
    vec(wish, 0..4)
}

impl Wish {
    fn name(&self) -> NetworkName {
        format!("net{}", self.name).parse().expect("a name")
    }

    fn spec(&self) -> NetworkSpec {
        let mut spec = NetworkSpec::new(self.name(), Driver::Bridge).with_internal(self.internal);
        if let Some(subnet) = self.subnet {
            let pool = IpamPool::new(format!("10.0.{subnet}.0/24").parse().expect("a subnet"));
            let gateway = format!("10.0.{subnet}.1").parse().expect("an address");
            let pool = if self.gateway { pool.with_gateway(gateway).expect("it is inside") } else { pool };
            spec = spec.with_pool(pool).expect("one pool");
        }
        match self.label {
            Some(label) => spec.with_label("label", label.to_string()),
            None => spec,
        }
    }

    fn endpoints(&self) -> impl Iterator<Item = EndpointSpec> {
        self.members.iter().map(|(number, address)| {
            let endpoint = EndpointSpec::new(container(*number));
            match (self.subnet, address) {
                (Some(subnet), Some(last)) => {
                    endpoint.with_address(format!("10.0.{subnet}.{last}/24").parse().expect("an address"))
                }
                _ => endpoint,
            }
        })
    }
}

fn container(number: u8) -> ContainerName {
    format!("container{number}").parse().expect("a name")
}

/// What is desired; of networks with one name the last.
fn desired(wishes: &[Wish]) -> Desired {
    let by_name: BTreeMap<_, _> = wishes.iter().map(|wish| (wish.name, wish)).collect();
    by_name.into_values().fold(Desired::new(), |desired, wish| {
        let desired = desired.with_network(wish.spec());
        wish.endpoints().fold(desired, |desired, endpoint| desired.with_endpoint(wish.name(), endpoint))
    })
}

/// A host on which as much as possible of what was wished for is there.
fn engine(wishes: &[Wish]) -> SimulatedEngine {
    let mut host = SimulatedHost::linux();
    for number in 0..CONTAINERS {
        let name = host.create_container(ContainerSpec::detached(container(number))).expect("a new name");
        host.start_container(&name).expect("nothing is in its way");
    }
    for wish in wishes {
        // What is refused is not there: a taken name or prefix, a taken address.
        let _refused = host.create_network(&wish.spec());
        for endpoint in wish.endpoints() {
            let _refused = host.connect((&wish.name()).into(), &endpoint);
        }
    }
    host.engine()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(future)
}

async fn between(desired: &Desired, engine: &SimulatedEngine) -> Changes {
    Changes::between(desired, &engine.observe().await.expect("a simulated engine answers"))
}

/// Does one step as `Changes::apply` does it.
async fn make(step: &Change, engine: &SimulatedEngine) {
    let made = match step {
        Change::Connect { network, endpoint } => engine.connect(network.into(), endpoint).await,
        Change::Create(spec) => engine.create_network(spec).await.map(|_| ()),
        Change::Disconnect { network, container } => engine.disconnect(network.into(), container).await,
        Change::Remove { id, .. } => engine.remove_network(id.into()).await,
        other => panic!("{other} is new"),
    };
    made.unwrap_or_else(|error| panic!("{step}: {error}"));
}

type Place = (String, Option<String>);

/// Who is where: networks with their specification, and their members with the addresses that were asked for.
async fn state(engine: &SimulatedEngine) -> Vec<(NetworkSpec, Vec<Place>)> {
    let observed = engine.observe().await.expect("a simulated engine answers");
    let place = |endpoint: docknet::model::Endpoint| {
        let asked = endpoint.assignment == docknet::model::Assignment::Static;
        (endpoint.name, endpoint.ipv4.filter(|_| asked).map(|address| address.to_string()))
    };
    observed
        .networks
        .into_iter()
        .map(|network| (network.spec, network.endpoints.into_iter().map(place).collect()))
        .collect()
}

/// Whether everybody who loses a place is spoken of, so that what is left can be found again by looking.
fn all_spoken_of(changes: &Changes, desired: &Desired) -> bool {
    changes.steps().iter().all(|step| match step {
        Change::Disconnect { network, container } => desired.networks().any(|(name, wish)| {
            name == network && wish.endpoints.iter().any(|endpoint| endpoint.container() == container)
        }),
        Change::Connect { .. } | Change::Create(_) | Change::Remove { .. } | _ => true,
    })
}

async fn lead_there(before: &[Wish], desired: &Desired, stop: usize) -> Result<(), TestCaseError> {
    let engine_in_one_go = engine(before);
    let changes = between(desired, &engine_in_one_go).await;
    let untouched = state(&engine_in_one_go).await;
    let applied = changes.apply(&engine_in_one_go).await;
    if !changes.blockers().is_empty() {
        prop_assert!(matches!(applied, Err(ApplyError::Blocked { .. })), "{}", changes);
        prop_assert_eq!(
            state(&engine_in_one_go).await,
            untouched,
            "nothing is done while something is in the way"
        );
        return Ok(());
    }
    let applied = match applied {
        Ok(applied) => applied,
        Err(error) => return Err(TestCaseError::fail(format!("{error}\n{changes}"))),
    };
    prop_assert_eq!(&applied.done, changes.steps());
    let after = between(desired, &engine_in_one_go).await;
    prop_assert!(after.is_empty(), "{} then still {}", changes, after);
    let there = state(&engine_in_one_go).await;
    prop_assert!(changes.apply(&engine_in_one_go).await.is_ok(), "{}", changes);
    prop_assert_eq!(state(&engine_in_one_go).await, there.clone(), "applied again");

    let stop = stop % (changes.steps().len() + 1);
    let (same_again, looked_again) = (engine(before), engine(before));
    for step in &changes.steps()[..stop] {
        make(step, &same_again).await;
        make(step, &looked_again).await;
    }
    let resumed = changes.apply(&same_again).await;
    prop_assert!(resumed.is_ok(), "{:?} after {} of {}", resumed, stop, changes);
    prop_assert_eq!(state(&same_again).await, there.clone());
    let rest = between(desired, &looked_again).await;
    let resumed = rest.apply(&looked_again).await;
    prop_assert!(resumed.is_ok(), "{:?} after {} of {}", resumed, stop, changes);
    prop_assert!(between(desired, &looked_again).await.is_empty());
    if all_spoken_of(&changes, desired) {
        prop_assert_eq!(state(&looked_again).await, there);
    }
    Ok(())
}

proptest! {
    #[test]
    fn changes_lead_to_what_is_desired(before in wishes(), after in wishes(), stop: usize) {
        block_on(lead_there(&before, &desired(&after), stop))?;
    }
}

fn network(name: &str, driver: Driver, subnet: &str) -> NetworkSpec {
    let pool = IpamPool::new(subnet.parse().expect("a subnet"));
    NetworkSpec::new(name.parse().expect("a name"), driver).with_pool(pool).expect("one pool")
}

#[test]
fn what_cannot_be_together_is_said_before_anything_is_done() {
    let desired = Desired::new()
        .with_network(network("a", Driver::Bridge, "10.0.0.0/24"))
        .with_network(network("b", Driver::Bridge, "10.0.0.0/16"));
    let changes = Changes::between(&desired, &Observed::default());
    let blockers: Vec<_> = changes.blockers().iter().map(ToString::to_string).collect();
    assert_eq!(blockers, ["10.0.0.0/16 of network b overlaps 10.0.0.0/24 of network a"]);

    let at = |container: &str| {
        EndpointSpec::new(container.parse().unwrap()).with_address("10.0.0.9/24".parse().unwrap())
    };
    let desired = Desired::new()
        .with_network(network("a", Driver::Bridge, "10.0.0.0/24"))
        .with_endpoint("a".parse().unwrap(), at("first"))
        .with_endpoint("a".parse().unwrap(), at("second"));
    let changes = Changes::between(&desired, &Observed::default());
    let blockers: Vec<_> = changes.blockers().iter().map(ToString::to_string).collect();
    assert_eq!(blockers, ["10.0.0.9/24 in network a is wanted for second and held by first"]);
}

#[test]
fn a_local_network_may_overlap_one_of_the_swarm() {
    let mut swarm = Network::new("abc".parse().unwrap(), network("over", Driver::Overlay, "10.0.0.0/24"));
    let desired = Desired::new().with_network(network("a", Driver::Bridge, "10.0.0.0/24"));
    let observed = Observed::new(vec![swarm.clone()]);
    assert_eq!(Changes::between(&desired, &observed).blockers(), []);
    swarm.scope = Scope::Local;
    let changes = Changes::between(&desired, &Observed::new(vec![swarm]));
    assert!(matches!(changes.blockers(), [Blocker::Overlap { .. }]), "{changes}");
}

/// A remade network, applied a second time: nothing is done again, and nobody is taken out again.
#[test]
fn applying_the_same_changes_again_disturbs_nobody() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let engine = SimulatedHost::linux().engine();
        let spec = |subnet: &str| {
            let pool = IpamPool::new(subnet.parse().unwrap());
            NetworkSpec::new("back".parse().unwrap(), Driver::Bridge).with_pool(pool).unwrap()
        };
        engine.create_network(&spec("10.20.0.0/24")).await.unwrap();
        for name in ["web", "db"] {
            let container = ContainerSpec::new(name.parse().unwrap(), "back".parse().unwrap());
            let name = engine.on_host(|host| host.create_container(container)).unwrap();
            engine.start_container(&name).await.unwrap();
        }
        let db = EndpointSpec::new("db".parse().unwrap()).with_address("10.21.0.9/24".parse().unwrap());
        let desired =
            Desired::new().with_network(spec("10.21.0.0/24")).with_endpoint("back".parse().unwrap(), db);
        let changes = Changes::between(&desired, &engine.observe().await.unwrap());
        let first = changes.apply(&engine).await.unwrap();
        assert!(first.already.is_empty() && first.done.len() == changes.steps().len(), "{first:?}");
        let after = engine.observe().await.unwrap();
        let second = changes.apply(&engine).await.unwrap();
        assert!(second.done.is_empty(), "{:?}", second.done);
        assert_eq!(engine.observe().await.unwrap(), after);
        let json = serde_json::to_string(&changes).unwrap();
        assert_eq!(serde_json::from_str::<Changes>(&json).unwrap(), changes, "changes outlive their process");
    });
}
