//! What both engines are asked, in order; `@` stands for what the names of one run begin with.

use serde_json::{Value, json};

/// One request.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    Create(Value),
    Inspect(String, String),
    List(String),
    Remove(String),
    Prune(String),
    Connect(String, Value),
    Disconnect(String, Value),
    /// A container that sleeps, by name and `NetworkMode`.
    NewContainer(String, String),
    Start(String),
    Stop(String),
    RemoveContainer(String),
}

impl Ask {
    /// Whether the answer is another where the engine is in a swarm.
    pub(crate) fn minds_swarm(&self) -> bool {
        let Self::Create(body) = self else { return false };
        let text = body.to_string();
        text.contains("overlay") || text.contains("Scope") || text.contains("Ingress")
    }
}

/// Everything, with names of their own.
pub(crate) fn all(prefix: &str) -> Vec<Ask> {
    let mut asks = Vec::new();
    bad_bodies(&mut asks);
    pools(&mut asks);
    drivers(&mut asks);
    scopes(&mut asks);
    leaks(&mut asks);
    names(&mut asks);
    containers(&mut asks);
    lists(&mut asks);
    let fill = |text: &str| text.replace('@', prefix);
    let filled = |value: &Value| -> Value { serde_json::from_str(&fill(&value.to_string())).expect("JSON") };
    let named = |ask: Ask| match ask {
        Ask::Create(body) => Ask::Create(filled(&body)),
        Ask::Inspect(key, query) => Ask::Inspect(fill(&key), query),
        Ask::List(filters) => Ask::List(fill(&filters)),
        Ask::Remove(key) => Ask::Remove(fill(&key)),
        Ask::Prune(filters) => Ask::Prune(fill(&filters)),
        Ask::Connect(key, body) => Ask::Connect(fill(&key), filled(&body)),
        Ask::Disconnect(key, body) => Ask::Disconnect(fill(&key), filled(&body)),
        Ask::NewContainer(name, mode) => Ask::NewContainer(fill(&name), fill(&mode)),
        Ask::Start(name) => Ask::Start(fill(&name)),
        Ask::Stop(name) => Ask::Stop(fill(&name)),
        Ask::RemoveContainer(name) => Ask::RemoveContainer(fill(&name)),
    };
    asks.into_iter().map(named).collect()
}

/// Makes a network, looks at it and takes it away again.
fn once(asks: &mut Vec<Ask>, mut body: Value) {
    body["Name"] = "@x".into();
    asks.push(Ask::Create(body));
    asks.push(Ask::Inspect("@x".into(), String::new()));
    asks.push(Ask::Remove("@x".into()));
}

/// Makes a network that is refused.
fn refused(asks: &mut Vec<Ask>, mut body: Value) {
    if body.get("Name").is_none() {
        body["Name"] = "@x".into();
    }
    asks.push(Ask::Create(body));
}

fn pool(config: &Value) -> Value {
    json!({ "IPAM": { "Config": [config] } })
}

fn create(name: &str, config: &Value) -> Ask {
    Ask::Create(json!({ "Name": name, "IPAM": { "Config": [config] } }))
}

fn bad_bodies(asks: &mut Vec<Ask>) {
    for body in [
        json!([]),
        json!("x"),
        json!(null),
        json!({ "Name": 5 }),
        json!({ "Name": "@x", "Internal": "yes" }),
        json!({ "Name": "@x", "Labels": { "a": 1 } }),
        json!({ "Name": "@x", "Options": [] }),
        json!({ "Name": "@x", "IPAM": [] }),
        json!({ "Name": "@x", "IPAM": { "Config": {} } }),
        json!({ "Name": "@x", "IPAM": { "Config": [5] } }),
        json!({ "Name": "@x", "IPAM": { "Config": [{ "Subnet": 5 }] } }),
        json!({ "Name": "@x", "IPAM": { "Config": [{ "AuxiliaryAddresses": { "a": 5 } }] } }),
        json!({ "Name": "@x", "ConfigFrom": "x" }),
    ] {
        asks.push(Ask::Create(body));
    }
    // Keys in any case, unknown ones, nulls.
    asks.push(Ask::Create(json!({ "NAME": "@x", "dRIVER": null, "New": { "a": 1 }, "ipam":
        { "config": [{ "subnet": "10.232.1.0/24", "New": 1 }] }, "Labels": null, "Options": null })));
    asks.push(Ask::Inspect("@x".into(), String::new()));
    asks.push(Ask::Remove("@x".into()));
}

