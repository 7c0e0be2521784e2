//! Documents of engines: read with their meaning, written back as they were.

mod generate;

use docknet::model::{Assignment, Driver, IpamPool, Network, NetworkSpec, NetworkSpecError, Scope};
use docknet::wire::{Inspection, NetworkDocument, ValueError, WireProblem, decode};
use generate::network;
use proptest::collection::{btree_map, vec};
use proptest::prelude::{
    BoxedStrategy, Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use serde_json::{Value, json};

macro_rules! fixtures {
    ($($constant:ident = $file:literal;)+) => {
        $(const $constant: &str = include_str!(concat!("fixtures/wire/", $file));)+
        const FIXTURES: &[(&str, &str)] = &[$(($file, $constant)),+];
    };
}

fixtures! {
    AS_TYPED = "linux-20.10-as-typed.json";
    BRIDGE = "linux-20.10-bridge.json";
    CONNECTED = "linux-20.10-connected.json";
    NONE_HOST = "linux-20.10-none-host.json";
    OVERLAY = "linux-20.10-overlay.json";
    OVERLAY_ELSEWHERE = "linux-20.10-overlay-elsewhere.json";
    USER = "linux-20.10-user.json";
    NEW = "linux-29-ipv6.json";
    WILDCARD = "windows-17.06-wildcard.json";
    NAT = "windows-19.03-nat.json";
}

fn inspection(text: &str) -> Inspection {
    Inspection::parse(text).expect("a good document")
}

fn only(text: &str) -> Network {
    let mut networks = inspection(text).networks().expect("a good document");
    assert_eq!(networks.len(), 1);
    networks.remove(0)
}

fn document(text: &str) -> NetworkDocument {
    inspection(text).documents()[0].clone()
}

fn endpoints(network: &Network) -> Vec<(String, String, Assignment)> {
    let seen = |endpoint: &docknet::model::Endpoint| {
        let address = endpoint.ipv4.map(|address| address.to_string()).unwrap_or_default();
        (endpoint.name.clone(), address, endpoint.assignment)
    };
    network.endpoints.iter().map(seen).collect()
}

type Edit = fn(&mut Network);

/// The paths at which two values differ.
fn differences(before: &Value, after: &Value, path: &str, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                let (a, b) = (a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
                differences(a, b, &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differences(a, b, &format!("{path}[{index}]"), found);
            }
        }
        _ if before != after => found.push(path.to_owned()),
        _ => {}
    }
}

fn changed(before: &NetworkDocument, after: &NetworkDocument) -> Vec<String> {
    let mut found = Vec::new();
    differences(before.value(), after.value(), "", &mut found);
    found
}

#[test]
fn a_windows_nat_network_has_its_true_prefix() {
    use Assignment::{Dynamic, Static};
    let nat = only(NAT);
    assert_eq!((nat.name().as_str(), nat.spec.driver(), &nat.scope), ("nat", &Driver::Nat, &Scope::Local));
    let pool =
        IpamPool::new("10.10.0.0/20".parse().unwrap()).with_gateway("10.10.0.1".parse().unwrap()).unwrap();
    assert_eq!(nat.spec.pools(), [pool]);
    let expected = [
        ("aspnet9090_aspnet9090_1", "10.10.4.219/20", Dynamic),
        ("iis8080_iis8080_1", "10.10.9.66/20", Dynamic),
        ("nginx_nginx_1", "10.10.3.222/20", Dynamic),
        ("redisha_master_1", "10.10.10.10/20", Static),
        ("redisha_sentinel_1", "10.10.4.169/20", Dynamic),
        ("redisha_slave_1", "10.10.8.210/20", Dynamic),
    ];
    assert_eq!(endpoints(&nat), expected.map(|(name, address, how)| (name.into(), address.into(), how)));
    assert_eq!(nat.endpoints[0].mac.unwrap().to_string(), "00:15:5d:b9:00:8f");
    assert_eq!(
        nat.spec.options()["com.docker.network.windowsshim.hnsid"],
        "40703147-2B99-4CFD-BA32-5F060F66EFAD"
    );
}

