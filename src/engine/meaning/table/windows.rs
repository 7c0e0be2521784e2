//! The Windows engine and HNS.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{DaemonFault, Limit, Meaning, OptionFault};
use crate::wire::{HnsCode, HnsError};

pub(super) const ROWS: &[Wording] = &[
    row("This request is not supported by null ipam driver", |_| limit(Limit::NullIpam)).before(27, 0),
    row("this request is not supported by the 'windows' ipam driver", |_| limit(Limit::NullIpam))
        .since(27, 0),
    row("windowsshim driver doesn't support v6 subnets", |_| limit(Limit::WindowsIpv6)),
    row("IPv4 cannot be disabled on Windows", |_| limit(Limit::Ipv4Off)).since(28, 0),
    row("network {} requires ipv4 configuration", |p| limit(Limit::RequiresIpv4 { network: p.text(0) })),
    row("Windows does not support more than one host port in NAT settings", |_| limit(Limit::NatPortRange)),
    row("Windows does not support host IP addresses in NAT settings", |_| limit(Limit::NatHostAddress)),
    row("Windows does not support connecting a running container{}", |_| limit(Limit::ConnectRunning))
        .before(1, 13),
    row("Windows does not support {}", |_| limit(Limit::WindowsOther)),
    row("invalid protocol {}", |p| limit(Limit::Protocol { protocol: p.text(0) })),
    row("Invalid network option. OutboundNat is not supported on this OS version", |_| {
        limit(Limit::OutboundNat)
    })
    .before(23, 0),
    row("Invalid mac pool. You must specify both a start range and an end range", |_| {
        Some(Meaning::Option(OptionFault::MacPool))
    }),
    row("Invalid endpoint configuration", |_| limit(Limit::EndpointConfiguration)),
    row("insufficient vnis({}) passed to overlay. Windows driver requires VNIs to be prepopulated", |p| {
        limit(Limit::TooFewVnis { given: p.parse(0)? })
    }),
    row("default gateway functionality is not implemented in windows", |_| limit(Limit::GatewayOnWindows)),
    row(
        "Using the network stack of another container is not supported while using Hyper-V Containers",
        |_| limit(Limit::HypervNetworkShared),
    ),
    row(
        "invalid network-mode: using the network stack of another container is not supported while using Hyper-V Containers",
        |_| limit(Limit::HypervNetworkShared),
    ),
    row("sharing of hyperv containers network is not supported", |_| limit(Limit::HypervNetworkShared)),
    row("unsupported platform request", |_| limit(Limit::PlatformRequest)),
    row("The docker daemon requires build {} or later of Windows Server 2016 or Windows 10", |p| {
        Some(Meaning::Daemon(DaemonFault::WindowsTooOld { build: p.parse(0)? }))
    })
    .before(23, 0),
    row(
        "this version of Windows does not support the docker daemon (Windows build {} or higher is required)",
        |p| Some(Meaning::Daemon(DaemonFault::WindowsTooOld { build: p.parse(0)? })),
    )
    .since(23, 0),
    row("HNS failed with error : {}", hns).before(19, 3),
    row("hns failed with error : {}", hns).since(19, 3),
    row("failed during hnsCallRawResponse: hnsCall failed in Win32: {}", hns).since(19, 3),
    row("failed during hnsCallRawResponse: {}", hns).since(19, 3),
    row("hnsCall failed in Win32: {}", hns).before(19, 3),
    row("{} failed in Win32: {}", hns_behind),
];

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn limit(what: Limit) -> Option<Meaning> {
    Some(Meaning::Unsupported { what })
}

fn hns(p: &Parts<'_>) -> Option<Meaning> {
    coded(p.at(0))
}

/// Calls of HCN, `hcnCreateEndpoint` and the like.
fn hns_behind(p: &Parts<'_>) -> Option<Meaning> {
    let call = p.at(0);
    (call.starts_with("hcn") && !call.contains(' ')).then(|| coded(p.at(1)))?
}

/// The code in `… (0x803b0013)`, which is what tells in every language; without one, the sentences HNS is known for.
#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn coded(text: &str) -> Option<Meaning> {
    let code = HnsError::refused(text).code;
    Some(match code.map(HnsCode::value) {
        // A port another process holds, and one another container holds.
        Some(0x20 | 0x803b_0013) => {
            Meaning::PortInUse { port: None, address: None, protocol: None, container: None, holder: None }
        }
        Some(0x803b_002f) => Meaning::AddressInUse,
        _ => Meaning::Hns { code },
    })
}
