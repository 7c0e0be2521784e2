//! An engine in front of a simulated host.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;

use super::{Answer, Engine, EngineError, NatEngine, NatOutlook, NextPrefix, Operation};
use crate::host::{Capability, EngineVersion, Host, Support};
use crate::model::{ContainerName, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec};
use crate::plan::Observed;
use crate::simulation::{Client, Fault, HostId, Refusal, SimulatedHost, World};

/// Long enough for anything that is only memory, short enough for a test to wait for what never answers.
const DEADLINE: Duration = Duration::from_secs(2);

/// The engine of a [`SimulatedHost`]. Clones share the host.
///
/// A call that the real host would never answer waits for the deadline, which needs a tokio runtime with time.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// use docknet::engine::{Engine, NatEngine};
/// use docknet::host::WindowsBuild;
/// use docknet::simulation::SimulatedHost;
///
/// let engine = SimulatedHost::windows(WindowsBuild::SERVER_2022).engine();
/// let before = engine.default_nat().await?;
/// engine.on_host(SimulatedHost::reboot);
/// assert_ne!(engine.default_nat().await?.spec, before.spec, "HNS picked another prefix");
/// # Ok::<(), docknet::engine::EngineError>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SimulatedEngine {
    shared: Arc<Shared>,
    at: HostId,
    deadline: Duration,
}

/// A world several engines stand in, and the news that somebody did something to it.
#[derive(Debug)]
struct Shared {
    world: Mutex<World>,
    touched: watch::Sender<()>,
}

impl Shared {
    fn new(world: World) -> Arc<Self> {
        Arc::new(Self { world: Mutex::new(world), touched: watch::Sender::new(()) })
    }
}

impl SimulatedHost {
    /// Puts an engine in front of this host.
    #[must_use]
    pub fn engine(self) -> SimulatedEngine {
        let (world, at) = World::of(self);
        SimulatedEngine { shared: Shared::new(world), at, deadline: DEADLINE }
    }
}

impl World {
    /// Puts an engine in front of each host, in the order they were added.
    #[must_use]
    pub fn engines(self) -> Vec<SimulatedEngine> {
        let ids: Vec<_> = self.hosts().map(|(id, _)| id).collect();
        let shared = Shared::new(self);
        let engine = |at| SimulatedEngine { shared: Arc::clone(&shared), at, deadline: DEADLINE };
        ids.into_iter().map(engine).collect()
    }
}

impl SimulatedEngine {
    /// Does something to the host that is no engine call: reboot it, start a container, look behind the scenes.
    pub fn on_host<T>(&self, work: impl FnOnce(&mut SimulatedHost) -> T) -> T {
        let at = self.at;
        self.on_world(|world| work(world.host_mut(at)))
    }

    /// Does something to the whole world the host is in: let time pass, cut cables.
    pub fn on_world<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        let result = self.quietly(work);
        self.shared.touched.send_replace(());
        result
    }

    /// Looks at the world without waking whoever waits for something to happen to it.
    pub(crate) fn quietly<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        // A panic in somebody's test must not hide the world from the next one.
        let mut world = self.shared.world.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut world)
    }

    /// Wakes whoever waits for something to happen in the world, each time somebody did something to it.
    #[cfg(feature = "daemon")]
    pub(crate) fn touches(&self) -> watch::Receiver<()> {
        self.shared.touched.subscribe()
    }

    /// Which host of that world it is.
    #[must_use]
    pub fn at(&self) -> HostId {
        self.at
    }

    /// The same engine with another deadline.
    #[must_use]
    pub fn deadline_of(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Starts a container, as a client of the engine would.
    ///
    /// # Errors
    /// [`EngineError::Refused`], or [`EngineError::TimedOut`] where HNS hangs.
    pub async fn start_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        self.call(Operation::StartContainer(name.clone()), |host| host.start_container(name)).await
    }

    async fn call<T>(
        &self,
        operation: Operation,
        work: impl FnOnce(&mut SimulatedHost) -> Result<T, Fault>,
    ) -> Result<T, EngineError> {
        let after = self.deadline;
        if after.is_zero() {
            return Err(EngineError::TimedOut { operation, after });
        }
        let answered = self.on_host(|host| (work(host), host.engine_version().clone()));
        self.answer(operation, answered).await
    }

    /// The same for what a client asks, which can be more than one host's.
    pub(super) async fn call_client<T>(
        &self,
        operation: Operation,
        work: impl FnOnce(&mut Client<'_>) -> Result<T, Fault>,
    ) -> Result<T, EngineError> {
        let after = self.deadline;
        if after.is_zero() {
            return Err(EngineError::TimedOut { operation, after });
        }
        let at = self.at;
        let answered = self.on_world(|world| {
            let result = work(&mut world.client(at));
            (result, world.host(at).engine_version().clone())
        });
        self.answer(operation, answered).await
    }

    async fn answer<T>(
        &self,
        operation: Operation,
        (result, engine): (Result<T, Fault>, EngineVersion),
    ) -> Result<T, EngineError> {
        let after = self.deadline;
        match result {
            Ok(value) => Ok(value),
            Err(Fault::Never) => {
                tokio::time::sleep(after).await;
                Err(EngineError::TimedOut { operation, after })
            }
            Err(Fault::Refused(refusal)) => {
                let answer = Answer::new(refusal.status(&engine), refusal.sentence(&engine));
                Err(EngineError::refused(operation, answer.with_engine(Some(engine))))
            }
        }
    }
}

