//! Who reaches a service, and by which address: facts of the field reports, and what a Linux host does.
#![cfg(feature = "compose")]

use docknet::check::reach::{ReachError, Vantage, Way};
use docknet::check::{Situation, Target};
use docknet::compose::{Environment, Project};
use docknet::host::{Host, Support};

fn project(name: &str, text: &str) -> Project {
    Project::parse(&format!("{name}/docker-compose.yml"), text, &Environment::new()).unwrap()
}

fn host(text: &str) -> Target {
    let host: Host = text.parse().unwrap();
    Target::new(text, host)
}

fn ways(target: &str, projects: &[&Project], from: &str, to: &str) -> Vec<Way> {
    let situation = projects.iter().fold(Situation::new().target(host(target)), |all, one| all.project(one));
    let (project, service) = to.split_once('/').unwrap();
    situation.who_reaches(&from.parse().unwrap(), project, service).unwrap()
}

/// What becomes of an URL.
fn answer(ways: &[Way], url: &str) -> Support {
    let found = ways.iter().find(|way| way.url() == url);
    found.unwrap_or_else(|| panic!("no way {url} in\n{}", list(ways))).support
}

fn list(ways: &[Way]) -> String {
    ways.iter().map(|way| format!("{way}\n")).collect()
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
    let way = ways.iter().find(|way| way.url().starts_with("tcp://demo_webapp_1:")).unwrap();
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
    assert!(
        ways("host", "demo/torrent").iter().any(|way| way.url() == "tcp://<address of demo/torrent>:<port>")
    );
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
