//! HNS v1: networks and policies as Windows gives them.

use docknet::model::{IpamPool, NetworkSpec};
use docknet::wire::{Document, Record, hcn, hns};
use serde_json::{Value, json};

use super::{paths, read};

#[test]
fn the_nat_network_of_server_2022() {
    let network: hns::Network = read(fixture!("nat_2022.v1.json"));
    assert_eq!(network.version, Some(hns::HnsVersion::new(13, 3)));
    assert!(network.flags.as_ref().unwrap().has(hcn::NetworkFlags::ENABLE_NON_PERSISTENT));
    assert_eq!(network.rest["NatName"], "NATB1A0F6C4-2D1E-4E55-8C0B-0F5B6B1C7A01");
    let model = network.network().unwrap();
    assert_eq!(model.spec.driver().as_str(), "nat");
    assert_eq!(model.spec.pools()[0].subnet().to_string(), "172.21.16.0/20");
    assert_eq!(model.spec.pools()[0].gateway(), Some("172.21.16.1".parse().unwrap()));
    assert!(model.spec.options().is_empty(), "HNS counted the VLAN up by itself");
    let lost = paths(network.to_v2().unwrap_err());
    assert!(lost.contains(&"Policies[0]".to_owned()) && lost.contains(&"Subnets[0].IpSubnets".to_owned()));
    assert_eq!(paths(network.settings().to_v2().unwrap_err()), ["Policies[0]"]);
}

#[test]
fn with_touches_only_what_differs() {
    let document = Document::<hns::Network>::parse(fixture!("nat_2022.v1.json")).unwrap();
    let mut model = document.content().network().unwrap();
    let pool = IpamPool::new("10.10.0.0/20".parse().unwrap()).with_gateway("10.10.0.1".parse().unwrap());
    model.spec = NetworkSpec::new("nat2".parse().unwrap(), model.spec.driver().clone())
        .with_pool(pool.unwrap())
        .unwrap()
        .with_option("com.docker.network.windowsshim.dnsservers", "10.0.0.1,10.0.0.2");
    let after = document.with(&document.content().with(&model).unwrap());
    let mut expected = document.to_value();
    expected["Name"] = json!("nat2");
    expected["Subnets"] = json!([{"AddressPrefix": "10.10.0.0/20", "GatewayAddress": "10.10.0.1"}]);
    expected["DNSServerList"] = json!("10.0.0.1,10.0.0.2");
    let mut got = after.to_value();
    got["Subnets"] = json!([{"AddressPrefix": got["Subnets"][0]["AddressPrefix"],
        "GatewayAddress": got["Subnets"][0]["GatewayAddress"]}]);
    assert_eq!(got, expected);
    assert_eq!(after.content().network().unwrap(), model);

    let v2 = Document::<hcn::Network>::parse(&fixture!("mynat.v2.json").replacen(
        '{',
        r#"{"ID":"B1A0F6C4-2D1E-4E55-8C0B-0F5B6B1C7A01","#,
        1,
    ))
    .unwrap();
    let before = v2.content().network().unwrap();
    assert_eq!(v2.with(&v2.content().with(&before).unwrap()), v2);
    model.id = before.id;
    let after = v2.with(&v2.content().with(&model).unwrap());
    assert_eq!(after.content().network().unwrap(), model);
    assert_eq!(after.value()["MacPool"], v2.value()["MacPool"]);
}

#[test]
fn dockers_request_lets_hns_choose() {
    let network: hns::Network = read(fixture!("docker_request.v1.json"));
    assert_eq!(network.kind, Some(hns::NetworkType::Nat));
    assert_eq!((network.subnets[0].prefix(), network.subnets[0].gateway()), (None, None));
    assert_eq!(network.to_v2().unwrap().to_v1().unwrap(), network);
}

#[test]
fn every_v1_policy_is_known() {
    let endpoint: hns::Endpoint = read(fixture!("policies.v1.json"));
    let kinds: Vec<_> = endpoint.policies.iter().map(hns::Policy::kind).collect();
    assert_eq!(kinds[..13], *hns::Policy::KINDS);
    assert_eq!(hns::Policy::KINDS.len(), 13);
    assert!(matches!(&endpoint.policies[13], hns::Policy::Unknown { kind, .. } if kind == "BRANDNEW"));
    let written = endpoint.to_value();
    assert_eq!(written, serde_json::from_str::<Value>(fixture!("policies.v1.json")).unwrap());
    assert_eq!(
        paths(endpoint.to_v2().unwrap_err()),
        [
            "Policies[1].Protocol",
            "Policies[1].InternalPort",
            "Policies[1].LocalPort",
            "Policies[1].RemotePort",
            "Policies[1].ServiceName",
            "Policies[4]",
            "Policies[5]",
            "Policies[7]",
            "Policies[10]",
            "Policies[13]"
        ]
    );
}
