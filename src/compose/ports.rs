//! Published ports of a service, short and long syntax.

use std::net::IpAddr;

use super::cursor::Cursor;
use super::{ComposeError, Placed, ValueError};
use crate::model::{Port, PortError, PortRange, Protocol, PublishMode, PublishedPort};

/// One published port of a service. A range in the file becomes one of these for each of its ports.
///
/// Texts are ports as they are written: `22:22` is port 22 on both sides, while docker-compose 1.29, whose
/// YAML 1.1 takes two numbers below 60 for minutes and seconds, reads 1342 unless it is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct PortMapping {
    /// The port.
    pub port: PublishedPort,
    /// The range the engine picks a free host port from, written `8000-8010:80`; then
    /// [`published`](PublishedPort::published) is `None`.
    pub any_of: Option<PortRange>,
    /// Where it answers, as far as the file says (long syntax only).
    pub mode: Option<PublishMode>,
}

/// Reads all of `ports`.
pub(super) fn read(list: &Cursor<'_>) -> Result<Vec<Placed<PortMapping>>, ComposeError> {
    let mut all = Vec::new();
    for item in list.items()? {
        let (text, ports) = if item.is_mapping() { long(&item)? } else { short(&item)? };
        let count = item.context.ports.get().saturating_add(ports.count());
        let most = item.context.limits.ports;
        if count > most {
            return Err(item.refuse(text, ValueError::TooManyPorts { most }));
        }
        item.context.ports.set(count);
        all.extend(ports.expand().map(|port| Placed::new(port, item.place())));
    }
    Ok(all)
}

/// One item of the list before its ranges are expanded.
struct Ports {
    address: Option<IpAddr>,
    published: Option<PortRange>,
    target: PortRange,
    protocol: Protocol,
    mode: Option<PublishMode>,
}

impl Ports {
    fn new(published: Option<PortRange>, target: PortRange) -> Result<Self, ValueError> {
        match published {
            Some(published) if target.ports() > 1 && published.ports() != target.ports() => {
                Err(ValueError::PortLengths { published, target })
            }
            _ => Ok(Self { address: None, published, target, protocol: Protocol::Tcp, mode: None }),
        }
    }

    fn count(&self) -> usize {
        usize::from(self.target.ports())
    }

    fn expand(self) -> impl Iterator<Item = PortMapping> {
        let any_of = self.published.filter(|range| self.target.ports() == 1 && range.ports() > 1);
        let paired = self.published.filter(|_| any_of.is_none());
        let mut published = paired.into_iter().flat_map(PortRange::iter);
        self.target.iter().map(move |target| {
            let mut port = PublishedPort::new(target).with_protocol(self.protocol);
            port.address = self.address;
            port.published = published.next();
            PortMapping { port, any_of, mode: self.mode }
        })
    }
}

fn short(item: &Cursor<'_>) -> Result<(String, Ports), ComposeError> {
    let text = item.text()?.value;
    match short_text(&text) {
        Ok(ports) => Ok((text, ports)),
        Err(error) => Err(item.refuse(text, error)),
    }
}

/// `[[address:]published[-last]:]target[-last][/protocol]`
fn short_text(text: &str) -> Result<Ports, ValueError> {
    let (rest, protocol) = match text.rsplit_once('/') {
        Some((rest, protocol)) => (rest, protocol.parse()?),
        None => (text, Protocol::Tcp),
    };
    let (outside, target) = match rest.rsplit_once(':') {
        Some((outside, target)) => (Some(outside), target.parse()?),
        None => (None, rest.parse()?),
    };
    let (address, published) = match outside.map(|outside| (outside.rsplit_once(':'), outside)) {
        Some((Some((address, published)), _)) => (Some(address), published),
        Some((None, published)) => (None, published),
        None => (None, ""),
    };
    let published = if published.is_empty() { None } else { Some(published.parse()?) };
    let mut ports = Ports::new(published, target)?;
    if let Some(address) = address {
        let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
        let not_published = || PortError::NotPublished { text: text.to_owned() };
        ports.address = Some(bare.parse().ok().ok_or_else(not_published)?);
    }
    Ok(Ports { protocol, ..ports })
}

fn long(item: &Cursor<'_>) -> Result<(String, Ports), ComposeError> {
    let target = item.get("target")?.ok_or_else(|| item.lacks("target"))?;
    let target = target.parse::<Port>()?.value;
    let target = PortRange::new(target, target).map_err(|error| item.refuse(target.to_string(), error))?;
    let mut ports = Ports::new(None, target).map_err(|error| item.refuse(target.to_string(), error))?;
    if let Some(published) = item.get("published")? {
        ports.published = Some(published.parse()?.value);
    }
    if let Some(protocol) = item.get("protocol")? {
        ports.protocol = protocol.parse()?.value;
    }
    if let Some(mode) = item.get("mode")? {
        ports.mode = Some(mode.parse()?.value);
    }
    if let Some(address) = item.get("host_ip")? {
        ports.address = Some(address.address()?.value);
    }
    Ok((target.to_string(), ports))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Vec<String> {
        short_text(text).unwrap().expand().map(|mapping| mapping.port.to_string()).collect()
    }

    #[test]
    fn short_syntax_expands_ranges_in_pairs() {
        assert_eq!(expanded("8080:80"), ["8080:80/tcp"]);
        assert_eq!(expanded("80"), ["80/tcp"]);
        assert_eq!(expanded(":80"), ["80/tcp"]);
        assert_eq!(expanded("8080-8081:80-81/udp"), ["8080:80/udp", "8081:81/udp"]);
        assert_eq!(expanded("3000-3002"), ["3000/tcp", "3001/tcp", "3002/tcp"]);
        assert_eq!(expanded("127.0.0.1:8080:80"), ["127.0.0.1:8080:80/tcp"]);
        assert_eq!(expanded("[::1]:8080:80"), ["[::1]:8080:80/tcp"]);
        assert_eq!(expanded("127.0.0.1::80"), ["127.0.0.1::80/tcp"]);
    }

    #[test]
    fn a_range_for_one_port_is_a_choice() {
        let choice: Vec<_> = short_text("8000-8010:80").unwrap().expand().collect();
        assert_eq!(choice.len(), 1);
        assert_eq!(choice[0].port.published, None);
        assert_eq!(choice[0].any_of, Some("8000-8010".parse().unwrap()));
    }

    #[test]
    fn wrong_texts_are_refused() {
        for text in
            ["", ":", "a:b", "0", "70000", "80/icmp", "host:80:80", "1-2:3-5", "1:2-3", "5-4", "[::1]:80"]
        {
            assert!(short_text(text).is_err(), "{text}");
        }
    }
}
