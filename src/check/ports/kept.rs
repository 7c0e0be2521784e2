//! Ports that the host, Windows, the engine or swarm may have themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use serde_json::Value;

use super::item::{Item, items};
use crate::check::service::SWARM_OWN;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source, SwarmState};
use crate::model::{Port, PortRange, Protocol};
use crate::wire::ExcludedPorts;

const LINUX_RANGE: &[Source] = &[Source::new(
    Evidence::Documented,
    "Linux networking/ip-sysctl: ip_local_port_range, 32768 to 60999 by default",
)];
const WINDOWS_RANGE: &[Source] = &[Source::new(
    Evidence::Documented,
    "Windows: the default dynamic port range for TCP/IP is 49152 to 65535",
)];
const DYNAMIC: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#3171, microsoft/WSL#5514: the blocks come out of the dynamic range",
)];
const EXCLUDED: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#3171, #5811, #1804, #2614, microsoft/WSL#5306: blocks are reserved at boot",
)];
const ADMINISTERED: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#12251: HNS NAT cannot use an administered range either",
)];
const SWARM: &[Source] = &[Source::new(Evidence::Documented, "docker swarm networking")];
const DAEMON: &[Source] =
    &[Source::new(Evidence::Documented, "dockerd reference: hosts and metrics-addr in daemon.json")];

/// Hosts and swarm pick ports from here on by themselves.
const ABOVE: u16 = 30_000;

const ELSEWHERE: &str = "another port, or only a container port: the engine then picks one that is free";

/// Ports of the range the host gives to programs that ask for any.
pub(in crate::check) fn ephemeral(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for item in items(view) {
        let finding = match view.target.dynamic.get(&item.protocol()) {
            Some(known) if view.is_windows() => dynamic(&item, known.ports()),
            _ => default_range(view, &item),
        };
        findings.extend(finding.map(|finding| finding.at([item.place]).instead(ELSEWHERE)));
    }
    findings
}

fn dynamic(item: &Item<'_>, known: PortRange) -> Option<Finding> {
    let part = item.within(known.first().number(), known.last().number())?;
    let message = format!(
        "{} publishes {part}/{} of the range Windows picks ports from, {known}",
        item.title(),
        item.protocol()
    );
    let reason = "a program may have it, and blocks of the range are excluded anew at every boot";
    Some(Finding::new(Rule::DynamicPortOnWindows, message, reason).by(DYNAMIC))
}

fn default_range(view: &View<'_>, item: &Item<'_>) -> Option<Finding> {
    let (platform, first, last, sources) = if view.is_windows() {
        ("Windows", 49_152, 65_535, WINDOWS_RANGE)
    } else {
        ("Linux", 32_768, 60_999, LINUX_RANGE)
    };
    let part = item.within(first, last)?;
    let message = format!(
        "{} publishes {part}/{}, and {platform} by default gives ports from {first} to {last} to whoever asks for any",
        item.title(),
        item.protocol()
    );
    let reason = "a connection of the host, or a container with a port the engine picks, may have it when this one starts";
    Some(Finding::new(Rule::PortInEphemeralRange, message, reason).by(sources))
}

/// Ports nobody can bind on this Windows.
pub(in crate::check) fn excluded(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for item in items(view) {
        let ranges = view.target.excluded.get(&item.protocol()).map(ExcludedPorts::ranges);
        let meets = ranges.into_iter().flatten().find_map(|range| {
            let part = item.within(range.ports.first().number(), range.ports.last().number())?;
            Some((part, range))
        });
        let Some((part, range)) = meets else { continue };
        let message = format!(
            "{} publishes {part}/{}, which lies in {} that Windows keeps",
            item.title(),
            item.protocol(),
            range.ports
        );
        let (reason, sources) = if range.administered {
            ("an administrator took the range out; it stays, and HNS cannot use it", ADMINISTERED)
        } else {
            (
                "binding fails (0x20 or forbidden by its access permissions); the range may move at the next boot",
                EXCLUDED,
            )
        };
        let finding = Finding::new(Rule::ExcludedPort, message, reason).by(sources);
        findings.push(finding.at([item.place]).instead("a port outside the ranges Windows keeps"));
    }
    findings
}

