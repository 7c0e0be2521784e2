//! Facts 16 to 26 of the field reports.

use docknet::check::Rule;
use docknet::check::Severity;
use docknet::check::service;
use docknet::host::{Capability, Support};
use docknet::model::{EndpointMode, Replicas};

use crate::{check, command, draft, fires, host, on, overlay, silent, swarm};

const AZURE: [&str; 3] = ["windows-server-2016"; 3];

#[test]
fn fact_16_a_swarm_of_three_takes_a_service_that_asks_for_nothing() {
    let report = check(&draft(&[]), &AZURE);
    assert!(report.findings().is_empty(), "{report}");
}

#[test]
fn fact_17_a_port_through_the_mesh_answers_nowhere() {
    let mut web = draft(&["ingress 80:80"]);
    web.replicas = Replicas::Global;
    let report = check(&web, &AZURE);
    let finding = fires(&report, Rule::RoutingMeshUnsupported);
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.reason, "the port is accepted and answers nowhere");
    assert_eq!(finding.nodes, ["node1", "node2", "node3"]);
    assert!(!finding.sources.is_empty());
}

#[test]
fn fact_18_host_mode_is_the_way_out_and_works() {
    let mut web = draft(&["ingress 80:80"]);
    web.replicas = Replicas::Global;
    let report = check(&web, &AZURE);
    let finding = fires(&report, Rule::RoutingMeshUnsupported);
    assert_eq!(command(finding), "--publish mode=host,target=80,published=80");
    web.ports = draft(&["host 80:80"]).ports;
    assert!(check(&web, &AZURE).is_clean());
}

#[test]
fn fact_19_only_dnsrr_is_supported_and_its_names_may_stay_silent() {
    let mut web = on(&["back"]);
    let report = check(&web, &AZURE);
    let finding = fires(&report, Rule::VipUnsupported);
    assert_eq!((finding.severity, command(finding)), (Severity::Error, "--endpoint-mode dnsrr"));
    web.mode = EndpointMode::Dnsrr;
    let report = check(&web, &AZURE);
    assert!(report.is_clean(), "{report}");
    assert_eq!(fires(&report, Rule::DnsrrNamesUnanswered).severity, Severity::Note);
    silent(&check(&web, &["windows-server-2019"]), Rule::DnsrrNamesUnanswered);
}

#[test]
fn fact_20_private_images_need_credentials_on_every_node() {
    let mut web = draft(&[]);
    web.image = "registry.example.com:5000/shop/web:1".to_owned();
    let report = check(&web, &AZURE);
    let finding = fires(&report, Rule::RegistryAuth);
    assert_eq!((finding.severity, command(finding)), (Severity::Note, "--with-registry-auth"));
    web.registry_auth = true;
    silent(&check(&web, &AZURE), Rule::RegistryAuth);
    for image in ["web", "shop/web:1.2", "mcr.microsoft.com/windows/servercore"] {
        web.image = image.to_owned();
        web.registry_auth = false;
        silent(&check(&web, &AZURE), Rule::RegistryAuth);
    }
}

#[test]
fn fact_21_two_tasks_cannot_hold_one_host_port_on_one_node() {
    let mut web = draft(&["host 80:80"]);
    web.replicas = Replicas::Count(4);
    let report = check(&web, &AZURE);
    let finding = fires(&report, Rule::HostPortWithReplicas);
    assert_eq!(finding.message, "web wants 4 tasks with host port 80/tcp on 3 nodes: 1 never placed");
    assert_eq!(command(finding), "--mode global");
    for replicas in [Replicas::Count(3), Replicas::Global] {
        web.replicas = replicas;
        assert!(check(&web, &AZURE).is_clean());
    }
    web.replicas = Replicas::Count(4);
    web.ports = draft(&["host 80"]).ports;
    silent(&check(&web, &AZURE), Rule::HostPortWithReplicas);
}

#[test]
fn fact_22_what_is_known_of_an_old_kernel_is_said() {
    for (kernel, engine) in [("linux-3.13", "1.12.6"), ("linux-5.15", "20.10.24")] {
        let one = format!("{kernel}@{engine}");
        let verdict = host(&one).can(Capability::Overlay);
        let report = check(&on(&["back"]), &[&one, &one]);
        let said = report.of(Rule::OverlayUnsupported).next().map(|finding| finding.reason.as_str());
        assert_eq!(said, (verdict.support != Support::Supported).then_some(verdict.reason));
    }
}

#[test]
fn fact_23_engines_without_attachable_networks_get_another_way_out() {
    let mut redis = on(&["back"]);
    redis.static_addresses.push("10.10.10.10".parse().unwrap());
    let old = check(&redis, &["linux@1.12.6"]);
    assert_eq!(command(fires(&old, Rule::StaticAddressIgnored)), "--endpoint-mode dnsrr");
    let new = check(&redis, &["linux@1.13.0"]);
    assert!(command(fires(&new, Rule::StaticAddressIgnored)).contains("--attachable"));
}

#[test]
fn facts_24_to_26_the_ports_between_the_nodes_are_named() {
    for web in [on(&["back"]), draft(&["ingress 8091:80"])] {
        let report = check(&web, &["linux@1.12.6", "linux@1.12.6"]);
        let finding = fires(&report, Rule::SwarmPortsBetweenNodes);
        for port in ["2377/tcp", "7946/tcp", "7946/udp", "4789/udp"] {
            assert!(finding.message.contains(port), "{}", finding.message);
        }
        assert!(finding.reason.contains("hang"));
        silent(&check(&web, &["linux@1.12.6"]), Rule::SwarmPortsBetweenNodes);
    }
    silent(&check(&draft(&["host 80:80"]), &["linux", "linux"]), Rule::SwarmPortsBetweenNodes);
    let secret = overlay("back", "10.0.9.0/24").with_option("encrypted", "");
    let report = service::check(&on(&["back"]), &swarm(&["linux", "linux"]).planned(secret));
    assert!(fires(&report, Rule::SwarmPortsBetweenNodes).message.ends_with("IP protocol 50 (ESP)"));
}
