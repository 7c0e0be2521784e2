//! Modes, networks and addresses.

use docknet::check::Rule;
use docknet::check::Severity;
use docknet::check::service::{self, KernelFeature, ServiceDraftError, SwarmNode};
use docknet::model::{Driver, EndpointMode, Network, NetworkId, NetworkSpec, Replicas, ServiceEndpointError};

use crate::{WINDOWS, check, command, draft, fires, on, overlay, silent, swarm};

#[test]
fn dnsrr_with_an_ingress_port_is_refused_everywhere() {
    let mut web = draft(&["ingress 8080:80", "host 53:53/udp"]);
    web.mode = EndpointMode::Dnsrr;
    for hosts in [&[][..], &["linux"], &["windows-server-2022"]] {
        let report = check(&web, hosts);
        let finding = fires(&report, Rule::DnsrrWithIngressPort);
        assert_eq!(
            command(finding),
            "--endpoint-mode dnsrr --publish mode=host,target=80,published=8080 \
             --publish mode=host,target=53,published=53,protocol=udp"
        );
    }
    assert!(matches!(
        web.to_spec(),
        Err(ServiceDraftError::Endpoint(ServiceEndpointError::IngressWithDnsrr { .. }))
    ));
    web.ports = draft(&["host 8080:80"]).ports;
    assert!(check(&web, &["linux@20.10.24"]).findings().is_empty());
    assert!(web.to_spec().is_ok());
}

#[test]
fn engines_1_12_refuse_any_port_of_a_dnsrr_service() {
    let mut web = draft(&["host 80:80"]);
    web.mode = EndpointMode::Dnsrr;
    let report = check(&web, &["linux@1.12.6", "linux@1.13.1"]);
    assert_eq!(fires(&report, Rule::DnsrrWithAnyPort).nodes, ["node1"], "managers decide");
    silent(&check(&web, &["linux@1.13.1", "linux@1.12.6"]), Rule::DnsrrWithAnyPort);
    web.mode = EndpointMode::Vip;
    silent(&check(&web, &["linux@1.12.6"]), Rule::DnsrrWithAnyPort);
}

#[test]
fn virtual_addresses_by_build() {
    let severity = |host| {
        let report = check(&on(&["back"]), &[host]);
        report.of(Rule::VipUnsupported).next().map(|finding| finding.severity)
    };
    let all = [Some(Severity::Error), Some(Severity::Warning), None, None];
    assert_eq!(WINDOWS.map(severity), all);
    assert_eq!(severity("windows-server-1803"), Some(Severity::Warning));
    assert_eq!(severity("linux-5.15"), None);
    assert_eq!(severity("windows-10240"), Some(Severity::Note), "nobody knows");
    silent(&check(&draft(&["host 80:80"]), &["windows-server-2016"]), Rule::VipUnsupported);
}

#[test]
fn what_no_source_speaks_of_says_so() {
    let report =
        check(&on(&["back"]), &["linux@28.2.2", "windows-server-2016", "windows-server-2016@28.2.2"]);
    let doubts: Vec<_> =
        report.of(Rule::VipUnsupported).map(|one| (&one.nodes[..], one.extrapolated)).collect();
    let nodes = ["node2".to_owned(), "node3".to_owned()];
    assert_eq!(doubts, [(&nodes[..1], false), (&nodes[1..], true)], "engine 28 does not start on 2016");
    let mind = "\n  = mind: no source speaks of this version; taken from the nearest known\n  = on: node3";
    assert!(report.to_string().contains(mind), "{report}");
}

#[test]
fn the_mesh_by_build_with_both_sides_of_a_disagreement() {
    let web = draft(&["ingress 80:80"]);
    for host in ["windows-server-1709", "windows-server-1803"] {
        let report = check(&web, &[host]);
        let finding = fires(&report, Rule::RoutingMeshUnsupported);
        assert_eq!(finding.severity, Severity::Warning);
        assert!(finding.sources.len() >= 2, "who announces it and who denies it: {finding}");
    }
    for host in ["windows-server-2019", "windows-server-2022", "linux-5.15"] {
        silent(&check(&web, &[host]), Rule::RoutingMeshUnsupported);
    }
}

#[test]
fn a_node_that_only_passes_on_is_a_warning() {
    let mut web = draft(&["ingress 80:80"]);
    web.constraints.push("node.platform.os == linux".to_owned());
    let report = check(&web, &["linux", "windows-server-2016"]);
    let finding = fires(&report, Rule::RoutingMeshUnsupported);
    assert_eq!((finding.severity, &finding.nodes[..]), (Severity::Warning, &["node2".to_owned()][..]));
    silent(&report, Rule::VipUnsupported);
}

