//! What a host has beside its engine: interfaces, routes and name servers.

use std::net::IpAddr;

use crate::host::EngineVersion;
use crate::model::Subnet;

/// What an engine finds on its host.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    /// Network interfaces by name; the first that is no loopback is the one that leads out.
    pub(super) interfaces: Vec<String>,
    /// Prefixes the host is in itself.
    pub(super) links: Vec<Subnet>,
    /// Prefixes it reaches through a gateway.
    pub(super) routes: Vec<Subnet>,
    /// The name servers it asks.
    pub(super) nameservers: Vec<IpAddr>,
}

impl Surroundings {
    pub(super) fn linux() -> Self {
        let interfaces = ["lo", "eth0"].map(str::to_owned).to_vec();
        Self { interfaces, links: Vec::new(), routes: Vec::new(), nameservers: Vec::new() }
    }

    pub(super) fn windows() -> Self {
        let interfaces = vec!["Ethernet".to_owned()];
        Self { interfaces, links: Vec::new(), routes: Vec::new(), nameservers: Vec::new() }
    }

    /// What an engine keeps its own choices away from: routes of every kind before 20.10.15, those of the host's own
    /// links from then on, and name servers always (moby `libnetwork/netutils/utils_linux.go`).
    pub(super) fn avoided(&self, engine: &EngineVersion, ipv4: bool) -> Vec<Subnet> {
        let all_routes = *engine < EngineVersion::new(20, 10, 15);
        let routes = self.routes.iter().filter(|_| all_routes).chain(&self.links).copied();
        let alone =
            |address: &IpAddr| Subnet::around(*address, if address.is_ipv4() { 32 } else { 128 }).ok();
        // Of IPv6 only the name servers count.
        let routes = routes.filter(|route| ipv4 && route.is_ipv4() && route.length() > 0);
        let servers = self.nameservers.iter().filter_map(alone).filter(|server| server.is_ipv4() == ipv4);
        routes.chain(servers).collect()
    }
}