/// Ports a swarm needs between its nodes.
pub(in crate::check) fn of_swarm(view: &View<'_>) -> Vec<Finding> {
    let in_swarm = match view.host.swarm {
        Some(
            SwarmState::Manager
            | SwarmState::Worker
            | SwarmState::Locked
            | SwarmState::Error
            | SwarmState::Pending,
        ) => true,
        Some(SwarmState::Inactive) => return Vec::new(),
        None => false,
    };
    let mut findings = Vec::new();
    let all = items(view);
    let mut free = Free::new(view, &all);
    for item in &all {
        for (port, protocol, purpose) in SWARM_OWN {
            if protocol != item.protocol() || item.within(port.number(), port.number()).is_none() {
                continue;
            }
            let (message, reason, severity) = if in_swarm {
                (
                    format!(
                        "{} publishes {port}/{protocol}, which the nodes need for {purpose}",
                        item.title()
                    ),
                    "the engine of a swarm's node holds the port already, or needs it as soon as the node changes its part",
                    Severity::Warning,
                )
            } else {
                (
                    format!(
                        "{} publishes {port}/{protocol}, which a swarm needs for {purpose}",
                        item.title()
                    ),
                    "the host can then be in no swarm while the container runs",
                    Severity::Note,
                )
            };
            let finding = Finding::new(Rule::SwarmOwnPort, message, reason).with_severity(severity);
            findings.push(finding.at([item.place]).by(SWARM).instead(free.elsewhere(item, port)));
        }
    }
    findings
}

/// Ports the engine itself listens on, by its daemon.json.
pub(in crate::check) fn of_the_engine(view: &View<'_>) -> Vec<Finding> {
    let Some(daemon) = &view.target.daemon else { return Vec::new() };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let hosts = daemon.value().get("hosts").and_then(Value::as_array);
    let hosts = hosts.into_iter().flatten().filter_map(text);
    let hosts = hosts.filter_map(|host| Some(("hosts", host.strip_prefix("tcp://")?.to_owned())));
    let metrics = daemon.value().get("metrics-addr").and_then(text).map(|address| ("metrics-addr", address));
    let own: Vec<_> =
        hosts.chain(metrics).filter_map(|(key, text)| Some((key, port_of(&text)?, text))).collect();
    let mut findings = Vec::new();
    let all = items(view);
    let mut free = Free::new(view, &all);
    for item in all.iter().filter(|item| item.protocol() == Protocol::Tcp) {
        for (key, port, text) in &own {
            if item.within(port.number(), port.number()).is_none() {
                continue;
            }
            let message = format!("{} publishes {port}/tcp, where the engine listens itself", item.title());
            let reason = format!(
                "daemon.json says so under {key:?} ({text}), and the port is in use before any container starts"
            );
            let finding = Finding::new(Rule::EngineOwnPort, message, reason).by(DAEMON);
            findings.push(finding.at([item.place]).instead(free.elsewhere(item, *port)));
        }
    }
    findings
}

/// Ports nobody is known to have.
struct Free<'v, 'a> {
    view: &'v View<'a>,
    all: &'v [Item<'a>],
    /// What was found already.
    found: BTreeMap<(Port, Protocol), Option<Port>>,
}

impl<'v, 'a> Free<'v, 'a> {
    fn new(view: &'v View<'a>, all: &'v [Item<'a>]) -> Self {
        Self { view, all, found: BTreeMap::new() }
    }

    /// A way out of a port the engine or swarm has: the next one that nobody is known to have.
    fn elsewhere(&mut self, item: &Item<'_>, port: Port) -> String {
        let protocol = item.protocol();
        let one = item.published.is_some_and(|range| range.first() == range.last());
        match if one { self.after(port, protocol) } else { None } {
            Some(free) => format!(
                "another port; {free}/{protocol} is free as far as is known; or only a container port: the engine then picks one"
            ),
            None => format!(
                "a range without {port}, or only container ports: the engine then picks ones that are free"
            ),
        }
    }

    fn after(&mut self, port: Port, protocol: Protocol) -> Option<Port> {
        if let Some(found) = self.found.get(&(port, protocol)) {
            return *found;
        }
        let held: BTreeSet<Port> = self.view.target.held(protocol).collect();
        let excluded = self.view.target.excluded.get(&protocol);
        let mut published = vec![false; usize::from(u16::MAX) + 1];
        for range in
            self.all.iter().filter(|item| item.protocol() == protocol).filter_map(|item| item.published)
        {
            published[usize::from(range.first().number())..=usize::from(range.last().number())].fill(true);
        }
        let mut after = (port.number()..ABOVE).skip(1).filter_map(|number| Port::new(number).ok());
        let found = after.find(|port| {
            !SWARM_OWN.iter().any(|(own, ..)| own == port)
                && !held.contains(port)
                && !excluded.is_some_and(|excluded| excluded.contains(*port))
                && !published[usize::from(port.number())]
        });
        self.found.insert((port, protocol), found);
        found
    }
}

fn port_of(text: &str) -> Option<Port> {
    Port::from_str(text.rsplit_once(':')?.1.trim_end_matches('/')).ok()
}
