//! What was found wrong while the files were read: every fault is some rule's, and none is silent.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{ComposeError, Place, Project, ValueError};
use crate::host::{Capability, Evidence, Host, Source, Support};
use crate::model::{AddressError, IpamPoolError, PortError, SubnetError};

const VALIDATED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby api/types/network/ipam.go ValidateIPAM, since 25.0: invalid network config",
)];
const MASKED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby before 25.0: the subnet is masked and accepted (seen on 20.10.24)",
)];
const RANGE_SHIFTED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby before 25.0: the host part of the range is applied to the subnet (seen on 20.10.24)",
)];
const IN_USE: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork network.go ipamAllocate: failed to allocate gateway, failed to allocate secondary ip address (seen on 20.10.24)",
)];
const OVERLAP: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork ipam: Pool overlaps with other one on this address space",
)];
const COMPOSE: &[Source] = &[
    Source::new(Evidence::ReadInCode, "docker-compose 1.29 config/validation.py"),
    Source::new(Evidence::Documented, "Compose specification"),
];
const WORDS: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker-compose 1.29 config schema: a text; seen on engine 20.10.24: a service with an unknown word gets tcp and ingress",
)];

/// All faults of all projects.
pub(in crate::check) fn every(view: &View<'_>) -> Vec<Finding> {
    on(view.host, &view.projects)
}

/// The same, with what comes of them where an engine of this host is asked: for a stack that is a manager.
pub(in crate::check) fn on(host: &Host, projects: &[&Project]) -> Vec<Finding> {
    projects.iter().flat_map(|project| project.faults()).map(|fault| finding(host, fault)).collect()
}

fn finding(host: &Host, fault: &ComposeError) -> Finding {
    let rule = rule(fault);
    let (severity, reason, sources) = ignored_word(fault).unwrap_or_else(|| weight(host, rule));
    let message = without_place(fault);
    let mut places: Vec<&Place> = fault.place().into_iter().collect();
    if let ComposeError::NetworksAndMode { mode: second, .. } = fault {
        places.push(second);
    }
    if let ComposeError::PoolsOverlap { first_place, .. } = fault {
        places.push(first_place);
    }
    Finding::new(rule, message, reason).with_severity(severity).at(places).by(sources).instead(remedy(rule))
}

/// Which rule speaks of a fault. Exhaustive, so that a new kind of fault finds no way around.
fn rule(fault: &ComposeError) -> Rule {
    match fault {
        ComposeError::ExternalWith { .. } => Rule::SettingsBesideExternal,
        ComposeError::NetworksAndMode { .. } => Rule::NetworksBesideNetworkMode,
        ComposeError::PoolsOverlap { .. } => Rule::PoolsOverlapInNetwork,
        ComposeError::UndeclaredNetwork { .. } => Rule::NetworkUndefined,
        ComposeError::InactiveService { .. } | ComposeError::UndeclaredService { .. } => {
            Rule::ServiceUndefined
        }
        ComposeError::Value { source, .. } => rule_of_value(source),
        ComposeError::BadTemplate { .. }
        | ComposeError::ChainTooLong { .. }
        | ComposeError::Empty { .. }
        | ComposeError::EmptyDocument { .. }
        | ComposeError::EnvLine { .. }
        | ComposeError::ExtendsCycle { .. }
        | ComposeError::ExtendsRefused { .. }
        | ComposeError::ExtendsUnknown { .. }
        | ComposeError::FilledTooLong { .. }
        | ComposeError::IncludeConflict { .. }
        | ComposeError::IncludeCycle { .. }
        | ComposeError::Io { .. }
        | ComposeError::MergeKinds { .. }
        | ComposeError::Missing { .. }
        | ComposeError::MissingFile { .. }
        | ComposeError::TooManyFiles { .. }
        | ComposeError::TooManyParts { .. }
        | ComposeError::MissingKey { .. }
        | ComposeError::MoreFaults { .. }
        | ComposeError::NoProjectName { .. }
        | ComposeError::NotCompose { .. }
        | ComposeError::NotUtf8 { .. }
        | ComposeError::OnlyCompose2 { .. }
        | ComposeError::Remote { .. }
        | ComposeError::RequiredVariable { .. }
        | ComposeError::Version { .. }
        | ComposeError::Version1 { .. }
        | ComposeError::WrongKind { .. }
        | ComposeError::Yaml(_) => Rule::ValueUnreadable,
    }
}

fn rule_of_value(source: &ValueError) -> Rule {
    match source {
        ValueError::Pool(error) => rule_of_pool(error),
        ValueError::PortLengths { .. } => Rule::PortLengthsDiffer,
        ValueError::Subnet(SubnetError::HostBits { .. }) => Rule::SubnetHostBits,
        ValueError::Address(_)
        | ValueError::AddressFamily { .. }
        | ValueError::Flag
        | ValueError::Name(_)
        | ValueError::Number
        | ValueError::Port(_)
        | ValueError::ServiceKey
        | ValueError::ServiceWord(_)
        | ValueError::Subnet(SubnetError::NotCidr { .. } | SubnetError::Length { .. })
        | ValueError::TooManyAddresses { .. }
        | ValueError::TooManyPorts { .. }
        | ValueError::Twice
        | ValueError::Word { .. } => Rule::ValueUnreadable,
    }
}

