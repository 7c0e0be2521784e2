//! HCN v2: policies, what clients check before they create.

use docknet::wire::{hcn, hns};
use serde_json::json;

use super::{of, read};

#[test]
fn every_v2_policy_is_known() {
    let endpoint: hcn::Endpoint = read(fixture!("endpoint_policies.v2.json"));
    let kinds: Vec<_> = endpoint.policies.iter().map(hcn::EndpointPolicy::kind).collect();
    assert_eq!(kinds[..17], *hcn::EndpointPolicy::KINDS);
    let hcn::EndpointPolicy::PortMapping(port) = &endpoint.policies[0] else { panic!() };
    assert_eq!(port.protocol, Some(hcn::Protocol::Tcp), "a name is as good as a number");
    let flags = endpoint.flags.unwrap();
    assert_eq!(flags.bits, hcn::EndpointFlags::REMOTE_ENDPOINT | hcn::EndpointFlags::ENABLE_DHCP);

    let network: hcn::Network = read(fixture!("network_policies.v2.json"));
    let kinds: Vec<_> = network.policies.iter().map(hcn::NetworkPolicy::kind).collect();
    assert_eq!(kinds[..15], *hcn::NetworkPolicy::KINDS);
    assert_eq!(network.network_type(), hns::NetworkType::Nat, "no type is NAT");
    assert_eq!(network.ipams[0].kind, Some(hcn::IpamType::Dhcp));
    assert!(network.flags.as_ref().unwrap().names.contains("EnableFirewall"));
    for value in [endpoint.policies, vec![]].concat().iter().filter(|policy| policy.kind() == "BrandNew") {
        assert!(matches!(value, hcn::EndpointPolicy::Unknown { .. }));
    }
}

#[test]
fn clients_check_gateways() {
    let network = |value| of::<hcn::Network>(value).unwrap().content().clone();
    let good = network(serde_json::from_str(fixture!("mynat.v2.json")).unwrap());
    assert!(hcn::NewNetwork::try_from(good).is_ok());
    let subnet =
        json!({"IpAddressPrefix":"10.0.0.0/20","Routes":[{"NextHop":"","DestinationPrefix":"0.0.0.0/0"}]});
    let wrong = network(json!({"Ipams":[{"Subnets":[subnet]}]}));
    let path = "Ipams[0].Subnets[0].Routes[0].NextHop".to_owned();
    assert_eq!(hcn::NewNetwork::try_from(wrong), Err(hcn::CreateError::NoGateway { path }));
}
