//! Networks.

use super::{default_route, dns_rest, gateway_of, schema};
use crate::wire::field::CommaList;
use crate::wire::hcn::{
    AutomaticDnsSettings, Ipam, IpamType, IsolationSettings, MacRange, NetAdapterNameSettings, NetworkPolicy,
    SourceMacAddressSettings, SubnetPolicy,
};
use crate::wire::loss::Losses;
use crate::wire::{Loss, hcn, hns};

impl hns::Network {
    /// This network in HCN v2.
    ///
    /// What HNS reports about a network ([`hns::Network::settings`] leaves it out), policies of the network as a
    /// whole and keys nobody knows have no place there.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    ///
    /// ```
    /// use docknet::wire::{Document, hns};
    /// let text = r#"{"Name":"n","Type":"nat","Subnets":[{"AddressPrefix":"10.0.0.0/20","GatewayAddress":"10.0.0.1"}]}"#;
    /// let v1 = Document::<hns::Network>::parse(text)?.content().clone();
    /// let v2 = v1.to_v2()?;
    /// assert_eq!(v2.ipams[0].subnets[0].gateway().map(|g| g.to_string()).as_deref(), Some("10.0.0.1"));
    /// assert_eq!(v2.to_v1()?, v1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_v2(&self) -> Result<hcn::Network, Loss> {
        let mut losses = Losses::default();
        let v1 = self;
        match &v1.kind {
            None => losses.add("Type", "v2 takes a network without a type for NAT"),
            Some(kind) => losses.add_if(!kind.is_v1() || !kind.is_v2(), "Type", "not a type of both"),
        }
        for (index, policy) in v1.policies.iter().enumerate() {
            let what = format!("v2 has {} on subnets and endpoints only", policy.kind());
            losses.add(format!("Policies[{index}]"), what);
        }
        losses.add_if(v1.dns_server_compartment.is_some(), "DNSServerCompartment", "v2 has no such key");
        losses.add_if(v1.management_ip.is_some(), "ManagementIP", "v2 has no such key");
        losses.add_if(v1.version.is_some(), "Version", "v2 has the schema's version instead");
        losses.add_if(v1.state.is_some(), "State", "the numbers of v2 states are not published");
        losses.add_if(v1.health.is_some(), "Health", "v2 has another object there");
        losses.rest("", &v1.rest);

        let mut v2 = hcn::Network { id: v1.id.clone(), name: v1.name.clone(), ..hcn::Network::default() };
        v2.kind.clone_from(&v1.kind);
        v2.flags.clone_from(&v1.flags);
        v2.schema_version = Some(hcn::SchemaVersion::v2());
        if let Some(mac) = v1.source_mac {
            let settings = SourceMacAddressSettings { source_mac_address: Some(mac), ..Default::default() };
            v2.policies.push(NetworkPolicy::SourceMacAddress(settings));
        }
        if !v1.network_adapter_name.0.is_empty() {
            let network_adapter_name = Some(v1.network_adapter_name.0.join(","));
            let settings = NetAdapterNameSettings { network_adapter_name, ..Default::default() };
            v2.policies.push(NetworkPolicy::NetAdapterName(settings));
        }
        if v1.automatic_dns {
            let settings = AutomaticDnsSettings { enable: true, ..Default::default() };
            v2.policies.push(NetworkPolicy::AutomaticDns(settings));
        }
        let ranges = v1.mac_pools.iter().enumerate().map(|(index, pool)| {
            losses.rest(&format!("MacPools[{index}]"), &pool.rest);
            MacRange { start: pool.start, end: pool.end, ..MacRange::default() }
        });
        let ranges: Vec<_> = ranges.collect();
        if !ranges.is_empty() {
            v2.mac_pool = Some(hcn::MacPool { ranges, ..hcn::MacPool::default() });
        }
        if v1.dns_suffix.is_some() || !v1.dns_server_list.0.is_empty() {
            let (domain, server_list) = (v1.dns_suffix.clone(), v1.dns_server_list.0.clone());
            v2.dns = Some(hcn::Dns { domain, server_list, ..hcn::Dns::default() });
        }
        let subnets = v1.subnets.iter().enumerate();
        let subnets: Vec<_> =
            subnets.map(|(index, one)| subnet_up(one, &format!("Subnets[{index}]"), &mut losses)).collect();
        if !subnets.is_empty() {
            v2.ipams.push(Ipam { kind: Some(IpamType::Static), subnets, ..Ipam::default() });
        }
        losses.or(v2)
    }
}

fn subnet_up(v1: &hns::Subnet, path: &str, losses: &mut Losses) -> hcn::Subnet {
    losses.rest(path, &v1.rest);
    let mut v2 = hcn::Subnet { ip_address_prefix: v1.address_prefix, ..hcn::Subnet::default() };
    v2.routes.extend(v1.gateway_address.map(default_route));
    for (index, policy) in v1.policies.iter().enumerate() {
        let path = format!("{path}.Policies[{index}]");
        let settings = |isolation_id| IsolationSettings { isolation_id, ..IsolationSettings::default() };
        if let hns::Policy::Vlan(vlan) = policy {
            losses.rest(&path, &vlan.rest);
            v2.policies.push(SubnetPolicy::Vlan(settings(vlan.vlan)));
        } else if let hns::Policy::Vsid(vsid) = policy {
            losses.rest(&path, &vsid.rest);
            v2.policies.push(SubnetPolicy::Vsid(settings(vsid.vsid)));
        } else {
            losses.add(path, "v2 has only VLAN and VSID on subnets");
        }
    }
    v2
}

