//! What a platform or driver does not have at all.

use super::faults;

faults! {
    /// What there is not on this platform, with this driver or in this mode.
    Limit {
        BridgeSeveralSubnets:
            "a bridge has one IPv4 subnet",
            "Two IPv4 subnets were given for a network of driver bridge.",
            "Make two networks, or take one larger subnet.";
        ConnectRunning:
            "this engine connects no running container on Windows",
            "Server 2016 cannot plug in a running container.",
            "Name the network when the container is made.";
        EndpointConfiguration:
            "the endpoint's driver options are not of the kind expected",
            "disableicc and disable_dns are truth values inside the engine, and cannot be given as text through the API.",
            "Leave them out.";
        GatewayOnWindows:
            "Windows has no gateway bridge for overlays",
            "The container is in an overlay and the network nat is missing.",
            "Bring the network nat back by restarting the engine.";
        HypervNetworkShared:
            "the network of a Hyper-V isolated container cannot be shared",
            "Each has a virtual machine of its own.",
            "Use process isolation, or a network that both are in.";
        Ipv4Off:
            "IPv4 cannot be turned off on Windows",
            "HNS networks of this engine always have IPv4.",
            "Leave IPv4 on.";
        NatHostAddress:
            "Windows publishes on all addresses of the host",
            "A host address other than 0.0.0.0 was given.",
            "Leave the address out, and close the port in the firewall.";
        NatPortRange:
            "Windows takes one host port for a container port",
            "A range of host ports was given.",
            "Name one.";
        NullIpam:
            "the IPAM driver of Windows has neither ranges nor IPv6",
            "HNS gives the addresses itself.",
            "Leave out --ip-range and --ipv6.";
        OutboundNat:
            "this Windows cannot have outbound NAT set",
            "Builds up to 16236 have not that policy.",
            "Leave enable_outboundnat out, or update Windows.";
        PlatformRequest:
            "the platform has not that request",
            "The Windows runtime with containerd does not connect running containers.",
            "Name the network when the container is made.";
        Protocol { protocol: String }:
            "the platform publishes no {protocol}",
            "Windows publishes tcp and udp only.",
            "Use tcp or udp.";
        RequiresIpv4 { network: String }:
            "network {network} needs an IPv4 subnet",
            "The Windows drivers got no IPv4 data.",
            "Give it an IPv4 subnet, or none at all.";
        ServiceHostAddress:
            "published ports of services have no host address",
            "A swarm publishes on all addresses of a node.",
            "Leave the address out.";
        TooFewVnis { given: usize }:
            "the overlay got {given} VNIs, and Windows needs one for every subnet beforehand",
            "The manager gave none, as for networks it has not allocated.",
            "Look whether the network is allocated on the manager.";
        WindowsIpv6:
            "the Windows drivers have no IPv6 subnets",
            "An IPv6 subnet was given.",
            "Leave IPv6 out.";
        WindowsOther:
            "Windows has not that",
            "The engine says so for this build or driver.",
            "Leave it out.";
    }
}
