//! From a container of the same project or of another one.

use super::facts;
use super::host::{self, published};
use super::scene::{Scene, Stack, is_internal, is_layer2};
use super::{Way, Whereto};
use crate::check::apart;
use crate::check::view::{Joined, Member};
use crate::compose::{Condition, Dependency, Tool};
use crate::host::{Capability, Support};
use crate::model::Driver;

/// What a container can try.
pub(super) fn ways(from: &Scene<'_>, to: &Scene<'_>) -> Vec<Way> {
    if from.stack == Stack::Host {
        return host::ways(to);
    }
    if from.stack == Stack::None || from.stack == Stack::Unseen {
        return without_network(from, to);
    }
    if std::ptr::eq(from.owner, to.owner) && std::ptr::eq(from.project, to.project) {
        let way = |(port, protocol)| {
            Way::new(Whereto::Localhost, port, protocol)
                .works("they share one network stack", facts::SHARED_STACK)
        };
        return to.listens().into_iter().map(way).collect();
    }
    let shared: Vec<_> = to
        .joined
        .iter()
        .filter(|(network, _)| from.joined.iter().any(|(own, _)| std::ptr::eq(*own, *network)))
        .collect();
    let mut all = Vec::new();
    for (network, member) in &shared {
        let mut here = Vec::new();
        for (port, protocol) in to.listens() {
            here.extend(linked(from, to).map(|alias| {
                let way = Way::new(Whereto::Name(alias.to_owned()), port, protocol);
                if to.is_windows() {
                    return way.judged(&to.view.host.can(Capability::Links));
                }
                if network.is_default() {
                    return way.works("a link gives the name on the default bridge", facts::LINKS);
                }
                answered(from, to, network, way)
            }));
            let names = names(to, member).into_iter();
            here.extend(
                names.map(|name| answered(from, to, network, Way::new(Whereto::Name(name), port, protocol))),
            );
            here.push(
                Way::new(to.address(member), port, protocol)
                    .works("they are in one network", address_sources(to)),
            );
        }
        let apart = apart::kept(to.view, network) && !is_opened(from, to, network);
        all.extend(here.into_iter().map(|way| if apart { dropped(way) } else { way }));
    }
    if shared.is_empty() {
        all.extend(strangers(from, to));
    }
    all.extend(to.published().map(|port| through_host(from, to, published(to, port, Whereto::HostAddress))));
    if to.stack == Stack::Host {
        all.extend(to.listens().into_iter().map(|(port, protocol)| {
            let way = Way::new(Whereto::HostAddress, port, protocol);
            through_host(
                from,
                to,
                way.works("it listens on the host itself; the host's firewall decides", facts::HOST_MODE),
            )
        }));
    }
    all
}

/// Whether a link opens the ports of one container to the other, as it does on the default bridge.
fn is_opened(from: &Scene<'_>, to: &Scene<'_>, network: &Joined<'_>) -> bool {
    let same = std::ptr::eq(from.project, to.project);
    let mut links = from.service.links.iter();
    network.is_default() && same && links.any(|link| link.value.service == to.service.name.value)
}

/// A way between two containers of a bridge that keeps them apart.
fn dropped(way: Way) -> Way {
    if way.support != Support::Supported {
        return way;
    }
    let way = Way::new(way.whereto, way.port, way.protocol);
    way.fails("the bridge keeps its containers apart (enable_icc is false)", apart::SOURCES)
        .instead("a further network for both, without the option")
}

/// From a container without a network, or with that of a container no file speaks of.
fn without_network(from: &Scene<'_>, to: &Scene<'_>) -> Vec<Way> {
    let way = |(port, protocol)| {
        let way = Way::new(Whereto::Name(to.service.name.value.clone()), port, protocol);
        if from.stack == Stack::None {
            way.fails("it has no network (network_mode: none)", facts::SHARED_STACK)
                .instead("a network both are in")
        } else {
            way.is(Support::Unknown, "it has the network of a container that no file speaks of", &[])
        }
    };
    to.listens().into_iter().map(way).collect()
}

/// The names a service's containers have in a network. Their own are given by Compose, so every engine knows them.
fn names(to: &Scene<'_>, member: &Member<'_>) -> Vec<String> {
    let mut all = vec![member.service.name.value.clone()];
    all.extend(member.attachment.aliases.iter().map(|alias| alias.value.to_string()));
    let generated = member.service.fixed_container_name.is_none();
    let name = member.service.container_name(to.project.name(), 1).map(|name| name.to_string());
    all.extend(name.map(|name| match to.project.tool() {
        Tool::Compose2 if generated => format!("{}-{}-1", to.project.name(), member.service.name),
        Tool::Compose1 | Tool::Compose2 => name,
    }));
    all
}

