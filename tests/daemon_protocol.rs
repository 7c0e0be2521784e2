//! What a daemon says to what clients send: versions, headers, paths, bodies, and clients that behave badly.
//!
//! What engines 20.10 answer was asked of one; see the sources in `src/daemon`.

mod raw;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use docknet::daemon::{Daemon, DaemonError, Limits, Listen, Outcome, Serving};
use docknet::host::{Host, KernelVersion, WindowsBuild};
use docknet::simulation::{SimulatedHost, World};
use raw::{Raw, SOON, ask, say};

fn linux(engine: &str) -> SimulatedHost {
    let host = Host::linux_kernel(KernelVersion::new(5, 15));
    SimulatedHost::new(host.with_engine(engine.parse().expect("a version")), 1)
}

fn serve(host: SimulatedHost) -> Daemon {
    Serving::new(Listen::somewhere()).start(host.engine()).expect("a place")
}

fn within(limits: Limits) -> Daemon {
    let serving = Serving::new(Listen::somewhere()).with_limits(limits);
    serving.start(SimulatedHost::linux().engine()).expect("a place")
}

/// Status and sentence of a refusal.
fn refused(answer: &raw::Answer) -> (u16, String) {
    (answer.status, answer.message())
}

#[test]
fn an_engine_says_who_it_is_in_every_head() {
    let daemon = serve(linux("20.10.24"));
    let ping = ask(&daemon, "GET", "/_ping", "");
    assert_eq!((ping.status, ping.text()), (200, "OK"));
    for (name, value) in [
        ("Api-Version", "1.41"),
        ("Docker-Experimental", "false"),
        ("Ostype", "linux"),
        ("Server", "Docker/20.10.24 (linux)"),
        ("Cache-Control", "no-cache, no-store, must-revalidate"),
        ("Pragma", "no-cache"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", "2"),
    ] {
        assert_eq!(ping.header(name), Some(value), "{name}");
        assert!(ping.head.contains(&format!("\r\n{name}: ")), "written as engines write it: {name}");
    }
    let head = ask(&daemon, "HEAD", "/v1.40/_ping", "");
    assert_eq!(
        (head.status, head.header("Api-Version"), head.header("Content-Length")),
        (200, Some("1.41"), Some("0"))
    );

    let windows = serve(SimulatedHost::windows(WindowsBuild::SERVER_2022));
    let ping = ask(&windows, "GET", "/_ping", "");
    assert_eq!(ping.header("Ostype"), Some("windows"));
    assert!(ping.header("Server").is_some_and(|server| server.ends_with(" (windows)")), "{ping:?}");
}

#[test]
fn versions_are_negotiated_as_each_engine_does() {
    for (engine, newest, oldest, before) in [
        ("18.09.9", "1.39", "1.12", "1.11"),
        ("20.10.24", "1.41", "1.12", "1.11"),
        ("25.0.5", "1.44", "1.24", "1.23"),
        ("29.0.0", "1.52", "1.44", "1.43"),
        ("29.3.0", "1.54", "1.40", "1.39"),
    ] {
        let daemon = serve(linux(engine));
        for served in [newest, oldest] {
            assert_eq!(
                ask(&daemon, "GET", &format!("/v{served}/_ping"), "").status,
                200,
                "{engine} {served}"
            );
        }
        let new = ask(&daemon, "GET", "/v1.99/_ping", "");
        let sentence = format!("client version 1.99 is too new. Maximum supported API version is {newest}");
        assert_eq!(refused(&new), (400, sentence));
        assert_eq!((new.header("Api-Version"), new.header("Docker-Experimental")), (Some(newest), None));
        let old = ask(&daemon, "GET", &format!("/v{before}/_ping"), "");
        let sentence = format!(
            "client version {before} is too old. Minimum supported API version is {oldest}, please upgrade your client to a newer version"
        );
        assert_eq!(old.status, 400);
        // Clients before 1.24 are told in plain text.
        if before < "1.24" {
            assert_eq!(
                (old.text(), old.header("X-Content-Type-Options")),
                (&*format!("{sentence}\n"), Some("nosniff"))
            );
        } else {
            assert_eq!(old.message(), sentence);
        }
    }
}

#[test]
fn what_is_no_route_is_not_found_by_the_router() {
    let daemon = serve(linux("20.10.24"));
    for (method, target) in [
        ("GET", "/nosuch"),
        ("GET", "/v1.41/nosuch"),
        ("GET", "/v1.99/nosuch"),
        ("PUT", "/v1.41/networks"),
        ("POST", "/_ping"),
        ("HEAD", "/version"),
        ("BREW", "/_ping"),
        ("GET", "/v1.41abc/_ping"),
        ("GET", "/v/_ping"),
        ("GET", "/_ping%3Fx"),
    ] {
        let answer = ask(&daemon, method, target, "");
        assert_eq!(answer.status, 404, "{method} {target}");
        assert_eq!(answer.header("Server"), None, "the engine never saw it");
        if method != "HEAD" {
            assert_eq!(answer.text(), "{\"message\":\"page not found\"}\n");
        }
    }
    // Engines have no routes of later ones.
    let old = serve(SimulatedHost::new(
        Host::linux_kernel(KernelVersion::new(4, 4)).with_engine("1.12.6".parse().expect("a version")),
        1,
    ));
    assert_eq!(ask(&old, "POST", "/networks/prune", "").text(), "{\"message\":\"page not found\"}\n");
}

#[test]
fn paths_are_cleaned_first_and_anything_has_options() {
    let daemon = serve(linux("20.10.24"));
    for (target, location) in [
        ("/v1.41//_ping", "/v1.41/_ping"),
        ("/a/../_ping?x=1", "/_ping?x=1"),
        ("/containers//json", "/containers/json"),
    ] {
        let answer = ask(&daemon, "GET", target, "");
        assert_eq!((answer.status, answer.header("Location")), (301, Some(location)), "{target}");
    }
    let options = ask(&daemon, "OPTIONS", "/v1.41/whatever", "");
    assert_eq!((options.status, options.header("Api-Version"), options.body.len()), (200, Some("1.41"), 0));
    assert_eq!(say(&daemon, "GET http://x/_ping HTTP/1.1\r\nHost: x\r\n\r\n").text(), "OK");
}

#[test]
fn what_is_not_simulated_is_refused_with_its_name() {
    let daemon = serve(linux("20.10.24"));
    let build = say(&daemon, "POST /v1.41/build HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    assert_eq!(refused(&build), (501, "docknet does not simulate building of images".into()));
    assert_eq!(build.header("Api-Version"), Some("1.41"));
    let files = ask(&daemon, "GET", "/containers/a/b/archive?path=/", "");
    assert_eq!(refused(&files), (501, "docknet does not simulate files in containers".into()));
}

#[test]
fn nobody_manages_a_swarm() {
    let daemon = serve(linux("20.10.24"));
    for target in ["/swarm", "/services", "/v1.41/nodes", "/tasks", "/secrets", "/configs", "/services/x"] {
        let answer = ask(&daemon, "GET", target, "");
        assert_eq!(answer.status, 503, "{target}");
        assert!(answer.message().starts_with("This node is not a swarm manager. Use \"docker swarm init\""));
    }
}

#[test]
fn connections_are_kept_and_answer_in_order() {
    let daemon = serve(linux("20.10.24"));
    let mut raw = Raw::connect(&daemon);
    for target in ["/_ping", "/nosuch", "/v1.99/info", "/_ping"] {
        assert_ne!(raw.ask("GET", target, "").status, 0);
    }
    // Two requests in one piece.
    raw.send("GET /_ping HTTP/1.1\r\nHost: x\r\n\r\nGET /nosuch HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!((raw.answer(false).status, raw.answer(false).status), (200, 404));
    raw.send("GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(raw.read_to_end().ends_with(b"OK"));
    // HTTP/1.0 needs no host and ends after its answer.
    let mut old = Raw::connect(&daemon);
    old.send("GET /_ping HTTP/1.0\r\n\r\n");
    assert!(old.read_to_end().ends_with(b"OK"));
}

#[test]
fn what_is_no_http_is_refused_and_the_daemon_goes_on() {
    let daemon = serve(linux("20.10.24"));
    for garbage in [
        "garbage\r\n\r\n",
        "\0\x01\x02\x7f\r\n\r\n",
        "GET /_ping\r\n\r\n",
        "GET /_ping HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost x\r\n\r\n",
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ] {
        let mut raw = Raw::connect(&daemon);
        raw.send(garbage);
        let said = String::from_utf8(raw.read_to_end()).expect("a text");
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{garbage:?}: {said}");
    }
    let answer = say(&daemon, "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!((answer.status, answer.text()), (400, "400 Bad Request"));
    let answer = say(&daemon, "GET /_ping HTTP/1.1\r\n\r\n");
    assert_eq!((answer.status, answer.text()), (400, "400 Bad Request: missing required Host header"));
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200);
}

#[test]
fn heads_and_bodies_have_limits() {
    let daemon = within(Limits::new().with_head(8192).with_body(100));
    let mut raw = Raw::connect(&daemon);
    let _broken_off =
        raw.try_send(format!("GET /_ping HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(20_000)));
    assert_eq!(raw.answer(false).status, 431);

    let long = "x".repeat(101);
    let said = say(
        &daemon,
        &format!("POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n{long}"),
    );
    assert_eq!(refused(&said), (413, "the body of the request has more than 100 bytes".into()));
    assert_eq!(said.header("Connection"), Some("close"));
    let chunked = format!(
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n{long}\r\n"
    );
    assert_eq!(say(&daemon, &chunked).status, 413, "however it comes");
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200);
}

#[test]
fn slow_clients_are_waited_for_so_long_and_no_longer() {
    let daemon = within(Limits::new().with_patience(Duration::from_millis(200)));
    // A head that never ends.
    let mut head = Raw::connect(&daemon);
    head.send("GET /_ping HTTP/1.1\r\nHost:");
    // A body that never comes.
    let mut body = Raw::connect(&daemon);
    body.send("POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    // A client that connects and says nothing.
    let mut silent = Raw::connect(&daemon);
    let began = Instant::now();
    let said = String::from_utf8(head.read_to_end()).expect("a text");
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
    let late = body.answer(false);
    assert_eq!(refused(&late), (408, "the body of the request did not come in time".into()));
    assert!(silent.read_to_end().is_empty());
    assert!(began.elapsed() < SOON / 2, "{:?}", began.elapsed());
    // A slow body that keeps coming is read to its end.
    let mut steady = Raw::connect(&daemon);
    steady.send("POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
    for piece in ["{", " ", " ", "}"] {
        std::thread::sleep(Duration::from_millis(80));
        steady.send(piece);
    }
    assert_ne!(steady.answer(false).status, 408);
}

#[test]
fn so_many_clients_are_served_and_the_next_waits() {
    let daemon = within(Limits::new().with_connections(2));
    let (mut first, mut second) = (Raw::connect(&daemon), Raw::connect(&daemon));
    assert_eq!((first.ask("GET", "/_ping", "").status, second.ask("GET", "/_ping", "").status), (200, 200));
    let answered = Arc::new(Mutex::new(false));
    std::thread::scope(|scope| {
        let third = scope.spawn(|| {
            let status = ask(&daemon, "GET", "/_ping", "").status;
            *answered.lock().expect("no panic") = true;
            status
        });
        std::thread::sleep(Duration::from_millis(200));
        assert!(!*answered.lock().expect("no panic"), "two are served");
        assert_eq!(first.ask("GET", "/_ping", "").status, 200, "those who are in are served on");
        drop(first);
        assert_eq!(third.join().expect("no panic"), 200);
    });
}

#[test]
fn many_clients_at_once_are_all_served() {
    let daemon = serve(linux("20.10.24"));
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let mut raw = Raw::connect(&daemon);
                for _ in 0..50 {
                    assert_eq!(raw.ask("GET", "/_ping", "").status, 200);
                }
            });
        }
    });
}

#[test]
#[cfg(unix)]
fn a_client_that_has_said_everything_still_hears_the_answer() {
    let daemon = serve(linux("20.10.24"));
    for request in [
        "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    ] {
        let mut raw = Raw::connect(&daemon);
        raw.send(request);
        raw.close_write();
        assert!(raw.answer(false).status >= 200);
        assert!(raw.read_to_end().is_empty());
    }
    // One that breaks off in the middle of a body is no news.
    let mut broken = Raw::connect(&daemon);
    broken.send("POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
    drop(broken);
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200);
}

#[test]
fn a_body_is_asked_for_where_the_client_waits_to_be_asked() {
    let daemon = serve(linux("20.10.24"));
    let mut raw = Raw::connect(&daemon);
    raw.send("POST /networks/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    assert_eq!(raw.head().status, 100);
    raw.send("gg");
    assert_eq!(
        refused(&raw.answer(false)),
        (400, "invalid character 'g' looking for beginning of value".into())
    );
}

#[test]
fn every_exchange_is_told_with_the_rule_that_decided() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&told);
    let serving = Serving::new(Listen::somewhere())
        .with_observer(move |exchange| seen.lock().expect("no panic").push(exchange.clone()));
    let daemon = serving.start(linux("20.10.24").engine()).expect("a place");
    ask(&daemon, "GET", "/v1.41/_ping", "");
    ask(&daemon, "GET", "/nosuch", "");
    ask(&daemon, "GET", "/swarm?x=1", "");
    drop(daemon);
    let told = told.lock().expect("no panic");
    let lines: Vec<_> = told
        .iter()
        .map(|exchange| {
            (
                exchange.number,
                exchange.method.as_str(),
                exchange.target.as_str(),
                exchange.route,
                exchange.outcome.status(),
                exchange.rule.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            (1, "GET", "/v1.41/_ping", Some("/_ping"), Some(200), None),
            (2, "GET", "/nosuch", None, Some(404), Some("page-not-found")),
            (3, "GET", "/swarm?x=1", Some("/swarm"), Some(503), Some("swarm-not-manager")),
        ]
    );
    assert!(matches!(&told[0].outcome, Outcome::Answered { body, .. } if **body == *b"OK"));
}

#[test]
fn daemons_start_fast_stand_beside_each_other_and_go_without_a_trace() {
    let mut times = Vec::new();
    let daemons: Vec<_> = (0..20)
        .map(|_| {
            let engine = SimulatedHost::linux().engine();
            let began = Instant::now();
            let daemon = Serving::new(Listen::somewhere()).start(engine).expect("a place");
            times.push(began.elapsed());
            daemon
        })
        .collect();
    times.sort_unstable();
    println!("started in {:?} at the median, {:?} at most", times[10], times[19]);
    for daemon in &daemons {
        assert_eq!(ask(daemon, "GET", "/_ping", "").status, 200);
    }
    let places: Vec<_> = daemons.iter().map(|daemon| daemon.listen().clone()).collect();
    drop(daemons);
    for place in places {
        assert!(Raw::try_connect(&place).is_err(), "{place} is still there");
        #[cfg(unix)]
        if let Listen::Unix(path) = place {
            assert!(!path.exists(), "{} is still there", path.display());
        }
    }
}

#[tokio::test]
async fn a_daemon_stops_though_clients_hang_on() {
    let daemon = linux("20.10.24").serve().await.expect("a place");
    let mut idle = Raw::connect(&daemon);
    assert_eq!(idle.ask("GET", "/_ping", "").status, 200);
    let mut half = Raw::connect(&daemon);
    half.send("GET /_ping HTT");
    let place = daemon.listen().clone();
    let began = Instant::now();
    daemon.stop().await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    assert!(idle.read_to_end().is_empty() && half.read_to_end().is_empty());
    assert!(Raw::try_connect(&place).is_err());
}

#[tokio::test]
async fn a_world_is_served_host_by_host() {
    let mut world = World::new();
    world.add("build-1", linux("20.10.24"));
    world.add("wcs-1", SimulatedHost::windows(WindowsBuild::SERVER_2022));
    let daemons = world.serve().await.expect("places");
    let types: Vec<_> = daemons
        .iter()
        .map(|daemon| ask(daemon, "GET", "/_ping", "").header("Ostype").map(str::to_owned))
        .collect();
    assert_eq!(types, [Some("linux".to_owned()), Some("windows".to_owned())]);
    daemons[0].engine().on_world(|world| world.pass(Duration::from_secs(60)));
    let now = |daemon: &Daemon| daemon.engine().on_host(|host| host.now());
    assert_eq!(now(&daemons[0]), now(&daemons[1]), "one time for all");
}

#[test]
fn loopback_tcp_is_served_and_nothing_else_unless_told() {
    let daemon = Serving::new(Listen::loopback()).start(linux("20.10.24").engine()).expect("a place");
    assert!(daemon.docker_host().starts_with("tcp://127.0.0.1:") && !daemon.docker_host().ends_with(":0"));
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200);
    let taken = Serving::new(daemon.listen().clone()).start(linux("20.10.24").engine());
    assert!(matches!(taken, Err(DaemonError::InUse { .. })), "{taken:?}");
    let open = Serving::new("tcp://0.0.0.0:0".parse().expect("an address")).start(linux("20.10.24").engine());
    assert!(matches!(open, Err(DaemonError::NotLoopback { .. })), "{open:?}");
}

#[test]
#[cfg(unix)]
fn a_socket_left_behind_is_replaced_and_one_in_use_is_not() {
    use std::os::unix::fs::PermissionsExt as _;

    let Listen::Unix(path) = Listen::somewhere() else { panic!("this is Unix") };
    drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket"));
    assert!(path.exists(), "left behind");
    let place = Listen::Unix(path.clone());
    let daemon = Serving::new(place.clone()).start(linux("20.10.24").engine()).expect("it is nobody's");
    let mode = std::fs::metadata(&path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "its owner's alone");
    let second = Serving::new(place.clone()).start(linux("20.10.24").engine());
    assert!(matches!(second, Err(DaemonError::InUse { .. })), "{second:?}");
    assert_eq!(ask(&daemon, "GET", "/_ping", "").status, 200, "and the first goes on");
    drop(daemon);
    // What is no socket is left alone.
    std::fs::write(&path, "precious").expect("a file");
    assert!(Serving::new(place).start(linux("20.10.24").engine()).is_err());
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "precious");
    std::fs::remove_file(&path).expect("it is there");
}

#[test]
#[cfg(windows)]
fn a_pipe_is_served_to_many_and_made_once() {
    let daemon = serve(SimulatedHost::windows(WindowsBuild::SERVER_2022));
    assert!(daemon.docker_host().starts_with("npipe:////./pipe/docknet-"), "{}", daemon.docker_host());
    let second = Serving::new(daemon.listen().clone()).start(linux("20.10.24").engine());
    assert!(matches!(second, Err(DaemonError::InUse { .. })), "{second:?}");
    let mut clients: Vec<_> = (0..8).map(|_| Raw::connect(&daemon)).collect();
    for client in &mut clients {
        assert_eq!(client.ask("GET", "/_ping", "").status, 200);
    }
}
