//! What one node of a swarm answers, asked of a real 20.10 engine and of the simulation: the same raw requests in the
//! same order, status, message and JSON compared.
//!
//! One swarm at a time is what an engine has: whoever else uses it holds the same lock.

#![cfg(all(unix, feature = "docker"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use docknet::simulation::{Client, Fault, HostId, Rotation, SimulatedHost, World};
use docknet::wire::request::{
    Filters, NetworkCreate, NodeSpec, ServiceCreate, SwarmInit, SwarmJoin, SwarmSpec,
};
use serde_json::{Value, json};

/// Asks the real engine.
fn real(method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let mut stream = UnixStream::connect("/var/run/docker.sock").expect("an engine listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time is set");
    let body = body.map(Value::to_string).unwrap_or_default();
    let length = body.len();
    let head = format!(
        "{method} /v1.41{path} HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    // In one piece: an engine that needs no body may answer before it has read it.
    stream.write_all((head + &body).as_bytes()).expect("it takes requests");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// Asks the simulation, as whoever serves it over HTTP would.
fn simulated(world: &mut World, at: HostId, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
    let engine = world.host(at).engine_version().clone();
    match routed(&mut world.client(at), method, path, body.unwrap_or(&Value::Null)) {
        Ok(answer) => answer,
        Err(Fault::Refused(refusal)) => {
            (refusal.status(&engine), json!({ "message": refusal.sentence(&engine) }))
        }
        Err(Fault::Never) => panic!("{method} {path} is never answered"),
    }
}

fn routed(client: &mut Client<'_>, method: &str, path: &str, body: &Value) -> Result<(u16, Value), Fault> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query: BTreeMap<_, _> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let get = |key: &str| query.get(key).copied().unwrap_or_default();
    let filters = || Filters::parse(&decoded(get("filters"))).expect("the table has filters that are some");
    let flag = |key: &str| matches!(get(key), "1" | "true");
    let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
    Ok(match (method, parts.as_slice()) {
        ("GET", ["swarm"]) => (200, client.inspect_swarm()?),
        ("GET", ["swarm", "unlockkey"]) => (200, json!({ "UnlockKey": client.unlock_key()? })),
        ("POST", ["swarm", "init"]) => {
            (200, client.init_swarm(&SwarmInit::from_value(body).unwrap())?.into())
        }
        ("POST", ["swarm", "join"]) => {
            client.join_swarm(&SwarmJoin::from_value(body).unwrap())?;
            (200, Value::Null)
        }
        ("POST", ["swarm", "leave"]) => {
            client.leave_swarm(flag("force"))?;
            (200, Value::Null)
        }
        ("POST", ["swarm", "unlock"]) => {
            client.unlock_swarm(body["UnlockKey"].as_str().unwrap_or_default())?;
            (200, Value::Null)
        }
        ("POST", ["swarm", "update"]) => {
            let mut rotation = Rotation::default();
            rotation.worker_token = flag("rotateWorkerToken");
            client.update_swarm(get("version"), &SwarmSpec::from_value(body).unwrap(), rotation)?;
            (200, Value::Null)
        }
        ("GET", ["nodes"]) => (200, client.list_nodes(&filters())?.into()),
        ("GET", ["nodes", key]) => (200, client.inspect_node(key)?),
        ("POST", ["nodes", key, "update"]) => {
            client.update_node(key, get("version"), &NodeSpec::from_value(body).unwrap())?;
            (200, Value::Null)
        }
        ("DELETE", ["nodes", key]) => {
            client.remove_node(key, flag("force"))?;
            (200, Value::Null)
        }
        ("GET", ["services"]) => (200, client.list_services(&filters(), flag("status"))?.into()),
        ("POST", ["services", "create"]) => {
            let made = client.create_service(&ServiceCreate::from_value(body).unwrap())?;
            (201, json!({ "ID": made.id }))
        }
        ("GET", ["services", key]) => (200, client.inspect_service(key, flag("insertDefaults"))?),
        ("POST", ["services", key, "update"]) => {
            let asked = ServiceCreate::from_value(body).unwrap();
            client.update_service(key, get("version"), &asked, get("rollback"))?;
            (200, json!({ "Warnings": null }))
        }
        ("DELETE", ["services", key]) => {
            client.remove_service(key)?;
            (200, Value::Null)
        }
        ("GET", ["tasks"]) => (200, client.list_tasks(&filters())?.into()),
        ("GET", ["tasks", key]) => (200, client.inspect_task(key)?),
        ("GET", ["secrets"]) => (200, client.list_secrets(&filters())?.into()),
        ("POST", ["secrets", "create"]) => (201, json!({ "ID": client.create_secret(body)? })),
        ("GET", ["secrets", key]) => (200, client.inspect_secret(key)?),
        ("POST", ["secrets", key, "update"]) => {
            client.update_secret(key, get("version"), body)?;
            (200, Value::Null)
        }
        ("DELETE", ["secrets", key]) => {
            client.remove_secret(key)?;
            (204, Value::Null)
        }
        ("GET", ["configs"]) => (200, client.list_configs(&filters())?.into()),
        ("POST", ["configs", "create"]) => (201, json!({ "ID": client.create_config(body)? })),
        ("GET", ["configs", key]) => (200, client.inspect_config(key)?),
        ("POST", ["configs", key, "update"]) => {
            client.update_config(key, get("version"), body)?;
            (200, Value::Null)
        }
        ("DELETE", ["configs", key]) => {
            client.remove_config(key)?;
            (204, Value::Null)
        }
        ("GET", ["networks"]) => (200, client.list_networks(&filters())?.into()),
        ("POST", ["networks", "create"]) => {
            let made = client.create_network(&NetworkCreate::from_value(body).unwrap())?;
            (201, json!({ "Id": made.id.as_str(), "Warning": made.warning }))
        }
        ("GET", ["networks", key]) => {
            let scope = Some(get("scope")).filter(|scope| !scope.is_empty());
            (200, client.inspect_network(key, get("verbose"), scope)?)
        }
        ("DELETE", ["networks", key]) => {
            client.remove_network(key)?;
            (204, Value::Null)
        }
        other => panic!("no route for {other:?}"),
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next().unwrap_or(b'0'), bytes.next().unwrap_or(b'0')];
            let digits = String::from_utf8_lossy(&digits).into_owned();
            plain.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
        } else {
            plain.push(byte);
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn filters(json: &Value) -> String {
    json.to_string().bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}"))
}

/// Identities get the number of their first appearance, moments and what belongs to the machine a word.
#[derive(Default)]
struct Normal {
    seen: BTreeMap<String, usize>,
}

impl Normal {
    fn text(&mut self, text: &str) -> String {
        let mut normal = String::new();
        let mut word = String::new();
        for character in text.chars().chain(['\0']) {
            if character.is_ascii_alphanumeric() {
                word.push(character);
                continue;
            }
            if matches!(word.len(), 25 | 64) && word.bytes().any(|byte| byte.is_ascii_digit()) {
                let next = self.seen.len();
                let number = *self.seen.entry(std::mem::take(&mut word)).or_insert(next);
                normal.extend(["<", &number.to_string(), ">"]);
            }
            normal.push_str(&std::mem::take(&mut word));
            if character != '\0' {
                normal.push(character);
            }
        }
        normal
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text).into(),
            Value::Array(items) => {
                // Engines list in the order of identities, which are drawn.
                let key = |item: &Value| {
                    let name = item.pointer("/Spec/Name").or_else(|| item.pointer("/Name")).cloned();
                    (name.map(|name| name.to_string()), item["Slot"].as_u64(), item["CreatedAt"].to_string())
                };
                let mut items: Vec<_> = items.iter().collect();
                items.sort_by_key(|item| key(item));
                items.into_iter().map(|item| self.value(item)).collect()
            }
            Value::Object(object) => {
                let mut normal = serde_json::Map::new();
                for (key, value) in object {
                    let value = match key.as_str() {
                        "CreatedAt" | "UpdatedAt" | "Created" | "Timestamp" | "StartedAt" | "CompletedAt" => {
                            "<moment>".into()
                        }
                        "Version" | "TLSInfo" | "Description" | "JoinTokens" | "Peers" | "PID"
                        | "LocalLBIndex" => "<own>".into(),
                        "UnlockKey" if value != "" => "<own>".into(),
                        _ => self.value(value),
                    };
                    normal.insert(self.text(key), value);
                }
                normal.into()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

/// Both at once.
struct Pair {
    world: World,
    at: HostId,
    normal: (Normal, Normal),
    asked: usize,
    differences: Vec<String>,
}

impl Pair {
    fn new() -> Self {
        let (world, at) = World::of(SimulatedHost::linux());
        Self { world, at, normal: Default::default(), asked: 0, differences: Vec::new() }
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<Value>) -> (Value, Value) {
        self.asked += 1;
        let (real_status, real_body) = real(method, path, body.as_ref());
        let (our_status, our_body) = simulated(&mut self.world, self.at, method, path, body.as_ref());
        let (theirs, ours) = (self.normal.0.value(&real_body), self.normal.1.value(&our_body));
        if (real_status, &theirs) != (our_status, &ours) {
            let asked = body.map(|body| body.to_string()).unwrap_or_default();
            self.differences.push(format!(
                "{method} {path} {asked}\n  engine:     {real_status} {theirs}\n  simulation: {our_status} {ours}"
            ));
        }
        (real_body, our_body)
    }

    fn get(&mut self, path: &str) {
        self.ask("GET", path, None);
    }

    fn post(&mut self, path: &str, body: Value) {
        self.ask("POST", path, Some(body));
    }

    fn delete(&mut self, path: &str) {
        self.ask("DELETE", path, None);
    }

    /// Time passes on both.
    fn pass(&mut self, time: Duration) {
        std::thread::sleep(time);
        self.world.pass(time);
    }

    /// A change of a thing as it is on either side.
    fn update(&mut self, path: &str, change: impl Fn(&mut Value)) {
        let theirs = real("GET", path, None).1;
        let ours = simulated(&mut self.world, self.at, "GET", path, None).1;
        let mut bodies = [theirs, ours].map(|there| {
            let mut spec = there["Spec"].clone();
            change(&mut spec);
            (format!("{path}/update?version={}", there["Version"]["Index"]), spec)
        });
        self.asked += 1;
        let (real_status, real_body) = real("POST", &bodies[0].0, Some(&bodies[0].1));
        let (our_status, our_body) =
            simulated(&mut self.world, self.at, "POST", &bodies[1].0, Some(&bodies[1].1));
        let (theirs, ours) = (self.normal.0.value(&real_body), self.normal.1.value(&our_body));
        if (real_status, &theirs) != (our_status, &ours) {
            let asked = std::mem::take(&mut bodies[0].1);
            self.differences.push(format!(
                "POST {path}/update {asked}\n  engine:     {real_status} {theirs}\n  simulation: {our_status} {ours}"
            ));
        }
    }
}

/// The lock that all hold who use the engine's swarm; leaves the swarm, whatever happens.
struct Lock(Child);

impl Lock {
    fn take() -> Self {
        let mut command = Command::new("flock");
        command.args(["/tmp/docknet-swarm.lock", "sh", "-c", "echo held; cat"]);
        let mut holder =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("util-linux is there");
        let mut held = [0; 5];
        holder.stdout.take().expect("a pipe").read_exact(&mut held).expect("others have done");
        Self(holder)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        real("POST", "/swarm/leave?force=1", None);
        std::thread::sleep(Duration::from_secs(1));
        real("DELETE", "/networks/docker_gwbridge", None);
        drop(self.0.stdin.take());
        let _ended = self.0.wait();
    }
}

fn service(name: &str, more: &Value) -> Value {
    let mut body = json!({
        "Name": name,
        "TaskTemplate": { "ContainerSpec": { "Image": "dnswarm-missing:1" } },
        "Mode": { "Replicated": { "Replicas": 1 } },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        if key == "TaskTemplate" {
            for (key, value) in value.as_object().into_iter().flatten() {
                body["TaskTemplate"][key] = value.clone();
            }
        } else {
            body[key] = value.clone();
        }
    }
    body
}

fn before_there_is_a_swarm(pair: &mut Pair) {
    for path in ["/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs", "/swarm/unlockkey"] {
        pair.get(path);
    }
    pair.post("/swarm/leave", json!({}));
    pair.post("/swarm/unlock", json!({ "UnlockKey": "x" }));
    pair.post("/networks/create", json!({ "Name": "dnswarm", "Driver": "overlay" }));
    pair.post("/swarm/join", json!({}));
    pair.post("/swarm/join", json!({ "ListenAddr": "0.0.0.0:2377", "RemoteAddrs": [], "JoinToken": "x" }));
    let listen = |more: Value| {
        let mut body = json!({ "ListenAddr": "0.0.0.0:2377", "AdvertiseAddr": "127.0.0.1" });
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        body
    };
    pair.post("/swarm/join", listen(json!({ "RemoteAddrs": ["127.0.0.1:2377"], "JoinToken": "x" })));
    for more in [
        json!({ "ListenAddr": "" }),
        json!({ "ListenAddr": "foo" }),
        json!({ "AdvertiseAddr": "0.0.0.0" }),
        json!({ "AdvertiseAddr": "nosuch0" }),
        json!({ "DefaultAddrPool": ["foo"] }),
        json!({ "DefaultAddrPool": ["10.20.0.0/16"], "SubnetSize": 8 }),
        json!({ "DefaultAddrPool": ["10.20.0.0/16"], "SubnetSize": 30 }),
        json!({ "DataPathPort": 80 }),
        json!({ "DataPathAddr": "foo" }),
        json!({ "Spec": { "Name": "x" } }),
        json!({ "Availability": "bogus" }),
    ] {
        pair.post("/swarm/init", listen(more));
    }
}

fn the_swarm_and_its_node(pair: &mut Pair) {
    pair.post("/swarm/init", json!({ "ListenAddr": "0.0.0.0:2377" }));
    pair.post("/swarm/join", json!({ "ListenAddr": "0.0.0.0:2377", "RemoteAddrs": ["1.2.3.4"] }));
    pair.post("/swarm/leave", json!({}));
    pair.post("/swarm/unlock", json!({ "UnlockKey": "x" }));
    pair.get("/swarm");
    pair.get("/swarm/unlockkey");
    pair.post("/swarm/update?version=1", json!({ "Name": "default" }));
    pair.post("/swarm/update", json!({}));
    pair.post("/swarm/update?version=9", json!({ "Name": "foo" }));
    pair.post("/nodes/nosuch/update?version=1", json!({ "Role": "manager", "Availability": "active" }));
    for filter in [
        json!({ "role": ["worker"] }),
        json!({ "role": ["x"] }),
        json!({ "membership": ["x"] }),
        json!({ "foo": ["x"] }),
        json!({ "node.label": ["zone=a"] }),
    ] {
        pair.get(&format!("/nodes?filters={}", filters(&filter)));
    }
    pair.get("/nodes/nosuch");
    pair.delete("/nodes/nosuch");
}

fn networks(pair: &mut Pair) {
    let subnet = |subnet: &str| json!({ "Config": [{ "Subnet": subnet }] });
    for body in [
        json!({ "Name": "a b", "Driver": "overlay" }),
        json!({ "Name": "x".repeat(64), "Driver": "overlay" }),
        json!({ "Name": "bad_", "Driver": "overlay" }),
        json!({ "Name": "", "Driver": "overlay" }),
        json!({ "Name": "ingress", "Driver": "overlay" }),
        json!({ "Name": "bridge", "Driver": "overlay" }),
        json!({ "Name": "n1", "Driver": "overlay", "Labels": { "com.docker.swarm.predefined": "true" } }),
        json!({ "Name": "n1", "Driver": "overlay", "Scope": "local" }),
        json!({ "Name": "n1", "Driver": "bridge", "Scope": "swarm" }),
        json!({ "Name": "n2", "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "10.99.0.0/24", "IPRange": "10.98.0.0/25" }] } }),
        json!({ "Name": "n2", "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "10.99.0.0/24", "IPRange": "foo" }] } }),
        json!({ "Name": "n2", "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "10.99.0.0/24", "Gateway": "foo" }] } }),
        json!({ "Name": "n2", "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "10.99.0.0/24", "Gateway": "10.98.0.1" }] } }),
        json!({ "Name": "n2", "Driver": "overlay", "IPAM": subnet("foo") }),
        json!({
            "Name": "n3", "Driver": "overlay", "Attachable": true, "Internal": true, "Labels": { "l": "1" },
            "Options": { "encrypted": "", "foo": "bar" },
            "IPAM": { "Config": [{ "Subnet": "10.99.3.77/24", "IPRange": "10.99.3.128/25", "AuxiliaryAddresses": { "a": "10.99.3.9" } }] },
        }),
        json!({ "Name": "n4", "Driver": "overlay", "IPAM": subnet("10.99.3.0/25") }),
        json!({ "Name": "n5", "Driver": "overlay", "EnableIPv6": true }),
        json!({ "Name": "n6", "Driver": "overlay", "EnableIPv6": true, "IPAM": subnet("fd01::/64") }),
        json!({ "Name": "n7", "Driver": "overlay", "IPAM": { "Config": [{ "Subnet": "10.99.7.0/24" }, { "Subnet": "10.99.8.0/24", "Gateway": "10.99.8.9" }] } }),
        json!({ "Name": "ing2", "Driver": "overlay", "Ingress": true }),
        json!({ "Name": "ing2", "Driver": "overlay", "Ingress": true, "Attachable": true }),
        json!({ "Name": "n8", "Driver": "overlay", "ConfigFrom": { "Network": "nosuch" } }),
        json!({ "Name": "n8", "Driver": "overlay", "CheckDuplicate": true }),
    ] {
        pair.post("/networks/create", body);
    }
    pair.pass(Duration::from_millis(300));
    for name in [
        "n1",
        "n3",
        "n4",
        "n5",
        "n6",
        "n7",
        "n8",
        "nosuch",
        "n3?scope=swarm",
        "n3?scope=local",
        "ingress?verbose=1",
    ] {
        pair.get(&format!("/networks/{name}"));
    }
    pair.get(&format!("/networks?filters={}", filters(&json!({ "driver": ["overlay"] }))));
    for name in ["n1", "n3", "n4", "n5", "n6", "n7", "n8", "nosuch"] {
        pair.delete(&format!("/networks/{name}"));
    }
}

#[expect(clippy::too_many_lines, reason = "a table of requests")]
fn services(pair: &mut Pair) {
    pair.post("/networks/create", json!({ "Name": "ov", "Driver": "overlay", "Attachable": true }));
    let ports = |ports: Value| json!({ "EndpointSpec": { "Ports": ports } });
    let template = |template: Value| json!({ "TaskTemplate": template });
    let port = |published: u64| json!([{ "TargetPort": 80, "PublishedPort": published }]);
    for (name, more) in [
        ("a b", json!({})),
        ("s", json!({ "EndpointSpec": { "Mode": "bogus" } })),
        ("s", json!({ "EndpointSpec": { "Mode": "dnsrr", "Ports": port(28080) } })),
        (
            "s1",
            json!({ "TaskTemplate": { "Networks": [{ "Target": "ov", "Aliases": ["al"] }] }, "EndpointSpec": { "Ports": port(28080) }, "Labels": { "a": "b" } }),
        ),
        ("s1", json!({})),
        ("s2", ports(port(28080))),
        ("s2", ports(json!([{ "TargetPort": 80, "PublishedPort": 28080, "PublishMode": "host" }]))),
        (
            "s2",
            ports(
                json!([{ "TargetPort": 80, "PublishedPort": 28081 }, { "TargetPort": 81, "PublishedPort": 28081 }]),
            ),
        ),
        ("s3", ports(json!([{ "TargetPort": 80, "PublishedPort": 28085, "PublishMode": "host" }]))),
        ("s4", ports(port(28085))),
        ("s5", ports(json!([{ "TargetPort": 80, "PublishMode": "xx", "Protocol": "yy" }]))),
        ("s6", ports(json!([{ "TargetPort": 0, "PublishedPort": 70000 }]))),
        ("s7", template(json!({ "Networks": [{ "Target": "nosuch" }] }))),
        ("s7", template(json!({ "Networks": [{ "Target": "ingress" }] }))),
        ("s7", template(json!({ "Networks": [{ "Target": "none" }] }))),
        ("s8", template(json!({ "Networks": [{ "Target": "bridge" }] }))),
        ("s9", template(json!({ "ContainerSpec": { "Image": "" } }))),
        ("s9", template(json!({ "ContainerSpec": { "Image": "BAD IMAGE" } }))),
        ("s9", template(json!({ "ContainerSpec": null }))),
        ("s9", json!({ "Mode": { "Replicated": {}, "Global": {} } })),
        ("s9", template(json!({ "Runtime": "bogus" }))),
        ("c1", template(json!({ "Placement": { "Constraints": ["bad"] } }))),
        ("c1", template(json!({ "Placement": { "Constraints": ["node.role == worker"] } }))),
        (
            "c5",
            template(json!({ "Placement": { "Platforms": [{ "OS": "windows", "Architecture": "amd64" }] } })),
        ),
        ("c6", template(json!({ "Resources": { "Reservations": { "NanoCPUs": 900_000_000_000_i64 } } }))),
        ("c8", template(json!({ "LogDriver": { "Name": "nosuch" } }))),
        (
            "d1",
            json!({ "TaskTemplate": { "Networks": [{ "Target": "ov" }] }, "EndpointSpec": { "Mode": "dnsrr", "Ports": [{ "TargetPort": 80, "PublishedPort": 28090, "PublishMode": "host" }] } }),
        ),
        ("r1", template(json!({ "RestartPolicy": { "Condition": "bogus" } }))),
        ("r2", template(json!({ "RestartPolicy": { "Condition": "none" } }))),
        ("r3", template(json!({ "RestartPolicy": { "Delay": -1 } }))),
        ("u1", json!({ "UpdateConfig": { "FailureAction": "bogus" } })),
        ("u1", json!({ "UpdateConfig": { "Order": "bogus" } })),
        ("u1", json!({ "UpdateConfig": { "Delay": -1 } })),
        (
            "x1",
            template(
                json!({ "ContainerSpec": { "Image": "a", "Secrets": [{ "SecretID": "x", "SecretName": "y" }] } }),
            ),
        ),
    ] {
        pair.post("/services/create", service(name, &more));
    }
    pair.pass(Duration::from_millis(400));
    for key in ["s1", "s3", "s5", "s6", "s8", "c1", "d1", "r2", "s1?insertDefaults=true", "nosuch"] {
        pair.get(&format!("/services/{key}"));
    }
    for key in ["s6", "c1", "c5", "c6", "c8"] {
        pair.get(&format!("/tasks?filters={}", filters(&json!({ "service": [key] }))));
    }
    for filter in [
        json!({ "name": ["s1"] }),
        json!({ "label": ["a=b"] }),
        json!({ "mode": ["global"] }),
        json!({ "foo": ["x"] }),
    ] {
        pair.get(&format!("/services?filters={}", filters(&filter)));
    }
    for filter in [
        json!({ "node": ["nosuch"] }),
        json!({ "desired-state": ["bogus"] }),
        json!({ "foo": ["x"] }),
        json!({ "runtime": ["attachment"] }),
    ] {
        pair.get(&format!("/tasks?filters={}", filters(&filter)));
    }
    pair.get("/tasks/nosuch");
    pair.update("/services/c1", |spec| spec["Name"] = "other".into());
    pair.update("/services/c1", |spec| spec["Mode"] = json!({ "Global": {} }));
    pair.update("/services/c1", |spec| spec["Networks"] = json!([{ "Target": "ov" }]));
    pair.update("/services/c1", |spec| spec["EndpointSpec"] = json!({ "Ports": port(28080) }));
    pair.update("/services/c1", |spec| spec["Mode"]["Replicated"]["Replicas"] = 0.into());
    pair.get("/services/c1");
    pair.post("/services/c1/update?version=1", service("c1", &json!({})));
    pair.post("/services/c1/update?version=", service("c1", &json!({})));
    // Of two services engines name the one whose identity comes first, and identities are drawn.
    pair.delete("/services/d1");
    pair.delete("/networks/ov");
    for name in ["s5", "s6"] {
        pair.delete(&format!("/services/{name}"));
    }
    pair.delete("/networks/ingress");
    pair.delete("/services/nosuch");
    for name in ["s1", "s3", "s8", "c1", "c5", "c6", "c8", "r2"] {
        pair.delete(&format!("/services/{name}"));
    }
    pair.pass(Duration::from_secs(2));
    pair.delete("/networks/ov");
}

fn secrets_and_configs(pair: &mut Pair) {
    for kind in ["secrets", "configs"] {
        for body in [
            json!({ "Name": "", "Data": "eA==" }),
            json!({ "Name": "a b", "Data": "eA==" }),
            json!({ "Name": "x", "Data": "" }),
            json!({ "Name": "x", "Data": "eA==", "Labels": { "a": "b" } }),
            json!({ "Name": "x", "Data": "eA==" }),
            json!({ "Name": "y", "Data": "???" }),
        ] {
            pair.post(&format!("/{kind}/create"), body);
        }
        pair.get(&format!("/{kind}"));
        pair.get(&format!("/{kind}/x"));
        pair.get(&format!("/{kind}/nosuch"));
        pair.update(&format!("/{kind}/x"), |spec| spec["Labels"] = json!({ "c": "d" }));
        pair.update(&format!("/{kind}/x"), |spec| spec["Name"] = "other".into());
        pair.post(&format!("/{kind}/x/update?version=1"), json!({ "Name": "x" }));
        pair.get(&format!("/{kind}?filters={}", filters(&json!({ "foo": ["x"] }))));
        pair.delete(&format!("/{kind}/nosuch"));
        pair.delete(&format!("/{kind}/x"));
    }
}

#[test]
#[ignore = "needs a Docker engine that is in no swarm"]
fn one_node_answers_as_a_real_engine_does() {
    let lock = Lock::take();
    let mut pair = Pair::new();
    before_there_is_a_swarm(&mut pair);
    let init = json!({
        "ListenAddr": "0.0.0.0:2377", "AdvertiseAddr": "127.0.0.1", "DefaultAddrPool": ["10.77.0.0/16"], "SubnetSize": 28,
    });
    pair.post("/swarm/init", init);
    pair.pass(Duration::from_secs(1));
    the_swarm_and_its_node(&mut pair);
    networks(&mut pair);
    services(&mut pair);
    secrets_and_configs(&mut pair);
    pair.post("/swarm/leave?force=1", json!({}));
    drop(lock);
    println!("{} requests, {} differences", pair.asked, pair.differences.len());
    assert!(pair.differences.is_empty(), "{}", pair.differences.join("\n"));
}
