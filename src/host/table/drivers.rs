//! Which kinds of networks there are, and what a network can be told.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{
    ADVANCED, ARCHITECTURE, DRIVERS, LINUX_LIST, OLD_DRIVERS, SUBNETS, SWARM, WINDOWS_DRIVER,
};

const LABELS: &str = "moby libnetwork drivers/windows/labels.go";

rows! { ROWS:
    BridgeDriver {
        [linux] Supported, "the driver networks get that ask for none";
            by ReadInCode LINUX_LIST;
        [windows 14393] Unsupported, "the engine has no driver of that name: plugin \"bridge\" not found";
            instead "no driver at all: Windows then takes `nat`";
            by ReadInCode WINDOWS_DRIVER, Reported "docker/for-win#227, #1960, #2109, #4551, #13927";
    }
    IcsDriver {
        [linux] Unsupported, "a network type of HNS";
            by ReadInCode LINUX_LIST;
        [windows 14393] [engine "18.03"] Supported, "among the engine's drivers from 18.03 on";
            by ReadInCode OLD_DRIVERS, ReadInCode "moby/libnetwork a35f24ae";
        [windows 14393] [engine "1.12" until "18.03"] Unsupported, "the engine does not know it before 18.03";
            by ReadInCode OLD_DRIVERS;
    }
    InternalDriver {
        [linux] Unsupported, "a network type of HNS"; instead "`bridge` with `--internal`";
            by ReadInCode LINUX_LIST;
        [windows 14393 until 16299] Unsupported, "the engines of this build are too old for it";
            by ReadInCode "moby/libnetwork 86043db0";
        [windows 16299] [engine "19.03"] Supported, "among the engine's drivers from 19.03 on";
            by ReadInCode OLD_DRIVERS, Reported "docker info of 18.06 (absent) and 19.03 (present)";
        [windows 16299] [engine "1.12" until "19.03"] Unsupported, "the engine does not know it before 19.03";
            by ReadInCode OLD_DRIVERS, Reported "docker info of 18.06";
    }
    IpvlanDriver {
        [linux] [engine "1.12" until "20.10"] Unknown, "no list of drivers before 20.10 was read";
        [linux] Supported, "among the engine's drivers";
            by ReadInCode LINUX_LIST;
        [windows 14393] Unsupported, "there is no such driver"; instead "`l2bridge`, which keeps the host's hardware address as well";
            by ReadInCode WINDOWS_DRIVER;
    }
    L2BridgeDriver {
        [linux] Unsupported, "a network type of HNS"; instead "`ipvlan`";
            by ReadInCode LINUX_LIST;
        [windows 14393] Supported, "static addresses only, out of the host's own subnet";
            by Documented DRIVERS, Documented ADVANCED;
    }
    L2TunnelDriver {
        [linux] Unsupported, "a network type of HNS";
            by ReadInCode LINUX_LIST;
        [windows 14393] Degraded, "for machines in Azure only";
            by Documented DRIVERS;
    }
    MacvlanDriver {
        [linux] [engine "1.12" until "20.10"] Unknown, "no list of drivers before 20.10 was read";
        [linux] Supported, "among the engine's drivers";
            by ReadInCode LINUX_LIST;
        [windows 14393] Unsupported, "there is no such driver"; instead "`transparent`, which gives hardware addresses as well";
            by ReadInCode "moby integration/network/macvlan/main_windows_test.go";
    }
    NatDriver {
        [linux] Unsupported, "a network type of HNS"; instead "no driver at all: Linux then takes `bridge`";
            by ReadInCode LINUX_LIST;
        [windows 14393] Supported, "the driver networks get that ask for none";
            by Documented DRIVERS;
    }
    PrivateDriver {
        [linux] Unsupported, "a network type of HNS";
            by ReadInCode LINUX_LIST;
        [windows 14393 until 16299] Unsupported, "the engines of this build are too old for it";
            by ReadInCode "moby/libnetwork 86043db0";
        [windows 16299] [engine "19.03"] Supported, "among the engine's drivers from 19.03 on";
            by ReadInCode OLD_DRIVERS, Reported "docker info of 18.06 (absent) and 19.03 (present)";
        [windows 16299] [engine "1.12" until "19.03"] Unsupported, "the engine does not know it before 19.03";
            by ReadInCode OLD_DRIVERS, Reported "docker info of 18.06";
    }
    TransparentDriver {
        [linux] Unsupported, "a network type of HNS"; instead "`macvlan`";
            by ReadInCode LINUX_LIST;
        [windows 14393] Supported, "on a virtual machine it needs MAC address spoofing";
            by Documented DRIVERS, Documented ADVANCED;
    }
    SeveralNetworksOnOneAdapter {
        [windows 14393] Unsupported, "one external switch an adapter: transparent also blocks overlay and ingress there";
            instead "an adapter for each: -o com.docker.network.windowsshim.interface=...";
            by Documented ADVANCED, Documented SWARM;
    }
    SeveralSubnets {
        [linux] Supported, "the next subnet is used when the one before is full";
            by ReadInCode "moby libnetwork endpoint.go assignAddressVersion";
        [windows 14393 until 20348] Unsupported, "HNS takes one subnet a network";
            by Documented SUBNETS;
        [windows 20348 until 25398] Supported, "l2bridge, l2tunnel and overlay take several";
            by Documented SUBNETS;
        [windows 25398 until 26100] Supported, "l2bridge, l2tunnel and overlay take several";
            by ReadInCode "inferred: it lies between two documented releases";
        [windows 26100] Supported, "l2bridge, l2tunnel and overlay take several";
            by Documented SUBNETS;
    }
    OutboundNatOnLayer2Bridge {
        [linux] Supported, "bridges masquerade unless told otherwise";
            by ReadInCode "moby libnetwork drivers/bridge/labels.go, enable_ip_masquerade";
        [windows 14393 until 16237] Unsupported, "OutboundNat is not supported on this OS version";
            by ReadInCode "moby libnetwork drivers/windows (20.10 and before)";
        [windows 16237] [engine "18.03"] Degraded, "only when asked for";
            instead "-o com.docker.network.windowsshim.enable_outboundnat=true";
            by Documented ADVANCED, ReadInCode WINDOWS_DRIVER;
        [windows 16237] [engine "1.12" until "18.03"] Unsupported, "the engine has no option for it before 18.03";
            by ReadInCode WINDOWS_DRIVER;
    }
    NetworkMtu {
        [linux] Supported, "the option com.docker.network.driver.mtu";
            by ReadInCode "moby libnetwork drivers/bridge/labels.go";
        [windows 14393] Unsupported, "it cannot be set, and is 1500 in effect";
            by ReadInCode "moby 11abd0742e", Reported "moby/moby#35683, docker/for-win#3972, microsoft/SDN#84";
    }
    IpamDriverOption {
        [windows 14393] Unsupported, "not supported: nat and its kin use the driver `windows`, overlay uses `default`";
            by Documented ARCHITECTURE;
    }
    MacPoolOption {
        [windows 14393] [engine "17.09"] Supported, "pairs of first and last address";
            by ReadInCode LABELS;
        [windows 14393] [engine "1.12" until "17.09"] Unsupported, "the engine does not know the option before 17.09";
            by ReadInCode LABELS;
    }
    ConfigOnlyNetworks {
        [linux] [engine "17.06"] Supported, "made and used from 17.06 on";
            by ReadInCode "moby daemon/network.go";
        [linux] [engine "1.12" until "17.06"] Unsupported, "the engine has no such field before 17.06";
            by ReadInCode "moby daemon/network.go";
    }
    DuplicateNetworkNames {
        [any] [engine "25.0"] Unsupported, "a taken name is refused with 409, whatever the request says";
            by Documented "Docker Engine API 1.44 changes", ReadInCode "moby docs/api/version-history.md";
        [any] [engine "1.12" until "25.0"] Degraded, "made with a warning unless CheckDuplicate is set; the name is then ambiguous to every later call";
            instead "CheckDuplicate, which the docker command sets";
            by ReadInCode "moby v20.10.24 daemon/network.go FindNetwork";
    }
    EarlyValidation {
        [any] [engine "25.0"] Supported, "ValidateIPAM names every fault at once, with 400";
            by Documented "Docker Engine API 1.44 changes";
        [any] [engine "1.12" until "25.0"] Unsupported, "the first fault is named, and some only when a container starts";
            by ReadInCode "moby v20.10.24 daemon/network.go";
    }
}
