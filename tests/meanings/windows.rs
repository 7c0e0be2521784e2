//! The Windows engine.

use docknet::engine::{DaemonFault, Limit, Meaning, OptionFault};
use docknet::wire::HnsCode;

use super::Sentence;

pub(super) fn windows() -> Vec<Sentence> {
    let limit = |what| Meaning::Unsupported { what };
    let daemon = |build| Meaning::Daemon(DaemonFault::WindowsTooOld { build });
    let hns = |code: Option<u32>| Meaning::Hns { code: code.map(HnsCode::new) };
    let port =
        || Meaning::PortInUse { port: None, address: None, protocol: None, container: None, holder: None };
    vec![
        (500, "20.10.24", "This request is not supported by null ipam driver", limit(Limit::NullIpam)),
        (
            500,
            "27.0.0",
            "invalid pool request: this request is not supported by the 'windows' ipam driver",
            limit(Limit::NullIpam),
        ),
        (403, "20.10.24", "windowsshim driver doesn't support v6 subnets", limit(Limit::WindowsIpv6)),
        (400, "28.0.0", "IPv4 cannot be disabled on Windows", limit(Limit::Ipv4Off)),
        (
            403,
            "28.0.0",
            "network n requires ipv4 configuration",
            limit(Limit::RequiresIpv4 { network: "n".into() }),
        ),
        (
            500,
            "20.10.24",
            "failed to create endpoint c on network nat: Windows does not support more than one host port in NAT settings",
            limit(Limit::NatPortRange),
        ),
        (
            500,
            "20.10.24",
            "Windows does not support host IP addresses in NAT settings",
            limit(Limit::NatHostAddress),
        ),
        (
            500,
            "1.12.6",
            "Windows does not support connecting a running container",
            limit(Limit::ConnectRunning),
        ),
        (500, "20.10.24", "Windows does not support checkpoints", limit(Limit::WindowsOther)),
        (500, "20.10.24", "invalid protocol sctp", limit(Limit::Protocol { protocol: "sctp".into() })),
        (
            500,
            "20.10.24",
            "Invalid network option. OutboundNat is not supported on this OS version",
            limit(Limit::OutboundNat),
        ),
        (
            400,
            "25.0.0",
            "Invalid mac pool. You must specify both a start range and an end range",
            Meaning::Option(OptionFault::MacPool),
        ),
        (500, "20.10.24", "Invalid endpoint configuration", limit(Limit::EndpointConfiguration)),
        (
            500,
            "20.10.24",
            "insufficient vnis(0) passed to overlay. Windows driver requires VNIs to be prepopulated",
            limit(Limit::TooFewVnis { given: 0 }),
        ),
        (
            501,
            "18.09.0",
            "default gateway functionality is not implemented in windows",
            limit(Limit::GatewayOnWindows),
        ),
        (
            400,
            "20.10.24",
            "Using the network stack of another container is not supported while using Hyper-V Containers",
            limit(Limit::HypervNetworkShared),
        ),
        (
            400,
            "28.0.0",
            "invalid network-mode: using the network stack of another container is not supported while using Hyper-V Containers",
            limit(Limit::HypervNetworkShared),
        ),
        (
            500,
            "20.10.24",
            "sharing of hyperv containers network is not supported",
            limit(Limit::HypervNetworkShared),
        ),
        (500, "28.0.0", "unsupported platform request", limit(Limit::PlatformRequest)),
        (
            0,
            "20.10.24",
            "The docker daemon requires build 14393 or later of Windows Server 2016 or Windows 10",
            daemon(14393),
        ),
        (
            0,
            "23.0.0",
            "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)",
            daemon(17763),
        ),
        (500, "18.09.0", "HNS failed with error : The parameter is incorrect. ", hns(Some(0x57))),
        (500, "19.03.0", "hns failed with error : The object already exists. ", hns(Some(0x1392))),
        (
            500,
            "18.09.0",
            "Error creating default network: hnsCall failed in Win32: Element not found. (0x490)",
            hns(Some(0x490)),
        ),
        (
            500,
            "28.1.0",
            "failed to set up container networking: failed to create endpoint c on network nat: failed during hnsCallRawResponse: hnsCall failed in Win32: Der Netzwerkname existiert bereits. (0x803b0010)",
            hns(Some(0x803b_0010)),
        ),
        (
            500,
            "28.1.0",
            "failed to create endpoint c on network nat: failed during hnsCallRawResponse: hnsCall failed in Win32: Параметр задан неверно. (0x57)",
            hns(Some(0x57)),
        ),
        (500, "19.03.0", "hns failed with error : Что-то пошло не так. ", hns(None)),
        (
            500,
            "23.0.0",
            "error creating default network: failed during hnsCallRawResponse: Catastrophic failure (0x8000ffff)",
            hns(Some(0x8000_ffff)),
        ),
        (
            500,
            "20.10.24",
            "hcnCreateLoadBalancer failed in Win32: The specified port already exists. (0x803b0013)",
            port(),
        ),
        (
            500,
            "20.10.24",
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The process cannot access the file because it is being used by another process. (0x20)",
            port(),
        ),
        (
            500,
            "20.10.24",
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The IP address is invalid or reserved. (0x803b002f)",
            Meaning::AddressInUse,
        ),
    ]
}
