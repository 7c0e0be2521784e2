//! What both engines are asked, in order.

use serde_json::{Value, json};

use crate::support::raw::escaped;

/// Method, path and body.
pub(crate) type Ask = (&'static str, String, Option<Value>);

struct Asks<'a> {
    prefix: &'a str,
    image: &'a str,
    list: Vec<Ask>,
}

/// Everything, with names of their own.
pub(crate) fn all(prefix: &str, image: &str) -> Vec<Ask> {
    let mut asks = Asks { prefix, image, list: Vec::new() };
    asks.bodies();
    asks.names();
    asks.settings();
    asks.modes();
    asks.life();
    asks.ports();
    asks.networks();
    asks.mounts();
    asks.lists();
    asks.programs();
    asks.images();
    asks.removal();
    asks.list
}

/// A life that makes an engine tell every kind of event it has of containers, networks, volumes and images.
pub(crate) fn story(prefix: &str, image: &str) -> Vec<Ask> {
    let mut asks = Asks { prefix, image, list: Vec::new() };
    asks.events();
    asks.list
}

impl Asks<'_> {
    fn events(&mut self) {
        let own = |name: &str| format!("{}{name}", self.prefix);
        let (volume, network, container) = (own("v"), own("net"), own("a"));
        let renamed = own("b");
        self.ask("POST", "/volumes/create", Some(json!({ "Name": volume, "Labels": { "a": "b" } })));
        let config = json!([{ "Subnet": "10.231.78.0/24" }]);
        self.ask("POST", "/networks/create", Some(json!({ "Name": network, "IPAM": { "Config": config } })));
        let host = json!({ "Binds": ["@v:/v:ro"], "NetworkMode": "@net" });
        self.create("a", json!({ "Labels": { "x": "y" }, "HostConfig": host }));
        self.post("/containers/@a/start");
        self.ask("POST", "/networks/bridge/connect", Some(json!({ "Container": container })));
        self.post("/containers/@a/rename?name=@b");
        for step in ["/pause", "/unpause", "/kill?signal=USR1", "/top"] {
            self.ask(if step == "/top" { "GET" } else { "POST" }, &format!("/containers/@b{step}"), None);
        }
        for words in [json!(["docknet-none"]), json!(["/sleep", "1"])] {
            self.ask("POST", "/containers/@b/exec", Some(json!({ "Cmd": words })));
            self.ask("POST", "/exec/{exec}/start", Some(json!({ "Detach": true })));
        }
        for step in ["/restart?t=0", "/stop?t=0", "/start", "/kill", "/start"] {
            self.post(&format!("/containers/@b{step}"));
        }
        self.ask("POST", "/networks/@net/disconnect", Some(json!({ "Container": renamed })));
        self.ask("DELETE", "/containers/@b?force=1", None);
        self.create("c", json!({ "HostConfig": { "AutoRemove": true }, "Volumes": { "/d": {} } }));
        self.post("/containers/@c/start");
        self.post("/containers/@c/stop?t=0");
        self.create("d", json!({ "Cmd": ["/nosuch"] }));
        self.post("/containers/@d/start");
        self.ask("POST", "/containers/@d/update", Some(json!({})));
        self.ask("DELETE", "/containers/@d", None);
        self.post(&format!("/images/{}/tag?repo=@&tag=two", self.image));
        self.ask("DELETE", "/images/@:two", None);
        self.ask("DELETE", "/networks/@net", None);
        self.ask("DELETE", "/volumes/@v", None);
    }

    fn ask(&mut self, method: &'static str, path: &str, body: Option<Value>) {
        self.list.push((method, path.replace('@', self.prefix), body));
    }

    fn get(&mut self, path: &str) {
        self.ask("GET", path, None);
    }

    fn post(&mut self, path: &str) {
        self.ask("POST", path, None);
    }

    /// A container of the image that sleeps, with more said.
    #[expect(clippy::needless_pass_by_value, reason = "it is written where it is passed")]
    fn create(&mut self, name: &str, more: Value) {
        let mut body = json!({ "Image": self.image, "Cmd": ["/sleep"] });
        let text = more.to_string().replace('@', self.prefix);
        for (key, value) in serde_json::from_str::<Value>(&text).unwrap().as_object().unwrap() {
            body[key] = value.clone();
        }
        self.ask("POST", &format!("/containers/create?name=@{name}"), Some(body));
    }

    fn bad(&mut self, body: Value) {
        self.ask("POST", "/containers/create?name=@bad", Some(body));
    }

    fn bodies(&mut self) {
        for body in [
            json!({}),
            json!([]),
            json!({ "Image": 5 }),
            json!({ "Image": "a", "Tty": "x" }),
            json!({ "Image": "a", "HostConfig": { "Memory": "x" } }),
            json!({ "Image": "a", "HostConfig": 5 }),
            json!({ "Image": "a", "Labels": ["a"] }),
            json!({ "Image": "a", "Cmd": 5 }),
            json!({ "Image": "a", "Env": "x" }),
            json!({ "Image": "" }),
            json!({ "Image": "docknet-nosuch" }),
            json!({ "Image": "docknet-nosuch:tag" }),
            json!({ "Image": "NoSuch" }),
            json!({ "Image": "a".repeat(64) }),
            json!({ "Image": self.image }),
        ] {
            self.bad(body);
        }
    }

    fn names(&mut self) {
        for name in ["a", "a%20b", "a/b", "_a"] {
            let body = json!({ "Image": self.image, "Cmd": ["/sleep"] });
            self.ask("POST", &format!("/containers/create?name={name}"), Some(body));
        }
        self.create("c1", json!({}));
        self.create("c1", json!({}));
        self.get("/containers/@c1/json");
        self.get("/containers/{c1}/json");
        self.get("/containers/{c1:12}/json");
        self.get("/containers/@nosuch/json");
        self.create("c2", json!({}));
        for name in ["", "@c1", "@c2", "a%20b"] {
            self.post(&format!("/containers/@c1/rename?name={name}"));
        }
        self.post("/containers/@nosuch/rename?name=@x");
        self.post("/containers/@c2/rename?name=@c3");
        self.get("/containers/@c3/json");
        self.get("/containers/@c2/json");
    }

    fn settings(&mut self) {
        for more in [
            json!({ "WorkingDir": "foo" }),
            json!({ "StopSignal": "BOGUS" }),
            json!({ "Env": ["A=1", "=x"] }),
            json!({ "Healthcheck": { "Test": ["CMD", "x"], "Interval": 1 } }),
            json!({ "HostConfig": { "AutoRemove": true, "RestartPolicy": { "Name": "always" } } }),
            json!({ "HostConfig": { "ExtraHosts": ["foo"] } }),
            json!({ "HostConfig": { "RestartPolicy": { "Name": "bogus" } } }),
            json!({ "HostConfig": { "RestartPolicy": { "Name": "always", "MaximumRetryCount": 3 } } }),
            json!({ "HostConfig": { "RestartPolicy": { "Name": "on-failure", "MaximumRetryCount": -1 } } }),
            json!({ "HostConfig": { "Memory": 5 } }),
            json!({ "HostConfig": { "MemorySwap": 5 } }),
            json!({ "HostConfig": { "ShmSize": -1 } }),
            json!({ "HostConfig": { "Runtime": "bogus" } }),
            json!({ "HostConfig": { "Isolation": "hyperv" } }),
            json!({ "HostConfig": { "LogConfig": { "Type": "bogus" } } }),
            json!({ "HostConfig": { "PortBindings": { "80/tcp": [{ "HostPort": "99999" }] } } }),
            json!({ "HostConfig": { "PortBindings": { "80/tcp": [{ "HostPort": "x" }] } } }),
            json!({ "HostConfig": { "PortBindings": { "x/tcp": [{ "HostPort": "8080" }] } } }),
            json!({ "NetworkingConfig": { "EndpointsConfig": { "a": null } } }),
            json!({ "NetworkingConfig": { "EndpointsConfig": { "a": { "IPAMConfig": { "IPv4Address": "x" } } } } }),
            json!({ "HostConfig": { "Links": ["@nosuch:a"] } }),
            json!({ "HostConfig": { "Links": ["a:b:c"] } }),
        ] {
            self.create("bad", more);
        }
        self.ask(
            "POST",
            "/containers/create?name=@bad&platform=windows/amd64",
            Some(json!({ "Image": self.image, "Cmd": ["/sleep"] })),
        );
        self.create(
            "full",
            json!({
                "Labels": { "b": "1", "a": "2" }, "StopSignal": "SIGUSR1", "StopTimeout": 3, "Entrypoint": [], "Env": ["A"],
                "Domainname": "d", "User": "1", "OpenStdin": true, "Shell": ["a"], "MacAddress": "02:42:00:00:00:01",
                "Healthcheck": { "Test": ["NONE"] }, "Bogus": 5, "Volumes": {},
                "HostConfig": {
                    "Binds": [], "Links": [], "Dns": ["8.8.8.8"], "ExtraHosts": ["a:1.2.3.4"], "Memory": 10_000_000,
                    "PidsLimit": 5, "Ulimits": [{ "Name": "nofile", "Soft": 1, "Hard": 2 }], "Init": true,
                    "Devices": [{ "PathOnHost": "/dev/null" }], "Tmpfs": { "/x": "" }, "Mounts": [],
                    "RestartPolicy": { "Name": "on-failure", "MaximumRetryCount": 2 }, "CgroupnsMode": "private",
                },
            }),
        );
        self.get("/containers/@full/json");
        self.create("off", json!({ "NetworkDisabled": true, "Hostname": "h", "Cmd": "/sleep x" }));
        self.get("/containers/@off/json");
    }

    fn modes(&mut self) {
        for host in [
            json!({ "NetworkMode": "container:" }),
            json!({ "NetworkMode": "container:x", "Links": ["x:a"] }),
            json!({ "NetworkMode": "container:x", "Dns": ["1.1.1.1"] }),
            json!({ "NetworkMode": "container:x", "ExtraHosts": ["a:1.1.1.1"] }),
            json!({ "NetworkMode": "container:x", "PublishAllPorts": true }),
            json!({ "NetworkMode": "host", "Links": ["x:a"] }),
        ] {
            self.create("bad", json!({ "HostConfig": host }));
        }
        self.create("bad", json!({ "HostConfig": { "NetworkMode": "container:x" }, "Hostname": "h" }));
        self.create(
            "bad",
            json!({ "HostConfig": { "NetworkMode": "container:x" }, "ExposedPorts": { "80": {} } }),
        );
        self.create(
            "bad",
            json!({ "HostConfig": { "NetworkMode": "host" }, "MacAddress": "02:42:00:00:00:01" }),
        );
        let bindings = json!({ "80/tcp": [{ "HostPort": "8080" }] });
        self.create(
            "h",
            json!({ "HostConfig": { "NetworkMode": "host", "PortBindings": bindings }, "Hostname": "x" }),
        );
        self.post("/containers/@h/start");
        self.get("/containers/@h/json");
        self.create("n", json!({ "HostConfig": { "NetworkMode": "none" } }));
        self.post("/containers/@n/start");
        self.get("/containers/@n/json");
        self.create("d", json!({ "HostConfig": { "NetworkMode": "container:@n" } }));
        self.post("/containers/@d/start");
        self.get("/containers/@d/json");
        self.create("d2", json!({ "HostConfig": { "NetworkMode": "container:@nosuch" } }));
        self.post("/containers/@d2/start");
        self.get("/containers/@d2/json");
        self.create("d3", json!({ "HostConfig": { "NetworkMode": "container:@d2" } }));
        self.post("/containers/@d3/start");
        self.create("l", json!({ "HostConfig": { "Links": ["@d3:al"] } }));
        self.get("/containers/@l/json");
        self.post("/containers/@l/start");
        self.get("/containers/@l/json");
        self.create("p", json!({ "Cmd": ["/nosuch"] }));
        self.post("/containers/@p/start");
        self.get("/containers/@p/json");
    }

    fn life(&mut self) {
        let c = "/containers/@c1";
        for step in [
            "/kill",
            "/stop",
            "/pause",
            "/unpause",
            "/wait",
            "/start",
            "/start",
            "/kill?signal=BOGUS",
            "/kill?signal=USR1",
            "/kill?signal=99",
            "/pause",
            "/pause",
            "/start",
            "/unpause",
            "/unpause",
            "/rename?name=@c4",
            "/rename?name=@c1",
            "/restart?t=0",
            "/stop?t=0",
            "/stop?t=0",
            "/wait",
            "/start",
            "/kill",
            "/wait",
        ] {
            self.post(&format!("{c}{step}"));
            if step.starts_with("/rename?name=@c4") {
                self.post("/containers/@c4/rename?name=@c1");
            }
        }
        self.get("/containers/@c1/json");
        for step in ["/start", "/stop", "/restart", "/kill", "/pause", "/unpause", "/wait"] {
            self.post(&format!("/containers/@nosuch{step}"));
        }
        let policy = |name: &str| json!({ "RestartPolicy": { "Name": name } });
        self.ask("POST", "/containers/@c1/update", Some(policy("bogus")));
        self.ask("POST", "/containers/@c1/update", Some(policy("unless-stopped")));
        self.get("/containers/@c1/json");
        self.create("gone", json!({ "HostConfig": { "AutoRemove": true } }));
        self.post("/containers/@gone/start");
        self.post("/containers/@gone/stop?t=0");
    }

    fn ports(&mut self) {
        let many = json!({
            "80/tcp": [{ "HostPort": "18480" }, { "HostIp": "127.0.0.1", "HostPort": "18481" }],
            "53/udp": [{}],
            "81/tcp": [{ "HostPort": "18490-18495" }],
            "99/tcp": [{ "HostPort": "18499" }],
        });
        let exposed = json!({ "80/tcp": {}, "53/udp": {}, "81/tcp": {}, "82": {} });
        self.create("w1", json!({ "ExposedPorts": exposed, "HostConfig": { "PortBindings": many } }));
        self.get("/containers/@w1/json");
        self.post("/containers/@w1/start");
        self.get("/containers/@w1/json");
        let taken = json!({ "80/tcp": [{ "HostPort": "18480" }] });
        self.create(
            "w2",
            json!({ "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "PortBindings": taken } }),
        );
        self.post("/containers/@w2/start");
        self.get("/containers/@w2/json");
        let stranger = json!({ "80/tcp": [{ "HostIp": "1.2.3.4", "HostPort": "18482" }] });
        self.create(
            "w3",
            json!({ "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "PortBindings": stranger } }),
        );
        self.post("/containers/@w3/start");
        let listening = json!({ "80/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "18480" }] });
        self.create(
            "w4",
            json!({ "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "PortBindings": listening } }),
        );
        self.post("/containers/@w4/start");
        self.create(
            "w5",
            json!({ "ExposedPorts": { "80/tcp": {}, "81": {} }, "HostConfig": { "PublishAllPorts": true } }),
        );
        self.post("/containers/@w5/start");
        self.get("/containers/@w5/json");
    }

    fn networks(&mut self) {
        let config = json!([{ "Subnet": "10.231.77.0/24" }]);
        self.ask(
            "POST",
            "/networks/create",
            Some(json!({ "Name": format!("{}net", self.prefix), "IPAM": { "Config": config } })),
        );
        self.create(
            "n1",
            json!({
                "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "NetworkMode": "@net" },
                "NetworkingConfig": { "EndpointsConfig": { "@net": {
                    "Aliases": ["web"], "IPAMConfig": { "IPv4Address": "10.231.77.9" } } } },
            }),
        );
        self.get("/containers/@n1/json");
        self.post("/containers/@n1/start");
        self.get("/containers/@n1/json");
        self.create("n2", json!({ "HostConfig": { "NetworkMode": "@nonet" } }));
        self.get("/containers/@n2/json");
        self.post("/containers/@n2/start");
        self.get("/containers/@n2/json");
        self.create("n3", json!({ "HostConfig": { "NetworkMode": "@net" }, "NetworkingConfig": { "EndpointsConfig": { "other": {} } } }));
        self.get("/containers/@n3/json");
        self.post("/containers/@n3/start");
        self.create(
            "n4",
            json!({ "NetworkingConfig": { "EndpointsConfig": { "bridge": { "Aliases": ["x"] } } } }),
        );
        self.post("/containers/@n4/start");
        self.get("/containers/@n4/json");
        self.create("n5", json!({ "HostConfig": { "NetworkMode": "@net" } }));
        self.ask(
            "POST",
            "/networks/bridge/connect",
            Some(json!({ "Container": format!("{}n5", self.prefix) })),
        );
        self.get("/containers/@n5/json");
        self.post("/containers/@n5/start");
        self.get("/containers/@n5/json");
        self.post("/containers/@n5/stop?t=0");
        self.get("/containers/@n5/json");
    }

    fn mounts(&mut self) {
        for binds in [
            json!(["foo"]),
            json!(["aa:b"]),
            json!(["aa:/b:bogus"]),
            json!(["aa:/"]),
            json!(["a b:/x"]),
            json!(["a:/x"]),
        ] {
            self.create("bad", json!({ "HostConfig": { "Binds": binds } }));
        }
        self.create("bad", json!({ "HostConfig": { "Binds": ["@v1:/a", "@v2:/a"] } }));
        for mount in [
            json!({ "Type": "bogus", "Target": "/x" }),
            json!({ "Type": "volume", "Source": "@v", "Target": "x" }),
            json!({ "Type": "volume", "Source": "@v" }),
            json!({ "Type": "bind", "Target": "/x" }),
        ] {
            self.create("bad", json!({ "HostConfig": { "Mounts": [mount] } }));
        }
        let volume = |name: &str| Some(json!({ "Name": name }));
        let own = format!("{}v1", self.prefix);
        self.ask(
            "POST",
            "/volumes/create",
            Some(json!({ "Name": own, "Labels": { "a": "b" }, "DriverOpts": {} })),
        );
        self.ask("POST", "/volumes/create", volume(&own));
        self.ask("POST", "/volumes/create", volume("a"));
        self.ask("POST", "/volumes/create", volume("a b"));
        self.ask("POST", "/volumes/create", Some(json!({ "Name": format!("{own}x"), "Driver": "bogus" })));
        self.ask(
            "POST",
            "/volumes/create",
            Some(json!({ "Name": format!("{own}x"), "DriverOpts": { "x": "y" } })),
        );
        self.get("/volumes/@v1");
        self.get("/volumes/@nosuch");
        let binds = json!(["@v1:/v:ro", "/tmp:/x", "@v2:/y:z"]);
        let mounts = json!([
            { "Type": "volume", "Source": "@v3", "Target": "/w", "ReadOnly": true },
            { "Type": "tmpfs", "Target": "/t" },
            { "Type": "bind", "Source": "/tmp", "Target": "/bt" },
        ]);
        self.create(
            "m1",
            json!({ "Volumes": { "/data": {} }, "HostConfig": { "Binds": binds, "Mounts": mounts } }),
        );
        self.get("/containers/@m1/json");
        self.ask("DELETE", "/volumes/@v1", None);
        let name = escaped(&format!("{{\"name\":[\"{}v\"]}}", self.prefix));
        self.get(&format!("/volumes?filters={name}"));
        self.ask("DELETE", "/containers/@m1?v=1", None);
        self.ask("DELETE", "/volumes/@v1", None);
        self.ask("DELETE", "/volumes/@v1", None);
        self.ask("DELETE", "/volumes/@v1?force=1", None);
    }

    fn lists(&mut self) {
        let ours = format!("\"name\":[\"{}\"]", self.prefix);
        for more in [
            "",
            ",\"status\":[\"running\"]",
            ",\"status\":[\"created\"]",
            ",\"status\":[\"bogus\"]",
            ",\"network\":[\"@net\"]",
            ",\"network\":[\"@nosuch\"]",
            ",\"before\":[\"@n2\"]",
            ",\"since\":[\"@n2\"]",
            ",\"before\":[\"@nosuch\"]",
            ",\"publish\":[\"18480\"]",
            ",\"expose\":[\"80-90/tcp\"]",
            ",\"publish\":[\"x\"]",
            ",\"exited\":[\"137\"]",
            ",\"exited\":[\"x\"]",
            ",\"is-task\":[\"true\"]",
            ",\"is-task\":[\"x\"]",
            ",\"health\":[\"none\"]",
            ",\"health\":[\"bogus\"]",
            ",\"isolation\":[\"x\"]",
            ",\"bogus\":[\"1\"]",
            ",\"label\":[\"a=2\"]",
            ",\"label\":[\"a\"]",
            ",\"volume\":[\"/data\"]",
            ",\"ancestor\":[\"docknet-nosuch\"]",
            ",\"id\":[\"zz\"]",
        ] {
            let filters = escaped(&format!("{{{ours}{}}}", more.replace('@', self.prefix)));
            self.get(&format!("/containers/json?all=1&filters={filters}"));
        }
        for text in [
            "{\"name\":[\"^/@c1$\"]}",
            "{\"name\":[\"@c[13]\"]}",
            "{\"name\":[\"(\"]}",
            "{\"name\":{\"@c1\":true}}",
            "{\"name\":\"x\"}",
            "[]",
        ] {
            let filters = escaped(&text.replace('@', self.prefix));
            self.get(&format!("/containers/json?all=1&filters={filters}"));
        }
        let filters = escaped(&format!("{{{ours}}}"));
        self.get(&format!("/containers/json?filters={filters}"));
        self.get(&format!("/containers/json?limit=2&filters={filters}"));
        self.get(&format!("/containers/json?limit=-1&filters={filters}"));
        self.post(&format!("/containers/prune?filters={}", escaped("{\"bogus\":[\"x\"]}")));
        self.post(&format!("/containers/prune?filters={}", escaped("{\"until\":[\"x\"]}")));
        self.post(&format!("/containers/prune?filters={}", escaped("{\"label\":[\"docknet.nosuch\"]}")));
    }

    fn programs(&mut self) {
        let run = |words: &[&str]| Some(json!({ "Cmd": words, "AttachStdout": true, "AttachStderr": true }));
        self.ask("POST", "/containers/@nosuch/exec", run(&["x"]));
        self.ask("POST", "/containers/@c1/exec", run(&["x"]));
        self.ask("POST", "/containers/@n1/exec", run(&[]));
        self.ask("POST", "/containers/@n1/exec", run(&["docknet-none", "-f"]));
        self.get("/exec/{exec}/json");
        self.ask("POST", "/exec/{exec}/start", Some(json!({ "Detach": true })));
        self.get("/exec/{exec}/json");
        self.ask("POST", "/containers/@n1/exec", run(&["/sleep"]));
        self.ask("POST", "/exec/{exec}/start", Some(json!({ "Detach": true })));
        self.get("/exec/{exec}/json");
        self.ask("POST", "/exec/{exec}/start", Some(json!({ "Detach": true })));
        self.get("/containers/@n1/json");
        self.get("/exec/nosuch/json");
        self.ask("POST", "/exec/nosuch/start", Some(json!({})));
        self.post("/containers/@n1/pause");
        self.ask("POST", "/containers/@n1/exec", run(&["x"]));
        self.post("/containers/@n1/unpause");
        self.get("/containers/@c1/top");
    }

    fn images(&mut self) {
        let image = self.image.to_owned();
        for key in [image.as_str(), "docknet-nosuch", "NoSuch"] {
            self.get(&format!("/images/{key}/json"));
        }
        self.get("/images/docknet-nosuch/history");
        self.post(&format!("/images/{image}/tag?repo=@&tag=two"));
        self.post(&format!("/images/{image}/tag?repo=X"));
        self.post("/images/docknet-nosuch/tag?repo=@");
        self.ask("DELETE", "/images/@:two", None);
        self.ask("DELETE", "/images/docknet-nosuch", None);
        self.get(&format!("/images/json?filters={}", escaped("{\"bogus\":[\"x\"]}")));
        self.get(&format!("/images/json?filters={}", escaped("{\"dangling\":[\"x\"]}")));
        let reference = escaped(&format!("{{\"reference\":[\"{}:*\"]}}", self.prefix));
        self.get(&format!("/images/json?filters={reference}"));
    }

    fn removal(&mut self) {
        self.ask("DELETE", "/containers/@n1", None);
        self.ask("DELETE", "/containers/@n1?link=1", None);
        self.post("/containers/@n1/pause");
        self.ask("DELETE", "/containers/@n1", None);
        self.ask("DELETE", "/containers/@n1?force=1", None);
        self.get("/containers/@n1/json");
        self.ask("DELETE", "/containers/@nosuch?force=1", None);
        self.ask("DELETE", "/containers/@c1", None);
    }
}
