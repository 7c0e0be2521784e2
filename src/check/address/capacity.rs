//! Whether a network has addresses enough for everybody who is to run in it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::check::owners::Owners;
use crate::check::view::{Joined, View};
use crate::check::{Finding, Rule};
use crate::host::{EngineVersion, Evidence, Source};
use crate::model::{Driver, IpamPool, Subnet};

const FULL: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork: no available IPv4 addresses on this network's address pools",
)];
const PAIRS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby v25.0.5 libnetwork/ipam/allocator.go: /31 and /32 reserve nothing since 23.0; before: No available addresses on this pool",
)];
const HNS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "golang.org/x/sys/windows: 0x803b002f, address invalid or reserved")];

/// The gateway a network has: the one the pool names, else the one the engine picks, the first it can of the range, or
/// of the subnet where there is none. Swarm's and layer-2 networks of Windows have rules of their own.
pub(super) fn gateway(network: &Joined<'_>, pool: &IpamPool, windows: bool) -> Option<IpAddr> {
    pool.gateway().or_else(|| automatic_gateway(network, pool, windows))
}

/// The gateway an engine picks where the file names none: the first free address of the range, else of the subnet.
pub(super) fn automatic_gateway(network: &Joined<'_>, pool: &IpamPool, windows: bool) -> Option<IpAddr> {
    let engine_picks = pool.gateway().is_none() && network.is_made() && (!windows || network.is_nat());
    let from = pool.range().unwrap_or(pool.subnet());
    let mut first = (0..3).filter_map(|offset| from.nth(offset)).filter(|_| engine_picks);
    // The gateway is booked before the auxiliary addresses.
    first.find(|address| !pool.subnet().reserves(*address))
}

/// Networks with fewer addresses than containers.
pub(in crate::check) fn too_small(view: &View<'_>) -> Vec<Finding> {
    let windows = view.is_windows();
    let overlay = |network: &&Joined<'_>| network.driver() == Some(&Driver::Overlay);
    let mut findings = Vec::new();
    for network in view.networks.iter().filter(|network| !overlay(network) && !network.members.is_empty()) {
        let pools: Vec<_> = network
            .pools()
            .into_iter()
            .filter(|pool| pool.subnet().is_ipv4() && pool.subnet().length() > 0)
            .collect();
        if pools.is_empty() {
            continue;
        }
        if let Some(finding) = unusable(view, network, &pools) {
            findings.push(finding);
            continue;
        }
        let needs = Needs::of(network);
        let room = pools
            .iter()
            .map(|pool| Room::of(network, pool, windows, &needs))
            .fold(Room::default(), |all, room| all.and(&room));
        if needs.dynamic <= room.dynamic {
            continue;
        }
        let subnets: Vec<_> = pools.iter().map(|pool| dynamic_part(pool).to_string()).collect();
        let message = format!(
            "{} containers without an address of their own are to run in {}, and {} has {} for them ({})",
            needs.dynamic,
            network.name,
            subnets.join(", "),
            room.dynamic,
            room.taken()
        );
        let reason =
            "the last of them does not start: no available IPv4 addresses on this network's address pools";
        let finding =
            Finding::new(Rule::SubnetTooSmall, message, reason).by(if windows { HNS } else { FULL });
        let places: Vec<_> = network.own_pools().map(|pool| &pool.place).collect();
        let finding = if places.is_empty() { finding.at(network.place()) } else { finding.at(places) };
        let larger = Subnet::around(dynamic_part(pools[0]).address(), enough(&needs, &room));
        let larger = larger.map(|subnet| format!(", such as {subnet}")).unwrap_or_default();
        findings.push(finding.instead(format!("a larger subnet or ip_range{larger}, or fewer containers")));
    }
    findings
}

