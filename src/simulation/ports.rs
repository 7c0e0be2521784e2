//! Host ports: what containers publish, who has which, and which is picked.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Container, ContainerRefusal};
use crate::model::{Port, PortRange, Protocol, PublishedPort};

/// A port of a container that is to be reached through the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) target: u16,
    pub(super) protocol: Protocol,
    /// The host address as it was typed; empty for all.
    pub(super) address: String,
    /// The host ports it may be; none lets the engine pick.
    pub(super) among: Option<PortRange>,
}

/// A port of a container and what reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) target: u16,
    pub(super) protocol: Protocol,
    pub(super) address: IpAddr,
    pub(super) port: u16,
}

/// Why a host port is not to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Denied {
    /// A container has it at that address.
    Allocated { address: IpAddr, port: u16 },
    /// None is left to be picked.
    Exhausted,
    /// The host has no such address.
    NoAddress { address: String, port: u16 },
    /// Somebody listens there already: a process, or a container at another address.
    Listening { address: IpAddr, port: u16 },
}

/// Who has which host port.
#[derive(Debug, Clone, Default)]
pub(super) struct PortBook {
    /// Owners by port: the identity of a container, or nothing for a process of the host.
    taken: BTreeMap<(Protocol, u16), Vec<(IpAddr, String)>>,
    /// The last port picked, by protocol and range.
    last: BTreeMap<(Protocol, PortRange), u16>,
    /// Ports the host keeps back, as `netsh` shows them.
    pub(super) excluded: Vec<(Protocol, PortRange)>,
    /// The addresses of the host; none says that every address is its own.
    pub(super) addresses: Option<Vec<IpAddr>>,
}

/// What Linux hands out by itself: `net.ipv4.ip_local_port_range`, unless somebody changed it.
pub(super) const LINUX_EPHEMERAL: (u16, u16) = (32_768, 60_999);
/// What HNS is taken to pick from: the dynamic range of Windows. Where in it HNS picks is not known; the simulation picks
/// by its seed.
pub(super) const WINDOWS_EPHEMERAL: (u16, u16) = (49_152, 65_535);

impl PortBook {
    /// Whether anybody has that port at any address.
    pub(super) fn is_taken(&self, protocol: Protocol, port: u16) -> bool {
        self.taken.get(&(protocol, port)).is_some_and(|owners| !owners.is_empty())
    }

    /// Whether a process of the host has it, or the host keeps it back.
    pub(super) fn is_hosts(&self, protocol: Protocol, port: u16) -> bool {
        let process =
            self.taken.get(&(protocol, port)).into_iter().flatten().any(|(_, owner)| owner.is_empty());
        process || self.is_excluded(protocol, port)
    }

    pub(super) fn is_excluded(&self, protocol: Protocol, port: u16) -> bool {
        let Ok(port) = Port::new(port) else { return false };
        self.excluded.iter().any(|(of, range)| *of == protocol && range.contains(port))
    }

    pub(super) fn enter(&mut self, protocol: Protocol, port: u16, address: IpAddr, owner: &str) {
        self.taken.entry((protocol, port)).or_default().push((address, owner.to_owned()));
    }

    /// Lets go of what a container has.
    pub(super) fn give_back(&mut self, owner: &str, bound: &[Bound]) {
        for bound in bound {
            let key = (bound.protocol, bound.port);
            if let Some(owners) = self.taken.get_mut(&key) {
                owners.retain(|(_, there)| there != owner);
                if owners.is_empty() {
                    self.taken.remove(&key);
                }
            }
        }
    }

    /// The host ports of a container on a Linux host, in order; nothing is taken if one cannot be had.
    pub(super) fn bind(
        &mut self,
        owner: &str,
        wanted: &[Wanted],
        dual_stack: bool,
    ) -> Result<Vec<Bound>, Denied> {
        let mut bound = Vec::new();
        for wanted in wanted {
            match self.bind_one(owner, wanted, dual_stack) {
                Ok(ports) => bound.extend(ports),
                Err(denied) => {
                    self.give_back(owner, &bound);
                    return Err(denied);
                }
            }
        }
        Ok(bound)
    }

