//! HCN v2 networks and endpoints into the model, and out of it by way of v1.

use std::net::IpAddr;

use super::{Endpoint, Network, NetworkPolicy, Subnet, SubnetPolicy};
use crate::model::{self, NetworkSpec};
use crate::wire::hns::{
    self, ModelError, address_of, does_not_fit, hns_driver, missing, options_of, pools_of,
};
use crate::wire::{Loss, Lost, WireError};

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
        let adapters = self.policies.iter().filter_map(|policy| {
            let NetworkPolicy::NetAdapterName(settings) = policy else { return None };
            settings.network_adapter_name.clone()
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
        hns::Network::request(spec)?.isolated_by_subnet().to_v2()
    }

    /// This network, saying what the model says; what the two agree on stays as it was.
    ///
    /// # Errors
    /// [`ModelError::Wire`] when this network has no meaning in the model, [`ModelError::Loss`] when HNS has no place
    /// for what the model says.
    pub fn with(&self, after: &model::Network) -> Result<Self, ModelError> {
        let before = self.network()?;
        let mut network = self.clone();
        if before.id != after.id {
            let lost = Lost { path: "id".into(), what: "not a GUID".into() };
            let id = after.id.as_str().parse().ok();
            network.id = Some(id.ok_or_else(|| Loss { lost: vec![lost] })?);
        }
        if before.spec == after.spec {
            return Ok(network);
        }
        let (old, new) = (Self::request(&before.spec)?, Self::request(&after.spec)?);
        if old.name != new.name {
            network.name = new.name;
        }
        if old.kind != new.kind {
            network.kind = new.kind;
        }
        if old.dns != new.dns {
            let said = new.dns.unwrap_or_default();
            let dns = network.dns.get_or_insert_default();
            (dns.domain, dns.server_list) = (said.domain, said.server_list);
        }
        if old.policies != new.policies {
            network.policies.retain(|policy| !matches!(policy, NetworkPolicy::NetAdapterName(_)));
            network.policies.extend(new.policies);
        }
        if old.ipams != new.ipams {
            let there: Vec<_> = network.subnets().cloned().collect();
            let mut ipam = network.ipams.first().cloned().unwrap_or_default();
            let asked = new.ipams.into_iter().flat_map(|ipam| ipam.subnets);
            ipam.subnets = asked.map(|subnet| on_top(&there, subnet)).collect();
            network.ipams = vec![ipam];
        }
        Ok(network)
    }
}

/// A subnet that was asked for, on top of the one of that prefix where there was one.
fn on_top(there: &[Subnet], asked: Subnet) -> Subnet {
    let same = there.iter().find(|subnet| subnet.ip_address_prefix == asked.ip_address_prefix);
    let Some(same) = same.cloned() else { return asked };
    let policies = if asked.policies.is_empty() { same.policies.clone() } else { asked.policies.clone() };
    let routes = if same.gateway() == asked.gateway() { same.routes.clone() } else { asked.routes };
    Subnet { policies, routes, ..same }
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
