//! Documents that are wrong: what is wrong is said with its place and its culprit, in a variant of its own.

use docknet::model::{AddressError, IpamPoolError, NetworkSpecError, SubnetError};
use docknet::wire::{DaemonDocument, Inspection, Lookalike, ValueError, WireError, WireProblem};

const NAT: &str = include_str!("fixtures/wire/windows-19.03-nat.json");
const USER: &str = include_str!("fixtures/wire/linux-20.10-user.json");
const CONNECTED: &str = include_str!("fixtures/wire/linux-20.10-connected.json");

fn inspect(text: &str) -> Result<usize, WireError> {
    Ok(Inspection::parse(text)?.networks()?.len())
}

fn daemon(text: &str) -> Result<usize, WireError> {
    let daemon = DaemonDocument::parse(text)?;
    daemon.fixed_cidr()?;
    Ok(daemon.with_fixed_cidr("10.10.0.0/20".parse().expect("a subnet"))?.0.value().len())
}

/// A good document with one text in it replaced.
fn broken(good: &str, from: &str, to: &str) -> String {
    assert!(good.contains(from), "{from}");
    good.replacen(from, to, 1)
}

type Row = (String, fn(&WireProblem) -> bool, &'static str);

fn row(text: impl Into<String>, fits: fn(&WireProblem) -> bool, message: &'static str) -> Row {
    (text.into(), fits, message)
}

macro_rules! row {
    ($text:expr, $pattern:pat, $message:expr) => {
        row($text, |problem| matches!(problem, $pattern), $message)
    };
}

/// The place and the culprit word for word; what follows a colon is the reason.
fn says(error: &WireError, message: &str) -> bool {
    let text = error.to_string();
    text == message || text.strip_prefix(message).is_some_and(|reason| reason.starts_with(": "))
}

fn refused(read: fn(&str) -> Result<usize, WireError>, rows: Vec<Row>) {
    let mut wrong = Vec::new();
    for (text, fits, message) in rows {
        let start: String = text.chars().take(80).collect();
        match read(&text) {
            Err(error) if fits(&error.problem) && says(&error, message) => {}
            other => wrong.push(format!("{start}\n  gave {other:?}\n  for {message}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn documents_that_are_no_inspect_output() {
    use WireProblem::{DuplicateKey, Empty, Lookalike as Looks, Missing, NotJson, Shape};
    let rows = vec![
        row!("", Empty, "the document is empty"),
        row!(" \r\n\t", Empty, "the document is empty"),
        row!(
            "Error: No such network: nat",
            NotJson { line: 1, column: 1, .. },
            "not JSON at line 1, column 1"
        ),
        row!("[\n  {\"Name\": \"nat\",", NotJson { line: 2, .. }, "not JSON at line 2, column 17"),
        row!(&NAT[..NAT.len() / 2], NotJson { .. }, "not JSON at line 43, column 6"),
        row!(format!("{NAT}[]"), NotJson { .. }, "not JSON at line 77, column 1"),
        row!("[".repeat(10_000), NotJson { .. }, "not JSON at line 1, column 128"),
        row!("[".repeat(5_000_000), NotJson { .. }, "not JSON at line 1, column 128"),
        row!(
            format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)),
            NotJson { .. },
            "not JSON at line 1, column 636"
        ),
        row!("1", Shape { .. }, "expected an object or an array of objects, found a number"),
        row!("\"nat\"", Shape { .. }, "expected an object or an array of objects, found a text"),
        row!("null", Shape { .. }, "expected an object or an array of objects, found null"),
        row!(
            "[{\"Name\":\"a\",\"Id\":\"a\",\"Driver\":\"nat\"}, [1]]",
            Shape { .. },
            "[1]: expected an object, found an array"
        ),
        row!(
            broken(NAT, "\"Driver\": \"nat\"", "\"Name\": \"nat\""),
            DuplicateKey { line: 7, .. },
            "the key \"Name\" occurs twice (again at line 7); remove one of them"
        ),
        row!(
            broken(NAT, "\"Name\": \"nat\",", ""),
            Missing { key: "Name", .. },
            "[0]: the key \"Name\" is missing; is this docker network inspect output?"
        ),
        row!(
            broken(NAT, "\"Id\"", "\"ID\""),
            Missing { key: "Id", .. },
            "[0]: the key \"Id\" is missing; is this docker network inspect output?"
        ),
        row!(
            broken(NAT, "\"Driver\": \"nat\"", "\"Driver\": null"),
            Missing { key: "Driver", .. },
            "[0]: the key \"Driver\" is missing; is this docker network inspect output?"
        ),
        row!(
            "[{}]",
            Missing { key: "Name", .. },
            "[0]: the key \"Name\" is missing; is this docker network inspect output?"
        ),
        row!(
            r#"[{"name":"podman","id":"2f25","driver":"bridge","network_interface":"podman0","subnets":[{"subnet":"10.88.0.0/16"}]}]"#,
            Looks { lookalike: Lookalike::Podman, .. },
            "[0]: this is podman network inspect output, which has other keys (docknet reads Docker's), not docker network inspect output"
        ),
        row!(
            r#"{"ActivityId":"4A06","ID":"40703147","Name":"nat","Type":"nat","Subnets":[{"AddressPrefix":"172.29.16.0/20"}]}"#,
            Looks { lookalike: Lookalike::Hns, .. },
            "this is HNS JSON (use docker network inspect), not docker network inspect output"
        ),
        row!(
            r#"[{"Id":"2231","Name":"/iis","HostConfig":{},"NetworkSettings":{"Networks":{}}}]"#,
            Looks { lookalike: Lookalike::Container, .. },
            "[0]: this is a container's inspect output (use docker network inspect), not docker network inspect output"
        ),
        row!(
            r#"{"debug":true,"fixed-cidr":"10.10.0.0/20"}"#,
            Looks { lookalike: Lookalike::DaemonJson, .. },
            "this is an engine's daemon.json, not docker network inspect output"
        ),
    ];
    refused(inspect, rows);
}

#[test]
fn values_that_do_not_fit() {
    use WireProblem::Value;
    let rows = vec![
        row!(
            broken(NAT, "10.10.0.0/20", "10.10.10.10/20"),
            Value { source: ValueError::Subnet(SubnetError::HostBits { .. }), .. },
            "[0].IPAM.Config[0].Subnet: \"10.10.10.10/20\" does not fit"
        ),
        row!(
            broken(NAT, "10.10.0.0/20", "10.10.0.0/33"),
            Value { source: ValueError::Subnet(SubnetError::Length { length: 33, .. }), .. },
            "[0].IPAM.Config[0].Subnet: \"10.10.0.0/33\" does not fit"
        ),
        row!(
            broken(NAT, "\"10.10.0.1\"", "\"10.11.0.1\""),
            Value {
                source: ValueError::Pool(IpamPoolError::Gateway { source: AddressError::Outside { .. } }),
                ..
            },
            "[0].IPAM.Config[0].Gateway: \"10.11.0.1\" does not fit"
        ),
        row!(
            broken(NAT, "\"10.10.0.1\"", "\"gateway\""),
            Value { source: ValueError::Ip(_), .. },
            "[0].IPAM.Config[0].Gateway: \"gateway\" does not fit"
        ),
        row!(
            broken(USER, "10.77.0.128/25", "10.78.0.128/25"),
            Value { source: ValueError::Pool(IpamPoolError::RangeOutside { .. }), .. },
            "[0].IPAM.Config[0].IPRange: \"10.78.0.128/25\" does not fit"
        ),
        row!(
            broken(USER, "\"10.77.0.2\"", "\"10.77.0.1\""),
            Value {
                source: ValueError::Pool(IpamPoolError::Auxiliary {
                    source: AddressError::Gateway { .. },
                    ..
                }),
                ..
            },
            "[0].IPAM.Config[0].AuxiliaryAddresses.router: \"10.77.0.1\" does not fit"
        ),
        row!(
            broken(USER, "fd77::/64", "10.77.0.0/25"),
            Value { source: ValueError::Spec(NetworkSpecError::PoolsOverlap { .. }), .. },
            "[0].IPAM.Config[1]: \"10.77.0.0/25\" does not fit"
        ),
        row!(
            broken(CONNECTED, "02:42:0a:4d:00:80", "02:42:0a:4d:00"),
            Value { source: ValueError::Mac(_), .. },
            "[0].Containers.5b0d5d6a1c0f0b6de9fd1b7e2d1c4f1a3a94e7c6b8d7f6e5a4b3c2d1e0f9a8b7.MacAddress: \"02:42:0a:4d:00\" does not fit"
        ),
        row!(
            broken(CONNECTED, "10.77.0.128/24", "10.77.0.300/24"),
            Value { source: ValueError::Ip(_), .. },
            "[0].Containers.5b0d5d6a1c0f0b6de9fd1b7e2d1c4f1a3a94e7c6b8d7f6e5a4b3c2d1e0f9a8b7.IPv4Address: \"10.77.0.300/24\" does not fit"
        ),
        row!(
            broken(CONNECTED, "10.77.0.128/24", "10.77.0.255/24"),
            Value { source: ValueError::Address(AddressError::Broadcast { .. }), .. },
            "[0].Containers.5b0d5d6a1c0f0b6de9fd1b7e2d1c4f1a3a94e7c6b8d7f6e5a4b3c2d1e0f9a8b7.IPv4Address: \"10.77.0.255\" does not fit"
        ),
        row!(
            broken(CONNECTED, "ep-91c2", "ep 91c2"),
            Value { source: ValueError::Id(_), .. },
            "[0].Containers.ep 91c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2: \"ep 91c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2\" does not fit"
        ),
        row!(
            broken(NAT, "\"Name\": \"nat\"", "\"Name\": \" \""),
            Value { source: ValueError::Name(_), .. },
            "[0].Name: \" \" does not fit"
        ),
    ];
    refused(inspect, rows);
}

#[test]
fn values_of_another_kind() {
    use WireProblem::Shape;
    let rows = vec![
        row!(
            broken(NAT, "\"Scope\": \"local\"", "\"Scope\": 1"),
            Shape { .. },
            "[0].Scope: expected a text, found a number"
        ),
        row!(
            broken(NAT, "\"Internal\": false", "\"Internal\": \"no\""),
            Shape { .. },
            "[0].Internal: expected true or false, found a text"
        ),
        row!(
            broken(USER, "\"docknet\"", "3"),
            Shape { .. },
            "[0].Labels.owner: expected a text, found a number"
        ),
        row!(
            broken(NAT, "\"10.10.0.0/20\"", "10"),
            Shape { .. },
            "[0].IPAM.Config[0].Subnet: expected a text, found a number"
        ),
        row!(
            r#"{"Name":"a","Id":"a","Driver":"nat","IPAM":{"Config":{}}}"#,
            Shape { .. },
            "IPAM.Config: expected an array, found an object"
        ),
        row!(
            r#"{"Name":"a","Id":"a","Driver":"nat","IPAM":{"Config":["10.0.0.0/8"]}}"#,
            Shape { .. },
            "IPAM.Config[0]: expected an object, found a text"
        ),
        row!(
            r#"{"Name":"a","Id":"a","Driver":"nat","Containers":[]}"#,
            Shape { .. },
            "Containers: expected an object, found an array"
        ),
        row!(
            r#"{"Name":"a","Id":"a","Driver":"nat","Containers":{"b":"c"}}"#,
            Shape { .. },
            "Containers.b: expected an object, found a text"
        ),
        row!(
            r#"{"Name":"a","Id":"a","Driver":"nat","IPAM":"default"}"#,
            Shape { .. },
            "IPAM: expected an object, found a text"
        ),
    ];
    refused(inspect, rows);
}

#[test]
fn the_reason_stands_behind_the_value() {
    use std::error::Error;
    let reason = |text: &str| {
        let error = inspect(text).unwrap_err();
        let value = error.source().expect("the problem");
        value.source().expect("the reason").to_string()
    };
    assert_eq!(
        reason(&broken(NAT, "10.10.0.0/20", "10.10.10.10/20")),
        "10.10.10.10/20 has host bits set: the subnet is 10.10.0.0/20"
    );
    assert_eq!(
        reason(&broken(NAT, "\"10.10.0.1\"", "\"10.11.0.1\"")),
        "the gateway does not fit: 10.11.0.1 is not in 10.10.0.0/20"
    );
    assert_eq!(
        reason(&broken(USER, "fd77::/64", "10.77.0.0/25")),
        "network back has two pools that overlap: 10.77.0.0/24 and 10.77.0.0/25"
    );
}

#[test]
fn configurations_of_engines_that_are_none() {
    use WireProblem::{DuplicateKey, Lookalike as Looks, NotJson, Shape, Value};
    let rows = vec![
        row!(
            NAT,
            Looks { lookalike: Lookalike::NetworkInspect, .. },
            "this is docker network inspect output, not an engine's daemon.json"
        ),
        row!("[]", Shape { .. }, "expected an object, found an array"),
        row!("{\"fixed-cidr\" \"10.10.0.0/20\"}", NotJson { .. }, "not JSON at line 1, column 15"),
        row!(
            "{\"a\":1,\n\"a\":2}",
            DuplicateKey { line: 2, .. },
            "the key \"a\" occurs twice (again at line 2); remove one of them"
        ),
        row!("{\"fixed-cidr\":10}", Shape { .. }, "fixed-cidr: expected a text, found a number"),
        row!(
            "{\"fixed-cidr\":\"10.10.0.1/20\"}",
            Value { source: ValueError::Subnet(SubnetError::HostBits { .. }), .. },
            "fixed-cidr: \"10.10.0.1/20\" does not fit"
        ),
    ];
    refused(daemon, rows);
}
