//! The codes beside HCN's that HNS is known to answer with.

use super::code::CodeEvidence::Reported;
use super::code::{HnsCode, HnsFact};

const fn fact(
    code: u32,
    name: &'static str,
    sentence: &'static str,
    meaning: &'static str,
    (cause, cure): (&'static str, Option<&'static str>),
    source: &'static str,
) -> HnsFact {
    let code = HnsCode::new(code);
    HnsFact { code, name, sentence, meaning, cause: Some(cause), cure, evidence: Reported, source }
}

pub(super) const FACTS: &[HnsFact] = &[
    fact(
        0x5,
        "ERROR_ACCESS_DENIED",
        "Access is denied.",
        "HNS may not do that",
        ("the subnet is not on the host's LAN, or a policy forbids it", None),
        "docker/for-win#7856",
    ),
    fact(
        0x20,
        "ERROR_SHARING_VIOLATION",
        "The process cannot access the file because it is being used by another process.",
        "the host port cannot be had",
        (
            "a process holds the host port, or Windows excludes it (netsh int ipv4 show excludedportrange)",
            Some("publish another port, or free this one; a port excluded by hand is closed to HNS as well"),
        ),
        "docker/for-win#1745, #2213, #3893, #12251",
    ),
    fact(
        0x22,
        "ERROR_WRONG_DISK",
        "",
        "HNS cannot read its own store",
        (
            "HNS.data is corrupt after an update",
            Some("stop docker and hns, delete HNS.data (or hnsdiag delete), start hns, then docker"),
        ),
        "threads on the wrong diskette message",
    ),
    fact(
        0x57,
        "ERROR_INVALID_PARAMETER",
        "The parameter is incorrect.",
        "HNS does not take a value of the request",
        (
            "a second NAT prefix on a host that takes one, a prefix that overlaps the host's network, or a wrong adapter name",
            Some(
                "choose another subnet, remove the leftover with Get-NetNat | Remove-NetNat, or use the existing nat network",
            ),
        ),
        "docker/for-win#598, #396, moby/moby#30280, MicrosoftDocs/Virtualization-Documentation issue 361",
    ),
    fact(
        0x422,
        "ERROR_SERVICE_DISABLED",
        "",
        "a service HNS needs is disabled",
        ("SharedAccess is disabled", Some("enable the service SharedAccess")),
        "microsoft/WSL#12074",
    ),
    fact(
        0x426,
        "ERROR_SERVICE_NOT_ACTIVE",
        "The service has not been started.",
        "HNS is not running, or says so although it is",
        ("the service hns is stopped or in a bad state", Some("restart hns, then docker")),
        "docker/for-win#8226",
    ),
    fact(
        0x490,
        "ERROR_NOT_FOUND",
        "Element not found.",
        "something HNS needs is not there",
        (
            "IPv6 is switched off on the host, the network is stale after a restart, or a virtual subnet below 4096",
            Some("switch IPv6 on (DisabledComponents), or create the network anew"),
        ),
        "moby/moby#32595, #34696, #32935",
    ),
    fact(
        0x6be,
        "RPC_S_CALL_FAILED",
        "The remote procedure call failed.",
        "HNS went away during the call",
        ("HNS crashed or was restarted", Some("restart hns, then docker")),
        "moby/moby#30342",
    ),
    fact(
        0x10d8,
        "ERROR_OBJECT_NOT_FOUND",
        "The object identifier does not represent a valid object.",
        "HNS has no object of that identity",
        ("the object was removed already; engines take this as done", None),
        "moby libnetwork windows driver",
    ),
    fact(
        0x1392,
        "ERROR_OBJECT_ALREADY_EXISTS",
        "The object already exists.",
        "HNS has that already, or what is left of it",
        (
            "leftovers of a NAT network, a host port published twice (2016), or a network of that name just removed",
            Some(
                "stop docker and hns, delete HNS.data, Get-NetNat | Remove-NetNat, start hns, then docker; or reboot",
            ),
        ),
        "docker/for-win#1384, #726, moby/moby#33880, #35023, #23086",
    ),
    fact(
        0x8000_4005,
        "E_FAIL",
        "Unspecified error",
        "HNS says no more than that it failed",
        ("publishing over the swarm's ingress on Windows Server 2016", None),
        "docker/for-win#1552, #1834, docker/compose#4999",
    ),
    fact(
        0x8000_ffff,
        "E_UNEXPECTED",
        "Catastrophic failure",
        "HNS says no more than that it failed",
        ("publishing over the swarm's ingress on Windows Server 2016", None),
        "docker/for-win#1552, #1834, docker/compose#4999",
    ),
    fact(
        0xc037_0101,
        "IMAGE_MISMATCH",
        "",
        "the image was built for another build of Windows than the host's",
        ("process isolation needs images of the host's build", Some("take the image of the host's build")),
        "Windows container version compatibility page (documented)",
    ),
];
