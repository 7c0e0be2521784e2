//! Swarms of several simulated hosts, as stories: what their engines show, and when.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use docknet::host::{Host, KernelVersion, WindowsBuild};
use docknet::simulation::{
    Block, Client, Fault, HostId, Images, ListContainers, Program, Refusal, SimulatedHost, SwarmRefusal,
    Traffic, World,
};
use docknet::wire::request::{
    ContainerCreate, Filters, NetworkCreate, NodeSpec, ServiceCreate, SwarmInit, SwarmJoin,
};
use serde_json::{Value, json};

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// A swarm of hosts with an attachable overlay `ov`; the first ones are managers.
struct Story {
    world: World,
    nodes: Vec<HostId>,
}

impl Story {
    fn of(hosts: Vec<SimulatedHost>, managers: usize) -> Self {
        let mut world = World::new();
        let named = hosts.into_iter().enumerate();
        let nodes: Vec<_> =
            named.map(|(index, host)| world.add(&format!("node{}", index + 1), host)).collect();
        let init = json!({ "ListenAddr": "0.0.0.0:2377" });
        world.client(nodes[0]).init_swarm(&SwarmInit::from_value(&init).unwrap()).unwrap();
        let tokens = world.client(nodes[0]).inspect_swarm().unwrap()["JoinTokens"].clone();
        for (index, node) in nodes.iter().enumerate().skip(1) {
            let token = if index < managers { &tokens["Manager"] } else { &tokens["Worker"] };
            let join = json!({ "ListenAddr": "0.0.0.0:2377", "RemoteAddrs": ["10.99.0.11:2377"], "JoinToken": token });
            world.client(*node).join_swarm(&SwarmJoin::from_value(&join).unwrap()).unwrap();
        }
        let mut story = Self { world, nodes };
        story.network(&json!({ "Name": "ov", "Driver": "overlay", "Attachable": true }));
        story
    }

    fn three() -> Self {
        Self::of((0..3).map(|_| SimulatedHost::linux()).collect(), 1)
    }

    fn at(&mut self, node: usize) -> Client<'_> {
        self.world.client(self.nodes[node - 1])
    }

    fn manager(&mut self) -> Client<'_> {
        self.at(1)
    }

    fn network(&mut self, body: &Value) -> String {
        self.manager().create_network(&NetworkCreate::from_value(body).unwrap()).unwrap().id.to_string()
    }

    /// Makes and starts a container in a network of the swarm; how long that took.
    fn run(
        &mut self,
        node: usize,
        network: &str,
        name: &str,
        address: Option<&str>,
    ) -> (Duration, Result<String, Fault>) {
        let ipam = address.map(|address| json!({ "IPv4Address": address }));
        let body = json!({
            "Image": "busybox", "HostConfig": { "NetworkMode": network },
            "NetworkingConfig": { "EndpointsConfig": { network: { "IPAMConfig": ipam } } },
        });
        self.at(node).create_container(Some(name), &ContainerCreate::from_value(&body).unwrap()).unwrap();
        self.start(node, network, name)
    }

    fn start(&mut self, node: usize, network: &str, name: &str) -> (Duration, Result<String, Fault>) {
        let mut client = self.at(node);
        let started = client.start_container(name);
        let there = client.inspect_container(name, false).unwrap();
        let address = there["NetworkSettings"]["Networks"][network]["IPAddress"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (client.took(), started.map(|_| address))
    }

    fn stop(&mut self, node: usize, name: &str) {
        self.at(node).stop_container(name, None).unwrap();
    }

    fn service(&mut self, body: &Value) -> String {
        self.manager().create_service(&ServiceCreate::from_value(body).unwrap()).unwrap().id
    }

    /// `web` in `ov`, with so many tasks.
    fn web(&mut self, replicas: u64) -> String {
        self.service(&json!({
            "Name": "web", "TaskTemplate": { "ContainerSpec": { "Image": "nginx" }, "Networks": [{ "Target": "ov" }] },
            "Mode": { "Replicated": { "Replicas": replicas } },
        }))
    }

    fn update(&mut self, key: &str, change: impl FnOnce(&mut Value), rollback: &str) {
        let there = self.manager().inspect_service(key, false).unwrap();
        let mut spec = there["Spec"].clone();
        change(&mut spec);
        let version = there["Version"]["Index"].to_string();
        let asked = ServiceCreate::from_value(&spec).unwrap();
        self.manager().update_service(key, &version, &asked, rollback).unwrap();
    }

    fn tasks(&mut self, service: &str) -> Vec<Value> {
        let mut tasks = self.manager().list_tasks(&Filters::new().with("service", service)).unwrap();
        tasks.sort_by_key(|task| (task["Slot"].as_u64(), task["CreatedAt"].to_string()));
        tasks
    }

    fn states(&mut self, service: &str) -> Vec<String> {
        let text = |task: &Value| task["Status"]["State"].as_str().unwrap().to_owned();
        self.tasks(service).iter().map(text).collect()
    }

    fn running(&mut self, service: &str) -> usize {
        self.states(service).iter().filter(|state| *state == "running").count()
    }

    /// The addresses a node would answer the service's tasks with.
    fn names(&self, node: usize) -> Vec<String> {
        let known = self.world.overlay(self.nodes[node - 1]);
        let web = known
            .iter()
            .filter(|known| known.service.as_deref() == Some("web") && known.network_name == "ov");
        web.map(|known| known.address.to_string()).collect()
    }

    fn peers(&self, node: usize) -> Vec<String> {
        self.world.overlay_peers(self.nodes[node - 1], "ov")
    }

    fn node(&mut self, hostname: &str) -> Value {
        self.manager().inspect_node(hostname).unwrap()
    }

    fn node_state(&mut self, hostname: &str) -> String {
        self.node(hostname)["Status"]["State"].as_str().unwrap().to_owned()
    }

    /// When something becomes so, counted from now, to a tenth of a second.
    fn until(&mut self, limit: f64, mut so: impl FnMut(&mut Self) -> bool) -> f64 {
        let start = self.world.now();
        while !so(self) {
            let passed = self.world.now().since(start).as_secs_f64();
            assert!(passed < limit, "not within {limit} s");
            self.world.pass(seconds(0.1));
        }
        self.world.now().since(start).as_secs_f64()
    }

    fn pass(&mut self, time: f64) {
        self.world.pass(seconds(time));
    }
}

