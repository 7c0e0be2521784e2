//! What Windows clients keep: addresses of containers, and that a name was not there.

use std::collections::{BTreeSet, VecDeque};

use super::asked::{Asked, Neighbourhood, asks_for, mentions};
use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Condition, NetworkMode, Place, Project, Service};
use crate::host::{Capability, Evidence, Source, Support, Verdict, WindowsBuild};
use crate::model::{Driver, EndpointMode, Replicas};

const TTL: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby libnetwork resolver.go, respTTL: 600 seconds"),
    Source::new(
        Evidence::Reported,
        "field report of January 2017: five addresses answered after `scale`, the cached one used",
    ),
];
const START_ORDER: &[Source] = &[Source::new(
    Evidence::Reported,
    "field report of January 2017, build 14393: nslookup found the peer and ping did not, with depends_on in the file",
)];

/// How many services are walked through to find out what has started before one; further ones are taken to have.
const FAR: usize = 64;

/// How many places of a note are shown.
const SHOWN: usize = 8;

/// Services of several containers that Windows clients ask for by name.
pub(super) fn addresses<'v, 'a>(
    view: &View<'a>,
    _: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in asked.iter().filter(|_| view.is_windows()) {
        let several = asked.of.iter().find(|holder| {
            let count = match holder.service.replicas() {
                Replicas::Count(count) => count,
                Replicas::Global => 1,
            };
            // A service of a swarm answers with one address, unless it is told otherwise.
            let mode = holder.service.deploy.endpoint_mode.as_ref().map(|mode| mode.value);
            let virtual_address = |joined: &&crate::check::view::Joined<'_>| {
                joined.driver() == Some(&Driver::Overlay) && mode != Some(EndpointMode::Dnsrr)
            };
            count > 1 && holder.shared.iter().any(|joined| !virtual_address(joined))
        });
        let Some(holder) = several else { continue };
        let message = format!(
            "{}/{} asks for {}, which is several containers: it goes on with the addresses it was first answered",
            asked.project.name(),
            asked.by.name,
            asked.host
        );
        let reason = "an answer may be kept for 600 seconds, and Windows clients do so: containers that come later get nothing, one that is gone is asked all the same";
        let count = holder.service.deploy.replicas.as_ref().or(holder.service.scale.as_ref());
        let finding = Finding::new(Rule::AddressCachedAfterScaling, message, reason).by(TTL);
        let finding = finding.at(std::iter::once(asked.place).chain(count.map(|count| &count.place)));
        findings.push(finding.instead("MaxCacheTtl 0 under HKLM\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters of the asking image, or `ipconfig /flushdns` after scaling"));
    }
    findings
}

