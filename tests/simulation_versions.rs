//! What changed from engine to engine about networks: the same requests to simulated engines of several versions.

use docknet::host::Host;
use docknet::simulation::{ContainerSpec, Fault, HostId, SimulatedHost, World};
use docknet::wire::DaemonDocument;
use docknet::wire::request::{EndpointSettings, Filters, NetworkCreate};
use serde_json::{Value, json};

/// A Linux engine of a version, asked with raw bodies.
struct Engine {
    world: World,
    at: HostId,
}

impl Engine {
    fn new(version: &str) -> Self {
        Self::of(SimulatedHost::new(Host::linux().with_engine(version.parse().expect("a version")), 0))
    }

    fn of(host: SimulatedHost) -> Self {
        let (world, at) = World::of(host);
        Self { world, at }
    }

    /// Status and sentence; 201 with the warning where the network was made.
    fn create(&mut self, body: &Value) -> (u16, String) {
        let asked = NetworkCreate::from_value(body).expect("a body");
        let answer = self.world.client(self.at).create_network(&asked);
        match answer {
            Ok(made) => (201, made.warning),
            Err(fault) => self.said(&fault),
        }
    }

    fn pool(&mut self, config: &Value) -> (u16, String) {
        self.create(&json!({ "Name": "x", "IPAM": { "Config": [config] } }))
    }

    fn connect(&mut self, network: &str, container: &str, settings: &Value) -> (u16, String) {
        let settings = EndpointSettings::from_value(settings).expect("settings");
        match self.world.client(self.at).connect(network, container, Some(&settings)) {
            Ok(()) => (200, String::new()),
            Err(fault) => self.said(&fault),
        }
    }

    fn run(&mut self, container: &str) {
        let host = self.world.host_mut(self.at);
        let spec = ContainerSpec::new(container.parse().expect("a name"), "bridge".parse().expect("a name"));
        let name = host.create_container(spec).expect("a free name");
        host.start_container(&name).expect("it starts");
    }

    fn inspect(&mut self, network: &str) -> Value {
        self.world.client(self.at).inspect_network(network, "", None).expect("it is there")
    }

    fn said(&self, fault: &Fault) -> (u16, String) {
        let engine = self.world.host(self.at).engine_version();
        match fault {
            Fault::Refused(refusal) => (refusal.status(engine), refusal.sentence(engine)),
            Fault::Never => panic!("a Linux engine answers"),
        }
    }
}

fn refused(version: &str, body: &Value) -> (u16, String) {
    Engine::new(version).create(body)
}

fn said(status: u16, sentence: &str) -> (u16, String) {
    (status, sentence.to_owned())
}

#[test]
fn blank_names() {
    let body = json!({ "Name": "  " });
    assert_eq!(refused("20.10.24", &body), said(500, "invalid name:   "));
    assert_eq!(refused("25.0.5", &body), said(400, "invalid name:   "));
    assert_eq!(refused("28.0.0", &body), said(400, "invalid name: name is empty"));
}

#[test]
fn names_twice() {
    for (version, checked, status) in
        [("20.10.24", false, 201), ("20.10.24", true, 409), ("24.0.9", false, 201), ("25.0.0", false, 409)]
    {
        let mut engine = Engine::new(version);
        let body = json!({ "Name": "x", "CheckDuplicate": checked });
        assert_eq!(engine.create(&body), said(201, ""));
        let id = engine.inspect("x")["Id"].as_str().expect("an identity").to_owned();
        let expected = if status == 409 {
            "network with name x already exists".to_owned()
        } else {
            format!("Network with name x (id : {id}) already exists")
        };
        assert_eq!(engine.create(&body), (status, expected), "{version} {checked}");
    }
}

