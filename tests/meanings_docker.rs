//! Refusals of a real engine, read. Everything made has a prefix of its own and is removed, also on failure.
#![cfg(all(feature = "docker", unix))]

#[allow(dead_code, reason = "other tests use more of it")]
#[path = "support/image.rs"]
mod image;

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use docknet::engine::{
    AddressFamily, Answer, ContainerFault, FilterFault, GatewayFault, IpamFault, Limit, Meaning, NameFault,
    OptionFault, RequestFault, ScopeFault, Standing, meaning,
};
use docknet::host::EngineVersion;
use serde_json::{Value, json};

/// The engine's API over its socket, spoken by hand, so that broken requests can be sent as well.
#[derive(Debug)]
struct Raw {
    prefix: String,
    engine: Option<EngineVersion>,
}

impl Raw {
    fn connect() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
        let prefix = format!("dnm{:x}{:x}", std::process::id(), now.subsec_micros());
        let mut raw = Self { prefix, engine: None };
        let version: Value =
            serde_json::from_str(&Raw::get("/version").1).expect("the engine says its version");
        raw.engine = version["Version"].as_str().and_then(|text| text.parse().ok());
        raw
    }

    fn send(method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, String) {
        let mut socket = UnixStream::connect("/var/run/docker.sock").expect("an engine listens");
        socket.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket takes a deadline");
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: docker\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).expect("the engine reads");
        socket.write_all(body).expect("the engine reads");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).expect("the engine answers in time");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, body.to_owned())
    }

    fn get(path: &str) -> (u16, String) {
        Self::send("GET", path, "text/plain", &[])
    }

    fn post(path: &str, body: &Value) -> (u16, String) {
        Self::send("POST", path, "application/json", body.to_string().as_bytes())
    }

    fn name(&self, end: &str) -> String {
        format!("{}-{end}", self.prefix)
    }

    fn create(&self, end: &str, mut body: Value) -> (u16, String) {
        body["Name"] = self.name(end).into();
        Self::post("/networks/create", &body)
    }

    fn pools(&self, pools: &Value) -> (u16, String) {
        self.create("pools", json!({ "IPAM": { "Config": pools } }))
    }

    fn option(&self, driver: &str, key: &str, value: &str) -> (u16, String) {
        self.create("option", json!({ "Driver": driver, "Options": { key: value } }))
    }

    fn container(&self, end: &str, mut body: Value) -> (u16, String) {
        body["Image"] = format!("{}:sleep", self.prefix).into();
        body["Cmd"] = json!(["/sleep"]);
        Self::post(&format!("/containers/create?name={}", self.name(end)), &body)
    }

    /// Fails unless the engine refused, and in words that mean that.
    fn means(&self, (status, body): (u16, String), expected: &Meaning) {
        assert!(status >= 400, "{expected:?} was to be refused with: {status} {body}");
        let sentence = match serde_json::from_str::<Value>(&body) {
            Ok(json) => json["message"].as_str().expect("a message").to_owned(),
            Err(_) => body,
        };
        let answer = Answer::new(status, sentence).with_engine(self.engine.clone());
        println!("{answer}");
        assert_eq!(meaning(&answer), *expected, "{answer}");
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let ours = |list: &str, key: &str| -> Vec<String> {
            let list: Vec<Value> = serde_json::from_str(list).unwrap_or_default();
            let is_ours = |entry: &&Value| entry[key].to_string().contains(&self.prefix);
            list.iter().filter(is_ours).filter_map(|entry| entry["Id"].as_str().map(Into::into)).collect()
        };
        for id in ours(&Self::get("/containers/json?all=1").1, "Names") {
            Self::send("DELETE", &format!("/containers/{id}?force=1&v=1"), "text/plain", &[]);
        }
        for id in ours(&Self::get("/networks").1, "Name") {
            Self::send("DELETE", &format!("/networks/{id}"), "text/plain", &[]);
        }
        Self::send("DELETE", &format!("/images/{}:sleep?force=1", self.prefix), "text/plain", &[]);
    }
}

