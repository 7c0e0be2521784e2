//! JSON that is HNS', nearly is, or is not.

use proptest::prelude::*;
use serde_json::{Value, json};

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

pub(super) fn policy() -> impl Strategy<Value = Value> {
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

pub(super) fn network() -> impl Strategy<Value = Value> {
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

pub(super) fn any_json() -> impl Strategy<Value = Value> {
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
