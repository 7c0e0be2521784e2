//! Published ports that containers on the host have now.

use std::collections::BTreeMap;

use super::item::items;
use super::twice::overlap;
use crate::check::owners::Owners;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::{Port, PortRange, Protocol, PublishedPort};

const ALLOCATED: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby libnetwork portallocator: port is already allocated")];
const ALLOCATED_BY_HNS: &[Source] =
    &[Source::new(Evidence::Reported, "moby/moby#41094: the specified port already exists (0x803b0013)")];

/// Ports of the files that a container of none of them publishes.
pub(in crate::check) fn published_port(view: &View<'_>) -> Vec<Finding> {
    let owners = Owners::new(view.services.iter().copied());
    let mut holders: BTreeMap<(Protocol, Port), Vec<(&str, PublishedPort)>> = BTreeMap::new();
    // A container of a service in the files is made anew with what they say.
    for (container, port) in view.target.published.iter().filter(|(container, _)| !owners.own(container)) {
        if let Some(number) = port.published {
            holders.entry((port.protocol, number)).or_default().push((container, *port));
        }
    }
    let reports = view.host.can(Capability::PortConflictReported);
    let mut findings = Vec::new();
    for item in items(view) {
        let held = item.published.into_iter().flat_map(PortRange::iter).find_map(|port| {
            let there = holders.get(&(item.protocol(), port))?;
            let (holder, _) = there.iter().find(|(_, held)| overlap(held.address, item.address()))?;
            Some((port, *holder))
        });
        let Some((port, holder)) = held else { continue };
        let message =
            format!("{} publishes {port}/{}, which {holder} has now", item.title(), item.protocol());
        let (reason, sources) = if view.is_windows() {
            ("HNS refuses the mapping: the specified port already exists", ALLOCATED_BY_HNS)
        } else {
            ("the container does not start: port is already allocated", ALLOCATED)
        };
        let mut finding = Finding::new(Rule::PublishedPortTaken, message, reason).by(sources);
        if view.is_windows() && reports.support == Support::Degraded {
            reports.reason.clone_into(&mut finding.reason);
            finding = finding.by_verdict(&reports);
        }
        findings.push(finding.at([item.place]).instead(format!("another port, or stop {holder} first")));
    }
    findings
}
