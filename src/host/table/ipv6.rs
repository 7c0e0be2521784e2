//! IPv6: platform by platform, driver by driver.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ARCHITECTURE, WINDOWS_DRIVER, WINDOWS_IPAM};

const KUBERNETES: &str = "kubernetes.io Windows networking page";

rows! { ROWS:
    Ipv6 {
        [linux] Supported, "bridge networks can have IPv6 pools";
            by Documented "docker network create --ipv6";
        [windows 14393] Unsupported, "nat networks are IPv4 only";
            instead "a network without `enable_ipv6` and IPv6 subnets; no driver of Windows gets any from the engine";
            by Documented ARCHITECTURE;
    }
    Ipv6Option {
        [linux] Supported, "networks with IPv6 subnets";
            by Documented "docker network create --ipv6";
        [windows 14393] Unsupported, "windowsshim driver doesn't support v6 subnets: whatever HNS can, the engine cannot ask for it";
            instead "a network without `enable_ipv6` and IPv6 subnets; no driver of Windows gets any from the engine";
            by ReadInCode WINDOWS_DRIVER, Documented ARCHITECTURE;
    }
    Ipv6Address {
        [linux] Supported, "in networks with an IPv6 subnet of their own";
            by Documented "docker run --ip6";
        [windows 14393] Unsupported, "not supported";
            by Documented ARCHITECTURE;
    }
    Ipv6OnOverlay {
        [linux] Unknown, "IPv6 subnets are accepted; no source says how far traffic works";
        [windows 14393] Unsupported, "overlay networks are IPv4 only";
            instead "a network without `enable_ipv6` and IPv6 subnets; no driver of Windows gets any from the engine";
            by Documented ARCHITECTURE;
    }
    Ipv6OnL2Bridge {
        [windows 14393 until 17763] Unsupported, "from Windows Server 2022 on";
            by Documented ARCHITECTURE;
        [windows 17763 until 18362] Unknown, "the vendor's two pages disagree";
            by Documented ARCHITECTURE, Documented KUBERNETES;
            disputed Unsupported Documented ARCHITECTURE, Supported Documented KUBERNETES;
        [windows 18362 until 19041] Unsupported, "from Windows Server 2022 on";
            by Documented ARCHITECTURE;
        [windows 19041 until 20348] Unknown, "documented from Windows Server 2022 on, reported from 2004 on";
            by Documented ARCHITECTURE, Reported "microsoft/hcsshim#1003";
            disputed Unsupported Documented ARCHITECTURE, Supported Reported "microsoft/hcsshim#1003 (19041.867 is HNS 11.10)";
        [windows 20348 until 25398] Supported, "two stacks at one endpoint";
            by Documented ARCHITECTURE;
        [windows 25398 until 26100] Supported, "two stacks at one endpoint";
            by ReadInCode "hcsshim hcn/hcnglobals.go";
        [windows 26100] Supported, "two stacks at one endpoint";
            by Documented ARCHITECTURE;
    }
    Ipv6OnTransparent {
        [windows 14393 until 20348] Unsupported, "from Windows Server 2022 on";
            by Documented ARCHITECTURE;
        [windows 20348] Degraded, "addresses the containers give themselves only";
            by Documented ARCHITECTURE;
    }
    Ipv6AutomaticSubnets {
        [linux] [engine "27.0"] Supported, "one /64 after the other out of a unique local prefix that follows from the engine's identity";
            by ReadInCode "moby v27.5.1 daemon/daemon.go deriveULABaseNetwork";
        [linux] [engine "1.12" until "27.0"] Unsupported, "there are no IPv6 pools unless default-address-pools names some";
            instead "--subnet with an IPv6 prefix";
            by ReadInCode "moby v20.10.24 libnetwork/ipamutils/utils.go";
        [windows 14393] Unsupported, "the windows IPAM driver refuses IPv6 pools";
            by ReadInCode WINDOWS_IPAM;
    }
    Ipv4Off {
        [linux] [api "1.48"] Supported, "EnableIPv4 is a field from API 1.48 on";
            by Documented "Docker Engine API 1.48 changes";
        [linux] [api "1.12" until "1.48"] Unsupported, "there is no such field before API 1.48";
            by Documented "Docker Engine API 1.48 changes";
        [windows 14393] Unsupported, "IPv4 cannot be disabled on Windows";
            by ReadInCode WINDOWS_DRIVER;
    }
}
