//! What every engine does, done by Docker.

use std::time::Duration;

use async_trait::async_trait;
use bollard::models::{
    EndpointIpamConfig, EndpointSettings, NetworkConnectRequest, NetworkCreateRequest,
    NetworkDisconnectRequest,
};
use bollard::query_parameters::{InspectNetworkOptions, ListNetworksOptions, PruneNetworksOptions};
use futures_util::stream::{self, StreamExt as _};
use serde::Serialize;

use super::call::Failure;
use super::{Docker, host, key};
use crate::engine::{Engine, EngineError, Operation};
use crate::host::Host;
use crate::model::{
    Alias, ContainerName, EndpointAddress, EndpointSpec, Network, NetworkId, NetworkKey, NetworkName,
    NetworkSpec,
};
use crate::plan::Observed;
use crate::wire::{self, NetworkDocument, WireError, WireProblem};

/// How many networks are inspected at a time. Engines answer one after the other anyway.
const AT_A_TIME: usize = 8;

#[async_trait]
impl Engine for Docker {
    async fn host(&self) -> Result<Host, EngineError> {
        // What engines say of themselves is long; the stack need not hold it.
        let asked = Box::pin(async {
            let (info, version) = (self.client.info().await?, self.client.version().await?);
            let spoken = self.client.client_version();
            host::host(&info, &version, (spoken.major_version, spoken.minor_version))
        });
        self.within(Operation::Host, asked).await
    }

    async fn networks(&self) -> Result<Vec<Network>, EngineError> {
        self.within(Operation::ListNetworks, async { self.listed().await }).await
    }

    async fn network(&self, network: NetworkKey<'_>) -> Result<Network, EngineError> {
        let operation = Operation::InspectNetwork(network.to_string());
        self.within(operation, async { self.inspected(&self.path_of(network).await?).await }).await
    }

    async fn create_network(&self, spec: &NetworkSpec) -> Result<NetworkId, EngineError> {
        let operation = Operation::CreateNetwork(spec.name().clone());
        self.within(operation, async {
            let client = self.sending(&wire::create_request(spec));
            let created = client.create_network(NetworkCreateRequest::default()).await?;
            Ok(parsed("Id", &created.id)?)
        })
        .await
    }

    async fn remove_network(&self, network: NetworkKey<'_>) -> Result<(), EngineError> {
        let operation = Operation::RemoveNetwork(network.to_string());
        self.within(operation, async { Ok(self.client.remove_network(&self.path_of(network).await?).await?) })
            .await
    }

    async fn prune_networks(&self) -> Result<Vec<NetworkName>, EngineError> {
        self.within(Operation::PruneNetworks, async {
            let pruned = self.client.prune_networks(None::<PruneNetworksOptions>).await?;
            let deleted = pruned.networks_deleted.unwrap_or_default();
            let names = deleted.iter().map(|name| parsed("NetworksDeleted", name));
            let mut names = names.collect::<Result<Vec<NetworkName>, _>>()?;
            names.sort();
            Ok(names)
        })
        .await
    }

    async fn connect(&self, network: NetworkKey<'_>, endpoint: &EndpointSpec) -> Result<(), EngineError> {
        let operation = Operation::connect(network, endpoint.container());
        self.within(operation, async {
            let request = NetworkConnectRequest {
                container: key::container(endpoint.container()),
                endpoint_config: Some(settings(endpoint)),
            };
            Ok(self.client.connect_network(&self.path_of(network).await?, request).await?)
        })
        .await
    }

    async fn disconnect(
        &self,
        network: NetworkKey<'_>,
        container: &ContainerName,
    ) -> Result<(), EngineError> {
        self.within(Operation::disconnect(network, container), async {
            let request =
                NetworkDisconnectRequest { container: key::container(container), force: Some(false) };
            Ok(self.client.disconnect_network(&self.path_of(network).await?, request).await?)
        })
        .await
    }

    async fn observe(&self) -> Result<Observed, EngineError> {
        self.within(Operation::Observe, async {
            let listed = self.listed().await?;
            let inspections = listed.into_iter().map(|network| async move {
                match self.inspected(network.id.as_str()).await {
                    Ok(network) => Ok(Some(network)),
                    Err(failure) if failure.is_not_found() => Ok(None),
                    Err(failure) => Err(failure),
                }
            });
            let inspections = stream::iter(inspections).buffer_unordered(AT_A_TIME);
            let networks: Vec<Result<Option<Network>, Failure>> = inspections.collect().await;
            let networks = networks.into_iter().filter_map(Result::transpose);
            Ok(Observed::new(networks.collect::<Result<_, _>>()?))
        })
        .await
    }

    fn deadline(&self) -> Duration {
        self.deadline
    }

    fn with_deadline(&self, deadline: Duration) -> Box<dyn Engine> {
        Box::new(Self::with_deadline(self.clone(), deadline))
    }
}

impl Docker {
    async fn inspected(&self, path: &str) -> Result<Network, Failure> {
        observed(&self.client.inspect_network(path, None::<InspectNetworkOptions>).await?)
    }

    /// All networks without endpoints, which API versions before 1.28 list as well.
    pub(super) async fn listed(&self) -> Result<Vec<Network>, Failure> {
        let listed = self.client.list_networks(None::<ListNetworksOptions>).await?;
        let mut networks = listed.iter().map(observed).collect::<Result<Vec<_>, _>>()?;
        for network in &mut networks {
            network.endpoints.clear();
        }
        Ok(Observed::new(networks).networks)
    }
}

/// A network in bollard's model as docknet's wire reads it.
///
/// bollard's model drops keys it does not know and the order of keys, neither of which a [`Network`] has; the order
/// of the pools, driver options and labels all come through. It has no room for a subnet that is no text, so such an
/// answer ends in bollard already.
fn observed(network: &impl Serialize) -> Result<Network, Failure> {
    Ok(NetworkDocument::from_value(serde_json::to_value(network)?)?.observed()?)
}

fn settings(endpoint: &EndpointSpec) -> EndpointSettings {
    let text = |address: EndpointAddress| address.address().to_string();
    let asked = endpoint.ipv4().is_some() || endpoint.ipv6().is_some();
    let ipam = EndpointIpamConfig {
        ipv4_address: endpoint.ipv4().map(text),
        ipv6_address: endpoint.ipv6().map(text),
        link_local_ips: None,
    };
    let aliases: Vec<_> = endpoint.aliases().iter().map(Alias::to_string).collect();
    EndpointSettings {
        ipam_config: asked.then_some(ipam),
        aliases: (!aliases.is_empty()).then_some(aliases),
        ..EndpointSettings::default()
    }
}

/// A text of an answer as the value it should be.
pub(super) fn parsed<T: std::str::FromStr>(path: &str, text: &str) -> Result<T, WireError>
where
    wire::ValueError: From<T::Err>,
{
    text.parse().map_err(|source: T::Err| {
        let problem = WireProblem::Value { text: text.to_owned(), source: source.into() };
        WireError { path: path.to_owned(), problem }
    })
}
