//! What an engine's sentences mean.
//!
//! The one place where wording is looked at. Sentences differ by version; the table at the end holds every wording
//! that is known for a meaning, `{}` standing for the parts that are data. Wordings: moby's sources from 1.12 to
//! 29.7, and the answers of a real 20.10 engine.

use super::Meaning;
use crate::engine::Answer;

/// What an engine's answer means.
///
/// ```
/// use docknet::engine::{Answer, Meaning, meaning};
///
/// let answer = Answer::new(403, "Pool overlaps with other one on this address space");
/// assert_eq!(meaning(&answer), Meaning::SubnetOverlap { with: None });
/// assert_eq!(meaning(&Answer::new(418, "I am a teapot")), Meaning::Unrecognised);
/// ```
#[must_use]
pub fn meaning(answer: &Answer) -> Meaning {
    let sentence = unwrapped(answer.sentence.trim());
    TABLE
        .iter()
        .find_map(|(pattern, meaning)| captures(pattern, sentence).map(|parts| meaning(&parts)))
        .unwrap_or(match answer.status {
            400 => Meaning::InvalidRequest,
            _ => Meaning::Unrecognised,
        })
}

/// The sentence without what engines put around it.
fn unwrapped(mut sentence: &str) -> &str {
    const AROUND: &[&str] = &[
        "error while removing network: ",
        "failed to set up container networking: ",
        "invalid pool request: ",
        "invalid network config:\n",
        "invalid endpoint settings:\n",
        "invalid config for network {}: ",
        "cannot create network {}: ",
        "failed to create endpoint {} on network {}: ",
        "rpc error: code = {} desc = ",
        "Could not attach to network {}: ",
    ];
    loop {
        let inner = AROUND.iter().find_map(|around| {
            let parts = captures(&format!("{around}{{}}"), sentence)?;
            parts.last().copied()
        });
        match inner {
            Some(inner) => sentence = inner,
            None => return sentence,
        }
    }
}

/// The parts of a sentence that stand where a pattern has `{}`, if the sentence is like the pattern.
///
/// Every part is as short as it can be; the last takes what is left.
fn captures<'a>(pattern: &str, sentence: &'a str) -> Option<Vec<&'a str>> {
    let mut literals = pattern.split("{}");
    let mut rest = sentence.strip_prefix(literals.next()?)?;
    let mut parts = Vec::new();
    let mut open = false;
    for literal in literals {
        open = literal.is_empty();
        let end = if open { rest.len() } else { rest.find(literal)? };
        parts.push(&rest[..end]);
        rest = &rest[end + literal.len()..];
    }
    (open || rest.is_empty()).then_some(parts)
}