#[test]
fn overlay_networks_without_a_swarm_come_before_or_after_duplicates() {
    let twice = |version: &str| {
        let mut engine = Engine::new(version);
        engine.create(&json!({ "Name": "x" }));
        engine.create(&json!({ "Name": "x", "Driver": "overlay", "CheckDuplicate": true })).0
    };
    assert_eq!((twice("24.0.4"), twice("24.0.5"), twice("28.2.2")), (409, 403, 403));
}

/// Problems of pools, one or all.
#[test]
fn pools_that_do_not_fit() {
    let cases = [
        (
            json!({}),
            "Invalid subnet  : invalid CIDR address: ",
            "invalid subnet : invalid CIDR block notation",
        ),
        (
            json!({ "Subnet": "10.0.0.0/33" }),
            "Invalid subnet 10.0.0.0/33 : invalid CIDR address: 10.0.0.0/33",
            "invalid subnet 10.0.0.0/33: invalid CIDR block notation",
        ),
        (
            json!({ "Subnet": "10.0.1.0/24", "Gateway": "foo" }),
            "invalid gateway address foo in Ipam configuration",
            "invalid gateway foo: invalid address",
        ),
        (
            json!({ "Subnet": "10.0.1.0/24", "Gateway": "10.0.2.1" }),
            "failed to allocate gateway (10.0.2.1): Requested address is out of range",
            "invalid gateway 10.0.2.1: parent subnet 10.0.1.0/24 doesn't contain this address",
        ),
        (
            json!({ "Subnet": "10.0.1.0/24", "Gateway": "fd00::1" }),
            "failed to allocate gateway (fd00::1): Requested address is out of range",
            "invalid gateway fd00::1: parent subnet is an IPv4 block",
        ),
        (
            json!({ "Subnet": "10.0.1.0/24", "IPRange": "foo" }),
            "failed to parse pool request for address space \"LocalDefault\" pool \"10.0.1.0/24\" subpool \"foo\": \
             Invalid Address SubPool",
            "invalid ip-range foo: invalid CIDR block notation",
        ),
    ];
    for (config, old, new) in cases {
        assert_eq!(Engine::new("24.0.9").pool(&config), said(500, old), "{config}");
        let all = format!("invalid network config:\n{new}");
        assert_eq!(Engine::new("25.0.5").pool(&config), (400, all.clone()), "{config}");
        assert_eq!(Engine::new("28.5.2").pool(&config), (400, all), "{config}");
    }
    for (config, new) in [
        (json!({ "Subnet": "10.0.0.5/24" }), "invalid subnet 10.0.0.5/24: it should be 10.0.0.0/24"),
        (
            json!({ "Subnet": "10.0.1.0/24", "IPRange": "10.0.0.0/16" }),
            "invalid ip-range 10.0.0.0/16: CIDR block is bigger than its parent subnet 10.0.1.0/24",
        ),
        (
            json!({ "Subnet": "10.0.1.0/24", "IPRange": "10.0.2.0/25" }),
            "invalid ip-range 10.0.2.0/25: parent subnet 10.0.1.0/24 doesn't contain ip-range",
        ),
        (
            json!({ "Subnet": "10.0.1.0/24", "IPRange": "10.0.1.3/25" }),
            "invalid ip-range 10.0.1.3/25: it should be 10.0.1.0/25",
        ),
    ] {
        assert_eq!(Engine::new("24.0.9").pool(&config).0, 201, "{config} was taken without looking");
        let all = format!("invalid network config:\n{new}");
        assert_eq!(Engine::new("25.0.5").pool(&config), (400, all), "{config}");
    }
}

#[test]
fn from_25_all_problems_are_told_at_once() {
    let body = json!({ "Name": "", "IPAM": { "Config": [
        { "Subnet": "10.0.0.5/24", "Gateway": "10.1.0.1", "AuxiliaryAddresses": { "a": "foo" } },
        { "Subnet": "fd00::/64", "Gateway": "10.0.0.1" },
    ] } });
    let expected = "invalid network config:\n* invalid subnet 10.0.0.5/24: it should be 10.0.0.0/24\n* invalid gateway \
                    10.1.0.1: parent subnet 10.0.0.5/24 doesn't contain this address\n* invalid auxiliary address a: \
                    invalid address";
    assert_eq!(refused("25.0.5", &body), said(400, expected), "without IPv6 its pools are not looked at");
}

