//! The capability table: one row a capability, one line a range of hosts, every line with its evidence.
//!
//! Ranges are half open: `windows 14393 until 15063` is build 14393 up to, not including, 15063. The first line
//! that fits a host is its answer; a host no line fits gets [`Support::Unknown`].

use super::{Capability, Evidence, Host, Platform, Source, Support, Verdict};

/// The hosts a cell speaks of.
enum Hosts {
    Linux,
    Windows { from: u32, until: u32 },
}

/// The engines a cell speaks of, by major and minor version, `from` included and `until` not.
struct Engines {
    from: (u32, u32),
    until: (u32, u32),
}

struct Cell {
    hosts: Hosts,
    engines: Option<Engines>,
    support: Support,
    reason: &'static str,
    remedy: Option<&'static str>,
    sources: &'static [Source],
}

/// No upper end: the fact holds for every later version that is known.
const OPEN: u32 = u32::MAX;

macro_rules! hosts {
    (linux) => {
        Hosts::Linux
    };
    (windows $from:literal) => {
        Hosts::Windows { from: $from, until: OPEN }
    };
    (windows $from:literal until $until:literal) => {
        Hosts::Windows { from: $from, until: $until }
    };
}

macro_rules! engines {
    () => {
        None
    };
    ($major:literal $minor:literal) => {
        Some(Engines { from: ($major, $minor), until: (OPEN, 0) })
    };
    ($major:literal $minor:literal until $to_major:literal $to_minor:literal) => {
        Some(Engines { from: ($major, $minor), until: ($to_major, $to_minor) })
    };
}

macro_rules! remedy {
    () => {
        None
    };
    ($remedy:expr) => {
        Some($remedy)
    };
}

macro_rules! table {
    ($($capability:ident {
        $([$($hosts:tt)+] $([engine $($engines:tt)+])? $support:ident, $reason:expr $(; instead $remedy:expr)?;
            by $($evidence:ident $reference:expr),+;)+
    })+) => {
        fn row(capability: Capability) -> &'static [Cell] {
            match capability {
                $(Capability::$capability => &[$(Cell {
                    hosts: hosts!($($hosts)+),
                    engines: engines!($($($engines)+)?),
                    support: Support::$support,
                    reason: $reason,
                    remedy: remedy!($($remedy)?),
                    sources: &[$(Source { evidence: Evidence::$evidence, reference: $reference }),+],
                }),+],)+
            }
        }
    };
}

const ONE_NAT: &str =
    "put every project on the default network `nat` (networks: default: external: name: nat)";
const RECREATES: &str = "moby/moby 67c36d5d6e, #43836, #43858, #43859";
const ARCHITECTURE: &str = "Windows container networking architecture page";
const DRIVERS: &str = "Windows container network drivers page";
const SWARM: &str = "Windows swarm mode page";
const MESH_BLOG: &str = "Microsoft virtualization blog of 2017-09-26 (announced)";

