//! Several files, `extends`, `include`, `.env` and profiles, as Compose v2 has them; what docker-compose 1 does is held
//! against the tool itself in `compose_config.rs`.
#![cfg(feature = "compose")]

use docknet::compose::{ComposeError, Environment, NetworkMode, Project, Reading, Service, Texts, Tool};

fn two(first: &str, second: &str) -> Project {
    let files = Texts::new().with("p/a.yml", first).with("p/b.yml", second);
    Reading::new().read_from(&files, &["p/a.yml", "p/b.yml"]).expect("readable")
}

fn good(first: &str, second: &str) -> Project {
    let project = two(first, second);
    assert!(project.faults().is_empty(), "{:?}", project.faults());
    project
}

fn ports(service: &Service) -> Vec<String> {
    service.ports.iter().map(|port| port.value.port.to_string()).collect()
}

fn web(project: &Project) -> &Service {
    project.service("web").expect("web")
}

fn fault(project: &Project) -> &ComposeError {
    assert_eq!(project.faults().len(), 1, "{:?}", project.faults());
    &project.faults()[0]
}

#[test]
fn mappings_are_merged_and_lists_joined() {
    let project = good(
        "
services:
  web:
    image: iis
    command: [a, b]
    ports: ['8080:80', 8000-8001:80-81]
    environment: [A=1, B=2]
    dns: 8.8.8.8
    labels: {x: 1}
    depends_on: [db]
    networks: [front]
    links: [db]
    extra_hosts: {db: 10.0.0.1}
  db: {image: pg}
networks:
  front: {driver: bridge, labels: {a: b}, ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1}, {subnet: 10.9.0.0/24}]}}
",
        "
services:
  web:
    command: c
    ports: [{target: 80, published: 8080}, '8001:81', '9090:90']
    environment: {B: 3, C: }
    dns: [9.9.9.9, 8.8.8.8]
    labels: [x=2, y=3]
    depends_on: {db: {condition: service_healthy}}
    networks: {front: {ipv4_address: 10.0.0.5}, back: }
    links: [db]
    extra_hosts: ['db:10.0.0.2']
networks:
  front: {internal: true, ipam: {config: [{subnet: 10.0.0.0/24, ip_range: 10.0.0.128/25}]}}
  back:
",
    );
    let web = web(&project);
    assert_eq!(ports(web), ["8080:80/tcp", "8000:80/tcp", "8001:81/tcp", "9090:90/tcp"]);
    assert_eq!(web.ports[0].place.file(), "p/b.yml", "the later one counts");
    assert_eq!(web.command.iter().map(|part| part.value.as_str()).collect::<Vec<_>>(), ["c"]);
    let variables: Vec<_> =
        web.environment.iter().map(|variable| (variable.key.as_str(), variable.value.as_deref())).collect();
    assert_eq!(variables, [("A", Some("1")), ("B", Some("3")), ("C", None)]);
    assert_eq!(
        web.dns.iter().map(|server| server.value.as_str()).collect::<Vec<_>>(),
        ["8.8.8.8", "9.9.9.9"]
    );
    assert_eq!((web.labels["x"].value.as_str(), web.labels["y"].value.as_str()), ("2", "3"));
    assert_eq!((web.links.len(), web.depends_on.len(), web.extra_hosts.len()), (1, 1, 2));
    assert_eq!(web.attachment("front").unwrap().ipv4.as_ref().unwrap().place.to_string(), "p/b.yml:10:38");
    assert!(web.attachment("back").is_some());
    let front = project.network("front").unwrap();
    assert!(front.driver.is_some() && front.internal.is_some() && front.labels.contains_key("a"));
    let pools: Vec<_> = front.pools.iter().map(|pool| &pool.value).collect();
    assert_eq!(pools.len(), 1, "pools the later file does not name are gone, as in compose-go");
    assert_eq!(pools[0].gateway(), Some("10.0.0.1".parse().unwrap()));
    assert!(pools[0].range().is_some());
}

#[test]
fn docker_compose_1_replaces_networks_as_a_whole() {
    let files = Texts::new()
        .with("a.yml", "services: {web: {image: iis}}\nnetworks: {default: {driver: nat, labels: {a: b}}}\n")
        .with("b.yml", "networks: {default: {external: true, name: nat}}\n");
    let read = |tool| Reading::new().tool(tool).read_from(&files, &["a.yml", "b.yml"]).unwrap();
    let old = read(Tool::Compose1);
    assert!(old.faults().is_empty() && old.networks()[0].driver.is_none());
    let new = read(Tool::Compose2);
    assert!(matches!(fault(&new), ComposeError::ExternalWith { key, .. } if key == "labels"));
}

