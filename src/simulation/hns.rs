//! The Host Networking Service: networks of its own that engines adopt, and the hang.

use super::random::Random;
use crate::host::{Capability, Host, Support};
use crate::model::{NetworkName, Subnet};

/// A NAT network as HNS has it, whatever an engine calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HnsNetwork {
    /// Its identity.
    pub id: String,
    /// The name HNS knows it by.
    pub name: NetworkName,
    /// Its prefix.
    pub subnet: Subnet,
}

/// The service's state.
#[derive(Debug, Clone, Default)]
pub(super) struct Hns {
    /// In the order they were made: engines adopt the first.
    networks: Vec<HnsNetwork>,
    /// Spinning: no endpoint is made any more.
    stuck: bool,
}

impl Hns {
    pub(super) fn networks(&self) -> &[HnsNetwork] {
        &self.networks
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.networks.iter().any(|network| network.id == id)
    }

    /// Makes a NAT network; without a subnet HNS picks one.
    pub(super) fn create(
        &mut self,
        name: NetworkName,
        subnet: Option<Subnet>,
        random: &mut Random,
    ) -> HnsNetwork {
        let subnet = subnet.unwrap_or_else(|| self.pick(random));
        let network = HnsNetwork { id: random.guid(), name, subnet };
        self.networks.push(network.clone());
        network
    }

    /// A /20 of 172.16.0.0/12 that overlaps none there is; what was observed on builds of 2016 to 2025.
    fn pick(&self, random: &mut Random) -> Subnet {
        let whole = Subnet::around([172, 16, 0, 0].into(), 12).expect("12 is a length of IPv4");
        loop {
            let address =
                whole.nth(random.below(256) << 12).expect("256 blocks of 4096 are the whole of a /12");
            let pick = Subnet::around(address, 20).expect("20 is a length of IPv4");
            if !self.networks.iter().any(|network| network.subnet.overlaps(pick))
                || self.networks.len() >= 256
            {
                return pick;
            }
        }
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.networks.retain(|network| network.id != id);
    }

    pub(super) fn remove_nat_networks(&mut self) {
        self.networks.clear();
    }

    /// What a reboot leaves: from build 17763 on, no NAT network.
    pub(super) fn reboot(&mut self, host: &Host) {
        self.stuck = false;
        if host.can(Capability::NatNetworksSurviveReboot).support != Support::Supported {
            self.networks.clear();
        }
    }

    /// Whether the next endpoint would never be made, with so many networks that have published ports.
    ///
    /// Trigger: two or more NAT networks in use with published ports on more than one of them, from build 19041 on.
    /// Where nobody reported either way (build 23H2), the simulation takes the worse.
    pub(super) fn hangs(&mut self, host: &Host, published_networks: usize) -> bool {
        let support = host.can(Capability::SeveralPublishedNatNetworks).support;
        let trigger = matches!(support, Support::Unsupported | Support::Unknown) && published_networks > 1;
        self.stuck |= trigger;
        self.stuck
    }

    /// Stopping a container frees a stuck HNS if that leaves one network with published ports; on Server 2025 only a
    /// reboot does.
    pub(super) fn container_stopped(&mut self, host: &Host, published_networks: usize) {
        // microsoft/Windows-Containers#140 (2025: only a reboot), #486 (2022: stopping the first container).
        let only_reboot = host.windows_build().is_some_and(|build| build.number() >= 26100);
        if published_networks < 2 && !only_reboot {
            self.stuck = false;
        }
    }
}