impl hcn::Network {
    /// This network in HNS v1.
    ///
    /// # Errors
    /// [`Loss`] with everything that would be lost.
    pub fn to_v1(&self) -> Result<hns::Network, Loss> {
        let mut losses = Losses::default();
        let v2 = self;
        let kind = v2.network_type();
        losses.add_if(!kind.is_v1(), "Type", "v1 has no such type");
        losses.add_if(v2.owner.is_some(), "Owner", "v1 has no such key");
        losses.add_if(v2.health.is_some(), "Health", "v1 has another object there");
        schema(v2.schema_version.as_ref(), &mut losses);
        losses.rest("", &v2.rest);

        let mut v1 = hns::Network { id: v2.id.clone(), name: v2.name.clone(), ..hns::Network::default() };
        v1.kind = Some(kind);
        v1.flags.clone_from(&v2.flags);
        for (index, policy) in v2.policies.iter().enumerate() {
            policy_down(policy, &format!("Policies[{index}]"), &mut v1, &mut losses);
        }
        if let Some(pool) = &v2.mac_pool {
            losses.rest("MacPool", &pool.rest);
            for (index, range) in pool.ranges.iter().enumerate() {
                losses.rest(&format!("MacPool.Ranges[{index}]"), &range.rest);
                v1.mac_pools.push(hns::MacPool { start: range.start, end: range.end, ..Default::default() });
            }
        }
        if let Some(dns) = &v2.dns {
            dns_rest(dns, &mut losses);
            v1.dns_suffix.clone_from(&dns.domain);
            v1.dns_server_list = CommaList(dns.server_list.clone());
        }
        for (index, ipam) in v2.ipams.iter().enumerate() {
            let path = format!("Ipams[{index}]");
            losses.rest(&path, &ipam.rest);
            losses.add_if(index > 0, path.as_str(), "v1 has one list of subnets");
            let fixed = ipam.kind.as_ref().is_none_or(|kind| *kind == IpamType::Static);
            losses.add_if(!fixed, format!("{path}.Type"), "v1 does not say where addresses come from");
            for (index, subnet) in ipam.subnets.iter().enumerate() {
                v1.subnets.push(subnet_down(subnet, &format!("{path}.Subnets[{index}]"), &mut losses));
            }
        }
        losses.or(v1)
    }
}

fn policy_down(policy: &NetworkPolicy, path: &str, v1: &mut hns::Network, losses: &mut Losses) {
    let settings = format!("{path}.Settings");
    if let NetworkPolicy::SourceMacAddress(mac) = policy {
        losses.rest(&settings, &mac.rest);
        losses.add_if(v1.source_mac.is_some(), path, "v1 has one such address");
        v1.source_mac = mac.source_mac_address;
    } else if let NetworkPolicy::NetAdapterName(adapter) = policy {
        losses.rest(&settings, &adapter.rest);
        losses.add_if(!v1.network_adapter_name.0.is_empty(), path, "v1 has one list of adapters");
        let names = adapter.network_adapter_name.iter().flat_map(|names| names.split(','));
        let names = names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        v1.network_adapter_name = CommaList(names.collect());
    } else if let NetworkPolicy::AutomaticDns(automatic) = policy {
        losses.rest(&settings, &automatic.rest);
        v1.automatic_dns = automatic.enable;
    } else {
        losses.add(path, format!("v1 has no {}", policy.kind()));
    }
}

fn subnet_down(v2: &hcn::Subnet, path: &str, losses: &mut Losses) -> hns::Subnet {
    losses.rest(path, &v2.rest);
    losses.add_if(v2.id.is_some(), format!("{path}.ID"), "v1 clients send no such key");
    let flags = v2.flags.as_ref().is_some_and(|flags| !flags.is_empty());
    losses.add_if(flags, format!("{path}.Flags"), "v1 has no flags on subnets");
    losses.add_if(!v2.ip_subnets.is_empty(), format!("{path}.IpSubnets"), "v1 has no blocks of addresses");
    let mut v1 = hns::Subnet { address_prefix: v2.ip_address_prefix, ..hns::Subnet::default() };
    for (index, route) in v2.routes.iter().enumerate() {
        let path = format!("{path}.Routes[{index}]");
        losses.add_if(index > 0, path.as_str(), "v1 has one gateway");
        v1.gateway_address = gateway_of(route, &path, losses);
    }
    for (index, policy) in v2.policies.iter().enumerate() {
        let path = format!("{path}.Policies[{index}]");
        match policy {
            SubnetPolicy::Vlan(id) => {
                losses.rest(&format!("{path}.Settings"), &id.rest);
                let vlan = hns::VlanPolicy { vlan: id.isolation_id, ..Default::default() };
                v1.policies.push(hns::Policy::Vlan(vlan));
            }
            SubnetPolicy::Vsid(id) => {
                losses.rest(&format!("{path}.Settings"), &id.rest);
                let vsid = hns::VsidPolicy { vsid: id.isolation_id, ..Default::default() };
                v1.policies.push(hns::Policy::Vsid(vsid));
            }
            SubnetPolicy::Unknown { kind, .. } => losses.add(path, format!("nothing is known of {kind}")),
        }
    }
    v1
}
