//! Published ports: who reaches them, and what can be asked for.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ARCHITECTURE, CREATORS_BLOG, PAGE_2016, SECURITY, WINDOWS_DRIVER, WINNAT_BLOG};

const PUBLISH: &str = "docker run --publish";

rows! { ROWS:
    LocalhostReachesPublishedPort {
        [linux] Supported, "the userland proxy or a hairpin rule answers";
            by Documented PUBLISH;
        [windows 14393 until 16299] Unsupported, "WinNAT has no loopback";
            instead "container address and container port from the host itself";
            by Documented WINNAT_BLOG, Reported "docker/for-win#204";
        [windows 16299 until 17134] Unsupported, "WinNAT has no loopback";
            instead "container address and container port from the host itself";
            by Reported "docker/for-win#204", Reported "MicrosoftDocs/Virtualization-Documentation issue 181";
        [windows 17134 until 17763] Degraded, "needs KB4340917, and fails while an adapter has a 169.254 address";
            instead "container address and container port from the host itself";
            by Reported "docker/for-win#2150", Reported "MicrosoftDocs/Virtualization-Documentation issue 181";
        [windows 17763 until 20348] Supported, "localhost answers";
            by Reported "docker/docs#8353";
        [windows 20348] Supported, "localhost answers";
            by ReadInCode "moby integration/networking/drivers_windows_test.go", Reported "docker/docs#8353";
    }
    HostAddressReachesPublishedPort {
        [linux] Supported, "a port published on all addresses answers on each";
            by Documented PUBLISH;
        [windows 14393 until 15063] Unknown, "documented as not working; a user's note credits KB4015217 with it";
            instead "container address and container port from the host itself";
            by Documented WINNAT_BLOG, Reported "user note of 2017 on KB4015217";
            disputed Unsupported Documented WINNAT_BLOG, Supported Reported "user note of 2017 on KB4015217";
        [windows 15063] Supported, "the host's address answers on the host itself";
            by Documented CREATORS_BLOG;
    }
    ContainersReachPublishedPorts {
        [windows 14393] Supported, "by the address of the host; moby's own test for it is marked flaky";
            by Documented WINNAT_BLOG, ReadInCode "moby/moby#48881 (flaky)";
    }
    HostAddressInPublish {
        [linux] Supported, "the port answers on that address alone";
            by Documented PUBLISH;
        [windows 14393] Unsupported, "Windows does not support host IP addresses in NAT settings";
            instead "publish on all addresses, and let the host's firewall choose";
            by ReadInCode WINDOWS_DRIVER, Reported "moby/moby#26980, docker/for-win#10552";
    }
    HostPortRange {
        [linux] Supported, "a free port of the range is taken";
            by Documented PUBLISH;
        [windows 14393] Unsupported, "Windows does not support more than one host port in NAT settings";
            instead "one host port for each container port";
            by ReadInCode WINDOWS_DRIVER;
    }
    AutomaticHostPort {
        [linux] Supported, "a port of the ephemeral range is taken";
            by Documented PUBLISH;
        [windows 14393] Supported, "HNS picks on nat and ics, the engine picks 60000 to 65000 on l2bridge, l2tunnel and overlay; with Docker Desktop `--publish-all` may land in an excluded range";
            by ReadInCode "moby portallocator_windows.go", Reported "docker/for-win#11584";
    }
    SctpPublish {
        [linux] [api "1.37"] Supported, "a protocol of published ports from API 1.37 on";
            by Documented "Docker Engine API 1.37 changes";
        [linux] [api "1.12" until "1.37"] Unsupported, "tcp and udp only before API 1.37";
            by Documented "Docker Engine API 1.37 changes";
        [windows 14393] Unsupported, "invalid protocol sctp: HNS translates tcp and udp";
            by ReadInCode WINDOWS_DRIVER;
    }
    PortConflictReported {
        [windows 14393 until 16299] Supported, "HNS answers that the object already exists";
            by Reported "moby/moby#35023";
        [windows 16299 until 17134] Degraded, "not before the update of 2017-10-31: two containers hold one port and one of them answers";
            instead "install updates";
            by Reported "moby/moby#35023";
        [windows 17134] Supported, "HNS refuses with 0x20 or 0x803b0013";
            by Reported "docker/for-win#1745, moby/moby#41094";
    }
    EngineChecksPortConflicts {
        [linux] Supported, "port is already allocated";
            by ReadInCode "moby libnetwork portallocator";
        [windows 14393] Degraded, "on l2bridge, l2tunnel and overlay only: on nat HNS is asked and answers with its own words";
            by ReadInCode "moby drivers/windows/port_mapping.go";
    }
    FirewallRulePerPort {
        [windows 14393] Supported, "an allow rule for the whole host, made with each NAT mapping and removed with the container";
            by Documented ARCHITECTURE, Documented PAGE_2016;
    }
    InboundAllowedByDefault {
        [windows 14393] [isolation Hyperv] Supported, "the firewall in the utility machine allows all";
            by Documented SECURITY;
        [windows 14393 until 16299] Unsupported, "process isolation: all is denied, and publishing a port opens it";
            by Documented SECURITY;
        [windows 16299] Supported, "process isolation: TCP, UDP, ICMP and IGMP are allowed";
            by Documented SECURITY;
    }
}