#[test]
fn reset_takes_away_and_override_replaces() {
    let project = good(
        "services: {web: {image: iis, ports: ['80:80'], dns: [8.8.8.8], hostname: h, networks: [front]}}\nnetworks: {front: {driver: nat}, gone: }\n",
        "services: {web: {ports: !override ['81:81'], dns: !reset [], hostname: !reset null}}\nnetworks: {front: !override {internal: true}, gone: !reset null}\n",
    );
    let web = web(&project);
    assert_eq!((ports(web), web.dns.len(), web.hostname.as_ref()), (vec!["81:81/tcp".to_owned()], 0, None));
    assert!(project.network("gone").is_none());
    assert!(project.network("front").unwrap().driver.is_none());
    let single =
        Reading::new().parse("a.yml", "services: {web: {image: !reset x, dns: !override 1.1.1.1}}").unwrap();
    assert!(single.services()[0].image.is_none() && single.services()[0].dns.len() == 1);
    let old =
        Reading::new().tool(Tool::Compose1).parse("a.yml", "services: {web: {image: !reset x}}").unwrap();
    assert!(matches!(fault(&old), ComposeError::OnlyCompose2 { .. }));
}

#[test]
fn kinds_that_do_not_go_together_are_a_fault() {
    let project = two("services: {web: {ports: ['80:80']}}", "services: {web: {ports: {a: b}}}");
    assert!(matches!(&project.faults()[0], ComposeError::MergeKinds { path, there, .. }
        if path == "services.web.ports" && there.file() == "p/a.yml"));
}

#[test]
fn a_null_in_a_later_file_changes_nothing_in_v2() {
    let project =
        good("services: {web: {image: iis, ports: ['80:80']}}", "services: {web: {image: , ports: }}");
    assert!(web(&project).image.is_some() && web(&project).ports.len() == 1);
}

#[test]
fn variables_come_from_the_caller_first_and_then_from_the_env_file() {
    let files = Texts::new()
        .with("p/a.yml", "services: {web: {image: '${A}-${B}-${C:-${A:-x}}'}}")
        .with("p/.env", "A=file\nB=\"${A}\"\nCOMPOSE_PROJECT_NAME=Shop 1\nCOMPOSE_PROFILES=x, y\n");
    let reading = Reading::new().environment(Environment::new().with("A", "caller"));
    let project = reading.read_from(&files, &["p/a.yml"]).unwrap();
    assert_eq!(web(&project).image.as_ref().unwrap().value, "caller-caller-caller");
    assert_eq!(project.name(), "shop1");
    assert_eq!(reading.name("given").read_from(&files, &["p/a.yml"]).unwrap().name(), "given");
    let bad = Texts::new().with("a.yml", "services: {}").with(".env", "A=1\nno variable\n");
    let project = Reading::new().read_from(&bad, &["a.yml"]).unwrap();
    assert!(matches!(fault(&project), ComposeError::EnvLine { place, .. } if place.line() == 2));
}

#[test]
fn without_a_path_the_files_are_found_as_the_tools_find_them() {
    let files = Texts::new()
        .with("docker-compose.yml", "services: {a: {}}")
        .with("compose.yaml", "services: {b: {}}")
        .with("compose.override.yaml", "services: {c: {}}")
        .with("one.yml", "services: {d: {}}");
    let none: &[&str] = &[];
    let names = |reading: &Reading| -> Vec<String> {
        let project = reading.read_from(&files, none).unwrap();
        project.services().iter().map(|service| service.name.value.clone()).collect()
    };
    assert_eq!(names(&Reading::new()), ["b", "c"]);
    assert_eq!(names(&Reading::new().tool(Tool::Compose1)), ["a", "c"]);
    let listed =
        Environment::new().with("COMPOSE_FILE", "one.yml,compose.yaml").with("COMPOSE_PATH_SEPARATOR", ",");
    assert_eq!(names(&Reading::new().environment(listed)), ["d", "b"]);
    assert!(matches!(Reading::new().read_from(&Texts::new(), none), Err(ComposeError::Missing { .. })));
}

