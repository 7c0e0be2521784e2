//! Hosts and containers for stories.

use docknet::host::Host;
use docknet::model::ContainerName;
use docknet::simulation::{ContainerSpec, HostId, SimulatedHost, Vantage, World};

pub(crate) fn name(text: &str) -> ContainerName {
    text.parse().expect("a name")
}

pub(crate) fn host(text: &str) -> SimulatedHost {
    let host: Host = text.parse().expect("a host");
    SimulatedHost::new(host, 7)
}

/// Starts a container that publishes these ports.
pub(crate) fn run(host: &mut SimulatedHost, container: &str, network: &str, ports: &[&str]) {
    let spec = ContainerSpec::new(name(container), network.parse().expect("a network"));
    let publish = |spec: ContainerSpec, port: &&str| spec.with_port(port.parse().expect("a port"));
    let made = host.create_container(ports.iter().fold(spec, publish)).expect("a container");
    host.start_container(&made).expect("it starts");
}

pub(crate) fn address(world: &World, at: HostId, container: &str, network: &str) -> String {
    let container = world.host(at).container(&name(container)).expect("a container");
    let address = container.address(&network.parse().expect("a network")).expect("it runs");
    address.address().to_string()
}

pub(crate) fn inside(at: HostId, container: &str) -> Vantage {
    Vantage::container(at, name(container))
}
