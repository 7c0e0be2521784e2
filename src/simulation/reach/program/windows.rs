//! As the programs of Windows print it, in English.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::ended;
use crate::simulation::{Because, Ran, Vantage, World};

/// `nslookup NAME`. It asks the resolver itself. With which code it ends when nobody answers is not known; here 1.
pub(super) fn nslookup(world: &mut World, from: &Vantage, arguments: &[&str]) -> Option<Ran> {
    let [name] = arguments else { return None };
    let (server, answer) = world.asked(from, name)?;
    let mut text = String::from("Server:  UnKnown\n");
    if let Some(server) = server {
        let _ = writeln!(text, "Address:  {server}");
    }
    text.push('\n');
    let Some((first, more)) = answer.addresses.split_first() else {
        let why = match answer.because {
            Because::SwarmSilent { .. } => "No response from server",
            Because::Unknown { forwarded: true } => "Non-existent domain",
            Because::Address
            | Because::DefaultNetwork { .. }
            | Because::HostsFile
            | Because::Localhost
            | Because::Machine
            | Because::NoDiscovery { .. }
            | Because::NoNetwork
            | Because::NotShared { .. }
            | Because::OutsideContainers
            | Because::ResolverOff { .. }
            | Because::Settling { .. }
            | Because::Cached { .. }
            | Because::CachedFailure { .. }
            | Because::Resolver { .. }
            | Because::Unknown { forwarded: false } => "Server failed",
        };
        return Some(ended(lines(&text), lines(&format!("*** UnKnown can't find {name}: {why}\n")), 1));
    };
    let label = if more.is_empty() { "Address" } else { "Addresses" };
    let _ = writeln!(text, "Non-authoritative answer:\nName:    {name}\n{label}:  {first}");
    for address in more {
        let _ = writeln!(text, "          {address}");
    }
    text.push('\n');
    Some(ended(lines(&text), String::new(), 0))
}

/// `ping [-n COUNT] NAME`. It asks as programs do, cache and all.
pub(super) fn ping(world: &mut World, from: &Vantage, arguments: &[&str]) -> Option<Ran> {
    let (count, name) = match arguments {
        ["-n", count, name] | [name, "-n", count] => (count.parse::<u32>().ok()?, *name),
        ["-t", _] | [_, "-t"] => return Some(Ran::Runs),
        [name] => (4, *name),
        _ => return None,
    };
    let answer = world.resolve(from, name).ok()?;
    let Some(address) = answer.addresses.first().copied() else {
        let text = format!("Ping request could not find host {name}. Please check the name and try again.\n");
        return Some(ended(lines(&text), String::new(), 1));
    };
    let shown =
        if answer.because == Because::Address { name.to_owned() } else { format!("{name} [{address}]") };
    let mut text = format!("\nPinging {shown} with 32 bytes of data:\n");
    let echoes = world.echoes(from, address);
    for _ in 0..count {
        if echoes {
            let _ = writeln!(text, "Reply from {address}: bytes=32 time<1ms TTL=128");
        } else {
            text.push_str("Request timed out.\n");
        }
    }
    let (received, lost, percent) = if echoes { (count, 0, 0) } else { (0, count, 100) };
    let _ = writeln!(
        text,
        "\nPing statistics for {address}:\n    Packets: Sent = {count}, Received = {received}, Lost = {lost} ({percent}% loss),"
    );
    if echoes {
        text.push_str("Approximate round trip times in milli-seconds:\n    Minimum = 0ms, Maximum = 0ms, Average = 0ms\n");
    }
    Some(ended(lines(&text), String::new(), i64::from(!echoes)))
}

/// `ipconfig`, `ipconfig /displaydns`, `ipconfig /flushdns`.
pub(super) fn ipconfig(world: &mut World, from: &Vantage, arguments: &[&str]) -> Option<Ran> {
    let mut text = String::from("\nWindows IP Configuration\n\n");
    match arguments {
        [] => adapters(world, from, &mut text)?,
        [option] if option.eq_ignore_ascii_case("/flushdns") => {
            world.flush_names(from).ok()?;
            text.push_str("Successfully flushed the DNS Resolver Cache.\n");
        }
        [option] if option.eq_ignore_ascii_case("/displaydns") => displayed(world, from, &mut text)?,
        _ => return None,
    }
    Some(ended(lines(&text), String::new(), 0))
}

fn adapters(world: &World, from: &Vantage, text: &mut String) -> Option<()> {
    let (_, seats) = world.places(from)?;
    for (index, seat) in seats.iter().enumerate() {
        let number = if index == 0 { String::new() } else { format!(" {}", index + 1) };
        let _ = writeln!(text, "\nEthernet adapter vEthernet (Ethernet{number}):\n");
        let _ = writeln!(text, "   Connection-specific DNS Suffix  . : ");
        if let Some(own) = seat.place.ipv4 {
            let mask = u32::MAX.checked_shl(32 - u32::from(own.subnet().length())).unwrap_or(0);
            let mask = std::net::Ipv4Addr::from(mask);
            let _ = writeln!(text, "   IPv4 Address. . . . . . . . . . . : {}", own.address());
            let _ = writeln!(text, "   Subnet Mask . . . . . . . . . . . : {mask}");
        }
        let gateway = seat.gateway.map(|gateway| gateway.to_string()).unwrap_or_default();
        let _ = writeln!(text, "   Default Gateway . . . . . . . . . : {gateway}");
    }
    Some(())
}

fn displayed(world: &mut World, from: &Vantage, text: &mut String) -> Option<()> {
    let now = world.now();
    for kept in world.cached_names(from).ok()? {
        let _ = writeln!(text, "    {}\n    ----------------------------------------", kept.name);
        if kept.addresses.is_empty() {
            text.push_str("    Name does not exist.\n\n\n");
        }
        for address in &kept.addresses {
            let _ = writeln!(text, "    Record Name . . . . . : {}", kept.name);
            let _ = writeln!(text, "    Record Type . . . . . : {}", if address.is_ipv4() { 1 } else { 28 });
            let _ = writeln!(text, "    Time To Live  . . . . : {}", kept.until.since(now).as_secs());
            let _ = writeln!(text, "    Data Length . . . . . : {}", if address.is_ipv4() { 4 } else { 16 });
            let _ = writeln!(text, "    Section . . . . . . . : Answer");
            let kind = match address {
                IpAddr::V4(_) => "A (Host) Record . . . : ",
                IpAddr::V6(_) => "AAAA Record . . . . . : ",
            };
            let _ = writeln!(text, "    {kind}{address}\n\n");
        }
    }
    Some(())
}

/// With the ends of lines Windows writes.
fn lines(text: &str) -> String {
    text.replace('\n', "\r\n")
}
