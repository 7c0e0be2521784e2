//! The Host Networking Service: networks of its own that engines adopt, their addresses, and the hang.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::random::Random;
use crate::host::{Capability, Host, Support};
use crate::model::{Driver, NetworkId, Subnet};

/// A network as HNS has it, whatever an engine calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HnsNetwork {
    /// Its identity.
    pub id: String,
    /// The name HNS knows it by.
    pub name: String,
    /// Its type, in the word engines have for it.
    pub kind: Driver,
    /// Its prefix; none where addresses come from the LAN.
    pub subnet: Option<Subnet>,
    /// Its gateway, where it has one.
    pub gateway: Option<IpAddr>,
    /// The adapter its switch is bound to, where it has one.
    pub adapter: Option<String>,
}

/// The service's state.
#[derive(Debug, Clone, Default)]
pub(super) struct Hns {
    /// In the order they were made: engines adopt the first.
    networks: Vec<HnsNetwork>,
    /// Addresses endpoints have, by network.
    held: BTreeMap<String, BTreeSet<IpAddr>>,
    /// NAT networks with a running container that publishes ports.
    busy: BTreeSet<NetworkId>,
    /// Spinning: no endpoint is made any more.
    stuck: bool,
}

impl Hns {
    pub(super) fn networks(&self) -> &[HnsNetwork] {
        &self.networks
    }

    pub(super) fn nat_networks(&self) -> impl Iterator<Item = &HnsNetwork> {
        self.networks.iter().filter(|network| network.kind == Driver::Nat)
    }

    pub(super) fn get(&self, id: &str) -> Option<&HnsNetwork> {
        self.networks.iter().find(|network| network.id.eq_ignore_ascii_case(id))
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// Makes a network; a NAT network without a subnet gets one HNS picks.
    pub(super) fn create(
        &mut self,
        name: impl Into<String>,
        kind: Driver,
        subnet: Option<Subnet>,
        random: &mut Random,
    ) -> HnsNetwork {
        let picks = kind == Driver::Nat && subnet.is_none();
        let subnet = if picks { Some(self.pick(random)) } else { subnet };
        let gateway = subnet.and_then(|subnet| subnet.nth(1));
        let network =
            HnsNetwork { id: random.guid(), name: name.into(), kind, subnet, gateway, adapter: None };
        self.networks.push(network.clone());
        network
    }

    /// Says more of the network that was made last.
    pub(super) fn bind(&mut self, id: &str, gateway: Option<IpAddr>, adapter: Option<String>) {
        if let Some(network) = self.networks.iter_mut().find(|network| network.id == id) {
            network.gateway = gateway.or(network.gateway);
            network.adapter = adapter;
        }
    }

    /// A /20 of 172.16.0.0/12 that overlaps none there is; what was observed on builds of 2016 to 2025.
    fn pick(&self, random: &mut Random) -> Subnet {
        let whole = Subnet::around([172, 16, 0, 0].into(), 12).expect("12 is a length of IPv4");
        loop {
            let address =
                whole.nth(random.below(256) << 12).expect("256 blocks of 4096 are the whole of a /12");
            let pick = Subnet::around(address, 20).expect("20 is a length of IPv4");
            let overlaps = |network: &HnsNetwork| network.subnet.is_some_and(|there| there.overlaps(pick));
            if !self.networks.iter().any(overlaps) || self.networks.len() >= 256 {
                return pick;
            }
        }
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.networks.retain(|network| network.id != id);
        self.held.remove(id);
    }

    pub(super) fn remove_nat_networks(&mut self) {
        let gone: Vec<_> = self.nat_networks().map(|network| network.id.clone()).collect();
        for id in &gone {
            self.remove(id);
        }
    }

    /// Takes an address for an endpoint; false if somebody has it.
    pub(super) fn take(&mut self, network: &str, address: IpAddr) -> bool {
        self.held.entry(network.to_owned()).or_default().insert(address)
    }

    pub(super) fn holds(&self, network: &str, address: IpAddr) -> bool {
        self.held.get(network).is_some_and(|held| held.contains(&address))
    }

    pub(super) fn give(&mut self, network: &str, address: IpAddr) {
        if let Some(held) = self.held.get_mut(network) {
            held.remove(&address);
        }
    }

    /// Says whether a NAT network has a running container that publishes ports.
    pub(super) fn publishes(&mut self, network: &NetworkId, busy: bool) {
        if busy {
            self.busy.insert(network.clone());
        } else {
            self.busy.remove(network);
        }
    }

    /// How many NAT networks have one.
    pub(super) fn publishing(&self) -> usize {
        self.busy.len()
    }

    /// What a reboot leaves: from build 17763 on, no NAT network.
    pub(super) fn reboot(&mut self, host: &Host) {
        self.stuck = false;
        self.held.clear();
        self.busy.clear();
        if host.can(Capability::NatNetworksSurviveReboot).support != Support::Supported {
            self.remove_nat_networks();
        }
    }

    /// Whether the next endpoint would never be made.
    ///
    /// Trigger: two or more NAT networks in use with published ports on more than one of them, from build 19041 on.
    /// Where nobody reported either way (build 23H2), the simulation takes the worse.
    pub(super) fn hangs(&mut self, host: &Host) -> bool {
        let support = host.can(Capability::SeveralPublishedNatNetworks).support;
        let trigger = matches!(support, Support::Unsupported | Support::Unknown) && self.publishing() > 1;
        self.stuck |= trigger;
        self.stuck
    }

    /// Stopping a container frees a stuck HNS if that leaves one network with published ports; on Server 2025 only a
    /// reboot does.
    pub(super) fn container_stopped(&mut self, host: &Host) {
        // microsoft/Windows-Containers#140 (2025: only a reboot), #486 (2022: stopping the first container).
        let only_reboot = host.windows_build().is_some_and(|build| build.number() >= 26100);
        if self.publishing() < 2 && !only_reboot {
            self.stuck = false;
        }
    }
}
