//! What is read out of Compose files: the field reports' own, and the forms the format has for one thing.
#![cfg(feature = "compose")]

use docknet::compose::{
    DeployMode, Environment, NetworkMode, Override, OverrideError, Place, Project, Service,
};
use docknet::model::{Driver, EndpointMode, PortRange, PublishMode, Replicas};

const REDIS_HA: &str = include_str!("compose_files/redisha.yml");

fn parse(text: &str) -> Project {
    Project::parse("docker-compose.yml", text, &Environment::new()).expect("a good file")
}

fn place(line: u32, column: u32) -> Place {
    Place::new("docker-compose.yml", line, column)
}

fn image(service: &Service) -> Option<&str> {
    service.image.as_ref().map(|image| image.value.as_str())
}

fn ports(service: &Service) -> Vec<String> {
    service.ports.iter().map(|port| port.value.port.to_string()).collect()
}

/// The three projects of the field report on Windows Server 2004, as they were written.
fn field_report(name: &str, image: &str, port: u16) -> String {
    format!(
        "version: '3.8'\nservices:\n  {name}:\n    image: \"{image}\"\n    ports:\n      - {port}:80\n    restart: on-failure\n"
    )
}

#[test]
fn the_projects_of_the_field_report() {
    for (name, runs, port) in [
        ("iis8080", "mcr.microsoft.com/windows/servercore/iis:windowsservercore-2004", 8080),
        ("iis8081", "mcr.microsoft.com/windows/servercore/iis:windowsservercore-2004", 8081),
        ("aspnet9090", "mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-2004", 9090),
    ] {
        let file = format!("{name}/docker-compose.yml");
        let project = Project::parse(&file, &field_report(name, runs, port), &Environment::new()).unwrap();
        assert_eq!((project.name(), project.file(), project.version()), (name, file.as_str(), Some("3.8")));
        let service = &project.services()[0];
        assert_eq!(service.name.place, Place::new(file.as_str(), 3, 3));
        assert_eq!(image(service), Some(runs));
        assert_eq!(ports(service), [format!("{port}:80/tcp")]);
        assert_eq!(service.ports[0].place, Place::new(file.as_str(), 6, 9));
        assert!(service.networks[0].implied);
        let network = &project.networks()[0];
        assert!(!network.is_declared());
        assert_eq!(network.engine_name(project.name()).unwrap().as_str(), format!("{name}_default"));
        assert_eq!(service.container_name(project.name(), 1).unwrap().as_str(), format!("{name}_{name}_1"));
    }
}

#[test]
fn one_nat_for_all_of_them() {
    let text = field_report("iis8080", "iis", 8080) + "networks:\n default:\n  external:\n   name: \"nat\"\n";
    let project = parse(&text);
    let network = project.network("default").unwrap();
    assert!(network.is_external() && network.is_declared());
    assert_eq!(network.place, Some(place(9, 2)));
    assert_eq!(network.name.as_ref().unwrap().place, place(11, 10));
    assert_eq!(network.engine_name("iis8080").unwrap().as_str(), "nat");
}

#[test]
fn redis_ha_with_its_fixed_address() {
    let project = Project::parse("RedisHA/docker-compose.yml", REDIS_HA, &Environment::new()).unwrap();
    assert_eq!(project.name(), "redisha");
    let names: Vec<_> = project.services().iter().map(|service| service.name.value.as_str()).collect();
    assert_eq!(names, ["master", "slave", "sentinel"]);
    let master = &project.service("master").unwrap().networks[0];
    let address = master.ipv4.as_ref().unwrap();
    assert_eq!(address.value.to_string(), "10.10.10.10");
    assert_eq!(address.place.to_string(), "RedisHA/docker-compose.yml:9:23");
    assert_eq!((address.place.line(), address.place.column()), (9, 23));
    assert_eq!(master.aliases[0].value.as_str(), "redis-master");
    let slave = project.service("slave").unwrap();
    assert_eq!(slave.replicas(), Replicas::Count(2));
    assert_eq!(image(slave), Some("redis:windows"), "merged from the common part");
    assert_eq!(project.service("sentinel").unwrap().replicas(), Replicas::Count(3));
    assert_eq!(project.network("default").unwrap().engine_name("redisha").unwrap().as_str(), "nat");
}

