//! Cures, over every situation there is: the finding is gone, nothing worse has come, and comments stay.
#![cfg(feature = "compose")]

mod situation;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docknet::check::cure::{Mended, Mending, Safety};
use docknet::check::{Report, Severity, Situation, Target};
use docknet::compose::{Project, Reading, Texts, Tool};
use docknet::host::Host;

use situation::{name, projects, situations, swarm, targets};

fn counts(report: &Report) -> BTreeMap<(Severity, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| finding.severity != Severity::Note) {
        *counts.entry((finding.severity, finding.rule.slug())).or_insert(0) += 1;
    }
    counts
}

/// Words in comments, which no cure may lose.
fn comments(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_start).filter(|line| line.starts_with('#')).collect()
}

#[test]
fn in_every_situation_a_cure_cures_and_does_no_harm() {
    let mut cured = BTreeMap::new();
    for folder in situations() {
        let (projects, targets) = (projects(&folder), targets(&folder));
        let situation = projects.iter().fold(Situation::new(), Situation::project);
        let situation = targets.iter().cloned().fold(situation, Situation::target);
        let situation =
            swarm(&folder).into_iter().fold(situation, |all, (name, swarm)| all.swarm(name, swarm));
        let before = situation.check();
        let mended = situation.mend(Mending::new().looked_at());
        let (there, now) = (counts(&before), counts(mended.report()));
        for (what, count) in &now {
            assert!(
                there.get(what).is_some_and(|there| there >= count),
                "{}: {what:?} has come",
                folder.display()
            );
        }
        let done: BTreeSet<_> = mended.cures().iter().map(|cure| cure.rule.slug()).collect();
        for cure in mended.cures() {
            let message = (cure.rule, &cure.message);
            assert!(
                !mended.report().findings().iter().any(|left| (left.rule, &left.message) == message),
                "{}: {} is still there",
                folder.display(),
                cure.message
            );
        }
        for (file, before, after) in mended.changed() {
            assert_eq!(comments(before), comments(after), "{file}");
        }
        if done.contains(name(folder.parent().unwrap())) {
            *cured.entry(name(folder.parent().unwrap()).to_owned()).or_insert(0) += 1;
        }
        again(&mended, &targets);
    }
    println!("cured: {cured:?}");
    let nowhere: Vec<_> = CURABLE.iter().filter(|rule| !cured.contains_key(**rule)).collect();
    assert!(nowhere.is_empty(), "cured nowhere: {nowhere:?}");
}

/// The rules whose findings a change of the files can take away.
const CURABLE: &[&str] = &[
    "alias-is-another-service",
    "automatic-subnet-may-shadow",
    "auxiliary-addresses-unsupported",
    "container-name-twice",
    "container-name-with-replicas",
    "dnsrr-with-ingress-port",
    "driver-missing-on-platform",
    "dynamic-port-on-windows",
    "dynamic-range-unsupported",
    "empty-section",
    "engine-own-port",
    "excluded-port",
    "host-address-in-publish",
    "ipv6-unsupported",
    "nat-network-lost-at-reboot",
    "network-name-by-project",
    "network-unused",
    "pools-overlap-in-network",
    "port-read-as-base-60",
    "published-port-taken",
    "published-port-twice",
    "routing-mesh-unsupported",
    "several-nat-networks",
    "several-nat-networks-with-published-ports",
    "several-nat-prefixes",
    "static-address-in-dynamic-range",
    "static-address-on-automatic-subnet",
    "static-address-outside-subnet",
    "static-address-reserved",
    "static-address-taken",
    "static-address-twice",
    "subnet-host-bits",
    "subnet-in-default-pools",
    "subnet-not-private",
    "subnet-overlaps-avoided-range",
    "subnet-overlaps-route",
    "subnet-too-small",
    "subnets-overlap",
    "swarm-own-port",
    "vip-unsupported",
];

/// What was cured stays as it is when it is looked at again.
fn again(mended: &Mended, targets: &[Target]) {
    let situation = mended.projects().iter().fold(Situation::new(), Situation::project);
    let again = targets.iter().cloned().fold(situation, Situation::target).mend(Mending::new().looked_at());
    assert_eq!(again.changed().count(), 0, "{:?}", again.cures());
}