fn rule_of_pool(error: &IpamPoolError) -> Rule {
    match error {
        IpamPoolError::RangeOutside { .. } => Rule::DynamicRangeOutsideSubnet,
        IpamPoolError::Gateway { source } => match source {
            AddressError::Outside { .. } => Rule::GatewayOutsideSubnet,
            AddressError::Auxiliary { .. } | AddressError::Gateway { .. } => Rule::GatewayClash,
            AddressError::Broadcast { .. }
            | AddressError::Network { .. }
            | AddressError::NotAddress { .. } => Rule::GatewayUnusable,
        },
        IpamPoolError::Auxiliary { source, .. } => match source {
            AddressError::Outside { .. } => Rule::AuxiliaryAddressOutsideSubnet,
            AddressError::Gateway { .. } => Rule::GatewayClash,
            AddressError::Auxiliary { .. }
            | AddressError::Broadcast { .. }
            | AddressError::Network { .. }
            | AddressError::NotAddress { .. } => Rule::AuxiliaryAddressUnusable,
        },
    }
}

/// What comes of it on this host: how grave it is, why, and who says so.
fn weight(host: &Host, rule: Rule) -> (Severity, &'static str, &'static [Source]) {
    let validated = host.can(Capability::EarlyValidation).support;
    let refused = validated == Support::Supported;
    let in_use = [Rule::GatewayUnusable, Rule::GatewayClash, Rule::AuxiliaryAddressUnusable].contains(&rule);
    let outside = [Rule::GatewayOutsideSubnet, Rule::AuxiliaryAddressOutsideSubnet].contains(&rule);
    let overlap = rule == Rule::PoolsOverlapInNetwork;
    let (severity, reason, sources) = if rule == Rule::SubnetHostBits && refused {
        (
            Severity::Error,
            "the engine refuses the network: it should be the network's first address",
            VALIDATED,
        )
    } else if rule == Rule::SubnetHostBits {
        (
            Severity::Warning,
            "engines before 25.0 take the subnet the address lies in, later ones refuse the network",
            MASKED,
        )
    } else if rule == Rule::DynamicRangeOutsideSubnet && refused {
        (Severity::Error, "the engine refuses the network: parent subnet doesn't contain ip-range", VALIDATED)
    } else if rule == Rule::DynamicRangeOutsideSubnet {
        (
            Severity::Warning,
            "engines before 25.0 apply the host part of the range to the subnet, so that addresses come from elsewhere; later ones refuse the network",
            RANGE_SHIFTED,
        )
    } else if outside {
        (
            Severity::Error,
            "the engine refuses the network: the subnet doesn't contain the address (before 25.0: Requested address is out of range)",
            VALIDATED,
        )
    } else if (in_use || overlap) && host.windows_build().is_some() {
        (
            Severity::Warning,
            "no source says what HNS makes of it; engines on Linux refuse the network",
            if overlap { OVERLAP } else { IN_USE },
        )
    } else if in_use {
        (Severity::Error, "the engine refuses the network: Address already in use", IN_USE)
    } else if overlap {
        (Severity::Error, "the engine refuses the network: its second pool overlaps with the first", OVERLAP)
    } else {
        (
            Severity::Error,
            "Compose refuses the file, or leaves this out of it, before anything is created",
            COMPOSE,
        )
    };
    (severity, reason, sources)
}

/// Words of a long port that docker-compose takes as they are, and swarm in its own way.
fn ignored_word(fault: &ComposeError) -> Option<(Severity, &'static str, &'static [Source])> {
    let ComposeError::Value { path, source, .. } = fault else { return None };
    let mode = matches!(&**source, ValueError::ServiceWord(_)) && path.ends_with("].mode");
    let protocol = matches!(&**source, ValueError::Port(PortError::NotProtocol { .. }));
    let reason = if mode {
        "docker-compose takes any word here, and a swarm makes `ingress` of one it does not know, without saying so"
    } else if protocol && path.ends_with("].protocol") {
        "docker-compose takes any word here, and a swarm makes `tcp` of one it does not know, without saying so"
    } else {
        return None;
    };
    Some((Severity::Error, reason, WORDS))
}

/// What to write instead, rule by rule.
const REMEDIES: &[(Rule, &str)] = &[
    (Rule::AuxiliaryAddressOutsideSubnet, "an address of the subnet, or a subnet that has it"),
    (
        Rule::AuxiliaryAddressUnusable,
        "another address of the subnet: not its first, not its last, each only once",
    ),
    (Rule::DynamicRangeOutsideSubnet, "a range inside the subnet, or no range"),
    (Rule::GatewayClash, "another address for one of the two"),
    (Rule::GatewayOutsideSubnet, "an address of the subnet, or none: the engine then picks the first"),
    (Rule::GatewayUnusable, "any other address of the subnet, or none: the engine then picks the first"),
    (Rule::NetworkUndefined, "the network under networks at the top level, or the name of one that is there"),
    (Rule::NetworksBesideNetworkMode, "either networks or network_mode"),
    (
        Rule::PoolsOverlapInNetwork,
        "one subnet, with ip_range for the dynamic addresses, or subnets that share no address",
    ),
    (Rule::PortLengthsDiffer, "ranges of one length"),
    (Rule::ServiceUndefined, "the name of a service that is there"),
    (Rule::SettingsBesideExternal, "the settings where the network is made, or no external"),
    (Rule::SubnetHostBits, "the subnet the address lies in"),
];

