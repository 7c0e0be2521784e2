//! What simulated hosts do is what the hosts they play are known to do.

use std::collections::BTreeSet;

use docknet::host::{EngineVersion, Host, WindowsBuild};
use docknet::model::{
    ContainerName, Driver, EndpointSpec, IpamPool, Network, NetworkName, NetworkSpec, Subnet,
};
use docknet::plan::{HostChange, HostStep, Observed};
use docknet::simulation::{ContainerSpec, Fault, Refusal, SimulatedHost};
use docknet::wire::DaemonDocument;

fn name(text: &str) -> NetworkName {
    text.parse().expect("a name")
}

fn spec(network: &str, driver: Driver, subnet: &str) -> NetworkSpec {
    let pool = IpamPool::new(subnet.parse().expect("a subnet"));
    NetworkSpec::new(name(network), driver).with_pool(pool).expect("one pool")
}

fn container(container: &str, network: &str) -> ContainerSpec {
    ContainerSpec::new(container.parse().expect("a name"), name(network))
}

fn run(host: &mut SimulatedHost, spec: ContainerSpec) -> Result<ContainerName, Fault> {
    let name = host.create_container(spec)?;
    host.start_container(&name)?;
    Ok(name)
}

fn address(host: &SimulatedHost, container: &ContainerName, network: &str) -> String {
    let container = host.container(container).expect("it is there");
    container.address(&name(network)).expect("it runs there").address().to_string()
}

fn subnet(host: &SimulatedHost, network: &str) -> Option<Subnet> {
    host.networks().iter().find(|there| there.name().as_str() == network)?.spec.subnets().next()
}

/// Three projects as Compose makes them on Windows: a NAT network and a published port each. What the starts say.
fn three_projects(host: &mut SimulatedHost, publish: bool) -> Vec<Result<ContainerName, Fault>> {
    let project = |(project, port): (&str, &str)| {
        let network = host.create_nat_network(&format!("{project}_default"))?;
        let web = ContainerSpec::new(format!("{project}_web_1").parse().expect("a name"), network);
        run(host, if publish { web.with_port(port.parse().expect("a port")) } else { web })
    };
    [("a", "8080:80"), ("b", "8081:80"), ("c", "9090:80")].into_iter().map(project).collect()
}

mod the_hang {
    use super::*;

    fn third_hangs(started: &[Result<ContainerName, Fault>]) -> bool {
        assert!(started[0].is_ok() && started[1].is_ok(), "{started:?}");
        assert!(matches!(started[2], Ok(_) | Err(Fault::Never)), "{started:?}");
        started[2].is_err()
    }

    #[test]
    fn starts_with_the_third_project_from_build_19041_on() {
        for (build, hangs) in [
            (WindowsBuild::SERVER_1709, false),
            (WindowsBuild::SERVER_2019, false),
            (WindowsBuild::SERVER_1909, false),
            (WindowsBuild::SERVER_2004, true),
            (WindowsBuild::SERVER_2022, true),
            (WindowsBuild::SERVER_23H2, true),
            (WindowsBuild::SERVER_2025, true),
        ] {
            let mut host = SimulatedHost::windows(build);
            assert_eq!(third_hangs(&three_projects(&mut host, true)), hangs, "{build}");
            let mut host = SimulatedHost::windows(build);
            assert!(!third_hangs(&three_projects(&mut host, false)), "{build}: nothing is published");
        }
    }

    #[test]
    fn does_not_start_where_every_project_is_on_the_default_network() {
        let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2022);
        for number in 0..20 {
            let web = container(&format!("web{number}"), "nat");
            let port = format!("{}:80", 8080 + number).parse().unwrap();
            run(&mut host, web.with_port(port)).unwrap();
        }
    }

    #[test]
    fn ends_when_one_project_stops_but_on_server_2025_only_with_a_reboot() {
        for (build, freed) in [(WindowsBuild::SERVER_2022, true), (WindowsBuild::SERVER_2025, false)] {
            let mut host = SimulatedHost::windows(build);
            let started = three_projects(&mut host, true);
            let first = started[0].clone().unwrap();
            let third = "c_web_1".parse().unwrap();
            assert_eq!(host.start_container(&third), Err(Fault::Never), "asking again helps nobody");
            host.stop_container(&first).unwrap();
            assert_eq!(
                host.start_container(&third),
                if freed { Ok(()) } else { Err(Fault::Never) },
                "{build}"
            );
        }
        let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2025);
        let started = three_projects(&mut host, true);
        host.stop_container(started[0].as_ref().unwrap()).unwrap();
        host.stop_container(started[1].as_ref().unwrap()).unwrap();
        host.reboot();
        assert_eq!(host.start_container(&"c_web_1".parse().unwrap()), Ok(()));
    }

    #[test]
    fn spares_the_containers_that_run() {
        let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2004);
        let started = three_projects(&mut host, true);
        for name in started.iter().flatten() {
            assert!(host.container(name).unwrap().is_running());
        }
        assert!(!host.container(&"c_web_1".parse().unwrap()).unwrap().is_running());
    }
}

