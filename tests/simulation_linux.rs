//! A simulated Linux engine gives the addresses, refuses and says what the real one of its version does.

use docknet::host::{EngineVersion, Host};
use docknet::model::{ContainerName, Driver, EndpointSpec, IpamPool, NetworkName, NetworkSpec};
use docknet::simulation::{ContainerSpec, Fault, SimulatedHost};

fn host(version: &str) -> SimulatedHost {
    SimulatedHost::new(Host::linux().with_engine(version.parse().expect("a version")), 0)
}

fn name(text: &str) -> NetworkName {
    text.parse().expect("a name")
}

fn pool(subnet: &str) -> IpamPool {
    IpamPool::new(subnet.parse().expect("a subnet"))
}

fn bridge(network: &str, pool: IpamPool) -> NetworkSpec {
    NetworkSpec::new(name(network), Driver::Bridge).with_pool(pool).expect("one pool")
}

fn automatic(network: impl AsRef<str>) -> NetworkSpec {
    NetworkSpec::new(name(network.as_ref()), Driver::Bridge)
}

fn run(
    host: &mut SimulatedHost,
    container: &str,
    network: &str,
    address: Option<&str>,
) -> Result<String, Fault> {
    let spec = ContainerSpec::new(container.parse().expect("a name"), name(network));
    let spec = match address {
        Some(address) => spec.with_address(address.parse().expect("an address")),
        None => spec,
    };
    let container = host.create_container(spec)?;
    host.start_container(&container)?;
    let there = host.container(&container).expect("it was made");
    Ok(there.address(&name(network)).expect("it runs").address().to_string())
}

/// The status and the sentence of a refusal.
fn said<T: std::fmt::Debug>(host: &SimulatedHost, result: Result<T, Fault>) -> (u16, String) {
    let engine = host.engine_version();
    match result {
        Err(Fault::Refused(refusal)) => (refusal.status(engine), refusal.sentence(engine)),
        other => panic!("{other:?} is no refusal"),
    }
}

fn subnet(host: &SimulatedHost, network: &str) -> String {
    let network = host.network((&name(network)).into()).expect("it is there");
    network.spec.subnets().next().expect("it has one").to_string()
}

#[test]
fn the_lowest_free_address_is_given_and_given_again() {
    let mut host = host("20.10.24");
    host.create_network(&bridge("back", pool("10.20.0.0/24"))).unwrap();
    for (container, address) in [("c2", "10.20.0.2"), ("c3", "10.20.0.3"), ("c4", "10.20.0.4")] {
        assert_eq!(run(&mut host, container, "back", None).unwrap(), address);
    }
    let third: ContainerName = "c3".parse().unwrap();
    host.stop_container(&third).unwrap();
    assert_eq!(run(&mut host, "late", "back", None).unwrap(), "10.20.0.3");
    host.start_container(&third).unwrap();
    let moved = host.container(&third).unwrap().address(&name("back")).unwrap();
    assert_eq!(moved.to_string(), "10.20.0.5/24", "its own is somebody else's now");
}

#[test]
fn a_range_is_where_gateway_and_dynamic_addresses_come_from() {
    let mut host = host("20.10.24");
    let ranged = pool("10.99.43.0/24").with_range("10.99.43.128/25".parse().unwrap()).unwrap();
    host.create_network(&bridge("back", ranged)).unwrap();
    assert_eq!(run(&mut host, "first", "back", None).unwrap(), "10.99.43.129", "the gateway has .128");
    assert_eq!(run(&mut host, "asked", "back", Some("10.99.43.20/24")).unwrap(), "10.99.43.20");
    let gateway = run(&mut host, "gate", "back", Some("10.99.43.128/24"));
    assert_eq!(said(&host, gateway), (403, "Address already in use".into()));
    let small = pool("10.99.44.0/24").with_range("10.99.44.252/30".parse().unwrap()).unwrap();
    let id = host.create_network(&bridge("small", small)).unwrap();
    for (container, address) in [("s1", "10.99.44.253"), ("s2", "10.99.44.254")] {
        assert_eq!(run(&mut host, container, "small", None).unwrap(), address);
    }
    let full = run(&mut host, "s3", "small", None);
    let sentence = format!("no available IPv4 addresses on this network's address pools: small ({id})");
    assert_eq!(said(&host, full), (500, sentence));
}