/// Subnets of one or two addresses on engines that cannot use them at all.
fn unusable(view: &View<'_>, network: &Joined<'_>, pools: &[&IpamPool]) -> Option<Finding> {
    let old = view.host.engine.as_ref().is_some_and(|engine| *engine < EngineVersion::new(23, 0, 0));
    let pool = pools.iter().find(|pool| pool.subnet().length() >= 31)?;
    if view.is_windows() || !old {
        return None;
    }
    let message = format!("{} has {}, which engines before 23.0 cannot use", network.name, pool.subnet());
    let reason = "the first and the last address are the network's own, and none is left for the gateway";
    let finding = Finding::new(Rule::SubnetTooSmall, message, reason).by(PAIRS);
    let places: Vec<_> = network.own_pools().map(|pool| &pool.place).collect();
    let finding = if places.is_empty() { finding.at(network.place()) } else { finding.at(places) };
    Some(finding.instead("a subnet of at least four addresses (/30)"))
}

/// What the containers of a network need.
struct Needs {
    /// Containers without an address of their own.
    dynamic: u128,
    /// Addresses that are pinned, or that containers have which are in no file.
    fixed: BTreeSet<IpAddr>,
}

impl Needs {
    fn of(network: &Joined<'_>) -> Self {
        let owners = Owners::new(network.members.iter().map(|member| (member.project, member.service)));
        let endpoints = network.observed.iter().flat_map(|network| &network.endpoints);
        let strangers = endpoints.filter(|endpoint| !owners.own(&endpoint.name));
        let there = strangers.filter_map(|endpoint| endpoint.ipv4.map(|address| address.address()));
        let pinned = network.members.iter().filter_map(|member| member.attachment.ipv4.as_ref());
        let dynamic = network.members.iter().filter(|member| member.attachment.ipv4.is_none());
        Self {
            dynamic: dynamic.map(|member| u128::from(member.containers())).fold(0, u128::saturating_add),
            fixed: pinned.map(|pin| pin.value).chain(there).collect(),
        }
    }
}

/// What a network has.
#[derive(Default)]
struct Room {
    /// Addresses it can give to anybody.
    dynamic: u128,
    gateways: u128,
    auxiliary: usize,
    fixed: usize,
}

impl Room {
    fn of(network: &Joined<'_>, pool: &IpamPool, windows: bool, needs: &Needs) -> Self {
        let (part, subnet) = (dynamic_part(pool), pool.subnet());
        let gateway = gateway(network, pool, windows).filter(|gateway| part.contains(*gateway));
        // HNS does not know auxiliary addresses.
        let kept: BTreeSet<_> = pool.auxiliary().values().copied().filter(|_| !windows).collect();
        let auxiliary = kept.iter().filter(|address| part.contains(**address)).count();
        let fixed =
            needs.fixed.range(part.address()..=part.last()).filter(|address| !kept.contains(address)).count();
        let edges: BTreeSet<_> = [part.address(), part.last()].into();
        let reserved = edges.into_iter().filter(|address| subnet.reserves(*address)).count();
        let gateways = u128::from(gateway.is_some());
        let gone = u128::try_from(auxiliary + fixed + reserved).unwrap_or(u128::MAX).saturating_add(gateways);
        Self { dynamic: part.addresses().saturating_sub(gone), gateways, auxiliary, fixed }
    }

    fn and(self, other: &Self) -> Self {
        Self {
            dynamic: self.dynamic.saturating_add(other.dynamic),
            gateways: self.gateways + other.gateways,
            auxiliary: self.auxiliary + other.auxiliary,
            fixed: self.fixed + other.fixed,
        }
    }

    /// What else takes addresses.
    fn taken(&self) -> String {
        let Self { gateways, auxiliary, fixed, .. } = self;
        format!("beside {gateways} for the gateway, {auxiliary} kept, {fixed} pinned or in use")
    }
}

/// Where dynamic addresses come from.
pub(super) fn dynamic_part(pool: &IpamPool) -> Subnet {
    pool.range().unwrap_or(pool.subnet())
}

/// The prefix length that has room for all of it.
fn enough(needs: &Needs, room: &Room) -> u8 {
    let taken = u128::try_from(room.auxiliary + room.fixed).unwrap_or(u128::MAX);
    let all = needs.dynamic.saturating_add(taken).saturating_add(room.gateways + 2);
    let bits = u128::BITS - all.saturating_sub(1).leading_zeros();
    u8::try_from(32_u32.saturating_sub(bits)).unwrap_or(0).min(30)
}
