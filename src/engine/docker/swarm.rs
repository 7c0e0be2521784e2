//! What a swarm manager adds, done by Docker.

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use bollard::models::{LocalNodeState, ServiceSpec as ServiceRequest};
use bollard::query_parameters::{InspectServiceOptions, ListNodesOptions, ListServicesOptions};
use futures_util::TryStreamExt as _;

use super::call::Failure;
use super::{Docker, service};
use crate::engine::{
    Answer, Engine, EngineError, NodeSummary, Operation, OverlayEngine, ServiceId, ServiceSummary,
    TaskSummary,
};
use crate::host::Host;
use crate::model::{
    ContainerName, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec, ServiceName,
    ServiceSpec,
};
use crate::plan::Observed;

/// A Docker Engine that manages a swarm. [`Docker::manager`] is the only way to one.
///
/// ```no_run
/// use docknet::engine::{Docker, OverlayEngine};
///
/// # async fn run() -> Result<(), docknet::engine::EngineError> {
/// let manager = Docker::connect().await?.manager().await?;
/// for service in manager.services().await? {
///     println!("{} {}", service.spec.name, service.spec.endpoint.mode());
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct SwarmManager {
    docker: Docker,
}

impl SwarmManager {
    pub(super) async fn of(docker: Docker) -> Result<Self, EngineError> {
        docker
            .within(Operation::ListNodes, async {
                let swarm = docker.client.info().await?.swarm.unwrap_or_default();
                let active = swarm.local_node_state == Some(LocalNodeState::ACTIVE);
                if !active || swarm.control_available != Some(true) {
                    // Asked for its nodes such an engine says in its own words that it is no manager.
                    docker.client.list_nodes(None::<ListNodesOptions>).await?;
                }
                Ok(())
            })
            .await?;
        Ok(Self { docker })
    }

    /// The same manager with another deadline for every call.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { docker: self.docker.with_deadline(deadline) }
    }

    /// The identity of a service. An engine also takes the beginning of an identity for a name; this does not.
    async fn service_id(&self, service: &ServiceName) -> Result<String, Failure> {
        let found =
            self.docker.client.inspect_service(service.as_str(), None::<InspectServiceOptions>).await?;
        let name = found.spec.and_then(|spec| spec.name);
        match found.id {
            Some(id) if name.as_deref() == Some(service.as_str()) => Ok(id),
            _ => Err(Failure::not_found("service", service.as_str())),
        }
    }
}

#[async_trait]
impl OverlayEngine for SwarmManager {
    async fn nodes(&self) -> Result<Vec<NodeSummary>, EngineError> {
        let asked = self.docker.within(Operation::ListNodes, async {
            Ok(self.docker.client.list_nodes(None::<ListNodesOptions>).await?)
        });
        let mut nodes: Vec<_> = asked.await?.into_iter().map(service::node).collect();
        nodes.sort_by(|a, b| (&a.hostname, &a.id).cmp(&(&b.hostname, &b.id)));
        Ok(nodes)
    }

    async fn services(&self) -> Result<Vec<ServiceSummary>, EngineError> {
        self.docker
            .within(Operation::ListServices, async {
                let listed = self.docker.client.list_services(None::<ListServicesOptions>).await?;
                // A service names its networks by identity, whatever it was made with.
                let networks = self.docker.listed().await?;
                let names: BTreeMap<_, _> =
                    networks.iter().map(|network| (network.id.as_str(), network.name())).collect();
                let summaries = listed.into_iter().map(|listed| service::summary(listed, &names));
                let mut summaries = summaries.collect::<Result<Vec<_>, _>>()?;
                summaries.sort_by(|a, b| (&a.spec.name, &a.id).cmp(&(&b.spec.name, &b.id)));
                Ok(summaries)
            })
            .await
    }

