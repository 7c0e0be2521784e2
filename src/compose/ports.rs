//! Published ports of a service, short and long syntax.

use std::net::IpAddr;
use std::sync::Arc;

use super::context::Context;
use super::cursor::{Cursor, clipped};
use super::merge;
use super::tree::Node;
use super::{ComposeError, NodeKind, Placed, Tool, ValueError};
use crate::model::{Port, PortError, PortRange, Protocol, PublishMode, PublishedPort};

/// Characters of a port's text that are kept.
const LONGEST_TEXT: usize = 256;

/// One published port of a service. A range in the file becomes one of these for each of its ports.
///
/// Texts are ports as they are written: `22:22` is port 22 on both sides. docker-compose 1.29 alone, whose YAML 1.1
/// takes two numbers below 60 for minutes and seconds, reads 1342 unless it is quoted; with
/// [`Tool::Compose1`] so does docknet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct PortMapping {
    /// The port.
    pub port: PublishedPort,
    /// The range the engine picks a free host port from, written `8000-8010:80`; then
    /// [`published`](PublishedPort::published) is `None`.
    pub any_of: Option<PortRange>,
    /// Where it answers, as far as the file says (long syntax only).
    pub mode: Option<PublishMode>,
    /// The item as it is written, variables filled in; the target in the long syntax.
    pub text: Arc<str>,
    /// The number YAML 1.1 makes of the item when it stands there without quotes: 1342 of `22:22`.
    pub base60: Option<u64>,
}

/// Reads all of `ports`.
pub(super) fn read(list: &Cursor<'_>) -> Vec<Placed<PortMapping>> {
    let mut all = Vec::new();
    for item in list.items() {
        let read = if item.is_mapping() { long(&item) } else { short(&item) };
        let Some((text, base60, ports)) = item.context.tolerate(read) else { continue };
        let count = item.context.ports.get().saturating_add(ports.count());
        let most = item.context.limits.ports;
        if count > most {
            item.context.fault(item.refuse(text, ValueError::TooManyPorts { most }));
            continue;
        }
        item.context.ports.set(count);
        let text: Arc<str> = clipped(&text, LONGEST_TEXT).into();
        all.reserve_exact(ports.count());
        all.extend(ports.expand(&text, base60).map(|port| Placed::new(port, item.place())));
    }
    all
}

/// The number YAML 1.1 reads where numbers from 0 to 59 stand after a number and colons.
fn base60(text: &str) -> Option<u64> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split(':');
    let first = parts.next().filter(|part| digits(part) && !part.starts_with('0'))?;
    let mut parts = parts.peekable();
    parts.peek()?;
    parts.try_fold(first.parse().ok()?, |sum: u64, part| {
        let number: u64 =
            part.parse().ok().filter(|number| digits(part) && part.len() < 3 && *number < 60)?;
        sum.checked_mul(60)?.checked_add(number)
    })
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

    fn expand(self, text: &Arc<str>, base60: Option<u64>) -> impl Iterator<Item = PortMapping> {
        let any_of = self.published.filter(|range| self.target.ports() == 1 && range.ports() > 1);
        let paired = self.published.filter(|_| any_of.is_none());
        let mut published = paired.into_iter().flat_map(PortRange::iter);
        self.target.iter().map(move |target| {
            let mut port = PublishedPort::new(target).with_protocol(self.protocol);
            port.address = self.address;
            port.published = published.next();
            PortMapping { port, any_of, mode: self.mode, text: Arc::clone(text), base60 }
        })
    }
}

/// An item of `ports` and what tells it apart from others when files are merged; a range that is published as a range
/// becomes one item for each of its ports.
pub(super) fn apart(item: &Arc<Node>, context: &Context<'_>) -> Vec<(String, Arc<Node>)> {
    let v1 = context.tool == Tool::Compose1;
    if item.kind() == NodeKind::Mapping {
        let of = |key: &str| item.get(key).and_then(Node::as_text).unwrap_or_default();
        // docker-compose 1 knows no host address here, and takes no protocol for another one than tcp.
        let (address, protocol) = if v1 { ("", "") } else { ("0.0.0.0", "tcp") };
        let or = |text: &str, or: &str| if text.is_empty() { or.to_owned() } else { text.to_owned() };
        let (address, protocol) = (or(of("host_ip"), address), or(of("protocol"), protocol));
        return vec![(
            format!("{address}:{}:{}/{protocol}", of("published"), of("target")),
            Arc::clone(item),
        )];
    }
    let text = item.as_text().unwrap_or_default();
    let number = item.as_text().filter(|_| v1 && item.is_plain()).and_then(base60);
    let text = number.map_or_else(|| text.to_owned(), |number| number.to_string());
    let unknown = || vec![(text.clone(), Arc::clone(item))];
    let Ok(ports) = short_text(&text) else { return unknown() };
    let most = context.limits.ports;
    if ports.count() > most.saturating_sub(context.merged_ports.get()) {
        return unknown();
    }
    context.merged_ports.set(context.merged_ports.get().saturating_add(ports.count()));
    let several = ports.count() > 1;
    let (said, protocol) = (ports.address, text.contains('/'));
    let no_text: Arc<str> = "".into();
    let expanded = ports.expand(&no_text, None).map(|mapping| {
        let port = mapping.port;
        let protocol = if v1 && !protocol { String::new() } else { port.protocol.to_string() };
        let address =
            said.map_or_else(|| if v1 { "" } else { "0.0.0.0" }.to_owned(), |said| said.to_string());
        let published = match (mapping.any_of, port.published) {
            (Some(range), _) => range.to_string(),
            (None, Some(published)) => published.to_string(),
            (None, None) => String::new(),
        };
        let key = format!("{address}:{published}:{}/{protocol}", port.target);
        let node = if several { merge::text(port.to_string(), item) } else { Arc::clone(item) };
        (key, node)
    });
    expanded.collect()
}