fn sentence(fault: Fault) -> String {
    let Fault::Refused(refusal) = fault else { panic!("{fault}") };
    refusal.sentence(SimulatedHost::linux().engine_version())
}

#[track_caller]
fn near(measured: f64, expected: std::ops::RangeInclusive<f64>) {
    assert!(expected.contains(&measured), "{measured} s, expected {expected:?}");
}

#[test]
fn three_tasks_run_after_a_second_and_a_half_and_their_names_soon_after() {
    let mut story = Story::three();
    story.web(3);
    assert_eq!(story.states("web"), ["pending"; 3]);
    near(story.until(3.0, |story| story.running("web") == 3), 1.3..=1.7);
    near(story.until(2.0, |story| (1..=3).all(|node| story.names(node).len() == 3)), 0.1..=0.7);
    // VIP .2, tasks .3 to .5, then a load balancer of each node.
    assert_eq!(story.names(2), ["10.0.1.3", "10.0.1.4", "10.0.1.5"]);
    let vip =
        story.manager().inspect_service("web", false).unwrap()["Endpoint"]["VirtualIPs"][0]["Addr"].clone();
    assert_eq!(vip, "10.0.1.2/24");
    let on: Vec<_> = (1..=3)
        .map(|node| {
            let there = story.at(node).inspect_network("ov", "true", None).unwrap();
            assert_eq!(there["Peers"].as_array().unwrap().len(), 3);
            assert_eq!(there["Services"]["web"]["VIP"], "10.0.1.2");
            assert_eq!(there["Services"]["web"]["Tasks"].as_array().unwrap().len(), 3);
            let containers = there["Containers"].as_object().unwrap();
            assert_eq!(containers.len(), 2, "its own task and its load balancer: {containers:?}");
            containers["lb-ov"]["IPv4Address"].as_str().unwrap().to_owned()
        })
        .collect();
    let mut balancers = on.clone();
    balancers.sort();
    assert_eq!(balancers, ["10.0.1.6/24", "10.0.1.7/24", "10.0.1.8/24"]);
}

#[test]
fn a_worker_shows_an_overlay_only_while_something_of_it_is_there() {
    // Fact 27 of the field reports.
    let mut story = Story::three();
    let seen = |story: &mut Story, node| {
        let listed = story.at(node).list_networks(&Filters::new()).unwrap();
        listed.iter().any(|network| network["Name"] == "ov")
    };
    assert!(seen(&mut story, 1) && !seen(&mut story, 2));
    story.run(2, "ov", "probe", None).1.unwrap();
    assert!(seen(&mut story, 2) && !seen(&mut story, 3));
    story.stop(2, "probe");
    assert!(!seen(&mut story, 2));
}

#[test]
fn vxlan_that_is_blocked_shows_nowhere() {
    // Row (a), facts 24 to 26.
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    let block = story.world.block(Block::at(story.nodes[1]).of(Traffic::VXLAN));
    story.pass(40.0);
    for node in 1..=3 {
        assert_eq!((story.names(node).len(), story.peers(node).len()), (3, 3));
        assert_eq!(story.node_state(&format!("node{node}")), "ready");
    }
    assert_eq!(story.running("web"), 3);
    let [one, two, three] = [0, 1, 2].map(|node| story.nodes[node]);
    assert!(
        !story.world.carries(one, two, Traffic::VXLAN) && !story.world.carries(two, three, Traffic::VXLAN)
    );
    assert!(story.world.carries(one, three, Traffic::VXLAN));
    assert!(story.world.unblock(block) && story.world.carries(one, two, Traffic::VXLAN));
}

