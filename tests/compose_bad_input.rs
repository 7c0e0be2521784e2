//! Every bad input is refused with its meaning and its place, and none makes the reader panic or hang.
#![cfg(feature = "compose")]

use std::fmt::Write as _;

use docknet::compose::{ComposeError, Environment, Limits, NodeKind, Place, Project, ValueError, YamlError};
use docknet::model::{AddressError, IpamPoolError, PortError, SubnetError};
use proptest::prelude::*;

fn refused(text: &str) -> ComposeError {
    Project::parse("a.yml", text, &Environment::new()).expect_err(text)
}

/// Refused at that line and column, with a meaning that fits.
#[track_caller]
fn at(text: &str, line: u32, column: u32, fits: impl FnOnce(&ComposeError) -> bool) {
    let error = refused(text);
    assert!(fits(&error), "{error:?}");
    assert_eq!(error.place(), Some(&Place::new("a.yml", line, column)), "{error}");
    assert!(error.to_string().starts_with(&format!("a.yml:{line}:{column}: ")), "{error}");
}

/// As [`at`], for a value: its path, its text and why it does not fit.
#[track_caller]
fn value(
    text: &str,
    (line, column): (u32, u32),
    path: &str,
    culprit: &str,
    fits: impl FnOnce(&ValueError) -> bool,
) {
    at(text, line, column, |error| {
        let ComposeError::Value { path: there, text, source, .. } = error else { return false };
        assert_eq!((there.as_str(), text.as_str()), (path, culprit));
        fits(source)
    });
}

fn service(settings: &str) -> String {
    format!("services:\n  web:\n    {settings}\n")
}

fn pool(settings: &str) -> String {
    format!("services: {{}}\nnetworks:\n  back:\n    ipam:\n      config:\n        - {settings}\n")
}

