//! What docknet reads beside what `docker-compose config` of 1.29.2 says, on the files of `tests/compose_config`: once
//! as recorded there, once from the tool itself. Every difference is in one table with its reason; one that is not in
//! it fails, and so does one in it that is none.
#![cfg(feature = "compose")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docknet::compose::{Condition, Node, NodeKind, Pool, PortMapping, Project, Reading, Service, Tool};

/// What differs: the case, the fact, why.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "ipam_gateway_outside",
        "networks.default.pools",
        "the pool goes on without a gateway that lies outside",
    ),
    ("ipam_gateway_outside", "refused", LATER),
    ("ipam_host_bits", "networks.default.pools", "the pool goes on with the subnet the address lies in"),
    ("ipam_host_bits", "refused", LATER),
    ("ipam_overlap", "refused", LATER),
    ("network_undeclared", "refused", "`config` lets it pass; `up` refuses it"),
    ("ports_too_large", "refused", LATER),
    ("ports_too_large", "services.web.ports", "a port that is none is left out"),
    ("ports_twice", "refused", "the same item twice is read as two, for a rule to judge"),
    ("volumes_from_missing", "refused", "`config` lets it pass; `up` refuses it"),
];

const LATER: &str = "docker-compose leaves it to the engine, which refuses; here it is a fault at once";

/// What is compared: a path and a text for each fact, lists sorted.
type Facts = BTreeMap<String, String>;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compose_config");
    let mut cases: Vec<_> =
        fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    cases
}

/// The files of a case, as they are given to the tool.
fn files(case: &Path) -> Vec<PathBuf> {
    let names = ["docker-compose.yml", "more.yml", "more2.yml"].map(|name| case.join(name));
    names.into_iter().filter(|path| path.exists()).collect()
}

fn sorted(mut list: Vec<String>) -> String {
    list.sort();
    list.join(", ")
}

fn put(facts: &mut Facts, path: &str, key: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        facts.insert(format!("{path}.{key}"), value);
    }
}

/// The facts of a configuration as the tool prints it.
fn told(config: &str) -> Facts {
    // It prints version 1 as "1", which is no version to write.
    let lines: Vec<&str> = config.lines().filter(|line| !line.starts_with("version:")).collect();
    let config = lines.join("\n");
    let printed = Reading::new().tool(Tool::Compose1).parse("config.yaml", &config).expect(&config);
    let mut facts = Facts::new();
    let sections = |name| printed.document().get(name).into_iter().flat_map(Node::entries);
    for (name, service) in sections("services") {
        told_service(&mut facts, &format!("services.{name}"), service);
    }
    for (key, network) in sections("networks") {
        told_network(&mut facts, &format!("networks.{key}"), network);
    }
    facts
}

fn texts(node: &Node) -> Vec<String> {
    match node.kind() {
        NodeKind::Nothing => Vec::new(),
        NodeKind::Text => node.as_text().map(str::to_owned).into_iter().collect(),
        NodeKind::List => node.items().filter_map(Node::as_text).map(str::to_owned).collect(),
        NodeKind::Mapping => node
            .entries()
            .map(|(key, value)| format!("{key}:{}", value.as_text().unwrap_or_default()))
            .collect(),
    }
}

