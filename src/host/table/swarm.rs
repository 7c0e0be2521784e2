//! What a swarm can do across its nodes.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ARCHITECTURE, DRIVERS, MESH_BLOG, OLD_DRIVERS, PAGE_2016, SWARM, WINDOWS_BALANCING};

const VFP: &str = "moby/libnetwork a9db5c53, eb5b517f";

rows! { ROWS:
    Overlay {
        [kernel "0" until "3.13"] Unknown, "no source speaks of kernels before 3.13";
        [kernel "3.13" until "3.14"] Unsupported, "tasks fail: could not add veth pair inside the network sandbox";
            instead "kernel 3.19 or later";
            by Reported "field report of 2016: tasks fail on kernel 3.13, and kernel 3.19 cures it";
        [kernel "3.14" until "3.19"] Unknown, "3.13 fails, 3.19 works; no source says which kernel between is the first good one";
        [kernel "3.19"] Supported, "tasks of several nodes share a network; 2377/tcp, 7946/tcp+udp and 4789/udp must be open";
            by Documented "docker swarm networking", Reported "field report of 2016: kernel 3.19 cures it";
        [linux] Supported, "the kernel must be 3.19 or later, and is not known here";
            by Documented "docker swarm networking", Reported "field report of 2016: kernel 3.19 cures it";
        [windows 14393] [engine "1.12" until "1.13"] Unsupported, "the engine has no overlay driver before 1.13";
            by ReadInCode OLD_DRIVERS, Documented PAGE_2016;
        [windows 14393 until 16299] Degraded, "needs KB4015217";
            instead "install the update";
            by Documented SWARM;
        [windows 16299 until 17134] Supported, "tasks of several nodes share a network";
            by Documented MESH_BLOG;
        [windows 17134 until 17763] Supported, "tasks of several nodes share a network";
            by ReadInCode VFP;
        [windows 17763 until 18362] Degraded, "needs KB4489899";
            instead "install the update";
            by Documented DRIVERS;
        [windows 18362 until 20348] Supported, "tasks of several nodes share a network";
            by ReadInCode VFP;
        [windows 20348 until 25398] Supported, "tasks of several nodes share a network";
            by Documented DRIVERS;
        [windows 25398 until 26100] Supported, "tasks of several nodes share a network";
            by ReadInCode VFP;
        [windows 26100] Supported, "tasks of several nodes share a network";
            by Documented DRIVERS;
    }
    EncryptedOverlay {
        [linux] Supported, "IPsec between the nodes; the network must let IP protocol 50 (ESP) through";
            by Documented "docker swarm networking";
        [windows 14393] Unsupported, "the option is accepted and nothing is encrypted for Windows nodes";
            instead "keep Windows nodes off encrypted networks, or encrypt in the application";
            by Documented ARCHITECTURE, Documented SWARM;
    }
    EndpointModeDnsrr {
        [linux] Supported, "the name is answered with the tasks' addresses";
            by Documented "docker service create";
        [windows 14393 until 16299] Supported, "the only endpoint mode of this build";
            by Documented SWARM;
        [windows 16299] Supported, "the name is answered with the tasks' addresses";
            by Documented SWARM;
    }
    EndpointModeVip {
        [linux] Supported, "the name is answered with a virtual address; the kernel needs IPVS";
            by Documented "docker swarm networking";
        [windows 14393 until 16299] Unsupported, "this build has no load balancing for swarm";
            instead "--endpoint-mode dnsrr";
            by Documented SWARM, ReadInCode WINDOWS_BALANCING;
        [windows 16299 until 17763] Degraded, "announced for this build, denied by the swarm page";
            instead "--endpoint-mode dnsrr";
            by Documented MESH_BLOG, Documented SWARM;
            disputed Supported Documented MESH_BLOG, Supported Reported "InfoQ of 2019-01", Unsupported Documented SWARM,
                Unsupported Reported "moby/moby#35112, docker/for-win#1660";
        [windows 17763 until 18362] Supported, "the name is answered with a virtual address";
            by Documented SWARM;
        [windows 18362 until 20348] Supported, "the name is answered with a virtual address";
            by ReadInCode WINDOWS_BALANCING;
        [windows 20348 until 25398] Supported, "the name is answered with a virtual address";
            by Documented SWARM;
        [windows 25398 until 26100] Supported, "the name is answered with a virtual address";
            by ReadInCode WINDOWS_BALANCING;
        [windows 26100] Supported, "the name is answered with a virtual address";
            by Documented SWARM;
    }
    RoutingMesh {
        [linux] Supported, "the port answers on every node; the kernel needs IPVS";
            by Documented "docker swarm ingress";
        [windows 14393 until 16299] Unsupported, "the port is accepted and answers nowhere";
            instead "--publish mode=host,target=80,published=80";
            by Documented SWARM;
        [windows 16299 until 17763] Degraded, "announced for this build, denied by the swarm page";
            instead "--publish mode=host,target=80,published=80";
            by Documented MESH_BLOG, Documented SWARM;
            disputed Supported Documented MESH_BLOG, Supported Reported "InfoQ of 2019-01", Unsupported Documented SWARM,
                Unsupported Reported "moby/moby#35112, docker/for-win#1660";
        [windows 17763 until 18362] Supported, "the port answers on every node; updates of spring 2020 broke it until KB4577069";
            by Documented SWARM, Reported "moby/moby#40998, #41434, docker/for-win#8694";
        [windows 18362 until 20348] Supported, "the port answers on every node";
            by ReadInCode WINDOWS_BALANCING;
        [windows 20348 until 25398] Supported, "the port answers on every node";
            by Documented SWARM;
        [windows 25398 until 26100] Supported, "the port answers on every node";
            by ReadInCode WINDOWS_BALANCING;
        [windows 26100] Supported, "the port answers on every node";
            by Documented SWARM;
    }
    HostPublish {
        [linux] Supported, "the port answers on the nodes that run a task";
            by Documented "docker service create --publish mode=host";
        [windows 14393] Supported, "the port answers on the nodes that run a task";
            by Documented SWARM;
    }
    DnsrrWithHostPublish {
        [any] [engine "1.13.1"] Supported, "only ports of ingress mode are refused with dnsrr";
            by ReadInCode "swarmkit: port published with ingress mode can't be used with dnsrr mode";
        [any] [engine "1.12" until "1.13.0"] Unsupported, "EndpointSpec: ports can't be used with dnsrr mode";
            by ReadInCode "swarmkit of engine 1.12";
        [any] [engine "1.13.0" until "1.13.1"] Unknown, "1.12 refuses, 1.13.1 accepts; 1.13.0 was not read";
    }
    OverlayOutbound {
        [linux] Degraded, "through a second endpoint on docker_gwbridge, whose subnet comes from the local pools";
            by ReadInCode "moby daemon/cluster, docker_gwbridge";
        [windows 14393 until 16299] Degraded, "through a second endpoint on the local NAT network, which must be there";
            by Documented DRIVERS;
        [windows 16299 until 17763] Supported, "HNS translates at the one endpoint a container has";
            by ReadInCode VFP;
        [windows 17763] Supported, "HNS translates at the one endpoint a container has";
            by Documented DRIVERS;
    }
    OverlayOutboundIcmp {
        [windows 14393 until 16299] Supported, "through the NAT endpoint";
            by ReadInCode "inferred from the drivers page (second endpoint on NAT)";
        [windows 16299 until 17763] Unsupported, "the outbound translation of overlay endpoints leaves ICMP out: ping fails where TCP works";
            instead "test with TCP";
            by ReadInCode VFP;
        [windows 17763] Unsupported, "the outbound translation of overlay endpoints leaves ICMP out: ping fails where TCP works";
            instead "test with TCP";
            by Documented DRIVERS;
    }
    AttachableNetworks {
        [any] [engine "1.13"] Supported, "networks made with --attachable take containers of docker run";
            by Documented "Docker Engine API 1.25 changes";
        [any] [engine "1.12" until "1.13"] Unsupported, "swarm-scoped networks take tasks of services only";
            instead "engine 1.13 or later, or a service";
            by Reported "field report of 2016: swarm-scoped network (mynet1) is not compatible", ReadInCode "moby v1.12.6";
    }
    ServicesOnPredefinedNetworks {
        [linux] [engine "17.06"] Supported, "`bridge` and `host` of every node";
            by ReadInCode "swarmkit cnmallocator, predefined networks";
        [linux] [engine "1.12" until "17.06"] Unsupported, "services take networks of the swarm only before 17.06";
            by ReadInCode "swarmkit cnmallocator, predefined networks";
        [windows 14393] [engine "24.0"] Supported, "`nat` of every node, where the manager is a Windows host";
            by ReadInCode "swarmkit cnmallocator drivers_network_windows.go";
        [windows 14393] [engine "1.12" until "24.0"] Unsupported, "a Windows manager has no predefined networks before 24.0";
            by ReadInCode "swarmkit cnmallocator drivers_network_windows.go";
    }
    SwarmOverlapRefused {
        [linux] Unsupported, "the request gets 201, the allocator fails in the background, and services on it stay new";
            instead "compare subnets before creating";
            by ReadInCode "swarmkit manager/controlapi/network.go; seen on engine 20.10.24";
    }
}
