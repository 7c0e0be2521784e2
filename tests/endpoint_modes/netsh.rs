//! What `netsh` says, in several languages, as files come from Windows.

use std::path::Path;

use docknet::check::service::ServiceDraft;
use docknet::model::{EndpointMode, Port, PublishMode, PublishedPort, Replicas, ServicePort};
use docknet::wire::{DynamicPorts, ExcludedPorts, decode};
use proptest::prelude::*;

use crate::check;

fn read(name: &str) -> ExcludedPorts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/endpoint_modes/netsh").join(name);
    decode(&std::fs::read(path).unwrap()).unwrap().parse().unwrap()
}

fn ranges(name: &str) -> Vec<String> {
    let read = read(name);
    let text = |range: &docknet::wire::ExcludedRange| {
        format!("{}{}", range.ports, if range.administered { "*" } else { "" })
    };
    read.ranges().iter().map(text).collect()
}

#[test]
fn every_language_has_the_same_numbers() {
    assert_eq!(ranges("english.txt"), ["1031-1130", "5357", "6897-6996", "50000-50059*"]);
    assert_eq!(ranges("german.txt"), ["8000-8099", "50000-50059*"]);
    assert_eq!(ranges("chinese.txt"), ["1031-1130"]);
    assert_eq!(ranges("empty.txt"), [""; 0]);
    assert_eq!("".parse::<ExcludedPorts>().unwrap(), ExcludedPorts::default());
}

#[test]
fn ranges_hold_both_ends() {
    let english = read("english.txt");
    let contains = |number| english.contains(Port::new(number).unwrap());
    assert_eq!([1030, 1031, 1130, 1131].map(contains), [false, true, true, false]);
}

fn any_port() -> impl Strategy<Value = ServicePort> {
    let number = prop_oneof![Just(80_u16), Just(8080), 1..=u16::MAX];
    (proptest::option::of(number), 0..3_u8, any::<bool>()).prop_map(|(published, protocol, host)| {
        let protocol = ["tcp", "udp", "sctp"][usize::from(protocol)].parse().unwrap();
        let mut port = PublishedPort::new(Port::literal(80)).with_protocol(protocol);
        port.published = published.map(|number| Port::new(number).unwrap());
        ServicePort::new(port, if host { PublishMode::Host } else { PublishMode::Ingress })
    })
}

prop_compose! {
    fn any_draft()(
        dnsrr in any::<bool>(),
        ports in proptest::collection::vec(any_port(), 0..5),
        replicas in proptest::option::of(any::<u64>()),
        networks in proptest::collection::vec(prop_oneof![Just("back"), Just("ingress"), Just("nat")], 0..3),
        address in proptest::option::weighted(0.2, any::<std::net::IpAddr>()),
        constraint in proptest::option::of("node\\.(role|hostname)(==|!=|=)[a-z1]{0,4}"),
        image in "[a-z.]{1,9}(:5000)?/[a-z]{1,5}",
    ) -> ServiceDraft {
        let mut draft = ServiceDraft::new("web".parse().unwrap(), image);
        draft.mode = if dnsrr { EndpointMode::Dnsrr } else { EndpointMode::Vip };
        draft.ports = ports;
        draft.replicas = replicas.map_or(Replicas::Global, Replicas::Count);
        draft.networks = networks.into_iter().map(|name| name.parse().unwrap()).collect();
        draft.static_addresses.extend(address);
        draft.constraints.extend(constraint);
        draft
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parsers_panic(text in any::<String>(), rows in "([ -+]{0,3}[0-9]{0,6}[ :*\r\n]{0,3}){0,9}") {
        for text in [text, rows] {
            let _ = text.parse::<ExcludedPorts>();
            let _ = text.parse::<DynamicPorts>();
        }
    }

    #[test]
    fn a_draft_without_errors_is_a_spec(draft in any_draft(), nodes in 0..4_usize) {
        let hosts = ["linux@20.10.24", "windows-server-2016", "windows-server-2022@28.2.2"];
        let report = check(&draft, &hosts[..nodes.min(hosts.len())]);
        if report.is_clean() {
            let spec = draft.to_spec();
            prop_assert!(spec.is_ok(), "{spec:?}\n{report}");
            prop_assert_eq!(ServiceDraft::from(spec.unwrap()).ports, draft.ports.clone());
        }
        prop_assert_eq!(check(&draft, &hosts[..nodes.min(hosts.len())]), report);
    }
}
