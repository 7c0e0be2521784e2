//! Addresses somebody wants a service to have.

use super::remedy::{Change, plain};
use super::view::View;
use super::{Part, Remedy, ServiceFinding};
use crate::check::Rule;
use crate::host::{EngineVersion, Evidence, Source};
use crate::model::EndpointMode;

const IGNORED: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker/cli cli/compose/convert/service.go, convertServiceNetworks: of an attachment, target, aliases and driver options are kept",
    ),
    Source::new(Evidence::ReadInCode, "moby/swarmkit cnmallocator: the addresses of tasks are allocated"),
];

/// Static addresses, which swarm takes and ignores.
pub(super) fn ignored(view: &View<'_>) -> Vec<ServiceFinding> {
    let draft = view.draft;
    if draft.static_addresses.is_empty() {
        return Vec::new();
    }
    let addresses: Vec<_> = draft.static_addresses.iter().map(ToString::to_string).collect();
    let message = format!("{} is to have {}", draft.name, addresses.join(", "));
    let reason = "static addresses of services are accepted and ignored: swarm hands out its own";
    let finding = ServiceFinding::new(Rule::StaticAddressIgnored, message, reason)
        .by(IGNORED)
        .about(Part::StaticAddress(0));
    let dnsrr = Change { mode: Some(EndpointMode::Dnsrr), ..Change::default() };
    let old = view.managers_before(&EngineVersion::new(1, 13, 0));
    if !old.is_empty() {
        let advice =
            "one service for each member, dnsrr, addressed by name; engines 1.12 have no attachable networks";
        return vec![finding.instead(dnsrr.remedy(draft, advice)).on(old)];
    }
    let network =
        draft.networks.first().map_or_else(|| format!("{}-overlay", draft.name), ToString::to_string);
    let mut commands =
        vec![format!("docker network create --driver overlay --attachable --subnet SUBNET {network}")];
    let run = draft.static_addresses.iter().enumerate().map(|(index, address)| {
        let flag = if address.is_ipv4() { "--ip" } else { "--ip6" };
        format!(
            "docker run -d --name {}-{} --network {network} {flag} {address} {}",
            draft.name,
            index + 1,
            draft.image
        )
    });
    commands.extend(run);
    let advice = "containers on an attachable overlay network, whose SUBNET you choose; or, as a service, one for \
        each member with dnsrr, addressed by name";
    let network = plain(draft.network_in_compose(&network));
    let service = plain(draft.in_compose());
    let compose = format!(
        "services:\n  {service}:\n    deploy:\n      replicas: 1\n      endpoint_mode: dnsrr\n    networks:\n      - {network}\n\
         networks:\n  {network}:\n    driver: overlay\n    attachable: true\n"
    );
    vec![finding.instead(Remedy::new(advice).with_command(commands.join("\n")).with_compose(compose))]
}
