//! What hcsshim checks of a v1 network before it asks HNS.

use super::Network;
use crate::wire::hcn::CreateError;

/// A v1 network hcsshim would ask for. Docker does not check this, and HNS then supplies the gateway.
///
/// ```
/// use docknet::wire::{Document, hcn::CreateError, hns};
/// let text = r#"{"Subnets":[{"AddressPrefix":"10.0.0.0/20"}]}"#;
/// let network = Document::<hns::Network>::parse(text)?.content().clone();
/// let path = "Subnets[0].GatewayAddress".to_owned();
/// assert_eq!(hns::NewNetwork::try_from(network), Err(CreateError::NoGateway { path }));
/// # Ok::<(), docknet::wire::WireError>(())
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
        let lacks =
            |subnet: &super::Subnet| subnet.address_prefix.is_some() && subnet.gateway_address.is_none();
        match network.subnets.iter().position(lacks) {
            Some(index) => Err(CreateError::NoGateway { path: format!("Subnets[{index}].GatewayAddress") }),
            None => Ok(Self(network)),
        }
    }
}
