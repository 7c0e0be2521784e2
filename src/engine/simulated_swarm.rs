//! What a swarm manager adds, done by a simulated one.

use std::net::IpAddr;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;

use super::{
    Engine, EngineError, NodeSummary, Operation, OverlayEngine, ServiceId, ServiceSummary, SimulatedEngine,
    TaskSummary,
};
use crate::host::Host;
use crate::model::{
    ContainerName, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec, Port, PublishMode,
    PublishedPort, Replicas, ServiceEndpoint, ServiceName, ServicePort, ServiceSpec, Subnet,
};
use crate::plan::Observed;
use crate::simulation::{Client, Fault, SwarmRefusal};
use crate::wire::NetworkDocument;
use crate::wire::request::{EndpointSettings, Filters, NetworkCreate, ServiceCreate};

/// The engine of a simulated host that manages a swarm. [`SimulatedEngine::manager`] is the only way to one.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// use std::time::Duration;
/// use docknet::engine::{Engine, OverlayEngine};
/// use docknet::model::{Driver, NetworkSpec, ServiceSpec};
/// use docknet::simulation::{SimulatedHost, World};
/// use docknet::wire::request::SwarmInit;
///
/// let engine = SimulatedHost::linux().engine();
/// assert!(engine.clone().manager().await.is_err(), "a host in no swarm manages none");
/// let init = SwarmInit::from_value(&serde_json::json!({ "ListenAddr": "0.0.0.0:2377" }))?;
/// let at = engine.at();
/// engine.on_world(|world| world.client(at).init_swarm(&init))?;
///
/// let manager = engine.manager().await?;
/// manager.create_network(&NetworkSpec::new("front".parse()?, Driver::Overlay)).await?;
/// let mut web = ServiceSpec::new("web".parse()?, "nginx");
/// web.networks.push("front".parse()?);
/// manager.create_service(&web).await?;
/// manager.engine().on_world(|world| world.pass(Duration::from_secs(2)));
/// let tasks = manager.tasks(&web.name).await?;
/// assert_eq!((tasks[0].state.as_str(), tasks[0].addresses[0].to_string()), ("running", "10.0.1.3".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SimulatedManager {
    engine: SimulatedEngine,
}

impl SimulatedEngine {
    /// This engine as a manager of its swarm.
    ///
    /// # Errors
    /// [`Meaning::NotSwarmManager`](super::Meaning::NotSwarmManager) if it is none.
    pub async fn manager(self) -> Result<SimulatedManager, EngineError> {
        self.call_client(Operation::ListNodes, |client| client.list_nodes(&Filters::new())).await?;
        Ok(SimulatedManager { engine: self })
    }
}

impl SimulatedManager {
    /// The engine, to look behind the scenes.
    #[must_use]
    pub fn engine(&self) -> &SimulatedEngine {
        &self.engine
    }