mod fixed_cidr {
    use super::*;

    const PREFIX: &str = "10.10.0.0/20";

    fn daemon() -> DaemonDocument {
        DaemonDocument::parse(&format!("{{\"fixed-cidr\":\"{PREFIX}\"}}")).expect("a good file")
    }

    #[test]
    fn counts_only_when_the_default_network_is_made() {
        let prefix = Some(PREFIX.parse().unwrap());
        for (build, after_reboot) in [
            (WindowsBuild::SERVER_1803, false),
            (WindowsBuild::SERVER_2019, true),
            (WindowsBuild::SERVER_2004, true),
            (WindowsBuild::SERVER_2025, true),
        ] {
            let mut host = SimulatedHost::windows(build);
            let before = subnet(&host, "nat");
            assert!(before.is_some() && before != prefix);
            host.write_daemon(daemon());
            assert_eq!(subnet(&host, "nat"), before, "{build}");
            host.restart_engine();
            assert_eq!(subnet(&host, "nat"), before, "{build}: a restart changes nothing");
            host.reboot();
            assert_eq!(subnet(&host, "nat"), if after_reboot { prefix } else { before }, "{build}");
        }
    }

    #[test]
    fn is_brought_about_by_the_steps_of_a_host_change() {
        for build in [
            WindowsBuild::SERVER_2016,
            WindowsBuild::SERVER_1803,
            WindowsBuild::SERVER_2019,
            WindowsBuild::SERVER_2025,
        ] {
            let mut host = SimulatedHost::windows(build);
            let networks = Observed::new(host.networks());
            let prefix = PREFIX.parse().unwrap();
            let change = HostChange::to_prefix(host.host(), &networks, host.daemon(), prefix).unwrap();
            assert_eq!(change.steps().contains(&HostStep::Reboot), build.number() >= 17763);
            assert_eq!(change.steps().len(), if build.number() >= 17763 { 2 } else { 4 });
            for step in change.steps() {
                host.carry_out(&change, step).unwrap();
            }
            assert_eq!(subnet(&host, "nat"), Some(prefix), "{build}");
            let networks = Observed::new(host.networks());
            let again = HostChange::to_prefix(host.host(), &networks, host.daemon(), prefix).unwrap();
            assert_eq!(again.steps(), []);
        }
    }
}

mod windows_networks {
    use super::*;

    fn host(engine: EngineVersion, seed: u64) -> SimulatedHost {
        SimulatedHost::new(Host::windows(WindowsBuild::SERVER_2019).with_engine(engine), seed)
    }

    #[test]
    fn of_projects_come_back_after_a_reboot_only_with_newer_engines() {
        let mut old = host(EngineVersion::new(19, 3, 12), 0);
        let mut new = host(EngineVersion::new(28, 0, 0), 0);
        for host in [&mut old, &mut new] {
            host.create_network(&spec("shop", Driver::Nat, "10.20.0.0/24")).unwrap();
            run(host, container("web", "shop")).unwrap();
        }
        let before = new.network((&name("shop")).into()).unwrap();
        old.reboot();
        new.reboot();
        assert_eq!(subnet(&old, "shop"), None);
        assert!(!old.container(&"web".parse().unwrap()).unwrap().is_running());
        let after = new.network((&name("shop")).into()).unwrap();
        assert_eq!((after.id, after.spec.pools()[0].subnet()), (before.id, "10.20.0.0/24".parse().unwrap()));
        assert!(new.container(&"web".parse().unwrap()).unwrap().is_running(), "it restarts with the engine");
    }

