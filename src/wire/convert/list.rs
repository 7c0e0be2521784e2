//! Policy lists of v1: load balancers and routes of v2.

use super::{policy, schema};
use crate::wire::hcn::{BalancedPort, BalancerFlags, MappingFlags, Protocol};
use crate::wire::loss::Losses;
use crate::wire::{Guid, Loss, hcn, hns};

const ENDPOINTS: &str = "/endpoints/";

/// The endpoints a policy list refers to.
fn endpoints(list: &hns::PolicyList, losses: &mut Losses) -> Vec<Guid> {
    losses.rest("", &list.rest);
    let mut guids = Vec::new();
    for (index, reference) in list.references.iter().enumerate() {
        let path = reference.get(..ENDPOINTS.len()).filter(|path| path.eq_ignore_ascii_case(ENDPOINTS));
        match path.and_then(|path| reference[path.len()..].parse().ok()) {
            Some(guid) => guids.push(guid),
            None => losses.add(format!("References[{index}]"), "not /endpoints/ and a GUID"),
        }
    }
    guids
}

fn references(guids: &[Guid]) -> Vec<String> {
    guids.iter().map(|guid| format!("{ENDPOINTS}{guid}")).collect()
}

impl hns::PolicyList {
    /// This list as a load balancer: every policy is ELB, and all agree on the addresses.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    pub fn to_load_balancer(&self) -> Result<hcn::LoadBalancer, Loss> {
        let mut losses = Losses::default();
        let mut balancer = hcn::LoadBalancer {
            id: self.id.clone(),
            host_compute_endpoints: endpoints(self, &mut losses),
            schema_version: Some(hcn::SchemaVersion::v2()),
            ..Default::default()
        };
        let mut first: Option<&hns::ElbPolicy> = None;
        for (index, policy) in self.policies.iter().enumerate() {
            let path = format!("Policies[{index}]");
            let hns::Policy::Elb(elb) = policy else {
                losses.add(path, "a load balancer has ELB only");
                continue;
            };
            losses.rest(&path, &elb.rest);
            let first = first.get_or_insert(elb);
            let agree =
                (first.source_vip, &first.vips, first.is_dsr) == (elb.source_vip, &elb.vips, elb.is_dsr);
            losses.add_if(!agree, path, "v2 has these addresses once for all ports");
            balancer.source_vip = elb.source_vip;
            balancer.frontend_vips.clone_from(&elb.vips);
            balancer.flags = elb.is_dsr.then(|| BalancerFlags::new(BalancerFlags::DIRECT_SERVER_RETURN));
            let known = Protocol::KNOWN.iter();
            let number = elb.protocol.map(u64::from);
            let protocol = number.map(|number| {
                let same = known.clone().find(|known| known.number() == Some(number));
                same.cloned().unwrap_or_else(|| Protocol::Unknown(number.into()))
            });
            balancer.port_mappings.push(BalancedPort {
                protocol,
                internal_port: Some(elb.internal_port),
                external_port: Some(elb.external_port),
                flags: elb.ilb.then(|| MappingFlags::new(MappingFlags::INTERNAL)),
                ..Default::default()
            });
        }
        losses.add_if(first.is_none(), "Policies", "a load balancer has at least one ELB");
        losses.or(balancer)
    }

    /// This list as a route: every policy is ROUTE.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    pub fn to_route(&self) -> Result<hcn::Route, Loss> {
        let mut losses = Losses::default();
        let mut route = hcn::Route {
            id: self.id.clone(),
            host_compute_endpoints: endpoints(self, &mut losses),
            schema_version: Some(hcn::SchemaVersion::v2()),
            ..Default::default()
        };
        for (index, one) in self.policies.iter().enumerate() {
            let path = format!("Policies[{index}]");
            match policy::up(one, &path, &mut losses) {
                Some(hcn::EndpointPolicy::SdnRoute(settings)) => route.setting.push(settings),
                _ => losses.add(path, "a route has ROUTE only"),
            }
        }
        losses.or(route)
    }
}

impl hcn::LoadBalancer {
    /// This load balancer as a policy list of v1: one ELB a port.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    pub fn to_v1(&self) -> Result<hns::PolicyList, Loss> {
        let mut losses = Losses::default();
        schema(self.schema_version.as_ref(), &mut losses);
        losses.rest("", &self.rest);
        losses.add_if(self.host_compute_network.is_some(), "HostComputeNetwork", "v1 has no such key");
        losses.add_if(self.port_mappings.is_empty(), "PortMappings", "v1 has the addresses on the ports");
        let flags = self.flags.clone().unwrap_or_default();
        let dsr = BalancerFlags::DIRECT_SERVER_RETURN;
        losses.add_if(flags.bits & !dsr != 0 || !flags.names.is_empty(), "Flags", "v1 has no such flags");
        let mut list = hns::PolicyList { id: self.id.clone(), ..Default::default() };
        list.references = references(&self.host_compute_endpoints);
        for (index, port) in self.port_mappings.iter().enumerate() {
            let path = format!("PortMappings[{index}]");
            losses.rest(&path, &port.rest);
            let spread =
                port.distribution_type.as_ref().is_some_and(|spread| *spread != hcn::Distribution::None);
            losses.add_if(spread, format!("{path}.DistributionType"), "v1 has no such key");
            let mapping = port.flags.clone().unwrap_or_default();
            let other = mapping.bits & !MappingFlags::INTERNAL != 0 || !mapping.names.is_empty();
            losses.add_if(other, format!("{path}.Flags"), "v1 has no such flags");
            let number =
                port.protocol.as_ref().map(|protocol| protocol.number().and_then(|n| n.try_into().ok()));
            losses.add_if(number == Some(None), format!("{path}.Protocol"), "v1 has numbers of 16 bits");
            list.policies.push(hns::Policy::Elb(hns::ElbPolicy {
                protocol: number.flatten(),
                internal_port: port.internal_port.unwrap_or_default(),
                external_port: port.external_port.unwrap_or_default(),
                source_vip: self.source_vip,
                vips: self.frontend_vips.clone(),
                ilb: mapping.has(MappingFlags::INTERNAL),
                is_dsr: flags.has(dsr),
                ..Default::default()
            }));
        }
        losses.or(list)
    }
}

impl hcn::Route {
    /// This route as a policy list of v1.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    pub fn to_v1(&self) -> Result<hns::PolicyList, Loss> {
        let mut losses = Losses::default();
        schema(self.schema_version.as_ref(), &mut losses);
        losses.rest("", &self.rest);
        let mut list = hns::PolicyList { id: self.id.clone(), ..Default::default() };
        list.references = references(&self.host_compute_endpoints);
        for (index, settings) in self.settings().enumerate() {
            let route = policy::route_down(settings, &format!("Setting[{index}]"), &mut losses);
            list.policies.push(hns::Policy::Route(route));
        }
        losses.or(list)
    }
}