#[test]
fn one_nat_is_written_as_the_file_s_version_has_it() {
    for (version, expected) in [
        ("", "    external: true\n    name: nat\n"),
        ("version: '3.8'\n", "    external: true\n    name: nat\n"),
        ("version: '2.1'\n", "    external:\n      name: nat\n"),
    ] {
        let file = |port: u16| {
            format!(
                "{version}services:\n  web{port}:\n    image: iis # two thousand and four\n    ports:\n      - {port}:80\n"
            )
        };
        let read = |name: &str, port| {
            Reading::new().parse(&format!("{name}/docker-compose.yml"), &file(port)).unwrap()
        };
        let (a, b) = (read("a", 8080), read("b", 8081));
        let situation = Situation::new()
            .host("wcs1", "windows-server-2004@19.03.12".parse().unwrap(), docknet::plan::Observed::default())
            .project(&a)
            .project(&b);
        assert_eq!(situation.check().errors(), 1);
        let mended = situation.mend(Mending::new());
        assert!(mended.report().is_clean(), "{}", mended.report());
        let text = mended.text("a/docker-compose.yml").unwrap();
        assert!(text.ends_with(&format!("networks:\n  default:\n{expected}")), "{text}");
        assert!(text.contains("# two thousand and four"));
        assert_eq!(mended.cures()[0].safety, Safety::Safe);
        assert!(
            mended.cures()[0].price.iter().any(|price| price.contains("share the default network")),
            "its price is said"
        );
    }
}

/// Of two findings in the same words neither is gone while the other is there.
#[test]
fn what_could_not_be_cured_is_tried_again_when_others_are() {
    let text = "services:\n  web:\n    image: nginx\n    ports:\n      - \"8080:80\"\n      \
        - {mode: host, target: 8080, published: 8080}\n";
    let project = Reading::new().parse("a/compose.yml", text).unwrap();
    let excluded = "Start Port    End Port\n----------    --------\n      8080        8179\n";
    let target = Target::new("one", "windows-server-2022@28.2.2".parse().unwrap())
        .excluding(docknet::model::Protocol::Tcp, excluded.parse().unwrap());
    let mended = Situation::new().target(target.clone()).project(&project).mend(Mending::new().looked_at());
    let rules: Vec<_> = mended.cures().iter().map(|cure| cure.rule.slug()).collect();
    assert!(rules.contains(&"published-port-twice") && rules.contains(&"excluded-port"), "{rules:?}");
    again(&mended, &[target]);
}

#[test]
fn an_address_somebody_mentions_is_not_moved_without_asking() {
    let text = "services:\n  a: {image: x, networks: {default: {ipv4_address: 10.20.0.9}}}\n  \
        b: {image: x, networks: {default: {ipv4_address: 10.20.0.9}}, environment: {MASTER: 'tcp://10.20.0.9:6379'}}\n\
        networks: {default: {ipam: {config: [{subnet: 10.20.0.0/24}]}}}\n";
    let project = Reading::new().parse("a/compose.yml", text).unwrap();
    let situation = Situation::new()
        .host("one", "linux@20.10.24".parse().unwrap(), docknet::plan::Observed::default())
        .project(&project);
    assert_eq!(situation.mend(Mending::new()).changed().count(), 0);
    let all = situation.mend(Mending::new().looked_at());
    assert_eq!(all.cures()[0].safety, Safety::Look);
    assert!(all.text("a/compose.yml").unwrap().contains("ipv4_address: 10.20.0.10"));
}

/// The safety of the one cure of a file on Linux.
fn safety_on_linux(text: &str) -> Safety {
    let reading = Reading::new().environment([("ADDRESS", "10.20.0.9")].into_iter().collect());
    let project = reading.parse("a/compose.yml", text).expect("a Compose file");
    let host = "linux@20.10.24".parse().expect("a host");
    let situation = Situation::new().host("one", host, docknet::plan::Observed::default()).project(&project);
    let mended = situation.mend(Mending::new().looked_at());
    assert_eq!(mended.cures().len(), 1, "{}", mended.report());
    mended.cures()[0].safety
}

