//! Networks without IPv4.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::Driver;

const EITHER: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby v28 libnetwork/network.go and drivers/bridge: IPv4 or IPv6 must be enabled",
)];

/// `enable_ipv4: false` where IPv4 stays, or where nothing is left without it.
pub(in crate::check) fn off(view: &View<'_>) -> Vec<Finding> {
    let verdict = view.host.can(Capability::Ipv4Off);
    let mut findings = Vec::new();
    // What swarm makes of it on an overlay is not this rule's.
    let networks = view.networks.iter().filter(|network| network.driver() != Some(&Driver::Overlay));
    for network in networks.filter(|network| !network.members.is_empty()) {
        let Some(off) = network.made().filter_map(|made| made.ipv4.as_ref()).find(|ipv4| !ipv4.value) else {
            continue;
        };
        let ipv6 = network.made().any(|made| made.ipv6.as_ref().is_some_and(|ipv6| ipv6.value));
        let message = format!("{} asks for no IPv4", network.name);
        let finding = if verdict.support == Support::Supported {
            let reason = "the engine refuses the network: IPv4 or IPv6 must be enabled";
            (!ipv6).then(|| {
                let message = format!("{message} and for no IPv6 either");
                Finding::new(Rule::Ipv4CannotBeOff, message, reason).by(EITHER).instead("`enable_ipv6: true`")
            })
        } else {
            let judged = Finding::judged(Rule::Ipv4CannotBeOff, &verdict, message);
            judged.map(|finding| {
                // Engines that do not know the field do as if it were not there.
                let ignored = !view.is_windows() && finding.severity == Severity::Error;
                let finding = if ignored { finding.with_severity(Severity::Warning) } else { finding };
                let remedy = if ignored { "engine 28.0, or IPv4 as it is" } else { "no `enable_ipv4`" };
                finding.instead(remedy)
            })
        };
        findings.extend(finding.map(|finding| finding.at([&off.place])));
    }
    findings
}
