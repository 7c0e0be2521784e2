//! Names: who answers, for what, and what a container can be told.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ARCHITECTURE, DRIVERS, PAGE_2016, PAGE_2017, WINDOWS_DRIVER, WINDOWS_ENDPOINTS};

const RUN: &str = "docker run";

rows! { ROWS:
    DnsServers {
        [linux] Supported, "asked by the engine's resolver, or by the container itself on the default bridge";
            by Documented RUN;
        [windows 14393] [engine "1.12" until "1.13"] Unsupported, "not supported by the first engines";
            by Documented PAGE_2016;
        [windows 14393] [engine "1.13" until "18.03"] Degraded, "documented as working from 2017-04 on, reported as ignored in the same year";
            by Documented PAGE_2017, Reported "docker/for-win#397";
            disputed Supported Documented PAGE_2017, Unsupported Reported "docker/for-win#397";
        [windows 14393] Supported, "set at the container's adapter";
            by Documented PAGE_2017, ReadInCode WINDOWS_DRIVER;
    }
    NetworkAliases {
        [linux] Supported, "on user-defined networks";
            by Documented RUN;
        [windows 14393] [engine "1.12" until "1.13"] Unsupported, "not supported by the first engines";
            by Documented PAGE_2016;
        [windows 14393] Supported, "on every network that has names";
            by ReadInCode WINDOWS_ENDPOINTS, Documented PAGE_2017;
    }
    ResolverOffOption {
        [windows 14393] [engine "18.03"] Supported, "for every endpoint of the network";
            by ReadInCode "moby libnetwork drivers/windows/labels.go";
        [windows 14393] [engine "1.12" until "18.03"] Unsupported, "the engine does not know the option before 18.03";
            by ReadInCode "moby libnetwork drivers/windows/labels.go";
    }
    DnsSearch {
        [linux] Supported, "written to the container's resolv.conf";
            by Documented RUN;
        [windows 14393] [engine "1.12" until "1.13"] Unsupported, "not supported by the first engines";
            by Documented PAGE_2016;
        [windows 14393] [engine "1.13" until "18.03"] Degraded, "one value is documented as supported, several as not; the engine takes several";
            instead "one value";
            by Documented PAGE_2017, ReadInCode WINDOWS_DRIVER;
            disputed Unsupported Documented PAGE_2016, Degraded Documented PAGE_2017, Supported ReadInCode WINDOWS_DRIVER;
        [windows 14393] Supported, "takes several values";
            by ReadInCode WINDOWS_DRIVER;
            disputed Unsupported Documented PAGE_2016, Supported ReadInCode WINDOWS_DRIVER, Supported Documented ARCHITECTURE;
    }
    DnsOptions {
        [linux] Supported, "written to the container's resolv.conf";
            by Documented RUN;
        [windows 14393] Unsupported, "accepted without effect";
            by Documented ARCHITECTURE;
    }
    StackDns {
        [windows 17763 until 18362] Unsupported, "`dns:` of a stack file is ignored";
            by Reported "moby/moby#38905";
    }
    AddHost {
        [linux] Supported, "written to the container's hosts file";
            by Documented RUN;
        [windows 14393] [engine "1.12" until "1.13"] Unsupported, "not supported by the first engines";
            by Documented PAGE_2016;
        [windows 14393] Unsupported, "accepted without effect";
            instead "write the hosts file from the container's own start command";
            by Reported "docker/for-win#1455, moby/moby#41165, #41439, microsoft/Windows-Containers#115";
    }
    Links {
        [linux] Supported, "names of the other container; a thing of the past";
            instead "a user-defined network";
            by Documented RUN;
        [windows 14393] Unsupported, "accepted without effect; field reports of 2016 saw names half working";
            instead "names on a shared network";
            by ReadInCode "moby container_operations_windows.go, registerLinks is empty", Documented PAGE_2016;
    }
    HostDockerInternal {
        [windows 14393] [desktop] Degraded, "Docker Desktop writes it, though not for every Windows container";
            instead "the gateway of the NAT network";
            by Reported "docker/for-win#1976, #10504, #12612, microsoft/Windows-Containers#357";
        [windows 14393] Unsupported, "the plain engine has none";
            instead "the gateway of the NAT network";
            by Reported "moby/moby#42289";
    }
    NamesOnDefaultNetwork {
        [linux] Unsupported, "the engine's resolver does not serve the default bridge";
            instead "a user-defined bridge network";
            by ReadInCode "moby libnetwork resolver; seen on engine 20.10.24";
        [windows 14393] [engine "25.0" until "25.0.4"] Unsupported, "broken in 25.0.0 to 25.0.3";
            instead "25.0.4 or later";
            by ReadInCode "moby 443f56efb0", Reported "moby/moby#47370";
        [windows 14393] Supported, "the resolver listens on the gateway, `nat` included";
            by ReadInCode WINDOWS_ENDPOINTS;
    }
    AliasesOnDefaultNetwork {
        [linux] Unsupported, "network-scoped alias is supported only for containers in user defined networks";
            instead "a user-defined bridge network";
            by ReadInCode "moby container_operations.go";
        [windows 14393] Supported, "aliases are accepted on `nat`";
            by ReadInCode WINDOWS_ENDPOINTS;
    }
    NamesOnTransparent {
        [windows 14393] Unsupported, "no service discovery on transparent and l2bridge networks";
            instead "`nat`, `overlay`, or a name server of the physical network";
            by Documented DRIVERS;
    }
    GeneratedNamesResolve {
        [any] [engine "25.0"] Supported, "registered from 25.0 on";
            by ReadInCode "moby 523b907359";
        [any] [engine "1.12" until "25.0"] Unsupported, "only the short identity and aliases are";
            instead "--name";
            by ReadInCode "moby v20.10.24 libnetwork/network.go updateSvcRecord";
    }
    ForwardsUnknownNames {
        [linux] Supported, "up to three servers are asked";
            by ReadInCode "moby libnetwork resolver.go";
        [windows 14393] [engine "27.0"] Supported, "up to three servers are asked";
            by ReadInCode "moby/moby#47826";
        [windows 14393] [engine "26.1" until "27.0"] Degraded, "only when switched on";
            instead "\"features\": {\"windows-dns-proxy\": true} in daemon.json";
            by ReadInCode "moby/moby#47584";
        [windows 14393] [engine "1.12" until "26.1"] Unsupported, "SERVFAIL, after which Windows asks the next server: ping works where nslookup fails";
            by ReadInCode "moby libnetwork/network_windows.go", Reported "microsoft/Windows-Containers#216, moby/moby#46792, #34458";
    }
    FreshNamesAfterFailure {
        [windows 14393] Unsupported, "Windows clients keep failures, up to 900 seconds as reported";
            instead "MaxCacheTtl and MaxNegativeCacheTtl 0 under Dnscache\\Parameters, or ipconfig /flushdns at every attempt";
            by Reported "moby/moby#27499, #29175, #31093, hcsshim#150, hashicorp/consul#743";
    }
    SwarmNamesWithoutRules {
        [windows 17134 until 17763] Degraded, "names may fail until UDP 53 and TCP 53 are let in on the host";
            instead "inbound allow rules for UDP 53 and TCP 53";
            by Reported "moby/moby#37085, #27499, docker/for-win#2036";
        [windows 17763] Supported, "stated as not needed from 17763 on";
            by Reported "moby/moby#37085";
    }
}
