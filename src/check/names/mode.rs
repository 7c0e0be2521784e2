//! Names asked for by services, or of services, that are in no network that answers names: on the host's stack, on the
//! default bridge, or in none at all.

use super::asked::{Asked, Neighbourhood};
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{NetworkMode, Service};
use crate::host::{Evidence, Source};

const HOST: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby daemon/container_operations.go: host mode takes the host's own sandbox, with the host's resolv.conf",
    ),
    Source::new(
        Evidence::Documented,
        "Docker networking: the embedded name server answers in user-defined networks",
    ),
];
const BRIDGE: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby daemon/network.go: names are not resolved for endpoints in the default network",
    ),
    Source::new(
        Evidence::Documented,
        "Docker bridge networks: on the default bridge containers reach each other by address only",
    ),
];
const NONE: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork drivers/null: a network without interfaces")];

/// Where a service is instead of a network of the project.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    Bridge,
    Host,
    Nowhere,
}

impl Apart {
    /// None for services in networks, and for those of which nothing is known: another container's stack, a network by its name.
    fn of(stack: &Service, windows: bool) -> Option<Self> {
        match stack.network_mode.as_ref().map(|mode| &mode.value)? {
            NetworkMode::None => Some(Self::Nowhere),
            // Windows has neither, which another rule says.
            NetworkMode::Bridge if !windows => Some(Self::Bridge),
            NetworkMode::Host if !windows => Some(Self::Host),
            NetworkMode::Bridge
            | NetworkMode::Container(_)
            | NetworkMode::Host
            | NetworkMode::Other(_)
            | NetworkMode::Service(_) => None,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Bridge => "on the default bridge",
            Self::Host => "on the host's network stack",
            Self::Nowhere => "in no network",
        }
    }

    fn sources(self) -> &'static [Source] {
        match self {
            Self::Bridge => BRIDGE,
            Self::Host => HOST,
            Self::Nowhere => NONE,
        }
    }
}

/// Names between services of which one or both have a network mode that keeps them out of the project's networks.
pub(super) fn out_of_reach<'v, 'a>(
    view: &View<'a>,
    neighbours: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    asked.iter().filter_map(|asked| judge(view.is_windows(), neighbours, asked)).collect()
}

fn judge<'v, 'a>(
    windows: bool,
    neighbours: &Neighbourhood<'v, 'a>,
    asked: &Asked<'v, 'a>,
) -> Option<Finding> {
    let stack = |service| neighbours.stack(asked.project, service);
    let by = stack(asked.by)?;
    let here = Apart::of(by, windows);
    let holder = asked.of.first()?;
    let title = format!("{}/{}", asked.project.name(), asked.by.name);
    let (host, name) = (asked.host, &holder.service.name);
    if let Some(here) = here {
        let theirs: Option<Vec<_>> = asked.of.iter().map(|holder| stack(holder.service)).collect();
        let theirs = theirs?;
        let all = |place| theirs.iter().all(|stack| Apart::of(stack, windows) == Some(place));
        // What is on the default bridge together may have links, and a rule of its own.
        if here == Apart::Bridge && all(Apart::Bridge) {
            return None;
        }
        let (reason, remedy) = match here {
            Apart::Host if all(Apart::Host) => (
                "it asks the host's name servers, which know no names of Compose",
                "localhost: both are on the host's stack".to_owned(),
            ),
            Apart::Host => (
                "it asks the host's name servers, which know no names of Compose",
                format!("{}, or no network_mode", on_the_host(holder.service)),
            ),
            Apart::Bridge => (
                "the engine answers no names on the default bridge, and nothing leads from there into other networks",
                format!("no network_mode: a network that {name} is in"),
            ),
            Apart::Nowhere => (
                "nobody is asked and nobody is reached without a network",
                format!("no network_mode: a network that {name} is in"),
            ),
        };
        let message = format!("{title} asks for {host} and is {}", here.text());
        let finding = Finding::new(Rule::ServiceOutOfReachByName, message, reason).by(here.sources());
        return Some(finding.at([asked.place]).at(place(by)).instead(remedy));
    }
    // What is on a stack nobody knows may be reached in ways nobody knows.
    if by.network_mode.is_some() {
        return None;
    }
    let places: Option<Vec<_>> = asked
        .of
        .iter()
        .map(|holder| stack(holder.service).and_then(|stack| Apart::of(stack, windows)))
        .collect();
    let there = *places?.first()?;
    let (reason, remedy) = match there {
        Apart::Host => (
            "a container on the host's stack has no name in any network",
            format!(
                "extra_hosts: [\"{host}:host-gateway\"] at {} (engine 20.10), or no network_mode at {name}",
                asked.by.name
            ),
        ),
        Apart::Bridge => (
            "a container on the default bridge has no name in any other network",
            format!("no network_mode at {name}: a network for both"),
        ),
        Apart::Nowhere => (
            "nothing leads to a container without a network",
            format!("no network_mode at {name}: a network for both"),
        ),
    };
    let message = format!("{title} asks for {host}, which is {}", there.text());
    let finding = Finding::new(Rule::ServiceOutOfReachByName, message, reason).by(there.sources());
    let theirs = stack(holder.service).and_then(place);
    Some(finding.at([asked.place]).at(theirs).instead(remedy))
}

fn place(stack: &Service) -> Option<&crate::compose::Place> {
    stack.network_mode.as_ref().map(|mode| &mode.place)
}

/// By what a service is reached from the host.
fn on_the_host(service: &Service) -> String {
    let ports = service.ports.iter().map(|port| port.value.port);
    let mut published = ports.filter_map(|port| port.published);
    match published.next() {
        Some(port) => format!("localhost:{port}, which {} publishes", service.name),
        None => format!("a published port of {} and localhost", service.name),
    }
}
