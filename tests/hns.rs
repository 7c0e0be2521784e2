//! HNS v1 and HCN v2: what is read is kept, understood, converted, or refused with a place.

use docknet::model::{IpamPool, NetworkSpec};
use docknet::wire::{Document, Documents, Loss, Record, WireError, WireProblem, hcn, hns};
use proptest::prelude::*;
use serde_json::{Value, json};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("fixtures/hns/", $name))
    };
}

fn read<T: Record + Clone>(text: &str) -> T {
    let documents = Documents::<T>::parse(text).expect("a fixture");
    assert_eq!(documents.to_value(), serde_json::from_str::<Value>(text).expect("JSON"), "nothing is lost");
    let first = &documents.documents()[0];
    assert_eq!(first.with(first.content()).value(), first.value(), "nothing differs");
    first.content().clone()
}

fn paths(loss: Loss) -> Vec<String> {
    loss.lost.into_iter().map(|lost| lost.path).collect()
}

fn of<T: Record>(value: Value) -> Result<Document<T>, WireError> {
    Document::from_value(value)
}

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

fn some<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone,
{
    prop::option::of(strategy)
}

/// JSON without the keys that have no value.
fn object(entries: Vec<(&str, Option<Value>)>) -> Value {
    entries
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn policy() -> impl Strategy<Value = Value> {
    let ports =
        (some(any::<u16>()), some(any::<u16>()), any::<bool>(), prop::sample::select(vec!["TCP", "udp"]));
    prop_oneof![
        ports.prop_map(|(inside, outside, reserved, protocol)| object(vec![
            ("Type", Some("NAT".into())),
            ("Protocol", Some(protocol.into())),
            ("InternalPort", inside.map(Into::into)),
            ("ExternalPort", outside.map(Into::into)),
            ("ExternalPortReserved", reserved.then_some(true.into())),
        ])),
        any::<u64>().prop_map(|limit| json!({"Type":"qos","MaximumOutgoingBandwidthInBytes":limit})),
        any::<u32>().prop_map(|vlan| json!({"Type":"VLAN","VLAN":vlan})),
        any::<[u8; 4]>().prop_map(|a| json!({"Type":"PA","PA":std::net::Ipv4Addr::from(a).to_string()})),
        (any::<u16>(), "[0-9,]{1,9}").prop_map(|(priority, protocols)| json!({"Type":"ACL","Action":"block",
            "Direction":"Out","Priority":priority,"Protocols":protocols,"RuleType":"Host"})),
        prop::collection::vec("[0-9./]{1,9}", 0..3)
            .prop_map(|list| json!({"Type":"OutBoundNAT","ExceptionList":list})),
        any::<bool>()
            .prop_map(|encap| json!({"Type":"ROUTE","DestinationPrefix":"10.0.0.0/8","NeedEncap":encap})),
        "[A-Z]{3,6}9".prop_map(|kind| json!({"Type":kind,"Value":[1]})),
    ]
}

fn network() -> impl Strategy<Value = Value> {
    let subnet = (any::<[u8; 4]>(), 1..=30_u8, any::<bool>(), some(any::<u32>()));
    let subnets = prop::collection::vec(subnet, 0..3).prop_map(|subnets| {
        let one = |(address, length, gateway, vsid): ([u8; 4], u8, bool, Option<u32>)| {
            let prefix =
                docknet::model::Subnet::around(std::net::IpAddr::from(address), length).expect("30 at most");
            let policies = vsid.map(|vsid| json!([{"Type":"VSID","VSID":vsid}]));
            object(vec![
                ("AddressPrefix", Some(prefix.to_string().into())),
                ("GatewayAddress", gateway.then(|| prefix.nth(1).expect("four at least").to_string().into())),
                ("Policies", policies),
            ])
        };
        subnets.into_iter().map(one).collect::<Value>()
    });
    let kinds =
        prop::sample::select(vec!["nat", "NAT", "Overlay", "l2bridge", "ICS", "Layered", "Mirrored", "New"]);
    (
        subnets,
        kinds,
        some("[a-z.]{1,9}"),
        prop::collection::vec("[0-9.]{1,9}", 0..3),
        any::<bool>(),
        some(any::<u16>()),
    )
        .prop_map(|(subnets, kind, suffix, servers, automatic, flags)| {
            object(vec![
                ("Name", Some("n".into())),
                ("Type", Some(kind.into())),
                ("Subnets", Some(subnets)),
                ("DNSSuffix", suffix.map(Into::into)),
                ("DNSServerList", Some(servers.join(", ").into())),
                ("AutomaticDNS", Some(automatic.into())),
                ("Flags", flags.map(Into::into)),
            ])
        })
}

fn any_json() -> impl Strategy<Value = Value> {
    const KEYS: &[&str] = &[
        "ID",
        "Name",
        "Type",
        "Policies",
        "Settings",
        "Subnets",
        "AddressPrefix",
        "GatewayAddress",
        "Flags",
        "Ipams",
        "Routes",
        "NextHop",
        "DestinationPrefix",
        "Dns",
        "Health",
        "State",
        "Version",
        "IPAddress",
        "References",
        "PortMappings",
        "Protocol",
        "IpConfigurations",
        "IpAddress",
        "Output",
        "Error",
        "Major",
        "SchemaVersion",
        "X",
    ];
    let words = prop::sample::select(vec![
        "",
        "NAT",
        "ACL",
        "VLAN",
        "PortMapping",
        "0.0.0.0/0",
        "10.0.0.1",
        "TCP",
        "In",
        "Allow",
        "fd00::/8",
        "6",
        "ё",
        "0f9d2c1a-3b4c-4d5e-8f60-7182a3b4c5d6",
        "/endpoints/x",
        "EnableDns,?",
        "Overlay",
        "(0x57)",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..70_000_u32).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let entries = prop::collection::vec((prop::sample::select(KEYS), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            entries.prop_map(|all| object(all.into_iter().map(|(key, value)| (key, Some(value))).collect())),
        ]
    })
}

fn survives<T: Record + Clone + PartialEq + std::fmt::Debug>(value: &Value) -> Option<T> {
    let documents = Documents::<T>::from_value(value.clone()).ok()?;
    assert_eq!(&documents.to_value(), value);
    let first = documents.documents().first()?;
    assert_eq!(first.with(first.content()).value(), first.value());
    assert_eq!(&T::from_value(&first.content().to_value()).expect("what was written"), first.content());
    Some(first.content().clone())
}

proptest! {
    #[test]
    fn generated_networks_survive(value in network()) {
        let v1 = survives::<hns::Network>(&value).unwrap();
        match v1.to_v2() {
            Ok(v2) => prop_assert_eq!(v2.to_v1(), Ok(v1)),
            Err(loss) => prop_assert_eq!(&loss.lost[0].path, "Type"),
        }
    }

    #[test]
    fn generated_policies_survive(policies in prop::collection::vec(policy(), 0..5)) {
        let v1 = survives::<hns::Endpoint>(&json!({ "Policies": policies })).unwrap();
        if let Ok(v2) = v1.to_v2() {
            prop_assert_eq!(v2.to_v1(), Ok(v1));
            prop_assert_eq!(survives::<hcn::Endpoint>(&v2.to_value()), Some(v2));
        } else {
            let unknown = v1.policies.iter().any(|policy| !hns::Policy::KINDS.contains(&policy.kind()));
            prop_assert!(unknown);
        }
    }

    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        if let Some(v1) = survives::<hns::Network>(&value) {
            let _ = v1.network();
            if let Ok(v2) = v1.to_v2() {
                prop_assert_eq!(v2.to_v1(), Ok(v1));
            }
        }
        if let Some(v1) = survives::<hns::Endpoint>(&value) {
            if let Ok(v2) = v1.to_v2() {
                prop_assert_eq!(v2.to_v1(), Ok(v1));
            }
        }
        let _ = survives::<hcn::Network>(&value).map(|v2| (v2.network(), v2.to_v1(), hcn::NewNetwork::try_from(v2)));
        let _ = survives::<hcn::Endpoint>(&value).map(|v2| (v2.to_v1(), hcn::NewEndpoint::try_from(v2)));
        let _ = survives::<hcn::LoadBalancer>(&value).map(|v2| v2.to_v1());
        let _ = survives::<hns::PolicyList>(&value).map(|v1| (v1.to_load_balancer(), v1.to_route()));
        let _ = (survives::<hcn::Namespace>(&value), survives::<hcn::Route>(&value), survives::<hcn::Query>(&value));
        let _ = (survives::<hcn::ModifyNetwork>(&value), survives::<hcn::ModifyEndpoint>(&value));
        let _ = (survives::<hns::AttachRequest>(&value), survives::<hns::EndpointStats>(&value));
        let _ = survives::<hns::Response>(&value).map(|answer| answer.outputs::<hns::Network>().is_ok());
    }
}
