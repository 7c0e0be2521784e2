//! Who reaches a service, and by which address: facts of the field reports, and what a Linux host does.
#![cfg(feature = "compose")]

use docknet::check::reach::{ReachError, Vantage, Way};
use docknet::check::service::{KernelFeature, SwarmHosts, SwarmNode};
use docknet::check::{Situation, Target};
use docknet::compose::{Environment, Project};
use docknet::host::{Host, Support};
use docknet::wire::DaemonDocument;

fn project(name: &str, text: &str) -> Project {
    Project::parse(&format!("{name}/docker-compose.yml"), text, &Environment::new()).expect("a project")
}

fn host(text: &str) -> Target {
    let host: Host = text.parse().expect("a host");
    Target::new(text, host)
}

fn ways(target: &str, projects: &[&Project], from: &str, to: &str) -> Vec<Way> {
    let situation = projects.iter().fold(Situation::new().target(host(target)), |all, one| all.project(one));
    let (project, service) = to.split_once('/').expect("PROJECT/SERVICE");
    let from = from.parse().expect("a vantage");
    situation.who_reaches(&from, project, service).expect("what is there")
}

/// What becomes of an URL.
fn answer(ways: &[Way], url: &str) -> Support {
    let found = ways.iter().find(|way| way.url() == url);
    found.unwrap_or_else(|| panic!("no way {url} in\n{}", list(ways))).support
}

