//! Names that are asked for where nobody answers to them.

use super::asked::{Asked, Mentioning, Neighbourhood};
use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::compose::NetworkMode;
use crate::host::{Capability, Evidence, Source, Support, Verdict};
use crate::model::Driver;

const PER_NETWORK: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby libnetwork sandbox.go, ResolveName: the networks of the container are asked, and no others",
    ),
    Source::new(Evidence::Documented, "Compose file reference, networks"),
];
const PER_NETWORK_LINKS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby container_operations.go, buildJoinOptions: a link is a second name in one network, looked up there",
)];

const RESOLVER_OFF: &str = "com.docker.network.windowsshim.disable_gatewaydns";

const DESKTOP_NAME: &str = "host.docker.internal";

/// Services asked for by name that share no network with who asks.
pub(super) fn out_of_reach<'v, 'a>(
    _: &View<'a>,
    neighbours: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in asked {
        let apart = asked.of.iter().all(|holder| holder.shared.is_empty());
        let modes = asked.of.iter().map(|holder| holder.service).chain([asked.by]);
        // Network modes are looked at elsewhere.
        let by_networks = modes.into_iter().all(|service| {
            let stack = neighbours.stack(asked.project, service);
            stack.is_some_and(|stack| stack.network_mode.is_none())
        });
        let Some(holder) = asked.of.first().filter(|_| apart && by_networks) else { continue };
        let theirs = few(holder.answers_in.iter().map(|joined| joined.name.clone()));
        let ours = neighbours.of(asked.project, asked.by);
        let ours = few(ours.iter().map(|(joined, _)| joined.name.clone()));
        if ours.is_empty() || theirs.is_empty() {
            continue;
        }
        let project = asked.project.name();
        let message = format!(
            "{project}/{} asks for {}, which answers in {theirs} only; it is in {ours} itself",
            asked.by.name, asked.host
        );
        let reason = "a name is looked up in the networks of the container that asks";
        let finding = Finding::new(Rule::ServiceOutOfReachByName, message, reason).by(PER_NETWORK);
        let finding = finding.at([asked.place, &holder.service.name.place]);
        findings.push(
            finding.instead(format!("a network for both: {} answers in {theirs}", holder.service.name)),
        );
    }
    findings
}

/// Links between services that share no network.
pub(super) fn links<'a>(view: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &(project, service) in &view.services {
        for link in &service.links {
            let Some(target) = neighbours.service(project, &link.value.service) else { continue };
            // On the default bridge links are entries of the hosts file.
            let modes = service.network_mode.is_some() || target.network_mode.is_some();
            if modes || !neighbours.shared(project, service, target).is_empty() {
                continue;
            }
            let message = format!(
                "{}/{} links to {}, and they share no network",
                project.name(),
                service.name,
                target.name
            );
            let reason = "a link is a second name in a network both are in; without one it names nobody";
            let finding = Finding::new(Rule::LinkAcrossNetworks, message, reason).by(PER_NETWORK_LINKS);
            findings
                .push(finding.at([&link.place]).instead("a network for both; the link is not needed then"));
        }
    }
    findings
}

/// Names asked for in networks that answer none: transparent ones, l2bridges, NAT ones whose resolver is switched off.
pub(super) fn not_answered<'v, 'a>(
    view: &View<'a>,
    _: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let transparent = view.host.can(Capability::NamesOnTransparent);
    let resolver_off = view.host.can(Capability::ResolverOffOption);
    let mut findings = Vec::new();
    for asked in asked.iter().filter(|_| view.is_windows()) {
        let mut shared = asked.of.iter().flat_map(|holder| &holder.shared).peekable();
        let Some(first) = shared.peek().copied() else { continue };
        let silent = |joined: &&&Joined<'_>| is_silent(joined, resolver_off.support);
        if !shared.all(|joined| silent(&joined)) {
            continue;
        }
        let message = format!(
            "{}/{} asks for {} in {}, which answers no names",
            asked.project.name(),
            asked.by.name,
            asked.host,
            first.name
        );
        let by_driver = is_on_physical_network(first);
        let finding = if by_driver {
            Finding::judged(Rule::NamesNotAnswered, &transparent, message)
        } else {
            let reason =
                "the resolver of the network is switched off for every endpoint (disable_gatewaydns)";
            Some(
                Finding::new(Rule::NamesNotAnswered, message, reason)
                    .by_verdict(&resolver_off)
                    .instead("leave the option out, or name servers that know the containers"),
            )
        };
        findings.extend(finding.map(|finding| finding.at([asked.place])));
    }
    findings
}

