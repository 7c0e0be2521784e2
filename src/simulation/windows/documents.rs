//! What HNS shows of itself: networks and endpoints as its two interfaces write them, and the firewall's rules.

use std::net::IpAddr;

use crate::host::{Capability, Support};
use crate::model::{Driver, Protocol, Subnet};
use crate::simulation::hns::HnsNetwork;
use crate::simulation::network::{EndpointRecord, SimulatedNetwork};
use crate::simulation::{Container, SimulatedHost};
use crate::wire::{Guid, hcn, hns};

/// A rule of the host's firewall that lets a published port in.
///
/// It is for the whole host, whatever network the port was published on, and goes with its container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct FirewallRule {
    /// The port on the host.
    pub port: u16,
    /// Its protocol.
    pub protocol: Protocol,
}

impl SimulatedHost {
    /// The networks of HNS as `Get-HnsNetwork` shows them, with the keys whose meaning is known; none on Linux.
    ///
    /// ```
    /// use docknet::host::WindowsBuild;
    /// use docknet::simulation::SimulatedHost;
    /// let nat = &SimulatedHost::windows(WindowsBuild::SERVER_2022).hns_networks()[0];
    /// assert_eq!(nat.name.as_deref(), Some("nat"));
    /// assert!(nat.flags.is_some(), "gone after a reboot");
    /// ```
    #[must_use]
    pub fn hns_networks(&self) -> Vec<hns::Network> {
        let volatile = self.forgets_nat_networks();
        let mut vlan = 0;
        let mut document = |there: &HnsNetwork| {
            let subnet = there.subnet.map(|prefix| {
                let (address_prefix, gateway_address) = (Some(prefix), there.gateway);
                hns::Subnet { address_prefix, gateway_address, ..hns::Subnet::default() }
            });
            let mut network = hns::Network {
                id: there.id.parse().ok(),
                name: Some(there.name.clone()),
                kind: kind(&there.kind),
                subnets: subnet.into_iter().collect(),
                state: Some(1),
                ..hns::Network::default()
            };
            network.network_adapter_name.0.extend(there.adapter.clone());
            if there.kind == Driver::Nat {
                // HNS counts the VLANs of NAT networks up.
                vlan += 1;
                let policy = hns::VlanPolicy { vlan, ..hns::VlanPolicy::default() };
                network.policies.push(hns::Policy::Vlan(policy));
                network.flags =
                    volatile.then(|| hcn::NetworkFlags::new(hcn::NetworkFlags::ENABLE_NON_PERSISTENT));
            }
            network
        };
        self.hns.networks().iter().map(&mut document).collect()
    }

    /// The endpoints of HNS as `Get-HnsEndpoint` shows them: those of running containers.
    #[must_use]
    pub fn hns_endpoints(&self) -> Vec<hns::Endpoint> {
        let of = |(network, there, record): (&SimulatedNetwork, &HnsNetwork, &EndpointRecord)| {
            let ipv4 = record.place.ipv4;
            let as_v4 = |address: IpAddr| match address {
                IpAddr::V4(address) => Some(address),
                IpAddr::V6(_) => None,
            };
            let gateway = there.gateway.and_then(as_v4);
            let mut endpoint = hns::Endpoint {
                id: guid(record.place.endpoint.as_str()),
                virtual_network: there.id.parse().ok(),
                virtual_network_name: Some(there.name.clone()),
                mac_address: record.place.mac,
                ip_address: ipv4.and_then(|own| as_v4(own.address())),
                prefix_length: ipv4.map(|own| own.subnet().length()),
                gateway_address: gateway,
                enable_internal_dns: matches!(there.kind, Driver::Nat | Driver::Overlay),
                state: Some(hns::EndpointState::Attached),
                ..hns::Endpoint::default()
            };
            endpoint.dns_server_list.0.extend(gateway.map(|gateway| gateway.to_string()));
            let container = network.endpoints.iter().find(|(_, own)| std::ptr::eq(*own, record));
            endpoint.shared_containers.extend(container.map(|(id, _)| id.to_string()));
            let bound = self.container_of(record).into_iter().flat_map(|container| &container.bound);
            let mapping = |bound: &crate::simulation::ports::Bound| {
                let protocol = match bound.protocol {
                    Protocol::Udp => hns::NatProtocol::Udp,
                    Protocol::Tcp | Protocol::Sctp => hns::NatProtocol::Tcp,
                };
                hns::Policy::Nat(hns::NatPolicy {
                    protocol: Some(protocol),
                    internal_port: Some(bound.target),
                    external_port: Some(bound.port),
                    ..hns::NatPolicy::default()
                })
            };
            if there.kind == Driver::Nat {
                endpoint.policies.extend(bound.map(mapping));
            }
            endpoint
        };
        self.hns_records().map(of).collect()
    }

