//! Clients nobody here wrote, unchanged, against a daemon: the `docker` command, docker-compose 1.29, Python's SDK.

use std::path::PathBuf;
use std::process::{Command, Output};

use docknet::daemon::{Daemon, Listen, Serving};
use docknet::host::{Host, KernelVersion, WindowsBuild};
use docknet::simulation::SimulatedHost;

fn linux() -> SimulatedHost {
    let engine = "20.10.24".parse().expect("a version");
    SimulatedHost::new(Host::linux_kernel(KernelVersion::new(5, 15)).with_engine(engine), 1)
}

/// A daemon on real time, as clients expect it, that prints what it is asked.
fn serve(host: SimulatedHost) -> Daemon {
    let serving = Serving::new(Listen::somewhere()).with_observer(|exchange| println!("    {exchange}"));
    serving.with_real_time().start(host.engine()).expect("a place")
}

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("docknet-clients-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

fn command(daemon: &Daemon, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env("DOCKER_HOST", daemon.docker_host())
        .env_remove("DOCKER_CONTEXT")
        .env("COMPOSE_ANSI", "never");
    command
}

/// What a program says, which must succeed.
fn says(command: &mut Command) -> String {
    let output = ended(command);
    assert!(output.status.success(), "{command:?}: {}", told(&output));
    String::from_utf8(output.stdout).expect("a text").trim().to_owned()
}

/// What a program says, which must fail.
fn fails(command: &mut Command) -> String {
    let output = ended(command);
    assert!(!output.status.success(), "{command:?}: {}", told(&output));
    told(&output)
}

fn ended(command: &mut Command) -> Output {
    println!("{command:?}");
    // A client that hangs fails the test instead of hanging with it.
    let mut limited = Command::new("timeout");
    limited.arg("60").arg(command.get_program()).args(command.get_args());
    for (key, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(key, value),
            None => limited.env_remove(key),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        limited.current_dir(folder);
    }
    limited.output().expect("the client is installed")
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
#[ignore = "needs the docker command"]
fn the_docker_command_works_as_with_an_engine() {
    let daemon = serve(linux());
    let docker = |arguments: &[&str]| says(command(&daemon, "docker").args(arguments));
    let refused = |arguments: &[&str]| fails(command(&daemon, "docker").args(arguments));
    assert_eq!(
        docker(&["version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}"]),
        "20.10.24 1.41"
    );
    assert_eq!(docker(&["info", "--format", "{{.ServerVersion}} {{.OSType}}"]), "20.10.24 linux");

    docker(&["network", "create", "--subnet", "10.201.0.0/24", "--label", "a=b", "back"]);
    assert_eq!(
        docker(&["network", "ls", "--filter", "label=a=b", "--format", "{{.Name}} {{.Driver}}"]),
        "back bridge"
    );
    assert_eq!(
        docker(&["network", "inspect", "back", "--format", "{{(index .IPAM.Config 0).Subnet}}"]),
        "10.201.0.0/24"
    );
    assert!(refused(&["network", "create", "--subnet", "10.201.0.0/16", "over"]).contains("Pool overlaps"));

    docker(&[
        "run",
        "-d",
        "--name",
        "web",
        "--network",
        "back",
        "--ip",
        "10.201.0.9",
        "-p",
        "8080:80",
        "nginx",
    ]);
    let address = "{{.NetworkSettings.Networks.back.IPAddress}} {{.State.Status}}";
    assert_eq!(docker(&["inspect", "web", "--format", address]), "10.201.0.9 running");
    let listed = docker(&["ps", "--format", "{{.Names}}|{{.Image}}|{{.Ports}}|{{.Status}}"]);
    assert!(listed.starts_with("web|nginx|0.0.0.0:8080->80/tcp"), "{listed}");
    assert!(listed.contains("|Up "), "{listed}");
    assert_eq!(docker(&["exec", "web", "hostname"]).len(), 12);
    assert!(refused(&["exec", "web", "nosuch"]).contains("nosuch"));
    assert!(refused(&["network", "rm", "back"]).contains("has active endpoints"));
    assert!(refused(&["run", "-d", "--name", "web", "nginx"]).contains("is already in use by container"));
    assert!(refused(&["run", "-d", "-p", "8080:80", "nginx"]).contains("port is already allocated"));
    docker(&["stop", "-t", "1", "web"]);
    docker(&["start", "web"]);
    docker(&["rm", "-f", "web"]);
    assert_eq!(docker(&["network", "rm", "back"]), "back");
    // What clients ask for ends with a whole second.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let events = docker(&["events", "--since", "10m", "--until", "0s", "--format", "{{.Type}} {{.Action}}"]);
    assert!(events.contains("network create") && events.contains("container destroy"), "{events}");
    assert!(refused(&["service", "ls"]).contains("This node is not a swarm manager"));
    assert!(docker(&["ps", "-aq"]).lines().count() <= 1, "what could not start stays created");
}

#[test]
#[ignore = "needs the docker command"]
fn a_windows_host_is_a_windows_host_to_the_docker_command() {
    let daemon = serve(SimulatedHost::windows(WindowsBuild::SERVER_2022));
    let docker = |arguments: &[&str]| says(command(&daemon, "docker").args(arguments));
    assert_eq!(docker(&["info", "--format", "{{.OSType}}"]), "windows");
    let networks = docker(&["network", "ls", "--format", "{{.Name}} {{.Driver}}"]);
    assert!(networks.contains("nat nat"), "{networks}");
    docker(&["run", "-d", "--name", "web", "-p", "8080:80", "iis"]);
    assert_eq!(docker(&["ps", "--format", "{{.Names}}"]), "web");
}

const PROJECT: &str = "version: '2.4'
services:
  web: {image: nginx, ports: ['80'], networks: {back: {aliases: [front]}}}
  db: {image: redis, networks: {back: {ipv4_address: 10.202.0.9}}}
networks:
  back: {ipam: {config: [{subnet: 10.202.0.0/24}]}}
";

#[test]
#[ignore = "needs docker-compose 1.29"]
fn docker_compose_brings_a_project_up_scales_it_and_takes_it_down() {
    let daemon = serve(linux());
    let folder = Folder::new("shop");
    std::fs::write(folder.0.join("docker-compose.yml"), PROJECT).expect("a file");
    let compose = |arguments: &[&str]| {
        says(command(&daemon, "docker-compose").args(["-p", "shop"]).args(arguments).current_dir(&folder.0))
    };
    compose(&["up", "-d"]);
    let listed = compose(&["ps"]);
    assert!(
        listed.contains("shop_web_1") && listed.contains("shop_db_1") && listed.contains("Up"),
        "{listed}"
    );
    compose(&["up", "-d", "--scale", "web=3"]);
    assert_eq!(compose(&["ps", "-q", "web"]).lines().count(), 3);
    let running =
        daemon.engine().on_host(|host| host.networks().iter().map(|network| network.endpoints.len()).max());
    assert_eq!(running, Some(4), "three and one in the network");
    compose(&["stop"]);
    compose(&["down"]);
    let left = daemon.engine().on_host(|host| host.networks().len());
    assert_eq!(left, 3, "the engine's own");
}

#[test]
#[ignore = "needs docker-compose 1.29"]
fn docker_compose_uses_the_external_nat_of_a_windows_host() {
    let daemon = serve(SimulatedHost::windows(WindowsBuild::SERVER_2022));
    let folder = Folder::new("iis");
    let project = "version: '2.4'
services: {web: {image: iis, ports: ['8080:80']}}
networks: {default: {external: {name: nat}}}
";
    std::fs::write(folder.0.join("docker-compose.yml"), project).expect("a file");
    let compose = |arguments: &[&str]| {
        says(command(&daemon, "docker-compose").args(["-p", "iis"]).args(arguments).current_dir(&folder.0))
    };
    compose(&["up", "-d"]);
    assert!(compose(&["ps"]).contains("Up"));
    compose(&["down"]);
}

#[test]
#[ignore = "needs docker-compose 1.29"]
fn projects_with_networks_of_their_own_hang_a_server_2004_and_those_in_one_nat_do_not() {
    for (networks, hangs) in [("", true), ("networks: {default: {external: {name: nat}}}\n", false)] {
        let daemon = serve(SimulatedHost::windows(WindowsBuild::SERVER_2004));
        let folder = Folder::new(if hangs { "own" } else { "one" });
        let mut hung = Vec::new();
        for (project, port) in [("a", 8080), ("b", 8081), ("c", 8082), ("d", 8083)] {
            let text = format!(
                "version: '2.4'\nservices: {{web: {{image: iis, ports: ['{port}:80']}}}}\n{networks}"
            );
            std::fs::write(folder.0.join(format!("{project}.yml")), text).expect("a file");
            let mut up = command(&daemon, "docker-compose");
            up.args(["-p", project, "-f", &format!("{project}.yml"), "up", "-d"]).current_dir(&folder.0);
            let output = ended(up.env("COMPOSE_HTTP_TIMEOUT", "2"));
            if !output.status.success() {
                assert!(told(&output).contains("timed out"), "{}", told(&output));
                hung.push(project);
            }
        }
        assert_eq!(hung.first().copied(), hangs.then_some("c"), "{hung:?}");
    }
}

/// Networks, containers and what is said of them, through Python's SDK.
const PYTHON: &str = r#"
import docker
client = docker.from_env()
assert client.ping() and client.version()["ApiVersion"] == "1.41" and client.info()["OSType"] == "linux"
pool = docker.types.IPAMPool(subnet="10.203.0.0/24", gateway="10.203.0.254")
back = client.networks.create("back", driver="bridge", ipam=docker.types.IPAMConfig(pool_configs=[pool]), labels={"a": "b"})
assert [n.name for n in client.networks.list(filters={"label": "a=b"})] == ["back"]
try:
    client.networks.create("back", check_duplicate=True)
    raise SystemExit("a second one")
except docker.errors.APIError as error:
    assert error.status_code == 409 and "already exists" in error.explanation, error
web = client.containers.run("nginx", name="web", detach=True, network="back", ports={"80/tcp": 8080})
web.reload()
assert web.status == "running" and web.attrs["NetworkSettings"]["Networks"]["back"]["IPAddress"] == "10.203.0.1", web.attrs["NetworkSettings"]
assert client.containers.list()[0].name == "web"
code, output = web.exec_run("hostname")
assert code == 0 and output.decode().strip() == web.short_id, output
assert web.logs() == b""
back.reload()
assert list(back.attrs["Containers"]) == [web.id]
back.disconnect(web)
back.connect(web, ipv4_address="10.203.0.77")
web.reload()
assert web.attrs["NetworkSettings"]["Networks"]["back"]["IPAddress"] == "10.203.0.77"
web.rename("web2")
web.restart(timeout=0)
web.stop(timeout=0)
assert web.wait()["StatusCode"] in (0, 137, 143)
assert client.images.pull("redis", tag="7").id.startswith("sha256:")
assert client.volumes.create("data").name == "data"
web.remove()
try:
    client.containers.get("web2")
    raise SystemExit("still there")
except docker.errors.NotFound:
    pass
back.remove()
import time
events = client.events(since=int(time.time()) - 60, until=int(time.time()) + 1, decode=True)
assert {"network", "container"} <= {event["Type"] for event in events}
"#;

#[test]
#[ignore = "needs Python with its docker package (DOCKNET_PYTHON names another python3)"]
fn pythons_sdk_works_as_with_an_engine() {
    let daemon = serve(linux());
    let python = std::env::var("DOCKNET_PYTHON").unwrap_or_else(|_unset| "python3".into());
    says(command(&daemon, &python).args(["-c", PYTHON]));
}