#[test]
fn where_nobody_knows_it_is_a_note() {
    let mut web = draft(&["host 80:80"]);
    web.mode = EndpointMode::Dnsrr;
    let report = check(&web, &["windows-10240"]);
    for rule in [Rule::HostPublishUnsupported, Rule::DnsrrUnsupported] {
        assert_eq!(fires(&report, rule).severity, Severity::Note);
        silent(&check(&web, &["windows-server-2016"]), rule);
    }
}

#[test]
fn encrypted_networks_and_windows() {
    let secret = overlay("back", "10.0.9.0/24").with_option("encrypted", "true");
    let mixed = swarm(&["linux", "windows-server-2022"]);
    let report = service::check(&on(&["back"]), &mixed.clone().planned(secret.clone()));
    let finding = fires(&report, Rule::EncryptedOverlayOnWindows);
    assert_eq!((finding.severity, finding.nodes.len()), (Severity::Error, 1));
    assert_eq!(command(finding), "--constraint node.platform.os==linux");
    let mut web = on(&["back"]);
    web.constraints.push("node.platform.os==linux".to_owned());
    silent(&service::check(&web, &mixed.clone().planned(secret)), Rule::EncryptedOverlayOnWindows);
    let open = mixed.planned(overlay("back", "10.0.9.0/24"));
    silent(&service::check(&on(&["back"]), &open), Rule::EncryptedOverlayOnWindows);
}

#[test]
fn networks_have_to_be_the_swarms() {
    let local = NetworkSpec::new("back".parse().unwrap(), Driver::Bridge);
    let report = service::check(&on(&["back"]), &swarm(&["linux"]).planned(local.clone()));
    let reason = &fires(&report, Rule::NetworkNotSwarmScoped).reason;
    assert!(reason.starts_with("The network back cannot be used with services. Only networks scoped"));
    // Both of one name: the swarm's is found first.
    let both = swarm(&["linux"]).planned(local).planned(overlay("back", "10.0.9.0/24"));
    silent(&service::check(&on(&["back"]), &both), Rule::NetworkNotSwarmScoped);

    let id = NetworkId::new("6cf4cba553ac2f93").unwrap();
    let seen = swarm(&["linux"]).observed([Network::new(id, overlay("back", "10.0.9.0/24"))]);
    assert!(service::check(&on(&["back"]), &seen).is_clean());
    let report = service::check(&on(&["bcak"]), &seen);
    assert!(fires(&report, Rule::NetworkUnknown).reason.ends_with("network bcak not found"));
    silent(&check(&on(&["bcak"]), &["linux"]), Rule::NetworkUnknown);
}

#[test]
fn ingress_and_none_are_refused() {
    fires(&check(&on(&["ingress"]), &["linux"]), Rule::IngressByName);
    fires(&check(&on(&["none"]), &["linux"]), Rule::NetworkPredefinedRefused);
    silent(&check(&on(&["ingress2"]), &["linux"]), Rule::IngressByName);
    silent(&check(&on(&["none2"]), &["linux"]), Rule::NetworkPredefinedRefused);
}

#[test]
fn predefined_networks_by_engine_and_platform() {
    let severity = |network: &str, host: &str| {
        let report = check(&on(&[network]), &[host]);
        let rules = [Rule::NetworkNodeLocal, Rule::NetworkPredefinedRefused];
        rules.map(|rule| report.of(rule).next().map(|finding| finding.severity))
    };
    // Nobody asks for the host's own network by mistake.
    for (network, grade) in [("bridge", Severity::Warning), ("host", Severity::Note)] {
        assert_eq!(severity(network, "linux@20.10.24"), [Some(grade), None]);
        assert_eq!(severity(network, "linux@17.06.0"), [Some(grade), None]);
        assert_eq!(severity(network, "linux@17.05.0"), [None, Some(Severity::Error)]);
        assert_eq!(severity(network, "linux"), [None, Some(Severity::Note)]);
        assert_eq!(severity(network, "windows-server-2022@28.2.2"), [None, Some(Severity::Error)]);
    }
    assert_eq!(severity("nat", "windows-server-2022@24.0.0"), [Some(Severity::Warning), None]);
    assert_eq!(severity("nat", "windows-server-2022@23.0.6"), [None, Some(Severity::Error)]);
    assert_eq!(severity("nat", "linux@24.0.0"), [None, None]);
    let own = swarm(&["windows-server-2022@28.2.2"]).planned(overlay("bridge", "10.0.9.0/24"));
    silent(&service::check(&on(&["bridge"]), &own), Rule::NetworkPredefinedRefused);
    let known = swarm(&["linux@24.0.0"]).planned(overlay("back", "10.0.9.0/24"));
    fires(&service::check(&on(&["nat"]), &known), Rule::NetworkUnknown);
}

