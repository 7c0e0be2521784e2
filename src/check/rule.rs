//! The rules, their names and their pages.

use super::Severity;

macro_rules! rules {
    ($(#[doc = $doc:literal] $variant:ident = $slug:literal, $severity:ident;)+) => {
        /// What a finding is about: a `Finding` about a project, a
        /// [`ServiceFinding`](super::service::ServiceFinding) about a service.
        ///
        /// ```
        /// use docknet::check::Rule;
        /// let rule = Rule::SeveralNatNetworksWithPublishedPorts;
        /// assert_eq!(rule.slug(), "several-nat-networks-with-published-ports");
        /// assert_eq!(rule.summary(), "Several NAT networks on one host, with published ports on more than one of them.");
        /// assert!(rule.page().contains("external"));
        /// assert_eq!("several-nat-networks-with-published-ports".parse(), Ok(rule));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] $variant,)+
        }

        impl Rule {
            /// Every rule, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word a person searches for.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }

            /// How grave it is where the host is known to be affected. A finding can be milder.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// What it is about, in one sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $doc.trim_ascii(),)+
                }
            }

            /// A page in Markdown: what happens, where, who says so, what to do.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("rules/", $slug, ".md")),)+
                }
            }
        }
    };
}

rules! {
    /// Names that clients keep asking at one container, while there are several.
    AddressCachedAfterScaling = "address-cached-after-scaling", Warning;
    /// An alias that is another service's name.
    AliasIsAnotherService = "alias-is-another-service", Warning;
    /// An alias in the engine's own network, where there are none.
    AliasOnPredefinedNetwork = "alias-on-predefined-network", Error;
    /// An automatic subnet may be one the host reaches otherwise.
    AutomaticSubnetMayShadow = "automatic-subnet-may-shadow", Warning;
    /// An address to be kept free that no subnet of the network has.
    AuxiliaryAddressOutsideSubnet = "auxiliary-address-outside-subnet", Error;
    /// An address to be kept free that is the network's own, or kept twice.
    AuxiliaryAddressUnusable = "auxiliary-address-unusable", Error;
    /// Addresses kept free that are given out all the same.
    AuxiliaryAddressesUnsupported = "auxiliary-addresses-unsupported", Error;
    /// A placement constraint no manager can read.
    BadConstraint = "bad-constraint", Error;
    /// Something under `x-docknet` that docknet cannot read.
    BadXDocknet = "bad-x-docknet", Error;
    /// A bridge of a project under the name of the host's default one.
    BridgeNameOfDefault = "bridge-name-of-default", Error;
    /// A service of a stack that is to be built, and names no image.
    BuildWithoutImageInStack = "build-without-image-in-stack", Error;
    /// One container's name for two services.
    ContainerNameTwice = "container-name-twice", Error;
    /// A name for one container, and several containers.
    ContainerNameWithReplicas = "container-name-with-replicas", Error;
    /// Services that ask for each other in a network that keeps its containers apart.
    ContainersKeptApart = "containers-kept-apart", Error;
    /// A name asked for in the engine's own network, which answers none.
    DefaultNetworkHasNoNames = "default-network-has-no-names", Error;
    /// More automatic networks than the engine has subnets for.
    DefaultPoolsExhausted = "default-pools-exhausted", Error;
    /// Automatic networks take the last subnets the engine has.
    DefaultPoolsNearlyExhausted = "default-pools-nearly-exhausted", Warning;
    /// Settings of a swarm in a file that docker-compose runs on one host.
    DeployIgnoredWithoutSwarm = "deploy-ignored-without-swarm", Note;
    /// Options for a container's resolver that have no effect.
    DnsOptionsUnsupported = "dns-options-unsupported", Warning;
    /// Search domains that have no effect.
    DnsSearchUnsupported = "dns-search-unsupported", Error;
    /// Name servers that have no effect.
    DnsServersUnsupported = "dns-servers-unsupported", Error;
    /// Tasks of a `dnsrr` service that answer to no name, as one cluster saw it.
    DnsrrNamesUnanswered = "dnsrr-names-unanswered", Note;
    /// A mode that answers with the tasks' addresses on a node where nobody knows whether it works.
    DnsrrUnsupported = "dnsrr-unsupported", Error;
    /// Any published port of a `dnsrr` service on engines that refuse all of them.
    DnsrrWithAnyPort = "dnsrr-with-any-port", Error;
    /// A service cannot answer with its tasks' addresses and be behind the routing mesh.
    DnsrrWithIngressPort = "dnsrr-with-ingress-port", Error;
    /// A port between 60000 and 65000, where Docker itself picks ports on some networks of Windows.
    DockerPickedPorts = "docker-picked-ports", Warning;
    /// A network's driver does not exist on the platform.
    DriverMissingOnPlatform = "driver-missing-on-platform", Error;
    /// An option its network driver does not read.
    DriverOptionIgnored = "driver-option-ignored", Warning;
    /// An option of a network's driver with a value it refuses.
    DriverOptionValueRefused = "driver-option-value-refused", Error;
    /// A network driver no engine has by that word.
    DriverUnknown = "driver-unknown", Error;
    /// A port Windows picks from by itself.
    DynamicPortOnWindows = "dynamic-port-on-windows", Warning;
    /// A range for dynamic addresses that leaves its subnet.
    DynamicRangeOutsideSubnet = "dynamic-range-outside-subnet", Error;
    /// A range for dynamic addresses where the platform has none.
    DynamicRangeUnsupported = "dynamic-range-unsupported", Error;
    /// A key with nothing under it, where Compose wants something.
    EmptySection = "empty-section", Error;
    /// An encrypted network with Windows nodes in it.
    EncryptedOverlayOnWindows = "encrypted-overlay-on-windows", Error;
    /// An encrypted network on a node whose kernel cannot encrypt.
    EncryptedOverlayWithoutEsp = "encrypted-overlay-without-esp", Error;
    /// A published port the engine itself listens on.
    EngineOwnPort = "engine-own-port", Error;
    /// A port Windows keeps for itself.
    ExcludedPort = "excluded-port", Error;
    /// A port a service tells others of that is none.
    ExposeUnreadable = "expose-unreadable", Error;
    /// An external network that is not on the host.
    ExternalNetworkMissing = "external-network-missing", Error;
    /// Names for the hosts file that do not get there.
    ExtraHostsUnsupported = "extra-hosts-unsupported", Error;
    /// A gateway that is kept free for something else.
    GatewayClash = "gateway-clash", Error;
    /// A gateway the engine takes out of the dynamic range, where the physical network has its own.
    GatewayFromDynamicRange = "gateway-from-dynamic-range", Warning;
    /// A gateway that its subnet does not have.
    GatewayOutsideSubnet = "gateway-outside-subnet", Error;
    /// A gateway at the network or broadcast address.
    GatewayUnusable = "gateway-unusable", Error;
    /// A container's name that only one generation of Compose gives.
    GeneratedNameUnresolved = "generated-name-unresolved", Warning;
    /// A published port on one address of a node.
    HostAddressIgnored = "host-address-ignored", Error;
    /// A port published on one address of a host that cannot do so.
    HostAddressInPublish = "host-address-in-publish", Error;
    /// The name Docker Desktop gives the host, asked for where no engine does.
    HostDockerInternalMissing = "host-docker-internal-missing", Error;
    /// More tasks with one host port than there are nodes.
    HostPortWithReplicas = "host-port-with-replicas", Error;
    /// A port in host mode on a node that cannot publish it.
    HostPublishUnsupported = "host-publish-unsupported", Error;
    /// A Windows image of another build than the host's.
    ImageBuildDiffersFromHost = "image-build-differs-from-host", Error;
    /// An image for the other platform.
    ImagePlatformDiffersFromHost = "image-platform-differs-from-host", Error;
    /// The network of the routing mesh, asked for by name.
    IngressByName = "ingress-by-name", Error;
    /// A port of the range swarm picks from by itself.
    IngressDynamicRange = "ingress-dynamic-range", Note;
    /// A network without a way out that has one.
    InternalUnsupported = "internal-unsupported", Error;
    /// A network without IPv4, where it stays or nothing is left.
    Ipv4CannotBeOff = "ipv4-cannot-be-off", Error;
    /// An IPv6 address asked for where none can be.
    Ipv6AddressUnsupported = "ipv6-address-unsupported", Error;
    /// IPv6 subnets on a network without IPv6.
    Ipv6NotEnabled = "ipv6-not-enabled", Error;
    /// IPv6 without a subnet, on engines that have none to give.
    Ipv6SubnetMissing = "ipv6-subnet-missing", Error;
    /// IPv6 on a network that has none.
    Ipv6Unsupported = "ipv6-unsupported", Error;
    /// Settings `docker stack deploy` leaves out.
    KeyIgnoredByStack = "key-ignored-by-stack", Warning;
    /// A link between services that share no network.
    LinkAcrossNetworks = "link-across-networks", Error;
    /// A link that gives no name.
    LinksUnsupported = "links-unsupported", Error;
    /// A sibling is looked for on `localhost`, which is the container itself.
    LocalhostIsTheContainer = "localhost-is-the-container", Warning;
    /// More tasks than the nodes may have under their limit.
    MaxReplicasPerNode = "max-replicas-per-node", Error;
    /// Windows and Linux nodes, and nothing that says which of them run the image.
    MixedPlatforms = "mixed-platforms", Warning;
    /// A network's MTU that has no effect.
    MtuOptionIgnored = "mtu-option-ignored", Warning;
    /// A name that may be asked for before anybody answers to it, where the failure is kept.
    NameAskedBeforeItExists = "name-asked-before-it-exists", Warning;
    /// A name in a URL that is no host name to many programs.
    NameNotAHostName = "name-not-a-host-name", Note;
    /// A name that swarm has no service or network for.
    NameRefusedBySwarm = "name-refused-by-swarm", Error;
    /// Projects that share a network answer to the same name.
    NamesCollideOnSharedNetwork = "names-collide-on-shared-network", Warning;
    /// A name asked for in a network that answers none.
    NamesNotAnswered = "names-not-answered", Error;
    /// A NAT network of a project's own is gone after a reboot.
    NatNetworkLostAtReboot = "nat-network-lost-at-reboot", Warning;
    /// The default NAT network has another prefix on every host.
    NatPrefixDiffersBetweenHosts = "nat-prefix-differs-between-hosts", Error;
    /// A network on the host is not the one the file describes.
    NetworkDiffersOnHost = "network-differs-on-host", Warning;
    /// A network mode of the other platform.
    NetworkModeMissingOnPlatform = "network-mode-missing-on-platform", Error;
    /// Two projects make one network without meaning to.
    NetworkNameByProject = "network-name-by-project", Error;
    /// A predefined network that does not reach beyond a node.
    NetworkNodeLocal = "network-node-local", Warning;
    /// A network that is not the swarm's.
    NetworkNotSwarmScoped = "network-not-swarm-scoped", Error;
    /// A predefined network that services cannot have.
    NetworkPredefinedRefused = "network-predefined-refused", Error;
    /// One network, twice.
    NetworkTwice = "network-twice", Note;
    /// A service in a network nobody declares.
    NetworkUndefined = "network-undefined", Error;
    /// A network nobody has made.
    NetworkUnknown = "network-unknown", Error;
    /// A network nobody is in.
    NetworkUnused = "network-unused", Warning;
    /// Networks beside a network mode, which exclude each other.
    NetworksBesideNetworkMode = "networks-beside-network-mode", Error;
    /// No node may run a task.
    NoEligibleNode = "no-eligible-node", Error;
    /// A swarm without a manager to ask.
    NoManager = "no-manager", Error;
    /// Projects on the default NAT network see each other.
    OneNatEndsIsolation = "one-nat-ends-isolation", Note;
    /// Options the engine refuses beside another's network stack.
    OptionsBesideNetworkMode = "options-beside-network-mode", Error;
    /// A container on a network of the swarm that takes services only.
    OverlayNotAttachable = "overlay-not-attachable", Error;
    /// A network with fewer addresses than the service takes.
    OverlayTooSmall = "overlay-too-small", Error;
    /// An overlay network on a node that has none.
    OverlayUnsupported = "overlay-unsupported", Error;
    /// An overlay network on a host that cannot make one.
    OverlayWithoutSwarm = "overlay-without-swarm", Error;
    /// A pinned address is free for others while its owner is down.
    PinnedAddressCanBeTaken = "pinned-address-can-be-taken", Warning;
    /// A pinned address on a `nat` whose prefix nobody fixed.
    PinnedAddressOnUnfixedNat = "pinned-address-on-unfixed-nat", Warning;
    /// Subnets of one network that share addresses.
    PoolsOverlapInNetwork = "pools-overlap-in-network", Error;
    /// A published port of the range the host picks from for others.
    PortInEphemeralRange = "port-in-ephemeral-range", Note;
    /// A range of ports published as one of another length.
    PortLengthsDiffer = "port-lengths-differ", Error;
    /// A choice of host ports for one port, where there is none.
    PortRangeUnsupported = "port-range-unsupported", Error;
    /// A port without quotes that docker-compose 1 reads as a number.
    PortReadAsBase60 = "port-read-as-base-60", Warning;
    /// A port another service of the swarm publishes.
    PortUsedByService = "port-used-by-service", Error;
    /// Published ports in networks whose driver publishes none.
    PortsNotPublishedByDriver = "ports-not-published-by-driver", Warning;
    /// Published ports of a service that is in internal networks only.
    PortsOnInternalNetwork = "ports-on-internal-network", Error;
    /// Published ports beside a network mode that publishes none.
    PortsWithoutOwnNetwork = "ports-without-own-network", Error;
    /// A network every engine has, declared as the project's own.
    PredefinedNetworkNotExternal = "predefined-network-not-external", Error;
    /// Two projects of one name.
    ProjectNameTwice = "project-name-twice", Error;
    /// A protocol the platform cannot publish.
    ProtocolUnsupported = "protocol-unsupported", Error;
    /// A published port that localhost does not reach.
    PublishedPortNotOnLocalhost = "published-port-not-on-localhost", Note;
    /// A published port, seldom meant for everybody, that opens the host's firewall.
    PublishedPortOpensFirewall = "published-port-opens-firewall", Note;
    /// A port a container on the host has now.
    PublishedPortTaken = "published-port-taken", Error;
    /// Two services want the same port of the host.
    PublishedPortTwice = "published-port-twice", Error;
    /// Another service is asked for by the port it has on the host.
    PublishedPortUsedInside = "published-port-used-inside", Warning;
    /// One port of the host for several containers of a service.
    PublishedPortWithReplicas = "published-port-with-replicas", Error;
    /// A file `docker stack deploy` does not read.
    RefusedByStackDeploy = "refused-by-stack-deploy", Error;
    /// An image of a registry that may ask who pulls.
    RegistryAuth = "registry-auth", Note;
    /// A number of tasks for a service that has one on every node.
    ReplicasWithGlobal = "replicas-with-global", Error;
    /// A port of the routing mesh on a node that has none.
    RoutingMeshUnsupported = "routing-mesh-unsupported", Error;
    /// Two numbers of containers for one service.
    ScaleBesideReplicas = "scale-beside-replicas", Error;
    /// Services that need each other before they can be made.
    ServiceCircle = "service-circle", Error;
    /// A service asked for by its name from where it cannot be found.
    ServiceOutOfReachByName = "service-out-of-reach-by-name", Warning;
    /// A reference to a service nobody declares.
    ServiceUndefined = "service-undefined", Error;
    /// A service that names no image and none to build.
    ServiceWithoutImage = "service-without-image", Error;
    /// Settings at an external network, which only its maker can choose.
    SettingsBesideExternal = "settings-beside-external", Error;
    /// Several NAT networks on one host, nothing published on more than one.
    SeveralNatNetworks = "several-nat-networks", Warning;
    /// Several NAT networks on one host, with published ports on more than one of them.
    SeveralNatNetworksWithPublishedPorts = "several-nat-networks-with-published-ports", Error;
    /// NAT networks outside of the host's one prefix.
    SeveralNatPrefixes = "several-nat-prefixes", Error;
    /// Transparent networks that share an adapter.
    SeveralNetworksOnOneAdapter = "several-networks-on-one-adapter", Error;
    /// Several IPv4 subnets in a network whose driver takes one.
    SeveralSubnetsOnOneBridge = "several-subnets-on-one-bridge", Error;
    /// A network of several subnets where it can have one.
    SeveralSubnetsUnsupported = "several-subnets-unsupported", Error;
    /// A network stack that containers cannot share.
    SharedNamespaceUnsupported = "shared-namespace-unsupported", Error;
    /// An address for a service, which swarm takes and ignores.
    StaticAddressIgnored = "static-address-ignored", Error;
    /// A pinned address that a container without one may get first.
    StaticAddressInDynamicRange = "static-address-in-dynamic-range", Error;
    /// A pinned address on a Linux network whose subnet the engine picks.
    StaticAddressOnAutomaticSubnet = "static-address-on-automatic-subnet", Error;
    /// A pinned address on a network of the engine's own that takes none.
    StaticAddressOnDefaultNetwork = "static-address-on-default-network", Error;
    /// A pinned address in a transparent network that is not the physical one.
    StaticAddressOnTransparent = "static-address-on-transparent", Warning;
    /// A pinned address that no subnet of the network has.
    StaticAddressOutsideSubnet = "static-address-outside-subnet", Error;
    /// A pinned address that the network keeps for itself.
    StaticAddressReserved = "static-address-reserved", Error;
    /// A pinned address another container has.
    StaticAddressTaken = "static-address-taken", Error;
    /// One address pinned by two services.
    StaticAddressTwice = "static-address-twice", Error;
    /// One address for several containers of a service.
    StaticAddressWithReplicas = "static-address-with-replicas", Error;
    /// A subnet with bits set behind its prefix.
    SubnetHostBits = "subnet-host-bits", Error;
    /// A subnet of the engine's own pools, which an automatic network may get first.
    SubnetInDefaultPools = "subnet-in-default-pools", Warning;
    /// A subnet of addresses that are not for private use.
    SubnetNotPrivate = "subnet-not-private", Error;
    /// A subnet in a range that is to be avoided.
    SubnetOverlapsAvoidedRange = "subnet-overlaps-avoided-range", Error;
    /// A subnet over what a route of the host leads to.
    SubnetOverlapsRoute = "subnet-overlaps-route", Error;
    /// Fewer addresses than containers.
    SubnetTooSmall = "subnet-too-small", Error;
    /// Two networks share addresses.
    SubnetsOverlap = "subnets-overlap", Error;
    /// A port swarm itself needs on every node.
    SwarmOwnPort = "swarm-own-port", Warning;
    /// What the nodes must reach each other by.
    SwarmPortsBetweenNodes = "swarm-ports-between-nodes", Note;
    /// A key that no Compose knows.
    UnknownKey = "unknown-key", Error;
    /// A rule under `x-docknet` that docknet does not have.
    UnknownRuleInXDocknet = "unknown-rule-in-x-docknet", Warning;
    /// An allowance under `x-docknet` that had nothing to allow.
    UnusedAllowance = "unused-allowance", Note;
    /// A value that cannot be read.
    ValueUnreadable = "value-unreadable", Error;
    /// A virtual address on a node that has none.
    VipUnsupported = "vip-unsupported", Error;
    /// A virtual address with nodes whose kernel cannot balance.
    VipWithoutIpvs = "vip-without-ipvs", Error;
}
