//! What clients ask of a daemon, route by route: containers that run and end, events, programs, networks, the hang.

mod raw;

use std::time::{Duration, Instant};

use docknet::daemon::{Daemon, Limits, Listen, Serving};
use docknet::host::{Host, KernelVersion, WindowsBuild};
use docknet::simulation::{Program, SimulatedHost};
use docknet::wire::request::NetworkCreate;
use raw::{Raw, ask};
use serde_json::json;

fn linux(engine: &str) -> SimulatedHost {
    let host = Host::linux_kernel(KernelVersion::new(5, 15));
    SimulatedHost::new(host.with_engine(engine.parse().expect("a version")), 1)
}

fn serve(host: SimulatedHost) -> Daemon {
    Serving::new(Listen::somewhere()).start(host.engine()).expect("a place")
}

/// A container that runs until somebody ends it.
fn run(daemon: &Daemon, name: &str) -> String {
    let body = json!({ "Image": "redis:7", "Cmd": ["redis-server"] }).to_string();
    let made = ask(daemon, "POST", &format!("/containers/create?name={name}"), &body);
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(ask(daemon, "POST", &format!("/containers/{name}/start"), "").status, 204);
    made.json()["Id"].as_str().expect("an identity").to_owned()
}

#[test]
fn networks_are_made_looked_at_and_taken_away() {
    let daemon = serve(linux("20.10.24"));
    let body = json!({ "Name": "a/b", "CheckDuplicate": true, "Labels": { "a": "1" },
        "IPAM": { "Driver": "default", "Options": {}, "Config": [{ "Subnet": "10.201.3.7/24", "Gateway": null }] } });
    let made = ask(&daemon, "POST", "/v1.41/networks/create", &body.to_string());
    assert_eq!((made.status, made.json()["Warning"].as_str()), (201, Some("")));
    let seen = ask(&daemon, "GET", "/v1.41/networks/a%2Fb", "");
    assert_eq!((seen.status, &seen.json()["IPAM"]["Config"]), (200, &json!([{ "Subnet": "10.201.3.7/24" }])));
    assert_eq!(ask(&daemon, "GET", "/networks/a/b", "").json(), seen.json(), "names may have slashes");
    let again = ask(&daemon, "POST", "/v1.41/networks/create", &body.to_string());
    assert_eq!((again.status, again.message()), (409, "network with name a/b already exists".into()));
    for filters in [r#"{"label":["a=1"]}"#, r#"{"label":{"a=1":true}}"#] {
        let escaped = filters.replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
        let listed = ask(&daemon, "GET", &format!("/networks?filters={escaped}"), "");
        assert_eq!(listed.json().as_array().map(Vec::len), Some(1), "{listed:?}");
    }
    let bad = ask(&daemon, "GET", "/networks?filters=gg", "");
    assert_eq!(
        (bad.status, bad.message()),
        (500, "invalid character 'g' looking for beginning of value".into())
    );
    assert_eq!(ask(&daemon, "DELETE", "/networks/a%2Fb", "").status, 204);
    assert_eq!(ask(&daemon, "DELETE", "/networks/a%2Fb", "").status, 404);
    assert_eq!(ask(&daemon, "POST", "/networks/prune", "").text(), "{\"NetworksDeleted\":null}\n");
}