#[test]
fn gossip_that_is_blocked_takes_names_and_peers_away() {
    // Row (b): 5.7 seconds, and 8.7 for the second a node loses.
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    let at = story.nodes[1];
    let blocks =
        [Traffic::GOSSIP_TCP, Traffic::GOSSIP_UDP].map(|kind| story.world.block(Block::at(at).of(kind)));
    near(story.until(10.0, |story| story.names(1).len() == 2 && story.names(3).len() == 2), 5.7..=6.0);
    assert_eq!(
        story.peers(1),
        ["10.99.0.11", "10.99.0.13"].map(String::from).to_vec().tap_sorted_like(&story.peers(1))
    );
    assert_eq!(story.names(2).len(), 2, "the cut node drops one after the other");
    near(story.until(10.0, |story| story.names(2).len() == 1), 2.9..=3.1);
    assert_eq!(story.peers(2), ["10.99.0.12"]);
    assert_eq!(
        (story.node_state("node2").as_str(), story.running("web")),
        ("ready", 3),
        "managers see nothing"
    );
    for block in blocks {
        story.world.unblock(block);
    }
    let healed = story.until(6.0, |story| (1..=3).all(|node| story.names(node).len() == 3));
    near(healed, 0.6..=5.1);
}

#[test]
fn without_gossip_over_udp_names_come_with_the_next_comparison() {
    // Row (b'): healthy peers, and new tasks are known late.
    let mut story = Story::three();
    story.pass(3.0);
    story.world.block(Block::at(story.nodes[1]).of(Traffic::GOSSIP_UDP));
    story.web(3);
    story.until(3.0, |story| story.running("web") == 3);
    story.pass(1.0);
    assert_eq!((story.names(1).len(), story.names(2).len()), (2, 1));
    let late = story.until(31.0, |story| (1..=3).all(|node| story.names(node).len() == 3));
    near(late, 2.0..=30.0);
    assert_eq!((story.peers(1).len(), story.peers(2).len()), (3, 3));
}

#[test]
fn without_gossip_over_tcp_nothing_is_to_be_seen() {
    // Row (b'').
    let mut story = Story::three();
    story.world.block(Block::at(story.nodes[1]).of(Traffic::GOSSIP_TCP));
    story.web(3);
    story.until(3.0, |story| story.running("web") == 3);
    near(story.until(1.0, |story| (1..=3).all(|node| story.names(node).len() == 3)), 0.0..=0.7);
    story.pass(45.0);
    assert_eq!(story.peers(2).len(), 3);
}

#[test]
fn a_worker_without_its_manager_goes_on_running_what_is_replaced() {
    // Row (c): down at 13.7 seconds, the replacement runs at 19.2, four names for three tasks.
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    let block = story.world.block(Block::at(story.nodes[1]).of(Traffic::MANAGEMENT));
    let down = story.until(20.0, |story| story.node_state("node2") == "down");
    near(down, 13.5..=13.9);
    assert_eq!(story.node("node2")["Status"]["Message"], "heartbeat failure");
    let replaced = story.until(10.0, |story| story.running("web") == 4);
    near(down + replaced, 18.9..=19.5);
    story.pass(1.0);
    assert_eq!(story.names(1).len(), 4, "the old task stays in DNS");
    let listed = story.manager().list_services(&Filters::new(), true).unwrap();
    assert_eq!(
        listed[0]["ServiceStatus"],
        json!({ "RunningTasks": 4, "DesiredTasks": 3, "CompletedTasks": 0 })
    );
    let orphan = story.tasks("web").into_iter().find(|task| task["DesiredState"] == "shutdown").unwrap();
    assert_eq!(orphan["Status"]["State"], "running");
    let info = story.at(2).swarm_info().unwrap();
    assert_eq!(
        (info["LocalNodeState"].as_str(), info["Error"].as_str()),
        (Some("active"), Some("")),
        "it does not know"
    );
    story.world.unblock(block);
    near(story.until(3.0, |story| story.node_state("node2") == "ready"), 0.8..=1.0);
    near(story.until(3.0, |story| story.names(1).len() == 3), 0.5..=1.9);
}