#[test]
fn typed_fields_of_29() {
    let text = |config: Value| Engine::new("29.2.0").pool(&config);
    assert_eq!(
        text(json!({ "Subnet": "foo" })),
        said(400, "invalid JSON: netip.ParsePrefix(\"foo\"): no '/'")
    );
    let mut engine = Engine::new("29.2.0");
    assert_eq!(engine.pool(&json!({ "Subnet": "0.0.0.0/24" })).0, 201);
    assert_eq!(
        engine.inspect("x")["IPAM"]["Config"][0]["Gateway"],
        "172.18.0.1",
        "it is out of the default pools"
    );
}

#[test]
fn pairs_and_single_addresses() {
    let full = "failed to allocate gateway (): No available addresses on this pool";
    assert_eq!(Engine::new("20.10.24").pool(&json!({ "Subnet": "10.0.1.0/31" })), said(500, full));
    assert_eq!(Engine::new("23.0.0").pool(&json!({ "Subnet": "10.0.1.0/31" })).0, 201);
    assert_eq!(Engine::new("23.0.0").pool(&json!({ "Subnet": "10.0.1.0/32" })).0, 201);
}

#[test]
fn overlaps_and_their_ranges() {
    for (version, sentence) in [
        ("26.1.0", "Pool overlaps with other one on this address space"),
        ("27.0.0", "invalid pool request: Pool overlaps with other one on this address space"),
    ] {
        let mut engine = Engine::new(version);
        engine.create(&json!({ "Name": "there", "IPAM": { "Config": [{ "Subnet": "10.0.0.0/16" }] } }));
        for subnet in ["10.0.0.0/16", "10.0.7.0/24", "10.0.0.0/8"] {
            assert_eq!(engine.pool(&json!({ "Subnet": subnet })), said(403, sentence));
        }
        let (status, sentence) = engine.pool(&json!({ "Subnet": "10.0.0.0/16", "IPRange": "10.0.1.0/24" }));
        assert_eq!(status, 403);
        assert!(sentence.ends_with("networks have overlapping IPv4"), "{sentence}");
    }
    // Two macvlan networks may share a subnet if their ranges differ, and share its addresses then.
    let mut engine = Engine::new("20.10.24");
    let macvlan = |name: &str, range: &str| {
        json!({ "Name": name, "Driver": "macvlan",
            "IPAM": { "Config": [{ "Subnet": "10.0.0.0/24", "IPRange": range, "Gateway": null }] } })
    };
    assert_eq!(engine.create(&macvlan("a", "10.0.0.0/25")).0, 201);
    assert_eq!(engine.create(&macvlan("b", "10.0.0.128/25")).0, 201);
    assert_eq!(engine.create(&macvlan("c", "10.0.0.128/25")).0, 403);
    engine.run("web");
    assert_eq!(engine.connect("b", "web", &json!({ "IPAMConfig": { "IPv4Address": "10.0.0.1" } })).0, 403);
}

#[test]
fn ipv6_without_a_subnet() {
    let body = json!({ "Name": "x", "EnableIPv6": true });
    let missing = "could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the \
                   network";
    assert_eq!(refused("26.1.0", &body), said(404, missing));
    let mut engine = Engine::new("27.0.0");
    assert_eq!(engine.create(&body).0, 201);
    let subnet = engine.inspect("x")["IPAM"]["Config"][1]["Subnet"].as_str().expect("a subnet").to_owned();
    assert!(subnet.starts_with("fd") && subnet.ends_with("::/64"), "{subnet}");
    let only = json!({ "Name": "x", "EnableIPv4": false });
    assert_eq!(refused("28.0.0", &only), said(400, "IPv4 or IPv6 must be enabled"));
    assert_eq!(refused("27.5.1", &only).0, 201, "the key is not known yet");
    let flag = json!({ "Name": "x", "Options": { "com.docker.network.enable_ipv6": "yes" } });
    let bad = "driver-opt \"com.docker.network.enable_ipv6\" is not a valid bool";
    assert_eq!(refused("27.0.0", &flag), said(400, bad));
    assert_eq!(refused("26.1.0", &flag).0, 201);
}