    #[test]
    fn of_engines_before_17763_stay_over_a_reboot() {
        let build = Host::windows(WindowsBuild::SERVER_1803);
        let mut host = SimulatedHost::new(build.with_engine(EngineVersion::new(19, 3, 12)), 0);
        let made = host.create_nat_network("shop").unwrap();
        // Until it is started again, an engine of that time does not know what HNS chose for a network.
        let known = |host: &SimulatedHost| {
            host.networks()
                .into_iter()
                .map(|network| (network.id, network.spec.name().clone()))
                .collect::<Vec<_>>()
        };
        let before = (known(&host), subnet(&host, "nat"));
        host.reboot();
        assert_eq!((known(&host), subnet(&host, "nat")), before);
        assert!(host.network((&made).into()).is_ok());
    }

    #[test]
    fn are_shown_without_their_prefix_by_engines_before_19_03_3_until_they_start_again() {
        let mut host = SimulatedHost::windows(WindowsBuild::SERVER_1803);
        let made = host.create_nat_network("shop").unwrap();
        let id = host.network((&made).into()).unwrap().id;
        assert_eq!(subnet(&host, "shop"), None, "the engine shows the wildcard it asked HNS with");
        host.reboot();
        assert!(subnet(&host, "shop").is_some());
        assert_eq!(host.network((&made).into()).unwrap().id, id);
    }

    #[test]
    fn give_dynamic_addresses_anywhere_but_at_the_ends() {
        for seed in 0..20 {
            let mut host =
                host(EngineVersion::new(20, 10, 24), seed).with_default_nat("10.10.0.0/27".parse().unwrap());
            let mut seen = BTreeSet::new();
            for number in 0..28 {
                let web = run(&mut host, container(&format!("web{number}"), "nat")).unwrap();
                let last: u8 = address(&host, &web, "nat").rsplit('.').next().unwrap().parse().unwrap();
                assert!((3..31).contains(&last), "{last}");
                assert!(seen.insert(last), "{last} twice");
            }
            let full = run(&mut host, container("late", "nat"));
            assert!(matches!(full, Err(Fault::Refused(Refusal::NoAddressLeft { .. }))), "{full:?}");
            assert_eq!(seen.len(), 28);
        }
    }

