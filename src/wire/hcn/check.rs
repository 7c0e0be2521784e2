//! What clients check before they ask HNS to create something.

use super::{Endpoint, Network};

/// Why a client would not even ask HNS. The sentences are those of hcsshim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateError {
    /// A subnet has a prefix and no gateway.
    #[error("network create error, subnet has address prefix but no gateway specified")]
    NoGateway {
        /// Where, as a path such as `Ipams[0].Subnets[1].Routes[0].NextHop`.
        path: String,
    },
    /// No route leads everywhere.
    #[error("network create error, no default gateway")]
    NoDefaultGateway,
    /// HNS says in which namespace an endpoint is.
    #[error("endpoint create error, endpoint json HostComputeNamespace is read only and should not be set")]
    NamespaceReadOnly,
}

/// A v2 network clients would ask for.
///
/// ```
/// use docknet::wire::hcn::{CreateError, Network, NewNetwork};
/// assert_eq!(NewNetwork::try_from(Network::default()), Err(CreateError::NoDefaultGateway));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNetwork(Network);

impl NewNetwork {
    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.0
    }
}

impl TryFrom<Network> for NewNetwork {
    type Error = CreateError;

    fn try_from(network: Network) -> Result<Self, CreateError> {
        let mut default = false;
        for (i, ipam) in network.ipams.iter().enumerate() {
            for (s, subnet) in ipam.subnets.iter().enumerate() {
                for (r, route) in subnet.routes.iter().enumerate() {
                    if subnet.ip_address_prefix.is_some() && route.next_hop.is_none() {
                        let path = format!("Ipams[{i}].Subnets[{s}].Routes[{r}].NextHop");
                        return Err(CreateError::NoGateway { path });
                    }
                    default |= route.is_default();
                }
            }
        }
        if default { Ok(Self(network)) } else { Err(CreateError::NoDefaultGateway) }
    }
}

/// A v2 endpoint clients would ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEndpoint(Endpoint);

impl NewEndpoint {
    /// The endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.0
    }
}

impl TryFrom<Endpoint> for NewEndpoint {
    type Error = CreateError;

    fn try_from(endpoint: Endpoint) -> Result<Self, CreateError> {
        match endpoint.host_compute_namespace {
            None => Ok(Self(endpoint)),
            Some(_) => Err(CreateError::NamespaceReadOnly),
        }
    }
}
