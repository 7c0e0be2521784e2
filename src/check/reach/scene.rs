//! A service on a host, as those who want to reach it see it.

use std::net::IpAddr;

use super::Whereto;
use crate::check::view::{Joined, Member, View};
use crate::compose::{NetworkMode, PortMapping, Project, Service};
use crate::host::Source;
use crate::model::{Driver, Port, PortRange, Protocol, Replicas};

/// A service with the networks it is in.
pub(super) struct Scene<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) project: &'a Project,
    pub(super) service: &'a Service,
    /// The service whose network stack it uses: itself, mostly.
    pub(super) owner: &'a Service,
    /// Its own networks, or those of the service whose network stack it uses.
    pub(super) joined: Vec<(&'a Joined<'a>, Member<'a>)>,
    /// Whose network stack it uses.
    pub(super) stack: Stack,
}

/// Whose network stack a container uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stack {
    Own,
    Host,
    /// None at all.
    None,
    /// That of a container no file speaks of.
    Unseen,
}

impl<'a> Scene<'a> {
    /// `None` for a service that is in no project or does not run.
    pub(super) fn of(view: &'a View<'a>, project: &str, service: &str) -> Option<Self> {
        let named =
            |(there, one): &&(&'a Project, &'a Service)| there.name() == project && one.name.value == service;
        let &(project, service) = view.services.iter().find(named)?;
        let mut owner = service;
        // A chain of shared stacks ends; a circle of them is as good as none.
        for _ in 0..view.services.len() {
            match owner.network_mode.as_ref().map(|mode| &mode.value) {
                Some(NetworkMode::Service(next)) => owner = project.service(next)?,
                Some(NetworkMode::Host) => {
                    return Some(Self::without(view, project, service, owner, Stack::Host));
                }
                Some(NetworkMode::None) => {
                    return Some(Self::without(view, project, service, owner, Stack::None));
                }
                Some(NetworkMode::Container(_)) => {
                    return Some(Self::without(view, project, service, owner, Stack::Unseen));
                }
                None | Some(NetworkMode::Bridge | NetworkMode::Other(_)) => {
                    let is_owner = |member: &&Member<'a>| std::ptr::eq(member.service, owner);
                    let joined = view.networks.iter().flat_map(|network| {
                        network.members.iter().filter(is_owner).map(move |member| (network, *member))
                    });
                    let joined = joined.collect();
                    return Some(Self { view, project, service, owner, joined, stack: Stack::Own });
                }
            }
        }
        Some(Self::without(view, project, service, owner, Stack::Unseen))
    }

    fn without(
        view: &'a View<'a>,
        project: &'a Project,
        service: &'a Service,
        owner: &'a Service,
        stack: Stack,
    ) -> Self {
        Self { view, project, service, owner, joined: Vec::new(), stack }
    }

    pub(super) fn title(&self) -> String {
        format!("{}/{}", self.project.name(), self.service.name)
    }

    pub(super) fn is_windows(&self) -> bool {
        self.view.is_windows()
    }

    /// The ports it publishes on the host.
    pub(super) fn published(&self) -> impl Iterator<Item = &'a PortMapping> {
        let own = self.stack == Stack::Own;
        self.owner.ports.iter().map(|port| &port.value).filter(move |_| own)
    }

    /// Why none of its published ports answers, if so.
    pub(super) fn publishes_nothing(&self) -> Option<(&'static str, &'static [Source])> {
        if self.joined.is_empty() {
            return None;
        }
        let all = |test: &dyn Fn(&Joined<'a>) -> bool| self.joined.iter().all(|(network, _)| test(network));
        if self.is_windows() {
            let reason =
                "its network is not one HNS translates ports on: mapping not supported on the given network";
            return all(&untranslated).then_some((reason, super::facts::UNTRANSLATED));
        }
        if all(&is_internal) {
            return Some(("all its networks are internal, so nothing is published", super::facts::INTERNAL));
        }
        if all(&|network| is_internal(network) || is_layer2(network)) {
            return Some((
                "its networks are on the host's LAN, where ports are not published",
                super::facts::LAYER2,
            ));
        }
        None
    }

    /// The ports it is known to listen on, each once; a single unknown one when the file says none.
    pub(super) fn listens(&self) -> Vec<(Option<Port>, Protocol)> {
        let own = listens(self.service);
        let unsaid = own.iter().all(|(port, _)| port.is_none());
        if unsaid && !std::ptr::eq(self.owner, self.service) { listens(self.owner) } else { own }
    }

    /// How many containers it has on the host.
    pub(super) fn containers(&self) -> u64 {
        match self.service.replicas() {
            Replicas::Count(count) => count,
            Replicas::Global => 1,
        }
    }

    /// Its address in a network: the pinned one, else one to be looked up.
    pub(super) fn address(&self, member: &Member<'_>) -> Whereto {
        let pinned: Option<IpAddr> = member.pins().map(|pin| pin.value).next();
        pinned.map_or_else(|| Whereto::ContainerAddress(self.title()), Whereto::Address)
    }
}

/// The ports a service is known to listen on, each once; a single unknown one when the file says none.
pub(super) fn listens(service: &Service) -> Vec<(Option<Port>, Protocol)> {
    let ports = service.ports.iter().map(|port| (port.value.port.target, port.value.port.protocol));
    let exposed = service.expose.iter().filter_map(|text| {
        let (ports, protocol) = text.value.split_once('/').unwrap_or((&text.value, "tcp"));
        Some((ports.parse::<PortRange>().ok()?, protocol.parse::<Protocol>().ok()?))
    });
    let exposed = exposed.flat_map(|(ports, protocol)| ports.iter().map(move |port| (port, protocol)));
    let mut all: Vec<_> = ports.chain(exposed).map(|(port, protocol)| (Some(port), protocol)).collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        all.push((None, Protocol::Tcp));
    }
    all
}

/// Whether the files make it and let nothing out.
pub(super) fn is_internal(network: &Joined<'_>) -> bool {
    let said = network.made().any(|made| made.internal.as_ref().is_some_and(|internal| internal.value));
    said || (!network.is_made() && network.observed.iter().any(|seen| seen.spec.internal()))
}

/// Whether HNS makes no mappings on it.
fn untranslated(network: &Joined<'_>) -> bool {
    matches!(network.driver(), Some(Driver::Transparent | Driver::Internal | Driver::Private))
}

/// What the files give the network's driver under a key.
pub(super) fn option<'a>(network: &Joined<'a>, key: &str) -> Option<&'a str> {
    network.made().find_map(|made| made.driver_opts.get(key)).map(|option| option.value.as_str())
}

/// Whether its containers are on the physical network.
pub(super) fn is_layer2(network: &Joined<'_>) -> bool {
    matches!(
        network.driver(),
        Some(Driver::Macvlan | Driver::Ipvlan | Driver::Transparent | Driver::L2Bridge)
    )
}