fn told_service(facts: &mut Facts, path: &str, service: &Node) {
    facts.insert(path.to_owned(), "there".to_owned());
    for key in [
        "container_name",
        "hostname",
        "image",
        "isolation",
        "mac_address",
        "network_mode",
        "restart",
        "scale",
    ] {
        put(facts, path, key, service.get(key).and_then(Node::as_text).map(str::to_owned));
    }
    for key in [
        "command",
        "dns",
        "dns_search",
        "entrypoint",
        "expose",
        "external_links",
        "extra_hosts",
        "links",
        "profiles",
    ] {
        put(facts, path, key, service.get(key).map(|list| sorted(texts(list))));
    }
    let ports = service.get("ports").into_iter().flat_map(Node::items).map(told_port).collect();
    put(facts, path, "ports", Some(sorted(ports)));
    for (name, variable) in service.get("environment").into_iter().flat_map(Node::entries) {
        facts.insert(format!("{path}.environment.{name}"), variable.as_text().unwrap_or("(none)").to_owned());
    }
    let depends_on = service.get("depends_on").into_iter().flat_map(Node::entries);
    let condition = |node: &Node| node.get("condition").and_then(Node::as_text).unwrap_or("").to_owned();
    let depends_on = depends_on.map(|(name, node)| format!("{name}: {}", condition(node))).collect();
    put(facts, path, "depends_on", Some(sorted(depends_on)));
    for (name, network) in service.get("networks").into_iter().flat_map(Node::entries) {
        let path = format!("{path}.networks.{name}");
        facts.insert(path.clone(), "there".to_owned());
        for key in ["ipv4_address", "ipv6_address"] {
            put(facts, &path, key, network.get(key).and_then(Node::as_text).map(str::to_owned));
        }
        put(facts, &path, "aliases", network.get("aliases").map(|list| sorted(texts(list))));
    }
    let deploy = [
        ("deploy.mode", ["mode"].as_slice()),
        ("deploy.replicas", &["replicas"]),
        ("deploy.endpoint_mode", &["endpoint_mode"]),
        ("deploy.constraints", &["placement", "constraints"]),
        ("deploy.max_replicas_per_node", &["placement", "max_replicas_per_node"]),
        ("deploy.parallelism", &["update_config", "parallelism"]),
    ];
    for (key, at) in deploy {
        let value = service.get("deploy").and_then(|deploy| deploy.at(at));
        put(facts, path, key, value.map(|value| sorted(texts(value))));
    }
}

fn told_port(port: &Node) -> String {
    if let Some(text) = port.as_text() {
        return text.to_owned();
    }
    let of = |key: &str| port.get(key).and_then(Node::as_text);
    // 0 is any free port, as none is.
    let published = of("published").filter(|published| *published != "0");
    let published = published.map(|published| format!("{published}:")).unwrap_or_default();
    let mode = of("mode").map(|mode| format!(" {mode}")).unwrap_or_default();
    format!("{published}{}/{}{mode}", of("target").expect("a target"), of("protocol").unwrap_or("tcp"))
}

fn told_network(facts: &mut Facts, path: &str, network: &Node) {
    facts.insert(path.to_owned(), "there".to_owned());
    for key in ["name", "driver", "internal", "attachable", "enable_ipv6", "external"] {
        put(facts, path, key, network.get(key).and_then(Node::as_text).map(str::to_owned));
    }
    for key in ["driver_opts", "labels"] {
        put(facts, path, key, network.get(key).map(|pairs| sorted(texts(pairs))));
    }
    put(facts, path, "ipam", network.at(&["ipam", "driver"]).and_then(Node::as_text).map(str::to_owned));
    put(facts, path, "ipam_options", network.at(&["ipam", "options"]).map(|pairs| sorted(texts(pairs))));
    let pool = |pool: &Node| {
        let of = |key: &str| pool.get(key).and_then(Node::as_text).unwrap_or("-").to_owned();
        let kept = pool.get("aux_addresses").map(|kept| sorted(texts(kept))).unwrap_or_default();
        format!("{} {} {} [{kept}]", of("subnet"), of("gateway"), of("ip_range"))
    };
    let pools = network.at(&["ipam", "config"]).into_iter().flat_map(Node::items).map(pool).collect();
    put(facts, path, "pools", Some(sorted(pools)));
}

/// The facts docknet reads.
fn read(project: &Project) -> Facts {
    let mut facts = Facts::new();
    for service in project.services().iter().chain(project.inactive()) {
        read_service(&mut facts, &format!("services.{}", service.name), service);
    }
    for network in project.networks().iter().filter(|network| network.is_declared()) {
        let path = &format!("networks.{}", network.key);
        facts.insert(path.clone(), "there".to_owned());
        let name = network.name.as_ref().map(ToString::to_string);
        put(&mut facts, path, "name", name.or_else(|| network.is_external().then(|| network.key.clone())));
        put(&mut facts, path, "driver", network.driver.as_ref().map(ToString::to_string));
        put(&mut facts, path, "internal", network.internal.as_ref().map(ToString::to_string));
        put(&mut facts, path, "attachable", network.attachable.as_ref().map(ToString::to_string));
        put(&mut facts, path, "enable_ipv6", network.ipv6.as_ref().map(ToString::to_string));
        put(&mut facts, path, "external", network.external.as_ref().map(ToString::to_string));
        let pairs = |pairs: &BTreeMap<_, _>| {
            sorted(pairs.iter().map(|(key, value)| format!("{key}:{value}")).collect())
        };
        put(&mut facts, path, "driver_opts", Some(pairs(&network.driver_opts)));
        put(&mut facts, path, "labels", Some(pairs(&network.labels)));
        put(&mut facts, path, "ipam", network.ipam_driver.as_ref().map(ToString::to_string));
        put(&mut facts, path, "ipam_options", Some(pairs(&network.ipam_options)));
        put(&mut facts, path, "pools", Some(sorted(network.pools.iter().map(read_pool).collect())));
    }
    facts
}