    /// The networks of HNS as its second interface writes them; `None` on builds whose HNS does not have it.
    #[must_use]
    pub fn hcn_networks(&self) -> Option<Vec<hcn::Network>> {
        let build = self.host.windows_build()?;
        // HNS 9.2, which is build 17763 with its first updates.
        if build.number() < 17763 {
            return None;
        }
        let everywhere = Subnet::around(IpAddr::from([0, 0, 0, 0]), 0).ok();
        let document = |there: &HnsNetwork| {
            let route = there.gateway.map(|gateway| {
                let (next_hop, destination_prefix) = (Some(gateway), everywhere);
                hcn::NextHop { next_hop, destination_prefix, ..hcn::NextHop::default() }
            });
            let subnet = there.subnet.map(|prefix| hcn::Subnet {
                ip_address_prefix: Some(prefix),
                routes: route.into_iter().collect(),
                ..hcn::Subnet::default()
            });
            let ipam = subnet.map(|subnet| hcn::Ipam {
                kind: Some(hcn::IpamType::Static),
                subnets: vec![subnet],
                ..hcn::Ipam::default()
            });
            let nat = there.kind == Driver::Nat;
            hcn::Network {
                id: there.id.parse().ok(),
                name: Some(there.name.clone()),
                // NAT is number zero and left out.
                kind: kind(&there.kind).filter(|_| !nat),
                ipams: ipam.into_iter().collect(),
                flags: nat.then(|| hcn::NetworkFlags::new(hcn::NetworkFlags::ENABLE_NON_PERSISTENT)),
                schema_version: Some(hcn::SchemaVersion::v2()),
                ..hcn::Network::default()
            }
        };
        Some(self.hns.networks().iter().map(document).collect())
    }

    /// The rules the host's firewall has for published ports; each is for the whole host.
    ///
    /// ```
    /// use docknet::host::WindowsBuild;
    /// use docknet::simulation::{ContainerSpec, SimulatedHost};
    /// let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2019);
    /// let iis = ContainerSpec::new("iis".parse()?, "nat".parse()?).with_port("8000:80".parse()?);
    /// let iis = host.create_container(iis)?;
    /// host.start_container(&iis)?;
    /// assert_eq!(host.firewall_rules()[0].port, 8000);
    /// host.stop_container(&iis)?;
    /// assert!(host.firewall_rules().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn firewall_rules(&self) -> Vec<FirewallRule> {
        if self.host.can(Capability::FirewallRulePerPort).support != Support::Supported {
            return Vec::new();
        }
        let on_nat = |(_, there, record): (_, &HnsNetwork, &EndpointRecord)| {
            self.container_of(record).filter(|_| there.kind == Driver::Nat)
        };
        let bound = self.hns_records().filter_map(on_nat).flat_map(|container| &container.bound);
        let mut rules: Vec<_> =
            bound.map(|bound| FirewallRule { port: bound.port, protocol: bound.protocol }).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Restarts the service HNS. Its networks and the places of containers stay; where it hung it answers again, but for
    /// Windows Server 2025, where only a reboot is reported to help (microsoft/Windows-Containers#140). That it helps
    /// elsewhere follows from the reports that the service itself spins; nobody reports the restart alone.
    pub fn restart_hns(&mut self) {
        self.hns.restart(&self.host);
    }

    fn forgets_nat_networks(&self) -> bool {
        self.host.can(Capability::NatNetworksSurviveReboot).support != Support::Supported
    }

    fn hns_records(&self) -> impl Iterator<Item = (&SimulatedNetwork, &HnsNetwork, &EndpointRecord)> {
        self.networks.iter().flat_map(|network| {
            let there = network.hns_id.as_ref().and_then(|id| self.hns.get(id));
            let records = there.map(|there| network.endpoints.values().map(move |own| (network, there, own)));
            records.into_iter().flatten()
        })
    }

    fn container_of(&self, record: &EndpointRecord) -> Option<&Container> {
        self.containers.get(&crate::model::ContainerName::new(&record.name).ok()?)
    }
}

fn kind(driver: &Driver) -> Option<hns::NetworkType> {
    hns::NetworkType::KNOWN.iter().find(|kind| kind.driver().as_ref() == Some(driver)).cloned()
}

/// The first digits of an identity, as a GUID: HNS has identities of its own for endpoints, which the engine keeps.
fn guid(digits: &str) -> Option<Guid> {
    let digits = digits.get(..32)?;
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    parts.join("-").to_ascii_uppercase().parse().ok()
}