fn is_on_physical_network(joined: &Joined<'_>) -> bool {
    matches!(joined.driver(), Some(Driver::Transparent | Driver::L2Bridge | Driver::L2Tunnel))
}

fn is_silent(joined: &Joined<'_>, option: Support) -> bool {
    let off = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "1" | "t" | "true");
    let mut options = joined.made().filter_map(|made| made.driver_opts.get(RESOLVER_OFF));
    is_on_physical_network(joined) || (option == Support::Supported && options.any(|value| off(&value.value)))
}

/// Names asked for in the engine's own network, where it answers none: Linux' default bridge, and `nat` with a few engines.
pub(super) fn default_network<'v, 'a>(
    view: &View<'a>,
    _: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let verdict = view.host.can(Capability::NamesOnDefaultNetwork);
    asked.iter().filter_map(|asked| on_default_network(view, asked, &verdict)).collect()
}

fn on_default_network(view: &View<'_>, asked: &Asked<'_, '_>, verdict: &Verdict) -> Option<Finding> {
    let bridge = |mode: Option<&NetworkMode>| !view.is_windows() && mode == Some(&NetworkMode::Bridge);
    let on_bridge =
        |service: &crate::compose::Service| bridge(service.network_mode.as_ref().map(|mode| &mode.value));
    let linked = asked.by.links.iter().any(|link| link.value.alias.eq_ignore_ascii_case(asked.host));
    let by_mode = on_bridge(asked.by) && asked.of.iter().all(|holder| on_bridge(holder.service)) && !linked;
    let mut shared = asked.of.iter().flat_map(|holder| &holder.shared).peekable();
    let by_network = shared.peek().is_some() && shared.all(|joined| joined.is_default());
    if !by_mode && !by_network {
        return None;
    }
    let network = if view.is_windows() { "nat" } else { "bridge" };
    let message = format!(
        "{}/{} asks for {} in the engine's own network `{network}`, which answers no names",
        asked.project.name(),
        asked.by.name,
        asked.host
    );
    let finding = Finding::judged(Rule::DefaultNetworkHasNoNames, verdict, message)?;
    let remedy = finding.remedy.clone().unwrap_or_else(|| "a network of the project's own".to_owned());
    Some(finding.at([asked.place]).instead(remedy))
}

/// The host asked for by the name Docker Desktop gives it, where no engine does.
pub(super) fn desktop_name<'a>(view: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::HostDockerInternal);
    let mut findings = Vec::new();
    if !view.is_windows() {
        return findings;
    }
    for Mentioning { project, by: service, hosts } in neighbours.mentioning() {
        let given = service.extra_hosts.iter().any(|entry| entry.value.starts_with(DESKTOP_NAME));
        // What the file gives in vain is another rule's.
        let asks = hosts.iter().find(|(host, ..)| *host == DESKTOP_NAME && !given);
        let Some((_, _, place)) = asks else { continue };
        let message = format!("{}/{} asks for {DESKTOP_NAME}", project.name(), service.name);
        let finding = Finding::judged(Rule::HostDockerInternalMissing, &verdict, message);
        findings.extend(finding.map(|finding| {
            finding.at([*place]).instead(
                "the gateway of the NAT network (docker network inspect), or a name of the physical network",
            )
        }));
    }
    findings
}
