//! The things a host may or may not be able to do.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

macro_rules! capabilities {
    ($($(#[doc = $doc:literal])+ $variant:ident = $slug:literal;)+) => {
        /// Something a host may or may not be able to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Capability {
            /// Every capability, by subject.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word a person searches for.
            ///
            /// ```
            /// use docknet::host::Capability;
            /// assert_eq!(Capability::RoutingMesh.slug(), "routing-mesh");
            /// assert_eq!("routing-mesh".parse(), Ok(Capability::RoutingMesh));
            /// ```
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }

            /// What it is, in a sentence.
            #[must_use]
            pub fn describe(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

capabilities! {
    // Drivers and networks.
    /// Networks of the driver `bridge`.
    BridgeDriver = "bridge-driver";
    /// Networks of the driver `ics`.
    IcsDriver = "ics-driver";
    /// Networks of the driver `internal`.
    InternalDriver = "internal-driver";
    /// Networks of the driver `ipvlan`.
    IpvlanDriver = "ipvlan-driver";
    /// Networks of the driver `l2bridge`.
    L2BridgeDriver = "l2bridge-driver";
    /// Networks of the driver `l2tunnel`.
    L2TunnelDriver = "l2tunnel-driver";
    /// Networks of the driver `macvlan`.
    MacvlanDriver = "macvlan-driver";
    /// Networks of the driver `nat`.
    NatDriver = "nat-driver";
    /// Networks of the driver `private`.
    PrivateDriver = "private-driver";
    /// Networks of the driver `transparent`.
    TransparentDriver = "transparent-driver";
    /// Several external networks on one physical adapter.
    SeveralNetworksOnOneAdapter = "several-networks-on-one-adapter";
    /// Several subnets in one network.
    SeveralSubnets = "several-subnets";
    /// Containers of bridge (Linux) and l2bridge (Windows) networks reach the outside under the host's address.
    OutboundNatOnLayer2Bridge = "outbound-nat-on-l2bridge";
    /// An MTU of a network's own (`com.docker.network.driver.mtu`).
    NetworkMtu = "network-mtu";
    /// Another IPAM driver than the network's own (`--ipam-driver`, `--ipam-opt`).
    IpamDriverOption = "ipam-driver-option";
    /// Ranges for hardware addresses (`com.docker.network.windowsshim.macpool`).
    MacPoolOption = "mac-pool-option";
    /// Networks that only carry configuration for others (`--config-only`).
    ConfigOnlyNetworks = "config-only-networks";
    /// Two networks of one name.
    DuplicateNetworkNames = "duplicate-network-names";
    /// The whole IPAM configuration is judged at create, and every fault is named.
    EarlyValidation = "early-validation";

    // Swarm.
    /// Overlay networks between the nodes of a swarm.
    Overlay = "overlay";
    /// Encrypted overlay networks (`--opt encrypted`).
    EncryptedOverlay = "encrypted-overlay";
    /// Services that answer with the addresses of their tasks.
    EndpointModeDnsrr = "endpoint-mode-dnsrr";
    /// Services that answer at a virtual address.
    EndpointModeVip = "endpoint-mode-vip";
    /// A published service port answers on every node of the swarm.
    RoutingMesh = "routing-mesh";
    /// Service ports published on the nodes that run a task (`mode=host`).
    HostPublish = "host-publish";
    /// Ports published on the nodes (`mode=host`) by a service of endpoint mode dnsrr.
    DnsrrWithHostPublish = "dnsrr-with-host-publish";
    /// Containers of overlay networks reach the outside through their overlay endpoint.
    OverlayOutbound = "overlay-outbound";
    /// Containers of overlay networks reach the outside with ICMP (`ping`).
    OverlayOutboundIcmp = "overlay-outbound-icmp";
    /// Containers of `docker run` join overlay networks made with `--attachable`.
    AttachableNetworks = "attachable-networks";
    /// Services on a predefined local network of the nodes.
    ServicesOnPredefinedNetworks = "services-on-predefined-networks";
    /// A swarm network that overlaps another is refused when it is created.
    SwarmOverlapRefused = "swarm-overlap-refused";

    // NAT networks of Windows.
    /// Several NAT networks on one host, nothing published.
    SeveralNatNetworks = "several-nat-networks";
    /// Several NAT networks on one host, with published ports on more than one of them.
    SeveralPublishedNatNetworks = "several-published-nat-networks";
    /// HNS keeps NAT networks over a reboot.
    NatNetworksSurviveReboot = "nat-networks-survive-reboot";
    /// The engine makes user-defined NAT networks anew when it starts and HNS has lost them.
    EngineRecreatesNatNetworks = "engine-recreates-nat-networks";
    /// Networks the engine makes anew or adopts at its start keep their labels.
    AdoptedNetworksKeepLabels = "adopted-networks-keep-labels";
    /// `docker network prune` leaves networks alone that the engine only adopted from HNS.
    PruneSparesAdoptedNetworks = "prune-spares-adopted-networks";
    /// The subnet HNS chose for a NAT network is shown by the engine.
    HnsSubnetReadBack = "hns-subnet-read-back";
    /// The default NAT network has one known prefix on every host, without being told.
    PredictableNatPrefix = "predictable-nat-prefix";

    // Published ports.
    /// `localhost:port` on the host reaches a published port.
    LocalhostReachesPublishedPort = "localhost-reaches-published-port";
    /// `<address of the host>:port` on the host itself reaches a published port.
    HostAddressReachesPublishedPort = "host-address-reaches-published-port";
    /// Containers reach published ports of their own host by its address.
    ContainersReachPublishedPorts = "containers-reach-published-ports";
    /// A port published on one address of the host (`127.0.0.1:80:80`).
    HostAddressInPublish = "host-address-in-publish";
    /// A range of host ports for one container port (`8000-8010:80`).
    HostPortRange = "host-port-range";
    /// A port published without a host port: one is chosen.
    AutomaticHostPort = "automatic-host-port";
    /// SCTP ports published.
    SctpPublish = "sctp-publish";
    /// A host port that is taken is reported as such when the container starts.
    PortConflictReported = "port-conflict-reported";
    /// The engine itself refuses a host port another of its containers holds.
    EngineChecksPortConflicts = "engine-checks-port-conflicts";
    /// A rule of the host's firewall opens every published port.
    FirewallRulePerPort = "firewall-rule-per-port";
    /// What comes in to a container is let through without a rule.
    InboundAllowedByDefault = "inbound-allowed-by-default";

    // Addresses.
    /// A range for dynamic addresses inside the subnet (`--ip-range`).
    DynamicRange = "dynamic-range";
    /// Addresses kept free in the subnet (`--aux-address`).
    AuxiliaryAddresses = "auxiliary-addresses";
    /// Networks without a way out (`--internal`).
    InternalOption = "internal-option";
    /// A container asks for an address of its own in a user-defined network with a given subnet.
    StaticAddress = "static-address";
    /// A container asks for an address of its own in the predefined network.
    StaticAddressOnDefaultNetwork = "static-address-on-default-network";
    /// A container asks for an address of its own in a network whose subnet was chosen for it.
    StaticAddressOnAutomaticSubnet = "static-address-on-automatic-subnet";
    /// A container asks for an address of its own in a transparent network.
    StaticAddressOnTransparent = "static-address-on-transparent";
    /// Addresses from the DHCP server of the physical network.
    DhcpAddresses = "dhcp-addresses";
    /// Dynamic addresses are the lowest free ones, so that they can be told beforehand.
    LowestFreeAddress = "lowest-free-address";
    /// A container's hardware address follows from its IPv4 address.
    MacFromAddress = "mac-from-address";
    /// The subnet of a removed network is given to the next automatic one.
    FreedSubnetReusedAtOnce = "freed-subnet-reused-at-once";
    /// Automatic subnets keep clear of the routes the host has.
    AutomaticSubnetsAvoidRoutes = "automatic-subnets-avoid-routes";

    // Names.
    /// Name servers of a container (`--dns`).
    DnsServers = "dns-servers";
    /// Further names of a container in a network (`--network-alias`).
    NetworkAliases = "network-aliases";
    /// Networks without the engine's resolver (`com.docker.network.windowsshim.disable_gatewaydns`).
    ResolverOffOption = "resolver-off-option";
    /// Search domains of a container (`--dns-search`).
    DnsSearch = "dns-search";
    /// Resolver options of a container (`--dns-opt`).
    DnsOptions = "dns-options";
    /// Name servers of a service in a stack file (`dns:`).
    StackDns = "stack-dns";
    /// Names written into a container's hosts file (`--add-host`).
    AddHost = "add-host";
    /// Links between containers (`--link`).
    Links = "links";
    /// The name `host.docker.internal`, without being asked for.
    HostDockerInternal = "host-docker-internal";
    /// Containers find each other by name in the predefined network.
    NamesOnDefaultNetwork = "names-on-default-network";
    /// Aliases in the predefined network.
    AliasesOnDefaultNetwork = "aliases-on-default-network";
    /// Containers find each other by name in transparent networks.
    NamesOnTransparent = "names-on-transparent";
    /// Containers the engine named itself are found by that name.
    GeneratedNamesResolve = "generated-names-resolve";
    /// The engine's resolver asks other servers for names it does not know.
    ForwardsUnknownNames = "forwards-unknown-names";
    /// A name that was not there yet is found as soon as it is.
    FreshNamesAfterFailure = "fresh-names-after-failure";
    /// Names of a swarm are found without firewall rules made by hand.
    SwarmNamesWithoutRules = "swarm-names-without-rules";

    // IPv6.
    /// IPv6 on bridge (Linux) and nat (Windows) networks.
    Ipv6 = "ipv6";
    /// The engine's own option for it (`docker network create --ipv6`).
    Ipv6Option = "ipv6-option";
    /// An IPv6 address asked for by a container (`--ip6`).
    Ipv6Address = "ipv6-address";
    /// IPv6 on overlay networks.
    Ipv6OnOverlay = "ipv6-on-overlay";
    /// IPv6 on l2bridge networks.
    Ipv6OnL2Bridge = "ipv6-on-l2bridge";
    /// IPv6 on transparent networks.
    Ipv6OnTransparent = "ipv6-on-transparent";
    /// IPv6 subnets are chosen where none is given.
    Ipv6AutomaticSubnets = "ipv6-automatic-subnets";
    /// Networks without IPv4.
    Ipv4Off = "ipv4-off";

    // Containers, isolation, the engine.
    /// Joining a running container to a further network.
    ConnectWhileRunning = "connect-while-running";
    /// A container in the network namespace of another (`--network container:`).
    SharedNamespace = "shared-namespace";
    /// Containers in the host's own network (`--network host`).
    HostNetworkMode = "host-network-mode";
    /// Images of an older build run in process isolation.
    OlderImagesInProcessIsolation = "older-images-in-process-isolation";
    /// The rules at a container's port can be changed.
    PortRulesCanChange = "port-rules-can-change";
    /// Engine 23.0 or later runs there.
    CurrentEngine = "current-engine";

    // daemon.json.
    /// `fixed-cidr`: the prefix of the default network.
    FixedCidr = "fixed-cidr";
    /// `default-address-pools`: where automatic subnets come from.
    DefaultAddressPools = "default-address-pools";
    /// `bip`: address and subnet of the default bridge.
    Bip = "bip";
    /// `bridge: none`: no default network.
    BridgeNone = "bridge-none";
    /// `mtu`: the MTU of the default network.
    DaemonMtu = "daemon-mtu";
    /// `default-gateway`: another gateway for the default network.
    DefaultGateway = "default-gateway";
    /// `userland-proxy`: the process that listens on published ports.
    UserlandProxy = "userland-proxy";
    /// `iptables`: whether the engine makes firewall rules.
    Iptables = "iptables";
    /// `firewall-backend`: with what it makes them.
    FirewallBackend = "firewall-backend";
    /// `dns`, `dns-opts` and `dns-search`: what containers get that ask for nothing.
    DaemonDns = "daemon-dns";
    /// `default-network-opts`: options every new network of a driver gets.
    DefaultNetworkOptions = "default-network-options";
    /// `exec-opts` with `isolation=`: the isolation of containers that ask for none.
    ExecIsolation = "exec-isolation";

    // Features of HNS, seen through HCN.
    /// The second generation of the HNS interface.
    HcnApiV2 = "hcn-api-v2";
    /// Lists of addresses, port ranges, rule names and priorities in access rules.
    HcnAcl = "hcn-acl";
    /// Access rules for IP protocol 252.
    HcnAclProtocol252 = "hcn-acl-protocol-252";
    /// Routes to subnets on other hosts.
    HcnRemoteSubnet = "hcn-remote-subnet";
    /// Routes from the host to its containers.
    HcnHostRoute = "hcn-host-route";
    /// Direct server return in load balancers.
    HcnDsr = "hcn-dsr";
    /// Endpoints with prefixes of one address.
    HcnSlash32 = "hcn-slash-32";
    /// Another VXLAN port than 4789.
    HcnVxlanPort = "hcn-vxlan-port";
    /// IPv4 and IPv6 on one endpoint.
    HcnDualStack = "hcn-dual-stack";
    /// Load balancers that keep a client at its backend.
    HcnSessionAffinity = "hcn-session-affinity";
    /// Sets of addresses in access rules.
    HcnSetPolicy = "hcn-set-policy";
    /// Sets of sets of addresses in access rules.
    HcnNestedIpSet = "hcn-nested-ip-set";
    /// Proxies at layer 4.
    HcnL4Proxy = "hcn-l4-proxy";
    /// Proxies at layer 4 made with the filtering platform.
    HcnL4WfpProxy = "hcn-l4-wfp-proxy";
    /// Access rules in tiers.
    HcnTierAcl = "hcn-tier-acl";
    /// Access rules of a whole network.
    HcnNetworkAcl = "hcn-network-acl";
    /// Networks without a port of the host.
    HcnDisableHostPort = "hcn-disable-host-port";
    /// Load balancers changed in place.
    HcnModifyLoadBalancer = "hcn-modify-load-balancer";
    /// Accelerated networking.
    HcnAccelnet = "hcn-accelnet";

    // Fields and calls of the engine's API.
    /// Unused networks removed in one call (`docker network prune`).
    ApiNetworkPrune = "api-network-prune";
    /// DNS configuration of services.
    ApiServiceDns = "api-service-dns";
    /// Services and tasks in a network's inspect answer (`verbose`).
    ApiVerboseInspect = "api-verbose-inspect";
    /// Networks listed by scope.
    ApiScopeFilter = "api-scope-filter";
    /// The ingress network removed and made anew.
    ApiIngressNetwork = "api-ingress-network";
    /// An address for swarm data traffic of its own.
    ApiDataPathAddress = "api-data-path-address";
    /// A network inspected by its scope, where names occur twice.
    ApiInspectScope = "api-inspect-scope";
    /// A network removed by identity even where another has it as its name.
    ApiRemovePrefersId = "api-remove-prefers-id";
    /// Address pools of a swarm given at its start.
    ApiSwarmAddressPools = "api-swarm-address-pools";
    /// Unused networks listed.
    ApiDanglingFilter = "api-dangling-filter";
    /// Another VXLAN port for a swarm.
    ApiDataPathPort = "api-data-path-port";
    /// The configured address pools in the engine's information.
    ApiAddressPoolsInInfo = "api-address-pools-in-info";
    /// The swarm's state in the answer to a ping.
    ApiSwarmInPing = "api-swarm-in-ping";
    /// A container made on several networks at once.
    ApiSeveralEndpointsAtCreate = "api-several-endpoints-at-create";
    /// A hardware address for each endpoint.
    ApiEndpointMacAddress = "api-endpoint-mac-address";
    /// Every name an endpoint is found by, in inspect.
    ApiDnsNames = "api-dns-names";
    /// Aliases in inspect are those that were asked for, and no others.
    ApiAliasesAsSent = "api-aliases-as-sent";
    /// Kernel settings of an endpoint.
    ApiEndpointSysctls = "api-endpoint-sysctls";
    /// Which of several networks gives the default gateway.
    ApiGatewayPriority = "api-gateway-priority";
    /// How many addresses of a network are taken, in inspect.
    ApiAddressUse = "api-address-use";
    /// A hardware address asked for when connecting.
    ApiMacAddressOnConnect = "api-mac-address-on-connect";
}

/// A word that is no capability's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no capability: they have names such as routing-mesh")]
#[non_exhaustive]
pub struct CapabilityError {
    /// The text as given.
    pub text: String,
}

impl FromStr for Capability {
    type Err = CapabilityError;

    fn from_str(text: &str) -> Result<Self, CapabilityError> {
        let found = Self::ALL.iter().find(|capability| capability.slug() == text);
        found.copied().ok_or_else(|| CapabilityError { text: text.to_owned() })
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl Serialize for Capability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