#[test]
fn a_node_without_power_is_missed_by_its_peers_first() {
    // Row (e): names at 5.7 seconds, down at 14.6, the replacement's name at 19.5 to 20.5.
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    story.world.kill(story.nodes[1]);
    story.pass(5.0);
    assert_eq!(story.names(1).len(), 3, "its address is still answered");
    near(5.0 + story.until(3.0, |story| story.names(1).len() == 2), 5.5..=5.8);
    assert_eq!(story.peers(1).len(), 2);
    let before = 5.7;
    near(before + story.until(12.0, |story| story.node_state("node2") == "down"), 14.4..=14.8);
    let lost = story.tasks("web").into_iter().find(|task| task["DesiredState"] == "shutdown").unwrap();
    assert_eq!(lost["Status"]["State"], "running", "nobody can say otherwise");
    let two = story.nodes[1];
    assert!(matches!(story.world.client(two).swarm_info(), Err(Fault::Never)));
    near(14.6 + story.until(8.0, |story| story.names(1).len() == 3), 19.3..=20.8);
    story.world.revive(two);
    near(story.until(3.0, |story| story.node_state("node2") == "ready"), 0.8..=1.5);
    story.pass(20.0);
    assert_eq!((story.running("web"), story.names(3).len()), (3, 3));
}

#[test]
fn an_engine_that_stands_still_is_down_after_thirteen_seconds() {
    // Row (f).
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    story.world.freeze(story.nodes[1]);
    let two = story.nodes[1];
    assert!(matches!(story.world.client(two).list_networks(&Filters::new()), Err(Fault::Never)), "no answer");
    near(story.until(20.0, |story| story.node_state("node2") == "down"), 13.0..=13.2);
}

#[test]
fn without_its_only_manager_a_swarm_goes_on_and_takes_nothing_new() {
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    story.world.kill(story.nodes[0]);
    story.pass(10.0);
    assert_eq!(story.names(2).len(), 2, "the manager's own task is gone, the others are answered");
    let info = story.at(2).swarm_info().unwrap();
    assert_eq!((info["LocalNodeState"].as_str(), info["Error"].as_str()), (Some("active"), Some("")));
    let (took, refused) = story.run(2, "ov", "late", None);
    assert_eq!(took, Duration::from_secs(20));
    assert_eq!(sentence(refused.unwrap_err()), "Could not attach to network ov: context deadline exceeded");
    story.world.revive(story.nodes[0]);
    let leads = |story: &mut Story| story.manager().swarm_info().unwrap()["Error"] == "";
    near(story.until(5.0, leads), 3.1..=3.3);
    near(story.until(20.0, |story| story.running("web") == 3), 0.0..=12.0);
}

#[test]
fn of_three_managers_one_that_leads_is_followed_after_twelve_seconds() {
    let mut story = Story::of((0..3).map(|_| SimulatedHost::linux()).collect(), 3);
    story.web(3);
    story.pass(5.0);
    let leader =
        (1..=3).find(|node| story.node(&format!("node{node}"))["ManagerStatus"]["Leader"] == true).unwrap();
    let other = leader % 3 + 1;
    story.world.kill(story.nodes[leader - 1]);
    story.pass(12.1);
    let nodes = story.at(other).list_nodes(&Filters::new()).unwrap();
    let new: Vec<_> = nodes.iter().filter(|node| node["ManagerStatus"]["Leader"] == true).collect();
    assert_eq!(new.len(), 1);
    let killed = story.at(other).inspect_node(&format!("node{leader}")).unwrap();
    assert_eq!(killed["ManagerStatus"]["Reachability"], "unreachable");
    let status = &killed["Status"];
    assert_eq!(status["State"], "unknown");
    assert_eq!(status["Message"], "Node moved to \"unknown\" state due to leadership change in cluster");
}

#[test]
fn without_a_majority_managers_say_nothing_for_twenty_seconds() {
    // Row (c').
    let mut story = Story::of((0..3).map(|_| SimulatedHost::linux()).collect(), 3);
    story.pass(5.0);
    let leads = |story: &mut Story, node: usize| {
        story.node(&format!("node{node}"))["ManagerStatus"]["Leader"] == true
    };
    let leader = (1..=3).find(|node| leads(&mut story, *node)).unwrap();
    let (cut, dead) = (leader % 3 + 1, (leader + 1) % 3 + 1);
    story.world.kill(story.nodes[dead - 1]);
    story.world.block(Block::at(story.nodes[cut - 1]));
    story.pass(12.0);
    assert!(
        story.at(leader).list_nodes(&Filters::new()).is_ok(),
        "the one that led still answers what it knew"
    );
    let mut client = story.at(cut);
    let refused = client.list_nodes(&Filters::new()).unwrap_err();
    assert_eq!(client.took(), Duration::from_secs(20));
    assert_eq!(sentence(refused), "context deadline exceeded");
    let error = story.at(cut).swarm_info().unwrap()["Error"].as_str().unwrap().to_owned();
    assert!(
        error.contains("The swarm does not have a leader. It's possible that too few managers are online."),
        "{error}"
    );
}

