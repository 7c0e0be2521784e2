//! Pinned addresses in the default NAT network, whose prefix HNS picks.

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::host::{Capability, Evidence, Source, Support};
use crate::model::Subnet;

const HNS_PICKS: &[Source] = &[
    Source::new(Evidence::ReadInCode, "moby/moby#25097: the engine asks for 0.0.0.0/0 and HNS picks"),
    Source::new(
        Evidence::Reported,
        "microsoft/WSL#4467, #4601, #7820: the pick differs between hosts and boots",
    ),
];

/// Addresses in a `nat` that was not seen and whose prefix the engine is not known to fix.
pub(in crate::check) fn unfixed(view: &View<'_>) -> Vec<Finding> {
    let fixed = view.target.daemon.as_ref().and_then(|daemon| daemon.fixed_cidr().ok().flatten());
    if !view.is_windows() || fixed.is_some() {
        return Vec::new();
    }
    let survive = view.host.can(Capability::NatNetworksSurviveReboot);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| network.is_default()) {
        // Where the network was seen, its subnet is compared, by another rule.
        if !network.observed.is_empty() {
            continue;
        }
        let pins: Vec<_> = network.pins().filter(|(_, pin)| pin.value.is_ipv4()).collect();
        let Some((_, first)) = pins.first() else { continue };
        let titles = few(pins.iter().map(|(member, pin)| format!("{} {}", member.title(), pin.value)));
        let message = format!("pinned in `nat`, whose prefix nothing here fixes: {titles}");
        let lost = survive.support == Support::Unsupported;
        let reason = if lost {
            "HNS picks the prefix of the default network on each host by itself, and anew at every boot from build 17763 on; an address outside of it is refused"
        } else {
            "HNS picks the prefix of the default network on each host by itself; an address outside of it is refused"
        };
        let mut finding = Finding::new(Rule::PinnedAddressOnUnfixedNat, message, reason).by(HNS_PICKS);
        if lost {
            finding = finding.by_verdict(&survive);
        }
        let line = Subnet::around(first.value, 20).map(|prefix| format!(":\n\"fixed-cidr\": \"{prefix}\""));
        let remedy =
            format!("a prefix that has them in daemon.json of every host{}", line.unwrap_or_default());
        findings.push(finding.at(pins.iter().map(|(_, pin)| &pin.place)).instead(remedy));
    }
    findings
}
