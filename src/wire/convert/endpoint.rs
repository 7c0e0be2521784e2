//! Endpoints.

use std::net::IpAddr;

use super::{default_route, dns_rest, gateway_of, policy, schema};
use crate::wire::field::CommaList;
use crate::wire::hcn::{EncapOverheadSettings, EndpointFlags, EndpointPolicy, IpConfiguration};
use crate::wire::loss::Losses;
use crate::wire::{Loss, hcn, hns};

const REMOTE: u64 = EndpointFlags::REMOTE_ENDPOINT;
const NO_ICC: u64 = EndpointFlags::DISABLE_INTER_COMPUTE_COMMUNICATION;
const LOW_METRIC: u64 = EndpointFlags::ENABLE_LOW_INTERFACE_METRIC;

impl hns::Endpoint {
    /// This endpoint in HCN v2.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost; [`hns::Endpoint::settings`] leaves out what only answers have.
    pub fn to_v2(&self) -> Result<hcn::Endpoint, Loss> {
        let mut losses = Losses::default();
        let v1 = self;
        for (key, lost) in [
            ("VirtualNetworkName", v1.virtual_network_name.is_some()),
            ("DNSDomain", v1.dns_domain.is_some()),
            ("EnableInternalDNS", v1.enable_internal_dns),
            ("SharedContainers", !v1.shared_containers.is_empty()),
            ("State", v1.state.is_some()),
            ("Version", v1.version.is_some()),
            ("Health", v1.health.is_some()),
        ] {
            losses.add_if(lost, key, "v2 has no such key");
        }
        losses.rest("", &v1.rest);
        let mut v2 = hcn::Endpoint {
            id: v1.id.clone(),
            name: v1.name.clone(),
            host_compute_network: v1.virtual_network.clone(),
            mac_address: v1.mac_address,
            schema_version: Some(hcn::SchemaVersion::v2()),
            ..Default::default()
        };
        if let Some(namespace) = &v1.namespace {
            let more = namespace.is_default || namespace.compartment_id.is_some() || namespace.id.is_none();
            let more = more || !namespace.resource_list.is_empty();
            losses.add_if(more, "Namespace", "v2 has the namespace's identity only");
            losses.rest("Namespace", &namespace.rest);
            v2.host_compute_namespace.clone_from(&namespace.id);
        }
        for (key, address, length) in [
            ("PrefixLength", v1.ip_address.map(IpAddr::from), v1.prefix_length),
            ("IPv6PrefixLength", v1.ipv6_address.map(IpAddr::from), v1.ipv6_prefix_length),
        ] {
            losses.add_if(address.is_none() && length.is_some(), key, "v2 has a prefix with an address only");
            let configuration =
                IpConfiguration { ip_address: address, prefix_length: length, ..Default::default() };
            v2.ip_configurations.extend(address.map(|_| configuration));
        }
        v2.routes.extend(v1.gateway_address.map(|gateway| default_route(gateway.into())));
        v2.routes.extend(v1.gateway_address_v6.map(|gateway| default_route(gateway.into())));
        if v1.dns_suffix.is_some() || !v1.dns_server_list.0.is_empty() {
            let (domain, server_list) = (v1.dns_suffix.clone(), v1.dns_server_list.0.clone());
            v2.dns = Some(hcn::Dns { domain, server_list, ..Default::default() });
        }
        let set =
            [(v1.is_remote_endpoint, REMOTE), (v1.disable_icc, NO_ICC), (v1.enable_low_metric, LOW_METRIC)];
        let bits = set.iter().filter(|(set, _)| *set).fold(0, |bits, (_, bit)| bits | bit);
        v2.flags = (bits != 0).then(|| EndpointFlags::new(bits));
        for (index, one) in v1.policies.iter().enumerate() {
            v2.policies.extend(policy::up(one, &format!("Policies[{index}]"), &mut losses));
        }
        if let Some(overhead) = v1.encap_overhead {
            let settings = EncapOverheadSettings { overhead: Some(overhead), ..Default::default() };
            v2.policies.push(EndpointPolicy::EncapOverhead(settings));
        }
        losses.or(v2)
    }
}

impl hcn::Endpoint {
    /// This endpoint in HNS v1.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    pub fn to_v1(&self) -> Result<hns::Endpoint, Loss> {
        let mut losses = Losses::default();
        let v2 = self;
        losses.add_if(v2.owner.is_some(), "Owner", "v1 has no such key");
        losses.add_if(v2.health.is_some(), "Health", "v1 has another object there");
        schema(v2.schema_version.as_ref(), &mut losses);
        losses.rest("", &v2.rest);
        let mut v1 = hns::Endpoint {
            id: v2.id.clone(),
            name: v2.name.clone(),
            virtual_network: v2.host_compute_network.clone(),
            mac_address: v2.mac_address,
            ..Default::default()
        };
        v1.namespace = v2.host_compute_namespace.clone().map(|id| {
            let id = Some(id);
            hns::Namespace { id, ..Default::default() }
        });
        for (index, one) in v2.ip_configurations.iter().enumerate() {
            let path = format!("IpConfigurations[{index}]");
            losses.rest(&path, &one.rest);
            losses.add_if(
                one.ip_subnet_id.is_some(),
                format!("{path}.IpSubnetId"),
                "v1 has no blocks of addresses",
            );
            match one.ip_address {
                Some(IpAddr::V4(address)) if v1.ip_address.is_none() => {
                    (v1.ip_address, v1.prefix_length) = (Some(address), one.prefix_length);
                }
                Some(IpAddr::V6(address)) if v1.ipv6_address.is_none() => {
                    (v1.ipv6_address, v1.ipv6_prefix_length) = (Some(address), one.prefix_length);
                }
                _ => losses.add(path, "v1 has one address of each family"),
            }
        }
        for (index, route) in v2.routes.iter().enumerate() {
            let path = format!("Routes[{index}]");
            match gateway_of(route, &path, &mut losses) {
                Some(IpAddr::V4(gateway)) if v1.gateway_address.is_none() => {
                    v1.gateway_address = Some(gateway);
                }
                Some(IpAddr::V6(gateway)) if v1.gateway_address_v6.is_none() => {
                    v1.gateway_address_v6 = Some(gateway);
                }
                Some(_) => losses.add(path, "v1 has one gateway of each family"),
                None => {}
            }
        }
        if let Some(dns) = &v2.dns {
            dns_rest(dns, &mut losses);
            v1.dns_suffix.clone_from(&dns.domain);
            v1.dns_server_list = CommaList(dns.server_list.clone());
        }
        let flags = v2.flags.clone().unwrap_or_default();
        let other = flags.bits & !(REMOTE | NO_ICC | LOW_METRIC) != 0 || !flags.names.is_empty();
        losses.add_if(other, "Flags", "v1 has no such flags");
        v1.is_remote_endpoint = flags.has(REMOTE);
        v1.disable_icc = flags.has(NO_ICC);
        v1.enable_low_metric = flags.has(LOW_METRIC);
        for (index, one) in v2.policies.iter().enumerate() {
            let path = format!("Policies[{index}]");
            let free = v1.encap_overhead.is_none();
            if let (EndpointPolicy::EncapOverhead(settings), true) = (one, free) {
                losses.rest(&format!("{path}.Settings"), &settings.rest);
                v1.encap_overhead = settings.overhead;
            } else {
                v1.policies.extend(policy::down(one, &path, &mut losses));
            }
        }
        losses.or(v1)
    }
}