#[test]
fn files_that_cannot_be_read() {
    let folder = std::env::temp_dir().join(format!("docknet-bad-input-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let missing = Project::read(folder.join("docker-compose.yml")).unwrap_err();
    assert!(matches!(&missing, ComposeError::Missing { path } if path.ends_with("docker-compose.yml")));
    assert_eq!(missing.place(), None);
    assert!(matches!(Project::read(&folder), Err(ComposeError::Io { .. })), "a folder");
    let picture = folder.join("a.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let error = Project::read(&picture).unwrap_err();
    assert!(
        matches!(&error, ComposeError::NotUtf8 { place, .. } if (place.line(), place.column()) == (1, 1))
    );
    std::fs::write(&picture, b"services:\n  \xe9: {}\n").unwrap();
    let error = Project::read(&picture).unwrap_err();
    assert!(
        matches!(&error, ComposeError::NotUtf8 { place, .. } if (place.line(), place.column()) == (2, 3))
    );
    std::fs::write(&picture, "# a long comment\n".repeat(400_000)).unwrap();
    let error = Project::read(&picture).unwrap_err();
    assert!(matches!(error, ComposeError::Yaml(YamlError::TooLarge { most: 4_194_304, .. })));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn texts_that_are_no_compose_file() {
    at("", 1, 1, |error| matches!(error, ComposeError::Empty { .. }));
    at("# only\n\n# comments\n", 1, 1, |error| matches!(error, ComposeError::Empty { .. }));
    at("---\n", 2, 1, |error| matches!(error, ComposeError::Empty { .. }));
    let inspect = "[\n  {\"Name\": \"nat\", \"Driver\": \"nat\"}\n]\n";
    at(inspect, 1, 1, |e| matches!(e, ComposeError::NotCompose { found: NodeKind::List, .. }));
    at("just words", 1, 1, |e| matches!(e, ComposeError::NotCompose { found: NodeKind::Text, .. }));
    at(
        "\nfixed-cidr: 10.10.0.0/20\nx-a: 1\n",
        2,
        1,
        |error| matches!(error, ComposeError::NotCompose { keys, .. } if keys == &["fixed-cidr", "x-a"]),
    );
    at(
        "x-a: 1\nweb:\n  image: iis\ndb:\n  build: .\n",
        2,
        1,
        |error| matches!(error, ComposeError::Version1 { services, .. } if services == &["web", "db"]),
    );
    for (version, column) in [("'1'", 10), ("'4.0'", 10), ("'3.'", 10), ("latest", 10), ("'31'", 10)] {
        at(&format!("services: {{}}\nversion: {version}\n"), 2, column, |error| {
            matches!(error, ComposeError::Version { .. })
        });
    }
}

#[test]
fn texts_that_are_no_yaml() {
    let syntax = |error: &ComposeError| matches!(error, ComposeError::Yaml(YamlError::Syntax { .. }));
    at("services:\n  web:\n\timage: iis\n", 3, 2, syntax);
    at("services: {web: {image: iis\n", 2, 1, syntax);
    at("services:\n  web:\n    image: \"ii", 3, 12, syntax);
    at("services:\n  web: {}\n bad: {}\n", 3, 2, syntax);
    at("services: {web: {ports: *none}}\n", 1, 25, syntax);
    at("services:\n  web: {}\n  db: {}\n  web: {}\n", 4, 3, |error| {
        let first = Place::new("a.yml", 2, 3);
        matches!(error, ComposeError::Yaml(YamlError::DuplicateKey { key, first: there, .. })
            if key == "web" && *there == first)
    });
    at("services: {? [web] : {}}\n", 1, 14, |error| {
        matches!(error, ComposeError::Yaml(YamlError::KeyNotText { found: NodeKind::List, .. }))
    });
    at("services: {web: {<<: 1}}\n", 1, 22, |error| {
        matches!(error, ComposeError::Yaml(YamlError::NotMergeable { found: NodeKind::Text, .. }))
    });
    at("services: &a\n  web: *a\n", 2, 8, |error| {
        matches!(error, ComposeError::Yaml(YamlError::AliasInsideItself { .. }))
    });
}

#[test]
fn documents_made_to_exhaust_the_reader() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{below}]").unwrap();
    }
    at(&bomb, 6, 15, |error| {
        matches!(error, ComposeError::Yaml(YamlError::TooManyNodes { most: 250_000, .. }))
    });
    let mut merges = "a0: &a0 {k: v}\n".to_owned();
    for level in 1..100 {
        writeln!(merges, "a{level}: &a{level} {{<<: [*a{0}, *a{0}, *a{0}]}}", level - 1).unwrap();
    }
    assert!(matches!(
        refused(&merges),
        ComposeError::Yaml(YamlError::TooManyNodes { .. } | YamlError::TooDeep { .. })
    ));
    let deep =
        |error: &ComposeError| matches!(error, ComposeError::Yaml(YamlError::TooDeep { most: 64, .. }));
    at(&format!("services: {}", "[".repeat(100)), 1, 74, deep);
    let deeper = refused(&format!("services: {}", "[".repeat(100_000)));
    assert!(matches!(deeper, ComposeError::Yaml(_)), "the library refuses 256 levels by itself: {deeper:?}");
    at(&format!("services:\n{}", "- ".repeat(100_000)), 2, 127, deep);
    let large = format!("services: {{}}\n#{}\n", "x".repeat(5 * 1024 * 1024));
    at(&large, 1, 1, |error| matches!(error, ComposeError::Yaml(YamlError::TooLarge { .. })));
    let ports = service("ports: [1-65535, 1-65535, 1-65535, 1-65535]");
    value(&ports, (3, 31), "services.web.ports[2]", "1-65535", |error| {
        matches!(error, ValueError::TooManyPorts { most: 140_000 })
    });
    let limits = Limits::default().with_bytes(10);
    let small = Project::parse_within("a.yml", "services: {}\n", &Environment::new(), &limits);
    assert!(matches!(small, Err(ComposeError::Yaml(YamlError::TooLarge { most: 10, .. }))));
}

#[test]
fn values_of_the_wrong_kind() {
    let kind = |expected: &'static str, found: &'static str| move |error: &ComposeError| matches!(error, ComposeError::WrongKind { expected: e, found: f, .. } if *e == expected && f.as_str() == found);
    at("services: [web]\n", 1, 11, kind("mapping", "list"));
    at("services: {web: iis}\n", 1, 17, kind("mapping", "text"));
    at("services:\n  web:\n", 2, 3, kind("mapping", "empty"));
    let error = Project::parse("a.yml", "services:\n  web:\n", &Environment::new()).unwrap_err();
    assert_eq!(error.to_string(), "a.yml:2:3: services.web is empty: it should be a mapping");
    let error = Project::parse("a.yml", "services: {web: {<<: }}\n", &Environment::new()).unwrap_err();
    assert!(error.to_string().ends_with("can be merged with <<, and this is empty"), "{error}");
    at(&service("ports: 80:80"), 3, 12, kind("list", "text"));
    at(&service("ports: [[80]]"), 3, 13, kind("text", "list"));
    at(&service("networks: nat"), 3, 15, kind("list or mapping", "text"));
    at(&service("image: {name: iis}"), 3, 12, kind("text", "mapping"));
    at("version: {image: x}\nservices: {}\n", 1, 10, kind("text", "mapping"));
    at("services: {}\nnetworks: [a]\n", 2, 11, kind("mapping", "list"));
}

#[test]
fn wrong_ports() {
    let port = |error: &ValueError| matches!(error, ValueError::Port(PortError::NotPort { .. }));
    value(&service("ports: [\"0\"]"), (3, 13), "services.web.ports[0]", "0", port);
    value(&service("ports: [80, 70000:80]"), (3, 17), "services.web.ports[1]", "70000:80", port);
    value(&service("ports: ['a:b']"), (3, 13), "services.web.ports[0]", "a:b", port);
    value(&service("ports: [1-3:1-2]"), (3, 13), "services.web.ports[0]", "1-3:1-2", |error| {
        matches!(error, ValueError::PortLengths { .. })
    });
    value(&service("ports: [9-8]"), (3, 13), "services.web.ports[0]", "9-8", |error| {
        matches!(error, ValueError::Port(PortError::Backwards { .. }))
    });
    value(&service("ports: [80/icmp]"), (3, 13), "services.web.ports[0]", "80/icmp", |error| {
        matches!(error, ValueError::Port(PortError::NotProtocol { .. }))
    });
    value(&service("ports: [{target: 65536}]"), (3, 22), "services.web.ports[0].target", "65536", port);
    value(
        &service("ports: [{target: 1, mode: mesh}]"),
        (3, 31),
        "services.web.ports[0].mode",
        "mesh",
        |error| matches!(error, ValueError::ServiceWord(_)),
    );
    at(
        &service("ports: [{published: 80}]"),
        3,
        13,
        |error| matches!(error, ComposeError::MissingKey { key: "target", path, .. } if path == "services.web.ports[0]"),
    );
}

#[test]
fn wrong_addresses_and_pools() {
    let address = |key: &str, text: &str| service(&format!("networks: {{default: {{{key}: \"{text}\"}}}}"));
    let path = "services.web.networks.default.ipv4_address";
    value(&address("ipv4_address", "fd00::1"), (3, 40), path, "fd00::1", |error| {
        matches!(error, ValueError::AddressFamily { expected: "IPv4" })
    });
    value(&address("ipv4_address", "10.0.0.300"), (3, 40), path, "10.0.0.300", |error| {
        matches!(error, ValueError::Address(_))
    });
    let path = "services.web.networks.default.ipv6_address";
    value(&address("ipv6_address", "10.0.0.3"), (3, 40), path, "10.0.0.3", |error| {
        matches!(error, ValueError::AddressFamily { expected: "IPv6" })
    });
    let path = "networks.back.ipam.config[0].subnet";
    value(&pool("subnet: 10.10.10.10/20"), (6, 19), path, "10.10.10.10/20", |error| {
        matches!(error, ValueError::Subnet(SubnetError::HostBits { subnet, .. })
            if subnet.to_string() == "10.10.0.0/20")
    });
    let path = "networks.back.ipam.config[0].gateway";
    value(&pool("{subnet: 10.0.0.0/24, gateway: 10.0.1.1}"), (6, 42), path, "10.0.1.1", |error| {
        let outside = IpamPoolError::Gateway {
            source: AddressError::Outside {
                address: "10.0.1.1".parse().unwrap(),
                subnet: "10.0.0.0/24".parse().unwrap(),
            },
        };
        *error == ValueError::Pool(outside)
    });
    let path = "networks.back.ipam.config[0].ip_range";
    value(&pool("{subnet: 10.0.0.0/24, ip_range: 10.0.0.0/16}"), (6, 43), path, "10.0.0.0/16", |error| {
        matches!(error, ValueError::Pool(IpamPoolError::RangeOutside { .. }))
    });
    let path = "networks.back.ipam.config[0].aux_addresses.r";
    value(&pool("{subnet: 10.0.0.0/24, aux_addresses: {r: 10.0.0.0}}"), (6, 52), path, "10.0.0.0", |error| {
        matches!(error, ValueError::Pool(IpamPoolError::Auxiliary { .. }))
    });
    at(&pool("gateway: 10.0.0.1"), 6, 11, |e| matches!(e, ComposeError::MissingKey { key: "subnet", .. }));
    at(&pool("subnet: 10.0.0.0/24\n        - subnet: 10.0.0.0/16"), 7, 19, |error| {
        matches!(error, ComposeError::PoolsOverlap { network, first_place, .. }
            if &**network == "back" && **first_place == Place::new("a.yml", 6, 19))
    });
    let outside = "services: {a: {networks: {b: {ipv4_address: 10.9.0.1}}}}\nnetworks: {b: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}\n";
    assert!(Project::parse("a.yml", outside, &Environment::new()).is_ok(), "not this floor's business");
}

#[test]
fn wrong_references_and_contradictions() {
    at("services:\n  web: {networks: [default, front]}\nnetworks: {back: }\n", 2, 29, |error| {
        matches!(error, ComposeError::UndeclaredNetwork { service, network, declared, .. }
            if service == "web" && network == "front" && declared == &["back"])
    });
    at(
        "services: {web: {network_mode: 'service:db'}}\n",
        1,
        32,
        |error| matches!(error, ComposeError::UndeclaredService { target, .. } if &**target == "db"),
    );
    at(
        "services:\n  web:\n    network_mode: host\n    networks: [a]\n",
        4,
        5,
        |error| matches!(error, ComposeError::NetworksAndMode { mode, .. } if *mode == Place::new("a.yml", 3, 19)),
    );
    at(
        "services: {}\nnetworks:\n  a:\n    external: true\n    ipam: {config: []}\n",
        5,
        5,
        |error| matches!(error, ComposeError::ExternalWith { key, network, .. } if key == "ipam" && network == "a"),
    );
    value(
        &service("networks: [default, default]"),
        (3, 25),
        "services.web.networks[1]",
        "default",
        |error| matches!(error, ValueError::Twice),
    );
}

#[test]
fn wrong_words_numbers_and_names() {
    let number = |error: &ValueError| matches!(error, ValueError::Number);
    let replicas = service("deploy: {replicas: many}");
    value(&replicas, (3, 24), "services.web.deploy.replicas", "many", number);
    value(&service("scale: -1"), (3, 12), "services.web.scale", "-1", number);
    value(&service("deploy: {mode: all}"), (3, 20), "services.web.deploy.mode", "all", |error| {
        matches!(error, ValueError::Word { .. })
    });
    let endpoint_mode = service("deploy: {endpoint_mode: mesh}");
    value(&endpoint_mode, (3, 29), "services.web.deploy.endpoint_mode", "mesh", |error| {
        matches!(error, ValueError::ServiceWord(_))
    });
    value(&service("container_name: a/b"), (3, 21), "services.web.container_name", "a/b", |error| {
        matches!(error, ValueError::Name(_))
    });
    let alias = service("networks: {default: {aliases: [ok, ' ']}}");
    value(&alias, (3, 40), "services.web.networks.default.aliases[1]", " ", |error| {
        matches!(error, ValueError::Name(_))
    });
    value("services: {a b: {}}\n", (1, 12), "services.a b", "a b", |e| matches!(e, ValueError::ServiceKey));
    let flag = "services: {}\nnetworks: {a: {internal: maybe}}\n";
    value(flag, (2, 26), "networks.a.internal", "maybe", |error| matches!(error, ValueError::Flag));
}

#[test]
fn variables_that_are_missing_or_no_variables() {
    at(&service("image: 'app:${TAG:?say which}'"), 3, 12, |error| {
        matches!(error, ComposeError::RequiredVariable { variable, message, path, .. }
            if variable == "TAG" && message == "say which" && path == "services.web.image")
    });
    at(
        &service("image: 'app:${TAG'"),
        3,
        12,
        |error| matches!(error, ComposeError::BadTemplate { text, .. } if text == "app:${TAG"),
    );
    let port = |error: &ValueError| matches!(error, ValueError::Port(PortError::NotPort { .. }));
    value(&service("ports: ['80:$UNSET']"), (3, 13), "services.web.ports[0]", "80:", port);
}

const GOOD: &str = include_str!("compose_files/redisha.yml");

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        let _ = Project::parse("a.yml", &text, &Environment::new());
    }

    #[test]
    fn no_text_of_yaml_characters_makes_the_reader_panic(
        text in "[-\\[\\]{}:,&*!|>'\"%@`?#~<$ab0-9. \n\t\r\u{feff}\u{85}é]{0,120}"
    ) {
        let _ = Project::parse("a.yml", &text, &Environment::new());
        let _ = Project::parse("a.yml", &format!("services:\n  web:\n    ports: {text}"), &Environment::new());
    }

    #[test]
    fn no_change_to_a_good_file_makes_the_reader_panic(
        changes in prop::collection::vec((0..GOOD.len(), 0..12_usize, "[-\\[\\]{}:,&*!|>'\"?#<$a0 \n\t]{0,6}"), 1..5)
    ) {
        let mut text = GOOD.to_owned();
        for (start, length, with) in changes {
            let start = start.min(text.len());
            let end = (start + length).min(text.len());
            text.replace_range(start..end, &with);
        }
        if let Err(error) = Project::parse("a.yml", &text, &Environment::new()) {
            let place = error.place().expect("every error about a text has a place");
            let lines = text.split('\n').count();
            prop_assert!(usize::try_from(place.line()).unwrap() <= lines + 1, "{error}\n{text}");
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