#[test]
#[ignore = "needs a Docker engine"]
fn networks() {
    let raw = Raw::connect();
    let name = raw.name("net");
    let blank = Meaning::Name(NameFault::Blank { given: Some(String::new()) });
    raw.means(Raw::post("/networks/create", &json!({ "Name": "" })), &blank);
    let own = Meaning::PredefinedNetwork { network: Some("bridge".into()) };
    raw.means(Raw::post("/networks/create", &json!({ "Name": "bridge" })), &own);
    raw.means(Raw::send("DELETE", "/networks/bridge", "text/plain", &[]), &own);

    let pool = json!({ "IPAM": { "Config": [{ "Subnet": "10.251.77.0/24" }] }, "CheckDuplicate": true });
    assert_eq!(raw.create("net", pool.clone()).0, 201);
    raw.means(raw.create("net", pool.clone()), &Meaning::NetworkExists { network: name.clone() });
    raw.means(raw.create("other", pool), &Meaning::SubnetOverlap { with: None, bridges: None });
    let again = json!({ "IPAM": { "Config": [{ "Subnet": "10.251.78.0/24" }] } });
    assert_eq!(raw.create("net", again).0, 201, "two of one name");
    let ambiguous = Meaning::AmbiguousNetwork { network: name.clone(), matches: 2 };
    raw.means(Raw::get(&format!("/networks/{name}")), &ambiguous);
    raw.means(Raw::send("DELETE", &format!("/networks/{name}"), "text/plain", &[]), &ambiguous);
    let missing = Meaning::NetworkNotFound { network: raw.name("nosuch") };
    raw.means(Raw::get(&format!("/networks/{}", raw.name("nosuch"))), &missing);

    raw.means(
        raw.create("d", json!({ "Driver": "nosuch" })),
        &Meaning::DriverNotFound { driver: "nosuch".into() },
    );
    let one = Meaning::Scope(ScopeFault::OneInstance { driver: "host".into() });
    raw.means(raw.create("d", json!({ "Driver": "host" })), &one);
    let scopes = [
        (json!({ "Scope": "swarm" }), ScopeFault::SwarmInactive),
        (json!({ "Driver": "overlay", "Scope": "local" }), ScopeFault::Downgrade),
        (json!({ "Ingress": true }), ScopeFault::IngressLocal),
        (json!({ "ConfigOnly": true, "Internal": true }), ScopeFault::ConfigOperator),
        (
            json!({ "ConfigFrom": { "Network": "nosuch" } }),
            ScopeFault::ConfigMissing { network: "nosuch".into() },
        ),
        (json!({ "ConfigOnly": true, "ConfigFrom": { "Network": "x" } }), ScopeFault::ConfigChain),
    ];
    for (body, fault) in scopes {
        raw.means(raw.create("scope", body), &Meaning::Scope(fault));
    }
    let alone = Meaning::NotSwarmManager { standing: Some(Standing::NoSwarm) };
    raw.means(raw.create("ov", json!({ "Driver": "overlay" })), &alone);
    raw.means(Raw::get("/services"), &alone);
    raw.means(Raw::get("/nodes"), &alone);
}