#[async_trait]
impl Engine for SimulatedEngine {
    async fn host(&self) -> Result<Host, EngineError> {
        self.call(Operation::Host, |host| Ok(host.host().clone())).await
    }

    async fn networks(&self) -> Result<Vec<Network>, EngineError> {
        let mut networks = self.call(Operation::ListNetworks, |host| Ok(host.networks())).await?;
        for network in &mut networks {
            network.endpoints.clear();
        }
        Ok(networks)
    }

    async fn network(&self, network: NetworkKey<'_>) -> Result<Network, EngineError> {
        self.call(Operation::InspectNetwork(network.to_string()), |host| host.network(network)).await
    }

    async fn create_network(&self, spec: &NetworkSpec) -> Result<NetworkId, EngineError> {
        self.call(Operation::CreateNetwork(spec.name().clone()), |host| host.create_network(spec)).await
    }

    async fn remove_network(&self, network: NetworkKey<'_>) -> Result<(), EngineError> {
        self.call(Operation::RemoveNetwork(network.to_string()), |host| host.remove_network(network)).await
    }

    async fn prune_networks(&self) -> Result<Vec<NetworkName>, EngineError> {
        self.call(Operation::PruneNetworks, |host| Ok(host.prune_networks())).await
    }

    async fn connect(&self, network: NetworkKey<'_>, endpoint: &EndpointSpec) -> Result<(), EngineError> {
        let operation = Operation::connect(network, endpoint.container());
        self.call(operation, |host| host.connect(network, endpoint)).await
    }

    async fn disconnect(
        &self,
        network: NetworkKey<'_>,
        container: &ContainerName,
    ) -> Result<(), EngineError> {
        self.call(Operation::disconnect(network, container), |host| host.disconnect(network, container)).await
    }

    async fn observe(&self) -> Result<Observed, EngineError> {
        self.call(Operation::Observe, |host| Ok(Observed::new(host.networks()))).await
    }

    fn deadline(&self) -> Duration {
        self.deadline
    }

    fn with_deadline(&self, deadline: Duration) -> Box<dyn Engine> {
        Box::new(self.clone().deadline_of(deadline))
    }
}

/// What HNS identities are stored under.
const HNS_ID: &str = "com.docker.network.windowsshim.hnsid";

/// Asked on a Linux host, the default NAT network is not found.
#[async_trait]
impl NatEngine for SimulatedEngine {
    async fn default_nat(&self) -> Result<Network, EngineError> {
        self.call(Operation::InspectNetwork("nat".into()), default_nat).await
    }

    async fn hns_id(&self) -> Result<String, EngineError> {
        let nat = self.default_nat().await?;
        Ok(nat.spec.options().get(HNS_ID).cloned().unwrap_or_default())
    }

    async fn outlook(&self) -> Result<NatOutlook, EngineError> {
        self.call(Operation::InspectNetwork("nat".into()), |host| {
            let now = default_nat(host)?.spec.subnets().next();
            let made_anew = match host.daemon().fixed_cidr() {
                Ok(Some(prefix)) => NextPrefix::Known(prefix),
                Ok(None) | Err(_) => NextPrefix::PickedByHns,
            };
            // A restarted engine adopts what HNS has; only a new network gets a new prefix.
            let after_restart = now.map_or(made_anew, NextPrefix::Known);
            let survives =
                host.host().can(Capability::NatNetworksSurviveReboot).support == Support::Supported;
            let after_reboot = if survives { after_restart } else { made_anew };
            Ok(NatOutlook::new(now, after_restart, after_reboot))
        })
        .await
    }
}

fn default_nat(host: &mut SimulatedHost) -> Result<Network, Fault> {
    let missing = || Fault::from(Refusal::NetworkMissing { network: "nat".into() });
    host.networks().into_iter().find(|network| network.name().as_str() == "nat").ok_or_else(missing)
}