table! {
    ConnectWhileRunning {
        [linux] Supported, "a running container can join further networks";
            by Documented "docker network connect";
        [windows 14393 until 15063] Unsupported, "this build cannot hot-add an endpoint";
            instead "connect the container while it is stopped";
            by Documented "Windows container networking page, revision of 2017-04";
        [windows 15063] [engine 18 3] Supported, "process-isolated containers can join while they run";
            by ReadInCode "moby/moby#35414";
    }
    DynamicRange {
        [linux] Supported, "dynamic addresses come from the range alone";
            by ReadInCode "moby libnetwork ipam";
        [windows 14393] Unsupported, "the windows IPAM driver refuses a range: HNS picks dynamic addresses all over the prefix";
            instead "give every container of the network a static address, or start the pinned ones first and keep them running";
            by ReadInCode "moby libnetwork windowsipam", Documented ARCHITECTURE;
    }
    EncryptedOverlay {
        [linux] Supported, "IPsec between the nodes; the network must let IP protocol 50 (ESP) through";
            by Documented "docker swarm networking";
        [windows 14393] Unsupported, "the option is accepted and nothing is encrypted for Windows nodes";
            instead "keep Windows nodes off encrypted networks, or encrypt in the application";
            by Documented ARCHITECTURE, Documented SWARM;
    }
    EngineRecreatesNatNetworks {
        [windows 14393 until 17763] Supported, "not needed: HNS keeps them";
            by ReadInCode "moby daemon_windows.go";
        [windows 17763] [engine 23 0] Supported, "the engine makes them anew at start, with their subnets";
            by ReadInCode RECREATES;
        [windows 17763] [engine 20 10 until 23 0] Degraded, "only late 20.10 releases do";
            instead "create the networks at boot";
            by ReadInCode RECREATES;
        [windows 17763] [engine 1 12 until 20 10] Unsupported, "the engine deletes what HNS has lost";
            instead "create the networks at boot";
            by ReadInCode RECREATES;
    }
    EndpointModeDnsrr {
        [linux] Supported, "the name is answered with the tasks' addresses";
            by Documented "docker service create";
        [windows 14393] Supported, "the name is answered with the tasks' addresses";
            by Documented SWARM;
    }
    EndpointModeVip {
        [linux] Supported, "the name is answered with a virtual address; the kernel needs IPVS";
            by Documented "docker swarm networking";
        [windows 14393 until 16299] Unsupported, "this build has no load balancing for swarm";
            instead "--endpoint-mode dnsrr";
            by Documented SWARM;
        [windows 16299 until 17763] Degraded, "announced for this build, denied by the swarm page";
            instead "--endpoint-mode dnsrr";
            by Documented MESH_BLOG, Documented SWARM;
        [windows 17763] Supported, "the name is answered with a virtual address";
            by Documented SWARM;
    }
    HostPublish {
        [linux] Supported, "the port answers on the nodes that run a task";
            by Documented "docker service create --publish mode=host";
        [windows 14393] Supported, "the port answers on the nodes that run a task";
            by Documented SWARM;
    }
    Ipv6 {
        [linux] Supported, "bridge networks can have IPv6 pools";
            by Documented "docker network create --ipv6";
        [windows 14393] Unsupported, "nat networks are IPv4 only";
            instead "l2bridge on Server 2022 and later";
            by Documented ARCHITECTURE;
    }
    LocalhostReachesPublishedPort {
        [linux] Supported, "the userland proxy or a hairpin rule answers";
            by Documented "docker run --publish";
        [windows 14393 until 17134] Unsupported, "WinNAT has no loopback";
            instead "container address and container port from the host itself";
            by Documented "WinNAT blog of 2016-05-25", Reported "docker/for-win#204";
        [windows 17134 until 17763] Degraded, "needs KB4340917, and fails while an adapter has a 169.254 address";
            instead "container address and container port from the host itself";
            by Reported "docker/for-win#2150";
        [windows 17763] Supported, "localhost answers";
            by Reported "docker/docs#8353";
    }
    NatNetworksSurviveReboot {
        [windows 14393 until 17763] Supported, "HNS keeps them";
            by ReadInCode "moby daemon_windows.go";
        [windows 17763] Unsupported, "HNS forgets NAT networks at reboot from Server 2019 on, and makes the default one anew with a prefix of its choice";
            instead "set `fixed-cidr` in daemon.json, so that the default network comes back with the same prefix";
            by Documented DRIVERS;
    }
    Overlay {
        [linux] Supported, "the kernel needs VXLAN between network namespaces: 3.16 or later";
            by Documented "docker swarm networking", Reported "field report of 2016: tasks fail on kernel 3.13";
        [windows 14393 until 16299] Degraded, "needs KB4015217";
            instead "install the update";
            by Documented SWARM;
        [windows 16299 until 17763] Supported, "tasks of several nodes share a network";
            by Documented MESH_BLOG;
        [windows 17763 until 18362] Degraded, "needs KB4489899";
            instead "install the update";
            by Documented DRIVERS;
        [windows 18362] Supported, "tasks of several nodes share a network";
            by Documented DRIVERS;
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
        [windows 17763] Supported, "the port answers on every node";
            by Documented SWARM;
    }
    SeveralNatNetworks {
        [windows 14393 until 15063] Degraded, "every NAT network must be cut out of the one WinNAT prefix";
            instead ONE_NAT;
            by Documented "Windows container advanced networking page";
        [windows 15063] Supported, "several NAT networks are independent while nothing is published";
            by Documented "Microsoft virtualization blog of 2017-04-13", Reported "microsoft/Windows-Containers#140";
    }
    SeveralPublishedNatNetworks {
        [windows 14393 until 15063] Degraded, "every NAT network must be cut out of the one WinNAT prefix";
            instead ONE_NAT;
            by Documented "Windows container advanced networking page";
        [windows 15063 until 19041] Supported, "several NAT networks may publish ports";
            by Reported "docker/for-win#8423", Reported "microsoft/Windows-Containers#53";
        [windows 19041 until 25398] Unsupported, "HNS spins and the next container start never answers; nothing is logged";
            instead ONE_NAT;
            by Reported "docker/for-win#8423", Reported "microsoft/Windows-Containers#53, #140, #486",
                Reported "docker/compose#10383";
        [windows 26100] Unsupported, "HNS spins, the next container start never answers, and only a reboot recovers";
            instead ONE_NAT;
            by Reported "microsoft/Windows-Containers#140";
    }
    StaticAddressOnDefaultNetwork {
        [linux] Unsupported, "the default bridge refuses addresses and aliases";
            instead "a user-defined bridge network";
            by ReadInCode "moby container_operations.go";
        [windows 14393] Supported, "`--ip` is accepted on `nat`";
            by ReadInCode "moby container_operations_windows.go";
    }
}

