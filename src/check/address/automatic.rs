//! Networks whose subnets the engine picks, and what it picks from.

use std::net::IpAddr;

use serde_json::Value;

use crate::check::view::{Joined, View};
use crate::host::{DefaultPools, SwarmState};
use crate::model::{Driver, Scope, Subnet};

/// What an engine on Linux chooses from, and how often it has to choose.
pub(super) struct Choice<'v, 'a> {
    pub(super) pools: DefaultPools,
    /// The networks that leave the choice to it and are not there yet.
    pub(super) networks: Vec<&'v Joined<'a>>,
    /// How many more it makes by itself: the bridge between a swarm's overlay networks and the host.
    pub(super) own: u128,
    /// Subnets that are taken already.
    pub(super) taken: Vec<Subnet>,
    /// Whether the networks of the host are known.
    pub(super) observed: bool,
}

impl<'v, 'a> Choice<'v, 'a> {
    /// `None` on Windows, where HNS chooses.
    pub(super) fn new(view: &'v View<'a>) -> Option<Self> {
        let pools = DefaultPools::of(view.host, view.target.daemon.as_ref())?;
        let networks = view.networks.iter().filter(|network| is_automatic(network)).collect();
        let observed = !view.observed.is_empty();
        let local = view.observed.iter().filter(|network| network.scope == Scope::Local);
        let mut taken: Vec<_> = local.flat_map(|network| network.spec.subnets()).collect();
        taken.retain(|subnet| subnet.is_ipv4() && subnet.length() > 0);
        if !observed {
            taken.extend(default_bridge(view));
        }
        let in_swarm = matches!(view.host.swarm, Some(SwarmState::Manager | SwarmState::Worker));
        let there = view.observed.iter().any(|network| network.name().as_str() == "docker_gwbridge");
        Some(Self { pools, networks, own: u128::from(in_swarm && !there), taken, observed })
    }

    /// How many subnets the engine picks.
    pub(super) fn wanted(&self) -> u128 {
        u128::try_from(self.networks.len()).unwrap_or(u128::MAX).saturating_add(self.own)
    }

    /// Whether the networks at hand are enough to come to a subnet, if all of them are made before it is in use.
    pub(super) fn reaches(&self, subnet: Subnet) -> bool {
        let before = self.pools.free_before(subnet, &self.taken);
        before.is_some_and(|before| before < self.wanted())
    }
}

/// Whether the engine has to choose a subnet for it; one that nobody is in, or that is there already, it does not make.
pub(super) fn is_automatic(network: &Joined<'_>) -> bool {
    let driver = matches!(network.driver(), Some(Driver::Bridge | Driver::Macvlan | Driver::Ipvlan));
    let own_ipam = |driver: &str| !matches!(driver, "" | "default");
    let elsewhere = network
        .made()
        .any(|network| network.ipam_driver.as_ref().is_some_and(|driver| own_ipam(&driver.value)));
    let chosen = network.has_unread_pools() || network.own_pools().any(|pool| pool.value.subnet().is_ipv4());
    let wanted = !network.members.is_empty() && network.observed.is_empty();
    network.is_made() && driver && wanted && !elsewhere && !chosen
}

/// The subnet of the bridge every engine has: what `bip` says, none with `bridge: none`, else the first pool.
pub(super) fn default_bridge(view: &View<'_>) -> Option<Subnet> {
    let daemon = view.target.daemon.as_ref();
    let text = |key| daemon.and_then(|daemon| daemon.value().get(key)).and_then(Value::as_str);
    match (text("bip"), text("bridge")) {
        (Some(bip), _) => {
            let (address, length) = bip.split_once('/')?;
            Subnet::around(address.parse::<IpAddr>().ok()?, length.parse().ok()?).ok()
        }
        (None, Some(_)) => None,
        (None, None) => DefaultPools::of(view.host, daemon)?.first(),
    }
}