#[test]
fn a_static_address_is_reserved_centrally_and_every_refusal_sounds_the_same() {
    let mut story = Story::three();
    story.web(1);
    story.pass(3.0);
    story.run(1, "ov", "q1", Some("10.0.1.110")).1.unwrap();
    let text = "attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded";
    for taken in ["10.0.1.110", "10.0.1.2", "10.0.1.3", "10.0.1.1", "10.0.1.255", "10.0.9.9"] {
        let name = format!("q-{taken}");
        let (took, refused) = story.run(2, "ov", &name, Some(taken));
        assert_eq!(
            (took, sentence(refused.unwrap_err())),
            (Duration::from_secs(20), text.to_owned()),
            "{taken}"
        );
        let state = story.at(2).inspect_container(&name, false).unwrap()["State"].clone();
        assert_eq!(
            (state["Status"].as_str(), state["ExitCode"].as_i64(), state["Error"].as_str()),
            (Some("created"), Some(128), Some(text))
        );
    }
    let q1 = story.at(1).inspect_container("q1", false).unwrap()["Id"].clone();
    let attachments = story.manager().list_tasks(&Filters::new().with("runtime", "attachment")).unwrap();
    assert_eq!(attachments.len(), 1, "what failed is not kept");
    assert_eq!(attachments[0]["Spec"]["NetworkAttachmentSpec"], json!({ "ContainerID": q1 }));
    assert_eq!(attachments[0]["NetworksAttachments"][0]["Addresses"], json!(["10.0.1.110/24"]));
    assert!(
        story.manager().list_tasks(&Filters::new()).unwrap().iter().all(|task| task["ServiceID"].is_string())
    );
}

#[test]
fn after_a_failed_attach_two_containers_can_have_one_address() {
    let mut story = Story::three();
    let address = Some("10.0.1.110");
    story.run(1, "ov", "q1", address).1.unwrap();
    story.run(2, "ov", "q2", address).1.unwrap_err();
    // While q1 runs where q2's node hears of it, the second start is refused at once.
    story.run(2, "ov", "probe", None).1.unwrap();
    let (took, refused) = story.start(2, "ov", "q2");
    assert_eq!((took, refused), (Duration::ZERO, Err(Fault::Refused(Refusal::AddressInUse))));
    story.stop(1, "q1");
    story.pass(1.0);
    assert_eq!(story.start(2, "ov", "q2").1.as_deref(), Ok("10.0.1.110"), "it starts, and asks nobody");
    let q2 = story.at(2).inspect_container("q2", false).unwrap()["Id"].clone();
    let attachments = story.manager().list_tasks(&Filters::new().with("runtime", "attachment")).unwrap();
    assert!(attachments.iter().all(|task| task["Spec"]["NetworkAttachmentSpec"]["ContainerID"] != q2));
    assert_eq!(
        story.start(1, "ov", "q1").1.as_deref(),
        Ok("10.0.1.110"),
        "the manager knows of nobody there"
    );
    story.pass(1.0);
    let known = story.world.overlay(story.nodes[0]);
    assert_eq!(known.iter().filter(|known| known.address.to_string() == "10.0.1.110").count(), 2);
    // One that never failed is refused as it should be.
    story.run(3, "ov", "q3", address).1.unwrap_err();
}

#[test]
fn addresses_are_handed_out_upwards_and_change_with_every_start() {
    let mut story = Story::three();
    assert_eq!(story.run(1, "ov", "aa", None).1.as_deref(), Ok("10.0.1.2"));
    story.stop(1, "aa");
    assert_eq!(story.start(1, "ov", "aa").1.as_deref(), Ok("10.0.1.4"), ".3 is the node's load balancer");
    let there = story.at(1).inspect_network("ov", "1", None).unwrap();
    let containers: Vec<_> = there["Containers"].as_object().unwrap().values().cloned().collect();
    assert!(
        containers.iter().any(|one| one["Name"] == "aa" && one["IPv4Address"] == "10.0.1.4/24"),
        "{there}"
    );
    assert_eq!(there["Services"][""]["Tasks"][0]["EndpointIP"], "10.0.1.4");
}

#[test]
fn overlapping_overlays_are_taken_and_never_allocated() {
    let mut story = Story::three();
    let subnet = |name: &str, subnet: &str| json!({ "Name": name, "Driver": "overlay", "Attachable": true, "IPAM": { "Config": [{ "Subnet": subnet }] } });
    story.network(&subnet("first", "10.50.0.0/24"));
    story.network(&subnet("second", "10.50.0.128/25"));
    let second = story.manager().inspect_network("second", "", None).unwrap();
    assert_eq!((&second["Driver"], &second["IPAM"]["Config"]), (&json!(""), &Value::Null));
    story.service(&json!({
        "Name": "stuck",
        "TaskTemplate": { "ContainerSpec": { "Image": "nginx" }, "Networks": [{ "Target": "second" }] },
    }));
    story.pass(30.0);
    assert_eq!(story.states("stuck"), ["new"]);
    let (took, refused) = story.run(2, "second", "probe", None);
    assert_eq!((took, refused.is_err()), (Duration::from_secs(20), true));
}