#[test]
fn default_pools_go_round_up_to_26_and_start_low_from_27() {
    let second_time = |version: &str| {
        let mut host = host(version);
        host.create_network(&automatic("first")).unwrap();
        assert_eq!(subnet(&host, "first"), "172.18.0.0/16", "the default bridge has the one before");
        host.remove_network((&name("first")).into()).unwrap();
        host.create_network(&automatic("second")).unwrap();
        subnet(&host, "second")
    };
    assert_eq!(second_time("18.3.0"), "172.18.0.0/16");
    assert_eq!(second_time("18.6.3"), "172.19.0.0/16");
    assert_eq!(second_time("20.10.24"), "172.19.0.0/16");
    assert_eq!(second_time("26.1.0"), "172.19.0.0/16");
    assert_eq!(second_time("27.0.0"), "172.18.0.0/16");
}

#[test]
fn default_pools_end_after_thirty_networks_beside_the_bridge() {
    for (version, status, sentence) in [
        (
            "20.10.24",
            404,
            "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
        ),
        ("27.0.0", 400, "all predefined address pools have been fully subnetted"),
    ] {
        let mut host = host(version);
        for number in 0..30 {
            host.create_network(&automatic(format!("net{number}"))).unwrap();
        }
        assert_eq!(
            (subnet(&host, "net13").as_str(), subnet(&host, "net14").as_str()),
            ("172.31.0.0/16", "192.168.0.0/20")
        );
        assert_eq!(subnet(&host, "net29"), "192.168.240.0/20");
        let full = host.create_network(&automatic("full"));
        assert_eq!(said(&host, full), (status, sentence.into()));
        host.remove_network((&name("net7")).into()).unwrap();
        host.create_network(&automatic("again")).unwrap();
        assert_eq!(subnet(&host, "again"), "172.25.0.0/16");
    }
}

#[test]
fn a_stopped_container_may_join_what_is_not_there_and_fails_when_it_starts() {
    let mut host = host("20.10.24");
    let web = host.create_container(ContainerSpec::detached("web".parse().unwrap())).unwrap();
    let wish = EndpointSpec::new(web.clone());
    assert_eq!(host.connect((&name("later")).into(), &wish), Ok(()));
    let started = host.start_container(&web);
    assert_eq!(said(&host, started), (404, "network later not found".into()));
    host.create_network(&automatic("later")).unwrap();
    assert_eq!(host.start_container(&web), Ok(()));
    let joined = host.connect((&name("nosuch")).into(), &wish);
    assert_eq!(said(&host, joined), (404, "network nosuch not found".into()));
    let twice = host.connect((&name("later")).into(), &wish);
    assert_eq!(said(&host, twice), (403, "endpoint with name web already exists in network later".into()));
    let stranger = host.connect((&name("later")).into(), &EndpointSpec::new("stranger".parse().unwrap()));
    assert_eq!(said(&host, stranger), (404, "No such container: stranger".into()));
}

#[test]
fn a_network_goes_when_only_stopped_containers_are_in_it() {
    for (version, running) in [
        ("20.10.24", "error while removing network: network back id ID has active endpoints"),
        ("28.0.4", "error while removing network: network back id ID has active endpoints"),
        (
            "28.1.0",
            "error while removing network: network back has active endpoints (name:\"web\" id:\"EP\")",
        ),
    ] {
        let mut host = host(version);
        let id = host.create_network(&bridge("back", pool("10.20.0.0/24"))).unwrap();
        run(&mut host, "web", "back", None).unwrap();
        let endpoint = host.network((&id).into()).unwrap().endpoints[0].id.clone().unwrap();
        let refused = host.remove_network((&id).into());
        let expected = running.replace("ID", id.as_str()).replace("EP", endpoint.short());
        assert_eq!(said(&host, refused), (403, expected));
        host.stop_container(&"web".parse().unwrap()).unwrap();
        assert_eq!(host.remove_network((&id).into()), Ok(()));
        let gone = host.remove_network((&name("back")).into());
        assert_eq!(said(&host, gone), (404, "network back not found".into()));
    }
}