#[test]
fn a_wildcard_of_an_old_windows_engine_is_no_pool() {
    let shop = only(WILDCARD);
    assert!(shop.spec.pools().is_empty());
    assert_eq!(endpoints(&shop), [("shop_web_1".into(), "172.20.51.7/16".into(), Assignment::Unknown)]);
    assert_eq!(shop.endpoints[0].mac.unwrap().to_string(), "00:15:5d:4e:83:c7");
}

#[test]
fn linux_networks_are_read_as_they_are() {
    let bridge = only(BRIDGE);
    assert_eq!(bridge.spec.driver(), &Driver::Bridge);
    assert_eq!(bridge.spec.pools(), [IpamPool::new("172.17.0.0/16".parse().unwrap())]);
    assert_eq!(bridge.spec.options()["com.docker.network.bridge.name"], "docker0");

    let back = only(USER);
    assert!(back.spec.ipv6() && !back.spec.attachable());
    let pool = IpamPool::new("10.77.0.0/24".parse().unwrap())
        .with_gateway("10.77.0.1".parse().unwrap())
        .and_then(|pool| pool.with_range("10.77.0.128/25".parse().unwrap()))
        .and_then(|pool| pool.with_auxiliary("router", "10.77.0.2".parse().unwrap()))
        .unwrap();
    assert_eq!(back.spec.pools(), [pool, IpamPool::new("fd77::/64".parse().unwrap())]);
    assert_eq!(back.spec.labels()["owner"], "docknet");

    let connected = only(CONNECTED);
    assert_eq!(
        endpoints(&connected),
        [
            ("ghost".into(), "10.77.0.9/24".into(), Assignment::Unknown),
            ("web".into(), "10.77.0.128/24".into(), Assignment::Unknown),
        ]
    );
    assert!(connected.endpoints[0].container.as_str().starts_with("ep-"));
    assert_eq!(connected.endpoints[1].ipv6.unwrap().to_string(), "fd77::2/64");

    let drivers: Vec<_> = inspection(NONE_HOST)
        .networks()
        .unwrap()
        .iter()
        .map(|network| network.spec.driver().clone())
        .collect();
    assert_eq!(drivers, [Driver::Null, Driver::Host]);
}

#[test]
fn swarm_networks_show_what_is_on_this_node() {
    let overlay = only(OVERLAY);
    assert_eq!((overlay.spec.driver(), &overlay.scope), (&Driver::Overlay, &Scope::Swarm));
    assert!(overlay.spec.attachable());
    assert_eq!(overlay.endpoints[0].container.as_str(), "lb-net1");
    assert_eq!(overlay.endpoints[0].ipv4.unwrap().to_string(), "10.0.1.4/24");

    let elsewhere = inspection(OVERLAY_ELSEWHERE).networks().unwrap();
    assert!(elsewhere.iter().all(|network| network.endpoints.is_empty()));
    assert_eq!(elsewhere[1].spec.driver(), &Driver::Other("".into()), "the allocator had no subnet for it");
}

#[test]
fn newer_engines_say_more() {
    let new = only(NEW);
    assert_eq!(
        new.spec.subnets().map(|s| s.to_string()).collect::<Vec<_>>(),
        ["172.18.0.0/16", "fd5c:1234:5678::/64"]
    );
    assert_eq!(new.spec.pools()[0].range(), None, "an empty text is no range");
    assert_eq!(new.endpoints[0].id, None, "an empty text is no identity");
    let value = inspection(NEW).to_value();
    assert_eq!(
        value[0]["Status"]["IPAM"]["Subnets"]["fd5c:1234:5678::/64"]["DynamicIPsAvailable"],
        18_446_744_073_709_551_614_u64
    );
}

#[test]
fn what_an_old_engine_took_as_typed_is_observed_and_not_trusted() {
    let typed = document(AS_TYPED);
    let error = typed.network().unwrap_err();
    assert_eq!(error.path, "[0].IPAM.Config[0].Subnet");
    assert!(matches!(error.problem, WireProblem::Value { source: ValueError::Subnet(_), .. }), "{error}");
    let pools = typed.observed().unwrap();
    assert_eq!(pools.spec.pools(), [IpamPool::new("10.99.3.0/24".parse().unwrap())]);
}