fn pools(asks: &mut Vec<Ask>) {
    once(asks, json!({}));
    once(asks, pool(&json!({ "Subnet": "10.232.1.0/24" })));
    once(
        asks,
        pool(&json!({ "Subnet": "10.232.1.77/24", "IPRange": "10.232.1.130/25", "Gateway": "10.232.1.9",
        "AuxiliaryAddresses": { "b": "10.232.1.5", "a": "10.232.1.6" } })),
    );
    once(
        asks,
        pool(&json!({ "Subnet": "10.232.1.0/24", "IPRange": "", "Gateway": "", "AuxiliaryAddresses": {} })),
    );
    once(asks, pool(&json!({ "Subnet": "10.232.1.0/24", "IPRange": "10.232.99.0/28" })));
    once(asks, pool(&json!({ "Subnet": "10.232.1.0/24", "IPRange": "10.232.0.0/16" })));
    once(asks, pool(&json!({ "Subnet": "10.232.1.0/30" })));
    once(
        asks,
        json!({ "IPAM": { "Driver": "default", "Options": { "x": "y" }, "Config": [{ "Subnet": "10.232.1.0/24" }] } }),
    );
    once(asks, json!({ "IPAM": { "Options": {}, "Config": [{ "Subnet": "10.232.1.0/24" }] } }));
    once(
        asks,
        json!({ "EnableIPv6": true, "IPAM": { "Config":
        [{ "Subnet": "10.232.1.0/24" }, { "Subnet": "fd00:232::/64" }] } }),
    );
    once(asks, json!({ "EnableIPv6": true, "IPAM": { "Config": [{ "Subnet": "fd00:232::/64" }] } }));
    once(asks, json!({ "IPAM": { "Config": [{ "Subnet": "fd00:232::/64" }] } }));
    once(
        asks,
        json!({ "EnableIPv6": true, "IPAM": { "Config": [{ "Subnet": "10.232.1.0/24" },
        { "Subnet": "fd00:232::/64", "Gateway": "fd00:232::5", "IPRange": "fd00:232::100/120" }] } }),
    );
    once(
        asks,
        json!({ "EnableIPv6": true, "IPAM": { "Config":
        [{ "Subnet": "10.232.1.0/24" }, { "Subnet": "fd00:232::/127" }] } }),
    );
    once(
        asks,
        json!({ "EnableIPv6": true, "IPAM": { "Config":
        [{ "Subnet": "10.232.1.0/24" }, { "Subnet": "fd00:232::/48" }] } }),
    );
    for config in [
        json!({}),
        json!({ "Gateway": "10.232.1.1" }),
        json!({ "Subnet": "10.232.1.0" }),
        json!({ "Subnet": "10.232.1.0/33" }),
        json!({ "Subnet": "foo" }),
        json!({ "Subnet": "010.232.1.0/24" }),
        json!({ "Subnet": "10.232.1.0/24 " }),
        json!({ "Subnet": "10.232.1.0/24", "Gateway": "foo" }),
        json!({ "Subnet": "10.232.1.0/24", "Gateway": "010.232.1.1" }),
        json!({ "Subnet": "10.232.1.0/24", "Gateway": "10.231.0.1" }),
        json!({ "Subnet": "10.232.1.0/24", "Gateway": "10.232.1.0" }),
        json!({ "Subnet": "10.232.1.0/24", "Gateway": "10.232.1.255" }),
        json!({ "Subnet": "10.232.1.0/24", "Gateway": "fd00::1" }),
        json!({ "Subnet": "10.232.1.0/24", "IPRange": "foo" }),
        json!({ "Subnet": "10.232.1.0/24", "IPRange": "10.232.1.0" }),
        json!({ "Subnet": "10.232.1.0/24", "IPRange": "fd00::/64" }),
        json!({ "Subnet": "fd00:232::/64", "IPRange": "10.232.1.0/25" }),
        json!({ "Subnet": "10.232.1.0/24", "AuxiliaryAddresses": { "a": "10.232.1.1" } }),
        json!({ "Subnet": "10.232.1.0/24", "AuxiliaryAddresses": { "a": "10.232.1.7", "b": "10.232.1.7" } }),
        json!({ "Subnet": "10.232.1.0/24", "AuxiliaryAddresses": { "a": "10.232.1.255" } }),
        json!({ "Subnet": "10.232.1.0/31" }),
        json!({ "Subnet": "10.232.1.0/32" }),
        json!({ "Subnet": "10.232.1.0/31", "Gateway": "10.232.1.1" }),
    ] {
        let mut body = pool(&config);
        body["EnableIPv6"] = config["Subnet"].as_str().is_some_and(|subnet| subnet.starts_with("fd")).into();
        refused(asks, body);
    }
    for configs in [
        json!([{ "Subnet": "10.232.1.0/24" }, { "Subnet": "10.232.2.0/24" }]),
        json!([{ "Subnet": "10.232.1.0/24" }, { "Subnet": "10.232.1.0/25" }]),
        json!([{ "Subnet": "10.232.1.0/24" }, {}]),
        json!([{ "Subnet": "10.232.1.0/24" }, { "Subnet": "fd00:232::/128" }]),
        json!([{ "Subnet": "10.232.1.0/24" }, { "Subnet": "fd00:232::/64" }, { "Subnet": "fd00:233::/64" }]),
    ] {
        refused(asks, json!({ "EnableIPv6": true, "IPAM": { "Config": configs } }));
    }
    refused(asks, json!({ "EnableIPv6": true }));
    // What was refused left nothing booked.
    once(asks, pool(&json!({ "Subnet": "10.232.1.0/24" })));
    overlaps(asks);
}