#[test]
fn profiles_leave_services_out() {
    let text =
        "services:\n  web: {depends_on: [db]}\n  db: {profiles: [data, all]}\n  ui: {profiles: [ui]}\n";
    let project = Reading::new().parse("a.yml", text).unwrap();
    let names =
        |services: &[Service]| services.iter().map(|service| service.name.value.clone()).collect::<Vec<_>>();
    assert_eq!(
        (names(project.services()), names(project.inactive())),
        (vec!["web".into()], vec!["db".into(), "ui".into()])
    );
    assert!(matches!(fault(&project), ComposeError::InactiveService { target, profiles, .. }
        if &**target == "db" && profiles == &["data", "all"]));
    let project = Reading::new().profile("data").parse("a.yml", text).unwrap();
    assert_eq!((names(project.services()).len(), project.faults().len()), (2, 0));
    assert_eq!(Reading::new().profile("*").parse("a.yml", text).unwrap().inactive().len(), 0);
}

#[test]
fn extends_reaches_into_other_files_and_keeps_places() {
    let files = Texts::new()
        .with("p/a.yml", "services:\n  web: {extends: {file: parts/b.yml, service: base}, ports: ['81:81']}\n  own: {extends: web, hostname: own}\n")
        .with("p/parts/b.yml", "services:\n  base: {extends: {file: c.yml, service: deep}, ports: ['80:80'], depends_on: [db]}\n")
        .with("p/parts/c.yml", "services:\n  deep: {image: deep}\n");
    let project = Reading::new().read_from(&files, &["p/a.yml"]).unwrap();
    let own = project.service("own").unwrap();
    assert_eq!(own.image.as_ref().unwrap().place.to_string(), "p/parts/c.yml:2:17");
    assert_eq!(ports(own), ["80:80/tcp", "81:81/tcp"]);
    assert_eq!(project.sources().count(), 3);
    assert_eq!(project.faults().len(), 2, "v2 takes depends_on over, and db is nowhere");
}

#[test]
fn what_extends_can_do_wrong() {
    let parse = |text: &str| Reading::new().parse("a.yml", text);
    let cycle =
        parse("services: {a: {extends: b}, b: {extends: {service: c}}, c: {extends: a}}").unwrap_err();
    assert!(matches!(&cycle, ComposeError::ExtendsCycle { chain, .. } if chain.len() == 4), "{cycle}");
    let missing = parse("services: {a: {extends: {file: no.yml, service: b}}}").unwrap_err();
    assert!(
        matches!(&missing, ComposeError::MissingFile { key: "extends", path, .. } if path.ends_with("no.yml"))
    );
    let unknown = parse("services: {a: {extends: b, image: x}}").unwrap();
    assert!(matches!(fault(&unknown), ComposeError::ExtendsUnknown { target, .. } if target == "b"));
    assert!(unknown.services()[0].image.is_some());
}

const INCLUDED: &str = "services: {db: {image: 'pg:${TAG}', networks: [back]}}\nnetworks: {back: }\n";

#[test]
fn include_takes_projects_in_with_variables_of_their_own() {
    let main = "include:\n  - db/compose.yml\n  - {path: [x/one.yml, x/two.yml], project_directory: x, env_file: x.env}\nservices: {web: {image: 'iis:${TAG:-none}', depends_on: [db, one]}}\nnetworks: {back: }\n";
    let files = Texts::new()
        .with("p/a.yml", main)
        .with("p/db/compose.yml", INCLUDED)
        .with("p/db/.env", "TAG=16\n")
        .with("p/x/one.yml", "services: {one: {image: 'one:${TAG}'}}\n")
        .with("p/x/two.yml", "services: {one: {hostname: h}}\n")
        .with("p/x.env", "TAG=x\n");
    let project = Reading::new().read_from(&files, &["p/a.yml"]).unwrap();
    assert!(project.faults().is_empty(), "{:?}", project.faults());
    let image = |name: &str| project.service(name).unwrap().image.clone().unwrap().value;
    assert_eq!(
        (image("web"), image("db"), image("one")),
        ("iis:none".into(), "pg:16".into(), "one:x".into())
    );
    assert!(project.service("one").unwrap().hostname.is_some());
    let old = Reading::new().tool(Tool::Compose1).read_from(&files, &["p/a.yml"]).unwrap();
    assert!(
        old.faults().iter().any(|fault| matches!(fault, ComposeError::OnlyCompose2 { what: "include", .. }))
    );
}

