//! The tolerant reading: everything that is wrong at once, with its place, and the rest read all the same.
#![cfg(feature = "compose")]

use docknet::compose::{
    ComposeError, Condition, Environment, Network, NodeKind, Place, Project, Reading, Service, Texts, Tool,
    UpdateOrder,
};

fn read(text: &str) -> Project {
    Reading::new().parse("a.yml", text).expect("readable as a whole")
}

fn places(project: &Project) -> Vec<(u32, u32)> {
    project
        .faults()
        .iter()
        .filter_map(ComposeError::place)
        .map(|place| (place.line(), place.column()))
        .collect()
}

fn service<'p>(project: &'p Project, name: &str) -> &'p Service {
    project.service(name).expect(name)
}

fn network<'p>(project: &'p Project, key: &str) -> &'p Network {
    project.network(key).expect(key)
}

#[test]
fn one_reading_finds_everything_and_reads_the_rest() {
    let project = read(
        "services:
  web:
    image: [iis]
    ports: ['80:80', '70000:1', '81:81']
    networks: {front: {ipv4_address: ten, aliases: [ok, '']}, gone: }
    deploy: {replicas: many, endpoint_mode: dnsrr}
    depends_on: [nobody]
    links: ['nobody:db']
  job: {network_mode: host, networks: [front]}
  'bad name': {}
  list: []
networks:
  front:
    internal: perhaps
    ipam:
      config:
        - {subnet: 10.0.0.9/24, gateway: 10.0.9.1, ip_range: 10.0.0.129/25}
        - {subnet: 10.0.0.0/16}
        - {gateway: 10.0.0.1}
  out: {external: true, driver: overlay, labels: {a: b}}
",
    );
    assert_eq!(
        places(&project),
        [
            (5, 38),
            (5, 57),
            (3, 12),
            (4, 22),
            (6, 24),
            (9, 29),
            (10, 3),
            (11, 9),
            (14, 15),
            (17, 20),
            (17, 42),
            (17, 62),
            (18, 20),
            (19, 11),
            (20, 42),
            (5, 63),
            (7, 18),
            (8, 13)
        ],
        "{:#?}",
        project.faults().iter().map(ToString::to_string).collect::<Vec<_>>()
    );
    let web = service(&project, "web");
    assert_eq!((web.image.as_ref(), web.ports.len()), (None, 2));
    assert_eq!((web.networks.len(), web.networks[0].aliases.len()), (2, 1), "an undeclared network stays");
    assert!(web.deploy.replicas.is_none() && web.deploy.endpoint_mode.is_some());
    let job = service(&project, "job");
    assert!(job.network_mode.is_some() && job.networks.len() == 1, "both stay");
    assert_eq!(project.services().len(), 2);
    let pools = &network(&project, "front").pools;
    let subnets: Vec<_> = pools.iter().map(|pool| pool.value.subnet().to_string()).collect();
    assert_eq!(subnets, ["10.0.0.0/24", "10.0.0.0/16"], "the one the address lies in; both that overlap");
    assert_eq!(
        (pools[0].value.gateway(), pools[0].value.range().map(|range| range.to_string())),
        (None, Some("10.0.0.128/25".into()))
    );
    assert_eq!(pools[0].gateway_place, Some(Place::new("a.yml", 17, 42)));
    assert_eq!(pools[0].place.length(), 11);
}

#[test]
fn the_strict_reading_stops_at_the_first_of_them() {
    let text = "services: {web: {ports: ['70000:80'], command: 'a ${B:?c}'}}";
    let project = read(text);
    assert_eq!(project.faults().len(), 2);
    let error = Project::parse("a.yml", text, &Environment::new()).unwrap_err();
    assert_eq!(error.to_string(), project.faults()[0].to_string());
    let aside =
        "services: {web: {command: 'a ${B:?c}', volumes: ['${D:?e}:/f'], labels: [[]]}}\nx-a: ${G}${\n";
    let faults: Vec<_> = read(aside).faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "a.yml:1:27: services.web.command: the variable B must be set: c",
            "a.yml:1:74: services.web.labels[0] is a list: it should be a text",
            "a.yml:1:50: services.web.volumes[0]: the variable D must be set: e",
            "a.yml:2:6: x-a: \"${G}${\" has a $ that starts no variable: write $$ for a dollar sign, or ${NAME}",
        ]
    );
    assert!(Project::parse("a.yml", aside, &Environment::new()).is_ok(), "nothing about networks");
}

#[test]
fn what_makes_the_whole_unreadable_is_an_error() {
    for text in ["", "a: [", "just words", "services: {}\nversion: '9'", "a: 1\nb: 2"] {
        assert!(Reading::new().parse("a.yml", text).is_err(), "{text}");
    }
    assert!(matches!(Reading::new().read(&["/nowhere/a.yml"]), Err(ComposeError::Missing { .. })));
}

