//! What the engine's resolver answers, whoever asks through whatever.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use super::Because;
use crate::host::{Capability, Support};
use crate::model::Driver;
use crate::simulation::container::Attachment;
use crate::simulation::network::{EndpointRecord, SimulatedNetwork};
use crate::simulation::{Container, Moment, SimulatedHost};

/// An answer as it leaves the resolver: addresses in no order yet.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) addresses: Vec<IpAddr>,
    pub(super) because: Because,
    /// When what answers last changed.
    pub(super) changed: Moment,
}

/// Where an engine's resolver listens on Linux.
const LINUX_SERVER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 11));

impl SimulatedHost {
    /// What the resolver says to a container: the first of its networks with that name answers.
    pub(super) fn serve_name(&self, asker: &Container, name: &str) -> Served {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let mut silent = None;
        let mut served = false;
        for (network, there) in self.joined(asker) {
            if let Some(because) = self.serves_no_names(network) {
                silent = silent.or(Some(because));
                continue;
            }
            served = true;
            let wanted = linked(there, &name).map_or(name.clone(), str::to_ascii_lowercase);
            let found: Vec<_> = network
                .endpoints
                .values()
                .filter(|record| self.is_called(network, record, &wanted))
                .collect();
            if found.is_empty() {
                continue;
            }
            let changed = found.iter().map(|record| record.since).max().unwrap_or(Moment::START);
            let ipv4 = found.iter().filter_map(|record| record.place.ipv4);
            let ipv6 = found.iter().filter_map(|record| record.place.ipv6);
            let addresses = ipv4.chain(ipv6).map(|address| address.address()).collect();
            let listening = self.resolver_of(network).unwrap_or(LINUX_SERVER);
            let because = Because::Resolver { server: listening, network: network.name.clone() };
            return Served { addresses, because, changed };
        }
        let because = match (served, silent) {
            (false, Some(because)) => because,
            (false, None) => Because::NoNetwork,
            (true, _) => self.nobody(asker, &name),
        };
        Served { addresses: Vec::new(), because, changed: Moment::START }
    }

    /// Nobody in the asker's networks has the name; perhaps somebody elsewhere has.
    fn nobody(&self, asker: &Container, name: &str) -> Because {
        let elsewhere = |network: &&SimulatedNetwork| {
            !network.endpoints.contains_key(&asker.id)
                && network.endpoints.values().any(|record| self.is_called(network, record, name))
        };
        let networks: BTreeSet<_> =
            self.networks.iter().filter(elsewhere).map(|network| network.name.clone()).collect();
        if !networks.is_empty() {
            return Because::NotShared { networks: networks.into_iter().collect() };
        }
        let support = self.host.can(Capability::ForwardsUnknownNames).support;
        Because::Unknown { forwarded: support == Support::Supported }
    }

    /// The networks a container has a place in, and how it asked for it, by name.
    pub(in crate::simulation) fn joined<'a>(
        &'a self,
        container: &'a Container,
    ) -> impl Iterator<Item = (&'a SimulatedNetwork, &'a Attachment)> {
        container.attachments.iter().filter_map(|(name, there)| {
            there.place.as_ref()?;
            let known = there.network.as_ref().and_then(|id| self.networks.get(id));
            Some((known.or_else(|| self.networks.named(name).next())?, there))
        })
    }

    /// Where the resolver of a network listens: on Linux in every container, on Windows at the gateway.
    pub(in crate::simulation) fn resolver_of(&self, network: &SimulatedNetwork) -> Option<IpAddr> {
        if self.host.windows_build().is_none() {
            return Some(LINUX_SERVER);
        }
        let hns = network.hns_id.as_ref().and_then(|id| self.hns.get(id)).and_then(|network| network.gateway);
        hns.or_else(|| network.pools.iter().find_map(|pool| pool.gateway))
    }

    /// Why the resolver has no names for a network, if so.
    fn serves_no_names(&self, network: &SimulatedNetwork) -> Option<Because> {
        let name = || network.name.clone();
        let default = match self.host.windows_build() {
            None => network.name == "bridge",
            Some(_) => network.name == "nat",
        };
        if matches!(network.driver, Driver::Null | Driver::Host) {
            return Some(Because::NoNetwork);
        }
        if default && self.host.can(Capability::NamesOnDefaultNetwork).support == Support::Unsupported {
            return Some(Because::DefaultNetwork { network: name() });
        }
        self.host.windows_build()?;
        if !matches!(network.driver, Driver::Nat | Driver::Overlay) {
            return Some(Because::NoDiscovery { driver: network.driver.clone() });
        }
        let off = network.options.get("com.docker.network.windowsshim.disable_gatewaydns");
        let off = off.is_some_and(|off| crate::simulation::network::truth(off) == Some(true));
        off.then(|| Because::ResolverOff { network: name() })
    }

    /// Whether a name, in lower case, means an endpoint in its network: the container's name, the beginning of its
    /// identity, what it asked to be called there, each also with the network's name behind it.
    fn is_called(&self, network: &SimulatedNetwork, record: &EndpointRecord, name: &str) -> bool {
        let suffix = |name: &str| {
            let bare = name.strip_suffix(&network.name.to_ascii_lowercase())?.strip_suffix('.')?;
            Some(bare.to_owned())
        };
        self.is_own_name(network, record, name)
            || suffix(name).is_some_and(|bare| self.is_own_name(network, record, &bare))
    }

    fn is_own_name(&self, network: &SimulatedNetwork, record: &EndpointRecord, name: &str) -> bool {
        if record.name.eq_ignore_ascii_case(name) {
            return true;
        }
        let container = crate::model::ContainerName::new(&record.name).ok();
        let Some(container) = container.and_then(|name| self.containers.get(&name)) else { return false };
        let aliases = container.attachments.get(&network.name).map(|there| there.asked.aliases());
        container.id.short() == name
            || aliases.into_iter().flatten().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// The container a link of the asker calls by that name.
pub(super) fn linked<'a>(there: &'a Attachment, name: &str) -> Option<&'a str> {
    there.asked.links.iter().flatten().find_map(|link| {
        let (container, alias) = link.split_once(':').unwrap_or((link, link));
        alias.eq_ignore_ascii_case(name).then(|| container.trim_start_matches('/'))
    })
}