#[test]
fn options_that_cannot_be_read() {
    let body = json!({ "Name": "x", "Options": { "com.docker.network.driver.mtu": "foo" } });
    let sentence = "failed to parse com.docker.network.driver.mtu value: foo (strconv.Atoi: parsing \"foo\": invalid \
                    syntax)";
    assert_eq!(refused("24.0.9", &body), said(500, sentence));
    assert_eq!(refused("25.0.0", &body), said(400, sentence));
}

#[test]
fn a_clash_with_docker0_drops_the_default_bridge_until_24() {
    let body = json!({ "Name": "x", "Options": { "com.docker.network.bridge.name": "docker0" } });
    let mut old = Engine::new("20.10.24");
    assert_eq!(old.create(&body).0, 201);
    let host = old.world.host_mut(old.at);
    let spec = ContainerSpec::new("web".parse().expect("a name"), "bridge".parse().expect("a name"));
    let name = host.create_container(spec).expect("a free name");
    let fault = host.start_container(&name).expect_err("the driver has lost it");
    let lost = "failed to create endpoint web on network bridge: network ID does not exist";
    assert_eq!(old.said(&fault), said(500, lost));
    old.world.host_mut(old.at).restart_engine();
    let (status, sentence) = refused("25.0.0", &body);
    assert_eq!(status, 403);
    assert!(sentence.ends_with("networks have same bridge name"), "{sentence}");
}

#[test]
fn leaked_pools_come_back_with_the_engine() {
    let mut engine = Engine::new("20.10.24");
    let leak = json!({ "Subnet": "10.0.1.0/24", "AuxiliaryAddresses": { "a": "foo" } });
    let text = "non parsable secondary ip address (a:foo) passed for network x";
    assert_eq!(engine.pool(&leak), said(500, text));
    let free = json!({ "Subnet": "10.0.1.0/24" });
    assert_eq!(engine.pool(&free).0, 403);
    engine.world.host_mut(engine.at).restart_engine();
    assert_eq!(engine.pool(&free).0, 201);
}

#[test]
fn a_restart_shows_gateways_and_lets_addresses_be_asked_for() {
    let mut engine = Engine::new("20.10.24");
    engine.create(&json!({ "Name": "auto" }));
    engine.create(&json!({ "Name": "given", "IPAM": { "Config": [{ "Subnet": "10.0.1.0/24" }] } }));
    let asked = json!({ "IPAMConfig": { "IPv4Address": "172.18.0.9" } });
    engine.run("web");
    assert_eq!(engine.connect("auto", "web", &asked).0, 400);
    assert_eq!(engine.inspect("given")["IPAM"]["Config"], json!([{ "Subnet": "10.0.1.0/24" }]));
    let before = engine.inspect("bridge");
    assert_eq!(before["IPAM"]["Config"], json!([{ "Subnet": "172.17.0.0/16" }]));
    engine.world.host_mut(engine.at).restart_engine();
    let shown = json!([{ "Subnet": "10.0.1.0/24", "Gateway": "10.0.1.1" }]);
    assert_eq!(engine.inspect("given")["IPAM"]["Config"], shown);
    let after = engine.inspect("bridge");
    assert_eq!(after["IPAM"]["Config"], json!([{ "Subnet": "172.17.0.0/16", "Gateway": "172.17.0.1" }]));
    assert_ne!(after["Id"], before["Id"], "the default bridge is made anew");
    assert_eq!(engine.connect("auto", "web", &asked), said(200, ""));
}

