//! HNS v1 to HCN v2 and back, where nothing is lost; else all that would be.

mod endpoint;
mod list;
mod network;
mod policy;

use std::net::IpAddr;

use super::hcn;
use super::loss::Losses;
use crate::model::Subnet;

/// The default route through a gateway.
fn default_route(gateway: IpAddr) -> hcn::NextHop {
    let everywhere: IpAddr = if gateway.is_ipv4() { [0; 4].into() } else { [0_u16; 8].into() };
    let destination_prefix = Subnet::around(everywhere, 0).ok();
    hcn::NextHop { next_hop: Some(gateway), destination_prefix, ..hcn::NextHop::default() }
}

/// The gateway of a route that says nothing else.
fn gateway_of(route: &hcn::NextHop, path: &str, losses: &mut Losses) -> Option<IpAddr> {
    losses.rest(path, &route.rest);
    losses.add_if(route.metric.is_some(), format!("{path}.Metric"), "v1 has no metric");
    match route.next_hop {
        Some(hop) if *route == default_route(hop) || route.metric.is_some() || !route.rest.is_empty() => {
            Some(hop)
        }
        _ => {
            losses.add(path, "v1 has no routes but the one through the gateway");
            None
        }
    }
}

/// The schema version v1 stands for.
fn schema(version: Option<&hcn::SchemaVersion>, losses: &mut Losses) {
    let other = version.is_some_and(|version| *version != hcn::SchemaVersion::v2());
    losses.add_if(other, "SchemaVersion", "v1 has no schema versions");
}

/// Name resolution, apart from the domain and the servers, which both sides have.
fn dns_rest(dns: &hcn::Dns, losses: &mut Losses) {
    losses.add_if(!dns.search.is_empty(), "Dns.Search", "v1 has no list of domains");
    losses.add_if(!dns.options.is_empty(), "Dns.Options", "v1 has no resolver options");
    let comma = dns
        .server_list
        .iter()
        .any(|server| server.trim() != server || server.is_empty() || server.contains(','));
    losses.add_if(comma, "Dns.ServerList", "v1 separates servers by commas");
    losses.rest("Dns", &dns.rest);
}