#[test]
fn what_could_not_work_is_changed_without_asking_unless_something_else_says_it() {
    let named = "services:\n  a: {image: x, container_name: job, scale: 2}\n";
    assert_eq!(safety_on_linux(named), Safety::Safe);
    assert_eq!(safety_on_linux(&format!("{named}  b: {{image: x, command: ping job}}\n")), Safety::Look);
    let bits = |subnet| {
        format!(
            "services: {{a: {{image: x}}}}\nnetworks: {{default: {{ipam: {{config: [{{subnet: {subnet}}}]}}}}}}\n"
        )
    };
    assert_eq!(safety_on_linux(&bits("10.40.0.1/24")), Safety::Safe);
    let pinned = |address: &str| {
        format!(
            "services: {{a: {{image: x, networks: {{default: {{ipv4_address: {address}}}}}}}}}\n\
             networks: {{default: {{ipam: {{config: [{{subnet: 10.30.0.0/24}}]}}}}}}\n"
        )
    };
    assert_eq!(safety_on_linux(&pinned("10.20.0.9")), Safety::Safe);
    // Who sets the variable may set it for others, too.
    assert_eq!(safety_on_linux(&pinned("'${ADDRESS}'")), Safety::Look);
}

/// What docker-compose makes of an original and its override file is what docknet reads in both.
#[test]
#[ignore = "needs docker-compose 1.29"]
fn docker_compose_reads_an_override_file_as_docknet_does() {
    let here = std::env::temp_dir().join(format!("docknet-cures-{}", std::process::id()));
    fs::create_dir_all(&here).unwrap();
    let (mut read, mut refused) = (0, Vec::new());
    for folder in situations() {
        let targets = targets(&folder);
        let before: Vec<_> = projects(&folder).iter().map(|project| of_compose1(project, &here)).collect();
        let situation = before.iter().fold(Situation::new(), Situation::project);
        let situation = targets.iter().cloned().fold(situation, Situation::target);
        let situation =
            swarm(&folder).into_iter().fold(situation, |all, (name, hosts)| all.swarm(name, hosts));
        let mended = situation.mend(Mending::new().looked_at().beside(Tool::Compose1));
        for (index, project) in before.iter().enumerate() {
            let Some((file, text)) = mended.override_file(index, Tool::Compose1) else { continue };
            let original = project.sources().next().unwrap().1;
            let (first, second) = (here.join("docker-compose.yml"), here.join("docker-compose.override.yml"));
            fs::write(&first, original).unwrap();
            fs::write(&second, &text).unwrap();
            let both = config(project.name(), &[&first, &second]);
            let both = match (both, config(project.name(), &[&first])) {
                (Ok(both), _) => both,
                (Err(error), Ok(_)) => panic!("{}: {error}\n{original}\n{text}", folder.display()),
                // What docker-compose refuses for other reasons, it refuses still.
                (Err(_), Err(error)) => {
                    refused.push(format!("{}: {}", folder.display(), error.lines().last().unwrap_or("")));
                    continue;
                }
            };
            let reading = || Reading::new().tool(Tool::Compose1).name(project.name()).profile("*");
            let theirs = reading().parse(file, &both).unwrap_or_else(|error| panic!("{error}\n{both}"));
            let files = Texts::new().with(file, original).with("more.yml", &text);
            let ours = reading().read_from(&files, &[file, "more.yml"]).unwrap();
            assert_eq!(values(&ours), values(&theirs), "{}\n{text}\n{both}", folder.display());
            read += 1;
        }
    }
    fs::remove_dir_all(&here).unwrap();
    println!("read alike: {read}, refused without an override as well: {refused:#?}");
    assert!(read > 50 && refused.len() < read / 5);
}

fn of_compose1(project: &Project, here: &Path) -> Project {
    let (_, text) = project.sources().next().expect("a project has a file");
    let file = here.join(project.name()).join("docker-compose.yml").display().to_string();
    let reading = Reading::new().tool(Tool::Compose1).name(project.name()).profile("*");
    reading.parse(&file, text).expect("it was read before")
}