#[test]
fn one_network_twice_is_a_note() {
    let report = check(&on(&["back", "back"]), &["linux"]);
    assert_eq!(command(fires(&report, Rule::NetworkTwice)), "--network back");
    silent(&check(&on(&["back", "front"]), &["linux"]), Rule::NetworkTwice);
}

#[test]
fn static_addresses_are_ignored_and_stop_the_spec() {
    let mut redis = on(&["back"]);
    redis.static_addresses.push("10.10.10.10".parse().unwrap());
    let report = check(&redis, &["linux@20.10.24"]);
    let finding = fires(&report, Rule::StaticAddressIgnored);
    assert_eq!(
        command(finding),
        "docker network create --driver overlay --attachable --subnet SUBNET back\n\
         docker run -d --name web-1 --network back --ip 10.10.10.10 web"
    );
    assert!(matches!(redis.to_spec(), Err(ServiceDraftError::StaticAddress { .. })));
    redis.static_addresses.clear();
    silent(&check(&redis, &["linux@20.10.24"]), Rule::StaticAddressIgnored);
}

#[test]
fn a_network_has_room_for_tasks_virtual_address_and_load_balancers() {
    // 14 addresses but the gateway's are 13: 9 tasks, 1 virtual address, 3 load balancers.
    let swarm = swarm(&["linux"; 3]).planned(overlay("back", "10.0.9.0/28"));
    let mut web = on(&["back"]);
    web.replicas = Replicas::Count(9);
    silent(&service::check(&web, &swarm), Rule::OverlayTooSmall);
    web.replicas = Replicas::Count(10);
    let report = service::check(&web, &swarm);
    let finding = fires(&report, Rule::OverlayTooSmall);
    assert_eq!(
        finding.message,
        "web needs 14 addresses in back, which has 13: 10 tasks, 1 virtual, 3 of load balancers"
    );
    assert!(command(finding).ends_with("docker network create --driver overlay --subnet 10.128.0.0/24 back"));
    web.mode = EndpointMode::Dnsrr;
    silent(&service::check(&web, &swarm), Rule::OverlayTooSmall);
}

#[test]
fn a_subnet_nobody_chose_is_a_guess() {
    let back = NetworkSpec::new("back".parse().unwrap(), Driver::Overlay);
    let swarm = swarm(&["linux"]).planned(back);
    let mut web = on(&["back"]);
    web.replicas = Replicas::Count(251);
    silent(&service::check(&web, &swarm), Rule::OverlayTooSmall);
    web.replicas = Replicas::Count(252);
    let report = service::check(&web, &swarm);
    assert_eq!(fires(&report, Rule::OverlayTooSmall).severity, Severity::Warning);
    web.replicas = Replicas::Count(u64::MAX);
    fires(&service::check(&web, &swarm), Rule::OverlayTooSmall);
}

#[test]
fn kernels_lack_what_networks_are_made_of() {
    let lacking = |feature| {
        let node = SwarmNode::worker("node2", "linux".parse().unwrap()).lacking(feature);
        swarm(&["linux"]).node(node).planned(overlay("back", "10.0.9.0/24").with_option("encrypted", ""))
    };
    let back = on(&["back"]);
    let mesh = draft(&["ingress 80:80"]);
    for (feature, rule) in [
        (KernelFeature::Esp, Rule::EncryptedOverlayWithoutEsp),
        (KernelFeature::Ipvs, Rule::VipWithoutIpvs),
        (KernelFeature::Vxlan, Rule::OverlayUnsupported),
    ] {
        let report = service::check(&back, &lacking(feature));
        let finding = fires(&report, rule);
        assert_eq!((finding.severity, &finding.nodes[..]), (Severity::Error, &["node2".to_owned()][..]));
        assert!(finding.remedy.is_some());
        silent(&service::check(&back, &swarm(&["linux"])), rule);
        let meshed = service::check(&mesh, &lacking(feature)).of(rule).next().is_some();
        assert_eq!(meshed, feature != KernelFeature::Esp, "the mesh is a network that nobody encrypts");
    }
    let mut names = back.clone();
    names.mode = EndpointMode::Dnsrr;
    silent(&service::check(&names, &lacking(KernelFeature::Ipvs)), Rule::VipWithoutIpvs);
}
