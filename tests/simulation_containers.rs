//! Containers of a simulated host: what happens to them by itself, by version and on Windows, where no engine is at hand
//! to compare with.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use docknet::host::{Host, WindowsBuild};
use docknet::model::{Port, PortRange, Protocol};
use docknet::simulation::{
    Client, Done, ExecCreate, Fault, HostId, Images, ListContainers, Program, Ran, SimulatedHost,
    VolumeCreate, World,
};
use docknet::wire::EngineDocument;
use docknet::wire::request::{ContainerCreate, Filters};
use serde_json::{Value, json};

fn linux(version: &str) -> (World, HostId) {
    World::of(SimulatedHost::new(Host::linux().with_engine(version.parse().unwrap()), 7))
}

fn windows() -> (World, HostId) {
    World::of(SimulatedHost::windows(WindowsBuild::SERVER_2022))
}

fn body(value: &Value) -> ContainerCreate {
    let mut body = value.clone();
    body["Image"] = body.get("Image").cloned().unwrap_or_else(|| "app:1".into());
    ContainerCreate::from_value(&body).unwrap()
}

fn create(client: &mut Client<'_>, name: &str, value: &Value) -> Result<String, Fault> {
    client.create_container(Some(name), &body(value)).map(|made| made.id)
}

fn run(client: &mut Client<'_>, name: &str, value: &Value) -> Result<Done, Fault> {
    create(client, name, value)?;
    client.start_container(name)
}

fn said<T: std::fmt::Debug>(client: &Client<'_>, result: Result<T, Fault>) -> (u16, String) {
    let engine = client.host().engine_version();
    match result {
        Err(Fault::Refused(refusal)) => (refusal.status(engine), refusal.sentence(engine)),
        other => panic!("{other:?} is no refusal"),
    }
}

fn state(world: &mut World, at: HostId, name: &str) -> Value {
    world.client(at).inspect_container(name, false).unwrap()["State"].clone()
}

fn restarting(policy: &str) -> Value {
    json!({ "HostConfig": { "RestartPolicy": { "Name": policy } } })
}

#[test]
fn what_ends_by_itself_is_started_again_as_its_policy_says() {
    let (mut world, at) = linux("20.10.24");
    for policy in ["no", "on-failure", "unless-stopped", "always"] {
        run(&mut world.client(at), policy, &restarting(policy)).unwrap();
        world.host_mut(at).exit_container(&policy.parse().unwrap(), 0).unwrap();
    }
    assert_eq!(state(&mut world, at, "always")["Status"], "restarting");
    world.pass(Duration::from_millis(100));
    let status = |world: &mut World, name: &str| state(world, at, name)["Status"].clone();
    assert_eq!(status(&mut world, "no"), "exited");
    assert_eq!(status(&mut world, "on-failure"), "exited", "0 is no failure");
    assert_eq!(status(&mut world, "unless-stopped"), "running");
    let there = world.client(at).inspect_container("always", false).unwrap();
    assert_eq!((&there["State"]["Status"], &there["RestartCount"]), (&json!("running"), &json!(1)));
}

#[test]
fn waits_between_restarts_double_and_end_with_the_count() {
    let (mut world, at) = linux("20.10.24");
    world.host_mut(at).behave("app:1", Program::runs().ending_after(Duration::ZERO, 3));
    let policy =
        json!({ "HostConfig": { "RestartPolicy": { "Name": "on-failure", "MaximumRetryCount": 2 } } });
    run(&mut world.client(at), "crash", &policy).unwrap();
    world.pass(Duration::from_millis(99));
    assert_eq!(state(&mut world, at, "crash")["Status"], "restarting");
    world.pass(Duration::from_millis(1));
    world.pass(Duration::from_millis(199));
    assert_eq!(state(&mut world, at, "crash")["Status"], "restarting", "200 ms the second time");
    world.pass(Duration::from_secs(60));
    let there = world.client(at).inspect_container("crash", false).unwrap();
    assert_eq!((&there["State"]["Status"], &there["State"]["ExitCode"]), (&json!("exited"), &json!(3)));
    assert_eq!(there["RestartCount"], 2);
}

