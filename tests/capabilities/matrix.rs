//! The matrix by build of the reference, transcribed: every build, every row.

use docknet::host::{Capability, Evidence, Host, Support, WindowsBuild};

const BUILDS: [u32; 9] = [14393, 16299, 17134, 17763, 18362, 19041, 20348, 25398, 26100];

/// `y` supported, `d` degraded, `n` unsupported, `?` unknown; then D, C or R for the best evidence asked for.
const MATRIX: &[(&str, &[Capability], &str)] = &[
    (
        "nat, transparent, l2bridge drivers",
        &[Capability::NatDriver, Capability::TransparentDriver, Capability::L2BridgeDriver],
        "yD yD yD yD yD yD yD yD yD",
    ),
    ("l2tunnel: Azure only", &[Capability::L2TunnelDriver], "dD dD dD dD dD dD dD dD dD"),
    ("overlay + swarm", &[Capability::Overlay], "dD yD yC dD yC yC yD yC yD"),
    (
        "internal, private drivers (engine 19.03+)",
        &[Capability::InternalDriver, Capability::PrivateDriver],
        "nC yC yC yC yC yC yC yC yC",
    ),
    ("service publish mode=host", &[Capability::HostPublish], "yD yD yD yD yD yD yD yD yD"),
    ("endpoint mode dnsrr", &[Capability::EndpointModeDnsrr], "yD yD yD yD yD yD yD yD yD"),
    (
        "endpoint mode vip, routing mesh",
        &[Capability::EndpointModeVip, Capability::RoutingMesh],
        "nD dD dD yD yC yC yD yC yD",
    ),
    ("outbound path of overlay containers", &[Capability::OverlayOutbound], "dD yC yC yD yD yD yD yD yD"),
    ("ICMP out of overlay", &[Capability::OverlayOutboundIcmp], "yC nC nC nD nD nD nD nD nD"),
    (
        "localhost:port on the host",
        &[Capability::LocalhostReachesPublishedPort],
        "nD nR dR yR yR yR yC yC yC",
    ),
    (
        "<host IP>:port on the host",
        &[Capability::HostAddressReachesPublishedPort],
        "?D yD yD yD yD yD yD yD yD",
    ),
    ("2+ NAT networks, no published ports", &[Capability::SeveralNatNetworks], "dD yD yD yD yD yD yD ?- yC"),
    (
        "2+ NAT networks, published ports",
        &[Capability::SeveralPublishedNatNetworks],
        "dD yD yD yR yR nR nR ?- nR",
    ),
    (
        "NAT network kept by HNS over reboot",
        &[Capability::NatNetworksSurviveReboot],
        "yC yC yC nD nD nD nD nD nD",
    ),
    (
        "Docker recreates custom NAT at start (Engine 23.0+)",
        &[Capability::EngineRecreatesNatNetworks],
        "yC yC yC yC yC yC yC yC yC",
    ),
    (
        "connect a running container (Engine 18.03+)",
        &[Capability::ConnectWhileRunning],
        "nD yC yC yC yC yC yC yC yC",
    ),
    ("default inbound ACL (process)", &[Capability::InboundAllowedByDefault], "nD yD yD yD yD yD yD yD yD"),
    ("firewall allow rule per NAT port", &[Capability::FirewallRulePerPort], "yD yD yD yD yD yD yD yD yD"),
    ("--network container:X", &[Capability::SharedNamespace], "?- yC yC yC yC yC yC yC yC"),
    ("host network mode", &[Capability::HostNetworkMode], "nD nD nD nD nD nD nD nD nD"),
    ("IPv6 on nat, overlay", &[Capability::Ipv6, Capability::Ipv6OnOverlay], "nD nD nD nD nD nD nD nD nD"),
    ("IPv6 on l2bridge", &[Capability::Ipv6OnL2Bridge], "nD nD nD ?D nD ?D yD yC yD"),
    ("IPv6 on transparent", &[Capability::Ipv6OnTransparent], "nD nD nD nD nD nD dD dD dD"),
    ("API.V2 (HCN)", &[Capability::HcnApiV2], "nC nC nC dC yC yC yC yC yC"),
    ("ACL feature flags", &[Capability::HcnAcl], "nC ?- yC yC yC yC yC yC yC"),
    ("DSR", &[Capability::HcnDsr], "nC ?- nC dC dC yC yC yC yC"),
    ("session affinity", &[Capability::HcnSessionAffinity], "nC nC nC nC nC nC yC yC yC"),
    ("multiple subnets per network", &[Capability::SeveralSubnets], "nD nD nD nD nD nD yD yC yD"),
    ("ModifyLoadbalancer", &[Capability::HcnModifyLoadBalancer], "nC nC nC nC nC nC nC ?- ?C"),
    ("current Engine (23.0+) runs", &[Capability::CurrentEngine], "nC nC nC yC yC yC yC yC yC"),
];

/// The table is finer where one source names a build and another does not; those are the best evidence then.
fn letter(evidence: Option<Evidence>) -> char {
    match evidence {
        None => '-',
        Some(Evidence::Documented) => 'D',
        Some(Evidence::ReadInCode) => 'C',
        Some(Evidence::Reported) => 'R',
        Some(_) => 'x',
    }
}

fn word(support: Support) -> char {
    match support {
        Support::Supported => 'y',
        Support::Degraded => 'd',
        Support::Unsupported => 'n',
        Support::Unknown => '?',
    }
}

/// The newest engine each build takes, so that the engine decides nothing else.
fn host(build: u32) -> Host {
    let engine = if build < 17763 { "20.10.24" } else { "28.2.2" };
    Host::windows(WindowsBuild::new(build)).with_engine(engine.parse().unwrap())
}

#[test]
fn every_cell_of_the_matrix_is_the_tables_answer() {
    let mut wrong = Vec::new();
    for (row, capabilities, expected) in MATRIX {
        for capability in *capabilities {
            let answers = BUILDS.map(|build| {
                let verdict = host(build).can(*capability);
                let best = verdict.sources.iter().map(|source| source.evidence).min();
                format!("{}{}", word(verdict.support), letter(best))
            });
            let answers = answers.join(" ");
            if answers != *expected {
                wrong.push(format!("{row} ({capability})\n  reference {expected}\n  table     {answers}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn builds_between_releases_belong_to_the_range_they_lie_in() {
    for (row, capabilities, _) in MATRIX {
        for capability in *capabilities {
            for (build, like) in
                [(14500, 14393), (16300, 16299), (17500, 17134), (18000, 17763), (18363, 18362)]
            {
                let verdict = host(build).can(*capability);
                // Builds have a border of their own between these two where the client release 1703 lies.
                assert_eq!(verdict.support, host(like).can(*capability).support, "{row}: {build}");
                assert!(!verdict.extrapolated, "{row}: {build}");
            }
        }
    }
}

#[test]
fn clients_follow_the_server_of_their_family() {
    for capability in Capability::ALL {
        let server = host(19041).can(*capability).support;
        for build in [19042, 19043, 19044, 19045] {
            assert_eq!(host(build).can(*capability).support, server, "{capability} on {build}");
        }
    }
}

/// What the matrix speaks of.
pub(super) fn capabilities() -> Vec<Capability> {
    MATRIX.iter().flat_map(|(_, capabilities, _)| capabilities.iter().copied()).collect()
}
