//! From the host itself.

use super::facts;
use super::scene::{Scene, Stack, is_layer2};
use super::{Way, Whereto};
use crate::compose::PortMapping;
use crate::host::Capability;
use crate::model::Driver;

/// What a program on the host can try.
pub(super) fn ways(to: &Scene<'_>) -> Vec<Way> {
    let mut all = Vec::new();
    if to.stack == Stack::Host {
        for (port, protocol) in to.listens() {
            let way = |whereto| {
                Way::new(whereto, port, protocol).works("it listens on the host itself", facts::HOST_MODE)
            };
            all.extend([Whereto::Localhost, Whereto::HostAddress].map(way));
        }
        return all;
    }
    for port in to.published() {
        all.push(published(to, port, Whereto::Localhost));
        all.push(published(to, port, Whereto::HostAddress));
    }
    for (network, member) in &to.joined {
        for (port, protocol) in to.listens() {
            let way = Way::new(to.address(member), port, protocol);
            all.push(match (network.driver(), to.is_windows()) {
                (Some(Driver::Overlay), false) => {
                    way.fails("the host is not in the overlay network", facts::OVERLAY)
                }
                (Some(Driver::Bridge), false) => {
                    way.works("the host has a leg in every bridge network", facts::BRIDGE)
                }
                (Some(Driver::Nat), true) => {
                    way.works("the host reaches every NAT endpoint itself", facts::WINNAT)
                }
                (_, false) if is_layer2(network) => way
                    .fails("the host does not see its own containers on the LAN", facts::LAYER2)
                    .instead("another machine, or a bridge network beside it"),
                _ => way.is(crate::host::Support::Unknown, "no source says so for this driver", &[]),
            });
        }
    }
    for (port, protocol) in to.listens() {
        let name = Way::new(Whereto::Name(to.service.name.value.clone()), port, protocol);
        all.push(name.fails("the engine's resolver answers inside containers only", facts::RESOLVER));
    }
    all
}

/// A published port, by `localhost` or by an address of the host.
pub(super) fn published(to: &Scene<'_>, port: &PortMapping, whereto: Whereto) -> Way {
    let loopback = whereto == Whereto::Localhost;
    let way = Way::new(whereto, port.port.published, port.port.protocol);
    if let Some((reason, sources)) = to.publishes_nothing() {
        return way.fails(reason, sources);
    }
    if let Some(address) = port.port.address.filter(|address| !address.is_unspecified()) {
        if to.is_windows() {
            return way.judged(&to.view.host.can(Capability::HostAddressInPublish));
        }
        let localhost = matches!(address.to_string().as_str(), "127.0.0.1" | "::1");
        if localhost != loopback {
            let exact = !loopback && !address.is_loopback();
            if !exact {
                return way.fails(format!("it is published on {address} alone"), facts::PUBLISHED);
            }
            let exact = Way::new(Whereto::Address(address), port.port.published, port.port.protocol);
            return exact.works("the port is published on this address", facts::PUBLISHED);
        }
    }
    let capability = if loopback {
        Capability::LocalhostReachesPublishedPort
    } else {
        Capability::HostAddressReachesPublishedPort
    };
    way.judged(&to.view.host.can(capability))
}