/// Names that are asked for before they are there, on hosts whose clients keep the failure.
pub(super) fn failures<'v, 'a>(
    view: &View<'a>,
    neighbours: &Neighbourhood<'v, 'a>,
    asked: &[Asked<'v, 'a>],
) -> Vec<Finding> {
    let verdict = view.host.can(Capability::FreshNamesAfterFailure);
    if !view.is_windows() || verdict.support != Support::Unsupported {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for by in asked.chunk_by(|one, other| std::ptr::eq(one.by, other.by)) {
        let Some(first) = by.first().filter(|first| !helps_itself(first.by)) else { continue };
        let before = Before::of(neighbours, first.project, first.by);
        let answered = by.iter().filter(|asked| asked.of.iter().any(|holder| !holder.shared.is_empty()));
        let unordered: Vec<_> =
            answered.filter(|asked| before.complete && !before.has_one_of(asked)).collect();
        if !unordered.is_empty() {
            let list = few(unordered.iter().map(|asked| asked.host.to_owned()));
            let (project, service) = (first.project.name(), &first.by.name);
            let message =
                format!("{project}/{service} asks for {list}, and nothing says that it starts later");
            findings.push(too_early(
                &verdict,
                message,
                unordered.iter().map(|asked| asked.place).take(SHOWN).collect(),
            ));
        }
    }
    findings
}

/// Services that only wait for the start of what they ask for, on the same hosts.
pub(super) fn ordered<'a>(view: &View<'a>, neighbours: &Neighbourhood<'_, 'a>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::FreshNamesAfterFailure);
    if !view.is_windows() || verdict.support != Support::Unsupported {
        return Vec::new();
    }
    let (mut findings, mut weak) = (Vec::new(), Vec::new());
    // What the file shows is asked for. On the builds the report comes from the question may as well stand in a file of
    // the image, as nginx's configuration does.
    let hidden = view.host.windows_build().is_some_and(|build| build < WindowsBuild::SERVER_2019);
    for &(project, service) in view.services.iter().filter(|(_, service)| !helps_itself(service)) {
        let mut started =
            service.depends_on.iter().filter(|needed| needed.condition == Condition::Started).peekable();
        if started.peek().is_none() {
            continue;
        }
        let mentions = mentions(service);
        for dependency in started {
            let target = dependency.service.value.as_str();
            let there = neighbours.service(project, target);
            if hidden || there.is_some_and(|there| asks_for(service, &mentions, there)) {
                weak.push((
                    project.name(),
                    format!("{} for {target}", service.name),
                    &dependency.service.place,
                ));
            }
        }
    }
    for of_project in weak.chunk_by(|(one, ..), (other, ..)| one == other) {
        let Some((project, ..)) = of_project.first() else { continue };
        let list = few(of_project.iter().map(|(_, title, _)| title.clone()));
        let message = format!("{project}: whoever waits only for a start may ask too early: {list}");
        let places = of_project.iter().map(|(.., place)| *place).take(SHOWN).collect();
        findings.push(too_early(&verdict, message, places).with_severity(Severity::Note));
    }
    findings
}

fn too_early(verdict: &Verdict, message: String, places: Vec<&Place>) -> Finding {
    let remedy = "`depends_on` with `condition: service_healthy` and a health check; or a start command that repeats `ipconfig /flushdns` until the name is found; or MaxNegativeCacheTtl 0 under Dnscache\\Parameters in the image";
    let finding = Finding::new(Rule::NameAskedBeforeItExists, message, verdict.reason);
    finding.by_verdict(verdict).by(START_ORDER).at(places).instead(remedy)
}

/// Whether a service empties its resolver's cache itself.
fn helps_itself(service: &Service) -> bool {
    let words = service.entrypoint.iter().chain(&service.command);
    let mut words = words.map(|word| word.value.to_ascii_lowercase());
    words.any(|word| {
        word.contains("flushdns")
            || word.contains("clear-dnsclientcache")
            || word.contains("negativecachettl")
    })
}

/// What has started before a service does.
struct Before<'a> {
    started: BTreeSet<&'a str>,
    /// Whether all of it was found.
    complete: bool,
}

impl<'a> Before<'a> {
    fn of(neighbours: &Neighbourhood<'_, 'a>, project: &'a Project, service: &'a Service) -> Self {
        let mut before = Self { started: BTreeSet::new(), complete: true };
        let mut open = VecDeque::from([service]);
        while let Some(service) = open.pop_front() {
            for name in needs(service) {
                if before.started.len() >= FAR {
                    before.complete = false;
                    return before;
                }
                if before.started.insert(name) {
                    open.extend(neighbours.service(project, name));
                }
            }
        }
        before
    }

    fn has_one_of(&self, asked: &Asked<'_, '_>) -> bool {
        asked.of.iter().any(|holder| self.started.contains(holder.service.name.value.as_str()))
    }
}

/// The services one waits for: `depends_on`, links, and whose stack it uses.
fn needs(service: &Service) -> impl Iterator<Item = &str> {
    let depends = service.depends_on.iter().map(|dependency| dependency.service.value.as_str());
    let links = service.links.iter().map(|link| link.value.service.as_str());
    let stack = service.network_mode.iter().filter_map(|mode| match &mode.value {
        NetworkMode::Service(name) => Some(name.as_str()),
        NetworkMode::Bridge
        | NetworkMode::Container(_)
        | NetworkMode::Host
        | NetworkMode::None
        | NetworkMode::Other(_) => None,
    });
    depends.chain(links).chain(stack)
}
