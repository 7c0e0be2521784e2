//! From another machine of the host's network.

use super::facts;
use super::host::published;
use super::scene::{Scene, Stack, is_internal, is_layer2, option};
use super::{Way, Whereto};
use crate::host::{Capability, EngineVersion, Support};

/// What another machine can try.
pub(super) fn ways(to: &Scene<'_>) -> Vec<Way> {
    let mut all = Vec::new();
    if to.stack == Stack::Host {
        let way = |(port, protocol)| {
            Way::new(Whereto::HostAddress, port, protocol)
                .works("it listens on the host itself; the host's firewall decides", facts::HOST_MODE)
        };
        return to.listens().into_iter().map(way).collect();
    }
    all.extend(to.published().map(|port| {
        let way = published(to, port, Whereto::HostAddress);
        let bound = port.port.address.is_some_and(|address| address.is_loopback());
        if bound && !to.is_windows() {
            return leaking(to, way);
        }
        if to.is_windows() && way.support != Support::Unsupported || refused_on_the_host_alone(to, &way) {
            let firewall = to.view.host.can(Capability::FirewallRulePerPort);
            return Way::new(Whereto::HostAddress, port.port.published, port.port.protocol).works(
                "HNS translates it, and the engine opens the firewall for the whole host",
                firewall.sources,
            );
        }
        way
    }));
    for (network, member) in &to.joined {
        for (port, protocol) in to.listens() {
            let way = Way::new(to.address(member), port, protocol);
            let sources = if to.is_windows() { facts::WINDOWS_LAYER2 } else { facts::LAYER2 };
            let l3 = option(network, "ipvlan_mode").is_some_and(|mode| mode.starts_with("l3"));
            all.push(if is_layer2(network) && !is_internal(network) {
                let way = way.works("its containers are on the host's LAN", sources);
                if l3 { way.with_catch("in ipvlan mode l3 the LAN needs a route to it") } else { way }
            } else {
                let sources = if to.is_windows() { facts::WINNAT } else { facts::BRIDGE };
                way.fails("the address exists on the host only", sources).instead("a published port")
            });
        }
    }
    all
}

/// What keeps the host from its own address keeps nobody else from it.
fn refused_on_the_host_alone(to: &Scene<'_>, way: &Way) -> bool {
    let address = to.view.host.can(Capability::HostAddressReachesPublishedPort);
    to.is_windows() && way.reason == address.reason
}

/// A port on the loopback address: engines before 28.0 let neighbours in who route to it.
fn leaking(to: &Scene<'_>, way: Way) -> Way {
    let closed = EngineVersion::new(28, 0, 0);
    if to.view.host.engine.as_ref().is_some_and(|engine| *engine >= closed) {
        return way;
    }
    let reason =
        format!("{}; engines before 28.0 let a neighbour in who routes to the container", way.reason);
    Way { reason, ..way }.with_more(facts::LOOPBACK_LEAK)
}
