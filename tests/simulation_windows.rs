//! Windows engines asked with raw bodies: HNS networks as records, and what is refused in which words.

use docknet::host::{Host, WindowsBuild};
use docknet::simulation::{ContainerSpec, Fault, HostId, SimulatedHost, World};
use docknet::wire::DaemonDocument;
use docknet::wire::request::{EndpointSettings, NetworkCreate};
use serde_json::{Value, json};

struct Engine {
    world: World,
    at: HostId,
}

impl Engine {
    fn new(build: WindowsBuild, version: &str) -> Self {
        let host = Host::windows(build).with_engine(version.parse().expect("a version"));
        let (world, at) = World::of(SimulatedHost::new(host, 0));
        Self { world, at }
    }

    fn create(&mut self, body: &Value) -> (u16, String) {
        let asked = NetworkCreate::from_value(body).expect("a body");
        let answer = self.world.client(self.at).create_network(&asked);
        match answer {
            Ok(made) => (201, made.warning),
            Err(Fault::Refused(refusal)) => {
                let engine = self.world.host(self.at).engine_version();
                (refusal.status(engine), refusal.sentence(engine))
            }
            Err(Fault::Never) => (0, "never".into()),
        }
    }

    fn inspect(&mut self, network: &str) -> Value {
        self.world.client(self.at).inspect_network(network, "", None).expect("it is there")
    }

    fn run(&mut self, name: &str, network: &str, address: &str) -> Result<(), Fault> {
        let container = name.parse().expect("a name");
        let host = self.world.host_mut(self.at);
        let container = host.create_container(ContainerSpec::detached(container))?;
        let asked =
            if address.is_empty() { json!({}) } else { json!({ "IPAMConfig": { "IPv4Address": address } }) };
        let settings = EndpointSettings::from_value(&asked).expect("settings");
        self.world.client(self.at).connect(network, name, Some(&settings))?;
        self.world.host_mut(self.at).start_container(&container)
    }

    fn shown_address(&mut self, network: &str, container: &str) -> String {
        let shown = self.inspect(network);
        let all = shown["Containers"].as_object().expect("a list");
        let found = all.values().find(|endpoint| endpoint["Name"] == container).expect("it is in");
        found["IPv4Address"].as_str().expect("a text").to_owned()
    }
}

fn said(status: u16, sentence: &str) -> (u16, String) {
    (status, sentence.to_owned())
}

#[test]
fn drivers_by_engine() {
    let answer = |version: &str, driver: &str| {
        let mut engine = Engine::new(WindowsBuild::SERVER_2019, version);
        let pool = json!([{ "Subnet": "10.20.0.0/24", "Gateway": "10.20.0.1" }]);
        engine.create(&json!({ "Name": "x", "Driver": driver, "IPAM": { "Config": pool } }))
    };
    for driver in ["bridge", "macvlan", "host", "NAT"] {
        let missing = format!("plugin \"{driver}\" not found");
        assert_eq!(answer("20.10.24", driver), (404, missing));
    }
    assert_eq!(answer("18.09.9", "internal"), said(404, "plugin \"internal\" not found"));
    for driver in ["nat", "transparent", "l2bridge", "internal", "private", "ics"] {
        assert_eq!(answer("19.03.12", driver), said(201, ""), "{driver}");
    }
    assert_eq!(answer("20.10.24", "null"), said(403, "only one instance of \"null\" network is allowed"));
    assert_eq!(answer("20.10.24", "overlay").0, 500);
}

#[test]
fn names_of_the_platform() {
    let mut engine = Engine::new(WindowsBuild::SERVER_2022, "20.10.24");
    for name in ["nat", "none", "default", "container:x"] {
        let kept = format!("operation is not permitted on predefined {name} network ");
        assert_eq!(engine.create(&json!({ "Name": name })), (403, kept));
    }
    for name in ["bridge", "host"] {
        assert_eq!(engine.create(&json!({ "Name": name })), said(201, ""), "{name} is a name like others");
    }
}

#[test]
fn what_is_shown_of_a_network_hns_chose_for() {
    let shown = |version: &str| {
        let mut engine = Engine::new(WindowsBuild::SERVER_2019, version);
        assert_eq!(engine.create(&json!({ "Name": "x" })), said(201, ""));
        engine.inspect("x")
    };
    let new = shown("20.10.24");
    assert_eq!(new["IPAM"]["Driver"], "windows");
    let subnet = new["IPAM"]["Config"][0]["Subnet"].as_str().expect("a subnet").to_owned();
    assert!(subnet.starts_with("172.") && subnet.ends_with("/20"), "{subnet}");
    assert!(new["IPAM"]["Config"][0]["Gateway"].as_str().is_some_and(|gateway| gateway.ends_with(".1")));
    let options = new["Options"].as_object().expect("options");
    assert_eq!(options.keys().collect::<Vec<_>>(), ["com.docker.network.windowsshim.hnsid"]);
    assert_eq!(shown("18.09.9")["IPAM"]["Config"], json!([{ "Subnet": "0.0.0.0/0" }]));
    assert_eq!(
        shown("29.0.0")["Options"]["com.docker.network.windowsshim.networkname"],
        shown("29.0.0")["Id"]
    );
}