#[test]
fn what_include_can_do_wrong() {
    let read = |main: &str, other: &str| {
        let files = Texts::new().with("a.yml", main).with("b.yml", other);
        Reading::new().read_from(&files, &["a.yml"])
    };
    let conflict = read("include: [b.yml]\nservices: {db: {image: own}}\n", INCLUDED).unwrap();
    assert!(
        matches!(fault(&conflict), ComposeError::IncludeConflict { section: "services", name, there, .. }
        if &**name == "db" && there.file() == "b.yml")
    );
    assert_eq!(conflict.service("db").unwrap().image.as_ref().unwrap().value, "own");
    let cycle = read("include: [b.yml]\nservices: {}\n", "include: [a.yml]\nservices: {}\n").unwrap_err();
    assert!(
        matches!(&cycle, ComposeError::IncludeCycle { chain, place } if chain.len() == 3 && place.file() == "b.yml")
    );
    let missing = read("include: [c.yml]\nservices: {}\n", "").unwrap_err();
    assert!(matches!(missing, ComposeError::MissingFile { key: "include", .. }));
}

#[test]
fn the_first_version_of_the_format_is_on_the_default_bridge() {
    let text = "web: {image: iis, links: ['db:data']}\ndb: {image: pg, net: host}\nside: {image: s, net: 'container:db'}\n";
    let old = Reading::new().tool(Tool::Compose1).parse("a.yml", text).unwrap();
    assert!(old.faults().is_empty(), "{:?}", old.faults());
    let modes: Vec<_> = old
        .services()
        .iter()
        .filter_map(|service| service.network_mode.clone())
        .map(|mode| mode.value)
        .collect();
    assert_eq!(modes, [NetworkMode::Bridge, NetworkMode::Host, NetworkMode::Service("db".into())]);
    assert!(old.networks().is_empty() && web(&old).networks.is_empty());
    let new = Reading::new().parse("a.yml", text).unwrap();
    assert!(matches!(fault(&new), ComposeError::Version1 { services, .. } if services.len() == 3));
    assert_eq!(new.services().len(), 3, "read all the same");
}

#[test]
fn a_later_file_may_have_no_section() {
    let files =
        |later: &str| Texts::new().with("a/c.yml", "services: {web: {image: x}}").with("a/o.yml", later);
    for tool in [Tool::Compose1, Tool::Compose2] {
        let read = |later| Reading::new().tool(tool).read_from(&files(later), &["a/c.yml", "a/o.yml"]);
        let project = read("x-docknet: {allow: []}\nname: shop\n").expect("a project");
        assert_eq!((project.name(), project.faults().len()), ("shop", 0));
        assert!(project.extension("x-docknet").is_some());
        assert!(read("web: 1").is_err(), "no key of a Compose file");
    }
    assert!(Reading::new().parse("a/o.yml", "name: shop").is_err(), "alone it is none");
}

#[test]
fn documents_of_one_file_are_as_files_of_their_own() {
    let first = "services: {web: {image: iis, ports: ['80:80'], networks: [front]}, first: {image: x}}\nnetworks: {front: }\n";
    let later =
        "services:\n  web: {image: nginx, ports: !override ['81:80']}\n  db: {image: pg, extends: first}\n";
    let text = format!("# shop\n---\n{first}...\n# more\n---\n{later}---\nname: shop\n");
    let read = |tool| Reading::new().tool(tool).parse("p/a.yml", &text);
    let project = read(Tool::Compose2).expect("readable");
    let ComposeError::ExtendsUnknown { place, target, .. } = fault(&project) else { panic!("{project:?}") };
    assert_eq!(
        (place.to_string().as_str(), target.as_str()),
        ("p/a.yml:10:28", "first"),
        "within its document"
    );
    assert_eq!(project.name(), "shop");
    assert_eq!(ports(web(&project)), ["81:80/tcp"]);
    let image = web(&project).image.as_ref().expect("an image");
    assert_eq!((image.value.as_str(), image.place.to_string()), ("nginx", "p/a.yml:9:16".to_owned()));
    assert_eq!(web(&project).networks[0].network.place.to_string(), "p/a.yml:3:59");
    let one = good(first, &later.replace(", extends: first", ""));
    assert_eq!(ports(web(&one)), ports(web(&project)));

    let error =
        read(Tool::Compose1).expect_err("docker-compose 1 says: expected a single document in the stream");
    assert!(
        error.to_string().starts_with("p/a.yml:7:1: a second document starts here, and docker-compose 1"),
        "{error}"
    );
}

