//! What engines from 25.0 on look at before anything else (moby `api/types/network/ipam.go`).

use std::net::IpAddr;

use crate::model::Subnet;
use crate::simulation::{AddressProblem, ConfigProblem, CreateRefusal};
use crate::wire::request::IpamConfigRequest;

/// Every problem of every pool. Without IPv6, its pools are not looked at.
pub(super) fn pools(asked: &[IpamConfigRequest], ipv6: bool, typed: bool) -> Result<(), CreateRefusal> {
    let mut problems = Vec::new();
    for request in asked {
        if typed {
            fields(request)?;
            if request.subnet.is_empty() {
                continue;
            }
        }
        let Some(subnet) = Prefix::read(&request.subnet) else {
            problems.push(ConfigProblem::Subnet { text: request.subnet.clone() });
            continue;
        };
        if !ipv6 && !subnet.is_ipv4() {
            continue;
        }
        if subnet.has_host_bits() {
            let (subnet, masked) = (subnet.to_string(), subnet.masked.to_string());
            problems.push(ConfigProblem::SubnetBits { subnet, masked });
        }
        range(&request.ip_range, &subnet, &mut problems);
        if let Some(why) = address(&request.gateway, &subnet) {
            problems.push(ConfigProblem::Gateway { text: request.gateway.clone(), why });
        }
        for (key, text) in request.auxiliary.iter().flatten() {
            if let Some(why) = address(text, &subnet) {
                problems.push(ConfigProblem::Auxiliary { key: key.clone(), why });
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(CreateRefusal::InvalidConfig { problems }) }
}

/// Engines from 29.0 on have prefixes and addresses in their structures, so that decoding fails.
fn fields(request: &IpamConfigRequest) -> Result<(), CreateRefusal> {
    for text in [&request.subnet, &request.ip_range] {
        if !text.is_empty() && Prefix::read(text).is_none() {
            return Err(CreateRefusal::Typed { problem: prefix_problem(text) });
        }
    }
    let auxiliary = request.auxiliary.iter().flatten().map(|(_, text)| text);
    for text in std::iter::once(&request.gateway).chain(auxiliary) {
        if !text.is_empty() && text.parse::<IpAddr>().is_err() {
            return Err(CreateRefusal::Typed { problem: format!("ParseAddr({text:?}): unable to parse IP") });
        }
    }
    Ok(())
}

/// Go's `netip.ParsePrefix` on a text that is none.
fn prefix_problem(text: &str) -> String {
    let why = match text.rsplit_once('/') {
        None => "no '/'".to_owned(),
        Some((address, _)) if address.parse::<IpAddr>().is_err() => {
            format!("ParseAddr({address:?}): unable to parse IP")
        }
        Some((_, length)) if length.parse::<u16>().is_err() => {
            format!("bad bits after slash: {length:?}")
        }
        Some(_) => "prefix length out of range".to_owned(),
    };
    format!("netip.ParsePrefix({text:?}): {why}")
}

/// A prefix as it was typed, and without its host bits.
struct Prefix {
    address: IpAddr,
    masked: Subnet,
}

impl Prefix {
    fn read(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        // Unlike its older reader, Go's newer one takes no length with a leading zero.
        if length.len() > 1 && length.starts_with('0') || !length.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self { address, masked: Subnet::around(address, length.parse().ok()?).ok()? })
    }

    fn is_ipv4(&self) -> bool {
        self.address.is_ipv4()
    }

    fn family(&self) -> &'static str {
        if self.is_ipv4() { "IPv4" } else { "IPv6" }
    }

    fn has_host_bits(&self) -> bool {
        self.masked.address() != self.address
    }
}

impl std::fmt::Display for Prefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.masked.length())
    }
}

fn range(text: &str, subnet: &Prefix, problems: &mut Vec<ConfigProblem>) {
    if text.is_empty() {
        return;
    }
    let text = text.to_owned();
    let Some(range) = Prefix::read(&text) else {
        problems.push(ConfigProblem::Range { text });
        return;
    };
    if range.is_ipv4() != subnet.is_ipv4() {
        problems.push(ConfigProblem::RangeFamily { text, family: subnet.family() });
        return;
    }
    let parent = subnet.to_string();
    if range.masked.length() < subnet.masked.length() {
        problems.push(ConfigProblem::RangeWider { text: text.clone(), subnet: parent.clone() });
    }
    if range.has_host_bits() {
        problems
            .push(ConfigProblem::RangeBits { range: range.to_string(), masked: range.masked.to_string() });
    }
    if !subnet.masked.overlaps(range.masked) {
        problems.push(ConfigProblem::RangeOutside { text, subnet: parent });
    }
}

fn address(text: &str, subnet: &Prefix) -> Option<AddressProblem> {
    if text.is_empty() {
        return None;
    }
    let Ok(address) = text.parse::<IpAddr>() else { return Some(AddressProblem::Invalid) };
    if address.is_ipv4() != subnet.is_ipv4() {
        return Some(AddressProblem::Family { family: subnet.family() });
    }
    (!subnet.masked.contains(address)).then(|| AddressProblem::Outside { subnet: subnet.to_string() })
}