fn overlaps(asks: &mut Vec<Ask>) {
    asks.push(create("@wide", &json!({ "Subnet": "10.232.16.0/20" })));
    for subnet in ["10.232.16.0/20", "10.232.17.0/24", "10.232.0.0/16", "10.232.31.255/32"] {
        refused(asks, pool(&json!({ "Subnet": subnet })));
    }
    refused(asks, pool(&json!({ "Subnet": "10.232.16.0/20", "IPRange": "10.232.17.0/24" })));
    refused(asks, pool(&json!({ "Subnet": "10.232.17.0/24", "IPRange": "10.232.17.0/25" })));
    asks.push(Ask::Remove("@wide".into()));
    asks.push(create("@ranged", &json!({ "Subnet": "10.232.16.0/24", "IPRange": "10.232.16.128/25" })));
    refused(asks, pool(&json!({ "Subnet": "10.232.16.0/24", "IPRange": "10.232.16.128/25" })));
    refused(asks, pool(&json!({ "Subnet": "10.232.16.0/24", "IPRange": "10.232.16.0/25" })));
    refused(asks, pool(&json!({ "Subnet": "10.232.16.0/24" })));
    asks.push(Ask::Remove("@ranged".into()));
    once(asks, pool(&json!({ "Subnet": "10.232.16.0/24" })));
}

fn drivers(asks: &mut Vec<Ask>) {
    for driver in ["host", "null", "none", "nosuch", "Bridge", "default", "nat"] {
        refused(asks, json!({ "Driver": driver }));
    }
    refused(
        asks,
        json!({ "Driver": "host", "IPAM": { "Config": [{ "Subnet": "10.232.1.0/24", "Gateway": "foo" }] } }),
    );
    refused(asks, json!({ "Driver": "null", "IPAM": { "Driver": "nosuch" } }));
    refused(asks, json!({ "Driver": "nosuch", "Ingress": true }));
    refused(asks, json!({ "IPAM": { "Driver": "nosuch" } }));
    refused(asks, json!({ "IPAM": { "Driver": "null" } }));
    refused(asks, json!({ "IPAM": { "Driver": "null", "Config": [{ "Subnet": "10.232.1.0/24" }] } }));
    let options = |key: &str, value: &str| json!({ "Options": { key: value }, "IPAM": { "Config": [{ "Subnet": "10.232.1.0/24" }] } });
    for (key, value) in [
        ("com.docker.network.driver.mtu", "foo"),
        ("com.docker.network.driver.mtu", ""),
        ("com.docker.network.driver.mtu", "-1"),
        ("com.docker.network.driver.mtu", "99999999999999999999"),
        ("com.docker.network.bridge.enable_icc", "foo"),
        ("com.docker.network.bridge.enable_ip_masquerade", "yes"),
        ("com.docker.network.bridge.inhibit_ipv4", "2"),
        ("com.docker.network.bridge.default_bridge", "foo"),
        ("com.docker.network.bridge.host_binding_ipv4", "zz"),
        ("com.docker.network.bridge.name", "sixteencharacte1"),
    ] {
        refused(asks, options(key, value));
    }
    once(asks, options("com.docker.network.container_iface_prefix", "zz"));
    once(asks, options("com.docker.network.bridge.enable_icc", "F"));
    once(asks, options("nobody.knows", ""));
    asks.push(Ask::Create(json!({ "Name": "@named", "Options": { "com.docker.network.bridge.name": "@b" },
        "IPAM": { "Config": [{ "Subnet": "10.232.2.0/24" }] } })));
    refused(asks, options("com.docker.network.bridge.name", "@b"));
    asks.push(Ask::Remove("@named".into()));
    for (driver, key, value) in [
        ("macvlan", "parent", "nosuch0"),
        ("macvlan", "parent", "nosuch0.55"),
        ("macvlan", "parent", "eth0.99999"),
        ("macvlan", "parent", "eth0.0"),
        ("macvlan", "parent", "eth0.x"),
        ("macvlan", "parent", "lo"),
        ("macvlan", "macvlan_mode", "bogus"),
        ("ipvlan", "parent", "nosuch0"),
        ("ipvlan", "parent", "nosuch0.55"),
        ("ipvlan", "parent", "lo"),
        ("ipvlan", "ipvlan_mode", "bogus"),
        ("macvlan", "", ""),
    ] {
        let mut body = options(key, value);
        body["Driver"] = driver.into();
        refused(asks, body);
    }
    refused(asks, json!({ "Driver": "macvlan", "IPAM": { "Driver": "null" } }));
    once(
        asks,
        json!({ "Labels": { "a": "b" }, "Attachable": true, "Internal": true, "Options": { "zz": "1" } }),
    );
}

