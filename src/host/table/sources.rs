//! Sources and remedies several lines cite.

pub(super) const ADVANCED: &str = "Windows container advanced networking page";
pub(super) const ARCHITECTURE: &str = "Windows container networking architecture page";
pub(super) const DRIVERS: &str = "Windows container network drivers page";
pub(super) const SECURITY: &str = "Windows container network isolation and security page";
pub(super) const SUBNETS: &str = "Windows container multiple subnets page";
pub(super) const SWARM: &str = "Windows swarm mode page";
pub(super) const PAGE_2016: &str = "Windows container networking page of 2016-08";
pub(super) const PAGE_2017: &str = "Windows container networking page, revision of 2017-04";
pub(super) const MESH_BLOG: &str = "Microsoft virtualization blog of 2017-09-26 (announced)";
pub(super) const CREATORS_BLOG: &str = "Microsoft virtualization blog of 2017-04-13";
pub(super) const WINNAT_BLOG: &str = "WinNAT blog of 2016-05-25";
pub(super) const DOCKERD: &str = "docker/cli docs/reference/dockerd.md";
pub(super) const WINDOWS_DRIVER: &str = "moby libnetwork drivers/windows/windows.go";
pub(super) const WINDOWS_IPAM: &str = "moby libnetwork ipams/windowsipam";
pub(super) const WINDOWS_DAEMON: &str = "moby daemon_windows.go";
pub(super) const WINDOWS_ENDPOINTS: &str = "moby container_operations_windows.go";
pub(super) const WINDOWS_CONFIG: &str = "moby command/config_windows.go";
pub(super) const WINDOWS_BALANCING: &str = "moby libnetwork service_windows.go (build above 16236)";
pub(super) const LINUX_LIST: &str = "moby v20.10.24 daemon/info.go, Plugins.Network";
pub(super) const OLD_DRIVERS: &str = "moby libnetwork drivers_windows.go by engine";
pub(super) const IPAM: &str = "moby libnetwork ipam";
pub(super) const RECREATES: &str = "moby/moby 67c36d5d6e, #43836, #43858, #43859";
pub(super) const ONE_NAT: &str =
    "put every project on the default network `nat` (networks: default: external: name: nat)";