#[test]
fn the_engine_brings_back_what_its_policy_says() {
    let (mut world, at) = linux("20.10.24");
    for policy in ["no", "on-failure", "unless-stopped", "always"] {
        run(&mut world.client(at), policy, &restarting(policy)).unwrap();
        let stopped = format!("{policy}-stopped");
        run(&mut world.client(at), &stopped, &restarting(policy)).unwrap();
        world.client(at).stop_container(&stopped, None).unwrap();
    }
    world.host_mut(at).restart_engine();
    let all = world.client(at).list_containers(&ListContainers::default()).unwrap();
    let mut running: Vec<_> = all.iter().map(|line| line["Names"][0].as_str().unwrap()).collect();
    running.sort_unstable();
    assert_eq!(running, ["/always", "/always-stopped", "/on-failure", "/unless-stopped"]);
}

#[test]
fn one_that_does_not_listen_is_killed_when_its_time_is_over() {
    let (mut world, at) = linux("20.10.24");
    world.host_mut(at).behave("deaf", Program::runs().ignoring_signals());
    run(&mut world.client(at), "deaf", &json!({ "Cmd": ["deaf"], "StopTimeout": 4 })).unwrap();
    let until = world.now().after(Duration::from_secs(4));
    assert_eq!(world.client(at).stop_container("deaf", None), Ok(Done::At(until)));
    world.pass(Duration::from_millis(3999));
    assert_eq!(world.client(at).exit_status("deaf"), Ok(None));
    world.pass(Duration::from_millis(1));
    assert_eq!(world.client(at).exit_status("deaf"), Ok(Some(137)));
    // One that listens ends at once, with the signal's number or a code of its own.
    world.host_mut(at).behave("polite", Program::runs().stopping_with(0));
    for (command, code) in [("polite", 0), ("other", 143)] {
        run(&mut world.client(at), command, &json!({ "Cmd": [command] })).unwrap();
        assert_eq!(world.client(at).stop_container(command, None), Ok(Done::Now));
        assert_eq!(world.client(at).exit_status(command), Ok(Some(code)));
    }
    // Started again meanwhile, it is not killed by what was due.
    world.client(at).start_container("deaf").unwrap();
    world.client(at).stop_container("deaf", Some(5)).unwrap();
    world.client(at).kill_container("deaf", "").unwrap();
    world.client(at).start_container("deaf").unwrap();
    world.pass(Duration::from_secs(10));
    assert_eq!(world.client(at).exit_status("deaf"), Ok(None));
}

#[test]
fn well_known_programs_end_by_themselves() {
    let (mut world, at) = linux("20.10.24");
    for (index, (command, code)) in
        [(&["true"][..], 0), (&["false"], 1), (&["sh", "-c", "exit 7"], 7), (&["sleep", "2"], 0)]
            .into_iter()
            .enumerate()
    {
        let name = format!("job{index}");
        run(&mut world.client(at), &name, &json!({ "Cmd": command })).unwrap();
        world.pass(Duration::from_secs(2));
        assert_eq!(world.client(at).exit_status(&name), Ok(Some(code)), "{command:?}");
    }
    run(&mut world.client(at), "gone", &json!({ "Cmd": ["true"], "HostConfig": { "AutoRemove": true } }))
        .unwrap();
    world.pass(Duration::ZERO);
    let gone = world.client(at).exit_status("gone");
    assert_eq!(said(&world.client(at), gone), (404, "No such container: gone".into()));
}