    async fn tasks(&self, service: &ServiceName) -> Result<Vec<TaskSummary>, EngineError> {
        self.docker
            .within(Operation::ListTasks(service.to_string()), async {
                let id = self.service_id(service).await?;
                let filters =
                    format!("%7B%22service%22:%5B%22{id}%22%5D,%22desired-state%22:%5B%22running%22%5D%7D");
                service::tasks(&self.docker.raw(&format!("/tasks?filters={filters}")).await?)
            })
            .await
    }

    async fn create_service(&self, spec: &ServiceSpec) -> Result<ServiceId, EngineError> {
        let operation = Operation::CreateService(spec.name.to_string());
        self.docker
            .within(operation, async {
                if let Some(bound) = spec.endpoint.ports().iter().find(|port| port.port.address.is_some()) {
                    // Swarm has no place for the address and would publish on all of them.
                    let sentence =
                        format!("published ports of services have no host address: {}", bound.port);
                    return Err(Failure::Answer(Answer::new(400, sentence)));
                }
                let client = self.docker.sending(&service::request(spec));
                let created = client.create_service(ServiceRequest::default(), None).await?;
                Ok(ServiceId::new(&created.id.unwrap_or_default()))
            })
            .await
    }

    async fn remove_service(&self, service: &ServiceName) -> Result<(), EngineError> {
        self.docker
            .within(Operation::RemoveService(service.to_string()), async {
                let id = self.service_id(service).await?;
                Ok(self.docker.client.delete_service(&id).await?)
            })
            .await
    }
}

impl Docker {
    /// The JSON an engine answers a GET with, as it is.
    ///
    /// bollard's model of a task has no `NetworksAttachments`, which is where the addresses are, and there is no
    /// call for plain JSON. Exporting a container gives the bytes of an answer untouched, whatever was asked for.
    /// No container can have the name that stands in for one.
    async fn raw(&self, path_and_query: &str) -> Result<serde_json::Value, Failure> {
        const NOBODY: &str = "_docknet";
        let path_and_query = path_and_query.to_owned();
        let client = super::modified(&self.client, move |mut request| {
            let asked = request.uri().to_string();
            let place = asked.split_once("/containers/_docknet/").map_or("", |(place, _)| place);
            if let Ok(uri) = format!("{place}{path_and_query}").parse() {
                *request.uri_mut() = uri;
            }
            request
        });
        let mut bytes = Vec::new();
        let mut body = std::pin::pin!(client.export_container(NOBODY));
        while let Some(chunk) = body.try_next().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(serde_json::from_slice(&bytes)?)
    }
}

#[async_trait]
impl Engine for SwarmManager {
    async fn host(&self) -> Result<Host, EngineError> {
        self.docker.host().await
    }

    async fn networks(&self) -> Result<Vec<Network>, EngineError> {
        self.docker.networks().await
    }

    async fn network(&self, network: NetworkKey<'_>) -> Result<Network, EngineError> {
        self.docker.network(network).await
    }

    async fn create_network(&self, spec: &NetworkSpec) -> Result<NetworkId, EngineError> {
        self.docker.create_network(spec).await
    }

    async fn remove_network(&self, network: NetworkKey<'_>) -> Result<(), EngineError> {
        self.docker.remove_network(network).await
    }

    async fn prune_networks(&self) -> Result<Vec<NetworkName>, EngineError> {
        self.docker.prune_networks().await
    }

    async fn connect(&self, network: NetworkKey<'_>, endpoint: &EndpointSpec) -> Result<(), EngineError> {
        self.docker.connect(network, endpoint).await
    }

    async fn disconnect(
        &self,
        network: NetworkKey<'_>,
        container: &ContainerName,
    ) -> Result<(), EngineError> {
        self.docker.disconnect(network, container).await
    }

    async fn observe(&self) -> Result<Observed, EngineError> {
        self.docker.observe().await
    }

    fn deadline(&self) -> Duration {
        self.docker.deadline()
    }

    fn with_deadline(&self, deadline: Duration) -> Box<dyn Engine> {
        Box::new(Self::with_deadline(self.clone(), deadline))
    }
}