#[test]
fn every_document_is_written_back_as_it_was() {
    for (file, text) in FIXTURES {
        let read = inspection(text);
        let before: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read.to_value().to_string(), before.to_string(), "{file}, the order of keys too");
        for document in read.documents() {
            assert_eq!(&document.with(&document.observed().unwrap()).unwrap(), document, "{file}");
        }
    }
}

#[test]
fn a_bare_object_stays_bare_and_an_array_an_array() {
    let bare = inspection(WILDCARD).to_value();
    assert!(bare.is_object());
    let array = json!([bare]);
    assert_eq!(Inspection::from_value(array.clone()).unwrap().to_value(), array);
    assert_eq!(inspection("[]").to_value(), json!([]));
    let both = inspection(OVERLAY_ELSEWHERE);
    assert_eq!((both.documents().len(), both.to_value().as_array().unwrap().len()), (2, 2));
}

#[test]
fn text_is_read_as_both_worlds_write_it() {
    let expected = inspection(NAT);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        std::iter::once(0xfeff).chain(NAT.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    let marked = [&b"\xef\xbb\xbf"[..], NAT.as_bytes()].concat();
    for bytes in [NAT.as_bytes().to_vec(), marked, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert_eq!(inspection(&decode(&bytes).unwrap()), expected);
    }
}

#[test]
fn unknown_words_and_keys_stay() {
    let mut value = inspection(WILDCARD).to_value();
    for (key, word) in [("Driver", "weave"), ("Scope", "galaxy"), ("Weather", "fair")] {
        value[key] = word.into();
    }
    let document = NetworkDocument::from_value(value).unwrap();
    let mut network = document.network().unwrap();
    assert_eq!((network.spec.driver().as_str(), network.scope.as_str()), ("weave", "galaxy"));
    network.spec = network.spec.with_label("owner", "me");
    let after = document.with(&network).unwrap();
    assert_eq!(changed(&document, &after), [".Labels.owner"]);
}

#[test]
fn changing_one_thing_changes_only_that() {
    let document = document(CONNECTED);
    let before = document.network().unwrap();
    let changes: &[(Edit, &[&str])] = &[
        (|n| n.id = "abc".parse().unwrap(), &[".Id"]),
        (|n| n.scope = Scope::Swarm, &[".Scope"]),
        (|n| n.spec = n.spec.clone().with_internal(true), &[".Internal"]),
        (|n| n.spec = n.spec.clone().with_ipv6(false), &[".EnableIPv6"]),
        (|n| n.spec = n.spec.clone().with_attachable(true), &[".Attachable"]),
        (|n| n.spec = n.spec.clone().with_option("a", "b"), &[".Options.a"]),
        (|n| n.spec = n.spec.clone().with_label("owner", "you"), &[".Labels.owner"]),
        (
            |n| n.endpoints[1].name = "front".into(),
            &[".Containers.5b0d5d6a1c0f0b6de9fd1b7e2d1c4f1a3a94e7c6b8d7f6e5a4b3c2d1e0f9a8b7.Name"],
        ),
        (
            |n| n.endpoints[0].ipv4 = None,
            &[".Containers.ep-91c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2.IPv4Address"],
        ),
    ];
    for (change, paths) in changes {
        let mut after = before.clone();
        change(&mut after);
        assert_ne!(after, before);
        let written = document.with(&after).unwrap();
        assert_eq!(&changed(&document, &written), paths);
        let mut read = written.network().unwrap();
        read.endpoints.sort_by(|a, b| a.container.cmp(&b.container));
        after.endpoints.sort_by(|a, b| a.container.cmp(&b.container));
        assert_eq!(read, after);
    }
}

#[test]
fn a_name_that_differs_in_case_or_dashes_is_another_name() {
    let document = document(CONNECTED);
    for name in ["Web", "w-eb", "w:eb"] {
        let mut network = document.network().unwrap();
        network.endpoints[1].name = "w-eb".into();
        let mut written = document.with(&network).unwrap();
        network.endpoints[1].name = name.into();
        written = written.with(&network).unwrap();
        let names: Vec<_> =
            written.network().unwrap().endpoints.into_iter().map(|there| there.name).collect();
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
}

#[test]
fn an_oddity_beside_a_change_stays() {
    // A prefix that is neither the class default nor the pool's: how it was assigned cannot be told.
    let mut value = document(NAT).value().clone();
    let key = "2231f2c8ca7c166ea3374f0f2a6f7b1d626540fd26a0616b164454f6f67e8849";
    value["Containers"][key]["IPv4Address"] = "10.10.9.66/16".into();
    value["Containers"][key]["MacAddress"] = "00-15-5D-B9-08-DB".into();
    value["Containers"][key]["Weather"] = "fair".into();
    let odd = NetworkDocument::from_value(value).unwrap();
    let mut network = odd.network().unwrap();
    network.endpoints.retain(|endpoint| endpoint.name != "nginx_nginx_1");
    let after = odd.with(&network).unwrap();
    assert_eq!(after.network().unwrap(), network);
    assert_eq!(
        changed(&odd, &after),
        [".Containers.9d7910bf75cd5910e05055cc702477eeef2c52f42ddb39e742bd2d3c8ef09ae0"]
    );

    // A subnet as it was typed, and a range outside it, beside a gateway that is added.
    let typed = document(AS_TYPED);
    let mut network = typed.observed().unwrap();
    let pool = network.spec.pools()[0].clone().with_gateway("10.99.3.1".parse().unwrap()).unwrap();
    network.spec = NetworkSpec::new(network.name().clone(), Driver::Bridge).with_pool(pool).unwrap();
    assert_eq!(changed(&typed, &typed.with(&network).unwrap()), [".IPAM.Config[0].Gateway"]);
}

#[test]
fn a_path_in_an_array_is_still_said_after_a_change() {
    let typed = document(AS_TYPED);
    let again = typed.with(&typed.observed().unwrap()).unwrap();
    assert_eq!(again.network().unwrap_err().path, "[0].IPAM.Config[0].Subnet");
}

#[test]
fn two_pools_that_overlap_are_refused_with_their_place() {
    let text = r#"{"Name":"a","Id":"a","Driver":"bridge","IPAM":{"Config":[{"Subnet":"10.0.0.0/8"},{"Subnet":"10.1.0.0/16"}]}}"#;
    let error = document(text).network().unwrap_err();
    let WireProblem::Value { source: ValueError::Spec(NetworkSpecError::PoolsOverlap { .. }), .. } =
        &error.problem
    else {
        panic!("{error}");
    };
    assert_eq!(error.path, "IPAM.Config[1]");
}

fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has no such numbers", |number| number.is_finite())
            .prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".{0,4}", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
    .boxed()
}

proptest! {
    #[test]
    fn a_new_document_says_what_the_network_is(network in network()) {
        let document = NetworkDocument::new(&network);
        prop_assert_eq!(document.network().unwrap(), network.clone());
        prop_assert_eq!(document.observed().unwrap(), network.clone());
        prop_assert_eq!(document.with(&network).unwrap(), document);
    }

    #[test]
    fn a_changed_document_says_what_the_other_network_is(before in network(), after in network()) {
        let document = NetworkDocument::new(&before).with(&after).unwrap();
        prop_assert_eq!(document.network().unwrap(), after);
    }

    #[test]
    fn what_is_not_understood_survives_any_change(
        before in network(), after in network(), extra in btree_map("x[a-z]{1,3}", anything(), 1..4)
    ) {
        let mut value = NetworkDocument::new(&before).value().clone();
        for (key, extra) in &extra {
            value[key] = extra.clone();
            value["IPAM"][key] = extra.clone();
        }
        let document = NetworkDocument::from_value(value).unwrap();
        let text = document.to_string();
        prop_assert_eq!(Inspection::parse(&text).unwrap().to_value().to_string(), document.value().to_string());
        prop_assert_eq!(document.network().unwrap(), before);
        let document = document.with(&after).unwrap();
        prop_assert_eq!(document.network().unwrap(), after);
        for (key, extra) in &extra {
            prop_assert!(document.value()[key] == *extra && document.value()["IPAM"][key] == *extra);
        }
    }
}
