//! Policies of endpoints.

use crate::wire::hcn::{self, EndpointPolicy as V2, PortMappingFlags, Protocol};
use crate::wire::hns::{self, NatProtocol, Policy as V1};
use crate::wire::loss::Losses;

const RESERVED: u64 = PortMappingFlags::EXTERNAL_PORT_RESERVED;

/// A v1 policy of an endpoint in v2.
pub(super) fn up(policy: &V1, path: &str, losses: &mut Losses) -> Option<V2> {
    let at = |key: &str| format!("{path}.{key}");
    Some(match policy {
        V1::Nat(nat) => {
            losses.rest(path, &nat.rest);
            let protocol = nat.protocol.as_ref().and_then(|protocol| match protocol {
                NatProtocol::Tcp => Some(Protocol::Tcp),
                NatProtocol::Udp => Some(Protocol::Udp),
                NatProtocol::Unknown(_) => {
                    losses.add(at("Protocol"), "nothing is known of this protocol");
                    None
                }
            });
            let flags = nat.external_port_reserved.then(|| PortMappingFlags::new(RESERVED));
            let (internal_port, external_port) = (nat.internal_port, nat.external_port);
            let ports = hcn::PortMappingSettings {
                protocol,
                internal_port,
                external_port,
                flags,
                ..Default::default()
            };
            V2::PortMapping(ports)
        }
        V1::Acl(acl) => {
            let lost = [
                ("Protocol", acl.protocol.is_some()),
                ("InternalPort", acl.internal_port.is_some()),
                ("LocalPort", acl.local_port.is_some()),
                ("RemotePort", acl.remote_port.is_some()),
                ("ServiceName", acl.service_name.is_some()),
            ];
            for (key, lost) in lost {
                losses.add_if(lost, at(key), "v2 has lists of protocols and ports, and no service");
            }
            losses.add_if(acl.action == hcn::Action::Pass, at("Action"), "v1 has Allow and Block");
            losses.rest(path, &acl.rest);
            V2::Acl(acl_up(acl))
        }
        V1::Pa(pa) => {
            losses.rest(path, &pa.rest);
            V2::ProviderAddress(hcn::ProviderAddressSettings {
                provider_address: pa.pa,
                ..Default::default()
            })
        }
        V1::Vlan(vlan) => {
            losses.rest(path, &vlan.rest);
            V2::Vlan(hcn::IsolationSettings { isolation_id: vlan.vlan, ..Default::default() })
        }
        V1::L2Driver(policy) => {
            losses.rest(path, &policy.rest);
            V2::L2Driver(hcn::L2DriverSettings::default())
        }
        V1::Qos(qos) => {
            losses.rest(path, &qos.rest);
            let maximum_outgoing_bandwidth_in_bytes = qos.maximum_outgoing_bandwidth_in_bytes;
            V2::Qos(hcn::QosSettings { maximum_outgoing_bandwidth_in_bytes, ..Default::default() })
        }
        V1::OutboundNat(nat) => {
            losses.rest(path, &nat.rest);
            V2::OutboundNat(hcn::OutboundNatSettings {
                virtual_ip: nat.vip,
                exceptions: nat.exception_list.clone(),
                destinations: nat.destinations.clone(),
                max_port_pool_usage: nat.max_port_pool_usage,
                ..Default::default()
            })
        }
        V1::Route(route) => {
            losses.rest(path, &route.rest);
            V2::SdnRoute(hcn::SdnRouteSettings {
                destination_prefix: route.destination_prefix.clone(),
                next_hop: route.next_hop,
                need_encap: route.need_encap,
                ..Default::default()
            })
        }
        V1::Proxy(proxy) => {
            losses.rest(path, &proxy.rest);
            V2::L4Proxy(hcn::L4ProxySettings {
                ip: proxy.ip,
                port: proxy.port.clone(),
                exceptions: proxy.exception_list.clone(),
                destination: proxy.destination.clone(),
                outbound_nat: proxy.outbound_nat,
                ..Default::default()
            })
        }
        V1::Elb(_) | V1::Vsid(_) | V1::Vnet(_) | V1::Isolation(_) | V1::Unknown { .. } => {
            losses.add(path, format!("v2 has no {} on endpoints", policy.kind()));
            return None;
        }
    })
}