/// The text of an item, what YAML 1.1 makes of it, and its ports.
type Item = (String, Option<u64>, Ports);

fn short(item: &Cursor<'_>) -> Result<Item, ComposeError> {
    let text = item.text()?.value;
    let base60 = item.plain().and_then(base60);
    let read = match base60 {
        Some(number) if item.context.tool == Tool::Compose1 => short_text(&number.to_string()),
        _ => short_text(&text),
    };
    match read {
        Ok(ports) => Ok((text, base60, ports)),
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
    let published = published_text(published)?;
    let mut ports = Ports::new(published, target)?;
    if let Some(address) = address {
        let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
        let not_published = || PortError::NotPublished { text: text.to_owned() };
        ports.address = Some(bare.parse().ok().ok_or_else(not_published)?);
    }
    Ok(Ports { protocol, ..ports })
}

/// The host's side; nothing there, or port 0, leaves the choice to the engine.
fn published_text(text: &str) -> Result<Option<PortRange>, ValueError> {
    let any = text.bytes().all(|byte| byte == b'0');
    if any { Ok(None) } else { Ok(Some(text.parse()?)) }
}

fn long(item: &Cursor<'_>) -> Result<Item, ComposeError> {
    let target = item.get("target").ok_or_else(|| item.lacks("target"))?.parse::<Port>()?.value;
    let target = PortRange::new(target, target).map_err(|error| item.refuse(target.to_string(), error))?;
    let mut ports = Ports::new(None, target).map_err(|error| item.refuse(target.to_string(), error))?;
    // What cannot be read in the rest takes only itself away.
    let published = item.read("published", |value| value.parse_with(published_text));
    ports.published = published.and_then(|published| published.value);
    ports.protocol = item.read("protocol", Cursor::parse).map_or(Protocol::Tcp, |protocol| protocol.value);
    ports.mode = item.read("mode", Cursor::parse).map(|mode| mode.value);
    if let (Tool::Compose1, Some(place)) = (item.context.tool, item.key_place("host_ip")) {
        item.context.fault(ComposeError::OnlyCompose2 { place, what: "host_ip of a port" });
    }
    ports.address = item.read("host_ip", Cursor::address).map(|address| address.value);
    Ok((target.to_string(), None, ports))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> Vec<String> {
        short_text(text).unwrap().expand(&text.into(), None).map(|mapping| mapping.port.to_string()).collect()
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
        assert_eq!(expanded("0:89"), ["89/tcp"]);
        assert_eq!(expanded("127.0.0.1:0:89"), ["127.0.0.1::89/tcp"]);
    }

    #[test]
    fn an_empty_published_port_is_any() {
        let text =
            "services: {a: {image: x, ports: [{target: 107, published: ''}, {target: 108, published: 0}]}}";
        let project = super::super::Reading::new().parse("a/c.yml", text).unwrap();
        let published: Vec<_> =
            project.services()[0].ports.iter().map(|port| port.value.port.published).collect();
        assert_eq!((published.as_slice(), project.faults().len()), ([None, None].as_slice(), 0));
    }

    #[test]
    fn a_range_for_one_port_is_a_choice() {
        let choice: Vec<_> = short_text("8000-8010:80").unwrap().expand(&"".into(), None).collect();
        assert_eq!(choice.len(), 1);
        assert_eq!(choice[0].port.published, None);
        assert_eq!(choice[0].any_of, Some("8000-8010".parse().unwrap()));
    }

    #[test]
    fn yaml_1_1_reads_minutes_and_seconds() {
        for (text, number) in [("22:22", 1342), ("80:5", 4805), ("1:02:03", 3723), ("190:20:30", 685_230)] {
            assert_eq!(base60(text), Some(number), "{text}");
        }
        for text in
            ["22", "8080:80", "22:60", "022:22", "0:22", ":22", "22:", "22:022", "a:22", "22:22/tcp", ""]
        {
            assert_eq!(base60(text), None, "{text}");
        }
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