    fn bind_one(&mut self, owner: &str, wanted: &Wanted, dual_stack: bool) -> Result<Vec<Bound>, Denied> {
        let (target, protocol) = (wanted.target, wanted.protocol);
        let whole = || ephemeral(LINUX_EPHEMERAL);
        let range = wanted.among.or_else(whole).ok_or(Denied::Exhausted)?;
        let first = range.first().number();
        let addresses: Vec<IpAddr> = match wanted.address.parse() {
            Ok(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) => vec![Ipv4Addr::UNSPECIFIED.into()],
            Ok(address) if self.has(address) => vec![address],
            Err(_) if wanted.address.is_empty() => {
                let all = [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)];
                all.into_iter().take(if dual_stack { 2 } else { 1 }).collect()
            }
            Ok(_) | Err(_) => {
                return Err(Denied::NoAddress { address: wanted.address.clone(), port: first });
            }
        };
        let port = if range.ports() == 1 { first } else { self.pick(protocol, range, &addresses)? };
        for address in &addresses {
            self.may_have(protocol, port, *address)?;
        }
        for address in &addresses {
            self.enter(protocol, port, *address, owner);
        }
        Ok(addresses.into_iter().map(|address| Bound { target, protocol, address, port }).collect())
    }

    /// The next free port after the last one picked, wrapping around (libnetwork's port allocator).
    fn pick(&mut self, protocol: Protocol, range: PortRange, addresses: &[IpAddr]) -> Result<u16, Denied> {
        let (first, count) = (range.first().number(), range.ports());
        let last = self.last.get(&(protocol, range)).copied();
        let from = last.map_or(0, |last| (last - first + 1) % count);
        let mut order = (from..count).chain(0..from).map(|step| first + step);
        let free =
            |port: &u16| addresses.iter().all(|address| self.may_have(protocol, *port, *address).is_ok());
        let found = order.find(free).ok_or(Denied::Exhausted)?;
        self.last.insert((protocol, range), found);
        Ok(found)
    }

    fn may_have(&self, protocol: Protocol, port: u16, address: IpAddr) -> Result<(), Denied> {
        for (there, owner) in self.taken.get(&(protocol, port)).into_iter().flatten() {
            if *there == address && !owner.is_empty() {
                return Err(Denied::Allocated { address, port });
            }
            let same_family = there.is_ipv4() == address.is_ipv4();
            if same_family && (there.is_unspecified() || address.is_unspecified() || *there == address) {
                return Err(Denied::Listening { address, port });
            }
        }
        Ok(())
    }

    fn has(&self, address: IpAddr) -> bool {
        let own = |addresses: &Vec<IpAddr>| addresses.contains(&address);
        address.is_unspecified() || address.is_loopback() || self.addresses.as_ref().is_none_or(own)
    }
}

/// A range out of two numbers.
pub(super) fn ephemeral((first, last): (u16, u16)) -> Option<PortRange> {
    PortRange::new(Port::new(first).ok()?, Port::new(last).ok()?).ok()
}

/// Which ports of a container are to be reached through the host, in the order in which the engine sees to them: those
/// with a host port first, highest first. Only what is exposed is published (moby's `buildCreateEndpointOptions`).
pub(super) fn wanted(container: &Container) -> Vec<Wanted> {
    let exposed = exposed(container);
    let all = container.host.flag("PublishAllPorts");
    let mut wanted: Vec<Wanted> = Vec::new();
    for (key, number, protocol) in &exposed {
        let bindings = container.host.value("PortBindings").as_object();
        let same = |text: &str| {
            text == key || port(text).is_some_and(|(port, of)| port == *number && of == *protocol)
        };
        let there = bindings.and_then(|bindings| bindings.iter().find(|(text, _)| same(text)));
        let there = there.and_then(|(_, bindings)| bindings.as_array()).filter(|there| !there.is_empty());
        let one = |address: &str, among: Option<PortRange>| Wanted {
            target: *number,
            protocol: *protocol,
            address: address.to_owned(),
            among,
        };
        match there {
            Some(bindings) => wanted.extend(bindings.iter().map(|binding| {
                let text = |key: &str| binding.get(key).and_then(|text| text.as_str()).unwrap_or_default();
                one(text("HostIp"), text("HostPort").parse().ok())
            })),
            None if all => wanted.push(one("", None)),
            None => {}
        }
    }
    let host_port = |wanted: &Wanted| wanted.among.map_or(0, |among| among.first().number());
    wanted.sort_by_key(|wanted| {
        std::cmp::Reverse((host_port(wanted), wanted.target, wanted.protocol == Protocol::Tcp))
    });
    // Bindings of one port stand together, where the first of them stands.
    let mut order: Vec<(u16, Protocol)> = Vec::new();
    for one in &wanted {
        if !order.contains(&(one.target, one.protocol)) {
            order.push((one.target, one.protocol));
        }
    }
    wanted.sort_by_key(|one| order.iter().position(|port| *port == (one.target, one.protocol)));
    wanted
}

/// What is exposed: the key as it was typed, and what it means. A text that is no port is port 0.
pub(super) fn exposed(container: &Container) -> Vec<(String, u16, Protocol)> {
    let keys = container.config.entries("ExposedPorts").map(|(key, _)| key.to_owned());
    keys.map(|key| {
        let (number, protocol) = port(&key).unwrap_or((0, Protocol::Tcp));
        (key, number, protocol)
    })
    .collect()
}

/// `80/tcp`, `80`.
pub(super) fn port(text: &str) -> Option<(u16, Protocol)> {
    let (number, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    Some((number.parse().ok()?, protocol.parse().ok()?))
}

/// Whether the texts of port bindings are ports, as engines check when a container is made.
pub(super) fn check_bindings(bindings: &serde_json::Value) -> Result<(), ContainerRefusal> {
    for (key, bindings) in bindings.as_object().into_iter().flatten() {
        let bad = |text: &str| ContainerRefusal::BadPort { text: text.to_owned() };
        let (number, _) = key.split_once('/').unwrap_or((key, ""));
        if number.parse::<PortRange>().is_err() && number != "0" {
            return Err(bad(number));
        }
        for binding in bindings.as_array().into_iter().flatten() {
            let text = binding.get("HostPort").and_then(|text| text.as_str()).unwrap_or_default();
            if !text.is_empty() && text != "0" && text.parse::<PortRange>().is_err() {
                return Err(bad(text));
            }
        }
    }
    Ok(())
}

/// As the model says it.
pub(super) fn published(wanted: &Wanted) -> Option<PublishedPort> {
    let mut port = PublishedPort::new(Port::new(wanted.target).ok()?).with_protocol(wanted.protocol);
    port.published = wanted.among.map(PortRange::first);
    port.address = wanted.address.parse().ok();
    Some(port)
}