#[test]
#[ignore = "needs a Docker engine"]
fn addresses_and_options() {
    let raw = Raw::connect();
    let (subnet, family) = ("10.251.79.0/24", AddressFamily::V6);
    let gateway = |text: &str, fault| Meaning::GatewayUnusable { gateway: text.parse().ok(), fault };
    raw.means(
        raw.pools(&json!([{ "Subnet": "10.251.0.0" }])),
        &Meaning::Ipam(IpamFault::NotSubnet { given: "10.251.0.0".into() }),
    );
    raw.means(raw.pools(&json!([{}])), &Meaning::Ipam(IpamFault::NotSubnet { given: String::new() }));
    let junk = gateway("", GatewayFault::NotAddress { given: "foo".into() });
    raw.means(raw.pools(&json!([{ "Subnet": subnet, "Gateway": "foo" }])), &junk);
    let outside = gateway("10.98.0.1", GatewayFault::Outside { subnet: None });
    raw.means(raw.pools(&json!([{ "Subnet": subnet, "Gateway": "10.98.0.1" }])), &outside);
    raw.means(
        raw.pools(&json!([{ "Subnet": subnet, "Gateway": "10.251.79.0" }])),
        &gateway("10.251.79.0", GatewayFault::Taken),
    );
    raw.means(raw.pools(&json!([{ "Subnet": "10.251.79.4/31" }])), &gateway("", GatewayFault::NoAddress));
    let range = IpamFault::InvalidAddressSubPool { range: Some("foo".into()), subnet: subnet.parse().ok() };
    raw.means(raw.pools(&json!([{ "Subnet": subnet, "IPRange": "foo" }])), &Meaning::Ipam(range));
    let taken = IpamFault::AuxiliaryTaken { name: "a".into(), address: "10.251.79.1".parse().ok() };
    let auxiliary =
        json!([{ "Subnet": subnet, "Gateway": "10.251.79.1", "AuxiliaryAddresses": { "a": "10.251.79.1" } }]);
    raw.means(raw.pools(&auxiliary), &Meaning::Ipam(taken));
    let two = json!([{ "Subnet": subnet }, { "Subnet": "10.251.80.0/24" }]);
    raw.means(raw.pools(&two), &Meaning::Unsupported { what: Limit::BridgeSeveralSubnets });
    raw.means(
        raw.create("six", json!({ "EnableIPv6": true })),
        &Meaning::PoolsExhausted { family: Some(family) },
    );
    let null = raw.create("null", json!({ "IPAM": { "Driver": "null" } }));
    raw.means(null, &Meaning::Ipam(IpamFault::PoolEmpty { family: AddressFamily::V4 }));

    for key in [
        "com.docker.network.driver.mtu",
        "com.docker.network.bridge.enable_icc",
        "com.docker.network.bridge.host_binding_ipv4",
    ] {
        let fault = OptionFault::Unparsable { key: key.into(), value: "foo".into() };
        raw.means(raw.option("bridge", key, "foo"), &Meaning::Option(fault));
    }
    let long = raw.option("bridge", "com.docker.network.bridge.name", "docknet-is-too-long");
    raw.means(long, &Meaning::Option(OptionFault::BridgeNameTooLong));
    for (driver, default) in [("macvlan", "bridge"), ("ipvlan", "l2")] {
        let fault =
            OptionFault::BadMode { driver: driver.into(), mode: "bogus".into(), default: default.into() };
        raw.means(raw.option(driver, &format!("{driver}_mode"), "bogus"), &Meaning::Option(fault));
        let fault = OptionFault::ParentNotVlan { parent: "nosuch0".into() };
        raw.means(raw.option(driver, "parent", "nosuch0"), &Meaning::Option(fault));
    }
}