#[test]
fn bodies_are_refused_in_the_words_of_each_engine() {
    let said = |daemon: &Daemon, head: &str, body: &str| {
        let answer = raw::say(
            daemon,
            &format!(
                "POST /networks/create HTTP/1.1\r\nHost: x\r\n{head}Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
        );
        (answer.status, answer.message())
    };
    let json = "Content-Type: application/json\r\n";
    let (old, new) = (serve(linux("20.10.24")), serve(linux("28.2.2")));
    for (head, body, before, after) in [
        ("", "", "got EOF while reading request body", "invalid name: name is empty"),
        (
            json,
            "  ",
            "got EOF while reading request body",
            "invalid JSON: got EOF while reading request body",
        ),
        (
            json,
            "gg",
            "invalid character 'g' looking for beginning of value",
            "invalid JSON: invalid character 'g' looking for beginning of value",
        ),
        (json, "{\"Name\":\"x\"", "unexpected EOF", "invalid JSON: unexpected EOF"),
        (
            json,
            "{\"Name\":1}",
            "json: cannot unmarshal number into Go struct field NetworkCreateRequest.Name of type string",
            "invalid JSON: json: cannot unmarshal number into Go struct field NetworkCreateRequest.Name of type string",
        ),
        (
            "Content-Type: text/plain\r\n",
            "{}",
            "Content-Type specified (text/plain) must be 'application/json'",
            "unsupported Content-Type header (text/plain): must be 'application/json'",
        ),
        (
            "",
            "{}",
            "Content-Type specified () must be 'application/json'",
            "malformed Content-Type header (): mime: no media type",
        ),
    ] {
        assert_eq!(said(&old, head, body), (400, before.into()), "{head}{body}");
        assert_eq!(said(&new, head, body), (400, after.into()), "{head}{body}");
    }
    assert_eq!(said(&new, json, "{\"Name\":\"x\"} x"), (400, "unexpected content after JSON".into()));
    let ignored = raw::say(
        &old,
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 15\r\n\r\n{\"Name\":\"x\"} xx",
    );
    assert_eq!(ignored.status, 201, "what comes after the value is not read: {ignored:?}");
    let container = ask(&old, "POST", "/containers/create", "{\"Image\":1}");
    assert_eq!(container.status, 500, "containers are decoded without a class of their own");
    let chunked = raw::say(
        &old,
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Nam\r\n8\r\ne\":\"y\"} \r\n0\r\n\r\n",
    );
    assert_eq!(chunked.status, 201, "{chunked:?}");
}

#[test]
fn numbers_flags_and_queries_are_read_as_go_reads_them() {
    let daemon = serve(linux("20.10.24"));
    run(&daemon, "web");
    let said = |target: &str| {
        let answer = ask(&daemon, "GET", target, "");
        (answer.status, answer.message())
    };
    assert_eq!(said("/containers/json?limit=x"), (500, "strconv.Atoi: parsing \"x\": invalid syntax".into()));
    assert_eq!(said("/containers/json?all=%zz"), (400, "invalid URL escape \"%zz\"".into()));
    assert_eq!(said("/containers/json?all=1;size=1"), (400, "invalid semicolon separator in query".into()));
    ask(&daemon, "POST", "/containers/web/kill", "");
    for (all, expected) in [("False", 0), ("0", 0), ("none", 0), ("True", 1), ("1", 1), ("yes", 1)] {
        let listed =
            ask(&daemon, "GET", &format!("/containers/json?limit=-1&all={all}&size=0&trunc_cmd=0"), "");
        assert_eq!(listed.json().as_array().map(Vec::len), Some(expected), "all={all}");
    }
    let removed = ask(&daemon, "DELETE", "/containers/web?v=False&link=False&force=False", "");
    assert_eq!(removed.status, 204);
}

#[test]
fn a_wait_says_so_at_once_and_its_code_at_the_end() {
    let daemon = serve(linux("20.10.24"));
    let body = json!({ "Image": "redis:7" }).to_string();
    ask(&daemon, "POST", "/containers/create?name=web", &body);
    let mut waiting = Raw::connect(&daemon);
    waiting.send("POST /v1.41/containers/web/wait?condition=next-exit HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(waiting.head().status, 200, "before anything has happened");
    assert_eq!(ask(&daemon, "POST", "/containers/web/start", "").status, 204);
    assert_eq!(ask(&daemon, "POST", "/containers/web/start", "").status, 304, "it runs already");
    assert_eq!(ask(&daemon, "POST", "/containers/web/kill", "").status, 204);
    let code = waiting.chunk().expect("the code");
    assert_eq!(String::from_utf8(code).expect("a text"), "{\"StatusCode\":137,\"Error\":null}\n");
    assert!(waiting.chunk().is_none());
    // What does not run is not waited for.
    let over = ask(&daemon, "POST", "/containers/web/wait", "");
    assert_eq!(over.text(), "{\"StatusCode\":137,\"Error\":null}\n");
    assert_eq!(ask(&daemon, "POST", "/containers/nosuch/wait", "").status, 404);
    let mut removed = Raw::connect(&daemon);
    removed
        .send("POST /containers/web/wait?condition=removed HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(removed.head().status, 200);
    assert_eq!(ask(&daemon, "DELETE", "/containers/web", "").status, 204);
    assert!(removed.chunk().is_some());
}

#[test]
fn events_come_as_they_happen() {
    let daemon = serve(linux("20.10.24"));
    let mut all = Raw::connect(&daemon);
    all.send("GET /v1.41/events HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(all.head().status, 200, "at once");
    let mut networks = Raw::connect(&daemon);
    networks.send(
        "GET /events?filters=%7B%22type%22%3A%7B%22network%22%3Atrue%7D%7D HTTP/1.1\r\nHost: x\r\n\r\n",
    );
    networks.head();
    let id = run(&daemon, "web");
    let mut actions = Vec::new();
    while actions.last().is_none_or(|last| last != "container start") {
        let event: serde_json::Value =
            serde_json::from_slice(&all.chunk().expect("it goes on")).expect("a line");
        actions.push(format!(
            "{} {}",
            event["Type"].as_str().unwrap_or_default(),
            event["Action"].as_str().unwrap_or_default()
        ));
        if event["Type"] == "container" {
            assert_eq!((event["id"].as_str(), event["Actor"]["ID"].as_str()), (Some(&*id), Some(&*id)));
        }
    }
    assert_eq!(actions, ["container create", "network connect", "container start"]);
    let event: serde_json::Value =
        serde_json::from_slice(&networks.chunk().expect("it goes on")).expect("a line");
    assert_eq!(event["Action"], "connect", "nothing else was asked for");
    // What was, up to now: the world stands at the beginning of its time.
    let past = ask(&daemon, "GET", "/events?since=0&until=1767225600", "");
    assert_eq!(past.text().lines().count(), 3, "{}", past.text());
    let said = |target: &str| {
        let answer = ask(&daemon, "GET", target, "");
        (answer.status, answer.message())
    };
    assert_eq!(said("/events?since=x"), (500, "strconv.ParseInt: parsing \"x\": invalid syntax".into()));
    assert_eq!(
        said("/events?until=5&since=8"),
        (400, "`since` time (8) cannot be after `until` time (5)".into())
    );
}

#[test]
fn whoever_is_attached_has_the_connection_until_the_container_ends() {
    let daemon = serve(linux("20.10.24"));
    run(&daemon, "web");
    let mut attached = Raw::connect(&daemon);
    attached.send("POST /v1.41/containers/web/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
    let head = attached.head();
    assert_eq!(
        (head.status, head.header("Upgrade"), head.header("Content-Type")),
        (101, Some("tcp"), Some("application/vnd.docker.raw-stream"))
    );
    attached.send("hello?\n");
    #[cfg(unix)]
    assert!(attached.is_silent_for(Duration::from_millis(200)), "nothing is said and nothing ends");
    ask(&daemon, "POST", "/containers/web/kill", "");
    assert!(attached.read_to_end().is_empty());
    let missing = ask(&daemon, "POST", "/containers/nosuch/attach", "");
    assert_eq!((missing.status, missing.text()), (404, "No such container: nosuch\r\n"));
    assert_eq!(missing.header("Content-Type"), Some("application/vnd.docker.raw-stream"));
}

#[test]
fn programs_answer_over_the_connection_in_frames() {
    let daemon = serve(linux("20.10.24"));
    let id = run(&daemon, "web");
    let exec = json!({ "Cmd": ["hostname"], "AttachStdout": true, "AttachStderr": true }).to_string();
    let made = ask(&daemon, "POST", "/v1.41/containers/web/exec", &exec);
    assert_eq!(made.status, 201, "{made:?}");
    let exec = made.json()["Id"].as_str().expect("an identity").to_owned();
    let mut raw = Raw::connect(&daemon);
    raw.send(format!("POST /v1.41/exec/{exec}/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"));
    assert_eq!(raw.head().status, 101);
    let said = raw.read_to_end();
    assert_eq!(said, [b"\x01\0\0\0\0\0\0\x0d", &id.as_bytes()[..12], b"\n"].concat());
    assert_eq!(ask(&daemon, "GET", &format!("/exec/{exec}/json"), "").json()["ExitCode"], 0);
    assert_eq!(ask(&daemon, "POST", "/exec/nosuch/start", "{}").message(), "No such exec instance: nosuch");
    let none = ask(&daemon, "POST", "/containers/web/exec", "{}");
    assert_eq!((none.status, none.message()), (400, "No exec command specified".into()));
}

#[test]
fn logs_are_empty_and_those_who_follow_wait() {
    let daemon = serve(linux("20.10.24"));
    run(&daemon, "web");
    let none = ask(&daemon, "GET", "/containers/web/logs", "");
    assert_eq!(
        (none.status, none.message()),
        (400, "Bad parameters: you must choose at least one stream".into())
    );
    let logs = ask(&daemon, "GET", "/v1.41/containers/web/logs?stdout=1", "");
    assert_eq!(
        (logs.status, logs.body.len(), logs.header("Content-Type")),
        (200, 0, Some("application/vnd.docker.raw-stream"))
    );
    let mut follower = Raw::connect(&daemon);
    follower.send("GET /containers/web/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(follower.head().status, 200);
    ask(&daemon, "POST", "/containers/web/kill", "");
    assert!(follower.chunk().is_none());
}

#[test]
fn images_come_as_lines_and_volumes_as_records() {
    let daemon = serve(linux("20.10.24"));
    let pulled = ask(
        &daemon,
        "POST",
        "/v1.41/images/create?fromImage=localhost:5000/fussybeaver/uhttpd&tag=latest",
        "",
    );
    assert_eq!(pulled.status, 200);
    for line in pulled.text().lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("every line is JSON");
        assert!(line["status"].is_string(), "{line}");
    }
    assert!(pulled.text().lines().count() > 1);
    let image = ask(&daemon, "GET", "/images/localhost:5000/fussybeaver/uhttpd/json", "");
    assert!(image.json()["Id"].as_str().is_some_and(|id| id.starts_with("sha256:")), "{image:?}");
    assert_eq!(ask(&daemon, "POST", "/volumes/create", "{\"Name\":\"data\"}").status, 201);
    assert_eq!(ask(&daemon, "GET", "/volumes/data", "").json()["Name"], "data");
    assert_eq!(ask(&daemon, "DELETE", "/volumes/data", "").status, 204);
}

#[test]
#[cfg(unix)]
fn the_hang_is_silence_until_the_client_goes_or_the_daemon_stops() {
    let daemon = serve(SimulatedHost::windows(WindowsBuild::SERVER_2004));
    let mut hung = None;
    for (project, port) in [("a", "8080"), ("b", "8081"), ("c", "9090")] {
        let network = json!({ "Name": format!("{project}_default"), "Driver": "nat" }).to_string();
        assert_eq!(ask(&daemon, "POST", "/networks/create", &network).status, 201);
        let body = json!({ "Image": "iis", "ExposedPorts": { "80/tcp": {} },
            "HostConfig": { "NetworkMode": format!("{project}_default"), "PortBindings": { "80/tcp": [{ "HostPort": port }] } } });
        let made =
            ask(&daemon, "POST", &format!("/containers/create?name={project}_web_1"), &body.to_string());
        assert_eq!(made.status, 201, "{made:?}");
        let start = format!(
            "POST /containers/{project}_web_1/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        );
        let mut raw = Raw::connect(&daemon);
        raw.send(start);
        if project == "c" {
            assert!(raw.is_silent_for(Duration::from_millis(300)), "the third never answers");
            hung = Some(raw);
        } else {
            assert_eq!(raw.answer(false).status, 204, "{project}");
        }
    }
    // Others are served, and the daemon stops all the same.
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200);
    let began = Instant::now();
    drop(daemon);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    assert!(hung.expect("it hung").read_to_end().is_empty(), "not a word");
}

#[test]
fn every_version_of_an_engine_says_who_it_is() {
    for engine in ["18.09.9", "20.10.24", "28.2.2", "29.0.0"] {
        let daemon = serve(linux(engine));
        let version = ask(&daemon, "GET", "/version", "").json();
        assert_eq!((version["Version"].as_str(), version["Os"].as_str()), (Some(engine), Some("linux")));
        let info = ask(&daemon, "GET", "/info", "").json();
        assert_eq!((info["ServerVersion"].as_str(), info["OSType"].as_str()), (Some(engine), Some("linux")));
    }
    let windows = serve(SimulatedHost::windows(WindowsBuild::SERVER_2022));
    assert_eq!(ask(&windows, "GET", "/info", "").json()["OSType"], "windows");
}

#[test]
fn a_stop_takes_its_time_in_real_time_and_none_where_time_stands_still() {
    for real in [false, true] {
        let mut host = linux("20.10.24");
        host.behave("stubborn", Program::runs().ignoring_signals());
        let serving = Serving::new(Listen::somewhere());
        let serving = if real { serving.with_real_time() } else { serving };
        let daemon = serving.start(host.engine()).expect("a place");
        ask(&daemon, "POST", "/containers/create?name=web", "{\"Image\":\"stubborn\"}");
        ask(&daemon, "POST", "/containers/web/start", "");
        let (began, then) = (Instant::now(), daemon.engine().on_host(|host| host.now()));
        assert_eq!(ask(&daemon, "POST", "/containers/web/stop?t=1", "").status, 204);
        let (took, passed) = (began.elapsed(), daemon.engine().on_host(|host| host.now()).since(then));
        let state = ask(&daemon, "GET", "/containers/web/json", "").json()["State"].clone();
        assert_eq!(
            (state["Status"].as_str(), state["ExitCode"].as_i64()),
            (Some("exited"), Some(137)),
            "{state}"
        );
        assert!(passed >= Duration::from_secs(1), "it was given its second of the world's time: {passed:?}");
        assert_eq!(took >= Duration::from_millis(900), real, "{took:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_long_answer_reaches_whoever_has_said_everything_and_reads_slowly() {
    let engine = linux("20.10.24").engine();
    let mut listed = 0;
    for number in 0..2000 {
        let body = json!({ "Name": format!("n{number}"), "Driver": "bridge",
            "IPAM": { "Config": [{ "Subnet": format!("10.{}.{}.0/24", number / 256, number % 256) }] } });
        let asked = NetworkCreate::from_value(&body).expect("a request");
        engine.on_world(|world| world.client(engine.at()).create_network(&asked)).expect("there is room");
        listed += 1;
    }
    let daemon = Serving::new(Listen::somewhere()).start(engine).expect("a place");
    let mut raw = Raw::connect(&daemon);
    raw.send("GET /networks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    raw.close_write();
    // More than the socket holds: the daemon waits in the middle of its answer.
    std::thread::sleep(Duration::from_millis(300));
    let answer = raw.answer(false);
    assert!(answer.body.len() > 500_000, "{} bytes", answer.body.len());
    assert_eq!(answer.json().as_array().map(Vec::len), Some(listed + 3));
}

#[test]
fn whoever_leaves_in_the_middle_of_what_goes_on_makes_room() {
    let serving = Serving::new(Listen::somewhere()).with_limits(Limits::new().with_connections(1));
    let daemon = serving.start(linux("20.10.24").engine()).expect("a place");
    run(&daemon, "web");
    for target in ["/events", "/containers/web/logs?stdout=1&follow=1"] {
        let mut listening = Raw::connect(&daemon);
        listening.send(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert_eq!(listening.head().status, 200);
        drop(listening);
        assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200, "after {target}");
    }
    let mut waiting = Raw::connect(&daemon);
    waiting.send("POST /containers/web/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(waiting.head().status, 200);
    drop(waiting);
    let mut attached = Raw::connect(&daemon);
    attached.send("POST /containers/web/attach?stream=1&stdout=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(attached.head().status, 101);
    drop(attached);
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200);
}

#[test]
fn what_is_asked_while_something_goes_on_is_answered_after_it() {
    let daemon = serve(linux("20.10.24"));
    run(&daemon, "web");
    let mut raw = Raw::connect(&daemon);
    raw.send("POST /containers/web/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(raw.head().status, 200);
    raw.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n");
    std::thread::sleep(Duration::from_millis(100));
    ask(&daemon, "POST", "/containers/web/kill", "");
    assert!(raw.chunk().is_some() && raw.chunk().is_none());
    assert_eq!(raw.answer(false).text(), "OK");
}