#[test]
fn masks_are_those_of_address_classes_unless_the_address_was_asked_for() {
    for (subnet, asked, length) in [
        ("10.10.0.0/20", "10.10.10.10", "/8"),
        ("172.20.0.0/20", "172.20.1.9", "/16"),
        ("192.168.64.0/20", "192.168.65.9", "/24"),
    ] {
        let mut engine = Engine::new(WindowsBuild::SERVER_2022, "20.10.24");
        let body = json!({ "Name": "x", "IPAM": { "Config": [{ "Subnet": subnet }] } });
        assert_eq!(engine.create(&body), said(201, ""));
        assert_eq!(engine.run("dynamic", "x", ""), Ok(()));
        assert_eq!(engine.run("pinned", "x", asked), Ok(()));
        assert!(engine.shown_address("x", "dynamic").ends_with(length));
        assert_eq!(engine.shown_address("x", "pinned"), format!("{asked}/20"));
    }
    // Where HNS chose the prefix, the engine has none of its own until it starts again.
    let mut engine = Engine::new(WindowsBuild::SERVER_2022, "20.10.24");
    engine.create(&json!({ "Name": "x" }));
    let subnet = engine.inspect("x")["IPAM"]["Config"][0]["Subnet"].as_str().expect("a subnet").to_owned();
    let address = subnet.replace(".0/20", ".9");
    assert_eq!(engine.run("pinned", "x", &address), Ok(()));
    assert_eq!(engine.shown_address("x", "pinned"), format!("{address}/0"));
    engine.world.host_mut(engine.at).restart_engine();
    assert_eq!(engine.shown_address("x", "pinned"), format!("{address}/20"));
}

#[test]
fn hns_refuses_in_the_words_of_the_engine() {
    let body = |driver: &str, options: Value| json!({ "Name": "x", "Driver": driver, "Options": options });
    let mut engine = Engine::new(WindowsBuild::SERVER_2022, "20.10.24");
    let incorrect =
        "failed during hnsCallRawResponse: hnsCall failed in Win32: The parameter is incorrect. (0x57)";
    let interface = json!({ "com.docker.network.windowsshim.interface": "Nosuch" });
    assert_eq!(engine.create(&body("transparent", interface)), said(500, incorrect));
    assert_eq!(engine.create(&json!({ "Name": "lan", "Driver": "transparent" })), said(201, ""));
    assert_eq!(engine.create(&body("transparent", json!({}))), said(500, incorrect), "one switch an adapter");
    assert_eq!(engine.inspect("lan")["IPAM"]["Config"], json!([]));
    assert_eq!(engine.run("web", "lan", ""), Ok(()));
    assert_eq!(engine.shown_address("lan", "web"), "", "the LAN's DHCP gives it");
    assert_eq!(engine.create(&body("l2bridge", json!({}))), said(500, incorrect));
    let named = json!({ "com.docker.network.windowsshim.networkname": "same" });
    assert_eq!(engine.create(&json!({ "Name": "y", "Options": named })), said(201, ""));
    let twice = "failed during hnsCallRawResponse: hnsCall failed in Win32: A network with this name already exists. \
                 (0x803b0010)";
    assert_eq!(engine.create(&body("nat", named)), said(500, twice));
    let mut old = Engine::new(WindowsBuild::SERVER_2016, "17.06.2");
    let plain = "hnsCall failed in Win32: The parameter is incorrect. (0x57)";
    assert_eq!(old.create(&body("nat", json!({}))), said(500, plain), "one NAT prefix");
}

#[test]
fn options_the_driver_cannot_read() {
    let refused = |key: &str, value: &str| {
        let mut engine = Engine::new(WindowsBuild::SERVER_2022, "20.10.24");
        let key = format!("com.docker.network.windowsshim.{key}");
        engine.create(&json!({ "Name": "x", "Options": { key: value } }))
    };
    assert_eq!(refused("vlanid", "x"), said(500, "strconv.ParseUint: parsing \"x\": invalid syntax"));
    assert_eq!(
        refused("disable_gatewaydns", "x"),
        said(500, "strconv.ParseBool: parsing \"x\": invalid syntax")
    );
    let pair = "Invalid mac pool. You must specify both a start range and an end range";
    assert_eq!(refused("macpool", "00-15-5D-00-00-01"), said(500, pair));
    assert_eq!(refused("dnssuffix", "x").0, 201);
}

#[test]
fn foreign_networks_are_adopted_under_their_type() {
    let mut engine = Engine::new(WindowsBuild::SERVER_2022, "20.10.24");
    engine.create(&json!({ "Name": "lan", "Driver": "transparent" }));
    engine.create(&json!({ "Name": "shut", "Driver": "internal" }));
    let before = engine.inspect("lan");
    engine.world.host_mut(engine.at).restart_engine();
    assert_eq!(engine.inspect("lan")["Id"], before["Id"], "it is known");
    let none = DaemonDocument::parse(r#"{ "bridge": "none" }"#).expect("a file");
    let host = engine.world.host_mut(engine.at);
    host.write_daemon(none);
    host.reboot();
    assert!(engine.world.client(engine.at).inspect_network("nat", "", None).is_err());
    assert_eq!(engine.inspect("lan")["Id"], before["Id"], "networks that are no NAT stay over a reboot");
}