#[test]
fn host_ports_and_constraints_keep_tasks_pending_and_say_why() {
    // Facts 18 and 21: one task a node holds a host port.
    let mut story = Story::three();
    let port = json!({ "TargetPort": 80, "PublishedPort": 8080, "PublishMode": "host" });
    story.service(&json!({
        "Name": "four", "TaskTemplate": { "ContainerSpec": { "Image": "nginx" } },
        "Mode": { "Replicated": { "Replicas": 4 } }, "EndpointSpec": { "Ports": [port] },
    }));
    story.pass(3.0);
    assert_eq!(story.running("four"), 3);
    let error = |story: &mut Story, service: &str| {
        let waits =
            story.tasks(service).into_iter().find(|task| task["Status"]["State"] == "pending").unwrap();
        waits["Status"]["Err"].as_str().unwrap().to_owned()
    };
    assert_eq!(error(&mut story, "four"), "no suitable node (host-mode port already in use on 3 nodes)");
    for (placement, text) in [
        (
            json!({ "Constraints": ["node.labels.gpu == yes"] }),
            "scheduling constraints not satisfied on 3 nodes",
        ),
        (
            json!({ "Platforms": [{ "OS": "windows", "Architecture": "amd64" }] }),
            "unsupported platform on 3 nodes",
        ),
    ] {
        let name = format!("p{}", text.len());
        let template = json!({ "ContainerSpec": { "Image": "nginx" }, "Placement": placement });
        story.service(&json!({ "Name": name, "TaskTemplate": template }));
        story.pass(0.2);
        assert_eq!(error(&mut story, &name), format!("no suitable node ({text})"));
    }
    let four = story.manager().inspect_service("four", false).unwrap();
    assert_eq!(four["Endpoint"]["Ports"][0]["PublishMode"], "host");
}

#[test]
fn a_label_that_comes_later_lets_the_task_go() {
    let mut story = Story::three();
    let template = json!({
        "ContainerSpec": { "Image": "nginx" }, "Placement": { "Constraints": ["node.labels.gpu == yes"] },
    });
    story.service(&json!({ "Name": "picky", "TaskTemplate": template }));
    story.pass(1.0);
    assert_eq!(story.states("picky"), ["pending"]);
    change_node(&mut story, "node3", "worker", "active", &json!({ "gpu": "yes" }));
    story.pass(1.0);
    assert_eq!(story.states("picky"), ["running"]);
    assert_eq!(story.tasks("picky")[0]["NodeID"], story.node("node3")["ID"]);
}

fn change_node(story: &mut Story, hostname: &str, role: &str, availability: &str, labels: &Value) {
    let version = story.node(hostname)["Version"]["Index"].to_string();
    let body = json!({ "Role": role, "Availability": availability, "Labels": labels });
    story.manager().update_node(hostname, &version, &NodeSpec::from_value(&body).unwrap()).unwrap();
}

#[test]
fn a_drained_node_gives_its_tasks_away_and_a_global_service_leaves_it() {
    let mut story = Story::three();
    story.web(3);
    story.service(&json!({
        "Name": "everywhere", "TaskTemplate": { "ContainerSpec": { "Image": "nginx" } }, "Mode": { "Global": {} },
    }));
    story.pass(5.0);
    assert_eq!((story.running("web"), story.running("everywhere")), (3, 3));
    change_node(&mut story, "node2", "worker", "drain", &json!({}));
    story.pass(15.0);
    assert_eq!((story.running("web"), story.running("everywhere")), (3, 2));
    let two = story.node("node2")["ID"].clone();
    assert!(
        story.tasks("web").iter().all(|task| task["NodeID"] != two || task["Status"]["State"] == "shutdown")
    );
    assert!(story.world.host(story.nodes[1]).events(0).0.count() < 1000);
    change_node(&mut story, "node2", "worker", "active", &json!({}));
    story.pass(3.0);
    assert_eq!(story.running("everywhere"), 3);
}

#[test]
fn scaling_down_takes_names_away_before_containers() {
    let mut story = Story::three();
    story.web(3);
    story.pass(5.0);
    story.update("web", |spec| spec["Mode"]["Replicated"]["Replicas"] = 1.into(), "");
    let gone = story.until(3.0, |story| (1..=3).filter(|node| story.names(*node).len() == 1).count() == 1);
    near(gone, 1.0..=1.3);
    assert_eq!(story.running("web"), 3, "the containers are still there");
    story.pass(5.0);
    assert_eq!(story.states("web"), ["running"], "and nothing is kept of them");
}