#[test]
fn names_that_nobody_gave_follow_from_the_seed() {
    let names = |seed| {
        let (mut world, at) = World::of(SimulatedHost::linux().with_seed(seed));
        for _ in 0..40 {
            world.client(at).create_container(None, &body(&json!({}))).unwrap();
        }
        world.host(at).containers().map(|there| there.name().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(1), names(1));
    assert_ne!(names(1), names(2));
    assert_eq!(names(1).len(), 40);
}

#[test]
fn several_networks_are_refused_before_25_and_given_from_then_on() {
    let two = json!({ "NetworkingConfig": { "EndpointsConfig": { "bridge": {}, "none": {} } } });
    let (mut world, at) = linux("24.0.7");
    let refused = create(&mut world.client(at), "two", &two);
    let text = "Container cannot be connected to network endpoints: bridge, none";
    assert_eq!(said(&world.client(at), refused), (400, text.into()));
    let (mut world, at) = linux("25.0.5");
    create(&mut world.client(at), "two", &two).unwrap();
    let there = world.client(at).inspect_container("two", false).unwrap();
    assert_eq!(there["NetworkSettings"]["Networks"].as_object().map(serde_json::Map::len), Some(2));
}

#[test]
fn what_an_inspection_shows_changes_with_the_engine() {
    let shown = |version: &str| {
        let (mut world, at) = linux(version);
        let network = docknet::wire::request::NetworkCreate::new("back");
        world.client(at).create_network(&network).unwrap();
        run(&mut world.client(at), "web", &json!({ "HostConfig": { "NetworkMode": "back" } })).unwrap();
        world.client(at).inspect_container("web", false).unwrap()
    };
    let (old, new, newest) = (shown("20.10.24"), shown("27.5.1"), shown("29.2.0"));
    let id = |shown: &Value| shown["Id"].as_str().unwrap()[..12].to_owned();
    let of = |shown: &Value, key: &str| shown["NetworkSettings"]["Networks"]["back"][key].clone();
    assert_eq!(of(&old, "Aliases"), json!([id(&old)]));
    assert_eq!((of(&old, "DNSNames"), of(&new, "Aliases")), (Value::Null, Value::Null));
    assert_eq!(of(&new, "DNSNames"), json!(["web", id(&new)]));
    assert_eq!(old["HostConfig"]["KernelMemory"], 0);
    assert!(new["HostConfig"].get("KernelMemory").is_none());
    assert!(
        new["NetworkSettings"].get("IPAddress").is_some()
            && newest["NetworkSettings"].get("IPAddress").is_none()
    );
}

#[test]
fn host_ports_are_somebodys() {
    let published = json!({ "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "PortBindings": { "80/tcp": [{ "HostPort": "8080" }] } } });
    for (version, text) in [
        ("20.10.24", "Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use"),
        ("28.1.0", "failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use"),
        ("29.0.0", "failed to bind host port 0.0.0.0:8080/tcp: address already in use"),
    ] {
        let (mut world, at) = linux(version);
        world.host_mut(at).occupy_port(Port::new(8080).unwrap(), Protocol::Tcp);
        let refused = run(&mut world.client(at), "web", &published);
        let (status, sentence) = said(&world.client(at), refused);
        assert!(status == 500 && sentence.ends_with(text), "{sentence}");
        let state = state(&mut world, at, "web");
        assert_eq!(
            (&state["Status"], &state["ExitCode"], &state["Error"]),
            (&json!("created"), &json!(128), &json!(sentence))
        );
    }
    // Picked ones go on from the last, also when it is free again.
    let (mut world, at) = linux("20.10.24");
    let any = json!({ "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "PublishAllPorts": true } });
    let mut picked = Vec::new();
    for name in ["a1", "a2", "a3"] {
        run(&mut world.client(at), name, &any).unwrap();
        let there = world.client(at).inspect_container(name, false).unwrap();
        picked.push(there["NetworkSettings"]["Ports"]["80/tcp"][0]["HostPort"].clone());
        world.client(at).stop_container(name, None).unwrap();
    }
    assert_eq!(picked, ["32768", "32769", "32770"]);
}

#[test]
fn windows_has_port_rules_of_its_own() {
    let (mut world, at) = windows();
    let range: PortRange = "8000-8099".parse().unwrap();
    world.host_mut(at).exclude_ports(range, Protocol::Tcp);
    let publish = |binding: &Value| json!({ "ExposedPorts": { "80/tcp": {} }, "HostConfig": { "PortBindings": { "80/tcp": [binding] } } });
    for (name, binding, text) in [
        (
            "w1",
            json!({ "HostIp": "127.0.0.1", "HostPort": "80" }),
            "Windows does not support host IP addresses in NAT settings",
        ),
        (
            "w2",
            json!({ "HostPort": "80-81" }),
            "Windows does not support more than one host port in NAT settings",
        ),
        (
            "w3",
            json!({ "HostPort": "8080" }),
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The process cannot access the file because it is \
             being used by another process. (0x20)",
        ),
    ] {
        let refused = run(&mut world.client(at), name, &publish(&binding));
        let (status, sentence) = said(&world.client(at), refused);
        assert!(status == 500 && sentence.ends_with(text), "{sentence}");
    }
    run(&mut world.client(at), "w4", &publish(&json!({ "HostPort": "8200" }))).unwrap();
    let second = run(&mut world.client(at), "w5", &publish(&json!({ "HostPort": "8200" })));
    assert!(said(&world.client(at), second).1.ends_with("The specified port already exists. (0x803b0013)"));
    run(&mut world.client(at), "w6", &publish(&json!({}))).unwrap();
    let there = world.client(at).inspect_container("w6", false).unwrap();
    let picked: u16 =
        there["NetworkSettings"]["Ports"]["80/tcp"][0]["HostPort"].as_str().unwrap().parse().unwrap();
    assert!(picked >= 49_152, "{picked}");
    assert_eq!(there["NetworkSettings"]["Ports"]["80/tcp"][0]["HostIp"], "0.0.0.0");
}

#[test]
fn windows_mounts_windows_paths() {
    let (mut world, at) = windows();
    let binds = json!([
        "C:\\data:C:\\app:ro",
        "cache:D:\\cache",
        "\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine"
    ]);
    create(&mut world.client(at), "iis", &json!({ "HostConfig": { "Binds": binds } })).unwrap();
    let there = world.client(at).inspect_container("iis", false).unwrap();
    let mounts: Vec<_> =
        there["Mounts"].as_array().unwrap().iter().map(|mount| mount["Type"].clone()).collect();
    assert_eq!(mounts, ["bind", "volume", "npipe"]);
    assert_eq!(there["Mounts"][0]["RW"], false);
    assert_eq!(there["Mounts"][1]["Source"], "C:\\ProgramData\\docker\\volumes\\cache\\_data");
    assert_eq!(
        (&there["HostConfig"]["Isolation"], &there["Platform"]),
        (&json!("process"), &json!("windows"))
    );
}

#[test]
fn an_engine_says_which_host_it_is_on() {
    for host in [
        "linux-5.15@20.10.24",
        "windows-server-2016@17.6.2",
        "windows-server-2022@28.2.2",
        "windows-10.0.19045@24.0.7",
    ] {
        let host: Host = host.parse().unwrap();
        let (mut world, at) = World::of(SimulatedHost::new(host.clone(), 0));
        let client = world.client(at);
        let read = |value: &Value| EngineDocument::from_value(value).unwrap();
        let read = Host::try_from(&read(&client.info()).and(read(&client.version()))).unwrap();
        assert_eq!((read.platform, &read.engine), (host.platform, &host.engine));
        let headers = client.ping();
        let api = headers.iter().find(|(name, _)| *name == "Api-Version").unwrap().1.clone();
        assert_eq!(Some(api), host.api_version().map(|api| api.to_string()));
    }
}

#[test]
fn images_are_there_as_told() {
    let (mut world, at) = linux("20.10.24");
    world.host_mut(at).provide_images(Images::Only(vec!["redis:7".into()]));
    let mut client = world.client(at);
    let short = client.inspect_image("redis:7").unwrap();
    assert_eq!(short["Id"], client.inspect_image("docker.io/library/redis:7").unwrap()["Id"]);
    let refused = client.inspect_image("nginx");
    assert_eq!(said(&client, refused), (404, "no such image: nginx: No such image: nginx:latest".into()));
    let lines = client.pull_image("nginx", "").unwrap();
    assert_eq!(lines[0]["status"], "Pulling from library/nginx");
    assert_eq!(lines.last().unwrap()["status"], "Status: Downloaded newer image for nginx:latest");
    assert!(client.inspect_image("nginx:latest").is_ok());
    assert_eq!(
        client.pull_image("nginx", "").unwrap().last().unwrap()["status"],
        "Status: Image is up to date for nginx:latest"
    );
    client.remove_image("nginx", false).unwrap();
    assert!(client.inspect_image("nginx").is_err(), "what was removed is gone");
    world.host_mut(at).provide_images(Images::NoneBut(Vec::new()));
    let denied = world.client(at).pull_image("private/app", "");
    let text = "pull access denied for private/app, repository does not exist or may require 'docker login': denied: \
                requested access to the resource is denied";
    assert_eq!(said(&world.client(at), denied), (404, text.into()));
}

#[test]
fn programs_that_are_not_there_are_told_as_the_runtime_tells_them() {
    let (mut world, at) = linux("20.10.24");
    run(&mut world.client(at), "web", &json!({ "Hostname": "web-1" })).unwrap();
    let mut client = world.client(at);
    let exec = |client: &mut Client<'_>, words: &[&str]| {
        let id = client.create_exec("web", &ExecCreate::new(words.iter().copied())).unwrap();
        (client.start_exec(&id, false).unwrap(), client.inspect_exec(&id).unwrap()["ExitCode"].clone())
    };
    let Ran::Ended(output) = exec(&mut client, &["hostname"]).0 else { panic!("it ends") };
    assert_eq!(output.stdout, "web-1\n");
    let (ran, code) = exec(&mut client, &["curl", "localhost"]);
    assert_eq!(code, 126);
    assert!(
        matches!(ran, Ran::NotFound(text) if text.contains("exec: \"curl\": executable file not found in $PATH"))
    );
}

#[test]
fn named_volumes_survive_pruning_from_23_on() {
    for (version, left) in [("20.10.24", 0), ("23.0.0", 1)] {
        let (mut world, at) = linux(version);
        let mut client = world.client(at);
        client.create_volume(&VolumeCreate::new("data")).unwrap();
        client.create_volume(&VolumeCreate::default()).unwrap();
        client.prune_volumes(&Filters::new()).unwrap();
        let volumes = client.list_volumes(&Filters::new()).unwrap();
        assert_eq!(volumes["Volumes"].as_array().map(Vec::len), Some(left), "{version}");
    }
}

#[test]
fn a_start_that_hns_never_answers_leaves_the_container_as_it_was() {
    let (mut world, at) = World::of(SimulatedHost::windows(WindowsBuild::SERVER_2004));
    for (network, port) in [("a", "8080"), ("b", "8081"), ("c", "9090")] {
        world.host_mut(at).create_nat_network(network).unwrap();
        let body = json!({ "ExposedPorts": { "80/tcp": {} },
            "HostConfig": { "NetworkMode": network, "PortBindings": { "80/tcp": [{ "HostPort": port }] } } });
        let started = run(&mut world.client(at), &format!("web_{network}"), &body);
        assert_eq!(started, if network == "c" { Err(Fault::Never) } else { Ok(Done::Now) });
    }
    assert_eq!(state(&mut world, at, "web_c")["Status"], "created");
}