/// A v2 policy of an endpoint in v1.
pub(super) fn down(policy: &V2, path: &str, losses: &mut Losses) -> Option<V1> {
    let path = &format!("{path}.Settings");
    let at = |key: &str| format!("{path}.{key}");
    Some(match policy {
        V2::PortMapping(port) => {
            losses.rest(path, &port.rest);
            losses.add_if(port.vip.is_some(), at("VIP"), "v1 publishes on all addresses of the host");
            let flags = port.flags.clone().unwrap_or_default();
            let other = flags.bits & !RESERVED != 0 || !flags.names.is_empty();
            losses.add_if(other, at("Flags"), "v1 has no such flags");
            let protocol = port.protocol.as_ref().and_then(|protocol| match protocol {
                Protocol::Tcp => Some(NatProtocol::Tcp),
                Protocol::Udp => Some(NatProtocol::Udp),
                Protocol::Icmpv4 | Protocol::Igmp | Protocol::Icmpv6 | Protocol::Unknown(_) => {
                    losses.add(at("Protocol"), "v1 publishes TCP and UDP");
                    None
                }
            });
            V1::Nat(hns::NatPolicy {
                protocol,
                internal_port: port.internal_port,
                external_port: port.external_port,
                external_port_reserved: flags.has(RESERVED),
                ..Default::default()
            })
        }
        V2::Acl(acl) => {
            losses.rest(path, &acl.rest);
            losses.add_if(acl.action == hcn::Action::Pass, at("Action"), "v1 has Allow and Block");
            V1::Acl(Box::new(acl_down(acl)))
        }
        V2::ProviderAddress(pa) => {
            losses.rest(path, &pa.rest);
            V1::Pa(hns::PaPolicy { pa: pa.provider_address, ..Default::default() })
        }
        V2::Vlan(vlan) => {
            losses.rest(path, &vlan.rest);
            V1::Vlan(hns::VlanPolicy { vlan: vlan.isolation_id, ..Default::default() })
        }
        V2::L2Driver(policy) => {
            losses.rest(path, &policy.rest);
            V1::L2Driver(hns::L2DriverPolicy::default())
        }
        V2::Qos(qos) => {
            losses.rest(path, &qos.rest);
            let maximum_outgoing_bandwidth_in_bytes = qos.maximum_outgoing_bandwidth_in_bytes;
            V1::Qos(hns::QosPolicy { maximum_outgoing_bandwidth_in_bytes, ..Default::default() })
        }
        V2::OutboundNat(nat) => {
            losses.rest(path, &nat.rest);
            losses.add_if(nat.flags.is_some_and(|flags| flags != 0), at("Flags"), "v1 has no such flags");
            V1::OutboundNat(hns::OutboundNatPolicy {
                vip: nat.virtual_ip,
                exception_list: nat.exceptions.clone(),
                destinations: nat.destinations.clone(),
                max_port_pool_usage: nat.max_port_pool_usage,
                ..Default::default()
            })
        }
        V2::SdnRoute(route) => V1::Route(route_down(route, path, losses)),
        V2::L4Proxy(proxy) => {
            losses.rest(path, &proxy.rest);
            losses.add_if(proxy.protocol.is_some(), at("Protocol"), "v1 proxies have no protocol");
            let both = !proxy.exceptions.is_empty() && !proxy.exception_list.is_empty();
            losses.add_if(both, at("ExceptionList"), "v1 has one such list");
            V1::Proxy(hns::ProxyPolicy {
                ip: proxy.ip,
                port: proxy.port.clone(),
                exception_list: [proxy.exceptions.as_slice(), &proxy.exception_list].concat(),
                destination: proxy.destination.clone(),
                outbound_nat: proxy.outbound_nat || proxy.outbound_nat_document,
                ..Default::default()
            })
        }
        V2::L4WfpProxy(_)
        | V2::PortName(_)
        | V2::EncapOverhead(_)
        | V2::InterfaceConstraint(_)
        | V2::Encryption(_)
        | V2::InterfaceParameters(_)
        | V2::Iov(_)
        | V2::TierAcl(_)
        | V2::Unknown { .. } => {
            losses.add(path.trim_end_matches(".Settings"), format!("v1 has no {}", policy.kind()));
            return None;
        }
    })
}

/// A route of v2 in v1.
pub(super) fn route_down(route: &hcn::SdnRouteSettings, path: &str, losses: &mut Losses) -> hns::RoutePolicy {
    losses.rest(path, &route.rest);
    let monitor = format!("{path}.AutomaticEndpointMonitor");
    losses.add_if(route.automatic_endpoint_monitor, monitor, "v1 has no such key");
    hns::RoutePolicy {
        destination_prefix: route.destination_prefix.clone(),
        next_hop: route.next_hop,
        need_encap: route.need_encap,
        ..Default::default()
    }
}

fn acl_up(acl: &hns::AclPolicy) -> hcn::AclSettings {
    hcn::AclSettings {
        id: acl.id.clone(),
        protocols: acl.protocols.clone(),
        action: acl.action.clone(),
        direction: acl.direction.clone(),
        local_addresses: acl.local_addresses.clone(),
        remote_addresses: acl.remote_addresses.clone(),
        local_ports: acl.local_ports.clone(),
        remote_ports: acl.remote_ports.clone(),
        rule_type: acl.rule_type.clone(),
        priority: acl.priority,
        ..Default::default()
    }
}

fn acl_down(acl: &hcn::AclSettings) -> hns::AclPolicy {
    hns::AclPolicy {
        id: acl.id.clone(),
        protocols: acl.protocols.clone(),
        action: acl.action.clone(),
        direction: acl.direction.clone(),
        local_addresses: acl.local_addresses.clone(),
        remote_addresses: acl.remote_addresses.clone(),
        local_ports: acl.local_ports.clone(),
        remote_ports: acl.remote_ports.clone(),
        rule_type: acl.rule_type.clone(),
        priority: acl.priority,
        ..Default::default()
    }
}