fn config(project: &str, files: &[&PathBuf]) -> Result<String, String> {
    let mut command = Command::new("docker-compose");
    command.args(["--project-name", project, "--profile", "*"]);
    for file in files {
        command.arg("--file").arg(file);
    }
    let output = command.arg("config").output().expect("docker-compose");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

/// What cures change: networks with their subnets, addresses, names and ports.
fn values(project: &Project) -> Vec<String> {
    let mut values = Vec::new();
    for network in project.networks() {
        // docker-compose leaves out what nobody uses.
        if !project.services().iter().any(|service| service.attachment(&network.key).is_some()) {
            continue;
        }
        let pools: Vec<_> = network.pools.iter().map(|pool| &pool.value).collect();
        let name = network.engine_name(project.name());
        values.push(format!(
            "{name:?} {} {:?} {pools:?}",
            network.is_external(),
            network.driver.as_ref().map(|it| &it.value)
        ));
    }
    for service in project.services() {
        let name = service.fixed_container_name.as_ref().map(|name| &name.value);
        values.push(format!("{} {name:?} {:?}", service.name.value, service.replicas()));
        let mut networks: Vec<_> = service.networks.iter().collect();
        networks.sort_by_key(|joined| &joined.network.value);
        for joined in networks {
            let addresses: Vec<_> = joined.ipv4.iter().chain(&joined.ipv6).map(|it| it.value).collect();
            values.push(format!("{} in {} {addresses:?}", service.name.value, joined.network.value));
        }
        let mut ports: Vec<_> = service.ports.iter().map(|port| port.value.port.to_string()).collect();
        ports.sort();
        values.push(format!("{} {ports:?}", service.name.value));
    }
    values.sort();
    values
}

/// What an override file says to a tool comes to the same as the changed original, over all situations.
#[test]
fn an_override_file_cures_as_the_changed_file_does() {
    let mut written = 0;
    for folder in situations() {
        let targets = targets(&folder);
        for tool in [Tool::Compose1, Tool::Compose2] {
            let before: Vec<_> = projects(&folder)
                .into_iter()
                .map(|project| {
                    let (file, text) = project
                        .sources()
                        .next()
                        .map(|(file, text)| (file.to_owned(), text.to_owned()))
                        .unwrap();
                    Reading::new().tool(tool).parse(&file, &text).unwrap()
                })
                .collect();
            let situation = before.iter().fold(Situation::new(), Situation::project);
            let situation = targets.iter().cloned().fold(situation, Situation::target);
            let mended = situation.mend(Mending::new().looked_at().beside(tool));
            let after: Vec<_> = before
                .iter()
                .enumerate()
                .map(|(index, project)| {
                    let Some((file, text)) = mended.override_file(index, tool) else {
                        return project.clone();
                    };
                    written += 1;
                    let original = project.sources().next().unwrap().1;
                    let files = Texts::new().with(file, original).with("more.yml", &text);
                    Reading::new()
                        .tool(tool)
                        .name(project.name())
                        .read_from(&files, &[file, "more.yml"])
                        .unwrap_or_else(|error| panic!("{error}\n{text}"))
                })
                .collect();
            let situation = after.iter().fold(Situation::new(), Situation::project);
            let report = targets.iter().cloned().fold(situation, Situation::target).check();
            assert_eq!(counts(&report), counts(mended.report()), "{} {tool:?}", folder.display());
        }
    }
    println!("override files: {written}");
    assert!(written > 10);
}

#[test]
fn a_cure_is_made_in_the_document_that_says_it() {
    let text = "# base\nservices:\n  web:\n    image: nginx\n    ports: ['80:80']\n---\n# more\nservices:\n  api:\n    image: nginx\n    ports:\n      - 80:8080 # taken\n";
    let project = Reading::new().parse("shop/compose.yml", text).expect("readable");
    let target = Target::new("one", Host::linux());
    let situation = Situation::new().target(target).project(&project);
    let twice = |report: &Report| report.findings().iter().any(|it| it.rule.slug() == "published-port-twice");
    assert!(twice(&situation.check()));
    let mended = situation.mend(Mending::new().looked_at());
    assert!(!twice(mended.report()), "{}", mended.report());
    let after = mended.text("shop/compose.yml").expect("changed");
    let port = after.lines().find(|line| line.ends_with(":8080\" # taken")).expect("the second one");
    assert_eq!(after.replace(port, "      - 80:8080 # taken"), text, "and nothing else");
}

#[test]
fn what_is_too_large_to_be_mended_is_said_and_left_alone() {
    let text = |services: u32| {
        (0..services).fold("services:\n".to_owned(), |text, number| {
            text + &format!("  s{number}: {{image: x, container_name: c{}}}\n", number / 2)
        })
    };
    let mended = |services: u32| {
        let project = Reading::new().parse("shop/compose.yml", &text(services)).unwrap();
        let target = Target::new("one", Host::linux());
        Situation::new().target(target).project(&project).mend(Mending::new().looked_at())
    };
    let small = mended(4);
    assert_eq!((small.cures().len(), small.untried()), (2, 0));
    let large = mended(7_000);
    assert_eq!((large.cures().len(), large.untried()), (0, 3_500), "those that are only counted, too");
    assert_eq!(large.changed().count(), 0);
    assert!(large.report().findings().len() < 1_100);
}
