//! Addresses: which can be asked for, and which are given.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{ADVANCED, ARCHITECTURE, IPAM, WINDOWS_DRIVER, WINDOWS_ENDPOINTS, WINDOWS_IPAM};

const POOLS_18_06: &str = "moby libnetwork ipam/allocator.go predefinedStartIndices";
const POOLS_27: &str = "moby v27.5.1 libnetwork/ipams/defaultipam/address_space.go";

rows! { ROWS:
    DynamicRange {
        [linux] Supported, "dynamic addresses come from the range alone";
            by ReadInCode "moby libnetwork ipam";
        [windows 14393] Unsupported, "the windows IPAM driver refuses a range: HNS picks dynamic addresses all over the prefix";
            instead "give every container of the network a static address, or start the pinned ones first and keep them running";
            by ReadInCode "moby libnetwork windowsipam", Documented ARCHITECTURE;
    }
    AuxiliaryAddresses {
        [linux] Supported, "they are taken from the start; overlay networks of a swarm drop them";
            by ReadInCode "moby libnetwork network.go, daemon/cluster/convert/network.go";
        [windows 14393] Unsupported, "checked, accepted and ignored";
            by Documented ARCHITECTURE, ReadInCode "moby libnetwork network.go";
    }
    InternalOption {
        [linux] Supported, "no default route, no published ports";
            by ReadInCode "moby daemon/network.go";
        [windows 14393] Unsupported, "accepted without effect";
            instead "the driver `internal`, with engine 19.03 or later";
            by Documented ARCHITECTURE;
    }
    StaticAddress {
        [linux] Supported, "any free address of the subnet, inside or outside the range";
            by ReadInCode IPAM;
        [windows 14393] Supported, "an address of a subnet the engine knows; l2bridge takes no other kind";
            by ReadInCode "moby container_operations.go", Documented ADVANCED;
    }
    StaticAddressOnDefaultNetwork {
        [linux] Unsupported, "the default bridge refuses addresses and aliases";
            instead "a user-defined bridge network";
            by ReadInCode "moby container_operations.go";
        [windows 14393] Supported, "`--ip` is accepted on `nat`";
            by ReadInCode WINDOWS_ENDPOINTS;
    }
    StaticAddressOnAutomaticSubnet {
        [linux] [engine "29.1"] Supported, "only containment is checked from 29.1 on";
            by ReadInCode "moby docker-v29.7.2 container_operations.go";
        [linux] [engine "1.12" until "29.1"] Unsupported, "user specified IP address is supported only when connecting to networks with user configured subnets";
            instead "--subnet";
            by ReadInCode "moby v20.10.24 container_operations.go";
        [windows 14393] [engine "19.03.3"] Supported, "the subnet HNS chose is read back and counts as configured";
            by ReadInCode "moby/libnetwork#2429";
        [windows 14393] [engine "1.12" until "19.03.3"] Unknown, "the subnet HNS chose is not read back: no source says what becomes of the address";
    }
    StaticAddressOnTransparent {
        [windows 14393] Degraded, "only with the subnet and gateway of the physical network";
            instead "--subnet and --gateway as the host has them";
            by Documented ADVANCED;
    }
    DhcpAddresses {
        [windows 14393] Degraded, "transparent networks without a subnet only";
            instead "`transparent` without --subnet";
            by Documented ADVANCED;
    }
    LowestFreeAddress {
        [linux] Supported, "local networks give the lowest free address at once; swarm networks go on from the last one given";
            by ReadInCode "moby libnetwork ipam getAddress";
        [windows 14393] Unsupported, "HNS picks all over the prefix";
            instead "static addresses";
            by ReadInCode WINDOWS_IPAM, Reported "field report of 2020: dynamic addresses all over the prefix";
    }
    MacFromAddress {
        [linux] [engine "28.0"] Unsupported, "random on bridges from 28.0 on; overlay keeps 02:42 and the address";
            by ReadInCode "moby v28.0 drivers/bridge (GenerateMACFromIP is gone)";
        [linux] [engine "1.12" until "28.0"] Supported, "02:42 and the four bytes of the address";
            by ReadInCode "moby libnetwork netutils GenerateMACFromIP";
        [windows 14393] Unsupported, "out of HNS's pool, under 00-15-5D";
            by ReadInCode WINDOWS_DRIVER;
    }
    FreedSubnetReusedAtOnce {
        [linux] [engine "27.0"] Supported, "the lowest free gap among the pools, by address";
            by ReadInCode POOLS_27;
        [linux] [engine "18.06" until "27.0"] Unsupported, "round robin: the search goes on behind the last pool given, and starts anew with the engine";
            instead "--subnet";
            by ReadInCode POOLS_18_06;
        [linux] [engine "1.12" until "18.06"] Supported, "the first free pool of the list";
            by ReadInCode "moby libnetwork ipam before 18.06";
        [windows 14393] Unsupported, "HNS picks, at every creation anew";
            instead "--subnet";
            by ReadInCode WINDOWS_IPAM, Reported "microsoft/WSL#4467, #4601, #7820";
    }
    AutomaticSubnetsAvoidRoutes {
        [linux] [engine "20.10.15"] Degraded, "only routes of directly attached networks, and name servers";
            instead "--subnet, or default-address-pools, for what lies behind a VPN";
            by ReadInCode "moby libnetwork netutils/utils_linux.go, moby/moby#42598";
        [linux] [engine "1.12" until "20.10.15"] Supported, "every IPv4 route but the default one, and name servers";
            by ReadInCode "moby libnetwork netutils/utils_linux.go";
        [windows 14393] Unsupported, "the engine does not look, and HNS chooses";
            instead "--subnet, or fixed-cidr for the default network";
            by ReadInCode "moby libnetwork netutils/utils_windows.go", Reported "microsoft/WSL#4467, #4601, #7820";
    }
}