#[test]
fn static_addresses_are_refused_in_the_words_of_the_version() {
    let outside = |version: &str| {
        let mut host = host(version);
        host.create_network(&bridge("back", pool("10.20.0.0/24"))).unwrap();
        let refused = run(&mut host, "web", "back", Some("10.21.0.9/24"));
        said(&host, refused)
    };
    assert_eq!(
        outside("20.10.24"),
        (500, "Invalid address 10.21.0.9: It does not belong to any of this network's subnets".into())
    );
    assert_eq!(
        outside("25.0.0"),
        (
            400,
            "invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 10.21.0.9"
                .into()
        )
    );
    assert_eq!(
        outside("29.1.0"),
        (400, "invalid endpoint settings:\nno configured subnet contains IP address 10.21.0.9".into())
    );

    let chosen_by_engine = |version: &str| {
        let mut host = host(version);
        host.create_network(&automatic("auto")).unwrap();
        run(&mut host, "web", "auto", Some("172.18.0.9/16")).map_err(|fault| said(&host, Err::<(), _>(fault)))
    };
    let sentence = "user specified IP address is supported only when connecting to networks with user configured subnets";
    assert_eq!(chosen_by_engine("20.10.24"), Err((400, sentence.into())));
    assert_eq!(chosen_by_engine("25.0.0"), Err((400, format!("invalid endpoint settings:\n{sentence}"))));
    assert_eq!(chosen_by_engine("29.1.0"), Ok("172.18.0.9".into()));

    let predefined = |version: &str| {
        let mut host = host(version);
        let refused = run(&mut host, "web", "bridge", Some("172.17.0.9/16"));
        said(&host, refused)
    };
    let sentence = "user specified IP address is supported on user defined networks only";
    assert_eq!(predefined("20.10.24"), (400, sentence.into()));
    assert_eq!(predefined("25.0.0"), (400, format!("invalid endpoint settings:\n{sentence}")));
    let sentence = "user-specified IP address is supported on user-defined networks only";
    assert_eq!(predefined("29.2.0"), (400, format!("invalid endpoint settings:\n{sentence}")));
}

#[test]
fn networks_are_refused_in_the_words_of_the_version() {
    let refused = |version: &str, spec: NetworkSpec| {
        let mut host = host(version);
        host.create_network(&bridge("there", pool("10.20.0.0/24"))).unwrap();
        let refused = host.create_network(&spec);
        said(&host, refused)
    };
    let clash = "Pool overlaps with other one on this address space";
    assert_eq!(refused("20.10.24", bridge("b", pool("10.20.0.0/16"))), (403, clash.into()));
    assert_eq!(
        refused("27.0.0", bridge("b", pool("10.20.0.0/25"))),
        (403, format!("invalid pool request: {clash}"))
    );
    assert_eq!(
        refused("20.10.24", automatic("there")),
        (409, "network with name there already exists".into())
    );
    for name in ["bridge", "host", "none", "default"] {
        let sentence = format!("operation is not permitted on predefined {name} network ");
        assert_eq!(refused("20.10.24", automatic(name)), (403, sentence));
    }
    let two = bridge("b", pool("10.21.0.0/24")).with_pool(pool("10.22.0.0/24")).unwrap();
    assert_eq!(refused("20.10.24", two), (403, "bridge driver doesn't support multiple subnets".into()));
    let unknown = NetworkSpec::new(name("b"), "nosuch".into());
    assert_eq!(refused("20.10.24", unknown), (404, "plugin \"nosuch\" not found".into()));
    let overlay = || NetworkSpec::new(name("b"), Driver::Overlay);
    assert_eq!(refused("20.10.24", overlay()).0, 500);
    assert_eq!(refused("24.0.4", overlay()).0, 500);
    let (status, sentence) = refused("24.0.5", overlay());
    assert_eq!(status, 403);
    assert!(sentence.starts_with("This node is not a swarm manager. Use \"docker swarm init\""));
    let gateway = "failed to allocate gateway (): No available addresses on this pool";
    assert_eq!(refused("20.10.24", bridge("b", pool("10.21.0.0/31"))), (500, gateway.into()));
    let mut new = host("23.0.0");
    new.create_network(&bridge("b", pool("10.21.0.0/31"))).unwrap();
    assert_eq!(run(&mut new, "only", "b", None).unwrap(), "10.21.0.1");
}

#[test]
fn a_refusal_changes_nothing() {
    let mut host = host("20.10.24");
    host.create_network(&bridge("back", pool("10.20.0.0/29"))).unwrap();
    run(&mut host, "web", "back", None).unwrap();
    let before = host.networks();
    assert!(host.create_network(&bridge("b", pool("10.20.0.0/16"))).is_err());
    assert!(run(&mut host, "taken", "back", Some("10.20.0.2/29")).is_err());
    assert!(host.disconnect((&name("back")).into(), &"nobody".parse().unwrap()).is_err());
    assert_eq!(host.networks(), before);
    assert_eq!(
        run(&mut host, "next", "back", None).unwrap(),
        "10.20.0.3",
        "nothing was kept for what was refused"
    );
    assert_eq!(host.engine_version(), &EngineVersion::new(20, 10, 24));
}