type Row = (&'static str, fn(&[&str]) -> Meaning);

/// Every wording that is known. The first row that fits is taken.
const TABLE: &[Row] = &[
    ("network with name {} already exists", |p| exists(p[0])),
    ("name conflicts with an existing object: service {} already exists", |p| service_exists(Some(p[0]))),
    ("name conflicts with an existing object: {}", |p| exists(p[0])),
    ("A network with this name already exists. {}", |_| exists("")),
    ("operation is not permitted on predefined {} network", |p| predefined(p[0])),
    ("{} is a pre-defined network and cannot be {}", |p| predefined(p[0])),
    ("Pool overlaps with other one on this address space", |_| Meaning::SubnetOverlap { with: None }),
    ("conflicts with network {} ({}): networks have overlapping {}", |p| Meaning::SubnetOverlap {
        with: Some(p[0].into()),
    }),
    (
        "could not find an available, non-overlapping {} address pool among the defaults to assign to the network",
        |_| Meaning::PoolsExhausted,
    ),
    ("all predefined address pools have been fully subnetted", |_| Meaning::PoolsExhausted),
    ("failed to allocate gateway ({}): {}", |p| gateway(p[0])),
    ("invalid gateway {}: {}", |p| gateway(p[0])),
    ("invalid gateway address {} in Ipam configuration", |p| gateway(p[0])),
    ("plugin \"{}\" not found", |p| Meaning::DriverNotFound { driver: p[0].into() }),
    ("could not find plugin {} in v1 plugin registry: plugin not found", |p| Meaning::DriverNotFound {
        driver: p[0].into(),
    }),
    ("network {} is ambiguous ({} matches found {}", |p| ambiguous(p[0], p[1])),
    ("{} matches found based on name: network {} is ambiguous", |p| ambiguous(p[1], p[0])),
    ("{} matches found based on ID prefix: network {} is ambiguous", |p| ambiguous(p[1], p[0])),
    ("network {} has active endpoints ({})", |p| in_use(p[0], p[1])),
    ("network {} id {} has active endpoints", |p| in_use(p[0], "")),
    ("network {} has active endpoints", |p| in_use(p[0], "")),
    ("network {} is in use by {}", |p| in_use(p[0], p[1])),
    ("service {} not found", |p| Meaning::ServiceNotFound { service: p[0].into() }),
    ("network {} not found", |p| Meaning::NetworkNotFound { network: p[0].into() }),
    // A container that is asked for by name and nothing else has a slash in front of it.
    ("No such container: {}", |p| Meaning::ContainerNotFound {
        container: p[0].trim_start_matches('/').into(),
    }),
    ("endpoint with name {} already exists in network {}", |p| connected(p[0], p[1])),
    ("{} is already attached to network {}", |p| connected(p[0], p[1])),
    ("container {} is not connected to the network {}", |p| Meaning::NotConnected { network: p[1].into() }),
    ("container {} is not connected to network {}", |p| Meaning::NotConnected { network: p[1].into() }),
    ("Address already in use", |_| Meaning::AddressInUse),
    ("The IP address is invalid or reserved.{}", |_| Meaning::AddressInUse),
    ("Invalid address {}: It does not belong to any of this network's subnets", |p| outside(p[0])),
    ("no configured subnet or ip-range contain the IP address {}", |p| outside(p[0])),
    ("no configured subnet contains IP address {}", |p| outside(p[0])),
    (
        "user specified IP address is supported only when connecting to networks with user configured subnets",
        |_| Meaning::StaticAddressNeedsSubnet,
    ),
    ("user specified IP address is supported on user defined networks only", |_| {
        Meaning::StaticAddressOnPredefined
    }),
    ("user-specified IP address is supported on user-defined networks only", |_| {
        Meaning::StaticAddressOnPredefined
    }),
    ("no available IPv4 addresses on this network's address pools: {}", |_| Meaning::NoAddressLeft),
    ("no available IPv6 addresses on this network's address pools: {}", |_| Meaning::NoAddressLeft),
    ("This node is not a swarm manager. {}", |_| Meaning::NotSwarmManager),
    ("Cannot create a multi-host network from a worker node. {}", |_| Meaning::NotSwarmManager),
    ("Swarm is encrypted and needs to be unlocked before it can be used. {}", |_| Meaning::NotSwarmManager),
    ("published ports of services have no host address: {}", |_| Meaning::Unsupported),
    (
        "driver failed programming external connectivity on endpoint {} ({}): Bind for {} failed: port is already allocated",
        |p| port(p[2]),
    ),
    (
        "driver failed programming external connectivity on endpoint {} ({}): {}: bind: address already in use",
        |p| port(p[2]),
    ),
    ("Bind for {} failed: port is already allocated", |p| port(p[0])),
    ("port '{}' is already in use by service '{}' ({}) as {} port", |p| port(p[0])),
    ("This request is not supported by null ipam driver", |_| Meaning::Unsupported),
    ("this request is not supported by the 'windows' ipam driver", |_| Meaning::Unsupported),
    ("windowsshim driver doesn't support v6 subnets", |_| Meaning::Unsupported),
    ("IPv4 cannot be disabled on Windows", |_| Meaning::Unsupported),
    ("bridge driver doesn't support multiple subnets", |_| Meaning::Unsupported),
    ("Windows does not support {}", |_| Meaning::Unsupported),
    ("HNS failed with error : {}", |p| hns(p[0])),
    ("hns failed with error : {}", |p| hns(p[0])),
    ("hnsCall failed in Win32: {}", |p| hns(p[0])),
    ("failed during hnsCallRawResponse: {}", |p| hns(p[0])),
];

fn exists(network: &str) -> Meaning {
    Meaning::NetworkExists { network: network.into() }
}

fn service_exists(service: Option<&str>) -> Meaning {
    Meaning::ServiceExists { service: service.map(Into::into) }
}

fn predefined(network: &str) -> Meaning {
    Meaning::PredefinedNetwork { network: Some(network.into()) }
}

fn gateway(text: &str) -> Meaning {
    Meaning::GatewayUnusable { gateway: text.parse().ok() }
}

fn ambiguous(network: &str, matches: &str) -> Meaning {
    Meaning::AmbiguousNetwork { network: network.into(), matches: matches.parse().unwrap_or(2) }
}

fn in_use(network: &str, endpoints: &str) -> Meaning {
    let names = endpoints.split("name:\"").skip(1).filter_map(|part| part.split('"').next());
    Meaning::NetworkInUse { network: network.into(), endpoints: names.map(Into::into).collect() }
}

fn connected(container: &str, network: &str) -> Meaning {
    Meaning::AlreadyConnected { container: container.into(), network: network.into() }
}

fn outside(address: &str) -> Meaning {
    Meaning::AddressOutside { address: address.parse().ok() }
}

/// The port at the end of `0.0.0.0:8080` or `listen tcp4 0.0.0.0:8080`.
fn port(binding: &str) -> Meaning {
    Meaning::PortInUse { port: binding.rsplit(':').next().and_then(|port| port.parse().ok()) }
}

/// The code in `… (0x803b0013)`, which is what tells in every language.
fn hns(text: &str) -> Meaning {
    let code = text.rsplit_once("(0x").and_then(|(_, tail)| tail.split(')').next());
    match code.and_then(|code| u32::from_str_radix(code, 16).ok()) {
        // A port another process holds, and one another container holds.
        Some(0x20 | 0x803b_0013) => Meaning::PortInUse { port: None },
        Some(0x803b_002f) => Meaning::AddressInUse,
        code => Meaning::Hns { code },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, sentence: &str) -> Meaning {
        meaning(&Answer::new(status, sentence))
    }

    #[test]
    fn patterns_take_the_shortest_parts() {
        assert_eq!(captures("a {} b {}", "a x b y b z"), Some(vec!["x", "y b z"]));
        assert_eq!(captures("a {} b", "a x b y"), None);
        assert_eq!(captures("{}", ""), Some(vec![""]));
        assert_eq!(captures("plain", "plainer"), None);
    }

    #[test]
    fn one_meaning_has_many_wordings() {
        let overlap = |with: Option<&str>| Meaning::SubnetOverlap { with: with.map(Into::into) };
        for (sentence, expected) in [
            ("Pool overlaps with other one on this address space", overlap(None)),
            ("invalid pool request: Pool overlaps with other one on this address space", overlap(None)),
            (
                "cannot create network 1f (br-1f): conflicts with network 2e (br-2e): networks have overlapping IPv4",
                overlap(Some("2e")),
            ),
            ("operation is not permitted on predefined bridge network ", predefined("bridge")),
            ("bridge is a pre-defined network and cannot be removed", predefined("bridge")),
            ("error while removing network: network a b id 12 has active endpoints", in_use("a b", "")),
            (
                "error while removing network: network n has active endpoints (name:\"c1\" id:\"ab\", name:\"c2\" id:\"cd\")",
                Meaning::NetworkInUse { network: "n".into(), endpoints: vec!["c1".into(), "c2".into()] },
            ),
            (
                "Invalid address 10.9.9.9: It does not belong to any of this network's subnets",
                outside("10.9.9.9"),
            ),
            (
                "invalid config for network n: invalid endpoint settings:\nno configured subnet or ip-range contain the IP address 10.9.9.9",
                outside("10.9.9.9"),
            ),
            ("network n is ambiguous (2 matches found on name)", ambiguous("n", "2")),
            ("2 matches found based on name: network n is ambiguous", ambiguous("n", "2")),
            ("container 3b is not connected to network n", Meaning::NotConnected { network: "n".into() }),
            ("container 3b is not connected to the network n", Meaning::NotConnected { network: "n".into() }),
            (
                "driver failed programming external connectivity on endpoint c (8f): Bind for 0.0.0.0:8080 failed: port is already allocated",
                Meaning::PortInUse { port: Some(8080) },
            ),
            (
                "driver failed programming external connectivity on endpoint c (8f): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use",
                Meaning::PortInUse { port: Some(8080) },
            ),
            (
                "failed to create endpoint c on network nat: failed during hnsCallRawResponse: hnsCall failed in Win32: The specified port already exists. (0x803b0013)",
                Meaning::PortInUse { port: None },
            ),
            // The answers of a real 20.10 engine.
            (
                "rpc error: code = InvalidArgument desc = port '24081' is already in use by service 'vip' (xots8sjd8fck96tpy3ybom00t) as an ingress port",
                Meaning::PortInUse { port: Some(24081) },
            ),
            ("bridge driver doesn't support multiple subnets", Meaning::Unsupported),
            ("No such container: /ad0", Meaning::ContainerNotFound { container: "ad0".into() }),
            ("hnsCall failed in Win32: Element not found. (0x490)", Meaning::Hns { code: Some(0x490) }),
            ("HNS failed with error : The parameter is incorrect. ", Meaning::Hns { code: None }),
        ] {
            assert_eq!(of(500, sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn a_sentence_nobody_knows_is_not_guessed() {
        assert_eq!(of(500, "something new"), Meaning::Unrecognised);
        assert_eq!(of(400, "something new"), Meaning::InvalidRequest);
    }
}
