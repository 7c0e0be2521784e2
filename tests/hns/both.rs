//! From v1 to v2 and back.

use docknet::wire::{Documents, hcn, hns};

use super::{paths, read};

#[test]
fn networks_go_to_v2_and_back() {
    let v2: hcn::Network = read(fixture!("mynat.v2.json"));
    let v1 = v2.to_v1().unwrap();
    assert_eq!(v1.dns_server_list.0, ["10.0.0.10"]);
    assert_eq!(v1.to_v2().unwrap(), v2);
    let lost = paths(read::<hcn::Network>(fixture!("network_policies.v2.json")).to_v1().unwrap_err());
    for path in
        ["Policies[2]", "Ipams[0].Type", "Ipams[0].Subnets[0].Flags", "Ipams[0].Subnets[0].Routes[0].Metric"]
    {
        assert!(lost.iter().any(|lost| lost == path), "{path} in {lost:?}");
    }
}

#[test]
fn endpoints_go_to_v2_and_back() {
    let endpoint: hns::Endpoint = read(fixture!("endpoint.v1.json"));
    assert_eq!(endpoint.state, Some(hns::EndpointState::AttachedSharing));
    let settings = endpoint.settings();
    let v2 = settings.to_v2().unwrap();
    assert_eq!(v2.flags.as_ref().unwrap().bits, hcn::EndpointFlags::DISABLE_INTER_COMPUTE_COMMUNICATION);
    assert_eq!(v2.to_v1().unwrap(), settings);
    assert!(matches!(hcn::NewEndpoint::try_from(v2), Err(hcn::CreateError::NamespaceReadOnly)));

    let network = read::<hns::Network>(fixture!("nat_2022.v1.json")).network().unwrap();
    let model = endpoint.endpoint(&network).unwrap();
    assert_eq!((model.name.as_str(), model.container.as_str()), ("iis", "2231ab"));
    assert_eq!(model.mac.unwrap().to_string(), "00:15:5d:3a:40:0a");
    assert_eq!(model.ipv4.unwrap().to_string(), "172.21.20.9/20");
}

#[test]
fn balancers_routes_and_namespaces() {
    let v2: hcn::LoadBalancer = read(fixture!("balancer.v2.json"));
    let v1: hns::PolicyList = read(fixture!("balancer.v1.json"));
    assert_eq!(v2.to_v1().unwrap(), v1);
    assert_eq!(v1.to_load_balancer().unwrap(), v2);
    assert_eq!(paths(v1.to_route().unwrap_err()), ["Policies[0]", "Policies[0]"]);
    let routes = Documents::<hcn::Route>::parse(fixture!("route.v2.json")).unwrap();
    for route in routes.contents() {
        assert_eq!(route.settings().count(), 1);
        assert!(route.to_v1().unwrap().to_route().is_ok());
    }
    let namespace: hcn::Namespace = read(fixture!("namespace.v2.json"));
    assert_eq!(namespace.kind, Some(hcn::NamespaceType::HostDefault));
}
