//! Containers: joining networks, sharing them, isolation.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ADVANCED, DRIVERS, PAGE_2017, SECURITY, WINDOWS_ENDPOINTS};

const IMAGES: &str = "Windows container version compatibility page";

rows! { ROWS:
    ConnectWhileRunning {
        [linux] Supported, "a running container can join further networks";
            by Documented "docker network connect";
        [windows 14393 until 15063] Unsupported, "this build cannot hot-add an endpoint";
            instead "connect the container while it is stopped";
            by Documented PAGE_2017;
        [windows 15063] [isolation Hyperv] Unsupported, "containers in Hyper-V isolation cannot";
            instead "connect the container while it is stopped, or process isolation";
            by Documented ADVANCED;
        [windows 15063] [engine "18.03"] Supported, "process-isolated containers can join while they run; not under the containerd runtime";
            by ReadInCode "moby/moby#35414", Reported "moby/moby#51589, docker/for-win#3699";
        [windows 15063] [engine "1.12" until "18.03"] Unsupported, "the engine cannot before 18.03";
            instead "connect the container while it is stopped";
            by ReadInCode "moby/moby#35414";
    }
    SharedNamespace {
        [linux] Supported, "both share addresses and ports";
            by Documented "docker run --network container:";
        [windows 14393] [isolation Hyperv] Unsupported, "sharing of hyperv containers network is not supported";
            instead "process isolation";
            by ReadInCode WINDOWS_ENDPOINTS;
        [windows 14393 until 16299] Unknown, "nobody has written it down for this build";
        [windows 16299] [engine "17.09"] Supported, "process-isolated containers share addresses and ports";
            by ReadInCode "moby 349913ce9f (2017-06-12)";
        [windows 16299] [engine "17.06" until "17.09"] Unknown, "added to moby on 2017-06-12; which release was the first with it was not read";
        [windows 16299] [engine "1.12" until "17.06"] Unsupported, "added to moby on 2017-06-12";
            by ReadInCode "moby 349913ce9f (2017-06-12)";
    }
    HostNetworkMode {
        [linux] Supported, "no network of its own, no published ports";
            by Documented "docker run --network host";
        [windows 14393] Unsupported, "network host not found";
            instead "publish ports";
            by Documented DRIVERS, Reported "moby/moby#38166";
    }
    OlderImagesInProcessIsolation {
        [windows 14393] [isolation Hyperv] Supported, "older images run in Hyper-V isolation";
            by Documented IMAGES;
        [windows 14393 until 16299] Unsupported, "build and revision of image and host must be the same, else 0xc0370101";
            instead "--isolation hyperv";
            by Documented IMAGES;
        [windows 16299 until 20348] Unsupported, "the build of image and host must be the same, else 0xc0370101";
            instead "--isolation hyperv";
            by Documented IMAGES, ReadInCode "hcsshim osversion/platform_compat_windows.go";
        [windows 20348] Degraded, "from the long-term release before up to the host's build; 2016 and 2019 never";
            instead "--isolation hyperv for older ones";
            by Documented IMAGES, ReadInCode "hcsshim osversion/platform_compat_windows.go";
    }
    PortRulesCanChange {
        [windows 14393] [isolation Hyperv] Degraded, "on l2bridge, l2tunnel and overlay with the switch's rules; not on nat and transparent";
            instead "process isolation";
            by Documented SECURITY;
        [windows 14393] [isolation Process] Supported, "Windows Firewall; on l2bridge, l2tunnel and overlay the switch's rules too";
            by Documented SECURITY;
    }
    CurrentEngine {
        [linux] Unknown, "no lower bound for the kernel was read";
        [windows 14393 until 17763] Unsupported, "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)";
            instead "engine 20.10";
            by ReadInCode "moby 1b3fef5333";
        [windows 17763] Supported, "17763 is the lowest build it takes";
            by ReadInCode "moby 1b3fef5333";
    }
}