#[test]
fn ports_in_all_their_forms() {
    let project = parse(
        "
services:
  web:
    ports:
      - 80
      - \"8080-8081:80-81/udp\"
      - 127.0.0.1:8443:443
      - '[::1]:8444:443'
      - 3000-3002
      - 9000-9010:90
      - target: 5000
        published: \"5001\"
        protocol: udp
        mode: host
        host_ip: 10.0.0.4
      - {target: 6000, published: 6000-6005}
      - {target: 7000, published: 7001, mode: ingress}
",
    );
    let web = &project.services()[0];
    assert_eq!(
        ports(web),
        [
            "80/tcp",
            "8080:80/udp",
            "8081:81/udp",
            "127.0.0.1:8443:443/tcp",
            "[::1]:8444:443/tcp",
            "3000/tcp",
            "3001/tcp",
            "3002/tcp",
            "90/tcp",
            "10.0.0.4:5001:5000/udp",
            "6000/tcp",
            "7001:7000/tcp"
        ]
    );
    assert_eq!((&web.ports[1].place, &web.ports[2].place), (&place(6, 9), &place(6, 9)));
    assert_eq!(web.ports[8].value.any_of, Some("9000-9010".parse().unwrap()));
    assert_eq!((web.ports[8].value.mode, web.ports[9].value.mode), (None, Some(PublishMode::Host)));
    assert_eq!(web.ports[10].value.any_of.map(PortRange::ports), Some(6));
    assert_eq!(web.ports[11].value.mode, Some(PublishMode::Ingress));
}