fn read_pool(pool: &Pool) -> String {
    let or = |part: Option<String>| part.unwrap_or_else(|| "-".to_owned());
    let kept = pool.value.auxiliary().iter().map(|(name, address)| format!("{name}:{address}")).collect();
    let gateway = or(pool.value.gateway().map(|gateway| gateway.to_string()));
    let range = or(pool.value.range().map(|range| range.to_string()));
    format!("{} {gateway} {range} [{}]", pool.value.subnet(), sorted(kept))
}

fn read_service(facts: &mut Facts, path: &str, service: &Service) {
    facts.insert(path.to_owned(), "there".to_owned());
    let text = |value: &Option<docknet::compose::Placed<String>>| value.as_ref().map(ToString::to_string);
    let list = |values: &[docknet::compose::Placed<String>]| {
        Some(sorted(values.iter().map(ToString::to_string).collect()))
    };
    put(facts, path, "container_name", service.fixed_container_name.as_ref().map(ToString::to_string));
    put(facts, path, "hostname", text(&service.hostname));
    put(facts, path, "image", text(&service.image));
    put(facts, path, "isolation", text(&service.isolation));
    put(facts, path, "mac_address", text(&service.mac_address));
    put(facts, path, "restart", text(&service.restart));
    put(facts, path, "scale", service.scale.as_ref().map(ToString::to_string));
    let mode = service.network_mode.as_ref().map(|mode| mode.value.to_string());
    put(facts, path, "network_mode", mode);
    for (key, values) in [
        ("command", &service.command),
        ("dns", &service.dns),
        ("dns_search", &service.dns_search),
        ("entrypoint", &service.entrypoint),
        ("expose", &service.expose),
        ("external_links", &service.external_links),
        ("extra_hosts", &service.extra_hosts),
        ("profiles", &service.profiles),
        ("deploy.constraints", &service.deploy.constraints),
    ] {
        put(facts, path, key, list(values));
    }
    let link = |link: &docknet::compose::Link| {
        let same = link.service == link.alias;
        if same { link.service.clone() } else { format!("{}:{}", link.service, link.alias) }
    };
    put(facts, path, "links", Some(sorted(service.links.iter().map(|there| link(&there.value)).collect())));
    put(
        facts,
        path,
        "ports",
        Some(sorted(service.ports.iter().map(|port| read_port(&port.value)).collect())),
    );
    for variable in &service.environment {
        let value = variable.value.clone().unwrap_or_else(|| "(none)".to_owned());
        facts.insert(format!("{path}.environment.{}", variable.key), value);
    }
    let words = [
        (Condition::Completed, "service_completed_successfully"),
        (Condition::Healthy, "service_healthy"),
        (Condition::Started, "service_started"),
    ];
    let condition =
        |condition| words.iter().find(|(there, _)| *there == condition).map_or("", |(_, word)| word);
    let depends_on =
        service.depends_on.iter().map(|other| format!("{}: {}", other.service, condition(other.condition)));
    put(facts, path, "depends_on", Some(sorted(depends_on.collect())));
    for attachment in service.networks.iter().filter(|attachment| !attachment.implied) {
        let path = &format!("{path}.networks.{}", attachment.network);
        facts.insert(path.clone(), "there".to_owned());
        put(facts, path, "ipv4_address", attachment.ipv4.as_ref().map(ToString::to_string));
        put(facts, path, "ipv6_address", attachment.ipv6.as_ref().map(ToString::to_string));
        put(
            facts,
            path,
            "aliases",
            Some(sorted(attachment.aliases.iter().map(ToString::to_string).collect())),
        );
    }
    let deploy = &service.deploy;
    put(
        facts,
        path,
        "deploy.mode",
        deploy.mode.as_ref().map(|mode| format!("{:?}", mode.value).to_lowercase()),
    );
    put(facts, path, "deploy.replicas", deploy.replicas.as_ref().map(ToString::to_string));
    put(facts, path, "deploy.endpoint_mode", deploy.endpoint_mode.as_ref().map(ToString::to_string));
    put(
        facts,
        path,
        "deploy.max_replicas_per_node",
        deploy.max_replicas_per_node.as_ref().map(ToString::to_string),
    );
    put(facts, path, "deploy.parallelism", deploy.update_parallelism.as_ref().map(ToString::to_string));
}

