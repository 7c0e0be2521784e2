//! As busybox prints it, which is what small images have.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::ended;
use crate::simulation::{Ran, Vantage, World};

/// Addresses of containers do not run out.
const FOREVER: &str = "       valid_lft forever preferred_lft forever";

/// `nslookup NAME`: asks for IPv4 and for IPv6.
pub(super) fn nslookup(world: &mut World, from: &Vantage, arguments: &[&str]) -> Option<Ran> {
    let [name] = arguments else { return None };
    let (server, answer) = world.asked(from, name)?;
    let mut text = String::new();
    if let Some(server) = server {
        let _ = writeln!(text, "Server:\t\t{server}\nAddress:\t{server}:53\n");
    }
    if !answer.is_found() {
        let failed = format!("** server can't find {name}: NXDOMAIN\n\n");
        text.push_str(&failed.repeat(2));
        return Some(ended(text, String::new(), 1));
    }
    for ipv4 in [true, false] {
        text.push_str("Non-authoritative answer:\n");
        for address in answer.addresses.iter().filter(|address| address.is_ipv4() == ipv4) {
            let _ = writeln!(text, "Name:\t{name}\nAddress: {address}");
        }
        text.push('\n');
    }
    Some(ended(text, String::new(), 0))
}

/// `ping [-c COUNT] [-W SECONDS] NAME`; without a count it runs until its container ends.
pub(super) fn ping(world: &mut World, from: &Vantage, arguments: &[&str]) -> Option<Ran> {
    let (mut count, mut name, mut words) = (None, None, arguments.iter());
    while let Some(word) = words.next() {
        match *word {
            "-c" => count = Some(words.next()?.parse::<u32>().ok()?),
            "-W" | "-w" => drop(words.next()?),
            other => name = Some(other),
        }
    }
    let name = name?;
    let answer = world.resolve(from, name).ok()?;
    let Some(address) = answer.addresses.first().copied() else {
        return Some(ended(String::new(), format!("ping: bad address '{name}'\n"), 1));
    };
    let Some(count) = count else { return Some(Ran::Runs) };
    let mut text = format!("PING {name} ({address}): 56 data bytes\n");
    let echoes = world.echoes(from, address);
    for seq in (0..count).filter(|_| echoes) {
        let _ = writeln!(text, "64 bytes from {address}: seq={seq} ttl=64 time=0.100 ms");
    }
    let (received, lost) = if echoes { (count, 0) } else { (0, 100) };
    let _ = writeln!(
        text,
        "\n--- {name} ping statistics ---\n{count} packets transmitted, {received} packets received, {lost}% packet loss"
    );
    if echoes {
        text.push_str("round-trip min/avg/max = 0.100/0.100/0.100 ms\n");
    }
    Some(ended(text, String::new(), i64::from(!echoes)))
}

/// `ip addr`, in any of its short forms.
pub(super) fn ip(world: &mut World, from: &Vantage, arguments: &[&str]) -> Option<Ran> {
    let [object, ..] = arguments else { return None };
    if !["a", "addr", "address"].contains(object) {
        return None;
    }
    let mut text = format!(
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd \
         00:00:00:00:00:00\n    inet 127.0.0.1/8 scope host lo\n{FOREVER}\n"
    );
    let (_, seats) = world.places(from)?;
    for (index, seat) in seats.iter().enumerate() {
        let number = 2 + 2 * index;
        let _ = writeln!(
            text,
            "{number}: eth{index}@if{}: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue ",
            number + 1
        );
        if let Some(mac) = seat.place.mac {
            let _ = writeln!(text, "    link/ether {mac} brd ff:ff:ff:ff:ff:ff");
        }
        for own in seat.place.ipv4.into_iter().chain(seat.place.ipv6) {
            let (address, length) = (own.address(), own.subnet().length());
            let last = own.subnet().nth(own.subnet().addresses().saturating_sub(1));
            let _ = match (address, last) {
                (IpAddr::V4(_), Some(last)) => {
                    writeln!(
                        text,
                        "    inet {address}/{length} brd {last} scope global eth{index}\n{FOREVER}"
                    )
                }
                _ => writeln!(text, "    inet6 {address}/{length} scope global flags 02 \n{FOREVER}"),
            };
        }
    }
    Some(ended(text, String::new(), 0))
}