    async fn ask<T>(
        &self,
        operation: Operation,
        work: impl FnOnce(&mut Client<'_>) -> Result<T, Fault>,
    ) -> Result<T, EngineError> {
        self.engine.call_client(operation, work).await
    }
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The service of exactly that name: an engine also takes the beginning of an identity for one.
fn named(client: &mut Client<'_>, service: &ServiceName) -> Result<Value, Fault> {
    let found = client.inspect_service(service.as_str(), false)?;
    let missing = || SwarmRefusal::Missing { kind: "service", key: service.to_string() };
    if text(&found, "/Spec/Name") == service.as_str() { Ok(found) } else { Err(missing().into()) }
}

fn node(shown: &Value) -> NodeSummary {
    let mut node = NodeSummary::new(
        text(shown, "/ID"),
        text(shown, "/Description/Hostname"),
        text(shown, "/Status/State"),
    );
    node.manager = shown.get("ManagerStatus").is_some();
    node.address = text(shown, "/Status/Addr").parse().ok();
    node
}

/// A service whose values the model has; another client of the world may have asked for others.
fn service(shown: &Value, name_of: impl Fn(&str) -> String) -> Option<ServiceSummary> {
    let mut spec = ServiceSpec::new(
        text(shown, "/Spec/Name").parse().ok()?,
        text(shown, "/Spec/TaskTemplate/ContainerSpec/Image"),
    );
    let replicas = shown.pointer("/Spec/Mode/Replicated/Replicas").and_then(Value::as_u64);
    spec.replicas = replicas.map_or(Replicas::Global, Replicas::Count);
    for target in list(shown, "/Spec/TaskTemplate/Networks") {
        spec.networks.push(name_of(text(target, "/Target")).parse().ok()?);
    }
    let mode = text(shown, "/Spec/EndpointSpec/Mode").parse().unwrap_or_default();
    let ports = list(shown, "/Spec/EndpointSpec/Ports").iter().map(port).collect::<Option<Vec<_>>>()?;
    spec.endpoint = ServiceEndpoint::new(mode, ports).ok()?;
    let mut summary = ServiceSummary::new(ServiceId::new(text(shown, "/ID")), spec);
    for given in list(shown, "/Endpoint/VirtualIPs") {
        let Some((address, length)) = text(given, "/Addr").split_once('/') else { continue };
        let (address, length) = (address.parse::<IpAddr>().ok()?, length.parse().ok()?);
        summary.virtual_addresses.push((address, Subnet::around(address, length).ok()?));
    }
    Some(summary)
}

fn port(shown: &Value) -> Option<ServicePort> {
    let number =
        |key: &str| shown.get(key).and_then(Value::as_u64).map(|number| number.to_string().parse::<Port>());
    let mut port = PublishedPort::new(number("TargetPort")?.ok()?);
    if let Some(published) = number("PublishedPort") {
        port = port.with_published(published.ok()?);
    }
    port = port.with_protocol(text(shown, "/Protocol").parse().ok()?);
    let mode = if text(shown, "/PublishMode") == "host" { PublishMode::Host } else { PublishMode::Ingress };
    Some(ServicePort::new(port, mode))
}

fn task(shown: &Value) -> TaskSummary {
    let mut task = TaskSummary::new(text(shown, "/ID"), text(shown, "/Status/State"));
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (task.node, task.error) = (filled(text(shown, "/NodeID")), filled(text(shown, "/Status/Err")));
    let attached = list(shown, "/NetworksAttachments").iter().flat_map(|there| list(there, "/Addresses"));
    let bare = attached.filter_map(Value::as_str).filter_map(|text| text.split('/').next()?.parse().ok());
    task.addresses = bare.collect();
    task
}

#[async_trait]
impl OverlayEngine for SimulatedManager {
    async fn nodes(&self) -> Result<Vec<NodeSummary>, EngineError> {
        let nodes = self.ask(Operation::ListNodes, |client| client.list_nodes(&Filters::new())).await?;
        let mut nodes: Vec<_> = nodes.iter().map(node).collect();
        nodes.sort_by(|a, b| (&a.hostname, &a.id).cmp(&(&b.hostname, &b.id)));
        Ok(nodes)
    }

    async fn services(&self) -> Result<Vec<ServiceSummary>, EngineError> {
        let asked = self.ask(Operation::ListServices, |client| {
            let networks = client.list_networks(&Filters::new())?;
            Ok((client.list_services(&Filters::new(), false)?, networks))
        });
        let (services, networks) = asked.await?;
        let name_of = |id: &str| {
            let found = networks.iter().find(|network| text(network, "/Id") == id);
            found.map_or(id, |network| text(network, "/Name")).to_owned()
        };
        let mut services: Vec<_> = services.iter().filter_map(|shown| service(shown, name_of)).collect();
        services.sort_by(|a, b| (&a.spec.name, &a.id).cmp(&(&b.spec.name, &b.id)));
        Ok(services)
    }

    async fn tasks(&self, service: &ServiceName) -> Result<Vec<TaskSummary>, EngineError> {
        let asked = self.ask(Operation::ListTasks(service.to_string()), |client| {
            let found = named(client, service)?;
            let filters =
                Filters::new().with("service", text(&found, "/ID")).with("desired-state", "running");
            client.list_tasks(&filters)
        });
        let mut tasks = asked.await?;
        let place = |task: &Value| (task["Slot"].as_u64(), text(task, "/NodeID").to_owned());
        tasks.sort_by_key(place);
        Ok(tasks.iter().map(task).collect())
    }

    async fn create_service(&self, spec: &ServiceSpec) -> Result<ServiceId, EngineError> {
        let asked = ServiceCreate::from(spec);
        let made =
            self.ask(Operation::CreateService(spec.name.to_string()), |client| client.create_service(&asked));
        Ok(ServiceId::new(&made.await?.id))
    }

    async fn remove_service(&self, service: &ServiceName) -> Result<(), EngineError> {
        self.ask(Operation::RemoveService(service.to_string()), |client| {
            let found = named(client, service)?;
            client.remove_service(text(&found, "/ID"))
        })
        .await
    }
}

/// What an engine writes of a network, as a value.
fn network(shown: &Value) -> Option<Network> {
    NetworkDocument::from_value(shown.clone()).ok()?.observed().ok()
}

#[async_trait]
impl Engine for SimulatedManager {
    async fn host(&self) -> Result<Host, EngineError> {
        self.engine.host().await
    }

    async fn networks(&self) -> Result<Vec<Network>, EngineError> {
        let listed =
            self.ask(Operation::ListNetworks, |client| client.list_networks(&Filters::new())).await?;
        let mut networks: Vec<_> = listed.iter().filter_map(network).collect();
        networks.sort_by(|a, b| (a.name(), &a.id).cmp(&(b.name(), &b.id)));
        Ok(networks)
    }

    async fn network(&self, key: NetworkKey<'_>) -> Result<Network, EngineError> {
        let operation = Operation::InspectNetwork(key.to_string());
        self.ask(operation, |client| {
            let missing = crate::simulation::Refusal::NetworkMissing { network: key.to_string() };
            network(&client.inspect_network(key.as_str(), "", None)?).ok_or(missing.into())
        })
        .await
    }

    async fn create_network(&self, spec: &NetworkSpec) -> Result<NetworkId, EngineError> {
        let asked = NetworkCreate::from(spec);
        let operation = Operation::CreateNetwork(spec.name().clone());
        Ok(self.ask(operation, |client| client.create_network(&asked)).await?.id)
    }

    async fn remove_network(&self, key: NetworkKey<'_>) -> Result<(), EngineError> {
        let operation = Operation::RemoveNetwork(key.to_string());
        self.ask(operation, |client| client.remove_network(key.as_str())).await
    }

    async fn prune_networks(&self) -> Result<Vec<NetworkName>, EngineError> {
        let gone =
            self.ask(Operation::PruneNetworks, |client| client.prune_networks(&Filters::new())).await?;
        let mut names: Vec<NetworkName> = gone.iter().filter_map(|name| name.parse().ok()).collect();
        names.sort();
        Ok(names)
    }

    async fn connect(&self, key: NetworkKey<'_>, endpoint: &EndpointSpec) -> Result<(), EngineError> {
        let asked = EndpointSettings::from(endpoint);
        let operation = Operation::connect(key, endpoint.container());
        let container = endpoint.container().as_str();
        self.ask(operation, |client| client.connect(key.as_str(), container, Some(&asked))).await
    }

    async fn disconnect(&self, key: NetworkKey<'_>, container: &ContainerName) -> Result<(), EngineError> {
        let operation = Operation::disconnect(key, container);
        self.ask(operation, |client| client.disconnect(key.as_str(), container.as_str(), false)).await
    }

    async fn observe(&self) -> Result<Observed, EngineError> {
        self.ask(Operation::Observe, |client| {
            let listed = client.list_networks(&Filters::new())?;
            let inspected = listed.iter().map(|shown| client.inspect_network(text(shown, "/Id"), "", None));
            let inspected = inspected.collect::<Result<Vec<_>, _>>()?;
            Ok(Observed::new(inspected.iter().filter_map(network).collect::<Vec<_>>()))
        })
        .await
    }

    fn deadline(&self) -> Duration {
        self.engine.deadline()
    }

    fn with_deadline(&self, deadline: Duration) -> Box<dyn Engine> {
        Box::new(Self { engine: self.engine.clone().deadline_of(deadline) })
    }
}
