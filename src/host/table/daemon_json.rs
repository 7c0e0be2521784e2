//! Keys of daemon.json. Windows refuses to start with a key it does not know.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};
use super::sources::{DOCKERD, WINDOWS_CONFIG, WINDOWS_DAEMON};

const DIRECTIVES: &str =
    "the engine does not start: the following directives don't match any configuration option";

rows! { ROWS:
    FixedCidr {
        [linux] Degraded, "the range of dynamic addresses of the default bridge, not its subnet";
            instead "`bip` for the subnet";
            by ReadInCode "moby daemon_unix.go";
        [windows 14393 until 17763] Degraded, "only when the engine makes the default network; one that HNS kept stays as it is, over a reboot too";
            instead "stop the engine, remove the NAT network, write the key, start the engine";
            by ReadInCode WINDOWS_DAEMON, Documented "Windows page on daemon.json", Reported "docker/for-win#726, #1104";
        [windows 17763] Degraded, "only when the engine makes the default network: after a reboot, or once the old one is removed";
            instead "write the key and reboot, or remove the NAT network while the engine is stopped";
            by ReadInCode WINDOWS_DAEMON, Documented "Windows page on daemon.json", Reported "docker/for-win#726, #1104";
    }
    DefaultAddressPools {
        [linux] [engine "18.06"] Supported, "replaces the list for local networks; swarm has its own";
            by ReadInCode "moby cmd/dockerd/config_unix.go";
        [linux] [engine "1.12" until "18.06"] Unsupported, "the engine has no such key before 18.06";
            by ReadInCode "moby cmd/dockerd/config_unix.go";
        [windows 14393] Unsupported, DIRECTIVES;
            instead "`fixed-cidr` for the default network, --subnet for others";
            by Reported "docker/for-win#14411, #7878, moby/moby#50814";
    }
    Bip {
        [linux] Supported, "address and subnet of docker0";
            by ReadInCode "moby v20.10.24 daemon_unix.go";
        [windows 14393] Unsupported, DIRECTIVES;
            instead "`fixed-cidr`";
            by ReadInCode WINDOWS_CONFIG;
    }
    BridgeNone {
        [linux] Supported, "no default network; containers that ask for none have no network";
            by ReadInCode "moby daemon/daemon.go isBridgeNetworkDisabled";
        [windows 14393] Supported, "the only value that means something; a network of your own should not be called nat then";
            by ReadInCode WINDOWS_DAEMON, Reported "docker/for-win#726, #397, moby/moby#29067";
    }
    DaemonMtu {
        [linux] Supported, "the MTU of the default bridge";
            by Documented DOCKERD;
        [windows 14393] Unsupported, "accepted with a warning and ignored";
            by ReadInCode "moby 11abd0742e";
    }
    DefaultGateway {
        [linux] Supported, "kept as an auxiliary address of the default bridge";
            by ReadInCode "moby daemon_unix.go";
        [windows 14393] Unsupported, DIRECTIVES;
            by ReadInCode WINDOWS_CONFIG;
    }
    UserlandProxy {
        [linux] Supported, "on unless switched off";
            by Documented DOCKERD;
        [windows 14393] Unsupported, DIRECTIVES;
            by ReadInCode WINDOWS_CONFIG;
    }
    Iptables {
        [linux] Supported, "on unless switched off";
            by Documented DOCKERD;
        [windows 14393] Unsupported, DIRECTIVES;
            by ReadInCode WINDOWS_CONFIG;
    }
    FirewallBackend {
        [linux] Unknown, "the release that brought the key was not read";
        [windows 14393] Unsupported, "firewall-backend can only be configured on Linux";
            by ReadInCode WINDOWS_CONFIG;
    }
    DaemonDns {
        [any] Supported, "keys of both platforms";
            by Documented DOCKERD;
    }
    DefaultNetworkOptions {
        [any] [engine "24.0"] Supported, "merged into new networks that do not say otherwise";
            by ReadInCode "moby v24.0.9 daemon/network.go", Documented DOCKERD;
        [any] [engine "1.12" until "24.0"] Unsupported, "the engine has no such key before 24.0";
            by ReadInCode "moby v24.0.9 daemon/network.go";
    }
    ExecIsolation {
        [windows 14393] Supported, "isolation=process or isolation=hyperv";
            by ReadInCode "moby daemon/config/config_windows.go";
    }
}