fn list(ways: &[Way]) -> String {
    ways.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn iis() -> Project {
    project("demo", "services: {iis: {image: microsoft/iis, ports: ['8000:80']}}")
}

#[test]
fn fact_9_a_published_port_does_not_answer_on_the_host_itself() {
    let old = ways("windows-server-2016@1.12.2", &[&iis()], "host", "demo/iis");
    assert_eq!(answer(&old, "tcp://localhost:8000"), Support::Unsupported);
    assert_eq!(answer(&old, "tcp://<host address>:8000"), Support::Unknown, "sources disagree");
    assert_eq!(answer(&old, "tcp://<address of demo/iis>:80"), Support::Supported);
    let elsewhere = ways("windows-server-2016@1.12.2", &[&iis()], "machine", "demo/iis");
    assert_eq!(answer(&elsewhere, "tcp://<host address>:8000"), Support::Supported);
    assert_eq!(answer(&elsewhere, "tcp://<address of demo/iis>:80"), Support::Unsupported);

    let new = ways("windows-server-2019@20.10.9", &[&iis()], "host", "demo/iis");
    assert_eq!(answer(&new, "tcp://localhost:8000"), Support::Supported);
    assert_eq!(answer(&new, "tcp://<host address>:8000"), Support::Supported);
    let between = ways("windows-server-1803", &[&iis()], "host", "demo/iis");
    assert_eq!(answer(&between, "tcp://localhost:8000"), Support::Degraded);
}

#[test]
fn fact_10_the_firewall_is_opened_for_the_whole_host() {
    let ways = ways("windows-server-2016", &[&iis()], "machine", "demo/iis");
    let way = ways.iter().find(|way| way.url() == "tcp://<host address>:8000").unwrap();
    assert!(way.reason.contains("opens the firewall for the whole host"), "{way}");
    assert!(!way.sources.is_empty());
}

fn chain() -> Project {
    project(
        "demo",
        "services:\n  proxy: {image: nginx}\n  webapp: {image: iis, expose: ['80']}\n  many: {image: iis, scale: 5}\n",
    )
}

#[test]
fn facts_12_to_14_a_windows_client_keeps_what_it_was_told() {
    for (service, kept) in [("webapp", "failed answer"), ("many", "600 s")] {
        let windows = ways("windows-server-2016", &[&chain()], "demo/proxy", &format!("demo/{service}"));
        let name = windows.iter().find(|way| way.url().starts_with(&format!("tcp://{service}:"))).unwrap();
        assert_eq!(name.support, Support::Degraded, "{name}");
        assert!(name.reason.contains(kept), "{name}");
        assert!(name.remedy.as_ref().unwrap().contains("flushdns"), "{name}");
        let linux = ways("linux@20.10.24", &[&chain()], "demo/proxy", &format!("demo/{service}"));
        let name = linux.iter().find(|way| way.url().starts_with(&format!("tcp://{service}:"))).unwrap();
        assert_eq!(name.support, Support::Supported, "{name}");
    }
}

#[test]
fn containers_answer_to_the_names_compose_gives_them() {
    let ways = ways("linux@20.10.24", &[&chain()], "demo/proxy", "demo/webapp");
    let way = ways.iter().find(|way| way.url().starts_with("tcp://demo-webapp-1:")).unwrap();
    assert_eq!(way.support, Support::Supported, "{way}");
}

#[test]
fn projects_meet_on_one_nat_and_nowhere_else() {
    let one_nat =
        "services: {web: {image: iis, ports: ['8080:80']}}\nnetworks: {default: {external: {name: nat}}}";
    let (a, b) =
        (project("a", one_nat), project("b", &one_nat.replace("8080", "8081").replace("web", "api")));
    let together = ways("windows-server-2022@28.2.2", &[&a, &b], "a/web", "b/api");
    assert_eq!(answer(&together, "tcp://api:80"), Support::Degraded, "isolation is gone");
    assert_eq!(answer(&together, "tcp://<address of b/api>:80"), Support::Supported);
    assert_eq!(answer(&together, "tcp://<host address>:8081"), Support::Supported);

    let own = "services: {web: {image: nginx, ports: ['8080:80']}}";
    let (a, b) = (project("a", own), project("b", &own.replace("8080", "8081").replace("web", "api")));
    let apart = ways("linux@20.10.24", &[&a, &b], "a/web", "b/api");
    assert_eq!(answer(&apart, "tcp://api:80"), Support::Unsupported);
    assert_eq!(answer(&apart, "tcp://<address of b/api>:80"), Support::Unsupported);
    assert_eq!(answer(&apart, "tcp://<host address>:8081"), Support::Supported);
}

#[test]
fn a_linux_host_sees_bridges_and_not_its_lan_containers() {
    let text = "services:\n  web:\n    image: nginx\n    ports: ['80:80', '127.0.0.1:8443:443']\n    networks: {default: {ipv4_address: 10.20.0.9}}\n  \
        pi:\n    image: pihole\n    ports: ['53:53/udp']\n    networks: [lan]\n  db:\n    image: postgres\n    ports: ['5432:5432']\n    networks: [back]\n\
        networks:\n  default: {ipam: {config: [{subnet: 10.20.0.0/24}]}}\n  lan: {driver: macvlan}\n  back: {internal: true}\n";
    let shop = project("shop", text);
    let from_host = |to| ways("linux@20.10.24", &[&shop], "host", to);
    let from_machine = |to| ways("linux@20.10.24", &[&shop], "machine", to);
    let web = from_host("shop/web");
    assert_eq!(answer(&web, "tcp://localhost:80"), Support::Supported);
    assert_eq!(answer(&web, "tcp://10.20.0.9:80"), Support::Supported);
    assert_eq!(answer(&web, "tcp://web:80"), Support::Unsupported);
    assert_eq!(answer(&web, "tcp://localhost:8443"), Support::Supported);
    assert_eq!(answer(&web, "tcp://<host address>:8443"), Support::Unsupported);
    assert_eq!(answer(&from_machine("shop/web"), "tcp://<host address>:8443"), Support::Unsupported);
    assert_eq!(answer(&from_machine("shop/web"), "tcp://<host address>:80"), Support::Supported);

    assert_eq!(answer(&from_host("shop/pi"), "udp://<address of shop/pi>:53"), Support::Unsupported);
    assert_eq!(
        answer(&from_host("shop/pi"), "udp://localhost:53"),
        Support::Unsupported,
        "macvlan publishes nothing"
    );
    assert_eq!(answer(&from_machine("shop/pi"), "udp://<address of shop/pi>:53"), Support::Supported);

    assert_eq!(answer(&from_host("shop/db"), "tcp://localhost:5432"), Support::Unsupported, "internal");
    assert_eq!(answer(&from_host("shop/db"), "tcp://<address of shop/db>:5432"), Support::Supported);
    let inside = ways("linux@20.10.24", &[&shop], "shop/db", "shop/web");
    assert_eq!(
        answer(&inside, "tcp://<host address>:80"),
        Support::Unsupported,
        "an internal network lets nothing out"
    );
}

#[test]
fn shared_network_stacks_are_followed_and_host_stacks_listen_on_the_host() {
    let text = "services:\n  vpn: {image: vpn, ports: ['9091:9091']}\n  torrent: {image: t, network_mode: 'service:vpn'}\n  \
        home: {image: h, network_mode: host, expose: ['8123']}\n  alone: {image: a, network_mode: none}\n";
    let project = project("demo", text);
    let ways = |from, to| ways("linux@20.10.24", &[&project], from, to);
    let torrent = ways("host", "demo/torrent");
    assert_eq!(answer(&torrent, "tcp://<address of demo/torrent>:9091"), Support::Supported);
    assert_eq!(
        answer(&torrent, "tcp://localhost:9091"),
        Support::Supported,
        "its owner's port is the way in"
    );
    assert_eq!(answer(&ways("demo/vpn", "demo/torrent"), "tcp://localhost:9091"), Support::Supported);
    assert!(ways("demo/alone", "demo/vpn").iter().all(|way| way.support == Support::Unsupported));
    let home = ways("machine", "demo/home");
    assert!(home.iter().all(|way| way.support == Support::Supported), "{}", list(&home));
    assert!(ways("demo/home", "demo/vpn").iter().any(|way| way.url() == "tcp://localhost:9091"));
    assert!(ways("host", "demo/alone").iter().all(|way| way.support == Support::Unsupported));
}

#[test]
fn what_is_not_there_is_named() {
    let project = iis();
    let situation = Situation::new().target(host("linux")).project(&project);
    let error = situation.who_reaches(&Vantage::Host, "demo", "web").unwrap_err();
    assert!(matches!(&error, ReachError::UnknownService { known, .. } if known == &["iis"]), "{error}");
    assert!(situation.who_reaches(&Vantage::Host, "shop", "iis").is_err());
    let from = Vantage::Container { project: "demo".into(), service: "nobody".into() };
    assert!(situation.who_reaches(&from, "demo", "iis").is_err());
}

#[test]
fn hosts_that_answer_alike_share_a_line() {
    let project = iis();
    let situation = Situation::new()
        .target(host("windows-server-2019@20.10.9"))
        .target(host("windows-server-2016"))
        .target(host("windows-server-2019@20.10.10"))
        .project(&project);
    let ways = situation.who_reaches(&Vantage::Host, "demo", "iis").unwrap();
    let localhost: Vec<_> = ways.iter().filter(|way| way.url() == "tcp://localhost:8000").collect();
    assert_eq!(localhost.len(), 2);
    assert_eq!(localhost[0].hosts, ["windows-server-2019@20.10.9", "windows-server-2019@20.10.10"]);
}

#[test]
fn every_way_says_why() {
    let one = iis();
    for host in ["linux@20.10.24", "windows-server-2016", "windows-server-2022@28.2.2"] {
        for from in ["host", "machine", "demo/iis"] {
            for way in ways(host, &[&one], from, "demo/iis") {
                assert!(!way.reason.is_empty(), "{way}");
                assert!(way.support == Support::Unknown || !way.sources.is_empty(), "{way}");
            }
        }
    }
}

#[test]
fn who_waits_until_it_is_healthy_asks_no_name_too_early() {
    let text = "services:\n  proxy: {image: nginx, depends_on: {webapp: {condition: service_healthy}}}\n  \
        webapp: {image: iis, expose: ['80'], healthcheck: {test: 'x'}}\n";
    let ways = ways("windows-server-2022@28.2.2", &[&project("demo", text)], "demo/proxy", "demo/webapp");
    assert_eq!(answer(&ways, "tcp://webapp:80"), Support::Supported);
}

fn stack(ports: &str, deploy: &str) -> Project {
    project(
        "web",
        &format!(
            "version: '3.8'\nservices:\n  front: {{image: microsoft/iis, ports: [{ports}], deploy: {{{deploy}}}}}\n  back: {{image: x}}\n"
        ),
    )
}

fn on_swarm(hosts: &[&str], lacks: Option<KernelFeature>, from: &str, project: &Project) -> Vec<Way> {
    let node = |(number, host): (usize, &&str)| {
        let node = SwarmNode::manager(format!("vm{}", number + 1), host.parse().expect("a host"));
        lacks.iter().fold(node, |node, feature| node.lacking(*feature))
    };
    let swarm = hosts.iter().enumerate().map(node).fold(SwarmHosts::new(), SwarmHosts::node);
    let situation = Situation::new().swarm("azure", swarm).project(project);
    situation.who_reaches(&from.parse().expect("a vantage"), "web", "front").expect("what is there")
}

const AZURE: [&str; 3] =
    ["windows-server-2016@17.06.2", "windows-server-2016@17.06.2", "windows-server-2016@17.06.2"];

#[test]
fn facts_17_and_18_the_mesh_answers_nowhere_and_a_port_of_the_node_does() {
    let mesh = on_swarm(&AZURE, None, "machine", &stack("'80:80'", "mode: global"));
    for node in 1..=3 {
        assert_eq!(answer(&mesh, &format!("tcp://<address of vm{node}>:80")), Support::Unsupported);
    }
    let host = "{mode: host, target: 80, published: 80}";
    let global = on_swarm(&AZURE, None, "node:vm2", &stack(host, "mode: global"));
    assert_eq!(answer(&global, "tcp://<address of vm3>:80"), Support::Supported);
    let one = on_swarm(&AZURE, None, "machine", &stack(host, "replicas: 1"));
    assert_eq!(answer(&one, "tcp://<address of vm3>:80"), Support::Degraded, "one of three nodes has it");
    let dnsrr = on_swarm(&AZURE, None, "machine", &stack("'80:80'", "endpoint_mode: dnsrr"));
    assert_eq!(answer(&dnsrr, "tcp://<address of vm1>:80"), Support::Unsupported);
}

#[test]
fn facts_24_to_26_a_mesh_of_linux_nodes_works_and_says_what_it_needs() {
    let linux = ["linux-5.15@20.10.24", "linux-5.15@20.10.24"];
    let mesh = on_swarm(&linux, None, "machine", &stack("'8091:80'", "replicas: 2"));
    let way = mesh.iter().find(|way| way.url() == "tcp://<address of vm1>:8091").unwrap();
    assert_eq!(way.support, Support::Supported);
    assert!(way.reason.contains("4789/udp"), "{way}");
    let name = on_swarm(&linux, None, "web/back", &stack("'8091:80'", "replicas: 2"));
    assert_eq!(answer(&name, "tcp://front:80"), Support::Supported);
    assert_eq!(answer(&name, "tcp://tasks.front:80"), Support::Supported);

    let without = on_swarm(&linux, Some(KernelFeature::Ipvs), "web/back", &stack("'8091:80'", "replicas: 2"));
    assert_eq!(answer(&without, "tcp://front:80"), Support::Unsupported, "a virtual address nobody serves");
    assert_eq!(answer(&without, "tcp://tasks.front:80"), Support::Supported);
    let mesh = on_swarm(&linux, Some(KernelFeature::Ipvs), "machine", &stack("'8091:80'", "replicas: 2"));
    assert_eq!(answer(&mesh, "tcp://<address of vm2>:8091"), Support::Unsupported);
    let old = on_swarm(&AZURE, None, "web/back", &stack("'80:80'", "replicas: 2"));
    assert_eq!(answer(&old, "tcp://front:80"), Support::Unsupported, "fact 19: no virtual addresses there");
}

#[test]
fn a_node_that_is_not_there_is_named() {
    let project = stack("'80:80'", "replicas: 1");
    let situation = Situation::new().target(host("linux")).project(&project);
    let error = situation.who_reaches(&Vantage::Node("vm9".into()), "web", "front").unwrap_err();
    assert!(matches!(error, ReachError::UnknownNode { .. }));
}

#[test]
fn fact_11_a_link_half_works_on_windows() {
    let text = "services:\n  web: {image: x, links: ['db:database']}\n  db: {image: y, expose: ['5432']}\n";
    for (host, expected) in
        [("linux@20.10.24", Support::Supported), ("windows-server-2016@1.12.2", Support::Unsupported)]
    {
        let ways = ways(host, &[&project("demo", text)], "demo/web", "demo/db");
        assert_eq!(answer(&ways, "tcp://database:5432"), expected, "{host}");
    }
}

#[test]
fn what_a_network_s_driver_and_options_take_away() {
    let text = "services:\n  web: {image: x, ports: ['80:80'], networks: [apart]}\n  app: {image: x, networks: [apart]}\n  \
        lan: {image: x, networks: [lan]}\n  closed: {image: x, expose: ['3000-3001'], networks: [closed]}\n  two: {image: x, ports: ['127.0.0.2:81:81']}\n\
        networks:\n  apart: {driver_opts: {com.docker.network.bridge.enable_icc: 'false'}}\n  lan: {driver: macvlan}\n  \
        closed: {driver: macvlan, internal: true}\n";
    let project = project("shop", text);
    let ways = |from, to| ways("linux@20.10.24", &[&project], from, to);
    let app = ways("shop/app", "shop/web");
    assert_eq!(answer(&app, "tcp://web:80"), Support::Unsupported, "enable_icc is false");
    assert_eq!(answer(&app, "tcp://<host address>:80"), Support::Supported);
    assert_eq!(answer(&ways("shop/lan", "shop/web"), "tcp://<host address>:80"), Support::Unsupported);
    let closed = ways("machine", "shop/closed");
    assert_eq!(
        answer(&closed, "tcp://<address of shop/closed>:3001"),
        Support::Unsupported,
        "it has no parent"
    );
    assert_eq!(answer(&ways("host", "shop/two"), "tcp://localhost:81"), Support::Unsupported);

    let text = "services: {web: {image: x, ports: ['80:80']}}\nnetworks: {default: {driver: transparent}}";
    let project = self::project("shop", text);
    let windows = self::ways("windows-server-2022@28.2.2", &[&project], "machine", "shop/web");
    assert_eq!(answer(&windows, "tcp://<host address>:80"), Support::Unsupported, "nothing is translated");
    assert_eq!(answer(&windows, "tcp://<address of shop/web>:80"), Support::Supported);
}

#[test]
fn two_stacks_meet_on_an_external_overlay() {
    let text = |name: &str| {
        format!(
            "services: {{{name}: {{image: x, expose: ['80'], networks: [proxy]}}}}\nnetworks: {{proxy: {{external: true}}}}"
        )
    };
    let (web, edge) = (project("web", &text("front")), project("edge", &text("traefik")));
    let node = SwarmNode::manager("vm1", "linux-5.15@20.10.24".parse().unwrap());
    let situation = Situation::new().swarm("prod", SwarmHosts::new().node(node)).project(&web).project(&edge);
    let ways = situation.who_reaches(&"edge/traefik".parse().unwrap(), "web", "front").unwrap();
    for name in ["front", "web_front", "tasks.front"] {
        assert_eq!(answer(&ways, &format!("tcp://{name}:80")), Support::Supported);
    }
}

#[test]
fn a_bridge_that_keeps_its_containers_apart_does_so_in_that_network_alone() {
    let shop = |option: &str| {
        let text = format!(
            "services:\n  web: {{image: x, ports: ['8080:80'], networks: [apart]}}\n  app: {{image: x, networks: [apart]}}\n  \
             db: {{image: x, expose: ['5432'], networks: {{apart: {{ipv4_address: 10.9.0.5}}, back: {{ipv4_address: 10.8.0.5}}}}}}\n  \
             job: {{image: x, networks: [apart, back]}}\n\
             networks:\n  apart: {{driver_opts: {{com.docker.network.bridge.enable_icc: {option}}}, ipam: {{config: [{{subnet: 10.9.0.0/24}}]}}}}\n  \
             back: {{ipam: {{config: [{{subnet: 10.8.0.0/24}}]}}}}\n"
        );
        project("shop", &text)
    };
    for (option, expected) in [
        ("'false'", Support::Unsupported),
        ("'F'", Support::Unsupported),
        ("'0'", Support::Unsupported),
        ("'true'", Support::Supported),
    ] {
        let shop = shop(option);
        let found = ways("linux@20.10.24", &[&shop], "shop/app", "shop/web");
        assert_eq!(answer(&found, "tcp://web:80"), expected, "{option}");
        let found = ways("linux@20.10.24", &[&shop], "shop/job", "shop/db");
        assert_eq!(answer(&found, "tcp://10.9.0.5:5432"), expected, "{option}");
        assert_eq!(answer(&found, "tcp://10.8.0.5:5432"), Support::Supported, "{option}: the other network");
    }
    let shop = shop("'false'");
    let told = |daemon: &str| {
        let daemon = DaemonDocument::parse(daemon).expect("a daemon.json");
        let target = host("linux@28.2.2").configured(daemon);
        let situation = Situation::new().target(target).project(&shop);
        situation.who_reaches(&"shop/app".parse().expect("a vantage"), "shop", "web").expect("it is there")
    };
    assert_eq!(
        answer(&told("{}"), "tcp://<host address>:8080"),
        Support::Supported,
        "the proxy passes it on"
    );
    let without = told(r#"{"userland-proxy": false}"#);
    assert_eq!(answer(&without, "tcp://<host address>:8080"), Support::Unsupported, "moby/moby#53713");
    let without = told(r#"{"iptables": false}"#);
    assert_eq!(answer(&without, "tcp://web:80"), Support::Supported, "nobody writes the rule");
}
