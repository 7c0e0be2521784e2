//! NAT networks of Windows: how many, how long, and with which prefix.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ADVANCED, ARCHITECTURE, CREATORS_BLOG, DRIVERS, ONE_NAT, RECREATES, WINDOWS_DAEMON};

rows! { ROWS:
    SeveralNatNetworks {
        [windows 14393 until 15063] Degraded, "every NAT network must be cut out of the one WinNAT prefix";
            instead ONE_NAT;
            by Documented ADVANCED;
        [windows 15063 until 25398] Supported, "several NAT networks are independent while nothing is published";
            by Documented CREATORS_BLOG, Reported "microsoft/Windows-Containers#140",
                ReadInCode "moby integration/networking/nat_windows_test.go";
            disputed Supported Documented CREATORS_BLOG, Supported ReadInCode "moby integration/networking/nat_windows_test.go",
                Unsupported Documented "Windows container network drivers page, topology table (only one NAT internal prefix)";
        [windows 25398 until 26100] Unknown, "nobody has written it down for this build";
        [windows 26100] Supported, "several NAT networks are independent while nothing is published";
            by Reported "microsoft/Windows-Containers#140", ReadInCode "moby integration/networking/nat_windows_test.go";
            disputed Supported ReadInCode "moby integration/networking/nat_windows_test.go",
                Unsupported Documented "Windows container network drivers page, topology table (only one NAT internal prefix)";
    }
    SeveralPublishedNatNetworks {
        [windows 14393 until 15063] Degraded, "every NAT network must be cut out of the one WinNAT prefix";
            instead ONE_NAT;
            by Documented ADVANCED;
        [windows 15063 until 17763] Supported, "several NAT networks may publish ports";
            by Documented CREATORS_BLOG;
        [windows 17763 until 19041] Supported, "several NAT networks may publish ports";
            by Reported "docker/for-win#8423", Reported "microsoft/Windows-Containers#53, #486";
        [windows 19041 until 20348] Unsupported, "HNS spins and the next container start never answers; nothing is logged";
            instead ONE_NAT;
            by Reported "docker/for-win#8423", Reported "microsoft/Windows-Containers#53, #140, #486",
                Reported "docker/compose#10383";
        [windows 20348 until 25398] Unsupported, "HNS spins and the next container start never answers; nothing is logged";
            instead ONE_NAT;
            by Reported "docker/for-win#8423", Reported "microsoft/Windows-Containers#53, #140, #486",
                Reported "docker/compose#10383";
            disputed Supported Reported "microsoft/Windows-Containers#53 (2020-12: the next release would fix it)",
                Unsupported Reported "microsoft/Windows-Containers#140, #486";
        [windows 25398 until 26100] Unknown, "nobody reported either way; the builds before and after hang";
            instead ONE_NAT;
        [windows 26100] Unsupported, "HNS spins, the next container start never answers, and only a reboot recovers";
            instead ONE_NAT;
            by Reported "microsoft/Windows-Containers#140";
            disputed Supported Reported "microsoft/Windows-Containers#53 (2020-12: the next release would fix it)",
                Unsupported Reported "microsoft/Windows-Containers#140 (2024-12-17, build 26100.2605)";
    }
    NatNetworksSurviveReboot {
        [windows 14393 until 17763] Supported, "HNS keeps them";
            by ReadInCode WINDOWS_DAEMON;
        [windows 17763] Unsupported, "HNS forgets NAT networks at reboot from Server 2019 on, and makes the default one anew with a prefix of its choice";
            instead "set `fixed-cidr` in daemon.json, so that the default network comes back with the same prefix";
            by Documented DRIVERS;
    }
    EngineRecreatesNatNetworks {
        [windows 14393 until 17763] Supported, "not needed: HNS keeps them";
            by ReadInCode WINDOWS_DAEMON;
        [windows 17763] [engine "23.0"] Supported, "the engine makes them anew at start, with their subnets";
            by ReadInCode RECREATES;
        [windows 17763] [engine "20.10" until "23.0"] Degraded, "of 20.10 only the last releases make them anew; 23.0 and later do";
            instead "share the default network `nat`, or create the networks at boot";
            by ReadInCode RECREATES;
        [windows 17763] [engine "1.12" until "20.10"] Unsupported, "the engine deletes what HNS has lost";
            instead "share the default network `nat`, or create the networks at boot";
            by ReadInCode RECREATES;
    }
    AdoptedNetworksKeepLabels {
        [windows 14393] [engine "27.5"] Supported, "labels are kept from 27.5 on";
            by ReadInCode "moby 25009ed5c0, e6cdf24bcd";
        [windows 14393] [engine "1.12" until "27.5"] Unsupported, "labels are lost when the engine starts";
            by ReadInCode "moby 25009ed5c0";
    }
    PruneSparesAdoptedNetworks {
        [windows 14393] [engine "28.3"] Supported, "adopted networks are marked hnsowned and skipped";
            by ReadInCode "moby 793dd8385a";
        [windows 14393] [engine "1.12" until "28.3"] Unsupported, "prune also removes networks others made in HNS";
            by ReadInCode "moby 793dd8385a";
    }
    HnsSubnetReadBack {
        [windows 14393] [engine "19.03.3"] Supported, "subnet and gateway of HNS's choice are copied into the network";
            by ReadInCode "moby/libnetwork#2429";
        [windows 14393] [engine "1.12" until "19.03.3"] Unsupported, "inspect shows 0.0.0.0/0";
            instead "Get-HnsNetwork";
            by Reported "moby/libnetwork#2429", Reported "moby/moby#38358";
    }
    PredictableNatPrefix {
        [windows 14393] Unknown, "documented as 172.16.0.0/16, observed as some /20 of 172.16.0.0/12, another on every host";
            instead "`fixed-cidr` in daemon.json, or a network of its own with a subnet";
            by Documented ARCHITECTURE, Reported "microsoft/WSL#4467, #4601, #7820";
            disputed Supported Documented "Windows container networking architecture page (172.16.0.0/16)",
                Unsupported Reported "microsoft/WSL#4467, #4601, #7820 (a /20 out of 172.16.0.0/12)";
    }
}
