//! HCN v2 networks and endpoints into the model, and out of it by way of v1.

use std::net::IpAddr;

use super::{Endpoint, Network, NetworkPolicy, SubnetPolicy};
use crate::model::{self, NetworkSpec};
use crate::wire::hns::{self, address_of, does_not_fit, hns_driver, missing, options_of, pools_of};
use crate::wire::{Loss, WireError};

impl Network {
    /// What it means, with Docker's labels for what policies say. Nobody is in it: HNS lists endpoints apart.
    ///
    /// # Errors
    /// [`WireError`] with the path of what is missing or does not fit.
    pub fn network(&self) -> Result<model::Network, WireError> {
        let id = self.id.as_ref().ok_or_else(|| missing("ID"))?.as_str();
        let id = id.parse().map_err(|error| does_not_fit("ID", id, error))?;
        let name = self.name.as_deref().ok_or_else(|| missing("Name"))?;
        let name = name.parse().map_err(|error| does_not_fit("Name", name, error))?;
        let kind = self.network_type();
        let mut parts = Vec::new();
        for (i, ipam) in self.ipams.iter().enumerate() {
            for (s, subnet) in ipam.subnets.iter().enumerate() {
                parts.push((format!("Ipams[{i}].Subnets[{s}]"), subnet.prefix(), subnet.gateway()));
            }
        }
        let mut spec = pools_of(NetworkSpec::new(name, hns_driver(&kind)), parts)?;
        let (mut vlan, mut vsid) = (None, None);
        for policy in self.subnets().flat_map(|subnet| &subnet.policies) {
            match policy {
                SubnetPolicy::Vlan(id) => vlan = vlan.or(Some(id.isolation_id)),
                SubnetPolicy::Vsid(id) => vsid = vsid.or(Some(id.isolation_id)),
                SubnetPolicy::Unknown { .. } => {}
            }
        }
        let adapters = self.policies.iter().filter_map(|policy| match policy {
            NetworkPolicy::NetAdapterName(settings) => settings.network_adapter_name.clone(),
            _ => None,
        });
        let adapters = adapters.collect::<Vec<_>>().join(",");
        let dns = self.dns.clone().unwrap_or_default();
        let options = options_of(&kind, vlan, vsid, dns.domain.as_deref(), &dns.server_list, &adapters);
        for (key, value) in options {
            spec = spec.with_option(key, value);
        }
        Ok(model::Network::new(id, spec))
    }

    /// The request for a network.
    ///
    /// # Errors
    /// [`Loss`] with what HNS has no place for.
    pub fn request(spec: &NetworkSpec) -> Result<Self, Loss> {
        hns::Network::request(spec)?.to_v2()
    }
}

impl Endpoint {
    /// What it means in a network, whose pools give the prefix where HNS does not say one.
    ///
    /// HNS v2 does not say whose it is: the container is `ep-` and the endpoint's identity.
    ///
    /// # Errors
    /// [`WireError`] with the path of what is missing or does not fit.
    pub fn endpoint(&self, network: &model::Network) -> Result<model::Endpoint, WireError> {
        let id = self.id.as_ref().ok_or_else(|| missing("ID"))?.as_str();
        let container = format!("ep-{id}");
        let container = container.parse().map_err(|error| does_not_fit("ID", &container, error))?;
        let mut endpoint = model::Endpoint::new(container, self.name.clone().unwrap_or_default());
        endpoint.id = Some(id.parse().map_err(|error| does_not_fit("ID", id, error))?);
        endpoint.mac = self.mac_address;
        for (index, configuration) in self.ip_configurations.iter().enumerate() {
            let path = format!("IpConfigurations[{index}].IpAddress");
            let address = configuration.ip_address.filter(|address| !address.is_unspecified());
            let place = match address {
                Some(IpAddr::V4(_)) => &mut endpoint.ipv4,
                Some(IpAddr::V6(_)) => &mut endpoint.ipv6,
                None => continue,
            };
            if place.is_none() {
                *place = address_of(&path, address, configuration.prefix_length, network)?;
            }
        }
        Ok(endpoint)
    }

    /// The request for an endpoint in a network.
    ///
    /// # Errors
    /// [`Loss`] never, as long as v2 has a place for all an endpoint of the model is.
    pub fn request(endpoint: &model::Endpoint) -> Result<Self, Loss> {
        hns::Endpoint::request(endpoint).to_v2()
    }
}