#[test]
fn networks_in_all_their_forms() {
    let project = parse(
        "
services:
  a: {networks: [back, front]}
  b:
    networks:
      back:
      front: {ipv6_address: 'fd00::10', aliases: [b.local]}
  c: {network_mode: 'service:a'}
  d: {network_mode: host, container_name: fixed}
  e: {networks: []}
networks:
  front:
    driver: overlay
    driver_opts: {encrypted: ''}
    attachable: true
    enable_ipv6: yes
    labels: [owner=web, bare]
    ipam:
      driver: default
      config:
        - subnet: 10.20.0.0/24
          gateway: 10.20.0.1
          ip_range: 10.20.0.128/25
          aux_addresses: {router: 10.20.0.2}
        - subnet: fd00::/64
  back: {internal: 'true', name: backbone, labels: {a: 1}}
  old: {external: true}
  x-not-a-network: 1
x-anything: [1]
",
    );
    let names = |service: &str| {
        let networks = &project.service(service).unwrap().networks;
        networks.iter().map(|there| there.network.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names("a"), ["back", "front"]);
    assert_eq!(names("b"), ["back", "front"]);
    assert_eq!(names("c"), Vec::<String>::new());
    assert_eq!(names("e"), ["default"]);
    assert_eq!(project.service("a").unwrap().networks[1].network.place, place(3, 24));
    let front = project.service("b").unwrap().attachment("front").unwrap();
    assert_eq!(front.ipv6.as_ref().unwrap().place, place(7, 29));
    let mode = |service: &str| project.service(service).unwrap().network_mode.clone().unwrap().value;
    assert_eq!(mode("c"), NetworkMode::Service("a".into()));
    assert_eq!(mode("d"), NetworkMode::Host);
    let fixed = project.service("d").unwrap().container_name("p", 1).unwrap();
    assert_eq!(fixed.as_str(), "fixed");

    let keys: Vec<_> = project.networks().iter().map(|network| network.key.as_str()).collect();
    assert_eq!(keys, ["front", "back", "old", "default"]);
    let front = project.network("front").unwrap();
    assert_eq!(front.driver.as_ref().unwrap().value, Driver::Overlay);
    assert!(front.attachable.as_ref().unwrap().value && front.ipv6.as_ref().unwrap().value);
    assert_eq!((front.labels["owner"].value.as_str(), front.labels["bare"].value.as_str()), ("web", ""));
    assert_eq!(front.ipam_driver.as_ref().unwrap().value, "default");
    let pool = &front.pools[0];
    assert_eq!(pool.place, place(21, 19));
    assert_eq!(pool.value.gateway(), Some("10.20.0.1".parse().unwrap()));
    assert_eq!(pool.value.range(), Some("10.20.0.128/25".parse().unwrap()));
    assert_eq!(pool.value.auxiliary()["router"].to_string(), "10.20.0.2");
    assert_eq!(front.pools.len(), 2);
    assert_eq!(project.network("back").unwrap().engine_name("p").unwrap().as_str(), "backbone");
    assert!(project.network("back").unwrap().internal.as_ref().unwrap().value);
    assert_eq!(project.network("old").unwrap().engine_name("p").unwrap().as_str(), "old");
}

#[test]
fn deploy_and_scale() {
    let project = parse(
        "
services:
  a: {scale: 3}
  b: {scale: 3, deploy: {replicas: 5, endpoint_mode: dnsrr}}
  c: {deploy: {mode: global}}
  d: {}
",
    );
    let replicas: Vec<_> = project.services().iter().map(Service::replicas).collect();
    let count = Replicas::Count;
    assert_eq!(replicas, [count(3), count(5), Replicas::Global, count(1)]);
    let endpoint_mode = project.services()[1].deploy.endpoint_mode.as_ref().unwrap();
    assert_eq!((endpoint_mode.value, &endpoint_mode.place), (EndpointMode::Dnsrr, &place(4, 54)));
    assert_eq!(project.services()[2].deploy.mode.as_ref().unwrap().value, DeployMode::Global);
}

#[test]
fn variables_are_filled_in_where_values_are_read() {
    let text = "
name: ${NAME:-My Project}
services:
  web:
    image: app:${TAG}
    command: echo ${UNREAD:?not about networks}
    ports: ['${PORT:-80${LAST:-90}}:80']
    networks: {default: {ipv4_address: $ADDRESS}}
";
    let environment: Environment = [("ADDRESS", "10.0.0.5"), ("LAST", "99")].into_iter().collect();
    let project = Project::parse("a.yml", text, &environment).unwrap();
    assert_eq!(project.name(), "myproject");
    let web = &project.services()[0];
    assert_eq!(image(web), Some("app:"));
    assert_eq!(ports(web), ["8099:80/tcp"]);
    assert_eq!(web.networks[0].ipv4.as_ref().unwrap().value.to_string(), "10.0.0.5");
}

#[test]
fn anchors_keep_the_place_where_a_value_was_written() {
    let project = parse(
        "
x-common: &common
  image: iis
  ports: &ports [\"80:80\"]
services:
  a: {<<: *common}
  b:
    <<: [*common]
    image: own
  c: {ports: *ports}
",
    );
    for service in project.services() {
        assert_eq!(ports(service), ["80:80/tcp"]);
        assert_eq!(service.ports[0].place, place(4, 18));
    }
    assert_eq!(image(project.service("a").unwrap()), Some("iis"));
    assert_eq!(image(project.service("b").unwrap()), Some("own"));
}

#[test]
fn a_project_is_named_like_its_folder() {
    let folder = std::env::temp_dir().join(format!("docknet Compose.{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("docker-compose.yml");
    std::fs::write(&file, "\u{feff}services: {web: {image: iis}}\r\n").unwrap();
    let project = Project::read(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(project.name(), format!("docknetcompose{}", std::process::id()));
    assert_eq!(project.clone().with_name("My_Own!").name(), "my_own");
    assert_eq!(parse("services: {}").name(), "default");
    assert_eq!(
        Project::parse("x/a.yml", "services: {}\nname: x-y", &Environment::new()).unwrap().name(),
        "x-y"
    );
}

#[test]
fn an_override_says_the_same_version_and_only_what_changes() {
    let project = Project::parse("RedisHA/docker-compose.yml", REDIS_HA, &Environment::new()).unwrap();
    let file = Override::of(&project)
        .address("slave", "default", "10.10.10.11".parse().unwrap())
        .and_then(|file| file.address("master", "default", "10.10.10.12".parse().unwrap()))
        .and_then(|file| file.address("master", "default", "fd00::12".parse().unwrap()))
        .and_then(|file| file.external_network("default", "nat".parse().unwrap()))
        .unwrap();
    let expected = "\
# Use it so: docker-compose -f docker-compose.yml -f docker-compose.override.yml up -d
version: \"3.8\"
services:
  master:
    networks:
      default:
        ipv4_address: \"10.10.10.12\"
        ipv6_address: \"fd00::12\"
  slave:
    networks:
      default:
        ipv4_address: \"10.10.10.11\"
networks:
  default:
    external: true
    name: \"nat\"
";
    assert_eq!(file.to_string(), expected);
    let again = Project::parse("docker-compose.override.yml", expected, &Environment::new()).unwrap();
    assert_eq!(again.network("default").unwrap().engine_name("p").unwrap().as_str(), "nat");
}

#[test]
fn an_override_for_an_old_format_names_the_network_inside_external() {
    let project = parse("version: '3.4'\nservices: {a: {}}\n");
    let file = Override::of(&project).external_network("default", "a $b".parse().unwrap()).unwrap();
    assert!(file.to_string().ends_with("    external:\n      name: \"a $$b\"\n"), "{file}");
}

#[test]
fn an_override_refuses_what_docker_compose_would_refuse_or_misread() {
    let text = "services:\n  a: {network_mode: host}\n  b: {}\n  c: {networks: [back]}\n  d: {networks: [back]}\nnetworks: {back: }\n";
    let project = parse(text);
    let address = "10.0.0.5".parse().unwrap();
    let file = || Override::of(&project);
    let error = file().address("a", "default", address).unwrap_err();
    assert_eq!(error, OverrideError::NetworkMode { service: "a".into(), place: place(2, 21) });
    let error = file().address("b", "back", address).unwrap_err();
    assert!(matches!(error, OverrideError::NotAttached { attached, .. } if attached == ["default"]));
    let error = file().address("e", "back", address).unwrap_err();
    assert!(matches!(error, OverrideError::UnknownService { known, .. } if known.len() == 4));
    let error = file().external_network("front", "nat".parse().unwrap()).unwrap_err();
    assert!(matches!(error, OverrideError::UnknownNetwork { known, .. } if known == ["back", "default"]));
    let error = file().address("c", "back", address).and_then(|file| file.address("d", "back", address));
    assert!(matches!(error, Err(OverrideError::SameAddress { first, .. }) if first == "c"));
}