fn scopes(asks: &mut Vec<Ask>) {
    for body in [
        json!({ "Driver": "overlay" }),
        json!({ "Driver": "overlay", "Scope": "local" }),
        json!({ "Driver": "overlay", "Ingress": true }),
        json!({ "Driver": "overlay", "IPAM": { "Driver": "nosuch" } }),
        json!({ "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "x" }] } }),
        json!({ "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "10.232.1.0/24", "Gateway": "foo" }] } }),
        json!({ "Scope": "swarm" }),
        json!({ "Scope": "global" }),
        json!({ "Scope": "foo" }),
        json!({ "Scope": "foo", "IPAM": { "Config": [{ "Subnet": "10.232.1.0/24", "Gateway": "foo" }] } }),
        json!({ "Ingress": true }),
        json!({ "ConfigOnly": true, "Internal": true }),
        json!({ "ConfigOnly": true, "Attachable": true }),
        json!({ "ConfigOnly": true, "Scope": "local" }),
        json!({ "ConfigFrom": { "Network": "x" } }),
        json!({ "ConfigFrom": { "Network": "bridge" } }),
        json!({ "ConfigFrom": { "Network": "x" }, "ConfigOnly": true }),
        json!({ "ConfigFrom": { "Network": "x" }, "Labels": { "a": "b" } }),
        json!({ "ConfigFrom": { "Network": "x" }, "Options": { "a": "b" } }),
        json!({ "ConfigFrom": { "Network": "x" }, "EnableIPv6": true }),
        json!({ "ConfigFrom": { "Network": "x" }, "IPAM": { "Driver": "nosuch" } }),
        json!({ "ConfigFrom": { "Network": "x" }, "IPAM": { "Config": [{ "Subnet": "10.232.1.0/24" }] } }),
        json!({ "ConfigFrom": { "Network": "x" }, "Driver": "nosuch" }),
    ] {
        refused(asks, body);
    }
    once(asks, json!({ "Scope": "local" }));
    once(asks, json!({ "ConfigFrom": { "Network": "" } }));
    once(asks, json!({ "ConfigOnly": true, "Driver": "nosuch", "Labels": { "a": "b" } }));
    asks.push(Ask::Create(json!({ "Name": "@config", "ConfigOnly": true, "Labels": { "a": "b" },
        "Options": { "com.docker.network.driver.mtu": "1300" },
        "IPAM": { "Config": [{ "Subnet": "10.232.3.0/24", "Gateway": "10.232.3.9" }] } })));
    asks.push(Ask::Inspect("@config".into(), String::new()));
    once(asks, json!({ "ConfigFrom": { "Network": "@config" }, "Internal": true }));
    asks.push(Ask::Create(json!({ "Name": "@from", "ConfigFrom": { "Network": "@config" } })));
    asks.push(Ask::Remove("@config".into()));
    asks.push(Ask::Remove("@from".into()));
    asks.push(Ask::Remove("@config".into()));
}

/// Pools that stay booked: subnets of their own, which nobody gets back before the engine restarts.
fn leaks(asks: &mut Vec<Ask>) {
    // A number out of the run's name, so that no two runs meet in what they leak.
    let run = std::process::id() % 200;
    let subnet = |number: u32| format!("10.233.{run}.{}/29", number * 8);
    let leak = |asks: &mut Vec<Ask>, number, aux: &str| {
        let config = json!({ "Subnet": subnet(number), "AuxiliaryAddresses": { "a": aux } });
        refused(asks, pool(&config));
        refused(asks, pool(&json!({ "Subnet": subnet(number) })));
    };
    leak(asks, std::process::id() / 200 % 16, "foo");
    leak(asks, std::process::id() / 200 % 16 + 16, "10.9.9.9");
}

fn names(asks: &mut Vec<Ask>) {
    for name in ["", "  ", "bridge", "host", "none", "default"] {
        refused(asks, json!({ "Name": name }));
    }
    refused(asks, json!({ "Name": "bridge", "Driver": "nosuch", "IPAM": { "Config": [{ "Subnet": "x" }] } }));
    refused(asks, json!({ "Name": "", "IPAM": { "Config": [{ "Subnet": "x" }] } }));
    refused(asks, json!({ "Name": "", "Driver": "nosuch" }));
    for name in ["@a/b c*", "container:@", "@ü"] {
        asks.push(create(name, &json!({ "Subnet": "10.232.4.0/24" })));
        asks.push(Ask::List(json!({ "name": [name] }).to_string()));
    }
    asks.push(Ask::Remove("@a/b c*".into()));
    asks.push(create("@twin", &json!({ "Subnet": "10.232.5.0/24" })));
    asks.push(create("@twin", &json!({ "Subnet": "10.232.6.0/24" })));
    asks.push(create("@twin", &json!({ "Subnet": "x" })));
    let checked =
        |config: Value| json!({ "Name": "@twin", "CheckDuplicate": true, "IPAM": { "Config": [config] } });
    asks.push(Ask::Create(checked(json!({ "Subnet": "10.232.7.0/24" }))));
    asks.push(Ask::Create(checked(json!({ "Subnet": "x" }))));
    asks.push(Ask::Inspect("@twin".into(), String::new()));
    asks.push(Ask::Remove("@twin".into()));
    asks.push(Ask::Connect("@twin".into(), json!({ "Container": "@nobody" })));
    asks.push(Ask::Disconnect("@twin".into(), json!({ "Container": "@nobody" })));
    asks.push(Ask::Disconnect("@twin".into(), json!({ "Container": "@nobody", "Force": true })));
    asks.push(Ask::Remove("@nosuch".into()));
    asks.push(Ask::Remove("bridge".into()));
    asks.push(Ask::Remove("none".into()));
    asks.push(Ask::Inspect("@nosuch".into(), String::new()));
    for query in ["?scope=swarm", "?scope=foo", "?verbose=foo", "?verbose=true&scope=local", "?verbose="] {
        asks.push(Ask::Inspect("none".into(), query.into()));
    }
}

fn containers(asks: &mut Vec<Ask>) {
    let connect = |network: &str, container: &str, settings: Value| {
        Ask::Connect(network.into(), json!({ "Container": container, "EndpointConfig": settings }))
    };
    let address = |address: &str| json!({ "IPAMConfig": { "IPv4Address": address } });
    let look = |network: &str| Ask::Inspect(network.into(), String::new());
    let leave =
        |network: &str, container: &str| Ask::Disconnect(network.into(), json!({ "Container": container }));
    asks.push(create(
        "@net",
        &json!({ "Subnet": "10.232.40.0/28", "AuxiliaryAddresses": { "a": "10.232.40.3" } }),
    ));
    asks.push(Ask::Create(json!({ "Name": "@auto" })));
    asks.push(Ask::Create(json!({ "Name": "@conf", "ConfigOnly": true })));
    asks.push(Ask::Create(json!({ "Name": "@six", "EnableIPv6": true, "IPAM": { "Config":
        [{ "Subnet": "10.232.41.0/24" }, { "Subnet": "fd00:232:41::/64" }] } })));
    asks.push(create("@range", &json!({ "Subnet": "10.232.42.0/24", "IPRange": "10.232.42.252/30" })));
    for name in ["@c1", "@c2", "@c3"] {
        asks.push(Ask::NewContainer(name.into(), "default".into()));
    }
    // Stopped ones are told little.
    asks.push(connect("@nosuch", "@c3", json!({})));
    asks.push(Ask::Start("@c3".into()));
    asks.push(leave("@nosuch", "@c3"));
    asks.push(leave("@nosuch", "@c3"));
    asks.push(leave("@net", "@c3"));
    asks.push(connect("@net", "@c3", json!({})));
    asks.push(connect("@net", "@c3", address("10.232.40.9")));
    asks.push(leave("@net", "@c3"));
    asks.push(connect("@net", "@c3", address("10.9.9.9")));
    asks.push(Ask::Start("@c3".into()));
    asks.push(leave("@net", "@c3"));
    asks.push(connect("host", "@c3", json!({})));
    asks.push(connect("none", "@c3", json!({})));
    asks.push(connect("bridge", "@c3", address("172.17.0.9")));
    asks.push(connect("bridge", "@c3", json!({ "Aliases": ["x"] })));
    asks.push(connect("@auto", "@c3", address("172.31.0.9")));
    asks.push(connect("@conf", "@c3", json!({})));
    asks.push(Ask::Start("@c3".into()));
    asks.push(leave("@conf", "@c3"));
    for name in ["@c1", "@c2", "@c3"] {
        asks.push(Ask::Start(name.into()));
    }
    asks.push(connect("@net", "@c1", json!({})));
    asks.push(connect("@net", "@c1", json!({})));
    asks.push(look("@net"));
    asks.push(connect("@net", "@c2", address("foo")));
    asks.push(connect("@net", "@c2", json!({ "IPAMConfig": { "IPv6Address": "foo" } })));
    asks.push(connect("@net", "@c2", json!({ "IPAMConfig": { "LinkLocalIPs": ["foo"] } })));
    for taken in ["10.232.40.0", "10.232.40.1", "10.232.40.2", "10.232.40.3", "10.232.40.15", "10.9.9.9"] {
        asks.push(connect("@net", "@c2", address(taken)));
    }
    asks.push(connect("@net", "@c2", address("10.232.40.14")));
    asks.push(connect("@net", "@c3", json!({ "Aliases": ["x", "y"] })));
    asks.push(look("@net"));
    asks.push(Ask::Remove("@net".into()));
    asks.push(leave("@net", "@c1"));
    asks.push(leave("@net", "@c1"));
    asks.push(connect("@net", "@c1", json!(null)));
    asks.push(look("@net"));
    asks.push(connect("host", "@c1", json!({})));
    asks.push(connect("none", "@c1", json!({})));
    asks.push(connect("bridge", "@c1", address("172.17.0.9")));
    asks.push(connect("@auto", "@c1", address("172.31.0.9")));
    asks.push(connect("@conf", "@c1", json!({})));
    asks.push(connect("@nosuch", "@c1", json!({})));
    asks.push(connect("@net", "@nobody", json!({})));
    asks.push(connect("@nosuch", "@nobody", json!({})));
    asks.push(connect("@net", "", json!({})));
    asks.push(connect("@six", "@c1", json!({})));
    asks.push(connect("@six", "@c2", json!({ "IPAMConfig": { "IPv6Address": "fd00:232:41::99" } })));
    asks.push(connect("@six", "@c3", json!({ "IPAMConfig": { "IPv6Address": "fd00:232:41::99" } })));
    asks.push(connect("@six", "@c3", json!({ "IPAMConfig": { "IPv6Address": "fd00:9::99" } })));
    asks.push(look("@six"));
    asks.push(connect("@range", "@c1", json!({})));
    asks.push(connect("@range", "@c2", json!({})));
    asks.push(connect("@range", "@c3", json!({})));
    asks.push(connect("@range", "@c3", address("10.232.42.20")));
    asks.push(look("@range"));
    asks.push(Ask::Disconnect("@net".into(), json!({ "Container": "@nobody" })));
    asks.push(Ask::Disconnect("@net".into(), json!({ "Container": "@nobody", "Force": true })));
    asks.push(Ask::Disconnect("@nosuch".into(), json!({ "Container": "@c1" })));
    asks.push(Ask::Disconnect("@nosuch".into(), json!({ "Container": "@c1", "Force": true })));
    asks.push(Ask::Stop("@c2".into()));
    asks.push(look("@net"));
    asks.push(connect("@net", "@c1", address("10.232.40.14")));
    asks.push(leave("@net", "@c1"));
    asks.push(connect("@net", "@c1", address("10.232.40.14")));
    asks.push(Ask::Start("@c2".into()));
    asks.push(Ask::Stop("@c1".into()));
    asks.push(Ask::Start("@c2".into()));
    asks.push(look("@net"));
    modes(asks);
    for name in ["@c1", "@c2", "@c3", "@hosted", "@alone"] {
        asks.push(Ask::RemoveContainer(name.into()));
    }
    for network in ["@net", "@auto", "@conf", "@six", "@range"] {
        asks.push(Ask::Remove(network.into()));
    }
}

fn modes(asks: &mut Vec<Ask>) {
    let connect =
        |network: &str, container: &str| Ask::Connect(network.into(), json!({ "Container": container }));
    let leave =
        |network: &str, container: &str| Ask::Disconnect(network.into(), json!({ "Container": container }));
    asks.push(Ask::NewContainer("@hosted".into(), "host".into()));
    asks.push(connect("@net", "@hosted"));
    asks.push(Ask::Start("@hosted".into()));
    asks.push(connect("@net", "@hosted"));
    asks.push(connect("host", "@hosted"));
    asks.push(leave("host", "@hosted"));
    asks.push(Ask::NewContainer("@alone".into(), "none".into()));
    asks.push(connect("@net", "@alone"));
    asks.push(Ask::Start("@alone".into()));
    asks.push(connect("@net", "@alone"));
    asks.push(connect("host", "@alone"));
    asks.push(leave("none", "@alone"));
    asks.push(connect("@net", "@alone"));
    asks.push(leave("@net", "@alone"));
}

fn lists(asks: &mut Vec<Ask>) {
    asks.push(Ask::Create(json!({ "Name": "@l1", "Labels": { "@": "1", "a": "" } })));
    asks.push(Ask::Create(json!({ "Name": "@l2", "Labels": { "@": "2" }, "Internal": true })));
    for filters in [
        json!({ "name": ["@l"] }),
        json!({ "name": ["^@l1$"] }),
        json!({ "name": ["("] }),
        json!({ "name": ["@l[1]", "^@l2"] }),
        json!({ "name": ["@l."], "label": ["a"] }),
        json!({ "label": ["@=2"] }),
        json!({ "label": ["@", "a"] }),
        json!({ "label": { "@=1": true } }),
        json!({ "name": ["@l"], "driver": ["bri"] }),
        json!({ "name": ["@l"], "driver": ["bridge", "host"] }),
        json!({ "name": ["@l"], "scope": ["local"] }),
        json!({ "scope": ["foo"] }),
        json!({ "type": ["builtin"], "name": ["^none$", "^host$"] }),
        json!({ "type": ["custom"], "name": ["@l"] }),
        json!({ "type": [], "name": ["@l"] }),
        json!({ "type": ["foo"] }),
        json!({ "type": ["builtin", "foo"] }),
        json!({ "foo": ["v"] }),
        json!({ "dangling": ["true"], "name": ["@l"] }),
        json!({ "dangling": ["0"], "name": ["@l"] }),
        json!({ "dangling": ["foo"] }),
        json!({ "dangling": ["true", "false"] }),
        json!({ "dangling": ["TRUE"] }),
    ] {
        asks.push(Ask::List(filters.to_string()));
    }
    for text in ["g", r#"{"a":5}"#, "[]", r#"{"name":["x"]"#, r#"{"name":{"x":5}}"#, r#""x""#, "5"] {
        asks.push(Ask::List(text.into()));
    }
    for filters in [
        json!({ "foo": ["v"] }),
        json!({ "dangling": ["true"] }),
        json!({ "until": ["foo"] }),
        json!({ "until": ["1h", "2h"] }),
        json!({ "until": [""] }),
        json!({ "label": ["@nobody=1"] }),
        json!({ "label": ["@=1"], "until": ["1h"] }),
        json!({ "label": ["@=1"], "label!": ["a"] }),
        json!({ "label": ["@=1"] }),
    ] {
        asks.push(Ask::Prune(filters.to_string()));
    }
    asks.push(Ask::Remove("@l1".into()));
    asks.push(Ask::Remove("@l2".into()));
}
