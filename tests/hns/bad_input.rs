//! Answers in their envelope, and input that is refused with a place.

use docknet::wire::{Documents, WireProblem, hcn, hns};
use serde_json::json;

use super::of;

#[test]
fn answers_come_in_an_envelope() {
    let answer = |value| of::<hns::Response>(value).unwrap().content().clone();
    assert!(answer(json!({"Success":true})).output::<hns::Network>().unwrap().is_none());
    assert!(answer(json!({"Success":true,"Output":""})).outputs::<hns::Network>().unwrap().is_empty());
    let one = answer(json!({"Success":true,"Output":{"Name":"nat"}})).outputs::<hns::Network>().unwrap();
    assert_eq!(one[0].name.as_deref(), Some("nat"));
    let version = answer(json!({"Success":true,"Output":{"Major":13,"Minor":3}})).output::<hns::HnsVersion>();
    assert_eq!(version.unwrap(), Some(hns::HnsVersion::new(13, 3)));
    let wrong = answer(json!({"Success":true,"Output":[{"Subnets":[{"AddressPrefix":1}]}]}));
    let hns::ResponseError::Wire(error) = wrong.outputs::<hns::Network>().unwrap_err() else { panic!() };
    assert_eq!(error.path, "Output[0].Subnets[0].AddressPrefix");
}

#[test]
fn bad_input_says_where() {
    for (value, path) in [
        (json!({"ID":"junk"}), "ID"),
        (json!({"Name":1}), "Name"),
        (json!({"Version":1e30}), "Version"),
        (json!({"Version":-1}), "Version"),
        (json!({"Version":{"Major":1}}), "Version"),
        (json!({"Flags":[1]}), "Flags[0]"),
        (json!({"Subnets":"System.Object[]"}), "Subnets"),
        (json!({"Subnets":["@{AddressPrefix=10.0.0.0/20}"]}), "Subnets[0]"),
        (json!({"Subnets":[{"AddressPrefix":"10.0.0.1/20"}]}), "Subnets[0].AddressPrefix"),
        (json!({"Subnets":[{"GatewayAddress":"x"}]}), "Subnets[0].GatewayAddress"),
        (json!({"Policies":[{"VLAN":1}]}), "Policies[0]"),
        (json!({"Policies":[{"Type":"VLAN","VLAN":-1}]}), "Policies[0].VLAN"),
        (json!({"Policies":[{"Type":"NAT","InternalPort":65536}]}), "Policies[0].InternalPort"),
        (json!({"Policies":[{"Type":"ACL","Direction":"In"}]}), "Policies[0]"),
        (json!({"MacPools":[{"StartMacAddress":"00-15"}]}), "MacPools[0].StartMacAddress"),
    ] {
        let text = value.to_string();
        assert_eq!(of::<hns::Network>(value.clone()).unwrap_err().path, path, "{text}");
        let error = Documents::<hns::Network>::from_value(json!([{}, value])).unwrap_err();
        assert_eq!(error.path, format!("[1].{path}"), "{text}");
    }
    for (value, path) in [
        (json!({"Policies":[{"Type":"PortMapping","Settings":{"Flags":{}}}]}), "Policies[0].Settings.Flags"),
        (json!({"Policies":[{"Type":"TierAcl"}]}), "Policies[0].Settings"),
        (json!({"IpConfigurations":[{"PrefixLength":256}]}), "IpConfigurations[0].PrefixLength"),
    ] {
        assert_eq!(of::<hcn::Endpoint>(value).unwrap_err().path, path);
    }
    let truncated = fixture!("nat_2022.v1.json").get(..200).unwrap();
    let error = Documents::<hns::Network>::parse(truncated).unwrap_err();
    assert!(matches!(error.problem, WireProblem::NotJson { .. }), "{error}");
    let docker = Documents::<hns::Network>::parse(r#"[{"Name":"nat","IPAM":{}}]"#).unwrap_err();
    assert!(matches!(docker.problem, WireProblem::Lookalike { .. }), "{docker}");
}
