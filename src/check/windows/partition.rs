//! Server 2016: one NAT prefix for the whole host, out of which every NAT network must be cut.

use super::joined;
use crate::check::few::few;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule, Severity};
use crate::host::{Capability, Evidence, Source, Support, Verdict};
use crate::model::{Driver, Subnet};

const REFUSED: &[Source] = &[Source::new(
    Evidence::Reported,
    "docker/for-win#598, #396, moby/moby#30280, docker/compose#4149, #4482: the parameter is incorrect",
)];

const ONE_NAT: &str = "the default network `nat`";

/// The verdict, where this host has one prefix.
fn one_prefix(view: &View<'_>) -> Option<Verdict> {
    let verdict = view.host.can(Capability::SeveralNatNetworks);
    (view.is_windows() && verdict.support == Support::Degraded).then_some(verdict)
}

/// Networks beside the host's prefix.
pub(in crate::check) fn outside(view: &View<'_>) -> Vec<Finding> {
    let Some(verdict) = one_prefix(view) else { return Vec::new() };
    let made: Vec<_> = made(view).collect();
    let Some(first) = made.first() else { return Vec::new() };
    let finding = |message: String| {
        let reason = "WinNAT has one internal prefix for the host, which the default network `nat` holds; HNS refuses a network that is not cut out of it: the parameter is incorrect (0x57)";
        Finding::new(Rule::SeveralNatPrefixes, message, reason).by_verdict(&verdict).by(REFUSED)
    };
    if let Some(prefix) = prefix(view) {
        let strangers: Vec<_> = made
            .iter()
            .flat_map(|network| {
                let outside = network
                    .own_pools()
                    .filter(|pool| pool.value.subnet().is_ipv4() && !prefix.covers(pool.value.subnet()));
                outside.map(|pool| (network.name.as_str(), pool))
            })
            .collect();
        if strangers.is_empty() {
            return Vec::new();
        }
        let list = few(strangers.iter().map(|(name, pool)| format!("{name} {}", pool.value.subnet())));
        let finding = finding(format!("subnets outside of the host's NAT prefix {prefix}: {list}"));
        let finding = finding.at(strangers.iter().map(|(_, pool)| &pool.place));
        return vec![
            finding.instead(format!("subnets of {prefix}, or {ONE_NAT}; {}", joined::to_nat(&made))),
        ];
    }
    // Several networks of the projects' own are another rule's, with the same cure.
    if made.len() > 1 || has_no_default(view) {
        return Vec::new();
    }
    let finding = finding(format!(
        "{} is a NAT network beside the default network `nat`, whose prefix is not known here",
        first.name
    ));
    vec![
        finding
            .at(first.place())
            .with_severity(Severity::Warning)
            .instead(format!("{ONE_NAT}; {}", joined::to_nat(&made))),
    ]
}

/// Whether every NAT network of the projects is cut out of the host's prefix, so that there is nothing to say.
pub(super) fn fits(view: &View<'_>) -> bool {
    let Some(prefix) = prefix(view).filter(|_| one_prefix(view).is_some()) else { return false };
    made(view).all(|network| {
        let mut subnets =
            network.own_pools().map(|pool| pool.value.subnet()).filter(Subnet::is_ipv4).peekable();
        subnets.peek().is_some() && subnets.all(|subnet| prefix.covers(subnet))
    })
}

fn made<'v, 'a>(view: &'v View<'a>) -> impl Iterator<Item = &'v Joined<'a>> {
    view.networks
        .iter()
        .filter(|network| network.is_nat() && network.is_made() && !network.members.is_empty())
}

/// The host's prefix: the default network's as it was seen, else as daemon.json asks for it.
fn prefix(view: &View<'_>) -> Option<Subnet> {
    let nat = view
        .observed
        .iter()
        .filter(|network| network.name().as_str() == "nat" && *network.spec.driver() == Driver::Nat);
    let mut seen = nat
        .flat_map(|network| network.spec.subnets())
        .filter(|subnet| subnet.is_ipv4() && subnet.length() > 0);
    let asked = || view.target.daemon.as_ref().and_then(|daemon| daemon.fixed_cidr().ok().flatten());
    seen.next().or_else(asked)
}

/// Whether the engine was told to make no default network.
fn has_no_default(view: &View<'_>) -> bool {
    let bridge = view.target.daemon.as_ref().and_then(|daemon| daemon.value().get("bridge"));
    bridge.and_then(|bridge| bridge.as_str()) == Some("none")
}