#[test]
fn documents_of_an_extended_file_are_merged_and_those_of_an_included_one_too() {
    let base = "services: {base: {image: iis}}\n---\nservices: {base: {hostname: h}}\n";
    let files = Texts::new()
        .with("p/a.yml", "include: [b.yml]\nservices: {web: {extends: {file: c.yml, service: base}}}\n")
        .with("p/b.yml", "services: {db: {image: pg}}\n---\nservices: {db: {hostname: d}}\n")
        .with("p/c.yml", base);
    let project = Reading::new().read_from(&files, &["p/a.yml"]).expect("readable");
    assert!(project.faults().is_empty(), "{:?}", project.faults());
    let said = |name: &str| {
        let service = project.service(name).expect("a service");
        [&service.image, &service.hostname].map(|value| value.as_ref().map(|value| value.value.clone()))
    };
    assert_eq!(said("web"), [Some("iis".to_owned()), Some("h".to_owned())]);
    assert_eq!(said("db"), [Some("pg".to_owned()), Some("d".to_owned())]);
}

#[test]
fn an_empty_document_beside_others_is_a_fault() {
    for (text, place) in [
        ("services: {web: {image: x}}\n---\n", "p/a.yml:2:1"),
        ("---\n# nothing\n---\nservices: {web: {image: x}}\n", "p/a.yml:1:1"),
    ] {
        let project = Reading::new().parse("p/a.yml", text).expect("readable");
        assert!(matches!(fault(&project), ComposeError::EmptyDocument { .. }), "{project:?}");
        assert_eq!(fault(&project).place().map(ToString::to_string).as_deref(), Some(place));
        assert_eq!(project.services().len(), 1);
    }
    let empty = Reading::new().parse("p/a.yml", "---\n---\n").expect_err("nothing in it");
    assert!(matches!(empty, ComposeError::Empty { .. }), "{empty}");
    let anchors = "x-a: &a {image: x}\nservices: {web: *a}\n---\nservices: {db: *a}\n";
    let project = Reading::new().parse("p/a.yml", anchors).expect("anchors last, as in Compose v2");
    assert_eq!((project.services().len(), project.faults().len()), (2, 0));
    let many = "services: {web: {image: x}}\n---\n".repeat(257);
    let error = Reading::new().parse("p/a.yml", &many).expect_err("too many");
    assert!(matches!(error, ComposeError::TooManyFiles { most: 256, .. }), "{error}");
}

#[test]
fn what_would_have_to_be_fetched_is_a_fault_with_its_place() {
    for name in ["https://example.com/shop.yml", "oci://docker.io/shop/app:1", "git@github.com:shop/app.git"]
    {
        let read = |text: &str, tool| Reading::new().tool(tool).parse("p/a.yml", text).expect("readable");
        let included =
            format!("include:\n  - db.yml\n  - path: ['{name}']\nservices: {{web: {{image: x}}}}\n");
        let files = Texts::new().with("p/a.yml", included).with("p/db.yml", "services: {db: {image: pg}}");
        let project = Reading::new().read_from(&files, &["p/a.yml"]).expect("readable");
        let says = format!(
            "p/a.yml:3:12: include: {name} would have to be fetched, which is not done here: fetch it, and name the file"
        );
        assert_eq!(fault(&project).to_string(), says);
        assert_eq!(project.services().len(), 2, "the rest is read");
        let extended = format!("services: {{web: {{image: x, extends: {{file: '{name}', service: b}}}}}}\n");
        for tool in [Tool::Compose1, Tool::Compose2] {
            let project = read(&extended, tool);
            assert!(fault(&project).to_string().starts_with("p/a.yml:1:44: extends: "), "{project:?}");
        }
        let error = Reading::new().read(&[name]).expect_err("not here");
        assert!(error.to_string().starts_with(&format!("{name} would have to be fetched, ")), "{error}");
    }
}

#[test]
fn a_path_that_leads_nowhere_says_what_helps() {
    let said = |path: &str| {
        let text = format!("services: {{web: {{image: x, extends: {{file: '{path}', service: b}}}}}}\n");
        Reading::new().parse("p/a.yml", &text).expect_err("not there").to_string()
    };
    assert_eq!(
        said("../b.yml"),
        "p/a.yml:1:44: extends names b.yml, which is not there: correct the path, or make the file"
    );
    assert!(said("~/b.yml").ends_with(": ~ is a folder's name here, so write the path out"));
    let error = Reading::new().parse("p/a.yml", "include: [{path: b.yml, env_file: [none.env]}]\n");
    let error = error.expect_err("not there").to_string();
    assert!(
        error.starts_with("p/a.yml:1:36: include.env_file names p/none.env, which is not there: "),
        "{error}"
    );
    #[cfg(not(windows))]
    assert!(said("..\\\\b.yml").ends_with(": a backslash is part of a name outside Windows, so write /"));
}
