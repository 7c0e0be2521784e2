//! Published ports.

use docknet::check::Rule;
use docknet::check::Severity;
use docknet::check::service::{self, SwarmHosts, SwarmNode};
use docknet::model::Protocol;
use docknet::wire::{DynamicPorts, ExcludedPorts};

use crate::{check, command, draft, fires, host, on, port, silent, swarm};

#[test]
fn a_port_stands_once_in_a_service_whatever_the_mode() {
    let report = check(&draft(&["ingress 80:80", "host 80:8080"]), &["linux"]);
    let finding = fires(&report, Rule::PublishedPortTwice);
    assert_eq!(
        command(finding),
        "--publish mode=ingress,target=80,published=80 --publish mode=host,target=8080,published=81"
    );
    silent(&check(&draft(&["ingress 53:53/tcp", "ingress 53:53/udp"]), &[]), Rule::PublishedPortTwice);
    silent(&check(&draft(&["ingress 80", "ingress 80"]), &[]), Rule::PublishedPortTwice);
}

#[test]
fn ports_of_other_services() {
    let judged = |mine: &str, theirs: &str| {
        let swarm = swarm(&["linux"]).published(&"shop".parse().unwrap(), [port(theirs)]);
        let report = service::check(&draft(&[mine]), &swarm);
        report.of(Rule::PortUsedByService).next().map(|finding| (finding.severity, finding.reason.clone()))
    };
    let (severity, reason) = judged("host 80:80", "ingress 80:1").unwrap();
    assert_eq!(severity, Severity::Error);
    assert!(reason.ends_with("port '80' is already in use by service 'shop' as an ingress port"));
    let (severity, reason) = judged("ingress 80:80", "host 80:1").unwrap();
    assert_eq!(severity, Severity::Error);
    assert!(reason.ends_with("as a host-published port"));
    assert_eq!(judged("ingress 80:80", "ingress 80:1").unwrap().0, Severity::Error);
    assert_eq!(judged("host 80:80", "host 80:1").unwrap().0, Severity::Warning);
    assert_eq!(judged("ingress 80:80", "ingress 80:1/udp"), None);
    assert_eq!(judged("ingress 80:80", "ingress 81:80"), None);
    let own = swarm(&["linux"]).published(&"web".parse().unwrap(), [port("ingress 80:80")]);
    silent(&service::check(&draft(&["ingress 80:80"]), &own), Rule::PortUsedByService);
}

#[test]
fn ports_the_swarm_needs_by_their_protocols() {
    for (text, own) in [
        ("host 2377:80", true),
        ("ingress 2377:80/udp", false),
        ("ingress 7946:80", true),
        ("ingress 7946:80/udp", true),
        ("host 4789:80/udp", true),
        ("host 4789:80", false),
        ("host 80:2377", false),
    ] {
        let report = check(&draft(&[text]), &["linux"]);
        assert_eq!(report.of(Rule::SwarmOwnPort).next().is_some(), own, "{text}");
        assert!(report.is_clean(), "publishing is not refused");
    }
}

#[test]
fn the_range_swarm_picks_from() {
    for (text, inside) in [
        ("ingress 30000:80", true),
        ("ingress 32767:80", true),
        ("ingress 29999:80", false),
        ("ingress 32768:80", false),
        ("host 30000:80", false),
    ] {
        let report = check(&draft(&[text]), &["linux"]);
        assert_eq!(report.of(Rule::IngressDynamicRange).next().is_some(), inside, "{text}");
    }
}

fn windows(text: &str) -> SwarmHosts {
    let excluded: ExcludedPorts = text.parse().unwrap();
    let windows =
        SwarmNode::worker("win", host("windows-server-2022")).with_excluded(Protocol::Tcp, excluded);
    swarm(&["linux"]).node(windows)
}

#[test]
fn ports_windows_keeps() {
    let swarm = windows("8000 8099\n50000 50059 *\n");
    let mut web = draft(&["host 8080:80"]);
    let report = service::check(&web, &swarm);
    let finding = fires(&report, Rule::ExcludedPort);
    assert_eq!((finding.severity, &finding.nodes[..]), (Severity::Error, &["win".to_owned()][..]));
    assert_eq!(command(finding), "--publish mode=host,target=80,published=8100");
    assert!(finding.reason.contains("may move"));
    web.constraints.push("node.platform.os==linux".to_owned());
    silent(&service::check(&web, &swarm), Rule::ExcludedPort);
    web.ports = vec![port("ingress 8080:80")];
    let report = service::check(&web, &swarm);
    assert_eq!(fires(&report, Rule::ExcludedPort).severity, Severity::Warning, "it only passes on");
    let administered = service::check(&draft(&["host 50059:80"]), &swarm);
    assert!(fires(&administered, Rule::ExcludedPort).reason.contains("it stays"));
    for text in ["host 8100:80", "host 8080:80/udp", "host 80:8080"] {
        silent(&service::check(&draft(&[text]), &swarm), Rule::ExcludedPort);
    }
}

#[test]
fn ports_windows_picks_from() {
    let dynamic: DynamicPorts = "Start : 49152\nNumber : 16384".parse().unwrap();
    let node = SwarmNode::manager("win", host("windows-server-2022")).with_dynamic(Protocol::Tcp, dynamic);
    let swarm = SwarmHosts::new().node(node);
    fires(&service::check(&draft(&["host 49152:80"]), &swarm), Rule::DynamicPortOnWindows);
    silent(&service::check(&draft(&["host 49151:80"]), &swarm), Rule::DynamicPortOnWindows);
}

#[test]
fn ports_docker_picks_from_on_windows_overlays() {
    let mut web = on(&["back"]);
    web.ports = vec![port("host 60000:80")];
    fires(&check(&web, &["windows-server-2022"]), Rule::DockerPickedPorts);
    silent(&check(&web, &["linux"]), Rule::DockerPickedPorts);
    silent(&check(&draft(&["host 60000:80"]), &["windows-server-2022"]), Rule::DockerPickedPorts);
    web.ports = vec![port("host 65001:80")];
    silent(&check(&web, &["windows-server-2022"]), Rule::DockerPickedPorts);
}

#[test]
fn protocols_by_platform() {
    let web = draft(&["host 80:80/sctp"]);
    let report = check(&web, &["windows-server-2022"]);
    assert_eq!(
        command(fires(&report, Rule::ProtocolUnsupported)),
        "--publish mode=host,target=80,published=80"
    );
    silent(&check(&web, &["linux"]), Rule::ProtocolUnsupported);
    silent(&check(&draft(&["host 80:80/udp"]), &["windows-server-2022"]), Rule::ProtocolUnsupported);
}

#[test]
fn an_address_of_the_node_is_ignored() {
    fires(&check(&draft(&["host 127.0.0.1:80:80"]), &["linux"]), Rule::HostAddressIgnored);
    silent(&check(&draft(&["host 0.0.0.0:80:80"]), &["linux"]), Rule::HostAddressIgnored);
}