impl Cell {
    fn fits(&self, host: &Host) -> bool {
        let platform = match (&self.hosts, host.platform) {
            (Hosts::Linux, Platform::Linux(_)) => true,
            (Hosts::Windows { from, until }, Platform::Windows(build)) => {
                (*from..*until).contains(&build.number())
            }
            (Hosts::Linux, Platform::Windows(_)) | (Hosts::Windows { .. }, Platform::Linux(_)) => false,
        };
        let engine = match (&self.engines, &host.engine) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(range), Some(engine)) => {
                let version = (engine.major(), engine.minor());
                range.from <= version && version < range.until
            }
        };
        platform && engine
    }
}

/// The answer for a host: its first fitting line.
pub(super) fn look_up(host: &Host, capability: Capability) -> Verdict {
    match row(capability).iter().find(|cell| cell.fits(host)) {
        Some(&Cell { support, reason, remedy, sources, .. }) => {
            Verdict { capability, support, reason, remedy, sources }
        }
        None => Verdict {
            capability,
            support: Support::Unknown,
            reason: "no source that was read says so for this host",
            remedy: None,
            sources: &[],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::WindowsBuild;

    fn support(build: WindowsBuild, capability: Capability) -> Support {
        Host::windows(build).can(capability).support
    }

    #[test]
    fn no_range_is_empty_and_no_line_is_hidden_by_an_earlier_one() {
        for capability in Capability::ALL {
            let mut end = 0;
            for cell in row(*capability) {
                if let (Hosts::Windows { from, until }, None) = (&cell.hosts, &cell.engines) {
                    assert!(from < until && *from >= end, "{capability} at {from}");
                    end = *until;
                }
            }
        }
    }

    #[test]
    fn the_hang_starts_with_19041() {
        let several = Capability::SeveralPublishedNatNetworks;
        assert_eq!(support(WindowsBuild::SERVER_2016, several), Support::Degraded);
        assert_eq!(support(WindowsBuild::SERVER_2019, several), Support::Supported);
        assert_eq!(support(WindowsBuild::SERVER_1909, several), Support::Supported);
        for build in [WindowsBuild::SERVER_2004, WindowsBuild::SERVER_2022, WindowsBuild::SERVER_2025] {
            assert_eq!(support(build, several), Support::Unsupported, "{build}");
        }
        assert_eq!(
            support(WindowsBuild::SERVER_23H2, several),
            Support::Unknown,
            "nobody reported either way"
        );
    }

    #[test]
    fn nat_networks_are_forgotten_from_17763_on() {
        let survive = Capability::NatNetworksSurviveReboot;
        assert_eq!(support(WindowsBuild::SERVER_1803, survive), Support::Supported);
        assert_eq!(support(WindowsBuild::SERVER_2019, survive), Support::Unsupported);
    }

    #[test]
    fn what_nobody_wrote_down_is_unknown() {
        let recreates = Capability::EngineRecreatesNatNetworks;
        assert_eq!(
            support(WindowsBuild::SERVER_2022, recreates),
            Support::Unknown,
            "the engine is not known"
        );
        let host = Host::windows(WindowsBuild::SERVER_2022).with_engine("28.2.2".parse().unwrap());
        assert_eq!(host.can(recreates).support, Support::Supported);
        assert_eq!(Host::linux().can(recreates).support, Support::Unknown);
        assert_eq!(support(WindowsBuild::new(10240), Capability::RoutingMesh), Support::Unknown);
    }
}
