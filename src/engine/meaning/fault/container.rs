//! Containers and tasks whose network settings do not hold.

use std::net::IpAddr;

use super::faults;
use crate::model::Port;

faults! {
    /// What an engine does not take about a container's networks and ports.
    ContainerFault {
        AliasOnPredefined:
            "the network of the engine's own takes no aliases",
            "Names are answered in networks of one's own only; Windows' nat is an exception.",
            "Make a network and join that.";
        AllPortsAllocated:
            "the host has no free port left to pick",
            "The range for dynamic ports is used up.",
            "Name the host port, or widen the range.";
        BadAddress { given: String }:
            "{given:?} is no address that a container can have",
            "The text is no IP address of that family, or is 0.0.0.0.",
            "Write an address of one of the network's subnets.";
        BadLinkLocal { given: String }:
            "{given:?} is no link-local address",
            "Those lie in 169.254.0.0/16 or fe80::/10.",
            "Leave it out, or take one of these.";
        BadMac { given: String }:
            "{given:?} is no hardware address",
            "The text is not six pairs of hexadecimal digits.",
            "Write it like 02:42:ac:11:00:02.";
        BadPort { given: String }:
            "{given:?} is no port",
            "Ports are numbers up to 65535, or ranges of them.",
            "Correct it.";
        BeingRemoved { container: String }:
            "container {container} is being removed",
            "Somebody removes it at this moment.",
            "Nothing: it will be gone.";
        DonorStopped { container: String, state: Option<String> }:
            "container {container}, whose network is to be shared, does not run",
            "A network can be shared with running containers only.",
            "Start that container first.";
        EndpointNotFound { endpoint: String }:
            "the network has no endpoint {endpoint}",
            "It was disconnected by force, and there was nothing left to disconnect.",
            "Nothing, it is gone.";
        HostAddressMissing { address: Option<IpAddr>, port: Option<Port> }:
            "the address to publish on is none of the host's",
            "The host changed its address, or the interface is not up yet.",
            "Publish on an address the host has, or on all.";
        HostNetwork:
            "a container cannot be joined to the host's network or taken from it",
            "That is decided when the container is made.",
            "Make it again, with --network host or without.";
        ModeConflict { what: String }:
            "{what} does not go with sharing another container's network",
            "The network settings are those of the container it is shared with.",
            "Give the setting to that container.";
        ModeEmpty:
            "the mode says container and not which",
            "There is nothing behind `container:`.",
            "Write container: and a name or identity.";
        NoSettings { network: Option<String> }:
            "the settings for a network are missing",
            "The request has null where an object is expected.",
            "Send an empty object.";
        PrivateMode:
            "a container in network none cannot be in another as well",
            "The network none promises that there is no other.",
            "Disconnect it from none first.";
        PublishedDiscarded:
            "published ports do nothing on the host's network",
            "The container has the host's ports anyway.",
            "Leave them out.";
        SeveralNetworks { networks: Vec<String> }:
            "a container cannot be made in several networks at once",
            "Before API 1.44 (engine 25) a container is made in one network.",
            "Make it in one and connect it to the others.";
        SharedNamespace:
            "a container on the host's or another container's network joins no other",
            "It has no network of its own to plug in.",
            "Connect the container it shares with, or make it again with a network.";
    }
}

faults! {
    /// Why a task of a service did not come to run.
    TaskFault {
        NoRegistryAccess { image: Option<String> }:
            "the registry wants a login that was not sent",
            "The image is private, and the node that pulls it has no credentials.",
            "Run `docker login`, and create or update the service with --with-registry-auth.";
        OverlayMasterMissing { bridge: String, interface: String }:
            "the overlay's bridge {bridge} was not there for {interface}",
            "Linux 3.13 cannot move the overlay's bridge between namespaces as the engine needs it.",
            "Use Linux 3.19 or later on every node.";
    }
}