#[test]
#[ignore = "needs a Docker engine"]
fn containers() {
    let raw = Raw::connect();
    let image = format!("/images/create?fromSrc=-&repo={}&tag=sleep", raw.prefix);
    assert_eq!(Raw::send("POST", &image, "application/x-tar", &image::tar()).0, 200);
    let (name, id) = (raw.name("c"), raw.container("c", json!({})));
    assert_eq!(id.0, 201, "{id:?}");
    let id: Value = serde_json::from_str(&id.1).unwrap();
    let exists = Meaning::ContainerExists { name: name.clone(), id: id["Id"].as_str().unwrap().into() };
    raw.means(raw.container("c", json!({})), &exists);

    let connect = |network: &str, container: &str| {
        Raw::post(&format!("/networks/{network}/connect"), &json!({ "Container": container }))
    };
    let nobody = raw.name("nobody");
    raw.means(connect("bridge", &nobody), &Meaning::ContainerNotFound { container: nobody.clone() });
    raw.means(connect("bridge", ""), &Meaning::Request(RequestFault::EmptyKey { given: String::new() }));
    raw.means(connect("host", &name), &Meaning::Container(ContainerFault::HostNetwork));
    raw.means(connect("none", &name), &Meaning::Container(ContainerFault::PrivateMode));
    let network = raw.name("left");
    assert_eq!(raw.create("left", json!({ "IPAM": { "Config": [{ "Subnet": "10.251.81.0/24" }] } })).0, 201);
    let left = Raw::post(&format!("/networks/{network}/disconnect"), &json!({ "Container": name }));
    raw.means(left, &Meaning::NotConnected { network: network.clone() });

    let mode = |mode: &str| json!({ "NetworkMode": mode });
    raw.means(
        raw.container("e", json!({ "HostConfig": mode("container:") })),
        &Meaning::Container(ContainerFault::ModeEmpty),
    );
    let hostname = json!({ "Hostname": "h", "HostConfig": mode("container:x") });
    let conflict = ContainerFault::ModeConflict { what: "hostname".into() };
    raw.means(raw.container("e", hostname), &Meaning::Container(conflict));
    let port = json!({ "HostConfig": { "PortBindings": { "99999/tcp": [{ "HostPort": "1" }] } } });
    raw.means(
        raw.container("e", port),
        &Meaning::Container(ContainerFault::BadPort { given: "99999".into() }),
    );
    let address = json!({ "NetworkingConfig": { "EndpointsConfig": { &network: { "IPAMConfig": { "IPv4Address": "foo" } } } } });
    raw.means(
        raw.container("e", address),
        &Meaning::Container(ContainerFault::BadAddress { given: "foo".into() }),
    );
}

#[test]
#[ignore = "needs a Docker engine"]
fn requests() {
    let raw = Raw::connect();
    let request = |fault| Meaning::Request(fault);
    let create = |kind: &str, body: &[u8]| Raw::send("POST", "/networks/create", kind, body);
    raw.means(create("application/json", b""), &request(RequestFault::EmptyBody));
    raw.means(create("application/json", b"g"), &request(RequestFault::Malformed { at: Some('g') }));
    let kind = RequestFault::ContentType { given: "text/plain".into(), wanted: "application/json".into() };
    raw.means(create("text/plain", b"{}"), &request(kind));
    raw.means(
        Raw::get("/networks/bridge?verbose=foo"),
        &request(RequestFault::VerboseNotBool { given: "foo".into() }),
    );
    raw.means(Raw::get("/nosuch"), &request(RequestFault::NoRoute));
    let versions: Value = serde_json::from_str(&Raw::get("/version").1).unwrap();
    let version = |key: &str| versions[key].as_str().unwrap().parse().unwrap();
    let new = RequestFault::ApiTooNew { asked: "1.99".parse().unwrap(), maximum: version("ApiVersion") };
    raw.means(Raw::get("/v1.99/networks"), &request(new));
    let old = RequestFault::ApiTooOld { asked: "1.10".parse().unwrap(), minimum: version("MinAPIVersion") };
    raw.means(Raw::get("/v1.10/networks"), &request(old));

    let filter = |key: &str, values: &str| {
        let text = format!("{{\"{key}\":{values}}}");
        let encoded = text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        Raw::get(&format!("/networks?filters={encoded}"))
    };
    let unknown = FilterFault::Unknown { key: "foo".into(), values: None };
    raw.means(filter("foo", "[\"v\"]"), &Meaning::Filter(unknown));
    let bad = FilterFault::BadValue { key: "type".into(), value: Some("foo".into()) };
    raw.means(filter("type", "[\"foo\"]"), &Meaning::Filter(bad));
    let bad = FilterFault::BadValue { key: "dangling".into(), value: None };
    raw.means(filter("dangling", "[\"foo\"]"), &Meaning::Filter(bad));
    let several = FilterFault::SeveralValues { key: "dangling".into() };
    raw.means(filter("dangling", "[\"true\",\"false\"]"), &Meaning::Filter(several));
}