fn remedy(rule: Rule) -> &'static str {
    let found = REMEDIES.iter().find(|(of, _)| *of == rule);
    found.map_or("a value of the kind the key asks for", |(_, remedy)| *remedy)
}

/// The error's own words. The place stands beside them.
fn without_place(fault: &ComposeError) -> String {
    // Many reasons begin with the text already.
    if let ComposeError::Value { path, text, source, .. } = fault {
        let reason = source.to_string();
        if reason.starts_with(&format!("{text:?}")) || reason.starts_with(&format!("{text} ")) {
            return format!("{path}: {reason}");
        }
    }
    let text = fault.to_string();
    let place = fault.place().map(|place| format!("{place}: ")).unwrap_or_default();
    text.strip_prefix(&place).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Reading;

    fn rules(text: &str) -> Vec<Rule> {
        let project = Reading::new().parse("a/docker-compose.yml", text).unwrap();
        project.faults().iter().map(rule).collect()
    }

    fn of_pool(pool: &str) -> Vec<Rule> {
        rules(&format!(
            "services: {{a: {{image: x}}}}\nnetworks: {{default: {{ipam: {{config: [{pool}]}}}}}}"
        ))
    }

    #[test]
    fn parts_of_pools_have_rules_of_their_own() {
        assert_eq!(of_pool("{subnet: 10.0.0.9/24}"), [Rule::SubnetHostBits]);
        assert_eq!(of_pool("{subnet: 10.0.0.0/24, gateway: 10.0.1.1}"), [Rule::GatewayOutsideSubnet]);
        assert_eq!(of_pool("{subnet: 10.0.0.0/24, gateway: 10.0.0.255}"), [Rule::GatewayUnusable]);
        assert_eq!(
            of_pool("{subnet: 10.0.0.0/24, ip_range: 10.0.1.0/25}"),
            [Rule::DynamicRangeOutsideSubnet]
        );
        let kept =
            |kept| of_pool(&format!("{{subnet: 10.0.0.0/24, gateway: 10.0.0.1, aux_addresses: {kept}}}"));
        assert_eq!(kept("{a: 10.0.0.1}"), [Rule::GatewayClash]);
        assert_eq!(kept("{a: 10.0.0.0}"), [Rule::AuxiliaryAddressUnusable]);
        assert_eq!(kept("{a: 10.0.0.9, b: 10.0.0.9}"), [Rule::AuxiliaryAddressUnusable]);
        assert_eq!(kept("{a: 10.0.9.9}"), [Rule::AuxiliaryAddressOutsideSubnet]);
        let nested = of_pool("{subnet: 10.0.0.0/16}, {subnet: 10.0.1.0/24}");
        assert_eq!(nested, [Rule::PoolsOverlapInNetwork]);
    }

    #[test]
    fn every_fault_is_a_finding_at_its_place() {
        let text = "
services:
  web:
    image: x
    networks: [front]
    network_mode: host
    ports: ['70000:80', '1-2:3-5', '${PORT:?say it}:80']
    depends_on: [db]
    scale: many
  api:
    image: x
    networks: {gone: {ipv4_address: 10.0.0.300}}
    deploy: [replicas]
networks:
  front: {ipam: {config: [{gateway: 10.0.0.1}, {subnet: 10.0.0.9/24, ip_range: 10.1.0.0/24}, {subnet: 10.0.0.0/16}]}}
  other: {external: true, internal: true}
";
        let project = Reading::new().parse("a/docker-compose.yml", text).unwrap();
        assert!(project.faults().len() >= 12, "{:?}", project.faults());
        let host = Host::linux();
        let report = crate::check::check(&project, &host);
        for fault in project.faults() {
            let at =
                |finding: &&Finding| finding.rule == rule(fault) && finding.place.as_ref() == fault.place();
            let finding = report.findings().iter().find(at);
            let finding = finding.unwrap_or_else(|| panic!("{fault} is silent:\n{report}"));
            assert!(finding.remedy.is_some() && !finding.sources.is_empty());
        }
    }

    #[test]
    fn what_is_nobody_elses_is_unreadable() {
        for text in
            ["services: {a: {image: x, ports: ['70000:80']}}", "services: {a: {image: x, scale: many}}"]
        {
            assert_eq!(rules(text), [Rule::ValueUnreadable], "{text}");
        }
        assert_eq!(rules("services: {a: {image: x, ports: ['1-2:3-5']}}"), [Rule::PortLengthsDiffer]);
    }
}