#[test]
fn an_update_replaces_one_task_after_the_other_and_is_complete_five_seconds_later() {
    let mut story = Story::three();
    story.web(2);
    story.pass(5.0);
    let before: Vec<_> = story.names(1);
    story.update("web", |spec| spec["TaskTemplate"]["ForceUpdate"] = 1.into(), "");
    story.pass(0.5);
    let state = |story: &mut Story| {
        story.manager().inspect_service("web", false).unwrap()["UpdateStatus"]["State"]
            .as_str()
            .map(str::to_owned)
    };
    assert_eq!(state(&mut story).as_deref(), Some("updating"));
    let mut states = story.states("web");
    states.sort();
    assert!(states.iter().filter(|state| *state == "running").count() == 2, "{states:?}");
    story.pass(60.0);
    assert_eq!(state(&mut story).as_deref(), Some("completed"));
    let mut states = story.states("web");
    states.sort();
    assert_eq!(states, ["running", "running", "shutdown", "shutdown"]);
    assert!(story.names(1).iter().all(|address| !before.contains(address)), "new tasks, new addresses");
    story.update("web", |_| {}, "previous");
    assert_eq!(state(&mut story).as_deref(), Some("rollback_started"));
    story.pass(60.0);
    assert_eq!(state(&mut story).as_deref(), Some("rollback_completed"));
}

#[test]
fn a_routing_mesh_is_accepted_where_there_is_none() {
    // Fact 17: Windows Server 2016.
    let hosts = (0..3).map(|_| SimulatedHost::new(Host::windows(WindowsBuild::SERVER_2016), 1)).collect();
    let mut story = Story::of(hosts, 1);
    story.service(&json!({
        "Name": "iis", "TaskTemplate": { "ContainerSpec": { "Image": "iis" } }, "Mode": { "Global": {} },
        "EndpointSpec": { "Ports": [{ "TargetPort": 80, "PublishedPort": 80 }] },
    }));
    story.pass(5.0);
    assert_eq!(story.running("iis"), 3);
    let there = story.manager().inspect_service("iis", false).unwrap();
    assert_eq!(there["Endpoint"]["Ports"][0]["PublishedPort"], 80);
}

#[test]
fn on_a_kernel_without_what_overlays_need_tasks_fail() {
    // Fact 22: kernel 3.13.
    let old = SimulatedHost::new(Host::linux_kernel(KernelVersion::new(3, 13)), 5);
    let mut story = Story::of(vec![old], 1);
    story.web(1);
    story.pass(3.0);
    let failed = story.tasks("web").into_iter().find(|task| task["Status"]["State"] == "failed").unwrap();
    let error = failed["Status"]["Err"].as_str().unwrap();
    assert!(
        error.starts_with("starting container failed: could not add veth pair inside the network sandbox"),
        "{error}"
    );
}

#[test]
fn containers_do_not_join_networks_for_services_only() {
    // Fact 23, in the words since attachable networks came.
    let mut story = Story::three();
    story.network(&json!({ "Name": "mynet1", "Driver": "overlay" }));
    let (took, refused) = story.run(1, "mynet1", "probe", None);
    assert_eq!(took, Duration::ZERO);
    let text = "Could not attach to network mynet1: rpc error: code = PermissionDenied desc = network mynet1 not manually attachable";
    assert_eq!(sentence(refused.unwrap_err()), text);
}

#[test]
fn joining_needs_the_token_and_a_manager_that_can_be_reached() {
    let mut story = Story::three();
    let four = story.world.add("node4", SimulatedHost::linux());
    let token = story.manager().inspect_swarm().unwrap()["JoinTokens"]["Worker"].as_str().unwrap().to_owned();
    let join = |manager: &str, token: &str| {
        let body = json!({ "ListenAddr": "0.0.0.0:2377", "RemoteAddrs": [manager], "JoinToken": token });
        SwarmJoin::from_value(&body).unwrap()
    };
    let refused = story.world.client(four).join_swarm(&join("10.99.0.11", "junk")).unwrap_err();
    assert_eq!(refused, SwarmRefusal::JoinToken { stale: false }.into());
    let mut client = story.world.client(four);
    let refused = client.join_swarm(&join("10.99.0.99", &token)).unwrap_err();
    assert_eq!(client.took(), Duration::from_secs(10));
    assert!(sentence(refused).ends_with("dial tcp 10.99.0.99:2377: connect: connection refused\""));
    let block = story.world.block(Block::between(four, story.nodes[0]).of(Traffic::MANAGEMENT));
    assert_eq!(
        story.world.client(four).join_swarm(&join("10.99.0.11", &token)),
        Err(SwarmRefusal::JoinTimeout.into())
    );
    story.world.unblock(block);
    story.world.client(four).join_swarm(&join("10.99.0.11", &token)).unwrap();
    let member = story.world.client(four).join_swarm(&join("10.99.0.11", &token)).unwrap_err();
    assert_eq!(member, SwarmRefusal::AlreadyMember.into());
    assert_eq!(story.manager().list_nodes(&Filters::new()).unwrap().len(), 4);
    let worker = story.world.client(four).list_nodes(&Filters::new()).unwrap_err();
    assert_eq!(worker, SwarmRefusal::NotManager { worker: true }.into());
    story.world.client(four).leave_swarm(false).unwrap();
    story.pass(1.0);
    assert_eq!(story.node_state("node4"), "down");
    story.manager().remove_node("node4", false).unwrap();
    assert_eq!(story.manager().list_nodes(&Filters::new()).unwrap().len(), 3);
}