    #[test]
    fn give_the_address_that_was_asked_for_and_a_free_one_only() {
        let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2004)
            .with_default_nat("10.10.0.0/20".parse().unwrap());
        let pinned = |name: &str| container(name, "nat").with_address("10.10.10.10/20".parse().unwrap());
        let master = run(&mut host, pinned("master")).unwrap();
        assert_eq!(address(&host, &master, "nat"), "10.10.10.10");
        let second = run(&mut host, pinned("second"));
        assert!(matches!(second, Err(Fault::Refused(Refusal::Hns { code: 0x803b_002f, .. }))), "{second:?}");
        for (name, kept) in [("gate", "10.10.0.1/20"), ("third", "10.10.0.2/20")] {
            let refused = run(&mut host, container(name, "nat").with_address(kept.parse().unwrap()));
            assert!(
                matches!(refused, Err(Fault::Refused(Refusal::Hns { code: 0x803b_002f, .. }))),
                "{kept}: {refused:?}"
            );
        }
    }

    #[test]
    fn let_a_stranger_take_a_pinned_address_while_its_owner_is_stopped() {
        let robbed = (0..200).find_map(|seed| {
            let mut host =
                host(EngineVersion::new(20, 10, 24), seed).with_default_nat("10.10.0.0/28".parse().unwrap());
            let owner = container("owner", "nat").with_address("10.10.0.9/28".parse().unwrap());
            let owner = run(&mut host, owner).unwrap();
            host.stop_container(&owner).unwrap();
            let stranger = run(&mut host, container("stranger", "nat")).unwrap();
            (address(&host, &stranger, "nat") == "10.10.0.9").then_some((host, owner, stranger))
        });
        let (mut host, owner, stranger) = robbed.expect("one seed of many");
        let refused = host.start_container(&owner).unwrap_err();
        let Fault::Refused(refusal) = &refused else { panic!("{refused}") };
        assert!(matches!(refusal, Refusal::Hns { code: 0x803b_002f, .. }));
        assert_eq!(refusal.status(host.engine_version()), 500);
        assert_eq!(
            refusal.sentence(host.engine_version()),
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The IP address is invalid or reserved. (0x803b002f)"
        );
        host.stop_container(&stranger).unwrap();
        assert_eq!(host.start_container(&owner), Ok(()));
    }

    #[test]
    fn refuse_what_the_platform_has_not() {
        let old = EngineVersion::new(26, 1, 0);
        let new = EngineVersion::new(27, 0, 0);
        let range = IpamPool::new("10.20.0.0/24".parse().unwrap())
            .with_range("10.20.0.128/25".parse().unwrap())
            .unwrap();
        let ranged = NetworkSpec::new(name("ranged"), Driver::Nat).with_pool(range).unwrap();
        for (engine, sentence) in [
            (old, "This request is not supported by null ipam driver"),
            (new, "this request is not supported by the 'windows' ipam driver"),
        ] {
            let mut host = host(engine, 0);
            let Err(Fault::Refused(refusal)) = host.create_network(&ranged) else { panic!("a range") };
            assert_eq!(
                (refusal.status(host.engine_version()), refusal.sentence(host.engine_version()).as_str()),
                (500, sentence)
            );
            let six = host.create_network(&spec("six", Driver::Nat, "fd00::/64"));
            assert!(matches!(six, Err(Fault::Refused(Refusal::WindowsIpv6))), "{six:?}");
            let bridge = host.create_network(&spec("bridge", Driver::Bridge, "10.20.0.0/24"));
            assert!(matches!(bridge, Err(Fault::Refused(Refusal::DriverMissing { .. }))), "{bridge:?}");
            let at = container("at", "nat").with_port("192.0.2.1:80:80".parse().unwrap());
            let Err(Fault::Refused(refusal)) = run(&mut host, at) else { panic!("a host address") };
            assert_eq!(
                refusal.sentence(host.engine_version()),
                "Windows does not support host IP addresses in NAT settings"
            );
        }
    }

    #[test]
    fn follow_from_the_seed() {
        let world = |seed| {
            let mut host = host(EngineVersion::new(20, 10, 24), seed);
            let started = three_projects(&mut host, true);
            host.reboot();
            (host.networks(), started)
        };
        assert_eq!(world(7), world(7));
        assert_ne!(world(7), world(8));
    }
}

#[test]
fn a_network_made_again_is_another_one_to_a_container_that_ran_in_the_first() {
    let mut host = SimulatedHost::linux();
    let first = host.create_network(&spec("back", Driver::Bridge, "10.20.0.0/24")).unwrap();
    let ran = run(&mut host, container("ran", "back")).unwrap();
    let fresh = host.create_container(container("fresh", "back")).unwrap();
    host.stop_container(&ran).unwrap();
    host.remove_network((&name("back")).into()).unwrap();
    // Checked against a 20.10.24 engine.
    let missing = |network: &str| Err(Fault::Refused(Refusal::NetworkMissing { network: network.into() }));
    assert_eq!(host.start_container(&ran), missing(first.as_str()));
    assert_eq!(host.start_container(&fresh), missing("back"));
    host.create_network(&spec("back", Driver::Bridge, "10.20.0.0/24")).unwrap();
    assert_eq!(host.start_container(&ran), missing(first.as_str()));
    assert_eq!(host.start_container(&fresh), Ok(()));
}

fn seen(network: &Network) -> Vec<String> {
    network.endpoints.iter().filter_map(|endpoint| endpoint.ipv4).map(|at| at.address().to_string()).collect()
}

#[test]
fn joining_shows_in_the_network() {
    let mut host = SimulatedHost::linux();
    host.create_network(&spec("back", Driver::Bridge, "10.20.0.0/24")).unwrap();
    let web = host.create_container(ContainerSpec::detached("web".parse().unwrap())).unwrap();
    host.start_container(&web).unwrap();
    host.connect((&name("back")).into(), &EndpointSpec::new(web.clone())).unwrap();
    assert_eq!(seen(&host.network((&name("back")).into()).unwrap()), ["10.20.0.2"]);
    host.disconnect((&name("back")).into(), &web).unwrap();
    assert_eq!(seen(&host.network((&name("back")).into()).unwrap()), [""; 0]);
}
