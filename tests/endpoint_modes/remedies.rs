//! Remedies that can be pasted.

use docknet::check::Rule;
use docknet::check::service::{self, ServiceReport, SwarmHosts};
use docknet::model::{Driver, EndpointMode, NetworkSpec, Replicas};

use crate::{draft, on, overlay, port, swarm};

/// Services with much wrong, in swarms that show it.
fn reports() -> Vec<ServiceReport> {
    let mut dnsrr = draft(&["ingress 8080:80", "host 8080:81/udp", "ingress 30001:80/sctp"]);
    dnsrr.mode = EndpointMode::Dnsrr;
    let mut many = draft(&["host 80:80", "ingress 80:80", "host 127.0.0.1:2377:80"]);
    many.replicas = Replicas::Count(9);
    many.constraints.push("node.role=worker".to_owned());
    let mut pinned = on(&["back", "back", "gone", "local", "nat", "ingress", "none", "bridge"]);
    pinned.static_addresses.push("10.0.9.9".parse().unwrap());
    pinned.replicas = Replicas::Count(300);
    pinned.ports.push(port("host 60000:80"));
    "registry.example.com/web".clone_into(&mut pinned.image);
    // A name YAML could take for something else.
    let mut odd = on(&["back"]);
    odd.name = "yes".parse().unwrap();
    let swarm = |hosts: &[&str]| -> SwarmHosts {
        swarm(hosts)
            .planned(overlay("back", "10.0.9.0/28").with_option("encrypted", ""))
            .planned(NetworkSpec::new("local".parse().unwrap(), Driver::Bridge))
            .published(&"shop".parse().unwrap(), [port("ingress 80:80")])
    };
    let swarms = [
        swarm(&["linux@1.12.6"]),
        swarm(&["linux@20.10.24", "windows-server-2022"]),
        swarm(&["windows-server-2016@17.06.2", "windows-server-2016"]),
        swarm(&["windows-server-2022@28.2.2", "windows-server-1709"]),
    ];
    let drafts = [dnsrr, many, pinned, odd];
    swarms.iter().flat_map(|swarm| drafts.iter().map(|draft| service::check(draft, swarm))).collect()
}

#[test]
fn findings_are_ordered_and_have_sources_and_remedies() {
    for report in reports() {
        assert!(report.findings().is_sorted());
        for finding in report.findings() {
            assert!(!finding.sources.is_empty(), "{finding}");
            assert!(finding.remedy.is_some(), "{finding}");
            assert!(!finding.message.is_empty() && !finding.reason.is_empty());
        }
    }
}

#[test]
fn slugs_are_unique_words() {
    let mut slugs: Vec<_> = Rule::ALL.iter().map(|rule| rule.slug()).collect();
    slugs.sort_unstable();
    slugs.dedup();
    assert_eq!(slugs.len(), Rule::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| rule.summary().ends_with('.')));
}

#[cfg(feature = "compose")]
#[test]
fn compose_remedies_are_compose_files() {
    use docknet::compose::{Environment, Project};

    let mut parsed = 0;
    for report in reports() {
        for finding in report.findings() {
            let Some(lines) = finding.remedy.as_ref().and_then(|remedy| remedy.compose.as_ref()) else {
                continue;
            };
            let text = format!("version: \"3.8\"\n{lines}");
            let project = Project::parse("web/docker-compose.yml", &text, &Environment::new());
            assert!(project.is_ok(), "{}\n{text}", project.unwrap_err());
            parsed += 1;
        }
    }
    assert!(parsed > 30, "{parsed}");
}

#[cfg(feature = "compose")]
#[test]
fn a_compose_remedy_says_what_the_flags_say() {
    use docknet::compose::{Environment, Project};
    use docknet::model::PublishMode;

    let mut web = draft(&["ingress 8080:80/udp"]);
    web.mode = EndpointMode::Dnsrr;
    let report = service::check(&web, &SwarmHosts::new());
    let remedy = report.findings()[0].remedy.clone().unwrap();
    let lines = remedy.compose.unwrap();
    assert_eq!(
        lines,
        "services:\n  web:\n    deploy:\n      endpoint_mode: dnsrr\n    ports:\n      - target: 80\n        \
         published: 8080\n        protocol: udp\n        mode: host\n"
    );
    let project = Project::parse("web/docker-compose.yml", &lines, &Environment::new()).unwrap();
    let service = &project.services()[0];
    assert_eq!(service.deploy.endpoint_mode.as_ref().unwrap().value, EndpointMode::Dnsrr);
    assert_eq!(service.ports[0].value.mode, Some(PublishMode::Host));
    assert_eq!(service.ports[0].value.port.to_string(), "8080:80/udp");
}