#[test]
fn managers_are_promoted_and_demoted_but_for_the_last() {
    let mut story = Story::three();
    change_node(&mut story, "node2", "manager", "active", &json!({}));
    assert_eq!(story.node("node2")["ManagerStatus"]["Reachability"], "reachable");
    assert!(story.at(2).list_nodes(&Filters::new()).is_ok());
    change_node(&mut story, "node2", "worker", "active", &json!({}));
    assert!(story.at(2).list_nodes(&Filters::new()).is_err());
    let version = story.node("node1")["Version"]["Index"].to_string();
    let body = NodeSpec::from_value(&json!({ "Role": "worker", "Availability": "active" })).unwrap();
    let refused = story.manager().update_node("node1", &version, &body).unwrap_err();
    assert_eq!(refused, SwarmRefusal::LastManagerDemoted.into());
}

#[test]
fn tasks_are_containers_of_their_hosts_with_the_swarms_labels() {
    let mut story = Story::three();
    let service = story.web(3);
    story.pass(3.0);
    for node in 1..=3 {
        let listed = story.at(node).list_containers(&ListContainers::default()).unwrap();
        let [task] = listed.as_slice() else { panic!("one task a node: {listed:?}") };
        let name = task["Names"][0].as_str().unwrap();
        assert!(name.starts_with("/web.") && name.len() == "/web.1.".len() + 25, "{name}");
        assert_eq!(task["Labels"]["com.docker.swarm.service.id"], service);
        assert_eq!(task["Labels"]["com.docker.swarm.task.name"], name[1..]);
        let network = &task["NetworkSettings"]["Networks"]["ov"];
        assert_eq!(network["IPAMConfig"]["IPv4Address"], network["IPAddress"]);
    }
    // Killed behind the swarm's back, it is followed by another after five seconds.
    let name = story.at(2).list_containers(&ListContainers::default()).unwrap()[0]["Id"]
        .as_str()
        .unwrap()
        .to_owned();
    story.at(2).kill_container(&name, "").unwrap();
    let failed = story.tasks("web").into_iter().find(|task| task["Status"]["State"] == "failed").unwrap();
    assert_eq!(failed["Status"]["Err"], "task: non-zero exit (137)");
    near(story.until(8.0, |story| story.running("web") == 3), 5.4..=6.2);
    story.manager().remove_service("web").unwrap();
    story.pass(5.0);
    let mut all = ListContainers::default();
    all.all = true;
    for node in 1..=3 {
        assert!(story.at(node).list_containers(&all).unwrap().is_empty());
    }
    assert!(story.manager().list_tasks(&Filters::new()).unwrap().is_empty());
}

#[test]
fn a_missing_image_is_rejected_again_and_again_and_counts_as_running_everywhere() {
    let mut story = Story::three();
    for node in story.nodes.clone() {
        story.world.host_mut(node).provide_images(Images::EveryBut(vec!["scratchp:1".into()]));
    }
    story.service(&json!({
        "Name": "nope", "TaskTemplate": { "ContainerSpec": { "Image": "scratchp:1" } },
    }));
    story.pass(2.0);
    let rejected =
        story.tasks("nope").into_iter().find(|task| task["Status"]["State"] == "rejected").unwrap();
    assert_eq!(rejected["Status"]["Err"], "No such image: scratchp:1");
    story.pass(60.0);
    assert!(
        story
            .states("nope")
            .iter()
            .all(|state| state == "rejected" || state == "ready" || state == "preparing")
    );
    assert!(story.tasks("nope").len() <= 5, "five are kept of a slot");
}

#[test]
fn a_program_that_does_not_listen_has_its_grace() {
    let mut story = Story::three();
    for node in story.nodes.clone() {
        story.world.host_mut(node).behave("nginx", Program::runs().ignoring_signals());
    }
    story.web(1);
    story.pass(3.0);
    story.update("web", |spec| spec["Mode"]["Replicated"]["Replicas"] = 0.into(), "");
    near(story.until(20.0, |story| story.states("web").is_empty()), 12.5..=13.5);
}

#[test]
fn the_same_seeds_and_calls_give_the_same_swarm() {
    let run = || {
        let mut story = Story::three();
        story.web(3);
        story.pass(2.0);
        story.world.kill(story.nodes[2]);
        story.pass(30.0);
        (story.tasks("web"), story.world.overlay(story.nodes[0]))
    };
    assert_eq!(run(), run());
}

/// Peers come in the order of the nodes' identities, which the seed decides.
trait Sorted {
    fn tap_sorted_like(self, other: &[String]) -> Vec<String>;
}

impl Sorted for Vec<String> {
    fn tap_sorted_like(mut self, other: &[String]) -> Vec<String> {
        self.sort_by_key(|text| other.iter().position(|there| there == text));
        self
    }
}