#[test]
fn default_pools_and_bip_of_the_file() {
    let file =
        r#"{ "default-address-pools": [{ "base": "10.200.0.0/16", "size": 24 }], "bip": "10.9.0.9/24" }"#;
    let mut host = SimulatedHost::new(Host::linux().with_engine("20.10.24".parse().expect("a version")), 0);
    host.write_daemon(DaemonDocument::parse(file).expect("a file"));
    host.reboot();
    let mut engine = Engine::of(host);
    let bridge = json!([{ "Subnet": "10.9.0.0/24", "Gateway": "10.9.0.9" }]);
    assert_eq!(engine.inspect("bridge")["IPAM"]["Config"], bridge);
    engine.create(&json!({ "Name": "x" }));
    assert_eq!(engine.inspect("x")["IPAM"]["Config"][0]["Subnet"], "10.200.0.0/24");
    let none = DaemonDocument::parse(r#"{ "bridge": "none" }"#).expect("a file");
    let host = engine.world.host_mut(engine.at);
    host.write_daemon(none);
    host.restart_engine();
    assert!(engine.world.client(engine.at).inspect_network("bridge", "", None).is_err());
}

#[test]
fn routes_of_the_host_are_avoided_by_automatic_subnets_only() {
    let first = |version: &str| {
        let host = SimulatedHost::new(Host::linux().with_engine(version.parse().expect("a version")), 0);
        let lan = "172.18.7.0/24".parse().expect("a subnet");
        let routed = "172.19.0.0/16".parse().expect("a subnet");
        let host =
            host.with_lan(lan).with_route(routed).with_nameserver("172.20.0.53".parse().expect("an address"));
        let mut engine = Engine::of(host);
        assert_eq!(engine.pool(&json!({ "Subnet": "172.18.7.0/24" })).0, 201, "what is asked for is given");
        engine.create(&json!({ "Name": "auto" }));
        engine.inspect("auto")["IPAM"]["Config"][0]["Subnet"].as_str().expect("a subnet").to_owned()
    };
    assert_eq!(first("20.10.14"), "172.21.0.0/16");
    assert_eq!(first("20.10.24"), "172.19.0.0/16");
    assert_eq!(first("28.2.2"), "172.19.0.0/16");
}

#[test]
fn endpoints_from_25_tell_every_problem() {
    let settings = json!({ "IPAMConfig": { "IPv4Address": "foo", "LinkLocalIPs": ["bar"] } });
    let mut engine = Engine::new("25.0.5");
    engine.pool(&json!({ "Subnet": "10.0.1.0/24" }));
    engine.run("web");
    let all = "invalid endpoint settings:\n* no configured subnet or ip-range contain the IP address foo\n* invalid IPv4 \
               address: foo\n* invalid link-local IP address: bar";
    assert_eq!(engine.connect("x", "web", &settings), said(400, all));
    let mut old = Engine::new("20.10.24");
    old.pool(&json!({ "Subnet": "10.0.1.0/24" }));
    old.run("web");
    assert_eq!(old.connect("x", "web", &settings), said(500, "Invalid IPv4 address: foo)"));
    let aliases = json!({ "Aliases": ["x"] });
    let old_words = "network-scoped alias is supported only for containers in user defined networks";
    let another = |version: &str| {
        let mut engine = Engine::new(version);
        engine.run("web");
        engine.connect("bridge", "web", &aliases)
    };
    assert_eq!(another("20.10.24"), said(400, old_words));
    assert_eq!(another("25.0.5"), (400, format!("invalid endpoint settings:\n{old_words}")));
    let new_words = "network-scoped aliases are only supported for user-defined networks";
    assert_eq!(another("29.0.0"), (400, format!("invalid endpoint settings:\n{new_words}")));
}

#[test]
fn hardware_addresses_of_bridges_are_drawn_from_28_on() {
    let mac = |version: &str| {
        let mut engine = Engine::new(version);
        engine.pool(&json!({ "Subnet": "10.0.1.0/24" }));
        engine.run("web");
        assert_eq!(engine.connect("x", "web", &json!({})).0, 200);
        let shown = engine.inspect("x");
        let endpoint = shown["Containers"].as_object().and_then(|all| all.values().next()).cloned();
        endpoint.expect("one endpoint")["MacAddress"].as_str().expect("a text").to_owned()
    };
    assert_eq!(mac("27.5.1"), "02:42:0a:00:01:02");
    assert_ne!(mac("28.0.0"), "02:42:0a:00:01:02");
    assert!(u8::from_str_radix(&mac("28.0.0")[..2], 16).is_ok_and(|first| first & 3 == 2));
}

#[test]
fn keys_of_inspect_by_version() {
    let shown = |version: &str| {
        let mut engine = Engine::new(version);
        engine.pool(&json!({ "Subnet": "10.0.1.0/24", "IPRange": "10.0.1.128/25" }));
        engine.inspect("x")
    };
    let (old, middle, new) = (shown("20.10.24"), shown("28.2.2"), shown("29.0.0"));
    assert_eq!((old.get("EnableIPv4"), &middle["EnableIPv4"]), (None, &json!(true)));
    assert_eq!((middle.get("Status"), middle["IPAM"]["Config"][0].get("Gateway")), (None, None));
    assert_eq!(new["IPAM"]["Config"][0]["Gateway"], "10.0.1.128");
    let used =
        json!({ "IPAM": { "Subnets": { "10.0.1.0/24": { "IPsInUse": 3, "DynamicIPsAvailable": 126 } } } });
    assert_eq!(new["Status"], used);
}

#[test]
fn lists_know_who_is_in_use_from_29_on() {
    let dangling = |version: &str| {
        let mut engine = Engine::new(version);
        engine.pool(&json!({ "Subnet": "10.0.1.0/24" }));
        engine.run("web");
        engine.connect("x", "web", &json!({}));
        let filters = Filters::new().with("dangling", "true");
        let list = engine.world.client(engine.at).list_networks(&filters).expect("filters");
        list.len()
    };
    assert_eq!((dangling("28.5.2"), dangling("29.0.0")), (1, 0));
    let unknown = |version: &str| {
        let mut engine = Engine::new(version);
        let filters = Filters::new().with("foo", "v");
        let fault = engine.world.client(engine.at).list_networks(&filters).expect_err("no such filter");
        engine.said(&fault)
    };
    assert_eq!(unknown("20.10.24"), said(400, "Invalid filter 'foo'"));
    assert_eq!(unknown("23.0.0"), said(400, "invalid filter 'foo=[v]'"));
}

#[test]
fn everything_that_happens_to_networks_is_told() {
    let mut engine = Engine::new("20.10.24");
    engine.run("web");
    let (_, from) = engine.world.host(engine.at).events(0);
    engine.pool(&json!({ "Subnet": "10.0.1.0/24" }));
    engine.connect("x", "web", &json!({}));
    engine.world.client(engine.at).disconnect("x", "web", false).expect("it is there");
    engine.world.client(engine.at).remove_network("x").expect("it is there");
    engine.world.client(engine.at).prune_networks(&Filters::new()).expect("no filters");
    let (events, _) = engine.world.host(engine.at).events(from);
    let told: Vec<_> = events
        .map(|event| {
            let keys: Vec<_> = event.attributes.keys().map(String::as_str).collect();
            format!("{} {} {}", event.kind, event.action, keys.join(","))
        })
        .collect();
    assert_eq!(
        told,
        [
            "network create name,type",
            "network connect container,name,type",
            "network disconnect container,name,type",
            "network disconnect container,name,type",
            "network destroy name,type",
            "network prune reclaimed",
        ]
    );
}
