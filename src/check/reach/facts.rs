//! Who says so.

use crate::host::{Evidence, Source};

const PUBLISHING: Source = Source::new(Evidence::Documented, "docker port publishing and mapping");

/// A container's address answers the host and its own network, and nobody else.
pub(super) const BRIDGE: &[Source] = &[PUBLISHING];
/// A published port answers on the host's addresses, also for containers of other networks.
pub(super) const PUBLISHED: &[Source] = &[PUBLISHING];
/// Engines before 28.0 forward what neighbours route to a port published on the loopback address.
pub(super) const LOOPBACK_LEAK: &[Source] = &[Source::new(Evidence::Reported, "moby/moby#45610")];
/// A container whose networks are all internal publishes nothing.
pub(super) const INTERNAL: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/bridge: no port mappings on internal networks; seen on engine 20.10.24",
)];
/// The host and its containers on macvlan and ipvlan networks do not see each other.
pub(super) const LAYER2: &[Source] =
    &[Source::new(Evidence::Documented, "docker macvlan and ipvlan network drivers")];
/// An overlay network lives in a network namespace of its own.
pub(super) const OVERLAY: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby libnetwork drivers/overlay: the bridge is in a namespace of its own",
)];
/// A NAT endpoint answers the container host by its own address and port.
pub(super) const WINNAT: &[Source] =
    &[Source::new(Evidence::Documented, "Windows NAT (WinNAT): capabilities and limitations")];
/// Port mappings exist on some kinds of HNS networks only.
pub(super) const UNTRANSLATED: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "golang.org/x/sys/windows: 0x803b0016, port mapping not supported on the network",
)];
/// Between containers that are kept apart, a published port answers by the engine's proxy alone.
pub(super) const WITHOUT_PROXY: &[Source] = &[Source::new(Evidence::Reported, "moby/moby#53713, #53723")];
/// Links give names on the default bridge.
pub(super) const LINKS: &[Source] =
    &[Source::new(Evidence::Documented, "docker run --link, legacy container links")];
/// Containers of one network stack share its loopback.
pub(super) const SHARED_STACK: &[Source] =
    &[Source::new(Evidence::Documented, "docker run --network container:")];
/// Layer-2 drivers of Windows put containers on the physical network.
pub(super) const WINDOWS_LAYER2: &[Source] =
    &[Source::new(Evidence::Documented, "Windows container network drivers page")];
/// The engine's resolver serves containers.
pub(super) const RESOLVER: &[Source] = &[Source::new(Evidence::ReadInCode, "moby libnetwork resolver.go")];
/// A service's name is an alias of its containers.
pub(super) const SERVICE_NAMES: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 service.py: a service's name is an alias of its containers",
    ),
    Source::new(Evidence::ReadInCode, "moby libnetwork resolver.go"),
];
/// Swarm refuses ports of the mesh for services without a virtual address.
pub(super) const DNSRR: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit: port published with ingress mode can't be used with dnsrr mode",
)];
/// A container with the host's network stack listens on the host's addresses.
pub(super) const HOST_MODE: &[Source] = &[Source::new(Evidence::Documented, "docker host network driver")];