/// The names a service has for another one by its links, where they differ from the other's own.
fn linked<'a>(from: &Scene<'a>, to: &Scene<'_>) -> impl Iterator<Item = &'a str> {
    let (name, same) = (to.service.name.value.clone(), std::ptr::eq(from.project, to.project));
    let links = from.service.links.iter().map(|link| &link.value);
    let to_it = links.filter(move |link| same && link.service == name && link.alias != name);
    to_it.map(|link| link.alias.as_str())
}

/// A name on a network both are in.
fn answered(from: &Scene<'_>, to: &Scene<'_>, network: &Joined<'_>, way: Way) -> Way {
    let host = to.view.host;
    if network.is_default() {
        let verdict = host.can(Capability::NamesOnDefaultNetwork);
        if verdict.support != Support::Supported {
            return way.judged(&verdict);
        }
    }
    if to.is_windows() && !matches!(network.driver(), Some(Driver::Nat | Driver::Overlay)) {
        return way.judged(&host.can(Capability::NamesOnTransparent));
    }
    let way = match to.containers() {
        0 | 1 => way.works("the engine's resolver answers with its address", facts::SERVICE_NAMES),
        count => way.works(
            format!("the resolver answers with {count} addresses in changing order"),
            facts::SERVICE_NAMES,
        ),
    };
    if !to.is_windows() {
        return way;
    }
    let waits = |needed: &Dependency| {
        needed.service.value == to.service.name.value && needed.condition == Condition::Healthy
    };
    let same = std::ptr::eq(from.project, to.project);
    if to.containers() <= 1 && same && from.service.depends_on.iter().any(waits) {
        let reason = format!("{}; it is there and well before anybody asks", way.reason);
        return Way { reason, ..way };
    }
    let catch = if to.containers() > 1 {
        "Windows keeps the answer it got for its time to live, 600 s, and a failed one as well"
    } else {
        "Windows keeps a failed answer: asked before the service is there, the name stays unknown"
    };
    way.but(catch, &host.can(Capability::FreshNamesAfterFailure))
}

fn address_sources(to: &Scene<'_>) -> &'static [crate::host::Source] {
    if to.is_windows() { facts::WINNAT } else { facts::BRIDGE }
}

/// Two services without a network in common.
fn strangers(from: &Scene<'_>, to: &Scene<'_>) -> Vec<Way> {
    let mut all = Vec::new();
    for (port, protocol) in to.listens() {
        let name = Way::new(Whereto::Name(to.service.name.value.clone()), port, protocol);
        let missing = format!("{} and {} share no network", from.title(), to.title());
        all.push(name.fails(missing, facts::RESOLVER).instead("a network both are in"));
        for (_, member) in &to.joined {
            let way = Way::new(to.address(member), port, protocol);
            all.push(if to.is_windows() {
                way.is(Support::Unknown, "no source says whether HNS keeps its networks apart", &[])
            } else {
                way.fails("the engine keeps its networks apart", facts::BRIDGE)
                    .instead("a network both are in, or a published port")
            });
        }
    }
    all
}

/// A port of the host, seen from inside a container.
fn through_host(from: &Scene<'_>, to: &Scene<'_>, way: Way) -> Way {
    if way.support == Support::Unsupported {
        return way;
    }
    if to.is_windows() {
        let verdict = to.view.host.can(Capability::ContainersReachPublishedPorts);
        return Way::new(way.whereto, way.port, way.protocol).judged(&verdict);
    }
    let on_lan = !from.joined.is_empty() && from.joined.iter().all(|(network, _)| is_layer2(network));
    if on_lan {
        return way.fails("the host and its containers on the LAN do not see each other", facts::LAYER2);
    }
    let inside = !from.joined.is_empty() && from.joined.iter().all(|(network, _)| is_internal(network));
    if inside {
        return way.fails(
            "an internal network lets nothing out, not even to the host's own ports",
            facts::INTERNAL,
        );
    }
    let beside = |network: &Joined<'_>| from.joined.iter().any(|(own, _)| std::ptr::eq(*own, network));
    let apart = |network: &Joined<'_>| beside(network) && apart::kept(to.view, network);
    if !apart::has_proxy(to.view)
        && !to.joined.is_empty()
        && to.joined.iter().all(|(network, _)| apart(network))
    {
        return way.fails(
            "without the engine's proxy the port leads back over the bridge, which keeps its containers apart",
            facts::WITHOUT_PROXY,
        );
    }
    way
}