#[test]
fn the_rest_of_a_service_has_its_places() {
    let project = read(
        "services:
  web:
    build: .
    platform: windows/amd64
    isolation: process
    hostname: w
    mac_address: 02:42:ac:11:65:43
    restart: on-failure
    links: [db, 'db:database']
    extra_hosts: {a: 10.0.0.1, b: [10.0.0.2, 10.0.0.3]}
    dns: 8.8.8.8
    dns_search: [x, y]
    dns_opt: [ndots:1]
    expose: [80, '90/udp']
    depends_on:
      db: {condition: service_healthy}
      opt: {condition: service_completed_successfully, required: false}
    environment: {A: 1, B: , C: ''}
    command: run it
    entrypoint: [a, b]
    labels: [x=y]
    healthcheck: {test: curl}
    volumes: ['C:\\data:C:\\data']
    deploy:
      placement: {constraints: [node.platform.os==windows], max_replicas_per_node: 1}
      update_config: {order: start-first, parallelism: 0}
  db: {image: pg, environment: [A=b=c, D], healthcheck: {disable: true}}
",
    );
    assert_eq!(project.faults().len(), 0, "{:?}", project.faults());
    let web = service(&project, "web");
    assert_eq!(web.build, Some(Place::new("a.yml", 3, 12)));
    let mac = web.mac_address.as_ref().unwrap();
    assert_eq!((mac.value.as_str(), mac.place.column(), mac.place.length()), ("02:42:ac:11:65:43", 18, 17));
    assert_eq!((web.links[1].value.service.as_str(), web.links[1].value.alias.as_str()), ("db", "database"));
    let hosts: Vec<_> = web.extra_hosts.iter().map(|host| host.value.as_str()).collect();
    assert_eq!(hosts, ["a:10.0.0.1", "b:10.0.0.2", "b:10.0.0.3"]);
    assert_eq!((web.dns.len(), web.dns_search.len(), web.dns_opt.len(), web.expose.len()), (1, 2, 1, 2));
    let conditions: Vec<_> = web.depends_on.iter().map(|other| (other.condition, other.required)).collect();
    assert_eq!(conditions, [(Condition::Healthy, true), (Condition::Completed, false)]);
    let values: Vec<_> = web.environment.iter().map(|variable| variable.value.as_deref()).collect();
    assert_eq!(values, [Some("1"), None, Some("")]);
    assert_eq!((web.command.len(), web.entrypoint.len(), web.labels["x"].value.as_str()), (1, 2, "y"));
    assert!(web.has_healthcheck && !service(&project, "db").has_healthcheck);
    assert_eq!(service(&project, "db").environment[0].value.as_deref(), Some("b=c"));
    assert_eq!(web.deploy.update_order.as_ref().unwrap().value, UpdateOrder::StartFirst);
    assert_eq!(web.deploy.update_parallelism.as_ref().unwrap().value, 0);
    assert_eq!(web.deploy.constraints[0].value, "node.platform.os==windows");
    assert_eq!(web.deploy.max_replicas_per_node.as_ref().unwrap().value, 1);
    let volumes = project.document().at(&["services", "web", "volumes"]).unwrap();
    assert_eq!(
        (volumes.kind(), volumes.items().next().unwrap().as_text()),
        (NodeKind::List, Some("C:\\data:C:\\data"))
    );
}

#[test]
fn ports_keep_their_text_and_what_yaml_1_1_makes_of_it() {
    let text = "services: {a: {ports: [22:22, '22:22', 8000-8001:80-81, {target: 80}]}}";
    let project = read(text);
    let ports = &service(&project, "a").ports;
    let seen: Vec<_> = ports.iter().map(|port| (&*port.value.text, port.value.base60)).collect();
    let range = ("8000-8001:80-81", None);
    assert_eq!(seen, [("22:22", Some(1342)), ("22:22", None), range, range, ("80", None)]);
    assert_eq!(ports[0].value.port.to_string(), "22:22/tcp");
    let old = Reading::new().tool(Tool::Compose1).parse("a.yml", text).unwrap();
    assert_eq!(service(&old, "a").ports[0].value.port.to_string(), "1342/tcp");
    assert_eq!(service(&old, "a").ports[1].value.port.to_string(), "22:22/tcp");
}

#[test]
fn sources_extensions_and_the_tree_are_kept() {
    let files = Texts::new()
        .with("p/a.yml", "services: {web: {image: iis}}\nx-docknet: {allow: [one]}\n")
        .with("p/b.yml", "services: {web: {hostname: w}}\n")
        .with("p/.env", "A=1\n");
    let project = Reading::new().read_from(&files, &["p/a.yml", "p/b.yml"]).unwrap();
    let sources: Vec<_> = project.sources().map(|(file, text)| (file, text.lines().count())).collect();
    assert_eq!(sources, [("p/.env", 1), ("p/a.yml", 2), ("p/b.yml", 1)]);
    assert_eq!((project.file(), project.name()), ("p/a.yml", "p"));
    let allow = project.extension("x-docknet").and_then(|node| node.get("allow")).unwrap();
    assert_eq!(allow.items().next().unwrap().place().to_string(), "p/a.yml:2:21");
    assert!(project.extension("services").is_none() && project.extension("x-none").is_none());
    assert_eq!(project.document().at(&["services", "web", "hostname"]).unwrap().place().file(), "p/b.yml");
    assert_eq!(project.document().at(&[]).unwrap().entries().count(), 2);
}