fn read_port(mapping: &PortMapping) -> String {
    let port = mapping.port;
    let address = port.address.map(|address| match address {
        std::net::IpAddr::V4(address) => format!("{address}:"),
        std::net::IpAddr::V6(address) => format!("{address}:"),
    });
    let published =
        mapping.any_of.map(|range| range.to_string()).or(port.published.map(|port| port.to_string()));
    let published = match (&address, published) {
        (_, Some(published)) => format!("{published}:"),
        (Some(_), None) => ":".to_owned(),
        (None, None) => String::new(),
    };
    let mode = mapping.mode.map(|mode| format!(" {mode}")).unwrap_or_default();
    format!("{}{published}{}/{}{mode}", address.unwrap_or_default(), port.target, port.protocol)
}

/// Every difference between docknet and what the tool said: `(fact, tool, docknet)`.
fn differences(case: &Path, said: Result<&str, &str>) -> Vec<(String, String, String)> {
    let project = Reading::new().tool(Tool::Compose1).read(&files(case));
    let faults = match &project {
        Ok(project) => project.faults().iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    };
    let config = match said {
        Ok(config) => config,
        Err(_) if !faults.is_empty() => return Vec::new(),
        Err(error) => return vec![("refused".to_owned(), error.trim().to_owned(), "read".to_owned())],
    };
    let mut found = Vec::new();
    if !faults.is_empty() {
        found.push(("refused".to_owned(), "read".to_owned(), faults.join(" | ")));
    }
    let (told, read) = (told(config), project.map(|project| read(&project)).unwrap_or_default());
    for fact in told.keys().chain(read.keys().filter(|fact| !told.contains_key(*fact))) {
        let of = |facts: &Facts| facts.get(fact).cloned().unwrap_or_else(|| "(not there)".to_owned());
        if of(&told) != of(&read) {
            found.push((fact.clone(), of(&told), of(&read)));
        }
    }
    found
}

/// Compares every case, and holds the differences against the table.
fn compare(said: impl Fn(&Path) -> Result<String, String>) {
    let (mut unlisted, mut seen, mut count) = (Vec::new(), Vec::new(), (0, 0));
    for case in cases() {
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let said = said(&case);
        if said.is_ok() {
            count.0 += 1;
        } else {
            count.1 += 1;
        }
        for (fact, tool, docknet) in differences(&case, said.as_deref().map_err(String::as_str)) {
            match DIFFERENCES.iter().find(|(case, there, _)| (*case, *there) == (&*name, &*fact)) {
                Some(listed) => seen.push(*listed),
                None => unlisted
                    .push(format!("{name}: {fact}:\n  docker-compose: {tool}\n  docknet:        {docknet}")),
            }
        }
    }
    println!("{} cases read by docker-compose, {} refused, {} differences", count.0, count.1, seen.len());
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    let gone: Vec<_> = DIFFERENCES.iter().filter(|listed| !seen.contains(*listed)).collect();
    assert!(gone.is_empty(), "no difference any more: {gone:?}");
    assert!(count.0 >= 60, "at least 60 files are compared");
}

#[test]
fn the_recorded_configurations_say_the_same() {
    compare(|case| {
        let error = || fs::read_to_string(case.join("config.error")).expect("config.yaml or config.error");
        let config = case.join("config.yaml");
        if config.exists() { Ok(fs::read_to_string(config).expect("a text")) } else { Err(error()) }
    });
}

#[test]
#[ignore = "needs docker-compose 1.29"]
fn docker_compose_itself_says_the_same() {
    compare(|case| {
        let mut command = Command::new("docker-compose");
        command.current_dir(case).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("LC_ALL", "C.UTF-8");
        for file in files(case) {
            command.arg("-f").arg(file.file_name().expect("a name"));
        }
        let output = command.arg("config").output().expect("docker-compose");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
    });
}
