//! A Windows host as HNS shows it, and what frees it when it hangs: facts 1, 7 and 10.

use docknet::model::{Driver, NetworkSpec, Protocol};
use docknet::simulation::{Fault, SimulatedHost};
use docknet::wire::{Record, hns};

use crate::scene::{host, name, run};

/// Three projects with a NAT network and a published port each: the third hangs.
fn hung(text: &str) -> SimulatedHost {
    let mut host = host(text);
    for (number, network) in ["one", "two", "three"].into_iter().enumerate() {
        host.create_network(&NetworkSpec::new(network.parse().unwrap(), Driver::Nat)).unwrap();
        let port = format!("{}:80", 8080 + number);
        if number < 2 {
            run(&mut host, network, network, &[&port]);
        }
    }
    let spec = docknet::simulation::ContainerSpec::new(name("three"), "three".parse().unwrap());
    let third = host.create_container(spec.with_port("8082:80".parse().unwrap())).unwrap();
    assert_eq!(host.start_container(&third), Err(Fault::Never));
    host
}

#[test]
fn fact_1_what_frees_a_host_that_hangs() {
    for (text, freed) in [("windows-server-2022@28.2.2", true), ("windows-server-2025@27.4.0", false)] {
        let mut host = hung(text);
        let networks = host.hns_networks();
        host.restart_hns();
        assert_eq!(host.hns_networks(), networks, "{text}: networks stay");
        let again = host.start_container(&name("three"));
        assert_eq!(again, Err(Fault::Never), "{text}: what brings it about is still there");
        host.restart_hns();
        host.stop_container(&name("one")).unwrap();
        // Nothing of what brought it about is left: only the state of the service decides.
        host.stop_container(&name("two")).unwrap();
        assert_eq!(host.start_container(&name("three")).is_ok(), freed, "{text}");
        host.reboot();
        assert!(host.start_container(&name("three")).is_ok(), "{text}: a reboot helps");
    }
}

#[test]
fn hns_shows_networks_and_endpoints_in_its_own_terms() {
    let mut host = host("windows-server-2022@20.10.9");
    run(&mut host, "iis", "nat", &["8000:80"]);
    let networks = host.hns_networks();
    let (nat, endpoints) = (&networks[0], host.hns_endpoints());
    let meaning = nat.network().expect("it means a network");
    assert_eq!(meaning.spec.driver(), &Driver::Nat);
    let read = hns::Network::from_value(&nat.to_value()).expect("it is read back");
    assert_eq!(&read, nat);
    assert_eq!(nat.to_value()["Flags"], 8);
    assert_eq!(endpoints.len(), 1);
    assert_eq!(endpoints[0].virtual_network, nat.id);
    assert_eq!(endpoints[0].prefix_length, Some(20), "HNS knows the prefix the engine shows wrongly");
    let policy = &endpoints[0].to_value()["Policies"][0];
    assert_eq!(
        (&policy["Type"], &policy["ExternalPort"], &policy["InternalPort"]),
        (&"NAT".into(), &8000.into(), &80.into())
    );
    let second = host.hcn_networks().expect("HNS 13 has the second interface");
    assert_eq!(second[0].to_value().get("Type"), None, "NAT is left out");
    let old = crate::scene::host("windows-server-2016@1.12.2");
    assert_eq!((old.hcn_networks(), old.hns_networks()[0].flags.clone()), (None, None));
    assert!(SimulatedHost::linux().hns_networks().is_empty());
}

#[test]
fn fact_10_a_rule_of_the_firewall_for_every_mapping() {
    let mut host = host("windows-server-2016@1.12.2");
    run(&mut host, "iis", "nat", &["8000:80", "53:53/udp"]);
    let rules: Vec<_> = host.firewall_rules().iter().map(|rule| (rule.port, rule.protocol)).collect();
    assert_eq!(rules, [(53, Protocol::Udp), (8000, Protocol::Tcp)]);
    host.remove_container(&name("iis")).unwrap();
    assert!(host.firewall_rules().is_empty());
}
